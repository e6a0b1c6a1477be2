"""Absences: leave with its seasons, sickness, training and the office's own work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import Bools, Floats, dates
from pmo_lib.tables.sample.office.known import Tables, day_numbers, texts
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import WEEKS, holidays_in_weeks, weeks_kept

KINDS: Final = ("leave", "office_work", "other", "sickness", "training")
_LEAVE, _OFFICE, _OTHER, _SICK, _TRAINING = range(5)

_SEASONS: Final = (
    ((12, 20), (12, 31), 7.0),
    ((7, 18), (8, 31), 3.0),
    ((3, 28), (4, 16), 2.2),
    ((2, 12), (2, 20), 1.8),
    ((5, 24), (5, 31), 2.0),
    ((10, 19), (10, 31), 1.9),
)
"""From when to when in a year leave is so many times as likely: Christmas, summer, Easter and the
half terms."""


@dataclass(frozen=True)
class Away:
    """Hours away by person and week, and what is left to work in.

    ``contracted`` are hours less bank holidays; ``planned`` are what is left of them beside whole
    weeks of leave, which is what bookings are made on, ``present`` what is left in the end.
    """

    rows: pd.DataFrame
    contracted: Floats
    planned: Floats
    present: Floats
    ids: Any

    def known(self, day: float) -> Tables:
        """``absences`` as known at the end of a day."""
        rows = self.rows
        seen = rows[weeks_kept(day)[rows["week"]] & (rows["since"] <= day)]
        kind = texts(KINDS)
        frame = pd.DataFrame(
            {
                "person_id": self.ids.take(seen["person"].to_numpy()),
                "week": dates(WEEKS[seen["week"]]),
                "kind": kind.take(seen["kind"].to_numpy()),
                "hours": seen["hours"].to_numpy(),
            }
        )
        return {"absences": frame}


def draw_away(setting: Setting) -> Away:
    """Draw when people are away."""
    rng = setting.stream("absences")
    hours = setting.people["contracted_hours"].to_numpy()
    contracted = _contracted(setting, hours)
    day = np.minimum((hours / 5)[:, None], contracted)
    whole, single = _leave(rng, contracted.shape)
    away = np.zeros((len(KINDS), *contracted.shape))
    away[_LEAVE] = np.where(whole, contracted, np.where(single > 0, day * single, 0))
    contractor = (setting.people["employment"] == "contractor").to_numpy()
    away[_OTHER] = np.where(contractor[:, None], away[_LEAVE], 0) + _long(rng, contracted, setting)
    away[_LEAVE] = np.where(contractor[:, None], 0, away[_LEAVE])
    away[_TRAINING] = day * _days(rng, contracted.shape, 0.035, 2) * ~_high_season()
    away[_OFFICE] = np.where(rng.random(contracted.shape) < 0.05, day / 2, 0)
    winter = 1 + 0.6 * np.cos(2 * np.pi * (WEEKS - WEEKS[33]) / 365.25)
    away[_SICK] = day * _days(rng, contracted.shape, 0.035 * winter, 4)
    left = contracted.copy()
    for kind in (_LEAVE, _OTHER, _TRAINING, _SICK, _OFFICE):
        away[kind] = np.minimum(np.round(away[kind] * 4) / 4, left)
        left -= away[kind]
    gone = whole | (away[_OTHER] >= contracted)
    return Away(
        rows=_rows(rng, away, whole),
        contracted=contracted,
        planned=np.where(gone, 0, contracted),
        present=left,
        ids=texts(setting.person_ids),
    )


def _contracted(setting: Setting, hours: Floats) -> Floats:
    """Contracted hours less bank holidays, by person and week, while a person is there."""
    share = 1 - holidays_in_weeks() / 5
    joined, left = (day_numbers(setting.people[column]) for column in ("joined", "left"))
    there = (joined[:, None] <= WEEKS) & ~(left[:, None] < WEEKS + 4)
    return np.asarray(hours[:, None] * share * there)


def _season() -> Floats:
    """How likely leave is in each week, an ordinary one being 1."""
    monday = WEEKS.astype(np.int64).astype("datetime64[D]")
    month = monday.astype("datetime64[M]")
    number = 100 * (month.astype(np.int64) % 12 + 1) + (monday - month).astype(np.int64) + 1
    season = np.ones(len(WEEKS))
    for (first, first_day), (last, last_day), weight in _SEASONS:
        inside = (number >= 100 * first + first_day) & (number <= 100 * last + last_day)
        season[inside] = weight
    return season


def _high_season() -> Bools:
    return np.asarray(_season() >= 3)


def _leave(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Bools, Floats]:
    """Whole weeks of leave, some of them two in a row, and single days beside them."""
    people = shape[0]
    score = np.log(_season()) + rng.gumbel(size=shape)
    rank = (-score).argsort(axis=1).argsort(axis=1)
    whole = rank < rng.integers(6, 8, people)[:, None]
    longer = (rank == 0) & (rng.random(people) < 0.6)[:, None]
    whole[:, 1:] |= longer[:, :-1]
    other = rng.random(shape).argsort(axis=1).argsort(axis=1)
    chosen = (other < rng.integers(10, 15, people)[:, None]) & ~whole
    return whole, np.where(chosen, rng.choice([1.0, 1.0, 1.0, 2.0], shape), 0)


def _days(
    rng: np.random.Generator, shape: tuple[int, int], chance: Floats | float, most: int
) -> Floats:
    """Days away in some weeks, short spells the likelier."""
    days = np.minimum(rng.geometric(0.55, shape), most)
    return np.where(rng.random(shape) < chance, days, 0).astype(float)


def _long(rng: np.random.Generator, contracted: Floats, setting: Setting) -> Floats:
    """Long absences of a few, no managers: parental leave or a secondment, for half a year."""
    people, weeks = contracted.shape
    chosen = rng.random((people, 1)) < 0.012
    chosen[setting.managers] = False
    start = rng.integers(0, weeks, (people, 1))
    inside = (np.arange(weeks) >= start) & (np.arange(weeks) < start + 26)
    return np.where(chosen & inside, contracted, 0)


def _rows(rng: np.random.Generator, away: Floats, whole: Bools) -> pd.DataFrame:
    """Rows of absences with the day since which each is known, people in order."""
    person, week, kind = np.nonzero(away.transpose(1, 2, 0) > 0)
    early = whole[person, week] | (kind == _OTHER)
    ahead = np.where(early, rng.uniform(28, 180, len(kind)), rng.uniform(5, 50, len(kind)))
    ahead = np.where(kind == _SICK, -rng.integers(1, 5, len(kind)), ahead)
    return pd.DataFrame(
        {
            "person": person,
            "week": week,
            "kind": kind,
            "hours": away[kind, person, week],
            "since": WEEKS[week] - np.floor(ahead),
        }
    )
