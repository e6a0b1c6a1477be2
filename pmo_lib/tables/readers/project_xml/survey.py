"""What has to be known of a plan before its records are read: its own fields, and the others'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from pmo_lib.tables.readers.project_xml.calendars import PlanCalendar, read_calendar
from pmo_lib.tables.readers.project_xml.elements import (
    Field,
    Record,
    below,
    is_true,
    read_fields,
    text_below,
)
from pmo_lib.tables.readers.project_xml.rules import moment
from pmo_lib.tables.readers.project_xml.stream import Element, Part, Plan, local

__all__ = ["TAGS", "Kind", "Survey", "read_resource", "survey", "without_none"]

Kind: TypeAlias = Literal[
    "Project",
    "Calendar",
    "CalendarDay",
    "Task",
    "TaskBaseline",
    "Link",
    "Resource",
    "Assignment",
    "ResourceWeek",
]

TAGS: Final[Mapping[Kind, str]] = {
    "CalendarDay": "Calendar",
    "TaskBaseline": "Baseline",
    "Link": "PredecessorLink",
    "ResourceWeek": "TimephasedData",
}
"""Elements of the kinds that are not called by their own."""

_DATES: Final = (
    *("Start", "Finish", "ActualStart", "ActualFinish", "EarlyStart", "LateFinish"),
    *("ConstraintDate", "Deadline", "ManualStart", "ManualFinish"),
)
_RESOURCES: Final = {"0": "material", "1": "work", "2": "cost"}


@dataclass
class Survey:
    """What has to be known of a plan before its records are read.

    Parameters
    ----------
    project : dict of str to Field
        The plan's own fields.
    resources : dict of str to Record
        Resources by their number.
    calendars : list of PlanCalendar
        All calendars.
    span : list of datetime.date
        First and last day that the plan names; empty where it names none.
    embedded : collections.Counter of str
        How many elements stand in plans that are embedded in tasks, by name.
    notes : collections.Counter of str
        What else was left out, by rule.
    """

    project: dict[str, Field] = field(default_factory=dict)
    resources: dict[str, Record] = field(default_factory=dict)
    calendars: list[PlanCalendar] = field(default_factory=list)
    span: list[date] = field(default_factory=list)
    embedded: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    def left_out(self, kind: Kind) -> int:
        """Count the records of a kind that stand in embedded plans."""
        return self.embedded[TAGS.get(kind, kind)]

    def _see(self, text: str) -> None:
        found = moment(text)
        if found is not None:
            day = found.date()
            self.span = [min([day, *self.span]), max([day, *self.span])]

    def see_task(self, element: Element) -> None:
        """Note the days that a task names, and a plan within it."""
        for name in _DATES:
            self._see(text_below(element, name))
        for baseline in below(element, "Baseline"):
            for name in ("Start", "Finish"):
                self._see(text_below(baseline, name))
        for plan in below(element, "Project"):
            self.embedded.update(local(one) for one in plan.iter())

    def see_project(self, root: Element) -> None:
        """Note the plan's own fields."""
        self.project = read_fields(root, "").fields
        for name in ("StartDate", "FinishDate"):
            self._see(text_below(root, name))


def survey(plan: Plan, kind: Kind) -> Survey:
    """Go through a plan once, for what the records of a kind need of the others."""
    found = Survey()
    for part in plan.parts("Calendar", "Task", "Resource"):
        match local(part.element):
            case "Calendar" if kind == "CalendarDay":
                found.calendars.append(read_calendar(part.element, part.path))
            case "Task":
                found.see_task(part.element)
            case "Resource" if kind in ("Assignment", "ResourceWeek"):
                record = read_resource(part)
                found.resources[record.text("UID")] = record
    found.see_project(plan.properties)
    return found


def read_resource(part: Part) -> Record:
    """Read a resource, with what it is and whether it is a person."""
    record = without_none(read_fields(part.element, part.path))
    at = record.fields.get("Type", Field("", record.line, record.path))
    word = _RESOURCES.get(at.text.strip(), "")
    if is_true(record.text("IsCostResource")):
        at, word = record.fields["IsCostResource"], "cost"
    record.fields["Kind"] = at._replace(text=word)
    generic = is_true(record.text("IsGeneric"))
    by = record.fields["IsGeneric"] if generic else at
    record.fields["Person"] = by._replace(text="1" if word == "work" and not generic else "0")
    return record


def without_none(record: Record) -> Record:
    """Empty the numbers that stand for no calendar."""
    for name in ("CalendarUID", "BaseCalendarUID"):
        if record.text(name) == "-1":
            record.fields[name] = record.fields[name]._replace(text="")
    return record
