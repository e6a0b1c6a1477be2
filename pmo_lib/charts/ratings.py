"""Charts of ratings over time."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pmo_lib.charts.style import new_axes, quiet, styled
from pmo_lib.contract import INK, RATING_ORDER, RATINGS

_FEW, _MANY = 6, 14
"""Numbers of periods: up to few, columns are narrow; beyond many, labels are letters alone."""
_NARROW, _WIDE = 0.55, 0.78
_THIN = 0.06
"""A part of a column lower than this share of the tallest has no room for a label."""


def rating_history(frame: pd.DataFrame, *, labels: dict[str, str], ax: Axes | None = None) -> Axes:
    """Draw how many projects had each rating, period by period, as columns.

    Every segment carries its letter and number, so that it can be read without colour.

    Parameters
    ----------
    frame : pandas.DataFrame
        Tidy: ``period`` (in order), ``rating`` (a key), ``n``.
    labels : dict of str to str
        What stands below each period's column.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of the page's width by default.

    Returns
    -------
    matplotlib.axes.Axes
        Empty axes for a frame without rows.
    """
    with styled():
        ax = ax or new_axes(2.6 if frame["period"].nunique() > _FEW else 1.9, left=0.05, right=0.99)
        wide = frame.pivot_table(index="period", columns="rating", values="n", sort=False)
        periods = list(dict.fromkeys(frame["period"]))
        wide = wide.reindex(periods).fillna(0)
        keys = [key for key in reversed(RATING_ORDER) if key in wide and wide[key].any()]
        bottom = pd.Series(0.0, index=wide.index)
        tallest = wide.sum(axis=1).max() if len(wide) else 1
        for key in keys:
            _segments(ax, wide[key], bottom, key, tallest, len(periods))
            bottom = bottom + wide[key]
        ax.set_xticks(range(len(periods)), [labels[period] for period in periods])
        ax.set_xlim(-0.6, max(len(periods), 8) - 0.4)
        ax.set_yticks([])
        quiet(ax, grid="y")
    return ax


def _segments(
    ax: Axes, heights: pd.Series, bottom: pd.Series, key: str, tallest: float, n: int
) -> None:
    """Draw one rating's part of each column; a part too thin for its label has it beside it."""
    look = RATINGS[key]
    width = _WIDE if n > _FEW else _NARROW
    fill, edge = (INK["paper"], look.colour) if look.hollow else (look.colour, INK["paper"])
    ax.bar(range(n), heights, bottom=bottom, width=width, color=fill, edgecolor=edge, linewidth=0.8)
    for place, (height, base) in enumerate(zip(heights, bottom, strict=True)):
        inside = height / tallest >= _THIN if tallest else False
        if not height or (not inside and n > _FEW):
            continue
        ax.text(
            place if inside else place + width / 2 + 0.04,
            base + height / 2,
            look.letter if n > _MANY else f"{look.letter} {height:.0f}",
            ha="center" if inside else "left",
            va="center",
            fontsize=8.5,
            color=INK["paper"] if inside and not look.hollow else INK["text"],
            fontweight="semibold",
        )
