"""What managers expect: the finish, the contingency that is left and the benefits, by period."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.curves import Course
from pmo_lib.tables.sample.lives import MOST_BASELINES, Lives
from pmo_lib.tables.sample.milestones import Marks
from pmo_lib.tables.sample.months import (
    PERIOD,
    PERIOD_END,
    Bools,
    Floats,
    Ints,
    Texts,
    dates,
    either,
)
from pmo_lib.tables.sample.paperwork import Tables
from pmo_lib.tables.sample.phrases import DRAWN, SPENT
from pmo_lib.tables.sample.projects import Papers
from pmo_lib.tables.sample.status import BENEFITS, NO_ROW, Reports
from pmo_lib.tables.sample.streams import stream
from pmo_lib.tables.sample.titles import BUILDING

_NOT_GIVEN: Final = 0.02
_STEPS: Final = 10
_LEAST: Final = 0.02
_BENEFITS_CUT: Final = ((0.0, 0.03), (0.04, 0.15), (0.2, 0.45))
"""Share of the benefits that is no longer expected, by the rating of benefits: from, to."""


def add_outlooks(
    seed: int,
    lives: Lives,
    papers: Papers,
    course: Course,
    marks: Marks,
    reports: Reports,
    tables: Tables,
    ids: Texts,
) -> None:
    """Add to ``progress`` what managers expect, and to ``baselines`` the contingency.

    The finish is that of the final milestone. Contingency is drawn in tenths as work goes on and
    as cost runs ahead of it; where a narrative says that it is used up, it is. Expected benefits
    fall with the rating of benefits.
    """
    rng = stream(seed, "outlooks")
    project, at = np.nonzero(lives.reporting())
    own, baseline = np.nonzero(np.isfinite(lives.effective))
    hidden = papers.withheld
    agreed, left = _contingency(rng, lives, papers, course, tables["status_reports"], ids)
    tables["baselines"] = tables["baselines"].assign(
        contingency=np.where(hidden[own], np.nan, agreed[own, baseline]),
        contingency_state=either(hidden[own], "withheld"),
    )
    finish, finish_state = _finish(rng, marks)
    benefits, benefits_state = _benefits(rng, lives, reports, tables, ids)
    tables["progress"] = tables["progress"].assign(
        manager_finish=dates(finish[project, at]),
        manager_finish_state=finish_state[project, at],
        contingency_remaining=np.where(hidden[project], np.nan, left[project, at]),
        contingency_remaining_state=either(hidden[project], "withheld"),
        benefits_forecast=benefits[project, at],
        benefits_forecast_state=benefits_state[project, at],
    )


def _finish(rng: np.random.Generator, marks: Marks) -> tuple[Floats, Texts]:
    """Finish as the manager forecasts it; some do not say, and on hold nobody can."""
    day = marks.forecast[:, -1].copy()
    untold = (rng.random(day.shape) < _NOT_GIVEN) & marks.open()[:, -1] & np.isfinite(day)
    state = either(untold, "not_provided", either(np.isnan(day), "to_be_decided"))
    return np.where(untold, np.nan, day), state


def _contingency(
    rng: np.random.Generator,
    lives: Lives,
    papers: Papers,
    course: Course,
    status: pd.DataFrame,
    ids: Texts,
) -> tuple[Floats, Floats]:
    """Contingency of each baseline, and what is left of it at the end of each period."""
    n = len(lives)
    usual = np.where(np.isin(papers.category, BUILDING), 0.1, 0.065)
    share = np.clip(usual * rng.lognormal(0, 0.35, n), _LEAST, 0.2)
    drawn, spent = (_said(status, ids, sentence) for sentence in (DRAWN, SPENT))
    without = (rng.random(n) < 0.5) & (lives.budget[:, 0] < 200e3)
    share = np.where(without & ~(drawn | spent).any(axis=1), 0.0, share)
    used = _drawn(rng, course, share * lives.budget[:, 0])
    agreed = np.full((n, MOST_BASELINES), np.nan)
    agreed[:, 0] = _rounded(share * lives.budget[:, 0])
    left, in_force, each = np.zeros(used.shape), lives.in_force(PERIOD_END), np.arange(n)
    for b in range(MOST_BASELINES):
        before = (lives.effective[:, b : b + 1] > PERIOD_END).sum(axis=1) - 1
        since = np.where((before >= 0) & (b > 0), used[each, np.maximum(before, 0)], 0.0)
        if b:
            kept = np.where(before >= 0, left[each, np.maximum(before, 0)], agreed[:, b - 1])
            growth = np.maximum(lives.budget[:, b] - lives.budget[:, b - 1], 0)
            least = np.where(share > 0, _LEAST, 0) * lives.budget[:, b]
            agreed[:, b] = _rounded(np.maximum(kept + share * growth, least))
        here = in_force == b
        gone = np.logical_or.accumulate(spent & here, axis=1)
        begun = np.logical_or.accumulate(drawn & here, axis=1)
        step = np.maximum(agreed[:, b : b + 1] / _STEPS, 1)
        steps = np.floor((used - since[:, None]) / step)
        steps = np.clip(np.maximum(steps, begun), 0, np.where(gone, _STEPS, _STEPS - 1))
        rest = np.rint(agreed[:, b : b + 1] * (1 - np.where(gone, _STEPS, steps) / _STEPS))
        left = np.where(here, rest, left)
    return agreed, left


def _drawn(rng: np.random.Generator, course: Course, contingency: Floats) -> Floats:
    """Money drawn from contingency so far: some as work goes on, more as cost runs ahead of it."""
    usual = rng.beta(2, 4, len(contingency))[:, None] * contingency[:, None]
    over = np.maximum(course.actual_cost - course.earned_value, 0)
    pressed = np.minimum(0.5 * over, 0.6 * contingency[:, None])
    return np.maximum.accumulate(usual * course.share_done + pressed, axis=1)


def _said(status: pd.DataFrame, ids: Texts, sentence: str) -> Bools:
    """Projects and periods in which the owner's narrative of cost begins with a sentence."""
    rows = status[(status["dimension"] == "cost") & (status["assessor"] == "owner")]
    rows = rows[rows["narrative"].str.startswith(sentence)]
    found = np.zeros((len(ids), len(PERIOD)), dtype=bool)
    project = pd.Index(ids).get_indexer(pd.Index(rows["project_id"]))
    found[project, pd.Index(PERIOD).get_indexer(pd.Index(rows["period"]))] = True
    return found


