"""When a report set is due."""

from datetime import date, timedelta

import pytest

from pmo_lib.params import ReportSet
from pmo_lib.press.due import is_due, not_due
from pmo_lib.tables.store import Period


def month(year, number, *, ends_early=0):
    start = date(year, number, 1)
    end = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1 + ends_early)
    return Period(f"{year}-{number:02d}", "month", start, end, end)


def longer(name, cadence, start, end):
    return Period(name, cadence, start, end, end)


def part(cadence, **given):
    return ReportSet(name="board", title="Board", cadence=cadence, **given)


MONTHS = [month(2026, number) for number in range(1, 13)]
QUARTER = longer("2026-Q3", "quarter", date(2026, 7, 1), date(2026, 9, 30))
YEAR = longer("2025", "year", date(2025, 1, 1), date(2025, 12, 31))


def due(one, held=MONTHS):
    return [period.name for period in held if is_due(one, period, held)]


@pytest.mark.parametrize("cadence", ["every period", "month"])
def test_a_set_of_every_period_or_of_months_is_due_every_month(cadence):
    assert len(due(part(cadence))) == 12


def test_a_set_of_every_period_is_due_for_any_length_of_period():
    assert all(is_due(part("every period"), one, [one]) for one in (MONTHS[0], QUARTER, YEAR))


def test_a_quarters_set_is_due_for_the_months_that_end_a_quarter():
    assert due(part("quarter")) == ["2026-03", "2026-06", "2026-09", "2026-12"]


def test_a_years_set_is_due_for_the_month_that_ends_the_year_as_the_set_has_it():
    assert due(part("year")) == ["2026-12"]
    assert due(part("year", year_end=3)) == ["2026-03"]


def test_quarters_follow_the_end_of_the_year():
    assert due(part("quarter", year_end=10)) == ["2026-01", "2026-04", "2026-07", "2026-10"]


@pytest.mark.parametrize("days", [0, 6])
def test_a_month_that_ends_some_days_before_the_calendars_still_ends_the_quarter(days):
    months = [month(2026, number, ends_early=days) for number in range(1, 13)]
    assert due(part("quarter"), months) == ["2026-03", "2026-06", "2026-09", "2026-12"]


def test_where_the_store_holds_quarters_a_quarters_set_is_due_for_those_alone():
    assert due(part("quarter"), [*MONTHS[:9], QUARTER]) == ["2026-Q3"]


def test_a_years_set_is_due_for_the_quarter_that_ends_the_year():
    last = longer("2026-Q4", "quarter", date(2026, 10, 1), date(2026, 12, 31))
    assert due(part("year"), [QUARTER, last]) == ["2026-Q4"]


def test_a_months_set_is_never_due_for_a_year_and_says_that_there_is_no_month():
    assert due(part("month"), [YEAR]) == []
    told = not_due(part("month"), YEAR, [YEAR])
    assert told.endswith("not due for 2025: the store holds no month.")


def test_what_is_not_due_says_when_it_was_last_and_when_it_is_next_from_what_is_held():
    assert not_due(part("quarter"), MONTHS[9], MONTHS) == (
        "Report set 'board' is made once a quarter, and is not due for 2026-10; "
        "it was last due for 2026-09. It is next due for 2026-12."
    )


@pytest.mark.parametrize(
    ("one", "last", "told"),
    [
        (part("quarter"), 10, "the month that ends in 2026-12"),
        (part("year"), 10, "the month that ends in 2026-12"),
        (part("year", year_end=3), 10, "the month that ends in 2027-03"),
        (part("quarter"), 11, "the month that ends in 2026-12"),
        (part("quarter", year_end=11), 12, "the month that ends in 2027-02"),
    ],
)
def test_what_is_next_due_after_all_that_is_held_is_told_by_its_last_month(one, last, told):
    held = MONTHS[:last]
    assert not_due(one, held[-1], held).endswith(f"It is next due for {told}.")


def test_the_next_year_follows_the_last_year_held_whenever_that_ends():
    year = longer("2025", "year", date(2025, 4, 1), date(2026, 3, 31))
    held = [*MONTHS[:3], year, *MONTHS[3:10]]
    told = not_due(part("year"), MONTHS[9], held)
    assert told.endswith("last due for 2025. It is next due for the year that ends in 2027-03.")
