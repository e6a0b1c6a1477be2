"""The whole portfolio: drawn once, then told as it was known at the end of any period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.errors import ParameterError
from pmo_lib.tables.sample import parties, stories
from pmo_lib.tables.sample.assurance.gates import gates_table
from pmo_lib.tables.sample.calendars import CALENDARS, OF_CURRENCY
from pmo_lib.tables.sample.cast import Cast
from pmo_lib.tables.sample.controls import Controls, draw_controls
from pmo_lib.tables.sample.curves import Course, draw_course, plan_table, progress_table
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.lives import Lives, draw_lives
from pmo_lib.tables.sample.milestones import Marks, draw_marks, milestone_table
from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD,
    PERIOD_END,
    PERIODS,
    Ints,
    Texts,
    dates,
    either,
    periods_table,
)
from pmo_lib.tables.sample.narratives import status_table
from pmo_lib.tables.sample.office import Office, Setting, draw_office
from pmo_lib.tables.sample.office.known import together
from pmo_lib.tables.sample.office.staff import complete_people, people_known, there_in_time
from pmo_lib.tables.sample.outlooks import add_outlooks
from pmo_lib.tables.sample.paperwork import HANDOVER, Tables, plant_in_papers, spoil, withhold
from pmo_lib.tables.sample.projects import (
    Papers,
    baselines_table,
    clients_of_projects,
    draw_papers,
    programmes_of_projects,
    projects_table,
)
from pmo_lib.tables.sample.remedies import add_remedies
from pmo_lib.tables.sample.returns import lineage_table, sources_table
from pmo_lib.tables.sample.status import NO_ROW, OVERALL, Reports, draw_reports
from pmo_lib.tables.sample.streams import stream
from pmo_lib.tables.schemas import TABLES

SEED: Final = 20261031
"""Seed of the portfolio that everybody sees."""

_LINKS: Final = ("project_clients", "project_programmes")

_BY_PERIOD: Final = tuple(
    name for name, schema in TABLES.items() if "period" in schema.key_columns()
)
_REPORTED: Final = tuple(name for name in _BY_PERIOD if name != "plan_periods")


@dataclass
class Portfolio:
    """All that will ever be known, and what it takes to say what was known when.

    ``history`` has the tables that are drawn once; ``controls`` and ``office`` tell theirs anew at
    each period. Tables are as drawn: they are held to their schemas where they are stored or given
    away.
    """

    lives: Lives
    papers: Papers
    course: Course
    ids: Texts
    currency: Texts
    history: Tables
    controls: Controls = field(init=False)
    office: Office = field(init=False)

    def known(self, period: int) -> Tables:
        """Tables as known at the end of a period, all history included."""
        return self._known(period, 0)

    def news(self, period: int) -> Tables:
        """Tables as known at the end of a period; of those by period only the period's own rows."""
        tables = self._known(period, period)
        newer = tables["baselines"]["effective"] > dates(PERIOD_END[period - 1 : period])[0]
        fresh = tables["baselines"].loc[newer, ["project_id", "baseline_no"]]
        tables["plan_periods"] = tables["plan_periods"].merge(fresh)
        return tables

    def _known(self, period: int, since: int) -> Tables:
        day = PERIOD_END[period]
        tables = {**self.history, **self.controls.known(period)}
        tables["projects"] = projects_table(
            self.lives, self.papers, self.course, period, self.ids, self.currency
        )
        known = tables["projects"].index
        tables["projects"]["sponsor"] = self.controls.ground.sponsors(float(day))[known]
        for name in set(_REPORTED) & set(tables):
            tables[name] = tables[name][tables[name]["period"].isin(PERIOD[since : period + 1])]
        told = tables["stories"]
        tables["stories"] = told[told["period"].isin(PERIOD[: period + 1])]
        for name in _LINKS:
            tables[name] = _links_known(tables[name], float(day))
        baselines = tables["baselines"]
        tables["baselines"] = baselines[baselines["effective"] <= dates(np.array([day]))[0]]
        approved = tables["baselines"][["project_id", "baseline_no"]]
        tables["plan_periods"] = tables["plan_periods"].merge(approved)
        if day < NOW:
            tables["rejects"] = tables["rejects"].iloc[:0]
        tables["people"] = people_known(tables["people"], float(day))
        first, last = pd.to_datetime(dates(PERIOD_END[[0, period]]))
        tables["sources"] = sources_table(first, last, period + 1)
        tables["lineage"] = lineage_table(tables, PERIOD[period])
        return together(tables, self.office.known(float(day)))


