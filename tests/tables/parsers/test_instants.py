"""Instants: times of a stated zone as UTC; a time that was not, or was twice, is not guessed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.errors import ParameterError
from pmo_lib.tables.parsers import Unreadable, parse_instant, zone_named

FORMATS = ["%d/%m/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


def _london(text, kind="t", **settings):
    return parse_instant(text, kind, **({"formats": FORMATS, "zone": "Europe/London"} | settings))


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("5/02/2016 5:00:00 PM", "Australia/Melbourne", datetime(2016, 2, 5, 6)),
        ("1/07/2016 9:00:00 AM", "Australia/Melbourne", datetime(2016, 6, 30, 23)),
        ("2018-10-18T17:00:00", "Europe/London", datetime(2018, 10, 18, 16)),
        ("2018-12-18T17:00:00", "Europe/London", datetime(2018, 12, 18, 17)),
        ("2018-10-18T17:00:00", "UTC", datetime(2018, 10, 18, 17)),
        ("1/07/2016 12:30:00 AM", "UTC", datetime(2016, 7, 1, 0, 30)),
        ("1/07/2016 12:30:00 PM", "UTC", datetime(2016, 7, 1, 12, 30)),
    ],
)
def test_a_time_on_the_clock_of_a_zone_is_given_in_utc(text, zone, instant):
    found = _london(text, zone=zone)
    assert (found, found.tzinfo) == (instant, None)


def test_a_time_that_the_clocks_skipped_is_unreadable():
    with pytest.raises(
        Unreadable, match="01:30 on 31 March 2019 was skipped by the clocks of Euro"
    ):
        _london("2019-03-31 01:30")
    with pytest.raises(Unreadable, match="was skipped"):
        _london("2019-03-31 01:30", ambiguous="earlier")


def test_a_time_that_the_clocks_showed_twice_is_the_one_that_the_mapping_states():
    with pytest.raises(Unreadable, match="01:30 on 27 October 2019 was shown twice by the clocks"):
        _london("2019-10-27 01:30")
    assert _london("2019-10-27 01:30", ambiguous="earlier") == datetime(2019, 10, 27, 0, 30)
    assert _london("2019-10-27 01:30", ambiguous="later") == datetime(2019, 10, 27, 1, 30)


def test_a_time_with_its_own_offset_is_of_that():
    formats = ["%Y-%m-%dT%H:%M:%S%z"]
    for text in ("2019-10-27T01:30:00Z", "2019-10-27T11:30:00+10:00", "2019-10-26T20:00:00-0530"):
        assert _london(text, formats=formats) == datetime(2019, 10, 27, 1, 30)
    assert _london("2019-10-27T14:00:00+14:00", formats=formats) == datetime(2019, 10, 27)
    assert _london("2019-10-27T00:59:00+00:59", formats=formats) == datetime(2019, 10, 27)
    for offset in ("+15:00", "+00:60", "-19:00"):
        with pytest.raises(Unreadable, match=r"there is no offset [-+]\d"):
            _london(f"2019-10-27T11:30:00{offset}", formats=formats)


def test_digits_of_a_second_are_kept():
    found = _london("2026-12-31T17:30:00.25", formats=["%Y-%m-%dT%H:%M:%S.%f"])
    assert found == datetime(2026, 12, 31, 17, 30, 0, 250_000)


def test_a_typed_instant_is_on_the_clock_of_the_zone_unless_it_has_its_own():
    assert _london("2018-10-18T17:00:00", "d") == datetime(2018, 10, 18, 16)
    assert _london("2018-10-18T17:00:00+00:00", "d") == datetime(2018, 10, 18, 17)
    assert _london("2018-10-18", "d") == datetime(2018, 10, 17, 23)


def test_a_day_number_gives_the_time_of_day_to_the_millisecond():
    found = _london("43831.70833333333", "n", excel_serial=1900)
    assert found == datetime(2020, 1, 1, 17)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("18/10/2018", "instant: a day in a stated format"),
        ("30/02/2020 5:00:00 PM", "instant: 30 February 2020 is no day"),
        ("9999-12-31T23:59:59", "instant: the year 9999 is not in 1678 to 2261"),
        ("2018-10-18T17:00:60", "instant: there is no time 17:00:60"),
    ],
)
def test_what_is_no_instant_is_unreadable(text, rule):
    with pytest.raises(Unreadable) as caught:
        _london(text)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "zone", ["Mars/Base", "", "../../etc/passwd", "/etc/passwd", "Europe", "a\0"]
)
def test_a_zone_that_is_none_is_an_error_of_the_mapping(zone):
    with pytest.raises(ParameterError, match="is no time zone"):
        zone_named(zone)


def test_a_format_without_a_time_is_an_error_of_the_mapping():
    with pytest.raises(ParameterError, match="of an instant has no time"):
        _london("2018-10-18", formats=["%Y-%m-%d"])


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
        lambda at: at.replace(microsecond=0)
    ),
    st.sampled_from(["Europe/London", "Australia/Melbourne", "America/St_Johns", "Asia/Kolkata"]),
)
def test_an_instant_written_on_a_zones_clock_is_that_instant(instant, zone):
    local = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    found = {
        _london(f"{local:%Y-%m-%dT%H:%M:%S}", zone=zone, ambiguous=which)
        for which in ("earlier", "later")
    }
    assert instant in found
