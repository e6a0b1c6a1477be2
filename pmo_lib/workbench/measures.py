"""What an analyst may look at: each measure puts an analytic's rows beside their table and chart.

Nothing is computed here: analytics give the rows, charts and blocks show them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

import pandas as pd

from pmo_lib.analytics.core import live_projects, report_dates
from pmo_lib.analytics.cost import cost_position, cost_totals
from pmo_lib.analytics.data_quality import data_quality
from pmo_lib.analytics.earned_value import earned_value
from pmo_lib.analytics.milestones import MILESTONE_STATES, milestone_status
from pmo_lib.analytics.rag import project_ratings, rating_history
from pmo_lib.blocks import (
    Block,
    Column,
    Figure,
    Note,
    Section,
    Setting,
    Table,
    cost_section,
    history_section,
    milestone_section,
    period_labels,
    slip_rows,
    variance_rows,
)
from pmo_lib.charts import milestone_slip, svg, variance_bars
from pmo_lib.charts import rating_history as draw_history
from pmo_lib.charts.curves import s_curve
from pmo_lib.contract import RATING_ORDER
from pmo_lib.tables.store import Slice

__all__ = ["MEASURES", "View"]

Limits: TypeAlias = Mapping[str, float]


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
    rows = project_ratings(
        found.current["status_reports"],
        live_projects(found.current["projects"]),
        period=found.period.name,
        as_of=at.as_of,
        cadence=found.period.cadence,
        stale_cycles=limits["stale_cycles"],
    )
    rows = _ranked(rows, "rating", RATING_ORDER)
    columns = [
        _column("project_name", "project"),
        _column("rating", kind="rating", stale="stale"),
        _column("last_rating", kind="rating"),
        _column("assessor"),
        _column("data_as_of", kind="date", reason="age_days_reason"),
        _column("age_days", kind="number", reason="age_days_reason"),
        _column("narrative"),
    ]
    said = rows["assessor"].map(lambda key: at.words.text(f"assessor.{key}"), na_action="ignore")
    table = _table(rows.assign(assessor=said), "ratings", columns, at)
    return View(rows, table, _history(found, at))


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
    rows = rows.sort_values("slip_days", ascending=False, kind="stable")
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
        return View(rows, table, _nothing(at))
    today = at.words.date(at.as_of, short=True)
    picture = svg(milestone_slip(drawn, as_of=at.as_of, today_label=today))
    return View(rows, table, _figure(milestone_section(rows, drawn, picture, at), at))


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
    rows = rows.sort_values("variance_share", ascending=False, kind="stable", ignore_index=True)
    columns = [
        _column("project_name", "project"),
        _column("budget", kind="money", reason="budget_reason"),
        _column("budget_moved", kind="signed_money", reason="budget_moved_reason"),
        _column("forecast", kind="money", reason="forecast_reason"),
        _column("variance", kind="signed_money", reason="variance_reason"),
        _column("variance_share", kind="signed_percent", reason="variance_share_reason"),
        _column("period_budget", kind="money", reason="period_budget_reason"),
        _column("period_forecast", kind="money", reason="period_forecast_reason"),
    ]
    drawn = variance_rows(rows, at)
    table = _table(rows, "cost", columns, at)
    if drawn.empty:
        return View(rows, table, _nothing(at))
    section = cost_section(rows, cost_totals(rows), drawn, svg(variance_bars(drawn)), at)
    return View(rows, table, _figure(section, at))


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
    return View(rows, _table(rows, "performance", columns, at), _curve(rows, found, at))


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
        Column(name, words.text(f"explore.column.{label}"), **look) for name, label, look in columns
    ]
    caption = words.text(f"explore.caption.{measure}", n=len(rows), period=at.period)
    return Table(rows, caption, labelled, words, empty=words.text(f"explore.empty.{measure}"))


def _ranked(rows: pd.DataFrame, column: str, order: Sequence[str]) -> pd.DataFrame:
    """Order rows by a column of words, each word's place given; equals stay as they were."""
    places = {word: place for place, word in enumerate(order)}
    return rows.sort_values(
        column, key=lambda words: words.map(places), kind="stable", ignore_index=True
    )


def _figure(section: Block, at: Setting) -> Block:
    """Take the figure of a report's section, or say that there is nothing to draw."""
    figures = [
        block
        for block in (section.blocks if isinstance(section, Section) else ())
        if isinstance(block, Figure)
    ]
    return figures[0] if figures else _nothing(at)


def _nothing(at: Setting) -> Note:
    return Note(at.words.text("explore.nothing_to_draw"), empty=True)


def _history(found: Slice, at: Setting) -> Block:
    """Draw how many projects had which rating, over the periods that use the latest scale."""
    periods = found.current["periods"]
    history = rating_history(
        found.current["status_reports"],
        found.current["projects"],
        periods=periods.loc[periods["cadence"] == found.period.cadence],
    )
    scales = history["scale"].dropna()
    history = history.loc[history["scale"].isna() | history["scale"].eq(scales.iloc[-1:].squeeze())]
    if not history["n"].any():
        return _nothing(at)
    labels = period_labels(periods, at.words)
    picture = svg(draw_history(history, labels=labels))
    return _figure(history_section(history, labels, picture, at), at)


def _curve(rows: pd.DataFrame, found: Slice, at: Setting) -> Block:
    """Draw plan, earned value and cost of the project with the lowest cost index."""
    words = at.words
    known = rows.loc[rows["cpi"].notna()]
    if known.empty:
        return _nothing(at)
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
