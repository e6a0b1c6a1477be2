"""A batch of reports: what has to be made, a slice each, worker processes, publishing, index."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from pmo_lib.errors import LedgerError, ParameterError, PMOError
from pmo_lib.files import digest_if_there
from pmo_lib.params import ReportSet, load_sets
from pmo_lib.press import kept
from pmo_lib.press.checks import LeakCheck
from pmo_lib.press.engines import DEFAULT_ENGINE, engine_named, fences
from pmo_lib.press.index import write_index
from pmo_lib.press.inputs import Inputs, version_name
from pmo_lib.press.ledger import Ledger, Record
from pmo_lib.press.lock import working_in
from pmo_lib.press.office import prepare_office
from pmo_lib.press.plan import Plan, Todo, plan
from pmo_lib.press.publish import publish
from pmo_lib.press.report import Job, Result, get_ready, make_report
from pmo_lib.press.runs import CELLS, SLICE, Run, Selection, run_list
from pmo_lib.press.workers import Workers
from pmo_lib.tables.store import Cutter, Store

__all__ = ["TIME_LIMIT", "Batch", "Selection", "make_reports", "run_list"]

TIME_LIMIT: Final = 600.0
"""Seconds that the cells of one report may take."""

_NAMED: Final = "named.json"
"""File of all ids and names of the batch, in the folder that its runs' folders are in."""

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
        """0 where all were made or skipped, 1 where some were held or failed."""
        return int(not all(record.good for record in self.records))


@dataclass(frozen=True)
class _Press:
    """What all runs of one batch share."""

    ledger: Ledger
    standing: dict[str, Record]
    cutter: Cutter
    out: Path
    work: Path
    workers: Workers
    now: datetime
    engine: str
    time_limit: float


def make_reports(
    store: Store,
    selection: Selection,
    *,
    out: Path,
    now: datetime,
    jobs: int = 1,
    engine: str = DEFAULT_ENGINE,
    time_limit: float = TIME_LIMIT,
    force: bool = False,
    refresh_office: bool = False,
    sets: Mapping[str, ReportSet] | None = None,
    on_left_out: Callable[[str], None] = lambda told: None,
    on_start: Callable[[int, int], None] = lambda total, skipped: None,
    on_done: Callable[[Record], None] = lambda record: None,
) -> Batch:
    """Make the reports that a selection asks for, and the index page of all that are there.

    A report that stands as it would be made is skipped. The batch may be killed at any instant:
    given again, it makes what is not finished.

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
    engine : {'forked', 'stock'}
        Where their cells are executed.
    time_limit : float
        Seconds that one report may take.
    force : bool
        Make all again, also what stands as it would be made.
    refresh_office : bool
        Make the office tables of the period anew, which are else made once and frozen.
    sets : mapping of str to ReportSet, optional
        Report sets by name; those of ``params/reports`` by default.
    on_left_out : callable, optional
        Told, in a sentence, of each set that nobody named and that is not due for the period.
    on_start : callable, optional
        Told the numbers of runs to make and of those skipped when all checks before the first
        run have passed.
    on_done : callable, optional
        Told each record when its report is published or held.

    Returns
    -------
    Batch
        A report that failed or was held is in it; its neighbours were made all the same.

    Raises
    ------
    SelectionError, ParameterError, StoreError
        Before anything is made.
    LedgerError
        Another batch works in the output folder, or its ledger cannot be used.
    ReportError, SchemaError
        The office tables could not be made; no report was.
    """
    engine_named(engine)
    if now.tzinfo is None:
        raise ParameterError(f"now is {now}, expected an instant with its time zone.")
    cutter = Cutter(store, selection.period)
    known = load_sets() if sets is None else sets
    runs = run_list(known, cutter, selection, on_left_out=on_left_out)
    workers = Workers(min(jobs, len(runs)), partial(get_ready, engine, (store.root, out)))
    with working_in(out, now=now) as work, Ledger.writing(out) as ledger, workers:
        standing = ledger.standing()
        if force or not standing:
            workers.start(len(runs))
        office = prepare_office(
            cutter, out, workers, refresh=refresh_office, engine=engine, time_limit=time_limit
        )
        inputs = Inputs(cutter, office.digest if office else "")
        found = plan(runs, inputs, standing, out=out, state=cutter.state, now=now, force=force)
        if office:
            cutter.add_office(office)
        press = _Press(ledger, standing, cutter, out, work, workers, now, engine, time_limit)
        on_start(len(found.todo), len(found.skipped))
        with _index_in_any_case(out, now):
            records = _batch(press, found, selection, on_done)
        if found.todo:
            kept.forget(out, ledger.origins(), now=now)
    return Batch(tuple(records[str(run.report)] for run in runs), out / "index.html")


