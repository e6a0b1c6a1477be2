"""Reading: which loads count for a day and an instant, and the rows of their parts."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pmo_lib.errors import StoreError, allowed_words
from pmo_lib.files import digest_of
from pmo_lib.tables.schemas import TABLES, Table
from pmo_lib.tables.store import manifests, parts
from pmo_lib.tables.store.aliases import Decisions, read_decisions
from pmo_lib.tables.store.identity import Identity
from pmo_lib.tables.store.manifests import Snapshot

__all__ = ["Reader", "Wanted", "arrow_schema", "as_day", "as_instant", "schema_of"]


@dataclass(frozen=True)
class Wanted:
    """What is asked of one table: columns as they are to be given, and rows by key columns."""

    table: str
    columns: Sequence[str]
    where: Mapping[str, Collection[Any]]

    @classmethod
    def of(
        cls, table: str, columns: Sequence[str] | None, where: Mapping[str, object] | None
    ) -> Wanted:
        """Hold what was asked to the table's schema.

        Raises
        ------
        StoreError
            The table or a column is unknown, or rows are asked for by a column that is no key or
            by a value that it cannot hold.
        """
        schema = schema_of(table)
        _check_names(table, columns or (), schema.columns(), "column")
        _check_names(table, where or (), schema.key_columns(), "key column")
        values = {name: _typed(table, name, value) for name, value in (where or {}).items()}
        return cls(table, list(columns or schema.columns()), values)

    @property
    def read(self) -> list[str]:
        """Columns that are read: those asked for, and the keys."""
        return [*dict.fromkeys([*self.columns, *schema_of(self.table).key_columns()])]


class Reader:
    """Reads the loads of one store.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the store.
    aliases : pathlib.Path
        Folder of the decisions on what is the same.
    """

    def __init__(self, root: Path, aliases: Path) -> None:
        self._root = root
        self._aliases = aliases
        self._agreed: dict[str, object] = {}

    def snapshots(self, *, readable: bool = False) -> list[Snapshot]:
        """All loads, by as-of date and then in the order they were made; or the readable ones."""
        found = []
        for path in manifests.manifest_paths(self._root):
            with contextlib.suppress(*([StoreError] if readable else [])):
                found.append(manifests.read_manifest(path))
        return sorted(found, key=_order)

    def state(self) -> str:
        """Hash of all loads and of all decisions on aliases.

        Raises
        ------
        StoreError
            A manifest is damaged.
        """
        whole = hashlib.sha256()
        for load in self.snapshots():
            whole.update(repr((load.name, load.source, load.as_of, load.parts)).encode())
        for path in sorted(self._aliases.glob("*.yml")):
            whole.update(f"{path.name} {digest_of(path)}".encode())
        return whole.hexdigest()

    def snapshot(self, name: str) -> Snapshot:
        """Find a load by its name.

        Raises
        ------
        StoreError
            There is none of that name.
        """
        by_name = {snapshot.name: snapshot for snapshot in self.snapshots()}
        if name not in by_name:
            raise StoreError(f"There is no snapshot {name!r}; {allowed_words(name, by_name)}.")
        return by_name[name]

    def in_force(
        self, table: str, as_of: date | None = None, known_by: datetime | None = None
    ) -> list[Snapshot]:
        """Give the loads that count for a table on a day, as known at an instant, oldest first.

        Per source it is the latest load of the latest day; of a table whose key names the period,
        the latest load of each day.
        """
        all_days = "period" in schema_of(table).key_columns()
        day = date.max if as_of is None else as_day(as_of)
        instant = None if known_by is None else as_instant(known_by, "known_by")
        latest: dict[tuple[str, date | None], Snapshot] = {}
        for snapshot in self.snapshots():
            if snapshot.as_of > day or (instant and snapshot.loaded_at > instant):
                continue
            latest[snapshot.source, snapshot.as_of if all_days else None] = snapshot
        return sorted(latest.values(), key=_order)

    def rows(
        self, counted: Iterable[Snapshot], wanted: Wanted, known_by: datetime | None
    ) -> pd.DataFrame:
        """Rows of one table from some loads, oldest first; of one key the last one's row stays."""
        found = [arrow_schema(wanted.table).empty_table().select(wanted.read)]
        found += [
            self._part(snapshot, wanted, known_by)
            for snapshot in counted
            if snapshot.part(wanted.table)
        ]
        whole = parts.decode(pa.concat_tables(found, promote_options="default"))
        keys = schema_of(wanted.table).key_columns()
        rows = whole.drop_duplicates(keys, keep="last")
        return rows.sort_values(keys, kind="stable", ignore_index=True)[wanted.columns]

    def identity(self, source: str, known_by: datetime | None = None) -> Identity:
        """Give what is the same in the rows of a source.

        Raises
        ------
        ParameterError
            The file of decisions is wrong, or names an id that the store does not hold.
        """
        decisions = read_decisions(self._aliases / f"{source}.yml")
        if decisions.entries:
            self._agree(source, decisions)
        return Identity(decisions, known_by and as_instant(known_by, "known_by").date())

    def check(self, source: str, decisions: Decisions) -> None:
        """Hold decisions on a source to each other, and to all that is in force of it.

        Raises
        ------
        ParameterError
            Decisions do not agree, or name an id that the store does not hold.
        StoreError
            A decision makes one of two rows of one day.
        """
        decisions.check_consistent()
        self._check_held(source, decisions)
        same = Identity(decisions)
        latest = {(load.source, load.as_of): load for load in self.snapshots()}
        for snapshot in latest.values():
            for part in snapshot.parts if snapshot.source == source else ():
                keys = schema_of(part.table).key_columns()
                path = self._root / part.path
                rows = parts.read_checked(path, part.sha256, columns=keys)
                same.resolved(rows, part.table, snapshot.name)

    def _ids(self, table: str, source: str | None = None) -> set[str]:
        """Ids of a table as loaded, by all loads of one source or of all."""
        (key,) = schema_of(table).key_columns()
        held = {
            part
            for snapshot in self.snapshots()
            if source in (None, snapshot.source) and (part := snapshot.part(table))
        }
        paths = [(self._root / part.path, part.sha256) for part in held]
        read = [parts.read_checked(*path, columns=[key])[key] for path in paths]
        return set().union(*(ids.to_pylist() for ids in read))

    def _part(self, snapshot: Snapshot, wanted: Wanted, known_by: datetime | None) -> pa.Table:
        part = snapshot.part(wanted.table)
        assert part is not None
        same = self.identity(snapshot.source, known_by)
        rows = parts.read_checked(
            self._root / part.path,
            part.sha256,
            columns=wanted.read,
            where=same.spelled(wanted.table, wanted.where),
        )
        return same.resolved(rows, wanted.table, snapshot.name)

    def _agree(self, source: str, decisions: Decisions) -> None:
        """Look once for each state of file and store whether the decisions' ids are held."""
        state = (decisions, tuple(snapshot.name for snapshot in self.snapshots()))
        if self._agreed.get(source) != state:
            self._check_held(source, decisions)
            self._agreed[source] = state

    def _check_held(self, source: str, decisions: Decisions) -> None:
        """Look for the decisions' ids in the tables that the source has."""
        for table in sorted({entry.table for entry in decisions.entries}):
            own = self._ids(table, source)
            if own:
                decisions.check_held(table, own, self._ids(table))