def _links_known(links: pd.DataFrame, day: float) -> pd.DataFrame:
    known = links[links["valid_from"] <= day].copy()
    known["valid_to"] = dates(known["valid_to"].where(known["valid_to"] <= day).to_numpy())
    known["valid_from"] = dates(known["valid_from"].to_numpy())
    return known


def draw_portfolio(*, scale: int = 1, seed: int = SEED) -> Portfolio:
    """Draw the portfolio and plant its stories.

    Raises
    ------
    ParameterError
        ``scale`` is less than 1, or ``seed`` is negative.
    """
    if scale < 1 or seed < 0:
        raise ParameterError(
            f"The sample takes a scale of 1 or more and a seed of 0 or more, found scale {scale} "
            f"and seed {seed}; scale 1 is the size of the real office."
        )
    streams = iter(np.random.default_rng(seed).spawn(16))
    people = parties.draw_people(next(streams), scale)
    clients = parties.draw_clients(next(streams), scale, people)
    programmes = parties.draw_programmes(next(streams), scale, people)
    lives = draw_lives(next(streams), scale)
    lead = parties.draw_leads(next(streams), lives.kind, scale)
    cast = _cast(next(streams), lead)
    stories.plant_in_lives(cast, lives)
    course = draw_course(next(streams), lives)
    stories.plant_in_course(cast, lives, course)
    marks = draw_marks(next(streams), lives)
    stories.plant_in_marks(cast, lives, marks)
    reports = draw_reports(next(streams), lives, course, marks, cast.taken)
    stories.plant_in_reports(cast, lives, marks, reports)
    papers = draw_papers(next(streams), lives, lead, _texts(clients, "sector"), _managers(people))
    papers.programme = parties.draw_memberships(next(streams), papers.category, len(programmes))
    canaries = parties.draw_words(next(streams), len(clients))
    sterling = (clients["reporting_currency"] == "GBP").to_numpy()
    plant_in_papers(cast, lives, papers, canaries, sterling=sterling)
    portfolio = Portfolio(
        lives,
        papers,
        course,
        ids=parties.id_series("J", len(lives)),
        currency=_texts(clients, "reporting_currency")[lead],
        history={
            "periods": periods_table(),
            "clients": clients,
            "programmes": programmes,
            "people": people,
        },
    )
    _write_history(next(streams), portfolio, marks, reports)
    withhold(portfolio.history, portfolio.ids, papers.withheld)
    told = (reports.owner[:, -1, OVERALL] != NO_ROW) & (lives.kind == "live")
    spoil(cast, portfolio.history, portfolio.ids, told)
    _complete_people(seed, scale, portfolio)
    _add_outlooks(seed, portfolio, marks, reports)
    _add_controls(seed, scale, portfolio, cast, marks, reports)
    portfolio.office = _office(seed, scale, portfolio, reports, canaries, cast)
    _let_people_be_there(portfolio)
    portfolio.history["stories"] = cast.table(portfolio.ids, _texts(clients, "client_id"))
    return portfolio


