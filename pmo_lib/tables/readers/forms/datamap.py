"""Datamaps: which cell of a form answers which question."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pmo_lib.errors import MappingError, SourceError
from pmo_lib.tables.readers.delimited import find_encoding
from pmo_lib.tables.readers.records import tidied

__all__ = ["Answer", "Datamap", "read_datamap"]

_COLUMNS: Final = ("cell_key", "template_sheet", "cell_reference")
_REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_LARGEST: Final = 16 * 1024**2


@dataclass(frozen=True)
class Answer:
    """One cell of a form.

    Parameters
    ----------
    key : str
        What it answers.
    sheet : str
        Name of its sheet.
    column : str
        Letters of its column.
    row : int
        Number of its row, from 1.
    line : int
        Line of the datamap that names it.
    """

    key: str
    sheet: str
    column: str
    row: int
    line: int

    @property
    def reference(self) -> str:
        """Name of the cell, such as ``B7``."""
        return f"{self.column}{self.row}"

    @property
    def position(self) -> int:
        """Number of its column, from 1."""
        number = 0
        for letter in self.column:
            number = number * 26 + ord(letter) - ord("A") + 1
        return number


@dataclass(frozen=True)
class Datamap:
    """All answers of a form, in the datamap's order."""

    path: Path
    answers: Sequence[Answer]

    def by_sheet(self) -> dict[str, list[Answer]]:
        """Group the answers by sheet."""
        found: dict[str, list[Answer]] = {}
        for answer in self.answers:
            found.setdefault(answer.sheet, []).append(answer)
        return found


def read_datamap(path: Path) -> Datamap:
    """Read a datamap: a CSV with the columns cell_key, template_sheet and cell_reference.

    Parameters
    ----------
    path : pathlib.Path
        The file; further columns are not read.

    Raises
    ------
    MappingError
        The file is missing or no CSV, or a line lacks something, names no cell, or names a key
        or a cell that an earlier one named; the message says file, line and key.
    """
    answers: dict[str, Answer] = {}
    places: dict[tuple[str, str], Answer] = {}
    for line, cells in _lines(path):
        answer = _answer(path, line, cells)
        place = (answer.sheet, answer.reference)
        earlier = answers.get(answer.key.casefold()) or places.get(place)
        if earlier is not None:
            what = "key" if earlier.key.casefold() == answer.key.casefold() else "cell"
            raise MappingError(
                f"{path}, line {line}, {answer.key}: line {earlier.line} names the same {what}; "
                "every key has one cell, and every cell one key."
            )
        answers[answer.key.casefold()] = places[place] = answer
    if not answers:
        raise MappingError(f"{path} names no cell; expected lines of {', '.join(_COLUMNS)}.")
    return Datamap(path, tuple(answers.values()))


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the lines below the heading with their numbers; blank ones are passed over."""
    try:
        if path.stat().st_size > _LARGEST:
            raise MappingError(f"The datamap {path} is larger than {_LARGEST:,} bytes.")
        text = path.read_bytes().decode(find_encoding(path))
    except OSError as error:
        raise MappingError(f"The datamap {path} cannot be read ({error.strerror}).") from error
    except (SourceError, ValueError) as error:
        raise MappingError(
            f"The datamap {path} is no UTF-8 text ({error}); save it as UTF-8 CSV."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [tidied(name).casefold() for name in next(reader, [])]
        lacking = [name for name in _COLUMNS if names.count(name) != 1]
        if lacking:
            raise MappingError(
                f"{path}, line 1: the column {lacking[0]} stands {names.count(lacking[0])} times; "
                f"expected {', '.join(_COLUMNS)} once each, found {', '.join(names) or 'nothing'}."
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(names, map(tidied, cells), strict=False))
    except csv.Error as error:
        raise MappingError(f"{path}, line {reader.line_num}: it is no CSV: {error}.") from error


def _answer(path: Path, line: int, cells: dict[str, str]) -> Answer:
    key = cells.get("cell_key", "")
    for name in _COLUMNS:
        if not cells.get(name):
            raise MappingError(
                f"{path}, line {line}, {key or 'without a key'}: {name} is empty; give it, or "
                "take the line out."
            )
    match = _REFERENCE.fullmatch(cells["cell_reference"])
    if match is None:
        raise MappingError(
            f"{path}, line {line}, {key}: {cells['cell_reference']!r} is no cell; expected one "
            "such as B7."
        )
    return Answer(key, cells["template_sheet"], match[1].upper(), int(match[2]), line)
