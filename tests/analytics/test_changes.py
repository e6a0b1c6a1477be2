"""Changes: what moved between two reports, what is only said, and the order of both."""

import numpy as np
import pandas as pd
import pytest

from pmo_lib.analytics.changes import CHANGE_KINDS, changes, members
from pmo_lib.errors import ParameterError

AS_OF = pd.Timestamp("2026-10-31")


def moved(current, previous, **more):
    given = {"period": "2026-10", "previous_period": "2026-09", "as_of": AS_OF} | more
    found = changes(current, previous, **given)
    assert set(found["kind"]) <= set(CHANGE_KINDS)
    return found.set_index("kind")


def pair(canonical, now, then, name="projects", **common):
    """One project as it is and as it was, in one table."""
    sides = []
    for row in (now, then):
        rows = {"projects": [{"project_id": "J1", "budget": 100.0}], **common}
        if name == "projects":
            rows["projects"] = [{**rows["projects"][0], **row}]
        elif row is not None:
            rows[name] = [{"project_id": "J1", **row}]
        sides.append(canonical(**rows))
    if name != "projects" and len(sides[1][name]):
        sides[1][name] = sides[1][name].assign(period="2026-09")
    return sides


@pytest.mark.parametrize(
    ("then", "now", "kind", "delta"),
    [
        ({"rating": "green"}, {"rating": "amber"}, "rating_worse", 1),
        ({"rating": "green"}, {"rating": "red"}, "rating_worse", 2),
        ({"rating": "red"}, {"rating": "amber"}, "rating_better", -1),
        (
            {"rating": "amber", "scale": "rag5"},
            {"rating": "amber_red", "scale": "rag5"},
            "rating_worse",
            1,
        ),
    ],
)
def test_a_rating_moves_in_steps_of_its_scale(canonical, then, now, kind, delta):
    found = moved(*pair(canonical, now, then, "status_reports"))
    assert found.index.tolist() == [kind]
    assert found["delta"].item() == delta
    assert found["counts_as_move"].all()


@pytest.mark.parametrize(
    ("then", "now", "kind"),
    [
        ({"rating": "green"}, {"rating": "red", "assessor": "independent"}, "assessor_changed"),
        ({"rating": "amber_red", "scale": "rag5"}, {"rating": "red"}, "scale_changed"),
        ({"rating": "green"}, {"rating_state": "withheld"}, "newly_withheld"),
        ({"rating_state": "withheld"}, {"rating": "green"}, "newly_visible"),
        ({"rating": "green"}, None, "not_reported_now"),
    ],
)
def test_what_is_said_and_not_counted_as_a_move(canonical, then, now, kind):
    found = moved(*pair(canonical, now, then, "status_reports"))
    assert found.index.tolist() == [kind]
    assert not found["counts_as_move"].any()


def test_an_owners_move_is_found_behind_a_new_reviewer(canonical):
    current, previous = pair(canonical, {"rating": "red"}, {"rating": "amber"}, "status_reports")
    review = current["status_reports"].assign(assessor="independent", rating="amber")
    current["status_reports"] = pd.concat([current["status_reports"], review])
    found = moved(current, previous)
    assert found.index.tolist() == ["rating_worse"]
    assert found[["assessor", "value"]].to_numpy().tolist() == [["owner", "red"]]


