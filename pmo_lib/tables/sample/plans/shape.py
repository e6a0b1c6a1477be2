"""Which projects have a network, and its shape: sections, chains of work, and tasks.

A section is the work that leads to one milestone. It has chains of tasks side by side: the first
drives the milestone, the others end earlier. Arrays have the axes plan, section, chain and task.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.calendars import SITE
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import NOW, PERIOD_END, PERIODS, SNAPSHOTS, Bools, Floats, Ints

CHAINS: Final = 5
TASKS: Final = 9
"""Most chains of a section, and most tasks of a chain."""

FEWEST: Final = 58
MOST: Final = 190
"""Tasks of a plan, at least and at most."""

_FIRST_DAY: Final = 19006.0
"""14 January 2022, from when on calendars are published."""

_LONGEST: Final = 26
"""Working days of a task, on average, at most."""

_LONG: Final = 80
"""Working days from which a section counts as long."""

_HEAVY: Final = 24.0
"""Length of a long task, where others have about one."""

_MOST_FLOAT: Final = 24
"""Working days of float of a chain, at most."""

_ON_SITE: Final = 6
"""Place in the list of milestones from which on there is work on site."""

_UNREADABLE: Final = "unreadable_value"

_SHOWN: Final = range(PERIODS - SNAPSHOTS, PERIODS)


@dataclass
class Windows:
    """When each section begins and ends, in truth, as forecast and in the baselines.

    ``forecast`` has an axis for the periods of the snapshots, ``baseline`` one for all periods;
    each holds the day of the section's own milestone, ``*_from`` that of the one before it.
    """

    there: Bools
    true: Floats
    true_from: Floats
    forecast: Floats
    forecast_from: Floats
    baseline: Floats
    baseline_from: Floats

    def of(self, which: Ints) -> Windows:
        """Windows of some of the projects."""
        return Windows(**{name: values[which] for name, values in vars(self).items()})


@dataclass
class Shape:
    """The shape of all plans; ``project`` is the position of each plan's project.

    ``tasks`` is the number of tasks of each section's chains, ``ends`` the share of the section's
    time at which each task of a chain ends, ``calendar`` the position of each chain's calendar.
    """

    project: Ints
    windows: Windows
    there: Bools
    tasks: Ints
    ends: Floats
    calendar: Ints
    package: Ints

    def __len__(self) -> int:
        """Count the plans."""
        return len(self.project)


def windows_of(ground: Ground) -> Windows:
    """Find the windows of the sections of all projects."""
    marks, start = ground.marks, ground.lives.start[:, None]
    there = marks.there()
    ends = np.where(marks.true[:, :, None] <= PERIOD_END, marks.true[:, :, None], marks.forecast)
    shown = ends[:, :, list(_SHOWN)]
    return Windows(
        there=there,
        true=marks.true,
        true_from=_before(there, marks.true, start),
        forecast=shown,
        forecast_from=_before(there[:, :, None], shown, start[:, :, None]),
        baseline=marks.baseline,
        baseline_from=_before(there[:, :, None], marks.baseline, start[:, :, None]),
    )


def _before(there: Bools, days: Floats, start: Floats) -> Floats:
    """Day of the milestone before each, or of the start."""
    known = np.where(there, days, -np.inf)
    latest = np.maximum.accumulate(known, axis=1)
    shifted = np.concatenate([np.broadcast_to(start, latest[:, :1].shape), latest[:, :-1]], axis=1)
    return np.where(np.isfinite(shifted), shifted, start)


@dataclass
class Candidates:
    """Projects whose dates leave room for a network, and how large a one, one entry each.

    ``tasks`` is the number of tasks of a chain by section; ``open_long`` the share of the open
    sections that are planned to take four months and more.
    """

    windows: Windows
    fits: Bools
    tasks: Ints
    chains: Ints
    open_long: Floats


def candidates(ground: Ground) -> Candidates:
    """Find the live projects that may have a network."""
    rng = ground.stream("plan sizes")
    windows = windows_of(ground)
    wanted = rng.integers(4, 9, len(ground))[:, None]
    longest, room = _room(ground, windows)
    tasks = np.clip(np.minimum(wanted, room), 1, TASKS).astype(np.int64)
    whole = np.where(windows.there, tasks, 0).sum(axis=1)
    chains = np.clip(np.rint(rng.integers(70, 150, len(ground)) / np.maximum(whole, 1)), 2, CHAINS)
    total = chains * whole
    fits = ground.live & (ground.lives.start >= _FIRST_DAY) & ground.reporting[:, -1]
    fits[[project for kind, project, *_ in ground.cast.told if kind == _UNREADABLE]] = False
    wide = (room >= 1) & (tasks >= np.ceil(longest / _LONGEST))
    wide &= ground.days.on_or_before(ground.calendar[:, None], windows.true) == windows.true
    fits &= (wide | ~windows.there).all(axis=1) & (total >= FEWEST) & (total <= MOST)
    open_ = windows.there & (windows.true > NOW)
    long = open_ & (longest >= _LONG) & (tasks > 1)
    share = long.sum(axis=1) / np.maximum(open_.sum(axis=1), 1)
    return Candidates(windows, fits, tasks, chains.astype(np.int64), share)


def draw_shape(ground: Ground, found: Candidates, cast: Ints, long: Ints, count: int) -> Shape:
    """Draw the networks of the projects that are cast, and of others up to a count.

    The projects that are ``long`` have one long task in each chain.
    """
    rng = ground.stream("plans")
    weight = np.where(ground.last_budget > 1e6, 2.0, 1.0) * np.where(ground.cast.shown, 2.0, 1.0)
    weight[~found.fits] = 0
    weight[cast] = 0
    more = min(count - len(cast), int((weight > 0).sum()))
    chosen = rng.choice(len(ground), more, replace=False, p=weight / weight.sum())
    project = np.sort(np.concatenate([cast, chosen]))
    windows = found.windows.of(project)
    there = _existing(windows, found.tasks[project], found.chains[project])
    lengths = rng.uniform(0.6, 1.5, there.shape)
    heavy = np.isin(project, long)[:, None, None, None] & (np.arange(TASKS) == 1)
    lengths = np.where(there, np.where(heavy, _HEAVY, lengths), 0)
    whole = np.maximum(lengths.sum(axis=3, keepdims=True), 1e-9)
    reach = _reach(rng, windows)
    return Shape(
        project=project,
        windows=windows,
        there=there,
        tasks=found.tasks[project],
        ends=np.cumsum(lengths, axis=3) / whole * reach[:, :, :, None],
        calendar=_calendars(rng, ground, project),
        package=(rng.integers(0, 5, there.shape[:2])[:, :, None] + np.arange(CHAINS)) % 5,
    )


def _existing(windows: Windows, tasks: Ints, chains: Ints) -> Bools:
    """Which tasks there are."""
    chain, number = np.arange(CHAINS)[:, None], np.arange(TASKS)
    there = windows.there[:, :, None, None] & (chain < chains[:, None, None, None])
    return np.asarray(there & (number < tasks[:, :, None, None]))


def _reach(rng: np.random.Generator, windows: Windows) -> Floats:
    """Share of its section's time that each chain takes: the first all of it, none too little."""
    reach = rng.uniform(0.58, 0.95, (*windows.there.shape, CHAINS))
    length = np.where(
        windows.there, windows.baseline.max(axis=2) - windows.baseline_from.min(axis=2), 0
    )
    least = 1 - _MOST_FLOAT / np.maximum(length * 5 / 7, _MOST_FLOAT + 1)
    reach = np.maximum(reach, least[:, :, None])
    reach[:, :, 0] = 1.0
    return reach


