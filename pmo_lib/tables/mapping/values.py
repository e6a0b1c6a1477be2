"""The cells of a field as values: each is a value, a state, empty, or unreadable with the reason.

Every distinct text is read once, however often it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_lib.tables.mapping.contract import RecordSet, SourceMapping
from pmo_lib.tables.mapping.fields import FieldSpec, IdField, StatePattern
from pmo_lib.tables.mapping.scalars import Scalar, always_known, attribute_names, has_states, parsed
from pmo_lib.tables.parsers import Kind, Unreadable, beginning, match_state, parse_line
from pmo_lib.tables.readers import Batch, Cells
from pmo_lib.tables.readers.records import TEXT, tidied

__all__ = ["WRITTEN", "Objects", "Values", "field_values", "objects"]

WRITTEN: Final = "written"
"""The attribute of every field that holds its text as written."""

Objects = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]


@dataclass
class Values:
    """What the cells of one field say, an entry a record.

    Parameters
    ----------
    value : numpy.ndarray of object
        None where the cell is empty, a state, or unreadable; of a field of several words a tuple.
    state : numpy.ndarray of object
        The state that stands in place of a value, or None.
    problem : numpy.ndarray of object
        :class:`~pmo_lib.tables.parsers.Unreadable` where the text is not a value, or None.
    attributes : mapping of str to numpy.ndarray of object
        What else is known of the values; ``written`` is the text, its whitespace folded and
        without characters that cannot be stored or shown safely.
    cells : Cells or None
        Where they stand; none where the file lacks the field.
    beside : Cells or None
        Where the states stand that are not in the cell itself.
    cleaned : int
        How many texts had characters that cannot be stored or shown safely.
    """

    value: Objects
    state: Objects
    problem: Objects
    attributes: Mapping[str, Objects] = field(default_factory=dict)
    cells: Cells | None = None
    beside: Cells | None = None
    cleaned: int = 0
    told: Bools = field(init=False)

    def __post_init__(self) -> None:
        """Start with no problem told."""
        self.told = np.zeros(len(self.value), dtype=bool)

    def get(self, attribute: str) -> Objects:
        """Give the values, or one of their attributes."""
        return self.attributes[attribute] if attribute else self.value

    @property
    def filled(self) -> Bools:
        """Whether each cell has a text."""
        return np.asarray(pd.notna(self.attributes[WRITTEN]))

    @property
    def said_beside(self) -> Bools:
        """Whether each state stands in another cell."""
        return np.asarray(pd.notna(self.state) & ~self.filled)


def field_values(
    batch: Batch, records: RecordSet, mapping: SourceMapping, facts: Mapping[str, str]
) -> dict[str, Values]:
    """Read every field of a batch.

    Parameters
    ----------
    batch : Batch
        Raw cells by field name.
    records : RecordSet
        What each field is.
    mapping : SourceMapping
        Vocabularies, and the texts that stand for states.
    facts : mapping of str to str
        What the mapping says of the file.

    Returns
    -------
    dict of str to Values
        For every field of the record set; of a field that the file lacks, nothing.
    """
    return {
        name: _read(spec, batch, batch.cells.get(name), mapping, facts)
        for name, spec in records.fields.items()
    }


@dataclass(frozen=True)
class _One:
    """What one distinct text says."""

    value: Scalar | tuple[Scalar, ...] = None
    state: str | None = None
    problem: Unreadable | None = None
    attributes: Mapping[str, Scalar] = field(default_factory=dict)
    cleaned: bool = False


def _read(
    spec: FieldSpec,
    batch: Batch,
    cells: Cells | None,
    mapping: SourceMapping,
    facts: Mapping[str, str],
) -> Values:
    names = [WRITTEN, *attribute_names(spec, mapping.vocabularies)]
    if cells is None and isinstance(spec, IdField) and spec.or_from_name:
        spec = spec.model_copy(update={"from_name": True})
        cells = batch.cells.get(spec.or_from_name or "")
    if cells is None:
        none = objects([None] * batch.size)
        return Values(none, none, none, dict.fromkeys(names, none))
    codes, distinct = _distinct(cells)
    read = [_one(spec, raw, kind, mapping, facts) for raw, kind in distinct]
    value, state, problem = (
        objects([getattr(one, part) for one in read])[codes]
        for part in ("value", "state", "problem")
    )
    attributes = {name: objects([o.attributes.get(name) for o in read])[codes] for name in names}
    cleaned = int(np.array([one.cleaned for one in read], dtype=bool)[codes].sum())
    values = Values(value, state, problem, attributes, cells, cleaned=cleaned)
    beside = batch.cells.get(getattr(spec, "state_from", None) or "")
    return values if beside is None else _with_states_beside(values, beside, mapping)


def _distinct(cells: Cells) -> tuple[npt.NDArray[np.intp], list[tuple[str, str]]]:
    """Give the number of each cell's text, and every distinct text with its kind."""
    if cells.kind is None:
        codes, texts = pd.factorize(cells.raw)
        return codes, [(text, TEXT) for text in texts]
    codes, texts = pd.factorize(np.asarray(cells.kind.astype(object) + cells.raw))
    return codes, [(text[1:], text[0]) for text in texts]


def _one(
    spec: FieldSpec, raw: str, kind: str, mapping: SourceMapping, facts: Mapping[str, str]
) -> _One:
    if not raw.strip():
        return _One()
    try:
        text = parse_line(raw)
    except Unreadable as problem:
        return _One(problem=problem, attributes={WRITTEN: parse_line(beginning(raw))})
    written = {WRITTEN: text} | always_known(spec, facts)
    cleaned = text != tidied(raw)
    if has_states(spec):
        state = _state(text, mapping.states)
        if state:
            return _One(state=state, attributes=written, cleaned=cleaned)
    try:
        value, state, known = parsed(spec, raw, cast(Kind, kind), mapping.vocabularies, facts)
    except Unreadable as problem:
        return _One(problem=problem, attributes=written, cleaned=cleaned)
    return _One(value, state, attributes=written | known, cleaned=cleaned)


def _state(text: str, patterns: Sequence[StatePattern]) -> str | None:
    return match_state(text, [(one.pattern, one.state) for one in patterns])


def _with_states_beside(values: Values, beside: Cells, mapping: SourceMapping) -> Values:
    """Give empty cells the state that the text of another field tells."""
    codes, distinct = _distinct(beside)
    told = [_state(tidied(raw), mapping.states_in_narrative) for raw, _ in distinct]
    values.state = np.where(values.filled, values.state, objects(told)[codes])
    values.beside = beside
    return values


def objects(entries: Sequence[Any]) -> Objects:
    """Make an array of objects, also where the entries are tuples."""
    return np.fromiter(entries, dtype=object, count=len(entries))
