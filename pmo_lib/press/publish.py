"""Publish what a run made, or say that it is held; keep the evidence with the office."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from pmo_lib.files import digest, digest_if_there, write_file
from pmo_lib.params import Words, load_wording
from pmo_lib.press.convert import held_page, look_of
from pmo_lib.press.inputs import key_of
from pmo_lib.press.ledger import Record, last_good
from pmo_lib.press.plan import Todo
from pmo_lib.press.report import EXECUTED, LOG, Result
from pmo_lib.press.runs import FORMATS, Run

__all__ = ["EVIDENCE", "publish"]

EVIDENCE: Final = ".evidence"
"""Folder of the evidence below the output folder."""

_WITHDRAWN: Final = "withdrawn"


def publish(
    todo: Todo,
    result: Result,
    *,
    work: Path,
    out: Path,
    now: datetime,
    records: Mapping[str, Record],
) -> Record:
    """Put a run's documents in their place, or a held page, and give the run's record.

    Parameters
    ----------
    todo : Todo
        What was to be made, what from and why.
    result : Result
        What became of it.
    work : pathlib.Path
        Working folder of the run.
    out : pathlib.Path
        Output folder.
    now : datetime.datetime
        Instant of the batch.
    records : mapping of str to Record
        Last attempts at all reports, by report.

    Returns
    -------
    Record
        For the ledger. Where the run was not made, an earlier report of the same period has moved
        to the evidence, and a page that says the report is held stands in its place.
    """
    run, started = todo.run, time.perf_counter()
    before = records.get(str(run.report))
    record = _record(todo, result, now, before)
    kept = PurePosixPath(EVIDENCE, run.report)
    if result.outcome == "made":
        documents = {kind: (work / f"report.{kind}").read_bytes() for kind in result.documents}
        record = _put(record, run, documents, out)
        _remove_folder(out / kept, out)
    else:
        _keep_evidence(run, result, work, out, before)
        record = replace(record, withdrawn=_withdrawn(before), evidence=str(kept))
        why = "time_limit" if result.timed_out else record.outcome
        page = _page(record, run, why, last_good(record, records.values()))
        record = _put(record, run, {"html": page}, out)
    return replace(record, stages={**record.stages, "publish": _since(started)})


def _record(todo: Todo, result: Result, now: datetime, before: Record | None) -> Record:
    run, instant = todo.run, now.isoformat()
    made = result.outcome == "made"
    since = min(before.since, instant) if before and before.since else instant
    return Record(
        report=str(run.report),
        set=run.set,
        notebook=run.notebook.name,
        level=run.level,
        id=run.id,
        name=run.name,
        period=run.period.name,
        cadence=run.period.cadence,
        period_end=run.period.end.isoformat(),
        edition=run.edition,
        language=run.language,
        brand=run.presentation.brand.key,
        outcome=result.outcome,
        reason=result.reason,
        issued=instant,
        since="" if made else since,
        seconds=result.seconds,
        artefacts={},
        evidence="",
        summary=result.summary,
        why=todo.why,
        key=key_of(todo.inputs),
        inputs=todo.inputs,
        state=todo.state,
        stages=result.stages,
        peak_mb=result.peak_mb,
        warnings=result.warnings,
    )


def _withdrawn(before: Record | None) -> str:
    """Instant of issue of the good edition that this period had, until it was withdrawn."""
    if before is None:
        return ""
    return before.issued if before.outcome == "made" else before.withdrawn


def _put(record: Record, run: Run, documents: Mapping[str, bytes], out: Path) -> Record:
    """Write the documents; a format that was not made now leaves no older one behind."""
    for kind in reversed(FORMATS):
        place = out / _place(run, kind)
        if kind in documents:
            write_file(place, documents[kind])
        else:
            place.unlink(missing_ok=True)
    return replace(
        record,
        artefacts={kind: _place(run, kind) for kind in documents},
        hashes={kind: digest(content) for kind, content in documents.items()},
        sizes={kind: len(content) for kind, content in documents.items()},
    )


def _page(record: Record, run: Run, why: str, good: Record | None) -> bytes:
    """Write what readers see: never the reason itself, which may quote data of others."""
    words = load_wording(record.language)
    return held_page(
        record.name or words.text(f"report.{record.level}"),
        missing=[words.text(f"held.{why}")],
        who=words.text("held.who"),
        since=_day(record.since, words),
        period=words.period(record.period, record.cadence, record.period_end),
        last_good=_last_good(good, words, len(run.folder.parts)),
        withdrawn=record.withdrawn
        and words.text("held.withdrawn", date=_day(record.withdrawn, words)),
        language=record.language,
        look=look_of(run.presentation.brand.model_dump()),
    )


def _last_good(good: Record | None, words: Words, depth: int) -> tuple[str, str] | None:
    """Address from the held page, and the period with its day of issue."""
    if good is None:
        return None
    period = words.period(good.period, good.cadence, good.period_end)
    told = words.text("held.last_good", period=period, date=_day(good.issued, words))
    return "../" * depth + next(iter(good.artefacts.values())), told


def _day(instant: str, words: Words) -> str:
    return words.date(datetime.fromisoformat(instant).date())


def _keep_evidence(run: Run, result: Result, work: Path, out: Path, before: Record | None) -> None:
    """Keep the notebook as far as it got, the log, and what was published as good until now."""
    kept = out / EVIDENCE / run.report
    for name in (EXECUTED, LOG):
        (kept / name).unlink(missing_ok=True)
        if (work / name).exists():
            write_file(kept / name, (work / name).read_bytes())
    if not (kept / LOG).exists():
        write_file(kept / LOG, result.reason.encode())
    good = before.hashes if before and before.outcome == "made" else {}
    for kind in good:
        place = out / _place(run, kind)
        if digest_if_there(place) == good[kind]:
            write_file(kept / _WITHDRAWN / place.name, place.read_bytes())


def _remove_folder(folder: Path, out: Path) -> None:
    """Remove a folder, and those above it that are empty then."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        while (folder := folder.parent) != out:
            folder.rmdir()


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def _place(run: Run, kind: str) -> str:
    return f"{run.folder / run.stem}.{kind}"
