"""``pmo status``, ``pmo history``, ``pmo verify``: what the ledger says."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table

from pmo_lib.cli.output import OUTCOMES, duration, print_json
from pmo_lib.errors import SelectionError, allowed_words
from pmo_lib.params import home
from pmo_lib.press.kept import kept_until
from pmo_lib.press.ledger import Ledger, Record, verify
from pmo_lib.press.lock import Holder, holder

__all__ = ["ledger_folder", "run_history", "run_status", "run_verify"]

_LISTED: Final = 20

_UNFENCED: Final = (
    "Nothing kept a run's code from reading other files of this machine: the engine was not "
    "forked, or this system has no Landlock (Linux 5.13). The leak check searched all that was "
    "published."
)
_SLOWEST: Final = 5
_WIDTH: Final = 110


def ledger_folder(given: Path | None) -> Path:
    """Folder of the reports that was named, or of the workbench's own."""
    return (given or home() / "reports").resolve()


def run_status(given: Path | None, *, as_json: bool) -> int:
    """Show the last batch, and give the exit code."""
    out = ledger_folder(given)
    with Ledger.reading(out) as ledger:
        batches = ledger.batches()
        if not batches:
            raise SelectionError(
                f"The ledger in {out} holds no batch yet; `pmo reports` makes one."
            )
        start, end = batches[-1]
        runs = ledger.runs("batch = ?", [start["batch"]])
    told = _status(start, end, runs, holder(out))
    if as_json:
        print_json(told)
    else:
        _show_status(told, out)
    return int(told["state"] != "ended" or bool(told["wrong"]))


def run_history(
    client: str | None, programme: str | None, given: Path | None, *, as_json: bool
) -> int:
    """List the attempts at the reports of one client, programme or the portfolio."""
    if client and programme:
        raise SelectionError("Name a client or a programme, not both.")
    out = ledger_folder(given)
    level = "client" if client else "programme" if programme else "portfolio"
    id_ = client or programme or "portfolio"
    with Ledger.reading(out) as ledger:
        runs = ledger.runs("level = ? AND id = ?", [level, id_])
        if not runs:
            known = sorted({record.id for record in ledger.runs("level = ?", [level])})
            raise SelectionError(
                f"The ledger in {out} has nothing of the {level} {id_!r}; "
                f"{allowed_words(id_, known)}."
            )
    if as_json:
        print_json([_described(record) for record in runs])
    else:
        _show_runs(runs)
    return 0


def run_verify(given: Path | None, *, as_json: bool) -> int:
    """Hold reports and ledger to what was recorded, and give the exit code."""
    out = ledger_folder(given)
    with Ledger.reading(out) as ledger:
        faults = verify(ledger, out)
        rows = sum(1 for _ in ledger.entries())
        sound = not any(fault.kind in ("ledger", "row") for fault in faults)
        standing = ledger.standing().values() if sound else []
    artefacts = sum(len(record.artefacts) for record in standing)
    if as_json:
        described = [vars(fault) for fault in faults]
        print_json(
            {
                "ledger": str(ledger.path),
                "rows": rows,
                "artefacts": artefacts if sound else None,
                "faults": described,
            }
        )
    else:
        for fault in faults:
            typer.echo(fault.told)
        looked = f"{rows:,} rows" + (f" and {artefacts:,} documents" if sound else "")
        typer.echo(
            f"{looked}: {len(faults):,} not as recorded." if faults else f"{looked}: all as issued."
        )
    return int(bool(faults))


def _status(
    start: Mapping[str, Any],
    end: Mapping[str, Any] | None,
    runs: Sequence[Record],
    holds: Holder | None,
) -> dict[str, Any]:
    worked = [record for record in runs if record.outcome != "skipped"]
    slowest = sorted(worked, key=lambda record: -record.seconds)[:_SLOWEST]
    return {
        "batch": start["batch"],
        "started": start["started"],
        "engine": start["engine"],
        "fenced": start["fenced"],
        "seconds": end and end["seconds"],
        "state": "ended" if end else "working" if _lives(holds) else "stopped",
        "todo": start["todo"],
        "left": start["todo"] - len(worked),
        "counts": {kind: sum(record.outcome == kind for record in runs) for kind in OUTCOMES},
        "why": dict(Counter(record.why for record in worked)),
        "skipped": dict(Counter(record.reason for record in runs if record.outcome == "skipped")),
        "wrong": [_described(record) for record in runs if not record.good],
        "warned": [_described(record) for record in worked if record.warnings],
        "slowest": [_described(record) for record in slowest],
    }


