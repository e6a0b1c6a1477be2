"""Fingerprints of slices: they differ exactly where the slices do, and cost no cutting."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.contract import EDITIONS
from pmo_lib.tables.store import Cutter, Store
from pmo_lib.tables.store.marks import row_marks

AT = datetime(2026, 11, 1, tzinfo=UTC)
SLICES = [
    *(("client", id_) for id_ in "ABC"),
    *(("programme", id_) for id_ in ("P1", "P2")),
    ("portfolio", ""),
]


@pytest.fixture
def hashes(tmp_path):
    """Fingerprint and content hash of every slice of the latest period."""

    def of(store):
        cutter = Cutter(store)
        return {
            (level, id_, edition): (
                cutter.fingerprint(level, id_, edition),
                cutter.cut(level, id_, edition).write(tmp_path / "slice"),
            )
            for level, id_ in SLICES
            for edition in EDITIONS
        }

    return of


def changed(before, after):
    """Slices that differ, by fingerprint and by content, which must be the same."""
    by = [{key for key in before if before[key][n] != after[key][n]} for n in (0, 1)]
    assert by[0] == by[1]
    return by[0]


def load(office, tables):
    office.write("office", date(2026, 10, 31), tables, loaded_at=AT)


@pytest.fixture
def tables(office):
    """Give the tables of the latest period as they were loaded."""
    latest = office.snapshots()[-1]
    return {part.table: office.read_snapshot(latest.name, part.table) for part in latest.parts}


def test_the_same_rows_have_the_same_fingerprints_and_the_same_bytes(office, hashes):
    before = hashes(office)
    assert changed(before, hashes(office)) == set()
    assert len({one for one, _ in before.values()}) == len({one for _, one in before.values()})


def test_loading_the_same_again_changes_no_state_and_no_slice(office, hashes, tables):
    before, state = hashes(office), office.state()
    load(office, tables)
    assert office.state() == state
    assert changed(before, hashes(office)) == set()


def test_a_changed_project_changes_its_clients_its_programmes_and_the_portfolio_alone(
    office, hashes, tables
):
    before, state = hashes(office), office.state()
    projects = tables["projects"]
    is_j1 = projects["project_id"] == "J1"
    tables["projects"] = projects.assign(lifecycle=projects["lifecycle"].mask(is_j1, "complete"))
    load(office, tables)
    links = tables["project_programmes"]
    programmes = set(links.loc[links["project_id"] == "J1", "programme_id"])
    expected = {("client", "A"), ("portfolio", "")} | {("programme", id_) for id_ in programmes}
    assert {(level, id_) for level, id_, _ in changed(before, hashes(office))} == expected
    assert office.state() != state


def test_a_changed_note_that_only_the_internal_edition_sees_changes_no_other(
    office, hashes, tables
):
    before = hashes(office)
    tables["projects"] = tables["projects"].assign(internal_note="another")
    load(office, tables)
    found = changed(before, hashes(office))
    assert found
    assert {edition for _, _, edition in found} == {"internal"}


def test_the_state_changes_with_a_decision_on_what_is_the_same(office, tmp_path):
    office = Store(office.root, tmp_path / "aliases")
    state = office.state()
    office.aliases.mkdir()
    (office.aliases / "made-up.yml").write_text("projects: []\n")
    assert office.state() != state


VALUES = st.one_of(st.none(), st.text(max_size=3))


@given(st.lists(st.tuples(VALUES, st.none() | st.integers(-2, 2)), min_size=1, max_size=8))
def test_rows_have_one_mark_exactly_where_they_are_equal(rows):
    names, numbers = zip(*rows, strict=True)
    table = pa.table({"a": pa.array(names, pa.string()), "b": pa.array(numbers, pa.float64())})
    marks = row_marks(table)
    for one in range(len(rows)):
        for other in range(one):
            assert (marks[one] == marks[other]) == (rows[one] == rows[other])


def test_marks_do_not_depend_on_how_rows_lie_in_memory():
    rows = pd.DataFrame({"a": ["x", None, "y"], "day": pd.to_datetime(["2026-01-01", None, None])})
    whole = pa.Table.from_pandas(rows)
    apart = pa.concat_tables([whole.slice(0, 1), whole.slice(1)])
    assert np.array_equal(row_marks(whole), row_marks(apart))
    assert np.array_equal(row_marks(whole)[[2, 0]], row_marks(whole.take([2, 0])))
