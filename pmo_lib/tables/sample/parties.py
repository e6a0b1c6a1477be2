"""Clients, programmes and people, and who serves whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample import words
from pmo_lib.tables.sample.months import Floats, Ints, Texts

CLIENTS: Final = 600
PROGRAMMES: Final = 40
PROFESSIONALS: Final = 850
STAFF: Final = 45

DEFAULT_CLIENT: Final = 0
LARGEST_CLIENT: Final = 1
IDLE_CLIENT: Final = 2
"""Positions of the client notebooks point at, the one with 40 live projects, the one with none."""

LIVE_OF_LARGEST: Final = 40
LIVE_OF_DEFAULT: Final = 6
_IDLE_SHARE: Final = 0.045


def id_series(letter: str, count: int, digits: int = 4) -> Texts:
    """Make ids such as ``C0001``."""
    return np.array([f"{letter}{i:0{digits}d}" for i in range(1, count + 1)], dtype=object)


def draw_words(rng: np.random.Generator, count: int, *, taken: Sequence[str] = ()) -> Texts:
    """Draw made-up words, each given once."""
    found: dict[str, None] = dict.fromkeys(taken)
    while len(found) < count + len(taken):
        parts = rng.choice(words.SYLLABLES, (count, 4))
        found.update(dict.fromkeys("".join(row).capitalize() for row in parts))
    return np.array(list(found)[len(taken) : len(taken) + count], dtype=object)


def draw_people(rng: np.random.Generator, scale: int) -> pd.DataFrame:
    """Make ``people``: project professionals, then the office's own staff."""
    count = (PROFESSIONALS + STAFF) * scale
    roles = np.concatenate(
        [
            _roles(rng, words.DELIVERY_ROLES, PROFESSIONALS * scale),
            _roles(rng, words.OFFICE_ROLES, STAFF * scale),
        ]
    )
    teams = {**words.DELIVERY_ROLES, **words.OFFICE_ROLES}
    return pd.DataFrame(
        {
            "person_id": id_series("E", count),
            "name": draw_names(rng, count),
            "role": roles,
            "team": [teams[role][0] for role in roles],
            "contracted_hours": rng.choice([37.5, 37.5, 37.5, 35.0, 30.0, 22.5, 15.0], count),
        }
    )


def _roles(rng: np.random.Generator, shares: Mapping[str, tuple[str, float]], count: int) -> Texts:
    """Give each role its share of people, at least one, in random order."""
    weights = np.array([share for _, share in shares.values()])
    counts = np.floor(weights / weights.sum() * count).astype(int)
    counts[0] += count - counts.sum()
    return rng.permutation(np.repeat(np.array(list(shares), dtype=object), counts))


def draw_names(rng: np.random.Generator, count: int) -> Texts:
    """Draw people's names; the same name comes again only when all have been given."""
    names = [f"{first} {last}" for first, last in product(words.FIRST_NAMES, words.LAST_NAMES)]
    order = rng.permutation(len(names))
    return np.array(names, dtype=object)[order[np.arange(count) % len(names)]]


def draw_clients(rng: np.random.Generator, scale: int, people: pd.DataFrame) -> pd.DataFrame:
    """Make ``clients``; the first have fixed names that are hard to set."""
    count = CLIENTS * scale
    fixed = len(words.FIRST_CLIENTS)
    sectors = np.array([s for _, s in words.FIRST_CLIENTS], dtype=object)
    sectors = np.concatenate([sectors, rng.choice(list(words.SECTORS), count - fixed)])
    patterns = [rng.choice(words.SECTORS[sector]) for sector in sectors[fixed:]]
    places = draw_places(rng, count - fixed)
    drawn = [pattern.format(place) for pattern, place in zip(patterns, places, strict=True)]
    leads = people.loc[people["role"] == "account lead", "person_id"].to_numpy(dtype=object)
    contacts = zip(draw_names(rng, count), rng.choice(words.CONTACT_POSTS, count), strict=True)
    currency = rng.choice(["GBP", "EUR", "USD"], count, p=[0.9, 0.07, 0.03]).astype(object)
    currency[: IDLE_CLIENT + 3] = "GBP"
    return pd.DataFrame(
        {
            "client_id": id_series("C", count),
            "name": [name for name, _ in words.FIRST_CLIENTS] + drawn,
            "sector": sectors,
            "tier": rng.choice(
                ["platinum", "gold", "silver", "bronze"], count, p=[0.05, 0.2, 0.35, 0.4]
            ),
            "account_lead": rng.choice(leads, count),
            "brand": "default",
            "language": "en-GB",
            "timezone": pd.Series(currency).map(words.TIMEZONES),
            "reporting_currency": currency,
            "contacts": [f"{name}, {post}" for name, post in contacts],
            "meetings": rng.choice(words.MEETINGS, count),
        }
    )


