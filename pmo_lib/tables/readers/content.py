"""What a file is by its content, whatever its name says."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.compound import COMPOUND, Compound

__all__ = ["CONTENT_WORDS", "Content", "check_text", "content_of"]

Content: TypeAlias = Literal[
    "empty",
    "xlsx",
    "xlsb",
    "xls",
    "ods",
    "encrypted",
    "zip",
    "damaged_zip",
    "compound",
    "document",
    "html",
    "xml",
    "pdf",
    "parquet",
    "database",
    "other",
]
"""What a file can be told to be; ``other`` is text, or anything else."""

CONTENT_WORDS: Final[dict[Content, str]] = {
    "empty": "an empty file",
    "xlsx": "an Excel workbook (xlsx)",
    "xlsb": "a binary Excel workbook (xlsb)",
    "xls": "an Excel workbook of before 2007 (xls)",
    "ods": "an OpenDocument spreadsheet (ods)",
    "encrypted": "a file that is encrypted with a password",
    "zip": "a zip archive",
    "damaged_zip": "a zip archive, as xlsx and ods files are, that is damaged or cut off",
    "compound": "a file of an older Office program that is no workbook, or is damaged",
    "document": "a document or presentation, no workbook",
    "html": "a web page (HTML)",
    "xml": "an XML file",
    "pdf": "a PDF",
    "parquet": "a Parquet file",
    "database": "an SQLite database",
    "other": "text or an unknown format",
}

_LOOKED_AT: Final = 4096
_STARTS: Final[dict[bytes, Content]] = {
    b"%PDF-": "pdf",
    b"PAR1": "parquet",
    b"SQLite format 3\x00": "database",
}
_HTML: Final = re.compile(
    rb"\s*+(?:<!--.*?-->\s*+)*+<(?:!doctype html|html|head|body|table|meta)", re.I
)
_XML: Final = re.compile(rb"\s*<\?xml\b")
_BOM: Final = b"\xef\xbb\xbf"
_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError),
    *(NotImplementedError, RuntimeError),
)
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MAY_BE_TEXT: Final = frozenset(("empty", "other"))


def content_of(file: BinaryIO) -> Content:
    """Tell what a file is by its content.

    Parameters
    ----------
    file : binary file
        Open, at any position.

    Examples
    --------
    >>> import io
    >>> content_of(io.BytesIO(b"<html><table>")), content_of(io.BytesIO(b"Id;Name"))
    ('html', 'other')
    """
    file.seek(0)
    start = file.read(_LOOKED_AT)
    if not start:
        return "empty"
    if start.startswith(COMPOUND):
        return _of_compound(file)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(file)
    known = next((kind for mark, kind in _STARTS.items() if start.startswith(mark)), None)
    if known is not None:
        return known
    text = start.removeprefix(_BOM)
    if _HTML.match(text):
        return "html"
    if _XML.match(text):
        return "html" if re.search(rb"<html\b", text, re.IGNORECASE) else "xml"
    return "other"


def _of_compound(file: BinaryIO) -> Content:
    """Tell what a compound file of Office holds."""
    try:
        names = Compound(file, "the file").names()
    except SourceError:
        return "compound"
    if "EncryptedPackage" in names:
        return "encrypted"
    return "xls" if names & {"Workbook", "Book"} else "compound"


def _of_zip(file: BinaryIO) -> Content:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {info.filename for info in archive.infolist()}
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    return "ods" if member.read(len(_ODS)) == _ODS else "document"
    except _DAMAGES:
        return "damaged_zip"
    return _of_parts({name.lower() for name in names})


def _of_parts(names: Iterable[str]) -> Content:
    """Tell an Office file, or a zip, by the names of its members."""
    folders = {name.partition("/")[0] for name in names}
    if "[content_types].xml" not in names:
        return "zip"
    if "xl" in folders:
        return "xlsb" if "xl/workbook.bin" in names else "xlsx"
    return "document" if folders & {"word", "ppt", "visio"} else "zip"


def check_text(path: Path) -> None:
    """Refuse a file of another format that is to be read as text.

    Raises
    ------
    SourceError
        It is a workbook, a web page or anything else that is known not to be delimited text.
    """
    try:
        with path.open("rb") as file:
            content = content_of(file)
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}).") from error
    if content not in _MAY_BE_TEXT:
        how = "; read it with the reader `type: workbook`" if content in _WORKBOOKS else ""
        raise SourceError(
            f"{path} is {CONTENT_WORDS[content]}, expected delimited text, whatever its name says"
            f"{how}."
        )


_WORKBOOKS: Final = frozenset(("xlsx", "xlsb", "xls", "ods"))
