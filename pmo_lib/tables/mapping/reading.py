"""Reading a source mapping file: held to its contract, then its names to each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype
from pydantic import ValidationError

from pmo_lib.errors import MappingError, allowed_words
from pmo_lib.tables.mapping.contract import (
    ColumnSpec,
    FileSpec,
    RecordSet,
    RowSpec,
    SourceMapping,
    facts_of,
    reader_for,
    references,
)
from pmo_lib.tables.mapping.fields import (
    DateField,
    FieldSpec,
    IdField,
    InstantField,
    PeriodField,
    RatingField,
    TextField,
    WordField,
)
from pmo_lib.tables.mapping.files import FILE_NAMES
from pmo_lib.tables.mapping.located import Located, Place, read_located
from pmo_lib.tables.mapping.scalars import attribute_names
from pmo_lib.tables.mapping.values import WRITTEN
from pmo_lib.tables.parsers import RATING_SCALES
from pmo_lib.tables.readers import QueryReader
from pmo_lib.tables.schemas import RATING_KEYS, TABLES

__all__ = ["read_mapping"]

_SHOWN: Final = 60

_Finding = tuple[Place, str]

_DAYS_OF_FILES: Final = ("start", "end", "data_date")


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
        folder = located.path.absolute().parent
        mapping = SourceMapping.model_validate(located.content, context={"folder": folder})
    except ValidationError as error:
        raise _contract_error(located, error) from error
    for place, message in _findings(mapping):
        raise located.error(place, message)
    return mapping


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
        message = f"expected keys and values, found {_shown(first['input'])}"
    elif first["type"] in ("literal_error", "union_tag_invalid"):
        place += ["type"] if "tag" in context else []
        given = str(context.get("tag", first["input"]))
        listed = re.findall(
            r"'([^']*)'", str(context.get("expected", context.get("expected_tags")))
        )
        message = f"{given!r} is not allowed; {allowed_words(given, listed)}"
    return located.error(place, message)


def _shown(content: object) -> str:
    """Write what was found; of a whole file that is no mapping, the beginning."""
    written = repr(content)
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}..."


def _findings(mapping: SourceMapping) -> Iterator[_Finding]:
    """Names that stand for nothing, and settings that do not go together."""
    for kind, records in mapping.records.items():
        for place, message in _record_findings(mapping, records):
            yield ("records", kind, *place), message
    for number, file in enumerate(mapping.files):
        yield from _file_findings(mapping, number, file)


def _file_findings(mapping: SourceMapping, number: int, file: FileSpec) -> Iterator[_Finding]:
    """Check the settings that are overridden for a file, and the facts that columns take."""
    for records in mapping.records.values():
        try:
            reader_for(records, file)
        except ValidationError as error:
            first = error.errors()[0]
            at = [*first["loc"], *([first["ctx"]["at"]] if "at" in first.get("ctx", {}) else [])]
            yield ("files", number, "reader", *at), str(first["msg"])
        wanted = _facts(records)
        scale = file.facts.get("scale")
        if "scale" in wanted and scale is not None:
            yield from _name(("files", number, "facts", "scale"), scale, RATING_SCALES, "scale")
        for name in sorted(wanted):
            if name not in file.fact_names():
                yield (
                    ("files", number),
                    f"a column or query takes the file's {name!r}, which is no attribute of files "
                    f"({', '.join(FILE_NAMES)}) and not among this one's facts",
                )


def _facts(records: RecordSet) -> set[str]:
    """Names of the facts that a record set takes from its files."""
    specs = [s for rows in records.tables.values() for row in rows for s in row.columns.values()]
    named = {name for spec in specs for name in facts_of(spec)} - set(FILE_NAMES)
    rated = [f for f in records.fields.values() if isinstance(f, RatingField)]
    if isinstance(records.reader, QueryReader):
        named |= set(records.reader.parameters) - set(FILE_NAMES)
    return named | ({"scale"} if any(field.scale == "file" for field in rated) else set())


def _record_findings(mapping: SourceMapping, records: RecordSet) -> Iterator[_Finding]:
    for name in records.id_fields:
        yield from _name(("record_id",), name, records.fields, "field")
    if records.repeat is not None:
        yield from _name(("repeat", "field"), records.repeat.field, records.fields, "field")
    for name, field in records.fields.items():
        yield from _field_findings(mapping, records, name, field)
    for number, unstored in enumerate(records.unstored):
        place: Place = ("unstored", number)
        yield from _name((*place, "field"), unstored.field, records.fields, "field")
        yield from _name((*place, "table"), unstored.table, TABLES, "table")
    for table, rows in records.tables.items():
        yield from _name(("tables", table), table, TABLES, "table")
        for number, row in enumerate(rows):
            yield from _row_findings(mapping, records, table, ("tables", table, number), row)
    yield from _unused(records)


def _row_findings(
    mapping: SourceMapping, records: RecordSet, table: str, place: Place, row: RowSpec
) -> Iterator[_Finding]:
    if row.only_with is not None:
        yield from _name((*place, "only_with"), row.only_with, records.fields, "field")
    for name, words in row.where.items():
        yield from _where_findings(mapping, records, (*place, "where", name), name, words)
    if bool(row.only_with or row.where) != bool(row.otherwise):
        yield place, "only_with and where go with the rule's name under otherwise"
    if row.each is not None:
        yield from _name((*place, "each"), row.each, records.fields, "field")
        if getattr(records.fields.get(row.each), "split", None) is None:
            yield (*place, "each"), "the field has one word; say under split what parts several"
    for column, spec in row.columns.items():
        here = (*place, "columns", column)
        yield from _name(here, column, TABLES[table].columns(), "column")
        for reference in references(spec):
            yield from _reference_findings(mapping, records, here, reference, row.each)
        if column in TABLES[table].columns():
            yield from _type_findings(records, here, table, spec)


def _type_findings(
    records: RecordSet, place: Place, table: str, spec: ColumnSpec
) -> Iterator[_Finding]:
    """Find what would have to be guessed: texts for a column of days, numbers, or true and false.

    A vocabulary's words, and what it says of them, are of the mapping's own writing.
    """
    dtype = TABLES[table].to_schema().columns[str(place[-1])].dtype
    name, _, attribute = (spec.from_ or "").partition(".")
    field = records.fields.get(name)
    if dtype is None or (spec.from_ is not None and field is None):
        return
    of_days = isinstance(field, DateField | InstantField) and not attribute
    if is_datetime64_any_dtype(dtype.type):
        fits = of_days or spec.file in _DAYS_OF_FILES or isinstance(spec.value, date)
        what = "days: a field of the type date or instant, a day of the file, or a day"
    elif is_numeric_dtype(dtype.type):
        text = isinstance(field, TextField | IdField | PeriodField) or attribute == WRITTEN
        fits = not (text or of_days or spec.template or isinstance(spec.value, str))
        what = "no texts and no days: parse what is written by a field of the type that it is"
    else:
        return
    if not fits:
        yield place, f"the column takes {what}"


def _where_findings(
    mapping: SourceMapping, records: RecordSet, place: Place, name: str, words: Sequence[str]
) -> Iterator[_Finding]:
    yield from _name(place, name, records.fields, "field")
    field = records.fields.get(name)
    if not isinstance(field, WordField) or field.split is not None:
        yield place, "where takes a field of the type word, without split"
    else:
        for word in words:
            yield from _name(
                place, word, ["", *mapping.vocabularies.get(field.vocabulary, {})], "word"
            )


def _field_findings(
    mapping: SourceMapping, records: RecordSet, name: str, field: FieldSpec
) -> Iterator[_Finding]:
    place: Place = ("fields", name)
    made = getattr(field, "or_from_name", None) is not None
    repeated = records.repeat is not None and name == records.repeat.field
    headed = bool(field.heading or field.pattern)
    if headed == repeated and not (made and not repeated):
        yield place, "a field has a heading or a pattern, unless it is the one that is repeated"
    if isinstance(field, WordField):
        where = (*place, "vocabulary")
        yield from _name(where, field.vocabulary, mapping.vocabularies, "vocabulary")
    if isinstance(field, RatingField):
        for spelling, rating in field.spellings.items():
            yield from _name((*place, "spellings", spelling), rating, RATING_KEYS, "rating")
    for key in ("state_from", "or_from_name"):
        other = getattr(field, key, None)
        if other is not None:
            yield from _name((*place, key), other, records.fields, "field")


def _reference_findings(
    mapping: SourceMapping, records: RecordSet, place: Place, reference: str, each: str | None
) -> Iterator[_Finding]:
    name, _, attribute = reference.partition(".")
    field = records.fields.get(name)
    if field is None:
        yield from _name(place, name, records.fields, "field")
        return
    if attribute:
        words = [WRITTEN, *attribute_names(field, mapping.vocabularies)]
        yield from _name(place, attribute, words, f"attribute of {name}")
    if getattr(field, "split", None) is not None and name != each and attribute != WRITTEN:
        yield place, f"{name} may have several words; give a row to each of them with each: {name}"


def _unused(records: RecordSet) -> Iterator[_Finding]:
    """Find the fields that are neither stored nor checked."""
    rows = [row for rows in records.tables.values() for row in rows]
    specs = [spec for row in rows for spec in row.columns.values()]
    used = {reference.partition(".")[0] for spec in specs for reference in references(spec)}
    used |= {unstored.field for unstored in records.unstored}
    used |= {row.only_with for row in rows if row.only_with}
    for name in records.fields:
        if name not in used:
            yield ("fields", name), "the field is in no table; use it, or list it under unstored"


def _name(place: Place, given: str, allowed: Iterable[str], what: str) -> Iterator[_Finding]:
    words = list(allowed)
    if given not in words:
        yield place, f"{given!r} is no {what}; {allowed_words(given, words)}"
