"""Durations and actual dates of tasks: in truth, as known on a day, and as planned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pmo_lib.tables.sample.calendars import WorkingDays
from pmo_lib.tables.sample.months import PERIOD_END, PERIODS, SNAPSHOTS, Bools, Floats, Ints
from pmo_lib.tables.sample.plans.shape import Shape


@dataclass
class Layout:
    """The tasks of all plans as flat arrays, and where each stands in the shape.

    ``start`` and ``finish`` are the true days, most of them still to come.
    """

    plan: Ints
    section: Ints
    chain: Ints
    number: Ints
    calendar: Ints
    count: Ints
    start: Floats
    finish: Floats

    def __len__(self) -> int:
        """Count the tasks."""
        return len(self.plan)


def lay_out(shape: Shape, days: WorkingDays) -> Layout:
    """Lay the tasks of each chain out in the true time of its section."""
    plan, section, chain, number = np.nonzero(shape.there)
    calendar = shape.calendar[plan, section, chain]
    count = shape.tasks[plan, section]
    layout = Layout(plan, section, chain, number, calendar, count, np.empty(0), np.empty(0))
    windows = shape.windows
    true, true_from = windows.true[plan, section], windows.true_from[plan, section]
    layout.start, layout.finish = spread(shape, layout, true_from, true, days)
    return layout


def spread(
    shape: Shape, layout: Layout, begin: Floats, end: Floats, days: WorkingDays
) -> tuple[Floats, Floats]:
    """Days of each task when its section runs from the evening of one day to that of another."""
    first = days.count(layout.calendar, begin)
    window = np.maximum(days.count(layout.calendar, end) - first, 0)
    at = (layout.plan, layout.section, layout.chain, layout.number)
    before = np.where(layout.number > 0, shape.ends[(*at[:3], np.maximum(layout.number - 1, 0))], 0)
    ends = first + _step(shape.ends[at], layout.number + 1, window, layout.count)
    starts = first + _step(before, layout.number, window, layout.count) + 1
    return days.day(layout.calendar, starts), days.day(layout.calendar, ends)


def _step(share: Floats, tasks: Ints, window: Ints, count: Ints) -> Ints:
    """Working days after which so many tasks have ended: each takes one at least."""
    spare = np.maximum(window - count, 0)
    return np.asarray(tasks + np.rint(share * spare), dtype=np.int64)


@dataclass
class State:
    """How each task stood on a day: actual days, NaN for none, and working days left.

    ``begins`` is the day on which what is left is meant to begin.
    """

    started: Floats
    finished: Floats
    left: Ints
    begins: Floats


def state_at(shape: Shape, layout: Layout, period: Ints, days: WorkingDays) -> State:
    """Tell how tasks stood at the end of a period, one for each plan.

    What is left fits into the time until the section's milestone is forecast.
    """
    plan, section = layout.plan, layout.section
    at = np.maximum(period - (PERIODS - SNAPSHOTS), 0)[plan]
    day = PERIOD_END[period][plan]
    done, begun = layout.finish <= day, layout.start <= day
    windows = shape.windows
    goal, goal_from = (
        values[plan, section, at] for values in (windows.forecast, windows.forecast_from)
    )
    ahead = goal_from >= day
    planned = spread(shape, layout, goal_from, goal, days)
    whole = days.count(layout.calendar, planned[1]) - days.count(layout.calendar, planned[0]) + 1
    now = days.count(layout.calendar, day)
    rest = _rest(layout, days, now, done, begun)
    true_left = days.count(layout.calendar, windows.true[plan, section]) - now
    room = days.count(layout.calendar, goal) - now
    fitted, after = _fitted(shape, layout, rest, true_left, room)
    return State(
        started=np.where(begun, layout.start, np.nan),
        finished=np.where(done, layout.finish, np.nan),
        left=np.where(done, 0, np.where(ahead, whole, fitted)),
        begins=np.where(ahead, planned[0], days.day(layout.calendar, now + after + 1)),
    )


def _rest(layout: Layout, days: WorkingDays, now: Ints, done: Bools, begun: Bools) -> Ints:
    """Working days that each task truly has left."""
    ends, starts = (days.count(layout.calendar, d) for d in (layout.finish, layout.start))
    return np.where(done, 0, np.where(begun, ends - now, ends - starts + 1))


def _fitted(
    shape: Shape, layout: Layout, rest: Ints, true_left: Ints, room: Ints
) -> tuple[Ints, Ints]:
    """Scale what is left of each chain, so that it keeps its share of the time until the goal.

    Returns the working days of each task, and those of its chain before it.
    """
    at = (layout.plan, layout.section, layout.chain, layout.number)
    cube = np.zeros(shape.there.shape)
    cube[at] = rest
    open_ = cube > 0
    whole, tasks = cube.sum(axis=3)[at[:3]], open_.sum(axis=3)[at[:3]]
    share = whole / np.maximum(true_left, 1)
    target = np.where(layout.chain == 0, room, np.floor(room * np.minimum(share, 1)))
    target = np.maximum(target, tasks)
    reached = np.cumsum(cube, axis=3)[at] / np.maximum(whole, 1)
    order = np.cumsum(open_, axis=3)[at]
    ends = order + np.rint(reached * (target - tasks))
    cube[at] = np.where(open_[at], ends, 0)
    before = np.maximum.accumulate(cube, axis=3)
    before = np.concatenate([np.zeros_like(before[..., :1]), before[..., :-1]], axis=3)
    lengths = np.where(open_[at], ends - before[at], 0).astype(np.int64)
    return lengths, before[at].astype(np.int64)
