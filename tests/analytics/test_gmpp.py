"""The published figures of the Government Major Projects Portfolio, from the loaded tables."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmo_lib.analytics.review import Review, review
from pmo_lib.params import home, load_thresholds
from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Cutter, Store

ROOT = Path(__file__).resolve().parents[2]
GMPP = Path(os.environ.get("PMO_SHARED") or ROOT / ".." / "shared") / "data" / "gmpp"

pytestmark = pytest.mark.skipif(not GMPP.is_dir(), reason="the published returns are not here")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("gmpp") / "store"
    mapping = home() / "params" / "sources" / "gmpp.yml"
    load(mapping, GMPP, folder, loaded_at=datetime(2026, 11, 1, tzinfo=UTC))
    return Store.open(folder)


@pytest.fixture(scope="module")
def of_2023(store: Store) -> Review:
    return review(Cutter(store, "2023").cut("portfolio", "", "board"), thresholds=load_thresholds())


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        ("2022", {"red": 27, "amber": 170, "green": 24}),
        ("2023", {"red": 23, "green": 26}),
    ],
)
def test_ratings_are_counted_as_published(store: Store, period: str, counts: dict[str, int]):
    cut = Cutter(store, period).cut("portfolio", "", "board")
    ratings = review(cut, thresholds=load_thresholds()).ratings["rating"].value_counts()
    assert {key: ratings[key] for key in counts} == counts
    assert len(cut.current["projects"]) == {"2022": 235, "2023": 244}[period]


def test_29_projects_left_and_38_joined_between_2022_and_2023(of_2023: Review):
    kinds = of_2023.changes["kind"].value_counts()
    assert kinds["left"] == 29
    assert kinds["joined"] == 38
    assert "joined_from_elsewhere" not in kinds


@pytest.mark.parametrize(("period", "billions"), [("2022", 494.2), ("2023", 471.8)])
def test_the_visible_whole_life_total_is_as_published_with_what_it_leaves_out(
    store: Store, period: str, billions: float
):
    cut = Cutter(store, period).cut("portfolio", "", "board")
    totals = review(cut, thresholds=load_thresholds()).totals
    budget = totals.loc[totals["measure"] == "budget"].iloc[0]
    assert budget["currency"] == "GBP"
    assert budget["total"] / 1e9 == pytest.approx(billions, abs=0.05)
    assert budget["n_withheld"] > 30
    parts = budget[["n_visible", "n_withheld", "n_other_state", "n_missing"]].sum()
    assert parts == budget["n"]


def test_a_project_rated_by_another_assessor_has_not_moved(of_2023: Review):
    moved = of_2023.changes
    other = moved.loc[moved["kind"] == "assessor_changed"]
    assert len(other) > 20
    rated = moved.loc[moved["kind"].isin(["rating_worse", "rating_better"]), "project_id"]
    assert not set(other["project_id"]) & set(rated)


def test_the_first_return_has_nothing_to_compare_with(store: Store):
    answers = review(
        Cutter(store, "2018").cut("client", "DFT", "client"), thresholds=load_thresholds()
    )
    assert answers.changes.empty
    assert answers.rules["change"] == "first_report"


def test_no_rating_is_said_to_have_moved_where_the_scale_changed(store: Store):
    """From 2021 to 2022 the scale went from five points to three."""
    answers = review(
        Cutter(store, "2022").cut("portfolio", "", "internal"), thresholds=load_thresholds()
    )
    kinds = set(answers.changes["kind"])
    assert {"joined", "left"} <= kinds
    assert not {"rating_worse", "rating_better"} & kinds
