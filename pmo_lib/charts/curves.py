"""S-curves: cumulative plan, earned value and cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from pmo_lib.charts.style import new_axes, quiet, styled
from pmo_lib.contract import INK, PALETTE

_LOOKS: Final[Mapping[str, dict[str, Any]]] = {
    "planned_value": {"color": INK["muted"], "linestyle": (0, (4, 2)), "linewidth": 1.6},
    "earned_value": {"color": PALETTE["blue"], "linewidth": 2.2},
    "actual_cost": {"color": PALETTE["orange"], "linewidth": 2.2},
}
_MOST_LABELS: Final = 8
_LINE: Final = 0.1
"""Height of a label as a share of the axes."""


def s_curve(
    frame: pd.DataFrame,
    *,
    names: Mapping[str, str],
    labels: Mapping[str, str],
    money: Callable[[float], str],
    ax: Axes | None = None,
) -> Axes:
    """Draw cumulative planned value, earned value and actual cost, each named beside its end.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a period, in order: ``period``, ``planned_value``, ``earned_value``,
        ``actual_cost``; a missing value is a gap in its line.
    names : mapping of str to str
        Name of each of the three measures.
    labels : mapping of str to str
        What stands below each period.
    money : callable
        Writes an amount.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of the page's width by default.

    Returns
    -------
    matplotlib.axes.Axes
        Empty axes for a frame without rows.
    """
    with styled():
        ax = ax or new_axes(2.7, left=0.09, right=0.78)
        places = range(len(frame))
        for name, look in _LOOKS.items():
            ax.plot(places, frame[name], **look)
        ax.set_xlim(-0.3, max(len(frame), 2) - 0.7)
        ax.set_ylim(bottom=0)
        _label_ends(ax, frame, names, money)
        step = max(1, -(-len(frame) // _MOST_LABELS))
        shown = list(places)[::-step][::-1]
        ax.set_xticks(shown, [labels[frame["period"].iloc[place]] for place in shown])
        ax.yaxis.set_major_formatter(lambda value, _: money(value))
        ax.yaxis.set_major_locator(MaxNLocator(nbins=5))
        quiet(ax, grid="y")
    return ax


def _label_ends(
    ax: Axes, frame: pd.DataFrame, names: Mapping[str, str], money: Callable[[float], str]
) -> None:
    """Write each line's name and last value at the right edge, apart where ends are close."""
    ends = []
    for name, look in _LOOKS.items():
        known = np.flatnonzero(frame[name].notna())
        if len(known):
            ends.append((float(frame[name].iloc[known[-1]]), int(known[-1]), name, look["color"]))
    gap = _LINE * ax.get_ylim()[1]
    edge, floor = ax.get_xlim()[1], -gap
    for value, place, name, colour in sorted(ends):
        floor = max(value, floor + gap)
        ax.plot([place], [value], marker="o", markersize=4.5, color=colour, clip_on=False)
        ax.annotate(
            f"{names[name]} {money(value)}",
            xy=(place, value),
            xytext=(edge + 0.02 * len(frame), floor),
            va="center",
            fontsize=8.5,
            fontweight="semibold",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": INK["rule"], "linewidth": 0.8, "shrinkB": 3},
        )
