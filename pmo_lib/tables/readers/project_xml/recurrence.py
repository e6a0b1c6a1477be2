"""The days on which a calendar's exception holds: a run of days, or a pattern that recurs."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import Final

__all__ = ["Recurrence", "rank"]

_DAY: Final = timedelta(days=1)
_RUN, _YEARLY, _YEARLY_NTH, _MONTHLY, _MONTHLY_NTH, _WEEKLY, _COUNTED = range(1, 8)
_NONE: Final = 9
_RANKS: Final = {
    **{_WEEKLY: 0, _MONTHLY: 1, _MONTHLY_NTH: 1, _YEARLY: 2, _YEARLY_NTH: 2},
    **{_RUN: 3, _COUNTED: 3, _NONE: 4},
}
_LAST: Final = 4
"""The position in a month that means the last."""


@dataclass(frozen=True)
class Recurrence:
    """When an exception holds, in the words of the format.

    Parameters
    ----------
    first : datetime.date
        First day on which it may hold.
    last : datetime.date or None
        Last such day.
    count : int or None
        How often it holds, where there is no last day.
    kind : int
        1 and 7 daily, 2 yearly by day of the month, 3 yearly by position, 4 monthly by day of the
        month, 5 monthly by position, 6 weekly, 9 without a pattern.
    every : int
        Each so many days, weeks or months.
    weekdays : int
        Days of the week: the sum of 1 for Sunday, 2 for Monday ... 64 for Saturday.
    month, month_day : int
        Month, from 0, and day in it; a month without that day has its last.
    item, position : int
        What is looked for in a month (0 day, 1 weekday, 2 day of the weekend, 3 Sunday ... 9
        Saturday), and which one: 0 the first ... 3 the fourth, 4 the last.

    Notes
    -----
    Weeks are counted from the Sunday at or before the first day.
    """

    first: date
    last: date | None
    count: int | None = None
    kind: int = _NONE
    every: int = 1
    weekdays: int = 0
    month: int = 0
    month_day: int = 1
    item: int = 0
    position: int = 0

    @property
    def known(self) -> bool:
        """Whether it is a pattern that can be told, with an end."""
        return (
            self.kind in _RANKS
            and self.every >= 1
            and 0 <= self.month <= 11
            and 1 <= self.month_day <= 31
            and 0 <= self.item <= 9
            and 0 <= self.position <= _LAST
            and (self.last is not None or (self.count or 0) >= 1)
        )

    def days(self, until: date) -> Iterator[date]:
        """Give the days on which it holds, in order, up to a day.

        Examples
        --------
        >>> good = Recurrence(date(2026, 1, 1), None, 2, kind=5, item=8, position=4)
        >>> [str(day) for day in good.days(date(2026, 12, 31))]
        ['2026-01-30', '2026-02-27']
        """
        end = until if self.last is None else min(self.last, until)
        found = (day for day in self._pattern(end) if day >= self.first)
        limit = self.count if self.last is None else None
        return islice(takewhile(lambda day: day <= end, found), limit)

    def _pattern(self, end: date) -> Iterator[date]:
        match self.kind:
            case 6:
                return self._weekly(end)
            case 4 | 5:
                months = _months(self.first.replace(day=1), end, self.every)
                pick = self._nth if self.kind == _MONTHLY_NTH else self._day_of_month
                return _each(months, pick)
            case 2 | 3:
                start = date(self.first.year, self.month + 1, 1)
                pick = self._nth if self.kind == _YEARLY_NTH else self._day_of_month
                return _each(_months(start, end, 12), pick)
        return _steps(self.first, end, self.every if self.kind != _NONE else 1)

    def _weekly(self, end: date) -> Iterator[date]:
        sunday = self.first - self.first.isoweekday() % 7 * _DAY
        for week in _steps(sunday, end, 7 * self.every):
            yield from (week + n * _DAY for n in range(7) if self.weekdays >> n & 1)

    def _day_of_month(self, month: date) -> date | None:
        last = calendar.monthrange(month.year, month.month)[1]
        return month.replace(day=min(self.month_day, last))

    def _nth(self, month: date) -> date | None:
        length = calendar.monthrange(month.year, month.month)[1]
        days = [month + n * _DAY for n in range(length)]
        fitting = [day for day in days if self._is_item(day)]
        at = -1 if self.position == _LAST else self.position
        return fitting[at] if at < len(fitting) else None

    def _is_item(self, day: date) -> bool:
        match self.item:
            case 0:
                return True
            case 1:
                return day.isoweekday() <= 5
            case 2:
                return day.isoweekday() > 5
        return day.isoweekday() % 7 == self.item - 3


def rank(recurrence: Recurrence) -> int:
    """Say which of two exceptions of one day holds: that of the higher rank.

    A run of days goes before any pattern, then daily, yearly, monthly and weekly ones.
    """
    is_run = recurrence.kind in (_RUN, _COUNTED) and recurrence.every == 1
    return _RANKS[_NONE] if is_run else _RANKS[recurrence.kind]


def _steps(start: date, end: date, days: int) -> Iterator[date]:
    return (start + n * _DAY for n in range(0, (end - start).days + 1, days))


def _months(start: date, end: date, every: int) -> Iterator[date]:
    number = start.year * 12 + start.month - 1
    for n in range(number, end.year * 12 + end.month, every):
        yield date(n // 12, n % 12 + 1, 1)


def _each(months: Iterator[date], pick: Callable[[date], date | None]) -> Iterator[date]:
    return (day for month in months if (day := pick(month)) is not None)
