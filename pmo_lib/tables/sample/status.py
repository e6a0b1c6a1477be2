"""Declared ratings: what owners and independent reviewers say, and when they say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.curves import Course
from pmo_lib.tables.sample.lives import Lives
from pmo_lib.tables.sample.milestones import Marks
from pmo_lib.tables.sample.months import NOW, PERIOD_END, PERIODS, Bools, Floats, Ints

COLOURS: Final = ("green", "amber", "red")
"""Ratings by their number, best first."""

OVERALL, TIME, COST, QUALITY, RISK, BENEFITS, PEOPLE = range(7)
"""Numbers of the dimensions, in the order of the schema."""

NO_ROW: Final = -1
"""In place of a rating: nothing was reported."""

_SHARES: Final = {
    TIME: (0.34, 0.105),
    COST: (0.27, 0.085),
    QUALITY: (0.08, 0.01),
    RISK: (0.16, 0.02),
    BENEFITS: (0.08, 0.012),
    PEOPLE: (0.10, 0.012),
}
"""Share of reports in which a dimension's true position is amber or worse, and red."""

_LATE_PRONE: Final = 0.18


@dataclass
class Reports:
    """Declared ratings by project, period and dimension, and the dates of the reports.

    ``owner`` and ``independent`` (overall only) hold 0, 1, 2 for green, amber, red, else
    :data:`NO_ROW`. ``repeats`` marks owner's overall narratives copied from the period before.
    """

    owner: Ints
    independent: Ints
    data_as_of: Floats
    submitted: Floats
    late: Bools
    repeats: Bools


def draw_reports(
    rng: np.random.Generator, lives: Lives, course: Course, marks: Marks, prompt: Bools
) -> Reports:
    """Draw all reports from the projects' true position, with optimism and persistence.

    The ``prompt`` projects are not late with the last period's report.
    """
    reporting = lives.reporting()
    scores = _scores(rng, course, marks, reporting)
    owner = np.full((len(lives), PERIODS, 7), NO_ROW)
    for dimension, shares in _SHARES.items():
        target = _bands(scores[dimension], reporting, shares)
        owner[:, :, dimension] = _chain(rng, target, reporting)
    held = lives.held[:, None] <= PERIOD_END
    stopped = (lives.kind == "cancelled")[:, None] & (lives.ended[:, None] <= PERIOD_END)
    owner[:, :, OVERALL] = overall_of(owner, rng.random(len(lives)) < 0.5)
    for dimension, least in ((TIME, np.where(held, 1, 0)), (OVERALL, held + 2 * stopped)):
        owner[:, :, dimension] = np.maximum(owner[:, :, dimension], least)
    prone = rng.random(len(lives)) < _LATE_PRONE
    late = rng.random(reporting.shape) < np.where(prone, 0.12, 0.008)[:, None]
    late[prompt, -1] = False
    owner[~reporting | late] = NO_ROW
    as_of = PERIOD_END - rng.integers(0, 7, reporting.shape)
    stale = rng.random(reporting.shape) < np.where(PERIOD_END < NOW, 0.012, 0)
    return Reports(
        owner=owner,
        independent=_assured(rng, lives, course, marks, owner[:, :, OVERALL]),
        data_as_of=np.where(stale, PERIOD_END - 61, as_of),
        submitted=np.maximum(as_of, PERIOD_END - rng.integers(0, 4, reporting.shape)),
        late=late & reporting,
        repeats=np.zeros(reporting.shape, dtype=bool),
    )


def overall_of(ratings: Ints, optimist: Bools) -> Ints:
    """Overall rating: the worst dimension's, or one better where an optimist sees one only."""
    worst = ratings[:, :, 1:].max(axis=2)
    alone = (ratings[:, :, 1:] == worst[:, :, None]).sum(axis=2) == 1
    return np.asarray(worst - ((worst > 0) & alone & optimist[:, None]))


def _scores(
    rng: np.random.Generator, course: Course, marks: Marks, reporting: Bools
) -> dict[int, Floats]:
    """How bad the true position is, by dimension; larger is worse."""
    final = np.nan_to_num(marks.final_slip())
    days = np.where(marks.overdue() & marks.key()[:, :, None], PERIOD_END - marks.baseline, 0)
    time = np.maximum(final, days.max(axis=1))
    index = np.nan_to_num(course.cost_efficiency(), nan=1.0)
    over = np.nan_to_num(course.manager_eac / course.budget - 1)
    begun = course.earned_value > 0.1 * course.budget
    cost = np.maximum(np.where(begun, 1 - index, 0), 0.6 * over)
    health = _ranks(time, reporting) + _ranks(cost, reporting) - 1
    scores = {
        TIME: _ranks(time, reporting) + 0.08 * _wander(rng, len(time)),
        COST: _ranks(cost, reporting) + 0.08 * _wander(rng, len(time)),
    }
    for dimension in (QUALITY, RISK, BENEFITS, PEOPLE):
        scores[dimension] = health + 0.45 * _wander(rng, len(time))
    return scores


def _ranks(score: Floats, reporting: Bools) -> Floats:
    """Rank of each score among the reported ones, from 0 to 1."""
    ordered = np.sort(score[reporting])
    return np.asarray(np.searchsorted(ordered, score) / len(ordered))


def _wander(rng: np.random.Generator, n: int) -> Floats:
    """Noise that stays near its last value: one series a project."""
    steps = rng.normal(0, 1, (n, PERIODS))
    for t in range(1, PERIODS):
        steps[:, t] = 0.9 * steps[:, t - 1] + np.sqrt(1 - 0.81) * steps[:, t]
    return steps


def _bands(score: Floats, reporting: Bools, shares: tuple[float, float]) -> Ints:
    """Bands of a score, so that given shares of the reports are amber or worse, and red."""
    edges = np.quantile(score[reporting], [1 - shares[0], 1 - shares[1]])
    return np.digitize(score, edges)


def _chain(rng: np.random.Generator, target: Ints, reporting: Bools) -> Ints:
    """Follow the target a colour at a time: bad news is slow to be told, good news slower."""
    declared = np.minimum(target, 1)
    drawn = rng.random(target.shape)
    for t in range(1, PERIODS):
        last = declared[:, t - 1]
        worse = (target[:, t] > last) & (drawn[:, t] < 0.5)
        better = (target[:, t] < last) & (drawn[:, t] < 0.35)
        leap = (target[:, t] == 2) & (drawn[:, t] < 0.02)
        moved = np.where(leap, 2, last + worse - better)
        declared[:, t] = np.where(reporting[:, t - 1], moved, declared[:, t])
    return declared


def _assured(
    rng: np.random.Generator, lives: Lives, course: Course, marks: Marks, owner: Ints
) -> Ints:
    """Independent reviews: some projects, the larger the likelier, every third period."""
    size = course.budget[:, -1]
    chosen = rng.random(len(lives)) < np.where(size > 5e6, 0.6, 0.08)
    turn = (np.arange(PERIODS) - rng.integers(0, 3, len(lives))[:, None]) % 3 == 0
    index = np.nan_to_num(course.cost_efficiency(), nan=1.0)
    slip = np.nan_to_num(marks.final_slip())
    computed = np.maximum(np.digitize(-index, [-0.95, -0.9]), np.digitize(slip, [10, 40]))
    rating = np.clip(computed, owner, owner + 1)
    return np.where(chosen[:, None] & turn & (owner >= 0), np.minimum(rating, 2), NO_ROW)
