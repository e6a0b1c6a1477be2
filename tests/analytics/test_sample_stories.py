"""Stories of which the sample holds no other instance are found, and nothing beside them."""

import pandas as pd
import pytest

from pmo_lib.analytics.review import review
from pmo_lib.params import load_thresholds, sample_store
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter

AS_OF = pd.Timestamp("2026-10-31")


@pytest.fixture(scope="module")
def store():
    return make_sample(sample_store())


@pytest.fixture(scope="module")
def answers(store):
    cut = Cutter(store, "2026-10").cut("portfolio", "", "board")
    return review(cut, thresholds=load_thresholds())


def ids(frame, **where):
    for column, value in where.items():
        frame = frame.loc[frame[column] == value]
    return set(frame["project_id"])


def test_complete_stories_are_found_and_nothing_beside_them(store, answers):
    ratings, status = answers.ratings, answers.milestones
    past = status.loc[~status["met"] & (status["forecast_date"] < AS_OF)]
    found = {
        "late_reporter": ids(ratings, rating="not_reported"),
        "stale_report": ids(ratings.loc[ratings["declared"].notna()], stale=True),
        "renamed": ids(answers.changes, kind="renamed"),
        "withheld_budget": ids(answers.position, budget_state="withheld"),
        "forecast_in_past": ids(past),
    }
    stories = store.read("stories", AS_OF.date())
    for kind, projects in found.items():
        assert projects == ids(stories, kind=kind), kind


def test_a_milestone_that_stays_as_far_away_slips_day_for_day(store, answers):
    key = answers.milestones.loc[answers.milestones["key"].fillna(False)]
    planted = ids(store.read("stories", AS_OF.date()), kind="slip_velocity_one")
    assert planted <= ids(key, velocity=1.0)
