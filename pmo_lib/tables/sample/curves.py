"""Plan and progress: planned value, earned value, actual cost and the manager's forecast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.lives import MOST_BASELINES, Lives
from pmo_lib.tables.sample.months import (
    BEGIN,
    END,
    GRID,
    PERIOD,
    REPORTED,
    Bools,
    Floats,
    Texts,
    either,
)

_TIERS: Final = ("T1", "T2", "T3", "T4")
_TIER_SHARES: Final = (0.22, 0.30, 0.40, 0.08)


@dataclass
class Course:
    """How money and work run, by project and month.

    ``planned_value`` has an entry a project, baseline and month of the whole grid; the others one
    a project and reporting period. All money is cumulative.
    """

    share_done: Floats
    planned_value: Floats
    planned_now: Floats
    earned_value: Floats
    actual_cost: Floats
    manager_eac: Floats
    manager_eac_state: Texts
    period_budget: Floats
    period_forecast: Floats
    budget: Floats
    tier: Texts

    def cost_efficiency(self) -> Floats:
        """Earned value per unit of cost, NaN before either is there."""
        earned, spent = self.earned_value, self.actual_cost
        return np.divide(
            earned, spent, out=np.full_like(earned, np.nan), where=(earned > 0) & (spent > 0)
        )


def draw_course(rng: np.random.Generator, lives: Lives) -> Course:
    """Draw the course of all projects."""
    n = len(lives)
    bend = rng.uniform(0.4, 1.0, n)[:, None]
    share = _share_done(rng, lives)
    work = _s_curve(share, bend)
    budget = lives.at(lives.budget, END)
    true_earned = _earned(work, budget)
    tier = rng.choice(np.array(_TIERS, dtype=object), n, p=_TIER_SHARES)
    earned = _as_measured(true_earned, budget, tier)
    spent = _spent(rng, lives, true_earned, share)
    spent = np.where((tier == "T4")[:, None], earned, spent)
    planned = _planned(lives, earned, bend)
    eac, eac_state = _manager_eac(rng, budget, earned, spent)
    now = lives.in_force(END)[:, None, :]
    before = np.concatenate([np.zeros((n, MOST_BASELINES, 1)), planned[:, :, :-1]], axis=2)
    in_force = np.take_along_axis(planned, now, axis=1)[:, 0]
    month_plan = in_force - np.take_along_axis(before, now, axis=1)[:, 0]
    month_cost = np.diff(spent, axis=1, prepend=0) * rng.lognormal(-0.02, 0.08, spent.shape)
    return Course(
        share_done=share[:, REPORTED],
        planned_value=planned,
        planned_now=in_force[:, REPORTED],
        earned_value=earned[:, REPORTED],
        actual_cost=spent[:, REPORTED],
        manager_eac=eac[:, REPORTED],
        manager_eac_state=eac_state[:, REPORTED],
        period_budget=np.rint(month_plan[:, REPORTED]),
        period_forecast=np.round(month_cost[:, REPORTED], -2),
        budget=budget[:, REPORTED],
        tier=tier,
    )


def _s_curve(share: Floats, bend: Floats) -> Floats:
    """Share of the work done when a share of the way is gone: slow, fast, slow."""
    return np.asarray((1 - bend) * share + bend * (3 * share**2 - 2 * share**3))


def _share_done(rng: np.random.Generator, lives: Lives) -> Floats:
    """Share of the way gone at each month end: uneven, frozen on hold, 1 at the true finish."""
    noise = rng.normal(0, 0.35, (len(lives), len(END)))
    noise[:, 1:] = 0.6 * noise[:, :-1] + noise[:, 1:]
    days = np.minimum(END + 1, lives.finish[:, None]) - np.maximum(BEGIN, lives.start[:, None])
    weight = np.maximum(days, 0) * np.exp(noise)
    share = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    share = np.where(lives.finish[:, None] <= END, 1.0, share)
    stopped = np.minimum(lives.held, lives.ended)[:, None]
    frozen = (stopped <= END) & (lives.kind != "complete")[:, None]
    return np.maximum.accumulate(np.where(frozen, 0.0, np.minimum(share, 1.0)), axis=1)


def _earned(work: Floats, budget: Floats) -> Floats:
    """Earned value from the share of work done: added budget is work still to do."""
    left = np.empty_like(work)
    left[:, 0] = budget[:, 0] * (1 - work[:, 0])
    for month in range(1, work.shape[1]):
        before, after = 1 - work[:, month - 1], 1 - work[:, month]
        kept = np.divide(after, before, out=np.zeros_like(after), where=before > 0)
        left[:, month] = (left[:, month - 1] + budget[:, month] - budget[:, month - 1]) * kept
    return np.asarray(budget - left)


def _as_measured(true: Floats, budget: Floats, tier: Texts) -> Floats:
    """Earned value as its evidence shows it: to a twelfth (T2), a twentieth (T3), or exact."""
    done = true / budget
    steps = np.where(tier == "T2", 12.0, np.where(tier == "T3", 20.0, np.nan))[:, None]
    up = np.where((tier == "T3")[:, None], 0.5, 0.0)
    coarse = np.floor(done * steps + up) / steps
    measured = np.where(np.isnan(steps), done, np.where(done >= 1, 1.0, np.minimum(coarse, 0.95)))
    rising = np.maximum.accumulate(np.rint(measured * budget), axis=1)
    return np.asarray(np.minimum(rising, budget))


def _spent(rng: np.random.Generator, lives: Lives, earned: Floats, share: Floats) -> Floats:
    """Actual cost: the work's efficiency differs by project, wears off and is uneven."""
    efficiency = np.clip(rng.normal(0.955, 0.065, len(lives)), 0.78, 1.12)[:, None]
    drift = 1.03 - 0.06 * share
    noise = rng.lognormal(0, 0.12, earned.shape)
    monthly = np.diff(earned, axis=1, prepend=0) / (efficiency * drift) * noise
    return np.asarray(np.rint(np.cumsum(np.maximum(monthly, 0), axis=1)))


