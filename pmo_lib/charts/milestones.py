"""Charts of milestone dates."""

from __future__ import annotations

import pandas as pd
from matplotlib import dates
from matplotlib.axes import Axes

from pmo_lib.charts.style import new_axes, quiet, styled, wrapped
from pmo_lib.contract import INK, PALETTE


def milestone_slip(
    frame: pd.DataFrame, *, as_of: pd.Timestamp, today_label: str, ax: Axes | None = None
) -> Axes:
    """Draw where each milestone was to be and where it is now expected.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a milestone, worst first: ``label``, ``from_date`` (outlined diamond), ``to_date``
        (filled circle), ``note`` (written beside the circle, such as "+34 days").
    as_of : pandas.Timestamp
        Date drawn as a line.
    today_label : str
        Name of that line.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of the page's width by default.

    Returns
    -------
    matplotlib.axes.Axes
        Empty axes for a frame without rows.
    """
    with styled():
        ax = ax or new_axes(0.6 + 0.36 * max(len(frame), 1), left=0.36, right=0.9)
        rows = range(len(frame))
        start, end = frame["from_date"], frame["to_date"]
        later = end > start
        colours = [PALETTE["orange"] if late else PALETTE["teal"] for late in later]
        ax.hlines(rows, start, end, colors=colours, linewidth=2.2)
        ax.scatter(
            start,
            rows,
            marker="D",
            s=30,
            facecolor=INK["paper"],
            edgecolor=PALETTE["blue"],
            linewidth=1.2,
            zorder=3,
        )
        ax.scatter(end, rows, marker="o", s=34, color=PALETTE["blue"], zorder=3)
        for row, (when, note, late) in enumerate(zip(end, frame["note"], later, strict=True)):
            if pd.notna(when):
                ax.annotate(
                    note,
                    (when, row),
                    xytext=(7 if late else -7, 0),
                    textcoords="offset points",
                    va="center",
                    ha="left" if late else "right",
                    fontsize=8.5,
                )
        ax.axvline(
            dates.date2num(as_of),  # type: ignore[no-untyped-call]
            color=INK["muted"],
            linewidth=0.9,
            linestyle=(0, (4, 2)),
        )
        ax.annotate(
            today_label,
            (as_of, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3, -1),
            textcoords="offset points",
            fontsize=8,
            color=INK["muted"],
            va="top",
        )
        ax.set_yticks(list(rows), [wrapped(label) for label in frame["label"]])
        ax.set_ylim(len(frame) - 0.5, -0.95)
        ax.margins(x=0.14)
        locator = dates.AutoDateLocator(  # type: ignore[no-untyped-call]
            minticks=3, maxticks=7
        )
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(
            dates.ConciseDateFormatter(  # type: ignore[no-untyped-call]
                locator, show_offset=False
            )
        )
        quiet(ax)
    return ax
