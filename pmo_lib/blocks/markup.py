"""The HTML that blocks are made of: escaped text, rating chips, movement words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape
from typing import Any, Final, Protocol

import pandas as pd

from pmo_lib.contract import INK, RATINGS

_KEPT: Final = "\n\t\u200c\u200d\u200e\u200f"
"""Control characters that text may hold: line breaks, joiners and direction marks."""


class Wording(Protocol):
    """What blocks need of a language: see ``pmo_lib.params.Words``."""

    def text(self, key: str, **values: Any) -> str:
        """Fill a template."""

    def has(self, key: str) -> bool:
        """Say whether there is such a template."""

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number."""

    def signed(self, value: float, digits: int = 0) -> str:
        """Write a number with its sign."""

    def percent(self, share: float, digits: int = 0, *, signed: bool = False) -> str:
        """Write a share."""

    def money(self, amount: float, currency: str, *, signed: bool = False) -> str:
        """Write an amount."""

    def date(self, day: Any, *, short: bool = False, precision: Any = None) -> str:
        """Write a date, as closely as its source dated."""

    def rating(self, key: str) -> str:
        """Write a rating's word."""

    def state(self, key: str) -> str:
        """Write a state or a reason."""

    @property
    def missing(self) -> str:
        """What stands for a value that is not there."""


def text(value: Any) -> str:
    """Escape text from data for HTML; control characters are left out, missing is empty.

    Parameters
    ----------
    value : object
        Anything; missing values give the empty string.

    Examples
    --------
    >>> text("R&D <pilot>")
    'R&amp;D &lt;pilot&gt;'
    """
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    kept = "".join(c for c in str(value) if c in _KEPT or unicodedata.category(c)[0] != "C")
    return f"<bdi>{escape(kept)}</bdi>" if _runs_right_to_left(kept) else escape(kept)


def tag(name: str, inner: str | Iterable[str], **attributes: str | None) -> str:
    """Make an element of escaped or marked-up parts.

    Parameters
    ----------
    name : str
        Name of the element.
    inner : str or iterable of str
        Its contents, already HTML.
    **attributes
        Attribute values, escaped here; ``cls`` stands for ``class``; ``_`` in a name for ``-``;
        none leaves the attribute out.
    """
    names = {key: key.replace("cls", "class").replace("_", "-") for key in attributes}
    written = "".join(
        f' {names[key]}="{escape(value, quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = inner if isinstance(inner, str) else "".join(inner)
    return f"<{name}{written}>{body}</{name}>"


def chip(rating: str, words: Wording, *, stale: bool = False, count: int | None = None) -> str:
    """Draw a rating as shape, letter and word, so that it never speaks by colour alone.

    Parameters
    ----------
    rating : str
        Key of :data:`pmo_lib.contract.RATINGS`.
    words : Wording
        The language.
    stale : bool
        The rating is older than it should be: hatched, and said.
    count : int, optional
        A number before the word, where the chip counts projects.
    """
    look = RATINGS[rating]
    paint = (
        f'fill="none" stroke="{look.colour}" stroke-width="1.6"'
        if look.hollow
        else (f'fill="{look.colour}"')
    )
    shape = (
        '<svg class="pmo-shape" aria-hidden="true" width="12" height="12" viewBox="0 0 12 12">'
        f'<path d="{look.path}" {paint}/></svg>'
    )
    word = words.rating(rating)
    if count is not None:
        word = f"{words.number(count)} {word.lower()}"
    if stale:
        word = words.text("rating.stale", rating=word)
    classes = f"pmo-rating pmo-rating--{rating}" + (" pmo-rating--stale" if stale else "")
    letter = tag("b", escape(look.letter))
    return tag("span", [shape, letter, " ", tag("span", escape(word), cls="pmo-word")], cls=classes)


def move(kind: str, said: str) -> str:
    """Mark a movement as ``better``, ``worse``, ``same`` or ``other``."""
    return tag("span", escape(said), cls=f"pmo-move pmo-move--{kind}")


def why(said: str) -> str:
    """Mark a reason, which stands smaller beside what it explains."""
    return tag("span", escape(said), cls="pmo-why")


HOUSE_STYLE = f"""<style>
.pmo-facts {{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.3rem 1rem}}
.pmo-facts dt,.pmo-why,.pmo-kicker {{color:{INK["muted"]};font-size:.9em}}
.pmo-facts dd {{margin:0}}
.pmo-headline {{font-size:1.3em;font-weight:600}}
.pmo-table {{border-collapse:collapse}}
.pmo-table caption {{text-align:left;font-weight:600;padding:.3rem 0}}
.pmo-table th,.pmo-table td {{padding:.25rem .6rem;text-align:left;vertical-align:top}}
.pmo-table .num {{text-align:right;font-variant-numeric:tabular-nums}}
.pmo-rating {{white-space:nowrap}}
.pmo-plot svg {{max-width:100%;height:auto}}
</style>"""


def _runs_right_to_left(value: str) -> bool:
    return any("\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc" for c in value)
