"""A page as Typst source: each HTML element becomes a call of one function of ``report.typ``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml.html import HtmlElement

from pmo_lib.press.convert.page import Page
from pmo_lib.press.convert.structure import has_class, words_of
from pmo_lib.press.convert.typst_inline import Inline
from pmo_lib.press.convert.typst_settings import prelude, settings
from pmo_lib.press.convert.typst_tables import typst_table
from pmo_lib.press.convert.typst_text import plain, quoted

__all__ = ["typst_source"]

_HEADINGS: Final = {"h1", "h2", "h3", "h4", "h5", "h6"}
_PLAIN_HOLDERS: Final = {"address", "article", "aside", "div", "footer", "header"}
_OTHER: Final = {"blockquote", "details", "dl", "figure", "hr", "ol", "p", "pre", "section", "ul"}
_BLOCKS: Final = _HEADINGS | _PLAIN_HOLDERS | _OTHER | {"style", "table"}
_MONO_COLUMNS: Final = 106
_NEW_PAGE: Final = "#pagebreak(weak: true)\n"


def typst_source(page: Page) -> str:
    """Write a page as one Typst document.

    Parameters
    ----------
    page : Page
        What :meth:`PageExporter.page` made.

    Returns
    -------
    str
        The template, its settings, and calls whose arguments are string literals: nothing that
        comes from data is ever read as markup.
    """
    writer = _Writer(page)
    return f"{prelude(page.look.accent)}\n{settings(page)}\n{writer.pages(page.body)}"


class _Writer:
    """Writes blocks; the words within them are :class:`Inline`'s."""

    def __init__(self, page: Page) -> None:
        anchors = {entry.anchor for entry in page.contents}
        self._labels = {anchor: f"at-{n}" for n, anchor in enumerate(sorted(anchors))}
        self._page = page
        self._inline = Inline(page, self._labels)
        self._by_name: dict[str, Callable[[HtmlElement], str]] = {
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "table": self._table,
            "figure": self._figure,
            "pre": self._preformatted,
            "details": self._details,
            "blockquote": lambda part: f"#quote(block: true)[{self.blocks(part)}]",
            "hr": lambda part: "#rule()",
            "style": lambda part: "",
            "section": self._section,
        }

    def pages(self, holder: HtmlElement) -> str:
        """Write a document; what stands before the first new page is kept on one."""
        parts = [part for part in self._parts(holder) if part]
        first = next((n for n, part in enumerate(parts) if part.startswith(_NEW_PAGE)), 0)
        opening = ["#first-page[\n" + "\n\n".join(parts[:first]) + "\n]"] if first else []
        return "\n\n".join([*opening, *parts[first:]])

    def blocks(self, holder: HtmlElement) -> str:
        """Write what an element holds: blocks as they are, loose words as paragraphs."""
        return "\n\n".join(part for part in self._parts(holder) if part)

    def _parts(self, holder: HtmlElement) -> Iterator[str]:
        loose: list[HtmlElement | str] = [holder.text or ""]
        for child in holder:
            if _is_block(child):
                yield self._inline.run(loose)
                yield self._block(child)
                loose = [child.tail or ""]
            else:
                loose += [child, child.tail or ""]
        yield self._inline.run(loose)

    def _block(self, part: HtmlElement) -> str:
        name = part.tag
        if name in _HEADINGS:
            return self._heading(part)
        if name in self._by_name:
            return self._by_name[name](part)
        if name == "pmo-math":
            return self._inline.formula(part)
        if has_class(part, "pmo-note"):
            return f"#note[{self.blocks(part)}]"
        if has_class(part, "pmo-error"):
            return f"#mistake[{self.blocks(part)}]"
        if has_class(part, "pmo-code"):
            return self._code(part)
        return self.blocks(part)

    def _heading(self, part: HtmlElement) -> str:
        said = self._inline.of(part)
        if not said:
            return ""
        anchor = part.get("id") or ""
        section = part.getparent()
        if section is not None and section.get("id") in self._labels and section.tag == "section":
            anchor = section.get("id") if part.tag == "h2" else anchor
        label = f" <{self._labels[anchor]}>" if anchor in self._labels else ""
        return f"#heading(level: {part.tag[1]})[{said}]{label}"

    def _section(self, part: HtmlElement) -> str:
        start = _NEW_PAGE if has_class(part, "pmo-new-page") else ""
        return start + self.blocks(part)

    def _paragraph(self, part: HtmlElement) -> str:
        if any(_is_block(child) for child in part):
            return self.blocks(part)
        said = self._inline.of(part)
        looks = {
            "pmo-kicker": "kicker",
            "pmo-subtitle": "subtitle",
            "pmo-headline": "headline",
            "pmo-note": "note",
            "pmo-more": "faint",
            "pmo-empty": "faint",
        }
        look = next((looks[name] for name in part.get("class", "").split() if name in looks), "")
        if not said:
            return ""
        return f"#{look}[{said}]" if look else said

    def _list(self, part: HtmlElement) -> str:
        entries = [f"[{self._entry(item)}]" for item in part.iterchildren("li")]
        if not entries:
            return ""
        if part.tag == "ol":
            start = re.fullmatch(r"\d{1,6}", part.get("start", ""))
            return f"#enum(start: {int(start.group()) if start else 1}, {', '.join(entries)})"
        first = next(part.iterchildren("li"))
        chips = len(first) > 0 and not (first.text or "").strip() and _is_chip(first[0])
        return f"#{'chip-list' if chips else 'list'}({', '.join(entries)})"

    def _entry(self, item: HtmlElement) -> str:
        return (
            self.blocks(item) if any(_is_block(child) for child in item) else self._inline.of(item)
        )

    def _definitions(self, part: HtmlElement) -> str:
        pairs = _pairs(part)
        if has_class(part, "pmo-keyfigures"):
            return f"#keyfigures({''.join(self._key_figure(*pair) for pair in pairs)})"
        if has_class(part, "pmo-facts"):
            return f"#facts({''.join(self._fact(*pair) for pair in pairs)})" if pairs else ""
        items = [
            f"terms.item([{self._inline.of(name)}], [{self._entry(value)}])"
            for name, value in pairs
        ]
        return f"#terms({', '.join(items)})" if items else ""

    def _fact(self, name: HtmlElement, value: HtmlElement) -> str:
        stale = str(has_class(value, "pmo-stale")).lower()
        return f"([{self._inline.of(name)}], [{self._inline.of(value)}], {stale}), "

    def _key_figure(self, name: HtmlElement, value: HtmlElement) -> str:
        number = value.find("b")
        shown = self._inline.of(number) if number is not None else self._inline.of(value)
        rest: list[HtmlElement | str] = []
        if number is not None:
            for child in value:
                rest += ["" if child is number else child, child.tail or ""]
        return f"([{self._inline.of(name)}], [{shown}], [{self._inline.run(rest)}]), "

    def _table(self, part: HtmlElement) -> str:
        return typst_table(part, self._inline, self._entry, self._page.words)

    def _figure(self, part: HtmlElement) -> str:
        caption = part.find("figcaption")
        written, pictures = "none", []
        if caption is not None and words_of(caption):
            written = f"[{self._caption(caption)}]"
        for mark in part.iter("pmo-svg", "img"):
            if not any(True for _ in mark.iterancestors("details")):
                pictures.append(self._inline.picture(mark))
        plots = [one for one in pictures if one]
        if len(plots) == 1:
            return f"#plot([{plots[0]}], {written})"
        rest = [child for child in part if child.tag != "figcaption"]
        body = "\n\n".join(self._block(child) if _is_block(child) else "" for child in rest)
        return body if written == "none" else f"{written[1:-1]}\n\n{body}"

    def _caption(self, caption: HtmlElement) -> str:
        strong, measure = caption.find("strong"), caption.find("span")
        if strong is None or measure is None:
            return self._inline.of(caption)
        line = f"#strong[{self._inline.of(strong)}]"
        return f"{line}#linebreak();#why[{self._inline.of(measure)}]"

    def _preformatted(self, part: HtmlElement) -> str:
        said = _wrapped(plain("".join(part.itertext()).strip("\n")))
        if not said.strip():
            return ""
        if has_class(part, "pmo-text"):
            return f"#plain-text({quoted(said)})"
        return f"#code({quoted(said)})"

    def _code(self, part: HtmlElement) -> str:
        said = _wrapped(plain(part.text_content().strip("\n")))
        return f"#code({quoted(said)}, lang: {quoted('python')})" if said.strip() else ""

    def _details(self, part: HtmlElement) -> str:
        if has_class(part, "pmo-data"):
            return ""
        summary = part.find("summary")
        said = self._inline.of(summary) if summary is not None else ""
        if summary is not None:
            summary.tag = "style"  # written above the rest, not in it
        body = self.blocks(part)
        if summary is not None:
            summary.tag = "summary"
        return f"#explain([{said}])[{body}]"


def _is_block(part: HtmlElement) -> bool:
    if part.tag == "pmo-math":
        return bool(part.get("display") == "block")
    return part.tag in _BLOCKS


def _is_chip(part: HtmlElement) -> bool:
    return has_class(part, "pmo-rating")


def _pairs(part: HtmlElement) -> list[tuple[HtmlElement, HtmlElement]]:
    """Match each description to the name before it."""
    name, pairs = None, []
    for one in part.iter("dt", "dd"):
        if one.tag == "dt":
            name = one
        elif name is not None:
            pairs.append((name, one))
    return pairs


def _wrapped(text: str) -> str:
    """Break lines that are longer than the page is wide, so that none is cut."""
    lines = []
    for line in text.expandtabs(4).split("\n"):
        while len(line) > _MONO_COLUMNS:
            cut = line.rfind(" ", 40, _MONO_COLUMNS) + 1 or _MONO_COLUMNS
            lines.append(line[:cut])
            line = line[cut:]
        lines.append(line)
    return "\n".join(lines)
