"""Guessing what a column holds: the type that reads its values, for a person to confirm.

Only ``pmo inspect`` guesses, and it writes down what it guessed: a load never does.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pmo_lib.tables import parsers
from pmo_lib.tables.parsers import Kind, Notation, Unreadable
from pmo_lib.tables.readers.records import TEXT, tidied

__all__ = ["Guess", "guess_type"]

_READS: Final = 0.75
"""A type is taken where it reads at least this share of a column's values."""

_WORDS: Final = 24
"""A column of at most so many different values, each of several records, is a list of words."""

_LONG: Final = 120

DATE_FORMATS: Final = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
)
"""Layouts of days that are tried."""

COARSE_FORMATS: Final = (
    "%Y-Q%q",
    "Q%q %Y",
    "Q%q %y",
    "%b %Y",
    "%B %Y",
    "%b-%y",
    "%Y-%m",
    "%Y/%e",
    "%Y/%E",
)
"""Layouts of months, quarters and years that are tried."""

_SYMBOLS: Final = {"£": "GBP", "€": "EUR", "$": ""}
_ISO: Final = re.compile(r"PT?(\d+[DHMS])+\Z")


@dataclass(frozen=True)
class Guess:
    """What a column may be.

    Parameters
    ----------
    type : str
        Type of the field, as a mapping names it.
    settings : mapping of str to object
        Its settings.
    read : int
        How many of the values it reads.
    questions : tuple of str
        What a person has to settle or check.
    """

    type: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    read: int = 0
    questions: tuple[str, ...] = ()


def guess_type(heading: str, values: Sequence[tuple[str, Kind]]) -> Guess:
    """Guess what a column holds.

    Parameters
    ----------
    heading : str
        Its heading: an id or a unit may stand there.
    values : sequence of (str, str)
        Its values that are not empty, with their kinds.

    Returns
    -------
    Guess
        The first of rating, date, range, duration, money, percentage, number and list of words
        that reads three values in four, with a question on those that it does not read; else an
        id where every value is another and looks like one, else text. Of no values it is text.

    Examples
    --------
    >>> values = [(text, "t") for text in ("31/12/2026", "01/11/2026")]
    >>> found = guess_type("Finish", values)
    >>> found.type, found.settings
    ('date', {'formats': ['%d/%m/%Y']})
    """
    texts = [(tidied(text), kind) for text, kind in values]
    if not texts:
        return Guess("line", questions=("the column is empty",))
    for guess in (
        _rating,
        _date,
        _coarse,
        _range,
        _duration,
        _id,
        _money,
        _percent,
        _number,
        _word,
    ):
        found = guess(heading, texts)
        if found is not None and found.read >= _READS * len(texts):
            return _asking_of_others(found, len(texts))
    return _text(heading, values)


def _asking_of_others(guess: Guess, values: int) -> Guess:
    """Ask what the values are that the type does not read: a load takes them as states or not."""
    others = values - guess.read
    if not others:
        return guess
    asked = f"{others:,} of {values:,} do not read so: states, or rejects?"
    return replace(guess, questions=(*guess.questions, asked))


def _read(texts: Sequence[tuple[str, Kind]], parse: Callable[[str, Kind], Any]) -> int:
    """Count the values that a parser reads."""
    return sum(_is_read(text, kind, parse) for text, kind in texts)


def _is_read(text: str, kind: Kind, parse: Callable[[str, Kind], Any]) -> bool:
    try:
        parse(text, kind)
    except Unreadable:
        return False
    return True


