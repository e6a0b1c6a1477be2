"""Loads: batch by batch, wholly or not at all, one at a time."""

import fcntl
import os
import random
import resource
import select
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.errors import SchemaError, StoreError
from pmo_lib.tables.store import Snapshot, Store, manifests, parts, writing

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _clients(*ids: str, name: str = "Name") -> pd.DataFrame:
    return pd.DataFrame({"client_id": list(ids), "name": name})


def _many(rows: int, start: int = 0) -> pd.DataFrame:
    """Rows that compress badly, so that they reach the disk before the load ends."""
    ids = [f"C{n}" for n in range(start, start + rows)]
    return pd.DataFrame({"client_id": ids, "name": [random.randbytes(40).hex() for _ in ids]})


def _load(store: Store, *batches: pd.DataFrame, as_of: date = APRIL) -> str:
    with store.loading("s", as_of, loaded_at=NOW) as load:
        for batch in batches:
            load.add("clients", batch)
    return load.snapshot


def _ids(store: Store, as_of: date | None = None) -> list[str]:
    return store.read("clients", as_of, columns=["client_id"])["client_id"].tolist()


def _files(root: Path) -> dict[str, bytes]:
    """All that a store holds, but its lock."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def _in_child(work: Callable[[], object]) -> int:
    """Do something in a forked child; give how it ended, as ``os.waitpid`` does."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store that holds one snapshot, of March."""
    made = Store.create(tmp_path / "store")
    made.write("s", MARCH, {"clients": _clients("A")}, loaded_at=NOW)
    return made


def test_batches_of_a_table_are_read_as_one_table_sorted_by_key(store):
    assert _load(store, _clients("D", "B"), _clients("C"), _clients("A")) == "2026-04-30/0001"
    assert _ids(store) == ["A", "B", "C", "D"]


def test_batches_read_as_the_same_rows_in_one_frame_do(store):
    rows = _many(50)
    store.write("whole", APRIL, {"clients": rows}, loaded_at=NOW)
    whole = store.read_snapshot("2026-04-30/0001", "clients")
    batches = [rows[start : start + 7] for start in range(0, 50, 7)]
    name = _load(store, *batches)
    pd.testing.assert_frame_equal(store.read_snapshot(name, "clients"), whole)


def test_each_batch_is_a_row_group_of_its_own(store):
    _load(store, _clients("A", "B"), _clients("C"))
    (part,) = store.snapshots()[-1].parts
    found = parts.pq.ParquetFile(store.root / part.path).metadata
    assert [found.row_group(n).num_rows for n in range(found.num_row_groups)] == [2, 1]


def test_a_table_that_is_added_without_rows_supersedes_the_rows_before(store):
    _load(store, _clients(), as_of=MARCH)
    assert _ids(store) == []


def test_the_same_batches_again_add_no_snapshot(store):
    names = [_load(store, _clients("A"), _clients("B")) for _ in range(2)]
    assert names == ["2026-04-30/0001"] * 2
    assert [snapshot.name for snapshot in store.snapshots()] == ["2026-03-31/0001", names[0]]


def test_a_key_in_two_batches_is_an_error_with_examples_and_nothing_is_written(store):
    before = _files(store.root)
    told = r"clients: 2 keys stand more than once, first .*B"
    with pytest.raises(SchemaError, match=told) as error:
        _load(store, _clients("A", "B", "C"), _clients("B", "C", "D"))
    assert error.value.failures == ["key given twice: B", "key given twice: C"]
    assert _files(store.root) == before


def test_keys_that_only_their_hash_has_in_common_are_not_taken_for_the_same(store, monkeypatch):
    def hashed(frame, index):
        return pd.Series(7, index=frame.index, dtype="uint64")

    monkeypatch.setattr(writing.pd.util, "hash_pandas_object", hashed)
    _load(store, _clients("A"), _clients("B"))
    assert _ids(store) == ["A", "B"]


def test_a_key_that_differs_in_one_of_its_columns_stands_in_two_batches(store):
    rows = pd.DataFrame({"project_id": ["J1"], "client_id": "A", "valid_from": MARCH})
    with store.loading("s", APRIL, loaded_at=NOW) as load:
        load.add("project_clients", rows)
        load.add("project_clients", rows.assign(valid_from=APRIL))
    assert len(store.read("project_clients")) == 2


def test_a_batch_that_breaks_its_schema_ends_the_load(store):
    before = _files(store.root)
    with pytest.raises(SchemaError, match="client_id"):
        _load(store, _clients("A"), _clients("no id"))
    assert _files(store.root) == before


def test_any_error_of_the_loader_leaves_the_store_as_it_was(store):
    def load() -> None:
        with store.loading("s", APRIL, loaded_at=NOW) as load:
            load.add("clients", _many(10))
            raise ZeroDivisionError

    before = _files(store.root)
    with pytest.raises(ZeroDivisionError):
        load()
    assert _files(store.root) == before


def test_an_error_of_the_loaders_own_files_is_not_told_as_one_of_the_store(store, tmp_path):
    with pytest.raises(FileNotFoundError), store.loading("s", APRIL, loaded_at=NOW):
        (tmp_path / "return.csv").read_text()