def _calendars(rng: np.random.Generator, ground: Ground, project: Ints) -> Ints:
    """Calendar of each chain: work on site is done on six days, in the later sections."""
    shape = (*ground.marks.place[project].shape, CHAINS)
    site = ground.building[project] & (ground.currency[project] == "GBP")
    late = site[:, None] & (ground.marks.place[project] >= _ON_SITE)
    chosen = late[:, :, None] & (np.arange(CHAINS) > 0) & (rng.random(shape) < 0.6)
    return np.where(chosen, SITE, ground.calendar[project][:, None, None])


def _room(ground: Ground, windows: Windows) -> tuple[Floats, Floats]:
    """Find the working days of sections' longest windows, and the tasks that the narrowest hold."""
    calendar = ground.calendar[:, None]
    days = ground.days
    true = days.count(calendar, windows.true) - days.count(calendar, windows.true_from)
    cube = calendar[:, :, None]
    planned = days.count(cube, windows.baseline) - days.count(cube, windows.baseline_from)
    seen = ground.reporting[:, None, :]
    now = PERIOD_END[list(_SHOWN)]
    shown = ground.reporting[:, list(_SHOWN)][:, None, :]
    begin = np.maximum(windows.forecast_from, now)
    ahead = days.count(cube, windows.forecast) - days.count(cube, begin)
    finite = np.where(np.isfinite(windows.true), windows.true, now[-1])
    whole = np.maximum(finite - windows.true_from, 1)[:, :, None]
    left = np.clip((finite[:, :, None] - now) / whole, 0.12, 1)
    room = np.where(windows.forecast_from >= now, ahead, np.floor((ahead - 1) / left))
    room = np.where(windows.true[:, :, None] <= now, np.inf, room)
    unknown = shown & np.isnan(windows.forecast)
    room = np.where(unknown, 0, np.where(shown, room, np.inf))
    narrow = np.fmin(np.where(seen, planned, 999).min(axis=2), room.min(axis=2))
    most = np.fmin(narrow, np.where(np.isfinite(windows.true), true, 0))
    return np.where(seen, planned, 0).max(axis=2), most
