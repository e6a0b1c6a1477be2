"""Texts in a PDF: its pages, every text string of its objects, metadata and attachments."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

import pikepdf
import pypdfium2

from pmo_lib.errors import ReportError
from pmo_lib.press.checks.binary import bytes_pieces
from pmo_lib.press.checks.folding import APART
from pmo_lib.press.checks.markup import markup_pieces
from pmo_lib.press.checks.pieces import Piece

__all__ = ["pdf_pieces"]

_SAID: Final = re.compile(rb"/(?:ActualText|Alt|E)\s*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)", re.S)
"""Texts that stand for marked content, inside the content of a page."""

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
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield from _strings(place, pdf)
            yield from _in_place_of_marks(place, pdf)
            files = list(_files(place, pdf))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError) as error:
        raise ReportError(f"{place} cannot be read as a PDF: {error}.") from error
    for where, found in files:
        yield from bytes_pieces(where, found, depth + 1)


def _pages(place: str, content: bytes) -> Iterator[Piece]:
    with pypdfium2.PdfDocument(content) as pdf:
        for number, page in enumerate(pdf, start=1):
            text = page.get_textpage().get_text_range()
            yield Piece(f"{place}, page {number}", text, lines=True)


def _strings(place: str, pdf: pikepdf.Pdf) -> Iterator[Piece]:
    """All text strings: outline, alternative texts, metadata, links, notes, names of files."""
    found: dict[str, list[str]] = {}
    for thing in [*pdf.objects, pdf.trailer]:
        _collect(thing, "", found)
    for key, texts in found.items():
        yield from markup_pieces(f"{place}, {key or 'texts'}", APART.join(texts))


def _collect(thing: object, key: str, found: dict[str, list[str]]) -> None:
    """Collect the strings inside one object; objects that it refers to are met by themselves."""
    if isinstance(thing, pikepdf.String):
        found.setdefault(key, []).append(str(thing))
    elif isinstance(thing, pikepdf.Array):
        for one in thing:
            _collect_direct(one, key, found)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for name, one in thing.items():
            _collect_direct(one, name, found)


def _collect_direct(thing: object, key: str, found: dict[str, list[str]]) -> None:
    if isinstance(thing, pikepdf.Object) and not thing.is_indirect:
        _collect(thing, key, found)


def _files(place: str, pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    """Metadata and attached files, unpacked."""
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") in _FILES:
            yield f"{place}, {str(thing.Type)[1:]}", thing.read_bytes()


def _in_place_of_marks(place: str, pdf: pikepdf.Pdf) -> Iterator[Piece]:
    """Texts that page content gives in place of marks, such as of letters that are drawn."""
    for number, page in enumerate(pdf.pages, start=1):
        content = b"".join(part.read_bytes() for part in _parts(page.obj.get("/Contents")))
        said = [str(pikepdf.Object.parse(text)) for text in _SAID.findall(content)]
        if said:
            yield Piece(f"{place}, page {number}, texts in place of marks", APART.join(said))


def _parts(contents: pikepdf.Object | None) -> list[pikepdf.Object]:
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]
