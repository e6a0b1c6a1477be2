"""Kill batches at random points and fill their disk; then the same command must make all whole.

Each round starts a batch of five small reports, kills its parent or one of its processes with
signal 9 at a random instant, and gives the same command again. The tree must then equal that of a
batch that nobody stopped, each report must stand once, ledger and documents must verify, and no
process and no working folder may be left. One round more fills a small disk (a ``tmpfs``, where it
may be mounted).

    python bench/faults.py --kills 20 --seed 1 --json faults.json
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from pmo_lib.press.ledger import LEDGER, Ledger, verify
from pmo_lib.press.lock import LOCK

ROOT = Path(__file__).resolve().parents[1]
REPORTS = 5
NOT_COMPARED = {LEDGER, LOCK}


def main() -> int:
    """Go through all rounds; 1 where one has a fault."""
    given = _arguments()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="pmo-faults-") as folder:
        office = Office(Path(folder))
        started = time.monotonic()
        office.command("whole").wait()
        seconds = time.monotonic() - started
        whole = tree(office.folder / "whole")
        print(f"uninterrupted: {seconds:.1f} s, {len(whole)} files")
        rounds = [killed(office, number, whole, seconds, chance) for number in range(given.kills)]
        rounds += full_disk(office, whole)
    wrong = [one for one in rounds if one["faults"]]
    print(f"{len(rounds)} rounds, {len(wrong)} with faults")
    if given.json:
        given.json.write_text(json.dumps({"seconds": seconds, "rounds": rounds}, indent=1))
    return bool(wrong)


class Office:
    """The small office of the tests, and its command."""

    def __init__(self, folder: Path) -> None:
        path = ROOT / "tests" / "press" / "small_office.py"
        spec = importlib.util.spec_from_file_location("small_office", path)
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        self.folder = folder
        self.home = made.make_home(folder / "home")
        made.make_store(folder / "store")

    def command(self, out: str) -> subprocess.Popen:
        """Start the batch; its temporary files stand in a folder of their own."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        words = ["reports", "--store", self.folder / "store", "--out", self.folder / out]
        words += ["--jobs", "2", "--now", "2026-11-02T09:00Z"]
        here = {
            "PMO_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(self.folder / "tmp"),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "pmo_lib.cli.main", *map(str, words)],
            env={**os.environ, **here},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )


def killed(office: Office, number: int, whole: dict, seconds: float, chance: random.Random) -> dict:
    """Kill the parent or one of its processes, then give the same command again."""
    out = f"out-{number}"
    process = office.command(out)
    after = chance.uniform(0.2, 1.0) * seconds
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    family = _family(process.pid)
    who = chance.choice(["parent", "child"]) if len(family) > 1 else "parent"
    for target in family[:1] if who == "parent" else [chance.choice(family[1:])]:
        with contextlib.suppress(psutil.NoSuchProcess):
            target.kill()
    process.communicate()
    _, alive = psutil.wait_procs(family, timeout=60)
    faults = [f"still there: {one.pid}" for one in alive]
    made = _made(office.folder / out)
    faults += again(office, out, whole)
    print(f"{number + 1:3} {who:6} after {after:5.1f} s, {made} made: {faults or 'whole'}")
    return {"who": who, "after": after, "made": made, "faults": faults}


def _family(pid: int) -> list[psutil.Process]:
    """Find a process and all that it started; none where it has ended."""
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def again(office: Office, out: str, whole: dict) -> list[str]:
    """Give the same command again, and say what is not as it should be."""
    process = office.command(out)
    _, told = process.communicate()
    faults = [f"exit code {process.returncode}: {told[-300:]}"] if process.returncode else []
    found = tree(office.folder / out)
    names = found.keys() | whole.keys()
    faults += [f"differs: {name}" for name in sorted(names) if found.get(name) != whole.get(name)]
    with Ledger.reading(office.folder / out) as ledger:
        faults += [fault.told for fault in verify(ledger, office.folder / out)]
        standing = ledger.standing().values()
    good = sum(record.outcome == "made" for record in standing)
    faults += [f"{good} reports stand, expected {REPORTS}"] if good != REPORTS else []
    left = list((office.folder / "tmp").glob("pmo-*"))
    return faults + [f"left behind: {path.name}" for path in left]


def full_disk(office: Office, whole: dict) -> list[dict]:
    """Let the disk of the output folder be too small, then larger."""
    place = office.folder / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        print("full disk: left out, a tmpfs may not be mounted here")
        return []
    try:
        process = office.command("small/out")
        _, told = process.communicate()
        faults = [] if process.returncode == 2 else [f"exit code {process.returncode}"]
        made = _made(place / "out")
        said = [line for line in told.splitlines() if line.startswith("pmo: ")]
        faults += [] if len(said) == 1 else ["it did not say so in one sentence"]
        print(f"full disk: {made} made; {' '.join(said)}")
        subprocess.run(["mount", "-o", "remount,size=100m", str(place)], check=True)
        faults += again(office, "small/out", whole)
    finally:
        subprocess.run(["umount", str(place)], check=True)
    print(f"full disk: {faults or 'whole'}")
    return [{"who": "disk", "made": made, "faults": faults}]


def tree(out: Path) -> dict[str, bytes]:
    """Every file with its content, but those whose content tells the history."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name not in NOT_COMPARED
    }


def _made(out: Path) -> int:
    """How many reports stand."""
    if not (out / LEDGER).exists():
        return 0
    with Ledger.reading(out) as ledger:
        return sum(record.outcome == "made" for record in ledger.standing().values())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
