"""Where the sample's numbers were typed: what the lineage says is what the tables hold."""

from __future__ import annotations

import pandas as pd

from pmo_lib.tables.sample import SOURCE
from pmo_lib.tables.store import Store
from pmo_lib.tables.tracing import trace

Tables = dict[str, pd.DataFrame]
PLACE = ["file", "sheet", "cell"]


def values(now: Tables, table: str, columns: list[str], keys: list[str]) -> pd.Series:
    rows = now[table][now[table]["period"] == "2026-10"]
    key = rows[keys[0]].astype("str").str.cat([rows[name].astype("str") for name in keys[1:]], "|")
    return rows.set_index(key)[columns].stack().dropna()  # noqa: PD013 - keyed by row and column


def typed(now: Tables, table: str) -> pd.Series:
    rows = now["lineage"].query("table_name == @table")
    return rows.set_index(["row_key", "column_name"])["raw"]


def test_every_number_of_the_periods_progress_is_traced_as_it_was_typed(now: Tables) -> None:
    found = typed(now, "progress")
    columns = sorted(set(found.index.get_level_values(1)))
    stored = values(now, "progress", columns, ["project_id", "period"])
    assert len(found) == len(stored)
    shares = found.str.endswith("%")
    bare = found.str.replace(r"[£€$,%]", "", regex=True).astype(float)
    read = (bare / shares.map({True: 100.0, False: 1.0})).reindex(stored.index)
    assert (read - stored).abs().max() < 1e-9


def test_every_date_of_the_periods_milestones_is_traced_as_it_was_typed(now: Tables) -> None:
    found = typed(now, "milestones")
    columns = sorted(set(found.index.get_level_values(1)))
    stored = values(now, "milestones", columns, ["project_id", "milestone_id", "period"])
    assert len(found) == len(stored)
    read = pd.to_datetime(found, format="%d/%m/%Y").reindex(stored.index)
    assert (read == stored).all()


def test_no_two_values_nor_rejects_stand_in_one_cell(now: Tables) -> None:
    places = pd.concat([now["lineage"][PLACE], now["rejects"][PLACE]])
    assert len(places) > 10_000
    assert not places.duplicated().any()


def test_trace_leads_to_the_cell_of_the_latest_return(store: Store, now: Tables) -> None:
    row = now["lineage"].query("column_name == 'actual_cost'").iloc[0]
    latest = trace(store, "progress", row["row_key"], "actual_cost")[0]
    assert (latest.source, latest.standing) == (SOURCE, "in force")
    assert latest.place is not None
    assert (latest.place.cell, latest.place.raw) == (row["cell"], row["raw"])
    assert latest.place.file == "returns_2026-10.xlsx"