def test_readers_see_nothing_of_a_load_before_it_ends(store):
    with store.loading("s", APRIL, loaded_at=NOW) as load:
        load.add("clients", _many(10))
        assert _ids(Store.open(store.root)) == ["A"]
        assert len(store.snapshots()) == 1


def test_a_load_that_fails_as_its_manifest_is_written_takes_its_parts_back(store, monkeypatch):
    before = _files(store.root)

    def full(root, snapshot):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifests, "write", full)
    with pytest.raises(StoreError, match=r"No space left on device.*the store is as it was"):
        store.write("s", APRIL, {"clients": _clients("B")}, loaded_at=NOW)
    assert _files(store.root) == before


def test_a_load_takes_back_no_part_that_an_earlier_one_has_too(store, monkeypatch):
    def interrupted(root, snapshot):
        raise KeyboardInterrupt

    monkeypatch.setattr(manifests, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.write("s", APRIL, {"clients": _clients("A")}, loaded_at=NOW)
    monkeypatch.undo()
    assert _ids(store) == ["A"]
    assert store.verify() == []


def test_what_the_loader_says_of_a_load_stands_in_its_manifest(store):
    about = {"title": "Returns", "licence": "Open Government Licence v3.0"}
    store.write("s", APRIL, {"clients": _clients("A")}, loaded_at=NOW, about=about)
    assert Store.open(store.root).snapshots()[-1].about == about


def test_loading_again_makes_a_damaged_part_whole(store):
    (part,) = store.snapshots()[0].parts
    (store.root / part.path).write_bytes(b"damaged")
    store.write("s", MARCH, {"clients": _clients("A")}, loaded_at=NOW)
    assert store.verify() == []
    assert len(store.snapshots()) == 1


def test_loads_of_one_thread_may_be_open_together_and_an_error_in_one_leaves_none(store):
    def load(*ids: str) -> None:
        with (
            store.loading("s", APRIL, loaded_at=NOW) as first,
            store.loading("s", MARCH, loaded_at=NOW) as second,
        ):
            for one, id_ in zip((first, second), ids, strict=True):
                one.add("clients", _clients(id_))

    before = _files(store.root)
    with pytest.raises(SchemaError):
        load("B", "no id")
    assert _files(store.root) == before
    load("B", "C")
    assert (_ids(store, MARCH), _ids(store, APRIL)) == (["C"], ["B"])


def test_a_second_writer_waits_for_the_first(store):
    writer = threading.Thread(
        target=store.write, args=("t", MARCH, {"clients": _clients("B")}), kwargs={"loaded_at": NOW}
    )
    with store.loading("s", APRIL, loaded_at=NOW):
        writer.start()
        writer.join(timeout=0.5)
        assert writer.is_alive()
        assert len(store.snapshots()) == 1
    writer.join(timeout=30)
    assert len(store.snapshots()) == 3


def test_two_processes_that_load_at_once_do_not_mix(store):
    """The second is started while the first has half of its rows; it waits until the first ends."""
    inside, entered = os.pipe()

    def load(source: str, first: int) -> None:
        with Store.open(store.root).loading(source, APRIL, loaded_at=NOW) as load:
            os.write(entered, source.encode())
            for start in range(first, first + 40, 10):
                load.add("clients", _many(10, start))
                select.select([], [], [], 0.02)

    children = []
    for source, first in (("x", 0), ("y", 100)):
        child = os.fork()
        if child == 0:
            try:
                load(source, first)
            except BaseException:
                os._exit(1)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    order = os.read(inside, 2).decode()
    found = [s for s in store.snapshots() if s.as_of == APRIL]
    assert [s.number for s in found] == [1, 2]
    assert "".join(s.source for s in found) == order
    rows = {s.source: store.read_snapshot(s.name, "clients")["client_id"] for s in found}
    assert set(rows["x"]) == {f"C{n}" for n in range(40)}
    assert set(rows["y"]) == {f"C{n}" for n in range(100, 140)}
    assert store.verify() == []


_EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}


def _load_counting(root: Path, die_at: int | None) -> int:
    """Load in batches; die by signal before the n-th thing that is done to files, or count them."""
    done = 0

    def watch(event, arguments):
        nonlocal done
        if event in _EVENTS and str(root) in str(arguments):
            done += 1
            if done == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    def load() -> None:
        store = Store.open(root)
        sys.addaudithook(watch)
        with store.loading("s", APRIL, loaded_at=NOW) as load:
            for start in range(0, 30, 10):
                load.add("clients", _clients(*(f"B{n}" for n in range(start, start + 10))))
            load.add("projects", pd.DataFrame({"project_id": ["J1"], "lifecycle": "live"}))
        os._exit(done if die_at is None else 0)

    return _in_child(load)


