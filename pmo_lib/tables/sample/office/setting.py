"""What the office works on and for: the portfolio as its own tables see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.cast import Cast
from pmo_lib.tables.sample.lives import Lives
from pmo_lib.tables.sample.months import PERIODS, Floats, Ints, Texts
from pmo_lib.tables.sample.paperwork import HANDOVER
from pmo_lib.tables.sample.projects import Papers
from pmo_lib.tables.sample.status import OVERALL, Reports
from pmo_lib.tables.sample.streams import stream


@dataclass(frozen=True)
class Setting:
    """The portfolio around the office.

    ``words`` are the clients' canary words; ``cast`` tells the stories.
    """

    seed: int
    scale: int
    lives: Lives
    papers: Papers
    reports: Reports
    clients: pd.DataFrame
    people: pd.DataFrame
    ids: Texts
    words: Texts
    cast: Cast

    def stream(self, part: str) -> np.random.Generator:
        """Start the random numbers of a part of the office."""
        return stream(self.seed, f"office {part}")

    @cached_property
    def person_ids(self) -> Texts:
        """Ids of the people, by position."""
        return self.people["person_id"].to_numpy(dtype=object)

    @cached_property
    def client_ids(self) -> Texts:
        """Ids of the clients, by position."""
        return self.clients["client_id"].to_numpy(dtype=object)

    @cached_property
    def managers(self) -> Ints:
        """Position among the people of each project's manager."""
        found = pd.Index(self.person_ids).get_indexer(pd.Index(self.papers.manager))
        return np.asarray(found, dtype=np.int64)

    @cached_property
    def closing(self) -> Floats:
        """Day on which each project stops being worked on, by a stop or at its true finish."""
        stopped = np.minimum(self.lives.held, self.lives.ended)
        return np.minimum(stopped, self.lives.finish)

    @cached_property
    def staff(self) -> Ints:
        """Positions of the office's own people."""
        return np.flatnonzero((self.people["team"] == "pmo").to_numpy())

    @cached_property
    def served(self) -> Ints:
        """Projects that each client has been served with, shared and moved ones included."""
        count = np.bincount(self.papers.lead, minlength=len(self.clients))
        for links in (self.papers.partner, self.papers.moved_to):
            count += np.bincount(links[links >= 0], minlength=len(self.clients))
        return count

    def client_at(self, projects: Ints, days: Floats) -> Ints:
        """Position of the client that leads each project on a day."""
        moved = self.papers.moved_to[projects]
        gone = (moved >= 0) & (days >= HANDOVER)
        return np.where(gone, moved, self.papers.lead[projects])

    @cached_property
    def trouble(self) -> Floats:
        """How bad the clients' projects look in each period: 0 all green, 2 all red."""
        rating = np.clip(self.reports.owner[:, :, OVERALL], 0, 2).astype(float)
        told = self.reports.owner[:, :, OVERALL] >= 0
        total = np.zeros((len(self.clients), PERIODS))
        count = np.zeros((len(self.clients), PERIODS))
        np.add.at(total, self.papers.lead, rating * told)
        np.add.at(count, self.papers.lead, told)
        return np.asarray(total / np.maximum(count, 1))
