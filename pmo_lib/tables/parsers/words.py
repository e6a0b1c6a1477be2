"""Words of a list, and text that is a state in place of a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final, TypeVar

from pmo_lib.tables.parsers.unreadable import Unreadable

__all__ = ["match_state", "parse_word", "some_of"]

_Meaning = TypeVar("_Meaning")
_SHOWN: Final = 8


def parse_word(text: str, *, spellings: Mapping[str, _Meaning]) -> _Meaning:
    """Read one of a list of words, spelt as stated.

    Parameters
    ----------
    text : str
        The word as written.
    spellings : mapping of str
        What each spelling means; yes and no are words as others.

    Raises
    ------
    Unreadable
        The text is none of the spellings.

    Examples
    --------
    >>> parse_word("Amber", spellings={"Green": "green", "Amber": "amber"})
    'amber'
    >>> parse_word("Y", spellings={"Y": True, "N": False})
    True
    """
    if text not in spellings:
        raise Unreadable("word: one of a list", some_of(spellings))
    return spellings[text]


def match_state(text: str, patterns: Iterable[tuple[str, str]]) -> str | None:
    """Find the state that a text stands for in place of a value.

    Parameters
    ----------
    text : str
        Such as ``TBD``, ``No end date`` or ``Exempt under Section 43``.
    patterns : iterable of (str, str)
        Regular expressions, searched for in the text, each with its state; the first found wins.
        There are no others: what a source's words mean, its mapping says.

    Returns
    -------
    str or None
        None where the text stands for no state.

    Examples
    --------
    >>> patterns = [("^Exempt", "withheld"), ("^(TBD|TBC)$", "to_be_decided")]
    >>> match_state("TBD", patterns), match_state("26.19", patterns)
    ('to_be_decided', None)
    """
    return next((state for pattern, state in patterns if re.search(pattern, text)), None)


def some_of(words: Mapping[str, object]) -> str:
    """List words, the first few of many."""
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(islice(words, _SHOWN)) + more
