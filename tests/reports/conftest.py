"""Reports of the sample's rehearsal, made once by the command line."""

import fcntl
import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Folder of the reports: the oddest clients, programmes, the portfolio; made by one worker."""
    base = tmp_path_factory.getbasetemp()
    out = (base if worker_id == "master" else base.parent) / "reports-made"
    with out.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            _make(out)
    return out


def _make(out: Path) -> None:
    command = [sys.executable, "-m", "pmo_lib.cli.main", "rehearse", "--json"]
    command += ["--out", str(out), "--now", "2026-11-02T09:00Z"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {run["outcome"] for run in json.loads(done.stdout)} == {"made"}


@pytest.fixture(scope="session")
def pages(made: Path) -> list[Path]:
    """All HTML pages that a reader gets, the index among them."""
    return sorted(path for path in made.rglob("*.html") if ".evidence" not in path.parts)


@pytest.fixture(scope="session")
def prints(made: Path) -> list[Path]:
    """All PDFs."""
    return sorted(made.rglob("*.pdf"))
