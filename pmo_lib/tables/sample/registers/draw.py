"""All registers of all projects, drawn in the order in which one leads to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pmo_lib.tables.sample.assurance.gates import Gates
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import NOW, Floats, Ints, Texts
from pmo_lib.tables.sample.paperwork import Tables
from pmo_lib.tables.sample.registers.actions import Actions, Parents, actions_table, draw_actions
from pmo_lib.tables.sample.registers.changes import changes_table, draw_changes
from pmo_lib.tables.sample.registers.decisions import Decisions, decisions_table, draw_decisions
from pmo_lib.tables.sample.registers.deliverables import deliverables_table, draw_deliverables
from pmo_lib.tables.sample.registers.dependencies import dependencies_table, draw_needs
from pmo_lib.tables.sample.registers.issues import draw_issues, issue_of_risk, issues_table
from pmo_lib.tables.sample.registers.items import Items
from pmo_lib.tables.sample.registers.lessons import draw_lessons, lessons_table
from pmo_lib.tables.sample.registers.limits import overrides_table, tolerances_table
from pmo_lib.tables.sample.registers.risk_table import Told, risks_table
from pmo_lib.tables.sample.registers.risks import draw_risks
from pmo_lib.tables.sample.titles import STAGES

Chooser = Callable[[Ints, Floats], Texts]
"""Names an activity of each project's plan that is under way on a day; none without a plan."""


@dataclass
class Registers:
    """The tables of the registers, with all periods, and what norms are measured from."""

    tables: Tables
    decisions: Decisions
    actions: Actions


def draw_registers(ground: Ground, gates: Gates, activity: Chooser) -> Registers:
    """Draw all registers; each entry has a row in every period in which it is on record."""
    risks = draw_risks(ground)
    told = Told(ground, risks)
    issues = draw_issues(ground, risks, told)
    changes, decisions = draw_changes(ground), draw_decisions(ground)
    lessons = draw_lessons(ground)
    actions = draw_actions(
        ground,
        {
            "risk": _parents(risks.items, risks.ids, told.plan),
            "issue": _parents(issues.items, issues.ids),
            "change_request": _parents(changes.items, changes.ids),
            "decision": _parents(decisions.items, decisions.ids),
            "lesson": _parents(lessons.items, lessons.ids),
            "gate_review": _conditions(gates),
        },
    )
    threatened = activity(risks.items.project, risks.items.raised)
    tables = {
        "risks": risks_table(ground, risks, told, issue_of_risk(risks, issues), threatened),
        "issues": issues_table(ground, issues),
        "change_requests": changes_table(ground, changes),
        "decisions": decisions_table(ground, decisions),
        "actions": actions_table(ground, actions),
        "lessons": lessons_table(ground, lessons),
        "deliverables": deliverables_table(ground, draw_deliverables(ground)),
        "dependencies": dependencies_table(ground, draw_needs(ground)),
        "overrides": overrides_table(ground),
        "tolerances": tolerances_table(ground),
    }
    return Registers(tables, decisions, actions)


def _parents(items: Items, ids: Texts, title: Texts | None = None) -> Parents:
    return Parents(items.project, ids, items.raised, items.closed, title)


def _conditions(gates: Gates) -> Parents:
    """Gates that were passed with conditions, each with the day on which the last one was met."""
    project, gate = np.nonzero(gates.conditional() & (gates.held <= NOW))
    return Parents(
        project=project,
        ids=np.array(STAGES, dtype=object)[gate],
        raised=gates.held[project, gate],
        closed=gates.condition_met[project, gate],
    )
