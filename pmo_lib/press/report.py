"""One report in a worker process: execute, check, convert; nothing is published here."""

from __future__ import annotations

import contextlib
import json
import textwrap
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import nbformat

from pmo_lib.contract import SUMMARY_MIME, check_summary
from pmo_lib.errors import PMOError, ReportError
from pmo_lib.press.checks import Artefacts, LeakCheck, find_leaks
from pmo_lib.press.convert import documents, look_of
from pmo_lib.press.engines import DEFAULT_ENGINE, engine_named
from pmo_lib.press.execute import TimeLimitError, execute
from pmo_lib.press.forked import Usage
from pmo_lib.press.ledger import Outcome
from pmo_lib.press.runs import CELLS, Run

__all__ = ["EXECUTED", "LOG", "Job", "Result", "get_ready", "make_report", "summary_of"]

EXECUTED: Final = "executed.ipynb"
LOG: Final = "failure.txt"
"""What went wrong, with the traceback, beside the executed notebook."""


_LONGEST: Final = 400
"""Characters of a reason in lists; the log has all of it."""


class _CheckFailedError(ReportError):
    """The notebook ran, and what it made is not what it should be."""


@dataclass(frozen=True)
class Job:
    """A run and what it is given.

    ``folder`` is its working folder, which holds that of its cells with the slice, and takes what
    is made; ``time_limit`` in seconds; ``issued`` the instant of its issue; ``leaks`` what its
    documents are held to, None where they are only compared with documents that were; ``engine``
    where its cells are executed.
    """

    run: Run
    folder: Path
    time_limit: float
    issued: datetime
    leaks: LeakCheck | None
    engine: str = DEFAULT_ENGINE


@dataclass(frozen=True)
class Result:
    """What became of a run; its documents stand in the working folder, by format.

    ``timed_out`` says of one that failed that it passed its time limit; ``stages`` has the seconds
    of each stage that it went through, ``peak_mb`` its largest memory, where that is known;
    ``warnings`` tell the office what to look at in one that was made.
    """

    outcome: Outcome
    reason: str
    seconds: float
    summary: Mapping[str, Any] | None = None
    documents: tuple[str, ...] = ()
    timed_out: bool = False
    stages: Mapping[str, float] = field(default_factory=dict)
    peak_mb: float | None = None
    warnings: tuple[str, ...] = ()


def get_ready(engine: str, apart: Sequence[Path]) -> None:
    """Start what executes cells, so that the first run of a process finds it warm.

    Parameters
    ----------
    engine : {'forked', 'stock'}
        Where cells are executed.
    apart : sequence of pathlib.Path
        Folders that no cell may read, where the engine holds runs to a fence: the store, the
        reports.
    """
    engine_named(engine).start(apart)


def make_report(job: Job) -> Result:
    """Make the documents of one run.

    Parameters
    ----------
    job : Job
        The run and where it works.

    Returns
    -------
    Result
        Also where something went wrong: ``held`` where the summary or what the documents name
        does not pass its checks, ``failed`` where the notebook or the conversion raised. The
        working folder then holds the notebook as far as it got and the log.
    """
    started = time.perf_counter()
    took = _Took()
    try:
        summary, warnings = _make(job, took)
    except _CheckFailedError as error:
        result = _went_wrong(job, "held", error, started)
    except Exception as error:
        result = _went_wrong(job, "failed", error, started)
    else:
        documents = job.run.formats
        result = Result("made", "", _since(started), summary, documents, warnings=warnings)
    return replace(result, stages=took.stages, peak_mb=took.peak_mb)


def summary_of(executed: nbformat.NotebookNode, run: Run) -> dict[str, Any]:
    """Take the one summary that a notebook displayed, and hold it to the contract and the run.

    Parameters
    ----------
    executed : nbformat.NotebookNode
        An executed report notebook.
    run : Run
        Whose report it should be.

    Returns
    -------
    dict
        The summary.

    Raises
    ------
    ReportError
        There is none or more than one, it breaks the contract, or it is about someone else.
    """
    found = [
        output.data[SUMMARY_MIME]
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if SUMMARY_MIME in output.get("data", {})
    ]
    if len(found) != 1:
        raise ReportError(
            f"{run.notebook.name} displayed {len(found) or 'no'} summar"
            f"{'ies' if len(found) > 1 else 'y'}, expected one output of type {SUMMARY_MIME}."
        )
    summary = dict(found[0])
    check_summary(summary)
    try:
        json.dumps(summary, allow_nan=False)
    except ValueError as error:
        raise ReportError(f"The summary of {run.notebook.name} is no JSON: {error}.") from error
    asked = {
        "level": run.level,
        "id": run.id,
        "period": run.period.name,
        "edition": run.edition,
    }
    for name, value in asked.items():
        if summary[name] != value:
            raise ReportError(
                f"{run.notebook.name} reported on {name} {summary[name]!r}, asked was {value!r}."
            )
    return summary


@dataclass
class _Took:
    """Seconds of each stage of a run, and the most memory of its cells, as far as it got."""

    stages: dict[str, float] = field(default_factory=dict)
    peak_mb: float | None = None

    def note(self, usage: Usage | None) -> None:
        """Note what the cells took."""
        if usage is not None:
            self.peak_mb = round(usage.peak_mb, 1)

    @contextlib.contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Note how long a stage took, also where it failed."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.stages[stage] = _since(started)


def _make(job: Job, took: _Took) -> tuple[dict[str, Any], tuple[str, ...]]:
    run = job.run
    with took.timed("execute"):
        executed = execute(
            run.notebook,
            run.parameters(),
            folder=job.folder / CELLS,
            output=job.folder / EXECUTED,
            time_limit=job.time_limit,
            engine=job.engine,
            on_end=took.note,
        )
    try:
        summary = summary_of(executed, run)
    except ReportError as error:
        raise _CheckFailedError(str(error)) from error
    about = executed.metadata.get("pmo", {})
    brand = run.presentation.brand.model_dump()
    issue = {"language": run.language, "issued": job.issued.isoformat(), "brand": brand}
    executed.metadata["pmo"] = {**about, **issue}
    with took.timed("convert"):
        made = documents(executed, run.formats)
    with took.timed("check"):
        warnings = _hold_leaks(Artefacts(str(run.folder / run.stem), executed, made), job.leaks)
    for kind, content in made.items():
        (job.folder / f"report.{kind}").write_bytes(content)
    told = (*run.presentation.warnings, *look_of(brand).corrections)
    return summary, (*told, *warnings)


def _hold_leaks(artefacts: Artefacts, check: LeakCheck | None) -> tuple[str, ...]:
    """Hold what names someone outside the slice or cannot be searched; give the warnings."""
    if check is None:
        return ()
    try:
        found = find_leaks(artefacts, check)
    except Exception as error:
        raise _CheckFailedError(f"The leak check could not be done: {_told(error)}") from error
    if found.leaks:
        listed = "\n".join(map(str, found.leaks))
        raise _CheckFailedError(f"It names what its slice does not hold. {listed}")
    return tuple(map(str, found.warnings))


def _went_wrong(job: Job, outcome: Outcome, error: Exception, started: float) -> Result:
    log = "".join(traceback.format_exception(error))
    (job.folder / LOG).write_text(log, encoding="utf-8")
    return Result(
        outcome,
        textwrap.shorten(_told(error), _LONGEST, placeholder=" …"),
        _since(started),
        timed_out=isinstance(error, TimeLimitError),
    )


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, PMOError) else f"{type(error).__name__}: {error}"


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
