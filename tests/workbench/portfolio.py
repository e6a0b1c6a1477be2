"""A small portfolio made by code: three clients, seven projects, three months."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from pmo_lib.tables.store import Store

MONTHS = ("2026-08", "2026-09", "2026-10")
CLIENTS = {"C0001": "Northwind Energy", "C0002": "Северный Rail & Sons", "C0003": "Quiet Trust"}
PROJECTS = {  # client, name, lifecycle, budget, ratings by month, working weeks of slip by month
    "J0001": ("C0001", "Billing move", "live", 1_200_000, ("green", "amber", "red"), (0, 2, 6)),
    "J0002": ("C0001", "=HYPERLINK(A1)", "live", 400_000, ("green", "green", "green"), (0, 0, 1)),
    "J0003": ("C0001", "Smart metering", "live", 3_500_000, ("amber", "amber", None), (1, 1, 1)),
    "J0004": ("C0001", "Depot closure", "complete", 90_000, ("green", "green", "green"), (0, 0, 0)),
    "J0005": ("C0002", "Ωmega signalling", "live", 800_000, ("red", "red", "amber"), (4, 4, 4)),
    "J0006": ("C0002", None, "live", None, (None, None, None), (0, 0, 0)),
    "J0007": ("C0002", "Station roof", "on_hold", 250_000, (None, "amber", "amber"), (0, 0, 0)),
}
PLAN = (0.2, 0.5, 0.9)


def make_store(folder: Path) -> Store:
    """Write a snapshot for each month."""
    store = Store.create(folder)
    for n, month in enumerate(MONTHS):
        store.write("made-up", _end(month), _tables(n), loaded_at=datetime(2026, 11, 2, tzinfo=UTC))
    return store


def _end(month: str) -> pd.Timestamp:
    return pd.Timestamp(month) + pd.offsets.MonthEnd(0)


def _tables(n: int) -> dict[str, pd.DataFrame]:
    month = MONTHS[n]
    every = [{"project_id": id_, **_project(id_, n)} for id_ in PROJECTS]
    start = pd.Timestamp("2026-01-05")
    links = [
        {"project_id": id_, "client_id": row[0], "valid_from": start}
        for id_, row in PROJECTS.items()
    ]
    return {
        "periods": pd.DataFrame(
            {
                "period": [month],
                "cadence": ["month"],
                "start": [pd.Timestamp(month)],
                "end": [_end(month)],
                "data_date": [_end(month)],
            }
        ),
        "clients": pd.DataFrame({"client_id": list(CLIENTS), "name": list(CLIENTS.values())}),
        "projects": pd.DataFrame(every),
        "project_clients": pd.DataFrame(links),
        "baselines": pd.DataFrame([_baseline(id_, start) for id_ in PROJECTS]),
        "plan_periods": pd.DataFrame([row for id_ in PROJECTS for row in _plan(id_)]),
        "progress": pd.DataFrame([_progress(id_, n) for id_ in PROJECTS]),
        "status_reports": pd.DataFrame([_report(id_, n) for id_ in PROJECTS if _rating(id_, n)]),
        "milestones": pd.DataFrame([row for id_ in PROJECTS for row in _milestones(id_, n)]),
    }


def _project(id_: str, n: int) -> dict[str, object]:
    _, name, lifecycle, budget, _, _ = PROJECTS[id_]
    state = "withheld" if budget is None else None
    fixed = {"currency": "GBP", "start": pd.Timestamp("2026-01-05"), "internal_note": f"month {n}"}
    return {"name": name, "lifecycle": lifecycle, "budget": budget, "budget_state": state, **fixed}


def _baseline(id_: str, start: pd.Timestamp) -> dict[str, object]:
    budget = PROJECTS[id_][3]
    finish = pd.Timestamp("2026-11-30")
    fixed = {"baseline_no": 1, "effective": start, "currency": "GBP", "finish": finish}
    return {"project_id": id_, "budget": budget, **fixed}


def _plan(id_: str) -> list[dict[str, object]]:
    budget = PROJECTS[id_][3]
    return [
        {
            "project_id": id_,
            "baseline_no": 1,
            "period": month,
            "planned_value": budget * share,
            "currency": "GBP",
        }
        for month, share in zip(MONTHS, PLAN, strict=True)
        if budget
    ]


def _progress(id_: str, n: int) -> dict[str, object]:
    budget = PROJECTS[id_][3]
    given = (
        {}
        if budget is None
        else {
            "earned_value": budget * PLAN[n] * 0.9,
            "actual_cost": budget * PLAN[n] * (1.1 if id_ == "J0001" else 0.95),
            "manager_eac": budget * (1 + 0.08 * n if id_ == "J0001" else 0.97),
        }
    )
    return {"project_id": id_, "period": MONTHS[n], "currency": "GBP", **given}


def _rating(id_: str, n: int) -> str | None:
    return PROJECTS[id_][4][n]


def _report(id_: str, n: int) -> dict[str, object]:
    return {
        "project_id": id_,
        "period": MONTHS[n],
        "dimension": "overall",
        "assessor": "owner",
        "rating": _rating(id_, n),
        "scale": "rag3",
        "narrative": "@supplier late, " + 40 * "and so on " if id_ == "J0001" else "On course",
        "data_as_of": _end(MONTHS[n]),
    }


def _milestones(id_: str, n: int) -> list[dict[str, object]]:
    days = {"M1": "2026-11-13", "M2": "2027-02-12"}
    return [
        {
            "project_id": id_,
            "milestone_id": f"{id_}-{number}",
            "period": MONTHS[n],
            "name": f"{'Contract' if number == 'M1' else 'Go-live'} {id_}",
            "key": number == "M2",
            "baseline_date": pd.Timestamp(day),
            "forecast_date": pd.Timestamp(day) + pd.Timedelta(weeks=PROJECTS[id_][5][n]),
        }
        for number, day in days.items()
    ]
