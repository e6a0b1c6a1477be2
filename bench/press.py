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
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import yaml

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
MB = 1 << 20
_TOLD = ("rate", "steady", "cpu_each")


@dataclass(frozen=True)
class Took:
    """What a way took for some packs: seconds by the clock and of CPU, and MB at the most.

    ``first`` are the seconds until the first pack was there, where that is known.
    """

    packs: int
    seconds: float
    cpu: float
    peak_mb: float
    first: float = 0.0

    @property
    def steady(self) -> float:
        """Packs a minute after the first."""
        return 60 * (self.packs - 1) / (self.seconds - self.first)

    @property
    def rate(self) -> float:
        """Packs a minute."""
        return 60 * self.packs / self.seconds

    @property
    def cpu_each(self) -> float:
        """Seconds of CPU a pack."""
        return self.cpu / self.packs


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


def by_stock(cut: Sequence[tuple[Run, Path]], out: Path, *, light: bool = False) -> Took:
    """Make packs by the stock commands, in two loops side by side."""
    out.mkdir()
    script = out / "loop.sh"
    lines: list[list[str]] = [[], []]
    for number, (run, folder) in enumerate(cut):
        given = " ".join(f"-p {name} '{value}'" for name, value in run.parameters().items())
        made = out / f"{run.id}.ipynb"
        lines[number % 2] += [
            f"{BIN}/papermill --no-progress-bar --cwd {folder} {run.notebook} {made} {given}",
            f"{BIN}/jupyter nbconvert --to html {made}",
            f"{BIN}/jupyter nbconvert --to webpdf --disable-chromium-sandbox {made}",
        ]
    loops = []
    for number, loop in enumerate(lines):
        script = out / f"loop{number}.sh"
        script.write_text("set -e\n" + "\n".join(loop), encoding="utf-8")
        loops.append((["bash", str(script)], out))
    settings = {"PLAYWRIGHT_BROWSERS_PATH": str(browsers(out.parent)), "PMO_HOME": str(home())}
    if light:
        settings["PYTHONPATH"] = str(without_grammar(out.parent))
    took = watched(len(cut), loops, **settings)
    for kind in ("html", "pdf"):
        if len(list(out.glob(f"*.{kind}"))) != len(cut):
            raise SystemExit(f"The stock loop made too few documents of kind {kind}.")
    return took


def browsers(place: Path) -> Path:
    """Let playwright find the system's Chromium where it looks for its own."""
    import playwright

    found = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
    known = {one["name"]: one for one in json.loads(found.read_text())["browsers"]}
    shell = known["chromium-headless-shell"]["revision"]
    folder = place / "browsers" / f"chromium_headless_shell-{shell}"
    if not folder.exists():
        system = "chrome-headless-shell-linux64"
        (folder / system).mkdir(parents=True)
        (folder / system / "chrome-headless-shell").symlink_to(str(shutil.which("chromium")))
        (folder / "INSTALLATION_COMPLETE").touch()
    return folder.parent


def without_grammar(place: Path) -> Path:
    """Hide the package whose import takes a second, as where it is not installed."""
    folder = place / "light"
    folder.mkdir(exist_ok=True)
    (folder / "rfc3987_syntax.py").write_text("raise ImportError('left out')\n")
    return folder


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


def watched(packs: int, commands: Iterable[tuple[list[str], Path]], **settings: str) -> Took:
    """Run commands side by side; take the time, and the memory of all processes together."""
    before, begun = used(), time.perf_counter()
    processes = [
        subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command, folder in commands
    ]
    peaks = [0.0]
    ended = threading.Event()
    watch = threading.Thread(target=memory, args=(processes, peaks, ended))
    watch.start()
    told, first = said(processes, begun)
    seconds = time.perf_counter() - begun
    ended.set()
    watch.join()
    for process, words in zip(processes, told, strict=True):
        if process.returncode:
            raise SystemExit(f"{process.args!r} ended with {process.returncode}: {words[-2000:]}")
    return Took(packs, seconds, used() - before, peaks[0], first)


def said(processes: Sequence[subprocess.Popen[str]], begun: float) -> tuple[list[str], float]:
    """Read what processes say until they end, and when the first pack was there."""
    told: list[list[str]] = [[] for _ in processes]
    first: list[float] = []

    def listen(process: subprocess.Popen[str], lines: list[str]) -> None:
        assert process.stderr
        for line in process.stderr:
            lines.append(line)
            if " made " in line and not first:
                first.append(time.perf_counter() - begun)
        process.wait()

    listening = [
        threading.Thread(target=listen, args=pair) for pair in zip(processes, told, strict=True)
    ]
    for one in listening:
        one.start()
    for one in listening:
        one.join()
    return ["".join(lines) for lines in told], first[0] if first else 0.0


def used() -> float:
    """Count the seconds of CPU of all processes that have ended."""
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime


def memory(
    processes: Sequence[subprocess.Popen[str]], peaks: list[float], ended: threading.Event
) -> None:
    """Note the largest proportional set size of processes and all their descendants, in MB."""
    while not ended.wait(2.0):
        total = 0
        for process in processes:
            for one in family(process.pid):
                try:
                    total += one.memory_full_info().pss
                except psutil.Error:
                    continue
        peaks[0] = max(peaks[0], total / MB)


def family(pid: int) -> list[psutil.Process]:
    """List a process and all its descendants; none where it has ended."""
    try:
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    except psutil.Error:
        return []


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
