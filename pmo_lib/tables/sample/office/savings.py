"""Savings from idea to bank: each stage with its day and amount, on the way smaller and surer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import (
    MONTH,
    NOW,
    Bools,
    Floats,
    Ints,
    dates,
    earlier_workday,
    either,
)
from pmo_lib.tables.sample.office.known import Tables
from pmo_lib.tables.sample.office.roadmap import INITIATIVES
from pmo_lib.tables.sample.office.saving_papers import described
from pmo_lib.tables.sample.office.saving_words import REVERSED, SOURCES, STAGE_EVIDENCE
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.parties import draw_names

STAGES: Final = tuple(STAGE_EVIDENCE)
_IDEA, _ESTIMATED, _VALIDATED, _DELIVERED, _BANKED = range(len(STAGES))

ESTIMATED: Final = 4e6
"""All that is estimated, at scale 1."""

_COUNT: Final = 72
_TWICE, _WITHOUT, _LITTLE = 3, 3, 4
_GOES_ON: Final = (0.92, 0.84, 0.85, 0.85)
_MONTHS: Final = ((0.7, 2.5), (1, 3), (1.5, 6), (1, 4))
"""Share of savings that reach the next stage, and after how many months."""

_REVERSED_ON: Final = np.datetime64("2026-09-21").astype("datetime64[D]").astype(float)


@dataclass
class Plan:
    """Savings and the stages that each reaches; columns of ``reached`` and ``amount`` are stages.

    ``reached`` are day numbers, infinite where a stage is never reached.
    """

    rows: pd.DataFrame
    reached: Floats
    amount: Floats

    def __getitem__(self, chosen: Bools | Ints) -> Plan:
        """Choose some of the savings."""
        rows = self.rows.iloc[np.arange(len(self.rows))[chosen]].reset_index(drop=True)
        return Plan(rows, self.reached[chosen].copy(), self.amount[chosen].copy())


@dataclass(frozen=True)
class Savings:
    """Savings with all that will ever be known of them; one was banked and reversed."""

    plan: Plan
    reversed_one: int

    def known(self, day: float) -> Tables:
        """Make ``savings`` and ``saving_stages`` as known at the end of a day."""
        reached = self.plan.reached <= day
        seen = reached[:, _IDEA]
        amount = self.plan.amount.copy()
        undone = np.arange(len(amount)) == self.reversed_one
        undone &= day >= _REVERSED_ON
        amount[undone, _BANKED] = 0
        stage = reached.sum(axis=1) - 1 - undone
        rows = self.plan.rows[seen]
        estimated, validated = reached[seen, _ESTIMATED], reached[seen, _VALIDATED]
        shown = {"baseline_amount": estimated, "evidence_kind": estimated, "validator": validated}
        table = rows.drop(columns="approver").assign(
            stage=np.array(STAGES, dtype=object)[stage[seen]],
            amount=amount[np.arange(len(amount)), stage][seen],
            validated=dates(np.where(validated, self.plan.reached[seen, _VALIDATED], np.nan)),
            baseline_date=dates(np.where(estimated, rows["baseline_date"], np.nan)),
            baseline_amount_state=either(estimated, rows["baseline_amount_state"], "to_be_decided"),
            evidence=either(estimated, rows["evidence"]),
            start=dates(rows["start"].to_numpy()),
            end=dates(rows["end"].to_numpy()),
            **{name: rows[name].where(there) for name, there in shown.items()},
        )
        return {"savings": table, "saving_stages": self._stages(reached, amount, undone)}

    def _stages(self, reached: Bools, amount: Floats, undone: Bools) -> pd.DataFrame:
        """Make a row of each stage that has been reached."""
        place, stage = np.nonzero(reached)
        rows = self.plan.rows.iloc[place]
        evidence = np.array(list(STAGE_EVIDENCE.values()), dtype=object)[stage]
        by_finance = stage >= _VALIDATED
        return pd.DataFrame(
            {
                "saving_id": rows["saving_id"].array,
                "stage": np.array(STAGES, dtype=object)[stage],
                "reached": dates(self.plan.reached[place, stage]),
                "amount": amount[place, stage],
                "currency": "GBP",
                "price_basis": "nominal",
                "evidence": np.where(undone[place] & (stage == _BANKED), REVERSED, evidence),
                "approved_by": either(by_finance, rows["approver"], rows["owner"]),
                "approved_by_id": either(by_finance, None, rows["owner_id"]),
            }
        )


def draw_savings(setting: Setting) -> Savings:
    """Draw the savings of two years, about four million estimated in all, and plant the stories."""
    rng = setting.stream("savings")
    count = _COUNT * setting.scale
    source = rng.permutation(np.arange(count) % len(SOURCES))
    project, idea = _where_from(rng, setting, source)
    reached = _stages_reached(rng, idea)
    usual = np.array([s.usual for s in SOURCES])[source] * rng.lognormal(-0.15, 0.6, count)
    amount = _amounts(rng, usual)
    plan = Plan(described(rng, setting, source, project, reached, amount), reached, amount)
    plan, undone = _plant(rng, setting, plan)
    shown = (plan.reached[:, _ESTIMATED] <= NOW) @ plan.amount[:, _ESTIMATED]
    ratio = ESTIMATED * setting.scale / shown
    plan.amount = np.round(plan.amount * ratio / 500) * 500
    money = ["cost_to_achieve", "baseline_amount"]
    plan.rows[money] = (plan.rows[money] * ratio / 100).round() * 100
    return Savings(plan, undone)


def _plant(rng: np.random.Generator, setting: Setting, plan: Plan) -> tuple[Plan, int]:
    """Plant what a careful auditor would find, and say which saving is reversed."""
    banked = rng.permutation(np.flatnonzero(plan.reached[:, _BANKED] < _REVERSED_ON - 20))
    little, undone = np.sort(banked[:_LITTLE]), int(banked[_LITTLE])
    plan.amount[little, _BANKED] = plan.amount[little, _ESTIMATED] * rng.uniform(
        0.25, 0.42, _LITTLE
    )
    estimated = np.flatnonzero(plan.reached[:, _ESTIMATED] <= NOW)
    others = rng.permutation(np.setdiff1d(estimated, banked[: _LITTLE + 1]))
    without, twice = np.sort(others[:_WITHOUT]), np.sort(others[_WITHOUT : _WITHOUT + _TWICE])
    plan.rows.loc[without, ["baseline_amount", "baseline_date"]] = np.nan
    plan.rows.loc[without, "baseline_amount_state"] = "not_provided"
    plan = _entered_again(rng, setting, plan, twice)
    _tell(setting, plan, little, undone, without, twice)
    return plan, undone


def _where_from(rng: np.random.Generator, setting: Setting, source: Ints) -> tuple[Ints, Floats]:
    """Project that each saving comes from, -1 for the office's own change, and its first day."""
    lives, papers = setting.lives, setting.papers
    sterling = (setting.clients["reporting_currency"] == "GBP").to_numpy()[papers.lead]
    alone = (papers.partner < 0) & (papers.moved_to < 0)
    eligible = np.flatnonzero(sterling & alone & (lives.known < NOW - 300))
    project = rng.choice(eligible, len(source))
    idea = NOW - 690 + 670 * rng.beta(1.0, 1.7, len(source))
    idea = np.maximum(idea, lives.known[project] + 20)
    begun = np.array([INITIATIVES[max(s.initiative - 1, 0)].begins for s in SOURCES])
    own = np.array([s.initiative > 0 for s in SOURCES])[source]
    after = begun.astype("datetime64[D]").astype(float)[source] + rng.uniform(10, 120, len(source))
    idea = np.where(own, np.maximum(idea, after), idea)
    return np.where(own, -1, project), earlier_workday(idea)


