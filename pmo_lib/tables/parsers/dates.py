"""Dates, in the layouts that a mapping states and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from pmo_lib.tables.parsers.layouts import MONTHS, Layout, Precision, compile_layout
from pmo_lib.tables.parsers.moments import DateRules, Fault, Moment, moment_of, spoken, within
from pmo_lib.tables.parsers.serials import Epoch, from_serial
from pmo_lib.tables.parsers.typed import Kind
from pmo_lib.tables.parsers.unreadable import VALUE_LIMIT, Unreadable, hidden_character, shown

__all__ = ["Dated", "parse_date", "parse_dated", "read_moment"]

_EXAMPLE: Final = datetime(2026, 12, 31, 17, 30)
_SERIAL: Final = re.compile(r"\d{1,7}(?:\.\d{1,20})?", re.ASCII)
_WHOLE: Final = re.compile(r"\d+", re.ASCII)
_NUMERIC: Final = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4})", re.ASCII)
_WIDTHS: Final = {"d": 2, "m": 2, "Y": 4, "y": 2, "E": 4, "e": 2, "q": 1}
_NAMES: Final = {
    **{"d": "day", "m": "month", "b": "month", "B": "month", "a": "weekday", "A": "weekday"},
    **{"Y": "year", "y": "year", "E": "end year", "e": "end year", "q": "quarter"},
}


@dataclass(frozen=True)
class Dated:
    """A day, and how exactly it is known.

    Parameters
    ----------
    value : datetime.date
        The day, or the first or last of a longer time.
    precision : {'year', 'quarter', 'month', 'day'}
        The time that the source names.
    """

    value: date
    precision: Precision


def parse_date(
    text: str,
    kind: Kind = "t",
    *,
    formats: Sequence[str],
    day: Literal["first", "last"] | None = None,
    century: int | None = None,
    year_starts: int = 1,
    excel_serial: Epoch | None = None,
) -> date:
    """Read a date written in one of the stated formats.

    Parameters
    ----------
    text : str
        Such as ``2026-12-31``, or ``Q3 2026``.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell: a typed date is that date, whatever the formats.
    formats : sequence of str
        Layouts as :mod:`pmo_lib.tables.parsers.layouts` has them; no other is tried, and a text
        that two of them read as different days is unreadable. A time of day is read and dropped.
    day : {'first', 'last'}, optional
        Which day a month, quarter or year stands for; without it, they are unreadable.
    century : int, optional
        First of the hundred years that a year of two digits lies in: 1970 for 1970 to 2069.
        Without it, such a year is unreadable.
    year_starts : int
        Month in which the years of quarters and financial years start: 4 for April.
    excel_serial : {1900, 1904}, optional
        The count that a number, which no format reads, is a day of. Without it, such a number is
        unreadable.

    Raises
    ------
    Unreadable
        The text is in none of the formats, names no day, or is not settled by the settings.
    ParameterError
        A format or setting is wrong.

    Examples
    --------
    >>> parse_date("2026-12-31", formats=["%Y-%m-%d"])
    datetime.date(2026, 12, 31)
    >>> parse_date("Q2 1920", formats=["Q%q %y%e"], day="last", century=2000, year_starts=4)
    datetime.date(2019, 9, 30)
    """
    rules = DateRules(day, century, year_starts)
    return read_moment(text, kind, formats, rules, excel_serial).day


def parse_dated(
    text: str,
    kind: Kind = "t",
    *,
    formats: Sequence[str],
    day: Literal["first", "last"] | None = None,
    century: int | None = None,
    year_starts: int = 1,
    excel_serial: Epoch | None = None,
) -> Dated:
    """Read a date with how exactly it is known; all else is as of :func:`parse_date`.

    Raises
    ------
    Unreadable
        As :func:`parse_date` does.

    Examples
    --------
    >>> parse_dated("2017-Q3", formats=["%Y-Q%q", "%Y"], day="first")
    Dated(value=datetime.date(2017, 7, 1), precision='quarter')
    """
    rules = DateRules(day, century, year_starts)
    moment = read_moment(text, kind, formats, rules, excel_serial)
    return Dated(moment.day, moment.precision)


def read_moment(
    text: str,
    kind: Kind,
    formats: Sequence[str],
    rules: DateRules,
    excel_serial: Epoch | None,
    what: str = "date",
) -> Moment:
    """Read a day, with its precision and what the text says of the time.

    Parameters
    ----------
    text, kind, formats, excel_serial
        As of :func:`parse_date`.
    rules : DateRules
        The other settings of :func:`parse_date`.
    what : str
        The field's type, for the rule.

    Raises
    ------
    Unreadable
        As :func:`parse_date` does.
    """
    layouts = [compile_layout(text) for text in formats]
    try:
        if kind == "b":
            raise Fault("the source gave the cell as true or false")
        if len(text) > VALUE_LIMIT:
            raise Fault(f"a day in at most {VALUE_LIMIT} characters")
        if kind == "d":
            return _typed(text)
        return _settled(text, kind, layouts, rules, excel_serial)
    except Fault as fault:
        accepted = ", ".join(layout.written(_EXAMPLE) for layout in layouts)
        raise Unreadable(f"{what}: {fault}", accepted) from None


def _typed(text: str) -> Moment:
    try:
        if len(text) == 10:
            return Moment(within(date.fromisoformat(text)), "day")
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Fault(f"a date; the cell is {shown(text)}") from None
    return Moment(within(at.date()), "day", at.time(), at.utcoffset())


def _settled(
    text: str, kind: Kind, layouts: Sequence[Layout], rules: DateRules, excel_serial: Epoch | None
) -> Moment:
    """Give what the layouts say where they agree, or the day that a number counts."""
    found: dict[Moment, None] = {}
    faults: list[Fault] = []
    for layout in layouts:
        match = layout.pattern.fullmatch(text) if kind == "t" or _WHOLE.fullmatch(text) else None
        if match:
            try:
                found[moment_of(match.groupdict(), layout.precision, rules)] = None
            except Fault as fault:
                faults.append(fault)
    if len({(moment.day, moment.clock, moment.offset) for moment in found}) > 1:
        days = " or ".join(dict.fromkeys(spoken(moment.day) for moment in found))
        raise Fault(f"could be {days}; the mapping states formats that read it both ways")
    if found:
        return next(iter(found))
    if faults:
        raise faults[0]
    if excel_serial and _SERIAL.fullmatch(text):
        at = from_serial(Decimal(text), excel_serial)
        return Moment(at.date(), "day", at.time())
    raise Fault(next(_reasons(text, kind, layouts)))


def _reasons(text: str, kind: Kind, layouts: Sequence[Layout]) -> Iterator[str]:
    """Say what is wrong with a text that no layout reads, the most telling first."""
    hidden = hidden_character(text)
    if hidden:
        yield f"the text has {hidden}, which does not show"
    if kind == "n" or _SERIAL.fullmatch(text):
        yield "a day; numbers are day numbers only where the mapping states excel_serial"
    if any(c.isdigit() and not c.isascii() for c in text):
        yield "a day in the digits 0 to 9"
    for layout in layouts:
        match = layout.loose.fullmatch(text)
        if match:
            yield from _near_misses(match.groupdict(), layout)
    yield from _orders(text)
    yield "a day in a stated format"


def _near_misses(parts: dict[str, str], layout: Layout) -> Iterator[str]:
    """Parts of a text with the shape of a layout that are not of its directives."""
    for letter, part in parts.items():
        if letter in _WIDTHS and len(part) > _WIDTHS[letter]:
            yield f"the {_NAMES[letter]} {shown(part)} has {len(part)} digits"
        elif letter in "YE" and len(part) < 4:
            yield f"the {_NAMES[letter]} {shown(part)} has not four digits"
        elif letter in "bBaA":
            name = "short" if letter in "ba" else "full"
            known = compile_layout(f"%d %{letter} %Y") if letter in "bB" else None
            if known is None or not known.pattern.fullmatch(f"1 {part} 2026"):
                yield f"{shown(part)} is no {name} name of a {_NAMES[letter]} in English"


def _orders(text: str) -> Iterator[str]:
    """Say what a numeric date could be, where the mapping does not state its order."""
    numeric = _NUMERIC.fullmatch(text)
    if numeric is None:
        return
    first, second = int(numeric[1]), int(numeric[3])
    if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
        year = numeric[4]
        yield (
            f"could be {first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]} {year}; "
            "the mapping states no order"
        )
