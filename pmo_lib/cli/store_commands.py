"""``pmo snapshots``, ``pmo trace``, ``pmo match``: what a store holds, and where it is from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pmo_lib.cli.commands import Json, Now, day, instant, moment

__all__ = ["match", "snapshots", "trace"]

_Store = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="DIR", help="The store.  [default: .pmo/store]", show_default=False
    ),
]


def snapshots(
    store: _Store = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the loads of this source.")
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", metavar="", help="Read every file, and say what is damaged.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the loads of a store: source, day, rows, rejects, and which are superseded.

    **Example**: `pmo snapshots --store S --source gmpp --verify`

    **JSON**: a list, per snapshot: `snapshot, source, as_of, loaded_at, tables, rows, rejects,
    superseded, about`, and with `--verify` its `damages`.

    **Exit codes**: 0 listed; 1 something is damaged; 2 there is no such store or source.
    """
    from pmo_lib.cli.snapshots import run_snapshots

    raise typer.Exit(run_snapshots(store, source, verify=verify, as_json=as_json))


def trace(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="A table, such as projects.")],
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="Key of the row, its parts joined by |, in quotes."),
    ],
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="A column, such as budget.")],
    store: _Store = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DAY", help="The latest day that counts.")
    ] = "",
    known_by: Annotated[
        str,
        typer.Option("--known-by", metavar="INSTANT", help="Leave out what was loaded later."),
    ] = "",
    as_json: Json = False,
) -> None:
    """Say where a number was typed: file, sheet, row, cell and its text, and what it was before.

    **Example**: `pmo trace progress "GMPP-0001|2023" period_budget --store S`

    **JSON**: a list, the value in force first: `standing, value, state, source, as_of, snapshot,
    loaded_at, place, note, rejects`.

    **Exit codes**: 0 found; 2 there is no such table, row or column: the message names the nearest.
    """
    from pmo_lib.cli.tracing import run_trace

    run_trace(
        store,
        (table, key, column),
        as_of=day(as_of, "--as-of"),
        known_by=moment(known_by, "--known-by"),
        as_json=as_json,
    )


def match(
    source: Annotated[str, typer.Option(metavar="NAME", help="The source whose ids are matched.")],
    store: _Store = None,
    table: Annotated[str, typer.Option(metavar="TABLE", help="projects or clients.")] = "projects",
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", help="Compare this day of the source ...")
    ] = "",
    until: Annotated[
        str,
        typer.Option("--to", metavar="DAY", help="... with this.  [default: each with its next]"),
    ] = "",
    against: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="In place of days: the ids of another source."),
    ] = None,
    least: Annotated[
        float, typer.Option(min=0, max=1, metavar="SCORE", help="Leave out lower scores.")
    ] = 0.8,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept", metavar="ALIAS=ID", help="Write this decision. May be given again."
        ),
    ] = None,
    accept_above: Annotated[
        float | None,
        typer.Option(
            "--accept-above",
            min=0,
            max=1,
            metavar="SCORE",
            help="Write all proposals from this score up that are not ambiguous.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="For what reason.")] = "",
    now: Now = "",
    as_json: Json = False,
) -> None:
    """Propose which ids are one project or client under another id, with score and evidence.

    Nothing is written without `--accept` or `--accept-above`. They append to
    `params/aliases/SOURCE.yml`, which is applied when a store is read: delete a line to undo it.
    The score is a convention: the share of what could speak for a pair that does.

    **Examples**

    `pmo match --store S --source gmpp`: what may have been renamed from each day to the next.

    `pmo match --store S --source gmpp --accept DH-0001=DOH-0001 --by "A. Okafor" --why "new code"`

    **JSON**: `proposals`, a list of `alias, proposal, score, ambiguous, rivals, evidence, where`;
    and `written`: its `file` and `lines`, or null.

    **Exit codes**: 0 done, also where nothing is proposed; 2 could not: the message says why.
    """
    from pmo_lib.cli.matching import Accepted, Asked, run_match

    asked = Asked(source, table, day(since, "--from"), day(until, "--to"), against, least)
    accepted = Accepted(accept or [], accept_above, by, why, instant(now).date())
    run_match(store, asked, accepted, as_json=as_json)
