"""The questions that every report asks of its data, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

import pandas as pd

from pmo_lib.analytics import cost, earned_value, milestones, rag
from pmo_lib.analytics.changes import changes, members
from pmo_lib.analytics.core import Tables, live_projects
from pmo_lib.analytics.data_quality import data_quality, freshness, rejects_summary, reporting
from pmo_lib.analytics.exceptions import exceptions
from pmo_lib.analytics.headline import headline

__all__ = ["Cut", "Review", "review"]

LINKS: Final[Mapping[str, str | None]] = {
    "client": "project_clients",
    "programme": "project_programmes",
    "portfolio": None,
}
"""By level, the table that says which projects were reported on before."""


class Period(Protocol):
    """A reporting period."""

    @property
    def name(self) -> str:
        """Name, as in the ``periods`` table."""

    @property
    def cadence(self) -> str:
        """How often such a period is reported."""

    @property
    def data_date(self) -> date:
        """The day at which its data stand."""


class Cut(Protocol):
    """What one report sees: canonical tables of this period and of the last."""

    @property
    def level(self) -> str:
        """What the report is about: client, programme or portfolio."""

    @property
    def period(self) -> Period:
        """The reporting period."""

    @property
    def previous_period(self) -> Period | None:
        """The last reported period, if any."""

    @property
    def current(self) -> Tables:
        """Canonical tables as known for this period."""

    @property
    def previous(self) -> Tables:
        """Canonical tables as known for the last report; empty tables where there is none."""


@dataclass(frozen=True)
class Review:
    """Answers, each a frame of the analytic that its comment names.

    ``live`` are the live projects; ``ratings`` and ``rated`` their ratings in this period and the
    last (``rag.project_ratings``), ``strip``, ``weights``, ``history`` (``rag``); ``milestones``
    and ``due`` (``milestones``); ``position``, ``totals`` (``cost``); ``earned`` and
    ``earned_totals`` (``earned_value``); ``exceptions``, ``changes``; ``rules`` (``headline``, a
    dict); ``reporting``, ``freshness``, ``quality``, ``rejects`` (``data_quality``); ``sources``
    is the table of that name.
    """

    live: pd.DataFrame
    ratings: pd.DataFrame
    rated: pd.DataFrame
    strip: pd.DataFrame
    weights: pd.DataFrame
    history: pd.DataFrame
    milestones: pd.DataFrame
    due: pd.DataFrame
    position: pd.DataFrame
    totals: pd.DataFrame
    earned: pd.DataFrame
    earned_totals: pd.DataFrame
    exceptions: pd.DataFrame
    changes: pd.DataFrame
    rules: dict[str, Any]
    reporting: pd.DataFrame
    freshness: pd.DataFrame
    quality: pd.DataFrame
    rejects: pd.DataFrame
    sources: pd.DataFrame


@pd.option_context("mode.string_storage", "python")
def review(cut: Cut, *, thresholds: Mapping[str, float]) -> Review:
    """Ask the questions of a report.

    Parameters
    ----------
    cut : Cut
        What the report sees; a ``pmo_lib.tables.store.Slice`` is one.
    thresholds : mapping of str to float
        Thresholds by name, as ``params/thresholds.yml`` has them.

    Returns
    -------
    Review
        Frames without rows where there is nothing to say.
    """
    current, previous, links = cut.current, cut.previous, LINKS[cut.level]
    as_of = pd.Timestamp(cut.period.data_date)
    cadence = cut.period.cadence
    last = cut.previous_period
    last_period = last.name if last else None
    last_as_of = pd.Timestamp(last.data_date) if last else as_of
    when: dict[str, Any] = {"period": cut.period.name, "as_of": as_of}
    since = {**when, "previous_period": last_period}
    cycle = {**when, "cadence": cadence}
    stale = thresholds["stale_cycles"]
    live, lived = live_projects(current["projects"]), live_projects(previous["projects"])
    reports, then = current["status_reports"], previous["status_reports"]
    ratings = rag.project_ratings(reports, live, **cycle, stale_cycles=stale)
    rated = rag.project_ratings(
        then, lived, period=last_period, as_of=last_as_of, cadence=cadence, stale_cycles=stale
    )
    status = milestones.milestone_status(
        current["milestones"],
        live,
        **since,
        periods=current["periods"],
        due_days=thresholds["due_days"],
        velocity_reports=int(thresholds["velocity_reports"]),
    )
    position = cost.cost_position(current, previous, **when)
    plan = (current["progress"], current["baselines"], current["plan_periods"])
    earned = earned_value.earned_value(*plan, live, **when, thresholds=thresholds)
    before = rated if last_period else None
    found = exceptions(ratings, before, status, position, earned, thresholds=thresholds)
    theirs = members(previous[links], as_of=last_as_of) if links else None
    moved = changes(current, previous, **since, thresholds=thresholds, previous_members=theirs)
    return Review(
        live=live,
        ratings=ratings,
        rated=rated,
        strip=rag.status_strip(
            current,
            previous,
            **since,
            cadence=cadence,
            thresholds=thresholds,
            previous_members=theirs,
        ),
        weights=rag.rating_weights(ratings),
        history=rag.comparable_history(
            reports, current["projects"], periods=current["periods"], cadence=cadence
        ),
        milestones=status,
        due=milestones.next_due(status, as_of=as_of, days=thresholds["due_days"]),
        position=position,
        totals=cost.cost_totals(position),
        earned=earned,
        earned_totals=earned_value.roll_up(earned),
        exceptions=found,
        changes=moved,
        rules=headline(ratings, moved, found, previous_period=last_period),
        reporting=reporting(ratings, reports, **when, late_days=thresholds["late_report_days"]),
        freshness=freshness(current, **cycle, stale_cycles=stale),
        quality=data_quality(current, **cycle),
        rejects=rejects_summary(current["rejects"]),
        sources=current["sources"],
    )
