"""Analytics on the published returns reproduce the published figures."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.analytics import rag
from pmo_lib.analytics.changes import changes
from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Cutter, Store

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PMO_SHARED") or ROOT / ".." / "shared") / "data" / "gmpp"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the published returns: no {SHARED}")


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    root = tmp_path_factory.mktemp("gmpp") / "store"
    load(ROOT / "params/sources/gmpp.yml", SHARED, root, loaded_at=datetime(2026, 1, 1, tzinfo=UTC))
    return Cutter(Store(root), "2023").cut("portfolio", "", "client")


def strip(cut):
    return rag.status_strip(
        cut.current,
        cut.previous,
        period="2023",
        previous_period="2022",
        as_of=pd.Timestamp("2023-03-31"),
        cadence="year",
    ).iloc[0]


def test_counts_of_2022_and_2023(cut):
    history = rag.rating_history(
        cut.current["status_reports"], cut.current["projects"], periods=cut.current["periods"]
    )
    counts = history.pivot_table(index="period", columns="rating", values="n")
    assert counts.loc["2022", ["green", "amber", "red"]].tolist() == [24, 170, 27]
    assert counts.loc["2023", ["green", "red"]].tolist() == [26, 23]
    assert counts.sum(axis=1).tolist() == [235, 244]
    row = strip(cut)
    assert row[["n_projects", "n_green", "n_red"]].tolist() == [244, 26, 23]


def test_who_left_between_2022_and_2023_and_what_is_a_move(cut):
    moved = changes(
        cut.current,
        cut.previous,
        period="2023",
        previous_period="2022",
        as_of=pd.Timestamp("2023-03-31"),
    )
    assert (moved["kind"] == "left").sum() == 29
    assert (moved["kind"] == "joined").sum() == 244 - (235 - 29)
    ratings = moved.loc[moved["kind"].isin(["rating_worse", "rating_better"])]
    assert (ratings["previous_assessor"] == ratings["assessor"]).all()
    assert not moved.loc[moved["kind"] == "assessor_changed", "counts_as_move"].any()
