"""Small canonical tables made by code, and every analytic run on them."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import pytest

from pmo_lib.analytics import cost, data_quality, earned_value, headline, milestones, rag
from pmo_lib.analytics.changes import changes
from pmo_lib.analytics.exceptions import exceptions
from pmo_lib.tables.schemas import TABLES

Tables = dict[str, pd.DataFrame]
AS_OF = pd.Timestamp("2026-10-31")
MONTHS = pd.period_range("2026-07", "2026-10", freq="M")

FILL: dict[str, dict[str, Any]] = {
    "projects": {"lifecycle": "live", "currency": "GBP", "name": "A project"},
    "status_reports": {
        "period": "2026-10",
        "dimension": "overall",
        "assessor": "owner",
        "scale": "rag3",
        "data_as_of": AS_OF,
    },
    "milestones": {"period": "2026-10", "milestone_id": "M1", "name": "Go-live", "key": True},
    "progress": {"period": "2026-10", "currency": "GBP"},
    "baselines": {"baseline_no": 1, "effective": pd.Timestamp("2026-01-01"), "currency": "GBP"},
    "plan_periods": {"baseline_no": 1, "currency": "GBP"},
    "project_clients": {"client_id": "C1", "valid_from": pd.Timestamp("2026-01-01")},
    "project_programmes": {"programme_id": "P1", "valid_from": pd.Timestamp("2026-01-01")},
    "rejects": {"source": "sheet", "table_name": "progress", "rule": "money: a number"},
}


@cache
def bare() -> Tables:
    """Make all canonical tables without rows but the periods."""
    months = pd.DataFrame(
        {
            "period": MONTHS.astype("str"),
            "cadence": "month",
            "start": MONTHS.start_time,
            "end": MONTHS.end_time.normalize(),
            "data_date": MONTHS.end_time.normalize(),
        }
    )
    tables = {name: schema.empty() for name, schema in TABLES.items()}
    return tables | {"periods": TABLES["periods"].check(months)}


def make(**rows: list[dict[str, Any]]) -> Tables:
    """Make all canonical tables: rows are given by table, what they leave out is filled in."""
    given = {name: pd.DataFrame([{**FILL[name], **row} for row in rows[name]]) for name in rows}
    return bare() | {name: TABLES[name].check(frame) for name, frame in given.items()}


@pytest.fixture(scope="session")
def canonical() -> Callable[..., Tables]:
    """Give the maker of canonical tables."""
    return make


def story(ratings: dict[str, list[str | None]], months: list[str]) -> list[dict[str, Any]]:
    """Status reports of projects by month; None is no report."""
    return [
        {
            "project_id": project,
            "period": month,
            "rating": rating,
            "data_as_of": pd.Timestamp(f"{month}-28"),
        }
        for project, path in ratings.items()
        for month, rating in zip(months, path, strict=True)
        if rating
    ]


@pytest.fixture(scope="session")
def portfolio() -> tuple[Tables, Tables]:
    """Six projects over four months, as known now and a month ago."""
    months = [str(month) for month in MONTHS]
    projects = [
        {"project_id": "J1", "name": "Steady", "budget": 1000.0, "finish": "2027-03-31"},
        {"project_id": "J2", "name": "Worse", "budget": 500.0, "finish": "2027-06-30"},
        {"project_id": "J3", "name": "Silent", "budget": 200.0, "finish": "2026-12-31"},
        {"project_id": "J4", "name": "Hidden", "budget_state": "withheld"},
        {"project_id": "J5", "name": "Done", "budget": 80.0, "lifecycle": "complete"},
        {"project_id": "J6", "name": "New", "budget": 300.0},
    ]
    before = [dict(row) for row in projects[:5]]
    before[4] |= {"lifecycle": "live"}
    before[1] |= {"finish": "2027-05-31", "budget": 450.0}
    for row in (*projects, *before):
        row["finish"] = pd.Timestamp(row["finish"]) if "finish" in row else pd.NaT
    reports = story(
        {
            "J1": ["green", "green", "green", "green"],
            "J2": ["green", "green", "amber", "red"],
            "J3": ["green", "green", "green", None],
            "J4": ["amber", "amber", "amber", "green"],
            "J5": ["green", "green", "green", None],
            "J6": [None, None, None, "amber"],
        },
        months,
    )
    dates = {"J1": "2026-09-30", "J2": "2027-02-26"}
    stones = [
        {
            "project_id": project,
            "period": month,
            "baseline_date": pd.Timestamp("2026-09-15"),
            "forecast_date": pd.Timestamp(date) + pd.Timedelta(days=28 * at),
        }
        for project, date in dates.items()
        for at, month in enumerate(months)
    ]
    progress = [
        {
            "project_id": project,
            "period": month,
            "earned_value": budget * 0.15 * (at + 1),
            "actual_cost": budget * 0.18 * (at + 1),
            "manager_eac": budget * 1.02 + 10 * at,
        }
        for project, budget in (("J1", 1000.0), ("J2", 500.0), ("J3", 200.0))
        for at, month in enumerate(months)
    ]
    baselines = [
        {"project_id": project, "budget": budget, "finish": pd.Timestamp("2027-03-31")}
        for project, budget in (("J1", 1000.0), ("J2", 500.0), ("J3", 200.0), ("J6", 300.0))
    ]
    plans = [
        {"project_id": project, "period": month, "planned_value": budget * 0.2 * (at + 1)}
        for project, budget in (("J1", 1000.0), ("J2", 500.0), ("J3", 200.0))
        for at, month in enumerate(months)
    ]
    common = {"baselines": baselines, "plan_periods": plans}
    past = {
        "status_reports": [row for row in reports if row["period"] < "2026-10"],
        "milestones": [row for row in stones if row["period"] < "2026-10"],
        "progress": [row for row in progress if row["period"] < "2026-10"],
    }
    now = {"status_reports": reports, "milestones": stones, "progress": progress}
    links = [{"project_id": f"J{at}"} for at in range(1, 7)]
    current = make(projects=projects, project_clients=links, **now, **common)
    return current, make(projects=before, project_clients=links[:5], **past, **common)


def run(current: Tables, previous: Tables | None) -> dict[str, Any]:
    """Every analytic on one pair of tables, by name."""
    at = {"period": "2026-10", "as_of": AS_OF}
    last = None if previous is None else "2026-09"
    projects, reports = current["projects"], current["status_reports"]
    ratings = rag.project_ratings(reports, projects, cadence="month", **at)
    then = None
    if previous is not None:
        then = rag.project_ratings(
            previous["status_reports"],
            previous["projects"],
            cadence="month",
            period="2026-09",
            as_of=pd.Timestamp("2026-09-30"),
        )
    stand = milestones.milestone_status(
        current["milestones"], projects, previous_period=last, periods=current["periods"], **at
    )
    position = cost.cost_position(current, previous, **at)
    ev = earned_value.earned_value(
        current["progress"], current["baselines"], current["plan_periods"], projects, **at
    )
    moved = changes(current, previous, previous_period=last, **at)
    found = exceptions(ratings, then, stand, position, ev)
    return {
        "project_ratings": ratings,
        "rating_weights": rag.rating_weights(ratings),
        "rating_history": rag.rating_history(reports, projects, periods=current["periods"]),
        "status_strip": rag.status_strip(
            current, previous, previous_period=last, cadence="month", **at
        ),
        "milestone_status": stand,
        "next_due": milestones.next_due(stand, as_of=AS_OF),
        "milestone_trend": milestones.milestone_trend(
            current["milestones"], project_ids=projects["project_id"]
        ),
        "slip_summary": milestones.slip_summary(stand, as_of=AS_OF),
        "cost_position": position,
        "cost_totals": cost.cost_totals(position),
        "earned_value": ev,
        "roll_up": earned_value.roll_up(ev),
        "changes": moved,
        "exceptions": found,
        "headline": headline.headline(ratings, moved, found, previous_period=last),
        "data_quality": data_quality.data_quality(current, cadence="month", **at),
        "freshness": data_quality.freshness(current, cadence="month", **at),
        "reporting": data_quality.reporting(ratings, reports, **at),
        "rejects_summary": data_quality.rejects_summary(current["rejects"]),
    }


@pytest.fixture(scope="session")
def run_all() -> Callable[[Tables, Tables | None], dict[str, Any]]:
    """Give the runner of all analytics."""
    return run
