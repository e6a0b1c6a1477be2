"""What may go wrong, what has gone wrong, and what one project needs of another.

``owner`` is a name as written; ``owner_id`` is set where it is one of the office's people.
"""

from pmo_lib.tables.schemas.base import (
    DAY,
    Table,
    column,
    identifier,
    iso_currency,
    money,
    period_key,
    recorded_state,
)


class Risks(Table):
    """Risks as reported: one row a project, risk and period.

    ::

        project_id  risk_id  period   title           probability  cost_min  cost_likely  cost_max
        J0001       R7       2026-10  Supplier fails  0.3          20000     60000        150000

        project_id  risk_id  period   probability  probability_band  impact_band  band_scale
        J0002       R1       2026-10  null         Medium            High         five points

    Values are as they stand after the responses taken so far; ``target_*`` is what the responses
    are to bring. Impacts of a threat are positive, as are those of an opportunity: ``kind`` says
    which. **Bands are kept as written, with the name of their scale, and are never turned into
    numbers**: a source that gives words alone has no ``probability``, cost or days. ``proximity``
    is as written, ``proximity_date`` the day from which the risk may strike.
    """

    project_id: str = identifier(refers="projects")
    risk_id: str = identifier()
    period: str = period_key()
    kind: str = column(isin=["threat", "opportunity"])
    title: str = column()
    cause: str = column()
    effect: str = column()
    category: str = column()
    affects: str = column()
    activity_id: str = column(refers="activities")
    probability: float = column(unit="share", ge=0, le=1)
    probability_state: str = recorded_state()
    probability_band: str = column()
    impact_band: str = column()
    severity_band: str = column()
    band_scale: str = column()
    cost_min: float = money()
    cost_likely: float = money()
    cost_likely_state: str = recorded_state()
    cost_max: float = money()
    currency: str = iso_currency()
    price_basis: str = column()
    days_min: float = column(unit="working days")
    days_likely: float = column(unit="working days")
    days_likely_state: str = recorded_state()
    days_max: float = column(unit="working days")
    target_probability: float = column(unit="share", ge=0, le=1)
    target_probability_band: str = column()
    target_impact_band: str = column()
    target_cost_likely: float = money()
    target_days_likely: float = column(unit="working days")
    proximity: str = column()
    proximity_date: DAY = column(unit="date")
    response: str = column()
    response_plan: str = column()
    response_cost: float = money()
    owner: str = column()
    owner_id: str = column(refers="people")
    raised: DAY = column(unit="date")
    due: DAY = column(unit="date")
    reviewed: DAY = column(unit="date")
    closed: DAY = column(unit="date")
    escalated_to: str = column()
    issue_id: str = column(refers="issues")
    internal_note: str = column(visibility="internal")
    state: str = column(isin=["proposed", "open", "occurred", "closed"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Issues(Table):
    """Issues as reported: one row a project, issue and period.

    ::

        project_id  issue_id  period   title             severity  raised      due         state
        J0001       I2        2026-10  Test data missed  High      2026-10-05  2026-11-06  open

    ``severity`` is as written, on the scale that ``severity_scale`` names. ``value`` is what the
    issue costs, ``days`` by how much it delays the finish.
    """

    project_id: str = identifier(refers="projects")
    issue_id: str = identifier()
    period: str = period_key()
    title: str = column()
    description: str = column()
    category: str = column()
    severity: str = column()
    severity_scale: str = column()
    owner: str = column()
    owner_id: str = column(refers="people")
    raised: DAY = column(unit="date")
    due: DAY = column(unit="date")
    closed: DAY = column(unit="date")
    resolution: str = column()
    value: float = money()
    value_state: str = recorded_state()
    currency: str = iso_currency()
    price_basis: str = column()
    days: float = column(unit="working days")
    escalated_to: str = column()
    internal_note: str = column(visibility="internal")
    state: str = column(isin=["open", "closed"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Dependencies(Table):
    """What a project needs of others, and gives to them: one row a dependency and period.

    ::

        project_id  dependency_id  period   direction  title           other_project_id  needed_by
        J0001       D3             2026-10  needs      Identity login  J0412             2026-11-16
        J0412       D3             2026-10  gives      Identity login  J0001             2026-11-16

    The project at the other end may be another client's, so only the office sees which it is.
    """

    project_id: str = identifier(refers="projects")
    dependency_id: str = identifier()
    period: str = period_key()
    direction: str = column(isin=["needs", "gives"])
    title: str = column()
    description: str = column()
    other_project_id: str = column(refers="projects", visibility="internal")
    other_party: str = column(visibility="internal")
    milestone_id: str = column(refers="milestones")
    other_milestone_id: str = column(refers="milestones", visibility="internal")
    owner: str = column()
    owner_id: str = column(refers="people")
    needed_by: DAY = column(unit="date")
    forecast_date: DAY = column(unit="date")
    met: DAY = column(unit="date")
    impact: str = column()
    state: str = column(isin=["proposed", "agreed", "disputed", "met", "dropped"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}
