"""The order of a page: one title, headings without gaps, contents, named tables and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from pmo_lib.press.convert.sanitise import element
from pmo_lib.press.convert.words import DocumentWords

__all__ = [
    "Entry",
    "has_class",
    "mend_headings",
    "mend_images",
    "mend_scrolling",
    "mend_tables",
    "placed_cells",
    "span",
    "words_of",
]

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NUMBER: Final = re.compile(
    r"[-+−(]?\s*[£$€¥]?\s*[-−]?\d[\d,.\u202f\u00a0' ]*(?:e[-+]?\d+)?\s*(?:%|bn|m|k)?\)?", re.I
)
_SHORT: Final = 16
_NO_VALUE: Final = {"", "nan", "nat", "none", "<na>", "–", "—", "-"}


@dataclass(frozen=True)
class Entry:
    """A line of the contents: how deep, where it leads, what it says."""

    level: int
    anchor: str
    text: str


def has_class(part: HtmlElement, name: str) -> bool:
    """Say whether an element has a class."""
    return name in part.get("class", "").split()


def words_of(part: HtmlElement) -> str:
    """Text of an element on one line."""
    return " ".join(part.text_content().split())


def mend_headings(body: HtmlElement, title: str, *, deep: bool) -> list[Entry]:
    """Give a page one ``h1``, first, and headings that never skip a level; list its contents.

    Parameters
    ----------
    body : lxml.html.HtmlElement
        Changed in place: headings get their level and an address.
    title : str
        Becomes the ``h1`` of a page that does not begin with one.
    deep : bool
        Whether the contents also list headings of the third level.

    Returns
    -------
    list of Entry
        Headings below the title, in order; those inside tables, figures and details are not listed.
    """
    headings = [part for part in body.iter(*_HEADINGS) if words_of(part)]
    if not headings or headings[0].tag != "h1":
        top = element("header", cls="pmo-header")
        top.append(element("h1", title))
        body.insert(0, top)
        headings.insert(0, top[0])
    anchors = _unique_ids(body)
    entries = []
    for heading, level in zip(headings[1:], _levels(headings[1:]), strict=True):
        heading.tag = f"h{level}"
        anchor = _anchor(heading, anchors)
        if level <= (3 if deep else 2) and not _is_inside(heading, ("table", "figure", "details")):
            entries.append(Entry(level, anchor, words_of(heading)))
    return entries


def _levels(headings: list[HtmlElement]) -> Iterator[int]:
    """Depth of each heading below the title, so that no level is skipped on the way down."""
    open_levels: list[int] = []
    for heading in headings:
        written = int(heading.tag[1])
        while open_levels and open_levels[-1] >= written:
            open_levels.pop()
        open_levels.append(written)
        yield min(6, 1 + len(open_levels))


def _unique_ids(body: HtmlElement) -> set[str]:
    seen: set[str] = {"pmo-main", "pmo-contents"}
    for part in body.iter():
        anchor = part.get("id")
        if anchor is not None:
            if anchor in seen or not anchor.strip():
                del part.attrib["id"]
            seen.add(anchor)
    return seen


def _anchor(heading: HtmlElement, taken: set[str]) -> str:
    """Address of a heading: its section's, its own, or one made from its words."""
    section = heading.getparent()
    if section is not None and section.tag == "section" and section.get("id"):
        first = next(section.iter(*_HEADINGS))
        if first is heading:
            return str(section.get("id"))
    if heading.get("id"):
        return str(heading.get("id"))
    stem = "-".join(re.findall(r"\w+", words_of(heading).lower()))[:60] or "section"
    anchor = stem if stem not in taken else next(_numbered(stem, taken))
    taken.add(anchor)
    heading.set("id", anchor)
    return anchor


def _numbered(stem: str, taken: set[str]) -> Iterator[str]:
    number = 2
    while True:
        if f"{stem}-{number}" not in taken:
            yield f"{stem}-{number}"
        number += 1


def _is_inside(part: HtmlElement, names: tuple[str, ...]) -> bool:
    return any(True for _ in part.iterancestors(*names))


