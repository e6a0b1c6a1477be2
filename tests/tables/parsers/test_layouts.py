"""Layouts of dates: the same on every machine, and wrong ones are errors of the mapping."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.errors import ParameterError
from pmo_lib.tables.parsers import Unreadable, check_formats, parse_date, parse_instant
from pmo_lib.tables.parsers.layouts import compile_layout


@pytest.mark.parametrize(
    ("layout", "precision", "timed"),
    [
        ("%d/%m/%Y", "day", False),
        ("%d/%m/%Y %I:%M:%S %p", "day", True),
        ("%Y-%m-%dT%H:%M:%S.%f%z", "day", True),
        ("%A, %d %B %Y", "day", False),
        ("%b-%y", "month", False),
        ("%Y-Q%q", "quarter", False),
        ("Q%q %y%e", "quarter", False),
        ("%Y/%e", "year", False),
        ("FY%e", "year", False),
        ("%Y", "year", False),
        ("%d%% %m %Y", "day", False),
    ],
)
def test_a_layout_is_known_to_give_a_year_a_quarter_a_month_or_a_day(layout, precision, timed):
    found = compile_layout(layout)
    assert (found.precision, found.timed) == (precision, timed)


@pytest.mark.parametrize(
    ("layout", "why"),
    [
        ("%j %Y", r"'%j' is none; did you mean"),
        ("%Y-%", r"'%' is none"),
        ("%d/%m", "it needs a year"),
        ("", "it needs a year"),
        ("%d/%m/%Y %y", "it needs a year"),
        ("%m/%e", "it needs a year"),
        ("%d/%m/%d/%Y", "each directive may stand once"),
        ("%m %b %Y", "it gives the month twice"),
        ("%d %Y", "a day needs a month"),
        ("%q %m %Y", "a quarter has no month"),
        ("%m/%Y %H:%M", "a weekday or a time needs a day"),
        ("%A %Y", "a weekday or a time needs a day"),
        ("%d/%m/%Y %I:%M", "an hour of 12 needs %p, and only that"),
        ("%d/%m/%Y %H:%M %p", "an hour of 12 needs %p, and only that"),
        ("%d/%m/%Y %H %I %p", "it gives the hour twice"),
        ("%d/%m/%Y %M", "a time needs its larger parts"),
        ("%d/%m/%Y %H:%S", "a time needs its larger parts"),
        ("%d/%m/%Y %z", "a time needs its larger parts"),
    ],
)
def test_a_layout_that_gives_no_whole_date_is_an_error_that_says_why(layout, why):
    with pytest.raises(ParameterError, match=why):
        check_formats(["%d/%m/%Y", layout])


def test_month_names_are_english_whatever_the_language_of_the_machine():
    german = ("1 März 2021", "1 Juni 2021", "1 Dez 2021")
    for layout, written in [("%d %B %Y", "1 March 2021"), ("%d %b %Y", "1 Mar 2021")]:
        assert parse_date(written, formats=[layout]).month == 3
        for text in german:
            with pytest.raises(Unreadable):
                parse_date(text, formats=[layout])


MOMENTS = st.datetimes(datetime(1678, 1, 1), datetime(2261, 12, 31, 23, 59, 59)).map(
    lambda at: at.replace(microsecond=0)
)
DAY_LAYOUTS = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%d%m%Y", "%Y-%m-%dT%H:%M:%S"),
    *("%d/%m/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M:%S", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%d-%b-%Y"),
    *("%a %d/%m/%Y", "%A, %d %B %Y", "%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y %H:%M"),
)


@given(MOMENTS, st.sampled_from(["%Y-%m-%dT%H:%M:%SZ", "%a %d/%m/%Y %I:%M:%S %p"]))
def test_a_moment_as_written_in_a_layout_is_that_moment(at, layout):
    written = compile_layout(layout).written(at)
    assert parse_instant(written, formats=[layout], zone="UTC") == at


@pytest.mark.parametrize(
    ("layout", "at", "written"),
    [
        ("%I:%M %p on %d/%m/%Y", datetime(2026, 12, 31, 0, 5), "12:05 AM on 31/12/2026"),
        ("%I:%M %p on %d/%m/%Y", datetime(2026, 12, 31, 12, 5), "12:05 PM on 31/12/2026"),
        ("%I:%M %p on %d/%m/%Y", datetime(2026, 12, 31, 13, 5), "01:05 PM on 31/12/2026"),
        ("Q%q %y%e", datetime(2019, 4, 1), "Q2 1920"),
        ("%Y/%E", datetime(1999, 1, 1), "1999/2000"),
    ],
)
def test_a_moment_is_written_as_its_layout_reads(layout, at, written):
    assert compile_layout(layout).written(at) == written


@given(MOMENTS, st.sampled_from(DAY_LAYOUTS))
def test_a_day_as_written_in_a_layout_is_that_day(at, layout):
    written = compile_layout(layout).written(at)
    assert parse_date(written, formats=[layout]) == at.date()
    assert parse_date(written.upper(), formats=[layout]) == at.date()


@given(MOMENTS.filter(lambda at: 1970 <= at.year < 2070), st.sampled_from(["%d/%m/%y", "%d%m%y"]))
def test_a_year_of_two_digits_as_written_is_that_year_of_the_stated_century(at, layout):
    written = compile_layout(layout).written(at)
    assert parse_date(written, formats=[layout], century=1970) == at.date()


@given(MOMENTS, st.sampled_from(["%B %Y", "%m/%Y", "%Y-Q%q", "%Y"]))
def test_a_longer_time_as_written_has_the_day_between_its_first_and_its_last(at, layout):
    written = compile_layout(layout).written(at)
    first, last = (parse_date(written, formats=[layout], day=end) for end in ("first", "last"))
    assert first <= at.date() <= last
    assert compile_layout(layout).written(datetime(last.year, last.month, last.day)) == written
