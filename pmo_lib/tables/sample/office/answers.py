"""Answers to questions: of surveys, of closed requests and of opened reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, Floats, Ints
from pmo_lib.tables.sample.office.reads import Reads
from pmo_lib.tables.sample.office.requests import Requests
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.surveys import Surveys
from pmo_lib.tables.sample.office.weeks import in_working_time


@dataclass(frozen=True)
class Question:
    """A question: its scale, and the moods at which an answer is a point higher."""

    subject: str
    measure: str
    words: str
    least: float
    edges: tuple[float, ...]

    @property
    def most(self) -> float:
        """Highest point of the scale."""
        return self.least + len(self.edges)


OFFICE = Question(
    "office",
    "csat",
    "How satisfied are you with the office?",
    1,
    (-1.9, -1.2, -0.5, 0.75),
)
RECOMMEND = Question(
    "office",
    "nps",
    "How likely are you to recommend the office to a colleague?",
    0,
    (-2.6, -2.1, -1.7, -1.3, -1.0, -0.75, -0.2, 0.1, 0.5, 1.2),
)
EFFORT = Question(
    "service",
    "ces",
    "The office made it easy to get what I needed.",
    1,
    (-2.2, -1.5, -0.9, -0.4, 0.3, 1.1),
)
PROJECT = Question(
    "project",
    "csat",
    "How satisfied are you with how your project is run?",
    1,
    (-1.8, -1.1, -0.4, 0.8),
)
SERVICE = Question("service", "stars", "How was it?", 1, (-1.8, -1.1, -0.5, 0.5))
REPORT = Question("report", "stars", "Was this report useful?", 1, (-1.7, -1.0, -0.3, 0.7))

QUESTIONS: Final = (OFFICE, RECOMMEND, EFFORT, PROJECT, SERVICE, REPORT)
"""All questions, by their number."""


def asked(question: Question) -> int:
    """Find the number of a question."""
    return QUESTIONS.index(question)


_TAKEN_UP: Final = {OFFICE: 1.0, RECOMMEND: 0.9, EFFORT: 0.5, PROJECT: 0.4}
"""Share of those who answer a survey that answer each of its questions."""

_SPREAD: Final = 0.55


def draw_answers(
    rng: np.random.Generator, setting: Setting, surveys: Surveys, requests: Requests, reads: Reads
) -> pd.DataFrame:
    """Draw who answers what, when and in which mood, in order of time.

    Positions of clients, projects, services and requests are -1 where an answer is of none.
    """
    every = pd.concat(
        [
            *_of_surveys(rng, setting, surveys),
            _of_requests(rng, requests),
            _of_reports(rng, reads),
        ]
    )
    every["submitted"] = np.round(every["submitted"] * 1440) / 1440
    order = ["submitted", "client", "who", "question"]
    every = every[every["submitted"] < NOW + 1].sort_values(order, ignore_index=True)
    positions = ["client", "project", "service", "request"]
    return every.fillna(dict.fromkeys(positions, -1)).astype(dict.fromkeys(positions, int))


def _of_surveys(rng: np.random.Generator, setting: Setting, surveys: Surveys) -> list[pd.DataFrame]:
    """Answers to the questions of each survey; those of one person are alike."""
    rows = surveys.rows
    count = rows["answers"].to_numpy()
    survey = np.repeat(np.arange(len(rows)), count)
    within = np.arange(len(survey)) - np.repeat(np.cumsum(count) - count, count)
    mood = rows["mood"].to_numpy()[survey] + _spread(rng, survey, count)
    wait = np.minimum(rng.exponential(2.6, len(survey)), 13.9)
    people = pd.DataFrame(
        {
            "survey_id": rows["survey_id"].array[survey],
            "audience": rows["audience"].array[survey],
            "client": rows["client"].to_numpy()[survey],
            "who": within,
            "submitted": in_working_time(rows["opened"].to_numpy()[survey], wait),
        }
    )
    found = []
    for question, share in _TAKEN_UP.items():
        here = rng.random(len(people)) < share
        told = people[here].assign(
            question=asked(question), mood=mood[here] + rng.normal(0, 0.15, here.sum())
        )
        if question is PROJECT:
            told["project"] = _own_project(rng, setting, told)
            told = told[told["project"] >= 0]
        found.append(told)
    return found


def _spread(rng: np.random.Generator, group: Ints, count: Ints) -> Floats:
    """How far each answer lies from its survey's mood: evenly spread over a logistic curve."""
    rank = pd.Series(rng.random(len(group))).groupby(group).rank().to_numpy() - 1
    level = (rank + rng.uniform(0.05, 0.95, len(group))) / count[group]
    return np.asarray(_SPREAD * np.log(level / (1 - level)))


def _own_project(rng: np.random.Generator, setting: Setting, told: pd.DataFrame) -> Ints:
    """One of each answering client's projects at work on that day; -1 where there is none."""
    lives, lead = setting.lives, setting.papers.lead
    order = np.argsort(lead, kind="stable")
    client = told["client"].to_numpy()
    first, last = (np.searchsorted(lead[order], client, side=side) for side in ("left", "right"))
    drawn = first + np.floor(rng.random(len(told)) * (last - first)).astype(np.int64)
    project = order[np.minimum(drawn, len(order) - 1)]
    day = told["submitted"].to_numpy()
    going = (lives.known[project] <= day) & (setting.closing[project] >= day)
    stays = setting.papers.moved_to[project] < 0
    return np.where((client >= 0) & (last > first) & going & stays, project, -1)


def _of_requests(rng: np.random.Generator, requests: Requests) -> pd.DataFrame:
    """Stars for closed requests, fewer for those that took too long."""
    rows, facts = requests.rows, requests.facts
    done = (rows["closed"] < NOW) & ~rows["withdrawn"] & (rng.random(len(rows)) < 0.2)
    here = np.flatnonzero(done)
    late = (facts["work"] > facts["target"]).to_numpy()[here]
    client = facts["client"].to_numpy()[here]
    return pd.DataFrame(
        {
            "audience": np.where(client >= 0, "clients", "colleagues"),
            "client": client,
            "project": facts["project"].to_numpy()[here],
            "service": facts["service"].to_numpy()[here],
            "request": here,
            "who": here,
            "submitted": in_working_time(
                rows["closed"].to_numpy()[here], 1 + rng.exponential(0.8, len(here))
            ),
            "question": asked(SERVICE),
            "mood": 0.55 - 1.3 * late + _SPREAD * rng.logistic(size=len(here)),
        }
    )


def _of_reports(rng: np.random.Generator, reads: Reads) -> pd.DataFrame:
    """Stars for opened reports."""
    rows = reads.rows
    chosen = rows["first"] & (rows["opened"] < NOW) & (rows["client"] >= 0)
    here = np.flatnonzero(chosen & (rng.random(len(rows)) < 0.06))
    number = rows["number"].to_numpy()[here]
    return pd.DataFrame(
        {
            "audience": "clients",
            "client": rows["client"].to_numpy()[here],
            "who": here,
            "report": "client",
            "submitted": rows["opened"].to_numpy()[here] + rng.uniform(2, 40, len(here)) / 1440,
            "question": asked(REPORT),
            "mood": 0.06 * (number - 15) + _SPREAD * rng.logistic(size=len(here)),
        }
    )
