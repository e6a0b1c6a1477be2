"""Working calendars: public holidays by rule, the ``calendars`` table, and arithmetic on them.

Holidays are computed: Easter by the calendar's own rule, Mondays by their place in the month,
substitute days by who takes the next free weekday. Only what was proclaimed for one year alone is
listed. Day numbers are those of :mod:`pmo_lib.tables.sample.months`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import Bools, Floats, Ints, Texts, dates, either

YEARS: Final = range(2022, 2033)
"""Years of the ``calendars`` table."""

CALENDARS: Final[Mapping[str, tuple[str, str, float, float, float]]] = {
    "UK": ("England and Wales, office hours", "Europe/London", 7.5, 9, 17.5),
    "IE": ("Ireland, office hours", "Europe/Dublin", 7.5, 9, 17.5),
    "US": ("United States, federal holidays", "America/New_York", 8, 8.5, 17.5),
    "UK-SITE": ("England and Wales, site hours, six days", "Europe/London", 8, 7.5, 16),
    "DESK": ("Service desk", "Europe/London", 8, 9, 17),
}
"""Calendars of the office: name, time zone, hours of a working day, when it opens and closes."""

SITE: Final = list(CALENDARS).index("UK-SITE")
"""Position of the calendar of building sites."""

OF_CURRENCY: Final = {"GBP": 0, "EUR": 1, "USD": 2}
"""Position of a client's calendar, by its reporting currency."""

HOURS: Final = np.array([hours for _, _, hours, _, _ in CALENDARS.values()])
OPENS: Final = np.array([opens for *_, opens, _ in CALENDARS.values()])
CLOSES: Final = np.array([closes for *_, closes in CALENDARS.values()])
"""Hours of a working day and its opening and closing, by position of the calendar."""

_RECKONED: Final = range(2010, 2046)
_MONDAY, _THURSDAY = "Mon", "Thu"

Named = dict[np.datetime64, str]


@dataclass(frozen=True)
class WorkingDays:
    """Counts and moves among working days: calendars by position, days by number."""

    so_far: Ints
    nth: Floats

    def count(self, calendar: Any, days: Any) -> Ints:
        """Count working days up to and including a day."""
        whole = np.nan_to_num(np.asarray(days, dtype=float), nan=0, posinf=0, neginf=0)
        at = np.clip(np.floor(whole).astype(np.int64), 0, self.so_far.shape[1] - 1)
        return np.asarray(self.so_far[calendar, at])

    def day(self, calendar: Any, count: Any) -> Floats:
        """Find the working day with a count; the first has 1."""
        at = np.clip(np.asarray(count, dtype=np.int64) - 1, 0, self.nth.shape[1] - 1)
        return np.asarray(self.nth[calendar, at])

    def on_or_before(self, calendar: Any, days: Any) -> Floats:
        """Move to the last working day that is not later; no day stays none."""
        found = self.day(calendar, self.count(calendar, days))
        return np.where(np.isfinite(days), found, days)

    def on_or_after(self, calendar: Any, days: Any) -> Floats:
        """Move to the first working day that is not earlier; no day stays none."""
        found = self.day(calendar, self.count(calendar, days - 1) + 1)
        return np.where(np.isfinite(days), found, days)


@functools.cache
def working_days() -> WorkingDays:
    """Reckon the working days of all calendars."""
    span = np.arange("1970-01-01", f"{_RECKONED[-1] + 1}-01-01", dtype="datetime64[D]")
    worked = np.stack([_worked(name, span) for name in CALENDARS])
    nth = [np.flatnonzero(row).astype(float) for row in worked]
    longest = max(len(days) for days in nth)
    padded = [np.pad(days, (0, longest - len(days)), mode="edge") for days in nth]
    return WorkingDays(np.cumsum(worked, axis=1), np.stack(padded))


def calendars_table() -> pd.DataFrame:
    """Make ``calendars``: a row a calendar and day."""
    span = np.arange(f"{YEARS[0]}-01-01", f"{YEARS[-1] + 1}-01-01", dtype="datetime64[D]")
    return pd.concat([_calendar(name, span) for name in CALENDARS], ignore_index=True)


def holidays(calendar: str) -> Named:
    """Find the days of a calendar that are not worked, though their weekday is.

    Parameters
    ----------
    calendar : str
        One of :data:`CALENDARS`.
    """
    country = {"IE": _ireland, "US": _united_states}.get(calendar, _england_and_wales)
    found: Named = {}
    for year in _RECKONED:
        found |= country(year)
    if calendar == "UK-SITE":
        found |= _shutdown(found)
    return dict(sorted(found.items()))


def _worked(name: str, span: Any) -> Bools:
    weekday = (span.astype(np.int64) + 3) % 7
    free = np.array(list(holidays(name)), dtype="datetime64[D]")
    return np.asarray((weekday < (6 if name == "UK-SITE" else 5)) & ~np.isin(span, free))


def _calendar(name: str, span: Any) -> pd.DataFrame:
    title, timezone, hours, opens, closes = CALENDARS[name]
    worked = _worked(name, span)
    free = pd.Series(holidays(name), dtype=object)
    return pd.DataFrame(
        {
            "calendar_id": name,
            "day": dates(span.astype(np.int64).astype(float)),
            "name": title,
            "working_hours": np.where(worked, hours, 0.0),
            "opens": np.where(worked, opens, np.nan),
            "closes": np.where(worked, closes, np.nan),
            "timezone": timezone,
            "exception": _named(free, span),
        }
    )


