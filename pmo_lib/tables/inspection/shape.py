"""How the records of a grid lie: where its headings stand, and what stands below or beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from pmo_lib.tables.parsers import kind_of, text_of
from pmo_lib.tables.readers.records import TEXT, tidied

__all__ = ["fields_below", "fields_beside", "header_at", "is_transposed"]

Row = tuple[int, Sequence[Any]]
Fields = list[tuple[str, list[Any]]]

_SEARCHED: Final = 30
_COMPARED: Final = 60
_MARGIN: Final = 0.1
_LONG: Final = 40


def header_at(rows: Sequence[Row]) -> int:
    """Find the row of headings: the first that is nearly as full as the fullest, all of it text.

    Parameters
    ----------
    rows : sequence of (int, sequence)
        Rows that are not blank, with their numbers.
    """
    most = max(_filled(cells) for _, cells in rows[:_COMPARED])
    for at, (_, cells) in enumerate(rows[:_SEARCHED]):
        texts = [tidied(text_of(cell)) for cell in cells if text_of(cell).strip()]
        words = all(kind_of(c) == TEXT for c in cells) and not any(map(_is_figure, texts))
        if len(texts) >= 0.7 * most and words and len(set(texts)) == len(texts):
            return at
    return 0


def fields_below(rows: Sequence[Row], at: int) -> Fields:
    """Give each heading of a row with the values below it."""
    below = [cells for _, cells in rows[at + 1 :]]
    return [
        (tidied(text_of(cell)), [cells[column] if column < len(cells) else "" for cells in below])
        for column, cell in enumerate(rows[at][1])
        if text_of(cell).strip()
    ]


def fields_beside(rows: Sequence[Row]) -> Fields:
    """Give each heading of the first column with the values beside it."""
    return [
        (tidied(text_of(cells[0])), list(cells[1:]))
        for _, cells in rows
        if cells and text_of(cells[0]).strip() and _filled(cells[1:])
    ]


def is_transposed(rows: Sequence[Row]) -> bool:
    """Whether each record stands in a column: values along rows are then more alike."""
    headings = [tidied(text_of(cells[0])) for _, cells in rows[:_COMPARED] if cells]
    named = [text for text in headings if text and not _is_figure(text)]
    if len(named) < 2 or len(set(named)) < 0.9 * len(headings):
        return False
    below = fields_below(rows[:_COMPARED], header_at(rows))
    return _alike(fields_beside(rows[:_COMPARED])) > _alike(below) + _MARGIN


def _alike(fields: Fields) -> float:
    """How alike the values of each field are, on average: 1 where each has one kind alone."""
    shares = []
    for _, values in fields:
        kinds = Counter(_kind(value) for value in values[:_COMPARED] if text_of(value).strip())
        if kinds.total():
            shares.append(max(kinds.values()) / kinds.total())
    return sum(shares) / len(shares) if shares else 0.0


def _kind(value: Any) -> str:
    if kind_of(value) != TEXT:
        return kind_of(value)
    text = tidied(text_of(value))
    if _is_figure(text):
        return "date" if re.search(r"\d[-/.]\d+[-/.]\d", text) else "number"
    return "long" if len(text) > _LONG else "word" if text.isupper() else "text"


def _is_figure(text: str) -> bool:
    """Whether a text is mostly digits, as numbers and dates are."""
    return sum(c.isdigit() for c in text) > len(text) / 3


def _filled(cells: Sequence[Any]) -> int:
    return sum(bool(text_of(cell).strip()) for cell in cells)
