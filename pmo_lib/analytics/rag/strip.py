"""The status strip: the worst rating by dimension, last and now, with counts and one reason."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import (
    Tables,
    budget_and_forecast,
    cycle_days,
    live_projects,
    milestone_positions,
    settings,
    severity,
    shaped,
    table,
)
from pmo_lib.analytics.rag.ratings import rated_grid
from pmo_lib.contract import RATING_ORDER

DIMENSION_ORDER: Final = ("overall", "time", "cost", "quality", "risk", "benefits", "people")
"""Dimensions in the order of the strip."""

REASON_KINDS: Final = (
    "no_projects",
    "none_reported",
    "all_withheld",
    "milestones_late",
    "over_budget",
    "all_green",
    "green_with_gaps",
    "worst_counts",
)
"""Why a dimension stands as it does; the first that applies."""


def status_strip(
    current: Tables,
    previous: Tables | None,
    *,
    period: str,
    previous_period: str | None,
    as_of: pd.Timestamp,
    cadence: str,
    thresholds: Mapping[str, float] | None = None,
    members: Iterable[str] | None = None,
    previous_members: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Worst rating by dimension with the counts behind it, last period and this.

    Parameters
    ----------
    current, previous : mapping of str to pandas.DataFrame
        Canonical tables as known for this period and for the last report; previous may be None.
    period, previous_period : str
        Names of the periods; the previous may be None.
    as_of : pandas.Timestamp
        The period's data date.
    cadence : {'month', 'quarter', 'year'}
        The reporting cycle.
    thresholds : mapping, optional
        ``stale_cycles``, ``cost_green_share``.
    members, previous_members : iterable of str, optional
        Ids of the projects reported on, now and then; by default all of the ``projects`` table.

    Returns
    -------
    pandas.DataFrame
        One row a dimension that live projects were ever rated in, and always ``overall``:

        ``last``, ``now``
            The worst rating of live projects, then as now; ``withheld`` or ``not_reported``
            where none is rated; ``last`` is missing where there is no previous report.
        ``move``
            worse, better, same; ``not_comparable`` where the scale changed; missing where
            either side has no rating.
        ``n_red, n_amber_red, n_amber, n_amber_green, n_green, n_withheld, n_not_reported``
            Each project once; they add up to ``n_projects``.
        ``n_stale``
            Projects whose data are stale.
        ``worst_project_id``, ``worst_project_name``
            The project with the worst rating; among equals the largest budget.
        ``reason_kind``
            One of :data:`REASON_KINDS`.
        on ``overall`` and ``time``
            ``n_milestones`` (not met; 0 where all are, missing where none are known), ``n_late``
            of them (late or overdue), ``n_overdue``, ``worst_days`` (working days of slip),
            ``worst_milestone``, ``worst_milestone_project_id``.
        on ``overall`` and ``cost``
            ``n_costed`` (projects with budget and forecast), ``n_over_budget`` (forecast
            above budget by more than ``cost_green_share``), ``worst_share`` (of budget) and
            ``worst_cost_project_id``.
    """
    limits = settings(thresholds)
    live = _of(live_projects(current["projects"]), members)
    before = table(previous, "projects") if previous_period else None
    reports = current["status_reports"]
    theirs = reports.loc[reports["project_id"].isin(live["project_id"])]
    used = {"overall", *theirs["dimension"].unique()}
    dimensions = [name for name in DIMENSION_ORDER if name in used]
    rate = partial(
        rated_grid,
        as_of=as_of,
        dimensions=dimensions,
        stale_days=limits["stale_cycles"] * cycle_days(cadence),
    )
    strip = _summed(rate(reports, live, period=period), dimensions)
    if previous is None or before is None:
        strip = strip.assign(last=np.nan, last_scale=np.nan, move=np.nan)
    else:
        then = rate(
            previous["status_reports"],
            _of(live_projects(before), previous_members),
            period=previous_period,
        )
        strip = _with_last(strip, _summed(then, dimensions))
    strip = strip.reset_index()
    strip = strip.merge(_lateness(current, live, period, as_of), on="dimension", how="left")
    strip = strip.merge(_costs(current, live, period, limits), on="dimension", how="left")
    return shaped(strip.assign(reason_kind=_reason_kind(strip)), _STRIP_COLUMNS)


_STRIP_COLUMNS = [
    "dimension",
    "last",
    "now",
    "move",
    "last_scale",
    "scale",
    "n_red",
    "n_amber_red",
    "n_amber",
    "n_amber_green",
    "n_green",
    "n_withheld",
    "n_not_reported",
    "n_projects",
    "n_stale",
    "worst_project_id",
    "worst_project_name",
    "reason_kind",
    "n_milestones",
    "n_late",
    "n_overdue",
    "worst_days",
    "worst_milestone",
    "worst_milestone_project_id",
    "n_costed",
    "n_over_budget",
    "worst_share",
    "worst_cost_project_id",
]


