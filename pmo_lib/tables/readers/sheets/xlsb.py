"""Scanning sheets of binary workbooks (xlsb): records of a type, a length and data.

It is there because the library reads errors as empty cells, and asks for memory for whatever number
of texts is declared and for all cells up to the last.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.archives import Archive
from pmo_lib.tables.readers.sheets.parts import sheet_parts
from pmo_lib.tables.readers.sheets.scans import ERRORS, Scan

__all__ = ["check_binary_strings", "scan_xlsb", "xlsb_parts"]

_WORKBOOK: Final = "xl/workbook.bin"
_RELATIONS: Final = "xl/_rels/workbook.bin.rels"
_STRINGS: Final = "xl/sharedstrings.bin"
_LARGEST: Final = 16 * 1024**2

_ROW: Final = 0
_CELLS: Final = range(1, 12)
_BLANK: Final = 1
_ERROR_CELLS: Final = (3, 11)
_STRING_TABLE: Final = 159
_SHEET: Final = 156


def xlsb_parts(archive: Archive) -> list[str]:
    """Name the member of each sheet, in the order of the workbook."""
    ids = []
    for kind, data in _records(archive, _WORKBOOK, archive.where):
        if kind == _SHEET:
            length = _unpacked("<I", data, 8, archive.where)
            ids.append(data[12 : 12 + 2 * length].decode("utf-16-le", "replace"))
    return sheet_parts(archive, _RELATIONS, ids)


def check_binary_strings(archive: Archive) -> None:
    """Refuse a workbook that declares more shared texts than it can hold.

    Raises
    ------
    SourceError
        The library would ask for memory for all that are declared.
    """
    for name, member in archive.members.items():
        if name.casefold() == _STRINGS:
            for kind, data in _records(archive, name, archive.where):
                if kind == _STRING_TABLE:
                    declared = _unpacked("<I", data, 4, archive.where)
                    if declared > member.file_size:
                        raise SourceError(
                            f"{archive.where} declares {declared:,} shared texts in a part of "
                            f"{member.file_size:,} bytes; it is damaged, or made to exhaust memory."
                        )
                break


def scan_xlsb(archive: Archive, part: str, where: str) -> Scan:
    """Scan one sheet.

    Raises
    ------
    SourceError
        It is damaged, or beyond the limits of :class:`Scan`.
    """
    scan = Scan(where)
    row = 0
    for kind, data in _records(archive, part, where):
        if kind == _ROW:
            row = _unpacked("<I", data, 0, where) + 1
        elif kind in _CELLS and kind != _BLANK:
            column = _unpacked("<I", data, 0, where) + 1
            if kind in _ERROR_CELLS:
                code = _unpacked("<B", data, 8, where)
                scan.keep(row, column, ERRORS.get(code, "#ERROR!"))
            else:
                scan.reach(row, column)
    return scan


def _records(archive: Archive, name: str, where: str) -> Iterator[tuple[int, bytes]]:
    """Give the records of a member: their types and data."""
    found = next((one for one in archive.members if one.casefold() == name.casefold()), None)
    if found is None:
        raise SourceError(f"{where} lacks its part {name}; it is damaged or no workbook.")
    return _cut(archive.chunks(found), where)


def _cut(chunks: Iterable[bytes], where: str) -> Iterator[tuple[int, bytes]]:
    held = b""
    for chunk in chunks:
        held += chunk
        at = 0
        while (end := _end(held, at, where)) is not None:
            kind, start, stop = end
            yield kind, held[start:stop]
            at = stop
        held = held[at:]
    if held:
        raise SourceError(f"{where} is cut off within a record; send it again.")


def _end(data: bytes, at: int, where: str) -> tuple[int, int, int] | None:
    """Type, start and end of the record's data; none where it is not all there yet."""
    kind, at = _number(data, at, 2)
    size, at = _number(data, at, 4) if at else (0, 0)
    if not at:
        return None
    if size > _LARGEST:
        raise SourceError(f"{where} has a record of {size:,} bytes; it is damaged.")
    return (kind, at, at + size) if at + size <= len(data) else None


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits a byte; give it and the position after it, 0 where cut off."""
    number = 0
    for place in range(most):
        if at >= len(data):
            return 0, 0
        byte = data[at]
        number |= (byte & 0x7F) << (7 * place)
        at += 1
        if byte < 0x80:
            break
    return number, at


def _unpacked(layout: str, data: bytes, at: int, where: str) -> int:
    try:
        number: int = struct.unpack_from(layout, data, at)[0]
    except struct.error as error:
        raise SourceError(f"{where} has a record that is too short; it is damaged.") from error
    return number
