"""Numbers, whole numbers and percentages."""

from __future__ import annotations

import math
import re
from typing import Final, Literal

from pmo_lib.tables.parsers.notation import PLAIN, Notation, read_decimal
from pmo_lib.tables.parsers.typed import Kind
from pmo_lib.tables.parsers.unreadable import VALUE_LIMIT, Unreadable

__all__ = ["parse_integer", "parse_number", "parse_percent"]

_MOST_WHOLE: Final = 15
_PERCENT: Final = re.compile(r"(.*[\d)]) ?%(\)?)", re.ASCII)


def parse_number(text: str, kind: Kind = "t", *, notation: Notation = PLAIN) -> float:
    """Read a number.

    Parameters
    ----------
    text : str
        Such as ``1,234.5``, ``-12`` or ``.5``.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell; ``notation`` is of text only.
    notation : Notation
        How the source writes numbers.

    Raises
    ------
    Unreadable
        The text is not a finite number in that notation.

    Examples
    --------
    >>> parse_number("-1,234.5"), parse_number("1e-05", "n")
    (-1234.5, 1e-05)
    """
    accepted = f"{notation.example}, -12"
    value = float(read_decimal(text, kind, notation, "number", accepted))
    if not math.isfinite(value):
        raise Unreadable("number: more than a number here can hold", accepted)
    return value


def parse_integer(text: str, kind: Kind = "t", *, notation: Notation = PLAIN) -> int:
    """Read a whole number of at most 15 digits.

    Parameters
    ----------
    text : str
        Such as ``1,234``; also ``12.0``, as programs write a whole number that they hold as a
        float, and no other decimals.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell.
    notation : Notation
        How the source writes numbers.

    Raises
    ------
    Unreadable
        The text is not a whole number in that notation.

    Examples
    --------
    >>> parse_integer("1,234"), parse_integer("-3.0")
    (1234, -3)
    """
    accepted = f"1{notation.mark}234, -12"
    value = read_decimal(text, kind, notation, "integer", accepted)
    if value.adjusted() >= _MOST_WHOLE:
        raise Unreadable(f"integer: at most {_MOST_WHOLE} digits", accepted)
    decimals = (
        kind == "t" and notation.decimal in text and not text.endswith(f"{notation.decimal}0")
    )
    if value != int(value) or decimals:
        raise Unreadable("integer: a number without decimals", accepted)
    return int(value)


def parse_percent(
    text: str,
    kind: Kind = "t",
    *,
    notation: Notation = PLAIN,
    bare: Literal["percent", "share"] = "percent",
) -> float:
    """Read a percentage as a share.

    Parameters
    ----------
    text : str
        Such as ``-47%`` or ``6``.
    kind : {'t', 'n', 'd', 'b'}
        The type that the source gave the cell.
    notation : Notation
        How the source writes numbers.
    bare : {'percent', 'share'}
        What a number without a percent sign is: 6 is 6 per cent, or 0.06 is. Spreadsheets hold a
        cell that they show as ``6%`` as the share 0.06.

    Raises
    ------
    Unreadable
        The text is not a finite number with an optional percent sign.

    Examples
    --------
    >>> parse_percent("-47%"), parse_percent("6"), parse_percent("0.06", "n", bare="share")
    (-0.47, 0.06, 0.06)
    """
    accepted = "-47%, 6" if bare == "percent" else "-47%, 0.06"
    signed_ = _PERCENT.fullmatch(text) if kind == "t" and len(text) <= VALUE_LIMIT else None
    number = "".join(signed_.groups()) if signed_ else text
    value = read_decimal(number, kind, notation, "percentage", accepted)
    share = float(value / 100 if signed_ or bare == "percent" else value)
    if not math.isfinite(share):
        raise Unreadable("percentage: more than a number here can hold", accepted)
    return share
