"""``pmo``: inspect and load data, make reports, make the sample, open JupyterLab.

What a command needs is imported inside it, so that ``pmo --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

import pmo_lib
from pmo_lib.cli import press_commands, rehearsing, store_commands
from pmo_lib.cli.commands import (
    Command,
    Formats,
    Group,
    Jobs,
    Json,
    Now,
    OfPeriod,
    OnEngine,
    ReportedStore,
    day,
    instant,
)

__all__ = ["app", "main"]

_HELP = """
Reports and notebooks for a project management office.

**Start**: `pmo reports --set sample` makes a first batch from a made-up portfolio and prints
where to open it.

**Your own data**: `pmo inspect` shows what a file holds and writes a mapping to start from,
`pmo load` takes the files in, `pmo reports --store` reports on them.

**Which reports**: `pmo sets` lists the report sets of `params/reports`, and which are due.

**Reports made**: `pmo status` shows the last batch, `pmo history` every attempt at a report,
`pmo verify` whether all is as it was issued, `pmo reproduce` makes a report again, byte for byte.

**Look into it**: `pmo snapshots` lists what was loaded, `pmo trace` says where a number was typed,
`pmo match` finds what was renamed.

**Exit codes**: 0 all done, 1 some reports held or failed (or `--strict` and values were
rejected), 2 could not start: the message says what was expected.
"""


app = typer.Typer(
    name="pmo",
    cls=Group,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"pmo {pmo_lib.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", metavar="", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Hold what all commands share."""


NO_UPDATES: Final = "jupyterlab.NeverCheckForUpdate"
"""JupyterLab asks nobody outside whether there is news of it."""


