"""Actions: what is to be done about risks, issues, changes and the rest, and their table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import NOW, Bools, Floats, Ints, Texts, either
from pmo_lib.tables.sample.registers.items import Items, day_column, draw_owners, significant
from pmo_lib.tables.sample.registers.wording import fill, in_turn, slots_of

SHARES: Final[dict[str, float]] = {
    "risk": 0.3,
    "issue": 0.62,
    "change_request": 0.2,
    "decision": 0.24,
    "lesson": 0.3,
    "gate_review": 1.0,
}
"""Share of the entries of each register about which there is an action."""

_TITLES: Final = {
    "risk": (
        "Review the risk with {team}",
        "Put the response to the risk into the plan",
        "Ask {party} for a date in writing",
        "Confirm who pays if it happens",
        "Prepare a second source for the {part}",
        "Visit {place} and check what was assumed",
    ),
    "issue": (
        "Agree a recovery date with {party}",
        "Find a work-around for the {part} with {team}",
        "Brief the sponsor on the {part}",
        "Check whether {milestone} still holds",
        "Arrange an inspection at {place}",
        "Send {team} a daily update until it is closed",
    ),
    "change_request": (
        "Have {party} price the change",
        "Update the plan for the change to the {part}",
        "Issue the instruction for the {part}",
        "Tell {team} what changes at {place}",
    ),
    "decision": (
        "Write the options paper on the {part}",
        "Check the figures with {team}",
        "Find a date for the meeting before {milestone}",
        "Ask {party} to hold its offer",
    ),
    "lesson": (
        "Brief the team at {place}",
        "Change the template that the {part} uses",
        "Present the lesson to the other projects",
    ),
    "gate_review": (
        "Meet the condition of the review: {part}",
        "Send the missing evidence on the {part} to the reviewer",
        "Show the reviewer that the condition is met",
    ),
}
_OUTCOMES: Final = (
    "Done as agreed.",
    "Done; {party} confirmed in writing.",
    "Done with {team}; nothing left to do.",
    "Done a little later than agreed; no effect on {milestone}.",
)


@dataclass
class Parents:
    """Entries of one register about which there may be actions; days as theirs."""

    project: Ints
    ids: Texts
    raised: Floats
    closed: Floats
    title: Texts | None = None


@dataclass
class Actions:
    """Actions, one entry each; ``about`` is the position in :data:`SHARES`."""

    items: Items
    about: Ints
    about_id: Texts
    due: Floats
    urgent: Bools
    title: Texts
    outcome: Texts

    @property
    def ids(self) -> Texts:
        """Ids within the project."""
        return self.items.ids("A")


def draw_actions(ground: Ground, parents: Mapping[str, Parents]) -> Actions:
    """Draw actions about the entries of the other registers, and plant some long overdue."""
    rng = ground.stream("actions")
    drawn = [_about(rng, ground, name, parents[name]) for name in SHARES]
    overdue = _plant_overdue(ground, parents["risk"])
    columns = {name: np.concatenate([part[name] for part in (*drawn, overdue)]) for name in overdue}
    order = np.lexsort((columns["raised"], columns["project"]))
    found = {name: values[order] for name, values in columns.items()}
    project, raised, closed = found.pop("project"), found.pop("raised"), found.pop("closed")
    slots = slots_of(ground, rng, project, raised)
    given, n = found.pop("title"), len(project)
    titles: list[str] = []
    first: list[int] = []
    for name in SHARES:
        first.append(len(titles))
        titles += _TITLES[name]
    counts = np.array([len(_TITLES[name]) for name in SHARES])[found["about"]]
    turn = in_turn(ground.papers.lead[project], found["about"]) + project % 3
    which = np.array(first)[found["about"]] + turn % counts
    return Actions(
        items=Items(project, raised, closed),
        title=either(given != "", given, fill(titles, which, slots)),
        outcome=fill(_OUTCOMES, rng.integers(0, len(_OUTCOMES), n), slots),
        **found,
    )


def _about(
    rng: np.random.Generator, ground: Ground, name: str, parents: Parents
) -> dict[str, np.ndarray]:
    chosen = np.flatnonzero(rng.random(len(parents.project)) < SHARES[name])
    project, n = parents.project[chosen], len(chosen)
    calendar, days = ground.calendar[project], ground.days
    raised = days.on_or_after(calendar, parents.raised[chosen] + rng.integers(0, 16, n))
    raised = np.minimum(raised, np.minimum(parents.closed[chosen], ground.until[project]))
    due = days.on_or_after(calendar, raised + rng.integers(10, 56, n))
    late = rng.random(n) < 0.3
    away = np.where(late, rng.integers(1, 42, n), -rng.integers(0, 12, n))
    closed = days.on_or_after(calendar, np.maximum(due + away, raised + 1))
    closed = np.minimum(closed, ground.lives.ended[project])
    held = ground.lives.held[project]
    closed = np.where((closed > NOW) & (due < NOW - 44), np.minimum(due + 44, NOW - 1), closed)
    closed = np.where(closed >= held, np.maximum(held, raised), closed)
    given = np.full(n, "", dtype=object)
    if parents.title is not None:
        plan = pd.Series(parents.title[chosen], dtype=object).str.removesuffix(".")
        given = np.where(rng.random(n) < 0.6, plan.to_numpy(dtype=object), "").astype(object)
    return {
        "project": project,
        "raised": raised,
        "closed": np.where(closed > NOW, np.inf, closed),
        "about": np.full(n, list(SHARES).index(name)),
        "about_id": parents.ids[chosen],
        "due": due,
        "urgent": rng.random(n) < 0.22,
        "title": given,
    }


def _plant_overdue(ground: Ground, risks: Parents) -> dict[str, np.ndarray]:
    """Plant actions that are more than two months late, about a risk that is still open."""
    cast = ground.casting("overdue actions")
    open_ = np.flatnonzero(np.isinf(risks.closed) & (risks.raised < NOW - 130))
    one = np.full(len(ground), -1)
    one[risks.project[open_]] = open_
    fits = (one >= 0) & ground.live & ground.running[:, -1]
    project = cast.pick(fits, 8)
    cast.tell("overdue_action", project, "an action is open more than 60 days after its due date")
    n, calendar = len(project), ground.calendar[project]
    due = ground.days.on_or_before(calendar, NOW - cast.rng.integers(66, 98, n))
    return {
        "project": project,
        "raised": ground.days.on_or_before(calendar, due - 25),
        "closed": np.full(n, np.inf),
        "about": np.zeros(n, dtype=np.int64),
        "about_id": risks.ids[one[project]],
        "due": due,
        "urgent": np.ones(n, dtype=bool),
        "title": np.full(n, "", dtype=object),
    }


def actions_table(ground: Ground, actions: Actions) -> pd.DataFrame:
    """Make ``actions``: a row an action and period."""
    rng = ground.stream("action rows")
    items, n = actions.items, len(actions.items)
    rows = items.rows(ground)
    item, owners = rows.item, draw_owners(rng, ground, items.project, office=0.7)
    closed = rows.by(items.closed)
    dropped = (rng.random(n) < 0.05)[item] & closed
    outcome = either(dropped, "No longer needed.", actions.outcome[item])
    priority = np.where(rng.random(n) < 0.3, "Low", "Medium")
    worth = rng.lognormal(np.log(0.002), 0.7, n) * ground.last_budget[items.project]
    worth = np.where(rng.random(n) < 0.08, significant(worth), np.nan)
    return pd.DataFrame(
        {
            **rows.head(ground, "action_id", actions.ids),
            "title": actions.title[item],
            "about": np.array(list(SHARES), dtype=object)[actions.about[item]],
            "about_id": actions.about_id[item],
            "priority": np.where(actions.urgent, "High", priority)[item],
            **owners.columns(ground, item, rows.project, rows.end),
            "raised": day_column(items.raised[item]),
            "due": day_column(actions.due[item]),
            "closed": day_column(rows.date(items.closed)),
            "outcome": either(closed, outcome),
            "value": rows.money(ground, worth[item]),
            **rows.currency(ground),
            "state": np.where(closed, np.where(dropped, "cancelled", "done"), "open"),
        }
    )
