"""Applying a mapping: source records become canonical rows, lineage and rejects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from pmo_lib.tables.mapping.account import RECORDS, Count, Tally
from pmo_lib.tables.mapping.contract import ColumnSpec, RowSpec, SourceFile, SourceMapping
from pmo_lib.tables.mapping.reading import REFERENCE, WRITTEN, references
from pmo_lib.tables.mapping.values import Scalar, Value, record_values
from pmo_lib.tables.parsers import Unreadable
from pmo_lib.tables.readers import Reading
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.schemas.base import DAY

__all__ = ["Mapped", "map_records"]

_REPEATED: Final = "the same row as an earlier record gave"
_Row = dict[str, Scalar]


@dataclass(frozen=True)
class Mapped:
    """Canonical tables of one file, each held to its schema, and the account of its records."""

    tables: dict[str, pd.DataFrame]
    counts: tuple[Count, ...]


def map_records(reading: Reading, mapping: SourceMapping, file: SourceFile) -> Mapped:
    """Turn the records of one file into canonical tables.

    Parameters
    ----------
    reading : Reading
        The file's records.
    mapping : SourceMapping
        Where each column comes from.
    file : SourceFile
        The period that the file reports.

    Returns
    -------
    Mapped
        The mapping's tables with ``periods``, ``lineage`` and ``rejects``. A file without records
        gives tables without rows.

    Raises
    ------
    SourceError
        What was read is not what was accepted, rejected and ignored.
    SchemaError
        Accepted rows break the schema of their table.
    """
    work = _Work(mapping, file, reading.file)
    work.tally.read[RECORDS] = reading.found
    for rule, number in reading.ignored.items():
        work.tally.ignored[RECORDS, rule] += number
    accepted = 0
    for record in reading.records:
        accepted += work.add(record_values(record, mapping))
    tables = {name: _frame(name, list(rows.values())) for name, rows in work.rows.items()}
    checked_only = {u.table: 0 for u in mapping.unstored if u.table not in tables}
    sizes = {RECORDS: accepted} | {name: len(t) for name, t in tables.items()} | checked_only
    counts = work.tally.closed(sizes, what=reading.file)
    tables["periods"] = _frame("periods", [_period(file)])
    tables["lineage"] = _frame("lineage", work.lineage)
    tables["rejects"] = _frame("rejects", work.rejects)
    return Mapped(tables, counts)


@dataclass
class _Work:
    """The tables of one file while its records are added."""

    mapping: SourceMapping
    file: SourceFile
    file_name: str
    rows: dict[str, dict[tuple[Scalar, ...], _Row]] = field(default_factory=dict)
    lineage: list[_Row] = field(default_factory=list)
    rejects: list[_Row] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    ids: dict[Scalar, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {table: {} for table in self.mapping.tables}

    def add(self, values: Mapping[str, Value]) -> bool:
        """Add one record to all tables; say whether it was accepted."""
        if not self._accept(values[self.mapping.record_id]):
            return False
        told: set[str] = set()
        for table, specs in self.mapping.tables.items():
            for spec in specs:
                self._add_row(table, spec, values, told)
        for unstored in self.mapping.unstored:
            value = values[unstored.field]
            if value.problem and unstored.field not in told:
                self._reject(unstored.table, unstored.field, value, value.problem, values)
                self.tally.values_rejected[unstored.table] += 1
            elif not value.empty:
                self.tally.values_ignored[unstored.table, f"{unstored.field}: {unstored.rule}"] += 1
        return True

    def _accept(self, id_: Value) -> bool:
        problem = id_.problem
        if id_.empty:
            problem = Unreadable("record: an id", "a record with an id")
        elif id_.value in self.ids:
            first = self.ids[id_.value]
            problem = Unreadable(f"record: an id once; first in {first}", "one record an id")
        if problem is None:
            self.ids[id_.value] = id_.cell.reference if id_.cell else ""
            return True
        table = self._table_of(self.mapping.record_id)
        self._reject(table, None, id_, problem, {self.mapping.record_id: id_})
        self.tally.rejected[RECORDS] += 1
        return False

    def _table_of(self, name: str) -> str:
        """First table that has the field as a column, or else the first."""
        having = [
            table
            for table, specs in self.mapping.tables.items()
            if any(spec.from_ == name for row in specs for spec in row.columns.values())
        ]
        return [*having, *self.mapping.tables][0]

    def _add_row(
        self, table: str, spec: RowSpec, values: Mapping[str, Value], told: set[str]
    ) -> None:
        self.tally.read[table] += 1
        if spec.only_with and values[spec.only_with].empty:
            self.tally.ignored[table, spec.otherwise or spec.only_with] += 1
            return
        row = self._row(table, spec, values)
        lacking = next((c for c in _required(table) if row.get(c) is None), None)
        if lacking:
            self._reject_row(table, lacking, spec.columns.get(lacking), values)
            return
        key = tuple(row[column] for column in TABLES[table].key_columns())
        earlier = self.rows[table].get(key)
        if earlier is not None and earlier == row:
            self.tally.ignored[table, _REPEATED] += 1
        elif earlier is not None:
            other = Unreadable("row: one of a key; an earlier record gave another", "equal rows")
            record = values[self.mapping.record_id]
            self._reject(table, None, record, other, values)
            self.tally.rejected[table] += 1
        else:
            self.rows[table][key] = row
            self._tell(table, key, spec, values, told)

    def _row(self, table: str, spec: RowSpec, values: Mapping[str, Value]) -> _Row:
        """Fill a row's columns, and the state of each value that is a state."""
        row: _Row = {}
        known = TABLES[table].columns()
        for column, source in spec.columns.items():
            row[column] = self._column(source, values)
            value = _plain(source, values)
            if value is not None and f"{column}_state" in known:
                row[f"{column}_state"] = "unreadable" if value.problem else value.state
        return row

    def _column(self, source: ColumnSpec, values: Mapping[str, Value]) -> Scalar:
        if source.file is not None:
            return getattr(self.file, source.file)  # type: ignore[no-any-return]
        if source.value is not None:
            return source.value
        if source.from_ is not None:
            return _referred(source.from_, values)
        found = {name: _referred(name, values) for name in references(source)}
        if any(value is None for value in found.values()):
            return None
        return REFERENCE.sub(lambda match: str(found[match[1]]), source.template or "")

    def _tell(
        self,
        table: str,
        key: tuple[Scalar, ...],
        spec: RowSpec,
        values: Mapping[str, Value],
        told: set[str],
    ) -> None:
        """Say where the row's values stand, and once of each cell what could not be read."""
        row_key = "|".join(str(part) for part in key)
        known = TABLES[table].columns()
        for column, source in spec.columns.items():
            if source.from_ is None:
                continue
            name = source.from_.partition(".")[0]
            value = values[name]
            if not value.empty:
                self._trace(table, row_key, column, value)
            if value.state_cell and f"{column}_state" in known:
                self._trace(table, row_key, f"{column}_state", Value(cell=value.state_cell))
            problem = _trouble(value, f"{column}_state" in known, source)
            if problem and name not in told:
                told.add(name)
                self._reject(table, column, value, problem, values)
                self.tally.values_rejected[table] += 1

    def _trace(self, table: str, row_key: str, column: str, value: Value) -> None:
        named: _Row = {"table_name": table, "row_key": row_key, "column_name": column}
        self.lineage.append(named | self._place(value))

    def _reject_row(
        self,
        table: str,
        column: str,
        source: ColumnSpec | None,
        values: Mapping[str, Value],
    ) -> None:
        names = [name.partition(".")[0] for name in references(source)] if source else []
        value = next((values[n] for n in names if values[n].value is None), Value())
        why = value.problem or Unreadable("a value", "any text")
        problem = Unreadable(f"row: needs {column}; {why.rule}", why.accepted)
        self._reject(table, column, value, problem, values)
        self.tally.rejected[table] += 1

    def _reject(
        self,
        table: str,
        column: str | None,
        value: Value,
        problem: Unreadable,
        values: Mapping[str, Value],
    ) -> None:
        entry: _Row = {
            "reject_id": f"{self.mapping.source}-R{len(self.rejects) + 1:05d}",
            "table_name": table,
            "project_id": values[self.mapping.record_id].value,
            "column_name": column,
            "rule": problem.rule,
            "accepted": problem.accepted,
        }
        self.rejects.append(entry | self._place(value))

    def _place(self, value: Value) -> _Row:
        place: _Row = {"source": self.mapping.source, "file": self.file_name}
        if value.cell is not None:
            place |= {
                "row": value.cell.row,
                "cell": value.cell.reference,
                "raw": value.cell.raw,
            }
        return place


