"""``pmo sets``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table

from pmo_lib.cli.output import print_json
from pmo_lib.cli.reporting import store_of
from pmo_lib.params import ReportSet, load_sets
from pmo_lib.press.due import is_due, not_due
from pmo_lib.press.members import members
from pmo_lib.tables.store.periods import Period, choose

__all__ = ["run_sets"]

_WIDTH: Final = 130
_COLUMNS: Final = (
    *("set", "title", "audience", "edition", "cadence"),
    *("who", "formats", "brand", "due"),
)
_OF_ONE_THAT_MAKES: Final = ("level", "edition", "cadence", "notebook", "brand", "language")


def run_sets(store: Path | None, period: str, *, as_json: bool) -> None:
    """List the report sets, and which are due for a period."""
    held = store_of(store).periods()
    chosen = choose(period, held)
    sets = load_sets()
    lines = [_described(sets, one, chosen, held) for one in sets.values()]
    if as_json:
        print_json(lines)
    else:
        _show(lines)


def _described(
    sets: Mapping[str, ReportSet], one: ReportSet, period: Period, held: Sequence[Period]
) -> dict[str, Any]:
    found = list(members(sets, [one.name]))
    late = [part for part, _ in found if not is_due(part, period, held)]
    return {
        "set": one.name,
        "title": one.title,
        "audience": one.audience,
        **{key: None if one.gathers else getattr(one, key) for key in _OF_ONE_THAT_MAKES},
        "clients": list(one.clients),
        "programmes": list(one.programmes),
        "who": ", ".join(_who(part, ids or part.ids) for part, ids in found),
        "formats": [] if one.gathers else list(one.formats),
        "gathers": one.gathers,
        "period": period.name,
        "due": len(late) < len(found),
        "not_due": [not_due(part, period, held) for part in late],
    }


def _who(part: ReportSet, ids: Sequence[str]) -> str:
    if part.level == "portfolio":
        return "the portfolio"
    if len(ids) == 1:
        return f"{part.level} {ids[0]}"
    return f"{len(ids) or 'all'} {part.level}s"


def _show(lines: Sequence[dict[str, Any]]) -> None:
    if not lines:
        typer.echo("There is no report set; write one as params/reports/NAME.yml.")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in _COLUMNS:
        table.add_column(name, no_wrap=name not in ("title", "audience", "who"))
    for line in lines:
        due = f"{'due' if line['due'] else 'not due'} for {line['period']}"
        shown = {**line, "formats": ", ".join(line["formats"]), "due": due}
        table.add_row(*(shown[name] or "–" for name in _COLUMNS))
    console = Console(markup=False, highlight=False)
    console.width = max(console.width, _WIDTH)
    console.print(table)
    for told in dict.fromkeys(told for line in lines for told in line["not_due"]):
        typer.echo(told)
