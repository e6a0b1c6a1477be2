"""HTML from anywhere, made safe to print: known elements and attributes stay, the rest goes.

Nothing that runs, loads or escapes its place survives; pictures drawn inline are set aside as
``<pmo-svg>`` marks, since an HTML parser would spoil their case-sensitive names.
"""

from __future__ import annotations

import re
from typing import Final

import lxml.html
from lxml.html import HtmlElement

__all__ = ["element", "printable", "safe_fragment", "tidy_text"]


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_GONE: Final = _names(
    "script iframe frame frameset object embed applet link meta base noscript template form",
    "canvas video audio source track map area select textarea button title head",
)
_KEPT: Final = _names(
    "div p span a b strong i em u s del ins mark small sub sup code kbd samp var pre br hr wbr",
    "bdi bdo abbr cite q dfn time h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead",
    "tbody tfoot tr th td colgroup col figure figcaption img blockquote details summary",
    "section article aside header footer address input style pmo-svg pmo-math",
)
_ATTRIBUTES: Final = _names(
    "class id title lang dir role colspan rowspan scope headers src alt width height open",
    "start reversed value datetime checked type tabindex n tex display",
)
_SAFE_LINK: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_SAFE_IMAGE: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
_UNSAFE_STYLE: Final = re.compile(r"url\s*\(|expression|@|javascript:|\\|position\s*:", re.I)
_NOT_TEXT: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_SVG: Final = re.compile(r"<svg\b|</svg\s*>", re.IGNORECASE)
_PARSER: Final = lxml.html.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
)


def printable(text: str) -> str:
    r"""Leave out characters that are not text: controls, byte marks, halves of pairs, overrides.

    Direction overrides are among them: one in a name would turn round the text after it.

    Examples
    --------
    >>> printable("A\x07B\u202eC")
    'ABC'
    """
    return _NOT_TEXT.sub("", text)


def safe_fragment(html: str, drawings: list[str]) -> HtmlElement:
    """Parse a piece of HTML and keep what is safe to print.

    Parameters
    ----------
    html : str
        Anything: unclosed, hostile or empty.
    drawings : list of str
        Inline SVG is appended here; ``<pmo-svg n="…">`` stands in its place.

    Returns
    -------
    lxml.html.HtmlElement
        A ``div`` with the content. A ``data-active`` attribute says that scripts were left out.
    """
    lean = _without_drawings(printable(html), drawings)
    document = lxml.html.document_fromstring(f"<div>{lean}</div>".encode(), parser=_PARSER)
    holder = element("div")
    for child in list(document.iter("body")):
        holder.extend(list(child))
    if any(True for _ in holder.iter("script", "iframe", "object", "embed", "canvas")):
        holder.set("data-active", "yes")
    _clean(holder)
    tidy_text(holder)
    return holder


def element(name: str, text: str | None = None, **attributes: str) -> HtmlElement:
    """Make an element; ``cls`` stands for ``class`` and ``_`` in names for ``-``."""
    made = _PARSER.makeelement(name)
    made.text = text
    for key, value in attributes.items():
        made.set(key.replace("cls", "class").replace("_", "-"), value)
    return made


def tidy_text(root: HtmlElement) -> None:
    """Take out of all text what :func:`printable` leaves out, however it was written."""
    for part in root.iter():
        if part.text and _NOT_TEXT.search(part.text):
            part.text = printable(part.text)
        if part.tail and _NOT_TEXT.search(part.tail):
            part.tail = printable(part.tail)


def _without_drawings(html: str, drawings: list[str]) -> str:
    kept, depth, start, end = [], 0, 0, 0
    for mark in _SVG.finditer(html):
        opens = not mark.group().startswith("</")
        if opens and depth == 0:
            start = mark.start()
            kept.append(html[end:start])
        depth = max(0, depth + (1 if opens else -1))
        if not opens and depth == 0 and start >= end:
            end = mark.end()
            drawings.append(html[start:end])
            kept.append(f'<pmo-svg n="{len(drawings) - 1}"></pmo-svg>')
    rest = html[start:] if depth else html[end:]  # one that is never closed is no drawing
    return "".join(kept) + rest


def _clean(root: HtmlElement) -> None:
    for part in list(root.iterdescendants()):
        name = part.tag if isinstance(part.tag, str) else ""
        if name in _GONE or not name:
            part.drop_tree()
        elif name == "style":
            _keep_styler_rules(part)
        elif name == "input":
            _task_box(part)
        elif name not in _KEPT:
            part.drop_tag()
        else:
            _clean_attributes(part)


def _clean_attributes(part: HtmlElement) -> None:
    for name, value in list(part.attrib.items()):
        if not _is_safe(name, value):
            del part.attrib[name]
        elif name == "src" and not (_SAFE_IMAGE.match(value) or _SAFE_LINK.match(value)):
            part.set("src", "")
            if not value.lower().startswith("data:"):
                part.set("data-address", printable(value))
        elif _NOT_TEXT.search(value):
            part.set(name, printable(value))


def _is_safe(name: str, value: str) -> bool:
    if name == "style":
        return not _UNSAFE_STYLE.search(value)
    if name == "href":
        return bool(_SAFE_LINK.match(value.strip()))
    return name in _ATTRIBUTES or name.startswith("aria-")


def _keep_styler_rules(part: HtmlElement) -> None:
    """Keep the rules of a pandas Styler, which name cells of its own table; drop others."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", part.text or "")
    kept = [
        f"{selectors.strip()}{{{_readable(' '.join(body.split()))}}}"
        for selectors, body in rules
        if not _UNSAFE_STYLE.search(selectors + body)
        and all(one.strip().startswith("#T_") for one in selectors.split(","))
    ]
    if kept:
        part.attrib.clear()
        part.text = "\n".join(kept)
    else:
        part.drop_tree()


def _readable(body: str) -> str:
    """Fix the colour of text with that of its background, since pages are light or dark."""
    if "background" in body and not re.search(r"(?<![\w-])color\s*:", body):
        return f"{body.rstrip(';')};color:#000"
    return body


def _task_box(part: HtmlElement) -> None:
    if part.get("type") == "checkbox":
        mark = element("span", "☑ " if "checked" in part.attrib else "☐ ")
        mark.tail = part.tail
        part.getparent().replace(part, mark)
    else:
        part.drop_tree()
