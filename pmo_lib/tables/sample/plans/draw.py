"""All plans, drawn once, and their tables as known at the end of any period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import NOW, PERIOD_END, Floats, Ints, Texts
from pmo_lib.tables.sample.paperwork import Tables
from pmo_lib.tables.sample.plans import flaws as kinds
from pmo_lib.tables.sample.plans.activity_table import activities_table
from pmo_lib.tables.sample.plans.baselines import (
    baselines_table,
    links_table,
    planned_days,
    schedules_table,
)
from pmo_lib.tables.sample.plans.flaws import cast_flaws, draw_flaws
from pmo_lib.tables.sample.plans.layout import lay_out
from pmo_lib.tables.sample.plans.logic import build_logic
from pmo_lib.tables.sample.plans.resources import draw_resources, resources_table, uses_table
from pmo_lib.tables.sample.plans.shape import candidates, draw_shape
from pmo_lib.tables.sample.plans.standing import Plans, stand
from pmo_lib.tables.sample.plans.told import tell

PLANS: Final = 150
"""Plans at scale 1."""

_BEHIND: Final = 0.78


@dataclass
class PlanBook:
    """The plans of a portfolio, which can tell their tables of any period."""

    ground: Ground
    plans: Plans

    def projects(self) -> Texts:
        """Ids of the projects that have a plan."""
        return np.asarray(self.ground.ids[self.plans.shape.project])

    def known(self, period: int) -> Tables:
        """Tables of the plans as known at the end of a period."""
        ground, plans = self.ground, self.plans
        standing = stand(ground, plans, period)
        there, lines = plans.there(ground, period), activities_table(ground, plans, standing)
        uses = uses_table(ground, plans.shape, plans.layout, plans.resources, lines)
        shown = ground.ids[plans.shape.project[there]]
        return {
            "schedules": schedules_table(ground, plans, standing),
            "activities": lines[there[plans.told.plan]],
            "activity_baselines": baselines_table(ground, plans, standing),
            "links": links_table(ground, plans, period),
            "schedule_resources": resources_table(ground, plans.shape, plans.resources, there),
            "activity_resources": uses[uses["project_id"].isin(shown)],
        }

    def activity(self, project: Ints, day: Floats) -> Texts:
        """Name a task that comes after a day for some projects; none without a plan."""
        plans, ground = self.plans, self.ground
        where = np.full(len(ground), -1)
        where[plans.shape.project] = np.arange(len(plans.shape))
        plan = where[project]
        found = np.full(len(project), None, dtype=object)
        order = np.lexsort((plans.layout.start, plans.layout.plan))
        key = plans.layout.plan[order] * 1e6 + plans.layout.start[order]
        at = np.searchsorted(key, plan * 1e6 + day + 20 + np.arange(len(day)) % 90)
        inside = np.minimum(at, len(key) - 1)
        task = order[inside]
        fits = (plan >= 0) & (plans.layout.plan[task] == plan) & (np.arange(len(day)) % 5 < 3)
        found[fits] = plans.told.id[task[fits]]
        return found


def draw_plans(ground: Ground, scale: int) -> PlanBook:
    """Draw the plans of some of the live projects, most of them sound and some poor."""
    found = candidates(ground)
    poor, flaw = cast_flaws(ground, found)
    shape = draw_shape(ground, found, poor, poor[flaw == kinds.LONG], PLANS * scale)
    of_project = np.full(len(ground), kinds.SOUND)
    of_project[poor] = flaw
    of_plan = of_project[shape.project]
    layout = lay_out(shape, ground.days)
    logic = build_logic(shape, layout, ground.calendar[shape.project], ground.stream("links"))
    plans = Plans(
        shape=shape,
        layout=layout,
        logic=logic,
        flaws=draw_flaws(ground, shape, layout, logic, of_plan),
        told=tell(ground, shape, layout, logic),
        resources=draw_resources(ground, shape, layout, of_plan),
    )
    _tell_behind(ground, plans)
    return PlanBook(ground, plans)


def _tell_behind(ground: Ground, plans: Plans) -> None:
    """Name some sound plans of which fewer than four in five tasks due have finished."""
    now = np.full(len(plans.shape), len(PERIOD_END) - 1)
    due = planned_days(ground, plans, now)[1] <= NOW
    done, plan = plans.layout.finish <= NOW, plans.layout.plan
    finished, meant = (np.bincount(plan, those, len(now)) for those in (done, due))
    behind = (plans.flaws.of_plan == kinds.SOUND) & (finished < _BEHIND * meant)
    cast = ground.casting("plans behind", shown=False)
    chosen = cast.pick(np.isin(np.arange(len(ground)), plans.shape.project[behind]), 3)
    told = "fewer than four in five of the tasks due by the baseline have finished"
    cast.tell("schedule_behind_baseline", chosen, told)
