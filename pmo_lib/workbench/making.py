"""Making a client's report: the command line, run as any analyst would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

__all__ = ["Outcome", "make_report", "report_command"]

_SAID: Final = "pmo: "
"""What the command line puts before the sentence that says why it could not start."""


@dataclass(frozen=True)
class Outcome:
    """What became of a report.

    Parameters
    ----------
    outcome : {'made', 'held', 'failed', 'not_started'}
        As ``pmo reports`` says it; ``not_started`` where it could not begin.
    reason : str
        One sentence where it was not made.
    artefacts : mapping of str to pathlib.Path
        Files by format.
    """

    outcome: str
    reason: str = ""
    artefacts: Mapping[str, Path] = field(default_factory=dict)


def report_command(store: Path, *, client_id: str, period: str) -> list[str]:
    """Give the command that makes one client's report.

    Parameters
    ----------
    store : pathlib.Path
        Folder of the store.
    client_id, period : str
        Of whom and of which period.
    """
    command = [sys.executable, "-m", "pmo_lib.cli.main", "reports", "--client", client_id]
    return [*command, "--period", period, "--store", str(store), "--json"]


def make_report(command: list[str]) -> Outcome:
    """Run the command and wait for its outcome.

    Parameters
    ----------
    command : list of str
        As :func:`report_command` gives it.

    Returns
    -------
    Outcome
        Also where the command could not start or ended without saying what it made.
    """
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError as error:
        return Outcome("not_started", str(error))
    try:
        (run,) = json.loads(done.stdout)
        return _told(run)
    except (ValueError, TypeError, KeyError):
        return Outcome("not_started", _last_words(done.stderr, done.returncode))


def _told(run: Mapping[str, Any]) -> Outcome:
    files = {kind: Path(path) for kind, path in run["artefacts"].items()}
    return Outcome(str(run["outcome"]), str(run["reason"]), files)


def _last_words(stderr: str, code: int) -> str:
    """Give the sentence that the command line ended with, else the last line of its log."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    said = [line.removeprefix(_SAID) for line in lines if line.startswith(_SAID)]
    if said:
        return said[-1]
    return f"pmo reports ended with code {code}: {lines[-1] if lines else 'it said nothing'}"
