"""Transactions: one writer at a time, and what it loads is in the store wholly or not at all.

While loads are made::

    <root>/.lock                                held by the one writer
    <root>/.loading/<random>/<table>.parquet    of one load: no reader looks here
    <root>/.pending.json                        manifests that do not count yet

The parts are moved into ``parts/`` when all are whole, and the manifests that name them are written
last. Of several loads made together, readers see none until ``.pending.json``, which lists them, is
gone. Loads that are given up remove what they wrote; what those left behind that died is removed
by the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final, TextIO

from pmo_lib.files import PARTIAL, make_folder
from pmo_lib.tables.store import manifests
from pmo_lib.tables.store.manifests import Snapshot
from pmo_lib.tables.store.reading import Reader
from pmo_lib.tables.store.writing import Load, told_of_disk

__all__ = ["Writer"]

_STAGING: Final = ".loading"


@dataclass(frozen=True)
class _Made:
    """A load that is whole, and what its manifest is to say."""

    load: Load
    source: str
    day: date
    instant: datetime
    about: Mapping[str, str]


@dataclass
class _Turn:
    """One turn at writing: the loads that are made together."""

    loads: list[Load] = field(default_factory=list)
    made: list[_Made] = field(default_factory=list)


class Writer:
    """Writes loads into one store.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the store.
    reader : Reader
        Knows the loads that are there.
    """

    def __init__(self, root: Path, reader: Reader) -> None:
        self._root = root
        self._reader = reader
        self._thread = threading.local()

    @contextlib.contextmanager
    def loading(
        self, source: str, day: date, instant: datetime, about: Mapping[str, str]
    ) -> Iterator[Load]:
        """Give a load that is in the store once the block, and all around it, has ended well."""
        with self._turn() as turn:
            load = self._staged(turn)
            yield load
            turn.made.append(_Made(load, source, day, instant, about))

    @contextlib.contextmanager
    def _turn(self) -> Iterator[_Turn]:
        """Take the turn of the one writer; loads of one thread inside another are of its turn."""
        turn = getattr(self._thread, "turn", None)
        if turn is not None:
            yield turn
            return
        with self._locked():
            self._remove_left_behind()
            turn = self._thread.turn = _Turn()
            try:
                yield turn
                self._commit(turn)
            finally:
                self._thread.turn = None
                self._close(turn)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Wait for the lock; that of a store which was removed meanwhile is none."""
        place = self._root / ".lock"
        while True:
            with told_of_disk(self._root):
                file = place.open("w")
            with file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if _is_at(file, place):
                    yield
                    return

    def remove_unused(self) -> None:
        """Remove a store that has no snapshot, unless another process is writing into it."""
        with contextlib.suppress(OSError), (self._root / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not manifests.manifest_paths(self._root):
                shutil.rmtree(self._root)

    def _staged(self, turn: _Turn) -> Load:
        """Make a load with a folder of its own."""
        with told_of_disk(self._root):
            make_folder(self._root / _STAGING)
            load = Load(Path(tempfile.mkdtemp(dir=self._root / _STAGING)))
        turn.loads.append(load)
        return load

    def _close(self, turn: _Turn) -> None:
        for load in turn.loads:
            load.close()
        shutil.rmtree(self._root / _STAGING, ignore_errors=True)

    def _commit(self, turn: _Turn) -> None:
        """Move the parts of all loads into the store, then write their manifests."""
        try:
            new = [snapshot for made in turn.made if (snapshot := self._moved(made, turn))]
            with told_of_disk(self._root):
                if len(new) > 1:
                    manifests.hold_back(self._root, [snapshot.name for snapshot in new])
                for snapshot in new:
                    manifests.write(self._root, snapshot)
                manifests.let_count(self._root)
        except BaseException:
            self._remove_unnamed()
            raise

    def _moved(self, made: _Made, turn: _Turn) -> Snapshot | None:
        """Move a load's parts and name it; nothing is new where its source had the same."""
        load = made.load
        written = load.finish(made.source)
        earlier = [s for s in self._reader.snapshots() if s.as_of == made.day]
        latest = next((s for s in reversed(earlier) if s.source == made.source), None)
        load.move(self._root, written)
        if latest and latest.parts == written:
            load.snapshot = latest.name
            return None
        taken = [
            int(other.snapshot.rpartition("/")[2])
            for other in turn.loads
            if other.snapshot.startswith(f"{made.day}/")
        ]
        number = 1 + max([s.number for s in earlier] + taken, default=0)
        load.snapshot = f"{made.day}/{number:04d}"
        about = dict(made.about)
        return Snapshot(load.snapshot, made.source, made.day, made.instant, written, about)

    def _remove_left_behind(self) -> None:
        """Remove what loads that died left behind: they left their folder, or they did not die."""
        if (self._root / _STAGING).exists() or manifests.held_back(self._root):
            self._remove_unnamed()
            shutil.rmtree(self._root / _STAGING, ignore_errors=True)

    def _remove_unnamed(self) -> None:
        """Remove manifests that do not count, and then the parts that no manifest names."""
        manifests.remove_held_back(self._root)
        loads = self._reader.snapshots()
        named = {self._root / part.path for snapshot in loads for part in snapshot.parts}
        for path in (self._root / "parts").rglob("*.parquet"):
            if path not in named:
                path.unlink()
        for path in (self._root / "snapshots").rglob(f"*{PARTIAL}"):
            path.unlink()


def _is_at(file: TextIO, place: Path) -> bool:
    """Whether an open file is still the one that stands there."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    except FileNotFoundError:
        return False
