"""Amounts of money, to the penny."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Final
from unicodedata import category

from pmo_lib.tables.parsers.notation import (
    MOST_DIGITS,
    PLAIN,
    SIGN,
    Notation,
    balanced,
    number_fault,
    signed,
    typed_decimal,
)
from pmo_lib.tables.parsers.typed import Kind, refuse_kind
from pmo_lib.tables.parsers.unreadable import VALUE_LIMIT, Unreadable

__all__ = ["Amount", "MoneyStyle", "parse_money"]

_UNITS: Final = {
    "k": Decimal(10**3),
    "thousand": Decimal(10**3),
    "m": Decimal(10**6),
    "mn": Decimal(10**6),
    "million": Decimal(10**6),
    "bn": Decimal(10**9),
    "billion": Decimal(10**9),
}
_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_PENNY: Final = Decimal("0.01")
_MOST: Final = Decimal(10**15)
_EXACT: Final = Context(prec=100, rounding=ROUND_HALF_EVEN, Emin=-99999, Emax=99999, traps=[])


def parse_money(
    text: str,
    kind: Kind = "t",
    *,
    symbol: str,
    multiply_by: float,
    currency: str | None = None,
    notation: Notation = PLAIN,
) -> float:
    """Read an amount of money.

    Parameters
    ----------
    text : str
        Such as ``£32,614``, ``-£30.69``, ``33.73``, ``£26.19m``, ``1.2 billion`` or ``GBP 1,200``.
        A number may have its own unit: k or thousand, m, mn or million, bn or billion.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell; ``notation`` is of text only.
    symbol : str
        The currency symbol that may stand before or after the number; empty for none.
    multiply_by : float
        Units of currency in one unit of the source, 1000000 for millions: what a number without
        its own unit is multiplied by.
    currency : str, optional
        The ISO 4217 code that may stand before or after the number.
    notation : Notation
        How the source writes numbers.

    Returns
    -------
    float
        The amount, exact to the penny: what is finer is rounded, half to the even penny.

    Raises
    ------
    Unreadable
        The text is not a finite number with these, names another currency, or is 10 to the power
        of 15 or more, or more than a float holds to the penny.

    Examples
    --------
    >>> parse_money("£32,614", symbol="£", multiply_by=1_000_000)
    32614000000.0
    >>> parse_money("-30.69", symbol="£", multiply_by=1_000_000)
    -30690000.0
    >>> parse_money("£26.19m", symbol="£", multiply_by=1)
    26190000.0
    """
    style = MoneyStyle(symbol, multiply_by, currency, notation)
    return style.total(style.amount(text, kind))


@dataclass(frozen=True)
class Amount:
    """A number as written, and the unit written with it, if any."""

    number: Decimal
    unit: Decimal | None = None


@dataclass(frozen=True)
class MoneyStyle:
    """How a source writes money.

    Parameters
    ----------
    symbol, multiply_by, currency, notation
        As of :func:`parse_money`.
    what, more : str
        The field's type, and examples beside those of amounts, for the rule.
    """

    symbol: str
    multiply_by: float
    currency: str | None
    notation: Notation
    what: str = "money"
    more: str = ""

    @property
    def accepted(self) -> str:
        """Examples of what is read."""
        point = self.notation.decimal
        return f"{self.symbol}{self.notation.example}, 1234{point}56, -12, 1{point}2m{self.more}"

    def amount(self, text: str, kind: Kind = "t") -> Amount:
        """Read one amount, without its unit.

        Raises
        ------
        Unreadable
            The text is no amount in this style.
        """
        if kind == "n":
            return Amount(typed_decimal(text, self.what, self.accepted))
        if kind != "t":
            refuse_kind(self.what, kind, self.accepted)
        found = _pattern(self.symbol, self.notation).fullmatch(text[: VALUE_LIMIT + 1])
        if found is None or not self._one_of_each(found) or len(text) > VALUE_LIMIT:
            raise Unreadable(f"{self.what}: {self._fault(text)}", self.accepted)
        if len(found["digits"]) > MOST_DIGITS:
            raise Unreadable(f"{self.what}: at most {MOST_DIGITS} digits", self.accepted)
        number = self.notation.value(found["digits"])
        unit = _UNITS[found["unit"].lower().removesuffix("s")] if found["unit"] else None
        return Amount(signed(number, found["sign"] or found["sign2"], bool(found["open"])), unit)

    def total(self, amount: Amount) -> float:
        """Give an amount in whole units of the currency, to the penny.

        Raises
        ------
        Unreadable
            It is more than a float holds to the penny.
        """
        unit = Decimal(repr(float(self.multiply_by))) if amount.unit is None else amount.unit
        exact = _EXACT.multiply(amount.number, unit)
        if exact.copy_abs() < _MOST:
            pence = _EXACT.plus(_EXACT.quantize(exact, _PENNY))
            value = float(pence)
            if _EXACT.quantize(Decimal(value), _PENNY) == pence:
                return value
        raise Unreadable(f"{self.what}: too large to be held to the penny", self.accepted)

    def _one_of_each(self, found: re.Match[str]) -> bool:
        """Whether symbol, code and sign stand once at most, and the code is the expected one."""
        named = {found["code"], found["code2"]} <= {None, self.symbol, self.currency}
        once = all(not (found[name] and found[f"{name}2"]) for name in ("code", "symbol", "sign"))
        sign = found["sign"] or found["sign2"]
        brackets = balanced(found["open"], found["close"], sign, self.notation)
        return once and brackets and named

    def _fault(self, text: str) -> str:
        if len(text) <= VALUE_LIMIT and any(c.isdigit() for c in text):
            fault = self._currency_fault(text)
            if fault:
                return fault
            text = text.replace(self.symbol, "")
        return number_fault(text, self.notation)

    def _currency_fault(self, text: str) -> str | None:
        """Say which other currency the text names, if it does."""
        sign = next((c for c in text if category(c) == "Sc" and c not in self.symbol), None)
        code = next((c for c in _CODE.findall(text) if c not in (self.symbol, self.currency)), None)
        if not sign and not code:
            return None
        stated = " or ".join(name for name in (self.symbol, self.currency) if name)
        return f"an amount in {stated or 'no named currency'}; the text says {sign or code}"


@lru_cache
def _pattern(symbol: str, notation: Notation) -> re.Pattern[str]:
    mark = re.escape(symbol) or "(?!)"
    return re.compile(
        rf"(?P<open>\()?(?P<sign>{SIGN})?(?:(?P<code>[A-Z]{{3}}) ?)?(?:(?P<symbol>{mark}) ?)?"
        rf"(?P<sign2>{SIGN})?(?P<digits>{notation.digits})"
        r"(?: ?(?P<unit>(?i:k|thousands?|mn?|millions?|bn|billions?)))?"
        rf"(?: ?(?P<symbol2>{mark}))?(?: ?(?P<code2>[A-Z]{{3}}))?(?P<close>\))?",
        re.ASCII,
    )
