"""The small office for the press's tests."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmo_lib.params import load_brand
from pmo_lib.press.presentation import Presentation
from pmo_lib.press.runs import Run
from pmo_lib.tables.store import Cutter


def _load(name):
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


office = _load("small_office")


@pytest.fixture(scope="session")
def small_office():
    """Give the module that makes the small office."""
    return office


@pytest.fixture(scope="session")
def made_up():
    """Give the module that makes records."""
    return _load("made_up")


@pytest.fixture(scope="session")
def office_home(tmp_path_factory) -> Path:
    return office.make_home(tmp_path_factory.mktemp("office"))


@pytest.fixture
def at_home(office_home, monkeypatch) -> Path:
    """Let the workbench stand in the small office."""
    monkeypatch.setenv("PMO_HOME", str(office_home))
    return office_home


@pytest.fixture(scope="session")
def office_store(tmp_path_factory):
    return office.make_store(tmp_path_factory.mktemp("stores") / "store")


@pytest.fixture(scope="session")
def cutter(office_store):
    return Cutter(office_store)


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def run_of(office_home, cutter):
    """Make a run of one of the small office's notebooks."""

    def made(notebook: str = "client_report", id_: str = "C-1", **given) -> Run:
        whole = {
            "set": "client",
            "notebook": office_home / "notebooks" / f"{notebook}.ipynb",
            "level": "client",
            "id": id_,
            "name": office.CLIENTS.get(id_, ""),
            "period": cutter.period,
            "edition": "client",
            "presentation": Presentation(load_brand(), "en-GB", ()),
        }
        return Run(**{**whole, **given})

    return made
