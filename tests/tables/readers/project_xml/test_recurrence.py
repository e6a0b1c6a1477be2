"""The days of an exception: each pattern of the format, and what all of them have in common."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.readers.project_xml.recurrence import Recurrence, rank

FAR = date(2030, 12, 31)


def days(*args, until=FAR, **settings):
    return [str(day) for day in Recurrence(*args, **settings).days(until)]


@pytest.mark.parametrize("kind", [1, 7, 9])
def test_a_run_holds_on_all_its_days(kind):
    found = days(date(2026, 12, 24), date(2026, 12, 26), kind=kind)
    assert found == ["2026-12-24", "2026-12-25", "2026-12-26"]


def test_a_daily_pattern_may_leave_days_out():
    assert days(date(2026, 1, 1), date(2026, 1, 8), kind=1, every=3) == [
        "2026-01-01",
        "2026-01-04",
        "2026-01-07",
    ]


def test_a_weekly_pattern_counts_weeks_from_the_sunday_before_its_first_day():
    # Wednesday 7 January 2026; Mondays and Fridays (2 + 32) of every other week.
    assert days(date(2026, 1, 7), date(2026, 2, 1), kind=6, every=2, weekdays=34) == [
        "2026-01-09",
        "2026-01-19",
        "2026-01-23",
    ]


def test_a_monthly_pattern_takes_the_last_day_of_a_shorter_month():
    assert days(date(2026, 1, 15), date(2026, 4, 30), kind=4, month_day=31) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_a_monthly_pattern_may_name_the_third_tuesday():
    assert days(date(2026, 1, 1), date(2026, 6, 30), kind=5, every=2, item=5, position=2) == [
        "2026-01-20",
        "2026-03-17",
        "2026-05-19",
    ]


@pytest.mark.parametrize(
    ("item", "position", "day"),
    [
        (0, 1, "2026-05-02"),  # the second day
        (0, 4, "2026-05-31"),  # the last day
        (1, 0, "2026-05-01"),  # the first weekday
        (1, 4, "2026-05-29"),  # the last weekday
        (2, 0, "2026-05-02"),  # the first day of a weekend
        (4, 4, "2026-05-25"),  # the last Monday
    ],
)
def test_a_position_is_of_days_weekdays_weekends_or_one_day_of_the_week(item, position, day):
    assert days(date(2026, 5, 1), date(2026, 5, 31), kind=5, item=item, position=position) == [day]


def test_a_yearly_pattern_holds_on_one_day_a_year():
    assert days(date(2026, 3, 1), date(2029, 1, 1), kind=2, month=11, month_day=25) == [
        "2026-12-25",
        "2027-12-25",
        "2028-12-25",
    ]


def test_thanksgiving_is_the_fourth_thursday_of_november():
    assert days(date(2024, 1, 1), date(2026, 12, 31), kind=3, month=10, item=7, position=3) == [
        "2024-11-28",
        "2025-11-27",
        "2026-11-26",
    ]


def test_a_pattern_without_a_last_day_holds_as_often_as_it_says():
    assert len(days(date(2026, 1, 1), None, 5, kind=1, every=7)) == 5


def test_no_day_is_given_after_the_one_that_is_asked_for():
    assert days(date(2026, 1, 1), None, 99, kind=1, until=date(2026, 1, 3))[-1] == "2026-01-03"


@pytest.mark.parametrize(
    "settings",
    [
        {"kind": 8},
        {"every": 0},
        {"month": 12},
        {"month_day": 0},
        {"item": 10},
        {"position": 5},
        {"last": None},
        {"last": None, "count": 0},
    ],
)
def test_a_pattern_that_cannot_be_told_is_not_known(settings):
    usual = {"first": date(2026, 1, 1), "last": date(2026, 2, 1)}
    assert Recurrence(**usual).known
    assert not Recurrence(**usual | settings).known


def test_a_run_of_days_goes_before_every_pattern():
    kinds = [6, 4, 2, 1]
    patterns = [Recurrence(date(2026, 1, 1), FAR, kind=kind, every=2) for kind in kinds]
    ranks = [rank(one) for one in [*patterns, Recurrence(date(2026, 1, 1), FAR, kind=1)]]
    assert ranks == sorted(set(ranks))


DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@given(
    first=DAYS,
    length=st.integers(0, 2000),
    kind=st.sampled_from([1, 2, 3, 4, 5, 6, 7, 9]),
    every=st.integers(1, 12),
    weekdays=st.integers(0, 127),
    month=st.integers(0, 11),
    month_day=st.integers(1, 31),
    item=st.integers(0, 9),
    position=st.integers(0, 4),
)
def test_days_are_in_order_and_within_the_exception(first, length, **settings):
    last = first + timedelta(days=length)
    found = list(Recurrence(first, last, **settings).days(date(2050, 1, 1)))
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
