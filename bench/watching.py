"""Commands watched side by side: seconds by the clock and of CPU, and memory of all processes."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

MB = 1 << 20


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
