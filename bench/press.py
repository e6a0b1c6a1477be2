"""Packs a minute of the press against the stock loop, and against no overhead at all.

Run by hand: ``python bench/press.py [--clients 60] [--rounds 3] [--stock 6] [--json FILE]``.
Machines drift within the hour, so the three ways alternate on the same clients of the sample,
round by round, and every figure is printed with its median between the smallest and the largest:

- *ours*: ``pmo reports --jobs 2``, into a new folder, HTML and PDF;
- *stock*: for each client ``papermill``, ``jupyter nbconvert --to html`` and ``--to webpdf``, two
  such loops side by side, on slices that are there already;
- *floor*: the cells in one warm process, one HTML and one PDF, two such processes side by side.

``ratio_stock`` is ours over stock in packs a minute, ``ratio_ceiling`` the floor over stock, and
``ratio_floor`` the CPU of ours over that of the floor. ``--growth 60,600,6000`` also makes batches
of so many clients of a light pack, of which nearly all is the press itself, and prints packs a
minute and memory of each: the whole rate, and the ``steady`` one after the first pack.
``--packs 60,600`` does the same with the client report.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from stock import by_stock
from watching import Took, watched

from pmo_lib.params import home, load_sets, sample_store
from pmo_lib.press.runs import SLICE, Run, Selection, run_list
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter, Store

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
COMPARED = ("standard", "client_report")
"""Notebooks that are measured in all three ways."""

OFFICE_CLIENTS = 600
"""Clients of the sample office; more of them need a larger one."""

JOBS = 2
NOW = "2026-11-02T09:00:00+00:00"
_TOLD = ("rate", "steady", "cpu_each")


def main() -> None:
    """Measure, print the table, and write it as JSON where that is asked for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    asked.add_argument("--clients", type=int, default=60)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--stock", type=int, default=6, help="of them, those of the stock loop")
    asked.add_argument("--reports", default=",".join(COMPARED))
    asked.add_argument("--growth", default="", help="numbers of clients, such as 60,600,6000")
    asked.add_argument("--packs", default="", help="numbers of clients, such as 60,600")
    asked.add_argument("--json", type=Path)
    given = asked.parse_args()
    store = make_sample(sample_store())
    with tempfile.TemporaryDirectory(prefix="pmo-bench-") as place:
        office = Office(Path(place), store)
        found: dict[str, Any] = {
            name: compared(office, name, given.clients, given.rounds, given.stock)
            for name in given.reports.split(",")
            if name
        }
        found["startup_s"] = started(office)
        found["growth"] = growth(office, "light", given.growth)
        found["packs_per_minute"] = growth(office, "client_report", given.packs)
        if "client_report" in found:
            _, rate, _ = found["client_report"]["ours_rate"]
            found["packs_per_minute"].setdefault(str(given.clients), {"rate": rate})
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


