"""Grids of cells, and how records lie in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from pydantic import Field

from pmo_lib.tables.keys import Keys, Pattern, Ruled
from pmo_lib.tables.parsers import kind_of, text_of
from pmo_lib.tables.readers.headings import Group, Headings
from pmo_lib.tables.readers.records import Batch, Cells, Ints, Reading, tidied

__all__ = ["Grid", "Layout", "Row", "cells_of", "filled", "rule_of", "without_empty"]

Row = tuple[int, Sequence[Any]]
"""Number of a row, from 1, and its cells: text, or typed values as the file has them."""


class Layout(Keys):
    """How records lie in a grid of cells.

    ``layout`` is ``rows`` (one record a row, below a row of headings) or ``transposed`` (one
    record a column, beside a column of headings). Of a grid in rows, the headings are the first
    row that holds all that are required. ``header_rows`` says that so many rows, the last of
    them that row's, make up a heading: merged cells above, joined by `` / ``. Where several
    tables stand on a sheet, ``title`` is a pattern of the text above the one that is read; it
    ends at the first blank row, and to the right and left at a blank heading. ``ignored_rows``
    are rows whose first filled cell matches a pattern, such as totals. ``short_rows`` says what
    a text's row of fewer cells than headings is: refused, or empty in the cells it lacks.
    """

    layout: Literal["rows", "transposed"] = "rows"
    title: Pattern | None = None
    header_rows: int = Field(1, ge=1, le=20)
    ignored_rows: list[Ruled] = Field(default_factory=list)
    short_rows: Literal["refused", "empty"] = "refused"


@dataclass
class Grid:
    """The cells of one sheet or text, row by row.

    Parameters
    ----------
    file : str
        Name of the file.
    where : str
        File and sheet, for messages.
    rows : iterator of (int, sequence)
        Number and cells of each row.
    sheet : str
        Name of the sheet, where the file has sheets.
    ragged : bool
        Whether rows may differ in length, as those of a text.
    stated : dict of str to str
        What was found out about the file.
    merged : sequence of ((int, int), (int, int))
        First and last row and column of merged cells, from 0.
    """

    file: str
    where: str
    rows: Iterator[Row]
    sheet: str = ""
    ragged: bool = False
    stated: dict[str, str] = field(default_factory=dict)
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


def rule_of(rules: Sequence[tuple[re.Pattern[str], str]], cells: Sequence[Any]) -> str | None:
    """Name the rule that leaves out a row: the pattern is held to its first filled cell."""
    if not rules:
        return None
    head = next((text for cell in cells if (text := tidied(text_of(cell)))), "")
    return next((rule for pattern, rule in rules if pattern.search(head)), None)


def filled(cells: Iterable[Any]) -> bool:
    """Whether any of some cells holds something."""
    return any(not isinstance(cell, str) or cell.strip() for cell in cells if cell is not None)


def cells_of(values: list[Any], rows: Ints, columns: Any) -> Cells:
    """Give values, typed as the source has them, their texts and kinds."""
    raw = np.empty(len(values), dtype=object)
    if all(type(value) is str for value in values):
        raw[:] = values
        return Cells(raw, rows, columns)
    raw[:] = [text_of(value) for value in values]
    return Cells(raw, rows, columns, kind=np.array([kind_of(value) for value in values]))


def without_empty(batch: Batch, group: Group, headings: Headings, reading: Reading) -> Batch:
    """Leave out records that have nothing in a group that is repeated; name the group."""
    if headings.repeat is None:
        return batch
    repeated = [cells for name, cells in batch.cells.items() if name in headings.repeated()]
    filled = np.array([[bool(text.strip()) for text in cells.raw] for cells in repeated]).any(
        axis=0
    )
    at = np.flatnonzero(filled)
    reading.ignored["nothing in a repeated group"] += batch.size - len(at)
    value = np.full(batch.size, group.value, dtype=object)
    named = replace(repeated[0], raw=value, kind=None)
    cells = {name: cells.take(at) for name, cells in batch.cells.items()}
    return Batch(len(at), cells | {headings.repeat.field: named.take(at)}, batch.sheet)