def _stages_reached(rng: np.random.Generator, idea: Floats) -> Floats:
    """Days on which each saving reaches its stages, infinite from the one that it never does."""
    days, goes_on = [idea], [np.ones(len(idea), dtype=bool)]
    for share, (least, most) in zip(_GOES_ON, _MONTHS, strict=True):
        days.append(earlier_workday(days[-1] + MONTH * rng.uniform(least, most, len(idea))))
        goes_on.append(goes_on[-1] & (rng.random(len(idea)) < share))
    return np.where(np.stack(goes_on, axis=1), np.stack(days, axis=1), np.inf)


def _amounts(rng: np.random.Generator, usual: Floats) -> Floats:
    """Amounts at each stage: a guess, an estimate, and then less of it at every step."""
    n = len(usual)
    idea = np.round(usual * rng.uniform(0.8, 1.5, n), -4) + 1e4
    steps = np.stack(
        [rng.uniform(0.78, 1.0, n), rng.uniform(0.88, 1.02, n), rng.uniform(0.92, 1.0, n)], axis=1
    )
    return np.column_stack([idea, usual, usual[:, None] * np.cumprod(steps, axis=1)])


def _entered_again(rng: np.random.Generator, setting: Setting, plan: Plan, which: Ints) -> Plan:
    """Enter some savings a second time: another title and owner, the same cost line and period."""
    again, n = plan[which], len(plan.rows)
    names = draw_names(setting.stream("second owners"), len(which))
    again.rows = again.rows.assign(
        saving_id=[f"S{n + number:04d}" for number in range(1, len(which) + 1)],
        title="Lower cost of " + again.rows["cost_line"],
        owner=names,
        owner_id=None,
    )
    known = np.isfinite(again.reached)
    again.reached[known] = earlier_workday(again.reached[known] + 12)
    again.amount *= rng.uniform(0.96, 1.03, (len(which), 1))
    rows = pd.concat([plan.rows, again.rows], ignore_index=True)
    return Plan(
        rows, np.vstack([plan.reached, again.reached]), np.vstack([plan.amount, again.amount])
    )


def _tell(
    setting: Setting, plan: Plan, little: Ints, undone: int, without: Ints, twice: Ints
) -> None:
    """Tell of the savings that a careful auditor would find."""
    ids = plan.rows["saving_id"].to_numpy(dtype=object)
    first = len(ids) - len(twice)
    told = [
        *(("saving_banked_less_than_estimated", p, "less than half was banked") for p in little),
        ("saving_reversed", undone, "banked, and taken out of the bank again"),
        *(("saving_without_baseline", p, "claimed without a baseline amount") for p in without),
        *(
            ("saving_counted_twice", p, f"the same saving as {ids[first + number]}")
            for number, p in enumerate(twice)
        ),
    ]
    clients = pd.Index(setting.client_ids, dtype=object)
    whose = clients.get_indexer(pd.Index(plan.rows["client_id"], dtype=object))
    for kind, place, said in told:
        client = np.array([whose[place]])
        setting.cast.tell(kind, np.array([-1]), f"{ids[place]}: {said}", clients=client)
