"""The contract of a mapping's fields: what each is, and what its source calls it."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.tables.keys import Keys, Pattern
from pmo_lib.tables.parsers import DurationUnit, Notation, check_formats, zone_named
from pmo_lib.tables.readers import Heading
from pmo_lib.tables.schemas import STATES

__all__ = [
    "DateField",
    "DurationField",
    "FieldSpec",
    "FlagField",
    "IdField",
    "InstantField",
    "MoneyField",
    "NumberField",
    "PercentField",
    "PeriodField",
    "RangeField",
    "RatingField",
    "StatePattern",
    "TextField",
    "WordField",
]


def _state(text: str) -> str:
    if text not in STATES:
        raise PydanticCustomError(
            "state",
            "{given} is no state; {allowed}",
            {"given": repr(text), "allowed": allowed_words(text, STATES)},
        )
    return text


class StatePattern(Keys):
    """Text that stands for a state in place of a value."""

    pattern: Pattern
    state: Annotated[str, AfterValidator(_state)]


class Alias(Keys):
    """A name or pattern that holds for some of the files only."""

    name: str | None = None
    pattern: Pattern | None = None
    files: Pattern

    @model_validator(mode="after")
    def _one(self) -> Alias:
        if (self.name is None) == (self.pattern is None):
            raise PydanticCustomError("one_of", "expected exactly one of name, pattern", {})
        return self


class _Field(Keys):
    """What a field is called: names, patterns, or aliases of some files; any of them may stand.

    A field without a heading takes its text from the record set's ``repeat``.
    """

    heading: str | list[str | Alias] = Field(default_factory=list)
    pattern: Pattern | list[Pattern] = Field(default_factory=list)
    required: bool = True

    def called(self, file: str) -> Heading:
        """Tell what the field is called in one file."""
        given = [self.heading] if isinstance(self.heading, str) else self.heading
        aliases = [a for a in given if isinstance(a, Alias) and re.search(a.files, file)]
        names = [a for a in given if isinstance(a, str)] + [a.name for a in aliases if a.name]
        patterns = [self.pattern] if isinstance(self.pattern, str) else list(self.pattern)
        patterns += [a.pattern for a in aliases if a.pattern]
        return Heading(tuple(names), tuple(patterns), self.required)


class IdField(_Field):
    """An id of the source, from which the store's own is made; or a name that stands for one.

    ``from_name`` makes an id of a name: readable, and another for every other name;
    ``or_from_name`` names the field of which it is made in a file that lacks the id, or in all
    files where the id has no heading.
    """

    type: Literal["id"]
    upper: bool = False
    replace: dict[str, str] = Field(default_factory=dict)
    from_name: bool = False
    or_from_name: str | None = None


class TextField(_Field):
    """Words on one line, or paragraphs."""

    type: Literal["line", "paragraphs"]


class WordField(_Field):
    """One of the words of a vocabulary; ``split`` is a pattern between several of them."""

    type: Literal["word"]
    vocabulary: str
    split: Pattern | None = None


class FlagField(_Field):
    """True or false, as the source spells them."""

    type: Literal["flag"]
    is_true: list[str] = Field(min_length=1)
    is_false: list[str] = Field(min_length=1)


class _ValueField(_Field):
    """A value that may be a state; an empty one may take its state from another field's text."""

    state_from: str | None = None


class RatingField(_ValueField):
    """A declared rating on the three- or five-point scale.

    ``scale`` may be ``file``: then each file says its own under ``facts: {scale: rag5}``.
    ``spellings`` stand in place of the usual words. The attribute ``scale`` is the scale.
    """

    type: Literal["rating"]
    scale: Literal["rag3", "rag5", "file"]
    spellings: dict[str, str] = Field(default_factory=dict)


def _layouts(formats: list[str]) -> list[str]:
    try:
        check_formats(formats)
    except ParameterError as error:
        raise PydanticCustomError("layout", "{why}", {"why": str(error).rstrip(".")}) from error
    return formats


def _zone(name: str) -> str:
    try:
        zone_named(name)
    except ParameterError as error:
        raise PydanticCustomError("zone", "{why}", {"why": str(error).rstrip(".")}) from error
    return name


