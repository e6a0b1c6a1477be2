"""Plans as networks: sound by the usual checks, and in step with milestones and baselines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pmo_lib.tables.sample.calendars import CALENDARS, working_days

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]

PLACE = {name: at for at, name in enumerate(CALENDARS)}
KEYS = ["project_id", "activity_id"]
POOR = "schedule_|critical_path_broken|baseline_missing_in_schedule"


def poor(now: Tables) -> set[str]:
    """Projects whose plan a story bends."""
    stories = now["stories"]
    here = stories["kind"].str.contains(POOR) & (stories["kind"] != "schedule_behind_baseline")
    return set(stories.loc[here, "project_id"])


def sound(now: Tables, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["project_id"].isin(poor(now))]


def count(rows: pd.DataFrame, column: str) -> np.ndarray:
    """Working days up to a date, on the calendar of each row."""
    day = rows[column].to_numpy().astype("datetime64[D]").astype(float)
    return working_days().count(rows["calendar_id"].map(PLACE).to_numpy(), day)


def test_about_a_fifth_of_live_projects_have_a_plan_of_sixty_to_two_hundred_tasks(
    now: Tables,
) -> None:
    live = set(now["projects"].query("lifecycle == 'live'")["project_id"])
    assert len(now["schedules"]) == 150
    assert set(now["schedules"]["project_id"]) <= live
    tasks = now["activities"].query("kind == 'task'")["project_id"].value_counts()
    assert set(tasks.index) == set(now["schedules"]["project_id"])
    assert tasks.between(55, 200).all()
    assert 90 < tasks.mean() < 130


def test_milestones_of_a_plan_are_those_of_the_milestones_table(now: Tables) -> None:
    plan = sound(now, now["activities"]).query("kind == 'milestone' and activity_id != 'A0000'")
    marks = now["milestones"].query("period == '2026-10'")
    marks = marks[marks["project_id"].isin(plan["project_id"])]
    both = plan.merge(
        marks, left_on=KEYS, right_on=["project_id", "milestone_id"], suffixes=("", "_told")
    )
    assert len(both) == len(plan) == len(marks)
    assert (both["name"] == both["name_told"]).all()
    met = both["actual_date"].notna()
    assert (both["actual_finish"].notna() == met).all()
    assert (both.loc[met, "actual_finish"].dt.normalize() == both.loc[met, "actual_date"]).all()
    # a forecast for a day that is not worked is met on the evening of the working day before
    open_ = both[~met]
    forecast = open_["forecast_date"].to_numpy().astype("datetime64[D]").astype(float)
    calendar = open_["calendar_id"].map(PLACE).to_numpy()
    expected = working_days().on_or_before(calendar, forecast)
    day = open_["finish"].to_numpy().astype("datetime64[D]").astype(float)
    assert (day == expected).all()
    assert (expected == forecast).mean() > 0.9


def test_milestones_name_their_activity_where_there_is_a_plan(snapshots: Snapshots) -> None:
    for tables in snapshots.values():
        marks = tables["milestones"]
        planned = marks["project_id"].isin(tables["schedules"]["project_id"])
        assert (marks["activity_id"].notna() == planned).all()
        assert (marks.loc[planned, "activity_id"] == marks.loc[planned, "milestone_id"]).all()


def test_finish_of_a_plan_is_that_of_its_last_milestone(now: Tables) -> None:
    ends = now["activities"].query("kind != 'level_of_effort'").groupby("project_id")["finish"]
    finish = now["schedules"].set_index("project_id")["finish"]
    assert (ends.max().dt.normalize().reindex(finish.index) == finish).all()


def test_actual_dates_stay_and_durations_to_come_follow_the_forecast(snapshots: Snapshots) -> None:
    early, late = (snapshots[p]["activities"].set_index(KEYS) for p in ("2026-05", "2026-10"))
    both = early.merge(late, left_index=True, right_index=True, suffixes=("", "_later"))
    assert len(both) == len(early)
    tasks = both[both["kind"] == "task"]
    done = tasks[tasks["actual_finish"].notna()]
    assert (done["actual_start"] == done["actual_start_later"]).all()
    typed = done["actual_finish"] != done["actual_finish_later"]
    assert typed.sum() <= 3
    assert late["actual_finish"].notna().sum() > early["actual_finish"].notna().sum() + 1000
    assert (tasks["name"] == tasks["name_later"]).all()


def test_tasks_start_in_the_morning_and_finish_in_the_evening_of_working_days(now: Tables) -> None:
    tasks = sound(now, now["activities"]).query("kind == 'task' and active")
    for column, hours in (("start", 2), ("finish", 3)):
        hour = tasks[column].dt.hour + tasks[column].dt.minute / 60
        expected = tasks["calendar_id"].map({n: (c[3], c[4]) for n, c in CALENDARS.items()})
        assert (hour == expected.str[hours - 2]).all()
        day = tasks[column].to_numpy().astype("datetime64[D]").astype(float)
        calendar = tasks["calendar_id"].map(PLACE).to_numpy()
        assert (working_days().on_or_before(calendar, day) == day).all()


def test_durations_are_the_working_hours_between_start_and_finish(now: Tables) -> None:
    tasks = now["activities"].query("kind == 'task' and active")
    hours = tasks["calendar_id"].map({name: c[2] for name, c in CALENDARS.items()})
    whole = (count(tasks, "finish") - count(tasks, "start") + 1) * hours
    plain = ~tasks["project_id"].isin(poor(now))
    assert (tasks["duration_hours"] == whole)[plain].all()
    parts = tasks["actual_duration_hours"] + tasks["remaining_duration_hours"]
    assert (parts == tasks["duration_hours"])[plain].all()
    done = tasks["percent_complete"] == 1
    assert (tasks["actual_finish"].notna() == done).all()


def test_every_date_satisfies_its_links(now: Tables) -> None:
    acts = sound(now, now["activities"]).set_index(KEYS)
    links = sound(now, now["links"])
    after = acts.loc[pd.MultiIndex.from_frame(links[KEYS])].reset_index(drop=True)
    before = acts.loc[pd.MultiIndex.from_frame(links[["project_id", "predecessor_id"]])]
    before = before.reset_index(drop=True)
    kind = links["type"].to_numpy()
    ends = (before["finish"] <= after["start"]).to_numpy()
    marks = (before["finish"] <= after["finish"]).to_numpy()
    milestone = (after["kind"] == "milestone").to_numpy()
    assert np.where(milestone, marks, ends)[kind == "FS"].all()
    assert (before["start"] <= after["start"]).to_numpy()[kind == "SS"].all()
    assert marks[kind == "FF"].all()
    assert set(kind) == {"FS", "SS", "FF"}


def test_float_is_the_working_time_until_the_late_finish_and_critical_where_none(
    now: Tables,
) -> None:
    acts = now["activities"].dropna(subset=["total_float_hours"])
    hours = acts["calendar_id"].map({name: c[2] for name, c in CALENDARS.items()})
    spare = (count(acts, "late_finish") - count(acts, "early_finish")) * hours
    assert (acts["total_float_hours"] == spare).all()
    assert (acts["critical"] == (acts["total_float_hours"] <= 0)).all()
    usual = sound(now, acts)
    assert (usual["free_float_hours"] <= usual["total_float_hours"]).all()
    assert (usual["free_float_hours"] >= 0).all()


def test_a_sound_plan_has_an_unbroken_critical_path_from_its_data_date(now: Tables) -> None:
    acts = sound(now, now["activities"]).query("critical == True and kind == 'task'")
    length = acts.groupby("project_id")["remaining_duration_hours"].sum()
    calendar = now["schedules"].set_index("project_id").loc[length.index]
    place = calendar["calendar_id"].map(PLACE).to_numpy()
    days = working_days()
    finish = calendar["finish"].to_numpy().astype("datetime64[D]").astype(float)
    left = days.count(place, finish) - days.count(place, np.full(len(place), 20757.0))
    assert (length >= (left * calendar["hours_per_day"])).all()


def test_activities_are_planned_at_the_dates_of_the_baselines_in_force(now: Tables) -> None:
    planned = now["activity_baselines"]
    plans = now["schedules"].dropna(subset=["baseline_no"])
    current = planned.merge(plans[["project_id", "baseline_no"]], on=["project_id", "baseline_no"])
    marks = now["milestones"].query("period == '2026-10'")
    both = current.merge(marks, left_on=KEYS, right_on=["project_id", "milestone_id"])
    assert len(both) == marks["project_id"].isin(plans["project_id"]).sum()
    assert (both["finish"].dt.normalize() == both["baseline_date"]).all()
    last = now["baselines"].groupby("project_id")["baseline_no"].max()
    assert (plans["baseline_no"] == plans["project_id"].map(last)).all()


def test_later_snapshots_add_baselines_and_keep_the_earlier(snapshots: Snapshots) -> None:
    keys = [*KEYS, "baseline_no"]
    early, late = (snapshots[p]["activity_baselines"] for p in ("2026-05", "2026-10"))
    both = early.merge(late, on=keys, suffixes=("", "_later"))
    assert len(both) == len(early) < len(late)
    assert (both["finish"] == both["finish_later"]).all()


def test_summaries_span_the_work_below_them(now: Tables) -> None:
    acts = now["activities"]
    below = acts.dropna(subset=["parent_activity_id"]).groupby(["project_id", "parent_activity_id"])
    summaries = acts.query("kind == 'summary'").set_index(KEYS)
    first, last = below["start"].min(), below["finish"].max()
    assert set(first.index) == set(summaries.index)
    assert (first.dt.date.reindex(summaries.index) == summaries["start"].dt.date).all()
    assert (last.dt.date.reindex(summaries.index) == summaries["finish"].dt.date).all()


def test_work_on_site_is_done_on_six_days_and_only_by_projects_that_build(now: Tables) -> None:
    site = now["activities"].query("calendar_id == 'UK-SITE'")
    category = now["projects"].set_index("project_id")["category"]
    builds = {"Estates and infrastructure", "Asset and engineering"}
    assert set(site["project_id"].map(category)) == builds
    assert len(site) > 300


def test_loaded_plans_have_a_resource_and_a_cost_on_each_task_and_others_none(now: Tables) -> None:
    plans = now["schedules"].set_index("project_id")
    tasks = sound(now, now["activities"]).query("kind == 'task' and active")
    used = pd.MultiIndex.from_frame(now["activity_resources"][KEYS])
    has = pd.MultiIndex.from_frame(tasks[KEYS]).isin(used)
    loaded = tasks["project_id"].map(plans["resource_loaded"]).to_numpy(dtype=bool)
    assert (has == loaded).all()
    hidden = set(now["projects"].query("budget_state == 'withheld'")["project_id"])
    shown = ~tasks["project_id"].isin(hidden).to_numpy()
    assert (tasks["cost"].notna().to_numpy() == loaded)[shown].all()
    assert 0.5 < plans["resource_loaded"].mean() < 0.8


def test_cost_of_tasks_adds_up_to_about_the_budget(now: Tables) -> None:
    cost = now["activities"].groupby("project_id")["cost"].sum(min_count=1).dropna()
    budget = now["projects"].set_index("project_id")["budget"].reindex(cost.index)
    assert ((cost / budget).dropna().between(0.85, 1.2)).all()


def test_work_is_done_at_a_rate_that_no_client_sees(now: Tables) -> None:
    uses = now["activity_resources"].merge(
        now["schedule_resources"], on=["project_id", "resource_id"]
    )
    np.testing.assert_allclose(
        uses["cost_x"] if "cost_x" in uses else uses["cost"],
        (uses["work_hours"] * uses["rate"]).round(),
        atol=1,
    )
    named = now["schedule_resources"].dropna(subset=["person_id"])
    names = now["people"].set_index("person_id")["name"]
    assert (named["name"] == named["person_id"].map(names)).all()


@pytest.mark.parametrize("kind", ["task", "milestone", "summary", "level_of_effort"])
def test_plans_have_lines_of_every_usual_kind(now: Tables, kind: str) -> None:
    acts = now["activities"].query("kind == @kind")
    assert set(acts["project_id"]) == set(now["schedules"]["project_id"])


def test_lines_of_a_plan_are_in_sequence_and_named(now: Tables) -> None:
    acts = now["activities"].sort_values(["project_id", "sequence"])
    assert acts["name"].notna().all()
    place = acts.groupby("project_id").cumcount() + 1
    assert (place == acts["sequence"]).all()
    assert not acts.duplicated(["project_id", "wbs"]).any()
