"""What is written of each saving: whose it is, its title, baseline, method and evidence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import NOW, Bools, Floats, Ints, Texts, earlier_workday, either
from pmo_lib.tables.sample.office.catalogue import SUBJECTS
from pmo_lib.tables.sample.office.known import in_turn, pick
from pmo_lib.tables.sample.office.saving_words import NOTES, SOURCES
from pmo_lib.tables.sample.office.setting import Setting
from pmo_lib.tables.sample.parties import draw_names
from pmo_lib.tables.sample.projects import NOTE_CANARY

IDEA, ESTIMATED, DELIVERED = 0, 1, 3
"""Columns of the first two stages."""


def described(
    rng: np.random.Generator,
    setting: Setting,
    source: Ints,
    project: Ints,
    reached: Floats,
    amount: Floats,
) -> pd.DataFrame:
    """Describe the savings: what they are, whose, on which baseline and evidence."""
    n, own = len(source), project < 0
    client = np.where(own, -1, setting.papers.lead[project])
    lot = pd.Series(source).groupby(source).cumcount() + 1
    finance = draw_names(setting.stream("finance officers"), 12)
    first = np.where(np.isfinite(reached[:, ESTIMATED]), reached[:, ESTIMATED], reached[:, IDEA])
    month = _month_of(first + rng.uniform(60, 200, n)) + 1
    begun = np.where(np.isfinite(reached[:, DELIVERED]), reached[:, DELIVERED], NOW + 999)
    start = _first_day(np.minimum(month, _month_of(begun)))
    lasting = np.array([s.recurrence == "recurring" for s in SOURCES])[source]
    filed = (client >= 0) & (rng.random(n) < 0.4)
    evidence = _of(source, "evidence") + np.where(
        filed, ", filed under " + setting.words[client], ""
    )
    return pd.DataFrame(
        {
            "saving_id": [f"S{number:04d}" for number in range(1, n + 1)],
            **_whose(rng, setting, source, project, client),
            "initiative": _of(source, "name") + ", lot " + lot.astype(str).to_numpy(dtype=object),
            "title": _titles(rng, setting, source, project, own),
            "cost_line": _of(source, "cost_line"),
            "type": _of(source, "type"),
            "recurrence": _of(source, "recurrence"),
            "start": start,
            "end": np.where(
                lasting, _first_day(_month_of(np.asarray(start + 3 * 365)) + 1) - 1, start + 30
            ),
            "cost_to_achieve": amount[:, ESTIMATED] * rng.uniform(0.05, 0.4, n),
            "baseline_amount": amount[:, ESTIMATED] * rng.uniform(2.5, 9, n),
            "baseline_amount_state": either(own & ~own, ""),
            "baseline_date": earlier_workday(first - rng.uniform(30, 180, n)),
            "currency": "GBP",
            "price_basis": "nominal",
            "method": _of(source, "method"),
            "evidence": evidence,
            "evidence_kind": _of(source, "kind"),
            "validator": finance[np.arange(n) % len(finance)],
            "approver": finance[np.arange(n) % len(finance)],
            "internal_note": either(rng.random(n) < 0.3, f"{NOTE_CANARY}: " + pick(rng, NOTES, n)),
        }
    )


def _whose(
    rng: np.random.Generator, setting: Setting, source: Ints, project: Ints, client: Ints
) -> dict[str, Texts]:
    """Say whose each saving is: a client's, with its project, or of an initiative of the office."""
    n, own = len(source), project < 0
    initiative = np.array([f"N{s.initiative:03d}" for s in SOURCES], dtype=object)[source]
    staff = rng.choice(setting.staff, n)
    contact = setting.clients["contacts"].str.split(",").str[0].to_numpy(dtype=object)[client]
    return {
        "client_id": either(own, None, setting.client_ids[client]),
        "project_id": either(own | (rng.random(n) < 0.3), None, setting.ids[project]),
        "initiative_id": either(own, initiative),
        "owner": np.where(own, setting.people["name"].to_numpy(dtype=object)[staff], contact),
        "owner_id": either(own, setting.person_ids[staff]),
    }


def _of(source: Ints, name: str) -> Texts:
    """Texts of each saving's source."""
    return np.array([getattr(s, name) for s in SOURCES], dtype=object)[source]


def _month_of(days: Floats) -> Ints:
    """Months in which days fall, counted on."""
    months = days.astype(np.int64).astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(months.astype(np.int64))


def _first_day(months: Ints) -> Floats:
    """First days of months."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(float)


def _titles(
    rng: np.random.Generator, setting: Setting, source: Ints, project: Ints, own: Bools
) -> Texts:
    """Titles: about the project where there is one, about a sector's clients otherwise."""
    n = len(source)
    turn = rng.integers(0, 50, n)
    about = setting.papers.category[project]
    sectors = setting.clients["sector"].to_numpy(dtype=object)[
        rng.integers(0, len(setting.clients), n)
    ]
    subject = np.array([f"clients in {sector.lower()}" for sector in sectors], dtype=object)
    for category, things in SUBJECTS.items():
        here = np.flatnonzero((about == category) & ~own)
        subject[here] = in_turn(things, turn[here])
    before, after = np.full(n, "", dtype=object), np.full(n, "", dtype=object)
    for number, kind in enumerate(SOURCES):
        here = np.flatnonzero(source == number)
        parts = [title.partition("{}") for title in kind.titles]
        before[here] = in_turn([part[0] for part in parts], turn[here])
        after[here] = in_turn([part[2] for part in parts], turn[here])
    return np.asarray(before + subject + after, dtype=object)
