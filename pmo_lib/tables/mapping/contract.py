"""The contract of a source mapping file: which keys it has and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from pmo_lib.tables.keys import Keys, Pattern, Ruled
from pmo_lib.tables.mapping.fields import FieldSpec, StatePattern
from pmo_lib.tables.readers import Headings, QueryReader, ReaderSpec, Repeat
from pmo_lib.tables.schemas import ID_PATTERN, PERIOD_PATTERN

__all__ = [
    "OF_FILE",
    "REFERENCE",
    "ColumnSpec",
    "FileSpec",
    "RecordSet",
    "RowSpec",
    "SourceMapping",
    "Unstored",
    "facts_of",
    "reader_for",
    "references",
]

REFERENCE: Final = re.compile(r"\{([^{}]+)\}")
"""A name in a template."""

OF_FILE: Final = "file."
"""Beginning of a name in a template that is of the source file."""

_Period = Annotated[str, Field(pattern=PERIOD_PATTERN.replace(r"\Z", "$"))]


class FileSpec(Keys):
    """Files that are read, and the period that each reports.

    ``name`` names one file; ``pattern`` stands for all whose name it matches, and its group
    ``period`` (``2026-10``, ``2026-Q3``, ``2023``) says which each reports. ``period`` states it
    outright; where neither does, it is given with the load. ``start``, ``end`` and ``data_date``
    (the day at which the data stand) follow from a calendar period and may be stated. ``reader``
    overrides settings of the reader for these files. ``facts`` are words that columns and queries
    may take; the pattern's other groups are facts of their names.
    """

    name: str | None = None
    pattern: Pattern | None = None
    period: _Period | None = None
    cadence: Literal["month", "quarter", "year"] | None = None
    start: date | None = None
    end: date | None = None
    data_date: date | None = None
    reader: dict[str, Any] = Field(default_factory=dict)
    facts: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one(self) -> FileSpec:
        if (self.name is None) == (self.pattern is None):
            raise PydanticCustomError("one_of", "expected exactly one of name, pattern", {})
        return self

    def fact_names(self) -> list[str]:
        """Names of the facts that these files have."""
        groups = re.compile(self.pattern).groupindex if self.pattern else {}
        return [*self.facts, *(name for name in groups if name != "period")]

    def matches(self, name: str) -> re.Match[str] | None:
        """Match the name of a file."""
        return re.search(self.pattern if self.pattern else f"^{re.escape(self.name or '')}$", name)


class Unstored(Keys):
    """A field that is checked and not stored, by a named rule."""

    field: str
    table: str
    rule: str


class ColumnSpec(Keys):
    """Where a column's value comes from: exactly one of the four.

    ``from`` names a field, or one of its attributes (``gmpp_id.written``, ``department.name``,
    ``cost.low``); ``template`` holds such names in braces; ``file`` names an attribute of the
    source file, or one of its ``facts``, which a template has as ``{file.name}``; ``value`` is a
    constant.
    """

    from_: str | None = Field(None, alias="from")
    template: str | None = None
    file: str | None = None
    value: str | bool | int | float | date | None = None

    @model_validator(mode="after")
    def _one(self) -> ColumnSpec:
        if sum(v is not None for v in (self.from_, self.template, self.file, self.value)) != 1:
            raise PydanticCustomError(
                "one_of", "expected exactly one of from, template, file, value", {}
            )
        return self


class RowSpec(Keys):
    """One row that each record gives to a table.

    ``only_with`` names a field: where it is empty there is no row, by the rule ``otherwise``.
    ``where`` likewise keeps to records whose fields have one of the words listed, ``""`` for none:
    ``where: {status: [Live, ""]}``; a word that cannot be read is none, and is rejected. ``each``
    names a field of several words: there is a row for each of them.
    """

    columns: dict[str, ColumnSpec]
    only_with: str | None = None
    where: dict[str, list[str]] = Field(default_factory=dict)
    otherwise: str | None = None
    each: str | None = None


class RecordSet(Keys):
    """One kind of record: how it is read, what its fields are, and the rows that it gives.

    ``files`` is a pattern: the record set is read from those files whose name it matches.
    ``record_id`` names the fields that together make a record the only one of its kind in a
    snapshot; a second one is rejected. ``repeat`` names a group of fields that a record has
    several times (see :class:`~pmo_lib.tables.readers.Repeat`).
    """

    files: Pattern | None = None
    reader: ReaderSpec
    record_id: str | list[str] = Field(default_factory=list)
    repeat: RepeatSpec | None = None
    fields: dict[str, FieldSpec]
    ignored_headings: list[Ruled] = Field(default_factory=list)
    unstored: list[Unstored] = Field(default_factory=list)
    tables: dict[str, list[RowSpec]]
    _folder: Path | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _know_folder(self, info: ValidationInfo) -> RecordSet:
        self._folder = (info.context or {}).get("folder")
        return self

    @property
    def folder(self) -> Path | None:
        """Folder of the mapping file, to which paths of the reader are relative."""
        return self._folder

    @property
    def id_fields(self) -> list[str]:
        """Names of the fields that make a record the only one of its kind."""
        return [self.record_id] if isinstance(self.record_id, str) else self.record_id

    def headings(self, file: str) -> Headings:
        """Tell what to look for in one file."""
        repeated = self.repeat.field if self.repeat else None
        fields = {
            name: field.called(file)
            for name, field in self.fields.items()
            if name != repeated and (field.heading or field.pattern)
        }
        return Headings(
            fields,
            tuple((one.pattern, one.rule) for one in self.ignored_headings),
            Repeat(self.repeat.field, tuple(self.repeat.values)) if self.repeat else None,
        )


class RepeatSpec(Keys):
    """A group of fields that is repeated: ``{field}`` in headings is one of the values."""

    field: str
    values: list[str] = Field(min_length=1)


class SourceMapping(Keys):
    """A whole source mapping file.

    ``licence`` is the sentence of attribution that reports print, ``origin`` who publishes it.
    """

    source: Annotated[str, Field(pattern=ID_PATTERN.replace(r"\Z", "$"))]
    title: str
    licence: str = ""
    origin: str = ""
    files: list[FileSpec] = Field(min_length=1)
    ignored_files: list[Ruled] = Field(default_factory=list)
    states: list[StatePattern] = Field(default_factory=list)
    states_in_narrative: list[StatePattern] = Field(default_factory=list)
    vocabularies: dict[str, dict[str, dict[str, str | list[str]]]] = Field(default_factory=dict)
    records: dict[str, RecordSet] = Field(min_length=1)


RecordSet.model_rebuild()


def references(spec: ColumnSpec) -> list[str]:
    """Names of fields, with their attributes, that a column is made of."""
    if spec.from_ is not None:
        return [spec.from_]
    names = REFERENCE.findall(spec.template or "")
    return [name for name in names if not name.startswith(OF_FILE)]


def facts_of(spec: ColumnSpec) -> list[str]:
    """Names of what a column takes from the source file."""
    if spec.file is not None:
        return [spec.file]
    names = REFERENCE.findall(spec.template or "")
    return [name.removeprefix(OF_FILE) for name in names if name.startswith(OF_FILE)]


def reader_for(
    records: RecordSet, file: FileSpec, known: Mapping[str, str | date] | None = None
) -> ReaderSpec:
    """Give the reader of a record set, with the settings that a file overrides.

    Parameters
    ----------
    records : RecordSet
        What is read.
    file : FileSpec
        The entry of the file.
    known : mapping, optional
        What is known of the file itself, which a query takes as its parameters.

    Raises
    ------
    pydantic.ValidationError
        An overriding setting is none of the reader's, or of the wrong type.
    """
    settings = records.reader.model_dump(exclude_unset=True)
    context = {"folder": records.folder}
    reader = type(records.reader).model_validate(settings | file.reader, context=context)
    if known is not None and isinstance(reader, QueryReader):
        return reader.asked(known)
    return reader
