"""``pmo reports``."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typer

from pmo_lib.cli.folders import check_writable
from pmo_lib.cli.output import OUTCOMES, Reporter, duration, print_json, say
from pmo_lib.cli.sampling import sample_at
from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.params import ReportSet, home, sample_store
from pmo_lib.press.batch import Batch, Selection, make_reports
from pmo_lib.press.engines import DEFAULT_ENGINE
from pmo_lib.press.ledger import Record
from pmo_lib.press.runs import FORMATS
from pmo_lib.tables.store import Store
from pmo_lib.tables.store.periods import Period, choose

__all__ = ["run_reports", "store_of"]

_LISTED: Final = 20


def run_reports(
    *,
    sets: Sequence[str],
    known: Mapping[str, ReportSet] | None = None,
    period: str,
    clients: Sequence[str],
    programmes: Sequence[str],
    limit: int | None,
    jobs: int | None,
    engine: str | None,
    formats: str,
    store: Path | None,
    out: Path | None,
    force: bool,
    refresh_office: bool,
    now: datetime,
    now_given: bool,
    as_json: bool,
) -> int:
    """Make the reports that were asked for, show how it goes, and give the exit code."""
    started = time.perf_counter()
    selection = Selection(sets, clients, programmes, period, limit, _formats(formats))
    folder = (out or home() / "reports").resolve()
    check_writable(folder, "--out")
    data = store_of(store)
    if now_given:
        _check_instant(now, choose(period, data.periods()))
    with Reporter() as reporter:
        batch = make_reports(
            data,
            selection,
            out=folder,
            now=now,
            jobs=jobs or _cores(),
            engine=engine or DEFAULT_ENGINE,
            force=force,
            refresh_office=refresh_office,
            sets=known,
            on_left_out=say,
            on_start=reporter.start,
            on_done=lambda record: reporter.done(_line(record), went_wrong=_wrong(record)),
        )
    if as_json:
        print_json([_described(record, folder) for record in batch.records])
    else:
        _summary(batch, folder, time.perf_counter() - started)
    return batch.exit_code


def _formats(given: str) -> list[str]:
    wanted = [part.strip().lower() for part in given.split(",") if part.strip()]
    for part in wanted:
        if part not in FORMATS:
            raise ParameterError(f"There is no format {part!r}; {allowed_words(part, FORMATS)}.")
    if not wanted:
        raise ParameterError(f"No format is named. Allowed: {', '.join(FORMATS)}.")
    return [kind for kind in FORMATS if kind in wanted]


def _check_instant(now: datetime, period: Period) -> None:
    """Refuse an instant that was asked for and is before the data; the clock's is never refused."""
    if now.date() < period.data_date:
        raise ParameterError(
            f"--now is {now.date()}, before the data of {period.name}, which stand at "
            f"{period.data_date}; a report cannot be issued before its data."
        )


def store_of(given: Path | None) -> Store:
    """Open the store that was named, or the sample's, which is made where it is not there."""
    if given is not None:
        return Store.open(given)
    say(f"No --store: reporting on the sample portfolio in {sample_store()}")
    return sample_at(sample_store(), scale=1)


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _wrong(record: Record) -> bool:
    return not record.good


def _line(record: Record) -> str:
    whose = record.level if record.level == "portfolio" else f"{record.level} {record.id}"
    told = f"{record.outcome} {whose} {record.period} in {record.seconds:.1f} s"
    return f"{told}: {record.reason}" if _wrong(record) else told


def _described(record: Record, out: Path) -> dict[str, Any]:
    return {
        "set": record.set,
        "client": record.id if record.level == "client" else None,
        "programme": record.id if record.level == "programme" else None,
        "edition": record.edition,
        "period": record.period,
        "outcome": record.outcome,
        "reason": record.reason,
        "seconds": record.seconds,
        "artefacts": {kind: str(out / path) for kind, path in record.artefacts.items()},
    }


def _summary(batch: Batch, out: Path, seconds: float) -> None:
    counts = Counter(record.outcome for record in batch.records)
    total = len(batch.records)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in OUTCOMES if counts[kind])
    worked = total - counts["skipped"]
    rate = f" ({worked / seconds * 60:.0f} a minute)" if worked else ""
    typer.echo(f"{total} report{'' if total == 1 else 's'}: {told}, in {duration(seconds)}{rate}.")
    if counts["skipped"]:
        typer.echo("Skipped is what stands, made from the same; --force makes it again.")
    wrong = [record for record in batch.records if _wrong(record)]
    for record in wrong[:_LISTED]:
        typer.echo(f"  {_line(record)}")
        typer.echo(f"    evidence: {out / record.evidence}")
    if len(wrong) > _LISTED:
        typer.echo(f"  and {len(wrong) - _LISTED} more, listed in the index")
    if wrong:
        typer.echo("Their readers see a page that says the report is held. Put right what the")
        typer.echo("evidence shows, then make them again: the same command, with --client ID.")
    typer.echo(f"Open {batch.index}")
