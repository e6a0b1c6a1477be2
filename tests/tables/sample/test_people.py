"""People, what they are booked on, what they worked and when they are away."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]

NOW = pd.Timestamp("2026-10-31")
FULL_WEEK = 37.5


def told(now: Tables, kind: str) -> pd.DataFrame:
    return now["stories"].query("kind == @kind")


def named(now: Tables, kind: str) -> list[str]:
    return told(now, kind)["expectation"].str.split(":").str[0].tolist()


def expected(rows: pd.DataFrame) -> pd.Series[float]:
    return rows["hours"] * rows["probability"].fillna(1)


@pytest.fixture(scope="module")
def weeks(now: Tables) -> pd.DataFrame:
    """Available and booked hours by person and week."""
    people = now["people"].query("team != 'pmo'").set_index("person_id")
    calendar = now["calendars"].query("calendar_id == 'UK' and exception.notna()")
    holidays = calendar[calendar["day"].dt.day_of_week < 5]["day"]
    mondays = pd.date_range("2025-11-03", "2027-04-26", freq="7D", name="week")
    free = holidays.dt.to_period("W").dt.start_time.value_counts().reindex(mondays, fill_value=0)
    grid = pd.MultiIndex.from_product([people.index, mondays])
    frame = pd.DataFrame(index=grid).reset_index()
    frame = frame.merge(
        people[["role", "contracted_hours", "joined", "left"]], on="person_id", how="left"
    )
    there = (frame["joined"] <= frame["week"]) & ~(frame["left"] < frame["week"])
    contracted = frame["contracted_hours"] * (1 - frame["week"].map(free) / 5) * there
    away = now["absences"].groupby(["person_id", "week"])["hours"].sum()
    booked = now["assignments"].assign(hours=expected(now["assignments"]))
    booked = booked.groupby(["person_id", "week"])["hours"].sum()
    keys = pd.MultiIndex.from_frame(frame[["person_id", "week"]])
    frame["available"] = contracted - away.reindex(keys, fill_value=0).to_numpy()
    frame["booked"] = booked.reindex(keys, fill_value=0).to_numpy()
    return frame


def test_people_have_grades_skills_terms_and_pay(now: Tables) -> None:
    people = now["people"]
    assert (
        people[["grade", "skills", "leave", "calendar_id", "employment", "joined"]]
        .notna()
        .all(axis=None)
    )
    assert people["skills"].str.count(";").between(1, 3).all()
    assert (people["charge_rate"] > people["cost_rate"]).all()
    by_grade = people.query("employment == 'permanent'").groupby("grade")["cost_rate"].mean()
    assert by_grade.loc[
        ["associate", "practitioner", "senior", "principal"]
    ].is_monotonic_increasing
    share = people["employment"].value_counts(normalize=True)
    assert 0.75 < share["permanent"] < 0.9
    assert people["joined"].dt.day_of_week.max() < 5


def test_those_who_left_lead_nothing_and_are_booked_no_more(now: Tables) -> None:
    left = now["people"].dropna(subset=["left"]).set_index("person_id")["left"]
    assert 10 <= len(left) <= 30
    leading = {*now["projects"]["manager_id"], *now["clients"]["account_lead"]}
    assert not leading & set(left.index)
    booked = now["assignments"].query("person_id in @left.index")
    assert (booked["week"] <= booked["person_id"].map(left)).all()


def test_a_person_who_leaves_has_no_last_day_before(snapshots: Snapshots) -> None:
    counts = [tables["people"]["left"].notna().sum() for tables in snapshots.values()]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_absences_fit_into_the_contracted_week(now: Tables) -> None:
    away = now["absences"].groupby(["person_id", "week"])["hours"].sum().reset_index()
    contracted = away["person_id"].map(now["people"].set_index("person_id")["contracted_hours"])
    assert (away["hours"] <= contracted + 1e-9).all()


def test_leave_has_its_seasons(now: Tables) -> None:
    leave = now["absences"].query("kind == 'leave'").groupby("week")["hours"].sum()
    ordinary = leave["2025-11-03":"2025-12-01"].mean()
    assert leave["2025-12-22":"2025-12-29"].mean() > 2 * ordinary
    assert leave["2026-07-27":"2026-08-24"].mean() > 1.7 * ordinary
    year = leave["2025-11-03":"2026-10-26"].sum()
    people = now["people"].query("employment != 'contractor'")
    assert 0.7 < year / people["leave"].sum() < 1.1


def test_sickness_is_never_known_ahead_but_leave_is(now: Tables) -> None:
    ahead = now["absences"].query("week > @NOW")["kind"].value_counts()
    assert "sickness" not in ahead
    assert ahead["leave"] > 500


def test_assignments_reach_from_a_year_back_to_half_a_year_ahead(snapshots: Snapshots) -> None:
    for period, tables in snapshots.items():
        day = pd.Period(period).end_time.normalize()
        weeks = tables["assignments"]["week"]
        assert weeks.min() > day - pd.Timedelta(days=366)
        assert pd.Timedelta(days=170) < weeks.max() - day <= pd.Timedelta(days=183)


def test_people_are_booked_for_most_of_their_hours_and_for_less_the_further_ahead(
    weeks: pd.DataFrame,
) -> None:
    by_week = weeks.groupby("week")[["booked", "available"]].sum()
    share = by_week["booked"] / by_week["available"]
    assert share[:"2026-10-26"].between(0.75, 0.9).all()
    assert 0.7 < share["2026-11-16"] < 0.9
    assert share["2027-04-05":].max() < 0.5


def test_what_is_tentative_says_how_likely_it_is(now: Tables) -> None:
    rows = now["assignments"]
    tentative = rows["firmness"] == "tentative"
    assert (rows["probability"].notna() == tentative).all()
    assert not tentative[rows["week"] <= NOW].any()
    ahead = rows["week"] > NOW
    assert 0.15 < tentative[ahead].mean() < 0.6
    assert (rows["task_hours"].dropna() <= rows["hours"][rows["task_hours"].notna()]).all()


def test_tentative_bookings_become_firm_or_go(snapshots: Snapshots) -> None:
    keys = ["person_id", "project_id", "week"]
    earlier, later = snapshots["2026-07"]["assignments"], snapshots["2026-10"]["assignments"]
    then = earlier.query("firmness == 'tentative' and week <= '2026-10-26'")
    now_ = then.merge(later, on=keys, suffixes=("", "_later"))
    assert len(now_) > 300
    assert (now_["firmness_later"] == "firm").all()


def test_work_is_booked_only_while_its_project_goes_on(now: Tables) -> None:
    projects = now["projects"].set_index("project_id")
    rows = now["assignments"].merge(projects[["start", "lifecycle"]], on="project_id")
    assert (rows["week"] + pd.Timedelta(days=6) >= rows["start"]).all()
    stopped = rows["lifecycle"].isin(["complete", "cancelled", "on_hold"])
    assert (rows.loc[stopped, "week"] <= NOW).all()
    pipeline = rows["lifecycle"] == "pipeline"
    assert (rows.loc[pipeline, "firmness"] == "tentative").all()


def test_every_live_project_is_worked_on_by_its_manager(now: Tables) -> None:
    live = now["projects"].query("lifecycle == 'live'").set_index("project_id")["manager_id"]
    rows = now["assignments"].query("'2026-08-01' <= week <= @NOW")
    managed = rows[rows["project_id"].map(live) == rows["person_id"]]
    started = now["projects"].query("lifecycle == 'live' and start < '2026-08-01'")["project_id"]
    assert set(started) <= set(managed["project_id"])


def test_overallocated_people_are_exactly_those_booked_above_120_percent_for_seven_weeks(
    now: Tables, weeks: pd.DataFrame
) -> None:
    coming = weeks.query("'2026-11-01' < week <= '2026-12-14'")
    over = (coming["booked"] > 1.2 * coming["available"]).groupby(coming["person_id"]).sum()
    assert set(over[over == 7].index) == set(named(now, "overallocated_person"))
    assert over[over < 7].max() <= 4


def test_underused_people_are_exactly_those_booked_below_40_percent_for_13_weeks(
    now: Tables, weeks: pd.DataFrame
) -> None:
    past = weeks.query("'2026-08-01' < week < @NOW").groupby("person_id")
    past = past[["booked", "available"]].sum().query("available > 0")
    share = past["booked"] / past["available"]
    assert set(share[share < 0.4].index) == set(named(now, "underused_person"))


def test_role_gaps_are_exactly_in_the_roles_told(now: Tables, weeks: pd.DataFrame) -> None:
    ahead = weeks.query("week > @NOW").groupby(["role", "week"])[["booked", "available"]].sum()
    asked = now["role_demands"].assign(hours=expected(now["role_demands"]))
    asked = asked.query("week > @NOW").groupby(["role", "week"])["hours"].sum()
    both = ahead.join(asked, how="outer").fillna(0)
    gap = (both["booked"] + both["hours"] - both["available"]) / FULL_WEEK
    short = gap[gap > 1].groupby("role").size()
    assert set(short.index) == set(named(now, "role_gap"))
    assert (short >= 12).all()
    asking = now["role_demands"].query("role in @short.index")
    assert set(asking["project_id"]) == set(told(now, "role_gap")["project_id"])


def test_demands_are_raised_before_they_are_needed_and_leave_when_they_are_filled(
    snapshots: Snapshots,
) -> None:
    keys = ["project_id", "role", "raised"]
    for period, tables in snapshots.items():
        rows = tables["role_demands"]
        assert rows["week"].min() > pd.Period(period).end_time - pd.Timedelta(days=8)
        assert (rows["raised"].dt.day_of_week < 5).all()
        assert 20 <= len(rows[keys].drop_duplicates()) <= 120
    before, after = snapshots["2026-08"]["role_demands"], snapshots["2026-10"]["role_demands"]
    left = before[keys].drop_duplicates().merge(after[keys].drop_duplicates())
    assert len(left) < 0.6 * len(before[keys].drop_duplicates())


def test_timesheets_lag_and_differ_from_the_plan(now: Tables) -> None:
    rows, booked = now["timesheets"], now["assignments"]
    both = rows.merge(booked, on=["person_id", "project_id", "week"], suffixes=("", "_booked"))
    ratio = both["hours"].sum() / both["hours_booked"].sum()
    assert 0.85 < ratio < 1.0
    assert 0.1 < (both["hours"] / both["hours_booked"]).std() < 0.4
    filed = both.groupby("week")["hours"].sum() / booked.groupby("week")["hours"].sum()
    assert filed["2026-10-26"] < 0.7 * filed["2026-09-07"]


def test_timesheets_are_handed_in_and_approved_on_working_days(now: Tables) -> None:
    rows = now["timesheets"]
    holidays = now["calendars"].query("calendar_id == 'UK' and working_hours == 0")["day"]
    early = rows["submitted"] - rows["week"] < pd.Timedelta(days=4)
    fridays = rows["week"] + pd.Timedelta(days=4)
    assert fridays[early].isin(holidays).all()
    assert (rows["approved"].dropna() > rows["submitted"][rows["approved"].notna()]).all()
    for column in ("submitted", "approved"):
        assert not rows[column].isin(holidays).any()
    assert rows.query("week < '2026-09-01'")["approved"].notna().all()
    assert (rows["hours"] < 0).sum() > 0
    assert (rows["billable_hours"].abs() <= rows["hours"].abs()).all()


def test_projects_without_timesheets_are_exactly_those_told_among_live_ones_that_spend(
    now: Tables,
) -> None:
    progress = now["progress"].sort_values("period").set_index("project_id")
    spent = progress.groupby(level=0)["actual_cost"].diff()[progress["period"] >= "2026-08"]
    spending = (spent > 0).groupby(level=0).agg(["all", "size"]).query("all and size == 3").index
    live = set(now["projects"].query("lifecycle == 'live'")["project_id"])
    worked = now["timesheets"].query("week >= '2026-08-01'")["project_id"]
    silent = (set(spending) & live) - set(worked)
    assert silent == set(told(now, "actuals_without_timesheets")["project_id"])


def test_timesheets_without_a_booking_are_exactly_those_told(now: Tables) -> None:
    rows = now["timesheets"].merge(
        now["assignments"][["person_id", "project_id", "week"]], how="left", indicator=True
    )
    alone = rows[rows["_merge"] == "left_only"]
    found = set(zip(alone["person_id"], alone["project_id"], strict=True))
    stories = told(now, "timesheet_without_assignment")
    people = named(now, "timesheet_without_assignment")
    assert found == set(zip(people, stories["project_id"], strict=True))
    assert alone.groupby("project_id").size().min() >= 3
