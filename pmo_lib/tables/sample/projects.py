"""Tables of projects: what they are called, whom they serve, and their baselines, as known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.curves import Course
from pmo_lib.tables.sample.lives import Lives
from pmo_lib.tables.sample.months import (
    PERIOD_BEGIN,
    PERIOD_END,
    Bools,
    Floats,
    Ints,
    Texts,
    dates,
    either,
)
from pmo_lib.tables.sample.titles import (
    CATEGORIES,
    DESCRIPTIONS,
    ENDINGS,
    OWN_OBJECTS,
    REASONS,
    STAGES,
)

NOTE_CANARY: Final = "Quillmarrow"
"""A word of every internal note: no client may ever see it."""

_NOTES: Final = (
    "We priced this low to win the account; margin is thin.",
    "Sponsor is likely to leave before the next gate; keep to ourselves.",
    "Day rates are due to go up in January; not announced.",
    "Our own team is short of a lead here until the new year.",
    "Renewal worth three times this one depends on it.",
    "Write-off of unbilled hours was agreed with finance.",
)
_OWN_SHARE: Final = 0.55
_CODE_NAMES: Final = (
    *("Kestrel", "Heron", "Merlin", "Osprey", "Plover"),
    *("Wagtail", "Bittern", "Dunlin", "Siskin", "Whimbrel"),
)


@dataclass
class Papers:
    """What is written of each project; ``lead`` is the position of its first client.

    ``partner`` is a second client served at the same time, ``moved_to`` the client that took the
    project over this period: -1 for none. ``old_name`` was the name until this period.
    """

    name: Texts
    old_name: Texts
    category: Texts
    description: Texts
    manager: Texts
    margin: Floats
    note: Texts
    lead: Ints
    partner: Ints
    moved_to: Ints
    programme: Ints
    withheld: Bools


def draw_papers(
    rng: np.random.Generator, lives: Lives, lead: Ints, sectors: Texts, managers: Texts
) -> Papers:
    """Draw names, categories, managers and notes of all projects; ``sectors`` are the clients'."""
    n = len(lives)
    category, name = _names(rng, lead, sectors)
    note = rng.choice(np.array(_NOTES, dtype=object), n)
    none = np.full(n, -1)
    return Papers(
        name=name,
        old_name=name.copy(),
        category=category,
        description=rng.choice(np.array(DESCRIPTIONS, dtype=object), n),
        manager=rng.choice(managers, n),
        margin=np.clip(rng.normal(0.17, 0.07, n), -0.08, 0.38).round(3),
        note=np.asarray(f"{NOTE_CANARY}: " + note, dtype=object),
        lead=lead,
        partner=none.copy(),
        moved_to=none.copy(),
        programme=none.copy(),
        withheld=np.zeros(n, dtype=bool),
    )


def _names(rng: np.random.Generator, lead: Ints, sectors: Texts) -> tuple[Texts, Texts]:
    """Categories and names: half about what only the sector has; a client's doubles numbered."""
    n = len(lead)
    category = rng.choice(np.array(list(CATEGORIES), dtype=object), n)
    own = rng.random(n) < _OWN_SHARE
    thing = np.full(n, "", dtype=object)
    for sector, things in OWN_OBJECTS.items():
        here = np.flatnonzero(own & (sectors[lead] == sector))
        chosen = np.array(things, dtype=object)[rng.integers(0, len(things), len(here))]
        thing[here], category[here] = chosen[:, 0], chosen[:, 1]
    action = np.full(n, "", dtype=object)
    for kind, (objects, actions) in CATEGORIES.items():
        here = np.flatnonzero(category == kind)
        general = rng.choice(np.array(objects, dtype=object), len(here))
        thing[here] = np.where(own[here], thing[here], general)
        action[here] = rng.choice(np.array(actions, dtype=object), len(here))
    name = thing + " " + action + rng.choice(np.array(ENDINGS, dtype=object), n)
    again = pd.DataFrame({"lead": lead, "name": name}).groupby(["lead", "name"]).cumcount()
    number = np.array([f", stage {i + 1}" if i else "" for i in again.tolist()], dtype=object)
    return category, np.asarray(name + number)


def code_named(names: Texts) -> Texts:
    """Names after a renaming: a code name in front."""
    codes = np.array(_CODE_NAMES, dtype=object)[np.arange(len(names)) % len(_CODE_NAMES)]
    return np.asarray("Project " + codes + ": " + names)