def draw_places(rng: np.random.Generator, count: int) -> list[str]:
    """Draw made-up places, no two alike while there are enough, then numbered."""
    given = " ".join(name for name, _ in words.FIRST_CLIENTS)
    every = [head + tail for head, tail in product(words.PLACE_HEADS, words.PLACE_TAILS)]
    towns = [town for town in every if town not in given]
    order = rng.permutation(len(towns))
    sides = words.PLACE_SIDES
    found = []
    for i in range(count):
        side, around = i // len(towns) % len(sides), i // (len(towns) * len(sides))
        found.append(
            f"{sides[side]}{towns[order[i % len(towns)]]}" + f" {around + 1}" * (around > 0)
        )
    return found


def draw_programmes(rng: np.random.Generator, scale: int, people: pd.DataFrame) -> pd.DataFrame:
    """Make ``programmes``: themes, then the same themes in other places."""
    count = PROGRAMMES * scale
    themes = [theme for theme, _ in words.PROGRAMMES]
    places = words.PROGRAMME_PLACES
    names = []
    for i in range(count):
        place, around = i // len(themes) % len(places), i // (len(themes) * len(places))
        tail = f" – {places[place]}" if places[place] else ""
        names.append(themes[i % len(themes)] + tail + f" ({around + 1})" * (around > 0))
    owners = people.loc[people["role"] == "programme manager", "person_id"].to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "programme_id": id_series("P", count, 3),
            "name": names,
            "sponsor": draw_names(rng, count),
            "owner": rng.choice(owners, count),
        }
    )


def draw_leads(rng: np.random.Generator, kind: Texts, scale: int) -> Ints:
    """Position of each project's lead client: most have one project, a few many, some none."""
    clients = CLIENTS * scale
    lead = np.full(len(kind), -1)
    live = rng.permutation(np.flatnonzero(kind == "live"))
    lead[live[:LIVE_OF_LARGEST]] = LARGEST_CLIENT
    lead[live[LIVE_OF_LARGEST : LIVE_OF_LARGEST + LIVE_OF_DEFAULT]] = DEFAULT_CLIENT
    closed = rng.permutation(np.flatnonzero(kind == "complete"))
    lead[closed[:4]] = LARGEST_CLIENT
    lead[closed[4:6]] = DEFAULT_CLIENT
    others = np.arange(IDLE_CLIENT + 1, clients)
    idle = rng.random(len(others)) < _IDLE_SHARE
    idle[: len(words.FIRST_CLIENTS)] = False
    served = others[~idle]
    rest = rng.permutation(np.flatnonzero(lead < 0))
    lead[rest[: len(served)]] = served
    size = rng.pareto(0.9, len(served)) + 0.05
    extra = rng.choice(served, len(rest) - len(served), p=_capped(size))
    lead[rest[len(served) :]] = extra
    return lead


def _capped(size: Floats) -> Floats:
    """Weights by size, none above fifty times the middle one."""
    weight = np.minimum(size, 50 * np.median(size))
    return np.asarray(weight / weight.sum())


def draw_memberships(rng: np.random.Generator, categories: Texts, programmes: int) -> Ints:
    """Position of each project's programme, -1 for none: three in four belong to one.

    No programme has fewer than three.
    """
    themes = np.array([category for _, category in words.PROGRAMMES], dtype=object)
    theme_of = themes[np.arange(programmes) % len(themes)]
    chosen = np.where(rng.random(len(categories)) < 0.25, -1, 0)
    for category in np.unique(theme_of):
        choices = np.flatnonzero(theme_of == category)
        weight = rng.lognormal(0, 0.5, len(choices))
        here = np.flatnonzero((categories == category) & (chosen == 0))
        drawn = rng.choice(choices, len(here), p=weight / weight.sum())
        drawn[: 3 * len(choices)] = np.tile(choices, 3)[: len(here)]
        chosen[here] = rng.permutation(drawn)
    return chosen
