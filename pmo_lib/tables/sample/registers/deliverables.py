"""Deliverables: planned, submitted, accepted; and the ``deliverables`` table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import CONTACTS, Ground
from pmo_lib.tables.sample.months import NOW, PERIOD_BEGIN, Floats, Ints, Texts, either
from pmo_lib.tables.sample.registers.items import Items, Rows, day_column, draw_owners
from pmo_lib.tables.sample.registers.wording import distinct, fill, in_turn, slots_of

_SPACING: Final = 64.0
"""Days from one deliverable to the next, on average."""

_SHARES: Final = {"T1": 1.0, "T2": 0.25, "T3": 0.05, "T4": 0.0}
"""Share of the projects that list deliverables, by the evidence of their earned value."""

_NAMES: Final = (
    (
        "Specification of the {part}",
        "Survey report for {place}",
        "Design of the {part}",
        "Method statement for {place}",
        "Purchase order for the {part}",
    ),
    (
        "Requirements for the {part}",
        "Process map agreed with {team}",
        "Design of the {part}",
        "Data rules for {place}",
        "Test plan for the {part}",
    ),
    (
        "{part} installed at {place}",
        "{part} tested at {place}",
        "{part} delivered and inspected",
        "Inspection record of the {part}",
        "{place} released for the {part}",
    ),
    (
        "{part} built and tested",
        "{part} in use at {place}",
        "Interface of the {part} to {party}",
        "Records of {place} loaded",
        "Results of testing by {team}",
    ),
    (
        "Handover file for the {part}",
        "As-built drawings of {place}",
        "Training of {team} on the {thing}",
        "Operating manual for the {part}",
    ),
    (
        "Training of {team} on the {thing}",
        "Support arrangements for the {part}",
        "Procedures for {place}",
        "Benefits measured at {place}",
    ),
)
"""Names at the beginning, in the middle and at the end, of building projects and of others."""

_CRITERIA: Final = (
    "Reviewed by {team} and signed; no open comment of high severity.",
    "Passes the agreed tests at {place}.",
    "Agrees with the specification; checked by a second person.",
    "Accepted by {team} after two weeks of use.",
    "Complete by the checklist of the quality plan.",
)


@dataclass
class Deliverables:
    """Deliverables, one entry each; ``items.closed`` is the day of acceptance.

    ``share`` is the place along the project's way, ``weight`` the share of its value.
    """

    items: Items
    share: Floats
    weight: Floats
    submitted: Floats
    refused: Floats

    @property
    def ids(self) -> Texts:
        """Ids within the project."""
        return self.items.ids("D")


def draw_deliverables(ground: Ground) -> Deliverables:
    """Draw all deliverables, and plant projects that earn value while none is accepted."""
    rng, lives = ground.stream("deliverables"), ground.lives
    lists = rng.random(len(ground)) < pd.Series(ground.course.tier).map(_SHARES).to_numpy()
    lists &= ground.reporting.any(axis=1)
    length = lives.finish - lives.start
    count = np.where(lists, np.clip(np.rint(length / _SPACING), 4, 40), 0).astype(np.int64)
    project = np.repeat(np.arange(len(ground)), count)
    n, calendar = len(project), ground.calendar[project]
    place = np.arange(n) - np.repeat(np.cumsum(count) - count, count)
    share = (place + 0.55 + rng.uniform(-0.2, 0.2, n)) / count[project]
    day = lives.start[project] + share * length[project]
    day = ground.days.on_or_after(calendar, np.floor(day))
    day = np.where(day >= np.minimum(lives.held, np.inf)[project], np.inf, day)
    day = np.where((lives.kind == "cancelled")[project] & (day > lives.ended[project]), np.inf, day)
    day = np.where(lives.kind[project] == "complete", np.minimum(day, lives.ended[project]), day)
    _plant_unaccepted(ground, project, day)
    weight = rng.lognormal(0, 0.35, n)
    whole = np.bincount(project, weights=weight, minlength=len(ground))[project]
    before = ground.days.on_or_before(calendar, day - rng.integers(6, 27, n))
    return Deliverables(
        items=Items(project, lives.start[project], day),
        share=share,
        weight=_rounded(project, weight / whole),
        submitted=np.maximum(before, lives.start[project]),
        refused=np.where(rng.random(n) < 0.09, before + 5, np.inf),
    )


def _rounded(project: Ints, weight: Floats) -> Floats:
    """Round weights so that those of a project still make one."""
    frame = pd.DataFrame({"project": project, "weight": np.round(weight, 4)})
    first = ~frame.duplicated("project").to_numpy()
    missing = 1 - frame.groupby("project")["weight"].transform("sum").to_numpy()
    return np.round(frame["weight"].to_numpy() + np.where(first, missing, 0), 4)


def _plant_unaccepted(ground: Ground, project: Ints, day: Floats) -> None:
    """Keep what was to be accepted in the last four periods open, though earned value rises."""
    cast = ground.casting("unaccepted deliverables")
    done = ground.course.earned_value / ground.course.budget
    rising = (np.diff(done[:, -5:], axis=1) > 0.004).all(axis=1)
    rising &= (ground.course.budget[:, -5:] == ground.course.budget[:, -1:]).all(axis=1)
    recent = (day > PERIOD_BEGIN[-4]) & (day <= NOW)
    fits = rising & ground.live & ~ground.papers.withheld & ground.running[:, -5:].all(axis=1)
    fits &= np.isin(np.arange(len(ground)), project[recent])
    chosen = cast.pick(fits, 6)
    here = recent & np.isin(project, chosen)
    late = NOW + cast.rng.integers(8, 55, int(here.sum()))
    day[here] = ground.days.on_or_after(ground.calendar[project[here]], late)
    told = "earned value rose for three periods while no deliverable was accepted"
    cast.tell("ev_rising_without_accepted_deliverable", chosen, told)


def deliverables_table(ground: Ground, deliverables: Deliverables) -> pd.DataFrame:
    """Make ``deliverables``: a row a deliverable and period in which its project reports."""
    rng = ground.stream("deliverable rows")
    items, n = deliverables.items, len(deliverables.items)
    item, at = np.nonzero(ground.reporting[items.project])
    rows = Rows(item, at, items.project[item])
    owners = draw_owners(rng, ground, items.project, office=0.75)
    slots = slots_of(ground, rng, items.project, np.nan_to_num(items.closed, posinf=NOW))
    part = np.digitize(deliverables.share, [0.3, 0.8]) * 2 + ~ground.building[items.project]
    counts = np.array([len(names) for names in _NAMES])
    turn = in_turn(ground.papers.lead[items.project], part) % counts[part]
    names = fill(
        [n for names in _NAMES for n in names], (np.cumsum(counts) - counts)[part] + turn, slots
    )
    names = distinct(items.project, names, slots)
    criteria = fill(_CRITERIA, rng.integers(0, len(_CRITERIA), n), slots)
    who = ground.contacts[items.project, rng.integers(0, CONTACTS, n)]
    baseline = _baseline_dates(ground, deliverables, rows)
    accepted = rows.by(items.closed)
    return pd.DataFrame(
        {
            **rows.head(ground, "deliverable_id", deliverables.ids),
            "name": names[item],
            "quality_criteria": criteria[item],
            **owners.columns(ground, item, rows.project, rows.end),
            "baseline_date": day_column(baseline),
            "forecast_date": day_column(_forecasts(ground, deliverables, rows, baseline)),
            "submitted": day_column(rows.date(deliverables.submitted)),
            "accepted": day_column(rows.date(items.closed)),
            "accepted_by": either(accepted, who[item]),
            "weight": deliverables.weight[item],
            "state": _states(rng, deliverables, rows),
        }
    )


def _states(rng: np.random.Generator, deliverables: Deliverables, rows: Rows) -> Texts:
    begun = deliverables.submitted - rng.integers(25, 90, len(deliverables.items))
    state: Any = np.where(rows.by(begun), "in_progress", "planned")
    state = np.where(rows.by(deliverables.submitted), "submitted", state)
    state = np.where(rows.by(deliverables.refused), "rejected", state)
    return np.where(rows.by(deliverables.items.closed), "accepted", state).astype(object)


def _baseline_dates(ground: Ground, deliverables: Deliverables, rows: Rows) -> Floats:
    """Dates of the baseline in force, or of the one in force when a deliverable was accepted."""
    lives, project, true = ground.lives, rows.project, deliverables.items.closed[rows.item]
    day = np.minimum(true, rows.end)[:, None]
    at = np.maximum((lives.effective[project] <= day).sum(axis=1) - 1, 0)
    effective, planned = lives.effective[project, at], lives.planned[project, at]
    start, finish = lives.start[project], lives.finish[project]
    share = deliverables.share[rows.item]
    due = np.where(np.isfinite(true), true, start + share * (finish - start))
    ahead = np.clip((due - effective) / (finish - effective), 0.02, 1)
    moved = effective + ahead * (planned - effective)
    found = np.where(at == 0, start + share * (planned - start), moved)
    return ground.days.on_or_after(ground.calendar[project], np.floor(found))


def _forecasts(ground: Ground, deliverables: Deliverables, rows: Rows, baseline: Floats) -> Floats:
    """Dates expected: a slip is owned up to little by little."""
    true, start = deliverables.items.closed[rows.item], ground.lives.start[rows.project]
    known = np.isfinite(true)
    passed = np.clip((rows.end - start) / np.where(known, true - start, 1), 0, 1)
    slip = np.where(known, true - baseline, 0)
    day = baseline + 7 * np.rint(slip * passed**1.3 / 7)
    day = np.where(day <= rows.end, rows.end + 5 + rows.item % 21, day)
    day = ground.days.on_or_after(ground.calendar[rows.project], day)
    held = ground.lives.held[rows.project] <= rows.end
    return np.where(true <= rows.end, true, np.where(held, np.nan, day))
