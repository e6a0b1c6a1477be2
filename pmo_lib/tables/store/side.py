"""One period's snapshot as the cutter holds it: all rows, and where those of each id stand."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pmo_lib.contract import EDITIONS
from pmo_lib.errors import StoreError
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import parts
from pmo_lib.tables.store.marks import digest_of_marks, row_marks
from pmo_lib.tables.store.parts import Frames
from pmo_lib.tables.store.periods import Period
from pmo_lib.tables.store.slices import blank, sliced_tables
from pmo_lib.tables.store.store import Store

__all__ = ["Places", "Side", "hides"]

Places = np.ndarray
"""Positions of rows in their table, in order."""

_PLANS: Final = frozenset({"plan_periods"})
"""Tables whose period is planned for, not reported: a slice holds the whole plan."""

_FOUND_BY: Final = frozenset({"project_id", "client_id", "programme_id"})
"""Columns by which rows are found, besides the one that a table's ``slice_by`` names."""


@dataclass(frozen=True)
class Side:
    """All rows of one period's snapshot, and where those of each id stand.

    Parameters
    ----------
    period : Period
        The period; rows of later ones are left out.
    tables : mapping of str to pyarrow.Table
        Rows of every table that slices have.
    places : mapping of (str, str) to mapping of str or None to Places
        By table and column: where the rows of each id stand, under None those that name no id.
    open_rejects : mapping of str to Places
        By edition: the rejects that tell nothing of a column hidden from it.
    """

    period: Period
    tables: Mapping[str, pa.Table]
    places: Mapping[tuple[str, str], Mapping[str | None, Places]]
    open_rejects: Mapping[str, Places]
    _marks: dict[tuple[str, str], np.ndarray] = field(default_factory=dict, repr=False)
    _common: dict[tuple[str, str, bytes], pa.Table] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, store: Store, period: Period) -> Side:
        """Read one period's snapshot wholly.

        Raises
        ------
        StoreError
            A part is damaged, or a row names a period that the ``periods`` table lacks.
        """
        ends = store.read("periods", period.data_date).set_index("period")["end"]
        frames = {
            name: _reported(store.read(name, period.data_date), name, period, ends)
            for name in sliced_tables()
        }
        tables = {
            name: parts.to_arrow(rows) if len(rows) else blank(name, EDITIONS[-1])
            for name, rows in frames.items()
        }
        return cls(period, tables, _places(frames), _open_rejects(frames["rejects"]))

    def linked(self, level: str, id_: str, *, ever: bool = False) -> frozenset[str]:
        """Projects linked to a client or programme: at the data date, or ever."""
        table = f"project_{level}s"
        links = self.tables[table].take(self.at(table, f"{level}_id", [id_])).to_pylist()
        day = pd.Timestamp(self.period.data_date)
        return frozenset(
            link["project_id"]
            for link in links
            if ever
            or (link["valid_from"] <= day and (link["valid_to"] is None or link["valid_to"] > day))
        )

    def at(self, table: str, column: str, ids: Iterable[str | None]) -> Places:
        """Find where the rows of some ids stand; None finds those that name no id."""
        places = self.places.get((table, column), {})
        found = [places[id_] for id_ in ids if id_ in places]
        return np.sort(np.concatenate(found)) if found else np.array([], dtype=np.int64)

    def values(self, table: str, column: str, at: Places | None) -> set[str]:
        """Collect what stands in a column at some places, or in all of it."""
        rows = self.tables[table][column]
        return set(pc.unique(rows if at is None else rows.take(at)).to_pylist()) - {None}

    def seen(self, at: Mapping[str, Places | None], edition: str) -> Frames:
        """Rows at some places of each table, or all, in the columns that an edition sees."""
        return Frames({name: self._seen(name, at.get(name), edition) for name in self.tables})

    def whole(self, edition: str) -> dict[str, Places | None]:
        """Places of all rows that an edition sees."""
        return {"rejects": self.open_rejects[edition]}

    def fingerprint(self, at: Mapping[str, Places | None], edition: str) -> str:
        """Hash of what :meth:`seen` would give, without taking the rows."""
        held = {
            name: self._marks_of(name, edition)
            if (places := at.get(name)) is None
            else self._marks_of(name, edition)[places]
            for name, rows in self.tables.items()
            if rows.num_rows
        }
        return digest_of_marks(
            {
                name: (blank(name, edition).schema, marks)
                for name, marks in held.items()
                if len(marks)
            }
        )

    def _marks_of(self, table: str, edition: str) -> np.ndarray:
        """Give the marks of all rows of a table, in the columns that an edition sees."""
        if (table, edition) not in self._marks:
            columns = blank(table, edition).column_names
            self._marks[table, edition] = row_marks(self.tables[table].select(columns))
        return self._marks[table, edition]

    def _seen(self, table: str, at: Places | None, edition: str) -> pa.Table:
        rows = self.tables[table]
        if not rows.num_rows or (at is not None and not len(at)):
            return blank(table, edition)
        rows = rows.select(blank(table, edition).column_names)
        if at is None:
            return rows
        if TABLES[table].slice_by() != "all":
            return rows.take(at)
        key = (table, edition, at.tobytes())  # most slices share these rows
        if key not in self._common:
            self._common[key] = rows.take(at)
        return self._common[key]


@functools.cache
def hides(edition: str) -> frozenset[tuple[str, str]]:
    """Tables and columns that an edition does not see."""
    return frozenset(
        (name, column)
        for name, schema in TABLES.items()
        for column in set(schema.columns()) - set(schema.visible_columns(edition))
    )


def _reported(
    rows: pd.DataFrame, table: str, period: Period, ends: pd.Series[pd.Timestamp]
) -> pd.DataFrame:
    """Rows of a table whose reporting period ends no later than this one."""
    if "period" not in TABLES[table].key_columns() or table in _PLANS:
        return rows
    end = rows["period"].map(ends)
    if end.isna().any():
        lacking = rows.loc[end.isna(), "period"].iloc[0]
        raise StoreError(
            f"Table {table} has rows of the period {lacking!r}, which the table periods lacks; "
            "load the source again with its periods."
        )
    return rows[end <= pd.Timestamp(period.end)].reset_index(drop=True)


def _places(
    tables: Mapping[str, pd.DataFrame],
) -> dict[tuple[str, str], Mapping[str | None, Places]]:
    return {
        (name, column): _indices(rows[column])
        for name, rows in tables.items()
        for column in {*_FOUND_BY, TABLES[name].slice_by()} & {*rows.columns}
        if len(rows)
    }


def _indices(ids: pd.Series[str]) -> dict[str | None, Places]:
    """Positions of each id's rows, and under None of those that name none."""
    codes, names = pd.factorize(ids)
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
    found: dict[str | None, Places] = {None: order[: bounds[0]]}
    return found | {name: order[bounds[n] : bounds[n + 1]] for n, name in enumerate(names)}


def _open_rejects(rejects: pd.DataFrame) -> dict[str, Places]:
    """Positions, by edition, of the rejects that tell nothing of a column hidden from it."""
    named = list(zip(rejects["table_name"], rejects["column_name"], strict=True))
    return {
        edition: np.flatnonzero([pair not in hides(edition) for pair in named])
        for edition in EDITIONS
    }
