"""One rule of a calendar: when work starts and ends on a day, and on which days it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from pmo_lib.tables.parsers.moments import FIRST_YEAR, LAST_YEAR
from pmo_lib.tables.readers.project_xml.elements import below, is_true, text_below
from pmo_lib.tables.readers.project_xml.recurrence import Recurrence
from pmo_lib.tables.readers.project_xml.stream import Element
from pmo_lib.tables.readers.records import Fault

__all__ = ["Broken", "DayRule", "day_rule", "moment", "recurrence_of"]

_DAY: Final = 24 * 3600


class Broken(Exception):  # noqa: N818  becomes a fault of the record, which is counted
    """Why a calendar cannot be used, and where."""

    def __init__(self, rule: str, element: Element, path: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.line = int(element.sourceline or 0) if element is not None else 0
        self.path = path

    def fault(self, raw: str) -> Fault:
        """Give the fault of the record."""
        return Fault(self.line, self.path, raw, self.rule, "a calendar whose rules are complete")


@dataclass(frozen=True)
class DayRule:
    """Working hours of a day: how many, from and to which hour after midnight, and where it says.

    ``exception`` names why the day differs from its day of the week.
    """

    hours: float
    opens: float | None
    closes: float | None
    exception: str | None
    line: int
    path: str

    def named(self, name: str | None) -> DayRule:
        """Name why the day differs."""
        return replace(self, exception=name)


def day_rule(element: Element, path: str) -> DayRule:
    """Read the working times of a day of the week, or of an exception.

    Raises
    ------
    Broken
        It is worked and has no times, or the times overlap or run backwards.
    """
    line = element.sourceline or 0
    spans = sorted(
        (_seconds(one, "FromTime", path), _seconds(one, "ToTime", path) or _DAY)
        for one in below(element, "WorkingTimes", "WorkingTime")
        if text_below(one, "FromTime") and text_below(one, "ToTime")
    )
    if not is_true(text_below(element, "DayWorking") or ("1" if spans else "0")):
        return DayRule(0, None, None, None, line, path)
    if not spans:
        raise Broken("calendar: a working day has working times", element, path)
    ends = [0, *(end for _, end in spans)]
    if any(
        start < before or end <= start for before, (start, end) in zip(ends, spans, strict=False)
    ):
        raise Broken("calendar: working times in order, none within another", element, path)
    worked = sum(end - start for start, end in spans)
    return DayRule(worked / 3600, spans[0][0] / 3600, ends[-1] / 3600, None, line, path)


def _seconds(element: Element, name: str, path: str) -> int:
    """Seconds after midnight."""
    text = text_below(element, name)
    try:
        at = time.fromisoformat("00:00:00" if text == "24:00:00" else text)
    except ValueError:
        raise Broken(f"calendar: {name} is a time, not {text[:30]!r}", element, path) from None
    return at.hour * 3600 + at.minute * 60 + at.second


def recurrence_of(element: Element, path: str) -> Recurrence:
    """Read when an exception or a work week holds.

    Raises
    ------
    Broken
        It has no first day, no end, or a pattern that cannot be told.
    """
    last = text_below(element, "TimePeriod", "ToDate")
    number = _Numbers(element, path)
    found = Recurrence(
        _date(element, "FromDate", path),
        _date(element, "ToDate", path) if last else None,
        None if last else number("Occurrences", 0),
        kind=number("Type", 9),
        every=number("Period", 1) or 1,
        weekdays=number("DaysOfWeek", 0),
        month=number("Month", 0),
        month_day=number("MonthDay", 1) or 1,
        item=number("MonthItem", 0),
        position=number("MonthPosition", 0),
    )
    if not found.known:
        raise Broken("calendar: an exception whose days can be told", element, path)
    return found


@dataclass(frozen=True)
class _Numbers:
    """Whole numbers below an element, by name."""

    element: Element
    path: str

    def __call__(self, name: str, default: int) -> int:
        """Give a number, or what stands for it where there is none."""
        text = text_below(self.element, name)
        if not text:
            return default
        if not text.lstrip("-").isdecimal() or len(text) > 9:
            rule = f"calendar: {name} is a whole number, not {text[:30]!r}"
            raise Broken(rule, self.element, self.path)
        return int(text)


def _date(element: Element, name: str, path: str) -> date:
    text = text_below(element, "TimePeriod", name)
    found = moment(text)
    if found is None:
        raise Broken(f"calendar: {name} is a date, not {text[:30]!r}", element, path)
    return found.date()


def moment(text: str) -> datetime | None:
    """Read a date and time as the format writes it; None where it is none, or of no usable year.

    Examples
    --------
    >>> moment("2026-12-24T08:00:00"), moment("soon")
    (datetime.datetime(2026, 12, 24, 8, 0), None)
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    usable = FIRST_YEAR <= found.year <= LAST_YEAR
    return found.replace(tzinfo=None) if usable else None
