"""``pmo sample``."""

from __future__ import annotations

from pathlib import Path

import typer

from pmo_lib.cli.folders import check_writable
from pmo_lib.cli.output import print_json, say
from pmo_lib.params import sample_store
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Store

__all__ = ["run_sample", "sample_at"]


def run_sample(scale: int, out: Path | None, *, as_json: bool) -> None:
    """Make the sample portfolio, or find it, and tell what it holds."""
    folder = out or (sample_store() if scale == 1 else sample_store().with_name(f"sample-{scale}"))
    check_writable(folder, "--out")
    store = sample_at(folder, scale=scale)
    rows = {name: len(store.read(name)) for name in TABLES}
    if as_json:
        print_json({"store": str(folder), "scale": scale, "tables": rows})
        return
    for name, count in rows.items():
        typer.echo(f"{count:>12,}  {name}")
    typer.echo(f"The sample portfolio is in {folder}")


def sample_at(folder: Path, *, scale: int) -> Store:
    """Open the sample in a folder; where there is none, make it and say so."""
    if not (folder / "store.json").is_file():
        say(f"Making the sample portfolio in {folder}")
    return make_sample(folder, scale=scale)
