"""What would better a rating, what help is needed, and who wrote the report."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.lives import Lives
from pmo_lib.tables.sample.months import PERIOD, PERIOD_END, Bools, Ints, Texts, either
from pmo_lib.tables.sample.projects import Papers
from pmo_lib.tables.sample.remedy_words import HELP, PATHS
from pmo_lib.tables.sample.status import OVERALL, Reports
from pmo_lib.tables.sample.streams import stream
from pmo_lib.tables.schemas import DIMENSIONS

_SILENT: Final = 0.15
_PATH: Final = "The path to green"
_HELP: Final = "Help needed: "
_HELD_FOR: Final = 3
"""Periods for which a path or a call for help stays the same."""


def add_remedies(
    seed: int,
    lives: Lives,
    papers: Papers,
    reports: Reports,
    people: pd.DataFrame,
    status: pd.DataFrame,
    ids: Texts,
) -> pd.DataFrame:
    """Add ``path_to_green``, ``help_needed`` and ``author_id`` to ``status_reports``.

    Owners of amber and red ratings name a path, but for a few projects whose owners never do. The
    path of the overall rating is that of its worst dimension; where a narrative names a path or
    asks for help, the columns say the same.
    """
    rng = stream(seed, "remedies")
    n = len(lives)
    turn, silent = rng.integers(0, 60, n), rng.random(n) < _SILENT
    asks = rng.random((n, len(PERIOD))) < 0.4
    project = pd.Index(ids).get_indexer(pd.Index(status["project_id"]))
    at = pd.Index(PERIOD).get_indexer(pd.Index(status["period"]))
    dimension = pd.Index(DIMENSIONS).get_indexer(pd.Index(status["dimension"]))
    by_owner = (status["assessor"] == "owner").to_numpy()
    running = (lives.held[:, None] > PERIOD_END) & (lives.ended[:, None] > PERIOD_END)
    trouble = by_owner & (reports.owner[project, at, dimension] > 0) & running[project, at]
    trouble &= status["rating"].notna().to_numpy()
    worst = reports.owner[:, :, 1:].argmax(axis=2) + 1
    about = np.where(dimension == OVERALL, worst[project, at], dimension)
    rating = reports.owner[project, at, about]
    step = (turn[project] + at) // _HELD_FOR
    narrative = status["narrative"]
    path = _words(PATHS, about, rating, step, trouble & ~silent[project])
    overall = trouble & (dimension == OVERALL)
    wanted = overall & (rating == 2) & asks[project, at]
    wanted &= ~narrative.str.contains(_HELP, regex=False).to_numpy(dtype=bool)
    call = _words(HELP, about, rating, step, wanted)
    return status.assign(
        path_to_green=_told(path, narrative, overall, _PATH + r"(?: is|:) ([^.]+\.)"),
        help_needed=_told(call, narrative, overall, _HELP + r"([^.]+\.)"),
        author_id=_authors(rng, papers, people, project, by_owner),
    )


def _words(
    choices: dict[str, tuple[tuple[str, ...], tuple[str, ...]]],
    dimension: Ints,
    rating: Ints,
    step: Ints,
    where: Bools,
) -> Texts:
    """Phrases for dimensions and ratings (amber, red), one after the other."""
    found = np.full(len(step), None, dtype=object)
    for number, name in enumerate(DIMENSIONS):
        for place, phrases in enumerate(choices.get(name, ())):
            here = np.flatnonzero(where & (dimension == number) & (rating == place + 1))
            found[here] = np.array(phrases, dtype=object)[step[here] % len(phrases)]
    return found


def _told(text: Texts, narrative: pd.Series[str], where: Bools, pattern: str) -> Texts:
    """Put what a narrative says in so many words in place of the text."""
    found = text.copy()
    said = narrative[where].str.extract(pattern, expand=False)
    said = said.str[:1].str.upper() + said.str[1:]
    given = said.notna().to_numpy()
    found[np.flatnonzero(where)[given]] = said.to_numpy(dtype=object)[given]
    return found


def _authors(
    rng: np.random.Generator,
    papers: Papers,
    people: pd.DataFrame,
    project: Ints,
    by_owner: Bools,
) -> Texts:
    """Name the manager for the owner's reports, for reviews the project's own reviewer."""
    reviewers = people.loc[people["role"] == "assurance lead", "person_id"].to_numpy(dtype=object)
    reviewer = reviewers[rng.integers(0, len(reviewers), len(papers.manager))]
    return either(by_owner, papers.manager[project], reviewer[project])
