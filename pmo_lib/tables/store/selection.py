"""Which rows one client or programme sees, by the ``slice_by`` of each table."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store.side import Places, Side, hides

__all__ = ["Selection"]

_NOTHING: Final = np.array([], dtype=np.int64)
_OF_A_CLIENT: Final = frozenset({"client_id", "request_id", "saving_id"})
_OF_THE_OFFICE: Final = frozenset({"office", "none"})


@dataclass
class Selection:
    """The rows of one side that a client or programme sees.

    Parameters
    ----------
    side : Side
        All rows of a period's snapshot.
    level : {'client', 'programme'}
        What the slice is about.
    id : str
        The client or programme.
    projects : frozenset of str
        The projects whose rows are in the slice.
    edition : {'client', 'board', 'internal'}
        The audience. The client edition of a programme, which may gather projects of several
        clients, has no row that belongs to a client.

    Notes
    -----
    A row that names a client is that client's alone, also where its project is shared. One that
    names a client and a project that never served it is an error of the source, and in no
    client's slice.
    """

    side: Side
    level: str
    id: str
    projects: frozenset[str]
    edition: str
    _at: dict[str, Places | None] = field(default_factory=dict)

    def places(self) -> Mapping[str, Places | None]:
        """Where the rows stand in each table; None stands for all of them."""
        for name, rows in self.side.tables.items():
            self._at[name] = self._find(name) if rows.num_rows else _NOTHING
        self._at["people"] = self.side.at("people", "person_id", self._people())
        return self._at

    def _find(self, table: str) -> Places | None:
        match TABLES[table].slice_by():
            case "all":
                return self._common(table)
            case "project_id":
                return self._of_projects(table)
            case "client_id":
                return self._of_client(table)
            case "programme_id":
                return self.side.at(table, "programme_id", self._programmes())
            case "project_or_client":
                return self._of_projects_or_client(table)
            case "request_id" | "saving_id" as parent:
                return self._of_parent(table, parent)
        return _NOTHING

    def _common(self, table: str) -> Places | None:
        """Rows that name no project, and those of the slice's projects."""
        if "project_id" not in TABLES[table].columns():
            return None
        at = self.side.at(table, "project_id", {None, *self.projects})
        return None if len(at) == self.side.tables[table].num_rows else at

    def _of_projects(self, table: str) -> Places:
        at = self.side.at(table, "project_id", self.projects)
        if self.level == "programme" and table == "project_programmes":
            return np.intersect1d(at, self.side.at(table, "programme_id", [self.id]))
        return at

    def _of_client(self, table: str) -> Places:
        if self.level == "client":
            own = self.side.at(table, "client_id", [self.id])
            known = self.projects if table == "project_clients" else self._known | {None}
            return self._of_known(table, own, known)
        if self.edition == "client":
            return _NOTHING
        if table == "clients":
            return self.side.at(table, "client_id", self._clients())
        return self.side.at(table, "project_id", self.projects)

    def _of_known(self, table: str, at: Places, known: frozenset[str | None]) -> Places:
        """Of some rows those whose project, if the table has one, is known to the client."""
        if "project_id" not in TABLES[table].columns() or not len(at):
            return at
        named = self.side.tables[table]["project_id"].take(at).to_pylist()
        return at[[project in known for project in named]]

    @functools.cached_property
    def _known(self) -> frozenset[str | None]:
        """Projects that serve the client now or once did."""
        return self.projects | self.side.linked("client", self.id, ever=True)

    def _clients(self) -> set[str]:
        at = self.side.at("project_clients", "project_id", self.projects)
        return self.side.values("project_clients", "client_id", at)

    def _programmes(self) -> set[str]:
        if self.level == "programme":
            return {self.id}
        at = self.side.at("project_programmes", "project_id", self.projects)
        return self.side.values("project_programmes", "programme_id", at)

    def _of_parent(self, table: str, column: str) -> Places:
        """Rows that belong to a row of another table that is in the slice."""
        parent = TABLES[table].references()[column]
        at = self._at[parent]
        return self.side.at(table, column, self.side.values(parent, column, at))

    def _of_projects_or_client(self, table: str) -> Places:
        at = self.side.at(table, "project_id", self.projects)
        if self.level == "client":
            at = np.union1d(at, self.side.at(table, "client_id", [self.id]))
        rows = self.side.tables[table].take(at).to_pylist()
        return at[[self._shows(row) for row in rows]] if len(at) else at

    def _shows(self, reject: Mapping[str, Any]) -> bool:
        """Whether a reject tells nothing of a hidden column, of the office or another client."""
        schema = TABLES.get(reject["table_name"])
        found_by = schema.slice_by() if schema else "none"
        if found_by in _OF_THE_OFFICE:
            return False
        if (reject["table_name"], reject["column_name"]) in hides(self.edition):
            return False
        if self.level == "client" and reject["client_id"] is not None:
            known = self._known | {None}
            return reject["client_id"] == self.id and reject["project_id"] in known
        nobody = reject["client_id"] is None and found_by not in _OF_A_CLIENT
        return nobody or (self.level == "programme" and self.edition != "client")

    def _people(self) -> set[str]:
        """Collect the people whom the slice's rows name in columns that the edition sees."""
        found: set[str] = set()
        for table, at in self._at.items():
            if table != "people" and (at is None or len(at)):
                for column in _naming_people(table, self.edition):
                    found |= self.side.values(table, column, at)
        return found


@functools.cache
def _naming_people(table: str, edition: str) -> tuple[str, ...]:
    """Columns of a table that hold ids of people and that an edition sees."""
    visible = TABLES[table].visible_columns(edition)
    references = TABLES[table].references()
    return tuple(column for column in visible if references.get(column) == "people")
