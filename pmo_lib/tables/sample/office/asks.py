"""Data requests: what the office asks of others, and that it asks for less and less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD_BEGIN,
    PERIOD_END,
    PERIODS,
    Floats,
    Ints,
    Texts,
    either,
)
from pmo_lib.tables.sample.office.known import Tables, day_numbers, texts
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.surveys import COLLEAGUE_WAVES
from pmo_lib.tables.sample.office.weeks import (
    OPENS,
    in_working_time,
    instants,
    later_open_day,
    open_days,
)

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Kind:
    """A kind of request: how often it is made in the first and the last month, and its words.

    ``what`` names the month before in its braces; ``of_project`` says whether a project's manager
    is asked, ``minutes`` how long an answer usually takes.
    """

    name: str
    first: float
    last: float
    what: str
    why: str
    of_project: bool
    minutes: float


KINDS: Final = (
    Kind("status", 170, 26, "Position at the end of {}", "Monthly report", True, 25),
    Kind("forecast", 105, 34, "Cost forecast after {}", "Forecast at completion", True, 35),
    Kind("risk", 62, 30, "Risk register after {}", "Review of exposure", True, 20),
    Kind("timesheet", 88, 64, "Missing hours of {}", "Cost of the month", False, 6),
    Kind("resource", 52, 12, "Availability after {}", "Capacity forecast", False, 12),
    Kind("benefits", 22, 14, "Benefits measured by {}", "Benefits review", True, 30),
    Kind("data_quality", 34, 22, "Dates that do not agree, {}", "Check of the register", True, 10),
    Kind("ad_hoc", 27, 18, "Figures for a question of the board, {}", "Board paper", True, 45),
)
"""Kinds of requests; those for what is held already have nearly gone."""

_TWICE: Final = 6


@dataclass(frozen=True)
class Asks:
    """Data requests with all that will ever be known of them; moments as day numbers."""

    rows: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``data_requests`` as known at the end of a day."""
        seen = self.rows[self.rows["asked"] < day + 1]
        done = seen["answered"] < day + 1
        table = seen.assign(
            asked=instants(seen["asked"].to_numpy()),
            due=instants(seen["due"].to_numpy()),
            answered=instants(seen["answered"].where(done).to_numpy()),
            minutes=seen["minutes"].where(done),
        )
        return {"data_requests": table}


def draw_asks(setting: Setting) -> Asks:
    """Draw what was asked in two years, and the requests that were made twice."""
    rng = setting.stream("data requests")
    asked = pd.concat([_month(rng, setting, period) for period in range(PERIODS)])
    asked = asked.drop_duplicates(["person", "client", "project", "what"])
    again = _twice(rng, setting)
    asked = pd.concat([asked, again, _surveys(setting)]).sort_values("asked", ignore_index=True)
    n = len(asked)
    wait = np.clip(1 + rng.lognormal(np.log(0.9), 1.0, n), 1, 45)
    wait = np.where(asked["prompt"] == 1, 2.2, wait)
    answered = in_working_time(asked["asked"].to_numpy(), wait)
    answered = np.where((rng.random(n) < 0.05) & (asked["prompt"] == 0), np.inf, answered)
    usual = np.array([kind.minutes for kind in KINDS] + [6.0])[asked["kind"]]
    staff = setting.people["name"].to_numpy(dtype=object)[setting.staff]
    ids = np.array([f"D{number:05d}" for number in range(1, n + 1)], dtype=object)
    _tell(setting, asked, ids)
    person, client, project = (asked[name].to_numpy() for name in ("person", "client", "project"))
    names = np.array([kind.name for kind in KINDS] + ["survey"], dtype=object)
    rows = pd.DataFrame(
        {
            "request_id": texts(ids),
            "kind": texts(names[asked["kind"]]),
            "what": texts(asked["what"].to_numpy()),
            "why": texts(np.array([kind.why for kind in KINDS] + ["Survey"])[asked["kind"]]),
            "asked_of": texts(_asked_of(setting, person, client)),
            "person_id": texts(either(person >= 0, setting.person_ids[person])),
            "client_id": texts(either(client >= 0, setting.client_ids[client])),
            "project_id": texts(either(project >= 0, setting.ids[project])),
            "survey_id": asked["survey_id"].array,
            "asked_by": texts(rng.choice(staff, n)),
            "asked": asked["asked"].to_numpy(),
            "due": later_open_day(np.floor(asked["asked"].to_numpy()), np.full(n, 5)) + 17 / 24,
            "answered": np.round(answered * 1440) / 1440,
            "minutes": np.rint(usual * rng.lognormal(-0.1, 0.5, n)) + 1,
        }
    )
    return Asks(rows)


