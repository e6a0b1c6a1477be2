"""What of a run list is to be made, and what stands already, made from the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from pmo_lib.files import digest_if_there
from pmo_lib.press.inputs import Inputs, key_of
from pmo_lib.press.ledger import Record
from pmo_lib.press.runs import Run

__all__ = ["Plan", "Todo", "plan"]

_NAMES: Final[Mapping[str, str]] = {
    "notebook": "the notebook",
    "parameters": "parameters",
    "formats": "formats",
    "language": "the language",
    "brand": "the brand",
    "slice": "the data",
    "office": "the office tables",
    "params": "wording, thresholds or other parameter files",
    "code": "the code of this library",
    "templates": "templates",
    "lock": "the lock of the dependencies",
    "python": "the version of Python",
    "platform": "the platform",
}


@dataclass(frozen=True)
class Todo:
    """A run that is to be made: what from, and why.

    Parameters
    ----------
    run : Run
        The run.
    inputs : mapping of str to str
        As :meth:`Inputs.of` names them.
    state : str
        Hash of the store's loads.
    why : str
        One sentence.
    """

    run: Run
    inputs: Mapping[str, str]
    state: str
    why: str


@dataclass(frozen=True)
class Plan:
    """What is to be made, and the records of what is skipped."""

    todo: tuple[Todo, ...]
    skipped: tuple[Record, ...]


def plan(
    runs: Iterable[Run],
    inputs: Inputs,
    standing: Mapping[str, Record],
    *,
    out: Path,
    state: str,
    now: datetime,
    force: bool,
) -> Plan:
    """Decide for each run whether it has to be made.

    Parameters
    ----------
    runs : iterable of Run
        The run list.
    inputs : Inputs
        Gives what each is made from.
    standing : mapping of str to Record
        Last attempts, by report.
    out : pathlib.Path
        Output folder.
    state : str
        Hash of the store's loads.
    now : datetime.datetime
        Instant of the batch.
    force : bool
        Make all of them.

    Returns
    -------
    Plan
        A run is skipped where its report was made from the same inputs and stands on the disk
        with the recorded hashes.
    """
    todo, skipped = [], []
    for run in runs:
        before = standing.get(str(run.report))
        found = inputs.of(run, before)
        why = "All reports were asked for anew." if force else _why(before, found, out)
        if why or before is None:
            todo.append(Todo(run, found, state, why))
        else:
            skipped.append(_skipped(before, run, state, now))
    return Plan(tuple(todo), tuple(skipped))


def _why(before: Record | None, inputs: Mapping[str, str], out: Path) -> str:
    """Say why a report has to be made; nothing where it stands as it would be made."""
    if before is None:
        return "It was not made before."
    if before.outcome != "made":
        return f"It was {before.outcome} before."
    changed = [name for name in inputs if inputs[name] != before.inputs.get(name)]
    if changed or key_of(inputs) != before.key:
        return f"Changed: {', '.join(_NAMES[name] for name in changed) or 'its key'}."
    for kind, path in before.artefacts.items():
        if digest_if_there(out / path) != before.hashes.get(kind):
            return f"{path} was missing, or not as it was issued."
    return ""


def _skipped(before: Record, run: Run, state: str, now: datetime) -> Record:
    return replace(
        before,
        set=run.set,
        outcome="skipped",
        reason=f"Nothing it is made from has changed since {before.issued}.",
        why="",
        issued=now.isoformat(),
        seconds=0.0,
        stages={},
        warnings=(),
        peak_mb=None,
        summary=None,
        state=state,
        stands=before.number,
    )
