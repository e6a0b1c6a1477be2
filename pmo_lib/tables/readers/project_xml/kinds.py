"""Records of each kind that a plan has, with what the reader adds to the fields of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.project_xml.calendars import calendar_days
from pmo_lib.tables.readers.project_xml.elements import Field, Record, below, is_true, read_fields
from pmo_lib.tables.readers.project_xml.stream import Part, Plan
from pmo_lib.tables.readers.project_xml.survey import (
    TAGS,
    Kind,
    Survey,
    read_resource,
    without_none,
)
from pmo_lib.tables.readers.project_xml.weeks import Weeks

__all__ = ["CONTAINERS", "records"]

CONTAINERS: Final[Mapping[Kind, str]] = {
    "Project": "Project",
    "Calendar": "Project/Calendars",
    "CalendarDay": "Project/Calendars",
    "Task": "Project/Tasks",
    "TaskBaseline": "Project/Tasks",
    "Link": "Project/Tasks",
    "Resource": "Project/Resources",
    "Assignment": "Project/Assignments",
    "ResourceWeek": "Project/Assignments",
}
"""Path of the element that holds the records of each kind."""

_ELAPSED: Final = frozenset({"4", "6", "8", "10", "12", "20", "36", "38", "40", "42", "44", "52"})
_PERCENT: Final = frozenset({"19", "20", "51", "52"})
_DURATIONS: Final = ("Duration", "ActualDuration", "RemainingDuration", "ManualDuration")
_MOST_DAYS: Final = 36_525


def records(plan: Plan, kind: Kind, known: Survey, days_after: int) -> Iterator[Record]:
    """Give the records of a kind, each with the plan's own fields as ``Project/...``.

    Parameters
    ----------
    plan : Plan
        The file.
    kind : str
        What is read as a record.
    known : Survey
        What :func:`~pmo_lib.tables.readers.project_xml.survey.survey` found.
    days_after : int
        So many days after the last that the plan names are days of its calendars too.

    Raises
    ------
    SourceError
        The file is no plan, or the days that it names are more than a hundred years.
    """
    project = {f"Project/{name}": _of_project(one) for name, one in known.project.items()}
    for record in _records(plan, kind, known, days_after):
        if kind != "Project":
            record.fields.update(project)
        yield record


def _of_project(one: Field) -> Field:
    return one._replace(path=f"/Project/{one.path}")


def _records(plan: Plan, kind: Kind, known: Survey, days_after: int) -> Iterator[Record]:
    match kind:
        case "Project":
            yield Record(1, "", dict(known.project))
        case "CalendarDay":
            yield from _days(plan, known, days_after)
        case "Task":
            yield from _tasks(plan)
        case "TaskBaseline" | "Link":
            for part in plan.parts("Task"):
                yield from _below_task(part, TAGS[kind])
        case "ResourceWeek":
            yield from _weeks(plan, known)
        case "Resource":
            yield from map(read_resource, plan.parts(kind))
        case "Assignment":
            for part in plan.parts(kind):
                record = read_fields(part.element, part.path)
                yield _with_resource(record, known)
        case _:
            for part in plan.parts(kind):
                yield without_none(read_fields(part.element, part.path))


def _days(plan: Plan, known: Survey, days_after: int) -> Iterator[Record]:
    if not known.span:
        return
    first, last = known.span
    if (last - first).days > _MOST_DAYS:
        raise SourceError(
            f"{plan.path} names days from {first} to {last}, more than a hundred years; correct "
            "the date in the plan that is out of place."
        )
    last = date.fromordinal(last.toordinal() + days_after)
    yield from calendar_days(known.calendars, first, last)


def _tasks(plan: Plan) -> Iterator[Record]:
    above: list[tuple[int, Field]] = []
    for part in plan.parts("Task"):
        record = without_none(read_fields(part.element, part.path))
        _qualify(record.fields, _DURATIONS, "DurationFormat")
        for name in [n for n in record.fields if n.endswith("/Duration")]:
            _qualify(record.fields, (name,), name.replace("/Duration", "/DurationFormat"))
        record.fields["Kind"] = _kind(record)
        record.fields["ParentUID"] = _parent(record, above)
        yield record


def _qualify(fields: dict[str, Field], names: tuple[str, ...], format_name: str) -> None:
    """Mark durations that count all hours, so that none is read as working time."""
    if format_name in fields and fields[format_name].text.strip() in _ELAPSED:
        for name in names:
            if name in fields and fields[name].text.strip():
                text = f"{fields[name].text.strip()} elapsed"
                fields[name] = fields[name]._replace(text=text)


def _kind(record: Record) -> Field:
    """Say what a task is; the place is that of the element which says so."""
    for name, word in (
        ("ExternalTask", "external"),
        ("IsSubproject", "subproject"),
        ("Summary", "summary"),
        ("Milestone", "milestone"),
    ):
        if is_true(record.text(name)):
            return record.fields[name]._replace(text=word)
    return Field("task", record.line, record.path)


def _parent(record: Record, above: list[tuple[int, Field]]) -> Field:
    """Find the task above by the outline; blank rows have no place in it."""
    level = record.text("OutlineLevel")
    uid = record.fields.get("UID")
    if is_true(record.text("IsNull")) or not level.isdecimal() or uid is None:
        return Field("", record.line, record.path)
    while above and above[-1][0] >= int(level):
        above.pop()
    found = above[-1][1].text if above and above[-1][0] > 0 else ""
    above.append((int(level), uid))
    return record.fields["OutlineLevel"]._replace(text=found)


def _below_task(part: Part, tag: str) -> Iterator[Record]:
    """Baselines or links of a task, with its fields as ``Task/...``."""
    task = read_fields(part.element, part.path)
    for number, element in enumerate(below(part.element, tag), start=1):
        record = read_fields(element, f"{part.path}/{tag}[{number}]")
        record.fields = {
            n: f for n, f in task.fields.items() if n == "DurationFormat"
        } | record.fields
        _qualify(record.fields, ("Duration",), "DurationFormat")
        if tag == "PredecessorLink":
            _qualify_lag(record)
        record.take({n: one for n, one in task.fields.items() if "/" not in n}, "Task/")
        record.fault = record.fault or task.fault
        yield record


def _qualify_lag(record: Record) -> None:
    """Mark a lag that is a share of the predecessor's duration; say whether it counts all hours."""
    lag_format = record.text("LagFormat")
    lag = record.fields.get("LinkLag")
    if lag is not None and lag_format in _PERCENT and lag.text.strip() not in ("", "0"):
        record.fields["LinkLag"] = lag._replace(text=f"{lag.text.strip()}%")
    at = record.fields.get("LagFormat", Field("", record.line, record.path))
    record.fields["LagElapsed"] = at._replace(text="1" if lag_format in _ELAPSED else "0")


def _weeks(plan: Plan, known: Survey) -> Iterator[Record]:
    weeks = Weeks()
    for part in plan.parts("Assignment"):
        weeks.add(part)
    for record in weeks.records():
        yield _with_resource(record, known)
    known.notes["timephased data that is no remaining or actual work"] += weeks.other


def _with_resource(record: Record, known: Survey) -> Record:
    """Add the fields of the resource as ``Resource/...``, each with its own place."""
    resource = known.resources.get(record.text("ResourceUID"))
    if resource is not None:
        fields = {
            name: one._replace(path=f"/{CONTAINERS['Resource']}/{one.path}")
            for name, one in resource.fields.items()
            if "/" not in name
        }
        record.take(fields, "Resource/")
    return record
