"""The office at work: its people, services, voices, savings and its own change."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_lib.tables.sample.office.answers import draw_answers
from pmo_lib.tables.sample.office.asks import draw_asks
from pmo_lib.tables.sample.office.away import draw_away
from pmo_lib.tables.sample.office.bookings import draw_bookings
from pmo_lib.tables.sample.office.change import draw_change
from pmo_lib.tables.sample.office.demands import draw_demands
from pmo_lib.tables.sample.office.feedback import Feedback, draw_feedback
from pmo_lib.tables.sample.office.known import Part, Tables
from pmo_lib.tables.sample.office.maturity import draw_maturity
from pmo_lib.tables.sample.office.reads import draw_reads
from pmo_lib.tables.sample.office.requests import draw_requests
from pmo_lib.tables.sample.office.savings import draw_savings
from pmo_lib.tables.sample.office.services import draw_versions
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.surveys import draw_surveys
from pmo_lib.tables.sample.office.timesheets import draw_timesheets

__all__ = ["Office", "Setting", "draw_office"]


@dataclass(frozen=True)
class Office:
    """All subjects of the office, with all that will ever be known of them."""

    parts: tuple[Part, ...]
    feedback: Feedback

    def known(self, day: float) -> Tables:
        """Tables of the office as known at the end of a day."""
        return {name: rows for part in self.parts for name, rows in part.known(day).items()}


def draw_office(setting: Setting) -> Office:
    """Draw all that the office does and plant its stories."""
    away = draw_away(setting)
    bookings = draw_bookings(setting, away)
    timesheets = draw_timesheets(setting, away, bookings)
    demands = draw_demands(setting)
    versions = draw_versions(setting)
    requests = draw_requests(setting, versions)
    surveys, reads = draw_surveys(setting), draw_reads(setting)
    answers = draw_answers(setting.stream("answers"), setting, surveys, requests, reads)
    feedback = draw_feedback(setting, answers, requests.rows)
    work = (away, bookings, timesheets, demands, versions, requests)
    voices = (surveys, feedback, reads, draw_asks(setting))
    worth = (draw_savings(setting), draw_change(setting), draw_maturity(setting))
    return Office((*work, *voices, *worth), feedback)
