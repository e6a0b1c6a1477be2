"""Changes: applied to what was there before, they give what is there after."""

import warnings
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_lib.errors import StoreError
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Store
from pmo_lib.tables.store.changes import difference

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
KEYS = ["project_id", "milestone_id", "period"]

_ROW = st.fixed_dictionaries(
    {
        "name": st.sampled_from([None, "Go-live", ""]),
        "key": st.sampled_from([None, True, False]),
        "baseline_date": st.sampled_from([None, "2026-03-31", "2026-04-01"]),
        "actual_date": st.sampled_from([None, "2026-03-31"]),
    }
)
_ROWS = st.dictionaries(
    st.tuples(st.sampled_from(["J1", "J2"]), st.sampled_from(["M1", "M2"]), st.just("2026-03")),
    _ROW,
    max_size=4,
)


def _milestones(rows: dict) -> pd.DataFrame:
    given_rows = [dict(zip(KEYS, key, strict=True)) | row for key, row in rows.items()]
    if not given_rows:
        return TABLES["milestones"].without_rows()
    frame = pd.DataFrame(given_rows, columns=[*KEYS, "name", "key", "baseline_date", "actual_date"])
    for column in ("baseline_date", "actual_date"):
        frame[column] = pd.to_datetime(frame[column])
    return TABLES["milestones"].check(frame.assign(key=frame["key"].astype("boolean")))


def _applied(changes: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Follow a list of changes, line by line."""
    rows = {tuple(row[key] for key in KEYS): row for row in before.to_dict("records")}
    for line in changes.to_dict("records"):
        key = tuple(line[name] for name in KEYS)
        if line["change"] == "removed":
            rows.pop(key, None)
        else:
            row = rows.setdefault(key, dict(zip(KEYS, key, strict=True)))
            if pd.notna(line["column"]):
                row[line["column"]] = line["after"]
    frame = pd.DataFrame(list(rows.values()), columns=before.columns, dtype=object)
    return TABLES["milestones"].check(frame.astype(before.dtypes))


@settings(max_examples=60, deadline=None)
@given(before=_ROWS, after=_ROWS)
def test_changes_applied_to_the_rows_before_give_the_rows_after(before, after):
    one, other = _milestones(before), _milestones(after)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        changes = difference(one, other, KEYS)
    pd.testing.assert_frame_equal(_applied(changes, one), other)


@settings(max_examples=40, deadline=None)
@given(before=_ROWS, after=_ROWS)
def test_a_line_tells_of_a_difference_and_each_difference_has_one_line(before, after):
    lines = difference(_milestones(before), _milestones(after), KEYS).to_dict("records")
    assert all(line["before"] != line["after"] or pd.isna(line["column"]) for line in lines)
    named = [(*(line[key] for key in KEYS), line["column"]) for line in lines]
    assert len(set(named)) == len(named)
    assert {tuple(name[:3]) for name in named} == {
        key for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    }


@settings(max_examples=20, deadline=None)
@given(rows=_ROWS)
def test_equal_rows_have_no_changes(rows):
    changes = difference(_milestones(rows), _milestones(rows), KEYS)
    assert changes.empty
    assert list(changes.columns) == [*KEYS, "change", "column", "before", "after"]


def test_a_missing_value_equals_a_missing_value_of_every_dtype():
    rows = _milestones({("J1", "M1", "2026-03"): dict.fromkeys(("name", "key", "baseline_date"))})
    assert difference(rows, rows.copy(), KEYS).empty


def test_values_are_told_as_what_they_are():
    row = {"name": "Go-live", "key": None, "baseline_date": "2026-03-31", "actual_date": None}
    one = _milestones({("J1", "M1", "2026-03"): row})
    other = _milestones({("J1", "M1", "2026-03"): row | {"key": True, "baseline_date": None}})
    found = difference(one, other, KEYS)
    assert found["before"].dtype == found["after"].dtype == object
    found = found.set_index("column")
    assert found.loc["key", ["before", "after"]].tolist() == [None, True]
    assert found.loc["baseline_date", ["before", "after"]].tolist() == [
        pd.Timestamp("2026-03-31"),
        None,
    ]


def test_a_row_without_values_that_is_added_or_removed_has_one_line_without_a_column():
    bare = _milestones({("J1", "M1", "2026-03"): {"name": None}})
    none = _milestones({})
    for one, other, kind in ((none, bare, "added"), (bare, none, "removed")):
        (line,) = difference(one, other, KEYS).to_dict("records")
        assert (line["change"], line["before"], line["after"]) == (kind, None, None)
        assert pd.isna(line["column"])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store of two months, with a correction of the first."""
    made = Store.create(tmp_path / "store")
    loads = [(MARCH, 1, 10.0), (APRIL, 2, 12.0), (MARCH, 3, 12.0)]
    for day, hour, budget in loads:
        rows = pd.DataFrame({"project_id": ["J1"], "lifecycle": "live", "budget": budget})
        progress = pd.DataFrame({"project_id": "J1", "period": [f"{day:%Y-%m}"]})
        tables = {"projects": rows, "progress": progress.assign(earned_value=budget)}
        made.write("s", day, tables, loaded_at=datetime(2026, 5, 1, hour, tzinfo=UTC))
    return made


def test_changes_between_two_days_are_those_of_what_is_known_of_both(store):
    known = datetime(2026, 5, 1, 2, tzinfo=UTC)
    (line,) = store.changes("projects", MARCH, APRIL, known_by=known).to_dict("records")
    assert (line["project_id"], line["change"], line["column"]) == ("J1", "changed", "budget")
    assert (line["before"], line["after"]) == (10.0, 12.0)
    assert store.changes("projects", MARCH, APRIL).empty


def test_a_period_that_is_reported_for_the_first_time_is_added(store):
    found = store.changes("progress", MARCH, APRIL)
    assert found[["period", "change", "column", "after"]].to_numpy().tolist() == [
        ["2026-04", "added", "earned_value", 12.0]
    ]


def test_changes_backwards_swap_before_and_after(store):
    known = datetime(2026, 5, 1, 2, tzinfo=UTC)
    forth = store.changes("projects", MARCH, APRIL, known_by=known)
    back = store.changes("projects", APRIL, MARCH, known_by=known)
    swapped = {"before": "after", "after": "before"}
    pd.testing.assert_frame_equal(back, forth.rename(columns=swapped)[forth.columns])


def test_changes_of_an_unknown_table_name_the_nearest(store):
    with pytest.raises(StoreError, match="did you mean 'projects'"):
        store.changes("project", MARCH, APRIL)
