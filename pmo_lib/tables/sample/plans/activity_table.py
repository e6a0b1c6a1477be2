"""The ``activities`` table of a day."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.calendars import CALENDARS, CLOSES, OPENS
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import Floats, either
from pmo_lib.tables.sample.plans.baselines import first_lengths
from pmo_lib.tables.sample.plans.lines import Lines, moments
from pmo_lib.tables.sample.plans.standing import Plans, Standing

CALENDAR_IDS: Final = np.array(list(CALENDARS), dtype=object)

_HARD: Final = np.array(
    ["must_start_on", "must_finish_on", "start_no_later_than", "finish_no_later_than"],
    dtype=object,
)
_AT_END: Final = ("must_finish_on", "finish_no_later_than")


def activities_table(ground: Ground, plans: Plans, standing: Standing) -> pd.DataFrame:
    """Make ``activities`` of all plans: a row an activity, summary or other line.

    The tasks come first, in the order of the layout.
    """
    told, dates = plans.told, standing.dates
    lines = Lines(ground, plans, standing)
    closes = CLOSES[told.calendar]
    opens = np.where(told.kind == "milestone", closes, OPENS[told.calendar])
    waits = np.where(np.isnan(standing.tasks.started), dates.late_start, np.nan)
    return pd.DataFrame(
        {
            "project_id": ground.ids[plans.shape.project[told.plan]],
            "activity_id": told.id,
            "name": told.name,
            "wbs": told.wbs,
            "parent_activity_id": told.parent,
            "outline_level": told.level,
            "sequence": told.sequence,
            "kind": told.kind,
            "active": told.active,
            "calendar_id": CALENDAR_IDS[told.calendar],
            "start": moments(lines.start, opens),
            "finish": moments(lines.finish, closes),
            "actual_start": moments(lines.actual_start, opens),
            "actual_finish": moments(lines.actual_finish, closes),
            "early_start": moments(lines.of_open(dates.start), opens),
            "early_finish": moments(lines.of_open(dates.finish), closes),
            "late_start": moments(lines.of_open(waits), opens),
            "late_finish": moments(lines.of_open(dates.late_finish), closes),
            **_durations(ground, plans, lines),
            **_floats(lines, standing),
            **_constraints(plans, standing, opens, closes),
            **_progress(ground, plans, lines, standing.period),
        }
    )


def _durations(ground: Ground, plans: Plans, lines: Lines) -> dict[str, Floats]:
    """Durations in working hours of each line's calendar, with three points in every other plan."""
    hours, told = lines.hours, plans.told
    left = np.where(lines.done, 0, np.maximum(lines.length - lines.passed, 0))
    first = lines.of_all(first_lengths(ground, plans))
    open_ = (told.kind == "task") & told.active & ~lines.done & (told.plan % 2 == 0)
    likely = np.where(open_, lines.length * hours, np.nan)
    wide = 1.2 + 0.16 * (np.arange(len(likely)) % 7)
    return {
        "duration_hours": lines.length * hours,
        "original_duration_hours": first * hours,
        "actual_duration_hours": np.where(lines.done, lines.length, lines.passed) * hours,
        "remaining_duration_hours": left * hours,
        "duration_low_hours": np.round(likely * 0.8, 1),
        "duration_likely_hours": likely,
        "duration_high_hours": np.round(likely * wide, 1),
    }


def _floats(lines: Lines, standing: Standing) -> dict[str, Any]:
    total = lines.of_all(standing.dates.total_float)
    return {
        "total_float_hours": total * lines.hours,
        "free_float_hours": lines.of_all(standing.dates.free_float) * lines.hours,
        "critical": pd.arrays.BooleanArray(total <= 0, np.isnan(total)),
    }


def _constraints(plans: Plans, standing: Standing, opens: Floats, closes: Floats) -> dict[str, Any]:
    """Constraints of tasks and of the last milestones, with their dates."""
    tasks, state, flaws = standing.tasks, standing.state, plans.flaws
    n, held = plans.logic.tasks, flaws.pinned & np.isnan(state.started)
    kind = np.full(len(plans.told.plan), None, dtype=object)
    kind[: len(plans.logic)] = "as_soon_as_possible"
    date = np.full(len(kind), np.nan)
    bound = either(flaws.hard, _HARD[np.arange(n) % len(_HARD)], "start_no_earlier_than")
    kind[:n] = either(held, bound, kind[:n])
    ends = np.isin(kind[:n].astype(str), _AT_END)
    date[:n] = np.where(held, np.where(ends, tasks.at_latest[:n], state.begins), np.nan)
    final = plans.logic.mark[:, -1]
    fixed, latest = tasks.fixed[final], tasks.at_latest[final]
    late = either(np.isfinite(latest), "finish_no_later_than", kind[final])
    kind[final] = either(np.isfinite(fixed), "must_finish_on", late)
    date[final] = np.where(np.isfinite(fixed), fixed, latest)
    hour = np.where(np.isin(kind.astype(str), _AT_END), closes, opens)
    return {"constraint": kind, "constraint_date": moments(date, hour)}


def _progress(ground: Ground, plans: Plans, lines: Lines, period: int) -> dict[str, Any]:
    """Progress of all lines, and work and cost of tasks in plans that carry resources."""
    told, share = plans.told, np.where(plans.told.active, lines.share, 0)
    number = np.arange(len(share))
    seen = np.clip(np.round(share * (0.85 + 0.05 * (number % 6)), 2), 0, 0.99)
    project = plans.shape.project[told.plan]
    budget = lines.of_all(plans.resources.share) * ground.course.budget[project, period]
    actual = np.round(budget * share * (0.94 + 0.03 * (number % 9)), 0)
    left = np.round(budget * (1 - share), 0)
    units = lines.of_all(plans.resources.units)
    work = np.round(np.where(units > 0, units * lines.length * lines.hours, np.nan), 1)
    done, there = np.round(work * share, 1), np.isfinite(budget)
    return {
        "percent_complete": share,
        "physical_percent_complete": np.where(lines.done, 1, seen),
        "work_hours": work,
        "actual_work_hours": done,
        "remaining_work_hours": np.round(work - done, 1),
        "cost": actual + left,
        "actual_cost": actual,
        "remaining_cost": left,
        "currency": either(there, ground.currency[project]),
        "price_basis": either(there, "nominal"),
    }
