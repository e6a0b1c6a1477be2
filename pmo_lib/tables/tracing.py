"""Tracing: where a number was typed, in each load that had it, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import product
from typing import Any, Final

import pandas as pd
from rapidfuzz import process

from pmo_lib.errors import ParameterError, SelectionError, allowed_words
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Snapshot, Store
from pmo_lib.tables.store.identity import Identity, references
from pmo_lib.tables.store.reading import Wanted, as_day, as_instant

__all__ = ["Origin", "Place", "Reject", "trace"]

IN_FORCE, EARLIER, SUPERSEDED, REJECTED = "in force", "earlier", "superseded", "rejected"
_PLACE: Final = ("file", "sheet", "row", "cell", "raw")
_JOINT: Final = "|"
_OF_ROWS: Final = r"(row|record):"
"""How the rules begin by which whole rows are rejected."""

_NEAREST: Final = 8


@dataclass(frozen=True)
class Place:
    """Where a value stands in its source, and its text as typed; None for what is not recorded."""

    file: str | None
    sheet: str | None
    row: int | None
    cell: str | None
    raw: str | None


@dataclass(frozen=True)
class Reject:
    """A value or a row that could not be read: by which rule, and what would be accepted."""

    rule: str
    accepted: str | None
    place: Place


@dataclass(frozen=True)
class Origin:
    """What one load has of a value, and where it was typed.

    Parameters
    ----------
    standing : {'in force', 'earlier', 'superseded', 'rejected'}
        Whether it is what :meth:`Store.read` gives; of an earlier day; replaced by a later load
        for its day; or a row that could not be read.
    value : object
        The value; None where it is not available.
    state : str or None
        The state that is recorded in its place.
    source, as_of, snapshot, loaded_at
        The load that has it.
    place : Place or None
        Where it was typed.
    note : str
        Why there is no place; empty where there is one.
    rejects : tuple of Reject
        What of it could not be read.
    """

    standing: str
    value: object
    state: str | None
    source: str
    as_of: date
    snapshot: str
    loaded_at: datetime
    place: Place | None
    note: str
    rejects: tuple[Reject, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the origin as plain names and values."""
        value = str(self.value) if isinstance(self.value, date) else self.value
        days = {"as_of": str(self.as_of), "loaded_at": self.loaded_at.isoformat()}
        return asdict(self) | days | {"value": value}


def trace(
    store: Store,
    table: str,
    key: str,
    column: str,
    *,
    as_of: date | None = None,
    known_by: datetime | None = None,
) -> list[Origin]:
    """Find where the value of one row and column was typed.

    Parameters
    ----------
    store : Store
        Where the rows are.
    table : str
        Name of a canonical table.
    key : str
        The row's key, its parts in the order of the table's columns and joined by ``|``, such as
        ``J0001|2026-10``. Ids may be given under any of their aliases.
    column : str
        Name of a column.
    as_of : datetime.date, optional
        The latest day that counts.
    known_by : datetime.datetime, optional
        Loads and decisions after this instant are left out.

    Returns
    -------
    list of Origin
        The one in force first, then those of earlier loads, the latest first.

    Raises
    ------
    ParameterError
        The table or column is unknown, or the key has not the parts of the table's key.
    SelectionError
        No load has the row, also not as a reject; the message names the nearest key.
    StoreError
        A part is damaged.
    """
    _check(table, key, column)
    row = _Row.of(store, table, key, known_by)
    day = date.max if as_of is None else as_day(as_of)
    loads = [load for load in store.snapshots() if load.as_of <= day and load.part(table)]
    if known_by is not None:
        instant = as_instant(known_by, "known_by")
        loads = [load for load in loads if load.loaded_at <= instant]
    found = [one for load in loads if (one := _Traced(store, load, row, column, known_by).origin())]
    if not found:
        raise SelectionError(_unknown(store, table, key, as_of, known_by))
    counted = {load.name for load in store.reader.in_force(table, as_of, known_by)}
    latest = {(load.source, load.as_of): load.name for load in loads}
    return _ordered(found, counted, set(latest.values()))


def _check(table: str, key: str, column: str) -> None:
    if table not in TABLES:
        raise ParameterError(f"There is no table {table!r}; {allowed_words(table, TABLES)}.")
    known, keys = TABLES[table].columns(), TABLES[table].key_columns()
    if column not in known:
        raise ParameterError(
            f"The table {table} has no column {column!r}; {allowed_words(column, known)}."
        )
    if len(key.split(_JOINT)) != len(keys):
        raise ParameterError(
            f"{key!r} is no key of the table {table}; expected {_JOINT.join(keys)}, in quotes."
        )


