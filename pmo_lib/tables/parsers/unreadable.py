"""What every parser raises: the rule that the text breaks, and what would be read."""

from __future__ import annotations

import unicodedata

__all__ = ["VALUE_LIMIT", "Unreadable", "hidden_character", "shown"]

VALUE_LIMIT = 64
"""Characters that one value (a number, an amount, a date, a duration) has at most."""


class Unreadable(ValueError):  # noqa: N818  a finding that is counted, not an error of the library
    """Text that is not a value of its type.

    Parameters
    ----------
    rule : str
        What the text should have been; where it is almost that, what is wrong with it.
    accepted : str
        Examples of what would be read.

    Examples
    --------
    >>> print(Unreadable("date: 30 February 2020 is no day", "31/12/2026"))
    date: 30 February 2020 is no day; accepted: 31/12/2026
    """

    def __init__(self, rule: str, accepted: str) -> None:
        super().__init__(f"{rule}; accepted: {accepted}")
        self.rule = rule
        self.accepted = accepted


def shown(text: str, *, limit: int = 24) -> str:
    """Quote text for a rule: short, and with characters that do not show written as codes.

    Examples
    --------
    >>> shown("Marz"), shown("5" * 99, limit=4)
    ("'Marz'", "'5555...'")
    """
    kept = text[:limit]
    while len(repr(kept)) > limit + len("''"):
        kept = kept[:-1]
    return repr(kept if kept == text else f"{kept}...")


def hidden_character(text: str) -> str | None:
    r"""Name the first character that does not show, such as a direction mark.

    Examples
    --------
    >>> hidden_character("31/\u200e12/2026"), hidden_character("31/12/2026")
    ('U+200E', None)
    """
    hidden = (c for c in text if unicodedata.category(c).startswith("C"))
    return next((f"U+{ord(c):04X}" for c in hidden), None)
