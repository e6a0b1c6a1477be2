"""Every planted story is true in the tables, and those said to be complete have no others."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]

MONTH_END = pd.Timestamp("2026-10-31")
COUNTS = {
    "green_overdue_milestone": 8,
    "red_worsened": 6,
    "improved": 6,
    "stale_report": 8,
    "late_reporter": 10,
    "slip_velocity_one": 5,
    "rebaselined_twice": 4,
    "shared_project": 5,
    "client_without_project": 10,
    "client_with_40_projects": 1,
    "joined_this_period": 5,
    "left_this_period": 7,
    "budget_up": 5,
    "finish_later": 5,
    "renamed": 4,
    "assessor_changed": 5,
    "withheld_budget": 6,
    "unreadable_value": 6,
    "hostile_name": 8,
    "over_90_percent_for_3_periods": 5,
    "identical_narrative": 6,
    "forecast_in_past": 5,
    "canary": 500,
    "no_new_risk_for_2_periods": 8,
    "risk_worsened": 7,
    "risk_realised_as_issue": 6,
    "risk_certain": 4,
    "overdue_action": 8,
    "decision_overdue": 7,
    "decision_needed_soon": 6,
    "scope_change_large": 6,
    "override_expired": 6,
    "override_without_reason": 5,
    "ev_rising_without_accepted_deliverable": 6,
    "dependency_late": 7,
    "gate_failed": 6,
    "gate_overdue": 7,
    "standard_not_met": 6,
    "gate_conditions_overdue": 5,
    "schedule_without_logic": 3,
    "schedule_with_leads": 3,
    "schedule_with_lags": 3,
    "schedule_link_types": 3,
    "schedule_hard_constraints": 3,
    "schedule_high_float": 3,
    "schedule_negative_float": 3,
    "schedule_high_duration": 3,
    "schedule_invalid_dates": 3,
    "schedule_without_resources": 3,
    "schedule_behind_baseline": 3,
    "critical_path_broken": 3,
    "baseline_missing_in_schedule": 3,
}
"""Kinds of stories and how many there are at least."""


def told(now: Tables, kind: str) -> set[str]:
    rows = now["stories"].query("kind == @kind")
    return set(rows["project_id"].dropna())


def live(tables: Tables) -> set[str]:
    return set(tables["projects"].query("lifecycle == 'live'")["project_id"])


def overall(now: Tables, period: str, assessor: str = "owner") -> pd.Series[str]:
    rows = now["status_reports"].query(
        "dimension == 'overall' and period == @period and assessor == @assessor"
    )
    return rows.set_index("project_id")["rating"]


def open_milestones(now: Tables) -> pd.DataFrame:
    return now["milestones"].query("period == '2026-10' and actual_date.isna()")


def test_every_kind_has_several_instances(now: Tables) -> None:
    counts = now["stories"]["kind"].value_counts()
    assert set(COUNTS) <= set(counts.index)
    few = {kind: n for kind, n in COUNTS.items() if counts[kind] < n}
    assert not few, f"too few: {counts[list(few)].to_dict()}"


def test_project_plays_one_part_at_most(now: Tables) -> None:
    parts = now["stories"].query("kind != 'canary'")["project_id"].dropna()
    assert parts.is_unique


def test_green_projects_have_an_overdue_key_milestone(now: Tables) -> None:
    late = open_milestones(now).query("key and baseline_date < @MONTH_END")
    chosen = told(now, "green_overdue_milestone")
    assert chosen <= set(late["project_id"])
    assert set(overall(now, "2026-10")[list(chosen)]) == {"green"}


@pytest.mark.parametrize(("kind", "rating"), [("red_worsened", "red"), ("improved", "green")])
def test_moved_ratings_were_amber_last_period(now: Tables, kind: str, rating: str) -> None:
    chosen = list(told(now, kind))
    assert set(overall(now, "2026-09")[chosen]) == {"amber"}
    assert set(overall(now, "2026-10")[chosen]) == {rating}


def test_stale_reports_are_exactly_those_with_data_two_months_old(now: Tables) -> None:
    rows = now["status_reports"].query("period == '2026-10'")
    old = rows[rows["data_as_of"] < pd.Timestamp("2026-09-15")]
    assert set(old["project_id"]) == told(now, "stale_report")
    assert (old["data_as_of"] == pd.Timestamp("2026-08-31")).all()


def test_late_reporters_are_exactly_those_without_a_status_report(now: Tables) -> None:
    reported = set(now["status_reports"].query("period == '2026-10'")["project_id"])
    expected = set(now["progress"].query("period == '2026-10'")["project_id"])
    assert expected - reported == told(now, "late_reporter")


def test_identical_narratives_are_exactly_those_told_among_live_projects(now: Tables) -> None:
    rows = now["status_reports"].query("dimension == 'overall' and assessor == 'owner'")
    text = rows.pivot_table(
        index="project_id", columns="period", values="narrative", aggfunc="first"
    )
    same = text.index[text["2026-10"] == text["2026-09"]]
    assert set(same) & live(now) == told(now, "identical_narrative")


def test_slip_velocity_of_the_told_is_one_for_five_moves_and_of_no_others(now: Tables) -> None:
    rows = now["milestones"].query("period >= '2026-05' and actual_date.isna() and key")
    ends = now["periods"].set_index("period")["end"]
    away = rows["forecast_date"] - rows["period"].map(ends)
    steady = away.groupby([rows["project_id"], rows["milestone_id"]]).agg(["nunique", "count"])
    sliding = steady.query("nunique == 1 and count == 6").index.get_level_values("project_id")
    assert set(sliding) == told(now, "slip_velocity_one")
    final = open_milestones(now).query("project_id in @sliding and forecast_date > baseline_date")
    assert set(final["project_id"]) == set(sliding)


def test_forecasts_in_the_past_are_exactly_those_told(now: Tables) -> None:
    past = open_milestones(now).query("forecast_date < @MONTH_END")
    assert set(past["project_id"]) == told(now, "forecast_in_past")


def test_told_projects_stay_over_ninety_percent_and_few_others_do(now: Tables) -> None:
    rows = now["progress"].query("period >= '2026-08'").groupby("project_id")["percent_complete"]
    over = rows.agg(["min", "max", "count"]).query("min >= 0.9 and max < 1 and count == 3").index
    chosen = told(now, "over_90_percent_for_3_periods")
    assert chosen <= set(over)
    assert len(set(over) & live(now)) < 60


def test_rebaselined_twice_within_twelve_months(now: Tables) -> None:
    later = now["baselines"].query("baseline_no > 1 and effective > '2025-10-31'")
    counts = later.groupby("project_id").size()
    assert (counts[list(told(now, "rebaselined_twice"))] == 2).all()


@pytest.mark.parametrize(("kind", "column"), [("budget_up", "budget"), ("finish_later", "finish")])
def test_moved_baselines_are_new_and_larger(
    now: Tables, before: Tables, kind: str, column: str
) -> None:
    chosen = list(told(now, kind))
    new, old = (tables["projects"].set_index("project_id")[column] for tables in (now, before))
    assert (new[chosen] > old[chosen]).all()
    last = now["baselines"].groupby("project_id").last().loc[chosen]
    assert (last["effective"] >= pd.Timestamp("2026-10-01")).all()
    assert last[["reason", "approved_by"]].notna().all(axis=None)


def test_joined_projects_were_not_known_before(now: Tables, before: Tables) -> None:
    chosen = told(now, "joined_this_period")
    assert chosen <= live(now)
    assert not chosen & set(before["projects"]["project_id"])


def test_left_projects_closed_or_lost_their_client(now: Tables, before: Tables) -> None:
    rows = now["stories"].query("kind == 'left_this_period'")
    closed = set(rows.loc[rows["client_id"].isna(), "project_id"])
    assert closed <= live(before)
    assert closed <= set(now["projects"].query("lifecycle == 'complete'")["project_id"])
    moved = rows.dropna(subset=["client_id"])[["project_id", "client_id"]]
    assert len(moved) == 3
    old = moved.merge(before["project_clients"])
    assert (len(old), old["valid_to"].isna().all()) == (3, True)
    assert moved.merge(now["project_clients"])["valid_to"].notna().all()
    after = now["project_clients"].query("project_id in @moved.project_id and valid_to.isna()")
    assert (len(after), (after["share"] == 1).all()) == (3, True)


def test_renamed_projects_are_exactly_those_told(now: Tables, before: Tables) -> None:
    both = now["projects"].merge(before["projects"], on="project_id")
    assert set(both.loc[both["name_x"] != both["name_y"], "project_id"]) == told(now, "renamed")


def test_assessor_changed_is_exactly_where_the_reviewer_stands_in(now: Tables) -> None:
    owner, reviewer = overall(now, "2026-10"), overall(now, "2026-10", "independent")
    alone = reviewer.index.difference(owner.index)
    assert set(alone) == told(now, "assessor_changed")
    assert (overall(now, "2026-09")[alone] != reviewer[alone]).all()
    assert not overall(now, "2026-09", "independent").index.intersection(alone).size


def test_shared_projects_are_exactly_those_of_two_clients(now: Tables) -> None:
    links = now["project_clients"].query("valid_to.isna()").groupby("project_id")["share"]
    counts = links.agg(["size", "sum"])
    assert set(counts.query("size == 2").index) == told(now, "shared_project")
    assert counts["sum"].round(9).eq(1).all()


def test_idle_and_largest_clients_are_exactly_those_told(now: Tables) -> None:
    stories, links = now["stories"], now["project_clients"]
    idle = set(now["clients"]["client_id"]) - set(links["client_id"])
    assert idle == set(stories.query("kind == 'client_without_project'")["client_id"])
    assert "C0003" in idle
    counts = links[links["project_id"].isin(live(now)) & links["valid_to"].isna()]
    forty = counts["client_id"].value_counts().loc[lambda n: n == 40].index
    assert set(forty) == set(stories.query("kind == 'client_with_40_projects'")["client_id"])
    assert list(forty) == ["C0002"]


def test_withheld_budgets_are_told_by_no_table(now: Tables) -> None:
    hidden = told(now, "withheld_budget")
    state = now["projects"].query("budget_state == 'withheld'")
    assert set(state["project_id"]) == hidden
    assert not hidden & set(now["plan_periods"]["project_id"])
    baselines = now["baselines"].query("project_id in @hidden")
    assert baselines[["budget", "benefits"]].isna().all(axis=None)
    progress = now["progress"].query("project_id in @hidden")
    columns = ["earned_value", "manager_eac", "period_budget", "period_forecast"]
    assert progress[columns].isna().all(axis=None)
    narratives = now["status_reports"].query("project_id in @hidden")["narrative"]
    assert not narratives.str.contains("per cent").any()


def test_unreadable_values_are_rejects_with_their_place(now: Tables) -> None:
    rejects = now["rejects"]
    assert set(rejects["project_id"]) == told(now, "unreadable_value")
    assert rejects[["raw", "rule", "accepted", "file", "sheet", "cell"]].notna().all(axis=None)
    for reject in rejects.itertuples():
        table = now[reject.table_name].query(
            "project_id == @reject.project_id and period == '2026-10'"
        )
        unreadable = table[table[f"{reject.column_name}_state"] == "unreadable"]
        assert len(unreadable) == 1
        assert unreadable[reject.column_name].isna().all()


def test_hostile_names_hold_what_breaks_careless_pages(now: Tables) -> None:
    projects = now["projects"]
    names = projects.loc[projects["project_id"].isin(told(now, "hostile_name")), "name"]
    for letter in "<>&\"'\\#$*_@|=`{[%^~":
        assert names.str.contains(letter, regex=False).any(), letter
    assert names.str.len().max() == 120


def test_canaries_stand_in_their_own_clients_projects_alone(now: Tables) -> None:
    words = now["stories"].query("kind == 'canary'").set_index("client_id")["expectation"]
    assert words.is_unique
    links = now["project_clients"]
    served = links.groupby("client_id")["project_id"].agg(set)
    assert set(words.index) == set(served.index)
    description = now["projects"].set_index("project_id")["description"]
    found = description.str.extract(r"Filed under (\w+)\.")[0].dropna()
    clients = links.groupby("project_id")["client_id"].agg(list)
    whose = clients.reindex(found.index)
    assert (whose.str.len() == 1).all()
    assert (whose.str[0].map(words) == found).all()
    told_of = now["stories"].query("kind == 'canary'")
    assert (told_of["project_id"].map(found) == told_of["expectation"]).all()


def test_canary_words_are_no_part_of_each_other_or_of_any_other_text(now: Tables) -> None:
    words = now["stories"].query("kind == 'canary'")["expectation"].str.lower()
    assert words.str.len().min() >= 8
    texts = [
        *now["clients"]["name"],
        *now["projects"]["name"],
        *now["people"]["name"],
        *now["status_reports"]["narrative"].unique(),
    ]
    everything = "\n".join(texts).lower()
    assert [word for word in words if word in everything] == []
    joined = "\n".join(words)
    assert [word for word in words if joined.count(word) > 1] == []
