"""Records beside a column of headings: one record a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pmo_lib.errors import SourceError
from pmo_lib.tables.parsers import text_of
from pmo_lib.tables.readers.grids import (
    Grid,
    Layout,
    Row,
    cells_of,
    filled,
    rule_of,
    without_empty,
)
from pmo_lib.tables.readers.headings import Group, Headings, find
from pmo_lib.tables.readers.records import (
    TEXT,
    Batch,
    Cells,
    Objects,
    Reading,
    column_letters,
    tidied,
)

__all__ = ["read_transposed"]


def read_transposed(
    grid: Grid, layout: Layout, headings: Headings, reading: Reading
) -> Iterator[Batch]:
    """Read records beside the first column that is not empty, that of headings: in one batch."""
    rows = list(grid.rows)
    left = _first_column(rows)
    if left is None:
        raise SourceError(f"{grid.where} is empty; expected one record a column.")
    rows = [(number, cells[left:]) for number, cells in rows]
    width = len(rows[0][1])
    if width < 2:
        first = tidied(text_of(rows[0][1][0]) if rows[0][1] else "")
        raise SourceError(
            f"{grid.where} holds no record: its first row is the one cell {first[:60]!r}, the "
            "heading alone; where a text is parted by another delimiter, state it in the mapping."
        )
    by_number = dict(rows)
    texts = _headings_in_column(grid, layout, headings, rows, reading)
    found = find(headings, texts, where=grid.where, what="row")
    reading.notes.update(found.notes)
    letters = np.array([column_letters(left + at) for at in range(2, width + 1)], dtype=object)
    batches = [
        _of_group(group, by_number, letters, headings, reading, grid.sheet)
        for group in found.groups
    ]
    yield batches[0] if headings.repeat is None else _joined(batches)


def _of_group(
    group: Group,
    by_number: Mapping[int, Sequence[Any]],
    letters: Objects,
    headings: Headings,
    reading: Reading,
    sheet: str,
) -> Batch:
    """Give the records of one group of fields, or of all where none is repeated."""
    cells = {name: _across(by_number[number], number, letters) for name, number in group.at.items()}
    batch = Batch(len(letters), cells, sheet)
    if headings.repeat is None:
        return _without_blank(batch, reading)
    return without_empty(batch, group, headings, reading)


def _joined(batches: Sequence[Batch]) -> Batch:
    """Put the records of all groups together: many groups of a few records each."""
    names = dict.fromkeys(name for batch in batches for name in batch.cells)
    cells = {name: _cells_joined([_given(batch, name) for batch in batches]) for name in names}
    return Batch(sum(batch.size for batch in batches), cells, batches[0].sheet)


def _given(batch: Batch, name: str) -> Cells:
    """Give the cells of a field; empty ones where the group lacks it."""
    found = batch.cells.get(name)
    if found is not None:
        return found
    anchor = next(iter(batch.cells.values()))
    return replace(anchor, raw=np.full(batch.size, "", dtype=object), kind=None)


def _cells_joined(parts: Sequence[Cells]) -> Cells:
    kinds = [np.full(len(one), TEXT) if one.kind is None else one.kind for one in parts]
    columns = [np.full(len(one), one.column, dtype=object) for one in parts]
    return Cells(
        np.concatenate([one.raw for one in parts]),
        np.concatenate([one.row for one in parts]),
        np.concatenate(columns),
        kind=None if all(one.kind is None for one in parts) else np.concatenate(kinds),
    )


def _first_column(rows: Sequence[Row]) -> int | None:
    """Position of the first column that is not empty, from 0."""
    return min(
        (at for _, cells in rows for at, cell in enumerate(cells) if filled([cell])), default=None
    )


def _headings_in_column(
    grid: Grid, layout: Layout, headings: Headings, rows: Sequence[Row], reading: Reading
) -> dict[int, str]:
    """Headings by row; rows without values that stand for no field are counted as notes."""
    width = len(rows[0][1])
    rules = [(re.compile(one.pattern), one.rule) for one in layout.ignored_rows]
    texts = {}
    for number, cells in rows:
        heading = tidied(text_of(cells[0])) if cells else ""
        if filled(cells[width:]):
            raise SourceError(
                f"{grid.where}, row {number} ({heading[:60]!r}) has {len(cells)} cells, "
                f"expected {width} as in the first row."
            )
        rule = rule_of(rules, cells)
        if rule is not None:
            reading.notes[rule] += 1
        elif heading and not filled(cells[1:]) and not headings.index.of_heading(heading):
            reading.notes["note row"] += 1
        elif heading:
            texts[number] = heading
        elif filled(cells):
            raise SourceError(
                f"{grid.where}, row {number} has values and no heading; name the row under "
                "ignored_rows with a rule, or write its heading."
            )
        else:
            reading.notes["blank row"] += 1
    return texts


def _across(cells: Sequence[Any], number: int, letters: Objects) -> Cells:
    values = [*cells[1 : len(letters) + 1]]
    values += [""] * (len(letters) - len(values))
    return cells_of(values, np.full(len(letters), number, dtype=np.int64), letters)


def _without_blank(batch: Batch, reading: Reading) -> Batch:
    filled = np.array(
        [[bool(text.strip()) for text in cells.raw] for cells in batch.cells.values()]
    ).any(axis=0)
    at = np.flatnonzero(filled)
    reading.ignored["blank column"] += batch.size - len(at)
    cells = {name: cells.take(at) for name, cells in batch.cells.items()}
    return Batch(len(at), cells, batch.sheet)
