"""From the parts of a date, as a layout finds them, to the day that they name."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final, Literal, NamedTuple

from pmo_lib.errors import ParameterError
from pmo_lib.tables.parsers.layouts import MONTHS, WEEKDAYS, Precision

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "DateRules",
    "Fault",
    "Moment",
    "moment_of",
    "spoken",
    "within",
]

FIRST_YEAR: Final = 1678
LAST_YEAR: Final = 2261
"""Whole years that pandas holds to the nanosecond; a year outside is a sentinel or a slip."""

_CENTURIES: Final = frozenset([None, *range(FIRST_YEAR, LAST_YEAR - 98)])

Parts = Mapping[str, str]


class Fault(Exception):  # noqa: N818  becomes the rule of an Unreadable
    """Why parts are no day."""


class Moment(NamedTuple):
    """A day, how exactly it is known, and the time of day and offset from UTC if given."""

    day: date
    precision: Precision
    clock: time | None = None
    offset: timedelta | None = None


@dataclass(frozen=True)
class DateRules:
    """What a mapping states beyond layouts; the parameters are those of :func:`parse_date`."""

    day: Literal["first", "last"] | None = None
    century: int | None = None
    year_starts: int = 1

    def __post_init__(self) -> None:
        if (
            self.day not in (None, "first", "last")
            or self.year_starts not in range(1, 13)
            or self.century not in _CENTURIES
        ):
            raise ParameterError(
                f"Dates: day {self.day!r}, year_starts {self.year_starts!r}, century "
                f"{self.century!r}; expected 'first' or 'last', a month from 1 to 12, and the "
                "first of a hundred years, such as 1970."
            )


def moment_of(parts: Parts, precision: Precision, rules: DateRules) -> Moment:
    """Give the day, and the time of day, that the parts of a layout name.

    Parameters
    ----------
    parts : mapping of str to str
        Text of each directive, by its letter.
    precision : {'year', 'quarter', 'month', 'day'}
        How exactly the layout gives a date.
    rules : DateRules
        What the mapping states beyond layouts.

    Raises
    ------
    Fault
        They name no day that exists, or one that the rules do not settle.

    Examples
    --------
    >>> moment_of({"Y": "2016", "e": "17"}, "year", DateRules("last", None, 4)).day
    datetime.date(2017, 3, 31)
    """
    year = _year(parts, rules)
    if precision == "day":
        day = _day(year, _month(parts), int(parts["d"]))
        _hold_to_weekday(day, parts)
        return Moment(day, precision, _clock(parts), _offset(parts))
    first, months = _period(year, parts, precision, rules)
    if rules.day is None:
        raise Fault(f"a {precision}; the mapping states neither its first nor its last day")
    day = first if rules.day == "first" else _months_on(first, months) - timedelta(days=1)
    return Moment(within(day), precision)


def within(day: date) -> date:
    """Give a day of a year that can be held.

    Raises
    ------
    Fault
        It is before 1678 or after 2261.
    """
    _hold_year(day.year)
    return day


def spoken(day: date) -> str:
    """Name a day in words.

    Examples
    --------
    >>> spoken(date(2026, 12, 31))
    '31 December 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _year(parts: Parts, rules: DateRules) -> int:
    """Year that the parts name: of a financial year, the one in which it starts."""
    if parts.keys() & {"E", "e"} and rules.year_starts == 1:
        raise Fault("a financial year; the mapping states no year_starts")
    end = int(parts["E"]) if "E" in parts else None
    if "Y" in parts:
        year = int(parts["Y"])
    elif "y" in parts:
        year = _of_two_digits(parts["y"], rules)
    else:
        year = (_of_two_digits(parts["e"], rules) if end is None else end) - 1
    _hold_year(year)
    two_digits = int(parts.get("e", year + 1)) % 100
    if end not in (None, year + 1) or two_digits != (year + 1) % 100:
        raise Fault(f"the financial year that starts in {year} ends in {year + 1}")
    return year


def _of_two_digits(digits: str, rules: DateRules) -> int:
    if rules.century is None:
        raise Fault("a year of two digits; the mapping states no century")
    return rules.century + (int(digits) - rules.century) % 100


def _hold_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Fault(f"the year {year} is not in {FIRST_YEAR} to {LAST_YEAR}")


def _month(parts: Parts) -> int:
    if "m" in parts:
        month = int(parts["m"])
        if not 1 <= month <= 12:
            raise Fault(f"there is no month {month}")
        return month
    name = parts.get("b") or parts["B"]
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3].lower() == name[:3].lower())


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise Fault(f"{day} {MONTHS[month - 1]} {year} is no day")
    return date(year, month, day)


def _hold_to_weekday(day: date, parts: Parts) -> None:
    name = parts.get("a") or parts.get("A")
    if name and not WEEKDAYS[day.weekday()].lower().startswith(name.lower()):
        raise Fault(f"{spoken(day)} is a {WEEKDAYS[day.weekday()]}")


def _period(year: int, parts: Parts, precision: Precision, rules: DateRules) -> tuple[date, int]:
    """First day of a year, quarter or month, and its months."""
    if precision == "month":
        return date(year, _month(parts), 1), 1
    start = date(year, rules.year_starts, 1)
    if precision == "quarter":
        return _months_on(start, 3 * (int(parts["q"]) - 1)), 3
    return start, 12


def _months_on(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _clock(parts: Parts) -> time | None:
    if not parts.keys() & {"H", "I"}:
        return None
    hour = int(parts.get("H") or parts["I"])
    if "I" in parts:
        if not 1 <= hour <= 12:
            raise Fault(f"there is no hour {hour} of 12")
        hour = hour % 12 + (12 if parts["p"].upper() == "PM" else 0)
    minute, second = int(parts.get("M", 0)), int(parts.get("S", 0))
    if hour > 23 or minute > 59 or second > 59:
        raise Fault(f"there is no time {hour:02d}:{minute:02d}:{second:02d}")
    return time(hour, minute, second, int(f"{parts.get('f', '0'):0<6}"))


def _offset(parts: Parts) -> timedelta | None:
    text = parts.get("z")
    if text is None or text.upper() == "Z":
        return None if text is None else timedelta(0)
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise Fault(f"there is no offset {text}")
    size = timedelta(hours=hours, minutes=minutes)
    return -size if text[0] == "-" else size
