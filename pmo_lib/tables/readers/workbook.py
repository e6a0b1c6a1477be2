"""Workbooks: one sheet of an Excel or OpenDocument file, its cells typed as they are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar, Literal

from pmo_lib.errors import SourceError, allowed_words
from pmo_lib.tables.keys import Pattern
from pmo_lib.tables.readers.grids import Grid, Layout
from pmo_lib.tables.readers.headings import Headings
from pmo_lib.tables.readers.layouts import read_grid
from pmo_lib.tables.readers.records import Reading, tidied
from pmo_lib.tables.readers.sheets import Sheet, Workbook, open_workbook

__all__ = ["WorkbookReader", "chosen_sheet"]


class WorkbookReader(Layout):
    """One sheet of a workbook: xlsx, xlsm, xlsb, xls or ods, told by its content.

    ``sheet`` is the name of the sheet, or a pattern of it; without, it is the only one that is
    visible. A hidden sheet is read where it is named; hidden rows and columns are read as
    others. What was found is said with the load.

    Cells stay what they are: a typed date is a date, a number a number, and text is text, also
    where it looks like a date. A cell that is shown as 50 % holds 0.5: say ``bare: share`` of
    its field. Of a formula the stored result is read, and nothing is calculated; a formula
    without one, and an error such as ``#REF!``, is no value and is rejected with its text.
    """

    of_files: ClassVar[bool] = True
    type: Literal["workbook"]
    sheet: Pattern | None = None

    def open(self, path: Path, headings: Headings) -> Reading:
        """Read a file of records; see :func:`~pmo_lib.tables.readers.layouts.read_grid`.

        Raises
        ------
        SourceError
            The file cannot be read, is no workbook, is encrypted, damaged, too large or made to
            exhaust memory; or the sheet is not there, or which is meant is not said.
        """
        try:
            with path.open("rb") as file:
                book = open_workbook(file, f"{path}")
                sheet = chosen_sheet(book, self.sheet)
                rows, merged = book.rows(sheet)
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({error.strerror}).") from error
        where = f"{path}, sheet {sheet.name!r}"
        stated = {} if self.sheet == sheet.name else {"sheet": sheet.name}
        if path.suffix.lower().lstrip(".") not in _ENDINGS[book.content]:
            stated["format"] = book.content
        grid = Grid(path.name, where, rows, sheet=sheet.name, stated=stated, merged=merged)
        reading = read_grid(grid, self, headings)
        others = [one for one in book.sheets if one != sheet]
        reading.notes["sheet that is not read"] += sum(not one.hidden for one in others)
        reading.notes["hidden sheet that is not read"] += sum(one.hidden for one in others)
        return reading


_ENDINGS = {
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"),
    "xlsb": ("xlsb",),
    "xls": ("xls", "xlt"),
    "ods": ("ods", "ots"),
}


def chosen_sheet(book: Workbook, wanted: str | None) -> Sheet:
    """Choose the sheet that is read.

    Parameters
    ----------
    book : Workbook
        With its sheets.
    wanted : str or None
        The sheet's name, or a pattern of it; none for the only one that is visible.

    Raises
    ------
    SourceError
        None fits, or several do.
    """
    if wanted is None:
        found = [sheet for sheet in book.sheets if not sheet.hidden]
    else:
        name = tidied(wanted).casefold()
        found = [sheet for sheet in book.sheets if tidied(sheet.name).casefold() == name]
        found = found or [sheet for sheet in book.sheets if re.search(wanted, sheet.name)]
    if len(found) == 1:
        return found[0]
    names = [sheet.name for sheet in found or book.sheets]
    if found:
        what = "visible sheets" if wanted is None else f"sheets that match {wanted!r}"
        raise SourceError(
            f"{book.where} has {len(found)} {what}; name the one to read under sheet. "
            f"{allowed_words('', names)}."
        )
    if wanted is None:
        raise SourceError(f"{book.where} has no visible sheet with cells; name one under sheet.")
    raise SourceError(f"{book.where} has no sheet {wanted!r}; {allowed_words(wanted, names)}.")
