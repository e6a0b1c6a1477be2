"""Dates: read in the stated layouts only, settled by the mapping, never by guessing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.errors import ParameterError
from pmo_lib.tables.parsers import Unreadable, parse_date, parse_dated, text_of

UK = ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%y", "%Y-%m-%d"]
MELBOURNE = ["%d/%m/%Y", "%d/%m/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M:%S"]


@pytest.mark.parametrize(
    ("text", "formats", "day"),
    [
        ("31/05/2010", UK, date(2010, 5, 31)),
        ("13/1/2016", UK, date(2016, 1, 13)),
        ("6/12/2010", UK, date(2010, 12, 6)),
        ("1/1/2022", UK, date(2022, 1, 1)),
        ("30/06/08", UK, date(2008, 6, 30)),
        ("31/12/40", UK, date(2040, 12, 31)),
        ("01/04/97", UK, date(1997, 4, 1)),
        ("01.11.18", UK, date(2018, 11, 1)),
        ("9.4.19", UK, date(2019, 4, 9)),
        ("2014-07-08", UK, date(2014, 7, 8)),
        ("11/07/2016", MELBOURNE, date(2016, 7, 11)),
        ("5/02/2016 5:00:00 PM", MELBOURNE, date(2016, 2, 5)),
        ("11/07/2016 8:57:00 AM", MELBOURNE, date(2016, 7, 11)),
        ("2016-05-25 17:00:00", MELBOURNE, date(2016, 5, 25)),
        ("2019-11-07T00:00:00", ["%Y-%m-%dT%H:%M:%S"], date(2019, 11, 7)),
        ("Tue 14/01/20", ["%a %d/%m/%y"], date(2020, 1, 14)),
        ("1 March 2021", ["%d %B %Y"], date(2021, 3, 1)),
        ("1 Sept 2021", ["%d %b %Y"], date(2021, 9, 1)),
        ("29 February 2020", ["%d %B %Y"], date(2020, 2, 29)),
        ("20260131", ["%Y%m%d"], date(2026, 1, 31)),
    ],
)
def test_a_date_is_read_in_a_stated_format(text, formats, day):
    assert parse_date(text, formats=formats, century=1950) == day


@pytest.mark.parametrize(
    ("text", "formats", "first", "last", "precision"),
    [
        ("March 2021", ["%B %Y"], date(2021, 3, 1), date(2021, 3, 31), "month"),
        ("Feb-20", ["%b-%y"], date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2017-Q3", ["%Y-Q%q"], date(2017, 7, 1), date(2017, 9, 30), "quarter"),
        ("Q3 2017", ["Q%q %Y"], date(2017, 7, 1), date(2017, 9, 30), "quarter"),
        ("2036", ["%Y"], date(2036, 1, 1), date(2036, 12, 31), "year"),
    ],
)
def test_a_month_quarter_or_year_is_the_end_that_the_mapping_states(
    text, formats, first, last, precision
):
    for end, day in (("first", first), ("last", last)):
        found = parse_dated(text, formats=formats, day=end, century=2000)
        assert (found.value, found.precision) == (day, precision)
    with pytest.raises(Unreadable, match=f"date: a {precision}; the mapping states neither"):
        parse_date(text, formats=formats, century=2000)


@pytest.mark.parametrize(
    ("text", "layout", "first", "last"),
    [
        ("Q2 1920", "Q%q %y%e", date(2019, 7, 1), date(2019, 9, 30)),
        ("Q2 2021", "Q%q %y%e", date(2020, 7, 1), date(2020, 9, 30)),
        ("16-17 Q1", "%y-%e Q%q", date(2016, 4, 1), date(2016, 6, 30)),
        ("1314-Q2", "%y%e-Q%q", date(2013, 7, 1), date(2013, 9, 30)),
        ("1718-Q4", "%y%e-Q%q", date(2018, 1, 1), date(2018, 3, 31)),
        ("Q4 2021", "Q%q %Y", date(2022, 1, 1), date(2022, 3, 31)),
        ("Q4 2021", "Q%q %E", date(2021, 1, 1), date(2021, 3, 31)),
        ("2016/17", "%Y/%e", date(2016, 4, 1), date(2017, 3, 31)),
        ("2026-27", "%Y-%e", date(2026, 4, 1), date(2027, 3, 31)),
        ("2063/2064", "%Y/%E", date(2063, 4, 1), date(2064, 3, 31)),
        ("1999/00", "%Y/%e", date(1999, 4, 1), date(2000, 3, 31)),
        ("FY17", "FY%e", date(2016, 4, 1), date(2017, 3, 31)),
    ],
)
def test_a_financial_year_starts_in_the_month_that_the_mapping_states(text, layout, first, last):
    settings = {"formats": [layout], "century": 1970, "year_starts": 4}
    assert parse_date(text, day="first", **settings) == first
    assert parse_date(text, day="last", **settings) == last


@pytest.mark.parametrize(
    ("text", "formats", "rule"),
    [
        ("30/02/2020", UK, "date: 30 February 2020 is no day"),
        ("29/02/2019", UK, "date: 29 February 2019 is no day"),
        ("32/01/2020", UK, "date: 32 January 2020 is no day"),
        ("0/01/2020", UK, "date: 0 January 2020 is no day"),
        ("12/31/2020", UK, "date: there is no month 31"),
        ("1/012/2014", UK, "date: the month '012' has 3 digits"),
        ("001/12/2014", UK, "date: the day '001' has 3 digits"),
        ("31/12/020", ["%d/%m/%Y"], "date: the year '020' has not four digits"),
        ("30/06/08", ["%d/%m/%Y"], "date: the year '08' has not four digits"),
        ("31/12/2020", ["%d/%m/%y"], "date: the year '2020' has 4 digits"),
        ("30/06/08", UK, "date: a year of two digits; the mapping states no century"),
        ("01/02/2020", ["%Y-%m-%d"], "date: could be 1 February or 2 January 2020"),
        ("1.2.2020", ["%Y-%m-%d"], "date: could be 1 February or 2 January 2020"),
        ("12/1/2020", ["%Y-%m-%d"], "date: could be 12 January or 1 December 2020"),
        ("01/01/2020", ["%Y-%m-%d"], "date: a day in a stated format"),
        ("1112020", ["%d%m%Y"], "date: a day"),  # 1 November or 11 January
        ("2020111", ["%Y%m%d"], "date: a day"),
        ("13/02/2020", ["%Y-%m-%d"], "date: a day in a stated format"),
        ("Wed 14/01/20", ["%a %d/%m/%y"], "date: 14 January 2020 is a Tuesday"),
        ("1 März 2021", ["%d %B %Y"], "date: 'März' is no full name of a month in English"),
        ("1 March 2021", ["%d %b %Y"], "date: 'March' is no short name of a month in English"),
        ("2016/18", ["%Y/%e"], "date: the financial year that starts in 2016 ends in 2017"),
        ("2016/2018", ["%Y/%E"], "date: the financial year that starts in 2016 ends in 2017"),
        ("9999-12-31", UK, "date: the year 9999 is not in 1678 to 2261"),
        ("0001-01-01", UK, "date: the year 1 is not in 1678 to 2261"),
        ("0000-00-00", UK, "date: the year 0 is not in 1678 to 2261"),
        ("1677-12-31", UK, "date: the year 1677 is not in 1678 to 2261"),
        ("2261", ["%Y"], "date: the year 2262 is not in 1678 to 2261"),
        ("43831", UK, "date: a day; numbers are day numbers only where the mapping states"),
        ("43831.5", UK, "date: a day; numbers are day numbers only where the mapping states"),
        ("31/12/2026 25:00", ["%d/%m/%Y %H:%M"], "date: there is no time 25:00:00"),
        ("31/12/2026 24:00", ["%d/%m/%Y %H:%M"], "date: there is no time 24:00:00"),
        ("31/12/2026 13:00 PM", ["%d/%m/%Y %I:%M %p"], "date: there is no hour 13 of 12"),
        ("2014-07-08 ", UK, "date: a day in a stated format"),
        ("2014-07-08\n", UK, "date: the text has U+000A, which does not show"),
        ("31/12\u200e/2026", UK, "date: the text has U+200E, which does not show"),
        ("３１/12/2026", UK, "date: a day in the digits 0 to 9"),  # noqa: RUF001  full-width
        ("TBD", UK, "date: a day in a stated format"),
        ("No end date", UK, "date: a day in a stated format"),
        ("", UK, "date: a day in a stated format"),
        ("1" * 100, UK, "date: a day in at most 64 characters"),
    ],
)
def test_text_that_is_almost_a_date_is_unreadable_and_the_rule_says_what_is_wrong(
    text, formats, rule
):
    century = None if "century" in rule else 1950
    with pytest.raises(Unreadable) as caught:
        parse_date(text, formats=formats, century=century, day="last", year_starts=4)
    assert caught.value.rule.startswith(rule)


def test_a_refusal_shows_an_example_in_each_stated_format():
    with pytest.raises(Unreadable) as caught:
        parse_date("soon", formats=["%d/%m/%Y", "%d %B %Y", "%Y-%m-%dT%H:%M:%S"])
    assert caught.value.accepted == "31/12/2026, 31 December 2026, 2026-12-31T17:30:00"


def test_a_date_that_two_formats_read_as_two_days_is_unreadable():
    both = ["%d/%m/%Y", "%m/%d/%Y"]
    assert parse_date("03/03/2020", formats=both) == date(2020, 3, 3)
    with pytest.raises(Unreadable, match="could be 1 February 2020 or 2 January 2020; the mapping"):
        parse_date("01/02/2020", formats=both)
    with pytest.raises(Unreadable, match="could be 1 July 2020 or 1 July 2021"):
        parse_date(
            "Q2 2021", formats=["Q%q %y%e", "Q%q %Y"], day="first", century=2000, year_starts=4
        )


def test_a_financial_year_without_its_first_month_is_unreadable():
    with pytest.raises(Unreadable, match="a financial year; the mapping states no year_starts"):
        parse_date("2016/17", formats=["%Y/%e"], day="last")


@pytest.mark.parametrize(
    "settings",
    [
        {"century": 70},
        {"century": 2163},
        {"year_starts": 0},
        {"year_starts": 13},
        {"day": "middle"},
    ],
)
def test_a_setting_that_cannot_be_is_an_error_of_the_mapping(settings):
    with pytest.raises(ParameterError, match="Dates"):
        parse_date("2036", formats=["%Y"], **settings)


@pytest.mark.parametrize(
    ("serial", "epoch", "day"),
    [
        ("43831", 1900, date(2020, 1, 1)),
        ("43831.99", 1900, date(2020, 1, 1)),
        ("43831.9999999999", 1900, date(2020, 1, 2)),  # midnight, but for the float's last digits
        ("59", 1900, date(1900, 2, 28)),
        ("61", 1900, date(1900, 3, 1)),
        ("1", 1900, date(1900, 1, 1)),
        ("0", 1904, date(1904, 1, 1)),
        ("42369", 1904, date(2020, 1, 1)),
    ],
)
def test_a_number_is_a_spreadsheets_day_where_the_mapping_states_its_count(serial, epoch, day):
    for kind in ("t", "n"):
        assert parse_date(serial, kind, formats=UK, excel_serial=epoch) == day


@pytest.mark.parametrize(
    ("serial", "rule"),
    [
        ("60", "date: day number 60 is no day in the count from 1900"),
        ("0", "date: day number 0 is no day in the count from 1900"),
        ("2958465", "date: the year 9999 is not in 1678 to 2261"),
        ("2958466", "date: a day number of a spreadsheet, from 0 to 2,958,465"),
        ("99999999", "date: a day"),
        ("-5", "date: a day"),
        ("nan", "date: a day"),
    ],
)
def test_a_number_that_counts_no_day_is_unreadable(serial, rule):
    with pytest.raises(Unreadable) as caught:
        parse_date(serial, "n", formats=UK, excel_serial=1900)
    assert caught.value.rule.startswith(rule)


def test_a_typed_date_is_that_date_whatever_the_formats():
    for typed in ("2088-06-30", "2088-06-30T17:00:00", "2088-06-30T23:30:00+10:00"):
        assert parse_date(typed, "d", formats=["%m/%d/%Y"]) == date(2088, 6, 30)


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("9999-12-31", "d", "date: the year 9999 is not in 1678 to 2261"),
        ("31/12/2026", "d", "date: a date; the cell is '31/12/2026'"),
        ("True", "b", "date: the source gave the cell as true or false"),
        ("43831", "n", "date: a day; numbers are day numbers only where the mapping states"),
        ("5.2016", "n", "date: a day; numbers are day numbers only where the mapping states"),
    ],
)
def test_a_cell_of_another_type_is_no_date(text, kind, rule):
    with pytest.raises(Unreadable) as caught:
        parse_date(text, kind, formats=["%m.%Y", "%d/%m/%Y"], day="first")
    assert caught.value.rule.startswith(rule)


def test_a_whole_number_is_read_by_a_format_of_digits_alone():
    assert parse_date("20140708", "n", formats=["%Y%m%d"]) == date(2014, 7, 8)
    assert parse_date("2036", "n", formats=["%Y/%E", "%Y"], day="first", year_starts=4) == date(
        2036, 4, 1
    )


@given(st.dates(date(1678, 1, 1), date(2261, 12, 31)))
def test_a_date_that_a_source_gave_as_such_is_that_date(day):
    assert parse_date(text_of(day), "d", formats=["%d/%m/%Y"]) == day
    assert parse_date(text_of(day), formats=["%Y-%m-%d"]) == day
