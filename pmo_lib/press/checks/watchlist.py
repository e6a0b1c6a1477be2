"""The words that a leak is told by: all ids and telling names of a batch, searched at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ahocorasick

from pmo_lib.press.checks.folding import APART, Folded, fold, squeeze
from pmo_lib.press.checks.markup import without_tags
from pmo_lib.tables.store import Named

__all__ = ["NAME_LENGTH", "Hit", "Known", "Watchlist"]

NAME_LENGTH: Final = 8
"""Letters and digits that a name has at least; a wide character counts as two."""

_DIGITS: Final = 6
"""Digits that an id of digits alone has at least, so that it is no mere number."""

_SHORTEST: Final = 2
_AROUND: Final = 40
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_CUT: Final = 400
"""Characters after a name within which the dots of a longer one that is cut are looked for."""

_PART_OF_ID: Final = re.compile(r"[\w.-]")


@dataclass(frozen=True)
class Hit:
    """An id or name that was found.

    Parameters
    ----------
    word : str
        The id or name, as it is recorded.
    whose : str
        Whose it is, as ``clients C0001``.
    excerpt : str
        What stands around it.
    """

    word: str
    whose: str
    excerpt: str


class Watchlist:
    """All ids and telling names of a batch.

    A name tells of one: it is borne by one client, programme, project or person, has
    :data:`NAME_LENGTH` letters and is no common phrase. An id is looked for as a whole token,
    also beside a hyphen; one without a digit in its own case alone, since it may be a word. Ids of
    one character and mere numbers of fewer than six digits cannot be told from other text and
    are not looked for.

    Parameters
    ----------
    named : Named
        All ids and names of the batch.
    common : iterable of str
        Phrases and fixed wording: ids and names that stand in one of them are not looked for.
    """

    def __init__(self, named: Named, common: Iterable[str] = ()) -> None:
        ids = [id_ for id_ in named.ids if _is_telling(id_)]
        self._whose = {id_: f"{named.ids[id_]} {id_}" for id_ in ids}
        names = {key for name in named.names for key in _keys(name)}
        self._telling = _telling_names(named.names)
        self._as_written = _automaton(_by(lambda id_: fold(id_).plain, ids, digits=False))
        self._without_case = _automaton(_by(lambda id_: fold(id_).lower, ids, digits=True))
        long = {key: key for key in names if _length(key) >= NAME_LENGTH}
        self._squeezed = _automaton(long)
        self._dull: frozenset[str] = frozenset()
        self._dull = frozenset(hit.word for hit in self.find(fold(APART.join(common))))

    def find(self, text: Folded, known: Known | None = None) -> Iterator[Hit]:
        """Find ids and names in a text, each once.

        Parameters
        ----------
        text : Folded
            Where to look.
        known : Known, optional
            What may stand there.
        """
        yield from self._find_ids(text.plain, self._as_written, known)
        yield from self._find_ids(text.lower, self._without_case, known)
        yield from self._find_names(text, known)

    def _find_ids(self, text: str, automaton: Any, known: Known | None) -> Iterator[Hit]:
        seen: set[str] = set()
        for last, ids in automaton.iter(text) if automaton else ():
            id_ = ids[0]
            if id_ in seen or id_ in self._dull or (known and known.ids.intersection(ids)):
                continue
            start, end = last + 1 - len(id_), last + 1
            if _is_token(text, start, end) and not (known and known.holds(text, start, end)):
                seen.add(id_)
                yield Hit(id_, self._whose[id_], _around(text, start, end))

    def _find_names(self, text: Folded, known: Known | None) -> Iterator[Hit]:
        if not self._squeezed:
            return
        found = [
            (last + 1 - len(key), last + 1, key) for last, key in self._squeezed.iter(text.squeezed)
        ]
        own = [one for one in found if known and one[2] in known.names]
        seen = {key for _, _, key in own}
        for start, end, key in found:
            told = self._telling.get(key)
            if key in seen or not told or told[0] in self._dull or _is_within(own, start, end):
                continue
            first, after = text.place(start), text.place(end - 1) + 1
            cut = known and known.is_cut(text, start, key)
            if _is_apart(text.lower, first, after) and not cut:
                seen.add(key)
                yield Hit(*told, _around(text.lower, first, after))


class Known:
    """What a run may name: the ids and names of its slice.

    Parameters
    ----------
    named : Named
        What the slice holds.
    """

    def __init__(self, named: Named) -> None:
        self.ids = frozenset(named.ids)
        self.names = frozenset(key for name in named.names for key in _keys(name))
        self._tokens = frozenset(fold(id_).lower for id_ in named.ids)

    def is_cut(self, text: Folded, at: int, key: str) -> bool:
        """Say whether what stands at a place is the beginning of a longer own name, cut by dots."""
        last = text.place(at + len(key) - 1)
        dots = text.lower.find("...", last, last + _CUT)
        if dots < 0:
            return False
        for name in self.names:
            start = at - name.find(key)
            if key in name and start >= 0:
                shown = squeeze(text.lower[text.place(start) : dots])
                if len(shown) < len(name) and name.startswith(shown):
                    return True
        return False

    def holds(self, text: str, start: int, end: int) -> bool:
        """Say whether what stands at a place is a part of a known id, such as CO in CO-0020."""
        while start and _PART_OF_ID.match(text[start - 1]):
            start -= 1
        while end < len(text) and _PART_OF_ID.match(text[end]):
            end += 1
        return text[start:end].strip(".-_").casefold() in self._tokens


def _by(
    fold_id: Callable[[str], str], ids: Iterable[str], *, digits: bool
) -> dict[str, tuple[str, ...]]:
    """Ids with or without digits by what is looked for."""
    found: dict[str, tuple[str, ...]] = {}
    for id_ in ids:
        if any(char.isdigit() for char in id_) == digits:
            key = fold_id(id_)
            found[key] = (*found.get(key, ()), id_)
    return found


def _automaton(words: Mapping[str, Any]) -> Any:
    """Aho-Corasick automaton of some words; none of no words, which the library refuses."""
    if not words:
        return None
    automaton = ahocorasick.Automaton()
    for word, value in words.items():
        automaton.add_word(word, value)
    automaton.make_automaton()
    return automaton


def _is_telling(id_: str) -> bool:
    if id_.isdigit():
        return len(id_) >= _DIGITS
    return len(id_) >= _SHORTEST


def _telling_names(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, str]]:
    """Names that one alone bears, by what is looked for, each with who that is."""
    bearers: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for name, whose in names.items():
        for key in _keys(name):
            bearers.setdefault(key, set()).update(whose)
            written.setdefault(key, name)
    return {
        key: (written[key], next(iter(whose)))
        for key, whose in bearers.items()
        if len(whose) == 1 and _length(key) >= NAME_LENGTH and not key.isdigit()
    }


def _keys(name: str) -> tuple[str, ...]:
    """Give what a name is looked for as: itself, and itself without what looks like tags."""
    return tuple(dict.fromkeys(squeeze(fold(text).lower) for text in (name, without_tags(name))))


def _length(key: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in key)


def _is_token(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or after.isalnum())


def _is_within(own: Sequence[tuple[int, int, str]], start: int, end: int) -> bool:
    """Whether a place lies inside a longer name that the run may say."""
    return any(first <= start and end <= after for first, after, _ in own)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether no letter stands beside a name, but in scripts without space between words."""
    before = text[start - 1] if start and not _is_unspaced(text[start]) else " "
    after = text[end] if end < len(text) and not _is_unspaced(text[end - 1]) else " "
    return not (before.isalnum() or after.isalnum())


def _is_unspaced(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or bool(_UNSPACED.match(char))


def _around(text: str, start: int, end: int) -> str:
    """Quote what was found, in square brackets, with what stands around it."""
    before = text[max(start - _AROUND, 0) : start].rpartition(APART)[2]
    after = text[end : end + _AROUND].partition(APART)[0]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())
