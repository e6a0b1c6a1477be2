"""Durations and work effort, in hours."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from pmo_lib.tables.parsers.notation import PLAIN, Notation, read_decimal
from pmo_lib.tables.parsers.typed import Kind, refuse_kind
from pmo_lib.tables.parsers.unreadable import VALUE_LIMIT, Unreadable, shown

__all__ = ["Unit", "parse_duration"]

Unit: TypeAlias = Literal["weeks", "days", "hours", "minutes", "tenths of minutes", "seconds"]

_ACCEPTED: Final = "PT8H0M0S, 16h, 5 days, 1w 2d"
_MOST_HOURS: Final = 10**9
_SIGN: Final = "[-−–]"
_NUMBER: Final = r"(\d+(?:[.,]\d+)?)"
_ISO: Final = re.compile(
    rf"({_SIGN})?P(?=.)(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_ISO_UNITS: Final = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
_SPELLINGS: Final = {
    "years": ("y", "yr", "yrs", "year", "years"),
    "months": ("mo", "mos", "mth", "mths", "month", "months"),
    "weeks": ("w", "wk", "wks", "week", "weeks"),
    "days": ("d", "day", "days"),
    "hours": ("h", "hr", "hrs", "hour", "hours"),
    "minutes": ("min", "mins", "minute", "minutes"),
    "seconds": ("s", "sec", "secs", "second", "seconds"),
}
_UNITS: Final = {word: unit for unit, words in _SPELLINGS.items() for word in words}
_HOURS: Final = {
    "hours": Fraction(1),
    "minutes": Fraction(1, 60),
    "tenths of minutes": Fraction(1, 600),
    "seconds": Fraction(1, 3600),
}
_NEEDS: Final = {
    "years": "years have no fixed number of working hours",
    "months": "months have no fixed number of working hours",
    "weeks": "weeks need hours_per_day and days_per_week; the mapping states not both",
    "days": "days need hours_per_day; the mapping does not state it",
}


def parse_duration(
    text: str,
    kind: Kind = "t",
    *,
    hours_per_day: float | None = None,
    days_per_week: float | None = None,
    bare_unit: Unit | None = None,
    notation: Notation = PLAIN,
) -> float:
    """Read a duration, or the effort of work, in working hours.

    Parameters
    ----------
    text : str
        ISO 8601, such as ``PT8H0M0S`` and ``P5D``, or numbers with units from weeks to seconds,
        such as ``16h``, ``5 days`` or ``1w 2d``. A minus before it is of the whole.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell.
    hours_per_day : float, optional
        Working hours in a day; without it, a text in days is unreadable.
    days_per_week : float, optional
        Working days in a week; without it, a text in weeks is unreadable.
    bare_unit : {'weeks', 'days', 'hours', 'minutes', 'tenths of minutes', 'seconds'}, optional
        What a number without a unit counts; without it, such a number is unreadable.
    notation : Notation
        How the source writes numbers with units; ISO 8601 has its own.

    Returns
    -------
    float
        Hours.

    Raises
    ------
    Unreadable
        The text is no such duration, needs a setting that is not stated, is in months or years,
        which have no fixed number of working hours, or is longer than 10 to the power of 9 hours.

    Examples
    --------
    >>> parse_duration("PT7H30M0S"), parse_duration("5 days", hours_per_day=7.5)
    (7.5, 37.5)
    """
    if kind in ("d", "b"):
        refuse_kind("duration", kind, _ACCEPTED)
    hours = dict(_HOURS)
    if hours_per_day is not None:
        hours["days"] = Fraction(repr(float(hours_per_day)))
        if days_per_week is not None:
            hours["weeks"] = hours["days"] * Fraction(repr(float(days_per_week)))
    parts = _parts(text, kind, bare_unit, notation)
    lacking = next((unit for _, unit in parts if unit not in hours), None)
    if lacking:
        raise Unreadable(f"duration: {_NEEDS[lacking]}", _ACCEPTED)
    total = sum((number * hours[unit] for number, unit in parts), Fraction(0))
    if abs(total) > _MOST_HOURS:
        raise Unreadable(f"duration: at most {_MOST_HOURS:,} hours", _ACCEPTED)
    return float(total)


def _parts(
    text: str, kind: Kind, bare_unit: Unit | None, notation: Notation
) -> list[tuple[Fraction, str]]:
    """Numbers with their units, the largest unit first."""
    if kind == "t" and len(text) <= VALUE_LIMIT:
        if iso := _ISO.fullmatch(text):
            return _iso_parts(iso)
        if written := _written(notation).fullmatch(text):
            return _written_parts(written, notation)
    number = read_decimal(text, kind, notation, "duration", _ACCEPTED)
    if bare_unit is None:
        raise Unreadable("duration: a number with its unit; the mapping states none", _ACCEPTED)
    return [(Fraction(number), bare_unit)]


def _iso_parts(iso: re.Match[str]) -> list[tuple[Fraction, str]]:
    sign, *numbers = iso.groups()
    there = [
        (number.replace(",", "."), unit)
        for number, unit in zip(numbers, _ISO_UNITS, strict=True)
        if number
    ]
    if any("." in number for number, _ in there[:-1]):
        raise Unreadable("duration: decimals in the last part only", _ACCEPTED)
    return [(Fraction(number) * (-1 if sign else 1), unit) for number, unit in there]


@lru_cache
def _written(notation: Notation) -> re.Pattern[str]:
    part = rf"{notation.digits} ?[A-Za-z]+"
    return re.compile(rf"(?P<sign>{_SIGN})?(?P<parts>{part}(?: ?{part})*)", re.ASCII)


def _written_parts(written: re.Match[str], notation: Notation) -> list[tuple[Fraction, str]]:
    found = re.findall(rf"({notation.digits}) ?([A-Za-z]+)", written["parts"], re.ASCII)
    units = [_unit(word) for _, word in found]
    ranks = [_ISO_UNITS.index(unit) for unit in units]
    if ranks != sorted(set(ranks)):
        raise Unreadable("duration: each unit once, the largest first", _ACCEPTED)
    sign = -1 if written["sign"] else 1
    numbers = [sign * Fraction(notation.value(digits)) for digits, _ in found]
    return list(zip(numbers, units, strict=True))


def _unit(word: str) -> str:
    if word.lower() == "m":
        raise Unreadable("duration: 'm' may be months or minutes; write 'min'", _ACCEPTED)
    if word.lower() not in _UNITS:
        raise Unreadable(f"duration: {shown(word)} is no unit of time", _ACCEPTED)
    return _UNITS[word.lower()]
