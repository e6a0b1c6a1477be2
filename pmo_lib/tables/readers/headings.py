"""Finding fields by their headings: by name or pattern, each heading of the file accounted for."""

from __future__ import annotations

import difflib
import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.records import tidied

__all__ = ["Found", "Group", "Heading", "Headings", "Repeat", "find", "holds_required"]

SHOWN: Final = 60
"""At most so many characters of a heading stand in a message."""


@dataclass(frozen=True)
class Heading:
    """What a field is called in a file.

    Parameters
    ----------
    names : tuple of str
        Names held to the heading with whitespace folded; capitals do not count.
    patterns : tuple of str
        Regular expressions searched for in it.
    required : bool
        Whether a file without it is refused.
    """

    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    required: bool = True

    @functools.cached_property
    def folded(self) -> frozenset[str]:
        """Names as they are compared."""
        return frozenset(tidied(name).casefold() for name in self.names)

    @functools.cached_property
    def compiled(self) -> tuple[re.Pattern[str], ...]:
        """Patterns as they are searched for."""
        return tuple(re.compile(pattern) for pattern in self.patterns)

    def matches(self, text: str) -> bool:
        """Whether a heading, its whitespace folded, is this field's."""
        return text.casefold() in self.folded or any(p.search(text) for p in self.compiled)

    def mentions(self, mark: str) -> bool:
        """Whether a name or pattern holds a mark such as ``{n}``."""
        return any(mark in text for text in (*self.names, *self.patterns))

    def filled(self, mark: str, value: str) -> Heading:
        """Put a value in place of a mark."""
        names = tuple(name.replace(mark, value) for name in self.names)
        patterns = tuple(pattern.replace(mark, re.escape(value)) for pattern in self.patterns)
        return Heading(names, patterns, self.required)

    def __str__(self) -> str:
        """Say what is looked for."""
        return " or ".join([*map(repr, self.names), *(f"/{p}/" for p in self.patterns)])


@dataclass(frozen=True)
class Repeat:
    """A group of fields that a file gives several times for one record.

    ``{field}`` in the group's headings stands for one of the ``values``; the field of that name
    takes the value itself.
    """

    field: str
    values: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What stands for the value in headings."""
        return "{" + self.field + "}"


@dataclass
class Index:
    """Fields by what they are called: the group's value (none for all groups) and the name."""

    names: dict[str, set[tuple[str | None, str]]]
    patterns: list[tuple[re.Pattern[str], tuple[str | None, str]]]

    @classmethod
    def of(cls, headings: Headings) -> Index:
        """Index all fields of all groups."""
        index = cls({}, [])
        repeated = headings.repeated()
        for number, (value, fields) in enumerate(headings.groups.items()):
            for name, heading in fields.items():
                if number and name not in repeated:
                    continue
                found = (value if name in repeated else None, name)
                for text in heading.folded:
                    index.names.setdefault(text, set()).add(found)
                index.patterns += [(pattern, found) for pattern in heading.compiled]
        return index

    def of_heading(self, text: str) -> set[tuple[str | None, str]]:
        """Fields that a heading, its whitespace folded, stands for."""
        named = self.names.get(text.casefold(), set())
        return named | {found for pattern, found in self.patterns if pattern.search(text)}


@dataclass(frozen=True)
class Headings:
    """All headings that a record set knows.

    Parameters
    ----------
    fields : mapping of str to Heading
        By field name.
    ignored : tuple of (str, str)
        Pattern and rule of headings that are not read.
    repeat : Repeat, optional
        The group that is repeated.
    """

    fields: Mapping[str, Heading]
    ignored: tuple[tuple[str, str], ...] = ()
    repeat: Repeat | None = None

    @functools.cached_property
    def index(self) -> Index:
        """Fields by what they are called."""
        return Index.of(self)

    @functools.cached_property
    def leaving_out(self) -> list[tuple[re.Pattern[str], str]]:
        """Patterns, and the rules, of headings that are not read."""
        return [(re.compile(pattern), rule) for pattern, rule in self.ignored]

    @functools.cached_property
    def groups(self) -> dict[str, dict[str, Heading]]:
        """Headings of each group by the value repeated; without a repeat, of the one group ``""``.

        Fields that are not repeated stand in each group.
        """
        if self.repeat is None:
            return {"": dict(self.fields)}
        mark = self.repeat.mark
        return {
            value: {name: heading.filled(mark, value) for name, heading in self.fields.items()}
            for value in self.repeat.values
        }

    def repeated(self) -> frozenset[str]:
        """Names of the fields that are repeated."""
        if self.repeat is None:
            return frozenset()
        mark = self.repeat.mark
        return frozenset(name for name, heading in self.fields.items() if heading.mentions(mark))