def schema_of(table: str) -> type[Table]:
    """Find the schema of a table.

    Raises
    ------
    StoreError
        The table is unknown.
    """
    if table not in TABLES:
        raise StoreError(f"There is no table {table!r}; {allowed_words(table, TABLES)}.")
    return TABLES[table]


def as_day(given: date) -> date:
    """Give the day of a day or an instant."""
    return given.date() if isinstance(given, datetime) else given


def as_instant(given: datetime, name: str) -> datetime:
    """Give an instant in UTC.

    Raises
    ------
    StoreError
        It has no time zone.
    """
    if given.tzinfo is None:
        raise StoreError(f"{name} is {given}, expected an instant with its time zone.")
    return given.astimezone(UTC)


def _order(snapshot: Snapshot) -> tuple[date, int]:
    return snapshot.as_of, snapshot.number


def _check_names(table: str, given: Iterable[str], known: Sequence[str], what: str) -> None:
    for name in given:
        if name not in known:
            raise StoreError(
                f"The table {table} has no {what} {name!r}; {allowed_words(name, known)}."
            )


def _typed(table: str, column: str, given: object) -> list[Any]:
    """Give one value or several as what the column holds."""
    several = given if isinstance(given, list | tuple | set | frozenset) else [given]
    dtype = parts.decode(arrow_schema(table).empty_table())[column].dtype
    try:
        return pd.Series([*several], dtype=object).astype(dtype).tolist()
    except (TypeError, ValueError) as error:
        raise StoreError(
            f"{given!r} cannot stand in the column {column} of the table {table}, which holds "
            f"{dtype}: {error}."
        ) from error


@functools.cache
def arrow_schema(table: str) -> pa.Schema:
    """Columns of a table and their types, as its parts have them."""
    return parts.to_arrow(schema_of(table).without_rows()).schema
