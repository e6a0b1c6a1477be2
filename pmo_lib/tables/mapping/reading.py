"""Reading a source mapping file: held to its contract, then its names to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from pmo_lib.errors import MappingError, allowed_words
from pmo_lib.tables.mapping.contract import (
    ColumnSpec,
    FieldSpec,
    RatingField,
    SourceMapping,
    WordField,
)
from pmo_lib.tables.mapping.located import Located, Place, read_located
from pmo_lib.tables.schemas import RATING_KEYS, TABLES

__all__ = ["REFERENCE", "WRITTEN", "read_mapping", "references"]

REFERENCE: Final = re.compile(r"\{([^{}]+)\}")
"""A name in a template."""

WRITTEN: Final = "written"
"""The attribute of every field that holds its text as written."""

_Finding = tuple[Place, str]


def read_mapping(path: Path) -> SourceMapping:
    """Read a source mapping.

    Parameters
    ----------
    path : pathlib.Path
        Such as ``params/sources/gmpp.yml``.

    Raises
    ------
    MappingError
        A key is unknown or missing, a value is of the wrong type, or a name is of nothing that
        the file or the schemas have; the message says file, line, key and the nearest word.
    """
    located = read_located(Path(path))
    try:
        mapping = SourceMapping.model_validate(located.content)
    except ValidationError as error:
        raise _contract_error(located, error) from error
    for place, message in _findings(mapping):
        raise located.error(place, message)
    return mapping


def references(spec: ColumnSpec) -> list[str]:
    """Names of fields, with their attributes, that a column is made of."""
    if spec.from_ is not None:
        return [spec.from_]
    return REFERENCE.findall(spec.template or "")


def _contract_error(located: Located, error: ValidationError) -> MappingError:
    first = error.errors()[0]
    context = first.get("ctx", {})
    place = [part for part in first["loc"] if part != "from_"]
    if "at" in context:
        place.append(context["at"])
    message = str(first["msg"])
    if first["type"] == "missing":
        message = f"the key {first['loc'][-1]!r} is missing"
    elif first["type"] in ("model_type", "dict_type"):
        message = f"expected keys and values, found {first['input']!r}"
    elif first["type"] in ("literal_error", "union_tag_invalid"):
        place += ["type"] if "tag" in context else []
        given = str(context.get("tag", first["input"]))
        listed = re.findall(
            r"'([^']*)'", str(context.get("expected", context.get("expected_tags")))
        )
        message = f"{given!r} is not allowed; {allowed_words(given, listed)}"
    return located.error(place, message)


def _findings(mapping: SourceMapping) -> Iterator[_Finding]:
    """Names that stand for nothing."""
    yield from _name(("record_id",), mapping.record_id, mapping.fields, "field")
    for name, field in mapping.fields.items():
        yield from _field_findings(mapping, name, field)
    for number, unstored in enumerate(mapping.unstored):
        place: Place = ("unstored", number)
        yield from _name((*place, "field"), unstored.field, mapping.fields, "field")
        yield from _name((*place, "table"), unstored.table, TABLES, "table")
    for table, rows in mapping.tables.items():
        yield from _name(("tables", table), table, TABLES, "table")
        for number, row in enumerate(rows):
            place = ("tables", table, number)
            if row.only_with is not None:
                yield from _name((*place, "only_with"), row.only_with, mapping.fields, "field")
                if row.otherwise is None:
                    yield place, "only_with needs the rule's name under otherwise"
            for column, spec in row.columns.items():
                here = (*place, "columns", column)
                yield from _name(here, column, TABLES[table].columns(), "column")
                for reference in references(spec):
                    yield from _reference_findings(mapping, here, reference)
    yield from _unused(mapping)


def _field_findings(mapping: SourceMapping, name: str, field: FieldSpec) -> Iterator[_Finding]:
    place: Place = ("fields", name)
    if isinstance(field, WordField):
        where = (*place, "vocabulary")
        yield from _name(where, field.vocabulary, mapping.vocabularies, "vocabulary")
    if isinstance(field, RatingField):
        for spelling, rating in field.spellings.items():
            yield from _name((*place, "spellings", spelling), rating, RATING_KEYS, "rating")
    state_from = getattr(field, "state_from", None)
    if state_from is not None:
        yield from _name((*place, "state_from"), state_from, mapping.fields, "field")


def _reference_findings(mapping: SourceMapping, place: Place, reference: str) -> Iterator[_Finding]:
    name, _, attribute = reference.partition(".")
    field = mapping.fields.get(name)
    if field is None:
        yield from _name(place, name, mapping.fields, "field")
    elif attribute:
        words: Iterable[str] = [WRITTEN]
        if isinstance(field, WordField):
            entries = mapping.vocabularies[field.vocabulary].values()
            words = [WRITTEN, *dict.fromkeys(key for entry in entries for key in entry)]
        yield from _name(place, attribute, words, f"attribute of {name}")


def _unused(mapping: SourceMapping) -> Iterator[_Finding]:
    """Find the fields that are neither stored nor checked."""
    specs = [s for rows in mapping.tables.values() for row in rows for s in row.columns.values()]
    used = {reference.partition(".")[0] for spec in specs for reference in references(spec)}
    used |= {unstored.field for unstored in mapping.unstored}
    for name in mapping.fields:
        if name not in used:
            yield ("fields", name), "the field is in no table; use it, or list it under unstored"


def _name(place: Place, given: str, allowed: Iterable[str], what: str) -> Iterator[_Finding]:
    words = list(allowed)
    if given not in words:
        yield place, f"{given!r} is no {what}; {allowed_words(given, words)}"
