"""XML inside of workbooks, read event by event; declarations of entities are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.archives import Archive

__all__ = ["End", "Start", "Text", "local", "parse_member", "parse_xml", "root_of", "sheet_parts"]

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local(name: str) -> str:
    """Give the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def parse_xml(
    chunks: Iterable[bytes],
    where: str,
    start: Start,
    end: End | None = None,
    text: Text | None = None,
) -> None:
    """Parse XML piece by piece.

    Parameters
    ----------
    chunks : iterable of bytes
        The XML.
    where : str
        What it is, for messages.
    start, end, text : callable
        Take the name and attributes of an element, its name where it ends, and text.

    Raises
    ------
    SourceError
        It is not well-formed XML, or declares a document type, as no workbook does.
    """
    parser = _parser(where, start)
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    with _sound(where):
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def root_of(chunks: Iterable[bytes], where: str) -> dict[str, str]:
    """Read the attributes of the outermost element, and no further.

    Raises
    ------
    SourceError
        It is not XML, or declares a document type.
    """
    found: list[dict[str, str]] = []
    parser = _parser(where, lambda _, attributes: found.append(attributes))
    with _sound(where):
        for chunk in chunks:
            parser.Parse(chunk, False)
            if found:
                break
    return found[0] if found else {}


def _parser(where: str, start: Start) -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise SourceError(
            f"{where} declares a document type or entities, as no workbook does; it is not read."
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    return parser


@contextmanager
def _sound(where: str) -> Iterator[None]:
    try:
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise SourceError(
            f"{where} is damaged: {error}; save it again, or send it again."
        ) from error


def sheet_parts(archive: Archive, relations: str, ids: Iterable[str]) -> list[str]:
    """Name the member that holds each sheet; empty where none does.

    Parameters
    ----------
    archive : Archive
        The workbook.
    relations : str
        The member that says which relation leads where.
    ids : iterable of str
        The relation of each sheet.
    """
    targets: dict[str, str] = {}

    def take(name: str, found: dict[str, str]) -> None:
        if local(name) == "Relationship":
            targets[found.get("Id", "")] = found.get("Target", "")

    named = {name.casefold(): name for name in archive.members}
    parse_member(archive, relations, take)
    parts = []
    for one in ids:
        target = targets.get(one, "").lstrip("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        parts.append(named.get(path.casefold(), ""))
    return parts


def parse_member(
    archive: Archive, name: str, start: Start, end: End | None = None, text: Text | None = None
) -> None:
    """Parse a member; names of members do not differ by capitals."""
    found = next((one for one in archive.members if one.casefold() == name.casefold()), None)
    if found is None:
        raise SourceError(f"{archive.where} lacks its part {name}; it is damaged or no workbook.")
    parse_xml(archive.chunks(found), f"{archive.where}, part {name}", start, end, text)
