"""The leak check: nothing that a run made names anyone outside its slice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pmo_lib.errors import ReportError
from pmo_lib.params import load_phrases, load_wording
from pmo_lib.press.checks.artefacts import Artefacts
from pmo_lib.press.checks.binary import bytes_pieces
from pmo_lib.press.checks.folding import APART, fold
from pmo_lib.press.checks.markup import taken_apart
from pmo_lib.press.checks.pieces import Piece
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
    pieces = list(artefacts.pieces())
    if _is_clean(pieces, watched, known):
        return Findings((), ())
    found = list(dict.fromkeys(_found(pieces, watched, known)))
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


def _is_clean(pieces: Sequence[Piece], watched: Watchlist, known: Known) -> bool:
    """Search all pieces in one go, which does not tell where a hit stands, but is soon done."""
    markup: dict[int, dict[str, None]] = {}
    for piece in pieces:
        if piece.markup:
            markup.setdefault(piece.depth, {})[piece.text] = None
    joined = [Piece("", APART.join(texts), markup=True, depth=at) for at, texts in markup.items()]
    others = [piece for piece in pieces if not piece.markup]
    try:
        texts = [text.text for piece in (*joined, *others) for text in _opened(piece)]
    except ReportError:
        return False
    return not any(watched.find(fold(APART.join(texts)), known))


def _found(pieces: Iterable[Piece], watched: Watchlist, known: Known) -> Iterator[Leak]:
    for piece in pieces:
        for text in _opened(piece):
            for hit in watched.find(fold(text.text), known):
                yield Leak(text.place, hit)


def _opened(piece: Piece) -> Iterator[Piece]:
    """Take a piece apart into all texts that are searched, also those of what is embedded."""
    if piece.lines:
        folded = fold(piece.text)
        yield Piece(piece.place, APART.join((folded.plain, *folded.unbroken())))
    elif piece.markup:
        texts, embedded = taken_apart(piece.text)
        yield Piece(piece.place, APART.join(texts))
        for content in embedded:
            inside = f"{piece.place}, embedded data"
            for inner in bytes_pieces(inside, content, piece.depth + 1):
                yield from _opened(inner)
    else:
        yield piece


@lru_cache(maxsize=2)
def _watchlist(named: Path, _changed: int, language: str) -> Watchlist:
    """Make the watchlist of a batch once a process."""
    return Watchlist(
        Named.from_json(named.read_text(encoding="utf-8")),
        [*load_phrases(), *load_wording(language).texts()],
    )
