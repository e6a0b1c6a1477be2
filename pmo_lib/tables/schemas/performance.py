"""How projects do, period by period: plan, progress, status and milestones."""

import pandas as pd

from pmo_lib.tables.schemas.base import (
    ASSESSORS,
    DAY,
    DIMENSIONS,
    RATING_KEYS,
    Table,
    column,
    identifier,
    key,
    money,
    period_key,
    state,
)


class PlanPeriods(Table):
    """Planned value, cumulative, by baseline and period.

    ::

        project_id  baseline_no  period   planned_value  currency
        J0001       1            2025-02  20000          GBP
    """

    project_id: str = identifier()
    baseline_no: int = key(ge=0)
    period: str = period_key()
    planned_value: float = money()
    currency: str = column(str_matches=r"^[A-Z]{3}\Z")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Progress(Table):
    """Earned value, cost and forecast as reported, by period.

    ::

        project_id  period   earned_value  actual_cost  percent_complete  manager_eac
        J0001       2026-10  610000        655000       0.488             1310000

    ``earned_value`` and ``actual_cost`` are cumulative. ``period_budget`` and ``period_forecast``
    are the approved budget and the forecast for the reporting period alone (a year's return gives
    the financial year's). ``evidence_tier``: T1 measured deliverables, T2 weighted milestones,
    T3 the manager's percentage, T4 elapsed time or spend.
    """

    project_id: str = identifier()
    period: str = period_key()
    earned_value: float = money()
    actual_cost: float = money()
    percent_complete: float = column(unit="share")
    evidence_tier: str = column(isin=["T1", "T2", "T3", "T4"])
    manager_eac: float = money()
    manager_eac_state: str = state()
    period_budget: float = money()
    period_budget_state: str = state()
    period_forecast: float = money()
    period_forecast_state: str = state()
    currency: str = column(str_matches=r"^[A-Z]{3}\Z")
    price_basis: str = column()

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class StatusReports(Table):
    """Declared ratings: one row a project, period, dimension and assessor.

    ::

        project_id  period   dimension  assessor  rating  rating_as_written  scale  data_as_of
        J0001       2026-10  overall    owner     amber   Amber              rag3   2026-10-30

    ``scale`` is ``rag3`` or ``rag5``: ratings of the two are never compared. A rating that is a
    state (withheld, reset) is missing with ``rating_state``.
    """

    project_id: str = identifier()
    period: str = period_key()
    dimension: str = key(isin=[*DIMENSIONS])
    assessor: str = key(isin=[*ASSESSORS])
    rating: str = column(isin=[*RATING_KEYS])
    rating_state: str = state()
    rating_as_written: str = column()
    scale: str = column(nullable=False, isin=["rag3", "rag5"])
    narrative: str = column()
    data_as_of: DAY = column(unit="date")
    submitted: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Milestones(Table):
    """Milestones as reported: one row a project, milestone and period.

    ::

        project_id  milestone_id  period   name     key   baseline_date  forecast_date  actual_date
        J0001       M3            2026-10  Go-live  True  2026-06-30     2026-11-30     NaT

    ``baseline_date`` is the date of the baseline in force; ``forecast_date`` is the date expected
    when the period was reported, and equals ``actual_date`` once met.
    """

    project_id: str = identifier()
    milestone_id: str = identifier()
    period: str = period_key()
    name: str = column()
    key: pd.BooleanDtype = column()
    baseline_date: DAY = column(unit="date")
    forecast_date: DAY = column(unit="date")
    forecast_date_state: str = state()
    actual_date: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}
