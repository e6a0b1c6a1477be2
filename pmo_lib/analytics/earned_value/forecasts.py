"""Estimates at completion, and what they ask of the work that is left.

Formulas: DoD Earned Value Management Gold Card; Christensen, "The estimate at completion problem:
a review of three studies", *Project Management Journal* 24(1), 1993. No estimate is infinite: one
that an index cannot give is missing with the reason.
"""

from typing import Final

import pandas as pd

from pmo_lib.analytics.core import DEFAULTS, measured
from pmo_lib.analytics.earned_value.indices import (
    Because,
    absent,
    bad_sign,
    budget_faults,
    cost_performance_index,
    schedule_performance_index,
)

EAC_METHODS: Final = ("atypical", "cpi", "composite", "weighted", "recent")
"""How the work that is left is priced: at budget; by CPI; by CPI x SPI; by a weighted mean of CPI
and SPI; by the CPI of the latest reports."""


def estimate_at_completion(
    position: pd.DataFrame,
    *,
    method: str = "cpi",
    as_of: pd.Timestamp | None = None,
    weight_cpi: float = DEFAULTS["weight_cpi"],
) -> pd.DataFrame:
    """Estimate at completion EAC = AC + (BAC - EV) / performance factor.

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``pv``, ``ev``, ``ac``, ``bac``; ``cpi_recent`` with its reason for ``recent``;
        ``baseline_finish`` where ``as_of`` is given.
    method : {'atypical', 'cpi', 'composite', 'weighted', 'recent'}
        The performance factor: 1; CPI; CPI x SPI; ``weight_cpi`` x CPI + the rest x SPI; CPI of
        the latest reports.
    as_of : pandas.Timestamp, optional
        The status date: after the baseline finish there is no SPI to use.
    weight_cpi : float
        Weight of CPI in ``weighted``.

    Returns
    -------
    pandas.DataFrame
        ``eac_<method>`` (money) and its reason. Completed work (EV = BAC) gives AC.

    Examples
    --------
    >>> status = pd.DataFrame({"pv": [40.0], "ev": [30.0], "ac": [36.0], "bac": [100.0]})
    >>> estimate_at_completion(status)["eac_cpi"].tolist()
    [120.0]
    """
    ev, ac, bac = position["ev"], position["ac"], position["bac"]
    factor = _factor(position, method, as_of, weight_cpi)
    done = (ev == bac) & (ac > 0)
    value = (ac + (bac - ev) / factor["factor"]).where(~done, ac)
    return measured(
        f"eac_{method}",
        value,
        *absent(position, "ev", "ac", "bac"),
        *bad_sign(position),
        *budget_faults(position),
        (ev > bac, "earned_over_budget"),
        (factor["factor"].isna() & ~done, factor["factor_reason"]),
        ((factor["factor"] == 0) & ~done, "zero_index"),
    )


def _factor(
    position: pd.DataFrame, method: str, as_of: pd.Timestamp | None, weight_cpi: float
) -> pd.DataFrame:
    """Take the performance factor of a method, with the reason where there is none."""
    cpi = cost_performance_index(position)
    spi = schedule_performance_index(position, as_of=as_of)
    because: list[Because] = [(cpi["cpi"].isna(), cpi["cpi_reason"])]
    with_schedule: list[Because] = [*because, (spi["spi"].isna(), spi["spi_reason"])]
    if method == "atypical":
        return measured("factor", pd.Series(1.0, index=position.index))
    if method == "cpi":
        return measured("factor", cpi["cpi"], *because)
    if method == "composite":
        return measured("factor", cpi["cpi"] * spi["spi"], *with_schedule)
    if method == "weighted":
        value = weight_cpi * cpi["cpi"] + (1 - weight_cpi) * spi["spi"]
        return measured("factor", value, *with_schedule)
    return measured("factor", position["cpi_recent"], *absent(position, "cpi_recent"))


def estimate_to_complete(position: pd.DataFrame, *, eac: str = "eac_cpi") -> pd.DataFrame:
    """Estimate to complete ETC = EAC - AC.

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``ac`` and the estimate.
    eac : str
        Column of the estimate at completion.

    Returns
    -------
    pandas.DataFrame
        ``etc`` (money) and ``etc_reason``.
    """
    value = position[eac] - position["ac"]
    return measured("etc", value, *absent(position, eac, "ac"))


def variance_at_completion(position: pd.DataFrame, *, eac: str = "eac_cpi") -> pd.DataFrame:
    """Variance at completion VAC = BAC - EAC, and VAC% = VAC / BAC.

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``bac`` and the estimate.
    eac : str
        Column of the estimate at completion.

    Returns
    -------
    pandas.DataFrame
        ``vac`` (money; negative is over budget), ``vac_share``, and their reasons.
    """
    value = position["bac"] - position[eac]
    because = absent(position, eac, "bac")
    share = measured("vac_share", value / position["bac"], *because, *budget_faults(position))
    return pd.concat([measured("vac", value, *because), share], axis=1)


def to_complete_performance_index(
    position: pd.DataFrame, *, target: str = "bac", name: str = ""
) -> pd.DataFrame:
    """To-complete performance index TCPI = (BAC - EV) / (target - AC).

    Parameters
    ----------
    position : pandas.DataFrame
        Columns ``ev``, ``ac``, ``bac`` and the target.
    target : str
        Column of the money that shall suffice: ``bac`` or an estimate at completion.
    name : str
        Name of the measure; ``tcpi_<target>`` without it.

    Returns
    -------
    pandas.DataFrame
        The index (above the CPI so far: the rest must go better) and its reason: ``complete``;
        ``budget_spent`` or, for an estimate, ``forecast_spent`` where the money is gone and work
        is left, never a negative index. Identity: TCPI(BAC / CPI) = CPI.

    Examples
    --------
    >>> status = pd.DataFrame({"ev": [30.0], "ac": [35.0], "bac": [100.0]})
    >>> to_complete_performance_index(status).round(4)["tcpi_bac"].tolist()
    [1.0769]
    """
    ev, ac, bac = position["ev"], position["ac"], position["bac"]
    left = position[target] - ac
    spent = "budget_spent" if target == "bac" else "forecast_spent"
    return measured(
        name or f"tcpi_{target}",
        (bac - ev) / left,
        *absent(position, "ev", "ac", "bac", target),
        *bad_sign(position),
        *budget_faults(position),
        (ev == bac, "complete"),
        (ev > bac, "earned_over_budget"),
        (left <= 0, spent),
    )
