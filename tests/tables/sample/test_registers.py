"""The registers: how many entries there are, how they move, and what they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]

END = pd.Timestamp("2026-10-31")
ENTRIES = {
    "risks": ("risk_id", ["closed", "occurred"], 45_000, 52_000),
    "issues": ("issue_id", ["closed"], 8_000, 11_000),
    "change_requests": (
        "change_request_id",
        ["done", "rejected", "withdrawn"],
        4_000,
        5_500,
    ),
    "decisions": ("decision_id", ["taken", "deferred", "withdrawn"], 3_200, 4_500),
    "actions": ("action_id", ["done", "cancelled"], 12_000, 15_000),
    "lessons": ("lesson_id", ["applied", "rejected"], 1_900, 2_900),
}
TITLED = ("risks", "issues", "change_requests", "decisions", "lessons")


def live(now: Tables) -> set[str]:
    return set(now["projects"].query("lifecycle == 'live'")["project_id"])


def latest(now: Tables, name: str) -> pd.DataFrame:
    return now[name].query("period == '2026-10'")


@pytest.mark.parametrize("name", ENTRIES)
def test_a_register_has_the_size_that_is_documented(now: Tables, name: str) -> None:
    _, _, low, high = ENTRIES[name]
    assert low <= len(now[name]) <= high


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_has_a_row_in_each_period_until_it_is_settled_and_none_after(
    now: Tables, name: str
) -> None:
    column, final, _, _ = ENTRIES[name]
    rows = now[name].sort_values("period")
    entries = rows.groupby(["project_id", column], observed=True)
    place = pd.PeriodIndex(rows["period"], freq="M").astype("int64")
    steps = pd.Series(np.asarray(place), index=rows.index).groupby(
        [rows["project_id"], rows[column]]
    )
    assert (steps.max() - steps.min() + 1 == steps.size()).all()
    last = entries.tail(1).index
    settled = rows["state"].isin(final)
    if name != "change_requests":
        assert not settled.drop(last).any()


@pytest.mark.parametrize("name", ENTRIES)
def test_entries_are_numbered_in_the_order_in_which_they_came_up(now: Tables, name: str) -> None:
    column = ENTRIES[name][0]
    rows = now[name].drop_duplicates(["project_id", column])
    number = rows[column].str[1:].astype(int)
    order = rows.assign(number=number).sort_values(["project_id", "number"])
    assert not (order.groupby("project_id")["raised"].diff() < pd.Timedelta(0)).any()


@pytest.mark.parametrize("name", TITLED)
def test_a_client_with_forty_projects_sees_few_titles_twice(now: Tables, name: str) -> None:
    links = now["project_clients"].query("client_id == 'C0002' and valid_to.isna()")
    rows = latest(now, name)
    own = rows[rows["project_id"].isin(links["project_id"])]
    assert len(own) >= 5
    assert own["title"].duplicated().mean() < 0.2


@pytest.mark.parametrize("name", [*ENTRIES, "deliverables", "dependencies"])
def test_texts_are_filled_in_with_no_slot_left_open(now: Tables, name: str) -> None:
    for column in now[name].select_dtypes(include=["object", "str"]):
        told = pd.Series(now[name][column].dropna().unique())
        assert not told.str.contains(r"[{}]").any(), column
        if column in ("title", "cause", "effect", "description", "reason", "event"):
            assert told.str[:1].str.isupper().all(), column
            assert told.nunique() >= 2


def test_live_projects_have_a_few_open_risks_each(now: Tables) -> None:
    rows = latest(now, "risks").query("state == 'open' or state == 'proposed'")
    counts = rows["project_id"].value_counts().reindex(sorted(live(now)), fill_value=0)
    assert 2 < counts.median() < 5
    assert counts.max() <= 15


def test_larger_and_troubled_projects_have_more_risks_and_issues(now: Tables) -> None:
    rows = latest(now, "risks")["project_id"].value_counts()
    budget = now["projects"].set_index("project_id")["budget"].reindex(sorted(live(now)))
    counts = rows.reindex(budget.index, fill_value=0)
    assert counts[budget > 5e6].mean() > counts[budget < 3e5].mean() + 0.5
    overall = now["status_reports"].query(
        "dimension == 'overall' and assessor == 'owner' and period == '2026-10'"
    )
    rating = overall.set_index("project_id")["rating"]
    issues = latest(now, "issues")["project_id"].value_counts().reindex(rating.index, fill_value=0)
    assert issues[rating == "red"].mean() > issues[rating == "green"].mean()


def test_risks_come_down_more_often_than_they_rise_and_by_one_step_at_a_time(now: Tables) -> None:
    risks = now["risks"].dropna(subset=["probability"]).sort_values("period")
    moves = risks.groupby(["project_id", "risk_id"])["probability"].diff().dropna()
    assert (moves < 0).sum() > 1.5 * (moves > 0).sum()
    assert (moves == 0).mean() > 0.6
    assert (moves.abs() > 0.21).mean() < 0.005


def test_three_points_of_a_risk_are_in_order(now: Tables) -> None:
    risks = now["risks"]
    for kind in ("cost", "days"):
        given = risks.dropna(subset=[f"{kind}_likely"])
        assert (given[f"{kind}_min"] <= given[f"{kind}_likely"]).all()
        assert (given[f"{kind}_likely"] <= given[f"{kind}_max"]).all()
        assert (given[f"target_{kind}_likely"] <= given[f"{kind}_likely"]).all()
    given = risks.query("state == 'open'").dropna(subset=["probability"])
    falls = (given["target_probability"] <= given["probability"]).mean()
    assert falls == 1


def test_a_risk_is_told_in_numbers_or_in_bands_and_says_why_a_number_is_missing(
    now: Tables,
) -> None:
    risks = now["risks"]
    banded = risks["probability_band"].notna()
    assert 0.3 < banded.mean() < 0.7
    assert (risks["band_scale"].notna() == banded).all()
    measured = risks["probability"].notna()
    assert 0.65 < measured.mean() < 0.85
    assert (
        measured | banded | risks["probability_state"].notna() | (risks["state"] == "proposed")
    ).all()
    without = measured & risks["cost_likely"].isna()
    assert risks.loc[without, "cost_likely_state"].notna().all()


def test_a_risk_that_occurred_names_the_issue_that_came_up_on_that_day(now: Tables) -> None:
    occurred = now["risks"].query("state == 'occurred'")
    assert occurred["issue_id"].notna().all()
    assert now["risks"].query("state != 'occurred'")["issue_id"].isna().all()
    issues = now["issues"].drop_duplicates(["project_id", "issue_id"])
    both = occurred.merge(issues, on=["project_id", "issue_id"], suffixes=("", "_issue"))
    assert len(both) == len(occurred)
    assert (both["closed"] == both["raised_issue"]).all()
    assert both["description"].str.contains("Risk R").all()


def test_most_actions_are_done_in_time_and_some_are_late(now: Tables) -> None:
    done = now["actions"].query("state == 'done'")
    late = (done["closed"] > done["due"]).mean()
    assert 0.15 < late < 0.45
    open_ = latest(now, "actions").query("state == 'open'")
    assert 0.1 < (open_["due"] < END).mean() < 0.35


def test_a_later_baseline_was_brought_in_by_a_change_of_its_size(now: Tables) -> None:
    baselines = now["baselines"].set_index(["project_id", "baseline_no"])
    taken = (
        now["change_requests"]
        .dropna(subset=["baseline_no"])
        .drop_duplicates(["project_id", "baseline_no"])
    )
    assert len(taken) > 200
    keys = list(zip(taken["project_id"], taken["baseline_no"].astype(int), strict=True))
    new = baselines.loc[keys]
    old = baselines.loc[[(project, number - 1) for project, number in keys]]
    assert (new["effective"].to_numpy() == taken["decided"].to_numpy()).all()
    growth = new["budget"].to_numpy() - old["budget"].to_numpy()
    seen = ~np.isnan(growth)
    np.testing.assert_allclose(taken["value"].to_numpy()[seen], growth[seen])


def test_changes_are_mostly_small_and_about_a_fifth_are_refused(now: Tables) -> None:
    changes = now["change_requests"].drop_duplicates(
        ["project_id", "change_request_id"], keep="last"
    )
    budget = changes["project_id"].map(now["projects"].set_index("project_id")["budget"])
    plain = changes[changes["baseline_no"].isna()]
    share = (plain["value"] / budget).abs().dropna()
    assert 0.003 < share.median() < 0.02
    settled = changes[changes["state"].isin(["done", "approved", "rejected"])]
    assert 0.08 < (settled["state"] == "rejected").mean() < 0.3


def test_weights_of_deliverables_make_one_and_accepted_ones_stay_accepted(now: Tables) -> None:
    rows = now["deliverables"]
    whole = rows.groupby(["project_id", "period"])["weight"].sum()
    np.testing.assert_allclose(whole, 1)
    accepted = rows["state"] == "accepted"
    assert (rows["accepted"].notna() == accepted).all()
    assert (rows["accepted_by"].notna() == accepted).all()
    assert (rows.loc[accepted, "submitted"] <= rows.loc[accepted, "accepted"]).all()
    first = rows.loc[accepted].groupby(["project_id", "deliverable_id"])["period"].min()
    later = rows.merge(first.rename("first").reset_index(), on=["project_id", "deliverable_id"])
    assert (later.loc[later["period"] >= later["first"], "state"] == "accepted").all()


def test_every_project_that_measures_deliverables_lists_them(now: Tables) -> None:
    tiers = now["progress"].drop_duplicates("project_id").set_index("project_id")["evidence_tier"]
    assert set(tiers[tiers == "T1"].index) <= set(now["deliverables"]["project_id"])


def test_a_dependency_stands_on_both_sides_with_one_date(now: Tables) -> None:
    rows = now["dependencies"]
    between = rows[rows["other_project_id"].notna()]
    needs, gives = between.query("direction == 'needs'"), between.query("direction == 'gives'")
    keys = ["dependency_id", "period"]
    both = needs.merge(gives, on=keys, suffixes=("", "_gives"))
    assert len(both) == len(needs) == len(gives)
    assert (both["project_id"] == both["other_project_id_gives"]).all()
    assert (both["other_project_id"] == both["project_id_gives"]).all()
    assert (both["needed_by"] == both["needed_by_gives"]).all()
    assert (both["title"] == both["title_gives"]).all()
    programmes = now["project_programmes"].set_index("project_id")["programme_id"]
    here, there = (both[c].map(programmes) for c in ("project_id", "other_project_id"))
    assert (here == there).all()


def test_a_dependency_forecasts_what_the_giving_project_forecasts(now: Tables) -> None:
    rows = now["dependencies"].query("direction == 'gives' and met.isna()")
    marks = now["milestones"][["project_id", "milestone_id", "period", "forecast_date"]]
    both = rows.merge(marks, on=["project_id", "milestone_id", "period"], suffixes=("", "_own"))
    assert len(both) == len(rows)
    known = both.dropna(subset=["forecast_date", "forecast_date_own"])
    assert len(known) > 0.95 * len(both)
    assert (known["forecast_date"] == known["forecast_date_own"]).all()


def test_an_override_is_of_a_rating_that_was_declared(now: Tables) -> None:
    keys = ["project_id", "dimension", "period"]
    status = now["status_reports"].query("assessor == 'owner'")
    both = now["overrides"].merge(status[[*keys, "rating"]], on=keys, suffixes=("", "_declared"))
    assert len(both) == len(now["overrides"])
    assert (both["rating"] == both["rating_declared"]).all()


def test_tolerances_are_agreed_for_some_projects_with_red_beyond_amber(now: Tables) -> None:
    rows = now["tolerances"]
    assert 0.1 < rows["project_id"].nunique() / now["projects"]["project_id"].nunique() < 0.3
    above = rows["breach"] == "above"
    assert (rows.loc[above, "red_limit"] > rows.loc[above, "amber_limit"]).all()
    assert (rows.loc[~above, "red_limit"] < rows.loc[~above, "amber_limit"]).all()


def test_lessons_say_what_came_of_them_only_where_they_were_applied(now: Tables) -> None:
    rows = now["lessons"]
    applied = rows["state"] == "applied"
    assert applied.any()
    for column in ("applied", "effect"):
        assert (rows[column].notna() == applied).all()
    assert (rows.loc[applied, "times_applied"] >= 1).all()
    assert (rows.loc[~applied, "times_applied"] == 0).all()


def test_a_change_that_leaves_something_out_costs_less_and_one_that_adds_costs_more(
    now: Tables,
) -> None:
    rows = now["change_requests"].dropna(subset="value")
    own = rows[rows["baseline_no"].isna() & ~rows["category"].isin(["Estimate", "Supplier"])]
    first = own["title"].str.split().str[0]
    assert (own.loc[first.isin(["Leave", "Accept", "Reuse"]), "value"] <= 0).all()
    assert (own.loc[first.isin(["Extend", "Include", "Buy", "Raise"]), "value"] >= 0).all()
    assert (rows["benefits"].dropna() >= 0).all()


def test_a_change_that_puts_a_milestone_off_never_brings_the_finish_forward(now: Tables) -> None:
    rows = now["change_requests"]
    first = rows["title"].str.split().str[0]
    assert (rows.loc[first == "Put", "days"] >= 0).all()
    assert (rows.loc[first == "Bring", "days"] <= 0).all()


def test_an_override_gives_a_reason_that_goes_with_its_dimension(now: Tables) -> None:
    rows = now["overrides"].dropna(subset="reason")
    pairs = rows[["reason", "dimension"]].drop_duplicates()
    assert pairs["reason"].is_unique
    assert len(pairs) > 8


@pytest.mark.parametrize(("table", "title"), [("risks", "title"), ("deliverables", "name")])
def test_open_entries_of_a_project_can_be_told_apart(now: Tables, table: str, title: str) -> None:
    rows = latest(now, table)
    rows = rows[~rows["state"].isin(["closed", "occurred"])]
    assert rows.duplicated(["project_id", title]).mean() < 0.005


def test_nobody_who_consents_is_said_to_deliver(now: Tables) -> None:
    consenting = r"(?:regulator|authority|reinsurer|ratings board|research funder|tenants' panel)"
    for table in ("risks", "issues"):
        titles = now[table]["title"].str.lower()
        assert not titles.str.contains(rf"{consenting} (?:delivered|may not deliver)").any()
    approvals = now["issues"].query("category == 'Approvals'")["title"].str.lower()
    assert not approvals.str.contains(r"(?:(?<!grant )maker|vendor|contractor) returned").any()
