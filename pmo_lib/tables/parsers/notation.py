"""How a source writes numbers: one notation, held to strictly, never a guess at separators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final, Literal

from pmo_lib.errors import ParameterError
from pmo_lib.tables.parsers.typed import Kind, refuse_kind
from pmo_lib.tables.parsers.unreadable import VALUE_LIMIT, Unreadable, hidden_character, shown

__all__ = [
    "MOST_DIGITS",
    "PLAIN",
    "SIGN",
    "Notation",
    "balanced",
    "number_fault",
    "read_decimal",
    "signed",
    "typed_decimal",
]

SIGN: Final = "[-+−–]"
"""A sign that stands before a number: the en dash, which word processors make of it, is a minus."""

MOST_DIGITS: Final = 40
"""Characters that the digits of a number, with their marks, have at most."""

_TYPED: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Notation:
    """How a source writes its numbers.

    Parameters
    ----------
    decimal : {'.', ','}
        The decimal mark.
    grouping : {',', '.', ' ', "'", ''}, optional
        The mark between groups of digits, which may be left out; by default the one of comma and
        point that is not the decimal mark. A space stands for every space that folds to it, the
        apostrophe also for the curly one; the empty text allows no grouping.
    indian : bool
        Groups are as in ``12,34,567`` and not of three.
    brackets : bool
        A number in brackets is negative, as accountants write it.

    Raises
    ------
    ParameterError
        A mark is not one of those, or both marks are the same.

    Examples
    --------
    >>> Notation(decimal=",").value("1.234,56")
    Decimal('1234.56')
    """

    decimal: Literal[".", ","] = "."
    grouping: Literal[",", ".", " ", "'", ""] | None = None
    indian: bool = False
    brackets: bool = False

    def __post_init__(self) -> None:
        if self.decimal not in (".", ",") or self.mark not in (",", ".", " ", "'", ""):
            raise ParameterError(
                f"Notation: decimal {self.decimal!r}, grouping {self.grouping!r}; expected a "
                "decimal mark of '.' or ',', and a grouping mark of ',', '.', ' ', \"'\" or none."
            )
        if self.mark == self.decimal:
            raise ParameterError(
                f"Notation: {self.decimal!r} is both decimal and grouping mark; state another."
            )

    @property
    def mark(self) -> str:
        """The grouping mark; empty for none."""
        if self.grouping is None:
            return "." if self.decimal == "," else ","
        return self.grouping

    @property
    def example(self) -> str:
        """A number in this notation."""
        return f"1{self.mark}234{self.decimal}56"

    @cached_property
    def digits(self) -> str:
        """Pattern of the digits of a number, with its marks and without a sign."""
        point = re.escape(self.decimal)
        whole = r"\d+"
        if self.mark:
            mark = "['’]" if self.mark == "'" else re.escape(self.mark)
            three = rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}})+"
            groups = rf"[1-9]\d?(?:{mark}\d\d)*{mark}\d{{3}}" if self.indian else three
            whole = rf"(?:{groups}|\d+)"
        return rf"(?:{whole}(?:{point}\d+)?|{point}\d+)"

    def value(self, digits: str) -> Decimal:
        """Give the number that digits with their marks are."""
        for mark in "'’" if self.mark == "'" else self.mark:
            digits = digits.replace(mark, "")
        return Decimal(digits.replace(self.decimal, "."))


PLAIN: Final = Notation()
"""The notation ``1,234.56``."""


def read_decimal(text: str, kind: Kind, notation: Notation, what: str, accepted: str) -> Decimal:
    """Read a number exactly.

    Parameters
    ----------
    text : str
        A number in the notation, with a sign or in brackets.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell.
    notation : Notation
        How the source writes numbers.
    what, accepted : str
        The field's type and examples, for the rule.

    Raises
    ------
    Unreadable
        The text is not a finite number in the notation.
    """
    if kind == "n":
        return typed_decimal(text, what, accepted)
    if kind != "t":
        refuse_kind(what, kind, accepted)
    found = _number(notation).fullmatch(text) if len(text) <= VALUE_LIMIT else None
    if found is None or not balanced(found["open"], found["close"], found["sign"], notation):
        raise Unreadable(f"{what}: {number_fault(text, notation)}", accepted)
    if len(found["digits"]) > MOST_DIGITS:
        raise Unreadable(f"{what}: at most {MOST_DIGITS} digits", accepted)
    return signed(notation.value(found["digits"]), found["sign"], bool(found["open"]))


def typed_decimal(text: str, what: str, accepted: str) -> Decimal:
    """Give the number of a cell that the source gave as a number.

    Parameters
    ----------
    text : str
        The canonical text of a number.
    what, accepted : str
        The field's type and examples, for the rule.

    Raises
    ------
    Unreadable
        The number is NaN or infinite.
    """
    if len(text) > VALUE_LIMIT or not _TYPED.fullmatch(text):
        raise Unreadable(f"{what}: a finite number; the cell is {shown(text)}", accepted)
    value = Decimal(text)
    return value if value else value.copy_abs()


def signed(value: Decimal, sign: str | None, bracketed: bool) -> Decimal:
    """Give a number its sign; zero has none."""
    return value.copy_negate() if value and (bracketed or (sign or "+") != "+") else value


def number_fault(text: str, notation: Notation) -> str:
    """Say what is wrong with text that is no number in a notation.

    Examples
    --------
    >>> number_fault("1,23,456", PLAIN)
    "the digits are not grouped as in '1,234.56'"
    """
    if len(text) > VALUE_LIMIT:
        return f"a number of at most {VALUE_LIMIT} characters"
    hidden = hidden_character(text)
    other = next((c for c in text if c.isnumeric() and c not in "0123456789"), None)
    if hidden or other:
        return f"the text has {hidden}, which does not show" if hidden else f"{other!r} is no digit"
    return next((fault for pattern, fault in _faults(notation) if pattern.search(text)), "a number")


@lru_cache
def _faults(notation: Notation) -> list[tuple[re.Pattern[str], str]]:
    """Patterns of what is almost a number, with what is wrong; the first wins."""
    brackets = "brackets mean a negative number only where the mapping states it"
    looks = {
        r"^[^0-9]*$": "a number",
        r"[()]": "one pair of brackets and no sign" if notation.brackets else brackets,
        r"0[xX][0-9A-Fa-f]": "a number in decimal digits, not in hexadecimal",
        r"\d[eE][-+]?\d": "a number without an exponent",
        r"\d_\d": "digits without '_' between them",
        rf"^[^0-9]*{SIGN} ": "the sign stands apart from its number",
        rf"\d ?{SIGN}$": "the sign stands after its number",
        rf"{SIGN}.?{SIGN}": "more than one sign",
        r"\d[.,]$": "the number ends in a separator",
        r"\d[.,' ’]\d": f"the digits are not grouped as in {notation.example!r}",
    }
    return [(re.compile(pattern, re.ASCII), fault) for pattern, fault in looks.items()]


@lru_cache
def _number(notation: Notation) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<open>\()?(?P<sign>{SIGN})?(?P<digits>{notation.digits})(?P<close>\))?", re.ASCII
    )


def balanced(open_: str | None, close: str | None, sign: str | None, notation: Notation) -> bool:
    """Say whether brackets, if any, are a pair, stated, and the only sign."""
    if not open_ and not close:
        return True
    return bool(open_ and close and notation.brackets and not sign)
