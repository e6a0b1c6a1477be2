"""Reporting periods: which the store holds, and which comes before which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from pmo_lib.errors import SelectionError
from pmo_lib.params import PERIOD_LATEST

__all__ = ["Period", "choose", "held", "preceding"]

_FINEST_LAST: Final = ("year", "quarter", "month")
_LISTED: Final = 12


@dataclass(frozen=True)
class Period:
    """One reporting period.

    Parameters
    ----------
    name : str
        As in the ``periods`` table: ``2026-10``, ``2026-Q3`` or ``2023``.
    cadence : {'month', 'quarter', 'year'}
        How often such a period is reported.
    start, end : datetime.date
        First and last day.
    data_date : datetime.date
        The day at which its data stand: the as-of date of its snapshot.
    """

    name: str
    cadence: str
    start: date
    end: date
    data_date: date


def held(periods: pd.DataFrame, as_of_dates: Iterable[date]) -> list[Period]:
    """Periods whose data date has a snapshot, oldest first; of one date, the finest last."""
    dates = set(as_of_dates)
    columns = [periods[name].dt.date for name in ("start", "end", "data_date")]
    every = map(Period, periods["period"], periods["cadence"], *columns)
    found = [period for period in every if period.data_date in dates]
    return sorted(found, key=lambda p: (p.data_date, _FINEST_LAST.index(p.cadence)))


def choose(name: str, periods: Sequence[Period]) -> Period:
    """Find a period by its name, or the latest.

    Raises
    ------
    SelectionError
        None of the periods has that name; the message lists those held.
    """
    if name == PERIOD_LATEST and periods:
        return periods[-1]
    for period in periods:
        if period.name == name:
            return period
    if not periods:
        raise SelectionError(f"The store holds no period yet, so {name!r} cannot be chosen.")
    names = [period.name for period in periods]
    earlier = f"{len(names) - _LISTED} earlier, " if len(names) > _LISTED else ""
    raise SelectionError(
        f"The store holds no period {name!r}. Periods held: {earlier}{', '.join(names[-_LISTED:])}."
    )


def preceding(period: Period, periods: Sequence[Period]) -> Period | None:
    """Find the period of the same cadence before this one, if one is held."""
    earlier = [
        other
        for other in periods
        if other.cadence == period.cadence and other.data_date < period.data_date
    ]
    return earlier[-1] if earlier else None
