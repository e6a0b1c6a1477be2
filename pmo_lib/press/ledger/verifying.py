"""Verifying: the chain of rows, and every artefact on disk against the recorded hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pmo_lib.files import digest_if_there
from pmo_lib.press.ledger.book import Ledger
from pmo_lib.press.ledger.entries import FIRST, Entry, canonical, chained
from pmo_lib.press.ledger.record import Record

__all__ = ["Fault", "verify"]

_DOCUMENTS: Final = (".html", ".pdf")
_INDEX: Final = "index.html"
_AGAIN: Final = "The next `pmo reports` makes it again."


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was recorded.

    Parameters
    ----------
    kind : str
        ``ledger`` (the file), ``row``, ``missing``, ``changed`` or ``unknown`` (an artefact).
    row : int or None
        Number of the row.
    path : str
        Path of the artefact below the output folder; empty where it is a row.
    told : str
        What is wrong and what to do, in a sentence.
    """

    kind: str
    row: int | None
    path: str
    told: str


def verify(ledger: Ledger, out: Path) -> list[Fault]:
    """Look at every row, every artefact and the index page.

    Parameters
    ----------
    ledger : Ledger
        Of the output folder.
    out : pathlib.Path
        The output folder.

    Returns
    -------
    list of Fault
        None where all is as recorded. That the newest rows were cut off shows only by artefacts
        that no row names.

    Raises
    ------
    LedgerError
        The ledger cannot be read at all.
    """
    damages = [Fault("ledger", None, "", f"The file: {told}.") for told in ledger.damages()]
    entries = list(ledger.entries())
    faults = [*damages, *_chain(entries)]
    if any(fault.kind == "row" and fault.row in _unreadable(entries) for fault in faults):
        return faults
    standing = ledger.standing().values()
    documents = [*_recorded(standing, out), *_unknown(standing, out)]
    return [*faults, *documents, *_index(ledger, out)]


def _chain(entries: Iterable[Entry]) -> Iterator[Fault]:
    """Follow the chain; each break is named once, at the row where it is."""
    number, previous = 0, FIRST
    for entry in entries:
        number += 1
        if entry.number != number:
            lost = f"{number}" if entry.number == number + 1 else f"{number} to {entry.number - 1}"
            yield Fault("row", number, "", f"Row {lost} is missing from the ledger.")
        elif entry.previous != previous:
            yield Fault("row", number, "", f"Row {number} does not follow the row before it.")
        if chained(entry.previous, entry.text) != entry.hash or not _is_sound(entry):
            told = f"Row {entry.number} was changed after it was written{_about(entry)}."
            yield Fault("row", entry.number, "", told)
        number, previous = entry.number, entry.hash


def _is_sound(entry: Entry) -> bool:
    try:
        return canonical(entry.content) == entry.text and entry.content["number"] == entry.number
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _about(entry: Entry) -> str:
    try:
        content = entry.content
        return f": {content['outcome']} {content['report']}" if "report" in content else ""
    except (ValueError, KeyError, TypeError):
        return ""


def _unreadable(entries: Iterable[Entry]) -> set[int]:
    return {entry.number for entry in entries if not _is_sound(entry)}


def _recorded(records: Iterable[Record], out: Path) -> Iterator[Fault]:
    for record in records:
        for kind, path in record.artefacts.items():
            found = digest_if_there(out / path)
            if found is None:
                yield Fault("missing", record.number, path, f"{path} is missing. {_AGAIN}")
            elif found != record.hashes.get(kind):
                yield Fault(
                    "changed", record.number, path, f"{path} was changed after its issue. {_AGAIN}"
                )


def _unknown(records: Iterable[Record], out: Path) -> Iterator[Fault]:
    """Documents in the folders of reports that no row names."""
    records = list(records)
    named = {path for record in records for path in record.artefacts.values()}
    for folder in sorted({record.period for record in records}):
        for path in sorted((out / folder).rglob("*")):
            place = path.relative_to(out).as_posix()
            if path.suffix in _DOCUMENTS and place not in named and not path.name.startswith("."):
                told = f"{place} is named by no row: a batch was killed there, or it is not ours."
                yield Fault("unknown", None, place, told)


def _index(ledger: Ledger, out: Path) -> Iterator[Fault]:
    """Compare the index page with what the last batch left; one that was stopped left none."""
    batches = ledger.batches()
    ended = batches[-1][1] if batches else None
    if not ended or "index" not in ended:
        return
    found = digest_if_there(out / _INDEX)
    if found != ended["index"]:
        kind, what = ("changed", "was changed") if found else ("missing", "is missing")
        told = f"{_INDEX} {what}. The next `pmo reports` writes it again."
        yield Fault(kind, ended["number"], _INDEX, told)
