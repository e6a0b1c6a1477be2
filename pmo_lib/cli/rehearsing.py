"""``pmo rehearse``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pmo_lib.cli.commands import (
    Formats,
    Jobs,
    Json,
    Now,
    OfPeriod,
    OnEngine,
    ReportedStore,
    instant,
)

__all__ = ["rehearse"]


def rehearse(
    period: OfPeriod = "latest",
    jobs: Jobs = None,
    engine: OnEngine = None,
    formats: Formats = "html,pdf",
    store: ReportedStore = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where reports go.  [default: .pmo/rehearsal]", show_default=False
        ),
    ] = None,
    now: Now = "",
    as_json: Json = False,
) -> None:
    """Make a small batch before the full one, of those on whom it would most likely stumble.

    The largest and the smallest client, one without a project, the oddest names, withheld and
    unreadable values, a gate that was not passed, the largest and the smallest programme, and the
    portfolio: chosen from the store, the same each time, each with the reason. They go to a folder
    of their own; no report of `pmo reports` is touched.

    **Example**: `pmo rehearse --store S --period 2026-10`, look at the pages, then `pmo reports`.

    **JSON**: a list, per run, as `pmo reports` gives it.

    **Exit codes**: 0 all made; 1 some held or failed; 2 could not start.
    """
    raise typer.Exit(
        _run(
            period=period,
            jobs=jobs,
            engine=engine,
            formats=formats,
            store=store,
            out=out,
            now=instant(now),
            now_given=bool(now),
            as_json=as_json,
        )
    )


def _run(
    *,
    period: str,
    jobs: int | None,
    engine: str | None,
    formats: str,
    store: Path | None,
    out: Path | None,
    now: datetime,
    now_given: bool,
    as_json: bool,
) -> int:
    """Choose, say why, and make the reports."""
    from pmo_lib.cli.output import say
    from pmo_lib.cli.reporting import run_reports, store_of
    from pmo_lib.params import home, load_sets
    from pmo_lib.press.rehearsal import REHEARSAL, choose, rehearsal_set
    from pmo_lib.tables.store import Cutter

    sets = load_sets()
    choices = choose(Cutter(store_of(store), period), sets)
    for choice in choices:
        whose = choice.level if choice.level == "portfolio" else f"{choice.level} {choice.id}"
        say(f"{whose}: {'; '.join(choice.why)}")
    return run_reports(
        sets=[REHEARSAL],
        known={**sets, REHEARSAL: rehearsal_set(choices)},
        period=period,
        clients=[],
        programmes=[],
        limit=None,
        jobs=jobs,
        formats=formats,
        store=store,
        out=out or home() / ".pmo" / "rehearsal",
        engine=engine,
        force=False,
        refresh_office=True,
        now=now,
        now_given=now_given,
        as_json=as_json,
    )
