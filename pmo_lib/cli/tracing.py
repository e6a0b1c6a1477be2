"""``pmo trace``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import typer

from pmo_lib.cli.folders import store_at
from pmo_lib.cli.output import print_json
from pmo_lib.tables.tracing import Origin, Place, trace

__all__ = ["run_trace"]


def run_trace(
    root: Path | None,
    named: tuple[str, str, str],
    *,
    as_of: date | None,
    known_by: datetime | None,
    as_json: bool,
) -> None:
    """Print where a value of a table, key and column was typed."""
    found = trace(store_at(root), *named, as_of=as_of, known_by=known_by)
    if as_json:
        print_json([origin.to_json() for origin in found])
        return
    typer.echo("  ".join(named))
    if not any(origin.standing == "in force" for origin in found):
        typer.echo("It is not in the latest load; what earlier ones had:")
    for origin in found:
        typer.echo("\n".join(_lines(origin)))


def _lines(origin: Origin) -> Iterator[str]:
    yield f"{origin.standing}: {_value(origin)}"
    if origin.place is not None:
        yield f"    typed    {_place(origin.place)}"
    if origin.note:
        yield f"    typed    {origin.note}"
    for reject in origin.rejects:
        accepted = f"; accepted: {reject.accepted}" if reject.accepted else ""
        yield f"    rejected {_place(reject.place)}, by the rule {reject.rule}{accepted}"
    yield (
        f"    loaded   {origin.loaded_at:%Y-%m-%d %H:%M} UTC from {origin.source}, "
        f"snapshot {origin.snapshot}"
    )


def _value(origin: Origin) -> str:
    """Write the value; text as a literal, so that it does nothing to the terminal."""
    if origin.standing == "rejected":
        return "the row could not be read"
    if origin.value is None:
        return f"not available ({origin.state or 'no state is recorded'})"
    if isinstance(origin.value, float):
        return f"{origin.value:,.15g}"
    return repr(origin.value) if isinstance(origin.value, str) else str(origin.value)


def _place(place: Place) -> str:
    parts = [
        f"as {place.raw!r}" if place.raw is not None else "",
        f"in {place.file}" if place.file else "",
        f"sheet {place.sheet}" if place.sheet else "",
        f"cell {place.cell}" if place.cell else "",
        f"row {place.row}" if place.row is not None and not place.cell else "",
    ]
    return ", ".join(filter(None, parts)) or "at a place that is not recorded"
