"""Proposals: ids that went and ids that came, one to one, where enough speaks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.errors import ParameterError, SelectionError, allowed_words
from pmo_lib.tables.matching.evidence import WEIGHTS, scored, told
from pmo_lib.tables.store import Snapshot, Store

__all__ = ["Proposal", "between_sources", "days", "over_time"]

NEAR: Final = 0.05
"""A pair with another that scores lower by no more than this is ambiguous."""

_KEYS: Final = {"projects": "project_id", "clients": "client_id"}
_LINKS: Final = "project_clients"


@dataclass(frozen=True)
class Proposal:
    """Two ids that may be of one project or client; nothing is decided by it.

    Parameters
    ----------
    alias, proposal : str
        The id that went, and the one that it may be now.
    score : float
        From 0 to 1, by the weights of :data:`WEIGHTS`.
    evidence : str
        What speaks for it and what does not, in words.
    rivals : tuple of str
        Other ids for either side that score nearly as high: the pair is then ambiguous.
    where : str
        Between which days or sources the ids went and came.
    """

    alias: str
    proposal: str
    score: float
    evidence: str
    rivals: tuple[str, ...]
    where: str

    @property
    def ambiguous(self) -> bool:
        """Whether it could as well be another pair; never to be taken as certain."""
        return bool(self.rivals)


def over_time(
    store: Store,
    source: str,
    *,
    table: str = "projects",
    between: tuple[date, date] | None = None,
    least: float = 0.8,
) -> list[Proposal]:
    """Propose what left and what joined from one day of a source to the next.

    Parameters
    ----------
    store : Store
        Read with the decisions that there are: what is decided is not proposed again.
    source : str
        Id of the source.
    table : {'projects', 'clients'}
        Whose ids are matched.
    between : tuple of datetime.date, optional
        Only these two days; without it each day of the source and the next.
    least : float
        Pairs with a lower score are left out.

    Returns
    -------
    list of Proposal
        By day, then highest score first; none where nothing left or nothing joined. Ids that
        stand beside each other on any day of the source are not proposed as one.

    Raises
    ------
    SelectionError
        The store has nothing from the source, or nothing for a day.
    ParameterError
        The table's ids cannot be matched.
    StoreError
        A part is damaged.
    """
    _check_table(table)
    loads = days(store, source)
    pairs = [*pairwise(loads)] if between is None else [between]
    for day in between or ():
        if day not in loads:
            listed = allowed_words(str(day), map(str, loads))
            raise SelectionError(f"The store has nothing from {source} for {day}; {listed}.")
    held = {day: _ids(store, snapshot, table) for day, snapshot in loads.items()}
    found: list[Proposal] = []
    for one, other in pairs:
        before = _known(store, loads[one], table, held[one] - held[other])
        after = _known(store, loads[other], table, held[other] - held[one])
        where = f"{one} to {other}"
        found += _assigned(table, before, after, least, where, held.values())
    return found


def between_sources(
    store: Store, source: str, other: str, *, table: str = "projects", least: float = 0.8
) -> list[Proposal]:
    """Propose which ids of one source another source has under other ids, at their latest days.

    Parameters
    ----------
    store, table, least
        As :func:`over_time` has them.
    source, other : str
        Ids of the sources; a decision would stand in the file of the first.

    Returns
    -------
    list of Proposal
        Highest score first.

    Raises
    ------
    SelectionError, ParameterError, StoreError
        As :func:`over_time` raises them.
    """
    _check_table(table)
    one, two = ([*days(store, name).values()][-1] for name in (source, other))
    held = [_ids(store, snapshot, table) for snapshot in (one, two)]
    before = _known(store, one, table, held[0] - held[1])
    after = _known(store, two, table, held[1] - held[0])
    where = f"{source} to {other}"
    return _assigned(table, before, after, least, where, held)


def days(store: Store, source: str) -> dict[date, Snapshot]:
    """Give the days of a source, oldest first, each with its latest load.

    Raises
    ------
    SelectionError
        The store has nothing from the source.
    """
    loads = store.snapshots()
    found = {snapshot.as_of: snapshot for snapshot in loads if snapshot.source == source}
    if not found:
        sources = sorted({snapshot.source for snapshot in loads})
        raise SelectionError(
            f"The store has nothing from {source!r}; {allowed_words(source, sources)}."
        )
    return found


def _check_table(table: str) -> None:
    if table not in WEIGHTS:
        raise ParameterError(
            f"Ids of the table {table!r} cannot be matched; {allowed_words(table, WEIGHTS)}."
        )


def _ids(store: Store, snapshot: Snapshot, table: str) -> set[str]:
    key = _KEYS[table]
    return set(store.read_snapshot(snapshot.name, table, columns=[key])[key])


def _known(store: Store, snapshot: Snapshot, table: str, ids: set[str]) -> pd.DataFrame:
    """Collect what one load says of some ids, indexed by id in order."""
    key = _KEYS[table]
    wanted = {key: sorted(ids)}
    rows = store.read_snapshot(snapshot.name, table, where=wanted).set_index(key)
    links = store.read_snapshot(snapshot.name, _LINKS, where=wanted)
    other, name = {"projects": ("client_id", "client"), "clients": ("project_id", "projects")}[
        table
    ]
    held: Mapping[Any, Any] = links.groupby(key)[other].agg(frozenset).to_dict()
    return rows.assign(**{name: [held.get(id_, frozenset()) for id_ in rows.index]})


def _assigned(
    table: str,
    before: pd.DataFrame,
    after: pd.DataFrame,
    least: float,
    where: str,
    together: Iterable[set[str]],
) -> list[Proposal]:
    """Take the best pair, then the best of those left; an id stands in one proposal."""
    pairs = scored(table, before, after, least - NEAR)
    beside = [any({a, b} <= ids for ids in together) for a, b in _ends(pairs)]
    pairs = pairs[~np.array(beside, dtype=bool)]
    found: list[Proposal] = []
    taken: set[tuple[str, str]] = set()
    for pair in pairs[pairs["score"] >= least].to_dict("records"):
        sides = {("alias", pair["alias"]), ("proposal", pair["proposal"])}
        if not sides & taken:
            taken |= sides
            rivals = _rivals(pairs, pair)
            ends = (pair["alias"], pair["proposal"], float(pair["score"]))
            found.append(Proposal(*ends, told(pair, table), rivals, where))
    return found


def _rivals(pairs: pd.DataFrame, pair: Mapping[Any, Any]) -> tuple[str, ...]:
    """Ids that either side of a pair could as well be of."""
    near = pairs[pairs["score"] >= pair["score"] - NEAR]
    same = [near[side] == pair[side] for side in ("alias", "proposal")]
    others = near[same[0] ^ same[1]]
    return tuple(a if b == pair["proposal"] else b for a, b in _ends(others))


def _ends(pairs: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(pairs["alias"], pairs["proposal"], strict=True)
