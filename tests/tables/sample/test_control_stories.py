"""The stories of registers, gates and plans are true, and those said to be complete are alone."""

from __future__ import annotations

import pandas as pd
import pytest

from pmo_lib.tables.sample.calendars import CALENDARS

Tables = dict[str, pd.DataFrame]

END = pd.Timestamp("2026-10-31")
KEYS = ["project_id", "activity_id"]
HARD = ["must_start_on", "must_finish_on", "start_no_later_than", "finish_no_later_than"]


def told(now: Tables, kind: str) -> set[str]:
    return set(now["stories"].query("kind == @kind")["project_id"])


def live(now: Tables) -> set[str]:
    return set(now["projects"].query("lifecycle == 'live'")["project_id"])


def latest(now: Tables, name: str, period: str = "2026-10") -> pd.DataFrame:
    return now[name].query("period == @period")


def test_registers_without_a_new_risk_for_two_periods_are_exactly_those_told(now: Tables) -> None:
    reported = set(latest(now, "progress", "2026-08")["project_id"])
    new = set(now["risks"].query("raised >= '2026-09-01'")["project_id"])
    chosen = told(now, "no_new_risk_for_2_periods")
    assert live(now) & reported - new == chosen
    overall = latest(now, "status_reports").query("dimension == 'overall' and assessor == 'owner'")
    assert set(overall[overall["project_id"].isin(chosen)]["rating"]) == {"green"}


def test_risks_that_grew_by_thirty_points_are_exactly_those_told(now: Tables) -> None:
    keys = ["project_id", "risk_id"]
    both = latest(now, "risks").merge(latest(now, "risks", "2026-09"), on=keys, suffixes=("", "_b"))
    grew = both[both["probability"] - both["probability_b"] > 0.29]
    assert set(grew["project_id"]) == told(now, "risk_worsened")
    assert set(grew["state"]) == {"open"}
    assert grew["cost_likely"].notna().all()


def test_told_risks_occurred_this_period_and_became_an_issue(now: Tables) -> None:
    occurred = latest(now, "risks").query("state == 'occurred'")
    new = latest(now, "issues").query("raised >= '2026-10-01'")
    both = occurred.merge(new, on=["project_id", "issue_id"])
    assert told(now, "risk_realised_as_issue") <= set(both["project_id"])


def test_open_risks_called_certain_are_exactly_those_told(now: Tables) -> None:
    certain = latest(now, "risks").query("state == 'open' and probability == 1")
    assert set(certain["project_id"]) == told(now, "risk_certain")


def test_actions_sixty_days_late_are_exactly_those_told_among_live_projects(now: Tables) -> None:
    open_ = latest(now, "actions").query("state == 'open'")
    late = open_[open_["due"] < END - pd.Timedelta(days=60)]
    assert set(late["project_id"]) & live(now) == told(now, "overdue_action")


def test_decisions_past_their_day_are_exactly_those_told(now: Tables) -> None:
    needed = latest(now, "decisions").query("state == 'needed'")
    late = needed[needed["needed_by"] < END]
    assert set(late["project_id"]) & live(now) == told(now, "decision_overdue")


def test_told_decisions_are_needed_within_two_weeks_and_waiting_costs(now: Tables) -> None:
    needed = latest(now, "decisions").query("state == 'needed'")
    soon = needed[needed["needed_by"].between(END, END + pd.Timedelta(days=14))]
    costly = soon[soon["cost_of_no_decision"].notna() | soon["cost_of_no_decision_state"].notna()]
    assert told(now, "decision_needed_soon") <= set(costly["project_id"])


def test_changes_of_fifteen_per_cent_that_wait_are_exactly_those_told(now: Tables) -> None:
    budget = now["projects"].set_index("project_id")["budget"]
    waiting = latest(now, "change_requests").query("state in ['raised', 'assessed', 'deferred']")
    large = waiting[waiting["value"] >= 0.15 * waiting["project_id"].map(budget)]
    assert set(large["project_id"]) == told(now, "scope_change_large")


def test_overrides_that_outlast_their_expiry_are_exactly_those_told(now: Tables) -> None:
    rows = latest(now, "overrides")
    assert set(rows[rows["expires"] < END]["project_id"]) == told(now, "override_expired")


def test_overrides_without_a_reason_are_exactly_those_told(now: Tables) -> None:
    rows = now["overrides"]
    silent = told(now, "override_without_reason")
    assert set(rows[rows["reason"].isna()]["project_id"]) == silent
    assert rows[["approver", "expires"]].notna().all(axis=None)


