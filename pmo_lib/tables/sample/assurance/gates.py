"""Gate reviews: when each gate is planned and held, with which outcome; and their table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.assurance.catalogue import BUILDS, CHANGES, EVERY, LARGE, STANDARDS
from pmo_lib.tables.sample.ground import CONTACTS, Ground
from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD_BEGIN,
    PERIOD_END,
    Bools,
    Floats,
    Ints,
    Texts,
    either,
)
from pmo_lib.tables.sample.registers.items import day_column
from pmo_lib.tables.sample.titles import STAGES

GATES: Final = len(STAGES)

PASSED_AT: Final = np.array([0.0, 0.03, 0.15, 0.35, 0.85, 1.0])
"""Share of the way at which each gate is passed, as ``projects.stage`` has it."""

LARGE_FROM: Final = 1e6
"""Budget from which a project counts as large."""

_CONDITION: Final = (
    "Send the missing part to the reviewer: ",
    "Bring to the standard: ",
    "Have confirmed by a second person: ",
)


@dataclass
class Gates:
    """Gates by project and gate: day numbers, infinite for what does not happen.

    ``held`` is when a gate is held; the date agreed last lies at most ``lead`` days before.
    ``failed`` marks the gate that was held and not passed, ``missed`` that which was not held on
    its day. ``partly`` marks gates at which a standard was met in part, ``unmet`` those at which
    one was not met; ``short`` is the position of the first such standard.
    """

    held: Floats
    lead: Floats
    failed: Bools
    missed: Bools
    partly: Bools
    unmet: Bools
    short: Ints
    condition_due: Floats
    condition_met: Floats

    def conditional(self) -> Bools:
        """Which gates were passed with conditions."""
        return (self.partly | self.unmet) & ~self.failed & np.isfinite(self.held)


def draw_gates(ground: Ground) -> Gates:
    """Draw the gates of all projects, and plant those that failed, are missed or left open."""
    rng = ground.stream("gates")
    held = _held(rng, ground)
    shape = held.shape
    due = held + rng.integers(30, 75, shape)
    calendar = ground.calendar[:, None]
    early = -np.floor(24 * rng.random(shape) ** 1.5)
    gates = Gates(
        held=held,
        lead=rng.choice([0, 0, 0, 2, 4, 7, 14, 21], shape).astype(float),
        failed=np.zeros(shape, dtype=bool),
        missed=np.zeros(shape, dtype=bool),
        partly=np.zeros(shape, dtype=bool),
        unmet=np.zeros(shape, dtype=bool),
        short=np.zeros(shape, dtype=np.int64),
        condition_due=ground.days.on_or_after(calendar, due),
        condition_met=ground.days.on_or_before(calendar, due + early),
    )
    _plant(ground, gates)
    return gates


def _held(rng: np.random.Generator, ground: Ground) -> Floats:
    """Days on which gates are passed: in the period in which the share of the way is reached."""
    lives, share = ground.lives, ground.course.share_done
    start, finish = lives.start[:, None], lives.finish[:, None]
    linear = start + PASSED_AT * (finish - start)
    reached = share[:, None, :] >= PASSED_AT[:, None]
    at = np.where(reached.any(axis=2), reached.argmax(axis=2), len(PERIOD_END))
    within = (at > 0) & (at < len(PERIOD_END))
    at = np.where(within, at, 0)
    first = np.maximum(PERIOD_BEGIN[at], start)
    last = np.maximum(np.minimum(PERIOD_END[at], ground.until[:, None]), first)
    first = np.minimum(ground.days.on_or_after(ground.calendar[:, None], first), last)
    inside = first + np.floor(rng.random(at.shape) * (last - first + 1))
    before = np.minimum(linear, PERIOD_END[0] - 3)
    never = ~reached.any(axis=2)
    held = np.where(within, inside, before)
    held = np.where(never, np.maximum(linear, NOW + 12), held)
    begun = np.maximum(lives.known, lives.start - rng.integers(0, 12, len(ground)))
    held[:, 0] = ground.days.on_or_after(ground.calendar, begun)
    held[:, -1] = np.where(lives.kind == "complete", lives.finish, held[:, -1])
    held = np.maximum.accumulate(held, axis=1)
    held = np.where(
        held > PERIOD_END[-1], ground.days.on_or_after(ground.calendar[:, None], held), held
    )
    done = ground.days.on_or_before(ground.calendar[:, None], held)
    held = np.where(held <= NOW, np.maximum(done, held[:, :1]), held)
    stopped = (lives.kind == "cancelled") | (lives.kind == "on_hold")
    return np.where((held > NOW) & stopped[:, None], np.inf, held)


def coming(gates: Gates) -> Ints:
    """Find the gate that each project has next after the last day; -1 for none."""
    ahead = (gates.held > NOW) & np.isfinite(gates.held)
    return np.where(ahead.any(axis=1), ahead.argmax(axis=1), -1)


def _plant(ground: Ground, gates: Gates) -> None:
    """Plant gates that were not passed, not held on their day, or have conditions left open."""
    cast = ground.casting("gates")
    rng, following = cast.rng, coming(gates)
    each = np.arange(len(ground))
    away = gates.held[each, following] - NOW
    quiet = gates.held[each, np.maximum(following - 1, 0)] < PERIOD_BEGIN[-1]
    fits = ground.live & (following > 0) & (following < GATES - 1) & quiet
    fits &= ground.running[:, -2:].all(axis=1)
    failed = cast.pick(fits & (away < 240), 6)
    at = (failed, following[failed])
    gates.held[at] = ground.days.on_or_after(
        ground.calendar[failed], PERIOD_BEGIN[-1] + rng.integers(5, 25, len(failed))
    )
    gates.failed[at] = True
    cast.tell("gate_failed", failed, "the last gate review was not passed")
    missed = cast.pick(fits & (away < 300), 7)
    gates.missed[missed, following[missed]] = True
    gates.lead[missed, following[missed]] = rng.integers(18, 60, len(missed))
    cast.tell("gate_overdue", missed, "a gate was planned for a day that has passed, and not held")
    last = (gates.held <= NOW).sum(axis=1) - 1
    day = gates.held[each, last]
    recent = ground.live & (last > 0) & (day > NOW - 240)
    unmet = cast.pick(recent, 6)
    gates.unmet[unmet, last[unmet]] = True
    cast.tell("standard_not_met", unmet, "a mandatory standard was not met at a gate passed")
    owing = cast.pick(recent & (day < NOW - 90), 5)
    gates.partly[owing, last[owing]] = True
    gates.condition_due[owing, last[owing]] = ground.days.on_or_before(
        ground.calendar[owing], NOW - rng.integers(10, 45, len(owing))
    )
    gates.condition_met[owing, last[owing]] = np.inf
    cast.tell("gate_conditions_overdue", owing, "a condition of a gate is past its due date")


def planned(ground: Ground, gates: Gates, period: int) -> Floats:
    """Days for which gates are planned as known at the end of a period; NaN for none."""
    lives, day = ground.lives, float(PERIOD_END[period])
    seen = np.minimum(gates.held, day)
    begun = (lives.effective[:, None, :] <= seen[:, :, None]).sum(axis=2)
    in_force = np.take_along_axis(lives.planned, np.maximum(begun - 1, 0), axis=1)
    start = lives.start[:, None]
    by_plan = start + PASSED_AT * (in_force - start)
    found = np.fmax(by_plan, gates.held - gates.lead)
    done = gates.held <= day
    found = np.where(done, np.clip(found, gates.held - gates.lead, gates.held + 9), found)
    found = ground.days.on_or_before(ground.calendar[:, None], found)
    passed = ~done & (found <= day)
    number = np.arange(found.size).reshape(found.shape)
    found = np.where(passed, day + 5 + number % 23, found)
    found = np.where(gates.missed, NOW - gates.lead, found)
    found[:, 0] = np.where(np.isnan(found[:, 0]), lives.start, found[:, 0])
    found = np.where(np.isinf(gates.held) & ~done, np.nan, found)
    return ground.days.on_or_before(ground.calendar[:, None], found)


def gates_table(ground: Ground, gates: Gates, period: int) -> pd.DataFrame:
    """Make ``gate_reviews`` as known at the end of a period: a row a project and gate."""
    rng, day = ground.stream("gate rows"), float(PERIOD_END[period])
    dates_planned = planned(ground, gates, period)
    reviewers = ground.people[ground.people["role"] == "assurance lead"]
    who = rng.integers(0, len(reviewers), gates.held.shape)
    approver = rng.integers(0, CONTACTS, gates.held.shape)
    words = rng.integers(0, len(_CONDITION), gates.held.shape)
    gone = (ground.lives.kind == "cancelled") & (ground.lives.ended <= day)
    there = (ground.lives.known <= day)[:, None] & ~(gone[:, None] & (gates.held > day))
    project, gate = np.nonzero(there)
    at = (project, gate)
    done, number = gates.held[at] <= day, gate.astype(str).astype(object)
    artefacts = np.array([_artefacts(place) for place in range(GATES)], dtype=object)
    large, builds = ground.last_budget > LARGE_FROM, ground.building
    return pd.DataFrame(
        {
            "project_id": ground.ids[project],
            "gate": np.array(STAGES, dtype=object)[gate],
            "sequence": gate + 1.0,
            "approver": ground.contacts[project, approver[at]],
            "required_artefacts": artefacts[
                gate, large[project].astype(int), builds[project].astype(int)
            ],
            "evidence": either(done, "Review record " + ground.ids[project] + "/" + number),
            "planned": day_column(dates_planned[at]),
            "planned_state": either(np.isnan(dates_planned[at]), "to_be_decided"),
            "forecast_date": day_column(_expected(ground, gates, dates_planned, period)[at]),
            "reviewed": day_column(np.where(done, gates.held[at], np.nan)),
            "reviewer": reviewers["name"].to_numpy(dtype=object)[who[at]],
            "reviewer_id": reviewers["person_id"].to_numpy(dtype=object)[who[at]],
            **_outcomes(gates, at, day, np.array(_CONDITION, dtype=object)[words[at]]),
        }
    )


def _expected(ground: Ground, gates: Gates, when: Floats, period: int) -> Floats:
    """Days now expected of gates to come, and of those to be held again."""
    day = PERIOD_END[period]
    again = gates.failed & (gates.held <= day)
    expected = np.where(again, gates.held + 35, when + _slip(ground, period)[:, None])
    expected = np.where((gates.held <= day) & ~again, np.nan, expected)
    return ground.days.on_or_after(ground.calendar[:, None], np.floor(expected))


def _outcomes(
    gates: Gates, at: tuple[Ints, Ints], day: float, words: Texts
) -> dict[str, pd.Series[pd.Timestamp] | Texts]:
    """Outcomes of the gates held, and the conditions of some."""
    done, conditional = gates.held[at] <= day, gates.conditional()[at]
    given, met = done & conditional, gates.condition_met[at]
    outcome = np.where(gates.failed[at], "not_passed", "passed")
    titles = np.array([title.lower() for _, title, *_ in STANDARDS], dtype=object)
    return {
        "outcome": either(done, np.where(conditional, "passed_with_conditions", outcome)),
        "conditions": either(given, words + titles[gates.short[at]] + "."),
        "conditions_due": day_column(np.where(given, gates.condition_due[at], np.nan)),
        "conditions_met": day_column(np.where(given & (met <= day), met, np.nan)),
    }


def _slip(ground: Ground, period: int) -> Floats:
    """Days by which the final milestone is forecast late, as gates follow it in part."""
    slip = np.nan_to_num(ground.marks.final_slip()[:, period])
    return np.asarray(np.floor(np.clip(slip, 0, 60) / 3))


def of_gate(number: int) -> list[int]:
    """Positions of the standards that a gate asks for."""
    return [place for place, (gate, *_) in enumerate(STANDARDS) if gate == number]


def asked(place: int, *, large: bool, builds: bool) -> bool:
    """Whether a standard applies to a project of some size that builds or does not."""
    applies = STANDARDS[place][-1]
    return {EVERY: True, LARGE: large, BUILDS: builds, CHANGES: not builds}[applies]


def _artefacts(number: int) -> list[list[str]]:
    """Standards that a gate asks for in words, by size and by whether a project builds."""
    return [
        [
            "; ".join(
                STANDARDS[place][1]
                for place in of_gate(number)
                if asked(place, large=large, builds=builds)
            )
            for builds in (False, True)
        ]
        for large in (False, True)
    ]
