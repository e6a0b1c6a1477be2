"""What keeps the projects under control: calendars, rates, plans, registers, gates, maturity."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_lib.tables.sample.assurance.checks import (
    Checks,
    checks_table,
    draw_checks,
    standards_table,
)
from pmo_lib.tables.sample.assurance.gates import Gates, draw_gates, gates_table
from pmo_lib.tables.sample.assurance.norms import measured
from pmo_lib.tables.sample.assurance.stops import maturity_table, stops_table
from pmo_lib.tables.sample.calendars import calendars_table
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import PERIOD_END, dates
from pmo_lib.tables.sample.paperwork import Tables
from pmo_lib.tables.sample.plans.draw import PlanBook, draw_plans
from pmo_lib.tables.sample.rates import deflators_table, rates_table
from pmo_lib.tables.sample.registers.draw import Registers, draw_registers


@dataclass
class Controls:
    """Tables that are told anew at each period; those of the registers go by period."""

    ground: Ground
    plans: PlanBook
    gates: Gates
    checks: Checks
    registers: Registers
    fixed: Tables

    def known(self, period: int) -> Tables:
        """Tables not keyed by period, as known at the end of one."""
        ground, registers = self.ground, self.registers
        norms = measured(
            ground, self.gates, self.checks, registers.decisions, registers.actions, period
        )
        rates, day = self.fixed["fx_rates"], dates(PERIOD_END[period : period + 1])[0]
        return {
            **self.fixed,
            "fx_rates": rates[rates["day"] <= day],
            **self.plans.known(period),
            "gate_reviews": gates_table(ground, self.gates, period),
            "standards": standards_table(ground, norms, period),
            "standard_checks": checks_table(ground, self.gates, self.checks, period),
            "project_stops": stops_table(ground, period),
            "maturity_assessments": maturity_table(period),
        }


def draw_controls(ground: Ground, scale: int) -> Controls:
    """Draw all that keeps projects under control, and plant its stories."""
    plans, gates = draw_plans(ground, scale), draw_gates(ground)
    return Controls(
        ground=ground,
        plans=plans,
        gates=gates,
        checks=draw_checks(ground, gates),
        registers=draw_registers(ground, gates, plans.activity),
        fixed={
            "calendars": calendars_table(),
            "fx_rates": rates_table(ground.seed),
            "deflators": deflators_table(),
        },
    )
