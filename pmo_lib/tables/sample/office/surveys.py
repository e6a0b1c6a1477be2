"""Surveys: who was asked in each wave, who answered, and how they feel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, PERIOD_END, Bools, Floats, Ints
from pmo_lib.tables.sample.office.known import Tables, texts
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.office.weeks import instants
from pmo_lib.tables.sample.parties import DEFAULT_CLIENT, LARGEST_CLIENT, PROFESSIONALS

WAVES: Final = (
    ("2025-H1", "2025-03-10"),
    ("2025-H2", "2025-09-08"),
    ("2026-H1", "2026-03-09"),
    ("2026-H2", "2026-09-14"),
)
"""Waves of the clients' survey and the Monday on which each opens."""

COLLEAGUE_WAVES: Final = (
    ("2025-colleagues-1", "2025-06-02"),
    ("2025-colleagues-2", "2025-12-01"),
    ("2026-colleagues-1", "2026-06-01"),
)
OPEN_DAYS: Final = 18
_UNHAPPY: Final = 3


@dataclass(frozen=True)
class Surveys:
    """Surveys of all waves, a row each.

    ``client`` is the client's position, -1 for colleagues; ``answers`` is how many answer and
    ``mood`` how well they think of the office, 0 being middling.
    """

    rows: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``surveys`` as known at the end of a day."""
        seen = self.rows[self.rows["opened"] < day + 1]
        closed = seen["closed"].to_numpy()
        table = seen.drop(columns=["client", "answers", "mood"]).assign(
            opened=instants(seen["opened"].to_numpy()),
            closed=instants(np.where(closed < day + 1, closed, np.nan)),
        )
        return {"surveys": table}


def draw_surveys(setting: Setting) -> Surveys:
    """Draw the surveys of clients and colleagues, and plant the clients whose mood is a story."""
    rng = setting.stream("surveys")
    people, usual = _population(setting), rng.normal(0, 0.28, len(setting.clients))
    unhappy, fallen, small = _plant(setting, people)
    waves = []
    for number, (name, monday) in enumerate(WAVES):
        opened = np.datetime64(monday, "D").astype(float) + 8 / 24
        last = number == len(WAVES) - 1
        mood = 0.12 + 0.13 * number + usual - 0.4 * _trouble(setting, opened)
        mood[unhappy] = 0.1 - 0.45 * number
        mood[fallen] = 0.0 if last else 1.3
        asked = np.minimum(people, np.ceil(0.85 * people))
        rate = np.clip(rng.normal(0.3, 0.08, len(people)) + 0.03 * number, 0.08, 0.6)
        rate[[DEFAULT_CLIENT, LARGEST_CLIENT, *unhappy, *fallen]] = 0.5
        answers = np.floor(asked * rate + rng.random(len(people)))
        answers[small] = 3 if last else answers[small]
        waves.append(_wave(setting, name, opened, people, asked, answers, mood))
    return Surveys(pd.concat([*waves, _colleagues(rng, setting)], ignore_index=True))


def _population(setting: Setting) -> Floats:
    """How many of each client's people might be asked: more where more projects are served."""
    rng = setting.stream("clients' people to ask")
    size = rng.lognormal(np.log(6), 0.7, len(setting.clients))
    people = np.ceil(np.clip(size * np.sqrt(setting.served), 3, 220))
    people[[DEFAULT_CLIENT, LARGEST_CLIENT]] = (48, 180)
    return people


def _plant(setting: Setting, people: Floats) -> tuple[Ints, Ints, Ints]:
    """Choose the clients that are unhappy, those whose mood fell and those too few to show."""
    rng, cast = setting.stream("moods"), setting.cast
    lives = setting.lives
    steady = (lives.kind == "live") & (lives.known < NOW - 640) & (setting.papers.moved_to < 0)
    old = np.isin(np.arange(len(people)), setting.papers.lead[steady])
    old[: LARGEST_CLIENT + 1] = False
    chosen = rng.choice(np.flatnonzero(old & (setting.served > 1)), 3 * _UNHAPPY, replace=False)
    unhappy, fallen, small = np.sort(chosen.reshape(3, -1), axis=1)
    fallen[0] = LARGEST_CLIENT
    people[[*unhappy, *fallen[1:]]] = (44, 52, 60, 90, 110)
    people[small] = 11
    none = np.full(_UNHAPPY, -1)
    said = "far more detractors than promoters in the last wave"
    cast.tell("detractor_client", none, said, clients=unhappy)
    said = "satisfaction fell since the wave before by more than chance"
    cast.tell("csat_fell", none, said, clients=fallen)
    said = "three answers in the last wave: too few to show"
    cast.tell("wave_too_small", none, said, clients=small)
    return unhappy, fallen, small


def _trouble(setting: Setting, day: float) -> Floats:
    """How bad each client's projects looked in the three periods before a day."""
    last = int(np.searchsorted(PERIOD_END, day))
    return np.asarray(setting.trouble[:, max(last - 3, 0) : last].mean(axis=1))


def _served_at(setting: Setting, day: float) -> Bools:
    """Which clients have a project at work on a day."""
    lives = setting.lives
    going = np.flatnonzero((lives.known <= day) & (setting.closing >= day))
    return np.isin(
        np.arange(len(setting.clients)), setting.client_at(going, np.full(len(going), day))
    )


def _wave(
    setting: Setting,
    name: str,
    opened: float,
    people: Floats,
    asked: Floats,
    answers: Floats,
    mood: Floats,
) -> pd.DataFrame:
    here = np.flatnonzero(_served_at(setting, opened))
    return pd.DataFrame(
        {
            "survey_id": texts(name.replace("-", "") + "-" + setting.client_ids[here]),
            "wave": name,
            "title": "How we are doing",
            "client_id": texts(setting.client_ids[here]),
            "audience": "clients",
            "population": people[here],
            "invited": asked[here],
            "opened": opened,
            "closed": opened + OPEN_DAYS,
            "client": here,
            "answers": answers[here].astype(np.int64),
            "mood": mood[here],
        }
    )


def _colleagues(rng: np.random.Generator, setting: Setting) -> pd.DataFrame:
    opened = np.array([monday for _, monday in COLLEAGUE_WAVES], dtype="datetime64[D]")
    waves, number = len(opened), np.arange(len(opened))
    everybody = float(PROFESSIONALS * setting.scale)
    return pd.DataFrame(
        {
            "survey_id": [name for name, _ in COLLEAGUE_WAVES],
            "wave": [name for name, _ in COLLEAGUE_WAVES],
            "title": "Working with the office",
            "client_id": None,
            "audience": "colleagues",
            "population": everybody,
            "invited": everybody,
            "opened": opened.astype(float) + 8 / 24,
            "closed": opened.astype(float) + 8 / 24 + OPEN_DAYS,
            "client": -1,
            "answers": (everybody * (0.3 + 0.05 * number + 0.02 * rng.random(waves))).astype(int),
            "mood": -0.1 + 0.22 * number,
        }
    )
