"""Measures of performance to date.

Formulas: EIA-748 and the DoD Earned Value Management Gold Card; PMI, *The Standard for Earned
Value Management* (2019). Where a ratio has no meaning it is missing with the reason, never 1.
"""

from typing import TypeAlias

import pandas as pd

from pmo_lib.analytics.core import measured

Because: TypeAlias = tuple[pd.Series, str | pd.Series]

ABSENT = {"pv": "no_plan", "ev": "no_earned_value", "ac": "no_actuals", "bac": "no_budget"}


def absent(position: pd.DataFrame, *columns: str) -> list[Because]:
    """Where an input is missing, and why: its ``<column>_reason``, or the usual word."""
    because: list[Because] = []
    for column in columns:
        usual = pd.Series(ABSENT.get(column, "not_available"), index=position.index, dtype="str")
        recorded = position.get(f"{column}_reason")
        why = usual if recorded is None else recorded.astype("str").fillna(usual)
        because.append((position[column].isna(), why))
    return because


def bad_sign(position: pd.DataFrame) -> list[Because]:
    """Where earned value or cost is negative: a finding about the data, not a performance."""
    return [
        (position["ev"] < 0, "negative_earned_value"),
        (position["ac"] < 0, "negative_actuals"),
    ]


def cost_variance(position: pd.DataFrame) -> pd.DataFrame:
    """Cost variance CV = EV - AC, and CV% = CV / EV.

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``ev`` and ``ac``.

    Returns
    -------
    pandas.DataFrame
        ``cv`` (money; negative is over cost), ``cv_share``, and their reasons; ``nothing_earned``
        for the share where EV = 0.

    Examples
    --------
    >>> cost_variance(pd.DataFrame({"ev": [30.0], "ac": [35.0]}))["cv"].tolist()
    [-5.0]
    """
    ev, ac = position["ev"], position["ac"]
    because = absent(position, "ev", "ac")
    share = measured(
        "cv_share", (ev - ac) / ev, *because, *bad_sign(position), (ev == 0, "nothing_earned")
    )
    return pd.concat([measured("cv", ev - ac, *because), share], axis=1)


def schedule_variance(position: pd.DataFrame) -> pd.DataFrame:
    """Schedule variance SV = EV - PV, and SV% = SV / PV.

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``ev`` and ``pv``.

    Returns
    -------
    pandas.DataFrame
        ``sv`` (money; negative is behind), ``sv_share``, and their reasons.

    Examples
    --------
    >>> schedule_variance(pd.DataFrame({"ev": [30.0], "pv": [40.0]}))["sv_share"].tolist()
    [-0.25]
    """
    ev, pv = position["ev"], position["pv"]
    because = absent(position, "ev", "pv")
    share = measured("sv_share", (ev - pv) / pv, *because, *_unplanned(position))
    return pd.concat([measured("sv", ev - pv, *because), share], axis=1)


def _unplanned(position: pd.DataFrame) -> list[Because]:
    pv, ev = position["pv"], position["ev"]
    return [((pv <= 0) & (ev > 0), "unstarted_plan"), (pv <= 0, "not_started")]


def cost_performance_index(position: pd.DataFrame) -> pd.DataFrame:
    """Cost performance index CPI = EV / AC.

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``ev`` and ``ac``.

    Returns
    -------
    pandas.DataFrame
        ``cpi`` (below 1 is over cost) and ``cpi_reason``: ``not_started`` where nothing is earned
        or spent, ``earned_with_no_cost`` where AC = 0 only. EV = 0 with cost gives 0.

    Examples
    --------
    >>> cost_performance_index(pd.DataFrame({"ev": [30.0, 0.0], "ac": [40.0, 0.0]}))
        cpi   cpi_reason
    0  0.75          NaN
    1   NaN  not_started
    """
    ev, ac = position["ev"], position["ac"]
    return measured(
        "cpi",
        ev / ac,
        *absent(position, "ev", "ac"),
        *bad_sign(position),
        ((ac == 0) & (ev == 0), "not_started"),
        (ac == 0, "earned_with_no_cost"),
    )


def schedule_performance_index(
    position: pd.DataFrame, *, as_of: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Schedule performance index SPI = EV / PV.

    It tends to 1 at completion however late the project is, so it is not given after the
    baseline finish.

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``ev`` and ``pv``; ``baseline_finish`` (date) where ``as_of`` is given.
    as_of : pandas.Timestamp, optional
        The status date; without it the baseline's end is not looked at.

    Returns
    -------
    pandas.DataFrame
        ``spi`` (below 1 is behind) and ``spi_reason``.

    Examples
    --------
    >>> schedule_performance_index(pd.DataFrame({"ev": [30.0], "pv": [40.0]}))["spi"].tolist()
    [0.75]
    """
    ev, pv = position["ev"], position["pv"]
    ended = pd.Series(False, index=position.index)
    if as_of is not None:
        ended = position["baseline_finish"] < as_of
    return measured(
        "spi",
        ev / pv,
        *absent(position, "ev", "pv"),
        (ev < 0, "negative_earned_value"),
        *_unplanned(position),
        (ended, "after_baseline_finish"),
    )


def percent_complete(position: pd.DataFrame) -> pd.DataFrame:
    """Share of the budget that is earned, EV / BAC: ``percent_complete`` and its reason."""
    return _share(position, "percent_complete", "ev")


def percent_spent(position: pd.DataFrame) -> pd.DataFrame:
    """Share of the budget that is spent, AC / BAC: ``percent_spent`` and its reason."""
    return _share(position, "percent_spent", "ac")


def percent_planned(position: pd.DataFrame) -> pd.DataFrame:
    """Share of the budget that was to be earned, PV / BAC: ``percent_planned`` and its reason."""
    return _share(position, "percent_planned", "pv")


def budget_faults(position: pd.DataFrame) -> list[Because]:
    """Where the budget at completion cannot be divided by."""
    bac = position["bac"]
    return [(bac == 0, "zero_budget"), (bac < 0, "negative_budget")]


def _share(position: pd.DataFrame, name: str, column: str) -> pd.DataFrame:
    part = position[column] / position["bac"]
    return measured(name, part, *absent(position, column, "bac"), *budget_faults(position))
