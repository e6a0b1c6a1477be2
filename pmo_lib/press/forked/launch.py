"""The warm process as the press sees it: start it, fork a run from it, end a run."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pmo_lib.errors import ReportError
from pmo_lib.press.kernel import run_environment

__all__ = ["Limits", "Run", "Usage", "Warm"]

_START_LIMIT: Final = 120.0
"""Seconds that the warm process may take to import everything."""

_ANSWER_LIMIT: Final = 30.0
_DIED: Final = "The process that runs are forked from died: it was killed or ran out of memory."
_LONGEST: Final = 1 << 16


@dataclass(frozen=True)
class Limits:
    """What one run may take.

    Parameters
    ----------
    memory_mb : int
        Address space beyond that of the warm process, in MB; an allocation beyond it fails.
    output_mb : int
        What the notebook's outputs may hold in all, in MB.
    """

    memory_mb: int = 4096
    output_mb: int = 128


@dataclass(frozen=True)
class Run:
    """A forked run: its number, and the sockets to and from it."""

    pid: int
    requests: socket.socket
    answers: socket.socket


@dataclass(frozen=True)
class Usage:
    """What a run took: seconds of CPU, and the most memory that was in use, in MB.

    The memory counts what the run shares with the process that it was forked from.
    """

    cpu_seconds: float
    peak_mb: float


class Warm:
    """A process that has imported everything, and forks a run when it is asked to.

    Parameters
    ----------
    limits : Limits, optional
        Of each run.
    apart : sequence of pathlib.Path, optional
        Folders that no run may read, beside the office's own.

    Notes
    -----
    It starts at once, and is waited for when the first run is forked from it.
    """

    def __init__(self, limits: Limits | None = None, apart: Sequence[Path] = ()) -> None:
        self.limits = limits or Limits()
        self._apart = [str(folder.resolve()) for folder in apart]
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "pmo_lib.press.forked.warm", str(theirs.fileno())]
        self._process = subprocess.Popen(
            command,
            env=run_environment(os.devnull),
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        theirs.close()
        self._control = ours
        self._control.settimeout(_START_LIMIT)
        self._known: set[str] = set()

    def know(self, modules: Iterable[str]) -> None:
        """Import modules, so that forks have them; names that are no modules are passed over."""
        if new := set(modules) - self._known:
            self._control.settimeout(_START_LIMIT)
            self._ask({"modules": sorted(new)})
            self._control.settimeout(_ANSWER_LIMIT)
            self._known |= new

    def fork(self, folder: Path) -> Run:
        """Fork a run that works in a folder.

        Raises
        ------
        ReportError
            The warm process has died or cannot fork.
        """
        requests, their_requests = socket.socketpair()
        answers, their_answers = socket.socketpair()
        with their_requests, their_answers:
            asked = {"folder": str(folder), "limits": asdict(self.limits), "apart": self._apart}
            ends = [their_requests.fileno(), their_answers.fileno()]
            answer = self._ask(asked, ends)
        return Run(int(answer["pid"]), requests, answers)

    def end(self, run: Run) -> Usage:
        """End a run and all processes that it has left behind; tell what it took."""
        run.requests.close()
        run.answers.close()
        return Usage(**self._ask({"end": run.pid}))

    def alive(self) -> bool:
        """Whether the warm process can still fork."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the warm process, and with it what it has forked."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.communicate()

    def _ask(self, asked: Mapping[str, Any], ends: Iterable[int] = ()) -> dict[str, Any]:
        try:
            socket.send_fds(self._control, [json.dumps(asked).encode()], list(ends))
            answer = json.loads(self._control.recv(_LONGEST) or b"null")
        except (OSError, ValueError) as error:
            raise ReportError(f"{_DIED} {self._last_words()}".strip()) from error
        if answer is None:
            raise ReportError(f"{_DIED} {self._last_words()}".strip())
        if "error" in answer:
            raise ReportError(f"The process that runs are forked from cannot: {answer['error']}")
        return dict(answer)

    def _last_words(self) -> str:
        self._process.kill()
        _, said = self._process.communicate()
        lines = said.decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""
