"""A small store for the workbench's tests."""

import importlib.util
from pathlib import Path

import pytest

from pmo_lib.params import load_wording
from pmo_lib.tables.store import Store


def _portfolio():
    path = Path(__file__).with_name("portfolio.py")
    spec = importlib.util.spec_from_file_location("small_portfolio", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small_store(tmp_path_factory) -> Store:
    """Three clients, seven projects, three months."""
    return _portfolio().make_store(tmp_path_factory.mktemp("small") / "store")


@pytest.fixture(scope="session")
def words():
    return load_wording("en-GB")
