"""Compound files of Office, which hold streams as a disk holds files: xls and encrypted ones.

The chains of sectors are followed here, each sector once at most, so that no file can make a
reader go round in circles or ask for more memory than the file has.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, NamedTuple

from pmo_lib.errors import SourceError

__all__ = ["COMPOUND", "Compound", "compound_of"]

COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""The first bytes of a compound file."""

_MINI: Final = 64
_LEAST_IN_SECTORS: Final = 4096
_ENTRY: Final = 128
_IN_HEADER: Final = 109
_LAST: Final = 0xFFFF_FFFE
_FREE: Final = 0xFFFF_FFFF
_FAT: Final = 0xFFFF_FFFD
_LARGEST: Final = 0xFFFF_FFF9
_ROOT: Final = 5


class _Entry(NamedTuple):
    name: str
    kind: int
    start: int
    size: int


class Compound:
    """A compound file, held in memory.

    Parameters
    ----------
    file : binary file
        Open, at any position.
    where : str
        What it is, for messages.

    Raises
    ------
    SourceError
        It is none, or is damaged.
    """

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._where = where
        file.seek(0)
        self._data = file.read()
        if len(self._data) < 512 or not self._data.startswith(COMPOUND):
            raise self._damaged()
        shift = struct.unpack_from("<H", self._data, 30)[0]
        if shift not in (9, 12):
            raise self._damaged()
        self._size = 1 << shift
        first, mini_first = (struct.unpack_from("<I", self._data, at)[0] for at in (48, 60))
        self._table = self._sector_table()
        self._entries = list(_entries(self._chain(first)))
        self._mini_table = _numbers(self._chain(mini_first))

    def names(self) -> set[str]:
        """Names of the streams and folders."""
        return {entry.name for entry in self._entries}

    def stream(self, name: str) -> bytes:
        """Give the content of a stream.

        Raises
        ------
        SourceError
            There is none, or it is cut off.
        """
        entry = next((one for one in self._entries if one.name == name), None)
        if entry is None:
            raise self._damaged()
        if entry.size >= _LEAST_IN_SECTORS:
            content = self._chain(entry.start)
        else:
            root = next((one for one in self._entries if one.kind == _ROOT), None)
            store = self._chain(root.start) if root else b""
            content = self._joined(store, entry.start, self._mini_table, _MINI, 0)
        if len(content) < entry.size:
            raise self._damaged()
        return content[: entry.size]

    def _sector_table(self) -> Sequence[int]:
        """Read which sector follows each: the file allocation table."""
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        further = struct.unpack_from("<I", self._data, 68)[0]
        seen = set()
        while further <= _LARGEST:
            if further in seen:
                raise self._damaged()
            seen.add(further)
            *more, further = _numbers(self._sector(further))
            numbers += more
        parts = [self._sector(number) for number in dict.fromkeys(numbers) if number <= _LARGEST]
        return _numbers(b"".join(parts))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise self._damaged()
        return self._data[start : start + self._size]

    def _chain(self, first: int) -> bytes:
        return self._joined(self._data, first, self._table, self._size, self._size)

    def _joined(
        self, data: bytes, first: int, table: Sequence[int], size: int, offset: int
    ) -> bytes:
        """Join the sectors of a chain."""
        parts: list[bytes] = []
        at = first
        while at <= _LARGEST:
            start = offset + at * size
            if at >= len(table) or start >= len(data) or len(parts) > len(table):
                raise self._damaged()
            parts.append(data[start : start + size])
            at = table[at]
        return b"".join(parts)

    def _damaged(self) -> SourceError:
        return SourceError(f"{self._where} is damaged or cut off; send it again.")


def _entries(directory: bytes) -> Iterator[_Entry]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
        if kind:
            yield _Entry(name, kind, start, size)


def _numbers(data: bytes) -> Sequence[int]:
    count = len(data) // 4
    return struct.unpack(f"<{count}I", data[: count * 4])


def compound_of(name: str, content: bytes) -> bytes:
    r"""Write a compound file that holds one stream, its sectors in order.

    Parameters
    ----------
    name : str
        Name of the stream, of at most 31 characters.
    content : bytes
        Its content; filled up with zeros to 4,096 bytes.

    Examples
    --------
    >>> import io
    >>> Compound(io.BytesIO(compound_of("Workbook", b"abc")), "x").stream("Workbook")[:4]
    b'abc\x00'
    """
    size = 4096
    content = content.ljust(_LEAST_IN_SECTORS, b"\0")
    sectors = -(-len(content) // size)
    tables = -(-(sectors + 1) // (size // 4 - 1))
    chain = [*range(tables + 2, tables + sectors + 1), _LAST]
    table = [*[_FAT] * tables, _LAST, *chain]
    table += [_FREE] * (tables * size // 4 - len(table))
    header = COMPOUND + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<IIII", 1, tables, tables, 0)
    header += struct.pack("<IIIII", _LEAST_IN_SECTORS, _LAST, 0, _LAST, 0)
    header += struct.pack(f"<{_IN_HEADER}I", *range(tables), *[_FREE] * (_IN_HEADER - tables))
    root = _entry("Root Entry", _ROOT, 1, 0, 0)  # without small streams; some want a start
    directory = (root + _entry(name, 2, _FREE, tables + 1, len(content))).ljust(size, b"\0")
    parts = [header.ljust(size, b"\0"), struct.pack(f"<{len(table)}I", *table), directory]
    return b"".join([*parts, content.ljust(sectors * size, b"\0")])


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    links = struct.pack("<III", _FREE, _FREE, child)
    return head + links + bytes(36) + struct.pack("<IQ", start, size)
