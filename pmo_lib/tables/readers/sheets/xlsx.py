"""Scanning sheets of xlsx and xlsm workbooks.

It is there because the library reads errors and formulas without a result as empty cells, and makes
all cells up to the last.

Most sheets hold nothing that the library does not say: that is found out by one regular
expression over their text. Where there may be something, the sheet is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.archives import Archive
from pmo_lib.tables.readers.sheets.parts import (
    local,
    parse_member,
    parse_xml,
    root_of,
    sheet_parts,
)
from pmo_lib.tables.readers.sheets.scans import MOST_CELLS, MOST_ROWS, Scan

__all__ = ["check_strings", "scan_xlsx", "xlsx_parts"]

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedstrings.xml"
_LEAST_STRING: Final = len("<si/>")
_LONGEST: Final = 64 * 1024**2

_COLUMN: Final = re.compile(rb'<c r="([A-Z]{1,3})')
_ROW: Final = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_UNUSUAL: Final = (
    *(b"<!", b"<c>", b"<c/", b"<c\n", b"<c\t", b"<c\r", b":c ", b":c>", b":row", b":v>", b":f"),
    *(b'"e"', b"'e'"),
)
"""What makes a sheet be parsed: it is written in an uncommon way, or may hold errors."""

_NO_RESULT: Final = re.compile(rb"/f?>\s*(?:</c\s*>|<v\s*/>|<v>\s*</v>)")
"""A formula that has no result, or one that is empty."""

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")


def xlsx_parts(archive: Archive) -> list[str]:
    """Name the member of each sheet, in the order of the workbook."""
    ids = []

    def take(name: str, found: dict[str, str]) -> None:
        if local(name) == "sheet":
            ids.append(next((v for k, v in found.items() if k.endswith(":id")), ""))

    parse_member(archive, _WORKBOOK, take)
    return sheet_parts(archive, _RELATIONS, ids)


def check_strings(archive: Archive) -> None:
    """Refuse a workbook that declares more shared texts than it can hold.

    Raises
    ------
    SourceError
        The library would ask for memory for all that are declared.
    """
    for name, member in archive.members.items():
        if name.casefold() == _STRINGS:
            declared = root_of(archive.chunks(name), archive.where).get("uniqueCount", "0").strip()
            most = member.file_size // _LEAST_STRING
            if not declared.isdecimal() or int(declared[:20]) > most:
                raise SourceError(
                    f"{archive.where} declares {declared[:20]} shared texts in a part that can "
                    f"hold {most:,}; it is damaged, or made to exhaust memory."
                )


def scan_xlsx(archive: Archive, part: str, where: str) -> Scan:
    """Scan one sheet.

    Raises
    ------
    SourceError
        It is damaged, or beyond the limits of :class:`Scan`.
    """
    scan = Scan(where)
    if not _is_plain(archive, part, scan):
        scan = Scan(where)
        cells = _Cells(scan)
        parse_xml(archive.chunks(part), where, cells.start, cells.end, cells.text)
    return scan


def _is_plain(archive: Archive, part: str, scan: Scan) -> bool:
    """Whether a sheet holds nothing unusual and few cells; its extent is noted."""
    for text in _pieces(archive, part, scan.where):
        if any(mark in text for mark in _UNUSUAL) or (b"<f" in text and _NO_RESULT.search(text)):
            return False
        letters, rows = _COLUMN.findall(text), _ROW.findall(text)
        if not len(letters) == len(rows) == text.count(b"<c "):
            return False
        scan.columns = max([scan.columns, *(_column(one.decode()) for one in set(letters))])
        scan.rows = max([scan.rows, *map(int, set(rows))])
    return scan.rows * scan.columns <= MOST_CELLS and scan.rows <= MOST_ROWS


def _pieces(archive: Archive, part: str, where: str) -> Iterator[bytes]:
    """Give a sheet in pieces that each hold whole cells."""
    rest = b""
    for chunk in archive.chunks(part):
        text = rest + chunk
        cut = max(text.rfind(b"<c "), 0)
        rest = text[cut:]
        if len(rest) > _LONGEST:
            raise SourceError(f"{where} has a cell of more than {_LONGEST:,} bytes.")
        yield text[:cut]
    yield rest


class _Cells:
    """Takes the events of a sheet's XML."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._row, self._column = 1, 0
        self._type = ""
        self._inside = ""
        self._texts: dict[str, str] = {}

    def start(self, tag: str, found: dict[str, str]) -> None:
        """Take the beginning of an element."""
        name = local(tag)
        if name == "row" and "r" in found:
            self._row = _whole(found["r"], self._scan.where)
        elif name == "c":
            self._column += 1
            if "r" in found:
                self._row, self._column = _place(found["r"], self._scan.where)
            self._type = found.get("t", "")
            self._texts = {}
        elif name in ("v", "f", "t"):
            self._inside = name
            self._texts.setdefault(name, "")

    def text(self, text: str) -> None:
        """Take text."""
        if self._inside:
            self._texts[self._inside] += text

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        name = local(tag)
        self._inside = ""
        if name == "row":
            self._row, self._column = self._row + 1, 0
        elif name == "c":
            self._close()

    def _close(self) -> None:
        value = self._texts.get("v")
        if self._type == "e":
            self._scan.keep(self._row, self._column, value or "#ERROR!")
        elif "f" in self._texts and not value and (self._type != "str" or value is None):
            self._scan.keep(self._row, self._column, f"={self._texts['f']}")
        elif self._texts:
            self._scan.reach(self._row, self._column)


def _place(reference: str, where: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise SourceError(f"{where} has a cell called {reference[:20]!r}; it is damaged.")
    return int(match[2]), _column(match[1].upper())


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole(text: str, where: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise SourceError(f"{where} has a row called {text[:20]!r}; it is damaged.")
    return int(text)
