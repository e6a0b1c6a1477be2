"""Scanning sheets of OpenDocument spreadsheets (ods), whose rows and cells may be repeated.

It is there because the library reads errors and formulas without a result as empty cells, and makes
every cell that is repeated.
"""

from __future__ import annotations

import re
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.archives import Archive
from pmo_lib.tables.readers.sheets.parts import local, parse_member
from pmo_lib.tables.readers.sheets.scans import Scan

__all__ = ["scan_ods"]

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_CELLS: Final = ("table-cell", "covered-table-cell")
_ERROR: Final = re.compile(r"#|Err:\d")
_MOST_REPEATED: Final = 10_000_000


def scan_ods(archive: Archive) -> list[Scan]:
    """Scan all sheets, in the order of the workbook.

    Raises
    ------
    SourceError
        The workbook is encrypted or damaged, or a sheet beyond the limits of :class:`Scan`.
    """
    _check_open(archive)
    tables = _Tables(archive.where)
    parse_member(archive, _CONTENT, tables.start, tables.end, tables.text)
    return tables.scans


def _check_open(archive: Archive) -> None:
    def take(name: str, _: dict[str, str]) -> None:
        if local(name) == "encryption-data":
            raise SourceError(f"{archive.where} is encrypted with a password; send it without one.")

    if _MANIFEST in archive.members:
        parse_member(archive, _MANIFEST, take)


class _Tables:
    """Takes the events of the content's XML."""

    def __init__(self, where: str) -> None:
        self.scans: list[Scan] = []
        self._where = where
        self._depth = 0
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: dict[str, str] = {}
        self._types: set[str] = set()
        self._text: list[str] = []
        self._noted = 0
        self._in_text = False

    def start(self, tag: str, found: dict[str, str]) -> None:
        """Take the beginning of an element."""
        name = local(tag)
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self.scans.append(Scan(f"{self._where}, sheet {_named(found)!r}"))
                self._row, self._rows = 0, 1
        elif name == "annotation":
            self._noted += 1
        elif self._depth == 1 and name == "table-row":
            self._rows = self._repeated(found, "number-rows-repeated")
            self._column = 0
        elif self._depth == 1 and name in _CELLS:
            self._columns = self._repeated(found, "number-columns-repeated")
            self._cell, self._text = {local(key): value for key, value in found.items()}, []
            self._types = {value for key, value in found.items() if local(key) == "value-type"}
        elif name == "p":
            self._in_text = self._depth == 1 and not self._noted

    def text(self, text: str) -> None:
        """Take text."""
        if self._in_text and not self._noted:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        name = local(tag)
        if name == "table":
            self._depth -= 1
        elif name == "annotation":
            self._noted -= 1
        elif name == "p":
            self._in_text = False
        elif self._depth == 1 and name == "table-row":
            self._row += self._rows
        elif self._depth == 1 and name in _CELLS:
            self._close()

    def _close(self) -> None:
        scan = self.scans[-1]
        first, self._column = self._column + 1, self._column + self._columns
        text = "".join(self._text)
        if self._types or text:
            scan.reach(self._row + self._rows, self._column)
        unread = self._unread(text)
        if unread is not None:
            for row in range(self._row + 1, self._row + self._rows + 1):
                for column in range(first, self._column + 1):
                    scan.keep(row, column, unread)

    def _unread(self, text: str) -> str | None:
        """Give the error of a cell, or its formula where the file does not hold the result."""
        formula = self._cell.get("formula")
        if "error" in self._types:
            return text or "#ERROR!"
        if formula is None:
            return None
        if not self._types and not text:
            return f"={formula.partition('=')[2] or formula}"
        hidden = self._cell.get("string-value") == "" and _ERROR.match(text)
        return text if hidden else None

    def _repeated(self, found: dict[str, str], name: str) -> int:
        text = next((value for key, value in found.items() if local(key) == name), "1")
        if not (text.isascii() and text.isdecimal() and 1 <= int(text[:20]) <= _MOST_REPEATED):
            raise SourceError(
                f"{self._where} repeats a row or cell {text[:20]!r} times; it is damaged."
            )
        return int(text)


def _named(found: dict[str, str]) -> str:
    return next((value for key, value in found.items() if local(key) == "name"), "")
