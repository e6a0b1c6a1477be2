"""Workbooks of all formats: their sheets, and the cells of one, row by row."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, BinaryIO, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pmo_lib.errors import SourceError
from pmo_lib.tables.parsers import CellError
from pmo_lib.tables.readers.archives import MOST_INFLATED, Archive, is_inside
from pmo_lib.tables.readers.compound import Compound, compound_of
from pmo_lib.tables.readers.content import CONTENT_WORDS, Content, content_of
from pmo_lib.tables.readers.sheets.ods import scan_ods
from pmo_lib.tables.readers.sheets.scans import Scan, check_together
from pmo_lib.tables.readers.sheets.xls import scan_xls, xls_offsets
from pmo_lib.tables.readers.sheets.xlsb import check_binary_strings, scan_xlsb, xlsb_parts
from pmo_lib.tables.readers.sheets.xlsx import check_strings, scan_xlsx, xlsx_parts

__all__ = ["Cells", "Sheet", "Workbook", "open_workbook"]

_NO_DAY: Final = date(1900, 2, 28)
"""Spreadsheets count 29 February 1900, which never was; the library gives it as the day before."""

Cells = Sequence[Any]
"""Cells of a row: text, numbers, dates, times, true or false, and errors; empty text for none."""


@dataclass(frozen=True)
class Sheet:
    """One sheet with cells.

    Parameters
    ----------
    name : str
        As its tab shows it.
    position : int
        Among all sheets of the workbook, from 0.
    hidden : bool
        Whether its tab is hidden.
    """

    name: str
    position: int
    hidden: bool


class Workbook:
    """An open workbook.

    Parameters
    ----------
    where : str
        The file, for messages.
    content : str
        Which format it is; see :data:`~pmo_lib.tables.readers.content.Content`.
    book : CalamineWorkbook
        As the library opened it.
    scan : callable
        Scans the sheet at a position.
    """

    def __init__(
        self,
        where: str,
        content: Content,
        book: CalamineWorkbook,
        scan: Callable[[int, str], Scan],
    ) -> None:
        self.where = where
        self.content = content
        self._book = book
        self._scan = scan
        self.sheets = [
            Sheet(one.name, position, one.visible != SheetVisibleEnum.Visible)
            for position, one in enumerate(book.sheets_metadata)
            if one.typ == SheetTypeEnum.WorkSheet
        ]

    def rows(self, sheet: Sheet) -> tuple[Iterator[tuple[int, Cells]], Sequence[Any]]:
        """Give the rows of a sheet with their numbers, and its merged cells.

        Parameters
        ----------
        sheet : Sheet
            One of the workbook's.

        Returns
        -------
        iterator of (int, sequence), sequence of ((int, int), (int, int))
            The rows from the first, each of the same length and from column A; first and last row
            and column of merged cells, from 0. OpenDocument spreadsheets give none.

        Raises
        ------
        SourceError
            The sheet is damaged or too large.
        """
        where = f"{self.where}, sheet {sheet.name!r}"
        scan = self._scan(sheet.position, where)
        with _told(where):
            cells = self._book.get_sheet_by_index(sheet.position)
            spans = cells.merged_cell_ranges or ()
        last = cells.end[1] if cells.end else 0
        merged = [((top, left), (low, min(right, last))) for (top, left), (low, right) in spans]
        return _numbered(cells, scan, where), merged


def open_workbook(file: BinaryIO, where: str) -> Workbook:
    """Open a workbook.

    Parameters
    ----------
    file : binary file
        Open; it has to stay so while sheets are read.
    where : str
        What it is, for messages.

    Raises
    ------
    SourceError
        It is no workbook, encrypted, damaged, or made to exhaust memory.
    """
    content = content_of(file)
    if content == "xls":
        return _open_xls(file, where)
    if content not in ("xlsx", "xlsb", "ods"):
        raise SourceError(
            f"{where} is {CONTENT_WORDS[content]}, expected a workbook (xlsx, xlsm, xlsb, xls, "
            f"ods), whatever its name says{_ADVICE.get(content, '')}."
        )
    archive = Archive(file, where)
    outside = next((name for name in archive.members if not is_inside(name)), None)
    if outside is not None:
        raise SourceError(
            f"{where} has a member called {outside!r}, which leads out of the file, as no "
            "workbook's does; it is not read."
        )
    return Workbook(where, content, *_OPENERS[content](file, archive, where))


_ADVICE: Final[dict[Content, str]] = {
    "encrypted": "; send it without a password",
    "html": "; open it in a spreadsheet program and save it as xlsx",
    "xml": "; open it in a spreadsheet program and save it as xlsx",
    "other": "; delimited text has the reader `type: delimited`",
    "damaged_zip": "; send it again",
}


def _open_xlsx(file: BinaryIO, archive: Archive, where: str) -> Any:
    check_strings(archive)
    parts = xlsx_parts(archive)
    return _opened(file, where), lambda at, name: scan_xlsx(archive, _part(parts, at, name), name)


def _open_xlsb(file: BinaryIO, archive: Archive, where: str) -> Any:
    check_binary_strings(archive)
    parts = xlsb_parts(archive)
    return _opened(file, where), lambda at, name: scan_xlsb(archive, _part(parts, at, name), name)


def _open_ods(file: BinaryIO, archive: Archive, where: str) -> Any:
    scans = scan_ods(archive)
    check_together(scans, where)
    return _opened(file, where), lambda at, name: _part(scans, at, name)


_OPENERS: Final[dict[Content, Callable[[BinaryIO, Archive, str], Any]]] = {
    "xlsx": _open_xlsx,
    "xlsb": _open_xlsb,
    "ods": _open_ods,
}


def _open_xls(file: BinaryIO, where: str) -> Workbook:
    """Open a workbook of before 2007, by its one stream in a file that is known to be sound."""
    if file.seek(0, io.SEEK_END) > MOST_INFLATED:
        raise SourceError(f"{where} has more than {MOST_INFLATED:,} bytes; save it as xlsx.")
    found = Compound(file, where)
    name = "Workbook" if "Workbook" in found.names() else "Book"
    stream = found.stream(name)
    offsets = xls_offsets(stream, where)
    ends = dict(pairwise([*sorted(offsets), len(stream)]))
    scans = [
        scan_xls(stream, offset, ends[offset], f"{where}, sheet {number}")
        for number, offset in enumerate(offsets, start=1)
    ]
    check_together(scans, where)
    book = _opened(io.BytesIO(compound_of(name, stream)), where)
    return Workbook(where, "xls", book, lambda at, sheet: _part(scans, at, sheet))


def _part(parts: Sequence[Any], at: int, where: str) -> Any:
    if at >= len(parts) or parts[at] == "":
        raise SourceError(f"{where} has no part of its own in the file; it is damaged.")
    return parts[at]


def _opened(file: BinaryIO, where: str) -> CalamineWorkbook:
    file.seek(0)
    with _told(where):
        return CalamineWorkbook.from_filelike(file)


def _numbered(cells: Any, scan: Scan, where: str) -> Iterator[tuple[int, Cells]]:
    """Rows from the first, with the cells that the library gave as empty ones put in."""
    left = [""] * (cells.start[1] if cells.start else 0)
    width = max([cells.width + len(left), *(max(row) for row in scan.unread.values())])
    number = 0
    rows = cells.iter_rows()
    while True:
        with _told(where):
            found = next(rows, None)
        if found is None:
            break
        number += 1
        yield number, _whole([*left, *found], width, scan.unread.get(number))
    for later in sorted(row for row in scan.unread if row > number):
        yield later, _whole([], width, scan.unread[later])


def _whole(row: list[Any], width: int, unread: dict[int, str] | None) -> list[Any]:
    """Fill up a row, put in what the library did not give, and take out a day that never was."""
    row += [""] * (width - len(row))
    for column, text in (unread or {}).items():
        row[column - 1] = CellError(text)
    if _NO_DAY in row:
        row = [CellError("day 59 or 60 of 1900") if one == _NO_DAY else one for one in row]
    return row


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Say what the library says of a damaged workbook, also where it gives up in panic."""
    try:
        yield
    except PasswordError as error:
        raise SourceError(f"{where} is encrypted with a password; send it without one.") from error
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise SourceError(
            f"{where} cannot be read as a workbook: {error}; open it in its program, and save it "
            "again."
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise SourceError(
            f"{where} is damaged: the library that reads workbooks gave up; open it in its "
            "program, and save it again."
        ) from None
