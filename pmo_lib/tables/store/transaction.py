"""Transactions: one load at a time, in the store wholly or not at all.

While a load is made::

    <root>/.lock                                held by the one writer
    <root>/.loading/<random>/<table>.parquet    of one load: no reader looks here

The parts are moved into ``parts/`` when all are whole, and the manifest that names them is written
last. A load that is given up removes what it wrote; what one that died left behind is removed by
the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from pmo_lib.tables.store import manifests, parts
from pmo_lib.tables.store.manifests import Snapshot
from pmo_lib.tables.store.reading import Reader
from pmo_lib.tables.store.writing import Load, told_of_disk

__all__ = ["Writer"]

_STAGING: Final = ".loading"


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
        """Give a load that is in the store once the block has ended well."""
        with self._locked(), self._staged() as load:
            yield load
            load.snapshot = self._commit(load, source, day, instant, about)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time: a second waits; loads of one thread may stand inside each other."""
        if getattr(self._thread, "holds", False):
            yield
            return
        with told_of_disk(self._root):
            file = (self._root / ".lock").open("w")
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            self._remove_left_behind()
            self._thread.holds = True
            try:
                yield
            finally:
                self._thread.holds = False

    @contextlib.contextmanager
    def _staged(self) -> Iterator[Load]:
        """Give a load a folder of its own, which is gone at the end however it ends."""
        with told_of_disk(self._root):
            parts.make_folder(self._root / _STAGING)
            folder = Path(tempfile.mkdtemp(dir=self._root / _STAGING))
        load = Load(folder)
        try:
            yield load
        finally:
            load.close()
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                (self._root / _STAGING).rmdir()

    def _commit(
        self, load: Load, source: str, day: date, instant: datetime, about: Mapping[str, str]
    ) -> str:
        """Move a load's parts into the store and write its manifest; give its name."""
        written = load.finish(source)
        earlier = [s for s in self._reader.snapshots() if s.as_of == day]
        latest = next((s for s in reversed(earlier) if s.source == source), None)
        try:
            load.move(self._root, written)
            if latest and latest.parts == written:
                return latest.name
            name = f"{day}/{1 + max((s.number for s in earlier), default=0):04d}"
            with told_of_disk(self._root):
                manifests.write(
                    self._root, Snapshot(name, source, day, instant, written, dict(about))
                )
        except BaseException:
            self._remove_unnamed()
            raise
        return name

    def _remove_left_behind(self) -> None:
        """Remove what loads that died left behind: they left their folder, or they did not die."""
        if (self._root / _STAGING).exists():
            self._remove_unnamed()
            shutil.rmtree(self._root / _STAGING)

    def _remove_unnamed(self) -> None:
        """Remove the parts that no manifest names, and manifests half written."""
        loads = self._reader.snapshots()
        named = {self._root / part.path for snapshot in loads for part in snapshot.parts}
        for path in (self._root / "parts").rglob("*.parquet"):
            if path not in named:
                path.unlink()
        for path in (self._root / "snapshots").rglob("*.partial"):
            path.unlink()
