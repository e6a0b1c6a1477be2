"""What an analyst may look at: each measure puts an analytic's rows beside their table and chart.

Nothing is computed here: analytics give the rows, charts and blocks show them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Final, TypeAlias

import pandas as pd

from pmo_lib.analytics.core import live_projects
from pmo_lib.analytics.cost import cost_position, cost_totals
from pmo_lib.analytics.data_quality import data_quality
from pmo_lib.analytics.earned_value import earned_value
from pmo_lib.analytics.milestones import MILESTONE_STATES, milestone_status
from pmo_lib.analytics.rag import project_ratings
from pmo_lib.blocks import (
    Block,
    Column,
    Note,
    Setting,
    Table,
    cost_section,
    milestone_section,
    slip_rows,
    variance_rows,
)
from pmo_lib.charts import milestone_slip, svg, variance_bars
from pmo_lib.contract import RATING_ORDER
from pmo_lib.tables.store import Period, Slice
from pmo_lib.workbench.pictures import curve_figure, figure_of, history_figure, nothing_to_draw

__all__ = ["MEASURES", "View"]

Limits: TypeAlias = Mapping[str, float]

_EXCERPT: Final = 240
"""Characters of a narrative that the table shows; the rows have all of it."""


@dataclass(frozen=True)
class View:
    """One measure of one client in one period.

    Parameters
    ----------
    rows : pandas.DataFrame
        The analytic's frame, all its columns, in the order shown.
    table : Table
        The same rows for people.
    chart : Block
        A figure, or a note that says why there is none.
    """

    rows: pd.DataFrame
    table: Table
    chart: Block


def ratings(found: Slice, at: Setting, limits: Limits) -> View:
    """Show the rating of each live project, worst first, and how many had which over time.

    Parameters
    ----------
    found : Slice
        What a report on the client would see.
    at : Setting
        Language and dates.
    limits : mapping of str to float
        Thresholds by name.

    Returns
    -------
    View
        Rows of :func:`pmo_lib.analytics.rag.project_ratings`.
    """
    rows = _rated(found.current, found.period, limits)
    if found.previous_period:
        before = _rated(found.previous, found.previous_period, limits)[["project_id", "rating"]]
        before = before.rename(columns={"rating": "previous_rating"})
        rows = rows.merge(before, on="project_id", how="left")
    rows = _ranked(rows, "rating", RATING_ORDER)
    columns = [
        _column("project_name", "project"),
        _column("previous_rating", kind="rating"),
        _column("rating", kind="rating", stale="stale"),
        _column("assessor"),
        _column("data_as_of", kind="date", reason="age_days_reason"),
        _column("age_days", kind="number", reason="age_days_reason"),
        _column("narrative"),
    ]
    said = rows["assessor"].map(
        lambda key: at.words.text(f"project.assessor.{key}"), na_action="ignore"
    )
    excerpt = rows["narrative"].map(_excerpt, na_action="ignore")
    table = _table(rows.assign(assessor=said, narrative=excerpt), "ratings", columns, at)
    return View(rows, table, history_figure(found, at))


def milestones(found: Slice, at: Setting, limits: Limits) -> View:
    """Show where each milestone stands, gravest first, and those that slipped furthest.

    Parameters and result as of :func:`ratings`; rows of
    :func:`pmo_lib.analytics.milestones.milestone_status`.
    """
    rows = milestone_status(
        found.current["milestones"],
        live_projects(found.current["projects"]),
        period=found.period.name,
        previous_period=found.previous_period.name if found.previous_period else None,
        as_of=at.as_of,
        periods=found.current["periods"],
        due_days=limits["due_days"],
        velocity_reports=int(limits["velocity_reports"]),
    )
    rows = rows.sort_values(["slip_days", "moved_days"], ascending=False, kind="stable")
    rows = _ranked(rows, "state", MILESTONE_STATES)
    columns = [
        _column("name", "milestone"),
        _column("project_name", "project"),
        _column("state"),
        _column("baseline_date", kind="date", reason="slip_days_reason"),
        _column("last_forecast", kind="date", reason="moved_days_reason"),
        _column("forecast_date", kind="date", reason="forecast_date_reason"),
        _column("slip_days", kind="signed", reason="slip_days_reason"),
        _column("moved_days", kind="signed", reason="moved_days_reason"),
        _column("velocity", kind="signed", reason="velocity_reason", digits=1),
    ]
    state = rows["state"].map(lambda key: at.words.text(f"milestone_state.{key}"))
    drawn = slip_rows(rows, at)
    table = _table(rows.assign(state=state), "milestones", columns, at)
    if drawn.empty:
        return View(rows, table, nothing_to_draw(at))
    today = at.words.date(at.as_of, short=True)
    picture = svg(milestone_slip(drawn, as_of=at.as_of, today_label=today))
    return View(rows, table, figure_of(milestone_section(rows, drawn, picture, at), at))


def cost(found: Slice, at: Setting, limits: Limits) -> View:
    """Show budget, forecast and variance of each live project, furthest over budget first.

    Parameters and result as of :func:`ratings`; rows of
    :func:`pmo_lib.analytics.cost.cost_position`.
    """
    rows = cost_position(
        found.current,
        found.previous if found.previous_period else None,
        period=found.period.name,
        as_of=at.as_of,
    )
    worst = ["variance_share", "period_variance_share"]
    rows = rows.sort_values(worst, ascending=False, kind="stable", ignore_index=True)
    columns = [
        _column("project_name", "project"),
        _column("budget", kind="money", reason="budget_reason"),
        _column("budget_moved", kind="signed_money", reason="budget_moved_reason"),
        _column("forecast", kind="money", reason="forecast_reason"),
        _column("variance", kind="signed_money", reason="variance_reason"),
        _column("variance_share", kind="signed_percent", reason="variance_share_reason"),
        _column("period_budget", kind="money", reason="period_budget_reason"),
        _column("period_forecast", kind="money", reason="period_forecast_reason"),
        _column("period_variance", kind="signed_money", reason="period_variance_reason"),
    ]
    drawn = variance_rows(rows, at)
    table = _table(rows, "cost", columns, at)
    if drawn.empty:
        return View(rows, table, nothing_to_draw(at))
    section = cost_section(rows, cost_totals(rows), drawn, svg(variance_bars(drawn)), at)
    return View(rows, table, figure_of(section, at))


def performance(found: Slice, at: Setting, limits: Limits) -> View:
    """Show the earned value indices of each live project, and the S-curve of the lowest.

    Parameters and result as of :func:`ratings`; rows of
    :func:`pmo_lib.analytics.earned_value.earned_value`.
    """
    names = ("progress", "baselines", "plan_periods", "projects")
    rows = earned_value(
        *(found.current[name] for name in names),
        period=found.period.name,
        as_of=at.as_of,
        thresholds=limits,
    )
    rows = rows.sort_values("cpi", kind="stable", na_position="last", ignore_index=True)
    columns = [
        _column("project_name", "project"),
        _column("pv", kind="money", reason="pv_reason"),
        _column("ev", kind="money", reason="ev_reason"),
        _column("ac", kind="money", reason="ac_reason"),
        _column("bac", kind="money", reason="bac_reason"),
        _column("percent_complete", kind="percent", reason="percent_complete_reason"),
        _column("cpi", kind="number", reason="cpi_reason", digits=2),
        _column("spi", kind="number", reason="spi_reason", digits=2),
        _column("eac_cpi", kind="money", reason="eac_cpi_reason"),
        _column("manager_eac", kind="money", reason="manager_eac_reason"),
    ]
    return View(rows, _table(rows, "performance", columns, at), curve_figure(rows, found, at))


def quality(found: Slice, at: Setting, limits: Limits) -> View:
    """Show how complete each value is that reports rely on, least complete first.

    Parameters and result as of :func:`ratings`; rows of
    :func:`pmo_lib.analytics.data_quality.data_quality`.
    """
    rows = data_quality(
        found.current, period=found.period.name, as_of=at.as_of, cadence=found.period.cadence
    )
    rows = rows.sort_values("share_present", kind="stable", ignore_index=True)
    columns = [
        _column("value"),
        *(_column(name, kind="number") for name in rows.columns if name.startswith("n_")),
        _column("share_present", kind="percent", reason="share_present_reason"),
    ]
    places = rows["table_name"] + "." + rows["column"]
    value = places.map(lambda place: at.words.text(f"quality.value.{place}"))
    chart = Note(at.words.text("explore.no_chart"), empty=True)
    return View(rows, _table(rows.assign(value=value), "quality", columns, at), chart)


MEASURES: Final[Mapping[str, Callable[[Slice, Setting, Limits], View]]] = {
    "ratings": ratings,
    "milestones": milestones,
    "cost": cost,
    "performance": performance,
    "quality": quality,
}
"""Measures by key, in the order they are offered; ``explore.measure`` in the wording names them."""


def _column(name: str, label: str = "", **look: Any) -> tuple[str, str, dict[str, Any]]:
    """Name a column, its label in the wording, and how it is printed."""
    return name, label or name, look


def _table(
    rows: pd.DataFrame,
    measure: str,
    columns: Sequence[tuple[str, str, dict[str, Any]]],
    at: Setting,
) -> Table:
    words = at.words
    if "project_name" in rows:
        rows = rows.assign(project_name=rows["project_name"].fillna(words.text("unnamed")))
    labelled = [
        Column(name, words.text(f"explore.column.{label}"), **look)
        for name, label, look in columns
        if name in rows
    ]
    caption = words.text(f"explore.caption.{measure}", n=len(rows), period=at.period)
    return Table(rows, caption, labelled, words, empty=words.text(f"explore.empty.{measure}"))


def _rated(tables: Mapping[str, pd.DataFrame], period: Period, limits: Limits) -> pd.DataFrame:
    """Rate the live projects of one side of a slice."""
    return project_ratings(
        tables["status_reports"],
        live_projects(tables["projects"]),
        period=period.name,
        as_of=pd.Timestamp(period.data_date),
        cadence=period.cadence,
        stale_cycles=limits["stale_cycles"],
    )


def _excerpt(narrative: str) -> str:
    return shorten(narrative, _EXCERPT, placeholder=" …")


def _ranked(rows: pd.DataFrame, column: str, order: Sequence[str]) -> pd.DataFrame:
    """Order rows by a column of words, each word's place given; equals stay as they were."""
    places = {word: place for place, word in enumerate(order)}
    return rows.sort_values(
        column, key=lambda words: words.map(places), kind="stable", ignore_index=True
    )
