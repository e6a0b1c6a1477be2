"""Poor plans: which project's plan fails which of the usual checks, and how it is made to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import NOW, Bools, Floats, Ints
from pmo_lib.tables.sample.plans.layout import Layout
from pmo_lib.tables.sample.plans.logic import Logic
from pmo_lib.tables.sample.plans.network import FF, FS, SS, Links
from pmo_lib.tables.sample.plans.shape import Candidates, Shape

KINDS: Final = {
    "schedule_without_logic": "a fifth and more of the open activities lack a link",
    "schedule_with_leads": "links have a negative lag",
    "schedule_with_lags": "more than one link in twenty has a lag",
    "schedule_link_types": "fewer than nine links in ten are finish to start",
    "schedule_hard_constraints": "more than one open activity in twenty has a hard constraint",
    "schedule_high_float": "more than one open activity in twenty has over 44 days of float",
    "schedule_negative_float": "the plan must finish before it can: negative float",
    "schedule_high_duration": "more than one open activity in twenty takes over 44 days",
    "schedule_invalid_dates": "expected dates lie before the data date, an actual one after it",
    "schedule_without_resources": "many tasks have neither resource nor cost",
    "critical_path_broken": "the finish is fixed: a delay of critical work does not move it",
    "baseline_missing_in_schedule": "no activity has a baseline",
}
"""What is wrong with a plan, and what is to be found."""

EACH: Final = 3
"""Plans of each kind."""

(
    WITHOUT_LOGIC,
    LEADS,
    LAGS,
    LINK_TYPES,
    HARD,
    HIGH_FLOAT,
    NEGATIVE_FLOAT,
    LONG,
    STALE,
    WITHOUT_RESOURCES,
    BROKEN,
    WITHOUT_BASELINE,
) = range(len(KINDS))

SOUND: Final = -1


def cast_flaws(ground: Ground, found: Candidates) -> tuple[Ints, Ints]:
    """Pick the projects whose plans are poor; returns them and what is wrong with each."""
    cast = ground.casting("plans", shown=False)
    open_sections = (found.windows.there & (found.windows.true > NOW)).sum(axis=1)
    fits = found.fits & ground.reporting[:, -5:].all(axis=1) & (open_sections >= 2)
    ahead = ground.marks.forecast[:, -1, -1] - NOW
    special = {
        HIGH_FLOAT: (open_sections >= 3) & (ahead > 210),
        LONG: found.open_long >= 0.6,
        NEGATIVE_FLOAT: ahead > 60,
    }
    chosen = []
    for number, (kind, told) in enumerate(KINDS.items()):
        picked = cast.pick(fits & special.get(number, np.ones(len(ground), dtype=bool)), EACH)
        cast.tell(kind, picked, told)
        chosen.append(picked)
    flaw = np.repeat(np.arange(len(KINDS)), [len(picked) for picked in chosen])
    return np.concatenate(chosen), flaw


@dataclass
class Flaws:
    """What is wrong, by plan, and what it does to links and tasks, entry by entry.

    ``pinned`` marks tasks that a constraint holds where they would be; ``hard`` those of them whose
    constraint may not be broken. ``shorter`` is taken from a task's duration for a lag before it.
    """

    of_plan: Ints
    links: Links
    pinned: Bools
    hard: Bools
    shorter: Ints
    must_finish: Floats


def draw_flaws(ground: Ground, shape: Shape, layout: Layout, logic: Logic, of_plan: Ints) -> Flaws:
    """Bend links and constraints of the poor plans; add a few harmless constraints to others."""
    rng, n = ground.stream("flaws"), len(layout)
    links, flaw = logic.links, of_plan[layout.plan]
    lag, kind, after = links.lag.copy(), links.type.copy(), links.after.copy()
    open_ = shape.windows.true[layout.plan, layout.section] > NOW
    side = np.concatenate([open_ & (layout.chain > 0), np.zeros(len(logic) - n, dtype=bool)])
    onward = (links.after < n) & (links.before < n) & (links.type == FS)
    drawn, of_link = rng.random(len(lag)), of_plan[logic.plan[links.after]]
    beside = onward & side[np.minimum(links.after, len(side) - 1)]
    lag[beside & (of_link == LEADS) & (drawn < 0.3)] = -3
    lagged = beside & (of_link == LAGS) & (drawn < 0.55)
    lag[lagged] = 2 + (links.after[lagged] % 3)
    retyped = beside & (of_link == LINK_TYPES) & (drawn < 0.65)
    kind[retyped] = np.where(links.after[retyped] % 2 == 0, SS, FF)
    tail = (links.before < n) & (links.after >= n) & (of_link == HIGH_FLOAT)
    tail &= side[links.before] & (drawn < 0.85)
    after[tail] = _final(logic)[logic.plan[links.before[tail]]]
    waiting = np.concatenate([open_, np.zeros(len(logic) - n, dtype=bool)])
    cut = onward & (of_link == WITHOUT_LOGIC) & waiting[links.after] & (drawn < 0.4)
    pinned = np.zeros(n, dtype=bool)
    pinned[links.after[cut]] = True
    kept = ~cut
    hard = open_ & (flaw == HARD) & (rng.random(n) < 0.28)
    soft = (flaw == SOUND) & open_ & (layout.chain > 0) & (layout.number == 0)
    pinned |= hard | (soft & (rng.random(n) < 0.05))
    shorter = np.zeros(n, dtype=np.int64)
    shorter[links.after[lagged]] = lag[lagged]
    return Flaws(
        of_plan=of_plan,
        links=Links(links.before, after, kind, lag).only(kept),
        pinned=pinned,
        hard=hard,
        shorter=shorter,
        must_finish=_must_finish(ground, shape, of_plan, rng),
    )


def _final(logic: Logic) -> Ints:
    """Position of each plan's last milestone."""
    return logic.mark[:, -1]


def _must_finish(ground: Ground, shape: Shape, of_plan: Ints, rng: np.random.Generator) -> Floats:
    """Days by which plans with negative float must finish: before they can."""
    forecast = ground.marks.forecast[shape.project, -1, -1]
    day = forecast - rng.integers(24, 45, len(of_plan))
    day = ground.days.on_or_before(ground.calendar[shape.project], day)
    return np.where(of_plan == NEGATIVE_FLOAT, day, np.nan)
