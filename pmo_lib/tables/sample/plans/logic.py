"""Logic of the plans: activities of all kinds as flat arrays, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pmo_lib.tables.sample.months import Bools, Floats, Ints
from pmo_lib.tables.sample.plans.layout import Layout
from pmo_lib.tables.sample.plans.network import FF, FS, SS, Links
from pmo_lib.tables.sample.plans.shape import TASKS, Shape

_DEEP = TASKS + 4


@dataclass
class Logic:
    """The network: tasks first, then the milestones of sections, then one start for each plan.

    ``section`` is -1 for a start; ``mark`` is the position of each section's milestone.
    """

    plan: Ints
    section: Ints
    level: Ints
    calendar: Ints
    tasks: int
    marks: int
    mark: Ints
    links: Links

    def __len__(self) -> int:
        """Count the activities."""
        return len(self.plan)

    @property
    def milestone(self) -> Bools:
        """Which activities are milestones."""
        return np.arange(len(self)) >= self.tasks


def build_logic(shape: Shape, layout: Layout, calendar: Ints, rng: np.random.Generator) -> Logic:
    """Link the tasks of each chain, and chains by the milestones between sections."""
    plans, count = len(shape), len(layout)
    there = shape.windows.there
    plan, section = np.nonzero(there)
    mark = np.full(there.shape, -1)
    mark[plan, section] = count + np.arange(len(plan))
    starts = count + len(plan) + np.arange(plans)
    before = _mark_before(mark, starts)
    at = np.full(shape.there.shape, -1)
    at[layout.plan, layout.section, layout.chain, layout.number] = np.arange(count)
    links = _links(layout, at, mark, before, rng)
    last = layout.number == layout.count - 1
    driving = layout.chain == 0
    level = layout.number + np.where(driving, np.where(last, 2, 0), 1) + 1
    level = np.concatenate([layout.section * _DEEP + level, section * _DEEP + _DEEP - 1])
    return Logic(
        plan=np.concatenate([layout.plan, plan, np.arange(plans)]),
        section=np.concatenate([layout.section, section, np.full(plans, -1)]),
        level=np.concatenate([level, np.zeros(plans, dtype=np.int64)]),
        calendar=np.concatenate([layout.calendar, calendar[plan], calendar]),
        tasks=count,
        marks=len(plan),
        mark=mark,
        links=links,
    )


def _mark_before(mark: Ints, starts: Ints) -> Ints:
    """Position of the milestone before each section, or of the plan's start."""
    latest = np.maximum.accumulate(mark, axis=1)
    shifted = np.concatenate([np.full((len(mark), 1), -1), latest[:, :-1]], axis=1)
    return np.where(shifted >= 0, shifted, starts[:, None])


def _links(layout: Layout, at: Ints, mark: Ints, before: Ints, rng: np.random.Generator) -> Links:
    """Finish to start along each chain; now and then another type between chains."""
    place = np.arange(len(layout))
    first, last = layout.number == 0, layout.number == layout.count - 1
    onward = place[~last]
    own = (layout.plan, layout.section)
    driving_first, driving_last = (
        at[(*own, np.zeros_like(place), number)]
        for number in (np.zeros_like(place), layout.count - 1)
    )
    long = (layout.count >= 4) & (layout.chain > 0)
    long &= layout.calendar == layout.calendar[driving_first]
    together = first & long & (rng.random(len(place)) < 0.06)
    checked = last & long & (rng.random(len(place)) < 0.05)
    parts = [
        (onward, onward + 1, FS),
        (before[own][first & ~together], place[first & ~together], FS),
        (driving_first[together], place[together], SS),
        (place[last], mark[own][last], FS),
        (place[checked], driving_last[checked], FF),
    ]
    return Links(
        before=np.concatenate([one for one, _, _ in parts]),
        after=np.concatenate([two for _, two, _ in parts]),
        type=np.concatenate([np.full(len(one), kind) for one, _, kind in parts]),
        lag=np.zeros(sum(len(one) for one, _, _ in parts), dtype=np.int64),
    )


def section_ends(days: Floats, logic: Logic) -> Floats:
    """Days of sections, as one flat array of their milestones."""
    here = slice(logic.tasks, logic.tasks + logic.marks)
    return np.asarray(days[logic.plan[here], logic.section[here]])
