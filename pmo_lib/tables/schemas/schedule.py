"""Plans as networks: activities, the links between them, their baselines and resources.

Durations, float and lags are in working hours of the activity's own calendar (``calendar_id``, or
else that of the schedule): a day has as many as ``calendars`` says.
"""

from typing import Final

import pandas as pd

from pmo_lib.tables.schemas.base import (
    DAY,
    Table,
    column,
    identifier,
    iso_currency,
    key,
    money,
)

ACTIVITY_KINDS: Final = ("task", "milestone", "summary", "hammock", "level_of_effort", "external")
"""``external`` stands in a plan for an activity of another plan."""

CONSTRAINTS: Final = (
    "as_soon_as_possible",
    "as_late_as_possible",
    "must_start_on",
    "must_finish_on",
    "start_no_earlier_than",
    "start_no_later_than",
    "finish_no_earlier_than",
    "finish_no_later_than",
)

LINK_TYPES: Final = ("FS", "SS", "FF", "SF")
"""Finish to start, start to start, finish to finish, start to finish."""


class Schedules(Table):
    """Plans: one row a project whose plan is a network of activities.

    ::

        project_id  data_date   calendar_id  baseline_no  hours_per_day  tool
        J0001       2026-10-30  UK           0            7.5            Microsoft Project

    ``data_date`` is the day up to which the plan has actual dates. ``baseline_no`` is the baseline
    that the plan says it is measured against.
    """

    project_id: str = identifier(refers="projects")
    name: str = column()
    data_date: DAY = column(unit="date")
    start: DAY = column(unit="date")
    finish: DAY = column(unit="date")
    must_finish_by: DAY = column(unit="date")
    calendar_id: str = column(refers="calendars")
    baseline_no: float = column(unit="number of a baseline")
    hours_per_day: float = column(unit="hours", gt=0, le=24)
    hours_per_week: float = column(unit="hours", gt=0, le=168)
    resource_loaded: pd.BooleanDtype = column()
    currency: str = iso_currency()
    tool: str = column()

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Activities(Table):
    """Activities of a plan: one row a project and activity.

    ::

        project_id  activity_id  name          kind       start       finish      total_float_hours
        J0001       A120         Build ledger  task       2026-09-07  2026-10-16  -22.5
        J0001       A200         Go-live       milestone  2026-11-30  2026-11-30  0

    ``start`` and ``finish`` are the dates now expected, and equal the actual ones once those are
    there. ``early_*`` and ``late_*``, float and ``critical`` are what the plan tool computed.
    ``duration_low_hours`` to ``duration_high_hours`` and ``cost_low`` to ``cost_high`` are
    three-point estimates. An activity that is not ``active`` is left out of the network.
    """

    project_id: str = identifier(refers="projects")
    activity_id: str = identifier()
    name: str = column()
    wbs: str = column()
    parent_activity_id: str = column(refers="activities")
    outline_level: float = column(unit="level, from 1")
    sequence: float = column(unit="place in the plan, from 1")
    kind: str = column(isin=[*ACTIVITY_KINDS])
    active: pd.BooleanDtype = column()
    calendar_id: str = column(refers="calendars")
    start: DAY = column(unit="date and time, local")
    finish: DAY = column(unit="date and time, local")
    actual_start: DAY = column(unit="date and time, local")
    actual_finish: DAY = column(unit="date and time, local")
    early_start: DAY = column(unit="date and time, local")
    early_finish: DAY = column(unit="date and time, local")
    late_start: DAY = column(unit="date and time, local")
    late_finish: DAY = column(unit="date and time, local")
    deadline: DAY = column(unit="date and time, local")
    duration_hours: float = column(unit="working hours")
    original_duration_hours: float = column(unit="working hours")
    actual_duration_hours: float = column(unit="working hours")
    remaining_duration_hours: float = column(unit="working hours")
    duration_low_hours: float = column(unit="working hours")
    duration_likely_hours: float = column(unit="working hours")
    duration_high_hours: float = column(unit="working hours")
    total_float_hours: float = column(unit="working hours")
    free_float_hours: float = column(unit="working hours")
    critical: pd.BooleanDtype = column()
    constraint: str = column(isin=[*CONSTRAINTS])
    constraint_date: DAY = column(unit="date and time, local")
    second_constraint: str = column(isin=[*CONSTRAINTS])
    second_constraint_date: DAY = column(unit="date and time, local")
    percent_complete: float = column(unit="share of duration")
    physical_percent_complete: float = column(unit="share")
    work_hours: float = column(unit="hours")
    actual_work_hours: float = column(unit="hours")
    remaining_work_hours: float = column(unit="hours")
    cost: float = money()
    actual_cost: float = money()
    remaining_cost: float = money()
    cost_low: float = money()
    cost_likely: float = money()
    cost_high: float = money()
    currency: str = iso_currency()
    price_basis: str = column()
    notes: str = column()

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class ActivityBaselines(Table):
    """What each activity was planned at: one row a project, activity and baseline.

    ::

        project_id  activity_id  baseline_no  start       finish      duration_hours  cost
        J0001       A120         0            2026-08-17  2026-09-25  225             18000
        J0001       A120         1            2026-09-07  2026-10-16  225             18000

    A plan tool keeps up to eleven baselines (Microsoft Project numbers them 0 to 10), so they are
    rows here, not columns of ``activities``. ``baselines`` says when each took effect, and
    ``schedules`` which the plan is measured against.
    """

    project_id: str = identifier(refers="projects")
    activity_id: str = identifier(refers="activities")
    baseline_no: int = key(ge=0)
    start: DAY = column(unit="date and time, local")
    finish: DAY = column(unit="date and time, local")
    duration_hours: float = column(unit="working hours")
    work_hours: float = column(unit="hours")
    cost: float = money()
    currency: str = iso_currency()
    price_basis: str = column()

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class ScheduleResources(Table):
    """Who and what a plan may use: one row a project and resource.

    ::

        project_id  resource_id  name       kind  role          person_id  max_units  calendar_id
        J0001       R3           Ana Costa  work  data analyst  E0012      1          UK

    ``resource_id`` is the plan's own; ``person_id`` is set where it is one of the office's people.
    What a resource costs is the office's.
    """

    project_id: str = identifier(refers="projects")
    resource_id: str = identifier()
    name: str = column()
    kind: str = column(isin=["work", "material", "cost"])
    role: str = column()
    person_id: str = column(refers="people")
    max_units: float = column(unit="share of a full time", ge=0)
    calendar_id: str = column(refers="calendars")
    rate: float = column(unit="currency an hour", visibility="internal")
    cost_per_use: float = money(visibility="internal")
    currency: str = iso_currency(visibility="internal")
    price_basis: str = column(visibility="internal")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class ActivityResources(Table):
    """What an activity takes of each resource: one row a project, activity and resource.

    ::

        project_id  activity_id  resource_id  units  work_hours  actual_work_hours
        J0001       A120         R3           0.5    112.5       45
    """

    project_id: str = identifier(refers="projects")
    activity_id: str = identifier(refers="activities")
    resource_id: str = identifier(refers="schedule_resources")
    units: float = column(unit="share of a full time", ge=0)
    start: DAY = column(unit="date and time, local")
    finish: DAY = column(unit="date and time, local")
    work_hours: float = column(unit="hours")
    actual_work_hours: float = column(unit="hours")
    remaining_work_hours: float = column(unit="hours")
    cost: float = money(visibility="internal")
    actual_cost: float = money(visibility="internal")
    currency: str = iso_currency(visibility="internal")
    price_basis: str = column(visibility="internal")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Links(Table):
    """Links of a plan: one row a project, activity, predecessor and type.

    ::

        project_id  activity_id  predecessor_id  type  lag_hours  lag_elapsed
        J0001       A200         A120            FS    15         False

    ``type`` is of the key: two activities may be linked start to start and finish to finish. A
    negative ``lag_hours`` is a lead. ``lag_elapsed`` is true where the lag counts all hours, not
    the working ones. A predecessor in another plan is an activity of the kind ``external``.
    """

    project_id: str = identifier(refers="projects")
    activity_id: str = identifier(refers="activities")
    predecessor_id: str = identifier(refers="activities")
    type: str = key(isin=[*LINK_TYPES])
    lag_hours: float = column(unit="working hours")
    lag_elapsed: pd.BooleanDtype = column()

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}
