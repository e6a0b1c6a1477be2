"""A small store for the workbench's tests."""

import importlib.util
from pathlib import Path

import pytest

from pmo_lib.blocks import Setting
from pmo_lib.params import load_wording
from pmo_lib.tables.store import Cutter, Store


def _small_portfolio():
    path = Path(__file__).with_name("portfolio.py")
    spec = importlib.util.spec_from_file_location("small_portfolio", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small_store(tmp_path_factory) -> Store:
    """Make three clients with seven projects over three months."""
    return _small_portfolio().make_store(tmp_path_factory.mktemp("small") / "store")


@pytest.fixture(scope="session")
def cut(small_store):
    """Cut a client's slice, and give the setting of its report."""
    cutters = {month: Cutter(small_store, month) for month in ("2026-08", "2026-10")}

    def cut_client(client_id: str, month: str = "2026-10"):
        found = cutters[month].cut("client", client_id, "client")
        return found, Setting.of(load_wording("en-GB"), found.period, found.previous_period)

    return cut_client


@pytest.fixture
def own_home(tmp_path, monkeypatch) -> Path:
    """Let reports and exports go to a folder of the test's own, with the house's parameters."""
    from pmo_lib.params import home

    (tmp_path / "params").symlink_to(home() / "params", target_is_directory=True)
    monkeypatch.setenv("PMO_HOME", str(tmp_path))
    return tmp_path
