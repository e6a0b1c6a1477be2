"""What the office knew of its own work when, and whose words stand where."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]

ADDED_TO = {
    "service_requests": "raised",
    "data_requests": "asked",
    "timesheets": "submitted",
    "report_reads": "issued",
}
"""Tables that grow every month, with the column that says when."""

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


def test_what_happens_in_a_month_is_first_known_at_its_end(snapshots: Snapshots) -> None:
    for earlier, later in pairwise(snapshots):
        begin = pd.Period(later).start_time
        for name, column in ADDED_TO.items():
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
