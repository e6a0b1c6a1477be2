"""What a sheet holds that the library which reads workbooks does not say, or cannot survive.

The library gives a cell with an error, such as ``#REF!``, as an empty one, and likewise a formula
whose result was not stored; and it makes a rectangle of all cells up to the last, which two cells
far apart make larger than any memory. A scan of the sheet finds both beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.records import cell_reference

__all__ = [
    "ERRORS",
    "MOST_CELLS",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "MOST_UNREAD",
    "Scan",
    "check_together",
]

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
"""Rows and columns of a sheet, by its format."""

MOST_CELLS: Final = 16 * 1024**2
"""At most so many cells may the rectangle have that holds all of a sheet: 1,048,576 rows of 16
columns. They take about 85 bytes each while they are read."""

MOST_UNREAD: Final = 1_000_000
"""At most so many cells of a sheet may be errors."""

ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Errors by the code that binary workbooks have for them."""


@dataclass
class Scan:
    """What was found in a sheet.

    Parameters
    ----------
    where : str
        File and sheet, for messages.
    rows, columns : int
        The last row and column that hold anything, from 1.
    unread : dict of int to dict of int to str
        By row and column, from 1: the error that the cell shows, or its formula after ``=``
        where the file does not hold its result.
    """

    where: str
    rows: int = 0
    columns: int = 0
    unread: dict[int, dict[int, str]] = field(default_factory=dict)
    _count: int = 0

    def reach(self, row: int, column: int) -> None:
        """Note that a cell holds something.

        Raises
        ------
        SourceError
            The cell is outside any sheet, or the rectangle up to it has too many cells.
        """
        if row <= self.rows and column <= self.columns:
            return
        if not (1 <= row <= MOST_ROWS and 1 <= column <= MOST_COLUMNS):
            raise SourceError(
                f"{self.where} has a cell in row {row:,} and column {column:,}, outside of any "
                "sheet; the file is damaged."
            )
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows * self.columns > MOST_CELLS:
            raise SourceError(
                f"{self.where} spans A1:{cell_reference(self.columns, self.rows)}, "
                f"{self.rows * self.columns:,} cells, more than the {MOST_CELLS:,} that are read; "
                f"delete what stands far from the table, such as in "
                f"{cell_reference(column, row)}, or save a large table as CSV."
            )

    def keep(self, row: int, column: int, text: str) -> None:
        """Note a cell that the library gives as an empty one.

        Raises
        ------
        SourceError
            There are too many.
        """
        self.reach(row, column)
        self._count += 1
        if self._count > MOST_UNREAD:
            raise SourceError(
                f"{self.where} has more than {MOST_UNREAD:,} cells with errors or formulas "
                "without a stored result; open it in its program, calculate and save it."
            )
        self.unread.setdefault(row, {})[column] = text


def check_together(scans: Iterable[Scan], where: str) -> None:
    """Refuse a workbook whose sheets, which its format makes one read together, are too large.

    Raises
    ------
    SourceError
        They have more cells than are read.
    """
    cells = sum(scan.rows * scan.columns for scan in scans)
    if cells > MOST_CELLS:
        raise SourceError(
            f"{where} has sheets of {cells:,} cells together, more than the {MOST_CELLS:,} that "
            "are read; save it as xlsx, whose sheets are read one by one."
        )
