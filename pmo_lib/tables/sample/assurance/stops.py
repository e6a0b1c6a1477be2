"""Agreed stops of work, and the office's maturity."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.assurance.catalogue import PERSPECTIVES
from pmo_lib.tables.sample.ground import CONTACTS, Ground
from pmo_lib.tables.sample.months import PERIOD_BEGIN, PERIOD_END, Floats, Ints, dates
from pmo_lib.tables.sample.registers.items import day_column

_REASONS: Final = (
    "Access to the site was withdrawn.",
    "The client asked for a pause during its reorganisation.",
    "Funds of the year were used up; work resumes with the new budget.",
    "A regulator's question had to be answered first.",
    "The supplier's people were called to an emergency.",
    "Flooding of the access road.",
)
_ASSESSED: Final = ("2024-06-28", "2025-06-27", "2026-06-26")
_STOPPED: Final = 0.045


def stops_table(ground: Ground, period: int) -> pd.DataFrame:
    """Make ``project_stops`` as known at the end of a period: holds, and stops that have ended.

    A stop that has ended falls into the month in which its project did the least.
    """
    day = float(PERIOD_END[period])
    held = np.flatnonzero(np.isfinite(ground.lives.held))
    past, started, ended = _past(ground)
    project = np.concatenate([held, past])
    begun = np.concatenate([ground.lives.held[held], started])
    over = np.concatenate([np.full(len(held), np.inf), ended])
    rng, n = ground.stream("stop rows"), len(project)
    reason = np.array(_REASONS, dtype=object)[rng.integers(0, len(_REASONS), n)]
    who = ground.contacts[project, rng.integers(0, CONTACTS, n)]
    known = begun <= day
    return pd.DataFrame(
        {
            "project_id": ground.ids[project],
            "started": day_column(begun),
            "ended": day_column(np.where(over <= day, over, np.nan)),
            "reason": reason,
            "approved_by": who,
        }
    )[known]


def _past(ground: Ground) -> tuple[Ints, Floats, Floats]:
    """Draw stops that have ended: of a few projects, for ten days to three weeks."""
    rng = ground.stream("stops")
    share = np.diff(ground.course.share_done, axis=1, prepend=np.nan)
    whole = ground.running & (ground.lives.start[:, None] < PERIOD_BEGIN)
    whole &= ground.until[:, None] >= PERIOD_END
    whole[:, 0] = False
    low = np.where(whole, share, np.inf)
    at, least = low.argmin(axis=1), low.min(axis=1)
    usual = np.where(whole, share, 0).sum(axis=1) / np.maximum(whole.sum(axis=1), 1)
    quiet = (least < 0.5 * usual) & (whole.sum(axis=1) > 4)
    project = np.flatnonzero(quiet & (rng.random(len(ground)) < _STOPPED / quiet.mean()))
    calendar = ground.calendar[project]
    first = PERIOD_BEGIN[at[project]] + rng.integers(1, 8, len(project))
    started = ground.days.on_or_after(calendar, first)
    ended = ground.days.on_or_after(calendar, started + rng.integers(9, 20, len(project)))
    return project, started, ended


def maturity_table(period: int) -> pd.DataFrame:
    """Make the P3M3 rows of ``maturity_assessments`` as known at the end of a period."""
    frames = [
        pd.DataFrame(
            {
                "model": "P3M3",
                "subject": "office",
                "aspect": [aspect for aspect, *_ in PERSPECTIVES],
                "assessed": pd.Timestamp(day),
                "level": [float(levels[at]) for _, levels, _, _ in PERSPECTIVES],
                "target_level": [float(target) for _, _, target, _ in PERSPECTIVES],
                "top_level": 5.0,
                "evidence": [evidence for *_, evidence in PERSPECTIVES],
                "assessor": "external assessor" if at % 2 else "assurance team",
            }
        )
        for at, day in enumerate(_ASSESSED)
    ]
    both = pd.concat(frames, ignore_index=True)
    day = pd.Timestamp(dates(PERIOD_END[period : period + 1])[0])
    return pd.DataFrame(both[both["assessed"] <= day])
