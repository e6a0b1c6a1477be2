"""Text as a leak is looked for in it: without case, spacing, line breaks and hyphens."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

__all__ = ["APART", "Folded", "fold", "squeeze"]

APART: Final = "\x1f"
"""Stands between texts that do not belong together: no name is looked for across it."""

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0f\ufeff\ufffe]"
)
"""Soft hyphens, characters without width, marks of direction; PDFium's sign of a broken word."""

_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_FOREIGN: Final = re.compile(r"[^\w\x00-\x7f]+")
_OTHER: Final = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) != APART)
_KEPT: Final = re.compile(rf"[^\W_]|{APART}")
_BROKEN: Final = re.compile(r"[ \t]*[\r\n]+\s*")
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
        return self._places[at]

    @cached_property
    def _places(self) -> list[int]:
        return [found.start() for found in _KEPT.finditer(self.lower)]

    def unbroken(self) -> tuple[Folded, ...]:
        """Give the text with lines joined, hyphens at their ends kept and dropped."""
        if "\n" not in self.plain and "\r" not in self.plain:
            return ()
        joined = _BROKEN.sub("", self.plain), _HYPHENATED.sub("", self.plain)
        return tuple(Folded(text) for text in dict.fromkeys(joined))


def fold(text: str) -> Folded:
    r"""Fold a text.

    Examples
    --------
    >>> fold("NORTH\u00adWIND-\nE\ufb03cient").squeezed
    'northwindefficient'
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text)
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return Folded(text)


def squeeze(lower: str) -> str:
    """Take all but letters, digits and :data:`APART` out of a text without case."""
    if not lower.isascii():
        lower = _FOREIGN.sub("", lower)
    content = lower.encode("utf-8", "surrogatepass").translate(None, _OTHER)
    return content.decode("utf-8", "surrogatepass")
