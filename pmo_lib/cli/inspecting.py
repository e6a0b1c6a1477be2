"""``pmo inspect``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table

from pmo_lib.cli.output import print_json
from pmo_lib.errors import ParameterError
from pmo_lib.tables.inspection import Sight, look, starting_mapping
from pmo_lib.tables.mapping.files import source_id

__all__ = ["run_inspect"]

_WIDTH: Final = 170
_SHOWN: Final = 48


def run_inspect(file: Path, write: Path | None, *, transposed: bool | None, as_json: bool) -> int:
    """Show what a file holds, write a mapping to start from where asked, and give the exit code."""
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
        typer.echo(f"Written to {write}: go through every CHECK and CHOOSE in it.")
        typer.echo(f"Next: pmo load {write} --from {file.parent} --period PERIOD")
    else:
        typer.echo("A mapping to start from: the same command with --write params/sources/NAME.yml")
    return 0


def _show(sight: Sight) -> None:
    more = f"the first {sight.records:,} records" if sight.more else f"{sight.records:,} records"
    where = f"headings in row {sight.header_row}" if sight.header_row else "headings in column A"
    settings = ", ".join(f"{name} {value!r}" for name, value in sight.reader.items())
    typer.echo(f"{settings}: {where}, {more}")
    for question in sight.questions:
        typer.echo(f"  ? {question}")
    table = Table(box=None, pad_edge=False)
    for name in ("heading", "filled", "different", "may be", "such as"):
        number = name in ("filled", "different")
        table.add_column(name, justify="right" if number else "left", no_wrap=True)
    for column in sight.columns:
        guess = column.guess
        settings = ", ".join(f"{k} {v}" for k, v in guess.settings.items() if k != "words")
        told = f"{guess.type} {settings}".strip() + "".join(f"\n? {q}" for q in guess.questions)
        examples = " | ".join(column.examples)
        table.add_row(
            _cut(column.heading), f"{column.filled:,}", f"{column.distinct:,}", told, _cut(examples)
        )
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(table, markup=False)
    typer.echo("")


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
