"""The ledger's file: opened, read, and appended to by the one batch that holds the folder.

Its journal is SQLite's rollback journal, not the write-ahead log: the ledger is one file that can
be copied, read from a share and by someone who may not write, and a kill at any instant leaves
either the row or none.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pmo_lib.errors import LedgerError
from pmo_lib.press.ledger.entries import (
    APPLICATION,
    FIRST,
    SCHEMA,
    VERSION,
    Entry,
    canonical,
    chained,
)
from pmo_lib.press.ledger.record import Origin, Record

__all__ = ["LEDGER", "Ledger", "standing_records"]

LEDGER: Final = ".ledger.sqlite"
"""The file below the output folder."""

PATIENCE: Final = 10.0
"""Seconds that one waits for another program to let go of the file."""

_LATEST: Final = "SELECT max(number) FROM entries WHERE kind = 'run' {} GROUP BY report"
_MADE_OR_NOT: Final = _LATEST.format("AND outcome <> 'skipped'")
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_DISK: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


class Ledger:
    """The ledger of one output folder. Use :meth:`reading` or :meth:`writing`, and close it.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    connection : sqlite3.Connection
        To it.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def reading(cls, out: Path) -> Ledger:
        """Open the ledger of an output folder to read it, also while a batch writes.

        Raises
        ------
        LedgerError
            There is none, it is locked, damaged, no ledger or of a newer version.
        """
        path = out / LEDGER
        if not path.is_file():
            raise LedgerError(
                f"There is no ledger in {out}; `pmo reports --out {out}` starts one. "
                "Or name another folder by --out."
            )
        mode = "rw" if os.access(path, os.W_OK) and os.access(out, os.W_OK) else "ro"
        ledger = cls._open(path, mode)
        ledger._run("PRAGMA query_only = ON")
        return ledger

    @classmethod
    def writing(cls, out: Path) -> Ledger:
        """Open the ledger of an output folder to append to it; made where there is none.

        Raises
        ------
        LedgerError
            As :meth:`reading`, and where the disk does not take it.
        """
        ledger = cls._open(out / LEDGER, "rwc")
        ledger._run("PRAGMA synchronous = EXTRA")
        return ledger

    @classmethod
    def _open(cls, path: Path, mode: str) -> Ledger:
        with told(path):
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=PATIENCE,
                isolation_level=None,
            )
            ledger = cls(path, connection)
            try:
                ledger._check()
            except BaseException:
                connection.close()
                raise
        return ledger

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def append(self, records: Sequence[Record]) -> list[Record]:
        """Append rows of runs, all of them or none; they are on the disk when this returns.

        Returns
        -------
        list of Record
            With their numbers.
        """
        contents = [{"kind": "run", **vars(record)} for record in records]
        numbers = self._append(contents)
        return [
            replace(record, number=number) for record, number in zip(records, numbers, strict=True)
        ]

    def begin(self, about: Mapping[str, Any]) -> int:
        """Append the row of a batch that starts, and give the batch's number."""
        batch = 1 + int(self._run("SELECT coalesce(max(batch), 0) FROM entries")[0][0])
        self._append([{"kind": "start", "batch": batch, **about}])
        return batch

    def end(self, batch: int, about: Mapping[str, Any]) -> None:
        """Append the row of a batch that has ended."""
        self._append([{"kind": "end", "batch": batch, **about}])

    def standing(self) -> dict[str, Record]:
        """Give the last attempt at each report that was not skipped, by report.

        Its ``state`` is that of the last attempt, skipped or not: the store was then found to hold
        the same for this report.
        """
        rows = self._run(f"SELECT number, content FROM entries WHERE number IN ({_MADE_OR_NOT})")
        found = {record.report: record for record in map(self._record, rows)}
        latest = self._run(
            "SELECT report, json_extract(content, '$.state') FROM entries "
            f"WHERE outcome = 'skipped' AND number IN ({_LATEST.format('')})"
        )
        return found | {
            report: replace(found[report], state=state)
            for report, state in latest
            if report in found
        }

    def runs(self, condition: str = "1", values: Sequence[Any] = ()) -> list[Record]:
        """Rows of runs that meet an SQL condition on the view ``runs``, oldest first."""
        rows = self._run(
            "SELECT number, content FROM entries WHERE number IN "
            f"(SELECT number FROM runs WHERE {condition}) ORDER BY number",
            values,
        )
        return [self._record(row) for row in rows]

    def origins(self) -> list[Origin]:
        """Tell what each run was made from, oldest first."""
        names = ("batch", "issued", "slice", "sources")
        columns = ", ".join(f"json_extract(content, '$.{name}')" for name in names)
        rows = self._run(f"SELECT {columns} FROM entries WHERE kind = 'run' ORDER BY number")
        return [Origin(*row) for row in rows]

    def batches(self) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
        """Start of each batch, oldest first, each with its end, where it has one."""
        rows = self._run("SELECT number, content FROM entries WHERE kind <> 'run' ORDER BY number")
        entries = [Entry(number, text, "", "").content for number, text in rows]
        ends = {entry["batch"]: entry for entry in entries if entry["kind"] == "end"}
        return [(entry, ends.get(entry["batch"])) for entry in entries if entry["kind"] == "start"]

    def entries(self) -> Iterator[Entry]:
        """All rows as they stand in the file, in order."""
        columns = "number, content, previous, hash"
        for row in self._run(f"SELECT {columns} FROM entries ORDER BY number"):
            yield Entry(*row)

    def damages(self) -> list[str]:
        """List what SQLite itself finds wrong with the file."""
        told_of = [str(row[0]) for row in self._run("PRAGMA integrity_check(20)")]
        return [] if told_of == ["ok"] else told_of

    def _append(self, contents: Sequence[Mapping[str, Any]]) -> list[int]:
        numbers = []
        with self._transaction():
            last = self._run("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1")
            number, previous = last[0] if last else (0, FIRST)
            for content in contents:
                number += 1
                text = canonical({**content, "number": number})
                hash_ = chained(previous, text)
                row = (number, text, previous, hash_)
                self._run(
                    "INSERT INTO entries (number, content, previous, hash) VALUES (?,?,?,?)", row
                )
                previous = hash_
                numbers.append(number)
        return numbers

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()
            raise

    def _run(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with told(self.path):
            return self._connection.execute(statement, values).fetchall()

    def _check(self) -> None:
        """Hold the file to be a ledger of this version; make one of an empty file."""
        ((version,),) = self._run("PRAGMA user_version")
        ((mark,),) = self._run("PRAGMA application_id")
        ((tables,),) = self._run("SELECT count(*) FROM sqlite_schema")
        if not tables and not version:
            self._connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")
        elif mark != APPLICATION:
            raise LedgerError(f"{self.path} is not a ledger; move it away, or name another --out.")
        elif version != VERSION:
            raise LedgerError(
                f"The ledger {self.path} is of version {version}, this program reads {VERSION}; "
                "use the version of the program that wrote it, or name another --out. "
                "Nothing was changed."
            )

    def _record(self, row: tuple[int, str]) -> Record:
        number, text = row
        try:
            content = Entry(number, text, "", "").content
            del content["kind"]
            return Record(**{**content, "warnings": tuple(content["warnings"])})
        except (ValueError, TypeError, KeyError) as error:
            raise LedgerError(
                f"Row {number} of the ledger {self.path} cannot be read ({error}); "
                "`pmo verify` says what was changed. Restore the file from a copy."
            ) from error


def standing_records(out: Path) -> dict[str, Record]:
    """Last attempts at all reports of an output folder, by report.

    Parameters
    ----------
    out : pathlib.Path
        The output folder.

    Returns
    -------
    dict of str to Record
        As :meth:`Ledger.standing` gives them; empty where nothing was made yet.

    Raises
    ------
    LedgerError
        As :meth:`Ledger.reading`.
    """
    if not (out / LEDGER).is_file():
        return {}
    with Ledger.reading(out) as ledger:
        return ledger.standing()


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in a sentence what SQLite could not do with a file."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            fault = "is locked by another program; close that, then give the same command again"
        elif code in _DAMAGED:
            fault = (
                "is damaged; move it away and restore it from a copy. Without one, the same "
                "command makes every report again; those that are there stay until then"
            )
        elif code in _DISK:
            fault = (
                "could not be written, the disk may be full; put that right, then give the same "
                "command again: what was finished is in place"
            )
        else:
            fault = "cannot be used"
        raise LedgerError(f"The ledger {path} {fault} ({error}).") from error