def _lives(holds: Holder | None) -> bool:
    """Whether the batch that holds the folder still works, as far as this machine can tell."""
    if holds is None:
        return False
    if holds.host != socket.gethostname():
        return True
    try:
        os.kill(holds.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _described(record: Record) -> dict[str, Any]:
    return {
        "run": record.number,
        "batch": record.batch,
        "set": record.set,
        "level": record.level,
        "id": record.id,
        "period": record.period,
        "edition": record.edition,
        "outcome": record.outcome,
        "why": record.why,
        "reason": record.reason,
        "issued": record.issued,
        "since": record.since,
        "seconds": record.seconds,
        "stages": dict(record.stages),
        "peak_mb": record.peak_mb,
        "warnings": list(record.warnings),
        "artefacts": {
            kind: {"path": path, "sha256": record.hashes[kind], "bytes": record.sizes[kind]}
            for kind, path in record.artefacts.items()
        },
        "evidence": record.evidence,
        "key": record.key,
        "inputs": dict(record.inputs),
        "inputs_kept_until": kept_until(record.issued),
        "stands": record.stands or None,
    }


def _show_status(told: Mapping[str, Any], out: Path) -> None:
    counts = ", ".join(f"{count} {kind}" for kind, count in told["counts"].items() if count)
    ended = {
        "ended": f"took {duration(told['seconds'] or 0)}",
        "working": f"is at work, {told['left']} to go",
        "stopped": f"was stopped with {told['left']} of {told['todo']} not made",
    }[told["state"]]
    started = told["started"][:16].replace("T", " ")
    typer.echo(f"Batch {told['batch']} of {started} {ended}: {counts or 'nothing yet'}.")
    for why, count in {**told["why"], **told["skipped"]}.items():
        typer.echo(f"  {count:>6,}  {why}")
    for line in told["wrong"][:_LISTED]:
        typer.echo(f"{line['outcome']} {_whose(line)} (run {line['run']}): {line['reason']}")
        typer.echo(f"    evidence: {out / line['evidence']}")
    if len(told["wrong"]) > _LISTED:
        typer.echo(f"and {len(told['wrong']) - _LISTED} more; --json lists all")
    for line in told["warned"][:_LISTED]:
        typer.echo(f"made, but look at {_whose(line)} (run {line['run']}):")
        for warning in line["warnings"]:
            typer.echo(f"    {warning}")
    if told["slowest"]:
        typer.echo("Slowest:")
    for line in told["slowest"]:
        stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in line["stages"].items())
        typer.echo(f"  {line['seconds']:6.1f} s  {_whose(line)} ({stages})")
    if not told["fenced"]:
        typer.echo(_UNFENCED)
    if told["state"] == "stopped":
        typer.echo("The same `pmo reports` command goes on where it was.")


def _whose(line: Mapping[str, Any]) -> str:
    level = line["level"]
    whose = level if level == "portfolio" else f"{level} {line['id']}"
    return f"{whose} {line['period']} {line['edition']}"


def _show_runs(runs: Sequence[Record]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("run", "issued", "period", "edition", "outcome"):
        table.add_column(name, no_wrap=True)
    table.add_column("seconds", justify="right")
    table.add_column("why")
    for record in runs:
        table.add_row(
            str(record.number),
            record.issued[:16].replace("T", " "),
            record.period,
            record.edition,
            record.outcome,
            f"{record.seconds:.1f}",
            record.reason or record.why,
        )
    console = Console(markup=False, highlight=False)
    console.width = max(console.width, _WIDTH)
    console.print(table)
