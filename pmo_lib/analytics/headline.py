"""The headline: which sentence the position and the change call for, and its values."""

from typing import Any, Final

import pandas as pd

from pmo_lib.analytics.core import LIVE
from pmo_lib.contract import RATING_ORDER

__all__ = ["CHANGE_RULES", "GAP_RULES", "POSITION_RULES", "headline"]

POSITION_RULES: Final = (
    "no_projects",
    "none_reported",
    "all_green",
    "some_red",
    "some_amber_red",
    "some_amber",
    "green_with_gaps",
)
"""What may be said of the position; exactly one applies."""

CHANGE_RULES: Final = (
    "none",
    "first_report",
    "mixed",
    "worsened",
    "improved",
    "unchanged",
    "not_comparable",
)
"""What may be said of the change since the last report; exactly one applies."""

GAP_RULES: Final = ("none", "not_reported", "withheld", "both")
"""What may be said of ratings that are not there; exactly one applies."""


def headline(
    ratings: pd.DataFrame,
    changes: pd.DataFrame,
    exceptions: pd.DataFrame,
    *,
    previous_period: str | None,
) -> dict[str, Any]:
    """Choose the headline's rules by the facts; the wording file holds the words.

    Parameters
    ----------
    ratings : pandas.DataFrame
        From ``rag.project_ratings``, dimension overall.
    changes : pandas.DataFrame
        From ``changes.changes``.
    exceptions : pandas.DataFrame
        From ``exceptions.exceptions``.
    previous_period : str or None
        Name of the last reported period.

    Returns
    -------
    dict
        ``rule``
            The position, one of :data:`POSITION_RULES`.
        ``change``
            The change, one of :data:`CHANGE_RULES`: ``none`` goes with ``no_projects`` and
            ``none_reported``; ``not_comparable`` where every rating changed scale or assessor.
        ``gap``
            One of :data:`GAP_RULES`; ``none`` where the position says it already.
        ``values``
            ``n_projects``, ``n_reported`` (rated), ``n_red``, ``n_amber_red``, ``n_amber``
            (plain), ``n_amber_green``, ``n_green``, ``n_withheld``, ``n_not_reported``,
            ``n_stale``, ``n_worse``, ``n_better``, ``n_unchanged``, ``n_not_comparable``,
            ``n_joined``, ``n_left``, ``n_completed``, ``n_exceptions``, ``worst_project`` and
            ``worst_project_id`` (first exception, or None), ``previous_period``.
    """
    live = ratings.loc[ratings["lifecycle"].isin(LIVE)]
    values = _counts(live, changes, exceptions)
    values["previous_period"] = previous_period
    rule = _position(values)
    silent = rule in ("no_projects", "none_reported")
    change = "none" if silent else _change(values, previous_period)
    return {"rule": rule, "change": change, "gap": _gap(values, silent), "values": values}


def _counts(live: pd.DataFrame, changes: pd.DataFrame, exceptions: pd.DataFrame) -> dict[str, Any]:
    rated = live["rating"].value_counts()
    moved = changes["kind"].value_counts()
    values: dict[str, Any] = {f"n_{key}": int(rated.get(key, 0)) for key in RATING_ORDER}
    moves = {"worse": "rating_worse", "better": "rating_better", "left": "left"}
    values |= {f"n_{name}": int(moved.get(kind, 0)) for name, kind in moves.items()}
    compared = changes.loc[changes["kind"].isin(["rating_worse", "rating_better"]), "project_id"]
    incomparable = changes.loc[
        changes["kind"].isin(["assessor_changed", "scale_changed"])
        & ~changes["project_id"].isin(compared)
    ]
    newcomers = changes.loc[changes["kind"].isin(["joined", "joined_from_elsewhere"])]
    reported = len(live) - values["n_withheld"] - values["n_not_reported"]
    other = incomparable["project_id"].nunique()
    new = newcomers["project_id"].nunique()
    worst = exceptions.iloc[0] if len(exceptions) else None
    return {
        **values,
        "n_projects": len(live),
        "n_reported": reported,
        "n_stale": int(live["stale"].sum()),
        "n_joined": new,
        "n_completed": int(moved.get("completed", 0)),
        "n_not_comparable": other,
        "n_unchanged": max(0, reported - values["n_worse"] - values["n_better"] - other - new),
        "n_exceptions": len(exceptions),
        "worst_project": None if worst is None else worst["project_name"],
        "worst_project_id": None if worst is None else worst["project_id"],
    }


def _position(values: dict[str, Any]) -> str:
    if not values["n_projects"]:
        return "no_projects"
    if not values["n_reported"]:
        return "none_reported"
    for key in ("red", "amber_red", "amber"):
        if values[f"n_{key}"] or (key == "amber" and values["n_amber_green"]):
            return f"some_{key}"
    return "all_green" if values["n_reported"] == values["n_projects"] else "green_with_gaps"


def _change(values: dict[str, Any], previous_period: str | None) -> str:
    if previous_period is None:
        return "first_report"
    if values["n_worse"] and values["n_better"]:
        return "mixed"
    if values["n_worse"] or values["n_better"]:
        return "worsened" if values["n_worse"] else "improved"
    if values["n_not_comparable"] and not values["n_unchanged"]:
        return "not_comparable"
    return "unchanged"


def _gap(values: dict[str, Any], silent: bool) -> str:
    gaps = [name for name in ("not_reported", "withheld") if values[f"n_{name}"]]
    if silent or not gaps:
        return "none"
    return gaps[0] if len(gaps) == 1 else "both"
