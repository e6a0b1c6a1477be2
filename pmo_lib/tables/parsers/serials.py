"""Day numbers of spreadsheets."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from pmo_lib.tables.parsers.moments import Fault, within

__all__ = ["Epoch", "from_serial"]

Epoch: TypeAlias = Literal[1900, 1904]
"""The year in which a spreadsheet counts its days from."""

_MOST: Final = 2_958_466
_MILLISECONDS: Final = 24 * 60 * 60 * 1000


def from_serial(serial: Decimal, epoch: Epoch) -> datetime:
    """Give the moment that a spreadsheet's day number is, to the millisecond.

    Parameters
    ----------
    serial : decimal.Decimal
        Days, the time of day as their fraction.
    epoch : {1900, 1904}
        1900: day 1 is 1 January 1900, and day 60 is 29 February 1900, which never was. 1904: day
        0 is 1 January 1904.

    Raises
    ------
    Fault
        The number is negative, or of no day.

    Examples
    --------
    >>> from_serial(Decimal("43831.75"), 1900)
    datetime.datetime(2020, 1, 1, 18, 0)
    """
    if not 0 <= serial < _MOST:
        raise Fault("a day number of a spreadsheet, from 0 to 2,958,465")
    if epoch == 1904:
        start = datetime(1904, 1, 1)
    elif int(serial) in (0, 60):
        raise Fault(f"day number {int(serial)} is no day in the count from 1900")
    else:
        start = datetime(1899, 12, 31) if serial < 60 else datetime(1899, 12, 30)
    moment = start + timedelta(milliseconds=int((serial * _MILLISECONDS).to_integral_value()))
    within(moment.date())
    return moment
