"""False alarms and cost of the leak check over all packs.

Run by hand: ``python bench/leaks.py [--store DIR] [--set NAME ...] [--limit N] [--json FILE]``. It
executes and converts each report as ``pmo reports`` does, publishes nothing, and prints how many
the check held or warned of and why, and its CPU a report beside the time of the whole report.
Exits 1 where it held one: no report of the sample or of a published source has a leak.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pmo_lib.params import load_sets, sample_store
from pmo_lib.press import report
from pmo_lib.press.checks import LeakCheck
from pmo_lib.press.runs import CELLS, DEFAULT_SETS, SLICE, Selection, run_list
from pmo_lib.press.workers import Workers
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter, Store

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def main() -> None:
    """Make the reports and print the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    asked.add_argument("--store", type=Path)
    asked.add_argument("--period", default="latest")
    asked.add_argument("--set", action="append", dest="sets", metavar="NAME")
    asked.add_argument("--limit", type=int)
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    store = Store.open(given.store) if given.store else make_sample(sample_store())
    selection = Selection(given.sets or DEFAULT_SETS, period=given.period, limit=given.limit)
    with tempfile.TemporaryDirectory(prefix="pmo-leaks-") as work:
        jobs = prepared(Cutter(store, given.period), selection, Path(work))
        with Workers(given.jobs) as workers:
            lines = [done(job, found) for job, found in workers.run(measured, jobs)]
    show(lines)
    if given.json:
        given.json.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    sys.exit(any(line["outcome"] != "made" for line in lines))


def prepared(cutter: Cutter, selection: Selection, work: Path) -> Iterator[report.Job]:
    """Cut the slice of each run when its turn has come."""
    named = work / "named.json"
    named.write_text(cutter.named().to_json(), encoding="utf-8")
    for number, run in enumerate(run_list(load_sets(), cutter, selection)):
        folder = work / str(number)
        given = folder / CELLS / SLICE
        cut = cutter.cut(run.level, run.id, run.edition)
        digest = cut.write(given)
        leaks = LeakCheck(named, cut.named(), given, digest, run.language)
        yield report.Job(run, folder, 600.0, NOW, leaks)


def measured(job: report.Job) -> dict[str, Any]:
    """Make one report in a worker; tell its outcome and the CPU of its leak check."""
    spent: list[float] = []
    search = report.find_leaks

    def timed(*given: Any) -> Any:
        started = time.process_time()
        try:
            return search(*given)
        finally:
            spent.append(time.process_time() - started)

    report.find_leaks = timed
    try:
        result = report.make_report(job)
    finally:
        report.find_leaks = search
    told = (job.folder / report.LOG).read_text(encoding="utf-8") if result.reason else ""
    return {
        "outcome": result.outcome,
        "reason": told.splitlines()[-1] if told else "",
        "warnings": list(result.warnings),
        "seconds": result.seconds,
        "check": sum(spent),
    }


def done(job: report.Job, found: dict[str, Any] | None) -> dict[str, Any]:
    """Add whose report it was; say at once what was not made."""
    shutil.rmtree(job.folder, ignore_errors=True)
    died = {"outcome": "failed", "reason": "died", "warnings": [], "seconds": 0.0, "check": 0.0}
    line = {"level": job.run.level, "id": job.run.id, **(found or died)}
    if line["outcome"] != "made":
        print(line["outcome"], line["level"], line["id"], line["reason"], flush=True)
    return line


def show(lines: list[dict[str, Any]]) -> None:
    """Print outcomes, warnings and the check's cost."""
    print(len(lines), "reports:", dict(Counter(line["outcome"] for line in lines)))
    warned = [line for line in lines if line["warnings"]]
    print(len(warned), "warned of what their slice's own texts say", *[one["id"] for one in warned])
    spent = sorted(line["check"] * 1000 for line in lines)
    middle = statistics.median(spent)
    print(f"check: median {middle:.0f} ms of CPU a report, {spent[0]:.0f} to {spent[-1]:.0f}")
    print(f"report: median {statistics.median(line['seconds'] for line in lines):.2f} s")


if __name__ == "__main__":
    main()
