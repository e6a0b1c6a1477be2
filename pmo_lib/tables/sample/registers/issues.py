"""Issues: those that come up by themselves and those that were risks, and the ``issues`` table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import Floats, Ints, Texts, either
from pmo_lib.tables.sample.projects import NOTE_CANARY
from pmo_lib.tables.sample.registers.items import (
    Items,
    closing,
    day_column,
    draw_counts,
    draw_days,
    draw_owners,
    significant,
)
from pmo_lib.tables.sample.registers.risk_table import Told
from pmo_lib.tables.sample.registers.risks import Risks, occurred
from pmo_lib.tables.sample.registers.wording import (
    SUBJECTS,
    about,
    draw_subjects,
    in_turn,
    slots_of,
)

_SCALES: Final = (
    ("Low, Medium, High, Critical", ("Low", "Medium", "High", "Critical")),
    ("Priority 1 to 4", ("Priority 4", "Priority 3", "Priority 2", "Priority 1")),
    ("Minor, Moderate, Major, Severe", ("Minor", "Moderate", "Major", "Severe")),
)
_NOTES: Final = (
    "Part of this is of our own making; agree the line to take with the account lead.",
    "We may have to bear the cost; the contract is silent.",
    "The client's manager asked us not to escalate yet.",
    "Our day rate for the rework has not been agreed.",
)


@dataclass
class Issues:
    """Issues, one entry each; ``risk`` is the position of the risk that it was, -1 for none."""

    items: Items
    risk: Ints
    subject: Ints
    grade: Ints
    category: Texts
    title: Texts
    account: Texts
    resolution: Texts

    @property
    def ids(self) -> Texts:
        """Ids within the project."""
        return self.items.ids("I")


def draw_issues(ground: Ground, risks: Risks, told: Told) -> Issues:
    """Draw all issues: trouble brings more of them, and worse ones."""
    rng = ground.stream("issues")
    was = occurred(risks)
    project, raised = draw_days(rng, ground, draw_counts(rng, ground, 0.17 + 0.16 * ground.rating))
    project = np.concatenate([project, risks.items.project[was]])
    raised = np.concatenate([raised, risks.items.closed[was]])
    risk = np.concatenate([np.full(len(project) - len(was), -1), was])
    order = np.lexsort((raised, project))
    project, raised, risk = project[order], raised[order], risk[order]
    n = len(project)
    life = np.maximum(rng.lognormal(np.log(52), 0.75, n), 4)
    subject = np.where(risk >= 0, told.subject[risk], draw_subjects(rng, ground, project))
    slots = slots_of(ground, rng, project, raised)
    turn = in_turn(ground.papers.lead[project], subject)
    turn = turn + rng.integers(0, 97, len(SUBJECTS))[subject] + project % 5
    category = np.array([one.category for one in SUBJECTS], dtype=object)[subject]
    trouble = ground.rating.max(axis=1)[project]
    return Issues(
        items=Items(project, raised, closing(ground, project, raised, life)),
        risk=risk,
        subject=subject,
        grade=np.clip(np.floor(rng.beta(1.7, 2.6, n) * 4 + 0.4 * trouble), 0, 3).astype(int),
        category=category,
        title=either(risk >= 0, told.issue[risk], about(subject, "issues", turn, slots)),
        account=either(risk >= 0, "Risk " + risks.ids[risk] + " has occurred. ", "")
        + about(subject, "accounts", rng.integers(0, 99, n), slots),
        resolution=about(subject, "resolutions", rng.integers(0, 99, n), slots),
    )


def issues_table(ground: Ground, issues: Issues) -> pd.DataFrame:
    """Make ``issues``: a row an issue and period."""
    rng = ground.stream("issue rows")
    items, n = issues.items, len(issues.items)
    rows = items.rows(ground)
    item, owners = rows.item, draw_owners(rng, ground, items.project)
    closed = rows.by(items.closed)
    noted = rng.random(n) < 0.12
    note = rng.choice(np.array(_NOTES, dtype=object), n)
    return pd.DataFrame(
        {
            **rows.head(ground, "issue_id", issues.ids),
            "title": issues.title[item],
            "description": issues.account[item],
            "category": issues.category[item],
            **_severity(ground, issues, rows.project, item),
            **owners.columns(ground, item, rows.project, rows.end),
            "raised": day_column(items.raised[item]),
            "due": day_column(_due(rng, ground, issues)[item]),
            "closed": day_column(rows.date(items.closed)),
            "resolution": either(closed, issues.resolution[item]),
            **rows.amount(ground, _cost(rng, ground, issues)[item], "value"),
            **rows.currency(ground),
            "days": _delay(rng, issues)[item],
            "escalated_to": either(
                (issues.grade[item] == 3) | ((issues.grade[item] == 2) & (item % 3 == 0)),
                either(item % 2 == 0, "Steering group", "Sponsor"),
            ),
            "internal_note": either(noted[item], f"{NOTE_CANARY}: " + note[item]),
            "state": np.where(closed, "closed", "open"),
        }
    )


def _severity(ground: Ground, issues: Issues, project: Ints, item: Ints) -> dict[str, Texts]:
    """Severity on the scale that the project uses."""
    scale = ground.stream("severity").integers(0, len(_SCALES), len(ground))[project]
    words = np.array([words for _, words in _SCALES], dtype=object)
    names = np.array([name for name, _ in _SCALES], dtype=object)
    return {"severity": words[scale, issues.grade[item]], "severity_scale": names[scale]}


def _due(rng: np.random.Generator, ground: Ground, issues: Issues) -> Floats:
    """When an issue is to be closed: sooner for the worse ones."""
    items = issues.items
    most = np.array([75, 50, 30, 16])[issues.grade]
    day = items.raised + np.floor(rng.uniform(0.45, 1.0, len(items)) * most)
    return ground.days.on_or_after(ground.calendar[items.project], day)


def _cost(rng: np.random.Generator, ground: Ground, issues: Issues) -> Floats:
    """Estimate what some of the issues cost."""
    n = len(issues.items)
    size = np.array([0.001, 0.003, 0.008, 0.02])[issues.grade] * rng.lognormal(0, 0.6, n)
    cost = significant(size * ground.last_budget[issues.items.project])
    return np.where(rng.random(n) < 0.55, cost, np.nan)


def _delay(rng: np.random.Generator, issues: Issues) -> Floats:
    """By how many working days an issue delays the finish, where it does."""
    n = len(issues.items)
    days = np.rint(np.array([0, 2, 6, 14])[issues.grade] * rng.lognormal(0, 0.5, n))
    return np.where(rng.random(n) < 0.6, days, np.nan)


def issue_of_risk(risks: Risks, issues: Issues) -> Texts:
    """Id of the issue that each risk became, none for the others."""
    found = np.full(len(risks), None, dtype=object)
    was = issues.risk >= 0
    found[issues.risk[was]] = issues.ids[was]
    return found
