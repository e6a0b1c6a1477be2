"""Data quality: everything is counted once, and old data are named."""

import pandas as pd

from pmo_lib.analytics import data_quality, rag

AS_OF = pd.Timestamp("2026-10-31")


def test_what_stands_in_a_column_is_counted_once(canonical):
    states = ["withheld", "withheld", "unreadable", "to_be_decided"]
    projects = [{"project_id": f"J{at}", "budget_state": s} for at, s in enumerate(states)]
    projects += [{"project_id": "J8", "budget": 1.0}, {"project_id": "J9"}]
    projects += [{"project_id": "J7", "lifecycle": "complete"}]
    tables = canonical(projects=projects)
    frame = data_quality.data_quality(tables, period="2026-10", as_of=AS_OF, cadence="month")
    row = frame.set_index(["table_name", "column"]).loc[("projects", "budget")]
    parts = ["n_present", "n_missing", "n_withheld", "n_unreadable", "n_other_state"]
    assert row[parts].tolist() == [1, 1, 2, 1, 1]
    assert row["n_rows"] == 6
    assert (frame["n_rows"] == frame[parts].sum(axis=1)).all()


def test_freshness_goes_by_the_latest_report_not_the_newest_date(canonical):
    days = {"2026-09": "2026-09-28", "2026-10": "2026-08-10"}
    tables = canonical(
        projects=[{"project_id": "J1"}, {"project_id": "J2"}],
        status_reports=[
            {"project_id": "J1", "period": m, "rating": "green", "data_as_of": pd.Timestamp(d)}
            for m, d in days.items()
        ],
        progress=[{"project_id": "J2", "period": "2026-08", "actual_cost": 1.0}],
    )
    frame = data_quality.freshness(tables, period="2026-10", as_of=AS_OF, cadence="month")
    rows = frame.set_index("table_name")
    assert rows.loc["status_reports", ["age_days", "stale"]].tolist() == [82, True]
    assert rows.loc["progress", ["age_days", "n_projects"]].tolist() == [61, 1]
    assert "milestones" not in rows.index


def test_reporting_counts_who_reported_and_who_was_late(canonical):
    sent = {"J1": "2026-11-06", "J2": "2026-11-10", "J3": None}
    tables = canonical(
        projects=[{"project_id": name} for name in sent],
        status_reports=[
            {"project_id": name, "rating": "green", "submitted": pd.Timestamp(day)}
            for name, day in sent.items()
            if day
        ],
    )
    reports = tables["status_reports"]
    at = {"period": "2026-10", "as_of": AS_OF}
    ratings = rag.project_ratings(reports, tables["projects"], cadence="month", **at)
    row = data_quality.reporting(ratings, reports, **at).iloc[0]
    assert row[["n_projects", "n_reported", "n_not_reported", "n_late"]].tolist() == [3, 2, 1, 1]


def test_a_state_that_was_sent_counts_as_reported(canonical):
    sent = {"J1": {"rating": "red"}, "J2": {"rating_state": "reset"}}
    sent |= {"J3": {"rating_state": "withheld"}, "J4": {}}
    tables = canonical(
        projects=[{"project_id": name} for name in (*sent, "J5")],
        status_reports=[{"project_id": name, **row} for name, row in sent.items()],
    )
    reports, at = tables["status_reports"], {"period": "2026-10", "as_of": AS_OF}
    ratings = rag.project_ratings(reports, tables["projects"], cadence="month", **at)
    row = data_quality.reporting(ratings, reports, **at).iloc[0]
    parts = row[["n_reported", "n_withheld", "n_not_reported"]]
    assert parts.tolist() == [3, 1, 1]
    assert (row["n_unrated"], parts.sum()) == (2, row["n_projects"])


def test_rejects_are_counted_by_place_and_rule_most_first(canonical):
    rows = [
        {"reject_id": f"R{at}", "project_id": "J1", "column_name": column, "raw": f"raw {at}"}
        for at, column in enumerate(["manager_eac", "actual_cost", "actual_cost"])
    ]
    frame = data_quality.rejects_summary(canonical(rejects=rows)["rejects"])
    assert frame[["column_name", "n", "raw"]].to_numpy().tolist() == [
        ["actual_cost", 2, "raw 1"],
        ["manager_eac", 1, "raw 0"],
    ]
