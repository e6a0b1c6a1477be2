"""One batch of records on its way into tables."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_lib.tables.mapping.account import Tally
from pmo_lib.tables.mapping.contract import RecordSet, RowSpec, SourceMapping, Unstored
from pmo_lib.tables.mapping.evidence import Evidence, Origin, Sink
from pmo_lib.tables.mapping.fields import WordField
from pmo_lib.tables.mapping.files import SourceFile
from pmo_lib.tables.mapping.identities import Identities
from pmo_lib.tables.mapping.rows import (
    UNREADABLE,
    Rows,
    filled_rows,
    spread_words,
    troubles,
    unreadable_reason,
)
from pmo_lib.tables.mapping.seen import Seen
from pmo_lib.tables.mapping.values import Objects, Values
from pmo_lib.tables.parsers import Unreadable
from pmo_lib.tables.readers import Batch, Cells
from pmo_lib.tables.schemas import TABLES

__all__ = ["Ledgers", "Work"]

_REPEATED: Final = "the same row as an earlier record gave"
_OTHER: Final = Unreadable("row: one of a key; an earlier record gave another", "equal rows")
_OWNERS: Final = ("project_id", "client_id")

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ledgers:
    """What is kept of one snapshot's load over all its batches."""

    sink: Sink
    evidence: Evidence
    tallies: Mapping[str, Tally]
    keys: Mapping[str, Seen]
    identities: Mapping[str, Identities]