def projects_table(
    lives: Lives, papers: Papers, course: Course, period: int, ids: Texts, currency: Texts
) -> pd.DataFrame:
    """Make ``projects`` as known at the end of a period."""
    day = float(PERIOD_END[period])
    approved = (lives.effective[:, 0] <= day) & (lives.n_baselines > 0)
    budget = np.where(approved, lives.at(lives.budget, PERIOD_END)[:, period], np.nan)
    finish = np.where(approved, lives.at(lives.planned, PERIOD_END)[:, period], np.nan)
    stage = np.digitize(course.share_done[:, period], [0.03, 0.15, 0.35, 0.85, 1.0])
    renamed = day >= PERIOD_BEGIN[-1]
    done = (lives.kind == "complete") & (lives.ended <= day)
    undecided = either(approved, None, "to_be_decided")
    frame = pd.DataFrame(
        {
            "project_id": ids,
            "name": papers.name if renamed else papers.old_name,
            "description": papers.description,
            "category": papers.category,
            "manager_id": papers.manager,
            "stage": np.array(STAGES, dtype=object)[stage],
            "lifecycle": lives.lifecycle(day),
            "start": dates(lives.start),
            "finish": dates(finish),
            "finish_state": undecided,
            "actual_start": dates(np.where(lives.start <= day, lives.start, np.nan)),
            "actual_finish": dates(np.where(done, lives.finish, np.nan)),
            "budget": np.where(papers.withheld, np.nan, budget),
            "budget_state": either(papers.withheld, "withheld", undecided),
            "currency": currency,
            "price_basis": "nominal",
            "margin": papers.margin,
            "internal_note": papers.note,
        }
    )
    return frame[lives.known <= day]


def clients_of_projects(
    lives: Lives, papers: Papers, ids: Texts, client_ids: Texts, handover: float
) -> pd.DataFrame:
    """Make ``project_clients`` with all that will ever be known; days are day numbers."""
    shared, moved = papers.partner >= 0, papers.moved_to >= 0
    lead = pd.DataFrame(
        {
            "project_id": ids,
            "client_id": client_ids[papers.lead],
            "valid_from": lives.known,
            "share": np.where(shared, 0.6, 1.0),
            "role": "lead",
            "valid_to": np.where(moved, handover - 1, np.nan),
        }
    )
    partner = pd.DataFrame(
        {
            "project_id": ids[shared],
            "client_id": client_ids[papers.partner[shared]],
            "valid_from": lives.known[shared],
            "share": 0.4,
            "role": "partner",
            "valid_to": np.nan,
        }
    )
    after = pd.DataFrame(
        {
            "project_id": ids[moved],
            "client_id": client_ids[papers.moved_to[moved]],
            "valid_from": handover,
            "share": 1.0,
            "role": "lead",
            "valid_to": np.nan,
        }
    )
    return pd.concat([lead, partner, after], ignore_index=True)


def programmes_of_projects(
    lives: Lives, papers: Papers, ids: Texts, programme_ids: Texts
) -> pd.DataFrame:
    """Make ``project_programmes``; days are day numbers."""
    member = papers.programme >= 0
    return pd.DataFrame(
        {
            "project_id": ids[member],
            "programme_id": programme_ids[papers.programme[member]],
            "valid_from": lives.known[member],
            "share": 1.0,
            "role": "member",
            "valid_to": np.nan,
        }
    )


def baselines_table(
    rng: np.random.Generator,
    lives: Lives,
    papers: Papers,
    ids: Texts,
    currency: Texts,
    approvers: Texts,
) -> pd.DataFrame:
    """Make ``baselines``: every baseline that is ever approved."""
    project, at = np.nonzero(np.isfinite(lives.effective))
    hidden = papers.withheld[project]
    budget = lives.budget[project, at]
    benefits = np.round(budget * rng.uniform(1.1, 2.6, len(lives))[project], -3)
    open_case = (rng.random(len(lives)) < 0.08)[project]
    reasons = np.array([reason for reason, _, _ in REASONS], dtype=object)
    return pd.DataFrame(
        {
            "project_id": ids[project],
            "baseline_no": at + 1,
            "effective": dates(lives.effective[project, at]),
            "approved_by": rng.choice(approvers, len(lives))[project],
            "reason": np.where(at == 0, "first approval", reasons[lives.reason[project, at]]),
            "budget": np.where(hidden, np.nan, budget),
            "budget_state": either(hidden, "withheld"),
            "benefits": np.where(hidden | open_case, np.nan, benefits),
            "benefits_state": either(hidden, "withheld", either(open_case, "to_be_decided")),
            "currency": currency[project],
            "price_basis": "nominal",
            "start": dates(lives.start[project]),
            "finish": dates(lives.planned[project, at]),
        }
    )
