"""What clients and colleagues say, what they read, and what the office asks of them.

Instants are in UTC.
"""

from typing import Final

from pmo_lib.tables.schemas.base import DAY, PERIOD_PATTERN, Table, column, identifier

FEEDBACK_MEASURES: Final = ("csat", "nps", "ces", "stars")
"""Customer satisfaction, net promoter score, customer effort score, stars."""

FEEDBACK_SUBJECTS: Final = ("service", "report", "project", "office")


class Surveys(Table):
    """Who was asked in a survey: one row a survey of one client, or of colleagues.

    ::

        survey_id      wave     client_id  audience  population  invited  opened
        2026Q3-C0001   2026-Q3  C0001      clients   14          12       2026-09-14T08:00:00

    ``population`` is how many might have been asked and ``invited`` how many were: with the rows
    of ``feedback`` they give the response rate. Surveys of one ``wave`` are compared with those
    of the wave before.
    """

    survey_id: str = identifier()
    wave: str = column()
    title: str = column()
    client_id: str = column(refers="clients")
    audience: str = column(isin=["clients", "colleagues"])
    population: float = column(unit="people", ge=0)
    invited: float = column(unit="people", ge=0)
    opened: DAY = column(unit="instant, UTC")
    closed: DAY = column(unit="instant, UTC")

    class Config:
        """A client sees its own."""

        metadata = {"slice_by": "client_id"}


class Feedback(Table):
    """Answers of clients and colleagues: one row an answer to one question.

    ::

        response_id  client_id  subject  measure  score  scale_max  comment          theme
        F00102       C0001      report   nps      9      10         Clear and early  timeliness

    ``client_id`` is the client whose people answered; answers of colleagues have none. The scale
    runs from ``scale_min`` to ``scale_max``, and ``better`` says which end is good. ``theme`` is
    what a person found the comment to be about; ``action`` is what was done, ``actioned`` when,
    and ``told`` when those who had said it were told.
    """

    response_id: str = identifier()
    survey_id: str = column(refers="surveys")
    client_id: str = column(refers="clients")
    project_id: str = column(refers="projects")
    service_id: str = column(refers="services")
    request_id: str = column(refers="service_requests")
    report: str = column()
    audience: str = column(isin=["clients", "colleagues"])
    subject: str = column(isin=[*FEEDBACK_SUBJECTS])
    measure: str = column(isin=[*FEEDBACK_MEASURES])
    question: str = column()
    score: float = column(unit="points of the scale")
    scale_min: float = column(unit="points of the scale")
    scale_max: float = column(unit="points of the scale")
    better: str = column(isin=["high", "low"])
    comment: str = column()
    language: str = column()
    submitted: DAY = column(unit="instant, UTC")
    theme: str = column()
    action: str = column()
    actioned: DAY = column(unit="date")
    told: DAY = column(unit="date")
    respondent: str = column(visibility="internal")
    action_owner_id: str = column(refers="people", visibility="internal")
    internal_note: str = column(visibility="internal")

    class Config:
        """A client sees what its own people said."""

        metadata = {"slice_by": "client_id"}


class ReportReads(Table):
    """Openings of reports: one row an opening, or an issue that nobody has opened.

    ::

        read_id  client_id  report  period   edition  issued               opened
        V00881   C0001      client  2026-09  client   2026-10-05T06:00:00  2026-10-05T08:41:00
        V00882   C0002      client  2026-09  client   2026-10-05T06:00:00  null
    """

    read_id: str = identifier()
    client_id: str = column(refers="clients")
    project_id: str = column(refers="projects")
    programme_id: str = column(refers="programmes", visibility="internal")
    report: str = column()
    period: str = column(str_matches=PERIOD_PATTERN)
    edition: str = column()
    issued: DAY = column(unit="instant, UTC")
    opened: DAY = column(unit="instant, UTC")
    seconds_open: float = column(unit="seconds", ge=0)
    reader: str = column(visibility="internal")

    class Config:
        """A client sees its own."""

        metadata = {"slice_by": "client_id"}


class DataRequests(Table):
    """What the office asked of others, so that it can show that it asks less: one row a request.

    ::

        request_id  kind    what                person_id  asked                answered
        D00041      status  October's position  E0012      2026-10-26T07:00:00  2026-10-28T15:20:00

    ``asked_of`` is a name as written, ``person_id`` is set where it is one of the office's people.
    """

    request_id: str = identifier()
    kind: str = column()
    what: str = column()
    why: str = column()
    asked_of: str = column()
    person_id: str = column(refers="people")
    client_id: str = column(refers="clients")
    project_id: str = column(refers="projects")
    survey_id: str = column(refers="surveys")
    asked_by: str = column()
    asked: DAY = column(unit="instant, UTC")
    due: DAY = column(unit="instant, UTC")
    answered: DAY = column(unit="instant, UTC")
    minutes: float = column(unit="minutes to answer", ge=0)

    class Config:
        """The office's own."""

        metadata = {"slice_by": "office"}
