"""``pmo sets``, ``status``, ``history``, ``verify``, ``reproduce``: what is and what was made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_lib.cli.commands import Json, OfPeriod, ReportedStore

__all__ = ["history", "reproduce", "sets", "status", "verify"]

_Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Where the reports are.  [default: reports]",
        show_default=False,
    ),
]


def sets(
    period: OfPeriod = "latest",
    store: ReportedStore = None,
    as_json: Json = False,
) -> None:
    """List the report sets: who reads them, how often, what is made for whom, which are due.

    Each is a file in `params/reports`.

    **Example**: `pmo sets --store S --period 2026-09`

    **JSON**: a list, per set: `set, title, audience, level, edition, cadence, notebook, brand,
    language, clients, programmes, who, formats, gathers, period, due, not_due` (a sentence on each
    part that is not due).

    **Exit codes**: 0 listed; 2 a set or the store cannot be read, or it lacks the period.
    """
    from pmo_lib.cli.sets import run_sets

    run_sets(store, period, as_json=as_json)


def status(out: _Out = None, as_json: Json = False) -> None:
    """Show the last batch at a glance: made, skipped and why, held, failed, slowest.

    **Example**: `pmo status --out R`

    **JSON**: `batch, started, engine, fenced, seconds, state` (`ended`, `working` or `stopped`),
    `todo, left, counts, why, skipped, wrong, warned, slowest`; of the last three each run as in
    `pmo history`.

    **Exit codes**: 0 all made or skipped; 1 some held, failed or not finished; 2 there is no
    ledger, or it cannot be read.
    """
    from pmo_lib.cli.ledgers import run_status

    raise typer.Exit(run_status(out, as_json=as_json))


def history(
    client: Annotated[
        str | None,
        typer.Option("--client", metavar="ID", help="Attempts at this client's reports."),
    ] = None,
    programme: Annotated[
        str | None,
        typer.Option("--programme", metavar="ID", help="Attempts at this programme's reports."),
    ] = None,
    out: _Out = None,
    as_json: Json = False,
) -> None:
    """List every attempt at the reports of a client or programme, or at the portfolio's.

    **Example**: `pmo history --client C0002`

    **JSON**: a list, oldest first: `run, batch, set, level, id, period, edition, outcome, why,
    reason, issued, since, seconds, stages, peak_mb, warnings, artefacts` (each with `path, sha256,
    bytes`)`, evidence, key, inputs, inputs_kept_until, stands`.

    **Exit codes**: 0 listed; 2 there is no ledger, or nothing of that id in it.
    """
    from pmo_lib.cli.ledgers import run_history

    raise typer.Exit(run_history(client, programme, out, as_json=as_json))


def verify(out: _Out = None, as_json: Json = False) -> None:
    """Hold every report on disk to the ledger, and the ledger to itself.

    The rows of the ledger are chained by hashes, so that an edited row is found and named; so is a
    report that was changed, that is missing, or that no row names, and an edited index page.

    **Example**: `pmo verify --out R`

    **JSON**: `ledger, rows, artefacts, faults`, each fault with `kind, row, path, told`.

    **Exit codes**: 0 all is as it was issued; 1 something is not; 2 the ledger cannot be read.
    """
    from pmo_lib.cli.ledgers import run_verify

    raise typer.Exit(run_verify(out, as_json=as_json))


def reproduce(
    run: Annotated[
        int, typer.Argument(metavar="RUN_ID", help="Number of the run, as `pmo history` shows it.")
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="A folder for the documents.")
    ],
    out: _Out = None,
    as_json: Json = False,
) -> None:
    """Make a report again from what it was made from, and compare it byte for byte.

    Slice, notebook and parameter files are kept beside the reports for 100 days after the batch
    that last made a report from them, or found it unchanged. Reports and ledger are not touched.

    **Example**: `pmo reproduce 17 --into /tmp/again`

    **JSON**: `run, level, id, period, edition, issued, documents`, each document with `format,
    path, sha256, issued_sha256, identical`.

    **Exit codes**: 0 identical; 1 something differs, or it could not be made; 2 could not start:
    there is no such run, what it was made from is no longer kept, or it needs another version of
    the code, of its dependencies or of Python, which the message names.
    """
    from pmo_lib.cli.reproducing import run_reproduce

    raise typer.Exit(run_reproduce(run, into, out, as_json=as_json))
