"""A small store that every rule of the tables can be tried on, and the published returns."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.tables.loading import LoadResult, load
from pmo_lib.tables.store import Store

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("PMO_SHARED") or ROOT / ".." / "shared") / "data"
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


def _month(period: str, start: str, end: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period": [period],
            "cadence": "month",
            "start": pd.Timestamp(start),
            "end": pd.Timestamp(end),
            "data_date": pd.Timestamp(end),
        }
    )


def _links(column: str, rows: list[tuple[str, str, str, str | None]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["project_id", column, "valid_from", "valid_to"])
    return frame.assign(
        valid_from=pd.to_datetime(frame["valid_from"]), valid_to=pd.to_datetime(frame["valid_to"])
    )


def _tables(period: str, start: str, end: str, moved: bool) -> dict[str, pd.DataFrame]:
    """Four projects: J1 of A, J2 of A and B, J3 moving from A to B, J4 of B and hidden notes."""
    projects = ["J1", "J2", "J3", "J4"]
    return {
        "periods": _month(period, start, end),
        "clients": pd.DataFrame(
            {
                "client_id": ["A", "B", "C"],
                "name": ["Alpha", "Beta", "Gamma"],
                "account_lead": ["E8", "E9", None],
            }
        ),
        "programmes": pd.DataFrame(
            {"programme_id": ["P1", "P2"], "name": ["One", "Two"], "owner": ["E7", "E6"]}
        ),
        "people": pd.DataFrame(
            {
                "person_id": [f"E{n}" for n in range(10)],
                "name": [f"Person {n}" for n in range(10)],
                "contracted_hours": 37.5,
            }
        ),
        "projects": pd.DataFrame(
            {
                "project_id": projects,
                "name": [f"Project {p}" for p in projects],
                "manager_id": ["E1", "E2", "E3", "E4"],
                "lifecycle": "live",
                "budget": [1.0, 2.0, 3.0, None],
                "budget_state": [None, None, None, "withheld"],
                "internal_note": "hidden",
            }
        ),
        "project_clients": _links(
            "client_id",
            [
                ("J1", "A", "2025-01-01", None),
                ("J2", "A", "2025-01-01", None),
                ("J2", "B", "2025-01-01", None),
                ("J3", "A", "2025-01-01", "2026-10-15" if moved else None),
                *([("J3", "B", "2026-10-15", None)] if moved else []),
                ("J4", "B", "2025-01-01", None),
            ],
        ),
        "project_programmes": _links(
            "programme_id",
            [
                ("J1", "P1", "2025-01-01", None),
                ("J2", "P1", "2025-01-01", None),
                ("J2", "P2", "2025-01-01", None),
                ("J4", "P2", "2025-01-01", None),
            ],
        ),
        "plan_periods": pd.DataFrame(
            {
                "project_id": "J1",
                "baseline_no": 1,
                "period": ["2026-09", "2026-10", "2026-11", "2026-12"],
                "planned_value": [1.0, 2.0, 3.0, 4.0],
            }
        ),
        "status_reports": pd.DataFrame(
            {
                "project_id": projects,
                "period": period,
                "dimension": "overall",
                "assessor": "owner",
                "rating": "amber" if moved else "green",
                "scale": "rag3",
            }
        ),
        "rejects": pd.DataFrame(
            {
                "reject_id": ["R1", "R2", "R3"],
                "source": "office",
                "table_name": ["progress", "projects", "projects"],
                "project_id": ["J1", "J1", None],
                "column_name": ["period_budget", "margin", None],
                "raw": ["Inf", "12 %", "no id"],
                "rule": "a number",
            }
        ),
        "lineage": pd.DataFrame(
            {
                "table_name": ["projects"],
                "row_key": "J1",
                "column_name": "budget",
                "source": "office",
            }
        ),
    }


@pytest.fixture
def office_tables() -> Callable[[date], dict[str, pd.DataFrame]]:
    """Tables of September (J3 is client A's) and October 2026 (J3 is client B's)."""
    months = {
        SEPTEMBER: _tables("2026-09", "2026-09-01", "2026-09-30", moved=False),
        OCTOBER: _tables("2026-10", "2026-10-01", "2026-10-31", moved=True),
    }
    return months.__getitem__


@pytest.fixture
def office(tmp_path: Path, office_tables: Callable[[date], dict[str, pd.DataFrame]]) -> Store:
    """Make a store of two months."""
    store = Store.create(tmp_path / "office")
    for day in (SEPTEMBER, OCTOBER):
        loaded_at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        store.write("office", day, office_tables(day), loaded_at=loaded_at)
    return store


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Find published data; where they are absent the test is skipped, and says so."""

    def found(name: str) -> Path:
        if not (SHARED / name).exists():
            pytest.skip(f"the published data are not at {SHARED / name}")
        return SHARED / name

    return found


@pytest.fixture(scope="session")
def source_mappings() -> list[Path]:
    """Find all mapping files of the project."""
    return sorted((ROOT / "params" / "sources").glob("*.yml"))


@pytest.fixture(scope="session")
def gmpp_mapping() -> Path:
    """Find the mapping file of the published returns."""
    return ROOT / "params" / "sources" / "gmpp.yml"


@pytest.fixture(scope="session")
def gmpp_folder() -> Path:
    """Find the published returns."""
    folder = SHARED / "gmpp"
    if not folder.is_dir():
        pytest.skip(f"the published returns are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def gmpp(
    tmp_path_factory: pytest.TempPathFactory, gmpp_mapping: Path, gmpp_folder: Path
) -> LoadResult:
    """Load the published returns of 2022 and 2023."""
    root = tmp_path_factory.mktemp("gmpp") / "store"
    return load(gmpp_mapping, gmpp_folder, root, loaded_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="session")
def gmpp_store(gmpp: LoadResult) -> Store:
    """Open the store of the published returns."""
    return Store.open(gmpp.store)