def _planned(lives: Lives, earned: Floats, bend: Floats) -> Floats:
    """Planned value by baseline: each later one starts from what was earned when approved."""
    first = _fraction(END, lives.start[:, None], lives.planned[:, :1])
    curves = [lives.budget[:, :1] * _s_curve(first, bend)]
    for b in range(1, MOST_BASELINES):
        effective, finish = lives.effective[:, b : b + 1], lives.planned[:, b : b + 1]
        at = np.maximum((effective > END).sum(axis=1) - 1, 0)
        base = earned[np.arange(len(lives)), at][:, None]
        passed = np.clip(
            (effective - lives.start[:, None]) / (finish - lives.start[:, None]), 0, 0.95
        )
        ahead = _fraction(END, effective, finish)
        reached = _s_curve(passed, bend)
        rest = (_s_curve(passed + (1 - passed) * ahead, bend) - reached) / (1 - reached)
        later = base + (lives.budget[:, b : b + 1] - base) * rest
        curves.append(np.where(effective > END, np.minimum(curves[-1], base), later))
    return np.rint(np.stack(curves, axis=1))


def _fraction(days: Floats, start: Floats, finish: Floats) -> Floats:
    return np.asarray(np.clip((days - start) / (finish - start), 0, 1))


def _manager_eac(
    rng: np.random.Generator, budget: Floats, earned: Floats, spent: Floats
) -> tuple[Floats, Texts]:
    """Forecast at completion as managers write it: many hold to the budget, few face the trend."""
    n = len(budget)
    candour = np.clip(rng.normal(0.45, 0.3, n), 0, 1)[:, None]
    holds = (rng.random(n) < 0.35)[:, None]
    index = np.divide(earned, spent, out=np.ones_like(earned), where=(earned > 0) & (spent > 0))
    left = budget - earned
    weight = candour * np.clip(earned / (0.4 * budget), 0, 1)
    trend = spent + left * np.clip(index, 0.6, 1.3) ** -weight
    held = np.maximum(budget, spent + 0.92 * left)
    eac = np.where(holds | (earned < 0.05 * budget), held, trend)
    step = np.where(budget < 1e6, 100.0, 1000.0)
    eac = np.where(left > 0, np.maximum(np.rint(eac / step) * step, spent), spent)
    drawn = rng.random(budget.shape)
    state = np.where(drawn < 0.02, "not_provided", np.where(drawn < 0.03, "to_be_decided", ""))
    state = np.where(left > 0, state, "")
    return np.where(state == "", eac, np.nan), state.astype(object)


def plan_table(lives: Lives, course: Course, ids: Texts, currency: Texts) -> pd.DataFrame:
    """Make ``plan_periods``: a row a project, baseline and month from start to planned finish."""
    month = (lives.planned[:, :, None] >= BEGIN) & (lives.start[:, None, None] <= END)
    project, baseline, at = np.nonzero(month)
    return pd.DataFrame(
        {
            "project_id": ids[project],
            "baseline_no": baseline + 1,
            "period": GRID[at],
            "planned_value": course.planned_value[project, baseline, at],
            "currency": currency[project],
        }
    )


def progress_table(course: Course, reporting: Bools, ids: Texts, currency: Texts) -> pd.DataFrame:
    """Make ``progress``: a row a project and period in which it reports."""
    project, at = np.nonzero(reporting)
    earned = course.earned_value[project, at]
    state = course.manager_eac_state[project, at]
    return pd.DataFrame(
        {
            "project_id": ids[project],
            "period": PERIOD[at],
            "earned_value": earned,
            "actual_cost": course.actual_cost[project, at],
            "percent_complete": np.round(earned / course.budget[project, at], 3),
            "evidence_tier": course.tier[project],
            "manager_eac": course.manager_eac[project, at],
            "manager_eac_state": either(state == "", None, state),
            "period_budget": course.period_budget[project, at],
            "period_forecast": course.period_forecast[project, at],
            "currency": currency[project],
            "price_basis": "nominal",
        }
    )
