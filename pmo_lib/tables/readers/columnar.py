"""Parquet files and DuckDB databases: columns with types, read batch by batch."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

import numpy as np

from pmo_lib.errors import SourceError
from pmo_lib.tables.keys import Keys
from pmo_lib.tables.readers.headings import Headings, find
from pmo_lib.tables.readers.named import named_batches, typed_cells
from pmo_lib.tables.readers.queries import PARAMETER, QueryReader, deadline
from pmo_lib.tables.readers.records import BATCH, Batch, Cells, Ints, Reading, tidied

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DuckdbReader", "ParquetReader"]

_SHUT: Final[dict[str, str | bool | int | float | list[str]]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "temp_directory": "",
    "memory_limit": "1GB",
    "threads": "2",
    "lock_configuration": "true",
}
"""A query reads no other file and no network, loads nothing, and writes nothing to a disk."""


@dataclass(frozen=True)
class _Table:
    """Names of columns, and the rows batch by batch."""

    names: Sequence[str]
    batches: Iterable[pa.RecordBatch]


class ParquetReader(Keys):
    """A Parquet file; lists and structures are read as JSON, instants with a zone in UTC."""

    of_files: ClassVar[bool] = True
    type: Literal["parquet"]

    def open(self, path: Path, headings: Headings) -> Reading:
        """Read the rows of a file.

        Raises
        ------
        SourceError
            As its batches are read: the file cannot be read, is no Parquet, is damaged or
            encrypted, or lacks a required column.
        """
        reading = Reading(path.name, iter(()))
        reading.batches = _batches(_of_parquet(path), path, headings, reading)
        return reading


class DuckdbReader(QueryReader):
    """The result of a query of a DuckDB database, which is opened so that nothing can be written.

    The query sees the database alone: no other file, no network, no extension.
    """

    of_files: ClassVar[bool] = True
    type: Literal["duckdb"]

    def open(self, path: Path, headings: Headings) -> Reading:
        """Ask the database as the batches are read.

        Raises
        ------
        SourceError
            As the batches are read: the file is not there, is no database or is damaged, refuses
            the query or takes too long, or the result lacks a column.
        """
        reading = Reading(path.name, iter(()))
        reading.batches = _batches(self._answer(path), path, headings, reading)
        return reading

    @contextmanager
    def _answer(self, path: Path) -> Iterator[_Table]:
        import duckdb

        query = PARAMETER.sub(r"$\1", self.query)
        if not path.is_file():
            raise SourceError(f"There is no database file {path}.")
        with (
            _told(path, "DuckDB database", duckdb.Error, ValueError, OverflowError),
            duckdb.connect(str(path), read_only=True, config=_SHUT) as connection,
        ):
            limit = functools.partial(deadline, connection.interrupt, self.timeout_seconds)
            with limit():
                result = connection.sql(query, params=self.bound())
                answers = result.to_arrow_reader(BATCH)
            yield _Table(answers.schema.names, _limited(answers, limit))


def _limited(
    answers: Iterable[pa.RecordBatch], limit: Callable[[], AbstractContextManager[None]]
) -> Iterator[pa.RecordBatch]:
    """Give the batches, each within a limit of time."""
    remaining = iter(answers)
    while True:
        with limit():
            batch = next(remaining, None)
        if batch is None:
            return
        yield batch


@contextmanager
def _of_parquet(path: Path) -> Iterator[_Table]:
    """Open a Parquet file; of texts each distinct one is held once."""
    import pyarrow as pa
    from pyarrow import parquet

    with _told(path, "Parquet file", pa.ArrowException, OSError, ValueError, OverflowError):
        texts = [
            one.name
            for one in parquet.read_schema(path)
            if pa.types.is_string(one.type) or pa.types.is_large_string(one.type)
        ]
        with parquet.ParquetFile(path, read_dictionary=texts) as file:
            yield _Table(file.schema_arrow.names, file.iter_batches(BATCH))


@contextmanager
def _told(path: Path, what: str, *errors: type[Exception]) -> Iterator[None]:
    """Say of what goes wrong in a library what it says."""
    try:
        yield
    except errors as error:
        said = tidied(str(error)).rstrip(".")[:500]
        raise SourceError(f"{path} cannot be read as a {what}: {said}.") from error


def _batches(
    opened: AbstractContextManager[_Table], path: Path, headings: Headings, reading: Reading
) -> Iterator[Batch]:
    with opened as table:
        names = dict(enumerate(map(tidied, table.names), start=1))
        found = find(headings, {at: name for at, name in names.items() if name}, where=f"{path}")
        reading.notes.update(found.notes)
        count = 0
        for batch in table.batches:
            numbers = np.arange(count + 1, count + batch.num_rows + 1, dtype=np.int64)
            count += batch.num_rows
            if batch.num_rows:
                cells = functools.partial(_cells, batch, numbers, names)
                yield from named_batches(found, batch.num_rows, cells, headings, reading)


def _cells(batch: pa.RecordBatch, rows: Ints, names: Mapping[int, str], at: int) -> Cells:
    import pyarrow as pa

    column = batch.column(at - 1)
    if not pa.types.is_dictionary(column.type):
        return typed_cells(_values(column), rows, names[at])
    distinct = [*_values(column.dictionary), None]
    codes = column.indices.fill_null(len(distinct) - 1).to_numpy(zero_copy_only=False)
    cells = typed_cells(distinct, np.zeros(len(distinct), dtype=np.int64), names[at])
    return replace(cells.take(codes.astype(np.int64)), row=rows)


def _values(column: pa.Array) -> list[Any]:
    """Python's own values; an interval without months as the time that it lasts."""
    import pyarrow as pa

    values: list[Any] = column.to_pylist()
    if column.type == pa.month_day_nano_interval():
        return [value if value is None else _lasting(value) for value in values]
    return values


def _lasting(interval: pa.MonthDayNano) -> timedelta | str:
    if interval.months:
        return f"P{interval.months}M{interval.days}D"
    return timedelta(days=interval.days, microseconds=interval.nanoseconds / 1000)
