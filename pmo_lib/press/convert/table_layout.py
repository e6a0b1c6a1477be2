"""Widths of table columns on paper, by the rule that browsers use: no word is broken, text wraps.

Type shrinks until the longest words fit; a table that does not fit at the smallest legible size
is set in panels that repeat its first column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from pmo_lib.press.convert.fonts import advance
from pmo_lib.press.convert.structure import has_class, placed_cells, span

__all__ = ["PAGE_WIDTH", "Panel", "breakable", "panels"]

PAGE_WIDTH: Final = 493.2
GAP: Final = 8.0
_SIZES: Final = (8.6, 8.2, 7.8, 7.4, 7.0, 6.6, 6.2)
_LONGEST: Final = 28
_SHORT: Final = 13.0
_SLACK: Final = 1.02


@dataclass(frozen=True)
class Panel:
    """Columns set side by side: their numbers, widths in points, and the size of type."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    size: float


@dataclass
class _Column:
    """Ems of the longest word, of the longest short text, of the longest line, and of all text."""

    narrowest: float = 0.5
    tidy: float = 0.5
    widest: float = 0.5
    amount: float = 0.5


def panels(table: HtmlElement, *, stretch: bool) -> list[Panel]:
    """Lay a table out on a page's width.

    Parameters
    ----------
    table : lxml.html.HtmlElement
        The table, with its spans.
    stretch : bool
        Whether it takes the whole width even if it needs less.

    Returns
    -------
    list of Panel
        One, or several for a table wider than a page that has no spans; none without cells.
    """
    columns, spans = _measured(table)
    if not columns:
        return []
    everything = tuple(range(len(columns)))
    _keep_short_texts_whole(columns)
    for size in _SIZES:
        if _needed(columns, everything, size) <= PAGE_WIDTH:
            return [_panel(columns, everything, size, stretch)]
    if spans or len(columns) < 3:
        return [_panel(columns, everything, _SIZES[-1], stretch)]
    return [_panel(columns, part, 7.4, False) for part in _parts(columns, 7.4)]


def breakable(text: str) -> str:
    r"""Let very long words break: after their marks, else every so many characters.

    Examples
    --------
    >>> breakable("short")
    'short'
    >>> "\u200b" in breakable("a" * 60)
    True
    """
    if len(text) <= _LONGEST:
        return text
    return re.sub(rf"[^\s\u200b]{{{_LONGEST + 1},}}", lambda word: _broken(word.group()), text)


def _broken(word: str) -> str:
    marked = re.sub(r"(?<=[/_.@:;,?&=-])(?=\w)", "\u200b", word)
    return re.sub(
        rf"[^\u200b]{{{_LONGEST}}}(?=[^\u200b])", lambda run: f"{run.group()}\u200b", marked
    )


def _measured(table: HtmlElement) -> tuple[list[_Column], bool]:
    columns: list[_Column] = []
    spans = False
    for cell, column in placed_cells(table):
        width = span(cell, "colspan")
        spans = spans or width > 1 or span(cell, "rowspan") > 1
        while len(columns) < column + width:
            columns.append(_Column())
        if width == 1:
            narrow, wide = _extent(cell)
            measured = columns[column]
            measured.narrowest = max(measured.narrowest, narrow)
            measured.widest = max(measured.widest, wide)
            measured.amount += wide
            measured.tidy = max(measured.tidy, wide if wide <= _SHORT else narrow)
    return columns, spans


def _extent(cell: HtmlElement) -> tuple[float, float]:
    """Ems of the longest word and of the longest line in a cell."""
    bold = cell.tag == "th" or any(True for _ in cell.iter("b", "strong"))
    lines = "".join(_said(cell)).split("\n")
    if has_class(cell, "num"):
        lines = [line.strip().replace(" ", "\u00a0") for line in lines]
    words = [word for line in lines for word in re.split(r"[ \u200b]+", line) if word]
    narrow = max((advance(word, bold=bold) for word in words), default=0.0)
    wide = max((advance(line.strip(), bold=bold) for line in lines), default=0.0)
    return narrow * _SLACK, wide * _SLACK


def _said(part: HtmlElement) -> Iterator[str]:
    """Say a cell's words, with line breaks where it has them and chips in one piece."""
    if part.tag == "pmo-svg":
        yield "M\u00a0"
    text = re.sub(r"\s+", " ", part.text or "")
    yield breakable(text)
    for child in part:
        chip = has_class(child, "pmo-rating")
        said = "".join(_said(child))
        yield said.replace(" ", "\u00a0") + "\u00a0" if chip else said
        if child.tag in ("br", "p", "div", "li"):
            yield "\n"
        yield breakable(re.sub(r"\s+", " ", child.tail or ""))


def _keep_short_texts_whole(columns: list[_Column]) -> None:
    """Let dates, names and chips stand in one line where there is room for that."""
    room = PAGE_WIDTH - GAP * (len(columns) - 1)
    if sum(column.tidy for column in columns) * _SIZES[0] <= room:
        for column in columns:
            column.narrowest = column.tidy


def _needed(columns: list[_Column], chosen: tuple[int, ...], size: float) -> float:
    return sum(columns[at].narrowest for at in chosen) * size + GAP * (len(chosen) - 1)


def _panel(columns: list[_Column], chosen: tuple[int, ...], size: float, stretch: bool) -> Panel:
    """Share the width: each column its longest word, then by how much it holds."""
    room = PAGE_WIDTH - GAP * (len(chosen) - 1)
    narrow = [columns[at].narrowest * size for at in chosen]
    wide = [columns[at].widest * size for at in chosen]
    if sum(narrow) >= room:
        widths = [width * room / sum(narrow) for width in narrow]
    elif sum(wide) <= room:
        spare = (room - sum(wide)) / sum(wide) if stretch else 0.0
        widths = [width * (1 + spare) for width in wide]
    else:
        amounts = [columns[at].amount for at in chosen]
        widths = _shared(narrow, wide, amounts, room)
    gaps = [GAP] * (len(chosen) - 1) + [0.0]
    return Panel(chosen, tuple(w + g for w, g in zip(widths, gaps, strict=True)), size)


def _shared(
    narrow: list[float], wide: list[float], amounts: list[float], room: float
) -> list[float]:
    """Give columns width beyond the least by how much text they hold, none more than it needs."""
    widths, open_columns = list(narrow), set(range(len(narrow)))
    while open_columns:
        share = (room - sum(widths)) / sum(amounts[at] for at in open_columns)
        full = {at for at in open_columns if wide[at] - widths[at] <= share * amounts[at]}
        for at in full or open_columns:
            widths[at] = wide[at] if full else widths[at] + share * amounts[at]
        open_columns = open_columns - full if full else set()
    return widths


def _parts(columns: list[_Column], size: float) -> Iterator[tuple[int, ...]]:
    """Cut the columns after the first into groups that fit beside it."""
    group: list[int] = []
    for at in range(1, len(columns)):
        if group and _needed(columns, (0, *group, at), size) > PAGE_WIDTH:
            yield (0, *group)
            group = []
        group.append(at)
    yield (0, *group)
