"""Exceptions: the projects that a reader must know of, worst first."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import LIVE, like_for_like, settings, shaped

__all__ = ["EXCEPTION_KINDS", "exceptions"]

EXCEPTION_KINDS: Final = (
    "red",
    "worsened",
    "amber_red",
    "green_overdue_milestone",
    "late_key_milestone",
    "over_budget",
    "not_reported",
    "unrated",
    "stale",
    "amber",
)
"""Kinds of exception, gravest first."""

_COLUMNS = [
    "project_id",
    "project_name",
    "rating",
    "rating_state",
    "previous_rating",
    "scale",
    "assessor",
    "main_kind",
    "kinds",
    "score",
    "narrative",
    "n_overdue",
    "overdue_days",
    "overdue_milestone",
    "n_late_key",
    "late_days",
    "late_milestone",
    "variance",
    "variance_share",
    "currency",
    "budget",
    "age_days",
    "last_reported",
    "last_rating",
    "cpi",
    "spi",
]


def exceptions(
    ratings: pd.DataFrame,
    previous_ratings: pd.DataFrame | None,
    milestone_status: pd.DataFrame,
    cost_position: pd.DataFrame,
    ev: pd.DataFrame | None = None,
    *,
    thresholds: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Projects that are red or amber, worsened, late, over budget, silent, unrated or stale.

    Parameters
    ----------
    ratings, previous_ratings : pandas.DataFrame
        From ``rag.project_ratings`` for this period and the last; the last may be None.
    milestone_status : pandas.DataFrame
        From ``milestones.milestone_status``.
    cost_position : pandas.DataFrame
        From ``cost.cost_position``.
    ev : pandas.DataFrame, optional
        From ``earned_value.earned_value``: adds the indices.
    thresholds : mapping, optional
        ``slip_green_days``, ``cost_green_share``.

    Returns
    -------
    pandas.DataFrame
        One row a live project with at least one kind: rating, ``rating_state`` (of a report sent
        without a rating, its state; ``not_provided`` where it has none), previous_rating (only
        where one assessor rated both times on one scale), ``main_kind``, ``kinds`` (list, gravest
        first), ``score``, and what a sentence needs: ``overdue_milestone`` and ``overdue_days``
        (working days past its baseline date, or without one its forecast) of ``n_overdue``,
        ``late_milestone`` and ``late_days`` (working days of slip) of ``n_late_key``, ``variance``
        and ``variance_share``, ``age_days``, ``last_reported``, ``last_rating``,
        ``cpi``, ``spi``. Empty for no exception.

    Notes
    -----
    Kinds, gravest first: ``red``; ``worsened`` (against the last report, same scale and
    assessor); ``amber_red``; ``green_overdue_milestone`` (declared green while a milestone is
    overdue, or a key one past its baseline date and open); ``late_key_milestone`` (a key
    milestone overdue, or late by more than ``slip_green_days``); ``over_budget`` (forecast above
    budget by more than ``cost_green_share``); ``not_reported`` (no report was sent);
    ``unrated`` (one was sent with a state other than withheld in place of a rating); ``stale`` (by
    the age of the data); ``amber``.

    Order: by main kind; within it by how many and how grave the other kinds are; then by the
    larger budget; then by id. ``score`` is 10 for each place of the main kind from the end, plus
    up to 9 for the others, so that no sum of lesser kinds overtakes a graver one.
    """
    limits = settings(thresholds)
    rows = ratings.loc[ratings["lifecycle"].isin(LIVE)].set_index("project_id")
    rows = rows.assign(rating_state=rows["reason"].where(rows["reason"] != "no_report"))
    rows = _with_previous(rows, previous_ratings)
    rows = rows.join(_past(milestone_status)).join(_late_key(milestone_status, limits))
    rows = rows.join(cost_position.set_index("project_id")[["variance", "variance_share"]])
    if ev is not None:
        rows = rows.join(ev.set_index("project_id")[["cpi", "spi"]])
    flags = _flags(rows, limits)
    found = flags.any(axis=1)
    rows, flags = rows.loc[found], flags.loc[found]
    matrix = flags.to_numpy(dtype=bool)
    kinds = np.array(EXCEPTION_KINDS)
    rows = rows.assign(
        main_kind=kinds[matrix.argmax(axis=1)] if len(rows) else pd.Series(dtype="str"),
        kinds=pd.Series([list(kinds[row]) for row in matrix], index=rows.index, dtype="object"),
        score=_score(matrix),
    )
    rows = rows.rename_axis("project_id").reset_index()
    order = {"score": False, "budget": False, "project_id": True}
    rows = rows.sort_values([*order], ascending=[*order.values()], kind="stable")
    return shaped(rows, _COLUMNS)


