"""What a reader sees in a file: its tables, their headings, and what each column may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.inspection.grids import Seen, grids
from pmo_lib.tables.inspection.guessing import Guess, guess_type
from pmo_lib.tables.inspection.shape import fields_below, fields_beside, header_at, is_transposed
from pmo_lib.tables.parsers import kind_of, text_of
from pmo_lib.tables.readers.records import tidied

__all__ = ["ColumnSight", "Sight", "look"]

_EXAMPLES: Final = 3


@dataclass(frozen=True)
class ColumnSight:
    """One column of a table, or row of a transposed one.

    Parameters
    ----------
    heading : str
        Its heading, whitespace folded.
    filled : int
        How many records have a value in it.
    distinct : int
        How many different values.
    examples : tuple of str
        Some of them.
    guess : Guess
        What it may hold.
    """

    heading: str
    filled: int
    distinct: int
    examples: tuple[str, ...]
    guess: Guess


@dataclass(frozen=True)
class Sight:
    """One table that a file holds.

    Parameters
    ----------
    reader : mapping of str to object
        Settings of the reader that sees it.
    header_row : int
        Number of the row with its headings; of a transposed table 0.
    records : int
        How many records were looked at.
    more : bool
        Whether there are more.
    columns : tuple of ColumnSight
        In the file's order.
    questions : tuple of str
        What a person has to settle or check of the file.
    """

    reader: Mapping[str, Any]
    header_row: int
    records: int
    more: bool
    columns: tuple[ColumnSight, ...]
    questions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the table is called: its sheet, else nothing."""
        return str(self.reader.get("sheet", ""))


def look(path: Path, *, transposed: bool | None = None) -> list[Sight]:
    """Look at a file as the readers do.

    Parameters
    ----------
    path : pathlib.Path
        A delimited text, a workbook or a Parquet file.
    transposed : bool, optional
        Whether records stand in columns; without it, as the values of one field are most alike.

    Returns
    -------
    list of Sight
        One for a text, one for each sheet of a workbook that holds a table.

    Raises
    ------
    SourceError
        The file cannot be read, holds no table, or is of a kind that no reader of tables reads.
    """
    sights = [sight for seen in grids(path) if (sight := _sight(seen, transposed)) is not None]
    if not sights:
        raise SourceError(f"{path} holds no table: expected headings and records.")
    return sights


def _sight(seen: Seen, transposed: bool | None) -> Sight | None:
    """Find the headings of a grid, and look at what stands below or beside each."""
    rows = [row for row in seen.rows if any(text_of(cell).strip() for cell in row[1])]
    if not rows:
        return None
    turned = is_transposed(rows) if transposed is None else transposed
    at = 0 if turned else header_at(rows)
    fields = fields_beside(rows) if turned else fields_below(rows, at)
    if not fields:
        return None
    reader = seen.reader | ({"layout": "transposed"} if turned else {})
    columns = tuple(_column(heading, values) for heading, values in fields)
    records = max(len(values) for _, values in fields)
    number = 0 if turned else rows[at][0]
    return Sight(reader, number, records, seen.more, columns, tuple(seen.questions))


def _column(heading: str, values: Sequence[Any]) -> ColumnSight:
    filled = [(text_of(v), kind_of(v)) for v in values if text_of(v).strip()]
    texts = [tidied(text) for text, _ in filled]
    examples = tuple(dict.fromkeys(texts))[:_EXAMPLES]
    return ColumnSight(heading, len(filled), len(set(texts)), examples, guess_type(heading, filled))
