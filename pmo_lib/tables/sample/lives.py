"""The life of each project: when it starts and truly ends, its budget and its baselines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.months import (
    MONTH,
    NOW,
    PERIOD_BEGIN,
    PERIOD_END,
    PERIODS,
    Bools,
    Floats,
    Ints,
    Texts,
    earlier_workday,
    workday,
)
from pmo_lib.tables.sample.titles import REASONS

COUNTS: Final = {"live": 750, "complete": 132, "cancelled": 18, "on_hold": 16, "pipeline": 24}
"""Projects of each lifecycle at the last period, for scale 1."""

CLOSING_PERIODS: Final = 15
"""Projects that closed earlier than so many periods ago have left the record."""

MOST_BASELINES: Final = 3


@dataclass
class Lives:
    """What truly happens, one entry a project; days are day numbers.

    ``finish`` is the true last day, which nobody knows before; ``ended`` is the day of closing
    (infinite while open) and ``held`` that of being put on hold (infinite if never). Arrays of
    baselines have three columns, NaN beyond ``n_baselines``.
    """

    kind: Texts
    known: Floats
    start: Floats
    finish: Floats
    ended: Floats
    held: Floats
    n_baselines: Ints
    effective: Floats
    planned: Floats
    budget: Floats
    reason: Ints

    def __len__(self) -> int:
        """Count the projects."""
        return len(self.kind)

    def in_force(self, days: Floats) -> Ints:
        """Index of the baseline in force on each of some days; 0 before the first."""
        begun = self.effective[:, :, None] <= days[None, None, :]
        return np.asarray(np.maximum(begun.sum(axis=1) - 1, 0), dtype=np.int64)

    def at(self, values: Floats, days: Floats) -> Floats:
        """Values by baseline, of the baseline in force on each of some days."""
        return np.take_along_axis(values, self.in_force(days), axis=1)

    def reporting(self) -> Bools:
        """Which project reports in which period: from its start until it has closed."""
        begun = self.start[:, None] <= PERIOD_END
        return np.asarray(begun & (self.ended[:, None] >= PERIOD_BEGIN))

    def lifecycle(self, day: float) -> Texts:
        """Lifecycle of each project as known on a day."""
        known = np.where(self.held <= day, "on_hold", "live")
        known = np.where(self.start > day, "pipeline", known)
        return np.asarray(np.where(self.ended <= day, self.kind, known), dtype=object)

    def rebaseline(
        self, who: Bools, effective: Floats, planned: Floats, reason: Ints, growth: Floats
    ) -> None:
        """Give some projects their next baseline."""
        rows = np.flatnonzero(who & (self.n_baselines < MOST_BASELINES))
        at = self.n_baselines[rows]
        self.effective[rows, at] = effective[rows]
        self.planned[rows, at] = planned[rows]
        self.reason[rows, at] = reason[rows]
        self.budget[rows, at] = _rounded(self.budget[rows, at - 1] * (1 + growth[rows]))
        self.n_baselines[rows] += 1

    def last(self, values: Floats) -> Floats:
        """Values by baseline, of the last baseline."""
        return values[np.arange(len(self)), np.maximum(self.n_baselines - 1, 0)]


def draw_lives(rng: np.random.Generator, scale: int) -> Lives:
    """Draw the lives of all projects, in order of the day on which they became known."""
    kind = np.repeat(list(COUNTS), [n * scale for n in COUNTS.values()]).astype(object)
    n = len(kind)
    budget = _rounded(np.clip(rng.lognormal(np.log(1.0e6), 1.3, n), 50e3, 60e6))
    months = (7 + 4.2 * np.log(budget / 50e3)) * rng.lognormal(0, 0.25, n)
    optimism = np.clip(rng.normal(0.86, 0.11, n), 0.55, 1.06)
    length = np.clip(months, 4, 44) / optimism * MONTH
    start, finish, ended, held = _courses(rng, kind, length)
    known = earlier_workday(start - np.where(rng.random(n) < 0.6, 0, rng.uniform(20, 90, n)))
    known = np.where(kind == "pipeline", earlier_workday(NOW - rng.uniform(0, 200, n)), known)
    lives = Lives(
        kind=kind,
        known=known,
        start=start,
        finish=finish,
        ended=ended,
        held=held,
        n_baselines=np.where(kind == "pipeline", 0, 1),
        effective=_slots(np.maximum(known, earlier_workday(start - rng.uniform(0, 14, n)))),
        planned=_slots(workday(start + np.maximum(optimism * (finish - start), 60))),
        budget=_slots(budget),
        reason=np.zeros((n, MOST_BASELINES), dtype=np.int64),
    )
    lives.effective[kind == "pipeline"] = np.nan
    order = np.argsort(known, kind="stable")
    lives = Lives(**{name: values[order] for name, values in vars(lives).items()})
    _replan(rng, lives)
    return lives


def _courses(
    rng: np.random.Generator, kind: Texts, length: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Start, true finish, end and hold of each project from its kind and true length."""
    n = len(kind)
    share = 0.004 + 0.966 * rng.beta(1.2, 1.2, n)
    start = earlier_workday(NOW - share * length)
    closing = PERIODS - 1 - (CLOSING_PERIODS * rng.random(n) ** 1.2).astype(np.int64)
    closed = earlier_workday(PERIOD_BEGIN[closing] + rng.uniform(4, 27, n))
    gone = np.isin(kind, ["complete", "cancelled"])
    lived = np.where(kind == "cancelled", rng.uniform(0.25, 0.8, n), 1.0)
    start = np.where(gone, earlier_workday(closed - lived * length), start)
    start = np.where(kind == "pipeline", workday(NOW + rng.uniform(5, 150, n)), start)
    finish = np.where(kind == "complete", closed, workday(start + length))
    finish = np.where(
        gone | (kind == "pipeline"), finish, np.maximum(finish, workday(np.array(NOW + 3.0)))
    )
    held = earlier_workday(NOW - np.minimum(rng.uniform(10, 240, n), 0.6 * (NOW - start)))
    held = np.where(kind == "on_hold", held, np.inf)
    return start, finish, np.where(gone, closed, np.inf), held


