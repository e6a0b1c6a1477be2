"""The few words that a document adds to what its notebook says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from pmo_lib.errors import ParameterError
from pmo_lib.params import Words, load_wording

__all__ = ["ENGLISH", "DocumentWords", "document_words"]

ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "skip": "Skip to the content",
        "contents": "Contents",
        "page": "Page {n} of {total}",
        "table": "Table {n}",
        "figure": "Figure {n}",
        "picture": "Picture {n}, given without a description",
        "picture_left_out": "Picture not included: {address}",
        "interactive": "An interactive output stands here in the notebook; it does not print.",
        "failed": "This part could not be made: {reason}",
        "columns": "Columns {first} to {last} of {total}",
        "output": "Output of the cell above",
        "held_kicker": "Report held",
        "held_headline": "This report is held back until what is missing has been put right.",
        "held_missing": "What is missing",
        "held_who": "Who can put it right",
        "held_since": "Held since",
        "held_last_good": "Last good edition",
        "held_none": "There is no earlier edition.",
    }
)
"""What is said where a language's wording file has no ``document`` section."""


class DocumentWords:
    """The words of one language's documents.

    Parameters
    ----------
    wording : Words, optional
        Its ``document`` section is used; what it lacks, or all without it, is said in English,
        since any notebook prints.
    """

    def __init__(self, wording: Words | None = None) -> None:
        self._wording = wording

    def say(self, key: str, **values: object) -> str:
        """Fill one of the templates of :data:`ENGLISH`.

        Examples
        --------
        >>> DocumentWords().say("page", n=1, total=4)
        'Page 1 of 4'
        """
        if self._wording is not None and self._wording.has(f"document.{key}"):
            return self._wording.text(f"document.{key}", **values)
        return ENGLISH[key].format(**values)


@lru_cache
def document_words(language: str) -> DocumentWords:
    """Give the words of a document in one language.

    Parameters
    ----------
    language : str
        Name of a file in ``params/wording``; English for a language without one.

    Examples
    --------
    >>> document_words("xx").say("contents")
    'Contents'
    """
    try:
        return DocumentWords(load_wording(language))
    except ParameterError:
        return DocumentWords()