def test_value_earned_while_nothing_is_accepted_is_exactly_where_told(now: Tables) -> None:
    earned = now["progress"].pivot_table(
        index="project_id", columns="period", values="earned_value"
    )
    rising = (earned.diff(axis=1).iloc[:, -3:] > 0).all(axis=1)
    lists = set(latest(now, "deliverables")["project_id"])
    accepted = set(now["deliverables"].query("accepted >= '2026-08-01'")["project_id"])
    found = set(rising[rising].index) & lists & live(now) - accepted
    assert found == told(now, "ev_rising_without_accepted_deliverable")


def test_dependencies_forecast_after_their_need_are_exactly_those_told(now: Tables) -> None:
    rows = latest(now, "dependencies").query("met.isna() and direction == 'needs'")
    late = rows[rows["forecast_date"] > rows["needed_by"]]
    assert set(late["project_id"]) == told(now, "dependency_late")
    lead = now["project_clients"].query("valid_to.isna()").drop_duplicates("project_id")
    client = lead.set_index("project_id")["client_id"]
    told_of = late[late["project_id"].isin(told(now, "dependency_late"))]
    assert (told_of["project_id"].map(client) != told_of["other_project_id"].map(client)).all()


def test_failed_missed_and_owing_gates_are_exactly_those_told(now: Tables) -> None:
    gates = now["gate_reviews"]
    failed = gates.query("outcome == 'not_passed'")
    assert set(failed["project_id"]) == told(now, "gate_failed")
    assert (failed["reviewed"] >= pd.Timestamp("2026-10-01")).all()
    missed = gates[(gates["planned"] < END) & gates["reviewed"].isna()]
    assert set(missed["project_id"]) == told(now, "gate_overdue")
    owing = gates[(gates["conditions_due"] < END) & gates["conditions_met"].isna()]
    assert set(owing["project_id"]) == told(now, "gate_conditions_overdue")


def test_standards_not_met_at_a_gate_passed_are_exactly_those_told(now: Tables) -> None:
    rows = now["standard_checks"].query("state == 'not_met'")
    both = rows.merge(now["gate_reviews"], on=["project_id", "gate"])
    passed = both[both["outcome"] != "not_passed"]
    assert set(passed["project_id"]) == told(now, "standard_not_met")
    mandatory = now["standards"].set_index("standard_id")["mandatory"]
    assert rows["standard_id"].map(mandatory).all()


@pytest.fixture(scope="module")
def open_work(now: Tables) -> pd.DataFrame:
    """Open activities that a check of schedules counts, with what it needs."""
    rows = now["activities"].query("kind in ['task', 'milestone'] and active")
    rows = rows[rows["actual_finish"].isna()]
    hours = rows["calendar_id"].map(
        {name: hours for name, (_, _, hours, _, _) in CALENDARS.items()}
    )
    plans = now["schedules"].set_index("project_id")["baseline_no"]
    planned = now["activity_baselines"]
    current = planned[planned["baseline_no"] == planned["project_id"].map(plans)]
    rows = rows.merge(
        current[[*KEYS, "duration_hours"]], on=KEYS, how="left", suffixes=("", "_planned")
    )
    hours.index = rows.index
    return rows.assign(
        float_days=rows["total_float_hours"] / hours,
        planned_days=rows["duration_hours_planned"] / hours,
    )


def share(rows: pd.DataFrame, those: pd.Series[bool]) -> pd.Series[float]:
    return those.groupby(rows["project_id"]).mean()


def over(shares: pd.Series[float], limit: float) -> set[str]:
    return set(shares[shares > limit].index)


def test_open_ends_are_exactly_in_the_plans_told(now: Tables, open_work: pd.DataFrame) -> None:
    links = now["links"]
    after = pd.MultiIndex.from_frame(links[KEYS])
    before = pd.MultiIndex.from_frame(links[["project_id", "predecessor_id"]])
    here = pd.MultiIndex.from_frame(open_work[KEYS])
    last = open_work.groupby("project_id")["sequence"].transform("max") == open_work["sequence"]
    open_ends = ~here.isin(after) | (~here.isin(before) & ~last.to_numpy())
    shares = share(open_work, pd.Series(open_ends, index=open_work.index))
    assert over(shares, 0.05) == over(shares, 0) == told(now, "schedule_without_logic")
    assert shares[list(told(now, "schedule_without_logic"))].min() > 0.2


def links_to(now: Tables, open_work: pd.DataFrame) -> pd.DataFrame:
    return now["links"].merge(open_work[KEYS], on=KEYS)


