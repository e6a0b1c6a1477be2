"""What was asked to change, decided, to be done, and learned.

``owner`` is a name as written; ``owner_id`` is set where it is one of the office's people.
"""

from typing import Final

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

CHANGE_STATES: Final = (
    "raised",
    "assessed",
    "approved",
    "rejected",
    "deferred",
    "withdrawn",
    "done",
)
ACTION_SUBJECTS: Final = (
    "risk",
    "issue",
    "change_request",
    "decision",
    "lesson",
    "gate_review",
    "feedback",
)
"""What an action may be about."""


class ChangeRequests(Table):
    """Change requests as reported: one row a project, request and period.

    ::

        project_id  change_request_id  period   title           value  days  due         state
        J0001       CR5                2026-10  Second ledger   45000  15    2026-11-13  assessed

    ``value`` and ``days`` are the effect on cost and finish, less where negative. ``due`` is the
    day by which a decision is needed. ``baseline_no`` is the baseline that took the change in.
    """

    project_id: str = identifier(refers="projects")
    change_request_id: str = identifier()
    period: str = period_key()
    title: str = column()
    description: str = column()
    reason: str = column()
    category: str = column()
    owner: str = column()
    owner_id: str = column(refers="people")
    raised: DAY = column(unit="date")
    raised_by: str = column()
    due: DAY = column(unit="date")
    decided: DAY = column(unit="date")
    decided_by: str = column()
    value: float = money()
    value_state: str = recorded_state()
    benefits: float = money()
    currency: str = iso_currency()
    price_basis: str = column()
    days: float = column(unit="working days")
    baseline_no: float = column(unit="number of a baseline")
    internal_note: str = column(visibility="internal")
    state: str = column(isin=[*CHANGE_STATES])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Decisions(Table):
    """Decisions, needed and taken, as reported: one row a project, decision and period.

    ::

        project_id  decision_id  period   title         needed_by   cost_of_no_decision  state
        J0001       X2           2026-10  Freeze scope  2026-11-06  20000                needed

    ``needed_by`` is the day on which it is due. ``owner`` is who decides. ``value`` is what the
    decision is about; ``cost_of_no_decision`` is what waiting costs, once or by
    ``cost_of_no_decision_per``, and ``effect_of_no_decision`` the same in words.
    """

    project_id: str = identifier(refers="projects")
    decision_id: str = identifier()
    period: str = period_key()
    title: str = column()
    description: str = column()
    options: str = column()
    recommendation: str = column()
    owner: str = column()
    owner_id: str = column(refers="people")
    raised: DAY = column(unit="date")
    needed_by: DAY = column(unit="date")
    decided: DAY = column(unit="date")
    decided_by: str = column()
    outcome: str = column()
    value: float = money()
    value_state: str = recorded_state()
    cost_of_no_decision: float = money()
    cost_of_no_decision_state: str = recorded_state()
    cost_of_no_decision_per: str = column(isin=["once", "week", "month"])
    effect_of_no_decision: str = column()
    currency: str = iso_currency()
    price_basis: str = column()
    state: str = column(isin=["needed", "taken", "deferred", "withdrawn"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Actions(Table):
    """Actions as reported: one row a project, action and period.

    ::

        project_id  action_id  period   title            owner    due         about  about_id
        J0001       A9         2026-10  Sign the annex   J. Ortiz  2026-10-23  risk   R7

    ``about_id`` is an id of what ``about`` names. ``value`` is what the action is to bring.
    """

    project_id: str = identifier(refers="projects")
    action_id: str = identifier()
    period: str = period_key()
    title: str = column()
    about: str = column(isin=[*ACTION_SUBJECTS])
    about_id: str = column()
    priority: str = column()
    owner: str = column()
    owner_id: str = column(refers="people")
    raised: DAY = column(unit="date")
    due: DAY = column(unit="date")
    closed: DAY = column(unit="date")
    outcome: str = column()
    value: float = money()
    currency: str = iso_currency()
    price_basis: str = column()
    state: str = column(isin=["open", "done", "cancelled"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Lessons(Table):
    """Lessons as reported: one row a project, lesson and period.

    ::

        project_id  lesson_id  period   title                   effect                 state
        J0001       L3         2026-10  Test with real volumes  two weeks of rework    applied

    ``effect`` and ``value`` say what came of it where it was applied, ``times_applied`` how
    often that was.
    """

    project_id: str = identifier(refers="projects")
    lesson_id: str = identifier()
    period: str = period_key()
    title: str = column()
    event: str = column()
    cause: str = column()
    recommendation: str = column()
    category: str = column()
    owner: str = column()
    owner_id: str = column(refers="people")
    raised: DAY = column(unit="date")
    due: DAY = column(unit="date")
    applied: DAY = column(unit="date")
    times_applied: float = column(unit="count", ge=0)
    effect: str = column()
    value: float = money()
    currency: str = iso_currency()
    price_basis: str = column()
    state: str = column(isin=["raised", "accepted", "applied", "rejected"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}
