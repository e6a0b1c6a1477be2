"""What holds for every table: references, what was known when, words that may not stand there."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from pmo_lib.tables import sample
from pmo_lib.tables.sample.calendars import OF_CURRENCY, working_days
from pmo_lib.tables.schemas import TABLES

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]

SEEN = ("2026-05", "2026-09", "2026-10")
REFERENCES = [
    (name, column, target)
    for name, schema in TABLES.items()
    for column, target in schema.references().items()
]
OF_CONTROLS = {
    "activities": ["actual_start"],
    "risks": ["raised", "reviewed", "closed"],
    "issues": ["raised", "closed"],
    "change_requests": ["raised", "decided"],
    "decisions": ["raised", "decided"],
    "actions": ["raised", "closed"],
    "lessons": ["raised", "applied"],
    "deliverables": ["submitted", "accepted"],
    "dependencies": ["met"],
    "overrides": ["approved"],
    "tolerances": ["agreed"],
    "gate_reviews": ["reviewed", "conditions_met"],
    "standard_checks": ["checked"],
    "standards": ["measured"],
    "project_stops": ["started", "ended"],
    "maturity_assessments": ["assessed"],
    "fx_rates": ["day"],
}
OF_OFFICE = {
    "service_requests": ["raised", "acknowledged", "closed"],
    "request_pauses": ["started", "ended"],
    "surveys": ["opened", "closed"],
    "feedback": ["submitted", "actioned", "told"],
    "report_reads": ["issued", "opened"],
    "data_requests": ["asked", "answered"],
    "savings": ["validated"],
    "saving_stages": ["reached"],
    "initiatives": ["actual_start", "actual_finish"],
    "timesheets": ["submitted", "approved"],
    "role_demands": ["raised"],
    "people": ["joined", "left"],
    "services": ["valid_from", "valid_to"],
}
HAPPENED = OF_CONTROLS | OF_OFFICE
"""Dates of what has happened: never after the day of the snapshot, nor after the row's period."""


def own_id(target: str) -> str:
    return next(
        key
        for key in TABLES[target].key_columns()
        if key.endswith("_id") and (key != "project_id" or target == "projects")
    )


def ids(frame: pd.DataFrame, project: str, column: str) -> pd.MultiIndex:
    rows = frame[[project, column]].dropna().drop_duplicates()
    return pd.MultiIndex.from_frame(rows, names=["project", "id"])


@pytest.mark.parametrize("period", SEEN)
@pytest.mark.parametrize(("name", "column", "target"), REFERENCES)
def test_every_reference_is_to_a_row_of_the_same_snapshot(
    snapshots: Snapshots, period: str, name: str, column: str, target: str
) -> None:
    tables = snapshots[period]
    frame = tables[name]
    of_project = "project_id" in TABLES[target].key_columns() and target != "projects"
    if of_project:
        project = "other_project_id" if column.startswith("other_") else "project_id"
        known = ids(tables[target], "project_id", own_id(target))
        assert not len(ids(frame, project, column).difference(known))
    else:
        assert set(frame[column].dropna()) <= set(tables[target][own_id(target)])


@pytest.mark.parametrize("period", SEEN)
def test_an_action_is_about_an_entry_that_is_on_record(snapshots: Snapshots, period: str) -> None:
    tables = snapshots[period]
    registers = {
        "risk": ("risks", "risk_id"),
        "issue": ("issues", "issue_id"),
        "change_request": ("change_requests", "change_request_id"),
        "decision": ("decisions", "decision_id"),
        "lesson": ("lessons", "lesson_id"),
        "gate_review": ("gate_reviews", "gate"),
    }
    for about, (table, column) in registers.items():
        actions = tables["actions"].query("about == @about")
        assert len(actions), about
        known = ids(tables[table], "project_id", column)
        assert not len(ids(actions, "project_id", "about_id").difference(known)), about


@pytest.mark.parametrize("period", SEEN)
@pytest.mark.parametrize("name", HAPPENED)
def test_what_has_happened_is_dated_no_later_than_the_snapshot_and_its_own_period(
    snapshots: Snapshots, period: str, name: str
) -> None:
    frame = snapshots[period][name]
    latest = pd.Timestamp(pd.Period(period).end_time.date()) + pd.Timedelta(days=1)
    for column in HAPPENED[name]:
        assert frame[column].max() < latest, column
        if "period" in frame and name != "report_reads":  # a report is issued after its period
            end = frame["period"].map({p: pd.Period(p).end_time for p in frame["period"].unique()})
            assert not (frame[column] > end).any(), column