@dataclass(frozen=True)
class Work:
    """One batch of records of one kind."""

    mapping: SourceMapping
    kind: str
    batch: Batch
    values: Mapping[str, Values]
    file: SourceFile
    ledgers: Ledgers

    @property
    def records(self) -> RecordSet:
        """What the records are."""
        return self.mapping.records[self.kind]

    @property
    def origin(self) -> Origin:
        """Where they come from."""
        return Origin(self.mapping.source, self.file.name, self.batch.sheet)

    def done(self, tally: Tally) -> int:
        """Put the records into all tables; give the number that were accepted."""
        self._take_out_faults(tally)
        at = self._accepted(tally)
        for table, specs in self.records.tables.items():
            for spec in specs:
                self._add_rows(table, spec, at)
        for unstored in self.records.unstored:
            self._leave(unstored, at)
        for table, specs in self.records.tables.items():
            for name in dict.fromkeys(name for spec in specs for name in spec.where):
                self._tell_troubles(table, name, name, self.values[name].problem[at], at)
        return len(at)

    def _take_out_faults(self, tally: Tally) -> None:
        first = next(iter(self.records.tables))
        self.ledgers.evidence.reject_faults(first, self.batch.faults, self.origin)
        tally.rejected += len(self.batch.faults)

    def _accepted(self, tally: Tally) -> Ints:
        """Find the records that are the only ones of their kind; reject the others."""
        names = self.records.id_fields
        every = np.arange(self.batch.size)
        if not names or not len(every):
            return every
        problems = self.ledgers.identities[self.kind].problems(names, self.values, self.origin.file)
        bad = pd.notna(problems)
        table = self._table_of(names[0])
        for at in np.flatnonzero(bad).tolist():
            self._reject(table, None, problems[at], names[0], at)
        tally.rejected += int(bad.sum())
        return every[~bad]

    def _table_of(self, name: str) -> str:
        """First table that has the field as a column, or else the first."""
        having = [
            table
            for table, specs in self.records.tables.items()
            if any(spec.from_ == name for row in specs for spec in row.columns.values())
        ]
        return [*having, *self.records.tables][0]

    def _add_rows(self, table: str, spec: RowSpec, at: Ints) -> None:
        """Add the rows that a kind of record gives to one table."""
        tally = self.ledgers.tallies[table]
        wanted = self._wanted(spec)[at]
        if spec.otherwise:
            tally.ignored[spec.otherwise] += int((~wanted).sum())
            tally.read += int((~wanted).sum())
            at = at[wanted]
        rows = Rows(TABLES[table], spec, self.values, at)
        if spec.each:
            field = self.records.fields[spec.each]
            rows = spread_words(rows, cast(WordField, field), self.mapping.vocabularies)
        tally.read += len(rows)
        rows = self._without_lacking(table, filled_rows(rows, self.file), tally)
        rows = self._within_schema(table, rows, tally)
        rows = self._without_repeated(table, rows, tally)
        if len(rows):
            self.ledgers.sink(table, rows.frame())
            self._tell(table, rows)

    def _wanted(self, spec: RowSpec) -> Bools:
        """Say which records give this row: those with a value, or with one of some words."""
        wanted = np.ones(self.batch.size, dtype=bool)
        if spec.only_with:
            wanted &= self.values[spec.only_with].filled
        for name, words in spec.where.items():
            values = self.values[name]
            wanted &= np.array([(value or "") in words for value in values.value], dtype=bool)
        return wanted

    def _without_lacking(self, table: str, rows: Rows, tally: Tally) -> Rows:
        """Take out rows without a value that the table needs."""
        kept = np.ones(len(rows), dtype=bool)
        for column, lacking in rows.lacking().items():
            for at in np.flatnonzero(lacking).tolist():
                problem, name = unreadable_reason(rows, column, at)
                self._reject(table, column, problem, name, int(rows.record[at]))
            kept &= ~lacking
        tally.rejected += int((~kept).sum())
        return rows.keep(kept)

    def _within_schema(self, table: str, rows: Rows, tally: Tally) -> Rows:
        """Take out values that break the schema; rows, where the table needs the value."""
        kept = np.ones(len(rows), dtype=bool)
        needed = {n for n, c in rows.schema.to_schema().columns.items() if not c.nullable}
        for failure in rows.schema.failures(rows.frame()):
            column, at = failure.column, failure.row
            if not kept[at]:
                continue
            problem = Unreadable(f"{column}: {failure.limit}", failure.limit)
            name = next(iter(rows.fields_of(column)), None)
            self._reject(table, column, problem, name, int(rows.record[at]))
            if column in needed:
                kept[at] = False
                tally.rejected += 1
                continue
            rows.columns[column][at] = None
            if f"{column}_state" in rows.columns:
                rows.columns[f"{column}_state"][at] = UNREADABLE
            tally.values_rejected += 1
        return rows.keep(kept)

    def _without_repeated(self, table: str, rows: Rows, tally: Tally) -> Rows:
        """Take out rows whose key an earlier row has: equal ones ignored, others rejected."""
        keys, contents = rows.keys(), rows.contents()
        seen = self.ledgers.keys[table]
        first = keys.first()
        earlier = seen.find(keys)
        known = np.where(earlier >= 0, earlier, contents[first])
        new = (earlier < 0) & (first == np.arange(len(rows)))
        other = ~new & (known != contents)
        of_key = [n for key in reversed(rows.schema.key_columns()) for n in rows.fields_of(key)]
        for at in np.flatnonzero(other).tolist():
            name = next(iter([*self.records.id_fields, *of_key]), None)
            self._reject(table, None, _OTHER, name, int(rows.record[at]))
        tally.rejected += int(other.sum())
        tally.ignored[_REPEATED] += int((~new & ~other).sum())
        seen.add(keys.take(new), contents[new])
        return rows.keep(new)

    def _tell(self, table: str, rows: Rows) -> None:
        """Say where the rows' values stand, and once of each cell what could not be read."""
        row_keys = rows.row_keys()
        known = set(rows.schema.columns())
        for column, source in rows.spec.columns.items():
            if source.from_ is None:
                continue
            values = self.values[source.from_.partition(".")[0]]
            self._trace(table, column, row_keys, values.cells, values.filled, rows)
            if f"{column}_state" in known:
                beside = values.said_beside
                self._trace(table, f"{column}_state", row_keys, values.beside, beside, rows)
        for column in rows.spec.columns:
            for name, found in troubles(rows, column):
                self._tell_troubles(table, column, name, found, rows.record)

    def _tell_troubles(
        self, table: str, column: str, name: str, found: Objects, records: Ints
    ) -> None:
        """Reject the values of a field that a column lacks, each once."""
        told, tally = self.values[name].told, self.ledgers.tallies[table]
        for at in np.flatnonzero(pd.notna(found)).tolist():
            record = int(records[at])
            if not told[record]:
                told[record] = True
                self._reject(table, column, found[at], name, record)
                tally.values_rejected += 1

    def _trace(
        self,
        table: str,
        column: str,
        row_keys: Objects,
        cells: Cells | None,
        which: Bools,
        rows: Rows,
    ) -> None:
        if cells is not None:
            told = which[rows.record]
            self.ledgers.evidence.trace(
                table, column, row_keys[told], cells.take(rows.record[told]), self.origin
            )

    def _leave(self, unstored: Unstored, at: Ints) -> None:
        """Count the values of a field that is checked and not stored."""
        values = self.values[unstored.field]
        tally = self.ledgers.tallies[unstored.table]
        self._tell_troubles(unstored.table, unstored.field, unstored.field, values.problem[at], at)
        stored = values.filled[at] & pd.isna(values.problem[at])
        tally.values_ignored[f"{unstored.field}: {unstored.rule}"] += int(stored.sum())

    def _reject(
        self, table: str, column: str | None, problem: Unreadable, name: str | None, record: int
    ) -> None:
        cells = self.values[name].cells if name else None
        self.ledgers.evidence.reject(
            table, column, problem, self.origin, cells=cells, at=record, whose=self._whose(record)
        )

    def _whose(self, record: int) -> dict[str, Any]:
        """Name the project of a record; where it has none, its client."""
        for column, entries in self._owners.items():
            if entries[record] is not None:
                return {column: entries[record]}
        return {}

    @functools.cached_property
    def _owners(self) -> dict[str, Objects]:
        """Project and client of each record, where a table says so of the whole record."""
        every = np.arange(self.batch.size)
        found: dict[str, Objects] = {}
        for table, specs in self.records.tables.items():
            for spec in specs:
                for column in set(_OWNERS) & set(spec.columns) - set(found):
                    if spec.each is None:
                        rows = Rows(
                            TABLES[table],
                            RowSpec(columns={column: spec.columns[column]}),
                            self.values,
                            every,
                        )
                        found[column] = filled_rows(rows, self.file).columns[column]
        return {column: found[column] for column in _OWNERS if column in found}
