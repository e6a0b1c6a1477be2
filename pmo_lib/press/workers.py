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
from typing import TypeVar

__all__ = ["Workers"]

_START_LIMIT = 30
"""Seconds in which a process that is starting tells its number."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """Processes that work for one batch; they start when :meth:`start` says so, or with the work.

    Parameters
    ----------
    jobs : int
        How many processes.
    ready : callable, optional
        Done by each process when it starts, such as imports; picklable.

    Notes
    -----
    Used as a context. Leaving it by an error, as an interrupt does, ends the processes at once.
    """

    def __init__(self, jobs: int, ready: Callable[[], None] | None = None) -> None:
        self._jobs, self._ready = jobs, ready
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for worker in self._workers:
            worker.stop(at_once=kind is not None)

    def start(self, work: int) -> None:
        """Start the processes that so many items need, as far as they do not run yet.

        They are not waited for.
        """
        while len(self._workers) < min(self._jobs, work):
            self._workers.append(_Worker(self._ready))

    def run(
        self, function: Callable[[Item], Result], items: Iterable[Item]
    ) -> Generator[tuple[Item, Result | None], None, None]:
        """Work through items.

        Parameters
        ----------
        function : callable
            Takes an item; both travel to another process, so both are picklable.
        items : iterable
            Taken one by one, as processes become free.

        Yields
        ------
        tuple
            An item and its result, as they are done; the result is ``None`` where the process
            died.
        """
        waiting = iter(items)
        idle = list(self._workers)
        busy: dict[Future[Result], tuple[Item, _Worker]] = {}
        while True:
            for item in _up_to(self._jobs - len(busy), waiting):
                if not idle:
                    self.start(len(self._workers) + 1)
                    idle.append(self._workers[-1])
                worker = idle.pop()
                busy[worker.submit(function, item)] = (item, worker)
            if not busy:
                return
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                item, worker = busy.pop(future)
                idle.append(worker)
                died = isinstance(future.exception(), BrokenProcessPool)
                yield item, None if died else future.result()


def _up_to(count: int, items: Iterator[Item]) -> Iterator[Item]:
    for _, item in zip(range(count), items, strict=False):
        yield item


class _Worker:
    """One process; a new one in its place after it died."""

    def __init__(self, ready: Callable[[], None] | None) -> None:
        self._ready = ready
        self._start()

    def submit(self, function: Callable[[Item], Result], item: Item) -> Future[Result]:
        try:
            return self._pool.submit(function, item)
        except BrokenProcessPool:
            self._start()
            return self._pool.submit(function, item)

    def stop(self, *, at_once: bool) -> None:
        if at_once:
            with contextlib.suppress(BrokenProcessPool, TimeoutError, ProcessLookupError):
                os.kill(self._pid.result(timeout=_START_LIMIT), signal.SIGTERM)
        self._pool.shutdown(cancel_futures=True)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(
            1, mp_context=context, initializer=_prepare, initargs=(self._ready,)
        )
        self._pid = self._pool.submit(os.getpid)


def _prepare(ready: Callable[[], None] | None) -> None:
    """In the worker: leave an interrupt to the parent, and end when the parent is no more."""
    signal.signal(signal.SIGINT, _nothing)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if ready is not None:
        ready()


def _nothing(*_: object) -> None:
    """Handle, since an ignored signal would stay ignored in the kernel."""


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
