"""The office's clocks: the desk's hours, instants in UTC, and the weeks that a snapshot keeps."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.sample.months import dates
from pmo_lib.tables.sample.office.weeks import (
    DESK_HOURS,
    WEEKS,
    desk_hours,
    desk_moment,
    holidays_in_weeks,
    in_working_time,
    instants,
    weeks_kept,
)

Tables = dict[str, pd.DataFrame]
LONDON = ZoneInfo("Europe/London")

moments = st.floats(20100, 21100, allow_nan=False)


def day(text: str) -> float:
    return float(np.datetime64(text, "D").astype(np.int64))


@given(moments, st.floats(0.01, 400))
def test_an_hour_of_the_desk_is_an_hour_wherever_it_falls(moment: float, hours: float) -> None:
    begun = desk_hours(np.array([moment]))
    done = desk_moment(begun + hours)
    assert desk_hours(done)[0] == pytest.approx(begun[0] + hours, abs=1e-6)
    assert done[0] >= moment


def test_the_desk_stands_still_at_night_at_weekends_and_on_bank_holidays() -> None:
    friday_evening, tuesday_morning = day("2026-05-22") + 18 / 24, day("2026-05-26") + 9 / 24
    both = desk_hours(np.array([friday_evening, tuesday_morning]))
    assert both[0] == both[1]
    noon = desk_hours(np.array([day("2026-05-26") + 0.5]))[0]
    assert noon == pytest.approx(both[1] + 3)


def test_what_is_due_after_whole_days_is_due_when_the_desk_closes() -> None:
    opened = desk_hours(np.array([day("2026-10-05") + 9 / 24]))
    assert desk_moment(opened + 2 * DESK_HOURS)[0] == pytest.approx(day("2026-10-06") + 17 / 24)


@given(moments)
def test_instants_are_local_moments_in_utc(moment: float) -> None:
    whole = np.array([np.round(moment * 1440) / 1440])
    local = pd.Timestamp(dates(np.floor(whole))[0]) + pd.Timedelta(
        minutes=round((whole[0] % 1) * 1440)
    )
    found = pd.Timestamp(instants(whole)[0])
    for fold in (0, 1):
        aware = local.to_pydatetime().replace(tzinfo=LONDON, fold=fold)
        if found == pd.Timestamp(aware).tz_convert("UTC").tz_localize(None):
            return
    raise AssertionError(f"{local} became {found}")


@given(moments, st.floats(1, 30), st.floats(0.001, 5))
def test_a_longer_wait_ends_later_and_in_working_time(
    moment: float, wait: float, more: float
) -> None:
    ends = in_working_time(np.array([moment, moment]), np.array([wait, wait + more]))
    assert moment < ends[0] < ends[1]
    assert 7.99 < (ends[0] % 1) * 24 < 19.01


def test_a_snapshot_keeps_a_year_of_weeks_behind_it_and_26_ahead() -> None:
    for text in ("2026-05-31", "2026-10-31"):
        kept = WEEKS[weeks_kept(day(text))]
        begun = kept <= day(text)
        assert (begun.sum(), (~begun).sum()) == (52, 26)


def test_weeks_count_their_bank_holidays() -> None:
    counts = pd.Series(holidays_in_weeks(), index=dates(WEEKS))
    assert counts["2025-12-22"] == 2
    assert counts["2026-03-30"] == 1
    assert counts["2026-04-06"] == 1
    assert counts["2026-04-13"] == 0


def test_the_desks_calendar_has_the_hours_that_the_clock_has(now: Tables) -> None:
    rows = now["calendars"].query("calendar_id == 'DESK'").set_index("day")
    assert (rows["closes"] - rows["opens"]).dropna().eq(8).all()
    total = rows.loc["2025-01-01":"2026-12-31", "working_hours"].sum()
    both = desk_hours(np.array([day("2025-01-01"), day("2027-01-01")]))
    assert total == both[1] - both[0]
    assert rows.loc["2026-12-25", "exception"] is not None
