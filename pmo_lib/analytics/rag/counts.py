"""Ratings as counts: of one period, and period by period."""

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import CLOSED, chosen_reports, measured, report_dates, shaped
from pmo_lib.contract import RATING_ORDER


def rating_counts(ratings: pd.DataFrame) -> pd.DataFrame:
    """How many projects stand at each rating, and with what budget.

    Parameters
    ----------
    ratings : pandas.DataFrame
        From :func:`project_ratings`; choose the rows first (live projects, say).

    Returns
    -------
    pandas.DataFrame
        One row a rating of the scales in use and each state, worst first: ``rating``, ``n``,
        ``share`` (of projects), ``budget`` (sum of what is visible) with ``n_budget_visible`` and
        ``budget_reason`` (``none_visible``, ``mixed_currencies``), ``budget_share`` (of all
        visible budgets). Shares with their remainder always add up to 1. Empty for no ratings.
    """
    columns = ["rating", "n", "share", "budget", "budget_reason", "budget_share"]
    columns += ["n_budget_visible", "currency"]
    if ratings.empty:
        return pd.DataFrame(columns=columns)
    used = set(ratings["rating"])
    five_point = ratings["scale"].eq("rag5").any()
    keys = [
        key
        for key in RATING_ORDER
        if five_point or key not in ("amber_red", "amber_green") or key in used
    ]
    by_rating = ratings.groupby("rating")
    rows = pd.DataFrame({"rating": keys}).set_index("rating")
    rows["n"] = by_rating.size().reindex(keys, fill_value=0)
    rows["share"] = rows["n"] / len(ratings)
    rows["n_budget_visible"] = by_rating["budget"].count().reindex(keys, fill_value=0)
    currencies = ratings.loc[ratings["budget"].notna(), "currency"].unique()
    mixed = pd.Series(len(currencies) > 1, index=rows.index)
    total = measured(
        "budget",
        by_rating["budget"].sum().reindex(keys),
        (mixed, "mixed_currencies"),
        (rows["n_budget_visible"] == 0, "none_visible"),
    )
    rows = rows.join(total)
    whole = total["budget"].sum()
    rows["budget_share"] = total["budget"] / whole if whole > 0 else np.nan
    rows["currency"] = currencies[0] if len(currencies) == 1 else np.nan
    return shaped(rows.reset_index(), columns)


def rating_history(
    status_reports: pd.DataFrame,
    projects: pd.DataFrame,
    *,
    periods: pd.DataFrame,
    dimension: str = "overall",
    last_n: int = 12,
) -> pd.DataFrame:
    """Count the projects at each rating, period by period.

    A live project counts from the period of its first report in any dimension on, also where it
    did not report; a closed project counts up to its last report.

    Parameters
    ----------
    status_reports, projects, periods : pandas.DataFrame
        Canonical tables; ``periods`` says which periods, and in which order.
    dimension : str
        Which dimension.
    last_n : int
        So many of the latest periods.

    Returns
    -------
    pandas.DataFrame
        ``period``, ``rating`` (every key of the contract, worst first), ``n`` and ``scale``: the
        scale of the period's ratings (``rag3``, ``rag5``, ``mixed``; missing where none were
        given). Never draw periods of two scales as one series. Empty for no periods.
    """
    chosen = periods.sort_values("data_date", kind="stable").tail(last_n)
    order = pd.Series(range(len(chosen)), index=chosen["period"].to_numpy(), dtype="int64")
    seen = status_reports.loc[status_reports["period"].isin(periods["period"])]
    dates = report_dates(seen["period"], periods)
    span = dates.groupby(seen["project_id"]).agg(["min", "max"])
    closed = projects.loc[projects["lifecycle"].isin(CLOSED), "project_id"]
    unknown = ~span.index.isin(projects["project_id"])
    ends = span["max"].where(span.index.isin(closed) | unknown, pd.Timestamp.max)
    grid = span.assign(end=ends).reset_index().merge(chosen[["period", "data_date"]], how="cross")
    grid = grid.loc[(grid["min"] <= grid["data_date"]) & (grid["data_date"] <= grid["end"])]
    reports = chosen_reports(status_reports, dimension=dimension)
    given = grid[["project_id", "period"]].merge(
        reports[["project_id", "period", "shown", "scale", "rating"]], how="left"
    )
    given = given.assign(rating_shown=given["shown"].fillna("not_reported"))
    counts = given.groupby(["period", "rating_shown"]).size()
    full = pd.MultiIndex.from_product([order.index, RATING_ORDER], names=["period", "rating"])
    rows = counts.reindex(full, fill_value=0).rename("n").reset_index()
    rated = given.loc[given["rating"].notna()].groupby("period")["scale"].agg(["min", "max"])
    scale = rated["min"].where(rated["min"] == rated["max"], "mixed")
    return shaped(
        rows.assign(scale=rows["period"].map(scale).astype("str")),
        ["period", "rating", "n", "scale"],
    )


def comparable_history(
    status_reports: pd.DataFrame,
    projects: pd.DataFrame,
    *,
    periods: pd.DataFrame,
    cadence: str,
    dimension: str = "overall",
    last_n: int = 12,
) -> pd.DataFrame:
    """Rating history that may be drawn as one series: one cadence, on the scale now in use.

    Parameters
    ----------
    status_reports, projects, periods : pandas.DataFrame
        Canonical tables.
    cadence : {'month', 'quarter', 'year'}
        Of which reporting periods.
    dimension : str
        Which dimension.
    last_n : int
        So many of the latest periods.

    Returns
    -------
    pandas.DataFrame
        As :func:`rating_history` gives it, from the period on after which the scale did not
        change. Empty for no periods.
    """
    history = rating_history(
        status_reports,
        projects,
        periods=periods.loc[periods["cadence"] == cadence],
        dimension=dimension,
        last_n=last_n,
    )
    scales = history["scale"].dropna()
    if scales.empty:
        return history
    other = history.index[history["scale"].notna() & (history["scale"] != scales.iloc[-1])]
    return history.loc[other.max() + 1 :].reset_index(drop=True) if len(other) else history
