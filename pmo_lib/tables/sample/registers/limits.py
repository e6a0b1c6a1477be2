"""Overrides of ratings and agreed tolerances, with their tables."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import CONTACTS, Ground
from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD,
    PERIOD_BEGIN,
    PERIOD_END,
    PERIODS,
    Floats,
    Ints,
    Texts,
    either,
)
from pmo_lib.tables.sample.registers.items import day_column
from pmo_lib.tables.sample.status import (
    COLOURS,
    COST,
    NO_ROW,
    PEOPLE,
    QUALITY,
    RISK,
    TIME,
)
from pmo_lib.tables.schemas import DIMENSIONS

_RATE: Final = 0.012
_REASONS: Final = {
    TIME: (
        "The late milestone is not on the critical path.",
        "The supplier confirmed its new date in writing.",
        "The sponsor accepted the slip at the last meeting.",
        "The forecast waits for one date that was agreed after the report.",
    ),
    COST: (
        "A credit note is agreed and not yet booked.",
        "Invoices of two months fell into one.",
        "Earned value lags behind work done by one acceptance.",
        "An accrual was reversed after the month end.",
    ),
    QUALITY: (
        "The failed test was repeated and passed after the report.",
        "The open defects are in a part that is not in use yet.",
    ),
    RISK: (
        "The risk is insured; the policy was sent to the office.",
        "The response was in place before the register was printed.",
    ),
    PEOPLE: (
        "The vacancy is filled from the first of next month.",
        "Cover for the lead was agreed with another project.",
    ),
}
"""Why a rating is set by hand, by its dimension."""

_DIMENSIONS: Final = (TIME, TIME, COST, COST, QUALITY, RISK, PEOPLE)
_LIMITS: Final = (
    (TIME, "finish_slip", "working days", "above", (5, 10, 15, 20), 2.0),
    (COST, "cost_variance_at_end", "share", "above", (0.03, 0.05, 0.08, 0.1), 2.0),
    (COST, "cost_performance_index", "index", "below", (0.97, 0.94, 0.92, 0.9), 0.95),
)
"""Dimension, measure, unit, side of a breach, amber limits, and red as a multiple of amber."""


def overrides_table(ground: Ground) -> pd.DataFrame:
    """Make ``overrides``: a row a project, dimension and period in which an override holds."""
    rng = ground.stream("overrides")
    project, start = np.nonzero(rng.random((len(ground), PERIODS)) < _RATE)
    expires = PERIOD_END[start] + rng.integers(25, 115, len(project))
    drawn = {
        "project": project,
        "start": start,
        "dimension": rng.choice(np.array(_DIMENSIONS), len(project)),
        "expires": expires,
        "until": expires,
        "reasoned": np.ones(len(project), dtype=bool),
    }
    planted = _plant(ground, project)
    both = {name: np.concatenate([drawn[name], planted[name]]) for name in drawn}
    project, dimension, n = both["project"], both["dimension"], len(both["project"])
    day = PERIOD_BEGIN[both["start"]] + rng.integers(3, 26, n)
    approved = ground.days.on_or_before(ground.calendar[project], day)
    holds = both["until"][:, None] >= PERIOD_END
    item, at = np.nonzero((np.arange(PERIODS) >= both["start"][:, None]) & holds)
    rating = ground.reports.owner[project[item], at, dimension[item]]
    told = (rating != NO_ROW) & ground.reporting[project[item], at] & (rating < 2)
    item, at, rating = item[told], at[told], rating[told]
    reason = _reasons(both["dimension"], rng.integers(0, 8, n))
    who = ground.contacts[project, rng.integers(0, CONTACTS, n)]
    frame = pd.DataFrame(
        {
            "project_id": ground.ids[project[item]],
            "dimension": np.array(DIMENSIONS, dtype=object)[dimension[item]],
            "period": PERIOD[at],
            "rating": np.array(COLOURS, dtype=object)[rating],
            "scale": "rag3",
            "reason": either(both["reasoned"][item], reason[item]),
            "approver": who[item],
            "approved": day_column(approved[item]),
            "expires": day_column(both["expires"][item].astype(float)),
        }
    )
    return frame.drop_duplicates(["project_id", "dimension", "period"], keep="last")


def _reasons(dimension: Ints, turn: Ints) -> Texts:
    found = np.full(len(dimension), None, dtype=object)
    for number, reasons in _REASONS.items():
        here = np.flatnonzero(dimension == number)
        found[here] = np.array(reasons, dtype=object)[turn[here] % len(reasons)]
    return found


def _plant(ground: Ground, others: Ints) -> dict[str, np.ndarray]:
    """Plant overrides without a reason, and overrides that go on after they expired."""
    cast = ground.casting("overrides")
    time = ground.reports.owner[:, -3:, TIME]
    fits = ground.live & (time >= 0).all(axis=1) & (time < 2).all(axis=1)
    fits &= ~np.isin(np.arange(len(ground)), others)
    silent, expired = cast.pick(fits, 5), cast.pick(fits, 6)
    cast.tell("override_without_reason", silent, "a rating was set by hand and no reason is given")
    cast.tell("override_expired", expired, "a rating set by hand is used after it expired")
    count = len(silent) + len(expired)
    old = np.arange(count) >= len(silent)
    return {
        "project": np.concatenate([silent, expired]),
        "start": np.where(old, PERIODS - 3, PERIODS - 2),
        "dimension": np.full(count, TIME),
        "expires": NOW + np.where(old, -cast.rng.integers(5, 28, count), 40),
        "until": np.where(old, NOW, NOW + 40),
        "reasoned": old,
    }


def tolerances_table(ground: Ground) -> pd.DataFrame:
    """Make ``tolerances``: a row a project, dimension and period since limits were agreed."""
    rng = ground.stream("tolerances")
    frames: list[pd.DataFrame] = []
    for number, (dimension, measure, unit, breach, ambers, factor) in enumerate(_LIMITS):
        chosen = rng.random(len(ground)) < (0.11, 0.08, 0.04)[number]
        if measure == "cost_performance_index":
            chosen &= ~np.isin(ground.ids, frames[-1]["project_id"].to_numpy(dtype=object))
        project = np.flatnonzero(chosen)
        agreed = ground.lives.start[project] + rng.integers(0, 70, len(project))
        agreed = ground.days.on_or_after(ground.calendar[project], agreed)
        amber = np.array(ambers)[rng.integers(0, len(ambers), len(project))]
        who = ground.contacts[project, rng.integers(0, CONTACTS, len(project))]
        item, at = np.nonzero(ground.reporting[project] & (agreed[:, None] <= PERIOD_END))
        frames.append(
            pd.DataFrame(
                {
                    "project_id": ground.ids[project[item]],
                    "dimension": DIMENSIONS[dimension],
                    "period": PERIOD[at],
                    "measure": measure,
                    "unit": unit,
                    "breach": breach,
                    "amber_limit": amber[item].astype(float),
                    "red_limit": _red(amber, factor)[item],
                    "agreed_by": who[item],
                    "agreed": day_column(agreed[item]),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _red(amber: np.ndarray, factor: float) -> Floats:
    return np.round(amber * factor, 3).astype(float)
