"""A source of two days: projects that were renamed, left, joined and stayed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.tables.store import Store

BEFORE, AFTER = date(2020, 9, 30), date(2021, 3, 31)
NOW = datetime(2026, 5, 1, tzinfo=UTC)

COLUMNS = ["project_id", "name", "description", "category", "start", "budget"]
HOSPITAL = ["Hospital rebuild", "Builds a new hospital in the north", "Build", "2019-04-01", 100.0]
RECORDS = ["Care records", "Joins the care records of all regions", "IT", "2018-01-01", 40.0]
BRIDGE = ["River bridge", "Renews the bridge over the river", "Build", "2017-05-01", 60.0]
TUNNEL = ["Mountain tunnel", "Digs a road tunnel", "Build", "2021-01-01", 900.0]


def tables(*projects: tuple[str, str, list]) -> dict[str, pd.DataFrame]:
    """Tables of projects, each with its id, its client and what is known of it."""
    rows = pd.DataFrame([[id_, *known] for id_, _, known in projects], columns=COLUMNS)
    rows["start"] = pd.to_datetime(rows["start"])
    links = pd.DataFrame(
        [(id_, client) for id_, client, _ in projects], columns=["project_id", "client_id"]
    )
    clients = sorted(set(links["client_id"]))
    return {
        "projects": rows.assign(lifecycle="live", currency="GBP"),
        "clients": pd.DataFrame({"client_id": clients, "name": clients}),
        "project_clients": links.assign(valid_from=pd.Timestamp("2019-01-01")),
    }


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Store]:
    """Give a function that makes a store of two days of the source ``s``."""

    def made(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> Store:
        store = Store.create(tmp_path / "store", aliases=tmp_path / "aliases")
        store.write("s", BEFORE, before, loaded_at=NOW)
        store.write("s", AFTER, after, loaded_at=NOW)
        return store

    return made


@pytest.fixture
def store(make: Callable[..., Store]) -> Store:
    """Give a store in which DH-0001 became DOH-0001 and DH-0002 DOH-0002."""
    return make(
        tables(
            ("DH-0001", "DH", HOSPITAL),
            ("DH-0002", "DH", RECORDS),
            ("DFT-0003", "DFT", BRIDGE),
            ("DFT-0004", "DFT", [*BRIDGE[:1], "Ends", "Build", "2010-01-01", 1.0]),
        ),
        tables(
            ("DOH-0001", "DOH", HOSPITAL),
            (
                "DOH-0002",
                "DOH",
                [RECORDS[0], "One record for every patient", "IT", "2018-01-01", 43.0],
            ),
            ("DFT-0003", "DFT", BRIDGE),
            ("DFT-0009", "DFT", TUNNEL),
        ),
    )
