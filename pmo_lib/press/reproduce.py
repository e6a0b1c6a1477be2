"""Make a report again from what was kept of it, and compare."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from pmo_lib.errors import ReportError, SelectionError
from pmo_lib.files import digest, write_file
from pmo_lib.params import load_brand
from pmo_lib.press import kept
from pmo_lib.press.engines import DEFAULT_ENGINE
from pmo_lib.press.inputs import code_version
from pmo_lib.press.ledger import Ledger, Record
from pmo_lib.press.presentation import Presentation
from pmo_lib.press.report import Job, get_ready, make_report
from pmo_lib.press.runs import CELLS, SLICE, Run
from pmo_lib.press.workers import Workers
from pmo_lib.tables.store import Period

__all__ = ["Compared", "find_run", "reproduce"]

_HOME: Final = "PMO_HOME"


@dataclass(frozen=True)
class Compared:
    """A document that was made again, with its hash now and as it was issued."""

    format: str
    path: Path
    sha256: str
    issued_sha256: str

    @property
    def identical(self) -> bool:
        """Whether it is the same, byte for byte."""
        return self.sha256 == self.issued_sha256


def find_run(ledger: Ledger, number: int) -> Record:
    """Find the run that made a report; of a skipped one, the run whose report stands.

    Raises
    ------
    SelectionError
        There is no such run, or it made no report.
    """
    found = ledger.runs("number = ?", [number])
    if not found:
        raise SelectionError(f"There is no run {number}; `pmo history` lists them.")
    (record,) = found
    if record.outcome == "skipped":
        return find_run(ledger, record.stands)
    if record.outcome != "made":
        raise SelectionError(
            f"Run {number} was {record.outcome}, so there is nothing to make again: {record.reason}"
        )
    return record


def reproduce(record: Record, *, out: Path, into: Path, time_limit: float) -> list[Compared]:
    """Make a report again.

    Parameters
    ----------
    record : Record
        The run that made it.
    out : pathlib.Path
        Output folder, beside which its slice, notebook and parameter files are kept.
    into : pathlib.Path
        Folder that the documents are written to.
    time_limit : float
        Seconds that it may take.

    Returns
    -------
    list of Compared
        One a format.

    Raises
    ------
    SelectionError
        What it was made from is no longer kept, or another version of the code is needed.
    ReportError
        It could not be made.
    """
    _same_code(record)
    with tempfile.TemporaryDirectory(prefix="pmo-again-", ignore_cleanup_errors=True) as folder:
        home, work = Path(folder, "home"), Path(folder, "work")
        kept.take(out, kept.SOURCES, record.sources, home)
        kept.take(out, kept.SLICES, record.slice, work / CELLS / SLICE)
        issued = datetime.fromisoformat(record.issued)
        job = Job(_run(record, home), work, time_limit, issued, leaks=None)
        with _at_home(home), Workers(1, partial(get_ready, DEFAULT_ENGINE, [out])) as workers:
            ((_, result),) = workers.run(make_report, [job])
        if result is None or result.outcome != "made":
            raise ReportError(
                f"Run {record.number} could not be made again: "
                f"{result.reason if result else 'its process died'}"
            )
        return [_compared(record, kind, work, into) for kind in result.documents]


def _same_code(record: Record) -> None:
    """Refuse to compare with what other code, dependencies or another platform made."""
    here = code_version()
    differs = [name for name in here if record.inputs.get(name) != here[name]]
    if differs:
        needed = ", ".join(f"{name} {_short(record.inputs.get(name, ''))}" for name in differs)
        have = ", ".join(_short(here[name]) for name in differs)
        raise SelectionError(
            f"Run {record.number} of {record.issued} needs another version than this: {needed}; "
            f"here it is {have}. It was made by {record.version}; take that version, then give "
            "the same command."
        )


def _short(value: str) -> str:
    return value[:12] if len(value) == 64 else value or "none"


def _run(record: Record, home: Path) -> Run:
    """Set the run up as it was; its slice says which period it is of."""
    brand = load_brand(record.brand, home / "params" / "brands")
    return Run(
        set=record.set,
        notebook=home / "notebooks" / record.notebook,
        level=record.level,
        id=record.id,
        name=record.name,
        period=_period(record),
        edition=record.edition,
        presentation=Presentation(brand, record.language, ()),
        formats=tuple(record.inputs["formats"].split(",")),
    )


def _period(record: Record) -> Period:
    """Give the period by its name and end, which are all that a run takes of it."""
    end = date.fromisoformat(record.period_end)
    return Period(record.period, record.cadence, end, end, end)


@contextlib.contextmanager
def _at_home(home: Path) -> Iterator[None]:
    """Let the processes that are started here find the parameter files that were kept."""
    before = os.environ.get(_HOME)
    os.environ[_HOME] = str(home)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_HOME]
        else:
            os.environ[_HOME] = before


def _compared(record: Record, kind: str, work: Path, into: Path) -> Compared:
    content = (work / f"report.{kind}").read_bytes()
    place = into / Path(record.artefacts[kind]).name
    write_file(place, content)
    return Compared(kind, place, digest(content), record.hashes[kind])
