"""Dependencies between projects of a programme, and on outsiders; and their table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD,
    PERIOD_BEGIN,
    PERIOD_END,
    Bools,
    Floats,
    Ints,
    Texts,
    either,
)
from pmo_lib.tables.sample.registers.items import day_column, draw_owners
from pmo_lib.tables.sample.registers.wording import fill, slots_of

_TITLES: Final = (
    "{part} ready for others to use",
    "Interface of the {part}",
    "Access to {place}",
    "Test environment with the {part}",
    "Data from the {thing}",
    "Release of people who know the {part}",
    "Space at {place} cleared",
    "Approved design of the {part}",
    "Training slots at {place}",
    "Power and network for the {part}",
)
_IMPACTS: Final = (
    "Work on {milestone} cannot start without it.",
    "Testing would use a stand-in, at extra cost.",
    "The team would wait, day for day.",
    "Part of the scope would follow later.",
)
_OUTSIDE: Final = 0.2


@dataclass
class Needs:
    """What one project needs of another: one entry each; ``giver`` is -1 for an outsider.

    ``mark`` and ``own`` are the slots of the giver's and the needing project's milestones.
    """

    project: Ints
    giver: Ints
    mark: Ints
    own: Ints
    raised: Floats
    needed_by: Floats
    met: Floats

    def __len__(self) -> int:
        """Count the dependencies."""
        return len(self.project)


def draw_needs(ground: Ground) -> Needs:
    """Draw all dependencies, and plant some whose need falls before the giver's forecast."""
    rng = ground.stream("dependencies")
    project, giver = _pairs(rng, ground)
    start = np.maximum(ground.lives.start[project], ground.lives.start[giver])
    raised = ground.days.on_or_after(
        ground.calendar[project], start + rng.integers(8, 200, len(start))
    )
    mark = _next(ground, giver, raised + rng.integers(10, 120, len(start)))
    own = _next(ground, project, raised + 60)
    met = ground.marks.true[giver, mark]
    until = np.minimum(ground.until[project], ground.until[giver])
    kept = (raised < until - 20) & (met > raised + 10)
    project, giver, mark, own = project[kept], giver[kept], mark[kept], own[kept]
    raised, met = raised[kept], met[kept]
    latest = _latest_forecast(ground, giver, mark)
    slack = rng.integers(4, 50, len(project)).astype(float)
    late = (rng.random(len(project)) < 0.15) & (met < PERIOD_END[-3])
    needed = np.where(
        late, met - slack / 2, np.maximum(latest, np.where(met <= NOW, met, 0)) + slack
    )
    needs = Needs(project, giver, mark, own, raised, needed, met)
    _plant_late(ground, needs)
    needs.needed_by = ground.days.on_or_after(ground.calendar[project], needs.needed_by)
    return _with_outsiders(rng, ground, needs)


def _pairs(rng: np.random.Generator, ground: Ground) -> tuple[Ints, Ints]:
    """Pairs of different projects of one programme."""
    programme = ground.papers.programme
    member = np.flatnonzero((programme >= 0) & ground.reporting.any(axis=1))
    order = member[np.argsort(programme[member], kind="stable")]
    size = np.bincount(programme[order], minlength=programme.max() + 1)
    first = np.cumsum(size) - size
    place = np.arange(len(order)) - first[programme[order]]
    of, count = programme[order], rng.choice(3, len(order), p=[0.35, 0.4, 0.25])
    every = np.repeat(np.arange(len(order)), count)
    step = 1 + np.floor(rng.random(len(every)) * (size[of[every]] - 1)).astype(np.int64)
    other = first[of[every]] + (place[every] + step) % size[of[every]]
    pair = np.stack([order[every], order[other]])[:, pair_is_new(order[every], order[other])]
    return pair[0], pair[1]


def pair_is_new(one: Ints, other: Ints) -> Bools:
    """Which pairs are of two projects and did not stand before."""
    frame = pd.DataFrame({"one": one, "other": other})
    return np.asarray((one != other) & ~frame.duplicated().to_numpy())


def _next(ground: Ground, project: Ints, day: Floats) -> Ints:
    """Slot of the first milestone of each project after a day, else the final one."""
    true = np.where(ground.marks.there()[project], ground.marks.true[project], np.inf)
    later = (true > day[:, None]) & np.isfinite(true)
    return np.asarray(np.where(later.any(axis=1), later.argmax(axis=1), true.shape[1] - 1))


def _latest_forecast(ground: Ground, giver: Ints, mark: Ints) -> Floats:
    """Latest day for which the giver's milestone was ever forecast."""
    forecast = np.where(ground.reporting[giver], ground.marks.forecast[giver, mark], np.nan)
    return np.asarray(np.nan_to_num(forecast, nan=0).max(axis=1))


def _plant_late(ground: Ground, needs: Needs) -> None:
    """Date needs before the forecast of a giving project that another client owns."""
    cast = ground.casting("late dependencies")
    lead, running = ground.papers.lead, ground.live & ground.running[:, -1]
    forecast = ground.marks.forecast[needs.giver, needs.mark, -1]
    open_ = (needs.met > NOW) & (forecast > NOW) & (needs.raised < PERIOD_END[-3])
    open_ &= (lead[needs.project] != lead[needs.giver]) & running[needs.project]
    open_ &= running[needs.giver] & np.isfinite(needs.met)
    one = np.full(len(ground), -1)
    one[needs.project[open_]] = np.flatnonzero(open_)
    project = cast.pick(one >= 0, 7)
    at = one[project]
    needs.needed_by[at] = forecast[at] - cast.rng.integers(17, 45, len(at))
    told = "a project of another client delivers after the day on which it is needed"
    cast.tell("dependency_late", project, told)