def test_leads_lags_and_other_types_are_exactly_in_the_plans_told(
    now: Tables, open_work: pd.DataFrame
) -> None:
    links = links_to(now, open_work)
    assert over(share(links, links["lag_hours"] < 0), 0) == told(now, "schedule_with_leads")
    assert over(share(links, links["lag_hours"] > 0), 0.05) == told(now, "schedule_with_lags")
    assert over(share(links, links["type"] != "FS"), 0.1) == told(now, "schedule_link_types")


def test_hard_constraints_are_many_exactly_in_the_plans_told(
    now: Tables, open_work: pd.DataFrame
) -> None:
    shares = share(open_work, open_work["constraint"].isin(HARD))
    assert over(shares, 0.05) == told(now, "schedule_hard_constraints")
    dated = open_work["constraint_date"].notna()
    assert (dated == (open_work["constraint"] != "as_soon_as_possible")).all()


def test_high_float_is_told_and_found_only_in_poor_plans(
    now: Tables, open_work: pd.DataFrame
) -> None:
    found = over(share(open_work, open_work["float_days"] > 44), 0.05)
    assert told(now, "schedule_high_float") <= found
    others = told(now, "schedule_without_logic") | told(now, "schedule_link_types")
    assert found <= told(now, "schedule_high_float") | others


def test_negative_float_is_exactly_where_a_plan_must_finish_too_soon(
    now: Tables, open_work: pd.DataFrame
) -> None:
    chosen = told(now, "schedule_negative_float")
    assert over(share(open_work, open_work["float_days"] < 0), 0) == chosen
    plans = now["schedules"].dropna(subset=["must_finish_by"])
    assert set(plans["project_id"]) == chosen
    assert (plans["must_finish_by"] < plans["finish"]).all()


def test_long_tasks_are_many_exactly_in_the_plans_told(
    now: Tables, open_work: pd.DataFrame
) -> None:
    tasks = open_work.query("kind == 'task'")
    found = over(share(tasks, tasks["planned_days"] > 44), 0.05)
    assert found == told(now, "schedule_high_duration")


def test_impossible_dates_are_exactly_in_the_plans_told(now: Tables) -> None:
    rows = now["activities"].query("kind in ['task', 'milestone'] and active")
    evening = END + pd.Timedelta(days=1)
    past = (rows["start"] < END) & rows["actual_start"].isna()
    past |= (rows["finish"] < END) & rows["actual_finish"].isna()
    ahead = (rows["actual_start"] > evening) | (rows["actual_finish"] > evening)
    chosen = told(now, "schedule_invalid_dates")
    assert set(rows[past]["project_id"]) == chosen
    assert set(rows[ahead]["project_id"]) == chosen


def test_tasks_without_resource_and_cost_in_loaded_plans_are_exactly_where_told(
    now: Tables, open_work: pd.DataFrame
) -> None:
    loaded = now["schedules"].set_index("project_id")["resource_loaded"]
    tasks = open_work[open_work["project_id"].map(loaded).astype(bool)].query("kind == 'task'")
    used = pd.MultiIndex.from_frame(now["activity_resources"][KEYS])
    without = ~pd.MultiIndex.from_frame(tasks[KEYS]).isin(used) & tasks["cost"].isna()
    assert over(share(tasks, without), 0) == told(now, "schedule_without_resources")


def test_finishes_that_nothing_moves_are_exactly_those_told(
    now: Tables, open_work: pd.DataFrame
) -> None:
    last = open_work.sort_values("sequence").groupby("project_id").tail(1)
    fixed = last[last["constraint"] == "must_finish_on"]
    assert set(fixed["project_id"]) == told(now, "critical_path_broken")
    driven = pd.MultiIndex.from_frame(last[KEYS]).isin(pd.MultiIndex.from_frame(now["links"][KEYS]))
    assert driven.all()


def test_plans_without_a_baseline_are_exactly_those_told(now: Tables) -> None:
    plans = now["schedules"]
    bare = set(plans["project_id"]) - set(now["activity_baselines"]["project_id"])
    assert bare == told(now, "baseline_missing_in_schedule")
    assert set(plans[plans["baseline_no"].isna()]["project_id"]) == bare


def test_told_plans_have_finished_fewer_than_four_in_five_of_the_tasks_due(now: Tables) -> None:
    plans = now["schedules"].set_index("project_id")["baseline_no"]
    planned = now["activity_baselines"]
    current = planned[planned["baseline_no"] == planned["project_id"].map(plans)]
    both = (
        now["activities"].query("kind == 'task'").merge(current, on=KEYS, suffixes=("", "_planned"))
    )
    due = (both["finish_planned"] < END).groupby(both["project_id"]).sum()
    done = both["actual_finish"].notna().groupby(both["project_id"]).sum()
    index = (done / due)[list(told(now, "schedule_behind_baseline"))]
    assert (index < 0.8).all()
