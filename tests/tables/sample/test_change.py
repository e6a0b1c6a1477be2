"""The office's own change: the roadmap, its order, and what it asks of groups."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]

NOW = pd.Timestamp("2026-10-31")
WEIGHTS = {"announcement": 0.3, "training": 0.6, "go_live": 1.0, "embedding": 0.5}


def told(now: Tables, kind: str) -> str:
    (expectation,) = now["stories"].query("kind == @kind")["expectation"]
    return str(expectation)


@pytest.fixture(scope="module")
def load(now: Tables) -> pd.DataFrame:
    """Load and saturation of each group by week."""
    rows = now["change_impacts"]
    points = rows["impact"] * rows["share"] * rows["phase"].map(WEIGHTS)
    total = points.groupby([rows["group"], rows["week"]]).sum().rename("load").reset_index()
    both = total.merge(now["group_capacity"], on=["group", "week"], how="left")
    return both.assign(saturation=both["load"] / both["capacity"])


def test_initiatives_are_in_all_states(now: Tables) -> None:
    counts = now["initiatives"]["state"].value_counts()
    assert set(counts.index) == {"proposed", "planned", "running", "done", "stopped"}
    assert 30 <= counts.sum() <= 40


def test_state_agrees_with_the_days(now: Tables) -> None:
    rows = now["initiatives"].set_index("state")
    assert rows.loc["done", ["actual_start", "actual_finish", "outcome"]].notna().all(axis=None)
    assert rows.loc["stopped", "outcome"].str.startswith("Stopped").all()
    running = rows.loc["running"]
    assert running["actual_start"].notna().all()
    assert running["actual_finish"].isna().all()
    assert rows.loc["planned", "start"].gt(NOW).all()
    assert rows.loc["proposed", ["start", "finish"]].isna().all(axis=None)


def test_the_roadmap_moves_on_between_snapshots(snapshots: Snapshots) -> None:
    done = [(t["initiatives"]["state"] == "done").sum() for t in snapshots.values()]
    assert done == sorted(done)
    assert done[0] < done[-1]
    assert len(snapshots["2026-05"]["initiatives"]) < len(snapshots["2026-10"]["initiatives"])


def test_nothing_starts_before_what_it_builds_on_is_done(now: Tables) -> None:
    rows = now["initiatives"].set_index("initiative_id")
    links = now["initiative_links"]
    start = links["initiative_id"].map(rows["actual_start"])
    finish = links["predecessor_id"].map(rows["actual_finish"])
    begun = start.notna()
    assert begun.sum() > 10
    assert (start[begun] > finish[begun]).all()


def test_links_make_no_circle(now: Tables) -> None:
    links = now["initiative_links"]
    after = links.groupby("initiative_id")["predecessor_id"].agg(set).to_dict()
    done: set[str] = set()
    left = set(now["initiatives"]["initiative_id"])
    while free := {i for i in left if after.get(i, set()) <= done}:
        done |= free
        left -= free
    assert not left


def test_impacts_have_a_capacity_to_be_held_against(load: pd.DataFrame, now: Tables) -> None:
    assert load["capacity"].notna().all()
    people = now["people"].groupby("role").size()
    capacity = now["group_capacity"].drop_duplicates("group").set_index("group")["people"]
    assert capacity["account leads"] == people["account lead"]
    assert capacity["planners and cost engineers"] == people[["planner", "cost engineer"]].sum()


def test_phases_follow_each_other_around_going_live(now: Tables) -> None:
    rows = now["change_impacts"].groupby(["initiative_id", "phase"])["week"].agg(["min", "max"])
    live = rows.xs("go_live", level="phase")["min"]
    training = rows.xs("training", level="phase")["max"]
    embedding = rows.xs("embedding", level="phase")["min"]
    assert (training.reindex(live.index) < live).all()
    assert (embedding > live.reindex(embedding.index)).all()


def test_only_the_group_told_is_saturated_ahead(now: Tables, load: pd.DataFrame) -> None:
    ahead = load.query("week > @NOW")
    over = ahead[ahead["saturation"] > 1]
    (group,) = over["group"].unique()
    assert told(now, "group_saturated").startswith(f"{group}:")
    assert len(over) >= 4
    others = load[(load["group"] != group) & (load["week"] > NOW)]
    assert others["saturation"].max() < 0.9


def test_only_the_group_told_has_two_hard_changes_within_four_weeks(now: Tables) -> None:
    rows = now["change_impacts"].query("phase == 'go_live' and impact >= 4")
    live = rows.groupby(["group", "initiative_id"])["week"].min().reset_index()
    pairs = live.merge(live, on="group").query("initiative_id_x < initiative_id_y")
    near = pairs[(pairs["week_x"] - pairs["week_y"]).abs() <= pd.Timedelta(weeks=4)]
    (pair,) = near.itertuples()
    said = told(now, "change_collision")
    assert said.startswith(f"{pair.group}:")
    assert pair.initiative_id_x in said
    assert pair.initiative_id_y in said


def test_the_dull_initiative_told_has_the_least_worth_and_the_most_waiting_on_it(
    now: Tables,
) -> None:
    rows = now["initiatives"].set_index("initiative_id")
    open_ = rows[rows["state"].isin(["proposed", "planned"])]
    worth = open_[["value", "time_criticality", "risk_reduction"]].sum(axis=1) / open_["effort"]
    waiting = now["initiative_links"].query("initiative_id in @open_.index")
    value = waiting.groupby("predecessor_id")["initiative_id"].agg(
        lambda ids: open_.loc[list(ids), "value"].sum()
    )
    blocker = told(now, "initiative_blocks_large_value").split(":")[0]
    assert worth.idxmin() == blocker
    assert value[value.index.isin(open_.index)].idxmax() == blocker
    assert value[blocker] >= 40
