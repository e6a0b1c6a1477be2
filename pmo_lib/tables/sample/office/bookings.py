"""Assignments: who is booked on what in each week, how firmly, and since when that is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, Bools, Floats, Ints, dates
from pmo_lib.tables.sample.office.away import Away
from pmo_lib.tables.sample.office.known import Tables, texts
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.stints import Stints, draw_stints, week_of
from pmo_lib.tables.sample.office.weeks import WEEK, WEEKS, weeks_kept

SCARCE: Final = "test manager"
"""The role whose people are booked out."""

_ENOUGH: Final = 0.7
_CHANCES: Final = np.array([0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
_FIRMNESS: Final = ("firm", "tentative")


@dataclass
class Booked:
    """Bookings, an entry a person, project and week; people, projects and weeks by position.

    A booking is known since ``booked``, firm since ``firm``, and void from ``void`` on, when its
    project was stopped: days, infinite where they never come.
    """

    person: Ints
    project: Ints
    week: Ints
    hours: Floats
    booked: Floats
    firm: Floats
    void: Floats
    chance: Floats

    def __getitem__(self, chosen: Any) -> Booked:
        """Choose some of the bookings."""
        return Booked(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    @classmethod
    def together(cls, parts: Iterable[Booked]) -> Booked:
        """Put bookings together by person, project and week, without those of no hours."""
        every = list(parts)
        whole = cls(
            **{f.name: np.concatenate([getattr(p, f.name) for p in every]) for f in fields(cls)}
        )
        order = np.lexsort((whole.week, whole.project, whole.person))
        return whole[order[whole.hours[order] > 0]]


@dataclass(frozen=True)
class Bookings:
    """The bookings, with all that will ever be known of them.

    ``mapped`` is the share of a project's hours that the activities of its plan account for, NaN
    where it has no such plan.
    """

    booked: Booked
    mapped: Floats
    setting: Setting

    def known(self, day: float) -> Tables:
        """Make ``assignments`` as known at the end of a day."""
        every = self.booked
        stands = (every.booked <= day) & ((every.void > day) | (WEEKS[every.week] < every.void))
        seen = every[weeks_kept(day)[every.week] & stands]
        tentative = seen.firm > day
        people, roles = (
            texts(self.setting.people[name].to_numpy()).take(seen.person)
            for name in ("person_id", "role")
        )
        mapped = np.round(2 * seen.hours * self.mapped[seen.project]) / 2
        frame = pd.DataFrame(
            {
                "person_id": people,
                "project_id": texts(self.setting.ids).take(seen.project),
                "week": dates(WEEKS)[seen.week],
                "role": roles,
                "hours": seen.hours,
                "task_hours": mapped,
                "firmness": texts(_FIRMNESS).take(tentative.astype(np.int64)),
                "probability": np.where(tentative, seen.chance, np.nan),
            }
        )
        return {"assignments": frame}


def draw_bookings(setting: Setting, away: Away) -> Bookings:
    """Draw all bookings: managers on their projects, then everybody's spells, then the stories."""
    rng = setting.stream("assignments")
    load = np.clip(rng.normal(0.78, 0.065, len(setting.people)), 0.62, 0.92)
    load[_scarce(setting)] = 0.96
    target = away.planned * load[:, None]
    full = (setting.people["contracted_hours"].to_numpy() * load)[:, None]
    managed, busy = _managing(rng, setting, target, full)
    spells = _spells(rng, setting, target, busy)
    booked = Booked.together([managed, spells])
    _slow_down(setting, away, booked)
    booked = Booked.together([booked, _overload(setting, away, booked)])
    n = len(setting.ids)
    mapped = np.where(rng.random(n) < 0.45, rng.uniform(0.75, 1.0, n), np.nan)
    return Bookings(booked, mapped, setting)


def _scarce(setting: Setting) -> Bools:
    return np.asarray(setting.people["role"] == SCARCE)


def _managing(
    rng: np.random.Generator, setting: Setting, target: Floats, full: Floats
) -> tuple[Booked, Floats]:
    """Bookings of managers on their own projects, and the share of their time that these take."""
    lives, weeks = setting.lives, np.arange(len(WEEKS))
    begun, end = week_of(lives.start)[:, None], week_of(lives.finish)[:, None]
    project, week = np.nonzero((begun <= weeks) & (weeks <= end))
    person = setting.managers[project]
    wanted = np.clip(6 + 10 * np.log10(lives.budget[:, 0] / 50e3), 5, 32)[project]
    at = person * len(weeks) + week

    def total(amount: Floats) -> Floats:
        found = np.bincount(at, amount, minlength=target.size).astype(float)
        return np.asarray(found.reshape(target.shape))

    asked = total(wanted)
    share = wanted * (np.minimum(1, asked / full) / np.maximum(asked, 1))[person, week]
    going_on = WEEKS[week] <= setting.closing[project]
    lead = rng.uniform(10, 20, len(lives))[project] * WEEK
    sure = np.where((lives.kind == "pipeline")[project], np.inf, WEEKS[week] - lead)
    booked = Booked(
        person,
        project,
        week,
        hours=np.round(2 * target[person, week] * share) / 2,
        booked=lives.known[project],
        firm=sure,
        void=_void(setting, project),
        chance=rng.choice(_CHANCES, len(lives))[project],
    )
    return booked, total(share * going_on)


def _void(setting: Setting, project: Ints) -> Floats:
    """Day from which bookings on stopped projects are void."""
    lives = setting.lives
    stopped = np.minimum(lives.held, np.where(lives.kind == "cancelled", lives.ended, np.inf))
    return np.asarray(stopped[project])


