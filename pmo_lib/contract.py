"""What content and press agree on: the summary message, the page vocabulary, palette and ratings.

Content (tables, analytics, charts, blocks) writes notebook outputs with these names; the press
reads notebooks as files and styles these names. Neither imports the other.

The page vocabulary
-------------------
Blocks display ``text/html`` made of these elements only. Everything else that an analyst's
notebook may hold (Markdown, DataFrame tables, images, plain text) prints too, in plain style.

``<header class="pmo-header">``
    ``<p class="pmo-kicker">`` (kind of report), ``<h1>``, ``<p class="pmo-subtitle">`` and
    ``<dl class="pmo-facts">`` of ``<div><dt>…</dt><dd>…</dd></div>``; a ``dd`` may have the class
    ``pmo-stale``.
``<p class="pmo-headline">``
    The one sentence.
``<section class="pmo-section" id="…">``
    Never nested; holds one ``<h2>`` (``<h3>`` below) and what follows it. The extra class
    ``pmo-new-page`` starts a page in print.
``<ul class="pmo-list">`` / ``<ol class="pmo-list">``
    ``<li>``: inline text, which may begin with a rating chip and hold ``<strong>`` and
    ``<span class="pmo-why">`` (the reason, smaller). ``<p class="pmo-more">`` says "and N more".
``<span class="pmo-rating pmo-rating--red">``
    A rating chip: ``<svg class="pmo-shape" aria-hidden="true">…</svg>`` then
    ``<b>R</b>`` and ``<span class="pmo-word">Red</span>``. Never colour alone. The extra class
    ``pmo-rating--stale`` hatches it. See :data:`RATINGS`.
``<span class="pmo-move pmo-move--worse">``
    A movement word (``better``, ``worse``, ``same``, ``other``).
``<table class="pmo-table">``
    ``<caption>``, ``<thead>`` with ``<th scope="col">``, ``<tbody>`` whose first cell may be
    ``<th scope="row">``; numbers have class ``num``; cells may hold chips and ``<br>``.
    The extra class ``pmo-table--status`` is the status strip; ``pmo-table--wide`` may shrink its
    type in print. ``<tfoot>`` holds totals.
``<figure class="pmo-figure">``
    ``<figcaption><strong>message</strong> <span>measure, unit, period</span></figcaption>``, then
    ``<div class="pmo-plot" role="img" aria-label="text alternative">`` with one inline ``<svg>``,
    then, optionally, ``<details class="pmo-data"><summary>…</summary><table …></details>``.
``<dl class="pmo-keyfigures">``
    ``<div><dt>name</dt><dd><b>value</b> <span>explanation</span></dd></div>`` each.
``<details class="pmo-explain"><summary>…</summary>…</details>``
    An explanation; prints as a note, always open on paper. ``pmo-data`` tables do not print.
``<p class="pmo-note">`` / ``<aside class="pmo-note">``
    A remark. ``<p class="pmo-empty">``: "none this period".
``<dl class="pmo-facts">``
    Also outside the header, for method and quality facts.

The summary
-----------
Each report displays one JSON object under :data:`SUMMARY_MIME`; :func:`check_summary` holds it to
:data:`SUMMARY_FIELDS`. The index page and the run list are made from it, never from the HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pmo_lib.errors import ReportError

__all__ = [
    "BLOCK_CLASSES",
    "EDITIONS",
    "FONT_STACK",
    "INK",
    "LEVELS",
    "OFFICE_MIME",
    "PALETTE",
    "RATINGS",
    "RATING_ORDER",
    "SUMMARY_FIELDS",
    "SUMMARY_MIME",
    "Rating",
    "check_summary",
]

SUMMARY_MIME: Final = "application/vnd.pmo.summary+json"

OFFICE_MIME: Final = "application/vnd.pmo.office+json"
"""Type of a table that a prepare notebook displays for all slices: ``table`` and ``rows``."""

LEVELS: Final = ("client", "programme", "portfolio")
"""What a report may be about."""

EDITIONS: Final = ("client", "board", "internal")
"""Audiences, narrowest first: an edition sees the columns of its own and of all before it."""

BLOCK_CLASSES: Final = (
    "pmo-header",
    "pmo-headline",
    "pmo-section",
    "pmo-list",
    "pmo-rating",
    "pmo-move",
    "pmo-table",
    "pmo-figure",
    "pmo-keyfigures",
    "pmo-explain",
    "pmo-note",
    "pmo-empty",
    "pmo-facts",
)

FONT_STACK: Final = ("Source Sans Pro", "Noto Sans CJK JP", "Noto Sans Arabic", "Noto Sans Hebrew")
"""Families embedded in HTML, charts and PDF, in order of preference."""

PALETTE: Final[Mapping[str, str]] = {
    "blue": "#12436D",
    "teal": "#28A197",
    "plum": "#801650",
    "orange": "#F46A25",
    "grey": "#3D3D3D",
    "lilac": "#A285D1",
}
"""UK Government Analysis Function categorical palette; at most four in one figure."""

INK: Final[Mapping[str, str]] = {
    "text": "#1B2430",
    "muted": "#566070",
    "rule": "#C9D0D9",
    "faint": "#EEF1F5",
    "paper": "#FFFFFF",
}
"""Neutral colours of page and charts; the page swaps them in dark mode."""


@dataclass(frozen=True)
class Rating:
    """How one rating looks: key, letter, shape, colour; its word comes from the wording file.

    ``shape`` is an SVG path in a 12 x 12 box; ``hollow`` shapes are outlined, not filled.
    """

    key: str
    letter: str
    shape: str
    path: str
    colour: str
    hollow: bool = False


_CIRCLE = "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z"
_TRIANGLE = "M6 1L11.5 11H0.5z"
_DIAMOND = "M6 0.3L11.7 6L6 11.7L0.3 6z"
_SQUARE = "M1.5 1.5H10.5V10.5H1.5z"

RATINGS: Final[Mapping[str, Rating]] = {
    rating.key: rating
    for rating in (
        Rating("red", "R", "diamond", _DIAMOND, "#B3191F"),
        Rating("amber_red", "AR", "diamond", _DIAMOND, "#C2501A"),
        Rating("amber", "A", "triangle", _TRIANGLE, "#B26B00"),
        Rating("amber_green", "AG", "triangle", _TRIANGLE, "#7A8B00"),
        Rating("green", "G", "circle", _CIRCLE, "#1D7A45"),
        Rating("withheld", "W", "square", _SQUARE, "#566070", hollow=True),
        Rating("not_reported", "–", "circle", _CIRCLE, "#566070", hollow=True),
    )
}
"""Ratings by key. ``withheld`` and ``not_reported`` are states, never a colour."""

RATING_ORDER: Final = tuple(RATINGS)
"""Worst first; the two states last."""

SUMMARY_FIELDS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "level": str,
    "id": str,
    "name": str,
    "period": str,
    "edition": str,
    "data_as_of": (str, type(None)),
    "stale": bool,
    "headline": str,
    "rating": (str, type(None)),
    "previous_rating": (str, type(None)),
    "counts": dict,
    "projects": int,
    "exceptions": int,
    "changes": int,
}
"""Fields of the summary: type of each. ``rating`` is a key of :data:`RATINGS`, or none where many
projects have no single rating (a portfolio); ``counts`` maps rating keys to numbers of projects."""


def check_summary(summary: Mapping[str, Any]) -> None:
    """Hold a summary to the contract.

    Parameters
    ----------
    summary : mapping
        What a notebook displayed under :data:`SUMMARY_MIME`.

    Raises
    ------
    ReportError
        A field is missing, unknown, of the wrong type, or a rating is not one of ours.

    Examples
    --------
    >>> check_summary({"level": "client"})
    Traceback (most recent call last):
    ...
    pmo_lib.errors.ReportError: The summary lacks changes, counts, data_as_of, edition, ...
    """
    missing = sorted(SUMMARY_FIELDS.keys() - summary.keys())
    unknown = sorted(summary.keys() - SUMMARY_FIELDS.keys())
    if missing or unknown:
        parts = [f"lacks {', '.join(missing)}"] if missing else []
        parts += [f"has unknown {', '.join(unknown)}"] if unknown else []
        raise ReportError(f"The summary {' and '.join(parts)}.")
    for field, kind in SUMMARY_FIELDS.items():
        if not isinstance(summary[field], kind) or (
            kind is int and isinstance(summary[field], bool)
        ):
            raise ReportError(
                f"The summary's {field} is {type(summary[field]).__name__}, expected {kind}."
            )
    for field in ("rating", "previous_rating"):
        if summary[field] is not None and summary[field] not in RATINGS:
            raise ReportError(
                f"The summary's {field} is {summary[field]!r}, expected one of {list(RATINGS)}."
            )
