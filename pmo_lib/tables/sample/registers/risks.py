"""Risks: how they come up, move, and close or occur, and the ``risks`` table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.cast import LATEST
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD_BEGIN,
    PERIOD_END,
    PERIODS,
    Bools,
    Floats,
    Ints,
    Texts,
)
from pmo_lib.tables.sample.registers.items import Items, closing, draw_counts, draw_days
from pmo_lib.tables.sample.registers.wording import draw_subjects

LADDER: Final = np.array([0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9])
"""Probabilities that are given; a risk moves a step at a time."""

_AT_START: Final = (0.10, 0.20, 0.27, 0.24, 0.13, 0.05, 0.01)
_OCCURS: Final = 0.09
_OPPORTUNITY: Final = 0.08


@dataclass
class Risks:
    """Risks, one entry each; ``step`` is the place on the ladder by period, -1 before it came up.

    ``ratio`` is the likely cost as a share of the budget, ``days_likely`` the likely delay;
    ``hits_cost`` and ``hits_time`` say which of them it has. ``occurred`` and ``certain`` mark
    those that have come true, and those that are given a probability of 1 in the last two periods.
    """

    items: Items
    subject: Ints
    opportunity: Bools
    step: Ints
    ratio: Floats
    days_likely: Floats
    hits_cost: Bools
    hits_time: Bools
    occurred: Bools
    certain: Bools
    measured: Bools

    def __len__(self) -> int:
        """Count the risks."""
        return len(self.items)

    @property
    def ids(self) -> Texts:
        """Ids within the project."""
        return self.items.ids("R")


def draw_risks(ground: Ground) -> Risks:
    """Draw all risks, and plant the stories that they tell."""
    rng = ground.stream("risks")
    counts = _counts(rng, ground)
    quiet = _plant_quiet(ground, counts)
    project, raised = draw_days(rng, ground, counts)
    n = len(project)
    life = np.maximum(rng.lognormal(np.log(115), 0.65, n), 12)
    items = Items(project, raised, closing(ground, project, raised, life))
    opportunity = rng.random(n) < _OPPORTUNITY
    occurred = (rng.random(n) < _OCCURS) & ~opportunity & np.isfinite(items.closed)
    kind = rng.random(n)
    risks = Risks(
        items=items,
        subject=draw_subjects(rng, ground, project),
        opportunity=opportunity,
        step=_steps(rng, items),
        ratio=np.clip(rng.lognormal(np.log(0.016), 0.85, n), 0.0015, 0.16),
        days_likely=np.clip(np.rint(rng.lognormal(np.log(11), 0.75, n)), 1, 120),
        hits_cost=kind > 0.18,
        hits_time=kind < 0.74,
        occurred=occurred,
        certain=np.zeros(n, dtype=bool),
        measured=(ground.stream("bands").random(len(ground)) > 0.22)[project],
    )
    _plant_moves(ground, risks, quiet)
    return risks


def _counts(rng: np.random.Generator, ground: Ground) -> Ints:
    """Draw new risks by period: never none for two in a row while a project runs."""
    size = np.log10(ground.last_budget / 1e6)[:, None]
    rate = np.clip(0.36 + 0.11 * size + 0.14 * ground.rating, 0.2, 1.1)
    counts = draw_counts(rng, ground, rate)
    new = np.diff(ground.reporting.astype(int), axis=1, prepend=0) > 0
    first = rng.poisson(np.clip(2.6 + 1.2 * size, 1, 6), new.shape)
    counts = np.where(new & ground.running, 1 + first, counts)
    for period in range(1, PERIODS):
        silent = (counts[:, period - 1] == 0) & (counts[:, period] == 0)
        due = ground.running[:, period - 1] & ground.running[:, period] & silent
        counts[:, period] += due & (ground.until >= PERIOD_BEGIN[period] + 4)
    return np.where(ground.reporting, counts, 0)


def _steps(rng: np.random.Generator, items: Items) -> Ints:
    """Places on the ladder by period: responses bring a risk down, now and then one rises."""
    n = len(items)
    start = rng.choice(len(LADDER), n, p=_AT_START)
    drawn = rng.random((n, PERIODS))
    after = items.raised[:, None] < PERIOD_BEGIN
    move = np.where(after & (drawn < 0.13), -1, np.where(after & (drawn > 0.95), 1, 0))
    step = np.clip(start[:, None] + np.cumsum(move, axis=1), 0, len(LADDER) - 1)
    return np.where(items.raised[:, None] <= PERIOD_END, step, -1)


def _plant_quiet(ground: Ground, counts: Ints) -> Bools:
    """Let some projects that are declared green raise no risk for two periods."""
    cast = ground.casting("quiet risk registers")
    steady = ground.live & ground.running[:, -6:].all(axis=1) & (ground.rating[:, -1] == 0)
    chosen = cast.pick(steady & ~ground.reports.late[:, -1], 8)
    counts[chosen, -2:] = 0
    counts[chosen, -3] = np.maximum(counts[chosen, -3], 1)
    cast.tell("no_new_risk_for_2_periods", chosen, "no risk was raised in the last two periods")
    return np.isin(np.arange(len(ground)), chosen)


def _plant_moves(ground: Ground, risks: Risks, quiet: Bools) -> None:
    """Plant a risk that grew much likelier, one that came true, and one called certain."""
    cast = ground.casting("risks that move")
    items = risks.items
    old = (items.raised < PERIOD_BEGIN[-2]) & np.isinf(items.closed) & ~risks.opportunity
    shown = ground.live & ~ground.papers.withheld & ~quiet
    old &= shown[items.project] & risks.measured & risks.hits_cost
    low = _one_each(ground, old & (risks.step[:, -2] <= 3), risks)
    worse = low[cast.pick(low >= 0, 7)]
    risks.step[worse, -1] = np.maximum(risks.step[worse, -2] + 2, 4)
    cast.tell("risk_worsened", items.project[worse], "a risk is more likely by 30 points or more")
    any_ = _one_each(ground, old, risks)
    true = any_[cast.pick(any_ >= 0, 6)]
    day = PERIOD_BEGIN[LATEST] + cast.rng.integers(6, 24, len(true))
    items.closed[true] = ground.days.on_or_after(ground.calendar[items.project[true]], day)
    risks.occurred[true] = True
    cast.tell("risk_realised_as_issue", items.project[true], "a risk has occurred: now an issue")
    certain = any_[cast.pick(any_ >= 0, 4)]
    risks.certain[certain] = True
    told = "an open risk has the probability 1: an issue in truth"
    cast.tell("risk_certain", items.project[certain], told)


def _one_each(ground: Ground, fits: Bools, risks: Risks) -> Ints:
    """Find for each project its costliest risk that fits, -1 where none does."""
    at = np.flatnonzero(fits)
    order = at[np.argsort(risks.ratio[at], kind="stable")]
    found = np.full(len(ground), -1)
    found[risks.items.project[order]] = order
    return found


def occurred(risks: Risks) -> Ints:
    """Positions of the risks that came true by the last day."""
    return np.flatnonzero(risks.occurred & (risks.items.closed <= NOW))
