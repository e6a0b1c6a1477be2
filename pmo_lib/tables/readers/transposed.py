"""Delimited text that has one record a column and the field names in its first column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.records import (
    Cell,
    Heading,
    Reading,
    Record,
    cell_reference,
    tidied,
)

__all__ = ["read_transposed"]

_SHOWN: Final = 60

_Row = tuple[int, list[str]]


def read_transposed(
    path: Path,
    *,
    encoding: str,
    delimiter: str,
    headings: Mapping[str, Heading],
    first: str,
) -> Reading:
    r"""Read a file of one record a column.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    encoding : str
        How its bytes are text, such as ``cp1252``.
    delimiter : str
        What stands between cells. Quoted cells may hold it, and line breaks of any kind.
    headings : mapping of str to Heading
        Heading to look for, by field name.
    first : str
        Field that the first row holds: what makes the file recognisable.

    Returns
    -------
    Reading
        One record a column. Blank rows, rows of a note without values, and blank columns are
        left out and counted.

    Raises
    ------
    SourceError
        The file is missing, empty, not such text, does not start with the ``first`` field, lacks
        a required heading, or has a row of values whose heading is unknown or stands twice.
    """
    rows = _rows(path, encoding, delimiter)
    _check_first(path, rows, headings[first], delimiter)
    width = len(rows[0][1])
    fields, notes = _fields(path, rows, headings, width)
    columns = range(1, width)
    records = [_record(fields, column) for column in columns]
    filled = [record for record in records if any(c.raw.strip() for c in record.cells.values())]
    ignored = Counter({"blank column": len(records) - len(filled)})
    return Reading(path.name, len(records), tuple(filled), +ignored, notes)


def _rows(path: Path, encoding: str, delimiter: str) -> list[_Row]:
    """Rows with their numbers as a spreadsheet shows them, from 1."""
    try:
        text = path.read_bytes().decode(encoding)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path}: byte {error.start} is 0x{error.object[error.start]:02x}, which is no "
            f"{encoding} text; say the file's encoding in the mapping."
        ) from error
    if not text.strip():
        raise SourceError(f"{path} is empty; expected one record a column.")
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [(number, row) for number, row in enumerate(lines, start=1)]
    except csv.Error as error:
        raise SourceError(
            f"{path} is not text delimited by {delimiter!r}: {error}; "
            "say the file's delimiter in the mapping."
        ) from error


def _check_first(path: Path, rows: Sequence[_Row], heading: Heading, delimiter: str) -> None:
    found = tidied(rows[0][1][0]) if rows[0][1] else ""
    if not heading.pattern.search(found):
        raise SourceError(
            f"{path} is not what the mapping says: expected the first cell of a file delimited by "
            f"{delimiter!r} to match {heading.pattern.pattern!r}, found {found[:_SHOWN]!r}."
        )
    if len(rows[0][1]) < 2:
        raise SourceError(f"{path} holds no record: its first row has the heading alone.")


def _fields(
    path: Path, rows: Sequence[_Row], headings: Mapping[str, Heading], width: int
) -> tuple[dict[str, _Row], Counter[str]]:
    """Find the row of each field; count the rows that are none."""
    fields: dict[str, _Row] = {}
    notes: Counter[str] = Counter()
    for number, row in rows:
        heading = tidied(row[0]) if row else ""
        values = any(cell.strip() for cell in row[1:])
        names = [name for name, wanted in headings.items() if wanted.pattern.search(heading)]
        if any(cell.strip() for cell in row[width:]):
            raise SourceError(
                f"{path}, row {number} ({heading[:_SHOWN]!r}) has {len(row)} cells, "
                f"expected {width} as in the first row."
            )
        if not names and not values:
            notes["note row" if heading else "blank row"] += 1
        elif len(names) != 1 or names[0] in fields:
            raise SourceError(_heading_trouble(path, number, heading, names, fields))
        else:
            fields[names[0]] = (number, row)
    lacking = [name for name, wanted in headings.items() if wanted.required and name not in fields]
    if lacking:
        patterns = ", ".join(f"{name} ({headings[name].pattern.pattern})" for name in lacking)
        raise SourceError(f"{path} lacks the heading of {patterns}.")
    return fields, notes


def _heading_trouble(
    path: Path, number: int, heading: str, names: Sequence[str], fields: Mapping[str, _Row]
) -> str:
    start = f"{path}, row {number}: the heading {heading[:_SHOWN]!r}"
    if not names:
        return f"{start} matches no field of the mapping; add the field or ignore it by a rule."
    if len(names) > 1:
        return f"{start} matches {', '.join(names)}; make their patterns tell them apart."
    return f"{start} gives {names[0]} again, which row {fields[names[0]][0]} gave."


def _record(fields: Mapping[str, _Row], column: int) -> Record:
    return Record(
        {
            name: Cell(
                row[column] if column < len(row) else "",
                cell_reference(column + 1, number),
                number,
            )
            for name, (number, row) in fields.items()
        }
    )
