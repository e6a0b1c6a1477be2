"""Who asks the office for what in each month: demand with its seasons, growth and uptake."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import PERIOD_BEGIN, PERIOD_END, PERIODS, Floats, Ints
from pmo_lib.tables.sample.office.catalogue import SERVICES
from pmo_lib.tables.sample.office.known import day_numbers
from pmo_lib.tables.sample.office.services import Versions
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import open_days

_A_MONTH: Final = 225
_GROWTH: Final = 1.05
_SEASON: Final = (1.1, 1.0, 1.25, 0.95, 1.0, 1.0, 0.95, 0.8, 1.1, 1.05, 1.0, 0.7)
"""How busy each month of the year is, January first."""


def draw_asked(rng: np.random.Generator, setting: Setting, versions: Versions) -> pd.DataFrame:
    """Draw who asks for what in two years, in order of time; -1 stands for nobody and nothing."""
    months = [_month(rng, setting, versions, period) for period in range(PERIODS)]
    return pd.concat(months).sort_values("raised", ignore_index=True)


def _month(
    rng: np.random.Generator, setting: Setting, versions: Versions, period: int
) -> pd.DataFrame:
    """Draw the requests of a month."""
    season = _SEASON[(period + 10) % 12]
    count = int(setting.scale * _A_MONTH * (1 + _GROWTH * period / (PERIODS - 1)) * season)
    service = rng.choice(len(SERVICES), count, p=_demand(period))
    audience = np.array([s.audience for s in SERVICES], dtype=object)[service]
    inside = (audience == "colleagues") | ((audience == "both") & (rng.random(count) < 0.4))
    project = _projects_that_ask(rng, setting, period, count)
    days = open_days(PERIOD_BEGIN[period], PERIOD_END[period])
    raised = rng.choice(days, count) + rng.normal(12.8, 2.1, count).clip(7.2, 21.5) / 24
    weekend = rng.random(count) < 0.02
    raised = np.where(weekend, np.minimum(raised + 2, PERIOD_END[period] + 0.9), raised)
    client = np.where(inside, -1, setting.client_at(project, raised))
    colleague = np.where(inside, _colleagues(rng, setting, period, project), -1)
    general = rng.random(count) < np.where(inside, 0.5, 0.3)
    about = setting.papers.category[project]
    version = _versions_at(versions, service, raised)
    frame = {
        "service": service,
        "version_row": version,
        "client": client,
        "colleague": colleague,
        "project": np.where(general, -1, project),
        "about": about,
        "raised": np.round(raised * 1440) / 1440,
    }
    possible = (version >= 0) & (inside <= (colleague >= 0))
    return pd.DataFrame({name: values[possible] for name, values in frame.items()})


def _demand(period: int) -> Floats:
    """Share of the requests that each service gets; planning rounds have a season."""
    weight = np.array([service.asked for service in SERVICES], dtype=float)
    month = (period + 10) % 12 + 1
    planning = np.array([service.name == "Annual planning round" for service in SERVICES])
    weight[planning] *= 2.5 if month in (1, 2, 3, 10, 11) else 0.3
    return np.asarray(weight / weight.sum())


def _projects_that_ask(rng: np.random.Generator, setting: Setting, period: int, count: int) -> Ints:
    """Projects, of clients that use the desk by then, for which something is asked."""
    lives = setting.lives
    there = (lives.known <= PERIOD_BEGIN[period]) & (setting.closing > PERIOD_END[period])
    uptake = setting.stream("uptake of clients").random(len(setting.clients))
    uptake[:3] = 0
    uses = uptake < 0.5 + 0.45 * period / PERIODS
    client = setting.client_at(np.arange(len(lives)), np.full(len(lives), PERIOD_BEGIN[period]))
    weight = np.where(there & uses[client], lives.budget[:, 0] ** 0.35, 0)
    return rng.choice(len(lives), count, p=weight / weight.sum())


def _colleagues(rng: np.random.Generator, setting: Setting, period: int, project: Ints) -> Ints:
    """Colleagues who ask: managers, and others who have come to use the desk; -1 if not yet."""
    uptake = setting.stream("uptake of colleagues").random(len(setting.people))
    uses = uptake < 0.25 + 0.6 * period / PERIODS
    joined, left = (day_numbers(setting.people[name]) for name in ("joined", "left"))
    there = (joined < PERIOD_BEGIN[period]) & ~(left <= PERIOD_END[period])
    there[setting.staff] = False
    others = rng.choice(np.flatnonzero(uses & there), len(project))
    manager = setting.managers[project]
    ready = (uses & there)[manager] & (rng.random(len(project)) < 0.6)
    return np.where(ready, manager, others)


def _versions_at(versions: Versions, service: Ints, raised: Floats) -> Ints:
    """Row of the version of each service in force at some moments; -1 before the first."""
    table = versions.table
    since, until = day_numbers(table["valid_from"]), day_numbers(table["valid_to"])
    row = np.full(len(service), -1)
    number = table.groupby("service_id").ngroup().to_numpy()
    for place, (kind, begin, end) in enumerate(zip(number, since, until, strict=True)):
        inside = (service == kind) & (raised >= begin) & ~(raised >= end + 1)
        row[inside] = place
    return row
