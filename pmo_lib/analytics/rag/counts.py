"""Ratings as counts: of one period, and period by period."""

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import CLOSED, chosen_reports, report_dates, shaped
from pmo_lib.contract import RATING_ORDER


def rating_weights(ratings: pd.DataFrame) -> pd.DataFrame:
    """Shares of the ratings by number of projects and by value, one currency at a time.

    Parameters
    ----------
    ratings : pandas.DataFrame
        From :func:`project_ratings`; choose the rows first (live projects, say).

    Returns
    -------
    pandas.DataFrame
        First a row with ``weight`` ``projects``, then one with ``weight`` ``budget`` for each
        ``currency``, the one with most projects first; amounts of several currencies are never
        added. ``total`` (number, or sum of the visible budgets), ``n`` projects in it and
        ``n_hidden`` left out because their budget is not visible; ``share_<rating>`` for every key
        of the contract, which add up to 1, with ``share_reason`` (``none_visible``) where there is
        nothing to share. Empty for no ratings.
    """
    shares = [f"share_{key}" for key in RATING_ORDER]
    columns = ["weight", "currency", "total", "n", "n_hidden", *shares, "share_reason"]
    if ratings.empty:
        return pd.DataFrame(columns=columns)
    by_number = pd.Series(1.0, index=ratings.index)
    rows = [_weight(ratings, by_number) | {"weight": "projects"}]
    for currency in ratings["currency"].value_counts().index:
        own = ratings.loc[ratings["currency"] == currency]
        rows.append(_weight(own, own["budget"]) | {"weight": "budget", "currency": currency})
    return pd.DataFrame(rows).reindex(columns=columns)


def _weight(ratings: pd.DataFrame, weight: pd.Series) -> dict[str, object]:
    """Shares of the ratings by one weight."""
    total = float(weight.sum())
    by_rating = weight.groupby(ratings["rating"]).sum().reindex(list(RATING_ORDER), fill_value=0.0)
    known = total > 0
    return {
        "total": total if known else np.nan,
        "n": int(weight.notna().sum()),
        "n_hidden": int(weight.isna().sum()),
        **{f"share_{key}": by_rating[key] / total if known else np.nan for key in RATING_ORDER},
        "share_reason": np.nan if known else "none_visible",
    }


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
