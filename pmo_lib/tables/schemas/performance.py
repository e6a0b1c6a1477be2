"""How projects do, period by period: plan, progress, status and milestones."""

import pandas as pd

from pmo_lib.tables.schemas.base import (
    ASSESSORS,
    DAY,
    DIMENSIONS,
    RATING_KEYS,
    SCALES,
    Table,
    column,
    identifier,
    iso_currency,
    key,
    money,
    period_key,
    precision,
    recorded_state,
)


class PlanPeriods(Table):
    """Planned value, cumulative, by baseline and period.

    ::

        project_id  baseline_no  period   planned_value  currency
        J0001       1            2025-02  20000          GBP
    """

    project_id: str = identifier(refers="projects")
    baseline_no: int = key(ge=0)
    period: str = period_key()
    planned_value: float = money()
    currency: str = iso_currency()
    price_basis: str = column()

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
    T3 the manager's percentage, T4 elapsed time or spend. ``manager_eac`` and ``manager_finish``
    are the manager's own forecasts of cost and finish; ``benefits_forecast`` is that of benefits
    over the whole life.
    """

    project_id: str = identifier(refers="projects")
    period: str = period_key()
    earned_value: float = money()
    earned_value_state: str = recorded_state()
    actual_cost: float = money()
    actual_cost_state: str = recorded_state()
    percent_complete: float = column(unit="share")
    evidence_tier: str = column(isin=["T1", "T2", "T3", "T4"])
    manager_eac: float = money()
    manager_eac_state: str = recorded_state()
    manager_finish: DAY = column(unit="date")
    manager_finish_state: str = recorded_state()
    period_budget: float = money()
    period_budget_state: str = recorded_state()
    period_forecast: float = money()
    period_forecast_state: str = recorded_state()
    contingency_remaining: float = money()
    contingency_remaining_state: str = recorded_state()
    benefits_forecast: float = money()
    benefits_forecast_state: str = recorded_state()
    currency: str = iso_currency()
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
    state (withheld, reset) is missing with ``rating_state``. ``forecast_rating`` is the rating
    that the assessor expects next; ``path_to_green`` says what will better it, ``help_needed``
    what others must do.
    """

    project_id: str = identifier(refers="projects")
    period: str = period_key()
    dimension: str = key(isin=[*DIMENSIONS])
    assessor: str = key(isin=[*ASSESSORS])
    rating: str = column(isin=[*RATING_KEYS])
    rating_state: str = recorded_state()
    rating_as_written: str = column()
    scale: str = column(nullable=False, isin=[*SCALES])
    forecast_rating: str = column(isin=[*RATING_KEYS])
    forecast_rating_as_written: str = column()
    narrative: str = column()
    path_to_green: str = column()
    help_needed: str = column()
    author_id: str = column(refers="people")
    data_as_of: DAY = column(unit="date")
    submitted: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Overrides(Table):
    """Ratings that a person set in place of the computed one, with who agreed and until when.

    ::

        project_id  dimension  period   rating  reason              approver   expires
        J0001       cost       2026-10  amber   credit note agreed  A. Okafor  2026-11-30
    """

    project_id: str = identifier(refers="projects")
    dimension: str = key(isin=[*DIMENSIONS])
    period: str = period_key()
    rating: str = column(isin=[*RATING_KEYS])
    scale: str = column(isin=[*SCALES])
    reason: str = column()
    approver: str = column()
    approved: DAY = column(unit="date")
    expires: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Tolerances(Table):
    """Limits that were agreed for a project, in place of the usual ones.

    ::

        project_id  dimension  period   measure               unit          breach  amber_limit
        J0001       time       2026-10  finish_slip           working days  above   10
        J0001       cost       2026-10  cost_variance_at_end  share         above   0.05

    A value is amber once it is past ``amber_limit`` and red once it is past ``red_limit``, on the
    side that ``breach`` names.
    """

    project_id: str = identifier(refers="projects")
    dimension: str = key(isin=[*DIMENSIONS])
    period: str = period_key()
    measure: str = column()
    unit: str = column()
    breach: str = column(isin=["above", "below"])
    amber_limit: float = column(unit="as the row's unit")
    red_limit: float = column(unit="as the row's unit")
    agreed_by: str = column()
    agreed: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Milestones(Table):
    """Milestones as reported: one row a project, milestone and period.

    ::

        project_id  milestone_id  period   name     key   baseline_date  forecast_date  actual_date
        J0001       M3            2026-10  Go-live  True  2026-06-30     2026-11-30     null

    ``baseline_date`` is the date of the baseline in force, ``original_date`` that of the first;
    ``forecast_date`` is the date expected when the period was reported, and equals
    ``actual_date`` once met. A date that is not given to the day is the last day of what is
    given, with ``date_precision``. ``weight`` is the milestone's share of the project's value
    where earned value is taken from milestones.
    """

    project_id: str = identifier(refers="projects")
    milestone_id: str = identifier()
    period: str = period_key()
    name: str = column()
    kind: str = column()
    key: pd.BooleanDtype = column()
    original_date: DAY = column(unit="date")
    baseline_date: DAY = column(unit="date")
    baseline_date_state: str = recorded_state()
    forecast_date: DAY = column(unit="date")
    forecast_date_state: str = recorded_state()
    actual_date: DAY = column(unit="date")
    actual_date_state: str = recorded_state()
    date_precision: str = precision()
    weight: float = column(unit="share", ge=0, le=1)
    activity_id: str = column(refers="activities")
    narrative: str = column()

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Deliverables(Table):
    """Deliverables as reported: one row a project, deliverable and period.

    ::

        project_id  deliverable_id  period   name          state     accepted    accepted_by
        J0001       D4              2026-10  Data mapping  accepted  2026-10-12  J. Ortiz

    ``weight`` is the deliverable's share of the project's value where earned value is measured
    by deliverables.
    """

    project_id: str = identifier(refers="projects")
    deliverable_id: str = identifier()
    period: str = period_key()
    name: str = column()
    quality_criteria: str = column()
    owner: str = column()
    owner_id: str = column(refers="people")
    baseline_date: DAY = column(unit="date")
    forecast_date: DAY = column(unit="date")
    submitted: DAY = column(unit="date")
    accepted: DAY = column(unit="date")
    accepted_by: str = column()
    weight: float = column(unit="share", ge=0, le=1)
    state: str = column(isin=["planned", "in_progress", "submitted", "accepted", "rejected"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}
