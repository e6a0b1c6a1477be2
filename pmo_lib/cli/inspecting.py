"""``pmo inspect``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table

from pmo_lib.cli.output import print_json
from pmo_lib.errors import ParameterError
from pmo_lib.tables.inspection import Guess, Sight, look, starting_mapping
from pmo_lib.tables.mapping.files import source_id

__all__ = ["run_inspect"]

_WIDTH: Final = 170
_SHOWN: Final = 48
_GUESS: Final = 56


def run_inspect(file: Path, write: Path | None, *, transposed: bool | None, as_json: bool) -> int:
    """Show what a file holds, write a mapping to start from where asked, and give the exit code."""
    if file.is_dir():
        inside = sorted(one.name for one in file.iterdir() if one.is_file())
        such = f", such as {file / inside[0]}" if inside else ""
        raise ParameterError(f"{file} is a folder; name one file of it{such}.")
    if write is not None and write.exists():
        raise ParameterError(f"{write} is there already; name a new file under --write.")
    sights = look(file, transposed=transposed)
    if write is not None:
        write.parent.mkdir(parents=True, exist_ok=True)
        name = source_id(write.stem)
        write.write_text(starting_mapping(name, file.name, sights), encoding="utf-8")
    if as_json:
        print_json([_described(sight) for sight in sights])
        return 0
    for sight in sights:
        _show(sight)
    if write is not None:
        places = [str(write), "--from", str(file.parent)]
        typer.echo(f"Written to {write}: go through every CHECK and CHOOSE in it.")
        typer.echo(f"Next: {shlex.join(['pmo', 'load', *places])} --period PERIOD")
    else:
        typer.echo("A mapping to start from: the same command with --write params/sources/NAME.yml")
    return 0


def _show(sight: Sight) -> None:
    where = f"headings in row {sight.header_row}" if sight.header_row else "headings in column A"
    settings = ", ".join(f"{name} {value!r}" for name, value in sight.reader.items())
    typer.echo(f"{settings}: {where}, {_records(sight)}")
    for question in sight.questions:
        typer.echo(f"  ? {question}")
    table = Table(box=None, pad_edge=False)
    table.add_column("heading", no_wrap=True)
    for name in ("filled", "different"):
        table.add_column(name, justify="right", min_width=len(name))
    table.add_column("may be", max_width=_GUESS)
    table.add_column("such as", no_wrap=True)
    for column in sight.columns:
        asked = column.guess.questions if sight.records else ()
        table.add_row(
            _cut(column.heading),
            f"{column.filled:,}",
            f"{column.distinct:,}",
            "\n".join([_told(column.guess), *(f"? {question}" for question in asked)]),
            _cut(" | ".join(column.examples)),
        )
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(table, markup=False)
    typer.echo("")


def _records(sight: Sight) -> str:
    """Write how many records were looked at."""
    written = f"{sight.records:,} records" if sight.records else "no records"
    written = "1 record" if sight.records == 1 else written
    return f"the first {written}" if sight.more else written


def _told(guess: Guess) -> str:
    """Write a type with its settings; its list of words is in the mapping that is written."""
    settings = {name: value for name, value in guess.settings.items() if name != "words"}
    layouts = " or ".join(settings.pop("formats", ()))
    others = [f"{name} {value}" for name, value in settings.items() if value is not None]
    return ", ".join([f"{guess.type} {layouts}".strip(), *others])


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _described(sight: Sight) -> dict[str, Any]:
    columns = [
        {
            "heading": column.heading,
            "filled": column.filled,
            "distinct": column.distinct,
            "examples": list(column.examples),
            "type": column.guess.type,
            "settings": dict(column.guess.settings),
            "read": column.guess.read,
            "questions": list(column.guess.questions),
        }
        for column in sight.columns
    ]
    return {
        "reader": dict(sight.reader),
        "header_row": sight.header_row,
        "records": sight.records,
        "more": sight.more,
        "questions": list(sight.questions),
        "columns": columns,
    }
