"""Records in a grid of cells: one a row below a row of headings, or one a column beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

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
from pmo_lib.tables.readers.headings import Found, Headings, find, holds_required
from pmo_lib.tables.readers.records import (
    BATCH,
    BATCH_TEXT,
    Batch,
    Fault,
    Reading,
    cell_reference,
    column_letters,
    tidied,
)
from pmo_lib.tables.readers.transposed import read_transposed

__all__ = ["read_grid"]

_MARK: Final = "\ufeff"
"""The byte order mark with which a file may begin."""

_SEARCHED: Final = 200
"""Headings are looked for in so many rows at the top, or below a title."""


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
    read = read_transposed if layout.layout == "transposed" else _in_rows
    reading.batches = read(grid, layout, headings, reading)
    return reading


def _in_rows(grid: Grid, layout: Layout, headings: Headings, reading: Reading) -> Iterator[Batch]:
    """Read records below a row of headings."""
    if layout.title is not None:
        _skip_to_title(grid, layout.title, reading)
    texts = _headings_in_rows(grid, layout, headings, reading)
    found = find(headings, texts, where=grid.where)
    reading.notes.update(found.notes)
    rows = _of_table(grid, layout, texts, reading)
    for chunk in _in_chunks(rows):
        kept, faults = _sound(chunk, layout, texts, ragged=grid.ragged)
        for number, batch in enumerate(_batches(kept, found, headings, grid.sheet, reading)):
            yield _with_faults(batch, faults) if number == 0 else batch
        if not kept and faults:
            yield Batch(0, {}, grid.sheet, tuple(faults))


def _in_chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Give rows some at a time: so many, or fewer where their texts are long."""
    chunk: list[Row] = []
    size = 0
    for row in rows:
        chunk.append(row)
        size += sum(len(cell) for cell in row[1] if isinstance(cell, str))
        if len(chunk) == BATCH or size > BATCH_TEXT:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _with_faults(batch: Batch, faults: Sequence[Fault]) -> Batch:
    return Batch(batch.size, batch.cells, batch.sheet, tuple(faults))


def _skip_to_title(grid: Grid, title: str, reading: Reading) -> None:
    for _, cells in grid.rows:
        if any(re.search(title, tidied(text_of(cell))) for cell in cells):
            return
        reading.notes["row above the table" if filled(cells) else "blank row"] += 1
    raise SourceError(f"{grid.where} holds no title that matches {title!r}.")


def _headings_in_rows(
    grid: Grid, layout: Layout, headings: Headings, reading: Reading
) -> dict[int, str]:
    """Headings by column, from 1, of the first row that holds all that are required."""
    above: list[Row] = []
    for row in islice(grid.rows, _SEARCHED):
        texts = _joined([*above, row][-layout.header_rows :], grid)
        if holds_required(headings, list(texts.values())):
            for _, cells in above[: max(len(above) - layout.header_rows + 1, 0)]:
                reading.notes["row above the table" if filled(cells) else "blank row"] += 1
            return _block(texts, headings) if layout.title is not None else texts
        above.append(row)
    if not any(filled(cells) for _, cells in above):
        raise SourceError(f"{grid.where} is empty; expected a row of headings and records below.")
    best = max((_joined([row], grid) for row in above), key=len)
    find(headings, best, where=f"{grid.where}, in its first rows,")
    raise SourceError(f"{grid.where} holds no row with all headings that are required.")


def _joined(rows: Sequence[Row], grid: Grid) -> dict[int, str]:
    """Headings of one or several rows: text of merged cells counts for every column they span."""
    *uppers, (_, cells) = rows
    parts = {at: [tidied(text_of(cell))] for at, cell in enumerate(cells, start=1)}
    for upper in reversed(uppers):
        for at, text in _spread(upper, grid).items():
            parts.setdefault(at, [""]).insert(0, text)
    joined = {at: " / ".join(dict.fromkeys(filter(None, some))) for at, some in parts.items()}
    return {at: text for at, text in joined.items() if text}


def _spread(row: Row, grid: Grid) -> dict[int, str]:
    """Texts of a row by column; that of merged cells stands in every column they span."""
    number, cells = row
    spread = {at: tidied(text_of(cell)) for at, cell in enumerate(cells, start=1)}
    spanned = 0
    for (top, left), (bottom, right) in grid.merged:
        if top <= number - 1 <= bottom:
            spanned += max(right + 1 - left, 0)
            if spanned > len(cells):
                raise SourceError(
                    f"{grid.where}, row {number}: merged cells lie upon each other; the file is "
                    "damaged. Open it in its program, and save it again."
                )
            text = spread.get(left + 1, "")
            spread |= dict.fromkeys(range(left + 1, right + 2), text)
    return spread


def _block(texts: Mapping[int, str], headings: Headings) -> dict[int, str]:
    """Headings of the run of columns, without a blank one between, that holds those required."""
    runs: list[dict[int, str]] = []
    for at, text in sorted(texts.items()):
        if not runs or at - 1 not in runs[-1]:
            runs.append({})
        runs[-1][at] = text
    holding = [run for run in runs if holds_required(headings, list(run.values()))]
    return holding[0] if holding else dict(texts)


def _of_table(
    grid: Grid, layout: Layout, texts: Mapping[int, str], reading: Reading
) -> Iterator[Row]:
    """Rows of the table: without blank rows, headings again, and those that a rule leaves out."""
    first, last = min(texts), max(texts)
    bounded = layout.title is not None
    rules = [(re.compile(one.pattern), one.rule) for one in layout.ignored_rows]
    for number, cells in grid.rows:
        if not filled(cells[first - 1 : last] if bounded else cells):
            reading.notes["blank row"] += 1
            if bounded:
                return
            continue
        rule = rule_of(rules, cells[first - 1 :])
        if rule is None and _are_headings(cells, texts):
            rule = "the row of headings again"
        if rule is not None:
            reading.ignored[rule] += 1
            continue
        yield number, (cells[:last] if bounded else cells)


def _are_headings(cells: Sequence[Any], texts: Mapping[int, str]) -> bool:
    """Whether a row is that of the headings, as where files were put one after the other."""
    return len(cells) >= max(texts) and all(
        tidied(text_of(cells[at - 1]).lstrip(_MARK)) == text for at, text in texts.items()
    )


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
        if count > width and filled(cells[width:]):
            faults.append(_fault(number, cells, f"row: {width} headings, {count} cells"))
        elif bare and filled(cells[at - 1] for at in bare if at <= count):
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
    return Fault(number, cell_reference(1, number), raw, rule, "a cell for each heading")


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