def _month(rng: np.random.Generator, setting: Setting, period: int) -> pd.DataFrame:
    """Draw a month's requests: of managers about their projects, of others about their time."""
    share = period / (PERIODS - 1)
    amount = [setting.scale * (k.first + (k.last - k.first) * share) for k in KINDS]
    kind = np.repeat(np.arange(len(KINDS)), rng.poisson(amount))
    n, lives = len(kind), setting.lives
    going = (lives.known <= PERIOD_BEGIN[period]) & (setting.closing > PERIOD_END[period])
    project = rng.choice(np.flatnonzero(going), n)
    joined, left = (day_numbers(setting.people[name]) for name in ("joined", "left"))
    there = (joined < PERIOD_BEGIN[period]) & ~(left <= PERIOD_END[period])
    of_project = np.array([k.of_project for k in KINDS])[kind]
    person = np.where(of_project, setting.managers[project], rng.choice(np.flatnonzero(there), n))
    outside = of_project & (rng.random(n) < 0.13)
    client = setting.client_at(project, np.full(n, PERIOD_END[period]))
    days = open_days(PERIOD_BEGIN[period], PERIOD_END[period])
    place = np.floor(len(days) * rng.beta(1.2, 2.2, n)).astype(np.int64)
    before = f"{_MONTHS[(period + 9) % 12]} {2024 + (period + 9) // 12}"
    return pd.DataFrame(
        {
            "kind": kind,
            "person": np.where(outside, -1, person),
            "client": np.where(outside, client, -1),
            "project": np.where(of_project, project, -1),
            "what": np.array([k.what.format(before) for k in KINDS], dtype=object)[kind],
            "asked": days[place] + _time(rng, n),
            "prompt": 0,
        }
    )


def _time(rng: np.random.Generator, count: int) -> Floats:
    """Draw times of day within office hours, to the minute."""
    return np.asarray((60 * OPENS + rng.integers(0, 450, count)) / 1440)


def _twice(rng: np.random.Generator, setting: Setting) -> pd.DataFrame:
    """Draw requests of the last month that were answered, and made again a week later."""
    lives = setting.lives
    going = (lives.kind == "live") & (lives.known < NOW - 120) & (setting.closing > NOW + 10)
    chosen = setting.cast.pick(going, _TWICE)
    kind = np.arange(len(chosen)) % 3
    first = later_open_day(np.full(len(chosen), PERIOD_BEGIN[-1]), 2 + np.arange(len(chosen)))
    frame = pd.DataFrame(
        {
            "kind": kind,
            "person": setting.managers[chosen],
            "client": -1,
            "project": chosen,
            "what": [KINDS[k].what.format("the third quarter") for k in kind],
            "asked": first + _time(rng, len(chosen)),
            "prompt": 1,
        }
    )
    return pd.concat([frame, frame.assign(asked=frame["asked"] + 7, prompt=2)])


def _surveys(setting: Setting) -> pd.DataFrame:
    """Surveys of colleagues, a row each."""
    opened = np.array([monday for _, monday in COLLEAGUE_WAVES], dtype="datetime64[D]")
    return pd.DataFrame(
        {
            "kind": len(KINDS),
            "person": -1,
            "client": -1,
            "project": -1,
            "what": [f"Survey of all colleagues, {day}" for day in opened.astype("datetime64[M]")],
            "survey_id": [name for name, _ in COLLEAGUE_WAVES],
            "asked": opened.astype(float) + 8 / 24,
            "prompt": 0,
        }
    )


def _tell(setting: Setting, asked: pd.DataFrame, ids: Texts) -> None:
    """Tell of the requests that were made twice."""
    doubled = asked[asked["prompt"] > 0]
    for project, places in doubled.groupby("project").groups.items():
        first, second = ids[list(places)]
        said = f"{second}: asks again what {first} asked and had answered"
        setting.cast.tell("request_asked_twice", np.array([project]), said)


def _asked_of(setting: Setting, person: Ints, client: Ints) -> Texts:
    """Names of those who were asked."""
    contacts = setting.clients["contacts"].str.split(",").str[0].to_numpy(dtype=object)
    names = setting.people["name"].to_numpy(dtype=object)
    inside = np.where(person >= 0, names[person], "All colleagues")
    return np.where(client >= 0, contacts[client], inside)
