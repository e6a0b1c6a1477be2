"""All plans as they stood at the end of a period: progress known then, dates computed anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import (
    PERIOD_END,
    PERIODS,
    SNAPSHOTS,
    Bools,
    Floats,
    Ints,
)
from pmo_lib.tables.sample.plans import flaws as kinds
from pmo_lib.tables.sample.plans.flaws import Flaws
from pmo_lib.tables.sample.plans.layout import Layout, State, state_at
from pmo_lib.tables.sample.plans.logic import Logic, section_ends
from pmo_lib.tables.sample.plans.network import Dates, Tasks, scheduled
from pmo_lib.tables.sample.plans.resources import Resources
from pmo_lib.tables.sample.plans.shape import Shape
from pmo_lib.tables.sample.plans.told import Told

LAST_UPDATE: Final = PERIODS - 3
"""Period of the last update of plans that nobody keeps up to date."""


@dataclass
class Plans:
    """All plans: shape, tasks, logic, what is wrong with some, words, and who does the work."""

    shape: Shape
    layout: Layout
    logic: Logic
    flaws: Flaws
    told: Told
    resources: Resources

    def there(self, ground: Ground, period: int) -> Bools:
        """Which plans there are at the end of a period."""
        return np.asarray(ground.reporting[self.shape.project, period])


@dataclass
class Standing:
    """How all plans stood at the end of a period."""

    period: int
    state: State
    tasks: Tasks
    dates: Dates

    @property
    def data_date(self) -> float:
        """The day up to which plans say that they have actual dates."""
        return float(PERIOD_END[self.period])


def stand(ground: Ground, plans: Plans, period: int) -> Standing:
    """Schedule all plans as known at the end of a period."""
    shape, logic, flaws = plans.shape, plans.logic, plans.flaws
    stale = flaws.of_plan == kinds.STALE
    updated = np.where(stale, min(period, LAST_UPDATE), period)
    state = state_at(shape, plans.layout, updated, ground.days)
    day = PERIOD_END[updated]
    met = _met(ground, plans, day)
    none = np.full(len(logic) - logic.tasks, np.nan)
    waits = np.isnan(state.started)
    left = np.where(waits, state.left - flaws.shorter, state.left)
    left = np.maximum(left, np.minimum(state.left, 1))
    tasks = Tasks(
        plan=logic.plan,
        level=logic.level,
        calendar=logic.calendar,
        milestone=logic.milestone,
        duration=np.concatenate([left, np.zeros(len(none), dtype=np.int64)]),
        started=np.concatenate([state.started, met]),
        finished=np.concatenate([state.finished, met]),
        not_before=np.concatenate([np.where(flaws.pinned & waits, state.begins, np.nan), none]),
        at_latest=np.concatenate([_hard_ends(ground, plans, state, left), none]),
        fixed=np.full(len(logic), np.nan),
    )
    _bind_finish(plans, tasks, max(period - (PERIODS - SNAPSHOTS), 0))
    return Standing(period, state, tasks, scheduled(tasks, flaws.links, day, ground.days))


def _met(ground: Ground, plans: Plans, day: Floats) -> Floats:
    """Days on which milestones were met, then those on which plans started; NaN if not yet."""
    ends = section_ends(plans.shape.windows.true, plans.logic)
    here = slice(plans.logic.tasks, plans.logic.tasks + plans.logic.marks)
    met = np.where(ends <= day[plans.logic.plan[here]], ends, np.nan)
    return np.concatenate([met, ground.lives.start[plans.shape.project]])


def _hard_ends(ground: Ground, plans: Plans, state: State, left: Ints) -> Floats:
    """Days on which tasks with a hard constraint must finish: those on which they would."""
    calendar = plans.layout.calendar
    last = ground.days.count(calendar, state.begins) + left - 1
    bound = plans.flaws.hard & np.isnan(state.started)
    return np.where(bound, ground.days.day(calendar, last), np.nan)


def _bind_finish(plans: Plans, tasks: Tasks, shown: int) -> None:
    """Fix the last milestone of plans with a broken critical path, hurry that of others."""
    final = plans.logic.mark[:, -1]
    broken = plans.flaws.of_plan == kinds.BROKEN
    open_ = np.isnan(tasks.finished[final])
    forecast = plans.shape.windows.forecast[:, -1, shown]
    tasks.fixed[final] = np.where(broken & open_, forecast, np.nan)
    tasks.at_latest[final] = np.where(open_, plans.flaws.must_finish, np.nan)
