"""Durations and work, in hours; a day has no hours unless the mapping says how many."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import Notation, Unreadable, parse_duration, text_of

WEEK = {"hours_per_day": 7.5, "days_per_week": 5}


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("PT8H0M0S", 8),
        ("PT7H30M0S", 7.5),
        ("PT400H0M0S", 400),
        ("PT0H0M0S", 0),
        ("PT90M", 1.5),
        ("PT1.5H", 1.5),
        ("PT1,5H", 1.5),
        ("PT0H0M36S", 0.01),
        ("-PT8H0M0S", -8),
        ("16h", 16),
        ("16 hrs", 16),
        ("1.5 hours", 1.5),
        ("90 min", 1.5),
        ("1h 30min", 1.5),
        ("1h30min", 1.5),
        ("1,200 h", 1200),
        ("−2h", -2),
    ],
)
def test_a_duration_in_hours_or_less_needs_no_setting(text, hours):
    assert parse_duration(text) == hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("P5D", 37.5),
        ("P1W", 37.5),
        ("P1DT2H", 9.5),
        ("5d", 37.5),
        ("5 days", 37.5),
        ("0.5 day", 3.75),
        ("2w", 75),
        ("2 wks", 75),
        ("1w 2d", 52.5),
        ("1w 2d 30 min", 53),
    ],
)
def test_days_and_weeks_have_the_working_hours_that_the_mapping_states(text, hours):
    assert parse_duration(text, **WEEK) == hours


@pytest.mark.parametrize(
    ("text", "settings", "rule"),
    [
        ("P5D", {}, "duration: days need hours_per_day; the mapping does not state it"),
        ("5 days", {}, "duration: days need hours_per_day; the mapping does not state it"),
        (
            "2w",
            {"hours_per_day": 8},
            "duration: weeks need hours_per_day and days_per_week; the mapping states not both",
        ),
        ("P1M", WEEK, "duration: months have no fixed number of working hours"),
        ("3 months", WEEK, "duration: months have no fixed number of working hours"),
        ("P1Y", WEEK, "duration: years have no fixed number of working hours"),
        ("5m", WEEK, "duration: 'm' may be months or minutes; write 'min'"),
        ("5 fortnights", WEEK, "duration: 'fortnights' is no unit of time"),
        ("2d 1w", WEEK, "duration: each unit once, the largest first"),
        ("1d 2d", WEEK, "duration: each unit once, the largest first"),
        ("PT1.5H30M", WEEK, "duration: decimals in the last part only"),
        ("5", WEEK, "duration: a number with its unit; the mapping states none"),
        ("P", WEEK, "duration: a number"),
        ("PT", WEEK, "duration: a number"),
        ("P5DT", WEEK, "duration: a number"),
        ("5 days?", WEEK, "duration: a number"),
        ("8:30", WEEK, "duration: a number"),
        ("h", WEEK, "duration: a number"),
        ("", WEEK, "duration: a number"),
        ("1,5 h", WEEK, "duration: the digits are not grouped as in '1,234.56'"),
        ("PT9999999999H", WEEK, "duration: at most 1,000,000,000 hours"),
        ("5" * 9999 + "h", WEEK, "duration: a number of at most 64 characters"),
    ],
)
def test_a_duration_that_the_mapping_does_not_settle_is_unreadable(text, settings, rule):
    with pytest.raises(Unreadable) as caught:
        parse_duration(text, **settings)
    assert caught.value.rule.startswith(rule)


def test_a_number_without_a_unit_is_in_the_unit_that_the_mapping_states():
    assert parse_duration("16", bare_unit="hours") == 16
    assert parse_duration("90.0", "n", bare_unit="minutes") == 1.5
    assert parse_duration("-4800", bare_unit="tenths of minutes") == -8
    assert parse_duration("2", "n", bare_unit="days", hours_per_day=8) == 16
    with pytest.raises(Unreadable, match="the source gave the cell as a date"):
        parse_duration("2026-12-31", "d", bare_unit="hours")


def test_a_duration_with_units_is_in_the_notation_of_the_source():
    assert parse_duration("1,5 h", notation=Notation(decimal=",")) == 1.5


@given(st.integers(-(10**6), 10**6), st.integers(0, 59), st.integers(0, 59))
def test_a_duration_that_a_source_gave_as_such_is_those_hours(hours, minutes, seconds):
    duration = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    found = parse_duration(text_of(duration))
    assert found == pytest.approx(duration.total_seconds() / 3600, abs=1e-9)


@given(st.integers(0, 10**4), st.integers(0, 10**4))
def test_days_and_hours_as_written_are_those_hours(days, hours):
    expected = days * 7.5 + hours
    assert parse_duration(f"{days}d {hours}h", **WEEK) == expected
    assert parse_duration(f"P{days}DT{hours}H", **WEEK) == expected
