"""Who works on what: stints of people on projects, filled week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.months import Bools, Floats, Ints, Texts
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import WEEK, WEEKS

SUITED: Final[dict[str, tuple[str, ...]]] = {
    "business analyst": ("Digital and data", "Customer and service", "People and change"),
    "change manager": ("People and change", "Customer and service", "Regulatory and compliance"),
    "planner": ("Estates and infrastructure", "Asset and engineering"),
    "cost engineer": ("Estates and infrastructure", "Asset and engineering"),
    "solution architect": ("Digital and data", "Cyber and resilience"),
    "delivery lead": ("Digital and data", "Customer and service", "Cyber and resilience"),
    "test manager": ("Digital and data", "Customer and service", "Finance and commercial"),
    "commercial manager": ("Finance and commercial", "Estates and infrastructure"),
}
"""Categories of projects that ask most for a role."""

_SHORTEST: Final = 4


@dataclass(frozen=True)
class Stints:
    """Spells of people on projects, an entry each; weeks are positions in ``WEEKS``.

    ``slot`` counts a person's parallel spells, ``first`` and ``last`` are the weeks of a spell.
    ``refilled`` marks those that follow a project that was stopped.
    """

    person: Ints
    slot: Ints
    project: Ints
    first: Ints
    last: Ints
    refilled: Bools


def week_of(days: Floats) -> Ints:
    """Position of the week that a day lies in; before the first and after the last too."""
    weeks = np.floor((np.clip(days, -1e6, 1e6) - WEEKS[0]) / WEEK)
    return np.asarray(weeks, dtype=np.int64)


def draw_stints(
    rng: np.random.Generator, setting: Setting, people: Ints, slot: Ints, allowed: Bools
) -> Stints:
    """Fill the slots of people with spells on projects.

    Parameters
    ----------
    rng : numpy.random.Generator
        Random numbers.
    setting : Setting
        The portfolio.
    people, slot : numpy.ndarray
        Person and number of each slot, a person's slots next to each other.
    allowed : numpy.ndarray
        In which week each slot may begin a spell.
    """
    n = len(people)
    roles, role = np.unique(
        setting.people["role"].to_numpy(dtype=object)[people], return_inverse=True
    )
    appeal = _appeal(setting, roles)
    begun, planned_end = week_of(setting.lives.start), week_of(setting.lives.finish)
    true_end = week_of(setting.closing)
    free_from, current = np.zeros(n, dtype=np.int64), np.full(n, -1)
    cut = np.zeros(n, dtype=bool)
    found: list[tuple[Ints, ...]] = []
    for week in range(len(WEEKS)):
        free = np.flatnonzero((free_from <= week) & allowed[:, week])
        current[free_from <= week] = -1
        here = (begun <= week) & (true_end >= week + _SHORTEST)
        chosen = _choose(rng, appeal * here, role[free])
        current[free] = chosen
        own = setting.managers[chosen] == people[free]
        chosen = np.where(own | _doubled(people, current)[free], -1, chosen)
        current[free] = chosen
        free, chosen = free[chosen >= 0], chosen[chosen >= 0]
        last = np.minimum(week + _lengths(rng, len(free), week), planned_end[chosen])
        found.append((free, chosen, np.full(len(free), week), last, cut[free]))
        stopped = true_end[chosen] < last
        free_from[free] = np.where(stopped, true_end[chosen], last) + 1 + _gaps(rng, len(free))
        cut[free] = stopped
    index, project, first, last, refilled = (
        np.concatenate(part) for part in zip(*found, strict=True)
    )
    return Stints(people[index], slot[index], project, first, last, refilled.astype(bool))


def _appeal(setting: Setting, roles: Texts) -> Floats:
    """How readily each role is taken by each project: by its category and size."""
    size = np.sqrt(setting.lives.budget[:, 0])
    suited = np.ones((len(roles), len(size)))
    for place, role in enumerate(roles.tolist()):
        fits = np.isin(setting.papers.category, SUITED.get(role, ()))
        suited[place] = np.where(fits, 3.0, 1.0)
    return suited * size


def _choose(rng: np.random.Generator, weight: Floats, role: Ints) -> Ints:
    """Choose a project for each of some people by the weights of their roles; -1 for none."""
    reach = np.cumsum(weight, axis=1)
    drawn = rng.random(len(role))
    chosen = np.full(len(role), -1)
    for kind in np.unique(role):
        here = role == kind
        if reach[kind, -1] > 0:
            at = drawn[here] * reach[kind, -1]
            chosen[here] = np.searchsorted(reach[kind], at, side="right")
    return chosen


def _doubled(people: Ints, current: Ints) -> Bools:
    """Which slots hold what the person's other slot, which stands next to it, holds too."""
    same = (people[1:] == people[:-1]) & (current[1:] == current[:-1]) & (current[1:] >= 0)
    return np.asarray(np.append(same, False) | np.append(False, same))


def _lengths(rng: np.random.Generator, count: int, week: int) -> Ints:
    """Length of spells less one, in weeks; those of the first week have begun before it."""
    weeks = np.clip(rng.lognormal(np.log(16), 0.5, count), _SHORTEST, 45)
    return np.asarray(weeks * (rng.random(count) if week == 0 else 1), dtype=np.int64)


def _gaps(rng: np.random.Generator, count: int) -> Ints:
    """Weeks between two spells: mostly none."""
    return np.where(rng.random(count) < 0.12, rng.integers(1, 3, count), 0)
