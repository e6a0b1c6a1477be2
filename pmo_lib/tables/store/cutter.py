"""The cutter: reads a period and the one before once, then cuts any number of slices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from pmo_lib.contract import EDITIONS, LEVELS
from pmo_lib.errors import SelectionError, StoreError, allowed_words
from pmo_lib.params import PERIOD_LATEST
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import parts
from pmo_lib.tables.store import periods as calendar
from pmo_lib.tables.store.parts import Frames
from pmo_lib.tables.store.periods import Period
from pmo_lib.tables.store.slices import Slice, blank, sliced_tables
from pmo_lib.tables.store.store import Store

__all__ = ["Cutter"]

_PLANS: Final = frozenset({"plan_periods"})
"""Tables whose period is planned for, not reported: a slice holds the whole plan."""

_PORTFOLIO: Final = "portfolio"
_OTHER: Final = {"client": "programme", "programme": "client"}


class Cutter:
    """Cuts slices of one period for any client, programme or the portfolio.

    Parameters
    ----------
    store : Store
        Where the rows are; read wholly once, here.
    period : str
        Name of a period that the store holds, or ``latest``.

    Raises
    ------
    SelectionError
        The store does not hold the period.
    StoreError
        A part is damaged, or a row names a period that the ``periods`` table lacks.
    """

    def __init__(self, store: Store, period: str = PERIOD_LATEST) -> None:
        held = store.periods()
        self.period: Final = calendar.choose(period, held)
        self.previous_period: Final = calendar.preceding(self.period, held)
        self._current = _Side.load(store, self.period)
        self._previous = self.previous_period and _Side.load(store, self.previous_period)

    def clients(self) -> dict[str, str]:
        """Names of the clients in the period's snapshot, by id, in order of id."""
        return self._current.names("client")

    def programmes(self) -> dict[str, str]:
        """Names of the programmes in the period's snapshot, by id, in order of id."""
        return self._current.names("programme")

    def cut(self, level: str, id: str, edition: str) -> Slice:  # noqa: A002  the field is `id`
        """Cut what one report sees.

        Parameters
        ----------
        level : {'client', 'programme', 'portfolio'}
            What the report is about.
        id : str
            The client or programme; not looked at for the portfolio.
        edition : {'client', 'board', 'internal'}
            The audience.

        Returns
        -------
        Slice
            ``current`` has the projects linked to the client or programme at the period's data
            date. ``previous`` has those linked at the data date before and the history of those
            linked now; its links are this client's or programme's alone.

        Raises
        ------
        SelectionError
            The level or edition is unknown, or the snapshot does not hold the id.
        """
        self._check(level, id, edition)
        if level == _PORTFOLIO:
            current = self._current.whole(edition)
            previous = self._previous.whole(edition) if self._previous else _nothing(edition)
            return self._slice(level, _PORTFOLIO, edition, current, previous)
        now = self._current.linked(level, id)
        current = self._current.rows(level, id, now, edition)
        previous = _nothing(edition)
        if self._previous:
            both = now | self._previous.linked(level, id)
            previous = self._previous.rows(level, id, both, edition)
        return self._slice(level, id, edition, current, previous)

    def _slice(
        self, level: str, id_: str, edition: str, current: Frames, previous: Frames
    ) -> Slice:
        return Slice(level, id_, edition, self.period, self.previous_period, current, previous)

    def _check(self, level: str, id_: str, edition: str) -> None:
        for what, given, allowed in (("level", level, LEVELS), ("edition", edition, EDITIONS)):
            if given not in allowed:
                raise SelectionError(
                    f"There is no {what} {given!r}; {allowed_words(given, allowed)}."
                )
        if level != _PORTFOLIO and id_ not in (names := self._current.names(level)):
            raise SelectionError(
                f"The store holds no {level} {id_!r} in {self.period.name}; "
                f"{allowed_words(id_, names)}."
            )


