"""What reports are made from is kept by its content, for a stated time."""

from datetime import timedelta

import pytest

from pmo_lib.errors import SelectionError
from pmo_lib.params import Brand
from pmo_lib.press import kept
from pmo_lib.press.inputs import Inputs
from pmo_lib.press.ledger import Origin
from pmo_lib.press.presentation import Presentation
from pmo_lib.tables.store import read_slice


@pytest.fixture
def slice_of(cutter, tmp_path):
    """Cut and keep the slice of a client; give its name."""

    def keep(id_):
        folder = tmp_path / f"slice-{id_}"
        name = cutter.cut("client", id_, "client").write(folder)
        kept.keep_slice(tmp_path, name, folder)
        return name

    return keep


def test_a_slice_comes_back_as_it_was(slice_of, tmp_path):
    kept.take(tmp_path, kept.SLICES, slice_of("C-1"), tmp_path / "again")
    again = read_slice(tmp_path / "again")
    assert again.current["clients"]["name"].tolist() == ["Northwind & <Sons>"]
    assert again.write(tmp_path / "third") == slice_of("C-1")


def test_the_same_slice_is_kept_once(slice_of, tmp_path):
    assert slice_of("C-1") == slice_of("C-1") != slice_of("C-2")
    assert len(list((tmp_path / kept.SLICES).iterdir())) == 2


def test_a_notebook_is_kept_with_the_files_that_it_may_read(at_home, cutter, run_of, tmp_path):
    run = run_of()
    name = kept.keep_sources(tmp_path, run, Inputs(cutter, "").of(run, None))
    kept.take(tmp_path, kept.SOURCES, name, tmp_path / "again")
    for place in (
        "notebooks/client_report.ipynb",
        "params/wording/en-GB.yml",
        "params/brands/house.svg",
    ):
        assert (tmp_path / "again" / place).read_bytes() == (at_home / place).read_bytes()
    assert not (tmp_path / "again/params/reports").exists()


def test_another_brand_is_kept_apart_from_the_same_notebook(at_home, cutter, run_of, tmp_path):
    names = set()
    for colour in ("#123456", "#654321"):
        presentation = Presentation(Brand(key="house", name="A", colour=colour), "en-GB", ())
        run = run_of(presentation=presentation)
        names.add(kept.keep_sources(tmp_path, run, Inputs(cutter, "").of(run, None)))
    assert len(names) == 2


def test_what_is_no_longer_kept_says_for_how_long_it_is(tmp_path):
    for name in ("", "0" * 64):
        with pytest.raises(SelectionError, match="kept for 100 days after the issue"):
            kept.take(tmp_path, kept.SLICES, name, tmp_path / "again")


def test_it_is_forgotten_after_its_days_but_never_that_of_the_last_batch(slice_of, tmp_path, now):
    old, young, last = (slice_of(id_) for id_ in ("C-1", "C-2", "C-3"))
    days = {old: kept.KEPT_DAYS + 1, young: kept.KEPT_DAYS - 1, last: 900}
    origins = [
        Origin(batch, (now - timedelta(days=days[name])).isoformat(), name, "")
        for batch, name in enumerate([old, young, last])
    ]
    kept.forget(tmp_path, origins, now=now)
    found = {path.name.partition(".")[0] for path in (tmp_path / kept.SLICES).iterdir()}
    assert found == {young, last}


def test_with_the_clock_set_back_nothing_is_forgotten(slice_of, tmp_path, now):
    name, later = slice_of("C-1"), now + timedelta(days=3000)
    origins = [Origin(1, later.isoformat(), name, ""), Origin(2, now.isoformat(), "", "")]
    kept.forget(tmp_path, origins, now=now)
    assert (tmp_path / kept.SLICES).exists()
    assert len(list((tmp_path / kept.SLICES).iterdir())) == 1