def _spells(rng: np.random.Generator, setting: Setting, target: Floats, busy: Floats) -> Booked:
    """Bookings of everybody else, two spells at a time, and of managers with time to spare."""
    office = np.isin(np.arange(len(setting.people)), setting.staff)
    managing = np.isin(np.arange(len(setting.people)), setting.managers)
    slots = np.where(office, 0, np.where(managing, 1, 2))
    people = np.repeat(np.arange(len(slots)), slots)
    slot = np.arange(len(people)) - np.repeat(np.cumsum(slots) - slots, slots)
    allowed = (busy < _ENOUGH)[people] & (target.max(axis=1) > 0)[people, None]
    stints = draw_stints(rng, setting, people, slot, allowed)
    number, week = _weeks_of(stints)
    person = stints.person[number]
    second = stints.slot[number] == 1
    both = np.zeros((2, *target.shape), dtype=bool)
    both[stints.slot[number], person, week] = True
    main = rng.uniform(0.55, 0.85, len(slots))[person]
    share = np.where(second, 1 - main, main)
    share = np.where(both[:, person, week].all(axis=0), share, np.maximum(share, 0.9))
    share = np.where(managing[person], 1 - busy[person, week], share)
    booked, firm = _promised(rng, setting, stints)
    project = stints.project[number]
    return Booked(
        person,
        project,
        week,
        hours=np.round(2 * target[person, week] * share) / 2,
        booked=booked[number],
        firm=firm[number],
        void=_void(setting, project),
        chance=rng.choice(_CHANCES, len(stints.person))[number],
    )


def _weeks_of(stints: Stints) -> tuple[Ints, Ints]:
    """Find the number of the stint and the week, for every week of every stint."""
    last = np.minimum(stints.last, len(WEEKS) - 1)
    length = np.maximum(last - stints.first + 1, 0)
    number = np.repeat(np.arange(len(length)), length)
    step = np.arange(len(number)) - np.repeat(np.cumsum(length) - length, length)
    return number, stints.first[number] + step


def _promised(rng: np.random.Generator, setting: Setting, stints: Stints) -> tuple[Floats, Floats]:
    """Day since which each spell is known, and since which it is firm."""
    first, n = WEEKS[stints.first], len(stints.first)
    scarce = _scarce(setting)[stints.person]
    ahead = np.where(scarce, rng.uniform(200, 300, n), rng.uniform(21, 98, n))
    ahead = np.where(stints.refilled, rng.uniform(0, 6, n), ahead)
    booked = np.maximum(np.floor(first - ahead), setting.lives.known[stints.project])
    sure = np.where(scarce, 190, rng.uniform(4, 28, n))
    firm = np.maximum(first - sure, booked)
    return booked, np.where((setting.lives.kind == "pipeline")[stints.project], np.inf, firm)


_COMING: Final = slice(int(np.searchsorted(WEEKS, NOW)), int(np.searchsorted(WEEKS, NOW)) + 7)
"""The seven weeks before Christmas that follow the last day."""


def _slow_down(setting: Setting, away: Away, booked: Booked) -> None:
    """Take most of the work from a few people for the last three months and what follows."""
    rng, recent = setting.stream("underused"), _COMING.start - 13
    steady = (away.planned[:, recent : _COMING.start] > 0).mean(axis=1) > 0.7
    steady &= ~np.isin(np.arange(len(steady)), setting.managers) & ~_scarce(setting)
    steady[setting.staff] = False
    who = np.sort(rng.choice(np.flatnonzero(steady), 6, replace=False))
    less = np.isin(booked.person, who) & (booked.week >= recent)
    booked.hours[less] = np.round(2 * booked.hours[less] * 0.3) / 2
    for person in setting.person_ids[who]:
        setting.cast.note("underused_person", f"{person}: booked under 40 per cent for 13 weeks")


def _overload(setting: Setting, away: Away, booked: Booked) -> Booked:
    """Book a few people on one more project each, far beyond their hours."""
    lives, rng = setting.lives, setting.stream("overallocated")
    going = (lives.kind == "live") & (setting.closing > NOW + 60) & (lives.start < NOW - 60)
    chosen = setting.cast.pick(going, 6)
    hours = np.zeros(away.planned.shape)
    told = booked[(booked.booked <= NOW) & (booked.void > NOW)]
    likely = np.where(told.firm <= NOW, 1, told.chance)
    np.add.at(hours, (told.person, told.week), told.hours * likely)
    there = np.asarray((np.minimum(away.planned, hours)[:, _COMING] > 0).all(axis=1))
    there &= ~_scarce(setting)
    there[booked.person[np.isin(booked.project, chosen)]] = False
    people = rng.choice(np.flatnonzero(there), len(chosen), replace=False)
    for person, project in zip(people.tolist(), chosen.tolist(), strict=True):
        said = f"{setting.person_ids[person]}: booked above 120 per cent for seven weeks running"
        setting.cast.tell("overallocated_person", np.array([project]), said)
    more = np.ceil(1.35 * away.contracted - hours)[people, _COMING]
    ones = np.ones(more.size)
    return Booked(
        np.repeat(people, more.shape[1]),
        np.repeat(chosen, more.shape[1]),
        week=np.tile(np.arange(_COMING.start, _COMING.stop), len(people)),
        hours=more.ravel(),
        booked=(NOW - 17) * ones,
        firm=(NOW - 17) * ones,
        void=np.inf * ones,
        chance=ones,
    )
