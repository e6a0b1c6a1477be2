"""Text as a leak is looked for in it: without case, spacing, line breaks and hyphens."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, islice
from typing import Final

__all__ = ["APART", "Folded", "fold", "squeeze"]

APART: Final = "\x1f"
"""Stands between texts that do not belong together: no name is looked for across it."""

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0f\ufeff\ufffe]"
)
"""Soft hyphens, characters without width, marks of direction; PDFium's sign of a broken word."""

_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_ASCII: Final = bytes(range(128))
_OTHER: Final = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) != APART)
_KEPT: Final = re.compile(rf"[^\W_]|{APART}")
_BROKEN: Final = re.compile(r"[ \t]*[\r\n]+\s*")
_BLOCK: Final = 512
_HYPHENATED: Final = re.compile(r"-?[ \t]*[\r\n]+\s*")


@dataclass(frozen=True)
class Folded:
    """One text in the forms in which ids and names are looked for.

    Parameters
    ----------
    plain : str
        Unicode in form NFKC (which takes ligatures apart), one kind of hyphen, nothing unseen.
    """

    plain: str

    @cached_property
    def lower(self) -> str:
        """The text without case."""
        return self.plain.casefold()

    @cached_property
    def squeezed(self) -> str:
        """Only letters and digits, without case: a name is one run of them, however it is set."""
        return squeeze(self.lower)

    def place(self, at: int) -> int:
        """Find where a character of the squeezed text stands in the text without case."""
        block = bisect_right(self._starts, at) - 1
        kept = _KEPT.finditer(self.lower, block * _BLOCK)
        return next(islice(kept, at - self._starts[block], None)).start()

    @cached_property
    def _starts(self) -> list[int]:
        """How many letters and digits stand before each block of the text without case."""
        blocks = range(0, len(self.lower), _BLOCK)
        kept = (len(squeeze(self.lower[start : start + _BLOCK])) for start in blocks)
        return list(accumulate(kept, initial=0))

    def unbroken(self) -> tuple[str, ...]:
        """Give the text with lines joined, hyphens at their ends kept and dropped."""
        if "\n" not in self.plain and "\r" not in self.plain:
            return ()
        joined = _BROKEN.sub("", self.plain), _HYPHENATED.sub("", self.plain)
        return tuple(dict.fromkeys(joined))


def fold(text: str) -> Folded:
    r"""Fold a text.

    Examples
    --------
    >>> fold("NORTH\u00adWIND-\nE\ufb03cient").squeezed
    'northwindefficient'
    """
    for char in _foreign(text):
        if (folded := _folded(char)) != char:
            text = text.replace(char, folded)
    return Folded(unicodedata.normalize("NFKC", text))


def squeeze(lower: str) -> str:
    """Take all but letters, digits and :data:`APART` out of a text without case."""
    for char in _foreign(lower):
        if not char.isalnum():
            lower = lower.replace(char, "")
    return _bytes(lower).translate(None, _OTHER).decode("utf-8", "surrogatepass")


def _foreign(text: str) -> Iterator[str]:
    """Characters beyond ASCII in a text, each once: few, so that none need be looked at twice."""
    if not text.isascii():
        yield from set(_bytes(text).translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@cache
def _folded(char: str) -> str:
    return "" if _UNSEEN.match(char) else _DASHES.sub("-", unicodedata.normalize("NFKC", char))
