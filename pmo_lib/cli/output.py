"""Printing: one JSON document, small tables for people, progress."""

from __future__ import annotations

import json
import sys
from types import TracebackType
from typing import Any, Final, Self

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

__all__ = ["OUTCOMES", "Reporter", "duration", "print_json", "say"]

OUTCOMES: Final = ("made", "skipped", "held", "failed")
"""What can become of a run, in the order in which it is told."""


def print_json(content: Any) -> None:
    """Print one JSON document on standard output."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def say(line: str) -> None:
    """Tell a person on standard error how it goes; standard output has the outcome alone."""
    typer.echo(line, err=True)


def duration(seconds: float) -> str:
    """Write a duration for people."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"


class _Rate(ProgressColumn):
    """Reports a minute."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed * 60:.0f} a minute" if speed else "", style="progress.data.speed")


class Reporter:
    """Progress of a batch: a bar on a terminal, a line for each report in a log."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self._console,
            disable=not sys.stderr.isatty(),
            speed_estimate_period=300,
        )
        self._task = TaskID(0)
        self._done = 0
        self._total = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def start(self, total: int, skipped: int) -> None:
        """Tell how many reports there are to make, and how many stand as they would be made."""
        self._total = total
        self._task = self._bar.add_task("reports", total=total)
        if self._bar.disable:
            unchanged = f", {skipped} unchanged" if skipped else ""
            say(f"{total} report{'' if total == 1 else 's'} to make{unchanged}")

    def done(self, line: str, *, went_wrong: bool) -> None:
        """Tell that one report is finished."""
        self._done += 1
        self._bar.advance(self._task)
        if self._bar.disable:
            say(f"{self._done}/{self._total} {line}")
        elif went_wrong:
            self._console.print(line, markup=False, highlight=False)
