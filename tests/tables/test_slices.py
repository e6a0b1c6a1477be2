"""Slices on disk: the same rows back, the same hash for the same rows, damage found."""

import dataclasses
import shutil

import pandas as pd
import pytest

from pmo_lib.contract import EDITIONS
from pmo_lib.errors import StoreError
from pmo_lib.tables.schemas import OFFICE_TABLES, TABLES
from pmo_lib.tables.store import Cutter, Slice, read_slice


@pytest.fixture
def slice_b(office) -> Slice:
    return Cutter(office).cut("client", "B", "client")


def _equal(one: Slice, other: Slice) -> None:
    for field in ("level", "id", "edition", "period", "previous_period"):
        assert getattr(one, field) == getattr(other, field)
    for side in ("current", "previous"):
        first, second = getattr(one, side), getattr(other, side)
        assert list(first) == list(second)
        for name in first:
            pd.testing.assert_frame_equal(first[name], second[name])


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("level", "id_"), [("client", "A"), ("client", "C"), ("programme", "P1"), ("portfolio", "")]
)
@pytest.mark.parametrize("period", ["2026-09", "2026-10"])
def test_what_is_read_is_what_was_cut(office, tmp_path, level, id_, edition, period):
    cut = Cutter(office, period).cut(level, id_, edition)
    cut.write(tmp_path / "slice")
    _equal(read_slice(tmp_path / "slice"), cut)


def test_rows_have_the_dtypes_of_their_schemas(slice_b, tmp_path):
    slice_b.write(tmp_path / "slice")
    for name, rows in read_slice(tmp_path / "slice").current.items():
        wanted = (TABLES | OFFICE_TABLES)[name].without_rows()[list(rows.columns)].dtypes
        assert [*map(str, rows.dtypes)] == [*map(str, wanted)], name


def test_equal_slices_have_equal_hashes_however_they_were_made(slice_b, tmp_path):
    first = slice_b.write(tmp_path / "one")
    again = read_slice(tmp_path / "one")
    by_hand = dataclasses.replace(
        slice_b, current=dict(slice_b.current), previous=dict(slice_b.previous)
    )
    assert again.write(tmp_path / "two") == first
    assert by_hand.write(tmp_path / "three") == first


def test_any_changed_value_changes_the_hash(slice_b, tmp_path):
    first = slice_b.write(tmp_path / "one")
    projects = slice_b.current["projects"].assign(budget=[9.0, 3.0, None])
    changed = dataclasses.replace(slice_b, current={**slice_b.current, "projects": projects})
    assert changed.write(tmp_path / "two") != first
    assert dataclasses.replace(slice_b, id="C").write(tmp_path / "three") != first


def test_writing_replaces_the_slice_that_is_there(office, slice_b, tmp_path):
    slice_b.write(tmp_path / "slice")
    empty = Cutter(office).cut("client", "C", "client")
    empty.write(tmp_path / "slice")
    _equal(read_slice(tmp_path / "slice"), empty)
    names = {path.name for path in (tmp_path / "slice" / "current").iterdir()}
    assert names == {"clients.arrow", "periods.arrow"}


def test_a_change_to_a_frame_does_not_reach_another_slice(office):
    cutter = Cutter(office)
    rows = cutter.cut("client", "A", "client").current["projects"]
    rows["name"] = "changed"
    again = cutter.cut("client", "A", "client").current["projects"]
    assert list(again["name"]) == ["Project J1", "Project J2"]


def test_a_folder_without_a_slice_is_refused(tmp_path):
    with pytest.raises(StoreError, match="holds no readable slice"):
        read_slice(tmp_path)


def test_a_slice_that_was_half_written_is_no_slice(slice_b, tmp_path):
    slice_b.write(tmp_path / "slice")
    (tmp_path / "slice" / "slice.json").write_text('{"version": 1, "lev')
    with pytest.raises(StoreError, match="holds no readable slice"):
        read_slice(tmp_path / "slice")


def test_a_slice_of_another_version_is_refused(slice_b, tmp_path):
    slice_b.write(tmp_path / "slice")
    (tmp_path / "slice" / "slice.json").write_text('{"version": 0}')
    with pytest.raises(StoreError, match="version 0, expected 3"):
        read_slice(tmp_path / "slice")


def test_another_client_s_file_in_the_folder_is_found(office, slice_b, tmp_path):
    slice_b.write(tmp_path / "b")
    Cutter(office).cut("client", "A", "client").write(tmp_path / "a")
    shutil.copy(*(tmp_path / name / "current" / "projects.arrow" for name in "ab"))
    with pytest.raises(StoreError, match=r"projects\.arrow is damaged"):
        read_slice(tmp_path / "b")