@app.command(cls=Command)
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text, workbook or Parquet file.")],
    write: Annotated[
        Path | None,
        typer.Option(
            "--write",
            metavar="SOURCE.yml",
            help="Write a mapping to start from, such as params/sources/NAME.yml.",
        ),
    ] = None,
    transposed: Annotated[
        bool | None,
        typer.Option(
            "--transposed/--in-rows",
            metavar="",
            help="One record a column, or a row.  [default: as the values are most alike]",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what a file holds: tables, headings, and what each column may be.

    What is guessed is for a person to confirm: `pmo load` never guesses. With `--write` a mapping
    is written to start from; go through every CHECK and CHOOSE in it, then load it.

    **Example**: `pmo inspect returns/May.xlsx --write params/sources/returns.yml`

    **JSON**: a list, per table: `reader, header_row, records, more, questions, columns`, each
    column with `heading, filled, distinct, examples, type, settings, read, questions`.

    **Exit codes**: 0 shown; 2 the file cannot be read or holds no table.
    """
    from pmo_lib.cli.inspecting import run_inspect

    raise typer.Exit(run_inspect(file, write, transposed=transposed, as_json=as_json))


@app.command(cls=Command)
def load(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE.yml", help="Mapping file of the source.")
    ],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="Folder that holds the source's files; a database has none.",
        ),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Store to add to; made where there is none.  [default: .pmo/store]",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="P",
            help="The period reported, where the mapping leaves it open: 2026-10, 2026-Q3, 2026.",
        ),
    ] = None,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            metavar="DAY",
            help="The day at which the data stand, where the mapping leaves it open.  "
            "[default: the period's last]",
        ),
    ] = "",
    strict: Annotated[
        bool,
        typer.Option("--strict", metavar="", help="Exit 1 where any row or value was rejected."),
    ] = False,
    now: Now = "",
    as_json: Json = False,
) -> None:
    """Load a source into a store, every value accounted for.

    What cannot be read is kept as written among the rejects, counted and shown with its place,
    and the load goes on. A file that is not what the mapping says ends the load; nothing is then
    written. `pmo inspect FILE --write SOURCE.yml` writes a first mapping.

    **Examples**

    `pmo load params/sources/gmpp.yml --from ../data/gmpp --store S`

    `pmo load params/sources/risks.yml --from returns --period 2026-10`

    **JSON**: a list, per file, kind of record and table: `source, snapshot, file, kind, table,
    read, accepted, rejected, ignored, values_rejected, values_ignored, rules, stated, notes`.

    **Exit codes**: 0 loaded, also with rejects; 1 rejects and `--strict`; 2 could not load.
    """
    from pmo_lib.cli.loading import run_load

    raise typer.Exit(
        run_load(
            source,
            folder,
            store,
            period=period,
            as_of=day(as_of, "--as-of"),
            strict=strict,
            now=instant(now),
            as_json=as_json,
        )
    )


@app.command(cls=Command)
def reports(
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME",
            help="Report set: a file in params/reports. "
            "May be given again.  [default: client, programme, portfolio]",
            show_default=False,
        ),
    ] = None,
    period: OfPeriod = "latest",
    client: Annotated[
        list[str] | None,
        typer.Option("--client", metavar="ID", help="Only this client. May be given again."),
    ] = None,
    programme: Annotated[
        list[str] | None,
        typer.Option("--programme", metavar="ID", help="Only this programme. May be given again."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most so many of each set.")
    ] = None,
    jobs: Jobs = None,
    engine: OnEngine = None,
    formats: Formats = "html,pdf",
    store: ReportedStore = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where reports go.  [default: reports]", show_default=False
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", metavar="", help="Make all again, also what has not changed."),
    ] = False,
    refresh_office: Annotated[
        bool,
        typer.Option(
            "--refresh-office",
            metavar="",
            help="Make anew what reports may know of other clients, frozen once a period.",
        ),
    ] = False,
    now: Now = "",
    as_json: Json = False,
) -> None:
    """Make reports as HTML and PDF, one for each client, programme or portfolio.

    Reports go to `OUT/PERIOD/CLIENT/`, and `OUT/index.html` lists them all. A report that stands,
    made from the same notebook, data and parameters by the same code, is skipped. A batch that was
    stopped or killed goes on where it was, by the same command. A report that fails
    or does not pass its checks stops no other: a page that says it is held stands in its place,
    and the notebook as far as it got is kept in `OUT/.evidence`.

    A set whose cadence is not the period's is left out, and says when it is due; `pmo sets` lists
    them.

    **Examples**

    `pmo reports --set sample`: a first look, from the made-up portfolio.

    `pmo reports --store S --set client --period 2023 --out R`: every client of a store.

    `pmo reports --store S --client D01 --client D02 --formats html`: two clients, HTML only.

    **JSON**: a list, per run: `set, client, programme, edition, period, outcome, reason,
    seconds, artefacts`.

    **Exit codes**: 0 all made or skipped; 1 some held or failed; 2 could not start or go on.
    """
    from pmo_lib.cli.reporting import run_reports

    raise typer.Exit(
        run_reports(
            sets=sets or [],
            period=period,
            clients=client or [],
            programmes=programme or [],
            limit=limit,
            jobs=jobs,
            engine=engine,
            formats=formats,
            store=store,
            out=out,
            force=force,
            refresh_office=refresh_office,
            now=instant(now),
            now_given=bool(now),
            as_json=as_json,
        )
    )


@app.command(cls=Command)
def sample(
    scale: Annotated[
        int, typer.Option(min=1, metavar="N", help="So many times the size of the office.")
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Store to make.  [default: .pmo/sample]", show_default=False
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the sample portfolio: 600 clients, 40 programmes, 940 projects, all made up.

    Of the projects 750 are live, 150 closed and 40 on hold or in the pipeline.

    It is made by code from a seed, so it is the same each time, and kept: a second call only
    says what is there.

    **Example**: `pmo sample --scale 10 --out /tmp/large`

    **JSON**: `store, scale, made, tables` with the number of rows of each table.

    **Exit codes**: 0 it is there; 2 the folder holds something else.
    """
    from pmo_lib.cli.sampling import run_sample

    run_sample(scale, out, as_json=as_json)


for _command in (
    press_commands.sets,
    rehearsing.rehearse,
    press_commands.status,
    press_commands.history,
    press_commands.verify,
    press_commands.reproduce,
    store_commands.snapshots,
    store_commands.trace,
    store_commands.match,
):
    app.command(cls=Command)(_command)


@app.command(
    cls=Command, context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)
def lab(ctx: typer.Context) -> None:
    """Open JupyterLab on `notebooks/`, with this environment's kernel.

    What follows is handed to JupyterLab: `pmo lab --no-browser --port 8890`.
    """
    from pmo_lib.params.places import home

    root = home()
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    command += [f"--FileContentsManager.preferred_dir={root / 'notebooks'}"]
    command += ["--LabApp.news_url=None", f"--LabApp.check_for_updates_class={NO_UPDATES}"]
    command += ctx.args
    os.execv(sys.executable, command)


def main() -> None:
    """Run the command line; the console script ``pmo``."""
    app()


if __name__ == "__main__":
    main()
