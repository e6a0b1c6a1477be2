"""What holds over all tables of all snapshots: references, what was known when, whose words."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest

from pmo_lib.tables.schemas import TABLES

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]

HAPPENED = {
    "service_requests": ["raised", "acknowledged", "closed"],
    "request_pauses": ["started", "ended"],
    "surveys": ["opened", "closed"],
    "feedback": ["submitted", "actioned", "told"],
    "report_reads": ["issued", "opened"],
    "data_requests": ["asked", "answered"],
    "savings": ["validated"],
    "saving_stages": ["reached"],
    "initiatives": ["actual_start", "actual_finish"],
    "maturity_assessments": ["assessed"],
    "timesheets": ["submitted", "approved"],
    "role_demands": ["raised"],
    "people": ["joined", "left"],
    "services": ["valid_from", "valid_to"],
}
"""Columns of days and instants that have happened where they are given."""

LASTING = {
    "service_requests": "request_id",
    "surveys": "survey_id",
    "feedback": "response_id",
    "report_reads": "read_id",
    "data_requests": "request_id",
    "savings": "saving_id",
    "initiatives": "initiative_id",
    "people": "person_id",
}
"""Tables whose rows stay once they are known, with their id."""

MOVING = {
    *("state", "stage", "amount", "baseline_amount_state", "start", "finish"),
    *("theme", "action", "action_owner_id"),
}
"""Columns of lasting rows whose values may change, not only appear."""


def own_id(table: str) -> str:
    """Name of the first key column that holds no other table's id."""
    schema = TABLES[table]
    return next(name for name in schema.key_columns() if name not in schema.references())


@pytest.mark.parametrize("month", range(5, 11))
def test_every_id_stands_in_the_table_that_it_refers_to(snapshots: Snapshots, month: int) -> None:
    tables = snapshots[f"2026-{month:02d}"]
    checked = 0
    for name, frame in tables.items():
        for column, referred in TABLES[name].references().items():
            ids = set(frame[column].dropna())
            if ids:
                assert ids <= set(tables[referred][own_id(referred)]), (name, column)
                checked += 1
    assert checked > 40


@pytest.mark.parametrize("month", range(5, 11))
def test_nothing_has_happened_after_the_snapshots_day(snapshots: Snapshots, month: int) -> None:
    period = f"2026-{month:02d}"
    after = pd.Period(period).end_time.normalize() + pd.Timedelta(days=1)
    for name, columns in HAPPENED.items():
        for column in columns:
            days = snapshots[period][name][column].dropna()
            assert (days < after).all(), (name, column)


def test_what_happens_in_a_month_is_first_known_at_its_end(snapshots: Snapshots) -> None:
    for earlier, later in pairwise(snapshots):
        begin = pd.Period(later).start_time
        for name in ("service_requests", "data_requests", "timesheets", "report_reads"):
            column = HAPPENED[name][0]
            assert snapshots[later][name][column].max() >= begin, name
            assert snapshots[earlier][name][column].max() < begin, name


@pytest.mark.parametrize("name", LASTING)
def test_rows_that_are_known_stay_and_values_that_are_given_do_not_change(
    snapshots: Snapshots, name: str
) -> None:
    for earlier, later in pairwise(snapshots.values()):
        old = earlier[name].set_index(LASTING[name])
        new = later[name].set_index(LASTING[name])
        assert old.index.isin(new.index).all()
        both = new.reindex(old.index)
        for column in set(old.columns) - MOVING:
            given = old[column].notna()
            assert (old[column][given] == both[column][given]).all(), column


def test_a_clients_word_stands_in_its_own_rows_alone(now: Tables) -> None:
    words = now["stories"].query("kind == 'canary'").set_index("client_id")["expectation"]
    owner = dict(zip(words, words.index, strict=True))
    pattern = re.compile("|".join(words))
    quoted = 0
    for name, frame in now.items():
        if name in ("stories", "projects") or "client_id" not in frame:
            continue
        for column in frame.select_dtypes(include=["object", "str"]):
            found = frame[column].dropna().str.extract(f"({pattern.pattern})")[0].dropna()
            assert (found.map(owner) == frame.loc[found.index, "client_id"]).all(), (name, column)
            quoted += len(found)
    assert quoted > 100


def test_no_text_names_a_client(now: Tables) -> None:
    texts: set[str] = set()
    for name, frame in now.items():
        if name not in ("clients", "stories"):
            for column in frame.select_dtypes(include=["object", "str"]):
                texts |= set(frame[column].dropna().unique())
    everything = "\n".join(text for text in texts if " " in text)
    names = now["clients"]["name"]
    assert [name for name in names[names.str.len() >= 8] if name in everything] == []