def mend_tables(body: HtmlElement, words: DocumentWords) -> None:
    """Give tables scoped headers, numbers their class, and each its own frame that scrolls."""
    for number, table in enumerate(body.iter("table"), 1):
        table.attrib.pop("border", None)
        if not has_class(table, "pmo-table"):
            table.set("class", "pmo-plain")
            _mark_numbers(table)
        _mark_short_texts(table)
        _scope_headers(table)
        if has_class(table, "pmo-table--status"):
            _keep_roles(table)
        if not _is_inside(table, ("td", "th")):
            caption = table.find("caption")
            name = words_of(caption) if caption is not None else ""
            _frame(table, name or words.say("table", n=number))


def _scope_headers(table: HtmlElement) -> None:
    for cell in list(table.iter("th")):
        if not words_of(cell) and not len(cell):
            cell.tag = "td"
            cell.attrib.pop("scope", None)
        elif not cell.get("scope"):
            head = _is_inside(cell, ("thead",))
            spanned = span(cell, "colspan" if head else "rowspan") > 1
            cell.set("scope", ("col" if head else "row") + ("group" if spanned else ""))


def _mark_numbers(table: HtmlElement) -> None:
    """Mark the columns of a plain table that hold numbers only."""
    columns: dict[int, list[HtmlElement]] = {}
    for cell, column in placed_cells(table):
        if span(cell, "colspan") == 1:
            columns.setdefault(column, []).append(cell)
    for cells in columns.values():
        values = [words_of(cell) for cell in cells if cell.tag == "td" and not _is_head(cell)]
        given = [value for value in values if value.lower() not in _NO_VALUE]
        if given and all(_NUMBER.fullmatch(value) for value in given):
            for cell in cells:
                _add_class(cell, "num")


def _mark_short_texts(table: HtmlElement) -> None:
    """Mark cells, such as dates, that read better in one line."""
    for cell in table.iter("td"):
        said = words_of(cell)
        if " " in said and len(said) <= _SHORT:
            _add_class(cell, "short")


def _add_class(part: HtmlElement, name: str) -> None:
    part.set("class", f"{part.get('class', '')} {name}".strip())


def placed_cells(table: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Walk a table's cells with the number of the column in which each begins."""
    taken: dict[int, int] = {}
    for row in table.iter("tr"):
        column = 0
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        below: dict[int, int] = {}
        for cell in row.iterchildren("td", "th"):
            while column in taken:
                column += 1
            yield cell, column
            for at in range(column, column + span(cell, "colspan")):
                below[at] = span(cell, "rowspan")
            column += span(cell, "colspan")
        taken |= {at: rows for at, rows in below.items() if rows > 1}


def span(cell: HtmlElement, name: str) -> int:
    """Read how many columns or rows a cell takes."""
    given = cell.get(name)
    if not given:
        return 1
    return max(1, min(int(re.sub(r"\D", "", given) or 1), 1000))


def _is_head(cell: HtmlElement) -> bool:
    return _is_inside(cell, ("thead",))


def _keep_roles(table: HtmlElement) -> None:
    """Say a table's roles outright, since its look on a phone is not a table's."""
    roles = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    table.set("role", "table")
    for part in table.iter("thead", "tbody", "tr", "td", "th"):
        head = "columnheader" if part.get("scope") == "col" else "rowheader"
        part.set("role", roles.get(part.tag, head))


def _frame(table: HtmlElement, name: str) -> None:
    frame = element("div", cls="pmo-scroll", tabindex="0", role="group", aria_label=name)
    frame.tail, table.tail = table.tail, None
    table.getparent().replace(table, frame)
    frame.append(table)


def mend_scrolling(body: HtmlElement) -> None:
    """Let readers without a mouse scroll what may be wider than a phone: code and figures."""
    for part in body.iter("pre", "div"):
        if part.tag == "pre" or has_class(part, "pmo-plot"):
            part.set("tabindex", "0")


def mend_images(body: HtmlElement, words: DocumentWords) -> None:
    """Give every image an alternative text, and say where one from elsewhere was left out."""
    for number, image in enumerate(list(body.iter("img")), 1):
        source = image.get("src", "")
        if not source.startswith("data:"):
            note = element("span", cls="pmo-note-inline")
            address = source or image.get("data-address") or image.get("alt") or "?"
            note.text = words.say("picture_left_out", address=address)
            note.tail = image.tail
            image.getparent().replace(image, note)
        elif image.get("alt") is None:
            image.set("alt", words.say("picture", n=number))
