"""Gates, standards and maturity: what is required, what was found, with which evidence."""

from typing import Final

import pandas as pd

from pmo_lib.tables.schemas.base import (
    DAY,
    Table,
    column,
    identifier,
    key,
    precision,
    recorded_state,
)

GATE_OUTCOMES: Final = ("passed", "passed_with_conditions", "not_passed", "deferred")


class GateReviews(Table):
    """Gate reviews, planned and held: one row a project and gate.

    ::

        project_id  gate    planned     reviewed    outcome                 conditions_due
        J0001       Gate 3  2026-08-28  2026-09-04  passed_with_conditions  2026-10-30

    A gate without ``reviewed`` has not been held; it is overdue once ``planned`` is past.
    ``required_artefacts`` and ``evidence`` are as written; what each standard asks and what was
    found stands in ``standard_checks``.
    """

    project_id: str = identifier(refers="projects")
    gate: str = key()
    sequence: float = column(unit="place among the gates, from 1")
    approver: str = column()
    required_artefacts: str = column()
    evidence: str = column()
    planned: DAY = column(unit="date")
    planned_state: str = recorded_state()
    forecast_date: DAY = column(unit="date")
    reviewed: DAY = column(unit="date")
    reviewed_state: str = recorded_state()
    date_precision: str = precision()
    reviewer: str = column()
    reviewer_id: str = column(refers="people")
    outcome: str = column(isin=[*GATE_OUTCOMES])
    conditions: str = column()
    conditions_due: DAY = column(unit="date")
    conditions_met: DAY = column(unit="date")

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class Standards(Table):
    """Standards and norms of the office, and the aims that they serve: one row each.

    ::

        standard_id  kind      title                gate    measure             target  unit
        ST04         standard  Risk register kept   Gate 2  null                null    null
        N02          norm      Reports on the day   null    reported_on_time    0.95    share

    ``kind`` is ``standard`` (an artefact or practice that a gate asks for), ``norm`` (a level that
    the office holds itself to) or ``vision`` (an aim). ``baseline_value`` and ``current_value``
    are of the ``measure``, in ``unit``.
    """

    standard_id: str = identifier()
    kind: str = column(isin=["standard", "norm", "vision"])
    title: str = column(nullable=False)
    description: str = column()
    pillar: str = column()
    gate: str = column()
    applies_to: str = column()
    mandatory: pd.BooleanDtype = column()
    owner_id: str = column(refers="people", visibility="internal")
    version: str = column()
    valid_from: DAY = column(unit="date")
    valid_to: DAY = column(unit="date")
    measure: str = column()
    unit: str = column()
    target: float = column(unit="as the row's unit")
    baseline_value: float = column(unit="as the row's unit", visibility="board")
    current_value: float = column(unit="as the row's unit", visibility="board")
    measured: DAY = column(unit="date", visibility="board")

    class Config:
        """The catalogue is in every slice, so that a project's checks can name the standard."""

        metadata = {"slice_by": "all"}


class StandardChecks(Table):
    """What was found of each standard at a gate: one row a project, standard and gate.

    ::

        project_id  standard_id  gate    state  evidence             checked     checked_by
        J0001       ST04         Gate 2  met    register of 3 March  2026-03-06  A. Okafor
    """

    project_id: str = identifier(refers="projects")
    standard_id: str = identifier(refers="standards")
    gate: str = key()
    evidence: str = column()
    due: DAY = column(unit="date")
    checked: DAY = column(unit="date")
    checked_by: str = column()
    waived_by: str = column()
    reason: str = column()
    state: str = column(isin=["met", "partly_met", "not_met", "waived", "not_applicable"])

    class Config:
        """Found by project."""

        metadata = {"slice_by": "project_id"}


class MaturityAssessments(Table):
    """Maturity by model, subject and aspect: one row an assessment.

    ::

        model       subject  aspect           assessed    level  target_level  top_level
        P3M3        office   risk management  2026-06-30  3      4             5
        value ring  SV03     measurement      2026-06-30  2      3             5

    ``subject`` is what was assessed; ``service_id`` is set where it is a service. Levels of
    different models are never compared.
    """

    model: str = key()
    subject: str = key()
    aspect: str = key()
    assessed: DAY = key(unit="date")
    service_id: str = column(refers="services")
    level: float = column(unit="level of the model")
    target_level: float = column(unit="level of the model")
    top_level: float = column(unit="level of the model")
    evidence: str = column()
    assessor: str = column()

    class Config:
        """The office's own."""

        metadata = {"slice_by": "office"}
