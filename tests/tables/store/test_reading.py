"""Reading: corrections, sources and instants; only some columns and rows; hashes once a process."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_lib.errors import StoreError
from pmo_lib.files import digest, write_file
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Snapshot, Store, manifests, parts
from pmo_lib.tables.store.manifests import Part

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


def _at(hour: int) -> datetime:
    return datetime(2026, 5, 1, hour, tzinfo=UTC)


def _progress(rows: dict[tuple[str, str], float]) -> dict[str, pd.DataFrame]:
    frame = pd.DataFrame(
        [(project, period, earned) for (project, period), earned in rows.items()],
        columns=["project_id", "period", "earned_value"],
    )
    return {"progress": frame}


def _clients(*ids: str) -> dict[str, pd.DataFrame]:
    return {"clients": pd.DataFrame({"client_id": list(ids), "name": [*map(str.lower, ids)]})}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store without loads."""
    return Store.create(tmp_path / "store", aliases=tmp_path / "aliases")


@pytest.fixture
def two(store: Store) -> Store:
    """Give a store of two months of progress, by two sources."""
    store.write(
        "s", MARCH, _progress({("J1", "2026-03"): 1, ("J2", "2026-03"): 2}), loaded_at=_at(1)
    )
    store.write("t", APRIL, _progress({("J3", "2026-04"): 4}), loaded_at=_at(2))
    store.write(
        "s", APRIL, _progress({("J1", "2026-03"): 9, ("J1", "2026-04"): 3}), loaded_at=_at(3)
    )
    return store


def test_a_correction_of_a_correction_is_read_and_each_as_it_was_known(store):
    for hour, name in enumerate("ABC", start=1):
        store.write("s", MARCH, _clients(name), loaded_at=_at(hour))
    for hour, known in enumerate(([], ["A"], ["B"], ["C"])):
        rows = store.read("clients", known_by=_at(hour))
        assert rows["client_id"].tolist() == known


def test_a_correction_that_goes_back_to_the_first_rows_is_read(store):
    for hour, name in enumerate("ABA", start=1):
        store.write("s", MARCH, _clients(name), loaded_at=_at(hour))
    assert store.read("clients")["client_id"].tolist() == ["A"]
    assert len(store.snapshots()) == 3


def test_of_two_sources_with_one_key_the_later_day_and_then_the_later_load_stays(store):
    for hour, (source, day) in enumerate([("s", MARCH), ("t", MARCH), ("s", APRIL)]):
        named = pd.DataFrame({"client_id": ["A"], "name": f"{source} {day:%B}"})
        store.write(source, day, {"clients": named}, loaded_at=_at(hour))
    assert store.read("clients", MARCH)["name"].tolist() == ["t March"]
    assert store.read("clients", APRIL)["name"].tolist() == ["s April"]


def test_a_correction_by_one_source_takes_nothing_from_another(store):
    store.write("s", MARCH, _clients("A", "B"), loaded_at=_at(1))
    store.write("t", MARCH, _clients("C"), loaded_at=_at(2))
    store.write("s", MARCH, _clients("A"), loaded_at=_at(3))
    assert store.read("clients")["client_id"].tolist() == ["A", "C"]
    assert store.read("clients", known_by=_at(2))["client_id"].tolist() == ["A", "B", "C"]


def test_a_source_that_no_longer_has_a_table_no_longer_tells_its_rows(store):
    store.write("s", MARCH, _clients("A"), loaded_at=_at(1))
    store.write("s", APRIL, _progress({("J1", "2026-04"): 1}), loaded_at=_at(2))
    assert store.read("clients", MARCH)["client_id"].tolist() == ["A"]
    assert store.read("clients", APRIL).empty


def test_an_instant_may_be_given_in_any_time_zone(store):
    store.write("s", MARCH, _clients("A"), loaded_at=_at(1))
    before = datetime.fromisoformat("2026-05-01T02:30+02:00")
    assert store.read("clients", known_by=before).empty
    assert len(store.read("clients", known_by=before.replace(hour=3))) == 1


def test_only_the_columns_asked_for_are_given_in_their_order(two):
    whole = two.read("progress")
    found = two.read("progress", columns=["earned_value", "project_id"])
    pd.testing.assert_frame_equal(found, whole[["earned_value", "project_id"]])


def test_columns_of_a_table_without_rows_are_those_asked_for(store):
    assert list(store.read("progress", columns=["earned_value"]).columns) == ["earned_value"]


@settings(max_examples=40, deadline=None)
@given(
    projects=st.sets(st.sampled_from(["J1", "J2", "J3", "J9"]), min_size=1),
    periods=st.sets(st.sampled_from(["2026-03", "2026-04", "2026-05"]), min_size=1),
    days=st.sampled_from([(MARCH, _at(9)), (APRIL, _at(9)), (APRIL, _at(2))]),
)
def test_rows_by_key_are_those_of_the_whole_table(office_of_two, projects, periods, days):
    whole = office_of_two.read("progress", *days)
    wanted = whole["project_id"].isin(projects) & whole["period"].isin(periods)
    where = {"project_id": projects, "period": [*periods]}
    found = office_of_two.read("progress", *days, where=where)
    pd.testing.assert_frame_equal(found, whole[wanted].reset_index(drop=True))