class Office:
    """A workbench of its own in a folder: the project's parameters, and one set a notebook."""

    def __init__(self, place: Path, store: Store) -> None:
        self.place, self.store = place, store
        self.home = place / "home"
        shutil.copytree(home() / "params", self.home / "params")
        shutil.rmtree(self.home / "params" / "reports")
        for folder in (self.home / "params" / "reports", self.home / "notebooks"):
            folder.mkdir()
        shutil.copy(home() / "notebooks" / "prepare_office.ipynb", self.home / "notebooks")
        shutil.copy(home() / "notebooks" / "client_report.ipynb", self.home / "notebooks")
        shutil.copytree(HERE / "notebooks", self.home / "notebooks", dirs_exist_ok=True)
        for name in (*COMPARED, "light"):
            about = {"title": name, "notebook": f"{name}.ipynb", "level": "client"}
            (self.home / "params" / "reports" / f"{name}.yml").write_text(yaml.safe_dump(about))

    def runs(self, name: str, clients: int) -> tuple[Cutter, list[Run]]:
        """List the runs of a report for the first clients."""
        os.environ["PMO_HOME"] = str(self.home)
        cutter = Cutter(self.store)
        return cutter, run_list(load_sets(), cutter, Selection(sets=[name], limit=clients))

    def slices(self, name: str, clients: int) -> list[tuple[Run, Path]]:
        """Cut the slices of some clients, each into a folder of its own."""
        cutter, runs = self.runs(name, clients)
        found = []
        for run in runs:
            folder = self.place / "slices" / name / run.id
            cutter.cut(run.level, run.id, run.edition).write(folder / SLICE)
            found.append((run, folder))
        return found

    def reports(self, name: str, clients: int, out: Path) -> Took:
        """Make the packs of the first clients by the press."""
        store = self.store
        if clients > OFFICE_CLIENTS:
            scale = -(-clients // OFFICE_CLIENTS)
            store = make_sample(self.place / f"sample-{scale}", scale=scale)
        command = [str(BIN / "pmo"), "reports", "--set", name, "--limit", str(clients), "--json"]
        command += ["--jobs", str(JOBS), "--out", str(out), "--now", NOW]
        command += ["--store", str(store.root)]
        return watched(clients, [(command, self.place)], PMO_HOME=str(self.home))


def compared(office: Office, name: str, clients: int, rounds: int, stock: int) -> dict[str, Any]:
    """Measure one report in all three ways, one after the other, again and again."""
    cut = office.slices(name, clients)
    few = cut[:: max(1, len(cut) // stock)][:stock]
    found: dict[str, list[Took]] = {"ours": [], "stock": [], "floor": [], "again": []}
    sizes: dict[str, int] = {}
    for number in range(rounds):
        out = office.place / f"{name}-{number}"
        found["ours"].append(office.reports(name, clients, out))
        found["stock"].append(by_stock(few, office.place / f"{name}-stock-{number}"))
        found["floor"].append(at_floor(cut, office))
        found["again"].append(office.reports(name, clients, out))
        sizes = {kind: largest(out, kind) for kind in ("html", "pdf")}
        shutil.rmtree(out)
    light = by_stock(few, office.place / f"{name}-light", light=True)
    told = {
        "ratio_stock": over(found["ours"], found["stock"], "rate"),
        "ratio_ceiling": over(found["floor"], found["stock"], "rate"),
        "ratio_floor": over(found["ours"], found["floor"], "cpu_each"),
        "unchanged_share": over(found["again"], found["ours"], "seconds"),
        "stock_without_rfc3987_syntax": round(light.rate / median(found["stock"], "rate"), 2),
        "peak_mb": round(max(one.peak_mb for one in found["ours"])),
        **{f"{kind}_kb_max": round(size / 1024) for kind, size in sizes.items()},
        **{
            f"{way}_{what}": spread(found[way], what)
            for way in found
            for what in ("rate", "cpu_each")
        },
    }
    show(name, clients, told)
    return told


def at_floor(cut: Sequence[tuple[Run, Path]], office: Office) -> Took:
    """Execute the cells of all clients in two warm processes, and convert: without overhead."""
    parts = [cut[number::JOBS] for number in range(JOBS)]
    processes = []
    for part in parts:
        listed = json.dumps([[str(run.notebook), run.parameters(), str(at)] for run, at in part])
        command = [sys.executable, str(HERE / "floor.py")]
        processes.append(
            subprocess.Popen(
                command,
                env={**os.environ, "PMO_HOME": str(office.home)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        assert processes[-1].stdin
        processes[-1].stdin.write(listed + "\n")
        processes[-1].stdin.flush()
    for process in processes:  # warm, and waiting
        assert process.stdout
        process.stdout.readline()
    started = time.perf_counter()
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    cpu = sum(float(process.communicate()[0]) for process in processes)
    return Took(len(cut), time.perf_counter() - started, cpu, 0.0)


def started(office: Office) -> list[float]:
    """Seconds from the command to the first pack, of a first batch and of a later one."""
    out = office.place / "first"
    told = [office.reports("standard", count, out).first for count in (2, 4)]
    print(f"\nseconds to the first pack, first batch and later: {told}", flush=True)
    return [round(one, 2) for one in told]


def growth(office: Office, name: str, asked: str) -> dict[str, dict[str, float]]:
    """Packs a minute and memory at several numbers of clients."""
    found = {}
    for clients in (int(one) for one in asked.split(",") if one):
        out = office.place / f"growth-{clients}"
        took = office.reports(name, clients, out)
        again = office.reports(name, clients, out)
        found[str(clients)] = {
            "rate": round(took.rate, 1),
            "steady": round(took.steady, 1),
            "first_s": round(took.first, 1),
            "cpu_each": round(took.cpu_each, 3),
            "peak_mb": round(took.peak_mb),
            "unchanged_share": round(again.seconds / took.seconds, 4),
        }
        print(f"{name:>14} of {clients:>5} clients: {found[str(clients)]}", flush=True)
        shutil.rmtree(out)
    return found


def largest(out: Path, kind: str) -> int:
    """Bytes of the largest document of a kind."""
    return max(path.stat().st_size for path in out.rglob(f"*/*/*.{kind}"))


def median(found: Sequence[Took], what: str) -> float:
    """Median of a measure over the rounds."""
    return float(statistics.median(getattr(one, what) for one in found))


def spread(found: Sequence[Took], what: str) -> list[float]:
    """Smallest, median and largest of a measure over the rounds."""
    values = sorted(getattr(one, what) for one in found)
    return [round(value, 3) for value in (values[0], statistics.median(values), values[-1])]


def over(ours: Sequence[Took], theirs: Sequence[Took], what: str) -> list[float]:
    """Smallest, median and largest ratio of two ways in the same round."""
    ratios = sorted(
        getattr(one, what) / getattr(other, what) for one, other in zip(ours, theirs, strict=True)
    )
    return [round(value, 3) for value in (ratios[0], statistics.median(ratios), ratios[-1])]


def show(name: str, clients: int, told: dict[str, Any]) -> None:
    """Print the table of one report."""
    print(f"\n{name}, {clients} clients (smallest, median, largest of the rounds)")
    for what, value in told.items():
        print(f"  {what:<30}{value}", flush=True)


if __name__ == "__main__":
    main()