@dataclass(frozen=True)
class _Side:
    """All rows of one period's snapshot, and where those of each id stand."""

    period: Period
    tables: Mapping[str, pa.Table]
    places: Mapping[tuple[str, str], Mapping[str, np.ndarray]]
    open_rejects: Mapping[str, np.ndarray]

    @classmethod
    def load(cls, store: Store, period: Period) -> _Side:
        ends = store.read("periods", period.data_date).set_index("period")["end"]
        frames = {
            name: _reported(store.read(name, period.data_date), name, period, ends)
            for name in sliced_tables()
        }
        tables = {name: parts.to_arrow(rows) for name, rows in frames.items()}
        return cls(period, tables, _places(frames), _open_rejects(frames["rejects"]))

    def names(self, level: str) -> dict[str, str]:
        """Names of the clients or programmes, by id."""
        rows = self.tables[f"{level}s"]
        return dict(zip(rows[f"{level}_id"].to_pylist(), rows["name"].to_pylist(), strict=True))

    def linked(self, level: str, id_: str) -> frozenset[str]:
        """Projects linked to a client or programme at the data date."""
        table = f"project_{level}s"
        links = self.tables[table].take(self._at(table, f"{level}_id", [id_])).to_pylist()
        day = pd.Timestamp(self.period.data_date)
        return frozenset(
            link["project_id"]
            for link in links
            if link["valid_from"] <= day and (link["valid_to"] is None or link["valid_to"] > day)
        )

    def rows(self, level: str, id_: str, projects: frozenset[str], edition: str) -> Frames:
        """Rows of every table that belong to some projects, seen from one client or programme."""
        at = {
            name: self._at(name, "project_id", projects)
            for name in self.tables
            if (name, "project_id") in self.places
        }
        other = _OTHER[level]
        own_links, other_links = f"project_{level}s", f"project_{other}s"
        own_rows = self._at(own_links, f"{level}_id", [id_])
        at[own_links] = np.intersect1d(at[own_links], own_rows)
        if other == "client" and edition == "client":
            at[other_links] = at[other_links][:0]
        others = self._values(other_links, f"{other}_id", at[other_links])
        at[f"{level}s"] = self._at(f"{level}s", f"{level}_id", [id_])
        at[f"{other}s"] = self._at(f"{other}s", f"{other}_id", others)
        at["rejects"] = np.intersect1d(at["rejects"], self.open_rejects[edition])
        at["people"] = self._at("people", "person_id", self._people(at, edition))
        return Frames({name: self._seen(name, at.get(name), edition) for name in self.tables})

    def whole(self, edition: str) -> Frames:
        """All rows."""
        at = {"rejects": self.open_rejects[edition]}
        return Frames({name: self._seen(name, at.get(name), edition) for name in self.tables})

    def _people(self, at: Mapping[str, np.ndarray], edition: str) -> set[str]:
        """Collect project managers; outside the client edition also owners and account leads."""
        found = self._values("projects", "manager_id", at["projects"])
        if edition != "client":
            found |= self._values("programmes", "owner", at["programmes"])
            found |= self._values("clients", "account_lead", at["clients"])
        return found

    def _at(self, table: str, column: str, ids: Iterable[str]) -> np.ndarray:
        places = self.places[table, column]
        found = [places[id_] for id_ in ids if id_ in places]
        return np.sort(np.concatenate(found)) if found else np.array([], dtype=np.int64)

    def _values(self, table: str, column: str, at: np.ndarray) -> set[str]:
        return set(self.tables[table][column].take(at).to_pylist()) - {None}

    def _seen(self, table: str, at: np.ndarray | None, edition: str) -> pa.Table:
        """Rows at some places, or all, in the columns that an edition sees."""
        if at is not None and not len(at):
            return blank(table, edition)
        rows = self.tables[table].select(TABLES[table].visible_columns(edition))
        return rows if at is None else rows.take(at)


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
) -> dict[tuple[str, str], Mapping[str, np.ndarray]]:
    return {
        (name, column): _indices(rows[column])
        for name, rows in tables.items()
        for column in ("project_id", "client_id", "programme_id", "person_id")
        if column in rows.columns
    }


def _indices(ids: pd.Series[str]) -> dict[str, np.ndarray]:
    """Positions of each id's rows; rows that name none are left out."""
    codes, names = pd.factorize(ids)
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
    return {name: order[bounds[n] : bounds[n + 1]] for n, name in enumerate(names)}


def _open_rejects(rejects: pd.DataFrame) -> dict[str, np.ndarray]:
    """Positions, by edition, of the rejects that tell nothing of a column hidden from it."""
    named = list(zip(rejects["table_name"], rejects["column_name"], strict=True))
    hidden = {edition: _hidden(edition) for edition in EDITIONS}
    return {
        edition: np.flatnonzero([pair not in hidden[edition] for pair in named])
        for edition in EDITIONS
    }


def _hidden(edition: str) -> set[tuple[str, str]]:
    return {
        (name, column)
        for name, schema in TABLES.items()
        for column in set(schema.columns()) - set(schema.visible_columns(edition))
    }


def _nothing(edition: str) -> Frames:
    return Frames({name: blank(name, edition) for name in sliced_tables()})