def _replan(rng: np.random.Generator, lives: Lives) -> None:
    """Re-baseline those that are late, some twice, and most of those whose finish has passed."""
    until = np.minimum(np.minimum(lives.finish, lives.ended), np.minimum(lives.held, NOW)) - 3
    age = until - lives.start
    n = len(lives)
    late = 1 - (lives.planned[:, 0] - lives.start) / (lives.finish - lives.start)
    chance = np.clip(0.06 + 1.3 * np.maximum(late, 0) * age / (lives.finish - lives.start), 0, 0.7)
    first = lives.start + rng.uniform(0.35, 0.85, n) * age
    who = (rng.random(n) < chance) & (age > 150) & (lives.n_baselines > 0)
    _rebaseline_at(rng, lives, who, first)
    again = first + rng.uniform(0.45, 0.9, n) * (until - first)
    _rebaseline_at(rng, lives, who & (rng.random(n) < 0.15) & (again - first > 120), again)
    open_ = np.isin(lives.kind, ["live", "on_hold"])
    overdue = open_ & (rng.random(n) < 0.85)
    seen = lives.last(lives.planned) - rng.uniform(15, 75, n)
    soonest = np.maximum(lives.last(lives.effective), lives.start) + 45
    seen = np.maximum(seen, soonest)
    _rebaseline_at(rng, lives, overdue & (seen < until), seen)


def _rebaseline_at(rng: np.random.Generator, lives: Lives, who: Bools, day: Floats) -> None:
    """Approve new baselines on given days, with a finish between the old and the true one."""
    n = len(lives)
    day = earlier_workday(np.where(who, day, NOW))
    early = (day - lives.start) < 0.5 * (lives.finish - lives.start)
    reason = rng.integers(0, len(REASONS) - 1 + early.astype(np.int64), n)
    low, high = (np.array([r[i] for r in REASONS], dtype=float) for i in (1, 2))
    growth = rng.uniform(low[reason], np.nextafter(high[reason], np.inf))
    lives.rebaseline(who, day, new_finish(lives, day, rng.uniform(0.55, 1, n)), reason, growth)


def new_finish(lives: Lives, day: Floats, candour: Floats) -> Floats:
    """Finish of a new baseline: part of the way from the last one's to the true one."""
    old = lives.last(lives.planned)
    finish = old + (lives.finish - old) * candour
    return workday(np.maximum(finish, np.minimum(day + 35, np.maximum(lives.finish, old))))


def _slots(first: Floats) -> Floats:
    values = np.full((len(first), MOST_BASELINES), np.nan)
    values[:, 0] = first
    return values


def _rounded(amount: Floats) -> Floats:
    """Round to three significant figures, as budgets are approved."""
    step = 10.0 ** (np.floor(np.log10(amount)) - 2)
    return np.asarray(np.rint(np.round(amount / step) * step))
