"""Role demands: hours of a role that a project needs and nobody is booked for yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, Floats, Ints, dates, earlier_workday
from pmo_lib.tables.sample.office.bookings import SCARCE
from pmo_lib.tables.sample.office.known import Tables
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import AHEAD, WEEK, WEEKS
from pmo_lib.tables.sample.words import DELIVERY_ROLES

ABSENT: Final = "data analyst"
"""A role that projects ask for and that nobody holds."""

_ASKED: Final = 600
_FROM: Final = WEEKS[0] + 120.0


@dataclass(frozen=True)
class Demands:
    """Demands of all time, a row a project, role and week; ``filled`` is the day they end."""

    rows: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``role_demands`` as known at the end of a day: open ones, from that week on."""
        rows = self.rows
        still = (rows["raised"] <= day) & (rows["filled"] > day)
        coming = (rows["week"] > day - WEEK) & (rows["week"] <= day + AHEAD * WEEK)
        seen = rows[still & coming].drop(columns="filled")
        return {
            "role_demands": seen.assign(
                week=dates(seen["week"].to_numpy()), raised=dates(seen["raised"].to_numpy())
            )
        }


def draw_demands(setting: Setting) -> Demands:
    """Draw the demands of a year, and those for the roles that are short."""
    rng = setting.stream("role demands")
    scarce = _scarce(setting)
    project, raised, start = _needs(rng, setting)
    count = len(project)
    roles = np.array([role for role in DELIVERY_ROLES if role != SCARCE], dtype=object)
    weights = np.array([share for role, (_, share) in DELIVERY_ROLES.items() if role != SCARCE])
    ordinary = pd.DataFrame(
        {
            "project": project,
            "role": rng.choice(roles, count, p=weights / weights.sum()),
            "start": start,
            "weeks": rng.integers(4, 14, count),
            "hours": rng.choice([7.5, 7.5, 15.0, 15.0, 22.5, 30.0], count),
            "raised": raised,
            "filled": raised + rng.uniform(10, 75, count),
            "firm": rng.random(count) < 0.6,
            "probability": rng.choice([0.3, 0.5, 0.7, 0.8], count),
        }
    )
    return Demands(_by_week(setting, pd.concat([scarce, ordinary], ignore_index=True)))


def _needs(rng: np.random.Generator, setting: Setting) -> tuple[Ints, Floats, Floats]:
    """Projects that need somebody, the day on which they say so, and from when they need them."""
    count = _ASKED * setting.scale
    project = rng.integers(0, len(setting.ids), count)
    raised = earlier_workday(rng.uniform(_FROM, NOW, count))
    start = raised + rng.uniform(5, 70, count)
    going = (setting.lives.known[project] <= raised) & (setting.closing[project] > start + 60)
    return project[going], raised[going], start[going]


def _scarce(setting: Setting) -> pd.DataFrame:
    """Demands for the two roles that are short, from November to the spring."""
    lives = setting.lives
    going = (lives.kind == "live") & (lives.known < NOW - 60) & (setting.closing > NOW + 150)
    chosen = setting.cast.pick(going, 8 * setting.scale)
    absent = np.arange(len(chosen)) % 2 == 0
    role = np.where(absent, ABSENT, SCARCE).astype(object)
    for project, name in zip(chosen.tolist(), role.tolist(), strict=True):
        said = f"{name}: more of the role is needed than there are people for"
        setting.cast.tell("role_gap", np.array([project]), said)
    raised = earlier_workday(NOW - 40 + np.arange(len(chosen), dtype=float) % 25)
    return pd.DataFrame(
        {
            "project": chosen,
            "role": role,
            "start": NOW + 2,
            "weeks": 18,
            "hours": np.where(absent, 37.5, 75.0),
            "raised": raised,
            "filled": np.inf,
            "firm": True,
            "probability": 1.0,
        }
    )


def _by_week(setting: Setting, demands: pd.DataFrame) -> pd.DataFrame:
    """Make a row a week of every demand, one of a project and role at a time."""
    number = np.repeat(np.arange(len(demands)), demands["weeks"])
    first = WEEKS[np.searchsorted(WEEKS, demands["start"].to_numpy()).clip(max=len(WEEKS) - 1)]
    rows = demands.iloc[number]
    week: Floats = first[number] + WEEK * rows.groupby(level=0).cumcount().to_numpy()
    frame = pd.DataFrame(
        {
            "project_id": setting.ids[rows["project"].to_numpy()],
            "role": rows["role"].to_numpy(dtype=object),
            "week": week,
            "hours": rows["hours"].to_numpy(),
            "firmness": np.where(rows["firm"], "firm", "tentative"),
            "probability": rows["probability"].where(~rows["firm"]).to_numpy(),
            "raised": rows["raised"].to_numpy(),
            "filled": rows["filled"].to_numpy(),
        }
    )
    return frame.drop_duplicates(["project_id", "role", "week"], ignore_index=True)
