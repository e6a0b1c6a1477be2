"""Records whose fields have names: columns of a query or of a table, elements of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from pmo_lib.tables.parsers import kind_of, text_of
from pmo_lib.tables.readers.grids import without_empty
from pmo_lib.tables.readers.headings import Found, Headings
from pmo_lib.tables.readers.records import TEXT, Batch, Cells, Fault, Ints, Reading

__all__ = ["named_batches", "typed_cells"]


def named_batches(
    found: Found,
    size: int,
    cells: Callable[[int], Cells],
    headings: Headings,
    reading: Reading,
    *,
    sheet: str = "",
    faults: Sequence[Fault] = (),
) -> Iterator[Batch]:
    """Make one batch of some records, or one for each group that is repeated.

    Parameters
    ----------
    found : Found
        Where the fields stand.
    size : int
        How many records.
    cells : callable
        Gives the cells of a field by its position.
    headings : Headings
        What is looked for.
    reading : Reading
        Its ``ignored`` gets the records that have nothing in a repeated group.
    sheet, faults
        As of :class:`~pmo_lib.tables.readers.records.Batch`.
    """
    for number, group in enumerate(found.groups):
        fields = {name: cells(at) for name, at in group.at.items()}
        batch = without_empty(Batch(size, fields, sheet), group, headings, reading)
        yield replace(batch, faults=tuple(faults) if number == 0 else ())
    if faults and not found.groups:
        yield Batch(0, {}, sheet, tuple(faults))


def typed_cells(values: Sequence[Any], rows: Ints, name: str) -> Cells:
    """Give typed values their texts; instants with a zone in UTC.

    Parameters
    ----------
    values : sequence
        As a database or a Parquet file gives them; None is an empty cell.
    rows : numpy.ndarray of int
        Number of each record.
    name : str
        What the source calls the field.
    """
    plain = [_in_utc(value) for value in values]
    raw = np.empty(len(plain), dtype=object)
    raw[:] = [text_of(value) for value in plain]
    kinds = np.array([kind_of(value) for value in plain], dtype="<U1")
    return Cells(raw, rows, name, lettered=False, kind=None if (kinds == TEXT).all() else kinds)


def _in_utc(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    return value
