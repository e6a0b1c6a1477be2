"""Transformation: initiatives, their order, what they ask of groups, and what groups can take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, Floats, Texts, dates, either
from pmo_lib.tables.sample.office.known import Tables
from pmo_lib.tables.sample.office.roadmap import GROUPS, INITIATIVES, PATIENCE
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import WEEK

_PHASES: Final = (
    ("announcement", -8, -6, 2),
    ("training", -4, 0, 1),
    ("go_live", 0, 2, 0),
    ("embedding", 2, 6, 2),
)
"""Phases of a change: from and to which week around going live, and how much less hard than it."""

_PROPOSED: Final = 40 * WEEK
_PLANNED: Final = 12 * WEEK
_CAPACITY_FROM: Final = float(np.datetime64("2024-09-02", "D").astype(np.int64))
_CAPACITY_AHEAD: Final = 40 * WEEK
_TIRED: Final[dict[int, float]] = {8: 0.75, 12: 0.7}
"""Months in which groups can take less, August and December, and how much of the usual."""


@dataclass(frozen=True)
class Change:
    """The roadmap, a row an initiative; days are day numbers, infinite where they never come.

    ``proposed`` and ``planned`` are the days since which an initiative is known and has dates.
    """

    rows: pd.DataFrame
    capacity: pd.DataFrame
    links: pd.DataFrame

    def known(self, day: float) -> Tables:
        """Tables of the roadmap as known at the end of a day."""
        seen = self.rows[self.rows["proposed"] <= day]
        planned = seen["planned"] <= day
        begun, done = seen["actual_start"] <= day, seen["actual_finish"] <= day
        stopped = seen["stopped"] <= day
        state = np.select(
            [stopped, done, begun, planned], ["stopped", "done", "running", "planned"], "proposed"
        )
        shown = {"start": planned, "finish": planned, "actual_start": begun, "actual_finish": done}
        table = seen.drop(columns=["proposed", "planned", "stopped", "live", "later"]).assign(
            **{name: dates(seen[name].where(past).to_numpy()) for name, past in shown.items()},
            earliest=dates(seen["earliest"].to_numpy()),
            outcome=seen["outcome"].where(done | stopped),
            state=state,
        )
        known = self.links.isin(set(seen["initiative_id"]))
        return {
            "initiatives": table,
            "initiative_links": self.links[known["initiative_id"] & known["predecessor_id"]],
            "change_impacts": _impacts(seen, day),
            "group_capacity": _until(self.capacity, day + _CAPACITY_AHEAD),
        }


def draw_change(setting: Setting) -> Change:
    """Write down the roadmap and what groups can take, and tell its stories."""
    cast = setting.cast
    cast.note("initiative_blocks_large_value", "N028: three initiatives of high value wait for it")
    cast.note("change_collision", "business analysts: N022 and N025 go live within four weeks")
    cast.note("group_saturated", "account leads: more change than they can take from November 2026")
    return Change(_roadmap(setting), _capacity(setting), _links())


def _id(number: int) -> str:
    return f"N{number:03d}"


def _roadmap(setting: Setting) -> pd.DataFrame:
    """Make a row of each initiative, with its scores and days."""
    number = np.arange(len(INITIATIVES))
    begins = np.array([i.begins or "NaT" for i in INITIATIVES], dtype="datetime64[D]")
    start = np.where(np.isnat(begins), np.nan, begins.astype(float))
    weeks = np.array([i.weeks for i in INITIATIVES], dtype=float)
    later = np.array([i.slip for i in INITIATIVES]) * WEEK
    finish = start + WEEK * weeks - 3
    stops = np.array([i.stopped or "NaT" for i in INITIATIVES], dtype="datetime64[D]")
    stopped = np.where(np.isnat(stops), np.inf, stops.astype(float))
    value, criticality, risk, effort = np.array([i.scores for i in INITIATIVES], dtype=float).T
    staff = setting.person_ids[setting.staff]
    unscheduled = np.isnan(start)
    return pd.DataFrame(
        {
            "initiative_id": [_id(n) for n in range(1, len(number) + 1)],
            **{
                name: [getattr(i, name) or None for i in INITIATIVES]
                for name in ("name", "description", "team", "outcome")
            },
            "owner_id": staff[(11 * number) % len(staff)],
            "value": value,
            "time_criticality": criticality,
            "risk_reduction": risk,
            "effort": effort,
            "cost_of_delay": 450 * value + 200 * criticality,
            "currency": "GBP",
            "price_basis": "nominal",
            "duration_weeks": weeks,
            "people_needed": [i.people for i in INITIATIVES],
            "earliest": np.where(unscheduled, NOW + 30, start),
            "start": start,
            "finish": finish,
            "actual_start": start,
            "actual_finish": np.where(np.isinf(stopped), finish + later, np.inf),
            "stopped": stopped,
            "proposed": np.where(unscheduled, NOW - 7.0 * number, start - _PROPOSED),
            "planned": np.where(unscheduled, np.inf, start - _PLANNED),
            "live": start + WEEK * (weeks - 1),
            "later": later,
        }
    )


def _links() -> pd.DataFrame:
    """Make a row of each pair of initiatives of which one waits for the other."""
    pairs = [(n, i, before) for n, i in enumerate(INITIATIVES, 1) for before in i.after]
    return pd.DataFrame(
        {
            "initiative_id": [_id(n) for n, _, _ in pairs],
            "predecessor_id": [_id(before) for _, _, before in pairs],
            "lag_weeks": [0.0 if i.team == "reporting" else 2.0 for _, i, _ in pairs],
            "reason": [f"Builds on: {INITIATIVES[b - 1].name.lower()}." for _, _, b in pairs],
        }
    )


def _impacts(seen: pd.DataFrame, day: float) -> pd.DataFrame:
    """Make what the planned initiatives ask of groups by week; later where they are late."""
    planned = seen[(seen["planned"] <= day) & (seen["live"].notna())]
    late = planned["finish"] <= day
    live = planned["live"] + planned["later"].where(late, 0)
    stopped = np.where(planned["stopped"] <= day, planned["stopped"], np.inf)
    rows = [
        (number, group, on_day + WEEK * week, share, max(1, impact - less), phase)
        for number, on_day, end in zip(planned.index, live, stopped, strict=True)
        for group, impact, share in INITIATIVES[number].affects
        for phase, first, after, less in _PHASES
        for week in range(first, after)
        if on_day + WEEK * week < end
    ]
    frame = pd.DataFrame(
        rows, columns=["initiative_id", "group", "week", "share", "impact", "phase"]
    )
    return frame.assign(
        initiative_id=[_id(number + 1) for number in frame["initiative_id"]],
        week=dates(frame["week"].to_numpy()),
        impact=frame["impact"].astype(float),
    )


def _capacity(setting: Setting) -> pd.DataFrame:
    """Make what each group can take in each week; less in August and December."""
    weeks = np.arange(_CAPACITY_FROM, NOW + _CAPACITY_AHEAD, WEEK)
    month = weeks.astype(np.int64).astype("datetime64[D]").astype("datetime64[M]")
    usual = np.ones(len(weeks))
    for number, share in _TIRED.items():
        usual[month.astype(np.int64) % 12 + 1 == number] = share
    role = setting.people["role"].to_numpy(dtype=object)
    served = float((setting.served > 0).sum())
    people = [float(np.isin(role, roles).sum()) or served for roles in GROUPS.values()]
    patience = np.array([PATIENCE[group] for group in GROUPS])
    return pd.DataFrame(
        {
            "group": np.repeat(np.array(list(GROUPS), dtype=object), len(weeks)),
            "week": np.tile(weeks, len(GROUPS)),
            "capacity": np.round(np.outer(patience, usual), 1).ravel(),
            "people": np.repeat(people, len(weeks)),
            "note": np.tile(_reasons(usual), len(GROUPS)),
        }
    )


def _reasons(usual: Floats) -> Texts:
    """Say why a group can take less."""
    return either(usual < 1, "Holidays and year end: less than usual.")


def _until(capacity: pd.DataFrame, last: float) -> pd.DataFrame:
    kept = capacity[capacity["week"] <= last]
    return kept.assign(week=dates(kept["week"].to_numpy()))
