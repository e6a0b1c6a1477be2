"""The contract of a source mapping file: which keys it has and what each may hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from pmo_lib.errors import allowed_words
from pmo_lib.tables.schemas import ID_PATTERN, PERIOD_PATTERN, STATES

__all__ = [
    "ColumnSpec",
    "DateField",
    "FieldSpec",
    "IdField",
    "MoneyField",
    "PercentField",
    "RatingField",
    "RowSpec",
    "SourceFile",
    "SourceMapping",
    "StatePattern",
    "TextField",
    "WordField",
]


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise PydanticCustomError("pattern", "not a pattern: {why}", {"why": str(error)}) from error
    return text


def _state(text: str) -> str:
    if text not in STATES:
        raise PydanticCustomError(
            "state",
            "{given} is no state; {allowed}",
            {"given": repr(text), "allowed": allowed_words(text, STATES)},
        )
    return text


def _encoding(text: str) -> str:
    try:
        codecs.lookup(text)
    except LookupError as error:
        raise PydanticCustomError(
            "encoding",
            "{given} is no encoding; such as cp1252 or utf-8",
            {"given": repr(text)},
        ) from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression."""


class _Keys(BaseModel):
    """Base of all parts of the file: an unknown key is an error that names the nearest known."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in given:
                if key not in known:
                    raise PydanticCustomError(
                        "unknown_key",
                        "unknown key {key}; {allowed}",
                        {"key": repr(key), "at": key, "allowed": allowed_words(str(key), known)},
                    )
        return given


class SourceFile(_Keys):
    """One file that is read, and the period that it reports."""

    name: str
    period: Annotated[str, Field(pattern=PERIOD_PATTERN.replace(r"\Z", "$"))]
    cadence: Literal["month", "quarter", "year"]
    start: date
    end: date
    data_date: date


class IgnoredFiles(_Keys):
    """Files that are there and not read, by a named rule."""

    pattern: Pattern
    rule: str


class StatePattern(_Keys):
    """Text that stands for a state in place of a value."""

    pattern: Pattern
    state: Annotated[str, AfterValidator(_state)]


class _Field(_Keys):
    heading: Pattern
    required: bool = True


class IdField(_Field):
    """An id of the source, from which the store's own is made."""

    type: Literal["id"]
    upper: bool = False
    replace: dict[str, str] = Field(default_factory=dict)


class TextField(_Field):
    """Words on one line, or paragraphs."""

    type: Literal["line", "paragraphs"]


class WordField(_Field):
    """One of the words of a vocabulary."""

    type: Literal["word"]
    vocabulary: str


class _ValueField(_Field):
    """A value that may be a state; an empty one may take its state from another field's text."""

    state_from: str | None = None


class RatingField(_ValueField):
    """A declared rating; ``spellings`` says what each spelling means."""

    type: Literal["rating"]
    spellings: dict[str, str]


class DateField(_ValueField):
    """A date in one of the stated formats."""

    type: Literal["date"]
    formats: list[str] = Field(min_length=1)


class MoneyField(_ValueField):
    """An amount, in units of ``multiply_by``."""

    type: Literal["money"]
    symbol: str
    multiply_by: float = Field(gt=0)


class PercentField(_ValueField):
    """A percentage."""

    type: Literal["percent"]


FieldSpec = Annotated[
    IdField | TextField | WordField | RatingField | DateField | MoneyField | PercentField,
    Field(discriminator="type"),
]


class Unstored(_Keys):
    """A field that is checked and not stored, by a named rule."""

    field: str
    table: str
    rule: str


class ColumnSpec(_Keys):
    """Where a column's value comes from: exactly one of the four.

    ``from`` names a field, or one of its attributes (``gmpp_id.written``,
    ``department.name``); ``template`` holds such names in braces; ``file`` names an attribute of
    the source file; ``value`` is a constant.
    """

    from_: str | None = Field(None, alias="from")
    template: str | None = None
    file: Literal["name", "period", "cadence", "start", "end", "data_date"] | None = None
    value: str | bool | int | float | date | None = None

    @model_validator(mode="after")
    def _one(self) -> ColumnSpec:
        if sum(v is not None for v in (self.from_, self.template, self.file, self.value)) != 1:
            raise PydanticCustomError(
                "one_of", "expected exactly one of from, template, file, value", {}
            )
        return self


class RowSpec(_Keys):
    """One row that each record gives to a table, unless a field of it is empty."""

    columns: dict[str, ColumnSpec]
    only_with: str | None = None
    otherwise: str | None = None


class SourceMapping(_Keys):
    """A whole source mapping file."""

    source: Annotated[str, Field(pattern=ID_PATTERN.replace(r"\Z", "$"))]
    title: str
    licence: str
    reader: Literal["transposed"]
    encoding: Annotated[str, AfterValidator(_encoding)]
    delimiter: Annotated[str, Field(min_length=1, max_length=1)]
    record_id: str
    files: list[SourceFile] = Field(min_length=1)
    ignored_files: list[IgnoredFiles] = Field(default_factory=list)
    states: list[StatePattern] = Field(default_factory=list)
    states_in_narrative: list[StatePattern] = Field(default_factory=list)
    vocabularies: dict[str, dict[str, dict[str, str]]] = Field(default_factory=dict)
    fields: dict[str, FieldSpec]
    unstored: list[Unstored] = Field(default_factory=list)
    tables: dict[str, list[RowSpec]]
