"""Savings from idea to bank."""

from __future__ import annotations

import pandas as pd
import pytest

from pmo_lib.tables.schemas.value import SAVING_STAGES, SAVING_TYPES

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]


def named(now: Tables, kind: str) -> set[str]:
    stories = now["stories"].query("kind == @kind")
    return set(stories["expectation"].str.split(":").str[0])


@pytest.fixture(scope="module")
def amounts(now: Tables) -> pd.DataFrame:
    """Amounts of each saving by stage."""
    return now["saving_stages"].pivot_table(index="saving_id", columns="stage", values="amount")


def test_four_million_are_estimated_and_less_at_every_later_stage(amounts: pd.DataFrame) -> None:
    total = amounts.sum()[list(SAVING_STAGES)]
    assert total["estimated"] == pytest.approx(4e6, rel=0.01)
    assert total["idea"] > total["estimated"]
    assert total[["estimated", "validated", "delivered", "banked"]].is_monotonic_decreasing
    assert 0.15 < total["banked"] / total["estimated"] < 0.5


def test_savings_are_of_all_types_and_stages(now: Tables) -> None:
    rows = now["savings"]
    assert set(rows["type"]) == set(SAVING_TYPES)
    assert set(rows["stage"]) == set(SAVING_STAGES)
    assert rows["recurrence"].nunique() == 2
    assert (rows["end"] > rows["start"]).all()


def test_a_saving_stands_at_the_last_stage_that_it_has_reached(
    now: Tables, amounts: pd.DataFrame
) -> None:
    undone = named(now, "saving_reversed")
    reached = now["saving_stages"].groupby("saving_id")["stage"].agg(set)
    for saving in now["savings"].itertuples():
        passed = list(SAVING_STAGES[: SAVING_STAGES.index(saving.stage) + 1])
        if saving.saving_id in undone:
            passed = list(SAVING_STAGES)
        assert reached[saving.saving_id] == set(passed)
        assert amounts.loc[saving.saving_id, saving.stage] == saving.amount


def test_stages_are_reached_in_their_order(now: Tables) -> None:
    rows = now["saving_stages"].assign(order=now["saving_stages"]["stage"].map(SAVING_STAGES.index))
    rows = rows.sort_values(["saving_id", "order"])
    assert (rows.groupby("saving_id")["reached"].diff().dropna() > pd.Timedelta(0)).all()
    assert (rows["reached"].dt.day_of_week < 5).all()


def test_validation_names_who_did_it_and_when(now: Tables) -> None:
    rows = now["savings"]
    validated = rows["stage"].isin(["validated", "delivered", "banked"])
    assert (rows["validated"].notna() == validated).all()
    assert (rows["validator"].notna() == validated).all()
    assert (
        rows.loc[rows["stage"] != "idea", ["evidence", "evidence_kind", "method"]]
        .notna()
        .all(axis=None)
    )
    assert rows["owner"].notna().all()


def test_a_saving_is_a_clients_or_of_an_initiative_of_the_office(now: Tables) -> None:
    rows = now["savings"]
    assert (rows["client_id"].isna() == rows["initiative_id"].notna()).all()
    begun = now["initiatives"].set_index("initiative_id")["actual_start"]
    first = now["saving_stages"].query("stage == 'idea'").set_index("saving_id")["reached"]
    own = rows.dropna(subset=["initiative_id"])
    assert (own["saving_id"].map(first) > own["initiative_id"].map(begun)).all()
    projects = rows.dropna(subset=["project_id"]).merge(
        now["project_clients"], on=["project_id", "client_id"], how="left"
    )
    assert projects["valid_from"].notna().all()


def test_savings_move_on_between_snapshots(snapshots: Snapshots) -> None:
    counts = [
        tables["savings"]["stage"].isin(["delivered", "banked"]).sum()
        for tables in snapshots.values()
    ]
    assert counts[-1] > counts[0]
    assert len(snapshots["2026-10"]["savings"]) > len(snapshots["2026-05"]["savings"])


def test_savings_counted_twice_are_exactly_those_told(now: Tables) -> None:
    rows = now["savings"]
    doubled = rows[rows.duplicated(["initiative", "cost_line", "start"], keep=False)]
    stories = now["stories"].query("kind == 'saving_counted_twice'")["expectation"]
    pairs = stories.str.extract(r"(S\d+): the same saving as (S\d+)")
    assert set(doubled["saving_id"]) == {*pairs[0], *pairs[1]}
    titles = doubled.groupby("initiative")["title"].nunique()
    assert (titles == 2).all()


def test_savings_without_baseline_are_exactly_those_told(now: Tables) -> None:
    rows = now["savings"]
    open_ = rows[rows["baseline_amount"].isna()]
    assert (open_["stage"] != "idea").sum() == len(named(now, "saving_without_baseline"))
    claimed = open_.query("baseline_amount_state == 'not_provided'")
    assert set(claimed["saving_id"]) == named(now, "saving_without_baseline")
    ideas = open_.query("baseline_amount_state == 'to_be_decided'")
    assert set(ideas["stage"]) <= {"idea"}


def test_savings_banked_for_less_than_half_are_exactly_those_told(
    now: Tables, amounts: pd.DataFrame
) -> None:
    ratio = (amounts["banked"] / amounts["estimated"]).dropna()
    little = ratio[(ratio < 0.5) & (ratio > 0)]
    assert set(little.index) == named(now, "saving_banked_less_than_estimated")
    assert ratio[ratio >= 0.5].min() > 0.6


def test_a_reversed_saving_was_banked_before_and_is_not_any_more(snapshots: Snapshots) -> None:
    (saving,) = named(snapshots["2026-10"], "saving_reversed")
    then, now = (snapshots[period]["savings"] for period in ("2026-08", "2026-10"))
    stages = snapshots["2026-10"]["saving_stages"].query("saving_id == @saving")
    assert then.set_index("saving_id").loc[saving, "stage"] == "banked"
    assert now.set_index("saving_id").loc[saving, "stage"] == "delivered"
    banked = stages.query("stage == 'banked'").iloc[0]
    assert banked["amount"] == 0
    assert banked["evidence"].startswith("Reversed")


def test_nothing_is_delivered_before_the_month_in_which_the_saving_starts(now: Tables) -> None:
    stages = now["saving_stages"].query("stage in ['delivered', 'banked']")
    start = stages["saving_id"].map(now["savings"].set_index("saving_id")["start"])
    assert len(stages) > 30
    assert (stages["reached"] >= start).all()
