"""Who does the work of the plans that carry resources, and what it takes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.calendars import CALENDARS
from pmo_lib.tables.sample.ground import TEAM, Ground
from pmo_lib.tables.sample.months import Bools, Floats, Ints, either
from pmo_lib.tables.sample.plans import flaws as kinds
from pmo_lib.tables.sample.plans.layout import Layout
from pmo_lib.tables.sample.plans.packages import CREWS
from pmo_lib.tables.sample.plans.shape import Shape

_LOADED: Final = 0.62
_PEOPLE: Final = 1 + TEAM
_CREWS: Final = 2
_EACH: Final = _PEOPLE + _CREWS + 1
"""People, then crews, then one resource for what is bought."""


@dataclass
class Resources:
    """Resources by plan, and what tasks take of them.

    ``person`` and ``crew`` are positions, ``rate`` is what an hour costs the office. Of tasks:
    ``used`` is the place of the resource, ``units`` how much of it, 0 where the task has none, and
    ``share`` the task's share of the budget.
    """

    loaded: Bools
    person: Ints
    crew: Ints
    rate: Floats
    used: Ints
    units: Floats
    share: Floats


def draw_resources(ground: Ground, shape: Shape, layout: Layout, of_plan: Ints) -> Resources:
    """Draw who does what."""
    rng, plans = ground.stream("plan resources"), len(shape)
    without = of_plan == kinds.WITHOUT_RESOURCES
    loaded = (rng.random(plans) < _LOADED) | without
    n = len(layout)
    manual = (layout.chain > 0) & (rng.random(n) < 0.7)
    people, crews = rng.integers(0, _PEOPLE, n), _PEOPLE + rng.integers(0, _CREWS, n)
    used = np.where(manual, crews, people)
    units = np.where(manual, rng.integers(1, 5, n), rng.choice([0.25, 0.5, 0.5, 0.8, 1.0], n))
    idle = without[layout.plan] & (rng.random(n) < 0.45)
    units = np.where(loaded[layout.plan] & ~idle, units, 0.0)
    weight = rng.lognormal(0, 0.5, n) * np.where(manual, 2.5, 1.0)
    weight = np.where(units > 0, weight * (layout.finish - layout.start + 1), 0)
    whole = np.bincount(layout.plan, weights=weight, minlength=plans)[layout.plan]
    hidden = ground.papers.withheld[shape.project][layout.plan]
    share = np.divide(weight, whole, out=np.full(n, np.nan), where=(weight > 0) & ~hidden)
    project = shape.project
    return Resources(
        loaded=loaded,
        person=np.concatenate([ground.manager[project][:, None], ground.team[project]], axis=1),
        crew=(rng.integers(0, 5, plans)[:, None] + np.arange(_CREWS)) % 5,
        rate=np.round(rng.uniform(34, 118, (plans, _EACH)), 0),
        used=used,
        units=units,
        share=share,
    )


def resources_table(
    ground: Ground, shape: Shape, resources: Resources, there: Bools
) -> pd.DataFrame:
    """Make ``schedule_resources``: a row a resource of the plans that carry them."""
    plan, number = np.nonzero(
        np.broadcast_to((there & resources.loaded)[:, None], (len(shape), _EACH))
    )
    people, kind = ground.people, _kinds(number)
    build = ground.building[shape.project[plan]]
    person = np.where(number < _PEOPLE, resources.person[plan, np.minimum(number, _PEOPLE - 1)], 0)
    crews = np.array([CREWS["change"], CREWS["build"]], dtype=object)
    crew = resources.crew[plan, np.clip(number - _PEOPLE, 0, _CREWS - 1)]
    bought = either(build, "Materials", "Contract payments")
    named, worker = number < _PEOPLE, kind == "work"
    names = either(worker, crews[build.astype(int), crew], bought)
    role = people["role"].to_numpy(dtype=object)[person]
    return pd.DataFrame(
        {
            "project_id": ground.ids[shape.project[plan]],
            "resource_id": _ids(number),
            "name": either(named, people["name"].to_numpy(dtype=object)[person], names),
            "kind": either((kind == "cost") & build, "material", kind),
            "role": either(named, role),
            "person_id": either(named, people["person_id"].to_numpy(dtype=object)[person]),
            "max_units": np.where(named, 1.0, np.where(worker, 6.0, np.nan)),
            "calendar_id": either(
                worker,
                np.array(list(CALENDARS), dtype=object)[ground.calendar[shape.project[plan]]],
            ),
            "rate": np.where(worker, resources.rate[plan, number], np.nan),
            "currency": ground.currency[shape.project[plan]],
            "price_basis": "nominal",
        }
    )


def _kinds(number: Ints) -> Any:
    return np.where(number < _PEOPLE + _CREWS, "work", "cost").astype(object)


def _ids(number: Ints) -> Any:
    return np.array([f"R{i}" for i in range(1, _EACH + 1)], dtype=object)[number]


def uses_table(
    ground: Ground, shape: Shape, layout: Layout, resources: Resources, lines: pd.DataFrame
) -> pd.DataFrame:
    """Make ``activity_resources``: a row a task that has a resource.

    ``lines`` are the rows of all tasks of ``activities``, in the order of the layout.
    """
    takes = np.flatnonzero(resources.units > 0)
    found, plan, used = lines.iloc[takes], layout.plan[takes], resources.used[takes]
    rate = resources.rate[plan, used]
    work, done = found["work_hours"].to_numpy(), found["actual_work_hours"].to_numpy()
    return pd.DataFrame(
        {
            "project_id": found["project_id"],
            "activity_id": found["activity_id"],
            "resource_id": _ids(used),
            "units": resources.units[takes],
            "start": found["start"],
            "finish": found["finish"],
            "work_hours": work,
            "actual_work_hours": done,
            "remaining_work_hours": np.round(work - done, 1),
            "cost": np.round(work * rate, 0),
            "actual_cost": np.round(done * rate, 0),
            "currency": ground.currency[shape.project[plan]],
            "price_basis": "nominal",
        }
    )
