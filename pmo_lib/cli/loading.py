"""``pmo load``."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table

from pmo_lib.cli.folders import check_writable, store_root
from pmo_lib.cli.output import print_json
from pmo_lib.tables.loading import LoadCount, LoadResult, load
from pmo_lib.tables.store import Store

__all__ = ["run_load"]

_WIDTH: Final = 160
_NUMBERS: Final = ("read", "accepted", "rejected", "ignored", "values_rejected")
_REJECTS_SHOWN: Final = 10
_RAW_SHOWN: Final = 40
_ALIKE: Final = ("file", "sheet", "raw", "table_name", "column_name", "rule", "accepted")


def run_load(
    mapping: Path,
    folder: Path | None,
    store: Path | None,
    *,
    period: str | None,
    as_of: date | None,
    strict: bool,
    now: datetime,
    as_json: bool,
) -> int:
    """Load a source, show the account, and give the exit code."""
    root = store_root(store)
    check_writable(root, "--store")
    result = load(mapping, folder, root, loaded_at=now, period=period, as_of=as_of)
    if as_json:
        print_json(result.to_json())
    else:
        _show(result)
    return 1 if strict and result.rejected else 0


def _show(result: LoadResult) -> None:
    console = Console()
    console.width = max(console.width, _WIDTH)
    counts = result.counts
    console.print(_records([line for line in counts if line.file]))
    typer.echo("")
    console.print(_tables([line for line in counts if line.snapshot and not line.file]))
    typer.echo("")
    _show_rules("Left out by rule:", (line.count.rules for line in counts))
    _show_rules("Rows and headings beside the records:", (line.notes for line in counts))
    for found in dict.fromkeys(_stated(line) for line in counts if line.stated):
        typer.echo(found)
    _show_rejects(result)
    typer.echo(f"The store is in {result.store}")
    typer.echo(f"Next: {shlex.join(['pmo', 'reports', '--store', str(result.store)])}")


def _stated(line: LoadCount) -> str:
    """Tell what the reader found out of a file; kinds of records of one sheet tell the same."""
    found = ", ".join(f"{name} {what}" for name, what in line.stated.items())
    return f"Found in {line.file}: {found}"


def _records(lines: Sequence[LoadCount]) -> Table:
    """Lay out a line for the records of each kind in each file."""
    table = _table("snapshot", "file", "records")
    for line in lines:
        table.add_row(line.snapshot, line.file, line.kind, *_numbers(line.count))
    return table


def _tables(lines: Sequence[LoadCount]) -> Table:
    """Lay out a line for each table, over all snapshots of the load."""
    table = _table("table", "snapshots")
    totals: dict[str, Counter[str]] = {}
    for line in lines:
        found = {name: getattr(line.count, name) for name in _NUMBERS}
        totals.setdefault(line.count.table, Counter()).update(found | {"snapshots": 1})
    for name, total in totals.items():
        numbers = [f"{total[number]:,}" for number in _NUMBERS]
        table.add_row(name, f"{total['snapshots']}", *numbers)
    return table


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name, no_wrap=True)
    for name in _NUMBERS:
        table.add_column(name.replace("_", " "), justify="right")
    return table


def _numbers(count: Any) -> list[str]:
    return [f"{getattr(count, name):,}" for name in _NUMBERS]


def _show_rules(title: str, counted: Iterable[Any]) -> None:
    """Tell how many each rule left out, over all lines."""
    totals: Counter[str] = Counter()
    for rules in counted:
        totals.update(rules)
    if totals:
        typer.echo(title)
    for rule, count in totals.items():
        typer.echo(f"  {count:>9,}  {rule}")


def _show_rejects(result: LoadResult) -> None:
    """Tell what could not be read, those alike on one line: the first ones, others by number."""
    if not result.rejected:
        return
    typer.echo(
        f"Not readable, rows and values together: {result.rejected:,}. They are kept as written "
        "in the table rejects, and each report names its own."
    )
    store = Store.open(result.store)
    names = dict.fromkeys(line.snapshot for line in result.counts if line.snapshot)
    lines, told = 0, 0
    for name in names:
        alike = store.read_snapshot(name, "rejects").groupby([*_ALIKE], dropna=False, sort=False)
        found = alike.agg(cell=("cell", "first"), count=("rule", "size")).reset_index()
        for row in found.head(_REJECTS_SHOWN - lines).to_dict("records"):
            typer.echo(f"  {_told(row)}")
            lines, told = lines + 1, told + row["count"]
    if result.rejected > told:
        typer.echo(f"  and {result.rejected - told:,} more")


def _told(reject: Mapping[Any, Any]) -> str:
    place = ", ".join(
        str(reject[part]) for part in ("file", "sheet", "cell") if isinstance(reject[part], str)
    )
    place += f" and {reject['count'] - 1:,} more" if reject["count"] > 1 else ""
    raw = reject["raw"] if isinstance(reject["raw"], str) else ""
    raw = raw if len(raw) <= _RAW_SHOWN else f"{raw[:_RAW_SHOWN]}..."
    named = f"{reject['table_name']}.{reject['column_name']}"
    if not isinstance(reject["column_name"], str):
        named = str(reject["table_name"])
    return f"{place}: {raw!r} for {named}: {reject['rule']}; accepted: {reject['accepted']}"
