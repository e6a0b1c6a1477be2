"""Measures with their reasons, and the thresholds that analytics take."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from pmo_lib.errors import ParameterError, allowed_words

Tables: TypeAlias = Mapping[str, pd.DataFrame]
"""Canonical tables by name."""

DEFAULTS: Final[Mapping[str, float]] = {
    "stale_cycles": 1.5,
    "due_days": 28,
    "velocity_reports": 3,
    "slip_green_days": 5,
    "slip_amber_days": 20,
    "cost_green_share": 0.05,
    "cost_amber_share": 0.10,
    "cpi_green": 0.95,
    "cpi_amber": 0.90,
    "forecast_min_complete": 0.20,
    "forecast_min_reports": 3,
    "recent_reports": 3,
    "weight_cpi": 0.8,
    "realism_gap": 0.10,
    "material_days": 20,
    "material_share": 0.10,
    "good_news_weight": 0.5,
    "late_report_days": 5,
    "peer_least_clients": 5,
    "peer_medium_projects": 2,
    "peer_large_projects": 5,
}
"""Thresholds by name; ``params/thresholds.yml`` holds the same values with unit and origin."""

REASONS: Final[Mapping[str, str]] = {
    "after_baseline_finish": "the baseline has ended: a ratio to planned value says nothing",
    "budget_spent": "the budget is spent and work is left",
    "complete": "the work is done",
    "currency_differs": "the two amounts are in different currencies",
    "earned_from_spend": "earned value was taken from spend: its cost index is 1 by construction",
    "earned_over_budget": "more was earned than the budget at completion",
    "earned_with_no_cost": "value was earned and no cost recorded",
    "first_report": "there is no earlier report",
    "forecast_spent": "the forecast is spent and work is left",
    "gap": "not in the last report, though in an earlier one",
    "given_as_range": "the source gives bounds, not an amount",
    "mixed_currencies": "amounts in several currencies are not added",
    "negative_actuals": "the recorded cost is negative",
    "negative_budget": "the recorded budget is negative",
    "negative_earned_value": "the recorded earned value is negative",
    "new": "not in any earlier report",
    "no_actuals": "no actual cost is recorded",
    "no_baseline": "no baseline is in force, or it has no such date",
    "no_budget": "no budget is recorded",
    "no_data_date": "the date of the data is not recorded",
    "no_earned_value": "no earned value is recorded",
    "no_forecast": "no forecast is recorded",
    "no_plan": "the baseline has no planned value for the period",
    "no_progress": "no progress was reported this period",
    "no_report": "no status was reported this period",
    "none_due": "nothing was due yet",
    "none_visible": "none of the values can be seen",
    "not_applicable": "the source says that it does not apply",
    "not_available": "the value could not be computed",
    "not_provided": "the source did not give it",
    "not_started": "nothing was planned, earned or spent yet",
    "nothing_earned": "nothing was earned yet",
    "price_basis_differs": "the two amounts are at different price levels",
    "reset": "the source says that it is being reset",
    "to_be_decided": "the source says that it is to be decided",
    "too_early": "too little work or too few reports for a forecast",
    "unreadable": "the source's value could not be read",
    "unstarted_plan": "value was earned before the plan starts",
    "withheld": "the source withholds it",
    "zero_budget": "the budget is zero",
    "zero_index": "the index is zero: a forecast by it would have no end",
}
"""Why a measure is not available: every word that a ``<measure>_reason`` may hold."""


def measured(
    name: str,
    value: pd.Series,
    *because: tuple[pd.Series, str | pd.Series],
) -> pd.DataFrame:
    """Put a measure beside the reason why it is not available.

    Parameters
    ----------
    name : str
        Name of the measure.
    value : pandas.Series of float or datetime64
        Its values; what stands where a reason applies is dropped.
    *because : tuple of (pandas.Series of bool, str or pandas.Series)
        Where the measure is not available, and why (one word, or one a row); the first wins.

    Returns
    -------
    pandas.DataFrame
        Columns ``<name>`` and ``<name>_reason``; the reason is missing where the value is there.
        A value that is missing or infinite for no reason given has ``not_available``.

    Examples
    --------
    >>> spent = pd.Series([10.0, 0.0])
    >>> measured("index", 5 / spent, (spent == 0, "no_actuals"))
       index index_reason
    0    0.5          NaN
    1    NaN   no_actuals
    """
    numeric = pd.api.types.is_numeric_dtype(value)
    values = value.to_numpy(dtype="float64", na_value=np.nan) if numeric else value.to_numpy()
    there = np.isfinite(values) if numeric else ~np.isnat(values)
    reasons = np.full(len(value), None, dtype=object)
    left = np.full(len(value), True)
    for applies, why in because:
        here = left & (applies.to_numpy() if applies.dtype == bool else applies.eq(True).to_numpy())
        reasons[here] = why if isinstance(why, str) else why.to_numpy(dtype=object)[here]
        left &= ~here
    reasons[left & ~there] = "not_available"
    kept = np.where(left & there, values, np.nan if numeric else np.datetime64("NaT"))
    columns = {name: kept, f"{name}_reason": pd.array(reasons, dtype="str")}
    return pd.DataFrame(columns, index=value.index)


def settings(given: Mapping[str, float] | None = None) -> dict[str, float]:
    """Complete given thresholds with the defaults.

    Parameters
    ----------
    given : mapping, optional
        Thresholds by name, such as those of ``params/thresholds.yml``.

    Raises
    ------
    ParameterError
        A name is not one of :data:`DEFAULTS`.

    Examples
    --------
    >>> settings({"stale_cycles": 2.0})["stale_cycles"]
    2.0
    """
    unknown = [name for name in given or () if name not in DEFAULTS]
    if unknown:
        raise ParameterError(
            f"Unknown threshold {unknown[0]!r}; {allowed_words(unknown[0], DEFAULTS)}"
        )
    return {**DEFAULTS, **(given or {})}


def shaped(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Give a frame the columns it promises, in order, numbered from 0."""
    return frame.reindex(columns=columns).reset_index(drop=True)
