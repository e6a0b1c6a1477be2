"""Who is booked on what, what is still to be staffed, and what was worked, by week.

A week is named by its Monday.
"""

from pmo_lib.tables.schemas.base import DAY, Table, column, identifier, key, week_key


class Assignments(Table):
    """Hours that people are booked: one row a person, project and week.

    ::

        person_id  project_id  week        hours  firmness   probability  task_hours
        E0012      J0001       2026-10-05  22.5   firm       null         20
        E0012      J0412       2026-10-05  7.5    tentative  0.6          null

    ``probability`` is that of a tentative booking. ``task_hours`` is the part of the hours that
    activities of the plan account for.
    """

    person_id: str = identifier(refers="people")
    project_id: str = identifier(refers="projects")
    week: DAY = week_key()
    role: str = column()
    hours: float = column(unit="hours", ge=0)
    task_hours: float = column(unit="hours", ge=0)
    firmness: str = column(isin=["firm", "tentative"])
    probability: float = column(unit="share", ge=0, le=1)

    class Config:
        """Found by project: what a person does for others stays with the office."""

        metadata = {"slice_by": "project_id"}


class RoleDemands(Table):
    """Hours of a role that a project needs and nobody is booked for: one row a role and week.

    ::

        project_id  role          week        hours  firmness  raised
        J0001       data analyst  2026-11-02  37.5   firm      2026-09-14
    """

    project_id: str = identifier(refers="projects")
    role: str = key()
    week: DAY = week_key()
    hours: float = column(unit="hours", ge=0)
    firmness: str = column(isin=["firm", "tentative"])
    probability: float = column(unit="share", ge=0, le=1)
    raised: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Timesheets(Table):
    """Hours that people worked: one row a person, project and week.

    ::

        person_id  project_id  week        hours  billable_hours  submitted   approved
        E0012      J0001       2026-10-05  24     22.5            2026-10-09  2026-10-12

    A correction may make the hours of a week negative.
    """

    person_id: str = identifier(refers="people")
    project_id: str = identifier(refers="projects")
    week: DAY = week_key()
    hours: float = column(unit="hours")
    billable_hours: float = column(unit="hours", visibility="internal")
    submitted: DAY = column(unit="date", visibility="internal")
    approved: DAY = column(unit="date", visibility="internal")
    comment: str = column(visibility="internal")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Absences(Table):
    """Hours that people are away from project work: one row a person, week and kind.

    ::

        person_id  week        kind   hours
        E0012      2026-10-19  leave  37.5

    Public holidays stand in the person's calendar, not here. What is available is contracted
    hours, less holidays, less these.
    """

    person_id: str = identifier(refers="people")
    week: DAY = week_key()
    kind: str = key(isin=["leave", "training", "sickness", "office_work", "other"])
    hours: float = column(unit="hours", visibility="internal", ge=0)

    class Config:
        """The office's own."""

        metadata = {"slice_by": "office"}
