"""Tables as Typst takes them: headers that repeat, rows that stay whole, columns that fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml.html import HtmlElement

from pmo_lib.press.convert.structure import has_class, placed_cells, span, words_of
from pmo_lib.press.convert.table_layout import Panel, panels
from pmo_lib.press.convert.typst_inline import Inline
from pmo_lib.press.convert.typst_text import content
from pmo_lib.press.convert.words import DocumentWords

__all__ = ["typst_table"]

_LONG_CELL: Final = 1200
_SMALL: Final = 16


def typst_table(
    table: HtmlElement,
    inline: Inline,
    entry: Callable[[HtmlElement], str],
    words: DocumentWords,
) -> str:
    """Write a table; one too wide for the page as several that repeat the first column.

    Parameters
    ----------
    table : lxml.html.HtmlElement
        With scoped headers.
    inline : Inline
        Writes the words of cells.
    entry : callable
        Writes a cell that holds blocks.
    words : DocumentWords
        Say which columns a part of a wide table shows.

    Returns
    -------
    str
        Calls of ``data-table``; empty for a table without cells.
    """
    house = has_class(table, "pmo-table")
    laid_out = panels(table, stretch=house)
    caption = table.find("caption")
    said = inline.of(caption) if caption is not None else ""
    total = max((panel.columns[-1] for panel in laid_out), default=0)
    written = []
    for panel in laid_out:
        title = said
        if len(laid_out) > 1:
            first, last = panel.columns[1], panel.columns[-1]
            part = content(words.say("columns", first=first, last=last, total=total))
            title = f'{said}#" – ";{part}' if said else part
        written.append(_panel(table, panel, title, entry, banded=not house))
    return "\n\n".join(written)


def _panel(
    table: HtmlElement,
    panel: Panel,
    caption: str,
    entry: Callable[[HtmlElement], str],
    *,
    banded: bool,
) -> str:
    groups: dict[str, list[str]] = {"thead": [], "tbody": [], "tfoot": []}
    for cell, column in placed_cells(table):
        if column in panel.columns:
            group = _group(cell)
            groups[group].append(_cell(cell, entry))
    rows = [_row_group(row) for row in table.iter("tr")]
    heads = rows.count("thead") if groups["thead"] else 0
    widths = ", ".join(f"{width:.2f}pt" for width in panel.widths)
    settings = [
        f"columns: ({widths},)",
        f"size: {panel.size}pt",
        f"heads: {heads}",
        f"whole: {str(len(rows) <= _SMALL).lower()}",
        f"banded: {str(banded).lower()}",
        f"head: ({''.join(f'{cell}, ' for cell in groups['thead'])})",
        f"foot: ({''.join(f'{cell}, ' for cell in groups['tfoot'])})",
    ]
    if caption:
        settings.append(f"caption: [{caption}]")
    return f"#data-table({', '.join(settings)}, {', '.join(groups['tbody'])})"


def _row_group(row: HtmlElement) -> str:
    parent = row.getparent()
    return str(parent.tag) if parent is not None and parent.tag in ("thead", "tfoot") else "tbody"


def _group(cell: HtmlElement) -> str:
    return _row_group(cell.getparent())


def _cell(cell: HtmlElement, entry: Callable[[HtmlElement], str]) -> str:
    said = entry(cell)
    if cell.tag == "th" and said:
        said = f"#strong[{said}]"
    settings = [
        f"{name}: {span(cell, name)}" for name in ("colspan", "rowspan") if span(cell, name) > 1
    ]
    if has_class(cell, "num"):
        settings.append("align: right + top")
    if len(words_of(cell)) < _LONG_CELL:
        settings.append("breakable: false")
    return f"table.cell({', '.join(settings)})[{said}]"
