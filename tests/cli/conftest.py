"""The small office of the press's tests, for the command line."""

import importlib.util
from pathlib import Path

import pytest


def _office():
    path = Path(__file__).parents[1] / "press" / "small_office.py"
    spec = importlib.util.spec_from_file_location("small_office", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Give the folder of a small workbench, with a store beside it."""
    folder = tmp_path_factory.mktemp("office")
    _office().make_home(folder / "home")
    _office().make_store(folder / "store")
    return folder