def _batch(
    press: _Press, found: Plan, selection: Selection, on_done: Callable[[Record], None]
) -> dict[str, Record]:
    """Make what is to be made, and the index, between the ledger's rows of start and end."""
    started = time.perf_counter()
    batch = press.ledger.begin(
        {
            "asked": asdict(selection),
            "version": version_name(),
            "started": press.now.isoformat(),
            "engine": press.engine,
            "fenced": fences(press.engine),
            "todo": len(found.todo),
            "skipped": len(found.skipped),
        }
    )
    skipped = [replace(record, batch=batch) for record in found.skipped]
    done = {record.report: record for record in press.ledger.append(skipped)}
    for record in _made(press, found.todo, batch):
        done[record.report] = press.standing[record.report] = record
        on_done(record)
    with _told_of_disk(press.out):
        index = digest_if_there(write_index(press.out, now=press.now))
    counts = Counter[str](record.outcome for record in done.values())
    seconds = round(time.perf_counter() - started, 3)
    press.ledger.end(batch, {**counts, "seconds": seconds, "index": index})
    return done


def _made(press: _Press, todo: Iterable[Todo], batch: int) -> Iterator[Record]:
    """Make and publish runs; each is in the ledger when it is given."""
    waiting = {one.run: one for one in todo}
    if not waiting:
        return
    press.workers.start(len(waiting))
    facts: dict[Run, dict[str, Any]] = {}
    named = press.work / _NAMED
    named.write_text(press.cutter.named().to_json(), encoding="utf-8")
    prepared = _prepared(press, waiting, named, facts)
    with _told_of_disk(press.out):
        for job, result in press.workers.run(make_report, prepared):
            record = publish(
                waiting[job.run],
                result or _DIED,
                work=job.folder,
                out=press.out,
                now=press.now,
                records=press.standing,
            )
            known = facts.pop(job.run)
            stages = {"slice": known.pop("seconds"), **record.stages}
            yield from press.ledger.append([replace(record, batch=batch, stages=stages, **known)])
            shutil.rmtree(job.folder, ignore_errors=True)


def _prepared(
    press: _Press, waiting: Mapping[Run, Todo], named: Path, facts: dict[Run, dict[str, Any]]
) -> Iterator[Job]:
    """Cut each run's slice into a working folder of its own, when its turn has come."""
    for number, (run, todo) in enumerate(waiting.items()):
        started = time.perf_counter()
        folder = press.work / str(number)
        given = folder / CELLS / SLICE
        cut = press.cutter.cut(run.level, run.id, run.edition)
        name = cut.write(given)
        kept.keep_slice(press.out, name, given)
        sources = kept.keep_sources(press.out, run, todo.inputs)
        seconds = round(time.perf_counter() - started, 3)
        facts[run] = {
            "slice": name,
            "sources": sources,
            "version": version_name(),
            "seconds": seconds,
        }
        leaks = LeakCheck(named, cut.named(), given, name, run.language)
        yield Job(run, folder, press.time_limit, press.now, leaks, press.engine)


@contextlib.contextmanager
def _told_of_disk(out: Path) -> Iterator[None]:
    """Say in a sentence that a disk does not take what is written."""
    try:
        yield
    except OSError as error:
        raise LedgerError(
            f"{error.filename or out} could not be written ({error.strerror or error}); put that "
            "right, then give the same command again: what was finished is in place."
        ) from error


@contextlib.contextmanager
def _index_in_any_case(out: Path, now: datetime) -> Iterator[None]:
    """Write the index page also after an error, which then counts alone."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError, PMOError):
            write_index(out, now=now)
        raise
