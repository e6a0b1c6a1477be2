"""Zip archives that are safe to open: names stay inside, sizes are counted, not believed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from pmo_lib.errors import SourceError

__all__ = [
    "MOST_INFLATED",
    "MOST_MEMBERS",
    "MOST_RATIO",
    "RATIO_FLOOR",
    "Archive",
    "is_inside",
]

MOST_MEMBERS: Final = 10_000
"""At most so many members are in an archive that is read."""

MOST_INFLATED: Final = 2 * 1024**3
"""At most so many bytes may all members of an archive take once inflated."""

MOST_RATIO: Final = 200
"""At most so many times its own size may a member inflate to, beyond the floor."""

RATIO_FLOOR: Final = 64 * 1024**2
"""A member that inflates to at most so many bytes may do so from however few."""

_CHUNK: Final = 1 << 20
_LOCAL: Final = struct.Struct("<4s22xHH")
_ENCRYPTED: Final = 0x1


class Archive:
    """A zip archive whose members have all been inflated once and counted.

    Parameters
    ----------
    file : binary file
        Open; it stays so.
    where : str
        What it is, for messages.

    Raises
    ------
    SourceError
        The archive is damaged or encrypted, a name leads out of it or stands twice, or it
        inflates to more than it says or than the limits of this module.
    """

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._file = file
        self.where = where
        try:
            with zipfile.ZipFile(file) as archive:
                listed = [one for one in archive.infolist() if not one.filename.endswith("/")]
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise SourceError(f"{where} is damaged or cut off: {error}; send it again.") from error
        if len(listed) > MOST_MEMBERS:
            raise SourceError(
                f"{where} holds {len(listed):,} members, more than the {MOST_MEMBERS:,} that are "
                "read from one archive; send it in parts."
            )
        self.members: Mapping[str, zipfile.ZipInfo] = self._by_name(listed)
        self._count_all()

    def _by_name(self, listed: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        found: dict[str, zipfile.ZipInfo] = {}
        for member in listed:
            if member.filename.casefold() in found:
                raise SourceError(
                    f"{self.where} holds {member.filename!r} twice; which is meant cannot be known."
                )
            found[member.filename.casefold()] = member
        return {member.filename: member for member in found.values()}

    def _count_all(self) -> None:
        """Inflate all members, and stop where they become too large."""
        total = 0
        for name, member in self.members.items():
            size = 0
            for chunk in self.chunks(name):
                size += len(chunk)
                self._check_size(name, size, total + size, member.compress_size)
            total += size
            if size != member.file_size:
                raise SourceError(
                    f"{self.where}: the member {name!r} says that it takes {member.file_size:,} "
                    f"bytes and takes {size:,}; the archive is damaged or made to deceive."
                )

    def _check_size(self, name: str, size: int, total: int, packed: int) -> None:
        if total > MOST_INFLATED:
            raise SourceError(
                f"{self.where} inflates to more than {MOST_INFLATED:,} bytes; that is not read. "
                "Send it in parts, or large tables as CSV."
            )
        if size > RATIO_FLOOR and size > MOST_RATIO * packed:
            raise SourceError(
                f"{self.where}: the member {name!r} inflates from {packed:,} bytes to more than "
                f"{MOST_RATIO} times as many, as no workbook does; it is not read."
            )

    def chunks(self, name: str) -> Iterator[bytes]:
        """Inflate a member piece by piece, all of it, whatever size it says it has."""
        member = self.members[name]
        if member.flag_bits & _ENCRYPTED:
            raise SourceError(f"{self.where} is encrypted; send it without a password.")
        if member.compress_type == zipfile.ZIP_STORED:
            return self._packed(member)
        if member.compress_type == zipfile.ZIP_DEFLATED:
            return self._inflated(member)
        raise SourceError(
            f"{self.where}: the member {name!r} is packed by method {member.compress_type}, "
            "expected an ordinary zip; save it again in its own program."
        )

    def read(self, name: str, most: int) -> bytes:
        """Inflate a whole member of at most so many bytes."""
        if self.members[name].file_size > most:
            raise SourceError(
                f"{self.where}: the member {name!r} takes {self.members[name].file_size:,} bytes, "
                f"more than the {most:,} that are read of one."
            )
        return b"".join(self.chunks(name))

    def _packed(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Give the packed bytes of a member."""
        if member.header_offset < 0:
            raise self._damaged(member)
        self._file.seek(member.header_offset)
        head = self._file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise self._damaged(member)
        _, name, extra = _LOCAL.unpack(head)
        at = member.header_offset + _LOCAL.size + name + extra
        left = member.compress_size
        while left:
            self._file.seek(at)
            piece = self._file.read(min(_CHUNK, left))
            if not piece:
                raise self._damaged(member)
            at, left = at + len(piece), left - len(piece)
            yield piece

    def _inflated(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for piece in self._packed(member):
                data = piece
                while data:
                    yield inflater.decompress(data, _CHUNK)
                    data = inflater.unconsumed_tail
            while not inflater.eof and (rest := inflater.decompress(b"", _CHUNK)):
                yield rest
        except zlib.error as error:
            raise self._damaged(member) from error
        if not inflater.eof:
            raise self._damaged(member)

    def _damaged(self, member: zipfile.ZipInfo) -> SourceError:
        return SourceError(
            f"{self.where}: the member {member.filename!r} is damaged or cut off; send the file "
            "again."
        )


def is_inside(name: str) -> bool:
    r"""Whether the name of a member stays inside its archive.

    Examples
    --------
    >>> [is_inside(n) for n in ("xl/a.xml", "../a.xml", "/a.xml", "C:/a.xml", "x\\..\\a")]
    [True, False, False, False, False]
    """
    parts = name.replace("\\", "/").split("/")
    return bool(name) and ".." not in parts and parts[0] != "" and ":" not in parts[0]