def _plain(source: ColumnSpec, values: Mapping[str, Value]) -> Value | None:
    """Find the value that a column is, where it is not an attribute or made of several."""
    return values.get(source.from_) if source.from_ is not None else None


def _referred(reference: str, values: Mapping[str, Value]) -> Scalar:
    name, _, attribute = reference.partition(".")
    return values[name].get(attribute)


def _trouble(value: Value, has_state: bool, source: ColumnSpec) -> Unreadable | None:
    """Why a value is not stored; a state that the table has no column for is not stored."""
    if value.problem or not value.state or has_state or (source.from_ or "").endswith(WRITTEN):
        return value.problem
    return Unreadable(f"value: no state; the table has no place for {value.state!r}", "a value")


def _required(table: str) -> list[str]:
    specs = TABLES[table].to_schema().columns
    return [name for name, spec in specs.items() if not spec.nullable]


def _period(file: SourceFile) -> _Row:
    columns = ("period", "cadence", "start", "end", "data_date")
    return {column: getattr(file, column) for column in columns}


def _frame(table: str, rows: list[_Row]) -> pd.DataFrame:
    schema = TABLES[table]
    frame = pd.DataFrame(rows, columns=schema.columns(), dtype=object)
    for column, spec in schema.to_schema().columns.items():
        if spec.dtype is not None and spec.dtype.type == DAY:
            frame[column] = pd.to_datetime(frame[column])
    return schema.check(frame)