Layouts = Annotated[list[str], Field(min_length=1), AfterValidator(_layouts)]
"""How dates are written, as :func:`~pmo_lib.tables.parsers.parse_date` takes it."""

Month = Annotated[int, Field(ge=1, le=12)]


class DateField(_ValueField):
    """A day in one of the stated formats.

    ``day`` says which day a quarter, month or year means; ``century`` what two digits of a year
    mean: one of the hundred years from there. ``year_starts`` is the month in which the source's
    year begins. The attribute ``precision`` says how closely the source dated.
    """

    type: Literal["date"]
    formats: Layouts
    day: Literal["first", "last"] | None = None
    century: int | None = None
    year_starts: Month = 1
    excel_serial: Literal[1900, 1904] | None = None


class InstantField(_ValueField):
    """A day and time in one of the stated formats, in the time of ``zone``; stored as UTC.

    ``ambiguous`` says which is meant of an hour that the change from summer time repeats.
    """

    type: Literal["instant"]
    formats: Layouts
    zone: Annotated[str, AfterValidator(_zone)]
    ambiguous: Literal["earlier", "later"] | None = None
    century: int | None = None
    excel_serial: Literal[1900, 1904] | None = None


class PeriodField(_Field):
    """The name of a reporting period, made of a month, quarter or year in a stated format.

    A year that starts in another month than January is named by the year in which it ends.
    """

    type: Literal["period"]
    formats: Layouts
    century: int | None = None
    year_starts: Month = 1


class _NumeralField(_ValueField):
    """A number in the source's notation; see :class:`~pmo_lib.tables.parsers.Notation`."""

    decimal: Literal[".", ","] = "."
    grouping: Literal[",", ".", " ", "'", ""] | None = None
    indian: bool = False
    brackets: bool = False

    @model_validator(mode="after")
    def _sound(self) -> _NumeralField:
        try:
            self.notation()
        except ParameterError as error:
            raise PydanticCustomError("notation", "{why}", {"why": str(error)}) from error
        return self

    def notation(self) -> Notation:
        """How the source writes numbers."""
        return Notation(self.decimal, self.grouping, self.indian, self.brackets)


class MoneyField(_NumeralField):
    """An amount; a number without a unit word of its own is in units of ``multiply_by``.

    ``symbol`` and ``currency`` are those that the source may write; another is unreadable.
    """

    type: Literal["money"]
    symbol: str = ""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    multiply_by: float = Field(1, gt=0, allow_inf_nan=False)


class RangeField(_NumeralField):
    """Bounds of an amount, such as ``$5m-$10m``: its attributes ``low`` and ``high``.

    The field's own value is none; its state is ``given_as_range``.
    """

    type: Literal["range"]
    symbol: str = ""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    multiply_by: float = Field(1, gt=0, allow_inf_nan=False)


class NumberField(_NumeralField):
    """A number or a whole number."""

    type: Literal["number", "integer"]


class PercentField(_NumeralField):
    """A percentage as a share; ``bare`` says what a number without a percent sign is.

    Without it a text such as ``6`` is 6 %, and a number of a spreadsheet or database, which may
    be 6 % or, where it is shown as a percentage, 600 %, cannot be read.
    """

    type: Literal["percent"]
    bare: Literal["percent", "share"] | None = None


class DurationField(_NumeralField):
    """Working time, in hours: ISO 8601 (``PT8H0M0S``), ``5d``, ``16h``.

    ``bare_unit`` says what a number without a unit is.
    """

    type: Literal["duration"]
    hours_per_day: float | None = Field(None, gt=0, allow_inf_nan=False)
    days_per_week: float | None = Field(None, gt=0, allow_inf_nan=False)
    bare_unit: DurationUnit | None = None


FieldSpec = Annotated[
    IdField
    | TextField
    | WordField
    | FlagField
    | RatingField
    | DateField
    | InstantField
    | PeriodField
    | MoneyField
    | RangeField
    | NumberField
    | PercentField
    | DurationField,
    Field(discriminator="type"),
]
