"""Records in a grid of cells: one a row below a row of headings, or one a column beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final, Literal

import numpy as np
from pydantic import Field

from pmo_lib.errors import SourceError
from pmo_lib.tables.keys import Keys, Pattern, Ruled
from pmo_lib.tables.parsers import kind_of, text_of
from pmo_lib.tables.readers.headings import Found, Group, Headings, find, holds_required
from pmo_lib.tables.readers.records import (
    BATCH,
    Batch,
    Cells,
    Fault,
    Ints,
    Reading,
    cell_reference,
    column_letters,
    tidied,
)

__all__ = ["Grid", "Layout", "cells_of", "read_grid", "without_empty"]

_SEARCHED: Final = 200
"""Headings are looked for in so many rows at the top, or below a title."""

_KEPT: Final = 300
"""At most so many characters of a row that could not be taken are kept."""

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
    header_rows: int = 1
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


def read_grid(grid: Grid, layout: Layout, headings: Headings) -> Reading:
    """Read the records of a grid.

    Parameters
    ----------
    grid : Grid
        Its cells.
    layout : Layout
        How the records lie in it.
    headings : Headings
        Headings to look for.

    Returns
    -------
    Reading
        Whose batches raise :class:`~pmo_lib.errors.SourceError` where the headings are not there,
        or a heading is unknown or stands for several fields. A grid with headings alone gives no
        record.
    """
    reading = Reading(grid.file, iter(()), stated=grid.stated)
    read = _transposed if layout.layout == "transposed" else _in_rows
    reading.batches = read(grid, layout, headings, reading)
    return reading


def _in_rows(grid: Grid, layout: Layout, headings: Headings, reading: Reading) -> Iterator[Batch]:
    """Read records below a row of headings."""
    if layout.title is not None:
        _skip_to_title(grid, layout.title, reading)
    texts = _headings_in_rows(grid, layout, headings, reading)
    found = find(headings, texts, where=grid.where)
    reading.notes.update(found.notes)
    rows = _of_table(grid, layout, (min(texts), max(texts)), reading)
    while chunk := list(islice(rows, BATCH)):
        kept, faults = _sound(chunk, layout, texts, ragged=grid.ragged)
        for number, batch in enumerate(_batches(kept, found, headings, grid.sheet, reading)):
            yield _with_faults(batch, faults) if number == 0 else batch
        if not kept and faults:
            yield Batch(0, {}, grid.sheet, tuple(faults))


def _with_faults(batch: Batch, faults: Sequence[Fault]) -> Batch:
    return Batch(batch.size, batch.cells, batch.sheet, tuple(faults))


def _skip_to_title(grid: Grid, title: str, reading: Reading) -> None:
    for _, cells in grid.rows:
        if any(re.search(title, tidied(text_of(cell))) for cell in cells):
            return
        reading.notes["row above the table" if _filled(cells) else "blank row"] += 1
    raise SourceError(f"{grid.where} holds no title that matches {title!r}.")


def _headings_in_rows(
    grid: Grid, layout: Layout, headings: Headings, reading: Reading
) -> dict[int, str]:
    """Headings by column, from 1, of the first row that holds all that are required."""
    above: list[Row] = []
    for row in islice(grid.rows, _SEARCHED):
        texts = _joined([*above, row][-layout.header_rows :], grid.merged)
        if holds_required(headings, list(texts.values())):
            for _, cells in above[: max(len(above) - layout.header_rows + 1, 0)]:
                reading.notes["row above the table" if _filled(cells) else "blank row"] += 1
            return _block(texts, headings) if layout.title is not None else texts
        above.append(row)
    if not any(_filled(cells) for _, cells in above):
        raise SourceError(f"{grid.where} is empty; expected a row of headings and records below.")
    best = max((_joined([row], ()) for row in above), key=len)
    find(headings, best, where=f"{grid.where}, first {len(above)} rows")
    raise SourceError(f"{grid.where} holds no row with all headings that are required.")


def _joined(
    rows: Sequence[Row], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> dict[int, str]:
    """Headings of one or several rows: text of merged cells counts for every column they span."""
    *uppers, (_, cells) = rows
    parts = {at: [tidied(text_of(cell))] for at, cell in enumerate(cells, start=1)}
    for upper, texts in reversed(uppers):
        spread = {at: tidied(text_of(cell)) for at, cell in enumerate(texts, start=1)}
        for (top, left), (bottom, right) in merged:
            if top <= upper - 1 <= bottom:
                text = spread.get(left + 1, "")
                spread |= dict.fromkeys(range(left + 1, right + 2), text)
        for at, text in spread.items():
            parts.setdefault(at, [""]).insert(0, text)
    joined = {at: " / ".join(dict.fromkeys(filter(None, some))) for at, some in parts.items()}
    return {at: text for at, text in joined.items() if text}


def _block(texts: Mapping[int, str], headings: Headings) -> dict[int, str]:
    """Headings of the run of columns, without a blank one between, that holds those required."""
    runs: list[dict[int, str]] = []
    for at, text in sorted(texts.items()):
        if not runs or at - 1 not in runs[-1]:
            runs.append({})
        runs[-1][at] = text
    holding = [run for run in runs if holds_required(headings, list(run.values()))]
    return holding[0] if holding else dict(texts)


def _of_table(grid: Grid, layout: Layout, span: tuple[int, int], reading: Reading) -> Iterator[Row]:
    """Rows of the table: without blank rows and those that a rule leaves out."""
    first, last = span
    bounded = layout.title is not None
    rules = [(re.compile(one.pattern), one.rule) for one in layout.ignored_rows]
    for number, cells in grid.rows:
        if not _filled(cells[first - 1 : last] if bounded else cells):
            reading.notes["blank row"] += 1
            if bounded:
                return
            continue
        rule = _rule_of(rules, cells[first - 1 :])
        if rule is not None:
            reading.ignored[rule] += 1
            continue
        yield number, (cells[:last] if bounded else cells)


def _rule_of(rules: Sequence[tuple[re.Pattern[str], str]], cells: Sequence[Any]) -> str | None:
    if not rules:
        return None
    head = next((text for cell in cells if (text := tidied(text_of(cell)))), "")
    return next((rule for pattern, rule in rules if pattern.search(head)), None)


def _filled(cells: Iterable[Any]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in cells if cell is not None)


def _sound(
    rows: Sequence[Row], layout: Layout, texts: Mapping[int, str], *, ragged: bool
) -> tuple[list[Row], list[Fault]]:
    """Tell rows that fit their headings from those that do not."""
    width = max(texts)
    bounded = layout.title is not None
    bare = [at for at in range(min(texts) if bounded else 1, width) if at not in texts]
    kept: list[Row] = []
    faults: list[Fault] = []
    for number, cells in rows:
        count = len(cells)
        if count > width and _filled(cells[width:]):
            faults.append(_fault(number, cells, f"row: {width} headings, {count} cells"))
        elif bare and _filled(cells[at - 1] for at in bare if at <= count):
            faults.append(_fault(number, cells, "row: a value below no heading"))
        elif ragged and count < width and layout.short_rows == "refused":
            faults.append(_fault(number, cells, f"row: {width} cells, found {count}"))
        elif ragged and count < width:
            kept.append((number, [*cells, *[""] * (width - count)]))
        else:
            kept.append((number, cells))
    return kept, faults


def _fault(number: int, cells: Sequence[Any], rule: str) -> Fault:
    raw = " | ".join(text_of(cell) for cell in cells)
    return Fault(number, cell_reference(1, number), raw[:_KEPT], rule, "a cell for each heading")


def _batches(
    rows: Sequence[Row], found: Found, headings: Headings, sheet: str, reading: Reading
) -> Iterator[Batch]:
    """One batch, or one for each group that is repeated."""
    if not rows:
        return
    numbers = np.array([number for number, _ in rows], dtype=np.int64)
    for group in found.groups:
        cells = {
            name: cells_of(
                [cells[at - 1] if at <= len(cells) else "" for _, cells in rows],
                numbers,
                column_letters(at),
            )
            for name, at in group.at.items()
        }
        yield without_empty(Batch(len(rows), cells, sheet), group, headings, reading)


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


def _transposed(
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
    for group in found.groups:
        cells = {
            name: _across(by_number[number], number, letters) for name, number in group.at.items()
        }
        batch = Batch(width - 1, cells, grid.sheet)
        if headings.repeat is None:
            yield _without_blank(batch, reading)
        else:
            yield without_empty(batch, group, headings, reading)


def _first_column(rows: Sequence[Row]) -> int | None:
    """Position of the first column that is not empty, from 0."""
    return min(
        (at for _, cells in rows for at, cell in enumerate(cells) if _filled([cell])), default=None
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
        if _filled(cells[width:]):
            raise SourceError(
                f"{grid.where}, row {number} ({heading[:60]!r}) has {len(cells)} cells, "
                f"expected {width} as in the first row."
            )
        rule = _rule_of(rules, cells)
        if rule is not None:
            reading.notes[rule] += 1
        elif heading and not _filled(cells[1:]) and not headings.index.of_heading(heading):
            reading.notes["note row"] += 1
        elif heading:
            texts[number] = heading
        elif _filled(cells):
            raise SourceError(
                f"{grid.where}, row {number} has values and no heading; name the row under "
                "ignored_rows with a rule, or write its heading."
            )
        else:
            reading.notes["blank row"] += 1
    return texts


def _across(cells: Sequence[Any], number: int, letters: Any) -> Cells:
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
