"""Working hours of each day: a calendar's week, other work weeks and exceptions, and its base's.

On each day the first that is there decides: an exception of the calendar, then of its base; a
work week of the calendar, then of its base, in which a day that it does not name is not worked;
the day of the week of the calendar, then of its base.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pmo_lib.tables.parsers import text_of
from pmo_lib.tables.readers.project_xml.elements import (
    Field,
    Record,
    below,
    read_fields,
    text_below,
)
from pmo_lib.tables.readers.project_xml.recurrence import Recurrence, rank
from pmo_lib.tables.readers.project_xml.rules import Broken, DayRule, day_rule, recurrence_of
from pmo_lib.tables.readers.project_xml.stream import Element

__all__ = ["DAY_FIELDS", "PlanCalendar", "calendar_days", "read_calendar"]

DAY_FIELDS = ("Day", "WorkingHours", "Opens", "Closes", "Exception")
"""Fields of a day, beside those of its calendar."""

_MOST_BASES = 20

_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")

Week = Mapping[int, DayRule]
"""Rules by the number of the weekday: 0 Sunday ... 6 Saturday."""


@dataclass(eq=False)
class PlanCalendar:
    """A calendar as the file has it; ``broken`` says why it cannot be used."""

    record: Record
    week: Week = field(default_factory=dict)
    work_weeks: list[tuple[date, date, Week]] = field(default_factory=list)
    exceptions: list[tuple[Recurrence, DayRule]] = field(default_factory=list)
    broken: Broken | None = None

    @property
    def uid(self) -> str:
        """The number by which the plan names it."""
        return self.record.text("UID")

    @property
    def base(self) -> str:
        """The number of the calendar on which it rests."""
        return self.record.text("BaseCalendarUID")

    def dated(self, until: date) -> dict[date, DayRule]:
        """Give the rules of days with an exception, up to a day."""
        found = {}
        for recurrence, rule in sorted(self.exceptions, key=lambda one: rank(one[0])):
            found.update(dict.fromkeys(recurrence.days(until), rule))
        return found

    def work_week(self, day: date) -> Week | None:
        """Give the work week that holds on a day."""
        return next((week for first, last, week in self.work_weeks if first <= day <= last), None)


def read_calendar(element: Element, path: str) -> PlanCalendar:
    """Read a calendar's fields and rules."""
    found = PlanCalendar(read_fields(element, path))
    found.record.nested.clear()
    try:
        found.week = _week(element, path)
        found.work_weeks = [
            (*_span(one, inner), _whole_week(one, inner))
            for one, inner in _numbered(element, path, "WorkWeeks", "WorkWeek")
            if below(one, "WeekDays", "WeekDay")
        ]
        found.exceptions = list(_exceptions(element, path))
    except Broken as broken:
        found.broken = broken
    return found


def _numbered(element: Element, path: str, *names: str) -> Iterator[tuple[Element, str]]:
    """Elements below, each with the path that leads to it."""
    for number, one in enumerate(below(element, *names), start=1):
        yield one, f"{path}/{'/'.join(names)}[{number}]"


def _week(element: Element, path: str) -> dict[int, DayRule]:
    week = {}
    for one, inner in _numbered(element, path, "WeekDays", "WeekDay"):
        kind = text_below(one, "DayType")
        if kind in set("1234567"):
            week[int(kind) - 1] = day_rule(one, inner)
        elif kind != "0":
            raise Broken(f"calendar: a day of the week from 1 to 7, not {kind!r}", one, inner)
    return week


def _whole_week(element: Element, path: str) -> dict[int, DayRule]:
    """Rules of a work week: a day that it does not name is not worked."""
    line = element.sourceline or 0
    name = text_below(element, "Name") or None
    idle = DayRule(0, None, None, name, line, path)
    return dict.fromkeys(range(7), idle) | {
        day: rule.named(name) for day, rule in _week(element, path).items()
    }


def _span(element: Element, path: str) -> tuple[date, date]:
    recurrence = recurrence_of(element, path)
    return recurrence.first, recurrence.last or recurrence.first


