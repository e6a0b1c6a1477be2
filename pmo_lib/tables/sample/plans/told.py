"""Names, numbers and places of everything that stands in a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import Bools, Floats, Ints, Texts, either
from pmo_lib.tables.sample.plans.layout import Layout
from pmo_lib.tables.sample.plans.logic import Logic
from pmo_lib.tables.sample.plans.packages import PACKAGES, STEPS
from pmo_lib.tables.sample.plans.shape import Shape
from pmo_lib.tables.sample.titles import MILESTONES

_KINDS = list(STEPS)
_DROPPED_SHARE = 0.3
_LAST = 10**7


@dataclass
class Told:
    """What is told of each line of all plans: activities of the logic, then other lines.

    Other lines are a summary for each section, the management of each plan, and work that was
    dropped from some. ``id`` and ``parent`` are ids, ``of`` the position of each summary's section.
    """

    plan: Ints
    section: Ints
    kind: Texts
    active: Bools
    id: Texts
    parent: Texts
    name: Texts
    wbs: Texts
    level: Floats
    sequence: Floats
    calendar: Ints


def tell(ground: Ground, shape: Shape, layout: Layout, logic: Logic) -> Told:
    """Name and number all lines."""
    lines = _lines(ground, shape, logic)
    number, summary = _numbers(shape, lines), lines.kind == "summary"
    sequence, within = _sequence(lines)
    inside = (number > 0) & ~summary
    place = either(~summary, "." + within.astype(str).astype(object), "")
    heads = np.array([f"S{i}" for i in range(number.max() + 1)], dtype=object)
    return Told(
        plan=lines.plan,
        section=lines.section,
        kind=lines.kind,
        active=lines.active,
        id=_ids(shape, logic, summary, number),
        parent=either(inside, heads[number]),
        name=_names(ground, shape, layout, logic, lines),
        wbs=number.astype(str).astype(object) + place,
        level=np.where(inside, 2.0, 1.0),
        sequence=sequence,
        calendar=lines.calendar,
    )


@dataclass
class _Line:
    """What all lines are; ``place`` orders those of one section."""

    plan: Ints
    section: Ints
    kind: Texts
    active: Bools
    place: Ints
    calendar: Ints


def _lines(ground: Ground, shape: Shape, logic: Logic) -> _Line:
    """List activities of the logic, summaries, the management of each plan and dropped work."""
    plans = len(shape)
    drawn = ground.stream("dropped work").random(plans)
    dropped = np.flatnonzero(drawn < _DROPPED_SHARE)
    marks, starts = slice(logic.tasks, logic.tasks + logic.marks), logic.calendar[-plans:]
    sizes = (logic.tasks, logic.marks, plans, logic.marks, plans, len(dropped))
    kinds = ("task", "milestone", "milestone", "summary", "level_of_effort", "task")
    none = np.full(plans, -1)
    return _Line(
        plan=np.concatenate([logic.plan, logic.plan[marks], np.arange(plans), dropped]),
        section=np.concatenate([logic.section, logic.section[marks], none, none[: len(dropped)]]),
        kind=np.repeat(np.array(kinds, dtype=object), sizes),
        active=np.repeat(np.arange(len(sizes)) < len(sizes) - 1, sizes),
        place=np.concatenate(
            [1 + np.arange(logic.tasks), np.repeat([_LAST, 0, 0, 1, 2], sizes[1:])]
        ),
        calendar=np.concatenate([logic.calendar, logic.calendar[marks], starts, starts[dropped]]),
    )


def _numbers(shape: Shape, lines: _Line) -> Ints:
    """Place of each line's section among those of its plan, from 1; 0 outside of sections."""
    rank = np.cumsum(shape.windows.there, axis=1)
    found = rank[lines.plan, np.maximum(lines.section, 0)]
    return np.where(lines.section >= 0, found, 0)


def _sequence(lines: _Line) -> tuple[Floats, Ints]:
    """Place of each line in its plan, from 1, and within its section, from 0."""
    order = np.lexsort((lines.place, lines.section, lines.plan))
    sequence, within = np.empty(len(order)), np.empty(len(order), dtype=np.int64)
    sequence[order] = _count(lines.plan[order]) + 1
    within[order] = _count(lines.plan[order] * 100 + lines.section[order] + 1)
    return sequence, within


def _count(groups: Ints) -> Ints:
    return np.asarray(pd.Series(0, index=groups).groupby(level=0).cumcount(), dtype=np.int64)


def _ids(shape: Shape, logic: Logic, summary: Bools, number: Ints) -> Texts:
    """Ids: tasks are numbered in tens, milestones have the ids of the milestones table."""
    ids = np.full(len(number), "", dtype=object)
    tasks = 10 * (_count(logic.plan[: logic.tasks]) + 1)
    known = np.array([f"A{i:04d}" for i in range(0, int(tasks.max(initial=0)) + 11)], dtype=object)
    ids[: logic.tasks] = known[tasks]
    marks = slice(logic.tasks, logic.tasks + logic.marks)
    ids[marks] = np.array([f"M{i}" for i in range(20)], dtype=object)[number[marks]]
    ids[logic.tasks + logic.marks : len(logic)] = known[0]
    ids[summary] = np.array([f"S{i}" for i in range(20)], dtype=object)[number[summary]]
    first = len(logic) + logic.marks
    ids[first : first + len(shape)] = "A9000"
    ids[first + len(shape) :] = "A9500"
    return ids


def _names(ground: Ground, shape: Shape, layout: Layout, logic: Logic, lines: _Line) -> Texts:
    build = ground.building[shape.project].astype(int)
    place = ground.marks.place[shape.project]
    titles = np.array([MILESTONES["change"], MILESTONES["build"]], dtype=object)
    names = np.full(len(lines.plan), "Project start", dtype=object)
    names[: logic.tasks] = _task_names(shape, layout, build, place)
    named = (lines.section >= 0) & (lines.kind != "task")
    plan, section = lines.plan[named], lines.section[named]
    names[named] = titles[build[plan], place[plan, section]]
    names[lines.kind == "summary"] = "Work to: " + names[lines.kind == "summary"]
    names[lines.kind == "level_of_effort"] = "Project management"
    names[~lines.active] = "Extra site visit (dropped)"
    return names


def _task_names(shape: Shape, layout: Layout, build: Ints, place: Ints) -> Texts:
    packages = [PACKAGES[kind] for kind in ("change", "build")]
    name = np.array(
        [[[title for title, _ in work] for work in kind] for kind in packages], dtype=object
    )
    sort = np.array(
        [[[_KINDS.index(kind) for _, kind in work] for work in kinds] for kinds in packages]
    )
    steps = np.array(list(STEPS.values()), dtype=object)
    at = (
        build[layout.plan],
        place[layout.plan, layout.section],
        shape.package[layout.plan, layout.section, layout.chain],
    )
    step = (layout.number * steps.shape[1]) // layout.count
    return np.asarray(name[at] + ": " + steps[sort[at], step])