def _rating(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess:
    in_three = _read(texts, lambda text, kind: parsers.parse_rating(text, scale="rag3"))
    in_five = _read(texts, lambda text, kind: parsers.parse_rating(text, scale="rag5"))
    if in_three < in_five:
        return Guess("rating", {"scale": "rag5"}, in_five)
    asked = "three points, or five of which two were not given?"
    return Guess("rating", {"scale": "rag3"}, in_three, (asked,))


def _date(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    """Choose the layouts that together read the most; two orders of day and month are asked."""
    fits = {layout: _fitting(texts, layout) for layout in DATE_FORMATS}
    chosen, left = _covering(fits, set(range(len(texts))))
    typed = sum(kind == "d" for _, kind in texts)
    read = len(texts) - len(left)
    if not chosen and typed == len(texts):
        chosen = ["%Y-%m-%d"]
    if not chosen or read < _READS * len(texts):
        return None
    swapped = [layout for layout in chosen if fits.get(_other_order(layout)) == fits[layout]]
    settings: dict[str, Any] = {"formats": [one for one in chosen if one not in swapped]}
    asked = [f"{one!r} or {_other_order(one)!r}? Every value reads as either" for one in swapped]
    if any("%y" in layout for layout in chosen):
        settings["century"] = None
        asked.append("which hundred years do two digits stand for, such as 1980?")
    return Guess("date", settings, read, tuple(asked))


def _fitting(texts: Sequence[tuple[str, Kind]], layout: str) -> frozenset[int]:
    century = 1970 if "%y" in layout else None

    def parse(text: str, kind: Kind) -> Any:
        return parsers.parse_date(text, kind, formats=[layout], century=century)

    return frozenset(at for at, (text, kind) in enumerate(texts) if _is_read(text, kind, parse))


def _covering(fits: Mapping[str, frozenset[int]], left: set[int]) -> tuple[list[str], set[int]]:
    """Take layouts, the one that reads most first, until none reads more."""
    chosen = []
    while left:
        best = max(fits, key=lambda layout: len(fits[layout] & left))
        if not fits[best] & left:
            break
        chosen.append(best)
        left = left - fits[best]
    return chosen, left


def _other_order(layout: str) -> str:
    """Give the layout with day and month the other way round."""
    return layout.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def _coarse(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    for layout in COARSE_FORMATS:
        settings = {"formats": [layout], "day": "last"}
        century = {"century": 2000} if "%y" in layout or "%e" in layout else {}

        def parse(text: str, kind: Kind, given: Mapping[str, Any] = settings | century) -> Any:
            return parsers.parse_date(text, kind, **given)

        found = _read(texts, parse)
        if found >= _READS * len(texts):
            asked = "does it mean the first day or the last?"
            return Guess("date", settings | century, found, (asked,))
    return None


def _range(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    symbol = next((s for s in _SYMBOLS if any(s in text for text, _ in texts)), "")

    def parse(text: str, kind: Kind) -> None:
        bounds = parsers.parse_money_range(text, kind, symbol=symbol, multiply_by=1)
        if bounds.low == bounds.high:
            raise Unreadable("range: two bounds", "5m - 10m")

    settings = {"symbol": symbol} if symbol else {}
    return Guess("range", settings, _read(texts, parse), ("in which currency?",))


def _id(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    """Take distinct short codes for ids, where the heading says so or they have letters."""
    distinct = len({text for text, _ in texts}) == len(texts)
    named = re.search(r"(?i)\b(id|key|code|ref(erence)?|number|no)\b|(Id|ID|Key)$", heading)
    coded = all(re.search("[A-Za-z]", text) and re.search(r"\d", text) for text, _ in texts)
    if not distinct or len(texts) < 2 or not (named or coded):
        return None
    replaced = {"/": "-", " ": "-"}
    settings: dict[str, Any] = {}
    found = _read(texts, lambda text, kind: parsers.parse_id(text, kind, upper=False, replace={}))
    if found < len(texts):
        settings = {"replace": replaced}
        found = _read(
            texts, lambda text, kind: parsers.parse_id(text, kind, upper=False, replace=replaced)
        )
    return Guess("id", settings, found)


def _money(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    symbols = Counter(s for text, _ in texts for s in _SYMBOLS if s in text)
    in_heading = next((s for s in _SYMBOLS if s in heading), "")
    spoken = re.search(r"(?i)cost|budget|amount|price|spend|forecast|actual|value", heading)
    decimals = sum(bool(re.search(r"\.\d\d$", text)) for text, _ in texts)
    if not (symbols or in_heading or (spoken and decimals > len(texts) / 2)):
        return None
    symbol = symbols.most_common(1)[0][0] if symbols else in_heading
    unit, told = _unit(heading)

    def parse(text: str, kind: Kind) -> Any:
        return parsers.parse_money(text, kind, symbol=symbol, multiply_by=unit)

    settings: dict[str, Any] = {"symbol": symbol} if symbol else {}
    asked = [] if symbol else ["in which currency?"]
    if unit != 1:
        settings["multiply_by"] = unit
        asked.append(f"the heading says {told!r}: are the amounts in units of {unit:,}?")
    return Guess("money", settings, _read(texts, parse), tuple(asked))


def _unit(heading: str) -> tuple[int, str]:
    """Find the unit of amounts in a heading."""
    for pattern, unit in (
        (r"[£€$]\s?m\b|\bm(illions?|n)?\b", 1_000_000),
        (r"[£€$]\s?k\b|'?000s?", 1000),
    ):
        found = re.search(f"(?i){pattern}", heading)
        if found:
            return unit, found.group().strip()
    return 1, ""


def _percent(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    signs = sum(text.endswith("%") for text, _ in texts)
    if not signs and "%" not in heading and not re.search(r"(?i)percent|share", heading):
        return None
    settings: dict[str, Any] = {}
    asked: tuple[str, ...] = ()
    if signs < len(texts):
        settings, asked = {"bare": "percent"}, ("is 5 without a sign 5%, or 500%?",)
    return Guess("percent", settings, _read(texts, lambda t, k: parsers.parse_percent(t, k)), asked)


def _number(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess:
    """Take the kind of number and the decimal sign that read the most, whole numbers first."""
    guesses = [
        Guess(
            type_,
            {} if decimal == "." else {"decimal": decimal},
            _read(texts, functools.partial(parse, notation=Notation(decimal=decimal))),
        )
        for decimal in (".", ",")
        for type_, parse in _NUMBERS.items()
    ]
    return max(guesses, key=lambda guess: guess.read)


_NUMBERS: Final[dict[str, Callable[..., Any]]] = {
    "integer": parsers.parse_integer,
    "number": parsers.parse_number,
}


def _duration(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    days: dict[str, Any] = {"hours_per_day": 7.5, "days_per_week": 5}
    found = _read(texts, lambda t, k: parsers.parse_duration(t, k, **days))
    iso = all(_ISO.match(text) for text, _ in texts)
    return Guess("duration", {} if iso else days, found, () if iso else ("hours a day?",))


def _word(heading: str, texts: Sequence[tuple[str, Kind]]) -> Guess | None:
    counted = Counter(text for text, _ in texts)
    few = len(counted) <= min(_WORDS, len(texts) / 3) and max(map(len, counted)) <= _LONG
    if not few or any(kind != TEXT for _, kind in texts):
        return None
    return Guess("word", {"words": list(counted)}, len(texts))


def _text(heading: str, values: Sequence[tuple[str, Kind]]) -> Guess:
    several = any("\n" in text.strip() or "\r" in text.strip() for text, _ in values)
    long = max(len(text) for text, _ in values) > 2 * _LONG
    return Guess("paragraphs" if several or long else "line", {}, len(values))
