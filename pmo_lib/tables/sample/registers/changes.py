"""Change requests: those that led to new baselines and the others, and their table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import NOW, Bools, Floats, Ints, Texts, either
from pmo_lib.tables.sample.projects import NOTE_CANARY
from pmo_lib.tables.sample.registers.items import (
    Items,
    Rows,
    day_column,
    draw_counts,
    draw_days,
    draw_owners,
    significant,
)
from pmo_lib.tables.sample.registers.matters import CHANGES, EARLIER, REBASELINES, SAVES
from pmo_lib.tables.sample.registers.wording import fill, in_turn, slots_of

_RATE: Final = 0.085
_FATES: Final = ("approved", "rejected", "withdrawn", "deferred")
_FATE_SHARES: Final = (0.62, 0.2, 0.08, 0.10)
_NOTES: Final = (
    "Our margin on this change is better than on the contract; take it.",
    "We should have foreseen this; offer it at cost.",
    "Do not start before the order is in writing.",
)


@dataclass
class Changes:
    """Change requests, one entry each; ``baseline`` is the baseline that took it in, 0 for none.

    Days of the steps are infinite where a request never gets there; ``fate`` is what is decided.
    """

    items: Items
    phrase: Ints
    baseline: Ints
    fate: Texts
    assessed: Floats
    decided: Floats
    value: Floats
    days: Floats

    @property
    def ids(self) -> Texts:
        """Ids within the project."""
        return self.items.ids("C")


def draw_changes(ground: Ground) -> Changes:
    """Draw all change requests, and plant large ones that wait for a decision."""
    rng = ground.stream("changes")
    plain, based, large = _plain(rng, ground), _of_baselines(rng, ground), _plant_large(ground)
    columns = {
        name: np.concatenate([part[name] for part in (plain, based, large)]) for name in plain
    }
    order = np.lexsort((columns["raised"], columns["project"]))
    found = {name: values[order] for name, values in columns.items()}
    project = found.pop("project")
    items = Items(project, found.pop("raised"), found.pop("closed"))
    return Changes(items=items, **found)


def _plain(rng: np.random.Generator, ground: Ground) -> dict[str, np.ndarray]:
    """Draw changes within the baseline: small, and often refused."""
    rate = _RATE * np.clip(ground.last_budget / 1e6, 0.5, 3)[:, None] ** 0.4
    project, raised = draw_days(rng, ground, draw_counts(rng, ground, rate))
    n, calendar = len(project), ground.calendar[project]
    fate = rng.choice(np.array(_FATES, dtype=object), n, p=_FATE_SHARES)
    assessed = ground.days.on_or_after(calendar, raised + rng.integers(4, 25, n))
    decided = ground.days.on_or_after(calendar, assessed + rng.integers(3, 40, n))
    done = ground.days.on_or_after(calendar, decided + rng.integers(15, 80, n))
    deferred = np.where(fate == "deferred", decided + rng.integers(60, 200, n), decided)
    closed = np.where(fate == "approved", done, ground.days.on_or_after(calendar, deferred))
    share = rng.lognormal(np.log(0.009), 0.7, n) * np.where(rng.random(n) < 0.2, 2, 1)
    days = np.abs(np.rint(np.clip(rng.normal(3, 9, n), -20, 40)))
    phrase = in_turn(ground.papers.lead[project]) % len(CHANGES)
    words = np.array([title.split()[0] for _, title, _ in CHANGES])[phrase]
    saves, earlier = np.isin(words, SAVES), np.isin(words, EARLIER)
    share = np.where(saves, -share, share)
    days = np.where(earlier, -days, days)
    return {
        "project": project,
        "raised": raised,
        "closed": _within(ground, project, closed),
        "phrase": phrase + len(REBASELINES),
        "baseline": np.zeros(n, dtype=np.int64),
        "fate": fate,
        "assessed": _within(ground, project, assessed),
        "decided": _within(ground, project, decided),
        "value": significant(np.clip(share, -0.06, 0.06) * ground.last_budget[project]),
        "days": np.where(rng.random(n) < 0.55, days, 0),
    }


def _of_baselines(rng: np.random.Generator, ground: Ground) -> dict[str, np.ndarray]:
    """Draw the changes that later baselines took in, decided on the day of approval."""
    lives = ground.lives
    project, at = np.nonzero(np.isfinite(lives.effective[:, 1:]))
    at = at + 1
    n, calendar = len(project), ground.calendar[project]
    effective = lives.effective[project, at]
    raised = ground.days.on_or_before(calendar, effective - rng.integers(24, 55, n))
    raised = np.maximum(raised, lives.start[project])
    before = lives.planned[project, at - 1], lives.planned[project, at]
    moved = ground.days.count(calendar, before[1]) - ground.days.count(calendar, before[0])
    return {
        "project": project,
        "raised": raised,
        "closed": ground.days.on_or_after(calendar, effective + rng.integers(3, 25, n)),
        "phrase": lives.reason[project, at],
        "baseline": at + 1,
        "fate": np.full(n, "approved", dtype=object),
        "assessed": np.minimum(raised + 12, effective),
        "decided": effective,
        "value": lives.budget[project, at] - lives.budget[project, at - 1],
        "days": moved.astype(float),
    }


def _plant_large(ground: Ground) -> dict[str, np.ndarray]:
    """Plant changes of a sixth of the budget and more that wait for a decision."""
    cast = ground.casting("large changes")
    rng, young = cast.rng, ground.live & ~ground.papers.withheld
    project = cast.pick(young & (NOW - ground.lives.start > 150) & ground.running[:, -1], 6)
    cast.tell("scope_change_large", project, "a change of 15% of the budget or more is undecided")
    n = len(project)
    raised = ground.days.on_or_before(ground.calendar[project], NOW - rng.integers(16, 40, n))
    share = rng.uniform(0.165, 0.29, n)
    return {
        "project": project,
        "raised": raised,
        "closed": np.full(n, np.inf),
        "phrase": np.full(n, len(REBASELINES)),
        "baseline": np.zeros(n, dtype=np.int64),
        "fate": np.full(n, "approved", dtype=object),
        "assessed": ground.days.on_or_after(ground.calendar[project], raised + 9),
        "decided": np.full(n, np.inf),
        "value": significant(share * ground.last_budget[project]),
        "days": np.rint(rng.uniform(20, 70, n)),
    }


def _within(ground: Ground, project: Ints, day: Floats) -> Floats:
    """Days that come within the record: what a hold or the last day forestalls never comes."""
    day = np.minimum(day, ground.lives.ended[project])
    return np.where((day > NOW) | (day >= ground.lives.held[project]), np.inf, day)


def changes_table(ground: Ground, changes: Changes) -> pd.DataFrame:
    """Make ``change_requests``: a row a request and period."""
    rng = ground.stream("change rows")
    items, n = changes.items, len(changes.items)
    rows = items.rows(ground)
    item, owners = rows.item, draw_owners(rng, ground, items.project)
    asker, decider = (ground.contacts[items.project, rng.integers(0, 5, n)] for _ in range(2))
    phrases = (*REBASELINES, *CHANGES)
    slots = slots_of(ground, rng, items.project, items.raised)
    kinds = np.array([kind for kind, _, _ in phrases], dtype=object)
    decided, noted = rows.by(changes.decided), rng.random(n) < 0.12
    note = rng.choice(np.array(_NOTES, dtype=object), n)
    gained = rng.random(n) < 0.2
    gain = np.abs(changes.value) * rng.uniform(0.5, 2.2, n)
    gain = np.where(gained, gain, np.nan)
    return pd.DataFrame(
        {
            **rows.head(ground, "change_request_id", changes.ids),
            "title": fill([title for _, title, _ in phrases], changes.phrase, slots)[item],
            "description": _description(changes)[item],
            "reason": fill([reason for _, _, reason in phrases], changes.phrase, slots)[item],
            "category": kinds[changes.phrase][item],
            **owners.columns(ground, item, rows.project, rows.end),
            "raised": day_column(items.raised[item]),
            "raised_by": asker[item],
            "due": day_column(_due(rng, ground, changes)[item]),
            "decided": day_column(rows.date(changes.decided)),
            "decided_by": either(decided, decider[item]),
            **rows.amount(ground, changes.value[item], "value"),
            "benefits": rows.money(ground, significant(gain)[item]),
            **rows.currency(ground),
            "days": changes.days[item],
            "baseline_no": np.where(
                decided & (changes.baseline[item] > 0), changes.baseline[item], np.nan
            ),
            "internal_note": either(noted[item], f"{NOTE_CANARY}: " + note[item]),
            "state": _states(changes, rows, decided),
        }
    )


def _states(changes: Changes, rows: Rows, decided: Bools) -> Texts:
    early = np.where(rows.by(changes.assessed), "assessed", "raised")
    done = rows.by(changes.items.closed) & (changes.fate[rows.item] == "approved")
    late = np.where(done, "done", changes.fate[rows.item])
    return np.where(decided, late, early).astype(object)


def _description(changes: Changes) -> Texts:
    """Say what the change does to the finish."""
    n = changes.days.astype(int)
    told = [f"Moves the finish by {abs(d)} working day{'s' * (abs(d) != 1)}" for d in range(400)]
    moved = np.array(told, dtype=object)[np.clip(np.abs(n), 0, 399)]
    way = np.where(n > 0, moved + ", later.", moved + ", earlier.")
    return np.where(n == 0, "Leaves the finish where it is.", way).astype(object)


def _due(rng: np.random.Generator, ground: Ground, changes: Changes) -> Floats:
    """When a decision is needed; what is still undecided was put to a later meeting."""
    items, n = changes.items, len(changes.items)
    day = items.raised + rng.integers(20, 50, n)
    waits = np.isinf(changes.decided) & (day <= NOW)
    day = np.where(waits, NOW + rng.integers(4, 30, n), day)
    return ground.days.on_or_after(ground.calendar[items.project], day)
