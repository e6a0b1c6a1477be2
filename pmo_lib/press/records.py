"""What is known of each report that was made or not: one small JSON file a report."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from pmo_lib.errors import StoreError

__all__ = ["RECORDS", "Outcome", "Record", "last_good", "read_records", "write_file"]

Outcome = Literal["made", "held", "failed"]

RECORDS: Final = ".runs"
"""Folder of the records below the output folder."""


@dataclass(frozen=True)
class Record:
    """One report as it was last tried.

    Parameters
    ----------
    key : str
        The same each time the report is made; also the place of this record.
    set, notebook, level, id, name, period, cadence, period_end, edition, language : str
        What was to be made, for whom.
    outcome : {'made', 'held', 'failed'}
        ``held``: a check did not pass; ``failed``: it could not be executed or converted.
    reason : str
        One sentence where it was not made; empty where it was.
    issued : str
        Instant of the batch, ISO 8601.
    since : str
        Instant of the first batch in a row in which it was not made; empty where it was.
    seconds : float
        Time that the run took.
    artefacts : mapping of str to str
        Path below the output folder, by format.
    evidence : str
        Folder of the executed notebook below the output folder; empty where it was made.
    summary : mapping, optional
        What the notebook displayed for the index.
    withdrawn : str, optional
        Instant of issue of this period's last good edition, where that was withdrawn because the
        report could not be made again; else empty.
    """

    key: str
    set: str
    notebook: str
    level: str
    id: str
    name: str
    period: str
    cadence: str
    period_end: str
    edition: str
    language: str
    outcome: Outcome
    reason: str
    issued: str
    since: str
    seconds: float
    artefacts: Mapping[str, str]
    evidence: str
    summary: Mapping[str, Any] | None
    withdrawn: str = ""

    def write(self, out: Path) -> None:
        """Write the record in place of the one before."""
        content = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        write_file(out / RECORDS / f"{self.key}.json", content.encode() + b"\n")


def read_records(out: Path) -> dict[str, Record]:
    """All records of an output folder.

    Parameters
    ----------
    out : pathlib.Path
        The output folder.

    Returns
    -------
    dict of str to Record
        By key; empty where nothing was made yet.

    Raises
    ------
    StoreError
        A record is damaged.
    """
    paths = sorted((out / RECORDS).rglob("*.json"))
    return {record.key: record for record in map(_read, paths)}


def last_good(record: Record, records: Iterable[Record]) -> Record | None:
    """Latest earlier period's report of the same kind for the same reader, where one was made."""
    same = ("notebook", "level", "id", "edition")
    earlier = [
        other
        for other in records
        if other.outcome == "made"
        and other.period_end < record.period_end
        and all(getattr(other, name) == getattr(record, name) for name in same)
    ]
    return max(earlier, key=lambda other: other.period_end, default=None)


def write_file(path: Path, content: bytes) -> None:
    """Write a file wholly or not at all: to a temporary name, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _read(path: Path) -> Record:
    try:
        return Record(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            f"The record {path} cannot be read ({error}); delete it and make its report again."
        ) from error
