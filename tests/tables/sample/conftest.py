"""The sample, made once for all of its tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd
import pytest

from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Make the sample's store."""
    return make_sample(tmp_path_factory.mktemp("sample") / "store")


class Known(Mapping[str, pd.DataFrame]):
    """Tables as known on a day, each read when it is first asked for."""

    def __init__(self, store: Store, day: date) -> None:
        self._store, self._day = store, day
        self._names = sorted(part.table for part in store.snapshots()[-1].parts)
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = self._store.read(name, self._day)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@pytest.fixture(scope="session")
def snapshots(store: Store) -> dict[str, Known]:
    """Give the tables by period and name, as known at the end of each period in the store."""
    return {period.name: Known(store, period.data_date) for period in store.periods()}


@pytest.fixture(scope="session")
def now(snapshots: dict[str, Known]) -> Known:
    """Tables as known at the last day."""
    return snapshots["2026-10"]


@pytest.fixture(scope="session")
def before(snapshots: dict[str, Known]) -> Known:
    """Tables as known a month before the last day."""
    return snapshots["2026-09"]
