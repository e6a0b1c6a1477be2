"""Plans as Microsoft Project writes them in XML, since its version of 2003.

The fields of a record are its elements, by name: ``UID``, ``Name``, ``Start``. Of several elements
of a kind, each is named by what tells it from the others: ``Baseline[Number=0]/Finish``,
``ExtendedAttribute[FieldID=188743731]/Value``. A record also has the fields of what holds it:
``Project/Name``, ``Task/UID`` of a link, ``Calendar/UID`` of a day. The place of a value is the
path of its element and its line in the file.

Texts are as the file has them, but for these:

- a duration whose format counts all hours is followed by ``elapsed``, so that it is not read as
  working time; a lag that is a share of the predecessor's duration is followed by ``%``;
- -1 in ``CalendarUID`` and ``BaseCalendarUID``, which stands for none, is empty.

Added are ``Kind`` of a task (``task``, ``summary``, ``milestone``, ``external``, ``subproject``),
its ``ParentUID`` (the task above it in the outline, but for the plan's own summary), ``Kind`` of
a resource (``work``, ``material``, ``cost``) and ``Person`` (1 for a work resource that is not
generic), and ``LagElapsed`` of a link.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import ClassVar, Final, Literal

import numpy as np
from pydantic import Field as Setting

from pmo_lib.tables.keys import Keys, Ruled
from pmo_lib.tables.readers.headings import Found, Headings, find
from pmo_lib.tables.readers.named import named_batches
from pmo_lib.tables.readers.project_xml.elements import Field, Record
from pmo_lib.tables.readers.project_xml.kinds import CONTAINERS, records
from pmo_lib.tables.readers.project_xml.stream import Plan
from pmo_lib.tables.readers.project_xml.survey import Kind, Survey, survey
from pmo_lib.tables.readers.records import TEXT, Batch, Cells, Reading

__all__ = ["IgnoredRecord", "PlanReader", "ProjectXmlReader", "read_plan"]

_BATCH: Final = 5_000
_EMBEDDED: Final = "in a plan that is embedded in a task"

_Rule = tuple[str, re.Pattern[str], str]
"""A field, a pattern of its text, and the name of the rule by which the record is left out."""


class IgnoredRecord(Ruled):
    """Records that are not read, by a named rule: those whose field matches the pattern.

    ``heading`` names the field; one that the record lacks is an empty text.
    """

    heading: str


class PlanReader(Keys):
    """What is read of a plan, whatever its file is; see :class:`ProjectXmlReader`."""

    of_files: ClassVar[bool] = True
    element: Kind
    ignored_records: list[IgnoredRecord] = Setting(default_factory=list)
    days_after: int = Setting(0, ge=0, le=3660)


class ProjectXmlReader(PlanReader):
    """A plan in Microsoft Project XML.

    ``element`` is what is read as a record: the ``Project``, a ``Calendar``, ``CalendarDay``,
    ``Task``, ``TaskBaseline``, ``Link``, ``Resource``, ``Assignment`` or ``ResourceWeek``.

    A *calendar day* has ``Day``, ``WorkingHours``, ``Opens``, ``Closes`` (hours after midnight) and
    ``Exception`` (why it differs from its day of the week), for every calendar and every day from
    the first to the last that the plan and its tasks name, and ``days_after`` more; the load says
    which. Its place is that of the rule that decides. A *resource week* has ``ResourceUID``,
    ``Week`` (its Monday) and ``Work``, remaining and actual, added up from timephased data, and the
    fields of the resource as ``Resource/...``; its place is that of the first of them.
    """

    type: Literal["project_xml"]

    def open(self, path: Path, headings: Headings) -> Reading:
        """Read the records of a plan.

        Raises
        ------
        SourceError
            As its batches are read: the file is no plan, is damaged, or lacks a required element.
            A plan without records of the kind gives none.
        """
        reading = Reading(path.name, iter(()))
        reading.batches = read_plan(path, self, headings, reading)
        return reading


def read_plan(
    path: Path, reader: PlanReader, headings: Headings, reading: Reading
) -> Iterator[Batch]:
    """Read the records of a plan in Microsoft Project XML.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    reader : PlanReader
        What is read as a record.
    headings : Headings
        Fields to look for.
    reading : Reading
        Gets what was left out and found out.

    Raises
    ------
    SourceError
        As of :meth:`ProjectXmlReader.open`.
    """
    plan = Plan(path)
    known = survey(plan, reader.element)
    if known.left_out(reader.element):
        reading.ignored[_EMBEDDED] += known.left_out(reader.element)
    if reader.element == "CalendarDay" and known.span:
        first, last = known.span
        more = f", and {reader.days_after} days" if reader.days_after else ""
        reading.stated["days"] = f"{first} to {last}{more}"
    rules = [(one.heading, re.compile(one.pattern), one.rule) for one in reader.ignored_records]
    names = _names(plan, reader, known, rules)
    found = Found()
    if names:
        texts = dict(enumerate(names, start=1))
        found = find(headings, texts, where=f"{plan.path}", what="element")
    reading.notes.update(found.notes)
    kept = _kept(plan, reader, known, rules, reading)
    while chunk := list(islice(kept, _BATCH)):
        sound = [one for one in chunk if one.fault is None]
        yield from named_batches(
            found,
            len(sound),
            functools.partial(_cells, sound, names),
            headings,
            reading,
            sheet=CONTAINERS[reader.element],
            faults=[one.fault for one in chunk if one.fault is not None],
        )
    reading.notes.update(+known.notes)


def _names(plan: Plan, reader: PlanReader, known: Survey, rules: Sequence[_Rule]) -> list[str]:
    """Names of the fields of all records that are kept."""
    names: dict[str, None] = {}
    for record in records(plan, reader.element, known, reader.days_after):
        if record.fault is None and _rule_of(record, rules) is None:
            names.update(dict.fromkeys(record.fields))
    known.notes.clear()
    return list(names)


def _kept(
    plan: Plan,
    reader: PlanReader,
    known: Survey,
    rules: Sequence[_Rule],
    reading: Reading,
) -> Iterator[Record]:
    """Give the records that no rule leaves out."""
    for record in records(plan, reader.element, known, reader.days_after):
        rule = None if record.fault else _rule_of(record, rules)
        if rule is None:
            for name, count in record.nested.items():
                reading.notes[f"{name}: no field of {reader.element}"] += count
            yield record
        else:
            reading.ignored[rule] += 1


def _rule_of(record: Record, rules: Sequence[_Rule]) -> str | None:
    return next((rule for name, p, rule in rules if p.search(record.text(name))), None)


def _cells(sound: Sequence[Record], names: Sequence[str], at: int) -> Cells:
    """One field of some records; where a record lacks it, the place where it would stand."""
    name = names[at - 1]
    fields = [one.fields.get(name) or _lacking(one, name) for one in sound]
    kinds = np.array([one.kind for one in fields])
    return Cells(
        np.array([one.text for one in fields], dtype=object),
        np.array([one.line for one in fields], dtype=np.int64),
        np.array([one.path for one in fields], dtype=object),
        lettered=False,
        kind=None if (kinds == TEXT).all() else kinds,
    )


def _lacking(record: Record, name: str) -> Field:
    return Field("", record.line, f"{record.path}/{name}" if record.path else name)
