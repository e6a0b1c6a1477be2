"""What the later tables stand on: the projects as drawn, and what is reckoned from them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample import slot_words
from pmo_lib.tables.sample.calendars import OF_CURRENCY, WorkingDays, working_days
from pmo_lib.tables.sample.cast import Cast
from pmo_lib.tables.sample.curves import Course
from pmo_lib.tables.sample.lives import Lives
from pmo_lib.tables.sample.milestones import Marks
from pmo_lib.tables.sample.months import NOW, PERIOD_END, Bools, Floats, Ints, Texts
from pmo_lib.tables.sample.office.known import day_numbers
from pmo_lib.tables.sample.paperwork import HANDOVER
from pmo_lib.tables.sample.parties import draw_names
from pmo_lib.tables.sample.projects import Papers
from pmo_lib.tables.sample.status import NO_ROW, OVERALL, Reports
from pmo_lib.tables.sample.streams import stream
from pmo_lib.tables.sample.titles import BUILDING, CATEGORIES, OWN_OBJECTS

_UNRATED: Final = 0

TEAM: Final = 4
"""People of the office who work on a project beside its manager."""

CONTACTS: Final = 5
"""People of a client whom its projects deal with."""


@dataclass
class Ground:
    """The projects as drawn, one entry each, and the parties around them.

    ``cast`` knows who plays a story already; ``clients``, ``people`` and ``baselines`` are tables.
    """

    seed: int
    lives: Lives
    papers: Papers
    course: Course
    marks: Marks
    reports: Reports
    ids: Texts
    currency: Texts
    clients: pd.DataFrame
    people: pd.DataFrame
    cast: Cast

    def __len__(self) -> int:
        """Count the projects."""
        return len(self.ids)

    def stream(self, name: str) -> np.random.Generator:
        """Start the random stream of one part."""
        return stream(self.seed, name)

    def casting(self, name: str, *, shown: bool = True) -> Cast:
        """Start a cast of a part's own stream, which tells its stories with the others.

        ``shown`` says whether the first of each kind goes to the projects that are shown first.
        """
        cast = self.cast
        return Cast(self.stream(name), cast.shown & shown, cast.weight, cast.taken, cast.told)

    @functools.cached_property
    def reporting(self) -> Bools:
        """Which project reports in which period."""
        return self.lives.reporting()

    @functools.cached_property
    def live(self) -> Bools:
        """Which projects are live at the last day."""
        return np.asarray(self.lives.kind == "live")

    @functools.cached_property
    def until(self) -> Floats:
        """Last day on which something new can come up: the end, the hold or the last day."""
        ended = np.minimum(self.lives.ended, self.lives.held)
        return np.minimum(ended, NOW)

    @functools.cached_property
    def running(self) -> Bools:
        """Which project reports in which period and is not on hold at its end."""
        return self.reporting & ~(self.lives.held[:, None] <= PERIOD_END)

    @functools.cached_property
    def building(self) -> Bools:
        """Which projects build."""
        return np.isin(self.papers.category, BUILDING)

    @functools.cached_property
    def rating(self) -> Ints:
        """Owner's overall rating by period: 0, 1, 2; unrated counts as green."""
        owner = self.reports.owner[:, :, OVERALL]
        return np.where(owner == NO_ROW, _UNRATED, owner)

    @functools.cached_property
    def sector(self) -> Texts:
        """Sector of each project's lead client."""
        return self.clients["sector"].to_numpy(dtype=object)[self.papers.lead]

    @functools.cached_property
    def calendar(self) -> Ints:
        """Position of each project's calendar, by its lead client's currency."""
        return np.array([OF_CURRENCY[currency] for currency in self.currency.tolist()])

    @functools.cached_property
    def days(self) -> WorkingDays:
        """Reckon working days."""
        return working_days()

    @functools.cached_property
    def manager(self) -> Ints:
        """Position of each project's manager among the people."""
        ids = pd.Index(self.people["person_id"])
        return np.asarray(ids.get_indexer(pd.Index(self.papers.manager)), dtype=np.int64)

    @functools.cached_property
    def names(self) -> Texts:
        """Names of the people, by position."""
        return self.people["name"].to_numpy(dtype=object)

    @functools.cached_property
    def person_ids(self) -> Texts:
        """Ids of the people, by position."""
        return self.people["person_id"].to_numpy(dtype=object)

    @functools.cached_property
    def left(self) -> Floats:
        """Last day of each of the people; infinite for those who stay."""
        return np.nan_to_num(day_numbers(self.people["left"]), nan=np.inf)

    @functools.cached_property
    def last_budget(self) -> Floats:
        """Budget of each project's last baseline."""
        return self.lives.last(self.lives.budget)

    @functools.cached_property
    def team(self) -> Ints:
        """Positions of the people who work on each project beside its manager."""
        professional = np.flatnonzero(self.people["team"].to_numpy() != "pmo")
        return np.asarray(self.stream("teams").choice(professional, (len(self), TEAM)))

    @functools.cached_property
    def contacts(self) -> Texts:
        """Names and posts of the people of each project's client."""
        return np.asarray(self.client_contacts[self.papers.lead])

    def sponsors(self, day: float) -> Texts:
        """Sponsor of each project on a day: of its client's people one whose post it is, if any."""
        moved = (self.papers.moved_to >= 0) & (day >= HANDOVER)
        client = np.where(moved, self.papers.moved_to, self.papers.lead)
        found = self.client_contacts[client]
        post = pd.Series(found.ravel()).str.endswith(", sponsor").to_numpy().reshape(found.shape)
        other = np.arange(len(self)) % CONTACTS
        place = np.where(post.any(axis=1), post.argmax(axis=1), other)
        return np.asarray(found[np.arange(len(self)), place])

    @functools.cached_property
    def client_contacts(self) -> Texts:
        """Names and posts of the people of each client."""
        rng = self.stream("contacts")
        shape = (len(self.clients), CONTACTS)
        posts = np.array(slot_words.CLIENT_POSTS, dtype=object)[
            rng.integers(0, len(slot_words.CLIENT_POSTS), shape)
        ]
        names = draw_names(rng, shape[0] * CONTACTS).reshape(shape)
        return np.asarray(names + ", " + posts)

    @functools.cached_property
    def things(self) -> Texts:
        """What each project is about, as its name begins; a general word where it has another."""
        general = pd.Series(self.papers.category).map(slot_words.GENERAL_THINGS)
        found = general.to_numpy(dtype=object, copy=True)
        names = pd.Series(self.papers.old_name, dtype=object)
        objects = [thing for objects_, _ in CATEGORIES.values() for thing in objects_]
        objects += [thing for own in OWN_OBJECTS.values() for thing, _ in own]
        for thing in sorted(set(objects)):
            found[names.str.startswith(f"{thing} ").to_numpy(dtype=bool)] = thing
        return slot_words.within(found)
