"""The whole portfolio: drawn once, then told as it was known at the end of any period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.errors import ParameterError
from pmo_lib.tables.sample import parties, stories
from pmo_lib.tables.sample.calendars import calendars_table
from pmo_lib.tables.sample.cast import Cast
from pmo_lib.tables.sample.curves import Course, draw_course, plan_table, progress_table
from pmo_lib.tables.sample.lives import Lives, draw_lives
from pmo_lib.tables.sample.milestones import Marks, draw_marks, milestone_table
from pmo_lib.tables.sample.months import NOW, PERIOD, PERIOD_END, Ints, Texts, dates, periods_table
from pmo_lib.tables.sample.narratives import status_table
from pmo_lib.tables.sample.office import Office, Setting, draw_office
from pmo_lib.tables.sample.office.known import together
from pmo_lib.tables.sample.office.staff import complete_people, people_known
from pmo_lib.tables.sample.paperwork import HANDOVER, Tables, plant_in_papers, spoil, withhold
from pmo_lib.tables.sample.projects import (
    Papers,
    baselines_table,
    clients_of_projects,
    draw_papers,
    programmes_of_projects,
    projects_table,
)
from pmo_lib.tables.sample.status import NO_ROW, OVERALL, Reports, draw_reports
from pmo_lib.tables.sample.streams import stream

SEED: Final = 20261031
"""Seed of the portfolio that everybody sees."""

_LINKS: Final = ("project_clients", "project_programmes")


@dataclass
class Portfolio:
    """All that will ever be known, and what it takes to say what was known when.

    Its tables are as drawn: they are held to their schemas where they are stored or given away.
    """

    lives: Lives
    papers: Papers
    course: Course
    ids: Texts
    currency: Texts
    history: Tables
    office: Office = field(init=False)

    def news(self, period: int) -> Tables:
        """Tables as known at the end of a period; of those by period only the period's own rows."""
        tables = self.known(period)
        before = set(PERIOD[:period])
        for name in ("periods", "progress", "status_reports", "milestones"):
            tables[name] = tables[name][~tables[name]["period"].isin(before)]
        newer = tables["baselines"]["effective"] > dates(PERIOD_END[period - 1 : period])[0]
        fresh = tables["baselines"].loc[newer, ["project_id", "baseline_no"]]
        tables["plan_periods"] = tables["plan_periods"].merge(fresh)
        return tables

    def known(self, period: int) -> Tables:
        """Tables as known at the end of a period, all history included."""
        day = PERIOD_END[period]
        seen = set(PERIOD[: period + 1])
        tables = dict(self.history)
        tables["projects"] = projects_table(
            self.lives, self.papers, self.course, period, self.ids, self.currency
        )
        for name in ("periods", "progress", "status_reports", "milestones", "stories"):
            tables[name] = tables[name][tables[name]["period"].isin(seen)]
        for name in _LINKS:
            tables[name] = _links_known(tables[name], float(day))
        baselines = tables["baselines"]
        tables["baselines"] = baselines[baselines["effective"] <= dates(np.array([day]))[0]]
        approved = tables["baselines"][["project_id", "baseline_no"]]
        tables["plan_periods"] = tables["plan_periods"].merge(approved)
        if day < NOW:
            tables["rejects"] = tables["rejects"].iloc[:0]
        tables["people"] = people_known(tables["people"], float(day))
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
            "calendars": calendars_table(),
        },
    )
    _write_history(next(streams), portfolio, marks, reports)
    withhold(portfolio.history, portfolio.ids, papers.withheld)
    told = (reports.owner[:, -1, OVERALL] != NO_ROW) & (lives.kind == "live")
    spoil(cast, portfolio.history, portfolio.ids, told)
    portfolio.office = _office(seed, scale, portfolio, reports, canaries, cast)
    portfolio.history["stories"] = cast.table(portfolio.ids, _texts(clients, "client_id"))
    return portfolio


def _office(
    seed: int, scale: int, portfolio: Portfolio, reports: Reports, words: Texts, cast: Cast
) -> Office:
    """Draw the office's own tables around the portfolio, by random numbers of their own."""
    tables, papers = portfolio.history, portfolio.papers
    people = tables["people"]
    owners = _texts(tables["programmes"], "owner"), _texts(tables["clients"], "account_lead")
    needed = people["person_id"].isin(np.concatenate([papers.manager, *owners])).to_numpy()
    people = complete_people(stream(seed, "office people"), people, scale, needed)
    tables["people"] = people
    setting = Setting(
        seed=seed,
        scale=scale,
        lives=portfolio.lives,
        papers=papers,
        reports=reports,
        clients=tables["clients"],
        people=people,
        ids=portfolio.ids,
        words=words,
        cast=Cast(stream(seed, "office stories"), cast.shown, cast.weight, cast.taken, cast.told),
    )
    return draw_office(setting)


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


def _cast(rng: np.random.Generator, lead: Ints) -> Cast:
    """Start a cast that favours the clients that are looked at first."""
    weight = np.where(lead == parties.DEFAULT_CLIENT, 12.0, 1.0)
    return Cast(rng, lead == parties.LARGEST_CLIENT, weight, np.zeros(len(lead), dtype=bool))


def _managers(people: pd.DataFrame) -> Texts:
    managing = people["role"].isin(["project manager", "programme manager"])
    return _texts(people[managing], "person_id")


def _texts(frame: pd.DataFrame, column: str) -> Texts:
    return frame[column].to_numpy(dtype=object)
