"""Calendars, thresholds, measures with reasons, and the records that speak for a project."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_lib.analytics import core
from pmo_lib.errors import ParameterError
from pmo_lib.params import load_thresholds

days = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))
AS_OF = pd.Timestamp("2026-10-31")


def between(start, end) -> float:
    return core.working_days(
        pd.Series([pd.Timestamp(start)]), pd.Series([pd.Timestamp(end)])
    ).item()


def test_weekends_are_no_working_days():
    assert between("2026-10-02", "2026-10-05") == 1  # Friday to Monday
    assert between("2026-10-03", "2026-10-04") == 0
    assert between("2026-10-05", "2026-10-02") == -1


def test_holidays_are_no_working_days():
    start, end = pd.Series([pd.Timestamp("2026-12-24")]), pd.Timestamp("2026-12-28")
    holiday = [pd.Timestamp("2026-12-25")]
    assert core.working_days(start, end).item() == 2
    assert core.working_days(start, end, holidays=holiday).item() == 1


def test_a_missing_date_has_no_working_days():
    dates = pd.Series([pd.NaT, AS_OF], dtype="datetime64[ns]")
    assert core.working_days(dates, AS_OF).isna().tolist() == [True, False]


@settings(deadline=None)
@given(days, days, days)
def test_working_days_add_up_and_turn_round(first, second, third):
    assert between(first, second) + between(second, third) == between(first, third)
    assert between(first, second) == -between(second, first)


def test_report_dates_are_those_of_the_periods_table_where_it_has_them():
    periods = pd.DataFrame({"period": ["2023"], "data_date": [pd.Timestamp("2023-03-31")]})
    dates = core.report_dates(pd.Series(["2023", "2022", "2026-Q1", "2024-02"]), periods)
    said = dates.dt.strftime("%Y-%m-%d").tolist()
    assert said == ["2023-03-31", "2022-12-31", "2026-03-31", "2024-02-29"]


def test_an_unknown_cadence_names_the_known_ones():
    with pytest.raises(ParameterError, match="did you mean 'month'"):
        core.cycle_days("monthly")


def test_an_unknown_threshold_names_the_known_ones():
    with pytest.raises(ParameterError, match="did you mean 'stale_cycles'"):
        core.settings({"stale_cycle": 2.0})


def test_the_thresholds_file_and_the_defaults_are_the_same():
    assert load_thresholds() == dict(core.DEFAULTS)


def test_the_first_reason_wins_and_nothing_is_infinite():
    value = pd.Series([1.0, 2.0, np.inf, np.nan])
    yes = pd.Series([True, False, False, False])
    frame = core.measured("x", value, (yes, "withheld"), (yes, "reset"))
    assert frame["x"].tolist()[1] == 2.0
    assert frame["x"].isna().tolist() == [True, False, True, True]
    assert frame["x_reason"].tolist()[0] == "withheld"
    assert frame["x_reason"].tolist()[2:] == ["not_available"] * 2


def reports(canonical, *rows):
    given = [{"project_id": "J1", **row} for row in rows]
    return canonical(status_reports=given)["status_reports"]


@pytest.mark.parametrize(
    ("independent", "owner", "shown", "assessor"),
    [
        ({"rating": "red"}, {"rating": "green"}, "red", "independent"),
        ({"rating_state": "withheld"}, {"rating": "green"}, "green", "owner"),
        ({"rating_state": "withheld"}, {}, "withheld", "independent"),
        ({}, {"rating_state": "reset"}, "not_reported", "owner"),
        ({}, {}, "not_reported", "independent"),
    ],
)
def test_who_speaks_for_a_project(canonical, independent, owner, shown, assessor):
    rows = reports(
        canonical, {"assessor": "owner", **owner}, {"assessor": "independent"} | independent
    )
    chosen = core.chosen_reports(rows, dimension="overall")
    assert chosen[["shown", "assessor"]].to_numpy().tolist() == [[shown, assessor]]


def test_only_one_assessor_on_one_scale_is_compared(canonical):
    def side(*rows):
        return core.assessor_ratings(reports(canonical, *rows), dimension="overall")

    both = {"assessor": "independent", "rating": "red"}, {"assessor": "owner", "rating": "amber"}
    owner = {"assessor": "owner", "rating": "green"}
    pair = core.like_for_like(side(*both), side(owner)).iloc[0]
    assert pair[["before", "after", "assessor", "worse"]].tolist() == [
        "green",
        "amber",
        "owner",
        0.5,
    ]
    assert core.like_for_like(side(both[0]), side(owner)).empty
    assert core.like_for_like(side(owner), side({**owner, "scale": "rag5"})).empty


def stone(canonical, **dates):
    row = {name: pd.Timestamp(value) if "date" in name else value for name, value in dates.items()}
    tables = canonical(milestones=[{"project_id": "J1", **row}])
    return core.milestone_positions(tables["milestones"], period="2026-10", as_of=AS_OF).iloc[0]


def test_an_actual_date_in_the_future_is_a_forecast(canonical):
    row = stone(canonical, baseline_date="2026-10-30", actual_date="2026-11-06")
    assert not row["met"]
    assert row["late"]
    assert row["slip_days"] == 5


def test_amounts_in_two_currencies_or_at_two_price_levels_are_not_compared(canonical):
    def why(**reported):
        tables = canonical(
            projects=[{"project_id": "J1", "budget": 1.0, "price_basis": "nominal"}],
            progress=[{"project_id": "J1", "manager_eac": 2.0, **reported}],
        )
        return core.budget_and_forecast(tables, period="2026-10")["comparable_reason"].item()

    assert why(currency="EUR") == "currency_differs"
    assert why(price_basis="constant 2020") == "price_basis_differs"
    assert pd.isna(why(price_basis="nominal"))
