"""The fields of an element: its children that hold text, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pmo_lib.tables.parsers import Kind
from pmo_lib.tables.readers.project_xml.stream import Element, local, qualified
from pmo_lib.tables.readers.records import Fault

__all__ = ["Field", "Record", "below", "is_true", "read_fields", "text_below"]

_KEYS: Final = {"Baseline": "Number", "ExtendedAttribute": "FieldID", "OutlineCode": "FieldID"}
"""Children that an element has several of, each with the child that tells it from the others."""


class Field(NamedTuple):
    """Text of an element, with its line in the file and the path that leads to it."""

    text: str
    line: int
    path: str
    kind: Kind = "t"


@dataclass
class Record:
    """What is read as one record.

    Parameters
    ----------
    line : int
        Line of the element in the file.
    path : str
        Path that leads to it, from the element that holds all of its kind.
    fields : dict of str to Field
        By name: ``Start``, or ``Baseline[Number=0]/Start``.
    nested : collections.Counter of str
        Children that hold elements and are not read as fields.
    fault : Fault or None
        Why the element is no record.
    """

    line: int
    path: str
    fields: dict[str, Field] = field(default_factory=dict)
    nested: Counter[str] = field(default_factory=Counter)
    fault: Fault | None = None

    def text(self, name: str) -> str:
        """Give the text of a field; of one that is not there, none."""
        found = self.fields.get(name)
        return found.text.strip() if found else ""

    def take(self, fields: Mapping[str, Field], prefix: str) -> None:
        """Add the fields of another element under its name: ``Project/Name``."""
        self.fields.update({prefix + name: one for name, one in fields.items()})


def read_fields(element: Element, path: str) -> Record:
    """Read the fields of an element.

    Parameters
    ----------
    element : element
        Whose children are the fields.
    path : str
        Path that leads to it.
    """
    record = Record(element.sourceline or 0, path)
    at = f"{path}/" if path else ""
    for child in element:
        name = local(child)
        if not len(child):
            _put(record, name, child, at + name)
        elif name in _KEYS:
            key = _KEYS[name]
            named = f"{name}[{key}={text_below(child, key)}]/"
            for inner in child:
                if not len(inner):
                    _put(record, named + local(inner), inner, at + named + local(inner))
        else:
            record.nested[name] += 1
    return record


def _put(record: Record, name: str, element: Element, path: str) -> None:
    line = element.sourceline or record.line
    text = element.text or ""
    if name in record.fields:
        rule = f"element: {name} once; it stands twice"
        raw = f"{record.fields[name].text} | {text}"
        record.fault = Fault(line, path, raw, rule, "each element once")
    record.fields[name] = Field(text, line, path)


def below(element: Element, *names: str) -> list[Element]:
    """Give the elements that a path of names leads to."""
    return list(element.iterfind("/".join(qualified(name) for name in names)))


def text_below(element: Element, *names: str) -> str:
    """Give the text of the first element that a path of names leads to, or none."""
    return str(element.findtext("/".join(qualified(name) for name in names)) or "").strip()


def is_true(text: str) -> bool:
    """Whether a text is true, as XML writes it."""
    return text in ("1", "true")
