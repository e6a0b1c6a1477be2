"""Lessons: raised along the way and at closure, accepted, applied; and their table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import NOW, PERIOD_BEGIN, Floats, Ints, Texts, either
from pmo_lib.tables.sample.registers.items import (
    Items,
    day_column,
    draw_counts,
    draw_days,
    draw_owners,
    significant,
)
from pmo_lib.tables.sample.registers.learned import LESSONS
from pmo_lib.tables.sample.registers.wording import fill, in_turn, slots_of


@dataclass
class Lessons:
    """Lessons, one entry each; days are infinite where a lesson never gets there."""

    items: Items
    phrase: Ints
    accepted: Floats
    applied: Floats

    @property
    def ids(self) -> Texts:
        """Ids within the project."""
        return self.items.ids("L")


def draw_lessons(ground: Ground) -> Lessons:
    """Draw all lessons: some along the way, most in the last weeks of a project."""
    rng = ground.stream("lessons")
    counts = draw_counts(rng, ground, np.full(ground.reporting.shape, 0.035))
    final = ground.reporting & (ground.lives.ended[:, None] <= PERIOD_BEGIN + 31)
    counts = counts + final * rng.integers(1, 4, final.shape)
    project, raised = draw_days(rng, ground, np.where(ground.reporting, counts, 0))
    n, calendar = len(project), ground.calendar[project]
    accepted = ground.days.on_or_after(calendar, raised + rng.integers(5, 45, n))
    applied = ground.days.on_or_after(calendar, accepted + rng.integers(20, 220, n))
    refused = rng.random(n) < 0.14
    ended = np.minimum(ground.lives.ended[project], NOW)
    accepted = np.where(refused | (accepted > ended), np.inf, accepted)
    applied = np.where(refused | (applied > ended) | (rng.random(n) < 0.3), np.inf, applied)
    settled = np.where(refused, ground.days.on_or_after(calendar, raised + 30), applied)
    lead = ground.papers.lead[project]
    return Lessons(
        items=Items(project, raised, np.where(settled > ended, np.inf, settled)),
        phrase=(in_turn(lead) + lead * 7) % len(LESSONS),
        accepted=accepted,
        applied=applied,
    )


def lessons_table(ground: Ground, lessons: Lessons) -> pd.DataFrame:
    """Make ``lessons``: a row a lesson and period."""
    rng = ground.stream("lesson rows")
    items, n = lessons.items, len(lessons.items)
    rows = items.rows(ground)
    item, owners = rows.item, draw_owners(rng, ground, items.project)
    slots = slots_of(ground, rng, items.project, items.raised)
    titles, events, causes, advice, effects = (
        fill([texts[place] for texts in LESSONS], lessons.phrase, slots) for place in range(1, 6)
    )
    categories = np.array([category for category, *_ in LESSONS], dtype=object)
    done = rows.by(lessons.applied)
    refused = rows.by(items.closed) & ~done
    state = np.where(rows.by(lessons.accepted), "accepted", "raised")
    state = np.where(done, "applied", np.where(refused, "rejected", state))
    worth = rng.lognormal(np.log(0.003), 0.6, n) * ground.last_budget[items.project]
    worth = np.where(rng.random(n) < 0.4, significant(worth), np.nan)
    due = ground.days.on_or_after(
        ground.calendar[items.project], items.raised + rng.integers(30, 150, n)
    )
    return pd.DataFrame(
        {
            **rows.head(ground, "lesson_id", lessons.ids),
            "title": titles[item],
            "event": events[item],
            "cause": causes[item],
            "recommendation": advice[item],
            "category": categories[lessons.phrase][item],
            **owners.columns(ground, item, rows.project, rows.end),
            "raised": day_column(items.raised[item]),
            "due": day_column(due[item]),
            "applied": day_column(rows.date(lessons.applied)),
            "times_applied": np.where(done, (1 + rng.poisson(0.6, n))[item], 0.0),
            "effect": either(done, effects[item]),
            "value": rows.money(ground, np.where(done, worth[item], np.nan)),
            **rows.currency(ground),
            "state": state,
        }
    )
