"""Publish what a run made, or say that it is held; keep the evidence with the office."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from pmo_lib.params import Words, load_wording
from pmo_lib.press.convert import held_page
from pmo_lib.press.records import Record, last_good, write_file
from pmo_lib.press.report import EXECUTED, LOG, Result
from pmo_lib.press.runs import FORMATS, Run

__all__ = ["EVIDENCE", "publish"]

EVIDENCE: Final = ".evidence"
"""Folder of the evidence below the output folder."""

_WITHDRAWN: Final = "withdrawn"


def publish(
    run: Run,
    result: Result,
    *,
    work: Path,
    out: Path,
    now: datetime,
    records: Mapping[str, Record],
) -> Record:
    """Put a run's documents in their place, or a held page, and write the run's record.

    Parameters
    ----------
    run : Run
        What was to be made.
    result : Result
        What became of it.
    work : pathlib.Path
        Working folder of the run.
    out : pathlib.Path
        Output folder.
    now : datetime.datetime
        Instant of the batch.
    records : mapping of str to Record
        All records so far, by key.

    Returns
    -------
    Record
        As written. Where the run was not made, an earlier report of the same period has moved
        to the evidence, and a page that says the report is held stands in its place.
    """
    before = records.get(str(run.key))
    record = _record(run, result, now, before)
    if result.outcome == "made":
        record = replace(record, artefacts=_put(run, result.documents, work, out))
        shutil.rmtree(out / EVIDENCE / run.key, ignore_errors=True)
    else:
        _keep_evidence(run, result, work, out, before)
        record = replace(record, withdrawn=_withdrawn(before), evidence=f"{EVIDENCE}/{run.key}")
        why = "time_limit" if result.timed_out else record.outcome
        held = _hold(run, record, why, last_good(record, records.values()), out)
        record = replace(record, artefacts=held)
    record.write(out)
    return record


def _record(run: Run, result: Result, now: datetime, before: Record | None) -> Record:
    instant = now.isoformat()
    made = result.outcome == "made"
    return Record(
        key=str(run.key),
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
        outcome=result.outcome,
        reason=result.reason,
        issued=instant,
        since="" if made else (before.since if before else "") or instant,
        seconds=result.seconds,
        artefacts={},
        evidence="",
        summary=result.summary,
    )


def _withdrawn(before: Record | None) -> str:
    """Instant of issue of the good edition that this period had, until it was withdrawn."""
    if before is None:
        return ""
    return before.issued if before.outcome == "made" else before.withdrawn


def _put(run: Run, formats: tuple[str, ...], work: Path, out: Path) -> dict[str, str]:
    """Write the documents; a format that was not made now leaves no older one behind."""
    for kind in reversed(FORMATS):
        place = out / _place(run, kind)
        if kind in formats:
            write_file(place, (work / f"report.{kind}").read_bytes())
        else:
            place.unlink(missing_ok=True)
    return {kind: _place(run, kind) for kind in formats}


def _hold(run: Run, record: Record, why: str, good: Record | None, out: Path) -> dict[str, str]:
    page = _place(run, "html")
    write_file(out / page, _page(record, why, good, depth=len(run.folder.parts)))
    return {"html": page}


def _page(record: Record, why: str, good: Record | None, *, depth: int) -> bytes:
    """Write what readers see: never the reason itself, which may quote data of others."""
    words = load_wording(record.language)
    return held_page(
        record.name or words.text(f"report.{record.level}"),
        missing=[words.text(f"held.{why}")],
        who=words.text("held.who"),
        since=_day(record.since, words),
        period=words.period(record.period, record.cadence, record.period_end),
        last_good=_last_good(good, words, depth),
        withdrawn=record.withdrawn
        and words.text("held.withdrawn", date=_day(record.withdrawn, words)),
        language=record.language,
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
    kept = out / EVIDENCE / run.key
    for name in (EXECUTED, LOG):
        (kept / name).unlink(missing_ok=True)
        if (work / name).exists():
            write_file(kept / name, (work / name).read_bytes())
    if not (kept / LOG).exists():
        write_file(kept / LOG, result.reason.encode())
    for kind in FORMATS:
        place = out / _place(run, kind)
        if before and before.outcome == "made" and place.exists():
            write_file(kept / _WITHDRAWN / place.name, place.read_bytes())
        if kind != "html":
            place.unlink(missing_ok=True)


def _place(run: Run, kind: str) -> str:
    return f"{run.folder / run.stem}.{kind}"
