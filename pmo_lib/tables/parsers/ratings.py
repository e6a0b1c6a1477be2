"""Declared ratings, in scales of three and of five points that are never mixed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from pmo_lib.tables.parsers.unreadable import Unreadable, shown
from pmo_lib.tables.parsers.words import some_of

__all__ = ["RATING_SCALES", "Scale", "parse_rating"]

Scale: TypeAlias = Literal["rag3", "rag5"]

RATING_SCALES: Final[Mapping[Scale, tuple[str, ...]]] = {
    "rag3": ("red", "amber", "green"),
    "rag5": ("red", "amber_red", "amber", "amber_green", "green"),
}
"""Ratings of each scale, the worst first."""

_SCALE_NAMES: Final[Mapping[Scale, str]] = {"rag3": "three points", "rag5": "five points"}
_EXAMPLES: Final[Mapping[Scale, str]] = {
    "rag3": "Red, Amber, Green, R, A, G",
    "rag5": "Red, Amber/Red, Amber, Amber/Green, Green, R, A/R, A, A/G, G",
}
_SPELLINGS: Final = {
    **{"red": "red", "amber": "amber", "green": "green", "r": "red", "a": "amber", "g": "green"},
    **{"amber/red": "amber_red", "amber/green": "amber_green"},
    **{"a/r": "amber_red", "a/g": "amber_green"},
}
_LONGEST: Final = 24
_SEPARATOR: Final = re.compile(r" ?[/_-] ?| ")


def parse_rating(text: str, *, scale: Scale, spellings: Mapping[str, str] | None = None) -> str:
    """Read a declared rating.

    Parameters
    ----------
    text : str
        Such as ``Amber/ Red``.
    scale : {'rag3', 'rag5'}
        The source's scale, of three or of five points.
    spellings : mapping of str to str, optional
        What each spelling means, matched as it stands and instead of the usual ones. Those are the
        words Red, Amber and Green, or their first letters, in either case, two of them with a
        slash, hyphen or space between.

    Returns
    -------
    str
        One of the scale's :data:`RATING_SCALES`.

    Raises
    ------
    Unreadable
        The text is no rating, or one of the other scale.

    Examples
    --------
    >>> parse_rating("Amber/ Red", scale="rag5"), parse_rating("GREEN", scale="rag3")
    ('amber_red', 'green')
    """
    accepted = _EXAMPLES[scale] if spellings is None else some_of(spellings)
    if spellings is not None:
        rating = spellings.get(text)
    elif len(text) <= _LONGEST and text.isascii():
        rating = _SPELLINGS.get(_SEPARATOR.sub("/", text.lower()))
    else:
        rating = None
    if rating is None:
        raise Unreadable(f"rating: a word of the scale of {_SCALE_NAMES[scale]}", accepted)
    if rating not in RATING_SCALES[scale]:
        raise Unreadable(
            f"rating: {shown(text)} is not of the scale of {_SCALE_NAMES[scale]}", accepted
        )
    return rating
