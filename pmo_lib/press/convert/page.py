"""A page: the cleaned body of a notebook and what a document says about itself."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import lxml.html
from lxml.html import HtmlElement
from nbformat import NotebookNode

from pmo_lib.press.convert.brand import Look, look_of
from pmo_lib.press.convert.formula_marks import mark_formulas, mend_formulas
from pmo_lib.press.convert.notebook import is_report
from pmo_lib.press.convert.pictures import Drawing, drawing
from pmo_lib.press.convert.sanitise import element, safe_fragment
from pmo_lib.press.convert.structure import (
    Entry,
    has_class,
    mend_headings,
    mend_images,
    mend_scrolling,
    mend_tables,
    words_of,
)
from pmo_lib.press.convert.styler import STYLER_NAME
from pmo_lib.press.convert.words import DEFAULT_LANGUAGE, DocumentWords, document_words

__all__ = ["Page", "Parts", "make_page"]


@dataclass(frozen=True)
class Page:
    """A document before it takes a format.

    ``body`` holds ``<pmo-svg n>`` marks, which stand for ``drawings``, and ``<pmo-math>`` marks,
    which stand for formulas by their TeX.
    """

    title: str
    running: str
    language: str
    authors: tuple[str, ...]
    timestamp: int
    issued: str
    look: Look
    report: bool
    body: HtmlElement
    contents: list[Entry]
    drawings: Mapping[int, Drawing]
    words: DocumentWords


class Parts:
    """The pieces of HTML of one notebook, each parsed by itself while its cells are laid out."""

    def __init__(self) -> None:
        self.fragments: list[HtmlElement] = []
        self.drawings: list[str] = []
        self.titles: dict[int, str] = {}

    def __call__(self, html: str, title: str = "") -> str:
        """Keep a piece of HTML; give the mark that stands in its place."""
        first = len(self.drawings)
        self.fragments.append(safe_fragment(html, self.drawings))
        if title:
            self.titles[first] = title
        return f'<pmo-part n="{len(self.fragments) - 1}"></pmo-part>'


def make_page(
    laid_out: str,
    parts: Parts,
    notebook: NotebookNode,
    *,
    name: str,
    title: str | None = None,
) -> Page:
    """Make a page of a notebook whose cells are laid out.

    Parameters
    ----------
    laid_out : str
        What the cell template gave.
    parts : Parts
        The pieces that its marks stand for.
    notebook : nbformat.NotebookNode
        Its metadata name language, authors, period, brand and time of issue.
    name : str
        Stands for a title where there is none.
    title : str, optional
        The document's title, in place of the notebook's own.
    """
    about: dict[str, Any] = notebook.metadata.get("pmo", {})
    language = str(about.get("language") or DEFAULT_LANGUAGE)
    report, words = is_report(notebook), document_words(language)
    look = look_of(about.get("brand") or {})
    body = _assembled(laid_out, parts, report, words)
    if not report:
        mark_formulas(body)
    _rename_styler(body)
    named = title or about.get("title") or notebook.metadata.get("title") or name
    contents = mend_headings(body, str(named), deep=not report)
    mend_images(body, words)
    mend_tables(body, words)
    mend_scrolling(body)
    mend_formulas(body)
    return Page(
        title=title or words_of(next(body.iter("h1"))),
        running=_running(body, about),
        language=language,
        authors=_authors(notebook) or ((look.name,) if look.name else ()),
        timestamp=_timestamp(about),
        issued=_issued(about, look, words),
        look=look,
        report=report,
        body=body,
        contents=contents,
        drawings=_drawings(body, parts, words),
        words=words,
    )


def _assembled(laid_out: str, parts: Parts, report: bool, words: DocumentWords) -> HtmlElement:
    """Put the pieces in their places; a place that stays empty goes, or says why it is empty."""
    body = lxml.html.fragment_fromstring(laid_out)
    for mark in list(body.iter("pmo-part")):
        fragment = parts.fragments[int(mark.get("n"))]
        holder = mark.getparent()
        holder.remove(mark)
        holder.text = fragment.text
        holder.extend(list(fragment))
        if not _says_anything(holder):
            if fragment.get("data-active") and not report:
                holder.append(element("p", words.say("interactive"), cls="pmo-note"))
            else:
                holder.drop_tree()
    return body


def _says_anything(part: HtmlElement) -> bool:
    if part.text_content().strip():
        return True
    return any(True for _ in part.iter("img", "pmo-svg", "pmo-math", "table", "hr"))


def _rename_styler(body: HtmlElement) -> None:
    """Give pandas Stylers names by number, since their own differ from run to run."""
    names: dict[str, str] = {}

    def new(old: re.Match[str]) -> str:
        return names.setdefault(old.group(), f"T_{len(names)}")

    for part in body.iter("style", "table", "th", "td"):
        if part.tag == "style" and part.text:
            part.text = STYLER_NAME.sub(new, part.text)
        elif part.get("id"):
            part.set("id", STYLER_NAME.sub(new, part.get("id")))


def _drawings(body: HtmlElement, parts: Parts, words: DocumentWords) -> dict[int, Drawing]:
    """Clean the drawings that the body shows; name those that nothing names."""
    shown: dict[int, Drawing] = {}
    for mark in list(body.iter("pmo-svg")):
        number = int(mark.get("n"))
        cleaned = drawing(parts.drawings[number], f"d{number}-")
        if cleaned is None:
            mark.drop_tree()
            continue
        shown[number] = cleaned
        if not cleaned.hidden and mark.getparent().get("role") != "img":
            name = parts.titles.get(number) or cleaned.title
            mark.set("aria-label", name or words.say("picture", n=len(shown)))
    return shown


def _running(body: HtmlElement, about: Mapping[str, Any]) -> str:
    """Find what stands beside the title in running headers: the kind of report, the period."""
    said = {"pmo-kicker": "", "pmo-subtitle": str(about.get("period") or "")}
    for part in body.iter("p"):
        for name in said:
            if has_class(part, name):
                said[name] = said[name] or words_of(part)
    return ", ".join(words for words in said.values() if words)


def _authors(notebook: NotebookNode) -> tuple[str, ...]:
    given = notebook.metadata.get("authors", ())
    names = [one.get("name", "") if isinstance(one, Mapping) else str(one) for one in given]
    return tuple(name for name in names if name)


def _timestamp(about: Mapping[str, Any]) -> int:
    """Seconds since 1970 that a document gives as its time: never this machine's clock."""
    if os.environ.get("SOURCE_DATE_EPOCH", "").isdigit():
        return int(os.environ["SOURCE_DATE_EPOCH"])
    issued = _instant(about)
    return int(issued.timestamp()) if issued else 0


def _issued(about: Mapping[str, Any], look: Look, words: DocumentWords) -> str:
    """Say on which day a document was issued and by whom, where its notebook says it."""
    issued = _instant(about)
    if issued is None:
        return ""
    key = "issued_by" if look.name else "issued"
    return words.say(key, date=words.date(issued.date()), issuer=look.name)


def _instant(about: Mapping[str, Any]) -> datetime | None:
    try:
        issued = datetime.fromisoformat(str(about.get("issued", "")))
    except ValueError:
        return None
    return issued if issued.tzinfo else issued.replace(tzinfo=UTC)
