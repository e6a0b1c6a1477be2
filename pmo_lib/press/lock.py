"""The lock of an output folder: one batch at a time, and who holds it.

The operating system holds the lock, and lets it go when the process ends, however it ends. What
the file says (process, machine, since when, working folder) is for people, and for the next batch,
which removes the working folder of one that was killed.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_lib.errors import LedgerError
from pmo_lib.files import PARTIAL

__all__ = ["LOCK", "Holder", "holder", "working_in"]

LOCK: Final = ".batch.lock"
"""The file below the output folder."""

_WORK: Final = "pmo-batch-"


@dataclass(frozen=True)
class Holder:
    """The batch that holds a folder: process, machine, since when, and where its runs work."""

    pid: int
    host: str
    since: str
    work: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}, since {self.since}"


@contextlib.contextmanager
def working_in(out: Path, *, now: datetime) -> Iterator[Path]:
    """Hold an output folder for one batch.

    Parameters
    ----------
    out : pathlib.Path
        The output folder; made where it does not exist.
    now : datetime.datetime
        Instant of the batch.

    Yields
    ------
    pathlib.Path
        A working folder outside it, which is removed at the end.

    Raises
    ------
    LedgerError
        Another batch holds the folder; the message says which.

    Notes
    -----
    What a batch that was killed left behind is removed first: its working folder, and files that
    it was just writing.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LedgerError(
                f"Another batch works in {out}: {holder(out) or 'it has just begun'}. "
                "Wait until it has ended, or name another --out."
            ) from error
        _clear_up(out, _read(file))
        work = Path(tempfile.mkdtemp(prefix=_WORK))
        try:
            mine = Holder(os.getpid(), socket.gethostname(), now.isoformat(), str(work))
            _write(file, json.dumps(asdict(mine)).encode())
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
            with contextlib.suppress(OSError):
                _write(file, b"")


def holder(out: Path) -> Holder | None:
    """Who holds an output folder, or held it when it was killed; None where nobody does."""
    try:
        with (out / LOCK).open("rb") as file:
            return _read(file)
    except OSError:
        return None


def _read(file: Any) -> Holder | None:
    file.seek(0)
    try:
        return Holder(**json.loads(file.read()))
    except (ValueError, TypeError):
        return None


def _write(file: Any, content: bytes) -> None:
    file.truncate(0)
    file.write(content)
    file.flush()


def _clear_up(out: Path, dead: Holder | None) -> None:
    """Remove what a batch that was killed left behind."""
    if dead is None:
        return
    for path in out.rglob(f".*{PARTIAL}"):
        path.unlink(missing_ok=True)
    work = Path(dead.work)
    if work.name.startswith(_WORK) and work.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(work, ignore_errors=True)
