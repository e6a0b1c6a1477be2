"""Worker processes, of which one that dies takes only its own piece of work with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, TypeVar

__all__ = ["run_all"]

_START_LIMIT = 30
"""Seconds in which a process that is starting tells its number."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_all(
    function: Callable[[Item], Result], items: Iterable[Item], *, jobs: int
) -> Generator[tuple[Item, Result | None], None, None]:
    """Work through items in some processes at a time.

    Parameters
    ----------
    function : callable
        Takes an item; both travel to another process, so both are picklable.
    items : iterable
        Taken one by one, as processes become free.
    jobs : int
        How many processes.

    Yields
    ------
    tuple
        An item and its result, as they are done; the result is ``None`` where the process died.

    Notes
    -----
    Closing the iterator, as an interrupt does, ends the processes at once.
    """
    waiting = iter(items)
    workers = [_Worker(function) for _ in range(jobs)]
    idle = list(workers)
    busy: dict[Future[Result], tuple[Item, _Worker[Item, Result]]] = {}
    try:
        while True:
            for item in _up_to(len(idle), waiting):
                worker = idle.pop()
                busy[worker.submit(item)] = (item, worker)
            if not busy:
                return
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                item, worker = busy.pop(future)
                idle.append(worker)
                died = isinstance(future.exception(), BrokenProcessPool)
                yield item, None if died else future.result()
    finally:
        for worker in workers:
            worker.stop(at_once=bool(busy))


def _up_to(count: int, items: Iterator[Item]) -> Iterator[Item]:
    for _, item in zip(range(count), items, strict=False):
        yield item


class _Worker(Generic[Item, Result]):
    """One process; a new one in its place after it died."""

    def __init__(self, function: Callable[[Item], Result]) -> None:
        self._function = function
        self._start()

    def submit(self, item: Item) -> Future[Result]:
        try:
            return self._pool.submit(self._function, item)
        except BrokenProcessPool:
            self._start()
            return self._pool.submit(self._function, item)

    def stop(self, *, at_once: bool) -> None:
        if at_once:
            with contextlib.suppress(BrokenProcessPool, TimeoutError, ProcessLookupError):
                os.kill(self._pid.result(timeout=_START_LIMIT), signal.SIGTERM)
        self._pool.shutdown(cancel_futures=True)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_prepare)
        self._pid = self._pool.submit(os.getpid)


def _prepare() -> None:
    """In the worker: leave an interrupt to the parent, and end when the parent is no more."""
    signal.signal(signal.SIGINT, _nothing)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _nothing(*_: object) -> None:
    """Handle, since an ignored signal would stay ignored in the kernel."""


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
