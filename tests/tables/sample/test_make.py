"""The sample's store: made once, kept, made again when it is not whole; never over other data."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.errors import ParameterError, StoreError
from pmo_lib.tables.sample import make, make_sample, sample_tables
from pmo_lib.tables.sample.draw import draw_portfolio
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Store


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """Copy the sample, so that a test may harm it."""
    return Path(shutil.copytree(store.root, tmp_path / "sample"))


@pytest.fixture
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make drawing the portfolio fail, so that a test sees that it is not drawn."""

    def refuse(**_: int) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(make, "draw_portfolio", refuse)


def manifests(store: Store) -> list[tuple[str, ...]]:
    return [tuple(part.sha256 for part in snapshot.parts) for snapshot in store.snapshots()]


@pytest.mark.usefixtures("no_drawing")
def test_whole_sample_is_opened_not_made_again(copy: Path) -> None:
    assert len(make_sample(copy).snapshots()) == 6


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize("different", [{"scale": 2}, {"seed": 7}])
def test_other_scale_or_seed_is_made_again(copy: Path, different: dict[str, int]) -> None:
    with pytest.raises(AssertionError, match="drawn again"):
        make_sample(copy, **different)


def test_half_made_sample_is_made_again_to_the_same_parts(store: Store, copy: Path) -> None:
    next((copy / "parts" / "sample" / "progress").glob("*.parquet")).unlink()
    (copy.parent / f".{copy.name}.left.part").mkdir()

    again = make_sample(copy)

    assert manifests(again) == manifests(store)
    assert sorted(path.name for path in copy.parent.iterdir()) == [f".{copy.name}.lock", copy.name]


@pytest.mark.usefixtures("no_drawing")
def test_sample_without_its_marker_counts_as_half_made(copy: Path) -> None:
    (copy / "sample.json").unlink()
    with pytest.raises(AssertionError, match="drawn again"):
        make_sample(copy)


@pytest.mark.usefixtures("no_drawing")
def test_failure_leaves_what_was_there_and_nothing_beside(copy: Path) -> None:
    (copy / "sample.json").write_text("{}")
    with pytest.raises(AssertionError):
        make_sample(copy)
    assert len(Store.open(copy).snapshots()) == 6
    assert sorted(path.name for path in copy.parent.iterdir()) == [f".{copy.name}.lock", copy.name]


def test_folder_with_other_files_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "budget.xlsx").write_text("precious")
    with pytest.raises(StoreError, match=r"budget\.xlsx.*Name another folder"):
        make_sample(tmp_path / "mine")
    assert (tmp_path / "mine" / "budget.xlsx").read_text() == "precious"


def test_store_of_real_data_is_refused_and_kept(tmp_path: Path) -> None:
    real = Store.create(tmp_path / "real")
    rows = pd.DataFrame({"client_id": ["C1"], "name": ["One"]})
    real.write(
        "office", date(2026, 1, 31), {"clients": rows}, loaded_at=datetime(2026, 2, 1, tzinfo=UTC)
    )
    with pytest.raises(StoreError, match="office"):
        make_sample(tmp_path / "real")
    assert len(real.read("clients")) == 1


def test_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sample").write_text("a file")
    with pytest.raises(StoreError, match="something other than the sample"):
        make_sample(tmp_path / "sample")


@pytest.mark.parametrize("wrong", [{"scale": 0}, {"scale": -1}, {"seed": -5}])
def test_scale_and_seed_out_of_range_are_refused_before_anything_is_written(
    tmp_path: Path, wrong: dict[str, int]
) -> None:
    with pytest.raises(ParameterError, match="scale of 1 or more"):
        make_sample(tmp_path / "sample", **wrong)
    assert not (tmp_path / "sample").exists()


def test_same_seed_gives_the_same_rows_as_the_store_and_another_seed_others(
    now: dict[str, pd.DataFrame],
) -> None:
    for name, frame in sample_tables().items():
        pd.testing.assert_frame_equal(frame, now[name])
    other = draw_portfolio(seed=3).history
    assert not other["clients"]["name"].equals(now["clients"]["name"])


def test_scale_two_doubles_parties_and_projects() -> None:
    tables = sample_tables(scale=2)
    assert {name: len(tables[name]) for name in ("clients", "programmes", "people")} == {
        "clients": 1200,
        "programmes": 80,
        "people": 1790,
    }
    assert tables["projects"]["lifecycle"].value_counts().to_dict() == {
        "live": 1500,
        "complete": 264,
        "cancelled": 36,
        "pipeline": 48,
        "on_hold": 32,
    }
    assert len(tables["periods"]) == 24
    assert tables["clients"]["name"].is_unique


def test_tables_hold_to_their_schemas_as_they_are(now: dict[str, pd.DataFrame]) -> None:
    for name, frame in now.items():
        pd.testing.assert_frame_equal(TABLES[name].check(frame), frame)


def test_rows_that_need_no_cast_come_back_as_those_that_do(now: dict[str, pd.DataFrame]) -> None:
    for name, frame in now.items():
        written = frame.head(60)
        cast = TABLES[name].check(written.astype(object))
        pd.testing.assert_frame_equal(cast, written, obj=name)
        pd.testing.assert_frame_equal(TABLES[name].check(written), cast, obj=name)
