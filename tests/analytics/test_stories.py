"""The stories planted in the sample are found, each where a reader would look for it."""

import pandas as pd
import pytest

from pmo_lib.analytics.review import Review, review
from pmo_lib.params import load_thresholds, sample_store
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter

AS_OF = pd.Timestamp("2026-10-31")
AS_EXCEPTION = {
    "green_overdue_milestone": "green_overdue_milestone",
    "red_worsened": "worsened",
    "stale_report": "stale",
    "late_reporter": "not_reported",
}
AS_CHANGE = {
    "red_worsened": {"rating_worse"},
    "improved": {"rating_better"},
    "assessor_changed": {"assessor_changed"},
    "budget_up": {"budget_up"},
    "finish_later": {"finish_later"},
    "joined_this_period": {"joined"},
    "renamed": {"renamed"},
    "slip_velocity_one": {"milestone_later"},
}


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(make_sample(sample_store()))


@pytest.fixture(scope="module")
def stories() -> pd.DataFrame:
    return make_sample(sample_store()).read("stories")


@pytest.fixture(scope="module")
def portfolio(cutter: Cutter) -> Review:
    return review(cutter.cut("portfolio", "", "board"), thresholds=load_thresholds())


def of_kind(stories: pd.DataFrame, kind: str) -> set[str]:
    return set(stories.loc[stories["kind"] == kind, "project_id"].dropna())


@pytest.mark.parametrize("story", AS_EXCEPTION)
def test_a_story_of_trouble_is_an_exception(portfolio: Review, stories: pd.DataFrame, story: str):
    told = portfolio.exceptions.explode("kinds")
    found = set(told.loc[told["kinds"] == AS_EXCEPTION[story], "project_id"])
    planted = of_kind(stories, story)
    assert planted
    assert planted <= found


@pytest.mark.parametrize("story", AS_CHANGE)
def test_a_story_of_change_is_a_finding(portfolio: Review, stories: pd.DataFrame, story: str):
    moved = portfolio.changes
    found = set(moved.loc[moved["kind"].isin(AS_CHANGE[story]), "project_id"])
    planted = of_kind(stories, story)
    assert planted
    assert planted <= found


def test_stories_without_another_instance_are_found_and_nothing_beside_them(
    portfolio: Review, stories: pd.DataFrame
):
    ratings, status, moved = portfolio.ratings, portfolio.milestones, portfolio.changes
    past = ~status["met"] & (status["forecast_date"] < AS_OF)
    hidden = portfolio.position["budget_state"] == "withheld"
    found = {
        "late_reporter": ratings.loc[ratings["rating"] == "not_reported"],
        "stale_report": ratings.loc[ratings["declared"].notna() & ratings["stale"]],
        "renamed": moved.loc[moved["kind"] == "renamed"],
        "withheld_budget": portfolio.position.loc[hidden],
        "forecast_in_past": status.loc[past],
    }
    for kind, rows in found.items():
        assert set(rows["project_id"]) == of_kind(stories, kind), kind


def test_a_milestone_that_stays_as_far_away_slips_day_for_day(
    portfolio: Review, stories: pd.DataFrame
):
    status = portfolio.milestones
    chasing = status.loc[status["key"].fillna(False) & (status["velocity"] == 1.0)]
    assert of_kind(stories, "slip_velocity_one") <= set(chasing["project_id"])


def test_a_change_of_assessor_is_not_a_move(portfolio: Review, stories: pd.DataFrame):
    moved = portfolio.changes
    theirs = moved.loc[moved["project_id"].isin(of_kind(stories, "assessor_changed"))]
    assert not theirs["kind"].isin(["rating_worse", "rating_better"]).any()
    assert not theirs.loc[theirs["kind"] == "assessor_changed", "counts_as_move"].any()


def test_a_project_that_left_its_client_is_said_to_have_left(cutter: Cutter, stories: pd.DataFrame):
    left = stories.loc[(stories["kind"] == "left_this_period") & stories["client_id"].notna()]
    assert len(left)
    for story in left.itertuples():
        cut = cutter.cut("client", str(story.client_id), "client")
        moved = review(cut, thresholds=load_thresholds()).changes
        assert ("left", story.project_id) in set(
            zip(moved["kind"], moved["project_id"], strict=True)
        )


def test_what_is_withheld_or_unreadable_is_counted(portfolio: Review, stories: pd.DataFrame):
    withheld = of_kind(stories, "withheld_budget")
    total = portfolio.totals.loc[portfolio.totals["measure"] == "budget"]
    assert total["n_withheld"].sum() == len(withheld)
    assert portfolio.rejects["n"].sum() == len(of_kind(stories, "unreadable_value"))


def test_a_client_without_projects_has_an_empty_review(cutter: Cutter, stories: pd.DataFrame):
    client = stories.loc[stories["kind"] == "client_without_project", "client_id"].iloc[0]
    answers = review(cutter.cut("client", str(client), "client"), thresholds=load_thresholds())
    assert answers.rules["rule"] == "no_projects"
    assert answers.exceptions.empty
    assert answers.milestones.empty
