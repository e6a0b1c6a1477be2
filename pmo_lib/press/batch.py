"""A batch of reports: the run list, a slice each, worker processes, publishing, the index."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pmo_lib.errors import ParameterError
from pmo_lib.params import ReportSet, load_sets
from pmo_lib.press.checks import LeakCheck
from pmo_lib.press.index import write_index
from pmo_lib.press.office import prepare_office
from pmo_lib.press.publish import publish
from pmo_lib.press.records import Record, read_records
from pmo_lib.press.report import Job, Result, make_report
from pmo_lib.press.runs import SLICE, Run, Selection, run_list
from pmo_lib.press.workers import run_all
from pmo_lib.tables.store import Cutter, Store

__all__ = ["TIME_LIMIT", "Batch", "Selection", "make", "make_reports", "run_list"]

TIME_LIMIT: Final = 600.0
"""Seconds that the cells of one report may take."""

_DIED: Final = Result(
    "failed",
    "The process that made this report died: it was killed, ran out of memory or crashed.",
    0.0,
)


@dataclass(frozen=True)
class Batch:
    """What a batch made: a record for each run, in the order of the run list, and the index."""

    records: tuple[Record, ...]
    index: Path

    @property
    def exit_code(self) -> int:
        """0 where all were made, 1 where some were held or failed."""
        return int(any(record.outcome != "made" for record in self.records))


def make_reports(
    store: Store,
    selection: Selection,
    *,
    out: Path,
    now: datetime,
    jobs: int = 1,
    time_limit: float = TIME_LIMIT,
    refresh_office: bool = False,
    sets: Mapping[str, ReportSet] | None = None,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[Record], None] = lambda record: None,
) -> Batch:
    """Make the reports that a selection asks for, and the index page of all that are there.

    Parameters
    ----------
    store : Store
        Where the data are.
    selection : Selection
        Which report sets, period, clients, programmes and formats.
    out : pathlib.Path
        Output folder; reports of other periods and clients that are there stay.
    now : datetime.datetime
        Instant of issue, with its time zone.
    jobs : int
        Reports made at the same time, each in a process of its own.
    time_limit : float
        Seconds that one report may take.
    refresh_office : bool
        Make the office tables of the period anew, which are else made once and frozen.
    sets : mapping of str to ReportSet, optional
        Report sets by name; those of ``params/reports`` by default.
    on_start : callable, optional
        Told the number of runs when all checks before the first run have passed.
    on_done : callable, optional
        Told each record when its report is published or held.

    Returns
    -------
    Batch
        A report that failed or was held is in it; its neighbours were made all the same.

    Raises
    ------
    SelectionError, ParameterError, StoreError
        Before anything is made or written.
    ReportError, SchemaError
        The office tables could not be made; no report was.
    """
    if now.tzinfo is None:
        raise ParameterError(f"now is {now}, expected an instant with its time zone.")
    cutter = Cutter(store, selection.period)
    runs = run_list(load_sets() if sets is None else sets, cutter, selection)
    office = prepare_office(cutter, out, refresh=refresh_office, time_limit=time_limit)
    if office:
        cutter.add_office(office)
    on_start(len(runs))
    try:
        records = make(
            runs, cutter, out=out, now=now, jobs=jobs, time_limit=time_limit, on_done=on_done
        )
    finally:
        index = write_index(out, now=now)
    return Batch(records, index)


def make(
    runs: Iterable[Run],
    cutter: Cutter,
    *,
    out: Path,
    now: datetime,
    jobs: int,
    time_limit: float,
    on_done: Callable[[Record], None],
) -> tuple[Record, ...]:
    """Make and publish runs; see :func:`make_reports`.

    Returns
    -------
    tuple of Record
        One a run, in the order of ``runs``.
    """
    runs = list(runs)
    out.mkdir(parents=True, exist_ok=True)
    records = read_records(out)
    with _folder("pmo-") as work, _folder("pmo-check-") as kept:
        named = Path(kept) / "named.json"
        named.write_text(cutter.named().to_json(), encoding="utf-8")
        prepared = _prepared(runs, cutter, Path(work), named, time_limit, now)
        with closing(run_all(make_report, prepared, jobs=min(jobs, len(runs)))) as finished:
            for job, result in finished:
                record = publish(
                    job.run, result or _DIED, work=job.folder, out=out, now=now, records=records
                )
                records[record.key] = record
                shutil.rmtree(job.folder, ignore_errors=True)
                on_done(record)
    return tuple(records[str(run.key)] for run in runs)


def _prepared(
    runs: Iterable[Run], cutter: Cutter, work: Path, named: Path, time_limit: float, now: datetime
) -> Iterator[Job]:
    """Cut each run's slice into a working folder of its own, when its turn has come."""
    for number, run in enumerate(runs):
        folder = work / str(number)
        folder.mkdir()
        cut = cutter.cut(run.level, run.id, run.edition)
        digest = cut.write(folder / SLICE)
        leaks = LeakCheck(named, cut.named(), folder / SLICE, digest, run.language)
        yield Job(run, folder, time_limit, now, leaks)


def _folder(prefix: str) -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