@pytest.mark.parametrize("name", sorted(set(OF_CONTROLS) - {"fx_rates", "standards"}))
def test_later_snapshots_keep_what_happened_and_know_more(snapshots: Snapshots, name: str) -> None:
    early, late = snapshots["2026-05"][name], snapshots["2026-10"][name]
    assert len(late) > len(early) or name == "maturity_assessments"
    keys = TABLES[name].key_columns()
    happened = [column for column in HAPPENED[name] if column not in (*keys, "reviewed")]
    both = early.merge(late, on=keys, suffixes=("", "_later"))
    if name not in ("activities", "gate_reviews", "standard_checks"):
        assert len(both) == len(early)
    for column in happened:
        told = both[both[column].notna()]
        assert (told[column] == told[f"{column}_later"]).all(), column


REPORTED = [
    *("progress", "status_reports", "overrides", "tolerances", "milestones", "deliverables"),
    *("risks", "issues", "dependencies", "change_requests", "decisions", "actions", "lessons"),
]


@pytest.mark.parametrize("name", REPORTED)
def test_rows_by_period_are_of_periods_in_which_the_project_reported(
    now: Tables, name: str
) -> None:
    reported = pd.MultiIndex.from_frame(now["progress"][["project_id", "period"]])
    rows = pd.MultiIndex.from_frame(now[name][["project_id", "period"]].drop_duplicates())
    assert len(rows)
    assert not len(rows.difference(reported))


def test_tables_have_as_many_rows_as_the_package_says(now: Tables) -> None:
    told = re.findall(r"^``(\w+)`` +(abt\. )?(\d+)  ", sample.__doc__ or "", re.MULTILINE)
    assert {name for name, _, _ in told} == set(now)
    for name, about, rows in told:
        exact = len(now[name]) == int(rows)
        assert exact or (about and abs(len(now[name]) / int(rows) - 1) < 0.05), name


def texts(frame: pd.DataFrame) -> set[str]:
    found: set[str] = set()
    for column in frame.select_dtypes(include=["object", "str"]):
        found |= set(frame[column].dropna().unique())
    return found


NEW = (
    *("risks", "issues", "change_requests", "decisions", "actions", "lessons", "deliverables"),
    *("dependencies", "overrides", "tolerances", "gate_reviews", "standard_checks", "standards"),
    *("project_stops", "activities", "schedules", "schedule_resources"),
)


def test_no_text_of_a_project_names_a_client_or_holds_a_canary_word(now: Tables) -> None:
    everything = "\n".join(sorted(set().union(*(texts(now[name]) for name in NEW)))).lower()
    words = now["stories"].query("kind == 'canary'")["expectation"].str.lower()
    names = now["clients"]["name"].str.lower()
    assert [word for word in (*words, *names) if word in everything] == []


def test_every_money_of_a_withheld_project_is_withheld(now: Tables) -> None:
    hidden = set(now["projects"].query("budget_state == 'withheld'")["project_id"])
    for name in NEW:
        rows = now[name]
        if "project_id" not in rows or "currency" not in rows:
            continue
        units = TABLES[name].to_schema().columns
        money = [c for c in rows if units[c].metadata["unit"] == "currency"]
        here = rows[rows["project_id"].isin(hidden)]
        assert here[money].isna().all(axis=None), name
    risks = now["risks"][now["risks"]["project_id"].isin(hidden)]
    assert (risks["cost_likely_state"] == "withheld").any()


def test_money_is_in_the_currency_of_its_project(now: Tables) -> None:
    currency = now["projects"].set_index("project_id")["currency"]
    for name in NEW:
        rows = now[name]
        if "project_id" in rows and "currency" in rows:
            given = rows.dropna(subset=["currency"])
            assert (given["currency"] == given["project_id"].map(currency)).all(), name


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("risks", ["raised", "due", "proximity_date"]),
        ("issues", ["raised", "due"]),
        ("change_requests", ["raised", "due"]),
        ("decisions", ["raised", "needed_by"]),
        ("actions", ["raised", "due"]),
        ("deliverables", ["baseline_date", "submitted"]),
        ("gate_reviews", ["planned", "conditions_due"]),
        ("dependencies", ["needed_by"]),
    ],
)
def test_people_date_things_on_days_that_their_calendar_works(
    now: Tables, name: str, columns: list[str]
) -> None:
    currency = now["projects"].set_index("project_id")["currency"]
    rows = now[name]
    calendar = rows["project_id"].map(currency).map(OF_CURRENCY).to_numpy()
    for column in columns:
        known = rows[column].notna().to_numpy()
        day = rows[column].to_numpy().astype("datetime64[D]").astype(float)[known]
        worked = working_days().on_or_before(calendar[known], day) == day
        assert np.mean(worked) > 0.985, column
