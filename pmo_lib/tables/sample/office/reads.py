"""Report reads: each month's reports, who opened them and for how long, and which nobody did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import PERIOD, PERIOD_END, PERIODS, Bools, Ints, Texts, either
from pmo_lib.tables.sample.office.known import Tables, pick, texts
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import in_working_time, instants, later_open_day
from pmo_lib.tables.sample.parties import LARGEST_CLIENT, draw_names, id_series

_ISSUED: Final = slice(PERIODS - 16, PERIODS - 1)
"""Periods of which reports have been issued by the last day, and are kept."""

_ISSUED_AT: Final = 7 / 24
_NEW_REPORT: Final = PERIODS - 8
"""Period from which reports are issued in their new form, which more people open."""

_SILENT: Final = 5
_STREAK: Final = 4
_POSTS: Final = ("sponsor", "head of change", "finance partner", "programme office")


@dataclass(frozen=True)
class Reads:
    """Openings of reports, and issues that nobody opened; moments as day numbers.

    An opening is known when it happens; until the first one, its issue stands unopened.
    """

    rows: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``report_reads`` as known at the end of a day."""
        rows = self.rows
        opened = rows["opened"].to_numpy() < day + 1
        seen = rows[(rows["issued"] < day + 1) & (opened | rows["first"])]
        done = opened[seen.index]
        table = seen.drop(columns=["first", "client", "number"]).assign(
            issued=instants(seen["issued"].to_numpy()),
            opened=instants(np.where(done, seen["opened"], np.nan)),
            seconds_open=seen["seconds_open"].where(done),
            reader=seen["reader"].where(done),
        )
        return {"report_reads": table}


def draw_reads(setting: Setting) -> Reads:
    """Draw the openings of 15 months' client, programme and portfolio reports."""
    rng = setting.stream("report reads")
    periods = range(_ISSUED.start, _ISSUED.stop)
    issues = pd.concat([_issues(setting, number) for number in periods], ignore_index=True)
    openings = np.where(_unread(rng, setting, issues), 0, 1 + rng.poisson(0.7, len(issues)))
    number = np.repeat(np.arange(len(issues)), np.maximum(openings, 1))
    turn = np.arange(len(number)) - np.searchsorted(number, number)
    first, rows = turn == 0, issues.iloc[number].reset_index(drop=True)
    wait = np.cumsum(rng.exponential(1.2, len(rows)) + 0.02)
    wait -= (wait - np.diff(wait, prepend=0))[first][number]
    opened = in_working_time(rows["issued"].to_numpy(), wait)
    opened = np.where(openings[number] == 0, np.inf, opened)
    rows = rows.assign(
        opened=np.round(opened * 1440) / 1440,
        first=first,
        seconds_open=np.rint(np.clip(rng.lognormal(np.log(95), 0.9, len(rows)), 4, 3600)),
        reader=texts(_readers(rng, setting, rows["client"].to_numpy())),
        read_id=texts([f"V{place:06d}" for place in range(1, len(rows) + 1)]),
    )
    return Reads(rows)


def _issues(setting: Setting, period: int) -> pd.DataFrame:
    """Make the reports of a period, issued on the third working day after it.

    One a client served, one a programme, one of the portfolio.
    """
    lives, day = setting.lives, PERIOD_END[period]
    going = np.flatnonzero((lives.known <= day) & (setting.closing > day - 31))
    clients = np.unique(setting.client_at(going, np.full(len(going), day)))
    programmes = np.unique(setting.papers.programme[going])
    programmes = programmes[programmes >= 0]
    kind = np.repeat([0, 1, 2], [len(clients), len(programmes), 1])
    about = np.concatenate([clients, programmes, [-1]])
    named = id_series("P", int(programmes.max(initial=0)) + 1, 3)
    return pd.DataFrame(
        {
            "client_id": either(kind == 0, setting.client_ids[np.where(kind == 0, about, 0)]),
            "programme_id": either(kind == 1, named[np.where(kind == 1, about, 0)]),
            "report": np.array(["client", "programme", "portfolio"], dtype=object)[kind],
            "period": PERIOD[period],
            "edition": np.array(["client", "internal", "board"], dtype=object)[kind],
            "issued": float(later_open_day(np.array([day]), np.array([3]))[0]) + _ISSUED_AT,
            "client": np.where(kind == 0, about, -1),
            "number": period,
        }
    )


def _unread(rng: np.random.Generator, setting: Setting, issues: pd.DataFrame) -> Bools:
    """Which issues nobody opens: fewer in the new form; a few clients read none any more."""
    client, number = issues["client"].to_numpy(), issues["number"].to_numpy()
    habit = rng.beta(2.0, 3.0, len(setting.clients))
    habit[: LARGEST_CLIENT + 1] = 0.05
    chance = np.where(client < 0, 0.03, habit[client] * np.where(number < _NEW_REPORT, 1.0, 0.55))
    unread = np.zeros((len(setting.clients) + 1, PERIODS), dtype=bool)
    unread[client, number] = rng.random(len(issues)) < chance
    had = np.zeros(unread.shape, dtype=bool)
    had[client, number] = True
    latest = slice(_ISSUED.stop - _STREAK, _ISSUED.stop)
    steady = np.asarray(had[:-1, latest].all(axis=1))
    steady[: LARGEST_CLIENT + 1] = False
    silent = np.sort(rng.choice(np.flatnonzero(steady), _SILENT, replace=False))
    lapsed = np.asarray((unread | ~had)[:, latest][:, 1:].all(axis=1))
    unread[:, _ISSUED.stop - 1] &= ~lapsed
    unread[silent, latest] = True
    said = "nobody opened the last four monthly reports"
    setting.cast.tell("report_unread", np.full(_SILENT, -1), said, clients=silent)
    return np.asarray(unread[client, number])


def _readers(rng: np.random.Generator, setting: Setting, client: Ints) -> Texts:
    """Who opened: a client's people by their post, or somebody of the office."""
    names = draw_names(setting.stream("clients' people"), 2 * len(setting.clients))
    own = names[client] + ", " + pick(rng, _POSTS, len(client))
    staff = setting.people["name"].to_numpy(dtype=object)[setting.staff]
    return np.where(client >= 0, own, rng.choice(staff, len(client)))
