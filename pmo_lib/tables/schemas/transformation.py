"""The office's own change: initiatives, their order, and what they ask of groups of people.

A week is named by its Monday.
"""

from typing import Final

from pmo_lib.tables.schemas.base import (
    DAY,
    Table,
    column,
    identifier,
    iso_currency,
    key,
    money,
    week_key,
)

CHANGE_PHASES: Final = ("announcement", "training", "go_live", "embedding")
"""Phases of a change as a group of people meets it."""


class Initiatives(Table):
    """Transformation work to be put in order: one row an initiative.

    ::

        initiative_id  name            value  time_criticality  risk_reduction  effort  earliest
        N007           One risk scale  8      5                 3               5       2026-11-02

    ``value``, ``time_criticality``, ``risk_reduction`` and ``effort`` are scores on one relative
    scale. ``cost_of_delay`` is what a week of waiting costs and ``duration_weeks`` how long the
    work takes. ``earliest`` is the day before which it cannot start; ``start`` and ``finish`` are
    those of the roadmap.
    """

    initiative_id: str = identifier()
    name: str = column(nullable=False)
    description: str = column()
    standard_id: str = column(refers="standards")
    project_id: str = column(refers="projects")
    owner_id: str = column(refers="people")
    team: str = column()
    value: float = column(unit="score", ge=0)
    time_criticality: float = column(unit="score", ge=0)
    risk_reduction: float = column(unit="score", ge=0)
    effort: float = column(unit="score", ge=0)
    cost_of_delay: float = money()
    currency: str = iso_currency()
    price_basis: str = column()
    duration_weeks: float = column(unit="weeks", ge=0)
    people_needed: float = column(unit="people at full time", ge=0)
    earliest: DAY = column(unit="date")
    start: DAY = column(unit="date")
    finish: DAY = column(unit="date")
    actual_start: DAY = column(unit="date")
    actual_finish: DAY = column(unit="date")
    outcome: str = column()
    state: str = column(isin=["proposed", "planned", "running", "done", "stopped"])

    class Config:
        """The office's own."""

        metadata = {"slice_by": "office"}


class InitiativeLinks(Table):
    """Which initiative must be done before another can start: one row a pair.

    ::

        initiative_id  predecessor_id  lag_weeks
        N012           N007            2
    """

    initiative_id: str = identifier(refers="initiatives")
    predecessor_id: str = identifier(refers="initiatives")
    lag_weeks: float = column(unit="weeks")
    reason: str = column()

    class Config:
        """The office's own."""

        metadata = {"slice_by": "office"}


class ChangeImpacts(Table):
    """What an initiative asks of a group of people: one row an initiative, group and week.

    ::

        initiative_id  group             week        share  impact  phase
        N007           project managers  2026-11-02  0.4    3       training

    ``share`` is the share of the group that is affected, ``impact`` how hard, from 1 to 5.
    """

    initiative_id: str = identifier(refers="initiatives")
    group: str = key()
    week: DAY = week_key()
    share: float = column(unit="share of the group", ge=0, le=1)
    impact: float = column(unit="points, 1 to 5", ge=1, le=5)
    phase: str = column(isin=[*CHANGE_PHASES])

    class Config:
        """The office's own."""

        metadata = {"slice_by": "office"}


class GroupCapacity(Table):
    """How much change a group of people can take: one row a group and week.

    ::

        group             week        capacity  people
        project managers  2026-11-02  4         310

    ``capacity`` is in the points of ``change_impacts``: impact x share affected x the weight of
    the phase.
    """

    group: str = key()
    week: DAY = week_key()
    capacity: float = column(unit="points a week", ge=0)
    people: float = column(unit="people", ge=0)
    note: str = column()

    class Config:
        """The office's own."""

        metadata = {"slice_by": "office"}
