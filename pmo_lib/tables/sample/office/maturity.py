"""Maturity of each service, half-yearly, by the three measures of the PMO Value Ring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import dates
from pmo_lib.tables.sample.office.catalogue import SERVICES
from pmo_lib.tables.sample.office.known import Tables, in_turn
from pmo_lib.tables.sample.office.services import service_ids
from pmo_lib.tables.sample.office.setting import Setting

MODEL: Final = "PMO Value Ring"
_DAYS: Final = ("2025-03-31", "2025-09-30", "2026-03-31", "2026-09-30")
_TOP: Final = 5.0

_EVIDENCE: Final[dict[str, tuple[str, ...]]] = {
    "service monitoring": (
        "Requests are counted by hand once a quarter.",
        "Attainment is computed from the desk's records each month.",
        "Attainment, demand and cost are published with their standard.",
        "Trends lead to changes of the standard, with dates.",
    ),
    "value delivery": (
        "Requesters say that the result was used; no figure.",
        "Hours saved are estimated for the larger requests.",
        "Savings and avoided delays are measured for a sample.",
        "Benefits are measured against a baseline and tied to savings.",
    ),
    "value recognition": (
        "Thanks by email; no survey.",
        "Stars are given for a fifth of the closed requests.",
        "Clients name the service in their half-yearly survey.",
        "Sponsors quote the service in their own board papers.",
    ),
}
"""What was seen at each level, from the first, by aspect."""


@dataclass(frozen=True)
class Maturity:
    """Assessments of all time; ``assessed`` is a day number."""

    rows: pd.DataFrame

    def known(self, day: float) -> Tables:
        """``maturity_assessments`` as known at the end of a day."""
        seen = self.rows[self.rows["assessed"] <= day]
        return {"maturity_assessments": seen.assign(assessed=dates(seen["assessed"].to_numpy()))}


def draw_maturity(setting: Setting) -> Maturity:
    """Assess each service that exists, twice a year: levels rise, seldom by more than one."""
    rng = setting.stream("maturity")
    days = np.array(_DAYS, dtype="datetime64[D]").astype(float)
    shape = (len(SERVICES), len(_EVIDENCE), len(days))
    first = np.array([[2.0, 1.0, 1.0]]) + (rng.random(shape[:2]) < 0.25)
    steps = rng.random((*shape[:2], len(days) - 1)) < np.array([0.45, 0.3, 0.3])[None, :, None]
    level = np.minimum(first[:, :, None] + np.insert(np.cumsum(steps, axis=2), 0, 0, axis=2), 4)
    since = np.array([s.versions[0].since for s in SERVICES], dtype="datetime64[D]").astype(float)
    service, aspect, half = np.nonzero((since[:, None, None] < days) & np.ones(shape, dtype=bool))
    found = level[service, aspect, half]
    evidence = np.full(len(found), "", dtype=object)
    for number, seen in enumerate(_EVIDENCE.values()):
        here = aspect == number
        evidence[here] = in_turn(seen, found[here].astype(np.int64) - 1)
    ids = np.array(service_ids(), dtype=object)[service]
    assessors = setting.people["name"].to_numpy(dtype=object)[setting.staff]
    return Maturity(
        pd.DataFrame(
            {
                "model": MODEL,
                "subject": ids,
                "aspect": np.array(list(_EVIDENCE), dtype=object)[aspect],
                "assessed": days[half],
                "service_id": ids,
                "level": found,
                "target_level": np.minimum(np.maximum(level[service, aspect, -1], found + 1), 4),
                "top_level": _TOP,
                "evidence": evidence,
                "assessor": assessors[(half + 3 * service) % len(assessors)],
            }
        )
    )