def _exceptions(element: Element, path: str) -> Iterator[tuple[Recurrence, DayRule]]:
    """Exceptions; those among the days of the week repeat the others for older programs."""
    for one, inner in _numbered(element, path, "Exceptions", "Exception"):
        name = text_below(one, "Name") or None
        yield recurrence_of(one, inner), day_rule(one, inner).named(name)
    if not below(element, "Exceptions", "Exception"):
        for one, inner in _numbered(element, path, "WeekDays", "WeekDay"):
            if text_below(one, "DayType") == "0":
                yield recurrence_of(one, inner), day_rule(one, inner)


@dataclass(frozen=True)
class _Chain:
    """A calendar and those on which it rests, the nearest first."""

    calendars: Sequence[PlanCalendar]
    dated: Sequence[Mapping[date, DayRule]]

    def rule(self, day: date) -> DayRule:
        """Give the rule of a day; every weekday has one."""
        weekday = day.isoweekday() % 7
        exception = next((rules[day] for rules in self.dated if day in rules), None)
        if exception is not None:
            return exception
        weeks = [week for one in self.calendars if (week := one.work_week(day)) is not None]
        return next(w[weekday] for w in [*weeks, *(c.week for c in self.calendars)] if weekday in w)


def calendar_days(calendars: Sequence[PlanCalendar], first: date, last: date) -> Iterator[Record]:
    """Give a record for each calendar and day.

    Parameters
    ----------
    calendars : sequence of PlanCalendar
        All calendars of the plan.
    first, last : datetime.date
        The days.

    Returns
    -------
    iterator of Record
        With the fields of :data:`DAY_FIELDS`, and those of the calendar as ``Calendar/...``. A
        calendar that cannot be used gives one record, which is a fault.
    """
    by_uid = {one.uid: one for one in calendars}
    dated = functools.cache(lambda one: one.dated(last))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for one in calendars:
        try:
            chain = _chain(one, by_uid, dated)
        except Broken as broken:
            yield Record(broken.line, broken.path, fault=broken.fault(one.record.text("Name")))
            continue
        for day in days:
            yield _day_record(one, day, chain.rule(day))


def _chain(
    calendar: PlanCalendar,
    by_uid: Mapping[str, PlanCalendar],
    dated: Callable[[PlanCalendar], Mapping[date, DayRule]],
) -> _Chain:
    chain: list[PlanCalendar] = []
    at: PlanCalendar | None = calendar
    while at is not None:
        if at.broken is not None:
            raise at.broken
        if at in chain:
            raise _broken(calendar, "calendar: bases that end; they lead back to it")
        if len(chain) > _MOST_BASES:
            raise _broken(calendar, f"calendar: at most {_MOST_BASES} bases, one upon the other")
        chain.append(at)
        at = _base(at, by_uid)
    missing = [day for day in range(7) if not any(day in one.week for one in chain)]
    if missing:
        raise _broken(
            calendar, f"calendar: hours of {_WEEKDAYS[missing[0]]}; neither it nor its base has any"
        )
    return _Chain(chain, [dated(one) for one in chain])


def _base(calendar: PlanCalendar, by_uid: Mapping[str, PlanCalendar]) -> PlanCalendar | None:
    """Give the calendar on which another rests; 0 and -1 stand for none."""
    found = by_uid.get(calendar.base)
    if found is None and calendar.base not in ("", "0", "-1"):
        raise _broken(calendar, f"calendar: a base in the plan; {calendar.base} is not there")
    return found


def _broken(calendar: PlanCalendar, rule: str) -> Broken:
    broken = Broken(rule, None, calendar.record.path)
    broken.line = calendar.record.line
    return broken


def _day_record(calendar: PlanCalendar, day: date, rule: DayRule) -> Record:
    hours = (rule.hours, rule.opens, rule.closes)
    fields = {"Day": Field(day.isoformat(), rule.line, rule.path, "d")} | {
        name: Field(text_of(value), rule.line, rule.path, "t" if value is None else "n")
        for name, value in zip(DAY_FIELDS[1:4], hours, strict=True)
    }
    fields["Exception"] = Field(rule.exception or "", rule.line, rule.path)
    record = Record(rule.line, rule.path, fields)
    record.take(calendar.record.fields, "Calendar/")
    return record