def test_a_load_that_is_killed_at_any_point_leaves_the_store_as_it_was(tmp_path):
    def fresh(name: str) -> Store:
        store = Store.create(tmp_path / name)
        store.write("s", MARCH, {"clients": _clients("A")}, loaded_at=NOW)
        return store

    events = os.waitstatus_to_exitcode(_load_counting(fresh("counted").root, None))
    assert events > 12
    points = sorted({1, 2, events, *random.Random(3).sample(range(3, events), 9)})
    in_time = 0
    for point in points:
        store = fresh(f"killed-{point}")
        assert _load_counting(store.root, point) == signal.SIGKILL
        found = [snapshot.name for snapshot in store.snapshots()]
        assert found[:1] == ["2026-03-31/0001"]
        in_time += len(found) > 1
        assert _ids(store, MARCH) == ["A"]
        assert _ids(store) == ["A"] if len(found) == 1 else len(_ids(store)) == 30
        assert store.verify() == []
        store.write("t", APRIL, {"clients": _clients("C")}, loaded_at=NOW)
        assert "C" in _ids(store)
        named = {part.path for snapshot in store.snapshots() for part in snapshot.parts}
        held = {str(p.relative_to(store.root)) for p in (store.root / "parts").rglob("*.parquet")}
        assert held == named
        assert not (store.root / ".loading").exists()
    assert in_time < len(points) / 2, "most points are before the manifest is there"


def test_a_full_disk_leaves_the_store_as_it_was_and_says_so(store):
    before = _files(store.root)
    rows = _many(3000)

    def load() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
        with pytest.raises(StoreError, match=r"File too large.*the store is as it was. Make room"):
            store.write("s", APRIL, {"clients": rows}, loaded_at=NOW)

    assert _in_child(load) == 0
    assert _files(store.root) == before
    store.write("s", APRIL, {"clients": rows}, loaded_at=NOW)
    assert len(_ids(store)) == 3000


def test_rows_that_the_disk_did_not_take_are_missed_also_where_the_loader_goes_on(store):
    before = _files(store.root)

    def load() -> None:
        with store.loading("s", APRIL, loaded_at=NOW) as load:
            load.add("clients", _clients("A"))
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
            with pytest.raises(StoreError, match="File too large"):
                load.add("clients", _many(3000))
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)

    def told() -> None:
        with pytest.raises(StoreError, match="an earlier batch of this load could not be written"):
            load()

    assert _in_child(told) == 0
    assert _files(store.root) == before


def test_a_clock_that_was_set_back_does_not_change_which_load_is_the_later(store):
    early, late = NOW.replace(hour=8), NOW.replace(hour=10)
    store.write("s", APRIL, {"clients": _clients("B")}, loaded_at=late)
    store.write("s", APRIL, {"clients": _clients("C")}, loaded_at=early)
    assert _ids(store) == ["C"]
    assert [s.loaded_at.hour for s in store.snapshots()[1:]] == [10, 8]
    assert store.read("clients", known_by=NOW.replace(hour=9))["client_id"].tolist() == ["C"]
    assert store.read("clients", known_by=late)["client_id"].tolist() == ["C"]


def test_processes_that_make_one_store_at_once_make_one_store(tmp_path):
    """What another process left half made of the marker is no other file."""
    root = tmp_path / "store"
    root.mkdir()
    (root / ".store.json.1.partial").write_text("{")
    Store.create(root)
    assert Store.open(root).snapshots() == []


@pytest.mark.parametrize("written", [0, 1, 2])
def test_loads_made_together_count_together_or_not_at_all_however_they_die(store, written):
    """The process dies after some of the manifests; what it left is removed by the next load."""
    before = _files(store.root)
    child = os.fork()
    if child == 0:
        left = iter(range(written))
        whole = manifests.write

        def write(root: Path, snapshot: Snapshot) -> None:
            if next(left, None) is None:
                os._exit(0)
            whole(root, snapshot)

        manifests.write = write  # of this child alone
        manifests.let_count = lambda root: os._exit(0)
        with (
            store.loading("s", APRIL, loaded_at=NOW) as first,
            store.loading("s", MARCH, loaded_at=NOW) as second,
        ):
            first.add("clients", _clients("B"))
            second.add("clients", _clients("C"))
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert _files(store.root) != before
    assert (_ids(store, MARCH), len(store.snapshots())) == (["A"], 1)
    store.write("s", MARCH, {"clients": _clients("A")}, loaded_at=NOW)
    assert _files(store.root) == before


def test_a_store_without_a_snapshot_can_be_removed_and_one_with_cannot(tmp_path, store):
    unused = Store.create(tmp_path / "unused")
    unused.remove_unused()
    assert not unused.root.exists()
    kept = len(store.snapshots())
    store.remove_unused()
    assert len(store.snapshots()) == kept == 1


def test_a_store_into_which_another_writes_is_not_removed(tmp_path):
    store = Store.create(tmp_path / "new")
    with store.loading("s", APRIL, loaded_at=NOW) as load:
        load.add("clients", _clients("C1"))
        Store(store.root).remove_unused()
    assert len(store.snapshots()) == 1


def test_who_waited_for_a_store_that_was_removed_is_told_and_writes_nothing(store):
    told = []

    def wait():
        try:
            _load(store, _clients("C1"))
        except StoreError as error:
            told.append(str(error))

    with (store.root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.2)
        shutil.rmtree(store.root)
    waiting.join()
    assert "could not be written" in told[0]
    assert not store.root.exists()
