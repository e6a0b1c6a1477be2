"""Ranges of money, kept as their bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pmo_lib.tables.parsers.money import Amount, MoneyStyle
from pmo_lib.tables.parsers.notation import PLAIN, Notation
from pmo_lib.tables.parsers.typed import Kind
from pmo_lib.tables.parsers.unreadable import VALUE_LIMIT, Unreadable

__all__ = ["Bounds", "parse_money_range"]

_MOST: Final = 2 * VALUE_LIMIT + 16
_BELOW: Final = re.compile(
    r"(?:<=?|≤|up to|under|below|less than|at most|no more than) ?(.+)"
    r"|(.+) (?:or less|or under|or below|and under|and below)",
    re.ASCII | re.IGNORECASE,
)
_ABOVE: Final = re.compile(
    r"(?:>=?|≥|over|above|more than|at least|from) ?(.+)"
    r"|(.+?)(?: ?\+| (?:or more|or over|or above|and over|and above))",
    re.ASCII | re.IGNORECASE,
)
_PAIR: Final = re.compile(r" ?[-–—] ?| to ", re.ASCII | re.IGNORECASE)
_LED: Final = {"between ": re.compile(" and ", re.IGNORECASE), "from ": _PAIR, "": _PAIR}
_MORE: Final = ", 5m-10m, < 5m, 500m +"


@dataclass(frozen=True)
class Bounds:
    """The bounds of an amount that is known as a range.

    Parameters
    ----------
    low, high : float or None
        None where the range has no such bound; equal where the source gives one amount. Whether
        a bound itself belongs to the range ("under", "up to") is not kept here.
    """

    low: float | None
    high: float | None


def parse_money_range(
    text: str,
    kind: Kind = "t",
    *,
    symbol: str,
    multiply_by: float,
    currency: str | None = None,
    notation: Notation = PLAIN,
) -> Bounds:
    """Read a range of money.

    Parameters
    ----------
    text : str
        Such as ``$5m-$10m``, ``5 - 25 Million``, ``£5m to £10m``, ``< 5 Million``,
        ``500 Million +``, ``up to £3m``, ``over £500m``, or one amount. A unit that stands once,
        after the upper amount, is of both.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell.
    symbol, multiply_by, currency, notation
        As of :func:`parse_money`.

    Raises
    ------
    Unreadable
        The text is no such range, its upper bound is below its lower, or a unit stands after the
        lower amount only.

    Examples
    --------
    >>> parse_money_range("5 - 25 Million", symbol="$", multiply_by=1)
    Bounds(low=5000000.0, high=25000000.0)
    >>> parse_money_range("over $500m", symbol="$", multiply_by=1)
    Bounds(low=500000000.0, high=None)
    """
    style = MoneyStyle(symbol, multiply_by, currency, notation, "money range", _MORE)
    if kind == "t" and len(text) <= _MOST:
        pair = next(_pairs(text, style), None)
        if pair:
            return _ordered(*pair, style)
        if below := _BELOW.fullmatch(text):
            return Bounds(None, style.total(style.amount(below[1] or below[2])))
        if above := _ABOVE.fullmatch(text):
            return Bounds(style.total(style.amount(above[1] or above[2])), None)
    only = style.total(style.amount(text, kind))
    return Bounds(only, only)


def _pairs(text: str, style: MoneyStyle) -> Iterator[tuple[Amount, Amount]]:
    """Ways to read a text as two amounts; a hyphen may also be a sign, so that each is tried."""
    lead = next(lead for lead in _LED if text[: len(lead)].lower() == lead)
    text = text[len(lead) :]
    for separator in _LED[lead].finditer(text):
        try:
            low = style.amount(text[: separator.start()])
            yield low, style.amount(text[separator.end() :])
        except Unreadable:
            continue


def _ordered(low: Amount, high: Amount, style: MoneyStyle) -> Bounds:
    if low.unit and not high.unit:
        raise Unreadable(f"{style.what}: a unit on the lower amount only", style.accepted)
    lower, upper = style.total(Amount(low.number, low.unit or high.unit)), style.total(high)
    if lower > upper:
        raise Unreadable(f"{style.what}: the upper bound is below the lower", style.accepted)
    return Bounds(lower, upper)
