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

_NAMES: Final = ("2025-H1", "2025-H2", "2026-H1", "2026-H2")
"""Waves of the clients' survey."""

_OPENED: Final[Floats] = (
    np.array(
        ["2025-03-10", "2025-09-08", "2026-03-09", "2026-09-14"], dtype="datetime64[D]"
    ).astype(float)
    + 8 / 24
)
"""Monday morning on which each wave opens."""

_MANY: Final = 14.0

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
    rng, people = setting.stream("surveys"), _population(setting)
    unhappy, fallen, small = _plant(setting, people)
    moods = _moods(rng, setting, people, unhappy, fallen)
    waves = []
    for number, (name, opened) in enumerate(zip(_NAMES, _OPENED.tolist(), strict=True)):
        asked = np.minimum(people, np.ceil(0.85 * people))
        rate = np.clip(rng.normal(0.3, 0.08, len(people)) + 0.03 * number, 0.08, 0.6)
        rate[[DEFAULT_CLIENT, LARGEST_CLIENT, *unhappy, *fallen]] = 0.5
        answers = np.floor(asked * rate + rng.random(len(people)))
        answers[small] = 3 if name == _NAMES[-1] else answers[small]
        waves.append(_wave(setting, name, opened, people, asked, answers, moods[number]))
    return Surveys(pd.concat([*waves, _colleagues(rng, setting)], ignore_index=True))


def _moods(
    rng: np.random.Generator, setting: Setting, people: Floats, unhappy: Ints, fallen: Ints
) -> Floats:
    """Mood of each wave and client: better by and by, worse where projects are in trouble.

    Where many are asked it is never low, nor much lower than before, unless a story says so.
    """
    wave = np.arange(len(_OPENED))
    trouble = np.stack([_trouble(setting, opened) for opened in _OPENED.tolist()])
    usual = rng.normal(0, 0.28, len(people))
    mood = 0.25 + 0.13 * wave[:, None] + usual - 0.4 * trouble
    many = people >= _MANY
    mood = np.where(many, np.maximum(mood, 0.15), mood)
    for number in wave[1:]:
        mood[number] = np.maximum(mood[number], np.where(many, mood[number - 1] - 0.05, -np.inf))
    mood[:, unhappy] = np.maximum(0.1 - 0.6 * wave, -1.1)[:, None]
    mood[:, fallen] = np.where(wave == wave[-1], 0.1, 1.3)[:, None]
    return mood


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
