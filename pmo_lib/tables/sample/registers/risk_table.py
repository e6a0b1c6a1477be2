"""The ``risks`` table: what each risk is about, and how it stood in each period."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import Bools, Ints, Texts, either
from pmo_lib.tables.sample.projects import NOTE_CANARY
from pmo_lib.tables.sample.registers.items import Rows, day_column, draw_owners, significant
from pmo_lib.tables.sample.registers.matters import OPPORTUNITIES
from pmo_lib.tables.sample.registers.risks import LADDER, Risks
from pmo_lib.tables.sample.registers.sectors import SECTORS
from pmo_lib.tables.sample.registers.wording import (
    SUBJECTS,
    about,
    distinct,
    fill,
    in_turn,
    slots_of,
)

_FIVE: Final = ("Very low", "Low", "Medium", "High", "Very high")
_THREE: Final = ("Low", "Medium", "High")
_RESPONSES: Final = ("reduce", "reduce", "reduce", "avoid", "transfer", "share", "accept")
_GAINS: Final = ("exploit", "enhance", "share")
_ESCALATED: Final = ("Programme board", "Steering group", "Sponsor")
_NOTES: Final = (
    "Our own estimate was short here; say nothing until the price is agreed.",
    "The client's sponsor would rather not see this on page one.",
    "We carry half of this cost under the contract.",
    "Claim against our insurers is being prepared.",
    "Our lead on this is new to the work; review weekly with the account lead.",
)
_CERTAIN: Final = 1.0
_OWN: Final = 0.24


class Told:
    """The words of each risk and of the issue that it becomes."""

    def __init__(self, ground: Ground, risks: Risks) -> None:
        rng = ground.stream("wording of risks")
        project, raised = risks.items.project, risks.items.raised
        self.slots = slots_of(ground, rng, project, raised)
        turn = in_turn(ground.papers.lead[project], risks.subject)
        turn = turn + rng.integers(0, 97, len(SUBJECTS))[risks.subject] + project % 7
        drawn = rng.integers(0, 1000, (5, len(project)))
        self.subject = risks.subject.copy()
        own = _own(ground, rng, project, self.subject)
        self.title = either(own[0] != "", fill_each(own[0], self.slots), None)
        plain = own[0] == ""
        self.title[plain] = about(risks.subject, "threats", turn, self.slots)[plain]
        self.issue = about(self.subject, "issues", turn, self.slots)
        self.issue[~plain] = fill_each(own[1], self.slots)[~plain]
        self.cause = about(self.subject, "causes", drawn[0], self.slots)
        self.effect = about(self.subject, "effects", drawn[1], self.slots)
        self.plan = about(self.subject, "plans", drawn[2], self.slots)
        self.account = about(self.subject, "accounts", drawn[3], self.slots)
        self.resolution = about(self.subject, "resolutions", drawn[4], self.slots)
        category = np.array([subject.category for subject in SUBJECTS], dtype=object)
        self.category = category[self.subject]
        gain = np.where(risks.opportunity, (turn + project) % len(OPPORTUNITIES), -1)
        for name, place in (("title", 0), ("cause", 1), ("effect", 2), ("plan", 3)):
            better = fill([texts[place] for texts in OPPORTUNITIES], gain, self.slots)
            setattr(self, name, either(risks.opportunity, better, getattr(self, name)))
        self.category = either(risks.opportunity, "Opportunity", self.category)
        self.title = distinct(project, self.title, self.slots)


def _own(ground: Ground, rng: np.random.Generator, project: Ints, subject: Ints) -> list[Texts]:
    """Patterns of threat and issue that only the sector has, for some; sets their subject."""
    categories = [one.category for one in SUBJECTS]
    chosen = rng.random(len(project)) < _OWN
    which = rng.integers(0, 2, len(project))
    found = [np.full(len(project), "", dtype=object) for _ in range(2)]
    for sector, (building, other) in SECTORS.items():
        for build, pair in ((True, building), (False, other)):
            for number, (category, threat, issue) in enumerate(pair):
                here = chosen & (which == number) & (ground.sector[project] == sector)
                here &= ground.building[project] == build
                found[0][here], found[1][here] = threat, issue
                subject[here] = categories.index(category)
    return found


def fill_each(patterns: Texts, slots: Any) -> Texts:
    """Fill patterns that are given entry by entry; an empty one stays none."""
    known, which = np.unique(patterns.astype(str), return_inverse=True)
    return fill(known.tolist(), np.where(patterns == "", -1, which), slots)


def risks_table(
    ground: Ground, risks: Risks, told: Told, issue: Texts, activity: Texts
) -> pd.DataFrame:
    """Make ``risks``: a row a risk and period.

    ``issue`` is the id of the issue that each risk became, ``activity`` that of the plan's activity
    which it threatens.
    """
    rng = ground.stream("risk rows")
    rows = risks.items.rows(ground)
    item, owners = rows.item, draw_owners(rng, ground, risks.items.project)
    closed = rows.by(risks.items.closed)
    proposed = _proposed(rng, risks, rows)
    step = np.maximum(risks.step[item, rows.at], 0)
    note = rng.choice(np.array(_NOTES, dtype=object), len(risks))
    noted = (rng.random(len(risks)) < 0.13)[item]
    state = np.where(closed, np.where(risks.occurred[item], "occurred", "closed"), "open")
    return pd.DataFrame(
        {
            **rows.head(ground, "risk_id", risks.ids),
            "kind": either(risks.opportunity[item], "opportunity", "threat"),
            "title": told.title[item],
            "cause": told.cause[item],
            "effect": told.effect[item],
            "category": told.category[item],
            "affects": _affects(risks)[item],
            "activity_id": activity[item],
            **_sizes(rng, ground, risks, rows, step, proposed),
            **_bands(ground, risks, rows, step, proposed),
            **_proximity(rng, ground, risks, rows),
            **_response(rng, risks, told, rows),
            **owners.columns(ground, item, rows.project, rows.end),
            **_dates(rng, ground, risks, rows),
            "escalated_to": _escalated(rng, ground, risks, rows, step),
            "issue_id": either(closed, issue[item]),
            "internal_note": either(noted, f"{NOTE_CANARY}: " + note[item]),
            "state": np.where(proposed, "proposed", state),
        }
    )


def _proposed(rng: np.random.Generator, risks: Risks, rows: Rows) -> Bools:
    """Risks that are not yet assessed: some of those that came up late in the period."""
    fresh = rows.end - risks.items.raised[rows.item] < 12
    young = fresh & ~rows.by(risks.items.closed)
    return np.asarray(young & (rng.random(len(risks)) < 0.3)[rows.item])


def _affects(risks: Risks) -> Texts:
    both = risks.hits_cost & risks.hits_time
    return either(both, "time and cost", either(risks.hits_cost, "cost", "time"))


def _sizes(
    rng: np.random.Generator,
    ground: Ground,
    risks: Risks,
    rows: Rows,
    step: Ints,
    proposed: Bools,
) -> dict[str, Any]:
    """Probability, cost and days, and what the responses are to bring them to."""
    n, item = len(risks), rows.item
    known = risks.measured[item] & ~proposed
    likely = significant(risks.ratio * ground.last_budget[risks.items.project])
    revised = rng.uniform(0.7, 1.5, n)
    since = np.where(rng.random(n) < 0.3, rng.integers(2, 9, n), 99)
    age = (rows.end - risks.items.raised[item]) / 30
    cost = np.where(age > since[item], significant(likely * revised)[item], likely[item])
    low, high = rng.uniform(0.35, 0.75, n)[item], rng.uniform(1.4, 2.9, n)[item]
    days = risks.days_likely[item]
    costs = np.where(known & risks.hits_cost[item], cost, np.nan)
    delays = np.where(known & risks.hits_time[item], days, np.nan)
    lower = (np.maximum(step - rng.integers(1, 4, n)[item], 0), rng.uniform(0.4, 0.9, n)[item])
    chance = np.where(risks.certain[item] & (rows.at >= rows.at.max() - 1), _CERTAIN, LADDER[step])
    untold = either(proposed & risks.measured[item], "to_be_decided")
    hidden = ground.papers.withheld[rows.project]
    no_cost = either(risks.measured[item] & ~risks.hits_cost[item], "not_applicable", untold)
    return {
        "probability": np.where(known, chance, np.nan),
        "probability_state": untold,
        "cost_min": rows.money(ground, significant(costs * low)),
        "cost_likely": rows.money(ground, costs),
        "cost_likely_state": either(hidden & risks.measured[item], "withheld", no_cost),
        "cost_max": rows.money(ground, significant(costs * high)),
        **rows.currency(ground),
        "days_min": np.maximum(np.rint(delays * low), 1),
        "days_likely": delays,
        "days_likely_state": either(
            risks.measured[item] & ~risks.hits_time[item], "not_applicable", untold
        ),
        "days_max": np.rint(delays * high) + 1,
        "target_probability": np.where(known, LADDER[lower[0]], np.nan),
        "target_cost_likely": rows.money(ground, significant(costs * lower[1])),
        "target_days_likely": np.maximum(np.rint(delays * lower[1]), 1),
        "response_cost": rows.money(ground, significant(costs * rng.uniform(0.02, 0.2, n)[item])),
    }


def _bands(
    ground: Ground, risks: Risks, rows: Rows, step: Ints, proposed: Bools
) -> dict[str, Texts]:
    """Bands as written: of those who give words alone, and of some who give numbers too."""
    scales = ground.stream("scales").random(len(ground))
    three = (scales < 0.3)[rows.project]
    written = ~risks.measured[rows.item] | (scales > 0.7)[rows.project]
    written &= ~proposed
    likely = np.array([0, 0, 1, 2, 3, 4, 4])[step]
    impact = np.digitize(risks.ratio, [0.004, 0.012, 0.03, 0.07])[rows.item]
    severity = np.digitize(likely + impact, [2, 4, 6, 8])
    lower = np.maximum(likely - 1, 0)
    given = {
        "probability_band": likely,
        "impact_band": impact,
        "severity_band": severity,
        "target_probability_band": lower,
        "target_impact_band": np.maximum(impact - (rows.item % 2), 0),
    }
    five, coarse = np.array(_FIVE, dtype=object), np.array(_THREE, dtype=object)
    named = {
        name: either(written, np.where(three, coarse[(band + 1) // 2 - (band == 4)], five[band]))
        for name, band in given.items()
    }
    return {**named, "band_scale": either(written, either(three, "three points", "five points"))}


def _proximity(
    rng: np.random.Generator, ground: Ground, risks: Risks, rows: Rows
) -> dict[str, Any]:
    """Day from which each risk may strike; what should have struck is put off."""
    n = len(risks)
    first = risks.items.raised + rng.uniform(25, 260, n)
    calendar = ground.calendar[rows.project]
    day = np.maximum(first[rows.item], rows.end + 10 + (rows.item % 30))
    day = ground.days.on_or_after(calendar, np.floor(day))
    words = np.array(
        ["within a month", "within three months", "within six months", "later"], dtype=object
    )
    return {
        "proximity": words[np.digitize(day - rows.end, [31, 92, 183])],
        "proximity_date": day_column(day),
    }


def _response(rng: np.random.Generator, risks: Risks, told: Told, rows: Rows) -> dict[str, Texts]:
    n = len(risks)
    threat = np.array(_RESPONSES, dtype=object)[rng.integers(0, len(_RESPONSES), n)]
    gain = np.array(_GAINS, dtype=object)[rng.integers(0, len(_GAINS), n)]
    kind = np.where(risks.opportunity, gain, threat)
    plan = either(kind == "accept", "Accepted; watched at each review.", told.plan)
    return {"response": kind[rows.item], "response_plan": plan[rows.item]}


def _dates(rng: np.random.Generator, ground: Ground, risks: Risks, rows: Rows) -> dict[str, Any]:
    """When the risk came up, when its response is due, and when it was last looked at."""
    n, items = len(risks), risks.items
    calendar = ground.calendar[items.project]
    due = ground.days.on_or_after(calendar, np.floor(items.raised + rng.uniform(20, 95, n)))
    late = (rng.random(len(ground)) < 0.08)[rows.project]
    ago = rng.integers(0, 18, len(rows)) + np.where(late, 61, 0)
    seen = ground.days.on_or_before(ground.calendar[rows.project], rows.end - ago)
    return {
        "raised": day_column(items.raised[rows.item]),
        "due": day_column(due[rows.item]),
        "reviewed": day_column(np.maximum(seen, items.raised[rows.item])),
        "closed": day_column(rows.date(items.closed)),
    }


def _escalated(
    rng: np.random.Generator, ground: Ground, risks: Risks, rows: Rows, step: Ints
) -> Texts:
    """Whom the worst risks of projects in trouble were taken to."""
    grave = (risks.ratio * risks.hits_cost)[rows.item] * LADDER[step] > 0.012
    trouble = ground.rating[rows.project, rows.at] > 0
    whom = np.array(_ESCALATED, dtype=object)[rng.integers(0, len(_ESCALATED), len(risks))]
    return either(grave & trouble & (rows.item % 3 > 0), whom[rows.item])
