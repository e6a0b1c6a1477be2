"""The critical path method for many plans at once, in whole working days by calendar.

Activities are positions in flat arrays. A level holds activities that depend on lower levels only,
so that all plans are passed through level by level. A task starts in the morning of its first day
and finishes in the evening of its last; a milestone falls in the evening.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.calendars import WorkingDays
from pmo_lib.tables.sample.months import Bools, Floats, Ints

FS, SS, FF = range(3)
"""Types of links: finish to start, start to start, finish to finish."""

_FREE: Final = 10**8


@dataclass
class Links:
    """Links, one entry each: positions of the activities, type, and lag in days of the later."""

    before: Ints
    after: Ints
    type: Ints
    lag: Ints

    def only(self, those: Bools) -> Links:
        """Links of a part."""
        return Links(**{name: values[those] for name, values in vars(self).items()})


@dataclass
class Tasks:
    """What is to be scheduled, one entry an activity; days by number, NaN for none.

    ``duration`` is what is left, in working days, 0 for a milestone. ``started`` and ``finished``
    are actual days. ``not_before`` is the first day on which an activity may start, ``at_latest``
    the last on which it may finish, ``fixed`` the day on which it must finish whatever comes first.
    """

    plan: Ints
    level: Ints
    calendar: Ints
    milestone: Bools
    duration: Ints
    started: Floats
    finished: Floats
    not_before: Floats
    at_latest: Floats
    fixed: Floats


@dataclass
class Dates:
    """Computed days and floats in working days; NaN float where an activity has finished."""

    start: Floats
    finish: Floats
    late_start: Floats
    late_finish: Floats
    total_float: Floats
    free_float: Floats


def scheduled(tasks: Tasks, links: Links, data_date: Floats, days: WorkingDays) -> Dates:
    """Compute dates and floats.

    Parameters
    ----------
    tasks : Tasks
        What is to be scheduled.
    links : Links
        Links between them, each to a higher level.
    data_date : numpy.ndarray of float
        Day up to which each plan has actual dates.
    days : WorkingDays
        Reckons working days.
    """
    start, finish = _forward(tasks, links, data_date, days)
    end = np.zeros(len(data_date))
    np.maximum.at(end, tasks.plan, finish)
    late = _backward(tasks, links, start, end, days)
    early = days.count(tasks.calendar, finish)
    latest = days.day(tasks.calendar, late)
    open_ = np.isnan(tasks.finished)
    left = np.where(open_, late - early, np.nan)
    late_start = days.day(tasks.calendar, late - tasks.duration + 1)
    return Dates(
        start=start,
        finish=finish,
        late_start=np.where(tasks.milestone, latest, late_start),
        late_finish=latest,
        total_float=left,
        free_float=np.where(open_, _free(tasks, links, start, finish, late, days), np.nan),
    )


def _forward(
    tasks: Tasks, links: Links, data_date: Floats, days: WorkingDays
) -> tuple[Floats, Floats]:
    calendar = tasks.calendar
    first = days.count(calendar, data_date[tasks.plan]) + 1
    bound = days.count(calendar, tasks.not_before - 1) + 1 + tasks.milestone
    first = np.where(np.isfinite(tasks.not_before), np.maximum(first, bound), first)
    start, finish = tasks.started.copy(), tasks.finished.copy()
    order = np.argsort(tasks.level[links.after], kind="stable")
    links = Links(**{name: values[order] for name, values in vars(links).items()})
    edges = np.searchsorted(tasks.level[links.after], np.arange(tasks.level.max() + 2))
    for level, here in enumerate(_by_level(tasks.level)):
        part = slice(edges[level], edges[level + 1])
        one, two = links.before[part], links.after[part]
        np.maximum.at(first, two, _earliest(tasks, links, part, start[one], finish[one], days))
        begun, done = np.isfinite(tasks.started[here]), np.isfinite(tasks.finished[here])
        cal, length = calendar[here], tasks.duration[here]
        begin = np.where(begun, days.count(cal, data_date[tasks.plan[here]]) + 1, first[here])
        ending = days.day(cal, begin + length - 1)
        ending = np.where(np.isfinite(tasks.fixed[here]), tasks.fixed[here], ending)
        finish[here] = np.where(done, tasks.finished[here], ending)
        begin = np.where(tasks.milestone[here], finish[here], days.day(cal, begin))
        start[here] = np.where(begun, tasks.started[here], begin)
    return start, finish


def _earliest(
    tasks: Tasks, links: Links, part: slice, start: Floats, finish: Floats, days: WorkingDays
) -> Ints:
    """Count of the day on which the later activity of each link may start at the soonest."""
    later, kind = links.after[part], links.type[part]
    calendar = tasks.calendar[later]
    after_finish = days.count(calendar, finish) + 1
    with_start = days.count(calendar, start - 1) + 1
    with_finish = after_finish - tasks.duration[later]
    found = np.select([kind == FS, kind == SS], [after_finish, with_start], with_finish)
    return np.asarray(found + links.lag[part], dtype=np.int64)


def _backward(tasks: Tasks, links: Links, start: Floats, end: Floats, days: WorkingDays) -> Ints:
    """Count of the working day on which each activity must finish at the latest."""
    calendar = tasks.calendar
    latest = np.fmin(end[tasks.plan], tasks.at_latest)
    late = days.count(calendar, latest)
    order = np.argsort(tasks.level[links.before], kind="stable")
    links = Links(**{name: values[order] for name, values in vars(links).items()})
    edges = np.searchsorted(tasks.level[links.before], np.arange(tasks.level.max() + 2))
    for level in range(int(tasks.level.max()), -1, -1):
        part = slice(edges[level], edges[level + 1])
        np.minimum.at(late, links.before[part], _latest(tasks, links, part, late, days))
    return np.asarray(late)


def _latest(tasks: Tasks, links: Links, part: slice, late: Ints, days: WorkingDays) -> Ints:
    """Count of the day on which the earlier activity of each link must finish at the latest."""
    one, two, kind = links.before[part], links.after[part], links.type[part]
    ending = late[two] - links.lag[part]
    begin = ending - tasks.duration[two] + 1
    calendar = tasks.calendar[two]
    before_start = days.day(calendar, begin) - ~tasks.milestone[two]
    before_start = np.where(tasks.milestone[two], days.day(calendar, ending), before_start)
    by_start = days.count(tasks.calendar[one], before_start)
    with_start = days.count(tasks.calendar[one], days.day(calendar, begin))
    with_start = with_start + np.maximum(tasks.duration[one] - 1, 0)
    with_start = np.where(np.isfinite(tasks.started[one]), _FREE, with_start)
    with_finish = days.count(tasks.calendar[one], days.day(calendar, ending))
    found = np.select([kind == FS, kind == SS], [by_start, with_start], with_finish)
    return np.asarray(found, dtype=np.int64)


def _free(
    tasks: Tasks, links: Links, start: Floats, finish: Floats, late: Ints, days: WorkingDays
) -> Floats:
    """Days by which an activity may slip before it moves another."""
    one, two, kind = links.before, links.after, links.type
    calendar = tasks.calendar[two]
    shifted = days.day(calendar, days.count(calendar, start[two] - 1) + 1 - links.lag)
    before_start = np.where(tasks.milestone[two], finish[two], shifted - 1)
    with_finish = days.day(calendar, days.count(calendar, finish[two]) - links.lag)
    limit = np.where(kind == FS, before_start, with_finish)
    spare = days.count(tasks.calendar[one], limit) - days.count(tasks.calendar[one], finish[one])
    spare = np.where(kind == SS, _FREE, spare)
    found = np.full(len(tasks.plan), _FREE)
    np.minimum.at(found, one, spare)
    own = late - days.count(tasks.calendar, finish)
    return np.where(found == _FREE, own, np.maximum(found, 0)).astype(float)


def _by_level(level: Ints) -> list[Ints]:
    """Positions of the activities of each level."""
    order = np.argsort(level, kind="stable")
    edges = np.searchsorted(level[order], np.arange(level.max() + 2))
    return [order[edges[n] : edges[n + 1]] for n in range(int(level.max()) + 1)]
