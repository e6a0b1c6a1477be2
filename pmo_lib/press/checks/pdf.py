"""Texts in a PDF: its pages, every text string of its objects, metadata and attachments."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from typing import Final

import pikepdf
import pypdfium2

from pmo_lib.errors import ReportError
from pmo_lib.press.checks.binary import bytes_pieces
from pmo_lib.press.checks.folding import APART
from pmo_lib.press.checks.pieces import Piece

__all__ = ["pdf_pieces"]

_TEXT: Final = rb"(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)"
_STRING: Final = re.compile(_TEXT, re.S)
_KEY: Final = re.compile(rb"/[^\s()<>\[\]/]+")

_SAID: Final = re.compile(rb"/(?:ActualText|Alt|E)\s*" + _TEXT, re.S)
"""Texts that stand for marked content, inside the content of a page."""

_COLOURS: Final = (b"/ICCBased", b"/Unlooked")
"""What leads to colour profiles, which cost PDFium 3 ms a document, and a name that does not."""

_FILES: Final = ("/Metadata", "/EmbeddedFile")


def pdf_pieces(place: str, content: bytes, depth: int = 0) -> Iterator[Piece]:
    """Find all texts in a PDF.

    Parameters
    ----------
    place : str
        Where the document stands.
    content : bytes
        The document.
    depth : int
        How often something was unpacked to get there.

    Raises
    ------
    ReportError
        It cannot be read, or what it holds cannot be unpacked.
    """
    try:
        yield from _pages(place, content)
        with _opened(content) as pdf:
            yield from _strings(place, pdf)
            yield from _in_place_of_marks(place, pdf)
            files = list(_files(place, pdf))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError) as error:
        raise ReportError(f"{place} cannot be read as a PDF: {error}.") from error
    for where, found in files:
        yield from bytes_pieces(where, found, depth + 1)


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a document, where that can be done as a file in memory: it is read at half the cost."""
    if not hasattr(os, "memfd_create"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield pdf
        return
    with os.fdopen(os.memfd_create("pdf"), "wb") as file:
        file.write(content)
        file.flush()
        with pikepdf.open(f"/proc/self/fd/{file.fileno()}") as pdf:
            yield pdf


def _pages(place: str, content: bytes) -> Iterator[Piece]:
    with pypdfium2.PdfDocument(content.replace(*_COLOURS)) as pdf:
        for number, page in enumerate(pdf, start=1):
            text = page.get_textpage().get_text_range()
            yield Piece(f"{place}, page {number}", text, lines=True)


def _strings(place: str, pdf: pikepdf.Pdf) -> Iterator[Piece]:
    """All text strings: outline, alternative texts, metadata, links, notes, names of files."""
    found: dict[str, dict[bytes, None]] = {}
    written = b"\n".join(map(_written, [*pdf.objects, pdf.trailer]))
    for text in _STRING.finditer(written):
        found.setdefault(_key(written, text.start()), {})[text.group()] = None
    for key, texts in found.items():
        yield Piece(f"{place}, {key}", APART.join(map(_read, texts)), markup=True)


def _written(thing: pikepdf.Object) -> bytes:
    """One object as a PDF has it; objects that it refers to stand there by themselves."""
    values = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    return values.unparse(resolved=True)


def _key(written: bytes, at: int) -> str:
    """Name before a string, for a person to find it by."""
    name = _KEY.match(written, max(written.rfind(b"/", 0, at), 0), at)
    return name.group().decode() if name else "texts"


def _read(text: bytes) -> str:
    return str(pikepdf.Object.parse(text))


def _files(place: str, pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Metadata and attached files, unpacked."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") in _FILES:
            yield f"{place}, {str(thing.Type)[1:]}", thing.read_bytes()


def _in_place_of_marks(place: str, pdf: pikepdf.Pdf) -> Iterator[Piece]:
    """Texts that page content gives in place of marks, such as of letters that are drawn."""
    for number, page in enumerate(pdf.pages, start=1):
        content = b"".join(part.read_bytes() for part in _parts(page.obj.get("/Contents")))
        said = [_read(text) for text in _SAID.findall(content)]
        if said:
            yield Piece(f"{place}, page {number}, texts in place of marks", APART.join(said))


def _parts(contents: pikepdf.Object | None) -> list[pikepdf.Object]:
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]
