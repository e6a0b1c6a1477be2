"""A record's cells as values: each is a value, a state, empty, or unreadable with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pmo_lib.tables.mapping.contract import (
    DateField,
    FieldSpec,
    IdField,
    MoneyField,
    PercentField,
    RatingField,
    SourceMapping,
    StatePattern,
    TextField,
    WordField,
)
from pmo_lib.tables.mapping.reading import WRITTEN
from pmo_lib.tables.parsers import (
    Unreadable,
    parse_date,
    parse_id,
    parse_money,
    parse_paragraphs,
    parse_percent,
    parse_word,
)
from pmo_lib.tables.readers import Cell, Record
from pmo_lib.tables.readers.records import tidied

__all__ = ["Scalar", "Value", "record_values"]

Scalar = str | bool | int | float | date | None


@dataclass(frozen=True)
class Value:
    """What one cell says.

    Parameters
    ----------
    value : str, float, date or None
        None where the cell is empty, a state, or unreadable.
    cell : Cell or None
        Where it stands; none where the file lacks the field.
    state : str or None
        The state that stands in place of a value.
    state_cell : Cell or None
        Where the state stands, if not in the cell itself.
    problem : Unreadable or None
        Why the text is not a value.
    attributes : mapping of str to str
        What else is known of the value, such as the text as written.
    """

    value: Scalar = None
    cell: Cell | None = None
    state: str | None = None
    state_cell: Cell | None = None
    problem: Unreadable | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is no text."""
        return self.cell is None or not self.cell.raw.strip()

    def get(self, attribute: str) -> Scalar:
        """Give the value, or one of its attributes."""
        return self.attributes.get(attribute) if attribute else self.value


def record_values(record: Record, mapping: SourceMapping) -> dict[str, Value]:
    """Read every field of a record.

    Parameters
    ----------
    record : Record
        Raw cells by field name.
    mapping : SourceMapping
        What each field is.

    Returns
    -------
    dict of str to Value
        For every field of the mapping.
    """
    return {name: _value(spec, name, record, mapping) for name, spec in mapping.fields.items()}


def _value(spec: FieldSpec, name: str, record: Record, mapping: SourceMapping) -> Value:
    cell = record.cells.get(name)
    if cell is None:
        return Value()
    text = tidied(cell.raw)
    if not text:
        return _empty(spec, cell, record, mapping)
    written = {WRITTEN: text}
    if isinstance(spec, RatingField | DateField | MoneyField | PercentField):
        state = _state(text, mapping.states)
        if state:
            return Value(cell=cell, state=state, attributes=written)
    try:
        value = _parsed(spec, text, cell.raw, mapping)
    except Unreadable as problem:
        return Value(cell=cell, problem=problem, attributes=written)
    if isinstance(spec, WordField):
        written |= mapping.vocabularies[spec.vocabulary][text]
    return Value(value, cell, attributes=written)


def _empty(spec: FieldSpec, cell: Cell, record: Record, mapping: SourceMapping) -> Value:
    beside = record.cells.get(getattr(spec, "state_from", None) or "")
    state = beside and _state(tidied(beside.raw), mapping.states_in_narrative)
    return Value(cell=cell, state=state or None, state_cell=beside if state else None)


def _state(text: str, patterns: Sequence[StatePattern]) -> str | None:
    return next((p.state for p in patterns if re.search(p.pattern, text)), None)


def _parsed(spec: FieldSpec, text: str, raw: str, mapping: SourceMapping) -> Scalar:
    match spec:
        case IdField():
            return parse_id(text, upper=spec.upper, replace=spec.replace)
        case TextField():
            return text if spec.type == "line" else parse_paragraphs(raw)
        case WordField():
            words = mapping.vocabularies[spec.vocabulary]
            return parse_word(text, spellings={word: word for word in words})
        case RatingField():
            return parse_word(text, spellings=spec.spellings)
        case DateField():
            return parse_date(text, formats=spec.formats)
        case MoneyField():
            return parse_money(text, symbol=spec.symbol, multiply_by=spec.multiply_by)
        case PercentField():
            return parse_percent(text)
