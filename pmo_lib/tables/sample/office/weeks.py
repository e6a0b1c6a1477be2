"""The office's clocks: weeks by their Mondays, bank holidays, and the hours of the service desk.

Days are day numbers; a time of day is a fraction of a day, local time unless it says UTC.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from pmo_lib.tables.sample.calendars import holidays
from pmo_lib.tables.sample.months import Bools, Floats, Ints

WEEK: Final = 7.0
BACK: Final = 52
AHEAD: Final = 26
"""Weeks behind and ahead of a snapshot's day for which bookings are kept."""

_FIRST_MONDAY: Final = np.datetime64("2025-06-02").astype("datetime64[D]").astype(float)
WEEKS: Final[Floats] = _FIRST_MONDAY + WEEK * np.arange(100)
"""Mondays, from 52 weeks before the first snapshot to 26 weeks after the last."""

YEARS: Final = range(2024, 2029)
"""Years in which the service desk's hours are counted."""

HOLIDAYS: Final[Floats] = np.array(list(holidays("UK")), dtype="datetime64[D]").astype(float)

_ALL_DAYS: Final[Floats] = np.arange(
    np.datetime64(f"{YEARS[0]}-01-01"), np.datetime64(f"{YEARS[-1] + 1}-01-01")
).astype(float)
_OPEN_DAYS: Final[Floats] = _ALL_DAYS[
    (np.mod(_ALL_DAYS + 3, 7) < 5) & ~np.isin(_ALL_DAYS, HOLIDAYS)
]
OPENS: Final = 9.0
DESK_HOURS: Final = 8.0
"""The service desk is open from 9 to 17 on working days, without a break."""

DESK: Final = "DESK"
"""Id of the service desk's calendar, among those of :mod:`pmo_lib.tables.sample.calendars`."""


def holidays_in_weeks() -> Floats:
    """Count the bank holidays in each of the weeks."""
    week = np.searchsorted(WEEKS, HOLIDAYS, side="right") - 1
    inside = (week >= 0) & (WEEKS[-1] + WEEK > HOLIDAYS)
    return np.bincount(week[inside], minlength=len(WEEKS)).astype(float)


def weeks_kept(day: float) -> Bools:
    """Which weeks a snapshot of a day keeps: those begun in the last year, and 26 ahead."""
    return np.asarray((day - 7 * BACK - 1 < WEEKS) & (day + 7 * AHEAD >= WEEKS))


def desk_hours(moment: Floats) -> Floats:
    """Hours that the desk has been open at some moments, since the first day of the clock."""
    day = np.floor(moment)
    before = np.searchsorted(_OPEN_DAYS, day)
    opened = _OPEN_DAYS[np.minimum(before, len(_OPEN_DAYS) - 1)] == day
    today = np.clip((moment - day) * 24 - OPENS, 0, DESK_HOURS)
    return np.asarray(DESK_HOURS * before + np.where(opened, today, 0))


def desk_moment(hours: Floats) -> Floats:
    """Moments at which the desk has been open for so many hours; NaN stays NaN."""
    known = np.nan_to_num(hours)
    before = np.maximum(np.ceil(known / DESK_HOURS) - 1, 0).astype(np.int64)
    moment = _OPEN_DAYS[before] + (OPENS + known - DESK_HOURS * before) / 24
    return np.where(np.isnan(hours), np.nan, moment)


def open_days(start: float, end: float) -> Floats:
    """Days on which the office works, from one day to another."""
    return _OPEN_DAYS[(start <= _OPEN_DAYS) & (end >= _OPEN_DAYS)]


def later_open_day(days: Floats, count: Ints) -> Floats:
    """Working day so many working days after some days."""
    return np.asarray(_OPEN_DAYS[np.searchsorted(_OPEN_DAYS, days, side="right") - 1 + count])


def in_working_time(moment: Floats, wait: Floats) -> Floats:
    """Moments some working days after others: whole days of the wait, then a share of the day.

    Within a day of 11 hours from 08:00; a longer wait is always later.
    """
    whole = np.floor(wait)
    day = later_open_day(np.floor(moment), whole.astype(np.int64))
    return np.asarray(day + (8 + 11 * (wait - whole)) / 24)


def instants(moments: Floats) -> Any:
    """Local moments as instants in UTC, to the minute; NaN becomes NaT."""
    known = np.isfinite(moments)
    minutes = np.rint(np.where(known, moments, 0) * 1440).astype(np.int64)
    minutes -= 60 * _summer_time(minutes / 1440).astype(np.int64)
    times = minutes.astype("datetime64[m]").astype("datetime64[ns]")
    return np.where(known, times, np.datetime64("NaT"))


def _summer_time(moments: Floats) -> Bools:
    """Whether clocks are an hour ahead: from March's last Sunday to October's, at 01:00 UTC."""
    year = (moments.astype(np.int64).astype("datetime64[D]")).astype("datetime64[Y]")
    start, end = (_last_sunday(year, month) for month in (3, 10))
    return np.asarray((moments >= start + 1 / 24) & (moments < end + 2 / 24))


def _last_sunday(year: Any, month: int) -> Floats:
    following = (year.astype("datetime64[M]") + month).astype("datetime64[D]")
    return np.asarray(np.busday_offset(following, -1, "forward", weekmask="Sun").astype(float))