def _write_history(
    rng: np.random.Generator, portfolio: Portfolio, marks: Marks, reports: Reports
) -> None:
    """Write down what was drawn as tables, with all that will ever be known."""
    lives, papers, course, tables = (
        portfolio.lives,
        portfolio.papers,
        portfolio.course,
        portfolio.history,
    )
    ids, currency, reporting = portfolio.ids, portfolio.currency, lives.reporting()
    client_ids = _texts(tables["clients"], "client_id")
    programme_ids = _texts(tables["programmes"], "programme_id")
    approvers = parties.draw_names(rng, max(60, len(client_ids) // 10))
    tables["project_clients"] = clients_of_projects(lives, papers, ids, client_ids, HANDOVER)
    tables["project_programmes"] = programmes_of_projects(lives, papers, ids, programme_ids)
    tables["baselines"] = baselines_table(rng, lives, papers, ids, currency, approvers)
    tables["plan_periods"] = plan_table(lives, course, ids, currency)
    tables["progress"] = progress_table(course, reporting, ids, currency)
    tables["status_reports"] = status_table(rng, lives, papers, course, marks, reports, ids)
    tables["milestones"] = milestone_table(marks, reporting, ids, papers.category)


def _complete_people(seed: int, scale: int, portfolio: Portfolio) -> None:
    """Add what the office knows of its people; those whom the portfolio names do not leave."""
    tables = portfolio.history
    people = tables["people"]
    owners = _texts(tables["programmes"], "owner"), _texts(tables["clients"], "account_lead")
    named = np.concatenate([portfolio.papers.manager, *owners])
    needed = people["person_id"].isin(named).to_numpy()
    tables["people"] = complete_people(stream(seed, "office people"), people, scale, needed)


def _add_outlooks(seed: int, portfolio: Portfolio, marks: Marks, reports: Reports) -> None:
    """Add what managers expect, and what they say would help."""
    lives, papers, tables, ids = (
        portfolio.lives,
        portfolio.papers,
        portfolio.history,
        portfolio.ids,
    )
    add_outlooks(seed, lives, papers, portfolio.course, marks, reports, tables, ids)
    tables["status_reports"] = add_remedies(
        seed, lives, papers, reports, tables["people"], tables["status_reports"], ids
    )


def _add_controls(
    seed: int, scale: int, portfolio: Portfolio, cast: Cast, marks: Marks, reports: Reports
) -> None:
    """Add what keeps the projects under control, with its stories."""
    ground = Ground(
        seed=seed,
        lives=portfolio.lives,
        papers=portfolio.papers,
        course=portfolio.course,
        marks=marks,
        reports=reports,
        ids=portfolio.ids,
        currency=portfolio.currency,
        clients=portfolio.history["clients"],
        people=portfolio.history["people"],
        cast=cast,
    )
    controls = portfolio.controls = draw_controls(ground, scale)
    portfolio.history |= controls.registers.tables
    milestones, clients = portfolio.history["milestones"], portfolio.history["clients"]
    planned = milestones["project_id"].isin(controls.plans.projects())
    milestones["activity_id"] = either(planned, milestones["milestone_id"])
    calendars = clients["reporting_currency"].map(OF_CURRENCY)
    clients["calendar_id"] = np.array(list(CALENDARS), dtype=object)[calendars]


def _let_people_be_there(portfolio: Portfolio) -> None:
    """Let nobody have acted before joining, nor leave who goes on acting for the office."""
    lives, controls = portfolio.lives, portfolio.controls
    held = gates_table(controls.ground, controls.gates, PERIODS - 1).dropna(subset="reviewed")
    asked = portfolio.office.known(float(PERIOD_END[-1]))["service_requests"]
    acted = pd.concat(
        [
            pd.Series(dates(np.minimum(lives.known, lives.start)), portfolio.papers.manager),
            held.set_index("reviewer_id")["reviewed"],
            asked.set_index("handler_id")["raised"],
        ]
    )
    portfolio.history["people"] = there_in_time(portfolio.history["people"], acted)


def _office(
    seed: int, scale: int, portfolio: Portfolio, reports: Reports, words: Texts, cast: Cast
) -> Office:
    """Draw the office's own tables around the portfolio, by random numbers of their own."""
    setting = Setting(
        seed=seed,
        scale=scale,
        lives=portfolio.lives,
        papers=portfolio.papers,
        reports=reports,
        clients=portfolio.history["clients"],
        people=portfolio.history["people"],
        ids=portfolio.ids,
        words=words,
        cast=Cast(stream(seed, "office stories"), cast.shown, cast.weight, cast.taken, cast.told),
    )
    return draw_office(setting)


def _cast(rng: np.random.Generator, lead: Ints) -> Cast:
    """Start a cast that favours the clients that are looked at first."""
    weight = np.where(lead == parties.DEFAULT_CLIENT, 12.0, 1.0)
    return Cast(rng, lead == parties.LARGEST_CLIENT, weight, np.zeros(len(lead), dtype=bool))


def _managers(people: pd.DataFrame) -> Texts:
    managing = people["role"].isin(["project manager", "programme manager"])
    return _texts(people[managing], "person_id")


def _texts(frame: pd.DataFrame, column: str) -> Texts:
    return frame[column].to_numpy(dtype=object)