@pytest.mark.parametrize(
    ("then", "now", "kind", "delta"),
    [
        ({"finish": "2026-12-04"}, {"finish": "2026-12-07"}, "finish_later", 1),
        ({"finish": "2026-12-07"}, {"finish": "2026-12-04"}, "finish_earlier", -1),
        ({"budget": 100.0}, {"budget": 130.0}, "budget_up", 30),
        ({"budget": 100.0}, {"budget": 70.0}, "budget_down", -30),
        ({"name": "Old"}, {"name": "New"}, "renamed", None),
        ({"budget": 5.0}, {"budget": None, "budget_state": "withheld"}, "newly_withheld", None),
        ({"budget": None, "budget_state": "withheld"}, {"budget": 5.0}, "newly_visible", None),
        ({}, {"lifecycle": "complete"}, "completed", None),
        ({}, {"lifecycle": "cancelled"}, "left", None),
    ],
)
def test_moves_of_what_was_approved(canonical, then, now, kind, delta):
    sides = [
        {k: pd.Timestamp(v) if k == "finish" else v for k, v in row.items()} for row in (now, then)
    ]
    found = moved(*pair(canonical, *sides))
    assert found.index.tolist() == [kind]
    assert delta is None or found["delta"].item() == delta


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ({}, {}),
        ({"lifecycle": "complete"}, {"lifecycle": "complete", "budget": 5.0}),
        ({"budget": 100.0}, {"budget": 200.0, "currency": "EUR"}),
        ({"budget": 100.0, "price_basis": "nominal"}, {"budget": 200.0, "price_basis": "constant"}),
        ({"name": None}, {"name": "Known now"}),
    ],
)
def test_what_is_no_change(canonical, then, now):
    assert moved(*pair(canonical, now, then)).empty


def test_a_forecast_moves(canonical):
    found = moved(*pair(canonical, {"manager_eac": 120.0}, {"manager_eac": 100.0}, "progress"))
    row = found.loc["forecast_up"]
    assert row[["delta", "share", "unit"]].tolist() == [20.0, 0.2, "GBP"]


def test_a_project_names_the_milestone_that_moved_most_and_how_many_did(canonical):
    def stones(*dates, actual=None):
        return [
            {
                "project_id": "J1",
                "milestone_id": f"M{at}",
                "name": f"Stone {at}",
                "forecast_date": pd.Timestamp(date),
                "actual_date": pd.Timestamp(actual) if actual and at == 3 else pd.NaT,
            }
            for at, date in enumerate(dates, 1)
        ]

    project = [{"project_id": "J1"}]
    now = stones("2026-12-08", "2026-12-10", "2026-10-12", actual="2026-10-12")
    current = canonical(projects=project, milestones=now)
    previous = canonical(
        projects=project, milestones=stones("2026-12-07", "2026-12-07", "2026-10-12")
    )
    previous["milestones"] = previous["milestones"].assign(period="2026-09")
    found = moved(current, previous)
    later = found.loc["milestone_later", ["item_name", "n_items", "delta"]]
    assert later.tolist() == ["Stone 2", 2, 3]
    assert found.loc["milestone_met", "item_name"] == "Stone 3"


def test_the_same_fact_is_told_once(canonical):
    then, now = pd.Timestamp("2026-12-07"), pd.Timestamp("2027-01-11")
    sides = []
    for date, month, money in ((now, "2026-10", 200.0), (then, "2026-09", 100.0)):
        sides.append(
            canonical(
                projects=[{"project_id": "J1", "finish": date, "budget": money}],
                milestones=[{"project_id": "J1", "period": month, "forecast_date": date}],
                progress=[{"project_id": "J1", "period": month, "manager_eac": money}],
            )
        )
    assert sorted(moved(*sides).index) == ["budget_up", "finish_later"]


def test_who_joined_left_and_came_from_elsewhere(canonical):
    current = canonical(projects=[{"project_id": name} for name in ("J1", "J2", "J3")])
    previous = canonical(
        projects=[
            {"project_id": "J1"},
            {"project_id": "J2"},
            {"project_id": "J4"},
            {"project_id": "J5", "lifecycle": "complete"},
        ]
    )
    found = moved(current, previous)
    assert found["project_id"].to_dict() == {"joined": "J3", "left": "J4"}
    sliced = moved(
        current, previous, members=["J1", "J2", "J3"], previous_members=["J1", "J4", "J5"]
    )
    assert sliced["project_id"].to_dict() == {
        "joined": "J3",
        "joined_from_elsewhere": "J2",
        "left": "J4",
    }


