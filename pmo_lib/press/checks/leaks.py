"""The leak check: nothing that a run made names anyone outside its slice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pmo_lib.errors import ReportError
from pmo_lib.params import load_phrases, load_wording
from pmo_lib.press.checks.artefacts import Artefacts
from pmo_lib.press.checks.folding import APART, Folded, fold
from pmo_lib.press.checks.watchlist import Hit, Known, Watchlist
from pmo_lib.tables.store import Named, Slice, read_slice
from pmo_lib.tables.store.slices import slice_digest

__all__ = ["Findings", "Leak", "LeakCheck", "find_leaks"]


@dataclass(frozen=True)
class LeakCheck:
    """What a run is held to.

    Parameters
    ----------
    named : pathlib.Path
        File of all ids and names of the batch, as :meth:`Named.to_json` writes it.
    known : Named
        Ids and names of the run's slice.
    slice : pathlib.Path
        Folder of the slice.
    digest : str
        Content hash of the slice, as it was given to the run.
    language : str
        Language of the fixed wording.
    """

    named: Path
    known: Named
    slice: Path
    digest: str
    language: str


@dataclass(frozen=True)
class Leak:
    """An id or name that should not stand where it was found."""

    place: str
    hit: Hit

    def __str__(self) -> str:
        return f"{self.place}: {self.hit.word!r} ({self.hit.whose}) in {self.hit.excerpt!r}"


@dataclass(frozen=True)
class Findings:
    """What a check found.

    Parameters
    ----------
    leaks : tuple of Leak
        What holds the report.
    warnings : tuple of Leak
        What the slice's own texts say too: somebody wrote it there.
    """

    leaks: tuple[Leak, ...]
    warnings: tuple[Leak, ...]


def find_leaks(artefacts: Artefacts, check: LeakCheck) -> Findings:
    """Search all that a run made for ids and names from outside its slice.

    Parameters
    ----------
    artefacts : Artefacts
        What the run made.
    check : LeakCheck
        What it may name, and what there is to name.

    Returns
    -------
    Findings
        Each word once a place.

    Raises
    ------
    ReportError, ParameterError, StoreError
        The check itself could not be done.
    """
    watched = _watchlist(check.named, check.named.stat().st_mtime_ns, check.language)
    known = Known(check.known)
    found = list(dict.fromkeys(_found(artefacts, watched, known)))
    if not found:
        return Findings((), ())
    written = fold(APART.join(_given(check).texts()))
    own = {hit.word for hit in watched.find(written, known)}
    leaks = tuple(leak for leak in found if leak.hit.word not in own)
    return Findings(leaks, tuple(leak for leak in found if leak.hit.word in own))


def _given(check: LeakCheck) -> Slice:
    """Read the slice as it was given to the run: what the run wrote into it excuses nothing."""
    cut = read_slice(check.slice)
    if slice_digest(check.slice) != check.digest:
        raise ReportError("The run changed its slice.")
    return cut


def _found(artefacts: Artefacts, watched: Watchlist, known: Known) -> Iterator[Leak]:
    for piece in artefacts.pieces():
        folded = fold(piece.text)
        seen = set()
        for text in _versions(folded, lines=piece.lines):
            for hit in watched.find(text, known):
                if hit.word not in seen:
                    seen.add(hit.word)
                    yield Leak(piece.place, hit)


def _versions(folded: Folded, *, lines: bool) -> tuple[Folded, ...]:
    return (folded, *folded.unbroken()) if lines else (folded,)


@lru_cache(maxsize=2)
def _watchlist(named: Path, _changed: int, language: str) -> Watchlist:
    """Make the watchlist of a batch once a process."""
    return Watchlist(
        Named.from_json(named.read_text(encoding="utf-8")),
        [*load_phrases(), *load_wording(language).texts()],
    )
