"""What holds for the whole portfolio: its size, its sums, its dates, and what was known when."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]


def test_portfolio_has_the_size_of_the_office(now: Tables) -> None:
    assert len(now["clients"]) == 600
    assert len(now["programmes"]) == 40
    lifecycles = now["projects"]["lifecycle"].value_counts()
    assert lifecycles["live"] == 750
    assert lifecycles["complete"] + lifecycles["cancelled"] == 150
    office = now["people"]["team"] == "pmo"
    assert (office.sum(), (~office).sum()) == (45, 850)
    assert (
        now["periods"]["period"].tolist()
        == pd.period_range("2024-11", "2026-10", freq="M").astype(str).tolist()
    )


def test_ids_are_numbered_from_one(now: Tables) -> None:
    assert now["projects"]["project_id"].iloc[[0, -1]].tolist() == ["J0001", "J0940"]
    assert now["clients"]["client_id"].iloc[[0, -1]].tolist() == ["C0001", "C0600"]
    assert now["programmes"]["programme_id"].iloc[[0, -1]].tolist() == ["P001", "P040"]


def test_there_is_a_snapshot_of_each_of_the_last_six_month_ends(snapshots: Snapshots) -> None:
    assert list(snapshots) == [f"2026-{month:02d}" for month in range(5, 11)]


@pytest.mark.parametrize("month", range(5, 11))
def test_snapshot_holds_nothing_from_its_future(snapshots: Snapshots, month: int) -> None:
    period = f"2026-{month:02d}"
    tables = snapshots[period]
    day = pd.Period(period).end_time.normalize()
    for name in ("periods", "progress", "status_reports", "milestones"):
        assert tables[name]["period"].max() == period
        assert tables[name]["period"].min() == "2024-11"
    assert tables["baselines"]["effective"].max() <= day
    assert tables["status_reports"]["submitted"].max() <= day
    late = day - pd.Timedelta(days=4)
    assert tables["status_reports"]["submitted"].max() >= late
    assert (tables["status_reports"]["data_as_of"] <= tables["status_reports"]["submitted"]).all()
    assert tables["milestones"]["actual_date"].max() <= day
    assert tables["project_clients"][["valid_from", "valid_to"]].max().max() <= day
    known = set(tables["projects"]["project_id"])
    for name in ("project_clients", "project_programmes", "baselines", "progress", "milestones"):
        assert set(tables[name]["project_id"]) <= known
    approved = tables["baselines"].set_index(["project_id", "baseline_no"]).index
    assert (
        tables["plan_periods"].set_index(["project_id", "baseline_no"]).index.isin(approved).all()
    )
    closed = tables["projects"].loc[lambda f: f["lifecycle"] == "complete", "project_id"]
    final = tables["milestones"].loc[lambda f: f["project_id"].isin(closed)]
    last = final.sort_values("milestone_id").groupby("project_id")
    assert last["actual_date"].max().notna().all()


def test_portfolio_grows_and_projects_close_over_time(snapshots: Snapshots) -> None:
    counts = [tables["projects"]["lifecycle"].value_counts() for tables in snapshots.values()]
    assert all(a["complete"] < b["complete"] for a, b in pairwise(counts))
    assert counts[0].sum() < counts[-1].sum()


def test_project_takes_budget_and_finish_from_its_baseline_in_force(snapshots: Snapshots) -> None:
    for tables in snapshots.values():
        last = tables["baselines"].groupby("project_id").last()
        both = (
            tables["projects"]
            .set_index("project_id")
            .join(last.add_suffix("_baseline"), how="inner")
        )
        assert len(both) > 700
        for column in ("budget", "finish"):
            pd.testing.assert_series_equal(
                both[column], both[f"{column}_baseline"], check_names=False
            )


def test_values_that_are_not_there_say_why(now: Tables) -> None:
    projects = now["projects"]
    for column in ("budget", "finish"):
        assert (projects[column].isna() == projects[f"{column}_state"].notna()).all()
    progress = now["progress"]
    assert (progress["manager_eac"].isna() == progress["manager_eac_state"].notna()).all()
    status = now["status_reports"]
    assert (status["rating"].isna() == status["rating_state"].notna()).all()
    milestones = now["milestones"]
    assert (milestones["forecast_date"].isna() == milestones["forecast_date_state"].notna()).all()


def test_ids_in_one_table_stand_in_the_table_they_name(now: Tables) -> None:
    people = set(now["people"]["person_id"])
    assert set(now["projects"]["manager_id"]) <= people
    assert set(now["clients"]["account_lead"]) <= people
    assert set(now["programmes"]["owner"]) <= people
    assert set(now["project_clients"]["client_id"]) <= set(now["clients"]["client_id"])
    members = now["project_programmes"]["programme_id"].value_counts()
    assert set(members.index) == set(now["programmes"]["programme_id"])
    assert set(now["project_clients"]["project_id"]) == set(now["projects"]["project_id"])


def test_planned_value_rises_to_the_budget_at_the_planned_finish(now: Tables) -> None:
    keys = ["project_id", "baseline_no"]
    plan = now["plan_periods"].groupby(keys)["planned_value"]
    assert (plan.diff().dropna() >= 0).all()
    baselines = now["baselines"].set_index(keys)
    visible = baselines[baselines["budget_state"].isna()]
    ended = plan.last()
    assert set(visible.index) == set(ended.index)
    np.testing.assert_allclose(ended, visible["budget"].reindex(ended.index))
    last = now["plan_periods"].groupby(keys)["period"].last()
    assert (last == visible["finish"].dt.strftime("%Y-%m").reindex(last.index)).all()


def test_earned_value_and_cost_are_cumulative_and_earned_value_stays_within_budget(
    now: Tables,
) -> None:
    progress = now["progress"]
    for column in ("earned_value", "actual_cost"):
        steps = progress.groupby("project_id")[column].diff().dropna()
        assert (steps >= 0).all()
    assert progress["percent_complete"].between(0, 1).all()
    left = progress["manager_eac"] - progress["actual_cost"]
    assert (left.dropna() >= 0).all()


def test_complete_projects_have_earned_their_budget_and_met_their_final_milestone(
    now: Tables,
) -> None:
    done = now["projects"].query("lifecycle == 'complete'").set_index("project_id")
    last = now["progress"].groupby("project_id").last().reindex(done.index)
    np.testing.assert_allclose(last["earned_value"], done["budget"])
    assert (last["percent_complete"] == 1).all()
    met = now["milestones"].groupby("project_id")["actual_date"].max().reindex(done.index)
    assert met.notna().all()


def test_dates_are_in_order(now: Tables) -> None:
    baselines, milestones = now["baselines"], now["milestones"]
    assert (baselines["start"] < baselines["finish"]).all()
    assert (baselines.groupby("project_id")["effective"].diff().dropna() > pd.Timedelta(0)).all()
    start = milestones["project_id"].map(now["projects"].set_index("project_id")["start"])
    assert (milestones["baseline_date"] >= start).all()
    assert (
        milestones["forecast_date"].dropna() >= start[milestones["forecast_date"].notna()]
    ).all()
    final = milestones.groupby(["project_id", "period"]).tail(1)
    assert (final["name"].isin(["Handover accepted", "Closure report accepted"])).all()
    latest = final[final["period"] == "2026-10"].set_index("project_id")["baseline_date"]
    in_force = baselines.groupby("project_id")["finish"].last().reindex(latest.index)
    assert (latest == in_force).all()


def test_milestones_are_four_to_nine_and_once_met_stay_met(now: Tables) -> None:
    milestones = now["milestones"]
    each = milestones.groupby(["project_id", "period"]).size()
    assert each.between(4, 9).all()
    assert set(each) == set(range(4, 10))
    met = milestones[milestones["actual_date"].notna()]
    assert (met["forecast_date"] == met["actual_date"]).all()
    actual = milestones.groupby(["project_id", "milestone_id"])["actual_date"]
    assert (actual.ffill().isna() == milestones["actual_date"].isna()).all()
    assert (actual.transform("min") == milestones["actual_date"])[met.index].all()


def test_money_of_a_project_is_in_its_lead_clients_currency(now: Tables) -> None:
    lead = now["project_clients"].query("role == 'lead'").drop_duplicates("project_id")
    currency = now["clients"].set_index("client_id")["reporting_currency"]
    expected = lead.set_index("project_id")["client_id"].map(currency)
    projects = now["projects"].set_index("project_id")["currency"]
    assert (projects == expected.reindex(projects.index)).all()
    assert set(projects) == {"GBP", "EUR", "USD"}
    for name in ("baselines", "plan_periods", "progress"):
        assert (now[name]["currency"] == now[name]["project_id"].map(projects)).all()


def test_projects_that_report_from_spend_have_an_index_of_one_by_construction(now: Tables) -> None:
    spend = now["progress"].query("evidence_tier == 'T4'").dropna(subset=["earned_value"])
    assert (spend["earned_value"] == spend["actual_cost"]).all()


def latest_overall(now: Tables) -> pd.Series[str]:
    live = now["projects"].query("lifecycle == 'live'")["project_id"]
    rows = now["status_reports"].query(
        "period == '2026-10' and dimension == 'overall' and assessor == 'owner'"
    )
    return rows.set_index("project_id")["rating"].reindex(live).fillna("not reported")


def test_ratings_are_mixed_as_in_a_client_portfolio(now: Tables) -> None:
    share = latest_overall(now).value_counts(normalize=True)
    assert 0.50 <= share["green"] <= 0.62
    assert 0.26 <= share["amber"] <= 0.38
    assert 0.06 <= share["red"] <= 0.13
    assert 0.015 <= share["not reported"] <= 0.05


def test_overall_ratings_persist_and_move_a_colour_at_a_time(now: Tables) -> None:
    overall = now["status_reports"].query("dimension == 'overall' and assessor == 'owner'")
    number = overall["rating"].map({"green": 0, "amber": 1, "red": 2})
    moves = number.groupby(overall["project_id"]).diff().dropna().abs()
    assert (moves == 0).mean() > 0.8
    assert (moves == 2).mean() < 0.01


def test_declared_ratings_follow_the_figures_but_look_better_than_them(now: Tables) -> None:
    latest = now["progress"].query("period == '2026-10'").set_index("project_id")
    index = (latest["earned_value"] / latest["actual_cost"]).replace(np.inf, np.nan)
    rating = latest_overall(now)
    typical = index.groupby(rating.reindex(index.index)).median()
    assert typical["green"] > typical["amber"] > typical["red"]
    green = index[rating.reindex(index.index) == "green"].dropna()
    assert (green < 0.9).mean() > 0.05


def test_reviewers_are_never_kinder_than_owners(now: Tables) -> None:
    overall = now["status_reports"].query("dimension == 'overall'")
    both = overall.pivot_table(
        index=["project_id", "period"], columns="assessor", values="rating", aggfunc="first"
    ).dropna()
    number = both.apply(lambda ratings: ratings.map({"green": 0, "amber": 1, "red": 2}))
    assert len(number) > 100
    assert (number["independent"] >= number["owner"]).all()


def test_costs_and_finishes_drift_to_the_worse_with_believable_spread(now: Tables) -> None:
    latest = now["progress"].query("period == '2026-10' and percent_complete > 0.2")
    index = latest["earned_value"] / latest["actual_cost"]
    assert 0.9 <= index.median() <= 1.0
    assert index.quantile(0.05) > 0.7
    assert index.quantile(0.95) < 1.2
    final = now["milestones"].query("period == '2026-10'").groupby("project_id").last()
    slip = (final["forecast_date"] - final["baseline_date"]).dt.days.dropna()
    assert slip.median() > 0
    assert (slip < 0).any()


def test_slips_build_up_over_the_periods(now: Tables) -> None:
    first = now["baselines"].query("baseline_no == 1").set_index("project_id")["finish"]
    final = now["milestones"].groupby(["project_id", "period"]).tail(1)
    slip = (final["forecast_date"] - final["project_id"].map(first)).dt.days
    age = final.groupby("project_id").cumcount()
    by_age = slip.groupby(age).mean()
    assert by_age[0] < by_age[6] < by_age[12]


def test_budgets_are_skewed_and_most_clients_have_one_project(now: Tables) -> None:
    budget = now["projects"]["budget"].dropna()
    assert budget.min() >= 45_000
    assert budget.max() <= 80_000_000
    assert budget.mean() > 1.5 * budget.median()
    projects = now["project_clients"]["client_id"].value_counts()
    assert (projects == 1).sum() > 300
    assert (projects >= 8).sum() >= 5


def test_narratives_match_their_ratings(now: Tables) -> None:
    told = now["status_reports"].dropna(subset=["rating"])
    green = told[(told["rating"] == "green") & (told["dimension"] != "overall")]
    bad = told[(told["rating"] == "red") & (told["dimension"] != "overall")]
    assert not set(green["narrative"]) & set(bad["narrative"])
    assert not green["narrative"].str.contains("above the budget|after its baseline").any()
    assert told["narrative"].str.len().min() > 10
    assert told.query("dimension == 'overall'")["narrative"].nunique() > 3000


def test_narratives_name_the_slip_that_the_milestones_have(now: Tables) -> None:
    said = now["status_reports"].query("dimension == 'time'").set_index(["project_id", "period"])
    days = said["narrative"].str.extract(r"forecast (\d+) days? after")[0].dropna().astype(int)
    final = now["milestones"].groupby(["project_id", "period"]).tail(1)
    final = final.set_index(["project_id", "period"])
    slip = (final["forecast_date"] - final["baseline_date"]).dt.days.reindex(days.index)
    compared = slip.notna()
    assert compared.sum() > 500
    assert (slip[compared] == days[compared]).all()


def test_names_come_in_several_scripts(now: Tables) -> None:
    letters = {letter for name in now["clients"]["name"] for letter in name}
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    assert {
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "HANGUL",
        "ARABIC",
        "HEBREW",
        "CJK",
        "HIRAGANA",
    } <= scripts
    assert now["clients"]["name"].str.len().max() == 120
    assert now["clients"]["name"].is_unique


def test_internal_columns_are_filled_and_every_note_has_its_canary_and_nothing_else(
    now: Tables,
) -> None:
    from pmo_lib.tables.sample import NOTE_CANARY

    assert now["projects"]["margin"].notna().all()
    assert now["projects"]["internal_note"].notna().all()
    for name, frame in now.items():
        for column in frame.select_dtypes(include=["object", "str"]):
            found = pd.Series(frame[column].dropna().unique()).str.contains(NOTE_CANARY)
            if column == "internal_note" or (name, column) == ("timesheets", "comment"):
                assert len(found), name
                assert found.all(), name
            else:
                assert not found.any(), (name, column)
