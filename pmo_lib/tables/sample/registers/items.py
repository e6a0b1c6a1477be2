"""Entries of a register: when each comes up and closes, who owns it, and its rows by period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.ground import CONTACTS, TEAM, Ground
from pmo_lib.tables.sample.months import (
    NOW,
    PERIOD,
    PERIOD_BEGIN,
    PERIOD_END,
    Bools,
    Floats,
    Ints,
    Texts,
    dates,
    either,
)


@dataclass
class Items:
    """Entries of one register, in order of project and day.

    ``project`` is a position; ``raised`` and ``closed`` are day numbers, ``closed`` infinite for
    what nobody will close within the record. ``number`` counts a project's entries from 1.
    """

    project: Ints
    raised: Floats
    closed: Floats

    def __len__(self) -> int:
        """Count the entries."""
        return len(self.project)

    @property
    def number(self) -> Ints:
        """Place of each entry among its project's, from 1."""
        place = pd.Series(self.project).groupby(self.project).cumcount()
        return np.asarray(place, dtype=np.int64) + 1

    def ids(self, letter: str) -> Texts:
        """Ids within the project, such as ``R7``."""
        number = self.number
        known = np.array([f"{letter}{n}" for n in range(number.max(initial=0) + 1)], dtype=object)
        return known[number]

    def rows(self, ground: Ground) -> Rows:
        """Rows of the register: each entry from the period in which it came up until it closed."""
        seen = (self.raised[:, None] <= PERIOD_END) & (self.closed[:, None] >= PERIOD_BEGIN)
        item, at = np.nonzero(seen & ground.reporting[self.project])
        return Rows(item, at, self.project[item])


@dataclass
class Rows:
    """Rows of a register: the entry, the reporting period and the project of each."""

    item: Ints
    at: Ints
    project: Ints

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.item)

    @property
    def end(self) -> Floats:
        """Last day of each row's period."""
        return PERIOD_END[self.at]

    def by(self, days: Floats) -> Bools:
        """Which rows stand at or after the day of their entry."""
        return np.asarray(days[self.item] <= self.end)

    def date(self, days: Floats) -> Floats:
        """Days of the entries, none where the row's period ended before."""
        return np.where(self.by(days), days[self.item], np.nan)

    def head(self, ground: Ground, column: str, ids: Texts) -> dict[str, Texts]:
        """Make the key columns."""
        return {
            "project_id": ground.ids[self.project],
            column: ids[self.item],
            "period": PERIOD[self.at],
        }

    def amount(self, ground: Ground, values: Floats, column: str) -> dict[str, Floats | Texts]:
        """Make a money column with its state: withheld where the project's budget is."""
        hidden = ground.papers.withheld[self.project] & np.isfinite(values)
        return {
            column: np.where(hidden, np.nan, values),
            f"{column}_state": either(hidden, "withheld"),
        }

    def money(self, ground: Ground, values: Floats) -> Floats:
        """Amounts, none where the project's budget is withheld."""
        return np.where(ground.papers.withheld[self.project], np.nan, values)

    def currency(self, ground: Ground) -> dict[str, Texts | str]:
        """Make the columns that say what money is in."""
        return {"currency": ground.currency[self.project], "price_basis": "nominal"}


def draw_days(rng: np.random.Generator, ground: Ground, counts: Ints) -> tuple[Ints, Floats]:
    """Draw the days on which so many entries a project and period come up, on working days.

    Returns the project of each entry and its day, in order of both.
    """
    project, at = np.nonzero(counts)
    many = counts[project, at]
    project, at = np.repeat(project, many), np.repeat(at, many)
    first = np.maximum(PERIOD_BEGIN[at], ground.lives.start[project])
    last = np.maximum(np.minimum(PERIOD_END[at], ground.until[project]), first)
    day = first + np.floor(rng.random(len(project)) * (last - first + 1))
    day = ground.days.on_or_before(ground.calendar[project], day)
    day = np.maximum(day, ground.days.on_or_after(ground.calendar[project], first))
    order = np.lexsort((day, project))
    return project[order], day[order]


def draw_counts(rng: np.random.Generator, ground: Ground, rate: Any) -> Ints:
    """Draw how many entries come up by project and period, at rates of a whole period."""
    length = np.minimum(PERIOD_END, ground.until[:, None]) - np.maximum(
        PERIOD_BEGIN, ground.lives.start[:, None]
    )
    part = np.clip((length + 1) / (PERIOD_END - PERIOD_BEGIN + 1), 0, 1)
    return np.asarray(rng.poisson(np.where(ground.reporting, rate * part, 0)), dtype=np.int64)


def closing(
    ground: Ground, project: Ints, raised: Floats, life: Floats, *, at_end: bool = True
) -> Floats:
    """Days on which entries close, on working days; at the latest when their project does.

    While a project is on hold nothing closes; what would close after the last day stays open.
    """
    day = ground.days.on_or_after(ground.calendar[project], np.floor(raised + life))
    if at_end:
        day = np.minimum(day, ground.lives.ended[project])
    day = np.where(day >= ground.lives.held[project], np.inf, day)
    return np.where(day > NOW, np.inf, np.maximum(day, raised))


@dataclass
class Owners:
    """Who owns entries: a name as written, and the person's id where it is the office's."""

    name: Texts
    id: Texts
    left: Floats

    def columns(self, ground: Ground, item: Ints, project: Ints, end: Floats) -> dict[str, Texts]:
        """Make the columns of rows that end on some days; a manager takes over from leavers."""
        gone = self.left[item] <= end
        manager = ground.manager[project]
        names, ids = ground.names, ground.person_ids
        return {
            "owner": either(gone, names[manager], self.name[item]),
            "owner_id": either(gone, ids[manager], self.id[item]),
        }


def draw_owners(
    rng: np.random.Generator, ground: Ground, project: Ints, *, office: float = 0.62
) -> Owners:
    """Draw owners: the manager, another of the office's people, or one of the client's."""
    n = len(project)
    drawn = rng.random(n)
    team = ground.team[project, rng.integers(0, TEAM, n)]
    person = np.where(drawn < 0.6 * office, ground.manager[project], team)
    client = ground.contacts[project, rng.integers(0, CONTACTS, n)]
    own = drawn < office
    return Owners(
        name=np.where(own, ground.names[person], client),
        id=either(own, ground.person_ids[person]),
        left=np.where(own, ground.left[person], np.inf),
    )


def significant(values: Floats, digits: int = 2) -> Floats:
    """Round to so many significant figures, as estimates are written."""
    size = np.where(np.isfinite(values) & (values != 0), np.abs(values), 1.0)
    step = 10.0 ** (np.floor(np.log10(size)) - digits + 1)
    return np.asarray(np.rint(values / step) * step)


def day_column(days: Floats) -> pd.Series[pd.Timestamp]:
    """Make a date column; days that are not there or never come are missing."""
    return pd.Series(dates(np.where(np.isfinite(days), days, np.nan)))