def test_members_are_those_linked_on_the_day(canonical):
    links = canonical(
        project_clients=[
            {"project_id": "J1"},
            {"project_id": "J1", "client_id": "C2"},
            {"project_id": "J2", "valid_to": AS_OF},
            {"project_id": "J3", "valid_to": AS_OF + pd.Timedelta(days=1)},
            {"project_id": "J4", "valid_from": AS_OF + pd.Timedelta(days=1)},
        ]
    )["project_clients"]
    assert members(links, as_of=AS_OF).tolist() == ["J1", "J3"]
    assert members(links, as_of=AS_OF, of="C2").tolist() == ["J1"]


def test_the_more_material_comes_first_and_good_news_after_bad(canonical):
    names = [f"J{at}" for at in range(1, 6)]
    then = ["green", "amber", "amber", "green", "green"]
    now = ["amber", "red", "green", "red", "green"]

    def side(ratings, month):
        return canonical(
            projects=[{"project_id": name} for name in names],
            status_reports=[
                {"project_id": name, "period": month, "rating": rating}
                for name, rating in zip(names, ratings, strict=True)
            ],
        )

    found = moved(side(now, "2026-10"), side(then, "2026-09"))
    assert found["project_id"].tolist() == ["J4", "J2", "J1", "J3"]
    assert found["materiality"].tolist() == [5.0, 4.0, 1.0, 0.5]


def drifting(canonical, month, at):
    """Twelve projects of one budget whose finish drifts, one that turns red, one that joins."""
    names = [f"J{n:02}" for n in range(12)]
    finish = pd.Timestamp("2027-01-04") + pd.offsets.BusinessDay(60 * at)
    projects = [{"project_id": name, "budget": 9.0, "finish": finish} for name in names]
    projects.append({"project_id": "R", "budget": 9.0})
    projects += [{"project_id": "N", "budget": 9.0}] * at
    reports = [{"project_id": "R", "period": month, "rating": ["amber", "red"][at]}]
    return canonical(projects=projects, status_reports=reports)


def test_drift_does_not_crowd_out_what_else_happened(canonical):
    found = moved(drifting(canonical, "2026-10", 1), drifting(canonical, "2026-09", 0))
    kinds = found.index.tolist()
    assert kinds[:4] == ["rating_worse", *["finish_later"] * 2, "joined"]
    assert kinds[4:] == ["finish_later"] * 10
    assert found["project_id"].tolist()[1:3] == ["J00", "J01"]


def test_turning_red_outweighs_a_slip_of_any_length(canonical):
    found = moved(drifting(canonical, "2026-10", 1), drifting(canonical, "2026-09", 0))
    assert found.loc["rating_worse", "materiality"] > found.loc["finish_later", "materiality"].max()


@pytest.mark.parametrize("state", ["to_be_decided", "not_provided", "reset", "not_applicable"])
def test_a_state_that_was_sent_is_not_silence(canonical, state):
    sides = pair(canonical, {"rating_state": state}, {"rating": "green"}, "status_reports")
    assert moved(*sides).empty


def test_a_larger_project_weighs_more(canonical):
    budgets = {"J1": 10.0, "J2": 1000.0, "J3": np.nan}

    def side(rating, month):
        return canonical(
            projects=[{"project_id": name, "budget": money} for name, money in budgets.items()],
            status_reports=[
                {"project_id": name, "period": month, "rating": rating} for name in budgets
            ],
        )

    found = moved(side("amber", "2026-10"), side("green", "2026-09"))
    weights = dict(zip(found["project_id"], found["materiality"], strict=True))
    assert weights == {"J1": 1.0, "J2": 1.5, "J3": 1.0}


def test_thresholds_are_held_to_their_names(portfolio):
    with pytest.raises(ParameterError, match="material_days"):
        moved(*portfolio, thresholds={"material_day": 10.0})
