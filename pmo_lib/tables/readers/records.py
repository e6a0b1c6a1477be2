"""What every reader gives: batches of records, a column a field, each value with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = [
    "BATCH",
    "BATCH_TEXT",
    "TEXT",
    "Batch",
    "Cells",
    "Fault",
    "Ints",
    "Objects",
    "Reading",
    "cell_reference",
    "column_letters",
    "tidied",
]

BATCH: Final = 20_000
"""At most so many records are held at once."""

BATCH_TEXT: Final = 16 * 1024**2
"""Records of a text or sheet whose cells have more characters together are a batch sooner."""

TEXT: Final = "t"
"""Kind of a cell that is text; ``n`` number, ``d`` date or instant, ``b`` true or false, ``e``
error."""

Objects = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """One field of a batch: a cell a record, and where each stands.

    Parameters
    ----------
    raw : numpy.ndarray of str
        Text of each cell, exactly as the file has it; of a typed cell its one canonical text.
        Empty where there is nothing.
    row : numpy.ndarray of int
        Number of each cell's row (of a file without rows: of its record), from 1.
    column : numpy.ndarray of str or str
        Letters of each cell's column in a sheet, else the field's name in the source.
    lettered : bool
        Whether columns have letters, so that a cell is called by letters and row.
    kind : numpy.ndarray of str, optional
        Kind of each cell: ``t``, ``n``, ``d``, ``b`` or ``e``; without it all are text.
    sheet : str
        Name of the sheet, where the fields of a record stand on several.
    file : numpy.ndarray of str, optional
        Name of each record's own file, where one file holds several, as a zip does.
    """

    raw: Objects
    row: Ints
    column: Objects | str
    lettered: bool = True
    kind: npt.NDArray[np.str_] | None = None
    sheet: str = ""
    file: Objects | None = None

    def __len__(self) -> int:
        """Count the records."""
        return len(self.raw)

    def take(self, at: Ints) -> Cells:
        """Cells of some records."""
        return Cells(
            self.raw[at],
            self.row[at],
            self.column if isinstance(self.column, str) else self.column[at],
            self.lettered,
            None if self.kind is None else self.kind[at],
            self.sheet,
            None if self.file is None else self.file[at],
        )

    def references(self) -> Objects:
        """Name each cell as its source's users do: ``B16``, or the name of its field."""
        column = np.full(len(self), self.column, dtype=object)
        if not isinstance(self.column, str):
            column = self.column
        return np.asarray(column + self.row.astype(str).astype(object)) if self.lettered else column


@dataclass(frozen=True)
class Fault:
    """A record that the reader could not take, kept as it was written, with its place.

    ``file`` and ``sheet`` are its own, where they are not those of the batch.
    """

    row: int
    reference: str
    raw: str
    rule: str
    accepted: str
    file: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Batch:
    """Some records of one file.

    Parameters
    ----------
    size : int
        How many records.
    cells : mapping of str to Cells
        By field name; fields that the file lacks are absent.
    sheet : str
        Name of the sheet, or path of the elements; empty where the file has neither.
    faults : tuple of Fault
        Records beside these that could not be taken.
    """

    size: int
    cells: Mapping[str, Cells]
    sheet: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass
class Reading:
    """The records of one file, read batch by batch.

    Parameters
    ----------
    file : str
        Name of the file.
    batches : iterator of Batch
        In the file's order; it can be gone through once. It raises
        :class:`~pmo_lib.errors.SourceError` where the file turns out not to be what was said.
    ignored : collections.Counter of str
        How many record places were left out, by rule; complete when the batches have been read.
    notes : collections.Counter of str
        How many other rows or headings of the file were left out, by rule; likewise.
    stated : dict of str to str
        What the reader found out itself, such as ``encoding``; likewise.
    """

    file: str
    batches: Iterator[Batch]
    ignored: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    stated: dict[str, str] = field(default_factory=dict)


def tidied(text: str) -> str:
    r"""Fold all whitespace, also line breaks and no-break spaces, to single spaces.

    Examples
    --------
    >>> tidied(" Project - Start Date \r\r\n(Latest\xa0Approved) ")
    'Project - Start Date (Latest Approved)'
    """
    return " ".join(text.split())


def column_letters(column: int) -> str:
    """Name a column as a spreadsheet does, counted from 1.

    Examples
    --------
    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_reference(column: int, row: int) -> str:
    """Name a cell as a spreadsheet does, column and row counted from 1.

    Examples
    --------
    >>> cell_reference(1, 16), cell_reference(27, 3), cell_reference(55, 16)
    ('A16', 'AA3', 'BC16')
    """
    return f"{column_letters(column)}{row}"
