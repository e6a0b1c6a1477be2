"""Charts of cost."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pmo_lib.charts.style import new_axes, quiet, styled, wrapped
from pmo_lib.contract import INK, PALETTE


def variance_bars(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw signed variances as bars from a common zero line, each with its value written.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a bar, in order: ``label``, ``value`` (above zero is over budget), ``note`` (what is
        written at the bar's end).
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of the page's width by default.

    Returns
    -------
    matplotlib.axes.Axes
        Empty axes for a frame without rows.
    """
    with styled():
        ax = ax or new_axes(0.2 + 0.33 * max(len(frame), 1), left=0.36, right=0.97, labels=0.05)
        rows = range(len(frame))
        over = frame["value"] > 0
        colours = [PALETTE["orange"] if is_over else PALETTE["teal"] for is_over in over]
        ax.barh(rows, frame["value"], color=colours, height=0.62)
        for row, (value, note) in enumerate(zip(frame["value"], frame["note"], strict=True)):
            ax.annotate(
                note,
                (value, row),
                xytext=(4 if value >= 0 else -4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                ha="left" if value >= 0 else "right",
            )
        ax.axvline(0, color=INK["text"], linewidth=1)
        ax.set_yticks(list(rows), [wrapped(label) for label in frame["label"]])
        ax.set_ylim(max(len(frame), 1) - 0.5, -0.5)
        ax.margins(x=0.3)
        ax.set_xticks([])
        quiet(ax)
    return ax
