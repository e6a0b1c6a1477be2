"""Aliases: what is the same under another id, as decided by a person in a file.

One file a source, ``params/aliases/<source>.yml``::

    # What is the same, decided by a person. Applied when the store is read, to this source's rows.
    projects:
      - {alias: DH-0001, is: DOH-0001, decided: 2026-11-25, by: PMO analyst, why: "new code DOH"}

Its keys are the tables ``projects``, ``clients``, ``programmes`` and ``people``. Decisions may
follow each other (A is B, B is C). Nothing of this is written into the store: delete a line, and
the rows are read as they were loaded.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pmo_lib.errors import MappingError, ParameterError, allowed_words
from pmo_lib.tables.mapping.located import Located, read_located
from pmo_lib.tables.schemas import ID_PATTERN
from pmo_lib.tables.store import parts
from pmo_lib.tables.store.parts import Stamp

__all__ = ["SUBJECTS", "Decision", "Decisions", "read_decisions"]

SUBJECTS: Final = ("projects", "clients", "programmes", "people")
"""Tables whose ids may be decided to be the same."""

_Id = Annotated[str, Field(pattern=ID_PATTERN.replace(r"\Z", "$"))]
_Text = Annotated[str, Field(min_length=1)]


def _unquoted(given: Any) -> Any:
    """Give a day that was written in quotes as the day."""
    with contextlib.suppress(TypeError, ValueError):
        return date.fromisoformat(given)
    return given


class _Line(BaseModel):
    """One decision as the file has it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    alias: _Id
    is_: _Id = Field(alias="is")
    decided: Annotated[date, BeforeValidator(_unquoted)]
    by: _Text
    why: _Text


class _File(BaseModel):
    """A whole file of decisions."""

    model_config = ConfigDict(extra="forbid")

    projects: list[_Line] | None = None
    clients: list[_Line] | None = None
    programmes: list[_Line] | None = None
    people: list[_Line] | None = None


@dataclass(frozen=True)
class Decision:
    """One id of a table is another: who decided it, when and why, and on which line it stands."""

    table: str
    alias: str
    is_: str
    decided: date
    by: str
    why: str
    place: str

    def __str__(self) -> str:
        return f"{self.place}: {self.alias!r} is {self.is_!r} (decided {self.decided} by {self.by})"


@dataclass(frozen=True)
class Decisions:
    """All decisions on one source, in the file's order."""

    entries: tuple[Decision, ...] = ()

    def names(self, table: str, known_by: date | None = None) -> dict[str, str]:
        """Give the id that each alias of a table is read as.

        Parameters
        ----------
        table : str
            One of :data:`SUBJECTS`.
        known_by : datetime.date, optional
            Decisions after this day are left out.

        Examples
        --------
        >>> one = Decision("projects", "A", "B", date(2026, 11, 25), "me", "renamed", "a.yml")
        >>> two = Decision("projects", "B", "C", date(2026, 12, 1), "me", "renamed", "a.yml")
        >>> Decisions((one, two)).names("projects")
        {'A': 'C', 'B': 'C'}
        >>> Decisions((one, two)).names("projects", known_by=date(2026, 11, 30))
        {'A': 'B'}
        """
        steps = {
            entry.alias: entry.is_
            for entry in self.entries
            if entry.table == table and (known_by is None or entry.decided <= known_by)
        }
        return {alias: _end(steps, alias) for alias in steps}

    def of(self, table: str, alias: str) -> Decision:
        """Find the decision on one alias."""
        return next(e for e in self.entries if (e.table, e.alias) == (table, alias))

    def check_consistent(self) -> None:
        """Refuse an alias that is decided twice in different ways, and circles.

        Raises
        ------
        ParameterError
            With the lines that do not agree.
        """
        steps: dict[tuple[str, str], Decision] = {}
        for entry in self.entries:
            first = steps.setdefault((entry.table, entry.alias), entry)
            if first.is_ != entry.is_:
                raise ParameterError(
                    f"{entry}, but {first.place} says that it is {first.is_!r}; "
                    "keep one of the two."
                )
        for table, alias in steps:
            passed, step = [alias], steps[table, alias]
            while (table, step.is_) in steps and step.is_ not in passed:
                passed.append(step.is_)
                step = steps[table, step.is_]
            if step.is_ in passed:
                circle = " is ".join([*passed[passed.index(step.is_) :], step.is_])
                raise ParameterError(
                    f"{step} goes round in a circle: {circle}; leave one of these out."
                )

    def check_held(self, table: str, own: Iterable[str], every: Iterable[str]) -> None:
        """Hold the ids of one table's decisions to those that the store has.

        Parameters
        ----------
        table : str
            One of :data:`SUBJECTS`.
        own : iterable of str
            Ids that the source has had.
        every : iterable of str
            Ids that any source has had.

        Raises
        ------
        ParameterError
            The source never had an alias, or no source what it is said to be.
        """
        own, every = set(own), set(every)
        for entry in self.entries:
            if entry.table != table:
                continue
            for key, given, held in (("alias", entry.alias, own), ("is", entry.is_, every)):
                if given not in held:
                    raise ParameterError(
                        f"{entry.place}: the store holds no {key} {given!r} in the table {table}; "
                        f"{allowed_words(given, sorted(held))}. Correct the id, or delete the line."
                    )


