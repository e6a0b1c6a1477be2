"""What is known of one attempt at a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

__all__ = ["Origin", "Outcome", "Record", "last_good"]

Outcome = Literal["made", "skipped", "held", "failed"]

_SAME_READER: Final = ("notebook", "level", "id", "edition")


@dataclass(frozen=True)
class Record:
    """One attempt at one report: a row of the ledger.

    Parameters
    ----------
    report : str
        Which report: the same each time it is tried.
    set, notebook, level, id, name, period, cadence, period_end, edition, language : str
        What was to be made, for whom.
    outcome : {'made', 'skipped', 'held', 'failed'}
        ``skipped``: the report that stands was made from the same; ``held``: a check did not
        pass; ``failed``: it could not be executed or converted.
    reason : str
        One sentence where it was skipped, held or failed; empty where it was made.
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
    hashes : mapping of str to str, optional
        SHA-256 of each artefact, by format.
    sizes : mapping of str to int, optional
        Bytes of each artefact, by format.
    why : str, optional
        One sentence: why it had to be made; empty where it was skipped.
    key : str, optional
        Hash of ``inputs``: while it stays, so does the report.
    inputs : mapping of str to str, optional
        What the report is made from, by name: mostly hashes.
    state : str, optional
        Hash of the store's loads when ``inputs`` was taken; no part of the key.
    slice, sources : str, optional
        Names of the slice, and of the notebook with its parameter files, among what is kept.
    brand : str, optional
        Name of the brand that it was issued under, or held.
    version : str, optional
        Version of this library that made it, with its commit where it is a checkout.
    stages : mapping of str to float, optional
        Seconds by stage: slice, execute, check, convert, publish, as far as they are known.
    peak_mb : float, optional
        Largest memory of the run, where it is known.
    warnings : tuple of str, optional
        What the office should look at in a report that was made.
    number, batch : int, optional
        Number of the row, which the ledger gives, and of the batch.
    stands : int, optional
        Of a skipped run: number of the row whose report stands.
    """

    report: str
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
    hashes: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
    key: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    slice: str = ""
    sources: str = ""
    brand: str = ""
    version: str = ""
    stages: Mapping[str, float] = field(default_factory=dict)
    peak_mb: float | None = None
    warnings: tuple[str, ...] = ()
    number: int = 0
    batch: int = 0
    stands: int = 0

    @property
    def good(self) -> bool:
        """Whether the report stands: it was made, or made before and not to be made again."""
        return self.outcome in ("made", "skipped")


@dataclass(frozen=True)
class Origin:
    """What one run was made from, among what is kept, in which batch and when."""

    batch: int
    issued: str
    slice: str
    sources: str


def last_good(record: Record, records: Iterable[Record]) -> Record | None:
    """Latest earlier period's report of the same kind for the same reader, where one was made."""
    earlier = [
        other
        for other in records
        if other.outcome == "made"
        and other.period_end < record.period_end
        and all(getattr(other, name) == getattr(record, name) for name in _SAME_READER)
    ]
    return max(earlier, key=lambda other: other.period_end, default=None)
