"""Values of every line of the plans at the end of a period: dates, durations and progress."""

from __future__ import annotations

import functools
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.calendars import HOURS
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import Bools, Floats
from pmo_lib.tables.sample.plans import flaws as kinds
from pmo_lib.tables.sample.plans.standing import LAST_UPDATE, Plans, Standing

_TYPED_AHEAD: Final = 9
"""Days after the data date of an actual date that was typed wrongly."""


class Lines:
    """Values of all lines of the plans, in the order of what is told of them.

    Parameters
    ----------
    ground : Ground
        What the plans stand on.
    plans : Plans
        All plans.
    standing : Standing
        How they stood.
    """

    def __init__(self, ground: Ground, plans: Plans, standing: Standing) -> None:
        self.days, self.plans, self.standing = ground.days, plans, standing
        self.told, self.hours = plans.told, HOURS[plans.told.calendar]
        logic = plans.logic
        self._marks = slice(len(logic), len(logic) + logic.marks)
        self._managed = slice(self._marks.stop, self._marks.stop + len(plans.shape))
        typed = self._typed(standing.tasks.finished)
        self.actual_start = self.of_all(standing.tasks.started)
        self.actual_finish = self.of_all(typed)
        self.start = self.of_all(standing.dates.start)
        self.finish = self.of_all(np.where(np.isfinite(typed), typed, standing.dates.finish))
        self._summarise()

    def of_all(self, values: Floats) -> Floats:
        """Values of the first lines; the others have none."""
        found = np.full(len(self.told.plan), np.nan)
        found[: len(values)] = values
        return found

    def of_open(self, values: Floats) -> Floats:
        """Values of the logic's activities that have not finished."""
        return self.of_all(np.where(np.isnan(self.standing.tasks.finished), values, np.nan))

    def _typed(self, finished: Floats) -> Floats:
        """Actual finishes as typed: in plans out of date the last one lies in the future."""
        plans, n = self.plans, self.plans.logic.tasks
        if self.standing.period <= LAST_UPDATE:
            return finished
        stale = (plans.flaws.of_plan == kinds.STALE)[plans.layout.plan]
        latest = np.zeros(len(plans.shape))
        np.maximum.at(latest, plans.layout.plan, np.nan_to_num(finished[:n]))
        last = stale & (finished[:n] == latest[plans.layout.plan])
        typed = finished.copy()
        typed[:n][last] = self.standing.data_date + _TYPED_AHEAD
        return typed

    def _summarise(self) -> None:
        """Give dates to summaries, to the management of each plan and to dropped work."""
        logic = self.plans.logic
        tasks, met = slice(0, logic.tasks), slice(logic.tasks, logic.tasks + logic.marks)
        section = logic.mark[logic.plan[tasks], logic.section[tasks]] - logic.tasks
        first, last = np.full(logic.marks, np.inf), self.finish[met].copy()
        np.minimum.at(first, section, self.start[tasks])
        np.maximum.at(last, section, self.finish[tasks])
        begin = np.full(len(self.plans.shape), np.inf)
        end = np.zeros(len(self.plans.shape))
        np.minimum.at(begin, logic.plan[met], first)
        np.maximum.at(end, logic.plan[met], last)
        dropped = begin[self.told.plan[self._managed.stop :]]
        self.start[self._marks.start :] = np.concatenate([first, begin, dropped])
        self.finish[self._marks.start :] = np.concatenate([last, end, dropped])
        rest = slice(self._marks.start, self._managed.stop)
        begun = self.start[rest] <= self.standing.data_date
        self.actual_start[rest] = np.where(begun, self.start[rest], np.nan)
        done = np.isfinite(self.actual_finish[met])
        self.actual_finish[self._marks] = np.where(done, last, np.nan)

    @functools.cached_property
    def done(self) -> Bools:
        """Which lines have finished."""
        return np.isfinite(self.actual_finish)

    @functools.cached_property
    def length(self) -> Floats:
        """Working days from start to finish, of each line's calendar; 0 for milestones."""
        return np.where(self.told.kind == "milestone", 0, self._between(self.start, self.finish))

    @functools.cached_property
    def passed(self) -> Floats:
        """Working days that have passed since the actual start."""
        until = np.where(self.done, self.finish, np.fmin(self.finish, self.standing.data_date))
        passed = self._between(self.actual_start, until)
        begun = np.isfinite(self.actual_start) & (self.told.kind != "milestone")
        return np.where(begun, np.maximum(passed, 0), 0)

    @functools.cached_property
    def share(self) -> Floats:
        """Share of the duration that has passed; 1 only for what has finished."""
        share = np.divide(
            self.passed, self.length, out=np.zeros_like(self.length), where=self.length > 0
        )
        return np.where(self.done, 1, np.round(np.minimum(share, 0.99), 2))

    def _between(self, start: Floats, finish: Floats) -> Floats:
        """Working days from the morning of one day to the evening of another."""
        calendar = self.told.calendar
        found = self.days.count(calendar, finish) - self.days.count(calendar, start - 1)
        return np.asarray(found, dtype=float)


def moments(days: Floats, hours: Floats) -> pd.Series[pd.Timestamp]:
    """Make instants of days and hours after midnight; NaN becomes NaT."""
    known = np.isfinite(days)
    minutes = np.where(known, days * 1440 + hours * 60, 0).astype(np.int64)
    instants = np.where(known, minutes.astype("datetime64[m]"), np.datetime64("NaT"))
    return pd.Series(instants.astype("datetime64[ns]"))
