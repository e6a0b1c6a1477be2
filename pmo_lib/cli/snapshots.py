"""``pmo snapshots``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table

from pmo_lib.cli.folders import store_at
from pmo_lib.cli.output import print_json
from pmo_lib.errors import SelectionError, allowed_words
from pmo_lib.tables.store import Damage, Snapshot

__all__ = ["run_snapshots"]

_WIDTH: Final = 110


def run_snapshots(root: Path | None, source: str | None, *, verify: bool, as_json: bool) -> int:
    """List the loads of a store, and give the exit code."""
    store = store_at(root)
    damages = store.verify() if verify else []
    loads = store.snapshots(readable=verify)
    latest = {(load.source, load.as_of): load.name for load in loads}
    sources = sorted({load.source for load in loads})
    if source is not None and source not in sources:
        raise SelectionError(
            f"The store has nothing from {source!r}; {allowed_words(source, sources)}."
        )
    lines = [
        _described(load, superseded=load.name not in latest.values())
        for load in loads
        if source in (None, load.source)
    ]
    if verify:
        lines = _with_damages(lines, damages, every=source is None)
    if as_json:
        print_json(lines)
    else:
        _show(lines, verify=verify)
    return 1 if any(line.get("damages") for line in lines) else 0


def _described(load: Snapshot, *, superseded: bool) -> dict[str, Any]:
    rejects = load.part("rejects")
    return {
        "snapshot": load.name,
        "source": load.source,
        "as_of": str(load.as_of),
        "loaded_at": load.loaded_at.isoformat(),
        "tables": {part.table: part.rows for part in load.parts},
        "rows": load.rows,
        "rejects": rejects.rows if rejects else 0,
        "superseded": superseded,
        "about": dict(load.about),
    }


def _with_damages(
    lines: Sequence[dict[str, Any]], damages: Sequence[Damage], *, every: bool
) -> list[dict[str, Any]]:
    """Add each load's damages; one whose manifest is damaged has a line of its own."""
    of: dict[str, list[str]] = {}
    for damage in damages:
        of.setdefault(damage.snapshot, []).append(damage.problem)
    names = {line["snapshot"] for line in lines}
    lost = [{"snapshot": name} for name in of if every and name not in names]
    found = [line | {"damages": of.get(line["snapshot"], [])} for line in [*lines, *lost]]
    return sorted(found, key=lambda line: str(line["snapshot"]))


def _show(lines: Sequence[dict[str, Any]], *, verify: bool) -> None:
    if not lines:
        typer.echo("The store holds no snapshot yet; `pmo load` makes one.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("snapshot", "source", "loaded"):
        table.add_column(name, no_wrap=True)
    for name in ("tables", "rows", "rejects"):
        table.add_column(name, justify="right")
    table.add_column("standing")
    if verify:
        table.add_column("files")
    for line in lines:
        table.add_row(*_cells(line), *([_files(line)] if verify else []))
    console = Console(markup=False, highlight=False)
    console.width = max(console.width, _WIDTH)
    console.print(table)
    for line in lines:
        for problem in line.get("damages", ()):
            typer.echo(problem)


def _cells(line: dict[str, Any]) -> list[str]:
    if "source" not in line:
        return [line["snapshot"], *[""] * 5, "manifest not readable"]
    return [
        line["snapshot"],
        line["source"],
        line["loaded_at"][:16].replace("T", " "),
        f"{len(line['tables']):,}",
        f"{line['rows']:,}",
        f"{line['rejects']:,}",
        "superseded" if line["superseded"] else "in force",
    ]


def _files(line: dict[str, Any]) -> str:
    return "damaged" if line["damages"] else "whole"
