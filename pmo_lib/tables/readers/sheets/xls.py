"""Scanning sheets of workbooks of before 2007 (xls): records of a type, a length and data.

It is there because the library reads errors as empty cells, asks for memory for whatever extent and
number of texts are declared, and reads records that sheets share once for each of them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.sheets.scans import ERRORS, Scan

__all__ = ["scan_xls", "xls_offsets"]

_BEGIN: Final = 0x0809
_END: Final = 0x000A
_SHEET: Final = 0x0085
_ENCRYPTED: Final = 0x002F
_STRINGS: Final = 0x00FC
_EXTENT: Final = 0x0200
_FORMULA: Final = 0x0006
_BOOLEAN_OR_ERROR: Final = 0x0205
_VALUES: Final = frozenset((0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E, _BOOLEAN_OR_ERROR, _FORMULA))
_SEVERAL: Final = 0x00BD
_NOT_A_NUMBER: Final = b"\xff\xff"
_ERROR: Final = 2
_LONG_EXTENT: Final = 14


def xls_offsets(stream: bytes, where: str) -> list[int]:
    """Say where each sheet begins, in the order of the workbook.

    Raises
    ------
    SourceError
        The workbook is damaged or encrypted, or declares more shared texts than it can hold, for
        all of which the library would ask for memory.
    """
    offsets = []
    for kind, data in _records(stream, 0, len(stream), where):
        if kind == _ENCRYPTED:
            raise SourceError(f"{where} is encrypted with a password; send it without one.")
        if kind == _SHEET:
            offsets.append(_unpacked("<I", data, 0, where)[0])
        elif kind == _STRINGS and max(_unpacked("<II", data, 0, where)) > len(stream):
            raise SourceError(
                f"{where} declares more shared texts than it has bytes; it is damaged, or made to "
                "exhaust memory."
            )
    if len(set(offsets)) < len(offsets):
        raise SourceError(f"{where} has two sheets in one place; it is damaged.")
    return offsets


def scan_xls(stream: bytes, offset: int, end: int, where: str) -> Scan:
    """Scan the sheet that stands between an offset and an end.

    Raises
    ------
    SourceError
        It is damaged, reaches into the next, or is beyond the limits of :class:`Scan`.
    """
    scan = Scan(where)
    for kind, data in _records(stream, offset, end, where):
        if kind in _VALUES:
            row, column = (n + 1 for n in _unpacked("<HH", data, 0, where))
            code = _error(kind, data)
            if code is None:
                scan.reach(row, column)
            else:
                scan.keep(row, column, ERRORS.get(code, "#ERROR!"))
        elif kind == _SEVERAL and len(data) >= 6:
            scan.reach(
                _unpacked("<H", data, 0, where)[0] + 1,
                _unpacked("<H", data, len(data) - 2, where)[0] + 1,
            )
        elif kind == _EXTENT:
            _check_extent(data, where)
    return scan


def _check_extent(data: bytes, where: str) -> None:
    """Refuse an extent that is none: the library asks for memory for all of it."""
    layout = "<IIHH" if len(data) >= _LONG_EXTENT else "<HHHH"
    first_row, rows, first_column, columns = _unpacked(layout, data, 0, where)
    if first_row > rows or first_column > columns:
        raise SourceError(f"{where} says that it ends before it begins; it is damaged.")
    if rows and columns:
        Scan(where).reach(rows, columns)


def _error(kind: int, data: bytes) -> int | None:
    """Code of the error that a cell holds; none where it holds none."""
    if kind == _BOOLEAN_OR_ERROR and len(data) >= 8 and data[7]:
        return data[6]
    if kind == _FORMULA and data[12:14] == _NOT_A_NUMBER and data[6] == _ERROR:
        return data[8]
    return None


def _records(stream: bytes, at: int, end: int, where: str) -> Iterator[tuple[int, bytes]]:
    """Give the records of the workbook's own part, or of a sheet; of charts in it only extents."""
    depth = 0
    if not at < end <= len(stream):
        raise SourceError(f"{where} stands outside its file; it is damaged or was cut off.")
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + size]
        if len(data) < size:
            raise SourceError(f"{where} is cut off within a record; send it again.")
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0 and kind == _END:
            return
        if depth <= 0:
            raise SourceError(f"{where} does not begin as a sheet does; it is damaged.")
        if depth == 1 or kind == _EXTENT:
            yield kind, data
        at += 4 + size
    if end < len(stream):
        raise SourceError(f"{where} reaches into the next sheet; it is damaged.")


def _unpacked(layout: str, data: bytes, at: int, where: str) -> tuple[int, ...]:
    try:
        numbers: tuple[int, ...] = struct.unpack_from(layout, data, at)
    except struct.error as error:
        raise SourceError(f"{where} has a record that is too short; it is damaged.") from error
    return numbers
