"""``pmo load``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.table import Table

from pmo_lib.cli.folders import check_writable, store_root
from pmo_lib.cli.output import print_json
from pmo_lib.tables.loading import LoadCount, LoadResult, load

__all__ = ["run_load"]

_WIDTH: Final = 110
_NUMBERS: Final = ("read", "accepted", "rejected", "ignored", "values_rejected")


def run_load(
    mapping: Path, folder: Path, store: Path | None, *, strict: bool, now: datetime, as_json: bool
) -> int:
    """Load a source, show the account, and give the exit code."""
    root = store_root(store)
    check_writable(root, "--store")
    result = load(mapping, folder, root, loaded_at=now)
    if as_json:
        print_json(result.to_json())
    else:
        _show(result)
    return 1 if strict and result.rejected else 0


def _show(result: LoadResult) -> None:
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(_account(result.counts))
    rules = _rules(result.counts)
    if rules:
        typer.echo("Left out by rule:")
    for rule, count in rules.items():
        typer.echo(f"  {count:>7,}  {rule}")
    if result.rejected:
        typer.echo(
            f"Not readable, rows and values together: {result.rejected:,}. They are kept as "
            "written in the table rejects, and each report names its own."
        )
    typer.echo(f"The store is in {result.store}")
    typer.echo(f"Next: pmo reports --store {result.store}")


def _account(counts: Sequence[LoadCount]) -> Table:
    """Lay out a line for each file and table: what was read, and what became of it."""
    table = Table(box=None, pad_edge=False)
    for name in ("source", "snapshot", "table"):
        table.add_column(name)
    for name in _NUMBERS:
        table.add_column(name.replace("_", " "), justify="right")
    for line in counts:
        numbers = [f"{getattr(line.count, name):,}" for name in _NUMBERS]
        table.add_row(line.source, line.snapshot, line.count.table, *numbers)
    return table


def _rules(counts: Sequence[LoadCount]) -> dict[str, int]:
    """How many rows and values each rule left out, over all tables."""
    found: dict[str, int] = {}
    for line in counts:
        for rule, count in line.count.rules.items():
            found[rule] = found.get(rule, 0) + count
    return found
