"""Baselines of the plans, and the tables of plans and links."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.calendars import CALENDARS, CLOSES, HOURS, OPENS
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.lives import MOST_BASELINES
from pmo_lib.tables.sample.months import PERIOD_END, Floats, Ints, either
from pmo_lib.tables.sample.plans import flaws as kinds
from pmo_lib.tables.sample.plans.layout import spread
from pmo_lib.tables.sample.plans.lines import moments
from pmo_lib.tables.sample.plans.standing import Plans, Standing

_TOOLS: Final = ("Microsoft Project", "Microsoft Project", "Primavera P6", "Asta Powerproject")
_TYPES: Final = np.array(["FS", "SS", "FF"], dtype=object)
_UNKNOWN: Final = 99


def baseline_periods(ground: Ground, plans: Plans) -> Ints:
    """First period in which each plan's project reported under each baseline; 99 for none."""
    project = plans.shape.project
    in_force = ground.lives.in_force(PERIOD_END)[project]
    reported = ground.reporting[project]
    found = []
    for number in range(MOST_BASELINES):
        here = (
            reported & (in_force == number) & (number < ground.lives.n_baselines[project])[:, None]
        )
        found.append(np.where(here.any(axis=1), here.argmax(axis=1), _UNKNOWN))
    periods = np.stack(found, axis=1)
    periods[plans.flaws.of_plan == kinds.WITHOUT_BASELINE] = _UNKNOWN
    return periods


def first_lengths(ground: Ground, plans: Plans) -> Floats:
    """Working days of each task in the first baseline on record, NaN for none."""
    first = baseline_periods(ground, plans).min(axis=1)
    start, finish = planned_days(ground, plans, np.minimum(first, len(PERIOD_END) - 1))
    calendar = plans.layout.calendar
    length = ground.days.count(calendar, finish) - ground.days.count(calendar, start) + 1.0
    return np.where((first == _UNKNOWN)[plans.layout.plan], np.nan, length)


def planned_days(ground: Ground, plans: Plans, period: Ints) -> tuple[Floats, Floats]:
    """Days of tasks in the baselines in force in some period of each plan."""
    shape, layout = plans.shape, plans.layout
    at = (layout.plan, layout.section, period[layout.plan])
    begin, end = shape.windows.baseline_from[at], shape.windows.baseline[at]
    return spread(shape, layout, begin, end, ground.days)


def baselines_table(ground: Ground, plans: Plans, standing: Standing) -> pd.DataFrame:
    """Make ``activity_baselines`` of the plans there are: a row an activity and baseline."""
    periods = baseline_periods(ground, plans)
    there = plans.there(ground, standing.period)
    known = (periods <= standing.period) & there[:, None]
    frames = [
        _baseline(ground, plans, number, periods[:, number], known[:, number])
        for number in range(MOST_BASELINES)
    ]
    return pd.concat(frames, ignore_index=True)


def _baseline(
    ground: Ground, plans: Plans, number: int, period: Ints, known: np.ndarray
) -> pd.DataFrame:
    """Rows of one baseline: tasks, then milestones."""
    logic, told = plans.logic, plans.told
    count = logic.tasks + logic.marks
    at = np.minimum(period, len(PERIOD_END) - 1)
    start, finish = planned_days(ground, plans, at)
    plan, section = logic.plan[_marks(plans)], logic.section[_marks(plans)]
    marks = plans.shape.windows.baseline[plan, section, at[plan]]
    start, finish = np.concatenate([start, marks]), np.concatenate([finish, marks])
    calendar = logic.calendar[:count]
    length = ground.days.count(calendar, finish) - ground.days.count(calendar, start) + 1.0
    hours = np.where(logic.milestone[:count], 0, length * HOURS[calendar])
    project = plans.shape.project[logic.plan[:count]]
    budget = ground.lives.budget[project, number]
    cost = np.concatenate([plans.resources.share, np.full(len(marks), np.nan)]) * budget
    units = np.concatenate([plans.resources.units, np.zeros(len(marks))])
    opens = np.where(logic.milestone[:count], CLOSES[calendar], OPENS[calendar])
    frame = pd.DataFrame(
        {
            "project_id": ground.ids[project],
            "activity_id": told.id[:count],
            "baseline_no": number + 1,
            "start": moments(start, opens),
            "finish": moments(finish, CLOSES[calendar]),
            "duration_hours": hours,
            "work_hours": np.where(units > 0, np.round(units * hours, 1), np.nan),
            "cost": np.round(cost, 0),
            "currency": either(np.isfinite(cost), ground.currency[project]),
            "price_basis": either(np.isfinite(cost), "nominal"),
        }
    )
    return frame[known[logic.plan[:count]]]


def _marks(plans: Plans) -> slice:
    """Where the milestones of sections stand among the activities of the logic."""
    return slice(plans.logic.tasks, plans.logic.tasks + plans.logic.marks)


def links_table(ground: Ground, plans: Plans, period: int) -> pd.DataFrame:
    """Make ``links`` of the plans there are."""
    links, logic, told = plans.flaws.links, plans.logic, plans.told
    plan = logic.plan[links.after]
    frame = pd.DataFrame(
        {
            "project_id": ground.ids[plans.shape.project[plan]],
            "activity_id": told.id[links.after],
            "predecessor_id": told.id[links.before],
            "type": _TYPES[links.type],
            "lag_hours": links.lag * HOURS[logic.calendar[links.after]],
            "lag_elapsed": pd.array(np.zeros(len(plan), dtype=bool), dtype="boolean"),
        }
    )
    return frame[plans.there(ground, period)[plan]]


def schedules_table(ground: Ground, plans: Plans, standing: Standing) -> pd.DataFrame:
    """Make ``schedules``: a row a plan."""
    project, flaws = plans.shape.project, plans.flaws
    calendar = ground.calendar[project]
    finish = np.zeros(len(project))
    np.maximum.at(finish, plans.logic.plan, standing.dates.finish)
    start = ground.lives.start[project]
    periods = baseline_periods(ground, plans)
    known = periods <= standing.period
    number = np.where(known.any(axis=1), MOST_BASELINES - known[:, ::-1].argmax(axis=1), np.nan)
    frame = pd.DataFrame(
        {
            "project_id": ground.ids[project],
            "name": "Delivery plan",
            "data_date": moments(np.full(len(project), standing.data_date), np.array(0.0)),
            "start": moments(start, np.array(0.0)),
            "finish": moments(finish, np.array(0.0)),
            "must_finish_by": moments(flaws.must_finish, np.array(0.0)),
            "calendar_id": np.array(list(CALENDARS), dtype=object)[calendar],
            "baseline_no": number,
            "hours_per_day": HOURS[calendar],
            "hours_per_week": 5 * HOURS[calendar],
            "resource_loaded": pd.array(plans.resources.loaded, dtype="boolean"),
            "currency": ground.currency[project],
            "tool": np.array(_TOOLS, dtype=object)[project % len(_TOOLS)],
        }
    )
    return frame[plans.there(ground, standing.period)]
