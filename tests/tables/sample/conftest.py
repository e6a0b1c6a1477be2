"""The sample, made once for all of its tests."""

from __future__ import annotations

import pandas as pd
import pytest

from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Make the sample's store."""
    return make_sample(tmp_path_factory.mktemp("sample") / "store")


@pytest.fixture(scope="session")
def snapshots(store: Store) -> dict[str, dict[str, pd.DataFrame]]:
    """Read the tables by period and name, as known at the end of each period in the store."""
    names = {part.table for part in store.snapshots()[-1].parts}
    return {
        period.name: {name: store.read(name, period.data_date) for name in names}
        for period in store.periods()
    }


@pytest.fixture(scope="session")
def now(snapshots: dict[str, dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Tables as known at the last day."""
    return snapshots["2026-10"]


@pytest.fixture(scope="session")
def before(snapshots: dict[str, dict[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Tables as known a month before the last day."""
    return snapshots["2026-09"]