def _of(projects: pd.DataFrame, members: Iterable[str] | None) -> pd.DataFrame:
    return projects if members is None else projects.loc[projects["project_id"].isin([*members])]


def _summed(rows: pd.DataFrame, dimensions: list[str]) -> pd.DataFrame:
    """Worst rating, counts, scale and worst project of each dimension."""
    order = pd.Series(range(len(RATING_ORDER)), index=list(RATING_ORDER))
    rows = rows.assign(rank=rows["rating"].map(order).astype("float64"))
    given = rows.loc[rows["declared"].notna()]
    scale = given.groupby("dimension")["scale"].agg(["min", "max"])
    worst = given.sort_values(
        ["rank", "budget", "project_id"], ascending=[True, False, True], kind="stable"
    )
    worst = worst.drop_duplicates("dimension").set_index("dimension")
    counts = pd.crosstab(rows["dimension"], rows["rating"])
    counts = counts.reindex(index=dimensions, columns=list(RATING_ORDER)).fillna(0).astype("int64")
    first = rows.groupby("dimension")["rank"].min().reindex(dimensions)
    return counts.add_prefix("n_").assign(
        now=first.map(dict(enumerate(RATING_ORDER))).fillna("not_reported"),
        n_projects=counts.sum(axis=1),
        n_stale=rows.groupby("dimension")["stale"].sum().reindex(dimensions).fillna(0).astype(int),
        scale=scale["min"].where(scale["min"] == scale["max"], "mixed"),
        worst_project_id=worst["project_id"],
        worst_project_name=worst["project_name"],
    )


def _with_last(strip: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Add the worst rating of the last report and how it moved."""
    step = severity(strip["now"]) - severity(then["now"])
    move = pd.Series("same", index=strip.index, dtype="str").mask(step > 0, "worse")
    move = move.mask(step < 0, "better").mask(strip["scale"] != then["scale"], "not_comparable")
    return strip.assign(last=then["now"], last_scale=then["scale"], move=move.mask(step.isna()))


def _lateness(
    current: Tables, live: pd.DataFrame, period: str, as_of: pd.Timestamp
) -> pd.DataFrame:
    """Open milestones of live projects, and those late, for the dimensions that speak of time."""
    stand = milestone_positions(current["milestones"], period=period, as_of=as_of)
    stand = stand.loc[stand["project_id"].isin(live["project_id"])]
    late = stand.loc[stand["late"]].sort_values("slip_days", ascending=False, kind="stable")
    first = late.iloc[:1].reset_index(drop=True).reindex([0])
    return pd.DataFrame(
        {
            "dimension": ["overall", "time"],
            "n_milestones": (~stand["met"]).sum() if len(stand) else np.nan,
            "n_late": len(late) if len(stand) else np.nan,
            "n_overdue": stand["overdue"].sum() if len(stand) else np.nan,
            "worst_days": first["slip_days"].iloc[0],
            "worst_milestone": first["name"].iloc[0],
            "worst_milestone_project_id": first["project_id"].iloc[0],
        }
    )


def _costs(
    current: Tables, live: pd.DataFrame, period: str, limits: dict[str, float]
) -> pd.DataFrame:
    """Forecasts over budget, for the dimensions that speak of cost."""
    rows = budget_and_forecast({**current, "projects": live}, period=period)
    share = (rows["forecast"] - rows["budget"]) / rows["budget"]
    share = share.where((rows["budget"] > 0) & rows["comparable_reason"].isna())
    worst = rows.assign(share=share).loc[share > limits["cost_green_share"]]
    worst = worst.sort_values("share", ascending=False, kind="stable")
    first = worst.iloc[:1].reset_index(drop=True).reindex([0])
    costed = int(share.notna().sum())
    return pd.DataFrame(
        {
            "dimension": ["overall", "cost"],
            "n_costed": costed or np.nan,
            "n_over_budget": len(worst) if costed else np.nan,
            "worst_share": first["share"].iloc[0],
            "worst_cost_project_id": first["project_id"].iloc[0],
        }
    )


def _reason_kind(strip: pd.DataFrame) -> np.ndarray:
    """First of the reason kinds that applies."""
    rated = strip["n_projects"] - strip["n_withheld"] - strip["n_not_reported"]
    alarmed = rated > strip["n_green"]
    return np.select(
        [
            strip["n_projects"] == 0,
            (rated == 0) & (strip["n_withheld"] == strip["n_projects"]),
            rated == 0,
            (strip["dimension"] == "time") & (strip["n_late"] > 0),
            (strip["dimension"] == "cost") & (strip["n_over_budget"] > 0),
            alarmed,
            rated == strip["n_projects"],
        ],
        [
            "no_projects",
            "all_withheld",
            "none_reported",
            "milestones_late",
            "over_budget",
            "worst_counts",
            "all_green",
        ],
        "green_with_gaps",
    )
