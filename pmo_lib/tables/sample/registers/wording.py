"""Phrases with slots, filled for many entries at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample import slot_words
from pmo_lib.tables.sample.ground import Ground
from pmo_lib.tables.sample.months import Floats, Ints, Texts
from pmo_lib.tables.sample.registers.subjects import GENERAL, Subject
from pmo_lib.tables.sample.registers.trades import BUILD, CHANGE
from pmo_lib.tables.sample.titles import MILESTONES

_SLOT: Final = re.compile(r"\{(\w+)\}")

Slots = Mapping[str, Texts]

SUBJECTS: Final[tuple[Subject, ...]] = (*GENERAL, *BUILD, *CHANGE)
"""All subjects: first those of every project, then of those that build, then of the others."""


def fill(patterns: Sequence[str], which: Ints, slots: Slots) -> Texts:
    """Fill one pattern for each entry.

    Parameters
    ----------
    patterns : sequence of str
        Phrases with slots in braces.
    which : numpy.ndarray of int
        Which pattern each entry takes; -1 for none.
    slots : mapping of str to numpy.ndarray
        What goes into each slot, entry by entry.

    Returns
    -------
    numpy.ndarray of object
        The phrases, each with a capital first; None where there is none.
    """
    found = np.full(len(which), None, dtype=object)
    for number, pattern in enumerate(patterns):
        at = np.flatnonzero(which == number)
        if len(at):
            found[at] = _filled(pattern, at, slots)
    return found


def _filled(pattern: str, at: Ints, slots: Slots) -> Texts:
    pieces = _SLOT.split(pattern)
    text = np.full(len(at), pieces[0], dtype=object)
    for literal, slot in zip(pieces[2::2], pieces[1::2], strict=True):
        text = text + slots[slot][at] + literal
    if pieces[0]:
        return text
    series = pd.Series(text, dtype=object)
    return np.asarray((series.str[:1].str.upper() + series.str[1:]).to_numpy(dtype=object))


def about(subject: Ints, field: str, turn: Ints, slots: Slots) -> Texts:
    """Fill a phrase about each entry's subject: of its field of phrases the one whose turn it is.

    Parameters
    ----------
    subject : numpy.ndarray of int
        Position in :data:`SUBJECTS`.
    field : str
        Name of the phrases, such as ``causes``.
    turn : numpy.ndarray of int
        Counts on through the phrases, from the first again after the last.
    slots : mapping of str to numpy.ndarray
        What goes into each slot.
    """
    given = [getattr(one, field) for one in SUBJECTS]
    counts = np.array([len(phrases) for phrases in given])
    first = np.cumsum(counts) - counts
    return fill(
        [p for phrases in given for p in phrases], first[subject] + turn % counts[subject], slots
    )


def draw_subjects(rng: np.random.Generator, ground: Ground, project: Ints) -> Ints:
    """Draw what entries of some projects are about."""
    general, build, change = len(GENERAL), len(BUILD), len(CHANGE)
    own = np.where(ground.building[project], build, change)
    drawn = np.floor(rng.random(len(project)) * (general + own)).astype(np.int64)
    special = (drawn >= general) & ~ground.building[project]
    return np.asarray(np.where(special, drawn + build, drawn))


def in_turn(*groups: Ints) -> Ints:
    """Count the entries of each group, so that none gets a phrase again before it had all."""
    keys = [pd.Series(group) for group in groups]
    turn = pd.Series(0, index=keys[0].index).groupby(keys).cumcount()
    return np.asarray(turn, dtype=np.int64)


def coming_milestone(ground: Ground, project: Ints, day: Floats) -> Texts:
    """Name of the milestone that each project has next after a day; the final one at the end."""
    true = np.where(ground.marks.there()[project], ground.marks.true[project], np.inf)
    later = np.where(true > day[:, None], true, np.inf)
    slot = np.where(np.isfinite(later).any(axis=1), later.argmin(axis=1), true.shape[1] - 1)
    place = ground.marks.place[project, slot]
    names = np.array([MILESTONES["change"], MILESTONES["build"]], dtype=object)
    names = np.vectorize(lambda name: slot_words.OCCASIONS.get(name, name), otypes=[object])(names)
    return slot_words.lowered(names[ground.building[project].astype(int), place])


def slots_of(ground: Ground, rng: np.random.Generator, project: Ints, day: Floats) -> Slots:
    """Draw what goes into the slots of entries of some projects that come up on some days."""
    sector = ground.sector[project]
    part = _one_of(rng, slot_words.PARTS, ground.papers.category[project])
    party = _one_of(rng, slot_words.PARTIES, sector)
    return {
        "thing": ground.things[project],
        "milestone": coming_milestone(ground, project, day),
        "part": part,
        "party": _who_delivers(party, sector),
        "outsider": party,
        "authority": _who_consents(party, sector),
        "team": rng.choice(np.array(slot_words.TEAMS, dtype=object), len(project)),
        "place": rng.choice(np.array(slot_words.PLACES, dtype=object), len(project)),
    }


def _who_delivers(party: Texts, sector: Texts) -> Texts:
    """Put a party that delivers in place of one that consents."""
    found = party.copy()
    for name, consenting in slot_words.AUTHORITIES.items():
        given = [one for one in slot_words.PARTIES[name] if one not in consenting]
        for place, one in enumerate(consenting):
            found[(sector == name) & (party == one)] = given[place % len(given)]
    return found


def _who_consents(party: Texts, sector: Texts) -> Texts:
    """Put a party that consents in place of one that delivers."""
    found = party.copy()
    for name, consenting in slot_words.AUTHORITIES.items():
        for place, one in enumerate(slot_words.PARTIES[name]):
            if one not in consenting:
                chosen = consenting[place % len(consenting)]
                found[(sector == name) & (party == one)] = chosen
    return found


def distinct(project: Ints, titles: Texts, slots: Slots) -> Texts:
    """Tell titles apart that a project has had before: by the place that they are about."""
    again = pd.DataFrame({"project": project, "title": titles}).duplicated().to_numpy()
    place = pd.Series(slots["place"]).str.removeprefix("the ").to_numpy(dtype=object)
    return np.asarray(np.where(again, titles + " (" + place + ")", titles), dtype=object)


def _one_of(rng: np.random.Generator, words: Mapping[str, tuple[str, ...]], of: Texts) -> Texts:
    drawn = rng.random(len(of))
    found = np.full(len(of), "", dtype=object)
    for key, given in words.items():
        here = np.flatnonzero(of == key)
        found[here] = np.array(given, dtype=object)[(drawn[here] * len(given)).astype(int)]
    return found