@pytest.fixture(scope="module")
def office_of_two(tmp_path_factory):
    """Give one store for many examples."""
    folder = tmp_path_factory.mktemp("two")
    return two.__wrapped__(Store.create(folder / "store", aliases=folder / "aliases"))


def test_rows_are_found_by_days_and_numbers_too(store):
    links = pd.DataFrame({"project_id": "J1", "client_id": "A", "valid_from": [MARCH, APRIL]})
    baselines = pd.DataFrame({"project_id": "J1", "baseline_no": [1, 2]})
    tables = {"project_clients": links, "baselines": baselines}
    store.write("s", APRIL, tables, loaded_at=_at(1))
    for day in (APRIL, pd.Timestamp(APRIL)):
        found = store.read("project_clients", where={"valid_from": day})
        assert found["valid_from"].tolist() == [pd.Timestamp(APRIL)]
    assert store.read("baselines", where={"baseline_no": 2})["baseline_no"].tolist() == [2]


def test_one_value_may_be_given_without_a_list(two):
    assert two.read("progress", where={"project_id": "J3"})["earned_value"].tolist() == [4]


def test_rows_that_are_not_asked_for_are_not_read(store, monkeypatch):
    with store.loading("s", MARCH, loaded_at=_at(1)) as load:
        for letter in "ABC":
            load.add("clients", _clients(*(f"{letter}{n}" for n in range(100)))["clients"])
    read = parts.pq.read_table
    read_rows = []
    monkeypatch.setattr(
        parts.pq,
        "read_table",
        lambda *a, **k: read_rows.append(found := read(*a, **k)) or found,
    )
    assert len(store.read("clients", where={"client_id": "B7"})) == 1
    assert [table.num_rows for table in read_rows] == [1]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"columns": ["budgte"]}, "projects has no column 'budgte'; did you mean 'budget'"),
        ({"where": {"project": "J1"}}, "no key column 'project'; did you mean 'project_id'"),
        ({"where": {"budget": 1.0}}, "no key column 'budget'"),
        ({"columns": ["name", "project_di"]}, "did you mean 'project_id'"),
    ],
)
def test_an_unknown_column_names_the_nearest(store, asked, told):
    with pytest.raises(StoreError, match=told):
        store.read("projects", **asked)


def _write_without(store: Store, column: str, rows: dict[str, pd.DataFrame]) -> None:
    """Write a load as it was made before a table's schema had a column."""
    ((table, frame),) = rows.items()
    content = parts.encode(parts.to_arrow(TABLES[table].check(frame)).drop_columns([column]))
    part = Part("s", table, digest(content), len(frame))
    write_file(store.root / part.path, content)
    manifests.write(store.root, Snapshot(f"{MARCH}/0001", "s", MARCH, _at(1), (part,)))


def test_rows_written_before_the_schema_had_a_column_have_no_value_in_it(store):
    _write_without(store, "meetings", _clients("A", "B"))
    store.write("s", APRIL, _clients("A"), loaded_at=_at(2))
    rows = store.read("clients", MARCH)
    assert rows["meetings"].isna().all()
    pd.testing.assert_series_equal(rows.dtypes, TABLES["clients"].without_rows().dtypes)
    found = store.read("clients", MARCH, columns=["meetings"], where={"client_id": "B"})
    pd.testing.assert_frame_equal(found, rows[["meetings"]].iloc[1:].reset_index(drop=True))


def test_a_value_that_a_key_column_cannot_hold_is_refused(store):
    told = "'first' cannot stand in the column baseline_no of the table baselines"
    with pytest.raises(StoreError, match=told):
        store.read("baselines", where={"baseline_no": "first"})


def test_a_single_load_is_read_also_where_it_is_superseded(store):
    first = store.write("s", MARCH, _clients("A"), loaded_at=_at(1))
    second = store.write("s", MARCH, _clients("B"), loaded_at=_at(2))
    found = [store.read_snapshot(name, "clients")["client_id"].tolist() for name in (first, second)]
    assert found == [["A"], ["B"]]


def test_a_single_load_without_the_table_has_no_rows_of_it(store):
    name = store.write("s", MARCH, _clients("A"), loaded_at=_at(1))
    pd.testing.assert_frame_equal(
        store.read_snapshot(name, "progress"), TABLES["progress"].without_rows()
    )


def test_an_unknown_snapshot_names_the_nearest(store):
    store.write("s", MARCH, _clients("A"), loaded_at=_at(1))
    with pytest.raises(StoreError, match="did you mean '2026-03-31/0001'"):
        store.read_snapshot("2026-03-31/0002", "clients")


def _hashed(monkeypatch) -> list[Path]:
    """Which parts are hashed from now on."""
    hashed: list[Path] = []
    digest_of = parts.digest_of
    monkeypatch.setattr(parts, "digest_of", lambda path: hashed.append(path) or digest_of(path))
    return hashed


def test_a_part_is_hashed_once_a_process_and_again_once_it_was_changed(store, monkeypatch):
    store.write("s", MARCH, _clients("A", "B"), loaded_at=_at(1))
    (part,) = (store.root / "parts").rglob("*.parquet")
    hashed = _hashed(monkeypatch)
    for _ in range(2):
        store.read("clients")
        Store.open(store.root).read("clients", where={"client_id": "A"})
    assert hashed == [part]
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged"):
        store.read("clients", columns=["name"], where={"client_id": "A"})
    assert hashed == [part, part]
