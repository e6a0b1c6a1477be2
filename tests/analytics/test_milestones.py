"""Milestones: state, slip in working days, movement, velocity, what is due."""

import pandas as pd
import pytest

from pmo_lib.analytics import milestones

AS_OF = pd.Timestamp("2026-10-31")
MONTHS = ["2026-07", "2026-08", "2026-09", "2026-10"]


def dated(row):
    return {k: pd.Timestamp(v) if k.endswith("_date") and v else v for k, v in row.items() if v}


def status_of(canonical, *rows, **more):
    tables = canonical(
        projects=[{"project_id": "J1"}],
        milestones=[{"project_id": "J1", **dated(row)} for row in rows],
    )
    given = {"period": "2026-10", "previous_period": "2026-09", "as_of": AS_OF} | more
    return milestones.milestone_status(tables["milestones"], tables["projects"], **given)


@pytest.mark.parametrize(
    ("baseline", "forecast", "actual", "state"),
    [
        ("2026-10-20", "2026-10-20", "2026-10-20", "met"),
        (None, "2026-10-20", "2026-10-20", "met"),
        ("2026-10-16", "2026-10-20", "2026-10-20", "met_late"),
        ("2026-10-30", "2026-10-30", None, "overdue"),
        ("2026-12-01", "2026-10-30", None, "overdue"),
        ("2026-10-30", None, None, "overdue"),
        ("2026-11-20", "2026-11-23", None, "late"),
        ("2026-11-20", "2026-11-22", None, "late"),
        ("2026-11-21", "2026-11-22", None, "due"),
        ("2026-11-28", "2026-11-28", None, "due"),
        ("2026-11-30", "2026-11-30", None, "on_time"),
        ("2026-11-30", None, None, "no_date"),
        (None, "2027-01-11", None, "no_baseline"),
    ],
)
def test_the_state_of_a_milestone(canonical, baseline, forecast, actual, state):
    row = {"baseline_date": baseline, "forecast_date": forecast, "actual_date": actual}
    assert status_of(canonical, row)["state"].tolist() == [state]


def test_a_withheld_forecast_is_withheld_and_not_overdue(canonical):
    row = {"baseline_date": "2026-01-05", "forecast_date_state": "withheld"}
    status = status_of(canonical, row).iloc[0]
    assert status["state"] == status["slip_days_reason"] == "withheld"
    assert not status["overdue"]
    assert status["past_baseline"]


def test_slip_and_movement_are_working_days(canonical):
    last = {"period": "2026-09", "baseline_date": "2026-11-02", "forecast_date": "2026-11-13"}
    now = {"baseline_date": "2026-11-02", "forecast_date": "2026-11-16"}
    status = status_of(canonical, last, now).iloc[0]
    assert (status["slip_days"], status["moved_days"]) == (10, 1)
    assert status["last_forecast"] == pd.Timestamp("2026-11-13")


@pytest.mark.parametrize(
    ("earlier", "previous_period", "reason"),
    [
        (None, "2026-09", "new"),
        ({"period": "2026-08", "forecast_date": "2026-11-13"}, "2026-09", "gap"),
        ({"period": "2026-09", "forecast_date_state": "to_be_decided"}, "2026-09", "to_be_decided"),
        ({"period": "2026-09"}, "2026-09", "no_forecast"),
        ({"period": "2026-09", "forecast_date": "2026-11-13"}, None, "first_report"),
    ],
)
def test_why_a_movement_is_not_known(canonical, earlier, previous_period, reason):
    rows = [row for row in (earlier, {"forecast_date": "2026-11-16"}) if row]
    status = status_of(canonical, *rows, previous_period=previous_period).iloc[0]
    assert status["moved_days_reason"] == reason
    assert status["slip_days_reason"] == "no_baseline"


@pytest.mark.parametrize(
    ("dates", "velocity"),
    [
        (["2026-12-01"] * 4, 0.0),
        (["2026-08-14", "2026-09-14", "2026-10-14", "2026-11-14"], 1.0),
        (["2027-01-01", "2026-12-31", "2026-12-15", "2026-10-31"], -1.0),
    ],
    ids=["stable", "permanently two weeks away", "recovering"],
)
def test_velocity_is_days_of_slip_a_day_of_reporting(canonical, dates, velocity):
    rows = [{"period": m, "forecast_date": d} for m, d in zip(MONTHS, dates, strict=True)]
    assert status_of(canonical, *rows)["velocity"].item() == pytest.approx(velocity)


def test_velocity_needs_three_reports_and_an_open_milestone(canonical):
    rows = [{"period": m, "forecast_date": "2026-12-01"} for m in MONTHS[2:]]
    assert status_of(canonical, *rows)["velocity_reason"].tolist() == ["too_early"]
    met = [{**row, "actual_date": "2026-10-01"} for row in rows]
    assert status_of(canonical, *met)["velocity_reason"].tolist() == ["complete"]


def test_next_due_are_open_milestones_of_the_next_days_soonest_first(canonical):
    rows = [
        {"milestone_id": name, "forecast_date": date, "actual_date": actual}
        for name, date, actual in (
            ("M1", "2026-11-28", None),
            ("M2", "2026-10-31", None),
            ("M3", "2026-11-29", None),
            ("M4", "2026-10-30", None),
            ("M5", "2026-10-31", "2026-10-31"),
        )
    ]
    due = milestones.next_due(status_of(canonical, *rows), as_of=AS_OF)
    assert due["milestone_id"].tolist() == ["M2", "M1"]


def test_the_trend_is_the_forecast_by_report_date(canonical):
    rows = [
        {"project_id": "J1", "period": month, "forecast_date": pd.Timestamp(date)}
        for month, date in zip(MONTHS[1:], ["2026-11-02", "2026-11-30", None], strict=True)
    ]
    frame = canonical(milestones=rows)["milestones"]
    trend = milestones.milestone_trend(frame, project_ids=["J1"])
    assert trend["report_date"].dt.strftime("%m-%d").tolist() == ["08-31", "09-30"]
    assert milestones.milestone_trend(frame, project_ids=["J2"]).empty
    assert milestones.milestone_trend(frame, project_ids=["J1"], last_n=2)["period"].tolist() == [
        "2026-09"
    ]


def test_the_summary_counts_hits_only_of_what_was_due(canonical):
    rows = [
        {"milestone_id": "M1", "baseline_date": "2026-10-05", "actual_date": "2026-10-02"},
        {"milestone_id": "M2", "baseline_date": "2026-10-05", "actual_date": "2026-10-09"},
        {"milestone_id": "M3", "baseline_date": "2026-10-05", "forecast_date": "2026-11-09"},
        {"milestone_id": "M4", "baseline_date": "2026-12-07", "forecast_date": "2026-12-07"},
    ]
    row = milestones.slip_summary(status_of(canonical, *rows), as_of=AS_OF, by=None).iloc[0]
    assert row[["n", "n_met", "n_met_late", "n_late", "n_due", "n_hit"]].tolist() == [
        4,
        2,
        1,
        1,
        3,
        1,
    ]
    assert row["hit_rate"] == pytest.approx(1 / 3)
    assert (row["worst_slip"], row["worst_milestone"]) == (25, "Go-live")
    later = status_of(canonical, rows[3])
    early = milestones.slip_summary(later, as_of=AS_OF).iloc[0]
    assert early["hit_rate_reason"] == "none_due"
