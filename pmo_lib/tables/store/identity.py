"""Identity: the rows of one source, read under the ids that decisions give them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from pmo_lib.errors import StoreError
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import parts
from pmo_lib.tables.store.aliases import SUBJECTS, Decisions

__all__ = ["Identity", "references"]

_OWN: Final = {
    "projects": "project_id",
    "clients": "client_id",
    "programmes": "programme_id",
    "people": "person_id",
}
"""The column of a table's own ids, by the tables that decisions may be on."""

_NAMED: Final = 5


def references(table: str) -> dict[str, str]:
    """Columns of a table that hold an id of a table with decisions, and which table."""
    found = {name: of for name, of in TABLES[table].references().items() if of in _OWN}
    return {_OWN[table]: table} | found if table in _OWN else found


class Identity:
    """What is the same in the rows of one source, as known at a day.

    Parameters
    ----------
    decisions : Decisions
        All decisions on the source.
    known_by : datetime.date, optional
        Decisions after this day are left out.
    """

    def __init__(self, decisions: Decisions, known_by: date | None = None) -> None:
        self._decisions = decisions
        self._names = {table: decisions.names(table, known_by) for table in SUBJECTS}

    def name(self, subject: str, id_: str) -> str:
        """Give the id that an id of one of the subjects' tables is read as."""
        return self._names[subject].get(id_, id_)

    def spellings(self, table: str, column: str, values: Collection[Any]) -> set[Any]:
        """Ids as loaded that are read as one of some values; values that are no ids as given."""
        names = self._names.get(references(table).get(column, ""), {})
        found = {alias for alias, name in names.items() if name in values}
        return found | {value for value in values if value not in names}

    def spelled(
        self, table: str, where: Mapping[str, Collection[Any]]
    ) -> dict[str, Collection[Any]]:
        """Say which rows are wanted in the ids as loaded."""
        return {name: self.spellings(table, name, values) for name, values in where.items()}

    def resolved(self, rows: pa.Table, table: str, snapshot: str) -> pa.Table:
        """Rows of one part under the ids that decisions give them.

        Parameters
        ----------
        rows : pyarrow.Table
            With the table's key columns.
        table : str
            Name of the table.
        snapshot : str
            Where the rows are from, for the message.

        Raises
        ------
        StoreError
            Two rows would have one key: what was there twice on one day is not the same.
        """
        changed = {}
        for column, subject in references(table).items():
            if column in rows.column_names and self._names[subject]:
                renamed = _renamed(rows[column], self._names[subject])
                if renamed is not None:
                    changed[column] = renamed
        found = rows
        for column, values in changed.items():
            found = found.set_column(found.column_names.index(column), column, values)
        if changed.keys() & set(TABLES[table].key_columns()):
            self._check_keys(rows, found, table, snapshot)
        return found

    def _check_keys(self, loaded: pa.Table, found: pa.Table, table: str, snapshot: str) -> None:
        columns = TABLES[table].key_columns()
        keys = parts.decode(found.select(columns))
        same = keys.duplicated(keep=False)
        if not same.any():
            return
        before = parts.decode(loaded.select(columns))[same]
        listed = keys[same].drop_duplicates().astype(str).agg(", ".join, axis=1).tolist()
        decision = next(
            self._decisions.of(subject, id_)
            for column, subject in references(table).items()
            if column in columns
            for id_ in before[column]
            if id_ in self._names[subject]
        )
        more = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
        raise StoreError(
            f"{decision} makes one of two rows in the table {table} of the snapshot {snapshot}: "
            f"{'; '.join(listed[:_NAMED])}{more}. What is there twice on one day is not the same; "
            "correct or delete the decision."
        )


def _renamed(ids: pa.ChunkedArray, names: Mapping[str, str]) -> pa.ChunkedArray | None:
    """Ids with each alias replaced; none where no alias is among them."""
    at = pc.index_in(ids, value_set=pa.array(list(names), ids.type))
    if at.null_count == len(at):
        return None
    return pc.coalesce(pa.array(list(names.values()), ids.type).take(at), ids)
