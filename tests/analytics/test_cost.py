"""Cost: variance with reasons, and totals that say what they leave out."""

import pandas as pd
import pytest

from pmo_lib.analytics import cost
from pmo_lib.tables.schemas import STATES

AS_OF = pd.Timestamp("2026-10-31")


def position_of(canonical, project, reported=None, previous=None):
    rows = {"projects": [{"project_id": "J1", **project}]}
    if reported is not None:
        rows["progress"] = [{"project_id": "J1", **reported}]
    last = canonical(projects=[{"project_id": "J1", **previous}]) if previous is not None else None
    return cost.cost_position(canonical(**rows), last, period="2026-10", as_of=AS_OF).iloc[0]


def test_variance_is_forecast_less_budget(canonical):
    row = position_of(
        canonical,
        {"budget": 100.0},
        {"manager_eac": 110.0, "period_budget": 20.0, "period_forecast": 15.0},
        {"budget": 80.0},
    )
    assert row[["variance", "variance_share", "budget_moved"]].tolist() == [10.0, 0.1, 20.0]
    assert row[["period_variance", "period_variance_share"]].tolist() == [-5.0, -0.25]


@pytest.mark.parametrize(
    ("project", "reported", "reason"),
    [
        ({"budget": 100.0}, None, "no_progress"),
        ({"budget": 100.0}, {}, "no_forecast"),
        ({"budget": 100.0}, {"manager_eac_state": "withheld"}, "withheld"),
        ({"budget": 100.0}, {"manager_eac_state": "unreadable"}, "unreadable"),
        ({"budget_state": "withheld"}, {"manager_eac": 1.0}, "withheld"),
        ({}, {"manager_eac": 1.0}, "no_budget"),
        ({"budget": 100.0}, {"manager_eac": 1.0, "currency": "EUR"}, "currency_differs"),
    ],
)
def test_why_there_is_no_variance(canonical, project, reported, reason):
    row = position_of(canonical, project, reported)
    assert pd.isna(row["variance"])
    assert row["variance_reason"] == row["variance_share_reason"] == reason


@pytest.mark.parametrize(("budget", "reason"), [(0.0, "zero_budget"), (-5.0, "negative_budget")])
def test_a_share_of_no_budget_is_no_number(canonical, budget, reason):
    row = position_of(canonical, {"budget": budget}, {"manager_eac": 10.0})
    assert row["variance"] == 10.0 - budget
    assert row["variance_share_reason"] == reason


@pytest.mark.parametrize(
    ("previous", "reason"),
    [
        ({"project_id": "J2"}, "new"),
        ({"budget_state": "withheld"}, "withheld"),
        ({}, "no_budget"),
        ({"budget": 80.0, "currency": "EUR"}, "currency_differs"),
        ({"budget": 80.0, "price_basis": "constant 2020"}, "price_basis_differs"),
    ],
)
def test_why_a_budget_movement_is_not_known(canonical, previous, reason):
    row = position_of(canonical, {"budget": 100.0}, {}, previous)
    assert row["budget_moved_reason"] == reason


def test_totals_say_what_they_leave_out(canonical):
    projects = [
        {"project_id": "J1", "budget": 100.0},
        {"project_id": "J2", "budget": 50.0},
        {"project_id": "J3", "budget_state": "withheld"},
        {"project_id": "J4", "budget_state": "to_be_decided"},
        {"project_id": "J5"},
        {"project_id": "J6", "currency": "EUR", "budget_state": "withheld"},
        {"project_id": "J7", "budget": 7.0, "lifecycle": "complete"},
    ]
    progress = [
        {"project_id": "J1", "manager_eac": 120.0},
        {"project_id": "J3", "manager_eac": 500.0},
    ]
    tables = canonical(projects=projects, progress=progress)
    position = cost.cost_position(tables, None, period="2026-10", as_of=AS_OF)
    totals = cost.cost_totals(position).set_index(["currency", "measure"])
    counts = ["n", "n_visible", "n_withheld", "n_other_state", "n_missing"]
    assert totals.loc[("GBP", "budget"), "total"] == 150.0
    assert totals.loc[("GBP", "budget"), counts].tolist() == [5, 2, 1, 1, 1]
    assert totals.loc[("GBP", "variance"), ["total", "n_both", "base", "share"]].tolist() == [
        20.0,
        1,
        100.0,
        0.2,
    ]
    assert totals.loc[("EUR", "budget"), "total_reason"] == "none_visible"
    assert pd.isna(totals.loc[("EUR", "budget"), "total"])


@pytest.mark.parametrize("state", [state for state in STATES if state != "withheld"])
def test_a_state_other_than_withheld_is_counted_and_not_missing(canonical, state):
    tables = canonical(projects=[{"project_id": "J1", "budget_state": state}])
    position = cost.cost_position(tables, None, period="2026-10", as_of=AS_OF)
    totals = cost.cost_totals(position).set_index("measure")
    assert totals.loc["budget", ["n_other_state", "n_missing", "n_withheld"]].tolist() == [1, 0, 0]
