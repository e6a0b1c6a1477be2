"""Delimited text: encoding and delimiter as stated, or found where they can be known."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.content import check_text
from pmo_lib.tables.readers.grids import Grid, Layout
from pmo_lib.tables.readers.headings import Headings
from pmo_lib.tables.readers.layouts import read_grid
from pmo_lib.tables.readers.records import Reading

__all__ = ["DELIMITERS", "DelimitedReader", "find_delimiter", "find_encoding", "open_delimited"]

DELIMITERS: Final = (",", ";", "\t", "|")
"""Delimiters that can be found; any other has to be stated."""

CELL_LIMIT: Final = 32 * 1024 * 1024
"""A cell of more characters than these is taken for a quote that was never closed."""

_CHUNK: Final = 1 << 20
_LOOKED_AT: Final = 500
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_END: Final = re.compile(r"\r\n|\r|\n")
_WINDOWS: Final = "".join(bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(256))
"""Characters of cp1252; a byte that it leaves undefined is the control character of its number."""


def _encoding(text: str) -> str:
    try:
        "".encode(text)
    except (LookupError, UnicodeError) as error:
        raise PydanticCustomError(
            "encoding",
            "{given} is no encoding; such as cp1252 or utf-8",
            {"given": repr(text)},
        ) from error
    return text


class DelimitedReader(Layout):
    """Text with a delimiter between cells, such as CSV.

    Without ``encoding`` the text is read as its byte order mark says, else as UTF-8; where it is
    neither, the encoding has to be stated. Without ``delimiter`` it is the one of comma,
    semicolon, tabulator and bar that gives all rows one number of cells; where none or several
    do, it has to be stated. What was found is said with the load. Bytes that cp1252 leaves
    undefined are kept as control characters, and counted.
    """

    of_files: ClassVar[bool] = True
    type: Literal["delimited"]
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None

    def open(self, path: Path, headings: Headings) -> Reading:
        """Read a file of records; see :func:`~pmo_lib.tables.readers.layouts.read_grid`.

        Raises
        ------
        SourceError
            The file cannot be read, is empty, is not text of that encoding or delimiter, or a
            quote is not closed.
        """
        return read_grid(open_delimited(path, self.encoding, self.delimiter), self, headings)


def open_delimited(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Grid:
    """Open a delimited text as a grid of cells.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    encoding, delimiter : str, optional
        As stated; found where they are not.

    Returns
    -------
    Grid
        Whose ``stated`` has ``encoding`` and ``delimiter`` where they were found, and
        ``undefined bytes`` where there were any.
    """
    check_text(path)
    stated: dict[str, str] = {}
    if encoding is None:
        encoding = stated["encoding"] = find_encoding(path)
    if delimiter is None:
        delimiter = find_delimiter(path, encoding)
        stated["delimiter"] = {"\t": "tabulator"}.get(delimiter, delimiter)
    rows = _rows(path, encoding, delimiter, stated)
    return Grid(path.name, f"{path}", rows, ragged=True, stated=stated)


def find_encoding(path: Path) -> str:
    """Find the encoding of a text by its byte order mark, or UTF-8 where all of it is.

    Raises
    ------
    SourceError
        The file is neither, so that its encoding cannot be known from it.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    for number, chunk in enumerate(_chunks(path)):
        if number == 0:
            for mark, name in _BOMS:
                if chunk.startswith(mark):
                    return name
            if b"\0" in chunk[:2]:
                raise SourceError(
                    f"{path} begins as UTF-16 does, without its byte order mark; state its "
                    "encoding in the mapping: utf-16-le, as Windows writes it, or utf-16-be."
                )
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            raise SourceError(
                f"{path}: byte {position + error.start} is 0x{byte:02x}, so it is not UTF-8, and "
                "it has no byte order mark; state its encoding in the mapping (a file from "
                "Windows in a Western language is mostly cp1252)."
            ) from error
        position += len(chunk)
    return "utf-8"


def find_delimiter(path: Path, encoding: str) -> str:
    """Find the one delimiter that gives the first rows the same number of cells, more than one.

    Raises
    ------
    SourceError
        None does, or several do.
    """
    fitting = {}
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(_rows(path, encoding, delimiter, {}), _LOOKED_AT))
        except SourceError:
            continue
        widths = Counter(len(cells) for _, cells in rows if any(cell.strip() for cell in cells))
        if len(widths) == 1 and max(widths) > 1:
            fitting[delimiter] = max(widths)
    if len(fitting) != 1:
        found = f"{' and '.join(map(repr, fitting))} do" if fitting else "none does"
        raise SourceError(
            f"{path}: the delimiter cannot be known: of {', '.join(map(repr, DELIMITERS))}, "
            f"{found} give all rows one number of cells; state it in the mapping."
        )
    return next(iter(fitting))


def _rows(
    path: Path, encoding: str, delimiter: str, stated: dict[str, str]
) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers as a spreadsheet shows them, from 1."""
    csv.field_size_limit(CELL_LIMIT)
    lines = csv.reader(_lines(path, encoding, stated), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(lines, start=1):
            yield number, row
    except csv.Error as error:
        raise SourceError(
            f"{path}, row {number + 1}: it is not text delimited by {delimiter!r}: {error}; "
            "state the file's delimiter in the mapping, or close the quote."
        ) from error


def _lines(path: Path, encoding: str, stated: dict[str, str]) -> Iterator[str]:
    """Lines with their ends, of whatever kind; a carriage return may be one."""
    decode = _decoder(path, encoding, stated)
    begun: list[str] = []  # a line whose end has not been read
    held = ""  # a carriage return whose line feed may follow
    for chunk in _chunks(path):
        text = held + decode(chunk, False)
        held = "\r" if text.endswith("\r") else ""
        done = 0
        for end in _END.finditer(text, 0, len(text) - len(held)):
            yield "".join([*begun, text[done : end.end()]])
            begun, done = [], end.end()
        begun.append(text[done : len(text) - len(held)])
        if sum(map(len, begun)) > CELL_LIMIT:
            raise SourceError(f"{path} has a line of more than {CELL_LIMIT:,} characters.")
    rest = "".join([*begun, held, decode(b"", True)])
    yield from (line for line in re.split(r"(?<=\r)(?!\n)|(?<=\n)", rest) if line)


def _decoder(path: Path, encoding: str, stated: dict[str, str]) -> Callable[[bytes, bool], str]:
    if codecs.lookup(encoding).name == "cp1252":
        return _windows_decoder(stated)
    decoder = codecs.getincrementaldecoder(encoding)()

    def decode(chunk: bytes, final: bool) -> str:
        try:
            return decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            raise SourceError(
                f"{path}: the byte 0x{byte:02x} is no {encoding} text; "
                "state the file's encoding in the mapping."
            ) from error
        except UnicodeError as error:
            raise SourceError(
                f"{path} is no {encoding} text: {error}; state the file's encoding in the mapping."
            ) from error

    return decode


def _windows_decoder(stated: dict[str, str]) -> Callable[[bytes, bool], str]:
    undefined = bytes(n for n in range(0x80, 0xA0) if _WINDOWS[n] == chr(n))
    seen: Counter[str] = Counter()

    def decode(chunk: bytes, final: bool) -> str:
        seen.update({f"0x{n:02x}": chunk.count(n) for n in undefined if n in chunk})
        if seen:
            stated["undefined bytes"] = ", ".join(f"{k} {n} times" for k, n in seen.items())
        return codecs.charmap_decode(chunk, "strict", _WINDOWS)[0]

    return decode


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}).") from error