def read_decisions(path: Path) -> Decisions:
    """Read the decisions on one source.

    Parameters
    ----------
    path : pathlib.Path
        Such as ``params/aliases/gmpp.yml``; a file that is not there has no decisions.

    Raises
    ------
    ParameterError
        The file is no YAML, a key or value is wrong, an alias is decided twice in different ways,
        or decisions go round in a circle; the message names file, line and the nearest word.
    """
    try:
        return _read(path, parts.stamp(path))
    except FileNotFoundError:
        return Decisions()


@functools.cache
def _read(path: Path, _: Stamp) -> Decisions:
    try:
        located = read_located(path)
    except MappingError as error:
        raise ParameterError(f"The decisions on aliases cannot be read. {error}") from error
    try:
        found = _File.model_validate({} if located.content is None else located.content)
    except ValidationError as error:
        raise _fault(located, error) from error
    decisions = Decisions(tuple(_entries(found, located)))
    decisions.check_consistent()
    return decisions


def _entries(found: _File, located: Located) -> Iterator[Decision]:
    for table in SUBJECTS:
        for number, line in enumerate(getattr(found, table) or ()):
            place = f"{located.path}, line {located.lines[table, number]}"
            yield Decision(table=table, place=place, **line.model_dump())


def _end(steps: Mapping[str, str], alias: str) -> str:
    while alias in steps:
        alias = steps[alias]
    return alias


def _fault(located: Located, error: ValidationError) -> ParameterError:
    faults = error.errors()
    first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    place = [*first["loc"]]
    if first["type"] == "extra_forbidden":
        message = f"unknown key {place[-1]!r}; {allowed_words(str(place[-1]), _keys(place))}"
    elif first["type"] == "missing":
        message = f"the key {place[-1]!r} is missing; a decision has {', '.join(_keys(place))}"
    else:
        expected = _EXPECTED.get(first["type"], "keys and lists of decisions")
        message = f"expected {expected}, found {first['input']!r}"
    return ParameterError(str(located.error(place, message)))


_EXPECTED: Final = {
    "date_type": "a day such as 2026-11-25",
    "list_type": "a list of decisions",
    "string_pattern_mismatch": "an id of letters, digits, '.', '_', '-'",
    "string_too_short": "some text",
    "string_type": "text, in quotes",
}
"""What is to stand there, by pydantic's name of the fault."""


def _keys(place: list[Any]) -> list[str]:
    model = _Line if len(place) > 1 else _File
    return [field.alias or name for name, field in model.model_fields.items()]
