"""When a report set is due: for which periods its reports are made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from pmo_lib.params import EVERY_PERIOD, ReportSet
from pmo_lib.tables.store import Period

__all__ = ["is_due", "not_due"]

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}

_HALF: Final = timedelta(days=15)
"""Back from a period's last day into the month that it ends, also where that is some days off."""


def is_due(part: ReportSet, period: Period, held: Sequence[Period]) -> bool:
    """Say whether a report set is made for a period.

    Parameters
    ----------
    part : ReportSet
        The set.
    period : Period
        The period.
    held : sequence of Period
        All that the store holds.

    Returns
    -------
    bool
        Whether the set is made for every period, or for those of this one's cadence; or, where the
        store holds none of the set's cadence, whether this shorter period ends the quarter or year.
    """
    if part.cadence in (EVERY_PERIOD, period.cadence):
        return True
    if any(other.cadence == part.cadence for other in held):
        return False
    longer = _MONTHS[part.cadence]
    return _MONTHS[period.cadence] < longer and not (_month(period) - part.year_end) % longer


def not_due(part: ReportSet, period: Period, held: Sequence[Period]) -> str:
    """Tell that a set is not made for a period, for which it was made last and will be next."""
    told = f"Report set {part.name!r} is made once a {part.cadence}, and is not due"
    due = [other for other in held if is_due(part, other, held)]
    if not due and _MONTHS[period.cadence] > _MONTHS[part.cadence]:
        return f"{told} for {period.name}: the store holds no {part.cadence}."
    before = [other.name for other in due if other.end <= period.end]
    after = [other.name for other in due if other.end > period.end]
    following = after[0] if after else _following(part, period, held)
    last = f"; it was last due for {before[-1]}" if before else ""
    return f"{told} for {period.name}{last}. It is next due for {following}."


def _following(part: ReportSet, period: Period, held: Sequence[Period]) -> str:
    """Name the next period that the set is due for, which the store does not hold yet."""
    own = [other for other in held if other.cadence == part.cadence]
    anchor, now = _month(own[-1]) if own else part.year_end, _month(period)
    longer = _MONTHS[part.cadence]
    month = now + (anchor - now - 1) % longer + 1
    year, number = divmod(month - 1, 12)
    return f"the {part.cadence if own else period.cadence} that ends in {year}-{number + 1:02d}"


def _month(period: Period) -> int:
    """Months since the year 0 of the one that a period ends."""
    day = period.end - _HALF
    return day.year * 12 + day.month
