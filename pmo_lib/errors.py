"""Every exception that the library raises.

The tree, with the exit code the command line gives for each::

    PMOError
    ├── ParameterError   a parameter is unknown, missing, of the wrong type or out of range    2
    ├── MappingError     a source mapping file is wrong: names file, line and key              2
    ├── SourceError      a source is missing, empty or not what its mapping says               2
    ├── SchemaError      canonical rows break their table's schema: carries all failures       2
    ├── StoreError       a store, snapshot or slice is missing, damaged or of another version  2
    ├── SelectionError   a period, client or programme that the store does not hold            2
    ├── LedgerError      a ledger is locked, damaged or of a newer version, or its folder busy  2
    └── ReportError      one report failed to execute, convert or pass its checks              1

Each message says what is wrong, what was expected, what was found and what to do next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "LedgerError",
    "MappingError",
    "PMOError",
    "ParameterError",
    "ReportError",
    "SchemaError",
    "SelectionError",
    "SourceError",
    "StoreError",
    "allowed_words",
]


class PMOError(Exception):
    """Base of every error that this library raises on purpose."""

    exit_code = 2


class ParameterError(PMOError):
    """A parameter is unknown, missing, of the wrong type or out of range."""


class MappingError(PMOError):
    """A source mapping file is wrong; the message names file, line and key."""


class SourceError(PMOError):
    """A source is missing, empty or not what its mapping says it is."""


class SchemaError(PMOError):
    """Canonical rows break the schema of their table.

    Parameters
    ----------
    message : str
        One sentence for a person.
    failures : list of str
        Every failure found, one sentence each.
    """

    def __init__(self, message: str, failures: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.failures = list(failures)


class StoreError(PMOError):
    """A store, snapshot or slice is missing, damaged or of another version."""


class SelectionError(PMOError):
    """A period, client or programme was asked for that the store does not hold."""


class LedgerError(PMOError):
    """A ledger is locked, damaged or of a newer version, or another batch holds its folder."""


class ReportError(PMOError):
    """One report failed to execute, convert or pass its checks; its neighbours go on."""

    exit_code = 1


def allowed_words(given: str, allowed: Iterable[str], *, limit: int = 8) -> str:
    """Say what would have been accepted, nearest spelling first.

    Parameters
    ----------
    given : str
        The word that was not accepted.
    allowed : iterable of str
        The words that would have been.
    limit : int
        At most so many are listed.

    Returns
    -------
    str
        A sentence part such as ``did you mean '2023'? Allowed: 2022, 2023``.

    Examples
    --------
    >>> allowed_words("porfolio", ["client", "portfolio"])
    "did you mean 'portfolio'? Allowed: client, portfolio"
    """
    words = list(allowed)
    if not words:
        return "nothing is allowed here"
    near = difflib.get_close_matches(given, words, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}? " if near else ""
    more = f" and {len(words) - limit} more" if len(words) > limit else ""
    return f"{hint}Allowed: {', '.join(words[:limit])}{more}"
