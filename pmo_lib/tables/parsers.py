"""Parsers: raw text to a value, strictly; what cannot be read says what would be.

Each parser takes text with its whitespace folded and raises :class:`Unreadable`, never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from pmo_lib.tables.schemas import ID_PATTERN

__all__ = [
    "Unreadable",
    "parse_date",
    "parse_id",
    "parse_money",
    "parse_paragraphs",
    "parse_percent",
    "parse_word",
]

_GROUPED: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER: Final = re.compile(rf"-?{_GROUPED}\Z", re.ASCII)


class Unreadable(ValueError):  # noqa: N818  a finding that is counted, not an error of the library
    """Text that is not a value of its type.

    Parameters
    ----------
    rule : str
        What the text should have been.
    accepted : str
        Examples of what would be read.
    """

    def __init__(self, rule: str, accepted: str) -> None:
        super().__init__(f"{rule}; accepted: {accepted}")
        self.rule = rule
        self.accepted = accepted


def parse_money(text: str, *, symbol: str, multiply_by: float) -> float:
    """Read an amount of money.

    Parameters
    ----------
    text : str
        Such as ``£32,614``, ``-£30.69`` or ``33.73``.
    symbol : str
        The currency symbol that may stand before the number.
    multiply_by : float
        Units of currency in one unit of the source: 1000000 for millions.

    Raises
    ------
    Unreadable
        The text is not a finite number with an optional symbol.

    Examples
    --------
    >>> parse_money("£32,614", symbol="£", multiply_by=1_000_000)
    32614000000.0
    >>> parse_money("-30.69", symbol="£", multiply_by=1_000_000)
    -30690000.0
    """
    number = text.replace(symbol, "", 1) if text.lstrip("-").startswith(symbol) else text
    if not _NUMBER.match(number):
        raise Unreadable("money: a number", f"{symbol}1,234.56, 1234.56, -12")
    return round(float(number.replace(",", "")) * multiply_by, 2)


def parse_percent(text: str) -> float:
    """Read a percentage as a share.

    Raises
    ------
    Unreadable
        The text is not a finite number with an optional percent sign.

    Examples
    --------
    >>> parse_percent("-47%"), parse_percent("6")
    (-0.47, 0.06)
    """
    number = text.removesuffix("%").rstrip()
    if not _NUMBER.match(number):
        raise Unreadable("percentage: a number", "-47%, 6")
    return float(number.replace(",", "")) / 100


def parse_date(text: str, *, formats: Sequence[str]) -> date:
    """Read a date written in one of the stated formats.

    Parameters
    ----------
    text : str
        Such as ``2026-12-31``.
    formats : sequence of str
        As :meth:`datetime.datetime.strptime` takes them; no other is tried.

    Raises
    ------
    Unreadable
        The text is in none of the formats, or names no day.

    Examples
    --------
    >>> parse_date("2026-12-31", formats=["%Y-%m-%d"])
    datetime.date(2026, 12, 31)
    """
    for layout in formats:
        try:
            return datetime.strptime(text, layout).date()
        except ValueError:
            continue
    examples = ", ".join(date(2026, 12, 31).strftime(layout) for layout in formats)
    raise Unreadable("date: a day in a stated format", examples)


def parse_word(text: str, *, spellings: Mapping[str, str]) -> str:
    """Read one of a list of words, spelt as stated.

    Parameters
    ----------
    text : str
        The word as written.
    spellings : mapping of str to str
        What each spelling means.

    Raises
    ------
    Unreadable
        The text is none of the spellings.

    Examples
    --------
    >>> parse_word("Amber", spellings={"Green": "green", "Amber": "amber"})
    'amber'
    """
    if text not in spellings:
        raise Unreadable("word: one of a list", ", ".join(spellings))
    return spellings[text]


def parse_id(text: str, *, upper: bool, replace: Mapping[str, str]) -> str:
    """Make an id of the store from an id of the source.

    Raises
    ------
    Unreadable
        What comes out is not an id that the store takes.

    Examples
    --------
    >>> parse_id("MoD_0135_2122-Q1", upper=True, replace={"_": "-"})
    'MOD-0135-2122-Q1'
    """
    made = text.upper() if upper else text
    for old, new in replace.items():
        made = made.replace(old, new)
    if not re.match(ID_PATTERN, made):
        raise Unreadable("id: letters, digits, '.', '_' and '-', at most 64", "MOD-0135-2122-Q1")
    return made


def parse_paragraphs(raw: str) -> str:
    r"""Tidy a text of several paragraphs: their breaks stay, other whitespace is folded.

    Examples
    --------
    >>> parse_paragraphs("The budget variance\xa0exceeds 5%. \r\r\nThe bu\rdget ")
    'The budget variance exceeds 5%.\nThe bu\ndget'
    """
    lines = (" ".join(line.split()) for line in re.split(r"[\r\n]+", raw))
    return "\n".join(line for line in lines if line)
