"""What is delivered, for whom, and against which baseline."""

import pandas as pd

from pmo_lib.tables.schemas.base import (
    DAY,
    LIFECYCLES,
    Table,
    column,
    identifier,
    iso_currency,
    key,
    money,
    precision,
    recorded_state,
)


class Projects(Table):
    """Projects: one row a project, as known at the snapshot's as-of date.

    ::

        project_id  name          lifecycle  start       finish      budget   currency
        J0001       Billing move  live       2025-02-03  2026-11-30  1250000  GBP

        project_id  finish      finish_precision  budget  budget_low  budget_high  budget_state
        J0002       2027-06-30  quarter           null    5000000     25000000     given_as_range

    ``start``, ``finish`` and ``budget`` are the approved ones now in force. Of a date that is not
    given to the day, ``start`` is the first day and ``finish`` the last. A source that gives
    bounds of a budget has them in ``budget_low`` and ``budget_high`` (one of them may be open)
    and no ``budget``. ``name`` is missing where the source withholds it.
    """

    project_id: str = identifier()
    source_id: str = column()
    name: str = column()
    description: str = column()
    category: str = column()
    region: str = column()
    manager_id: str = column(refers="people")
    sponsor: str = column()
    parent_id: str = column(refers="projects", visibility="internal")
    stage: str = column()
    lifecycle: str = column(nullable=False, isin=[*LIFECYCLES])
    procurement: str = column()
    note: str = column()
    url: str = column()
    calendar_id: str = column(refers="calendars")
    start: DAY = column(unit="date")
    start_state: str = recorded_state()
    start_precision: str = precision()
    finish: DAY = column(unit="date")
    finish_state: str = recorded_state()
    finish_precision: str = precision()
    actual_start: DAY = column(unit="date")
    actual_finish: DAY = column(unit="date")
    budget: float = money()
    budget_state: str = recorded_state()
    budget_low: float = money()
    budget_high: float = money()
    currency: str = iso_currency()
    price_basis: str = column()
    billing: str = column(visibility="internal")
    margin: float = column(unit="share of revenue", visibility="internal")
    internal_note: str = column(visibility="internal")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class ProjectClients(Table):
    """Which clients a project serves, from when to when; a total counts a shared project once.

    ::

        project_id  client_id  valid_from  share  role     valid_to
        J0001       C0001      2025-02-03  0.6    lead     null
        J0001       C0002      2025-02-03  0.4    partner  null
    """

    project_id: str = identifier(refers="projects")
    client_id: str = identifier(refers="clients")
    valid_from: DAY = key(unit="date")
    share: float = column(unit="share of budget", ge=0, le=1)
    role: str = column()
    valid_to: DAY = column(unit="date")

    class Config:
        """A client sees its own links only, never who else is served."""

        metadata = {"slice_by": "client_id"}


class ProjectProgrammes(Table):
    """Which programmes a project belongs to, from when to when.

    ::

        project_id  programme_id  valid_from  share  role    valid_to
        J0001       P001          2025-02-03  1.0    member  null
    """

    project_id: str = identifier(refers="projects")
    programme_id: str = identifier(refers="programmes")
    valid_from: DAY = key(unit="date")
    share: float = column(unit="share of budget", ge=0, le=1)
    role: str = column()
    valid_to: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class ProjectStops(Table):
    """Formally agreed stops of work: one row a project and stop.

    ::

        project_id  started     ended       reason            approved_by
        J0001       2026-03-02  2026-04-10  site not released  A. Okafor

    A stop that has not ended has no ``ended``.
    """

    project_id: str = identifier(refers="projects")
    started: DAY = key(unit="date")
    ended: DAY = column(unit="date")
    reason: str = column()
    approved_by: str = column()

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Baselines(Table):
    """Approved baselines: one row a project and baseline; earlier ones are kept.

    ::

        project_id  baseline_no  effective   reason          budget   contingency  finish
        J0001       1            2025-02-03  first approval  1000000  80000        2026-06-30
        J0001       2            2025-11-10  scope added     1250000  90000        2026-11-30

    ``baseline_no`` orders a project's baselines; a source may number them by year, and a plan
    tool's are 0 to 10. ``budget`` is the budget at completion, without ``contingency``. ``stage``
    is the gate at which the baseline was approved. ``single_point_adjustment`` is true where
    earned value and cost so far were set to the plan, so that variances start anew. What each
    activity was planned at stands in ``activity_baselines``.
    """

    project_id: str = identifier(refers="projects")
    baseline_no: int = key(ge=0)
    effective: DAY = column(unit="date")
    approved_by: str = column()
    reason: str = column()
    stage: str = column()
    single_point_adjustment: pd.BooleanDtype = column()
    budget: float = money()
    budget_state: str = recorded_state()
    contingency: float = money()
    contingency_state: str = recorded_state()
    benefits: float = money()
    benefits_state: str = recorded_state()
    currency: str = iso_currency()
    price_basis: str = column()
    start: DAY = column(unit="date")
    start_state: str = recorded_state()
    finish: DAY = column(unit="date")
    finish_state: str = recorded_state()
    duration_days: float = column(unit="working days")
    work_hours: float = column(unit="hours")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}