def _named(free: pd.Series[str], span: Any) -> Texts:
    found = free.reindex(span).to_numpy(dtype=object)
    return either(pd.notna(found), found)


def _day(year: int, month: int, day: int) -> Any:
    return np.datetime64(f"{year}-{month:02d}-{day:02d}", "D")


def _nth(year: int, month: int, weekday: str, place: int) -> Any:
    """Find a weekday by its place in a month, from 0; from the end where negative."""
    first = np.datetime64(f"{year}-{month:02d}", "M") + (place < 0)
    start = first.astype("datetime64[D]")
    return np.busday_offset(start, place, roll="forward", weekmask=weekday)


def _easter(year: int) -> Any:
    sunday = pd.offsets.Easter().rollforward(pd.Timestamp(year, 1, 1))
    return np.datetime64(sunday.date(), "D")


def _weekday(day: Any) -> int:
    return int(day.astype(np.int64) + 3) % 7


def _with_substitutes(fixed: Named) -> Named:
    """Give each holiday that falls on a weekend the next weekday that is not one."""
    found = {day: name for day, name in fixed.items() if _weekday(day) < 5}
    for day, name in fixed.items():
        if _weekday(day) >= 5:
            while _weekday(day) >= 5 or day in found:
                day = day + 1
            found[day] = f"{name} (substitute day)"
    return found


_PROCLAIMED: Final = {
    2012: ((6, 5, "Diamond Jubilee"),),
    2022: ((6, 3, "Platinum Jubilee"), (9, 19, "State Funeral of Queen Elizabeth II")),
    2023: ((5, 8, "Coronation of King Charles III"),),
}
_MOVED: Final = {
    (2012, "Spring bank holiday"): (6, 4),
    (2020, "Early May bank holiday"): (5, 8),
    (2022, "Spring bank holiday"): (6, 2),
}


def _england_and_wales(year: int) -> Named:
    fixed = {
        _day(year, 1, 1): "New Year’s Day",
        _day(year, 12, 25): "Christmas Day",
        _day(year, 12, 26): "Boxing Day",
    }
    mondays = {
        "Early May bank holiday": _nth(year, 5, _MONDAY, 0),
        "Spring bank holiday": _nth(year, 5, _MONDAY, -1),
        "Summer bank holiday": _nth(year, 8, _MONDAY, -1),
    }
    for name in mondays:
        if (year, name) in _MOVED:
            mondays[name] = _day(year, *_MOVED[year, name])
    return {
        **_with_substitutes(fixed),
        _easter(year) - 2: "Good Friday",
        _easter(year) + 1: "Easter Monday",
        **{day: name for name, day in mondays.items()},
        **{_day(year, month, day): name for month, day, name in _PROCLAIMED.get(year, ())},
    }


def _shutdown(free: Named) -> Named:
    """Find the days between Christmas Eve and New Year on which sites are shut."""
    every = [_day(year, 12, 24) + n for year in _RECKONED for n in range(9)]
    return {day: "Christmas shutdown" for day in every if day not in free}


def _ireland(year: int) -> Named:
    """Public holidays of Ireland, where a weekend has no substitute by law."""
    found = {
        _day(year, 1, 1): "New Year’s Day",
        _day(year, 3, 17): "St Patrick’s Day",
        _easter(year) + 1: "Easter Monday",
        _nth(year, 5, _MONDAY, 0): "May public holiday",
        _nth(year, 6, _MONDAY, 0): "June public holiday",
        _nth(year, 8, _MONDAY, 0): "August public holiday",
        _nth(year, 10, _MONDAY, -1): "October public holiday",
        _day(year, 12, 25): "Christmas Day",
        _day(year, 12, 26): "St Stephen’s Day",
    }
    if year == 2022:
        found[_day(year, 3, 18)] = "Day of Remembrance and Recognition"
    if year >= 2023:
        first = _day(year, 2, 1)
        friday = _weekday(first) == 4
        found[first if friday else _nth(year, 2, _MONDAY, 0)] = "St Brigid’s Day"
    return {day: name for day, name in found.items() if _weekday(day) < 5}


def _united_states(year: int) -> Named:
    """Federal holidays; one on a Saturday is observed the day before, on a Sunday the day after."""
    fixed = {
        _day(year, 1, 1): "New Year’s Day",
        _day(year, 7, 4): "Independence Day",
        _day(year, 11, 11): "Veterans Day",
        _day(year, 12, 25): "Christmas Day",
    }
    if year >= 2021:
        fixed[_day(year, 6, 19)] = "Juneteenth"
    observed = {5: -1, 6: 1}
    return {
        **{day + observed.get(_weekday(day), 0): name for day, name in fixed.items()},
        _nth(year, 1, _MONDAY, 2): "Birthday of Martin Luther King, Jr.",
        _nth(year, 2, _MONDAY, 2): "Washington’s Birthday",
        _nth(year, 5, _MONDAY, -1): "Memorial Day",
        _nth(year, 9, _MONDAY, 0): "Labor Day",
        _nth(year, 10, _MONDAY, 1): "Columbus Day",
        _nth(year, 11, _THURSDAY, 3): "Thanksgiving Day",
    }
