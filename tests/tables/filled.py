"""A store with rows of every table, made from the schemas: each row's ids and words name its owner.

Alpha and Beta are clients with a project each; the project Shared serves both; the project Former
served Alpha once; the programme Both gathers Alpha's project, Beta's and the shared one.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Store

DAY = date(2026, 10, 31)
MONDAY = pd.Timestamp("2026-10-05")

OF_OTHERS = {
    ("clients", "parent_id"),
    ("projects", "parent_id"),
    ("dependencies", "other_project_id"),
    ("dependencies", "other_party"),
    ("dependencies", "other_milestone_id"),
}
"""Columns that may hold what is another client's: of internal visibility, so office only."""

_GIVEN = {
    "period": "2026-10",
    "data_date": pd.Timestamp(DAY),
    "end": pd.Timestamp(DAY),
    "currency": "GBP",
    "base_currency": "GBP",
    "reporting_currency": "GBP",
    "table_name": "progress",
    "column_name": "percent_complete",
    "valid_to": None,
}


def row(table: str, owner: str, other: str = "", **given: Any) -> dict[str, Any]:
    """Make a row of a table; ``other`` owns what ``OF_OTHERS`` names."""
    schema = TABLES[table]
    made = {
        name: _value(table, name, spec, other if (table, name) in OF_OTHERS else owner)
        for name, spec in schema.to_schema().columns.items()
    }
    return made | given


def _value(table: str, name: str, spec: Any, owner: str) -> Any:
    schema, dtype = TABLES[table], str(spec.dtype)
    allowed = [c.statistics["allowed_values"] for c in spec.checks if c.name == "isin"]
    if name in _GIVEN:
        return _GIVEN[name]
    if name in schema.references():
        return f"{schema.references()[name]}.{owner}"
    if name.endswith("_id") and name in schema.key_columns():
        return f"{table}.{owner}"
    if dtype.startswith("datetime"):
        return MONDAY
    if not dtype.startswith("string"):
        return 1
    return allowed[0][0] if allowed else f"{name}.of.{owner}"


def tables() -> dict[str, pd.DataFrame]:
    """Rows of every table."""
    return {name: pd.DataFrame(_rows(name)) for name in TABLES}


def _rows(table: str) -> list[dict[str, Any]]:
    schema = TABLES[table]
    own = [row(table, "Alpha", "Beta"), row(table, "Beta", "Alpha")]
    of_a_project = "project_id" in schema.columns()
    match schema.slice_by():
        case "all":
            office = row(table, "Office", **({"project_id": None} if of_a_project else {}))
            return [*own, office] if of_a_project else [office]
        case "person_id":
            return [*own, row(table, "Shared"), row(table, "Office")]
        case "programme_id":
            return [row(table, "Both")]
        case "client_id" if of_a_project:
            return [*own, *_of_shared(table)]
        case "project_id" if table == "project_programmes":
            members = [f"projects.{name}" for name in ("Alpha", "Beta", "Shared")]
            return [row(table, "Both", project_id=project) for project in members]
        case "project_id":
            return [*own, row(table, "Shared")]
    return own


def _of_shared(table: str) -> list[dict[str, Any]]:
    """What each client has of the project that serves both, and Alpha of its former one."""
    rows = [
        row(table, name, project_id=f"projects.{project}")
        for name, project in (("Alpha", "Shared"), ("Beta", "Shared"), ("Alpha", "Former"))
    ]
    if table == "project_clients":
        rows[-1]["valid_to"] = pd.Timestamp("2026-10-20")
        return rows
    own_key = TABLES[table].key_columns()[0]
    return [made | {own_key: f"{made[own_key]}.{made['project_id']}"} for made in rows]


def make_store(folder: Path, rows: dict[str, pd.DataFrame]) -> Store:
    """Make a store of one month."""
    store = Store.create(folder)
    store.write("office", DAY, rows, loaded_at=datetime(2026, 11, 2, tzinfo=UTC))
    return store
