"""Layouts of dates: strptime-like, in English on every machine, compiled once.

===========  ==========================================================================
``%d %m``    day and month in one or two digits (two, where another digit is adjacent)
``%b %B``    month by its English short name (Mar, Sep or Sept) or full name (March)
``%a %A``    weekday by its English short or full name; held to the date
``%Y %y``    year in four or two digits; of a financial year, the one in which it starts
``%E %e``    the year in which a financial year ends, in four or two digits
``%q``       quarter, 1 to 4
``%H %I %p`` hour of 24; hour of 12 with AM or PM
``%M %S %f`` minute, second, up to six digits of a second
``%z``       offset from UTC: ``Z``, ``+10:00`` or ``+1000``
``%%``       a percent sign
===========  ==========================================================================

Everything else stands for itself; letters match in either case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from pmo_lib.errors import ParameterError, allowed_words

__all__ = ["MONTHS", "WEEKDAYS", "Layout", "Precision", "check_formats", "compile_layout"]

Precision: TypeAlias = Literal["year", "quarter", "month", "day"]
"""How exactly a date is known."""

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ONE_OR_TWO: Final = r"\d{1,2}"
_TWO: Final = r"\d{2}"
_DIRECTIVES: Final = {
    "d": _ONE_OR_TWO,
    "m": _ONE_OR_TWO,
    "b": "|".join(["Sept", *(month[:3] for month in MONTHS)]),
    "B": "|".join(MONTHS),
    "a": "|".join(day[:3] for day in WEEKDAYS),
    "A": "|".join(WEEKDAYS),
    "Y": r"\d{4}",
    "y": _TWO,
    "E": r"\d{4}",
    "e": _TWO,
    "q": "[1-4]",
    "H": _ONE_OR_TWO,
    "I": _ONE_OR_TWO,
    "p": "[AP]M",
    "M": _ONE_OR_TWO,
    "S": _ONE_OR_TWO,
    "f": r"\d{1,6}",
    "z": r"Z|[-+]\d\d:?\d\d",
}
_WORDS: Final = "bBaAp"
_WRITTEN: Final[dict[str, Callable[[datetime], str]]] = {
    "d": lambda at: f"{at.day:02d}",
    "m": lambda at: f"{at.month:02d}",
    "b": lambda at: MONTHS[at.month - 1][:3],
    "B": lambda at: MONTHS[at.month - 1],
    "a": lambda at: WEEKDAYS[at.weekday()][:3],
    "A": lambda at: WEEKDAYS[at.weekday()],
    "Y": lambda at: f"{at.year:04d}",
    "y": lambda at: f"{at.year % 100:02d}",
    "E": lambda at: f"{at.year + 1:04d}",
    "e": lambda at: f"{(at.year + 1) % 100:02d}",
    "q": lambda at: f"{(at.month + 2) // 3}",
    "H": lambda at: f"{at.hour:02d}",
    "I": lambda at: f"{(at.hour + 11) % 12 + 1:02d}",
    "p": lambda at: "AM" if at.hour < 12 else "PM",
    "M": lambda at: f"{at.minute:02d}",
    "S": lambda at: f"{at.second:02d}",
    "f": lambda at: f"{at.microsecond:06d}",
    "z": lambda at: "Z",
    "%": lambda at: "%",
}
_TOKEN: Final = re.compile("%(.?)|([^%]+)", re.DOTALL)


@dataclass(frozen=True)
class Layout:
    """A compiled layout.

    Parameters
    ----------
    format : str
        As the mapping states it.
    pattern : re.Pattern
        What it reads: a group a directive, named by its letter.
    loose : re.Pattern
        The same with any number of digits and any words, to say what is wrong with a text.
    precision : {'year', 'quarter', 'month', 'day'}
        How exactly it gives a date.
    timed : bool
        Whether it gives a time of day.
    """

    format: str
    pattern: re.Pattern[str]
    loose: re.Pattern[str]
    precision: Precision
    timed: bool

    def written(self, at: datetime) -> str:
        """Write a moment; its financial year is the calendar year in which it lies.

        Examples
        --------
        >>> compile_layout("%d %B %Y, %I:%M %p").written(datetime(2026, 12, 31, 17, 30))
        '31 December 2026, 05:30 PM'
        """
        return _TOKEN.sub(lambda found: found[2] or _WRITTEN[found[1]](at), self.format)


@lru_cache(maxsize=256)
def compile_layout(text: str) -> Layout:
    """Compile a layout.

    Parameters
    ----------
    text : str
        Such as ``%d/%m/%Y``.

    Raises
    ------
    ParameterError
        A directive is unknown or stands twice, or what the layout gives is not one whole year,
        quarter, month, day or time of a day.

    Examples
    --------
    >>> compile_layout("%Y-Q%q").precision
    'quarter'
    """
    tokens = [(found[1] or "", found[2] or "") for found in _TOKEN.finditer(text)]
    directives = [letter for letter, literal in tokens if not literal and letter != "%"]
    for letter in directives:
        if letter not in _DIRECTIVES:
            known = [f"%{name}" for name in _DIRECTIVES]
            raise _wrong(text, f"'%{letter}' is none; {allowed_words(f'%{letter}', known)}")
    if len(set(directives)) < len(directives):
        raise _wrong(text, "each directive may stand once")
    has = frozenset(directives)
    return Layout(
        text,
        re.compile(_pattern(tokens), re.ASCII | re.IGNORECASE),
        re.compile(_loose_pattern(tokens), re.IGNORECASE),
        _precision(text, has),
        bool(has & {"H", "I"}),
    )


def check_formats(formats: Sequence[str]) -> None:
    """Hold the formats of a mapping to what layouts can have.

    Parameters
    ----------
    formats : sequence of str
        Such as ``["%d/%m/%Y"]``.

    Raises
    ------
    ParameterError
        As :func:`compile_layout` does, for the first that cannot be read.
    """
    for text in formats:
        compile_layout(text)


def _wrong(text: str, why: str) -> ParameterError:
    return ParameterError(f"Date format {text!r}: {why}; such as '%d/%m/%Y' or '%Y-Q%q'.")


_Tokens: TypeAlias = list[tuple[str, str]]


def _pattern(tokens: _Tokens) -> str:
    """Pattern of the text; a day or month beside other digits has two digits, to be certain."""
    parts = []
    for at, (letter, literal) in enumerate(tokens):
        pattern = _DIRECTIVES.get(letter, "%")
        before = tokens[at - 1] if at else ("", "")
        after = tokens[at + 1] if at + 1 < len(tokens) else ("", "")
        if pattern == _ONE_OR_TWO and (_is_digit(before, -1) or _is_digit(after, 0)):
            pattern = _TWO
        parts.append(re.escape(literal) if literal else _group(letter, pattern))
    return "".join(parts)


def _is_digit(token: tuple[str, str], end: int) -> bool:
    letter, literal = token
    return literal[end].isdigit() if literal else letter not in (*_WORDS, "", "%", "z")


def _loose_pattern(tokens: _Tokens) -> str:
    parts = []
    for letter, literal in tokens:
        pattern = r"[^\W\d_]+" if letter in _WORDS else r"[0-9]+"
        pattern = _DIRECTIVES["z"] if letter == "z" else pattern
        parts.append(re.escape(literal) if literal else _group(letter, pattern))
    return "".join(parts)


def _group(letter: str, pattern: str) -> str:
    return "%" if letter == "%" else f"(?P<{letter}>{pattern})"


def _precision(text: str, has: frozenset[str]) -> Precision:
    """How exactly a layout gives a date; raises where it gives none, or no whole time."""
    months = has & {"m", "b", "B"}
    years = (len(has & {"Y", "y"}), len(has & {"E", "e"}))
    faults = {
        "it needs a year, %Y or %y, or %E or %e of a financial year, once": (
            max(years) != 1 or (years[1] == 1 and bool(months))
        ),
        "it gives the month twice": len(months) > 1,
        "a day needs a month": "d" in has and not months,
        "a quarter has no month": "q" in has and bool(months),
        "a weekday or a time needs a day": bool(has & set("aAHIMSfpz")) and "d" not in has,
        "it gives the hour twice": {"H", "I"} <= has,
        "an hour of 12 needs %p, and only that": ("I" in has) != ("p" in has),
        "a time needs its larger parts": (
            ("M" in has and not has & {"H", "I"})
            or ("S" in has and "M" not in has)
            or ("f" in has and "S" not in has)
            or ("z" in has and "M" not in has)
        ),
    }
    wrong = next((why for why, is_so in faults.items() if is_so), None)
    if wrong:
        raise _wrong(text, wrong)
    if "d" in has:
        return "day"
    return "month" if months else "quarter" if "q" in has else "year"
