"""The explorer's figures: those of the reports where they have one, and the S-curve."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd

from pmo_lib.analytics.core import report_dates
from pmo_lib.analytics.rag import comparable_history
from pmo_lib.blocks import Block, Figure, Note, Section, Setting, history_section, period_labels
from pmo_lib.charts import rating_history as draw_history
from pmo_lib.charts import s_curve, svg
from pmo_lib.tables.store import Slice

__all__ = ["curve_figure", "figure_of", "history_figure", "nothing_to_draw"]


def figure_of(section: Block, at: Setting) -> Block:
    """Take the figure of a report's section.

    Parameters
    ----------
    section : Block
        As the functions of :mod:`pmo_lib.blocks` give it.
    at : Setting
        Language and dates.

    Returns
    -------
    Block
        The first figure, or a note that there is nothing to draw.
    """
    figures = [
        block
        for block in (section.blocks if isinstance(section, Section) else ())
        if isinstance(block, Figure)
    ]
    return figures[0] if figures else nothing_to_draw(at)


def nothing_to_draw(at: Setting) -> Note:
    """Say that the choice has nothing to draw."""
    return Note(at.words.text("explore.nothing_to_draw"), empty=True)


def history_figure(found: Slice, at: Setting) -> Block:
    """Draw how many projects had which rating, over the periods that use the latest scale.

    Parameters
    ----------
    found : Slice
        What a report on the client would see.
    at : Setting
        Language and dates.

    Returns
    -------
    Block
        A figure, or a note where no project was ever rated.
    """
    periods = found.current["periods"]
    history = comparable_history(
        found.current["status_reports"],
        found.current["projects"],
        periods=periods,
        cadence=found.period.cadence,
    )
    if not history["n"].any():
        return nothing_to_draw(at)
    labels = period_labels(periods, at.words)
    picture = svg(draw_history(history, labels=labels))
    return figure_of(history_section(history, labels, picture, at), at)


def curve_figure(rows: pd.DataFrame, found: Slice, at: Setting) -> Block:
    """Draw plan, earned value and cost of the project with the lowest cost index.

    Parameters
    ----------
    rows : pandas.DataFrame
        As :func:`pmo_lib.analytics.earned_value.earned_value` gives them, lowest cost index first.
    found : Slice
        What a report on the client would see.
    at : Setting
        Language and dates.

    Returns
    -------
    Block
        A figure, or a note where no project has a cost index.
    """
    words = at.words
    known = rows.loc[rows["cpi"].notna()]
    if known.empty:
        return nothing_to_draw(at)
    lowest = known.iloc[0]
    plan = found.current["plan_periods"]
    plan = plan.loc[
        plan["project_id"].eq(lowest["project_id"]) & plan["baseline_no"].eq(lowest["baseline_no"])
    ]
    progress = found.current["progress"]
    progress = progress.loc[progress["project_id"] == lowest["project_id"]]
    frame = plan[["period", "planned_value"]].merge(
        progress[["period", "earned_value", "actual_cost"]], on="period", how="outer", sort=True
    )
    names = {name: words.text(f"explore.curve.{name}") for name in _CURVES}
    periods = frame[["period"]].assign(
        cadence=found.period.cadence, end=report_dates(frame["period"])
    )
    labels = period_labels(periods, words)
    money = partial(words.money, currency=str(lowest["currency"]))
    picture = svg(s_curve(frame, names=names, labels=labels, money=money))
    project = lowest["project_name"] if pd.notna(lowest["project_name"]) else words.text("unnamed")
    said = {"project": project, "cpi": words.number(lowest["cpi"], 2)}
    said |= {name: money(lowest[column]) for name, column in _CURVES.items()}
    return Figure(
        picture,
        "figure-performance",
        words.text("explore.curve.message", **said),
        words.text("explore.curve.detail", currency=lowest["currency"], period=at.period),
        words.text("explore.curve.alternative", **said),
        words,
    )


_CURVES: Final[Mapping[str, str]] = {
    "planned_value": "pv",
    "earned_value": "ev",
    "actual_cost": "ac",
}
"""What the S-curve draws, and the column that has its value at the data date."""
