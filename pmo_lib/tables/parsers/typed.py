"""Typed cells: one canonical text for a value of a spreadsheet, database or Parquet file.

Readers keep, beside each cell's text, a one-letter *kind* for the type that the source gave it;
parsers take both. What the source typed is taken as that type whatever a mapping says of layouts
and separators, which are about text.
"""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Final, Literal, NoReturn, TypeAlias

import numpy as np
import pandas as pd

from pmo_lib.tables.parsers.unreadable import Unreadable

__all__ = ["CellError", "Kind", "kind_of", "refuse_kind", "text_of"]

Kind: TypeAlias = Literal["t", "n", "d", "b", "e"]
"""The type that a source gave a cell: text, number, date or instant, true or false, error."""


class CellError(str):
    """What a spreadsheet's cell holds in place of a value: an error such as ``#REF!``.

    Of a formula whose result is not in the file, it is the formula, after ``=``.
    """

    __slots__ = ()


_KIND_WORDS: Final = {
    "t": "text",
    "n": "a number",
    "d": "a date",
    "b": "true or false",
    "e": "an error",
}
_EXACT_WHOLE: Final = 2**53
_MOST_PLACES: Final = 40
_SECONDS_AN_HOUR: Final = 3600


def kind_of(value: object) -> Kind:
    """Give the kind of a value that a source gave.

    Parameters
    ----------
    value : object
        As a reader of spreadsheets, SQL or Parquet gives it. Clock times, durations, bytes and
        what is missing count as text.

    Examples
    --------
    >>> import datetime
    >>> [kind_of(v) for v in ("5", 5.0, True, datetime.date(2026, 12, 31), None)]
    ['t', 'n', 'b', 'd', 't']
    >>> kind_of(CellError("#REF!"))
    'e'
    """
    if isinstance(value, CellError):
        return "e"
    if isinstance(value, bool | np.bool_):
        return "b"
    if isinstance(value, int | float | Decimal | np.number):
        return "t" if isinstance(value, np.timedelta64) else "n"
    if isinstance(value, date | np.datetime64) and not _missing(value):
        return "d"
    return "t"


def text_of(value: object) -> str:
    """Give the canonical text of a value that a source gave.

    Parameters
    ----------
    value : object
        As a reader of spreadsheets, SQL or Parquet gives it.

    Returns
    -------
    str
        Text as it is; dates ``2026-12-31``; instants ``2026-12-31T17:30:00``; whole numbers
        without ``.0``; other floats with as many digits as tell them from their neighbours;
        decimals written out; ``True`` and ``False``; durations ``PT8H0M0S``; bytes in
        hexadecimal; lists and structures as JSON. Nothing, where the value is missing; a NaN is
        ``nan``, which no parser reads.

    Examples
    --------
    >>> import datetime
    >>> [text_of(v) for v in (3.0, 0.1, True, None, datetime.datetime(2026, 12, 31, 17, 30))]
    ['3', '0.1', 'True', '', '2026-12-31T17:30:00']
    """
    if isinstance(value, str):
        return value
    if _missing(value):
        return ""
    value = _native(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_WHOLE else repr(value)
    if isinstance(value, Decimal):
        small = value.is_finite() and abs(value.adjusted()) < _MOST_PLACES
        return format(value, "f") if small else str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration_text(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return f"0x{bytes(value).hex()}"
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, default=text_of, ensure_ascii=False)
    return str(value)


def refuse_kind(what: str, kind: Kind, accepted: str) -> NoReturn:
    """Raise that a cell's type is not that of its field.

    Raises
    ------
    Unreadable
        Always.
    """
    raise Unreadable(f"{what}: the source gave the cell as {_KIND_WORDS[kind]}", accepted)


def _missing(value: object) -> bool:
    if value is None or value is pd.NaT or value is pd.NA:
        return True
    return isinstance(value, np.datetime64 | np.timedelta64) and bool(np.isnat(value))


def _native(value: object) -> Any:
    """Give Python's own value for one of NumPy or pandas."""
    if isinstance(value, np.datetime64):
        return pd.Timestamp(value).to_pydatetime(warn=False)
    if isinstance(value, np.timedelta64):
        return pd.Timedelta(value).to_pytimedelta()
    if isinstance(value, float):
        return float(value)
    return value.item() if isinstance(value, np.generic) else value


def _duration_text(value: timedelta) -> str:
    """Write a duration in hours, minutes and seconds, as ISO 8601 does."""
    whole = abs(value)
    minutes, seconds = divmod(whole.days * 24 * _SECONDS_AN_HOUR + whole.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{whole.microseconds:06d}".rstrip("0") if whole.microseconds else ""
    return f"{'-' if value < timedelta(0) else ''}PT{hours}H{minutes}M{seconds}{fraction}S"
