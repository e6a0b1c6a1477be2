"""``pmo reproduce``."""

from __future__ import annotations

from pathlib import Path

import typer

from pmo_lib.cli.folders import check_writable
from pmo_lib.cli.ledgers import ledger_folder
from pmo_lib.cli.output import print_json
from pmo_lib.press.batch import TIME_LIMIT
from pmo_lib.press.ledger import Ledger
from pmo_lib.press.reproduce import find_run, reproduce

__all__ = ["run_reproduce"]


def run_reproduce(number: int, into: Path, given: Path | None, *, as_json: bool) -> int:
    """Make a report again, say whether it is the same, and give the exit code."""
    out = ledger_folder(given)
    check_writable(into, "--into")
    with Ledger.reading(out) as ledger:
        record = find_run(ledger, number)
    made = reproduce(record, out=out, into=into, time_limit=TIME_LIMIT)
    if as_json:
        print_json(
            {
                "run": record.number,
                "level": record.level,
                "id": record.id,
                "period": record.period,
                "edition": record.edition,
                "issued": record.issued,
                "documents": [
                    {
                        "format": one.format,
                        "path": str(one.path),
                        "sha256": one.sha256,
                        "issued_sha256": one.issued_sha256,
                        "identical": one.identical,
                    }
                    for one in made
                ],
            }
        )
    else:
        for one in made:
            typer.echo(f"{'identical' if one.identical else 'DIFFERS'}  {one.path}")
            if not one.identical:
                typer.echo(f"  issued {one.issued_sha256}\n  now    {one.sha256}")
    return int(not all(one.identical for one in made))
