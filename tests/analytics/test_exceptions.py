"""Exceptions: which projects, why, and in which order."""

import pandas as pd
import pytest

from pmo_lib.analytics import cost, milestones, rag
from pmo_lib.analytics.exceptions import EXCEPTION_KINDS, exceptions

AS_OF = pd.Timestamp("2026-10-31")
PAST, SOON, LATER = (pd.Timestamp(day) for day in ("2026-10-01", "2026-11-16", "2027-02-01"))


def found_in(canonical, projects, then=None, **rows):
    """Exceptions among projects given as name -> rating; then as name -> last rating."""
    at = {"period": "2026-10", "as_of": AS_OF}
    reports = [
        {"project_id": name, "rating": rating, **rows.get("report", {})}
        for name, rating in projects.items()
        if rating
    ]
    tables = canonical(
        projects=[{"project_id": name, "budget": 100.0} for name in projects],
        status_reports=reports or [{"project_id": "J0"}],
        milestones=rows.get("milestones", [{"project_id": "J0"}]),
        progress=rows.get("progress", [{"project_id": "J0"}]),
    )
    ratings = rag.project_ratings(
        tables["status_reports"], tables["projects"], cadence="month", **at
    )
    last = None
    if then:
        before = canonical(status_reports=[{"project_id": n, "rating": r} for n, r in then.items()])
        last = rag.project_ratings(
            before["status_reports"], tables["projects"], cadence="month", **at
        )
    stand = milestones.milestone_status(
        tables["milestones"], tables["projects"], previous_period="2026-09", **at
    )
    position = cost.cost_position(tables, None, **at)
    return exceptions(ratings, last, stand, position).set_index("project_id")


def stone(project, baseline, forecast, **more):
    return {"project_id": project, "baseline_date": baseline, "forecast_date": forecast, **more}


def test_each_kind_is_found(canonical):
    rows = found_in(
        canonical,
        {
            "A-red": "red",
            "B-worse": "amber",
            "C-overdue": "green",
            "D-late": "green",
            "E-over": "green",
            "F-silent": None,
            "G-amber": "amber",
            "H-fine": "green",
        },
        then={"B-worse": "green", "G-amber": "amber"},
        milestones=[
            stone("C-overdue", PAST, SOON),
            stone("D-late", SOON, LATER),
            stone("H-fine", SOON, SOON),
            stone("H-fine", PAST, SOON, milestone_id="M2", key=False),
        ],
        progress=[
            {"project_id": "E-over", "manager_eac": 106.0},
            {"project_id": "H-fine", "manager_eac": 105.0},
        ],
    )
    assert rows["main_kind"].to_dict() == {
        "A-red": "red",
        "B-worse": "worsened",
        "C-overdue": "green_overdue_milestone",
        "D-late": "late_key_milestone",
        "E-over": "over_budget",
        "F-silent": "not_reported",
        "G-amber": "amber",
    }
    assert rows.index.tolist() == sorted(rows.index)
    assert rows.loc["C-overdue", ["overdue_milestone", "overdue_days"]].tolist() == ["Go-live", 22]
    assert rows.loc["D-late", "late_days"] == 55
    assert rows.loc["E-over", "variance_share"] == 0.06


def test_graver_kinds_go_first_and_lesser_ones_break_ties(canonical):
    rows = found_in(
        canonical,
        {"J1": "red", "J2": "red", "J3": "amber"},
        then={"J1": "red", "J2": "amber", "J3": "green"},
        progress=[{"project_id": "J3", "manager_eac": 200.0}],
        milestones=[stone("J3", PAST, PAST)],
    )
    assert rows.index.tolist() == ["J2", "J1", "J3"]
    assert rows.loc["J3", "kinds"] == ["worsened", "late_key_milestone", "over_budget", "amber"]
    assert rows.loc["J1", "score"] > rows.loc["J3", "score"]


def test_kinds_are_listed_gravest_first(canonical):
    old = {"report": {"data_as_of": pd.Timestamp("2026-07-31")}}
    kinds = found_in(canonical, {"J1": "red"}, then={"J1": "green"}, **old)["kinds"].item()
    assert kinds == ["red", "worsened", "stale"]
    assert [EXCEPTION_KINDS.index(kind) for kind in kinds] == sorted(
        EXCEPTION_KINDS.index(kind) for kind in kinds
    )


def test_another_assessors_rating_is_no_worsening(canonical):
    reviewed = {"report": {"assessor": "independent"}}
    rows = found_in(canonical, {"J1": "amber"}, then={"J1": "green"}, **reviewed)
    assert rows["main_kind"].tolist() == ["amber"]
    assert rows["previous_rating"].isna().all()


@pytest.mark.parametrize(
    "state", ["to_be_decided", "not_provided", "reset", "not_applicable", "unreadable"]
)
def test_a_state_in_place_of_a_rating_is_unrated_and_not_silence(canonical, state):
    sent = {"report": {"rating_state": state}}
    row = found_in(canonical, {"J1": float("nan")}, **sent).loc["J1"]
    assert row["kinds"] == ["unrated"]
    assert (row["rating"], row["rating_state"]) == ("not_reported", state)


def test_a_report_that_is_withheld_is_no_exception_and_an_empty_one_is_unrated(canonical):
    withheld = {"report": {"rating_state": "withheld"}}
    assert found_in(canonical, {"J1": float("nan")}, **withheld).empty
    row = found_in(canonical, {"J1": float("nan")}).loc["J1"]
    assert (row["main_kind"], row["rating_state"]) == ("unrated", "not_provided")


def test_old_data_of_an_unrated_project_are_stale_too(canonical):
    old = {"data_as_of": pd.Timestamp("2026-07-31"), "rating_state": "reset"}
    kinds = found_in(canonical, {"J1": float("nan")}, report=old)["kinds"].item()
    assert kinds == ["unrated", "stale"]


def test_a_project_that_is_fine_is_no_exception(canonical):
    assert found_in(canonical, {"J1": "green"}, then={"J1": "amber"}).empty
