"""Timesheets: what was worked, handed in some days later, and not quite what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, Bools, Floats, Ints, dates, either
from pmo_lib.tables.sample.office.away import Away
from pmo_lib.tables.sample.office.bookings import Booked, Bookings
from pmo_lib.tables.sample.office.known import Tables, in_turn, texts
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import WEEKS, later_open_day, weeks_kept
from pmo_lib.tables.sample.projects import NOTE_CANARY

_LATEST: Final = int(np.searchsorted(WEEKS, NOW))
"""Number of weeks that have begun by the last day."""

_NO_TIMESHEETS: Final = 13
_COMMENTS: Final = (
    "Includes travel that the client does not pay for.",
    "Overtime agreed with the manager, to be taken back in November.",
    "Rework of last month's deliverable; not to be billed.",
    "Hours moved from another code after the monthly check.",
    "Covering for a colleague on leave.",
    "Bid work for the next stage is in this line.",
)


@dataclass(frozen=True)
class Timesheets:
    """Hours worked, with all that will ever be known; people, projects and weeks by position."""

    rows: pd.DataFrame
    setting: Setting

    def known(self, day: float) -> Tables:
        """``timesheets`` as known at the end of a day: those handed in, some not yet approved."""
        rows = self.rows
        seen = rows[weeks_kept(day)[rows["week"]] & (rows["submitted"] <= day)]
        approved = seen["approved"].to_numpy()
        frame = pd.DataFrame(
            {
                "person_id": texts(self.setting.person_ids).take(seen["person"].to_numpy()),
                "project_id": texts(self.setting.ids).take(seen["project"].to_numpy()),
                "week": dates(WEEKS)[seen["week"]],
                "hours": seen["hours"].to_numpy(),
                "billable_hours": seen["billable_hours"].to_numpy(),
                "submitted": dates(seen["submitted"].to_numpy()),
                "approved": dates(np.where(approved <= day, approved, np.nan)),
                "comment": seen["comment"].array,
            }
        )
        return {"timesheets": frame}


def draw_timesheets(setting: Setting, away: Away, bookings: Bookings) -> Timesheets:
    """Draw what was worked on the bookings, then plant the stories."""
    rng = setting.stream("timesheets")
    every = bookings.booked
    begun = (every.week < _LATEST) & (WEEKS[every.week] < every.void)
    done = every[begun & (WEEKS[every.week] <= setting.closing[every.project])]
    done = Booked.together([done, _unplanned(setting, done)])
    hours = _worked(rng, away, done)
    missing = _silent(setting, done) | (hours == 0)
    done, hours = done[~missing], hours[~missing]
    submitted, approved = _handed_in(rng, len(setting.people), done)
    free = rng.random(len(setting.ids)) < 0.08
    share = np.where(free[done.project], 0, rng.choice([1.0, 1.0, 1.0, 0.9, 0.8], len(hours)))
    said = rng.random(len(hours)) < 0.012
    comment = either(said, f"{NOTE_CANARY}: " + in_turn(_COMMENTS, np.cumsum(said)))
    rows = pd.DataFrame(
        {
            "person": done.person,
            "project": done.project,
            "week": done.week,
            "hours": hours,
            "billable_hours": np.round(4 * hours * share) / 4,
            "submitted": submitted,
            "approved": approved,
            "comment": texts(comment),
        }
    )
    return Timesheets(rows, setting)


def _worked(rng: np.random.Generator, away: Away, done: Booked) -> Floats:
    """Hours worked: the booked ones less absences, give or take; a few corrections below zero."""
    person, week = done.person, done.week
    planned = np.maximum(away.planned[person, week], 1)
    there = np.clip(away.present[person, week] / planned, 0, 1)
    hours = done.hours * there * rng.lognormal(-0.02, 0.2, len(week))
    hours = np.where(rng.random(len(week)) < 0.04, 0, np.round(4 * hours) / 4)
    corrected = rng.random(len(week)) < 0.0002
    return np.where(corrected, -np.round(2 * done.hours) / 4, hours)


def _handed_in(rng: np.random.Generator, people: int, done: Booked) -> tuple[Floats, Floats]:
    """Days of submission (most on Friday or Monday, some weeks late) and of approval."""
    lag = rng.choice([0, 1, 2, 3, 5, 8, 12, 20], (people, len(WEEKS)), p=_LAGS)
    wait = rng.choice([1, 1, 2, 2, 3, 4, 6, 9], (people, len(WEEKS)))
    submitted = later_open_day(WEEKS[done.week] + 4, lag[done.person, done.week])
    return submitted, later_open_day(submitted, wait[done.person, done.week])


_LAGS: Final = (0.55, 0.24, 0.08, 0.04, 0.03, 0.03, 0.02, 0.01)


def _silent(setting: Setting, done: Booked) -> Bools:
    """Lines of the projects that are charged for, while nobody hands in hours on them."""
    lives = setting.lives
    spending = (lives.kind == "live") & (lives.start < NOW - 200) & (setting.closing > NOW + 20)
    chosen = setting.cast.pick(spending, 5)
    said = "actual cost rises while no hours are handed in for three months"
    setting.cast.tell("actuals_without_timesheets", chosen, said)
    return np.isin(done.project, chosen) & (done.week >= _LATEST - _NO_TIMESHEETS - 1)


def _unplanned(setting: Setting, done: Booked) -> Booked:
    """Work of a few people on projects that they are not booked on."""
    lives, rng = setting.lives, setting.stream("unplanned work")
    going = (lives.kind == "live") & (lives.start < NOW - 90) & (setting.closing > NOW + 10)
    chosen = setting.cast.pick(going, 5)
    weeks = np.arange(_LATEST - 8, _LATEST - 1)
    busy = np.bincount(done.person[np.isin(done.week, weeks)], minlength=len(setting.people))
    busy[done.person[np.isin(done.project, chosen)]] = 0
    people = rng.choice(np.flatnonzero(busy >= len(weeks)), len(chosen), replace=False)
    for person, project in zip(people.tolist(), chosen.tolist(), strict=True):
        said = f"{setting.person_ids[person]}: hours handed in for weeks without a booking"
        setting.cast.tell("timesheet_without_assignment", np.array([project]), said)
    return _lines(np.repeat(people, len(weeks)), np.repeat(chosen, len(weeks)), np.tile(weeks, 5))


def _lines(person: Ints, project: Ints, week: Ints) -> Booked:
    n = len(person)
    never = np.full(n, np.inf)
    return Booked(person, project, week, np.full(n, 6.0), -never, -never, never, np.ones(n))
