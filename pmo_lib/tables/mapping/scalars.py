"""One text of a field as its value, and what else is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, cast

from pmo_lib.tables import parsers
from pmo_lib.tables.mapping.fields import (
    DateField,
    DurationField,
    FieldSpec,
    FlagField,
    IdField,
    InstantField,
    MoneyField,
    NumberField,
    PercentField,
    PeriodField,
    RangeField,
    RatingField,
    TextField,
    WordField,
)
from pmo_lib.tables.parsers import Kind, Unreadable
from pmo_lib.tables.readers.records import tidied

__all__ = [
    "Known",
    "Scalar",
    "Vocabularies",
    "always_known",
    "attribute_names",
    "has_states",
    "parsed",
    "word_attributes",
]

Scalar = str | bool | int | float | date | datetime | None
Vocabularies = Mapping[str, Mapping[str, Mapping[str, str | list[str]]]]

_SPELT: Final = "spelt"
"""Key of a vocabulary's entry that lists other spellings of the word."""

Known = tuple[Any, str | None, dict[str, Scalar]]
"""A value (of several words a tuple), the state in its place, and its attributes."""


def has_states(spec: FieldSpec) -> bool:
    """Whether a field's text may stand for a state in place of a value."""
    return hasattr(spec, "state_from")


def attribute_names(spec: FieldSpec, vocabularies: Vocabularies) -> list[str]:
    """Names of what is known of a field's values beside the text as written."""
    match spec:
        case RangeField():
            return ["low", "high"]
        case DateField():
            return ["precision"]
        case RatingField():
            return ["scale"]
        case WordField():
            entries = vocabularies.get(spec.vocabulary, {}).values()
            return list(dict.fromkeys(key for entry in entries for key in entry if key != _SPELT))
    return []


def always_known(spec: FieldSpec, facts: Mapping[str, str]) -> dict[str, Scalar]:
    """Give the attributes that a field has whatever its text says."""
    if isinstance(spec, RatingField):
        return {"scale": facts["scale"] if spec.scale == "file" else spec.scale}
    return {}


def word_attributes(
    word: str | None, spec: WordField, vocabularies: Vocabularies
) -> Mapping[str, Any]:
    """Give what a vocabulary says of a word."""
    return vocabularies[spec.vocabulary].get(word or "", {})


def parsed(
    spec: FieldSpec, raw: str, kind: Kind, vocabularies: Vocabularies, facts: Mapping[str, str]
) -> Known:
    """Read one text of a field.

    Parameters
    ----------
    spec : FieldSpec
        What the field is.
    raw : str
        The text, not empty; of a typed cell its one canonical text.
    kind : {'t', 'n', 'd', 'b', 'e'}
        The type that the source gave the cell; an error is never a value.
    vocabularies : mapping
        Words, and what is known of each.
    facts : mapping of str to str
        What the mapping says of the file.

    Raises
    ------
    Unreadable
        The text is no value of the field.
    """
    if kind == "e":
        rule = "cell: an error, or a formula whose result the file does not hold"
        raise Unreadable(rule, "a value")
    text = tidied(raw)
    match spec:
        case TextField():
            line = spec.type == "line"
            return (parsers.parse_line(raw) if line else parsers.parse_paragraphs(raw)), None, {}
        case WordField():
            return _words(spec, text, vocabularies)
        case FlagField():
            return _flag(spec, text, kind), None, {}
        case RatingField():
            scale = cast(Any, always_known(spec, facts)["scale"])
            spellings = spec.spellings or None
            return parsers.parse_rating(text, scale=scale, spellings=spellings), None, {}
        case DateField():
            found = parsers.parse_dated(text, kind, **_settings(spec, "formats", *_DATING))
            return found.value, None, {"precision": found.precision}
        case RangeField():
            bounds = parsers.parse_money_range(text, kind, **_amount(spec))
            return None, "given_as_range", {"low": bounds.low, "high": bounds.high}
        case PeriodField():
            return _period(spec, text, kind), None, {}
        case _:
            return _plain(spec, text, kind), None, {}


_DATING: Final = ("day", "century", "year_starts", "excel_serial")


def _plain(spec: FieldSpec, text: str, kind: Kind) -> Scalar:
    """Read a value of which nothing else is known."""
    match spec:
        case IdField():
            if spec.from_name:
                return parsers.parse_id_from_name(text)
            return parsers.parse_id(text, kind, upper=spec.upper, replace=spec.replace)
        case InstantField():
            names = ("formats", "zone", "ambiguous", "century", "excel_serial")
            return parsers.parse_instant(text, kind, **_settings(spec, *names))
        case MoneyField():
            return parsers.parse_money(text, kind, **_amount(spec))
        case NumberField():
            parse = parsers.parse_integer if spec.type == "integer" else parsers.parse_number
            return parse(text, kind, notation=spec.notation())
        case PercentField():
            return _percent(spec, text, kind)
        case DurationField():
            of_units = ("hours_per_day", "days_per_week", "bare_unit")
            settings = _settings(spec, *of_units) | {"notation": spec.notation()}
            return parsers.parse_duration(text, kind, **settings)
    raise TypeError(f"a field of the type {spec.type!r} is not read")


def _percent(spec: PercentField, text: str, kind: Kind) -> float:
    """Read a percentage; a typed number may be either, and nothing shows which."""
    if spec.bare is None and kind == "n":
        raise Unreadable(
            "percentage: a typed number is percent or a share; the mapping says which under bare",
            "50% as text",
        )
    return parsers.parse_percent(text, kind, notation=spec.notation(), bare=spec.bare or "percent")


def _settings(spec: FieldSpec, *names: str) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in names}


def _amount(spec: MoneyField | RangeField) -> dict[str, Any]:
    return _settings(spec, "symbol", "multiply_by", "currency") | {"notation": spec.notation()}


def _words(spec: WordField, text: str, vocabularies: Vocabularies) -> Known:
    vocabulary = vocabularies[spec.vocabulary]
    spellings = {word: word for word in vocabulary}
    spellings |= {
        spelt: word for word, entry in vocabulary.items() for spelt in entry.get(_SPELT, [])
    }
    if spec.split is not None:
        parts = [part for part in re.split(spec.split, text) if part]
        words = tuple(parsers.parse_word(part, spellings=spellings) for part in parts)
        return tuple(dict.fromkeys(words)), None, {}
    word = parsers.parse_word(text, spellings=spellings)
    known = {k: v for k, v in vocabulary[word].items() if not isinstance(v, list)}
    return word, None, dict(known)


def _flag(spec: FlagField, text: str, kind: Kind) -> bool:
    """Read true or false; a cell that the source typed so is that."""
    typed = {"True": True, "False": False} if kind == "b" else {}
    spelt = dict.fromkeys(spec.is_true, True) | dict.fromkeys(spec.is_false, False)
    return parsers.parse_word(text, spellings=spelt | typed)


def _period(spec: PeriodField, text: str, kind: Kind) -> str:
    settings = _settings(spec, "formats", "century", "year_starts")
    found = parsers.parse_dated(text, kind, day="last", **settings)
    end = found.value
    match found.precision:
        case "year":
            return f"{end.year}"
        case "quarter":
            return f"{end.year}-Q{(end.month + 2) // 3}"
        case "month":
            return f"{end:%Y-%m}"
    raise Unreadable("period: a month, quarter or year, not a day", "2026-10, 2026-Q3, 2026")
