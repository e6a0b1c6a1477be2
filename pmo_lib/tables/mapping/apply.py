"""Applying a mapping: batches of source records become canonical rows, lineage and rejects."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd

from pmo_lib.tables.mapping.account import RECORDS, Count, Tally
from pmo_lib.tables.mapping.contract import SourceMapping
from pmo_lib.tables.mapping.evidence import Evidence, Sink
from pmo_lib.tables.mapping.files import SourceFile, calendar_period
from pmo_lib.tables.mapping.identities import Identities
from pmo_lib.tables.mapping.seen import Seen
from pmo_lib.tables.mapping.values import field_values
from pmo_lib.tables.mapping.work import Ledgers, Work
from pmo_lib.tables.readers import Reading

__all__ = ["Mapper"]

_CLEANED: Final = "text with characters that cannot be shown: replaced or left out"


class Mapper:
    """Maps the files of one snapshot, batch by batch.

    Parameters
    ----------
    mapping : SourceMapping
        Where each column comes from.
    sink : callable
        Takes the rows of each table as they are made: its name and a frame.
    """

    def __init__(self, mapping: SourceMapping, sink: Sink) -> None:
        self.mapping = mapping
        self._sink = sink
        self._given: Counter[str] = Counter()
        self._periods: dict[str, SourceFile | None] = {}
        tables = _tables(mapping)
        self._ledgers = Ledgers(
            self._hand_on,
            Evidence(self._hand_on),
            {name: Tally() for name in tables},
            {name: Seen() for name in tables},
            {name: Identities() for name in mapping.records},
        )

    def add(self, kind: str, reading: Reading, file: SourceFile) -> Count:
        """Map the records of one kind of one file.

        Parameters
        ----------
        kind : str
            Name of the record set.
        reading : Reading
            The file's records; they are read here.
        file : SourceFile
            The period that the file reports.

        Returns
        -------
        Count
            The account of the records.

        Raises
        ------
        SourceError
            The file turns out not to be what the mapping says, or the account does not add up.
        """
        tally = Tally()
        accepted = 0
        self._periods[file.period] = file
        for batch in reading.batches:
            tally.read += batch.size + len(batch.faults)
            values = field_values(batch, self.mapping.records[kind], self.mapping, file.facts)
            reading.notes[_CLEANED] += sum(one.cleaned for one in values.values())
            work = Work(self.mapping, kind, batch, values, file, self._ledgers)
            accepted += work.done(tally)
            self._ledgers.evidence.hand_on()
        tally.ignored.update(reading.ignored)
        tally.read += reading.ignored.total()
        return tally.closed(RECORDS, accepted, where=f"{file.name}, {kind}")

    def close(self) -> tuple[Count, ...]:
        """Hand on the periods that files and rows named, and close the account of every table."""
        self._sink("periods", pd.DataFrame([_period(*one) for one in self._periods.items()]))
        return tuple(
            tally.closed(name, self._given[name], where=self.mapping.source)
            for name, tally in self._ledgers.tallies.items()
        )

    def _hand_on(self, table: str, rows: pd.DataFrame) -> None:
        if "period" in rows.columns:
            for period in rows["period"].dropna().unique():
                self._periods.setdefault(period, None)
        self._sink(table, rows)
        self._given[table] += len(rows)


def _tables(mapping: SourceMapping) -> list[str]:
    """Names of the tables that get rows, then of those that only check fields."""
    records = mapping.records.values()
    filled = [table for one in records for table in one.tables]
    checked = [unstored.table for one in records for unstored in one.unstored]
    return list(dict.fromkeys([*filled, *checked]))


def _period(period: str, file: SourceFile | None) -> dict[str, object]:
    """One row of ``periods``: as the file states it, else as the calendar has it."""
    if file is None:
        cadence, start, end = calendar_period(period)
        data_date = end
    else:
        cadence, start, end, data_date = file.cadence, file.start, file.end, file.data_date
    days = {"start": start, "end": end, "data_date": data_date}
    return {"period": period, "cadence": cadence} | {n: pd.Timestamp(d) for n, d in days.items()}
