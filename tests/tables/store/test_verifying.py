"""Verifying: whatever was done to a store's files is found, all of it at once."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.errors import StoreError
from pmo_lib.tables.store import Store, parts

DAY = date(2026, 3, 31)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store of three loads of one day."""
    made = Store.create(tmp_path / "store")
    for hour, name in enumerate("ABC"):
        rows = pd.DataFrame({"client_id": [name], "name": name})
        loaded_at = datetime(2026, 4, 1, hour, tzinfo=UTC)
        made.write("s", DAY, {"clients": rows}, loaded_at=loaded_at)
    return made


def _manifest(store: Store, number: int) -> Path:
    return store.root / "snapshots" / f"{DAY}" / f"{number:04d}.json"


def _part(store: Store, number: int) -> Path:
    return store.root / store.snapshots()[number - 1].parts[0].path


def test_a_store_as_it_was_written_has_no_damage(store):
    assert store.verify() == []


def test_all_damages_are_told_at_once_with_their_snapshots(store):
    first, second = _part(store, 1), _part(store, 2)
    first.unlink()
    second.write_bytes(second.read_bytes() + b" ")
    _manifest(store, 3).write_text("{")
    found = store.verify()
    assert [(d.snapshot[-4:], d.path) for d in found] == [
        ("0001", first),
        ("0002", second),
        ("0003", _manifest(store, 3)),
    ]
    for damage, told in zip(found, ("cannot be read", "is damaged", "cannot be read"), strict=True):
        assert told in damage.problem
        assert str(damage.path) in damage.problem


def test_a_part_that_two_snapshots_have_is_told_for_both(store):
    rows = pd.DataFrame({"client_id": ["A"], "name": "A"})
    store.write("s", DAY, {"clients": rows}, loaded_at=datetime(2026, 4, 2, tzinfo=UTC))
    _part(store, 1).unlink()
    assert [damage.snapshot[-4:] for damage in store.verify()] == ["0001", "0004"]


def test_verifying_reads_parts_that_were_read_before(store, monkeypatch):
    """A disk that gives other bytes for an unchanged file is found."""
    store.read("clients")
    monkeypatch.setattr(parts, "digest_of", lambda path: "0" * 64)
    assert len(store.verify()) == 3


def test_a_manifest_that_is_missing_below_a_later_one_is_found(store):
    _manifest(store, 2).unlink()
    (damage,) = store.verify()
    assert (damage.snapshot, damage.path) == (f"{DAY}/0002", _manifest(store, 2))
    assert "is missing; restore it" in damage.problem


def _write_over(path: Path, change) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(as_of="2026-03-30"),
        lambda content: content.update(loaded_at="2026-03-30T00:00:00+00:00"),
        lambda content: content["parts"].clear(),
        lambda content: content["parts"][0].update(rows=2),
        lambda content: content.update(about={"licence": "none"}),
        lambda content: content.pop("sha256"),
        lambda content: content.pop("parts"),
    ],
)
def test_a_manifest_that_was_edited_is_an_error_of_every_reader(store, change):
    _write_over(_manifest(store, 3), change)
    for read in (store.snapshots, lambda: store.read("clients"), store.periods):
        with pytest.raises(StoreError, match=r"manifest .*0003\.json is damaged"):
            read()
    assert [damage.path for damage in store.verify()] == [_manifest(store, 3)]


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '"text"', "\x00"])
def test_a_manifest_that_is_no_manifest_is_an_error_that_names_it(store, content):
    _manifest(store, 3).write_text(content)
    with pytest.raises(StoreError, match=r"0003\.json"):
        store.read("clients")


def test_a_manifest_under_the_name_of_another_is_found(store):
    shutil.copy(_manifest(store, 1), _manifest(store, 3))
    with pytest.raises(StoreError, match=r"0003\.json is damaged .*manifest of 2026-03-31/0001"):
        store.read("clients")


def test_a_load_into_a_store_with_a_damaged_manifest_deletes_nothing(store):
    held = sorted((store.root / "parts").rglob("*.parquet"))
    _manifest(store, 3).write_text("{")
    rows = pd.DataFrame({"client_id": ["D"], "name": "D"})
    (store.root / ".loading").mkdir()
    with pytest.raises(StoreError, match=r"0003\.json"):
        store.write("s", DAY, {"clients": rows}, loaded_at=datetime(2026, 4, 2, tzinfo=UTC))
    assert sorted((store.root / "parts").rglob("*.parquet")) == held
