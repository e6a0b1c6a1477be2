"""Decisions: when they are needed and taken, and the ``decisions`` table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import CONTACTS, Ground
from pmo_lib.tables.sample.months import NOW, Floats, Ints, Texts, either
from pmo_lib.tables.sample.registers.items import (
    Items,
    day_column,
    draw_counts,
    draw_days,
    significant,
)
from pmo_lib.tables.sample.registers.matters import DECISIONS, REFUSALS
from pmo_lib.tables.sample.registers.wording import fill, in_turn, slots_of


@dataclass
class Decisions:
    """Decisions, one entry each; ``weight`` is what waiting costs, as a share of the budget."""

    items: Items
    phrase: Ints
    needed_by: Floats
    fate: Texts
    weight: Floats

    @property
    def ids(self) -> Texts:
        """Ids within the project."""
        return self.items.ids("X")


def draw_decisions(ground: Ground) -> Decisions:
    """Draw all decisions, and plant some that are overdue and some that are soon needed."""
    rng = ground.stream("decisions")
    project, raised = draw_days(rng, ground, draw_counts(rng, ground, 0.11 + 0.09 * ground.rating))
    n, calendar = len(project), ground.calendar[project]
    needed = ground.days.on_or_after(calendar, raised + rng.integers(14, 62, n))
    slow = np.where(rng.random(n) < 0.24, rng.integers(1, 26, n), -rng.integers(0, 12, n))
    decided = ground.days.on_or_after(calendar, np.maximum(needed + slow, raised + 2))
    decided = np.where((needed <= NOW) & (decided > NOW), needed, decided)
    decided = np.minimum(decided, ground.lives.ended[project])
    decided = np.where(decided > NOW, np.inf, decided)
    on_hold = ground.lives.held[project]
    decided = np.where(on_hold <= decided, on_hold, decided)
    fate = rng.choice(
        np.array(["taken", "deferred", "withdrawn"], dtype=object), n, p=[0.86, 0.08, 0.06]
    )
    fate = np.where(decided == on_hold, "deferred", fate).astype(object)
    story = _plant_waiting(ground)
    count = len(story["project"])
    columns = {
        "project": np.concatenate([project, story["project"]]),
        "raised": np.concatenate([raised, story["raised"]]),
        "closed": np.concatenate([decided, np.full(count, np.inf)]),
        "needed_by": np.concatenate([needed, story["needed_by"]]),
        "fate": np.concatenate([fate, np.full(count, "taken", dtype=object)]),
        "weight": np.concatenate(
            [
                np.where(rng.random(n) < 0.55, rng.lognormal(np.log(0.004), 0.7, n), np.nan),
                story["weight"],
            ]
        ),
    }
    order = np.lexsort((columns["raised"], columns["project"]))
    found = {name: values[order] for name, values in columns.items()}
    project = found.pop("project")
    phrase = (in_turn(ground.papers.lead[project]) + ground.papers.lead[project] * 5) % len(
        DECISIONS
    )
    items = Items(project, found.pop("raised"), found.pop("closed"))
    return Decisions(items=items, phrase=phrase, **found)


def _plant_waiting(ground: Ground) -> dict[str, np.ndarray]:
    """Plant decisions that nobody took by their day, and costly ones needed within two weeks."""
    cast = ground.casting("waiting decisions")
    rng = cast.rng
    fits = ground.live & ground.running[:, -1] & (NOW - ground.lives.start > 120)
    late, soon = cast.pick(fits, 7), cast.pick(fits, 6)
    cast.tell("decision_overdue", late, "a decision was needed by a day that has passed")
    cast.tell("decision_needed_soon", soon, "a decision is needed within two weeks, at a cost")
    project = np.concatenate([late, soon])
    away = np.concatenate([-rng.integers(9, 40, len(late)), rng.integers(4, 13, len(soon))])
    calendar, days = ground.calendar[project], ground.days
    return {
        "project": project,
        "raised": days.on_or_before(calendar, NOW - rng.integers(45, 75, len(project))),
        "needed_by": days.on_or_before(calendar, NOW + away),
        "weight": rng.uniform(0.01, 0.03, len(project)),
    }


def decisions_table(ground: Ground, decisions: Decisions) -> pd.DataFrame:
    """Make ``decisions``: a row a decision and period."""
    rng = ground.stream("decision rows")
    items, n = decisions.items, len(decisions.items)
    rows = items.rows(ground)
    item, phrase = rows.item, decisions.phrase
    slots = slots_of(ground, rng, items.project, items.raised)
    titles, options, advice, effects = (
        fill([texts[place] for texts in DECISIONS], phrase, slots) for place in range(4)
    )
    who = ground.contacts[items.project, rng.integers(0, CONTACTS, n)]
    agreed = rng.random(n) < 0.8
    refused = np.array(REFUSALS, dtype=object)[rng.integers(0, len(REFUSALS), n)]
    taken = decisions.fate == "taken"
    outcome = either(taken, either(agreed, "Agreed: " + advice + ".", refused))
    decided = rows.by(items.closed)
    budget = ground.last_budget[items.project]
    waiting = significant(decisions.weight * budget)
    value = np.where(rng.random(n) < 0.6, rng.lognormal(np.log(0.03), 0.8, n), np.nan)
    per = rng.choice(np.array(["month", "week", "once"], dtype=object), n, p=[0.6, 0.15, 0.25])
    cost = rows.amount(ground, waiting[item], "cost_of_no_decision")
    costly = np.isfinite(np.asarray(cost["cost_of_no_decision"], dtype=float))
    return pd.DataFrame(
        {
            **rows.head(ground, "decision_id", decisions.ids),
            "title": titles[item],
            "description": ("For the " + _forums(rng, n) + " to settle.")[item],
            "options": options[item],
            "recommendation": advice[item],
            "owner": who[item],
            "raised": day_column(items.raised[item]),
            "needed_by": day_column(decisions.needed_by[item]),
            "decided": day_column(rows.date(items.closed)),
            "decided_by": either(decided & taken[item], who[item]),
            "outcome": either(decided, outcome[item]),
            **rows.amount(ground, significant(value * budget)[item], "value"),
            **cost,
            "cost_of_no_decision_per": either(costly, per[item]),
            "effect_of_no_decision": effects[item],
            **rows.currency(ground),
            "state": np.where(decided, decisions.fate[item], "needed"),
        }
    )


def _forums(rng: np.random.Generator, n: int) -> Texts:
    forums = ("steering group", "sponsor", "programme board", "design authority")
    return rng.choice(np.array(forums, dtype=object), n, p=[0.5, 0.25, 0.15, 0.1])