@dataclass(frozen=True)
class Group:
    """Where one group's fields stand: field name to position of its heading."""

    value: str
    at: Mapping[str, int]


@dataclass
class Found:
    """Where all fields stand, and the headings left out, by rule."""

    groups: list[Group] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


def holds_required(headings: Headings, texts: Sequence[str]) -> bool:
    """Whether some headings have all that are required (of the first group that is repeated)."""
    group = next(iter(headings.groups.values()))
    folded = [tidied(text) for text in texts]
    wanted = [heading for heading in group.values() if heading.required]
    return bool(wanted) and all(any(one.matches(text) for text in folded) for one in wanted)


def find(
    headings: Headings, texts: Mapping[int, str], *, where: str, what: str = "column"
) -> Found:
    """Find the position of every field.

    Parameters
    ----------
    headings : Headings
        What is looked for.
    texts : mapping of int to str
        The file's headings, whitespace folded, by position; without the blank ones.
    where : str
        File and sheet, for messages.
    what : str
        What carries a heading: a column or a row.

    Raises
    ------
    SourceError
        A heading is unknown, stands for several fields or stands twice, or a required one is not
        there.
    """
    found = Found()
    groups = headings.groups
    at: dict[str, dict[str, int]] = {value: {} for value in groups}
    unknown: dict[str, str] = {}
    for position, text in texts.items():
        place = f"{where}, {what} {position}"
        names = headings.index.of_heading(text)
        if not names:
            if not _left_out(headings, found, text):
                unknown.setdefault(text, place)
            continue
        if len(names) > 1:
            raise SourceError(
                f"{place}: the heading {text[:SHOWN]!r} matches "
                f"{', '.join(sorted({name for _, name in names}))}; "
                "make their patterns tell them apart."
            )
        ((value, name),) = names
        for one in groups if value is None else [value]:
            if name in at[one]:
                raise SourceError(
                    f"{place}: the heading {text[:SHOWN]!r} gives {name} again, "
                    f"which {what} {at[one][name]} gave."
                )
            at[one][name] = position
    _close(headings, groups, at, found, list(texts.values()), where)
    for text, place in unknown.items():
        raise SourceError(
            f"{place}: the heading {text[:SHOWN]!r} matches no field of the mapping; add the "
            "field, or name it under ignored_headings with a rule."
        )
    return found


def _left_out(headings: Headings, found: Found, text: str) -> bool:
    """Whether a rule leaves out a heading; then it is counted."""
    rule = next((rule for p, rule in headings.leaving_out if p.search(text)), None)
    if rule is not None:
        found.notes[rule] += 1
    return rule is not None


def _close(
    headings: Headings,
    groups: Mapping[str, Mapping[str, Heading]],
    at: Mapping[str, Mapping[str, int]],
    found: Found,
    texts: Sequence[str],
    where: str,
) -> None:
    """Keep the groups that are there; refuse one that lacks a required heading."""
    repeated = headings.repeated()
    for value, fields in groups.items():
        if repeated and not repeated & set(at[value]):
            found.notes[f"no group {value!r} of {headings.repeat and headings.repeat.field}"] += 1
            continue
        lacking = [n for n, h in fields.items() if h.required and n not in at[value]]
        if lacking:
            listed = "; ".join(f"{name} ({fields[name]})" for name in lacking)
            raise SourceError(
                f"{where} lacks the heading of {listed}.{_nearest(fields, lacking, texts)}"
            )
        found.groups.append(Group(value, at[value]))
    if not found.groups:
        raise SourceError(f"{where} holds none of the groups {', '.join(groups)} of the mapping.")


def _nearest(fields: Mapping[str, Heading], lacking: Sequence[str], texts: Sequence[str]) -> str:
    for name in lacking:
        for wanted in fields[name].names:
            near = difflib.get_close_matches(wanted, texts, n=1, cutoff=0.6)
            if near:
                return f" Did the heading {near[0][:SHOWN]!r} replace it? Then add it as a name."
    listed = ", ".join(repr(text[:30]) for text in texts[:8])
    return f" Found: {listed}{' and more' if len(texts) > 8 else ''}."