def _unknown(
    store: Store, table: str, key: str, as_of: date | None, known_by: datetime | None
) -> str:
    keys = store.read(table, as_of, known_by, columns=TABLES[table].key_columns())
    texts = [_JOINT.join(map(_text, row)) for row in keys.itertuples(index=False)]
    near = [text for text, _, _ in process.extract(key, texts, limit=_NEAREST)]
    return f"No load has a row {key!r} in the table {table}; {allowed_words(key, near)}."


@dataclass(frozen=True)
class _Row:
    """A row by its key, with ids as decisions name them."""

    table: str
    key: Mapping[str, Any]

    @classmethod
    def of(cls, store: Store, table: str, key: str, known_by: datetime | None) -> _Row:
        parts = dict(zip(TABLES[table].key_columns(), key.split(_JOINT), strict=True))
        typed = Wanted.of(table, None, parts).where
        values = {name: next(iter(held)) for name, held in typed.items()}
        for source in sorted({load.source for load in store.snapshots()}):
            same = store.reader.identity(source, known_by)
            for name, subject in references(table).items():
                if name in values:
                    values[name] = same.name(subject, values[name])
        return cls(table, values)

    def spellings(self, same: Identity) -> list[str]:
        """Keys under which the lineage of a source may have the row."""
        each = [same.spellings(self.table, name, [value]) for name, value in self.key.items()]
        return [_JOINT.join(map(_text, spelled)) for spelled in product(*each)]


@dataclass(frozen=True)
class _Traced:
    """One value of one row, in one load."""

    store: Store
    load: Snapshot
    row: _Row
    column: str
    known_by: datetime | None

    def origin(self) -> Origin | None:
        """Give what the load has; none where it has neither the row nor a reject of it."""
        state = f"{self.column}_state"
        columns = [c for c in (self.column, state) if c in TABLES[self.row.table].columns()]
        rows = self._read(self.row.table, columns=columns, where=self.row.key)
        place = self._place()
        rejects = self._rejects(place, there=not rows.empty)
        if rows.empty and not rejects:
            return None
        values = {name: _plain(rows[name].iloc[0]) for name in columns if len(rows)}
        value = values.get(self.column)
        return Origin(
            standing=EARLIER if len(rows) else REJECTED,
            value=value,
            state=values.get(state),
            source=self.load.source,
            as_of=self.load.as_of,
            snapshot=self.load.name,
            loaded_at=self.load.loaded_at,
            place=place,
            note="" if place or rows.empty else self._without_place(value),
            rejects=rejects,
        )

    def _read(self, table: str, **asked: Any) -> pd.DataFrame:
        return self.store.read_snapshot(self.load.name, table, self.known_by, **asked)

    def _place(self) -> Place | None:
        same = self.store.reader.identity(self.load.source, self.known_by)
        where = {
            "table_name": self.row.table,
            "row_key": self.row.spellings(same),
            "column_name": self.column,
        }
        return next(_places(self._read("lineage", where=where)), None)

    def _rejects(self, place: Place | None, *, there: bool) -> tuple[Reject, ...]:
        """Find what could not be read: of a row that is there its value, else the row."""
        found = self._read("rejects")
        of_project = found["project_id"] == self.row.key.get("project_id", "")
        mine = (found["table_name"] == self.row.table) & of_project
        if there:
            mine &= found["column_name"] == self.column
        else:
            mine &= found["rule"].str.match(_OF_ROWS)
        if there and place is not None:
            mine &= (found["file"] == place.file) & (found["cell"] == place.cell)
        found = found[mine]
        told = zip(found["rule"], found["accepted"], _places(found), strict=True)
        return tuple(Reject(rule, _plain(accepted), at) for rule, accepted, at in told)

    def _without_place(self, value: object) -> str:
        lineage = self.load.part("lineage")
        if lineage is None or not lineage.rows:
            return "no cell: the source keeps no record of where its values stand"
        return "no cell was read for it" if value is None else "no cell: set by the mapping"


def _places(rows: pd.DataFrame) -> Iterator[Place]:
    for values in rows[[*_PLACE]].itertuples(index=False):
        file, sheet, row, cell, raw = map(_plain, values)
        yield Place(file, sheet, None if row is None else int(row), cell, raw)


def _ordered(found: Sequence[Origin], counted: set[str], latest: set[str]) -> list[Origin]:
    """Put the one in force first, then the latest first; say which were superseded."""
    there = [one for one in found if one.standing != REJECTED and one.snapshot in counted]
    ordered: list[Origin] = []
    for one in reversed(found):
        if there and one is there[-1]:
            ordered.insert(0, replace(one, standing=IN_FORCE))
        elif one.snapshot not in latest and one.standing != REJECTED:
            ordered.append(replace(one, standing=SUPERSEDED))
        else:
            ordered.append(one)
    return ordered


def _plain(value: Any) -> Any:
    """Give a value of a frame as a plain one; None where it is missing."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value


def _text(value: Any) -> str:
    """Write a part of a key as the lineage has it."""
    return str(_plain(value))
