"""What every reader gives: records of raw text, each with the place where it was typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Cell", "Heading", "Reading", "Record", "cell_reference", "tidied"]


@dataclass(frozen=True)
class Heading:
    """A heading to look for: a pattern held to its text with whitespace folded."""

    pattern: re.Pattern[str]
    required: bool = True


@dataclass(frozen=True)
class Cell:
    """Raw text of one value, exactly as the file has it, and where it stands."""

    raw: str
    reference: str
    row: int


@dataclass(frozen=True)
class Record:
    """One source record: a cell by field name; fields that the file lacks are absent."""

    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Reading:
    """All records of one file.

    Parameters
    ----------
    file : str
        Name of the file.
    found : int
        Record places in the file, also those left out.
    records : tuple of Record
        In the file's order.
    ignored : Counter of str
        How many record places were left out, by rule.
    notes : Counter of str
        How many other rows of the file were left out, by rule.
    """

    file: str
    found: int
    records: tuple[Record, ...]
    ignored: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)


def tidied(text: str) -> str:
    r"""Fold all whitespace, also line breaks and no-break spaces, to single spaces.

    Examples
    --------
    >>> tidied(" Project - Start Date \r\r\n(Latest\xa0Approved) ")
    'Project - Start Date (Latest Approved)'
    """
    return " ".join(text.split())


def cell_reference(column: int, row: int) -> str:
    """Name a cell as a spreadsheet does.

    Parameters
    ----------
    column, row : int
        Counted from 1.

    Examples
    --------
    >>> cell_reference(1, 16), cell_reference(27, 3), cell_reference(55, 16)
    ('A16', 'AA3', 'BC16')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
