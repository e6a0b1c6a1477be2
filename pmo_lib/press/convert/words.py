"""The few words that a document adds to what its notebook says."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from pmo_lib.errors import ParameterError
from pmo_lib.params import Words, load_wording

__all__ = ["DEFAULT_LANGUAGE", "DocumentWords", "document_words"]

DEFAULT_LANGUAGE: Final = "en-GB"
"""Language of the words around a notebook whose own language has no wording file."""


class DocumentWords:
    """The words of one language's documents.

    Parameters
    ----------
    wording : Words
        Its ``document`` section is used.
    """

    def __init__(self, wording: Words) -> None:
        self._wording = wording

    def say(self, key: str, **values: object) -> str:
        """Fill a template of the ``document`` section.

        Examples
        --------
        >>> document_words("en-GB").say("page", n=1, total=4)
        'Page 1 of 4'
        """
        return self._wording.text(f"document.{key}", **values)

    def date(self, day: date) -> str:
        """Write a day as readers of the language do."""
        return self._wording.date(day)


@lru_cache
def document_words(language: str) -> DocumentWords:
    """Give the words of a document in one language.

    Parameters
    ----------
    language : str
        Name of a file in ``params/wording``; British English for a language without one, since
        any notebook prints.

    Examples
    --------
    >>> document_words("xx").say("contents")
    'Contents'
    """
    try:
        return DocumentWords(load_wording(language))
    except ParameterError:
        return DocumentWords(load_wording(DEFAULT_LANGUAGE))
