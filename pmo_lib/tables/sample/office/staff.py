"""People: grade, skills, terms and pay beside what is already known of each."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, Bools, Floats, Texts, dates, earlier_workday
from pmo_lib.tables.sample.office.known import as_known, day_numbers, pick

CALENDAR: Final = "UK"
"""Id of the calendar by which people work."""

_GRADES: Final = ("associate", "practitioner", "senior", "principal")
_GRADE_SHARES: Final = (0.18, 0.42, 0.30, 0.10)
_COST: Final = (29.0, 38.0, 49.0, 66.0)
_TERMS: Final = ("permanent", "temporary", "contractor")
_TERM_SHARES: Final = (0.82, 0.06, 0.12)
_LEADING: Final = ("programme manager", "head of pmo")
_LEAVERS: Final = 18

SKILLS: Final = {
    "project manager": (
        *("stakeholder management", "planning", "supplier management", "risk management"),
        *("agile delivery", "business cases", "facilitation"),
    ),
    "programme manager": (
        *("benefits management", "governance", "stakeholder management", "portfolio planning"),
        *("commercial management", "coaching"),
    ),
    "business analyst": (
        *("requirements", "process mapping", "data analysis", "service design"),
        *("facilitation", "user research"),
    ),
    "change manager": (
        *("impact assessment", "training design", "communications", "facilitation"),
        "organisation design",
    ),
    "planner": (
        *("critical path method", "resource planning", "earned value", "schedule assurance"),
        "Microsoft Project",
    ),
    "cost engineer": (
        *("estimating", "earned value", "cost control", "quantity take-off", "data analysis"),
    ),
    "solution architect": (
        *("integration", "cloud platforms", "security design", "data modelling", "roadmapping"),
    ),
    "delivery lead": (
        *("agile delivery", "release management", "facilitation", "cloud platforms", "coaching"),
    ),
    "test manager": (
        *("test strategy", "test automation", "acceptance testing", "performance testing"),
    ),
    "commercial manager": (
        *("procurement", "contract management", "negotiation", "cost modelling"),
    ),
    "account lead": (
        *("stakeholder management", "service reviews", "portfolio reporting", "negotiation"),
    ),
    "pmo analyst": (
        *("portfolio reporting", "data analysis", "Microsoft Excel", "risk management"),
        "schedule assurance",
    ),
    "assurance lead": ("gate reviews", "schedule assurance", "audit", "risk management"),
    "reporting lead": ("portfolio reporting", "data analysis", "data visualisation"),
    "head of pmo": ("governance", "portfolio planning", "benefits management", "coaching"),
}
"""Skills that go with a role; a person has two to four of them."""


def people_known(people: pd.DataFrame, day: float) -> pd.DataFrame:
    """Make ``people`` as known at the end of a day: who has left by then."""
    return as_known(people, day, np.zeros(len(people)), {"left": ()})


def complete_people(
    rng: np.random.Generator, people: pd.DataFrame, scale: int, needed: Bools
) -> pd.DataFrame:
    """Add terms, grades, skills and pay to the people; those ``needed`` do not leave."""
    n = len(people)
    role = people["role"].to_numpy(dtype=object)
    grade = rng.choice(len(_GRADES), n, p=_GRADE_SHARES)
    grade = np.where(np.isin(role, _LEADING), np.maximum(grade, 2), grade)
    terms = pick(rng, _TERMS, n, p=_TERM_SHARES)
    terms[(people["team"] == "pmo").to_numpy()] = "permanent"
    years = rng.exponential(np.where(terms == "permanent", 5.5, 0.9))
    joined = earlier_workday(NOW - 160 - 365.25 * np.minimum(years, 30))
    hours = people["contracted_hours"].to_numpy()
    days_off = np.where(terms == "contractor", 0, 25 + np.minimum(np.floor(years), 5))
    cost = np.array(_COST)[grade] * rng.normal(1, 0.05, n) * np.where(terms == "contractor", 1.4, 1)
    charge = cost * rng.uniform(1.15, 1.45, n)
    return people.assign(
        grade=np.array(_GRADES, dtype=object)[grade],
        skills=_skills(rng, role),
        leave=days_off * hours / 5,
        calendar_id=CALENDAR,
        employment=terms,
        joined=dates(joined),
        left=dates(_leaving(rng, needed, _LEAVERS * scale)),
        cost_rate=cost.round(1),
        charge_rate=np.rint(charge * 2) / 2,
        currency="GBP",
    )


def there_in_time(people: pd.DataFrame, acted: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """Let people have joined before they first acted; the office's own staff do not leave.

    ``acted`` has days by person.
    """
    ids = people["person_id"]
    first = day_numbers(acted.groupby(level=0).min().reindex(ids))
    joined, number = day_numbers(people["joined"]), np.arange(len(people))
    earlier = earlier_workday(first - 20 - 37 * number % 300)
    own = (people["team"] == "pmo").to_numpy()
    return people.assign(
        joined=dates(np.where(joined > first, earlier, joined)), left=people["left"].mask(own)
    )


def _skills(rng: np.random.Generator, role: Texts) -> Texts:
    """Two to four skills of each person's role, the first ones the likelier."""
    found = np.full(len(role), "", dtype=object)
    for name, known in SKILLS.items():
        here = np.flatnonzero(role == name)
        lean = rng.random((len(here), len(known))) + 0.1 * np.arange(len(known))
        order = lean.argsort(axis=1)
        count = rng.integers(2, 5, len(here))
        skills = np.array(known, dtype=object)[order[:, :4]]
        text = skills[:, 0]
        for place in range(1, skills.shape[1]):
            text = np.where(place < count, text + "; " + skills[:, place], text)
        found[here] = text
    return found


def _leaving(rng: np.random.Generator, needed: Bools, count: int) -> Floats:
    """Last day, a Friday, of the few who leave in the last year; NaN for the rest."""
    left = np.full(len(needed), np.nan)
    who = rng.choice(np.flatnonzero(~needed), count, replace=False)
    day = np.floor(NOW - rng.uniform(3, 300, count))
    left[who] = day - np.mod(day - 1, 7)
    return left
