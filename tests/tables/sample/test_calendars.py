"""Calendars: holidays as published, hours and days of every kind, and arithmetic among them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.tseries.holiday import USFederalHolidayCalendar

from pmo_lib.tables.sample.calendars import CALENDARS, holidays, working_days

Tables = dict[str, pd.DataFrame]

# https://www.gov.uk/bank-holidays, England and Wales, as published for these years
PUBLISHED = {
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
DAYS = st.integers(15_000, 27_000)
PLACES = st.integers(0, len(CALENDARS) - 1)


def free(calendar: str, year: int) -> list[str]:
    return [str(day)[5:] for day in holidays(calendar) if str(day).startswith(str(year))]


@pytest.mark.parametrize("year", PUBLISHED)
def test_holidays_of_england_and_wales_are_those_published(year: int) -> None:
    assert free("UK", year) == PUBLISHED[year].split()


def test_federal_holidays_are_those_that_pandas_reckons() -> None:
    reckoned = USFederalHolidayCalendar().holidays("2022-01-01", "2032-12-31")
    ours = [day for day in holidays("US") if "2022" <= str(day) < "2033"]
    assert ours == list(reckoned.to_numpy().astype("datetime64[D]"))


def test_ireland_keeps_saint_brigid_on_the_first_monday_or_on_a_friday_that_is_her_day() -> None:
    # Organisation of Working Time (Public Holiday) Regulations 2022: the first Monday in February,
    # except where 1 February falls on a Friday
    assert "02-06" in free("IE", 2023)
    assert "02-02" in free("IE", 2026)
    assert "02-01" in free("IE", 2030)
    assert "02-04" not in free("IE", 2030)


def test_every_calendar_has_each_day_of_eleven_years_once(now: Tables) -> None:
    calendars = now["calendars"]
    assert set(calendars["calendar_id"]) == set(CALENDARS)
    span = pd.date_range("2022-01-01", "2032-12-31")
    for _, days in calendars.groupby("calendar_id"):
        assert days["day"].tolist() == span.tolist()


def test_a_day_has_hours_and_opens_exactly_where_it_is_worked(now: Tables) -> None:
    calendars = now["calendars"]
    worked = calendars["working_hours"] > 0
    assert (calendars["opens"].notna() == worked).all()
    assert (calendars["closes"].notna() == worked).all()
    open_ = calendars[worked]
    assert (open_["closes"] - open_["opens"] >= open_["working_hours"]).all()
    assert calendars.loc[calendars["exception"].notna(), "working_hours"].eq(0).all()


def test_offices_rest_at_weekends_and_sites_on_sundays_alone(now: Tables) -> None:
    calendars = now["calendars"].query("working_hours > 0")
    last = calendars["day"].dt.day_of_week.groupby(calendars["calendar_id"]).max()
    assert last.to_dict() == {"DESK": 4, "IE": 4, "UK": 4, "UK-SITE": 5, "US": 4}


def test_sites_are_shut_over_christmas(now: Tables) -> None:
    site = now["calendars"].query(
        "calendar_id == 'UK-SITE' and '2026-12-24' <= day <= '2027-01-01'"
    )
    assert (site["working_hours"] == 0).all()


def test_a_client_has_the_calendar_of_its_time_zone(now: Tables) -> None:
    zones = now["calendars"].drop_duplicates("calendar_id").set_index("calendar_id")["timezone"]
    clients = now["clients"]
    assert (clients["calendar_id"].map(zones) == clients["timezone"]).all()
    assert set(clients["calendar_id"]) == {"UK", "IE", "US"}


@given(PLACES, DAYS)
def test_a_day_is_found_again_by_its_count(calendar: int, day: int) -> None:
    days = working_days()
    on = days.on_or_before(calendar, np.array([float(day)]))
    assert on <= day
    assert days.day(calendar, days.count(calendar, on)) == on
    assert days.on_or_after(calendar, on) == on


@given(PLACES, DAYS, st.integers(0, 400))
def test_working_days_add_up_and_never_run_backwards(calendar: int, day: int, more: int) -> None:
    days = working_days()
    between = days.count(calendar, day + more) - days.count(calendar, day)
    assert 0 <= between <= more
    assert days.day(calendar, days.count(calendar, day) + between) <= day + more


@given(PLACES, DAYS)
def test_the_next_working_day_is_not_before_and_the_last_not_after(calendar: int, day: int) -> None:
    days, at = working_days(), np.array([float(day)])
    assert days.on_or_before(calendar, at) <= at <= days.on_or_after(calendar, at)


def test_a_day_that_is_not_there_stays_so() -> None:
    nothing = np.array([np.nan, np.inf])
    for moved in (working_days().on_or_before(0, nothing), working_days().on_or_after(0, nothing)):
        assert np.isnan(moved[0])
        assert np.isinf(moved[1])
