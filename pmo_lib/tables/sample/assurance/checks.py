"""Standards and what was found of them at gates; norms and aims with their measures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.assurance.catalogue import (
    AIMS,
    NORMS,
    OPTIONAL,
    STANDARDS,
)
from pmo_lib.tables.sample.assurance.gates import GATES, LARGE_FROM, Gates, asked, of_gate, planned
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import PERIOD_END, Bools, Floats, Texts, dates, either
from pmo_lib.tables.sample.registers.items import day_column
from pmo_lib.tables.sample.titles import STAGES

_STATES: Final = np.array(
    ["met", "partly_met", "not_met", "waived", "not_applicable"], dtype=object
)
_MET, _PARTLY, _NOT, _WAIVED, _NONE = range(5)
_AHEAD: Final = 60
_SINCE: Final = "2023-04-03"


@dataclass
class Checks:
    """What is found of each standard by project: positions in the states, and who looks."""

    state: np.ndarray
    applies: Bools


def draw_checks(ground: Ground, gates: Gates) -> Checks:
    """Draw what is found of each standard, and mark the gates that were passed in part."""
    rng = ground.stream("checks")
    shape = (len(ground), len(STANDARDS))
    state = rng.choice(5, shape, p=[0.9, 0.045, 0.0, 0.03, 0.025])
    large, builds = ground.last_budget > LARGE_FROM, ground.building
    applies = np.zeros(shape, dtype=bool)
    for place in range(len(STANDARDS)):
        for is_large, build in product((False, True), repeat=2):
            fits = asked(place, large=is_large, builds=build)
            applies[(large == is_large) & (builds == build), place] = fits
    for number in range(GATES):
        first, second = of_gate(number)[:2]
        bad = gates.failed[:, number] | gates.unmet[:, number]
        state[bad, first] = _NOT
        owing = gates.partly[:, number]
        state[owing, second] = _PARTLY
        applies[bad | owing, first] = applies[bad | owing, second] = True
        here = of_gate(number)
        wanting = (np.isin(state, (_PARTLY, _NOT)) & applies)[:, here]
        gates.partly[:, number] |= wanting.any(axis=1)
        gates.short[:, number] = np.array(here)[wanting.argmax(axis=1)]
    return Checks(state, applies)


def checks_table(ground: Ground, gates: Gates, checks: Checks, period: int) -> pd.DataFrame:
    """Make ``standard_checks`` as known at the end of a period: a row a project and standard.

    Standards of a gate that is planned within 60 days stand there too, without a state.
    """
    rng, day = ground.stream("check rows"), float(PERIOD_END[period])
    gate = np.array([number for number, *_ in STANDARDS])
    when = planned(ground, gates, period)
    due = np.isfinite(when) & (when <= day + _AHEAD)
    there = ((gates.held <= day) | due)[:, gate] & checks.applies
    gone = np.minimum(ground.lives.ended, ground.lives.held)[:, None] <= day
    there &= (gates.held <= day)[:, gate] | ~gone
    there &= (ground.lives.known <= day)[:, None]
    looked = rng.integers(0, 9, there.shape)
    project, place = np.nonzero(there)
    number, state = gate[place], checks.state[project, place]
    held = gates.held[project, number]
    done = held <= day
    seen = np.maximum(held - looked[project, place], ground.lives.known[project])
    waived = done & (state == _WAIVED)
    who = ground.contacts[project, place % ground.contacts.shape[1]]
    return pd.DataFrame(
        {
            "project_id": ground.ids[project],
            "standard_id": standard_ids("ST", len(STANDARDS))[place],
            "gate": np.array(STAGES, dtype=object)[number],
            "evidence": either(done & (state < _NOT), _evidence(ground, project, place)),
            "due": day_column(when[project, number]),
            "checked": day_column(
                np.where(done, ground.days.on_or_before(ground.calendar[project], seen), np.nan)
            ),
            "checked_by": either(
                done, ground.stream("checkers").permuted(_checkers(ground))[place % 4]
            ),
            "waived_by": either(waived, who),
            "reason": either(waived, "Covered by the programme.", _reason(done, state)),
            "state": either(done, _STATES[state]),
        }
    )


def _checkers(ground: Ground) -> Texts:
    leads = ground.people[ground.people["role"] == "assurance lead"]
    return np.resize(leads["name"].to_numpy(dtype=object), 4)


def _evidence(ground: Ground, project: np.ndarray, place: np.ndarray) -> Texts:
    titles = np.array([title for _, title, *_ in STANDARDS], dtype=object)
    return np.asarray(titles[place] + ", " + ground.ids[project])


def _reason(done: Bools, state: np.ndarray) -> Texts:
    short = either(state == _PARTLY, "Complete but for one part.")
    none = either(state == _NOT, "Nothing was shown at the review.", short)
    return either(done, either(state == _NONE, "Not of this kind.", none))


def standard_ids(letters: str, count: int) -> Texts:
    """Make ids such as ``ST01``."""
    return np.array([f"{letters}{i:02d}" for i in range(1, count + 1)], dtype=object)


def standards_table(ground: Ground, measured: Floats, period: int) -> pd.DataFrame:
    """Make ``standards``: the catalogue, then norms and aims with what is measured of them.

    ``measured`` holds the value of each norm and aim as known at the end of the period.
    """
    staff = ground.people[ground.people["team"] == "pmo"]["person_id"].to_numpy(dtype=object)
    titles = [title for _, title, *_ in STANDARDS]
    catalogue = pd.DataFrame(
        {
            "standard_id": standard_ids("ST", len(STANDARDS)),
            "kind": "standard",
            "title": titles,
            "description": [text for _, _, text, *_ in STANDARDS],
            "pillar": [pillar for *_, pillar, _ in STANDARDS],
            "gate": [STAGES[number] for number, *_ in STANDARDS],
            "applies_to": [applies for *_, applies in STANDARDS],
            "mandatory": [title not in OPTIONAL for title in titles],
            "owner_id": staff[np.arange(len(STANDARDS)) % len(staff)],
            "version": [f"{1 + place % 3}.{place % 4}" for place in range(len(STANDARDS))],
        }
    )
    targets = [(title, "", *rest) for title, *rest in NORMS]
    aims = pd.DataFrame(
        [*targets, *AIMS],
        columns=["title", "description", "measure", "target", "baseline_value", "pillar"],
    ).assign(
        standard_id=np.concatenate([standard_ids("N", len(NORMS)), standard_ids("V", len(AIMS))]),
        kind=["norm"] * len(NORMS) + ["vision"] * len(AIMS),
        applies_to="the office",
        owner_id=staff[-1],
        version="1.0",
        unit="share",
        current_value=measured,
        measured=dates(np.full(len(measured), PERIOD_END[period])),
    )
    aims["description"] = either(aims["description"] == "", None, aims["description"])
    both = pd.concat([catalogue, aims], ignore_index=True)
    return both.assign(valid_from=pd.Timestamp(_SINCE))
