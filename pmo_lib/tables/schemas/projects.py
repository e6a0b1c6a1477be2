"""What is delivered, for whom, and against which baseline."""

from pmo_lib.tables.schemas.base import (
    DAY,
    LIFECYCLES,
    Table,
    column,
    identifier,
    key,
    money,
    state,
)


class Projects(Table):
    """Projects: one row a project, as known at the snapshot's as-of date.

    ::

        project_id  source_id  name           lifecycle  start       finish      budget   currency
        J0001       null       Billing move   live       2025-02-03  2026-11-30  1250000  GBP

    ``start``, ``finish`` and ``budget`` are the approved ones now in force. ``name`` is missing
    where the source withholds it.
    """

    project_id: str = identifier()
    source_id: str = column()
    name: str = column()
    description: str = column()
    category: str = column()
    manager_id: str = column()
    stage: str = column()
    lifecycle: str = column(nullable=False, isin=[*LIFECYCLES])
    start: DAY = column(unit="date")
    start_state: str = state()
    finish: DAY = column(unit="date")
    finish_state: str = state()
    budget: float = money()
    budget_state: str = state()
    currency: str = column(str_matches=r"^[A-Z]{3}\Z")
    price_basis: str = column()
    margin: float = column(unit="share of revenue", visibility="internal")
    internal_note: str = column(visibility="internal")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class ProjectClients(Table):
    """Which clients a project serves, from when to when; a total counts a shared project once.

    ::

        project_id  client_id  valid_from  share  role      valid_to
        J0001       C0001      2025-02-03  0.6    lead      null
        J0001       C0002      2025-02-03  0.4    partner   null
    """

    project_id: str = identifier()
    client_id: str = identifier()
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

    project_id: str = identifier()
    programme_id: str = identifier()
    valid_from: DAY = key(unit="date")
    share: float = column(unit="share of budget", ge=0, le=1)
    role: str = column()
    valid_to: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Baselines(Table):
    """Approved baselines: one row a project and baseline; earlier ones are kept.

    ::

        project_id  baseline_no  effective   reason         budget   finish
        J0001       1            2025-02-03  first approval 1000000  2026-06-30
        J0001       2            2025-11-10  scope added    1250000  2026-11-30

    ``baseline_no`` orders a project's baselines; a source may number them by year.
    """

    project_id: str = identifier()
    baseline_no: int = key(ge=0)
    effective: DAY = column(unit="date")
    approved_by: str = column()
    reason: str = column()
    budget: float = money()
    budget_state: str = state()
    benefits: float = money()
    benefits_state: str = state()
    currency: str = column(str_matches=r"^[A-Z]{3}\Z")
    price_basis: str = column()
    start: DAY = column(unit="date")
    finish: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}