def _benefits(
    rng: np.random.Generator, lives: Lives, reports: Reports, tables: Tables, ids: Texts
) -> tuple[Floats, Texts]:
    """Benefits now expected over the whole life, of those in the baseline in force."""
    case, state = _case(lives, tables["baselines"])
    level = _last_told(reports.owner[:, :, BENEFITS])
    n, in_force = len(lives), lives.in_force(PERIOD_END)
    cut = np.stack([rng.uniform(low, high, n) for low, high in _BENEFITS_CUT], axis=1)
    cut[:, 0] *= rng.random(n) < 0.4
    expected = np.take_along_axis(case, in_force, axis=1) * (
        1 - np.take_along_axis(cut, level, axis=1)
    )
    status = tables["status_reports"]
    without = status.loc[status["rating_state"] == "not_applicable", "project_id"].unique()
    unmeasured = np.isin(ids, without.astype(object))[:, None]
    why = np.take_along_axis(state, in_force, axis=1)
    why = either(unmeasured & (why != "withheld"), "not_applicable", why)
    return np.where(unmeasured, np.nan, _rounded(expected, 3)), why


def _case(lives: Lives, baselines: pd.DataFrame) -> tuple[Floats, Texts]:
    """Benefits of the baselines and their states, by project and baseline."""
    project, at = np.nonzero(np.isfinite(lives.effective))
    case = np.full((len(lives), MOST_BASELINES), np.nan)
    state = np.full(case.shape, None, dtype=object)
    case[project, at] = baselines["benefits"]
    state[project, at] = baselines["benefits_state"].to_numpy(dtype=object)
    return case, state


def _last_told(rating: Ints) -> Ints:
    """Take the rating of each period, or the last before it; green where there was none."""
    told = rating != NO_ROW
    at = np.maximum.accumulate(np.where(told, np.arange(rating.shape[1]), 0), axis=1)
    return np.maximum(np.take_along_axis(rating, at, axis=1), 0)


def _rounded(amount: Floats, digits: int = 2) -> Floats:
    size = np.where(np.isfinite(amount) & (amount > 0), amount, 1.0)
    step = np.maximum(10.0 ** (np.floor(np.log10(size)) - digits + 1), 1)
    return np.asarray(np.rint(amount / step) * step)
