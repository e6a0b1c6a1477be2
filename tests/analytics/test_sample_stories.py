"""The sample's planted stories are found by the analytics that look for them."""

import pandas as pd
import pytest

from pmo_lib.analytics import cost, milestones, rag
from pmo_lib.analytics.changes import changes, members
from pmo_lib.analytics.exceptions import exceptions
from pmo_lib.params import sample_store
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter

AT = {"period": "2026-10", "as_of": pd.Timestamp("2026-10-31")}
LIVE = ["live", "on_hold"]


@pytest.fixture(scope="module")
def store():
    return make_sample(sample_store())


@pytest.fixture(scope="module")
def cutter(store):
    return Cutter(store, "2026-10")


@pytest.fixture(scope="module")
def stories(store):
    return store.read("stories", store.periods()[-1].data_date)


@pytest.fixture(scope="module")
def found(cutter):
    """What the analytics say of the whole portfolio."""
    cut = cutter.cut("portfolio", "", "board")
    now, then = cut.current, cut.previous
    ratings = rag.project_ratings(now["status_reports"], now["projects"], cadence="month", **AT)
    last = rag.project_ratings(
        then["status_reports"],
        then["projects"],
        period="2026-09",
        as_of=pd.Timestamp("2026-09-30"),
        cadence="month",
    )
    stand = milestones.milestone_status(
        now["milestones"],
        now["projects"],
        previous_period="2026-09",
        periods=now["periods"],
        **AT,
    )
    position = cost.cost_position(now, then, **AT)
    ratings = ratings.loc[ratings["lifecycle"].isin(LIVE)]
    moved = changes(now, then, previous_period="2026-09", **AT)
    return {
        "ratings": ratings,
        "status": stand,
        "position": position,
        "changes": moved,
        "exceptions": exceptions(ratings, last, stand, position).explode("kinds"),
    }


def ids(frame, **where):
    for column, value in where.items():
        frame = frame.loc[frame[column] == value]
    return set(frame["project_id"])


def test_each_change_that_was_planted_is_found(found, stories):
    kinds = {
        "red_worsened": ids(found["changes"], kind="rating_worse", value="red"),
        "improved": ids(found["changes"], kind="rating_better", value="green"),
        "finish_later": ids(found["changes"], kind="finish_later"),
        "budget_up": ids(found["changes"], kind="budget_up"),
        "assessor_changed": ids(found["changes"], kind="assessor_changed"),
        "joined_this_period": ids(found["changes"], kind="joined"),
    }
    for kind, projects in kinds.items():
        planted = ids(stories, kind=kind)
        assert planted, kind
        assert planted <= projects, kind


def test_each_exception_that_was_planted_is_found(found, stories):
    rows = found["exceptions"]
    assert ids(stories, kind="red_worsened") <= ids(rows, kinds="red") & ids(rows, kinds="worsened")
    planted = ids(stories, kind="green_overdue_milestone")
    assert planted <= ids(rows, kinds="green_overdue_milestone")


def test_stories_that_are_complete_are_found_and_nothing_beside_them(found, stories):
    ratings, status = found["ratings"], found["status"]
    reported = ratings.loc[ratings["declared"].notna()]
    past = status.loc[~status["met"] & (status["forecast_date"] < AT["as_of"])]
    creeping = status.loc[status["key"] & (status["velocity"] == 1.0)]
    complete = {
        "late_reporter": ids(ratings, rating="not_reported"),
        "stale_report": ids(reported, stale=True),
        "renamed": ids(found["changes"], kind="renamed"),
        "withheld_budget": ids(found["position"], budget_state="withheld"),
        "forecast_in_past": ids(past),
    }
    for kind, projects in complete.items():
        assert projects == ids(stories, kind=kind), kind
    assert ids(stories, kind="slip_velocity_one") <= ids(creeping)


def test_a_change_of_assessor_is_no_rating_move(found, stories):
    planted = ids(stories, kind="assessor_changed")
    moves = found["changes"].loc[found["changes"]["kind"].str.startswith("rating_")]
    assert not planted & ids(moves)
    said = found["changes"].loc[found["changes"]["kind"] == "assessor_changed"]
    assert not said["counts_as_move"].any()


def test_projects_that_left_are_found_in_their_clients_report(cutter, stories):
    rows = stories.loc[stories["kind"] == "left_this_period"]
    for story in rows.itertuples():
        level = ("client", story.client_id) if pd.notna(story.client_id) else ("portfolio", "")
        cut = cutter.cut(*level, "client")
        links = (
            {}
            if level[0] == "portfolio"
            else {
                "members": members(cut.current["project_clients"], as_of=AT["as_of"]),
                "previous_members": members(
                    cut.previous["project_clients"], as_of=pd.Timestamp("2026-09-30")
                ),
            }
        )
        moved = changes(cut.current, cut.previous, previous_period="2026-09", **AT, **links)
        gone = moved.loc[moved["kind"].isin(["left", "completed"])]
        assert story.project_id in ids(gone), story.story_id


def test_a_client_never_served_has_no_projects_and_no_error(cutter, stories, run_all):
    client = stories.loc[stories["kind"] == "client_without_project", "client_id"].iloc[0]
    cut = cutter.cut("client", client, "client")
    done = run_all(cut.current, cut.previous)
    assert done["headline"]["rule"] == "no_projects"
    assert done["status_strip"]["reason_kind"].tolist() == ["no_projects"]
