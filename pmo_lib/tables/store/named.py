"""Whom and what rows name: the ids and names of clients, programmes, projects and people."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from pmo_lib.tables.schemas import TABLES

__all__ = ["Named", "named_in"]

_KEYS: Final = {
    "clients": "client_id",
    "programmes": "programme_id",
    "projects": "project_id",
    "people": "person_id",
}
"""Tables whose rows have an id and a name by which readers know them."""

_SPONSORS: Final = ("programmes", "projects")
"""Tables that name a person of a client's own, who has no id."""


@dataclass(frozen=True)
class Named:
    """Whom and what some rows name.

    Parameters
    ----------
    ids : mapping of str to str
        Table of each id: of clients, programmes, projects and people that have a row, or that
        another row refers to.
    names : mapping of str to tuple of str
        Who bears each name, as ``clients C0001``; a sponsor bears it as ``sponsors`` alone.
    """

    ids: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]

    def to_json(self) -> str:
        """Write as JSON: the same ids and names give the same text."""
        return json.dumps({"ids": self.ids, "names": self.names}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Named:
        """Read what :meth:`to_json` wrote."""
        found = json.loads(text)
        return cls(found["ids"], {name: tuple(who) for name, who in found["names"].items()})


def named_in(*sides: Mapping[str, pa.Table]) -> Named:
    """Collect the ids and names in some tables.

    Parameters
    ----------
    *sides : mapping of str to pyarrow.Table
        Rows by table; columns that an edition does not see may be absent.

    Returns
    -------
    Named
        Without ids and names where there are no rows.
    """
    ids: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for side in sides:
        for table, rows in side.items():
            for column, target in _id_columns(table).items():
                ids |= dict.fromkeys(_values(rows, column), target)
            for name, who in _bearers(table, rows):
                names.setdefault(name, set()).add(who)
    return Named(
        dict(sorted(ids.items())), {name: tuple(sorted(who)) for name, who in sorted(names.items())}
    )


def _bearers(table: str, rows: pa.Table) -> Iterable[tuple[str, str]]:
    if table in _KEYS and rows.num_rows:
        pairs = zip(rows["name"].to_pylist(), rows[_KEYS[table]].to_pylist(), strict=True)
        yield from ((name, f"{table} {id_}") for name, id_ in pairs if name)
    if table in _SPONSORS:
        yield from ((name, "sponsors") for name in _values(rows, "sponsor"))


def _values(rows: pa.Table, column: str) -> list[str]:
    if not rows.num_rows or column not in rows.column_names:
        return []
    return [value for value in pc.unique(rows[column]).to_pylist() if value]


@functools.cache
def _id_columns(table: str) -> dict[str, str]:
    """Columns of a table that hold ids, each with the table whose ids they are."""
    referring = TABLES[table].references().items() if table in TABLES else ()
    own = {_KEYS[table]: table} if table in _KEYS else {}
    return {column: target for column, target in referring if target in _KEYS} | own
