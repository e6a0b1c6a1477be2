"""Texts in bytes of any kind: pictures, archives, documents that are attached or embedded."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from pmo_lib.errors import ReportError
from pmo_lib.press.checks.pieces import Piece

__all__ = ["LARGEST", "bytes_pieces", "is_binary"]

LARGEST: Final = 64_000_000
"""Bytes that what is packed may take unpacked."""

_DEEPEST: Final = 4
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MAGIC: Final = (
    *(_PNG, b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM"),
    *(b"wOFF", b"wOF2", b"OTTO", b"true", b"\0\1\0\0"),
    *(b"\x1f\x8b", b"PK\3\4", b"%PDF"),
)
"""How pictures, fonts, archives and PDFs begin."""

_MARKS: Final = bytes(ord(".") if 0x20 <= code <= 0x7E else min(code, 1) for code in range(256))
_RUNS: Final = re.compile(rb"\.{6}\.*"), re.compile(rb"\.\0\.\0\.\0\.\0\.\0(?:\.\0)+")
"""Letters of one byte and of two, where each letter is marked by a dot."""


def is_binary(content: bytes) -> bool:
    """Say whether bytes are of a kind that is not text."""
    return content.startswith(_MAGIC)


def bytes_pieces(place: str, content: bytes, depth: int = 0) -> Iterator[Piece]:
    """Find the texts in some bytes, also in what is packed in them.

    Parameters
    ----------
    place : str
        Where the bytes were found.
    content : bytes
        Of any kind: of pictures the texts beside the picture, of archives their members.
    depth : int
        How often something was unpacked to get there.

    Raises
    ------
    ReportError
        They are packed too deep or too large to be searched, or damaged.
    """
    if depth > _DEEPEST:
        raise ReportError(f"{place} is packed more than {_DEEPEST} times over.")
    if content.startswith(_PNG):
        yield from _png(place, content, depth)
    elif content.startswith(b"\x1f\x8b"):
        yield from bytes_pieces(f"{place}, unpacked", _unpacked(content, place, 31), depth + 1)
    elif content.startswith(b"PK\3\4"):
        yield from _zip(place, content, depth)
    elif content.startswith(b"%PDF"):
        from pmo_lib.press.checks.pdf import pdf_pieces  # PDFs hold bytes that may hold PDFs

        yield from pdf_pieces(place, content, depth + 1)
    elif is_binary(content):
        yield Piece(f"{place}, bytes", _runs(content))
    else:
        yield from _text(place, content, depth)


def _text(place: str, content: bytes, depth: int) -> Iterator[Piece]:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError:
        yield Piece(f"{place}, bytes", _runs(content))
        yield Piece(f"{place}, bytes as text", content.decode("latin-1"))
    else:
        yield Piece(place, text, markup=True, depth=depth)


def _png(place: str, content: bytes, depth: int) -> Iterator[Piece]:
    """Texts of a picture: its chunks of text, packed or not, and what programs add of their own."""
    at, kind = len(_PNG), b""
    while at < len(content) and kind != b"IEND":
        size = int.from_bytes(content[at : at + 4])
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            yield Piece(f"{place}, {kind.decode()}", _packed_text(kind, data, place))
        elif kind not in (b"IDAT", b"IHDR", b"PLTE", b"IEND", b"tRNS", b"pHYs"):
            yield Piece(f"{place}, {kind.decode('latin-1')}", _loose_text(data))
        at += 12 + size
    if at < len(content):
        yield from bytes_pieces(f"{place}, after its end", content[at:], depth + 1)


def _packed_text(kind: bytes, data: bytes, place: str) -> str:
    name, _, rest = data.partition(b"\0")
    packed = kind != b"iTXt" or rest[:1] == b"\1"
    head, body = (rest[:1], rest[1:]) if kind != b"iTXt" else _after_languages(rest)
    if packed:
        body = _unpacked(body, place, 15)
    return " ".join(_loose_text(part) for part in (name, head, body))


def _after_languages(rest: bytes) -> tuple[bytes, bytes]:
    language, _, rest = rest[2:].partition(b"\0")
    translated, _, body = rest.partition(b"\0")
    return language + b" " + translated, body


def _loose_text(data: bytes) -> str:
    try:
        return data.replace(b"\0", b" ").decode("utf-8")
    except UnicodeDecodeError:
        return f"{data.decode('latin-1')} {_runs(data)}"


def _zip(place: str, content: bytes, depth: int) -> Iterator[Piece]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST:
                raise ReportError(f"{place} is larger unpacked than {LARGEST:,} bytes.")
            for member in packed.infolist():
                yield Piece(f"{place}, name of a member", member.filename)
                yield from bytes_pieces(
                    f"{place}, {member.filename}", packed.read(member), depth + 1
                )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ReportError(f"{place} cannot be unpacked: {error}.") from error


def _unpacked(content: bytes, place: str, bits: int) -> bytes:
    unpacker = zlib.decompressobj(bits)
    try:
        found = unpacker.decompress(content, LARGEST)
    except zlib.error as error:
        raise ReportError(f"{place} cannot be unpacked: {error}.") from error
    if unpacker.unconsumed_tail:
        raise ReportError(f"{place} is larger unpacked than {LARGEST:,} bytes.")
    return found


def _runs(content: bytes) -> str:
    """Give the runs of letters in bytes as one text, also of letters of two bytes."""
    marks = content.translate(_MARKS)
    found = [content[slice(*run.span())] for runs in _RUNS for run in runs.finditer(marks)]
    return b"\n".join(found).replace(b"\0", b"").decode("ascii")
