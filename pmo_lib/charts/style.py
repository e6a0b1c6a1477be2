"""How charts look: fonts, sizes, quiet axes, drawn once."""

from __future__ import annotations

import io
import logging
import re
import textwrap
from contextlib import AbstractContextManager
from functools import cache
from importlib.resources import files
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from pmo_lib.contract import FONT_STACK, INK

_LINES = 2
WIDTH = 7.2
"""Inches: the text width of an A4 page."""


@cache
def _load_fonts() -> None:
    sans = files("font_source_sans_pro") / "files"
    paths = [sans / f"SourceSansPro-{weight}.ttf" for weight in ("Regular", "Semibold", "Bold")]
    paths.append(files("noto_cjk_sans_jp_regular") / "NotoSansCJKjp-Regular.otf")
    right_to_left = files("justmytype_intl_rtl") / "fonts" / "ofl"
    for script in ("Arabic", "Hebrew"):
        paths.append(
            right_to_left / f"notosans{script.lower()}" / f"NotoSans{script}[wdth,wght].ttf"
        )
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # not each weight is there
    for path in paths:
        font_manager.fontManager.addfont(str(path))


def rc_params() -> dict[Any, Any]:
    """Give the house's matplotlib settings: text as text, no frame, fixed ids.

    Returns
    -------
    dict
        For :func:`matplotlib.rc_context`.
    """
    _load_fonts()
    return {
        "font.family": list(FONT_STACK),
        "font.size": 9,
        "svg.fonttype": "none",
        "svg.hashsalt": "pmo",
        "axes.edgecolor": INK["rule"],
        "axes.labelcolor": INK["muted"],
        "axes.labelsize": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "text.color": INK["text"],
        "xtick.color": INK["muted"],
        "ytick.color": INK["text"],
        "xtick.labelsize": 8.5,
        "ytick.labelsize": 9,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "text.parse_math": False,
    }


def new_axes(
    height: float,
    *,
    left: float = 0.26,
    right: float = 0.97,
    top: float = 0.98,
    labels: float = 0.26,
) -> Axes:
    """Make a figure of the page's text width with a fixed layout and give its axes.

    Parameters
    ----------
    height : float
        Inches.
    left, right, top : float
        Edges of the plot as shares of the figure.
    labels : float
        Inches below the plot for the labels of its axis.
    """
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasSVG(figure)
    bottom = labels / height
    return figure.add_axes((left, bottom, right - left, top - bottom))


def wrapped(label: str, width: int = 42) -> str:
    r"""Set a label in at most two lines; what does not fit even there ends in an ellipsis.

    Examples
    --------
    >>> wrapped("Further electrification of the midland main line", 30)
    'Further electrification of the\nmidland main line'
    """
    parts = label.split("\n")[:_LINES]
    lines = parts if len(parts) == _LINES else textwrap.wrap(label, width)
    shown = [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])]
    cut = [line if len(line) <= width else f"{line[: width - 1].rstrip()}…" for line in shown]
    return "\n".join(cut).strip()


def quiet(axes: Axes, *, grid: str = "x") -> None:
    """Leave of the axes what a reader needs: a light grid, no tick marks."""
    axes.grid(axis=grid, color=INK["rule"], linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)


def styled() -> AbstractContextManager[None]:
    """Give the context in which charts are drawn."""
    return mpl.rc_context(rc_params())


def svg(axes: Axes) -> str:
    """Draw the figure of these axes, once, as SVG with text as text and no date.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        What a chart function returned.

    Returns
    -------
    str
        An ``<svg>`` element; the same axes give the same text.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("The axes stand in no figure; take those that a chart function returned.")
    buffer = io.StringIO()
    with styled():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    drawn = buffer.getvalue()
    drawn = re.sub(
        r"<metadata>.*?</metadata>|<!--.*?-->", "", drawn[drawn.index("<svg") :], flags=re.DOTALL
    )
    return re.sub(r">\s+<", "><", drawn).strip()