def _with_outsiders(rng: np.random.Generator, ground: Ground, needs: Needs) -> Needs:
    """Add what projects need of parties outside."""
    chosen = (rng.random(len(ground)) < _OUTSIDE) & ground.reporting.any(axis=1)
    project = np.flatnonzero(chosen & (ground.until - ground.lives.start > 90))
    raised = ground.lives.start[project] + rng.integers(15, 80, len(project))
    calendar, days = ground.calendar[project], ground.days
    raised = days.on_or_after(calendar, raised)
    met = days.on_or_after(calendar, raised + rng.integers(60, 320, len(project)))
    none = np.full(len(project), -1)
    outside = Needs(
        project=project,
        giver=none,
        mark=none,
        own=_next(ground, project, met),
        raised=raised,
        needed_by=days.on_or_after(calendar, met + rng.integers(3, 40, len(project))),
        met=met,
    )
    both = {name: np.concatenate([v, vars(outside)[name]]) for name, v in vars(needs).items()}
    order = np.lexsort((both["project"], both["raised"]))
    return Needs(**{name: values[order] for name, values in both.items()})


def dependencies_table(ground: Ground, needs: Needs) -> pd.DataFrame:
    """Make ``dependencies``: a row a dependency, side and period, until it is met."""
    rng, n = ground.stream("dependency rows"), len(needs)
    source = np.where(needs.giver >= 0, needs.giver, needs.project)
    slots = slots_of(ground, rng, source, needs.raised)
    title = fill(_TITLES, rng.integers(0, len(_TITLES), n), slots)
    mine = slots_of(ground, rng, needs.project, needs.raised)
    impact = fill(_IMPACTS, rng.integers(0, len(_IMPACTS), n), mine)
    party = pd.Series(mine["outsider"], dtype=object).str.removeprefix("the ").str.capitalize()
    texts = {"title": title, "impact": impact, "other_party": party.to_numpy(dtype=object)}
    sides = [
        _side(rng, ground, needs, texts, "needs", needs.project, needs.giver),
        _side(rng, ground, needs, texts, "gives", needs.giver, needs.project),
    ]
    return pd.concat(sides, ignore_index=True)


def _side(
    rng: np.random.Generator,
    ground: Ground,
    needs: Needs,
    texts: dict[str, Texts],
    direction: str,
    project: Ints,
    other: Ints,
) -> pd.DataFrame:
    owners = draw_owners(rng, ground, np.maximum(project, 0), office=1.0)
    item, at = _shown(ground, needs, project)
    whose, them, end = project[item], other[item], PERIOD_END[at]
    mark, own = needs.mark[item], needs.own[item]
    here, there = (own, mark) if direction == "needs" else (mark, own)
    between = them >= 0
    met = needs.met[item] <= end
    forecast = ground.marks.forecast[needs.giver[item], mark, at]
    outside = np.where(met, needs.met[item], needs.needed_by[item] - 7)
    forecast = np.where(needs.giver[item] >= 0, forecast, outside)
    ids = np.array([f"D{i:04d}" for i in range(1, len(needs) + 1)], dtype=object)
    return pd.DataFrame(
        {
            "project_id": ground.ids[whose],
            "dependency_id": ids[item],
            "period": PERIOD[at],
            "direction": direction,
            "title": texts["title"][item],
            "description": either(between, "Within the programme.", "On a party outside."),
            "other_project_id": either(between, ground.ids[them]),
            "other_party": either(between, None, texts["other_party"][item]),
            "milestone_id": mark_ids(ground)[whose, here],
            "other_milestone_id": either(between, mark_ids(ground)[them, there]),
            **owners.columns(ground, item, whose, end),
            "needed_by": day_column(needs.needed_by[item]),
            "forecast_date": day_column(np.where(met, needs.met[item], forecast)),
            "met": day_column(np.where(met, needs.met[item], np.nan)),
            "impact": either(direction == "needs", texts["impact"][item]),
            "state": _states(needs, item, end),
        }
    )


def _shown(ground: Ground, needs: Needs, project: Ints) -> tuple[Ints, Ints]:
    """Dependencies and periods: from the day it came up, while both projects report."""
    both = ground.reporting[needs.project] & ground.reporting[needs.giver]
    both = np.where((needs.giver >= 0)[:, None], both, ground.reporting[needs.project])
    seen = (needs.raised[:, None] <= PERIOD_END) & (needs.met[:, None] >= PERIOD_BEGIN)
    item, at = np.nonzero(both & seen & (project >= 0)[:, None])
    return item, at


def _states(needs: Needs, item: Ints, end: Floats) -> Texts:
    age = end - needs.raised[item]
    disputed = (item % 17 == 3) & (age > 30) & (age < 120)
    state = np.where(age < 14, "proposed", np.where(disputed, "disputed", "agreed"))
    return np.where(needs.met[item] <= end, "met", state).astype(object)


def mark_ids(ground: Ground) -> Texts:
    """Ids of the milestones by project and slot, as in ``milestones``."""
    number = np.cumsum(ground.marks.there(), axis=1)
    names = np.array([f"M{n}" for n in range(number.max() + 1)], dtype=object)
    return names[number]