def _with_previous(rows: pd.DataFrame, previous: pd.DataFrame | None) -> pd.DataFrame:
    """Add the last rating that may be compared with this one, and how much worse it became."""
    if previous is None or previous.empty:
        return rows.assign(previous_rating=np.nan, worse=np.nan)
    pairs = like_for_like(rows, previous.set_index("project_id"))
    pairs = pairs.rename(columns={"before": "previous_rating"})
    return rows.join(pairs[["previous_rating", "worse"]])


def _past(status: pd.DataFrame) -> pd.DataFrame:
    """Find the open milestone longest past its date: any overdue one, key ones by baseline."""
    key = status["key"].astype("boolean").fillna(False).astype(bool)
    past = status["overdue"].astype(bool) | (key & status["past_baseline"].astype(bool))
    late = status.loc[past]
    late = late.assign(days=late["past_baseline_days"].fillna(late["overdue_days"]))
    late = late.sort_values("days", ascending=False, kind="stable")
    first = late.drop_duplicates("project_id").set_index("project_id")[["days", "name"]]
    first = first.rename(columns={"days": "overdue_days", "name": "overdue_milestone"})
    return first.assign(n_overdue=late.groupby("project_id").size())


def _late_key(status: pd.DataFrame, limits: dict[str, float]) -> pd.DataFrame:
    """Find the latest key milestone of each project that is overdue or late beyond tolerance."""
    key = status["key"].astype("boolean").fillna(False).astype(bool)
    beyond = status["overdue"] | (status["slip_days"] > limits["slip_green_days"])
    late = status.loc[key & status["late"].astype(bool) & beyond.astype(bool)]
    late = late.assign(late_days=late[["slip_days", "overdue_days"]].max(axis=1))
    late = late.sort_values("late_days", ascending=False, kind="stable")
    first = late.drop_duplicates("project_id").set_index("project_id")
    first = first[["late_days", "name"]].rename(columns={"name": "late_milestone"})
    return first.assign(n_late_key=late.groupby("project_id").size())


def _flags(rows: pd.DataFrame, limits: dict[str, float]) -> pd.DataFrame:
    """Which kinds apply to which project."""
    rating = rows["rating"]
    silent = rows["reason"] == "no_report"
    return pd.DataFrame(
        {
            "red": rating == "red",
            "worsened": rows["worse"] > 0,
            "amber_red": rating == "amber_red",
            "green_overdue_milestone": (rating == "green") & (rows["n_overdue"] > 0),
            "late_key_milestone": rows["n_late_key"] > 0,
            "over_budget": rows["variance_share"] > limits["cost_green_share"],
            "not_reported": silent,
            "unrated": (rating == "not_reported") & ~silent,
            "stale": rows["stale"],
            "amber": rating == "amber",
        },
        index=rows.index,
    )[[*EXCEPTION_KINDS]]


def _score(matrix: np.ndarray) -> np.ndarray:
    """Put the main kind in tens, the other kinds below."""
    weights = np.arange(len(EXCEPTION_KINDS), 0, -1)
    main = (matrix * weights).max(axis=1, initial=0)
    others = (matrix * weights).sum(axis=1) - main
    score: np.ndarray = np.round(10.0 * main + 9.0 * others / weights.sum(), 3)
    return score
