"""What the office's norms and aims measure, as known at the end of a period."""

from __future__ import annotations

import numpy as np

from pmo_lib.tables.sample.assurance.catalogue import STANDARDS
from pmo_lib.tables.sample.assurance.checks import Checks
from pmo_lib.tables.sample.assurance.gates import Gates, planned
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import PERIOD_BEGIN, PERIOD_END, Bools, Floats
from pmo_lib.tables.sample.registers.actions import Actions
from pmo_lib.tables.sample.registers.decisions import Decisions
from pmo_lib.tables.sample.status import NO_ROW, OVERALL

_YEAR = 365


def measured(
    ground: Ground,
    gates: Gates,
    checks: Checks,
    decisions: Decisions,
    actions: Actions,
    period: int,
) -> Floats:
    """Measure the norms, then the aims, in the order of the catalogue."""
    day = float(PERIOD_END[period])
    return np.array(
        [
            _received(ground, period),
            _fresh(ground, period),
            _gates_in_time(ground, gates, period),
            _checks_met(gates, checks, day),
            _in_time(decisions.items.closed, decisions.needed_by, day),
            _in_time(actions.items.closed, actions.due, day),
            _finished_in_time(ground, day),
            _moves_by_one(ground, period),
            _never_rebaselined(ground, day),
        ]
    ).round(3)


def _share(those: Bools, of: Bools) -> float:
    """Share of those among some; NaN among none."""
    return float(those[of].mean()) if of.any() else float("nan")


def _received(ground: Ground, period: int) -> float:
    """Share of the period's expected status reports that came."""
    came = (ground.reports.owner[:, period] != NO_ROW).any(axis=1)
    came |= ground.reports.independent[:, period] != NO_ROW
    return _share(came, ground.reporting[:, period])


def _fresh(ground: Ground, period: int) -> float:
    """Share of the period's reports with data of the period itself."""
    came = ground.reports.owner[:, period, 1:] != NO_ROW
    fresh = ground.reports.data_as_of[:, period] >= PERIOD_BEGIN[period]
    return _share(fresh, came.any(axis=1))


def _gates_in_time(ground: Ground, gates: Gates, period: int) -> float:
    """Share of the gates of the last year that were held within five days of the plan."""
    day = float(PERIOD_END[period])
    recent = (gates.held > day - _YEAR) & (gates.held <= day)
    return _share(gates.held - planned(ground, gates, period) <= 5, recent)


def _checks_met(gates: Gates, checks: Checks, day: float) -> float:
    """Share of the checks of the last year that found the standard met."""
    held = gates.held[:, [number for number, *_ in STANDARDS]]
    recent = checks.applies & (held > day - _YEAR) & (held <= day) & (checks.state != 4)
    return _share(checks.state == 0, recent)


def _in_time(closed: Floats, due: Floats, day: float) -> float:
    """Share of what was due in the last year and was closed by its day."""
    return _share(closed <= due, (due > day - _YEAR) & (due <= day))


def _finished_in_time(ground: Ground, day: float) -> float:
    """Share of the projects completed in the last year within a quarter of the approved finish."""
    lives = ground.lives
    done = (lives.kind == "complete") & (lives.ended > day - _YEAR) & (lives.ended <= day)
    return _share(lives.ended <= lives.last(lives.planned) + 92, done)


def _moves_by_one(ground: Ground, period: int) -> float:
    """Share of the moves of overall ratings in the last year that were by one colour."""
    owner = ground.reports.owner[:, max(period - 11, 0) : period + 1, OVERALL]
    both = (owner[:, 1:] != NO_ROW) & (owner[:, :-1] != NO_ROW)
    move = np.abs(np.diff(owner, axis=1))
    return _share(move == 1, both & (move > 0))


def _never_rebaselined(ground: Ground, day: float) -> float:
    """Share of the live projects that have their first baseline."""
    live = ground.lives.lifecycle(day) == "live"
    return _share((ground.lives.effective <= day).sum(axis=1) == 1, live)
