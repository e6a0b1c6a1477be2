"""Milestones: when they fall in truth, in each baseline, and as forecast in each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.lives import MOST_BASELINES, Lives
from pmo_lib.tables.sample.months import (
    PERIOD,
    PERIOD_END,
    Bools,
    Floats,
    Ints,
    Texts,
    dates,
    either,
    workday,
)
from pmo_lib.tables.sample.titles import BUILDING, KEY_PLACES, MILESTONES

MOST: Final = 9
FEWEST: Final = 4
_PLACES: Final = len(MILESTONES["build"])


@dataclass
class Marks:
    """Milestones by project, milestone and, for baseline and forecast, reporting period.

    ``place`` is the index in the list of milestone names, -1 where the project has fewer; the
    last milestone of a project is its final one. ``true`` is the day on which it will be met.
    """

    place: Ints
    true: Floats
    baseline: Floats
    forecast: Floats

    def there(self) -> Bools:
        """Which milestones exist."""
        return self.place >= 0

    def key(self) -> Bools:
        """Which are key milestones."""
        return np.isin(self.place, KEY_PLACES)

    def open(self) -> Bools:
        """Which exist and have not been met at the end of each period."""
        return self.there()[:, :, None] & (self.true[:, :, None] > PERIOD_END)

    def overdue(self) -> Bools:
        """Which are open past their baseline date at the end of each period."""
        return self.open() & (self.baseline < PERIOD_END)

    def final_slip(self) -> Floats:
        """Days that the final milestone is forecast after its baseline date, by period."""
        return (self.forecast - self.baseline)[:, -1]


def draw_marks(rng: np.random.Generator, lives: Lives) -> Marks:
    """Draw the milestones of all projects; the final one is always the last slot."""
    n = len(lives)
    place = _places(rng, n)
    spread = np.where(place >= 0, (place + 1) / _PLACES, np.nan)
    planned = np.clip(spread + rng.uniform(-0.02, 0.02, spread.shape), 0.03, 0.97)
    true = np.clip(planned + rng.normal(0, 0.03, spread.shape), 0.03, 0.98)
    planned[:, -1] = true[:, -1] = 1.0
    planned, true = (_ordered(shares) for shares in (planned, true))
    days = lives.finish - lives.start
    true_day = workday(lives.start[:, None] + true * days[:, None])
    true_day = np.where(true_day > lives.held[:, None], np.inf, true_day)
    baseline = _baselines(lives, planned, true_day)
    return Marks(place, true_day, baseline, _forecasts(rng, lives, true_day, baseline))


def _places(rng: np.random.Generator, n: int) -> Ints:
    """Choose 4 to 9 of the milestone names for each project, in order, the final one last."""
    wanted = rng.integers(FEWEST - 1, MOST, n)
    rank = rng.random((n, _PLACES - 1)).argsort(axis=1).argsort(axis=1)
    chosen = np.where(rank < wanted[:, None], np.arange(_PLACES - 1), -1)
    kept = np.sort(chosen, axis=1)[:, -(MOST - 1) :]
    return np.concatenate([kept, np.full((n, 1), _PLACES - 1)], axis=1)


def _ordered(shares: Floats) -> Floats:
    """Let no milestone fall before the one in front of it."""
    filled = np.where(np.isnan(shares), 0, shares)
    return np.where(np.isnan(shares), np.nan, np.maximum.accumulate(filled, axis=1))


def _baselines(lives: Lives, planned: Floats, true: Floats) -> Floats:
    """Baseline dates by period: a new baseline moves what is open, between its day and finish."""
    start, finish = lives.start[:, None], lives.finish[:, None]
    dated = [workday(start + planned * (lives.planned[:, :1] - start))]
    for b in range(1, MOST_BASELINES):
        effective, until = lives.effective[:, b : b + 1], lives.planned[:, b : b + 1]
        expected = np.where(np.isfinite(true), true, start + planned * (finish - start))
        ahead = np.clip((expected - effective) / (finish - effective), 0.02, 1)
        moved = workday(effective + ahead * (until - effective))
        dated.append(np.where((true > effective) & np.isfinite(effective), moved, dated[-1]))
    stacked = np.stack(dated, axis=2)
    return np.take_along_axis(stacked, lives.in_force(PERIOD_END)[:, None, :], axis=2)


def _forecasts(rng: np.random.Generator, lives: Lives, true: Floats, baseline: Floats) -> Floats:
    """Forecasts by period: a slip is owned up to little by little, in steps of whole weeks."""
    start, day = lives.start[:, None, None], true[:, :, None]
    passed = np.clip((PERIOD_END - start) / (day - start), 0, 1)
    slowness = rng.uniform(0.6, 2.4, len(lives))[:, None, None]
    slip = np.where(np.isfinite(day), day - baseline, 0)
    moved = 7 * np.rint(slip * passed**slowness / 7)
    soon = workday(PERIOD_END + rng.uniform(3, 25, baseline.shape))
    coming = np.maximum(baseline + moved, np.where(baseline + moved < PERIOD_END + 3, soon, 0))
    coming = np.where(lives.held[:, None, None] <= PERIOD_END, np.nan, coming)
    return in_order(np.where(day <= PERIOD_END, day, coming))


def in_order(forecast: Floats) -> Floats:
    """Let no milestone be forecast before the one in front of it."""
    filled = np.where(np.isnan(forecast), -np.inf, forecast)
    return np.where(np.isnan(forecast), np.nan, np.maximum.accumulate(filled, axis=1))


def milestone_table(marks: Marks, reporting: Bools, ids: Texts, categories: Texts) -> pd.DataFrame:
    """Make ``milestones``: a row a project, milestone and period in which the project reports."""
    project, slot, at = np.nonzero(marks.there()[:, :, None] & reporting[:, None, :])
    forecast = marks.forecast[project, slot, at]
    true = marks.true[project, slot]
    number = (np.cumsum(marks.there(), axis=1) - 1)[project, slot]
    kind = np.isin(categories, BUILDING).astype(int)[project]
    names = np.array([MILESTONES["change"], MILESTONES["build"]], dtype=object)
    return pd.DataFrame(
        {
            "project_id": ids[project],
            "milestone_id": np.array([f"M{n + 1}" for n in range(MOST)], dtype=object)[number],
            "period": PERIOD[at],
            "name": names[kind, marks.place[project, slot]],
            "key": marks.key()[project, slot],
            "baseline_date": dates(marks.baseline[project, slot, at]),
            "forecast_date": dates(forecast),
            "forecast_date_state": either(np.isnan(forecast), "to_be_decided"),
            "actual_date": dates(np.where(true <= PERIOD_END[at], true, np.nan)),
        }
    )
