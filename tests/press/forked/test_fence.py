"""What a run may read beyond its folder is the machine's and Python's, never the office's."""

import sys
from pathlib import Path

import pytest

import pmo_lib
from pmo_lib.params import NOT_READ, home

pytest.importorskip("landlockpy")
fence = pytest.importorskip("pmo_lib.press.forked.fence")


@pytest.fixture
def readable(tmp_path, monkeypatch):
    """Places that may be read where the office stands inside a folder of the system."""
    office = tmp_path / "system" / "local" / "office"
    for name in ("reports", "notebooks", ".pmo", *(f"params/{one}" for one in NOT_READ)):
        (office / name).mkdir(parents=True)
    (office / "params" / "thresholds.yml").touch()
    for beside in ("system/lib/store", "system/lib/python", "system/local/lib"):
        (tmp_path / beside).mkdir(parents=True)
    monkeypatch.setenv("PMO_HOME", str(office))
    monkeypatch.setattr(fence, "_SYSTEM", (str(tmp_path / "system"),))
    monkeypatch.setattr(sys, "path", [str(office), str(tmp_path), "", *sys.path])
    return office, list(fence._readable([tmp_path / "system" / "lib" / "store"]))


def test_no_place_holds_the_office_though_it_stands_in_a_folder_of_the_system(readable):
    office, places = readable
    assert not {office, *office.parents} & set(places)
    assert [place for place in places if office in place.parents] == [
        office / "params" / "thresholds.yml"
    ]


def test_no_place_holds_the_store_wherever_it_stands(readable):
    store = readable[0].parents[1] / "lib" / "store"
    assert not {store, *store.parents} & set(readable[1])


def test_what_stands_beside_them_in_a_folder_of_the_system_may_be_read(readable):
    office, places = readable
    assert {office.parent / "lib", office.parents[1] / "lib" / "python"} <= set(places)


def test_the_checkout_that_the_library_stands_in_is_closed_where_the_office_is_elsewhere(readable):
    checkout = Path(pmo_lib.__file__).parents[1]
    assert not {checkout, checkout / "reports", checkout / ".pmo"} & set(readable[1])


def test_the_python_that_runs_and_this_library_may_be_read():
    places = list(fence._readable([]))
    assert {Path(sys.prefix).resolve(), Path(pmo_lib.__file__).parent} <= set(places)
    assert home() not in places
