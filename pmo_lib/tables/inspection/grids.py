"""The grids of cells that a file holds, with the settings of the reader that sees each."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.content import CONTENT_WORDS, content_of
from pmo_lib.tables.readers.delimited import find_delimiter, find_encoding, open_delimited
from pmo_lib.tables.readers.sheets import open_workbook

__all__ = ["ROWS", "Seen", "grids"]

ROWS: Final = 5_000
"""At most so many rows are looked at."""

_LEGACY: Final = "cp1252"
_WORKBOOKS: Final = ("xlsx", "xlsb", "xls", "ods")


@dataclass
class Seen:
    """A grid of cells, and the settings that read it.

    ``questions`` are what a person has to settle or check of it; ``more`` says whether it has
    more rows than were looked at.
    """

    rows: list[tuple[int, Sequence[Any]]]
    more: bool
    reader: dict[str, Any]
    questions: list[str] = field(default_factory=list)


def grids(path: Path) -> Iterator[Seen]:
    """Open the grids of a file.

    Raises
    ------
    SourceError
        The file cannot be read, or holds no grids.
    """
    try:
        with path.open("rb") as file:
            content = content_of(file)
            if content in _WORKBOOKS:
                yield from _sheets(file, path)
                return
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}).") from error
    if content == "other":
        yield _text(path)
    elif content == "parquet":
        yield _parquet(path)
    else:
        raise SourceError(
            f"{path} is {CONTENT_WORDS[content]}; expected a delimited text, a workbook or a "
            "Parquet file. Plans and databases have mappings of their own: see docs/sources.md."
        )


def _text(path: Path) -> Seen:
    reader: dict[str, Any] = {"type": "delimited"}
    questions = []
    try:
        reader["encoding"] = find_encoding(path)
    except SourceError:
        reader["encoding"] = _LEGACY
        questions.append(
            f"The file is not UTF-8, and {_LEGACY} is the most likely encoding: are names and "
            "currency signs written right?"
        )
    with contextlib.suppress(SourceError):
        reader["delimiter"] = find_delimiter(path, reader["encoding"])
    if "delimiter" not in reader:
        raise SourceError(
            f"{path}: no delimiter gives all rows one number of cells; is it a table?"
        )
    grid = open_delimited(path, reader["encoding"], reader["delimiter"])
    return Seen(*_first(grid.rows), reader, questions)


def _sheets(file: Any, path: Path) -> Iterator[Seen]:
    book = open_workbook(file, f"{path}")
    for sheet in book.sheets:
        rows, _ = book.rows(sheet)
        questions = ["The sheet is hidden: is it meant to be read?"] if sheet.hidden else []
        reader = {"type": "workbook", "sheet": sheet.name}
        yield Seen(*_first(rows), reader, questions)


def _parquet(path: Path) -> Seen:
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            names = list(file.schema_arrow.names)
            batch = next(file.iter_batches(ROWS), None)
            records = batch.to_pylist() if batch is not None else []
            more = file.metadata.num_rows > len(records)
    except (OSError, ValueError) as error:
        raise SourceError(f"{path} is no Parquet file that can be read ({error}).") from error
    cells = [[record[name] for name in names] for record in records]
    rows: list[tuple[int, Sequence[Any]]] = list(enumerate([names, *cells]))
    return Seen(rows, more, {"type": "parquet"})


def _first(rows: Iterator[tuple[int, Sequence[Any]]]) -> tuple[list[Any], bool]:
    found = list(islice(rows, ROWS + 1))
    return found[:ROWS], len(found) > ROWS
