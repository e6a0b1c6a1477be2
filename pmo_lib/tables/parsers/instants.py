"""Instants: a day with a time, on the clock of a zone, as UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pmo_lib.errors import ParameterError
from pmo_lib.tables.parsers.dates import read_moment
from pmo_lib.tables.parsers.layouts import compile_layout
from pmo_lib.tables.parsers.moments import DateRules, spoken
from pmo_lib.tables.parsers.serials import Epoch
from pmo_lib.tables.parsers.typed import Kind
from pmo_lib.tables.parsers.unreadable import Unreadable

__all__ = ["parse_instant", "zone_named"]


def parse_instant(
    text: str,
    kind: Kind = "t",
    *,
    formats: Sequence[str],
    zone: str,
    ambiguous: Literal["earlier", "later"] | None = None,
    century: int | None = None,
    excel_serial: Epoch | None = None,
) -> datetime:
    """Read an instant, and give it in UTC.

    Parameters
    ----------
    text : str
        Such as ``31/12/2026 5:30:00 PM``.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell: a typed date is its midnight.
    formats : sequence of str
        Layouts as of :func:`parse_date`, each with a time of day.
    zone : str
        IANA name of the zone whose clock the source writes, such as ``Europe/London``; a text with
        its own offset (``%z``) is of that.
    ambiguous : {'earlier', 'later'}, optional
        Which of the two is meant where clocks are put back and show a time twice; without it, such
        a time is unreadable.
    century, excel_serial
        As of :func:`parse_date`.

    Returns
    -------
    datetime.datetime
        In UTC, without a zone, as the tables hold instants.

    Raises
    ------
    Unreadable
        As :func:`parse_date` does; or the time was skipped where clocks are put forward, or shown
        twice and not settled.
    ParameterError
        The zone is unknown, or a format has no time of day.

    Examples
    --------
    >>> text = "1/07/2016 9:00:00 AM"
    >>> parse_instant(text, formats=["%d/%m/%Y %I:%M:%S %p"], zone="Australia/Melbourne")
    datetime.datetime(2016, 6, 30, 23, 0)
    """
    untimed = next((f for f in formats if not compile_layout(f).timed), None)
    if untimed is not None:
        raise ParameterError(f"Format {untimed!r} of an instant has no time; such as '%H:%M'.")
    clock_zone = zone_named(zone)
    moment = read_moment(text, kind, formats, DateRules(None, century), excel_serial, "instant")
    local = datetime.combine(moment.day, moment.clock or time())
    if moment.offset is not None:
        return local - moment.offset
    first, second = (_utc(local.replace(fold=fold), clock_zone) for fold in (0, 1))
    if first == second:
        return first
    shown = f"{local:%H:%M} on {spoken(local.date())}"
    if second < first:
        raise Unreadable(f"instant: {shown} was skipped by the clocks of {zone}", _another(local))
    if ambiguous is None:
        raise Unreadable(
            f"instant: {shown} was shown twice by the clocks of {zone}; the mapping does not "
            "state which is meant",
            _another(local),
        )
    return first if ambiguous == "earlier" else second


@lru_cache
def zone_named(name: str) -> tzinfo:
    """Find a zone.

    Parameters
    ----------
    name : str
        IANA name such as ``Europe/London``.

    Raises
    ------
    ParameterError
        There is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ParameterError(
            f"{name!r} is no time zone; expected an IANA name such as 'Europe/London' or 'UTC'."
        ) from error


def _utc(local: datetime, zone: tzinfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def _another(local: datetime) -> str:
    return f"a time of {spoken(local.date())} that was shown once"
