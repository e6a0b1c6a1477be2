"""The store: immutable, atomic, and true to what was known when."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_lib.errors import SchemaError, StoreError
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Store

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


def _at(hour: int) -> datetime:
    return datetime(2026, 5, 1, hour, tzinfo=UTC)


def _clients(**names: str) -> dict[str, pd.DataFrame]:
    return {"clients": pd.DataFrame({"client_id": list(names), "name": list(names.values())})}


def _progress(period: str, **earned: float) -> dict[str, pd.DataFrame]:
    rows = {"project_id": list(earned), "period": period, "earned_value": list(earned.values())}
    return {"progress": pd.DataFrame(rows)}


def _names(store: Store, **when: object) -> dict[str, str]:
    rows = store.read("clients", **when)  # type: ignore[arg-type]
    return dict(zip(rows["client_id"], rows["name"], strict=True))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def test_what_is_read_is_what_the_schema_made_of_what_was_written(office, office_tables):
    given_tables = office_tables(date(2026, 10, 31))
    for name in ("clients", "projects", "project_clients", "people", "rejects"):
        pd.testing.assert_frame_equal(office.read(name), TABLES[name].check(given_tables[name]))


def test_a_nullable_boolean_keeps_its_three_values(store):
    rows = pd.DataFrame(
        {"project_id": ["J1", "J2", "J3"], "milestone_id": "M", "period": "2026-03"}
    ).assign(key=pd.array([True, False, None], dtype="boolean"))
    store.write("s", MARCH, {"milestones": rows}, loaded_at=_at(1))
    pd.testing.assert_series_equal(store.read("milestones")["key"], rows["key"])


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_table_that_no_source_has_is_empty_with_its_columns(store, table):
    rows = store.read(table)
    assert list(rows.columns) == TABLES[table].columns()
    assert rows.empty


def test_opening_where_no_store_is_says_how_to_make_one(tmp_path):
    with pytest.raises(StoreError, match=r"no store in .*pmo load.*pmo sample"):
        Store.open(tmp_path)


def test_a_store_of_another_version_is_refused(store):
    (store.root / "store.json").write_text('{"format": "pmo-store", "version": 99}')
    with pytest.raises(StoreError, match=r"another version: expected .* 2.*, found .* 99"):
        Store.open(store.root)


def test_a_damaged_marker_is_an_error_of_the_store(store):
    (store.root / "store.json").write_text("{")
    with pytest.raises(StoreError, match=r"store\.json cannot be read"):
        Store.open(store.root)


def test_a_store_is_not_made_among_other_files(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear sponsor")
    with pytest.raises(StoreError, match="not a store and not an empty folder"):
        Store.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_making_a_store_where_one_is_opens_it(store):
    store.write("s", MARCH, _clients(A="Alpha"), loaded_at=_at(1))
    assert _names(Store.create(store.root)) == {"A": "Alpha"}


def test_rows_of_the_latest_snapshot_at_or_before_the_day_are_read(store):
    store.write("s", MARCH, _clients(A="Alpha"), loaded_at=_at(1))
    store.write("s", APRIL, _clients(B="Beta"), loaded_at=_at(2))
    assert _names(store, as_of=date(2026, 3, 30)) == {}
    assert _names(store, as_of=MARCH) == _names(store, as_of=date(2026, 4, 29)) == {"A": "Alpha"}
    assert _names(store, as_of=APRIL) == _names(store) == {"B": "Beta"}


def test_a_correction_supersedes_and_what_was_known_before_it_stays(store):
    store.write("s", MARCH, _clients(A="Alhpa"), loaded_at=_at(1))
    store.write("s", MARCH, _clients(A="Alpha"), loaded_at=_at(3))
    assert _names(store) == {"A": "Alpha"}
    assert _names(store, known_by=_at(2)) == {"A": "Alhpa"}
    assert _names(store, known_by=_at(0)) == {}


def test_a_source_supersedes_only_itself(store):
    store.write("one", MARCH, _clients(A="Alpha"), loaded_at=_at(1))
    store.write("two", APRIL, _clients(B="Beta"), loaded_at=_at(2))
    assert _names(store, as_of=APRIL) == {"A": "Alpha", "B": "Beta"}
    store.write("two", APRIL, _clients(C="Gamma"), loaded_at=_at(3))
    assert _names(store, as_of=APRIL) == {"A": "Alpha", "C": "Gamma"}


def test_a_correction_of_an_earlier_day_reaches_later_days_that_rest_on_it(store):
    store.write("one", MARCH, _clients(A="Alhpa"), loaded_at=_at(1))
    store.write("two", APRIL, _clients(B="Beta"), loaded_at=_at(2))
    store.write("one", MARCH, _clients(A="Alpha"), loaded_at=_at(3))
    assert _names(store, as_of=APRIL) == {"A": "Alpha", "B": "Beta"}
    assert _names(store, as_of=APRIL, known_by=_at(2)) == {"A": "Alhpa", "B": "Beta"}


def test_tables_of_periods_accumulate_and_the_later_snapshot_wins(store):
    store.write("s", MARCH, _progress("2026-03", J1=1, J2=2), loaded_at=_at(1))
    both = pd.concat(
        [_progress("2026-03", J1=9)["progress"], _progress("2026-04", J1=3)["progress"]]
    )
    store.write("s", APRIL, {"progress": both}, loaded_at=_at(2))
    found = store.read("progress").set_index(["project_id", "period"])["earned_value"].to_dict()
    assert found == {("J1", "2026-03"): 9, ("J2", "2026-03"): 2, ("J1", "2026-04"): 3}
    assert len(store.read("progress", as_of=MARCH)) == 2


_LOADS = st.lists(
    st.tuples(
        st.sampled_from(["one", "two"]),
        st.integers(1, 4),
        st.dictionaries(st.sampled_from(["J1", "J2", "J3"]), st.integers(0, 9), max_size=3),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(loads=_LOADS, day=st.integers(1, 5), known=st.integers(0, 6))
def test_reading_equals_replaying_the_loads_by_hand(tmp_path_factory, loads, day, known):
    """Per source and day the last load counts; of one key the later day, then the later load."""
    store = Store.create(tmp_path_factory.mktemp("s") / "store")
    for hour, (source, number, earned) in enumerate(loads):
        rows = _progress("2026-03", **earned)
        store.write(source, date(2026, 3, number), rows, loaded_at=_at(hour))
    last = {}
    for hour, (source, number, earned) in enumerate(loads):
        if hour <= known and number <= day and last.get((source, number), (0, 0, {}))[2] != earned:
            last[source, number] = (number, hour, earned)
    expected: dict[str, int] = {}
    for _, _, earned in sorted(last.values(), key=lambda load: load[:2]):
        expected |= earned
    rows = store.read("progress", as_of=date(2026, 3, day), known_by=_at(known))
    assert dict(zip(rows["project_id"], rows["earned_value"], strict=True)) == expected


def test_the_same_rows_again_add_no_snapshot(store):
    first = store.write("s", MARCH, _clients(A="Alpha"), loaded_at=_at(1))
    assert store.write("s", MARCH, _clients(A="Alpha"), loaded_at=_at(2)) == first
    assert [snapshot.name for snapshot in store.snapshots()] == [first] == ["2026-03-31/0001"]


def test_equal_rows_have_equal_bytes_in_every_store(tmp_path):
    stores = [Store.create(tmp_path / name) for name in ("one", "two")]
    for number, store in enumerate(stores):
        store.write("s", MARCH, _clients(A="Alpha", B="Beta"), loaded_at=_at(number))
    first, second = (
        {p.relative_to(s.root): p.read_bytes() for p in (s.root / "parts").rglob("*.parquet")}
        for s in stores
    )
    assert first == second
    assert len(first) == 1


def test_rows_that_break_their_schema_write_nothing(store):
    broken = {"programmes": pd.DataFrame({"programme_id": ["P 1"], "name": ["One"]})}
    with pytest.raises(SchemaError, match="programmes"):
        store.write("s", MARCH, _clients(A="Alpha") | broken, loaded_at=_at(1))
    assert not (store.root / "parts").exists()
    assert store.snapshots() == []


def _only_part(store: Store) -> Path:
    (part,) = (store.root / "parts").rglob("*.parquet")
    return part


def test_a_changed_byte_in_a_part_is_found(store):
    store.write("s", MARCH, _clients(A="Alpha"), loaded_at=_at(1))
    content = bytearray(_only_part(store).read_bytes())
    content[len(content) // 2] ^= 1
    _only_part(store).write_bytes(content)
    with pytest.raises(StoreError, match=r"parts/s/clients/\w+\.parquet is damaged: expected"):
        store.read("clients")


def test_a_missing_part_is_found(store):
    store.write("s", MARCH, _clients(A="Alpha"), loaded_at=_at(1))
    _only_part(store).unlink()
    with pytest.raises(StoreError, match=r"parts/s/clients/\w+\.parquet cannot be read"):
        store.read("clients")


def test_an_unknown_table_names_the_nearest(store):
    with pytest.raises(StoreError, match="did you mean 'clients'"):
        store.read("client")
    with pytest.raises(StoreError, match="did you mean 'clients'"):
        store.write("s", MARCH, {"client": pd.DataFrame()}, loaded_at=_at(1))


def test_an_instant_without_a_time_zone_is_refused(store):
    with pytest.raises(StoreError, match=r"loaded_at is .*time zone"):
        store.write("s", MARCH, _clients(A="Alpha"), loaded_at=datetime(2026, 5, 1))
    with pytest.raises(StoreError, match=r"known_by is .*time zone"):
        store.read("clients", known_by=datetime(2026, 5, 1))


@pytest.mark.parametrize("source", ["", "../up", "a/b", "-x"])
def test_a_source_id_that_is_no_safe_folder_name_is_refused(store, source):
    with pytest.raises(StoreError, match="cannot be the id of a source"):
        store.write(source, MARCH, _clients(A="Alpha"), loaded_at=_at(1))


def test_periods_are_those_whose_data_date_has_a_snapshot(office, office_tables):
    assert [period.name for period in office.periods()] == ["2026-09", "2026-10"]
    later = office_tables(date(2026, 10, 31))["periods"].assign(
        period="2026-Q4", cadence="quarter", data_date=pd.Timestamp("2026-12-31")
    )
    office.write("calendar", date(2026, 10, 31), {"periods": later}, loaded_at=_at(1))
    assert [period.name for period in office.periods()] == ["2026-09", "2026-10"]
