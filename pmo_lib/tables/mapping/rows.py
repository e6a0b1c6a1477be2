"""Rows of one table from a batch of records, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmo_lib.tables.mapping.contract import (
    OF_FILE,
    REFERENCE,
    ColumnSpec,
    RowSpec,
    facts_of,
    references,
)
from pmo_lib.tables.mapping.fields import WordField
from pmo_lib.tables.mapping.files import SourceFile
from pmo_lib.tables.mapping.scalars import Vocabularies, attribute_names, word_attributes
from pmo_lib.tables.mapping.seen import Hashes, hashes
from pmo_lib.tables.mapping.values import WRITTEN, Objects, Values, objects
from pmo_lib.tables.parsers import Unreadable
from pmo_lib.tables.schemas import Table

__all__ = ["UNREADABLE", "Rows", "filled_rows", "spread_words", "troubles", "unreadable_reason"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

UNREADABLE: Final = "unreadable"
"""State of a value whose text could not be read."""


@dataclass(frozen=True)
class Rows:
    """Rows of one table.

    Parameters
    ----------
    schema : type of Table
        The table.
    spec : RowSpec
        Where the columns come from.
    fields : mapping of str to Values
        The fields, an entry a record of the batch.
    record : numpy.ndarray of int
        Which record gave each row.
    words : mapping of str to numpy.ndarray of object
        Of the field whose words give a row each: its word and their attributes, an entry a row.
    columns : dict of str to numpy.ndarray of object
        The columns filled, an entry a row.
    """

    schema: type[Table]
    spec: RowSpec
    fields: Mapping[str, Values]
    record: Ints
    words: Mapping[str, Objects] = field(default_factory=dict)
    columns: dict[str, Objects] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.record)

    def keep(self, which: Bools) -> Rows:
        """Give some of the rows."""
        return replace(
            self,
            record=self.record[which],
            words={name: entries[which] for name, entries in self.words.items()},
            columns={name: entries[which] for name, entries in self.columns.items()},
        )

    def get(self, reference: str) -> Objects:
        """Give a field, or one of its attributes, an entry a row."""
        name, _, attribute = reference.partition(".")
        if name == self.spec.each and attribute != WRITTEN:
            return self.words[attribute]
        return self.fields[name].get(attribute)[self.record]

    def plain(self, column: str) -> Values | None:
        """Find the field that a column is, where it is not an attribute or made of several."""
        return self.fields.get(self.spec.columns[column].from_ or "")

    def fields_of(self, column: str) -> list[str]:
        """Names of the fields that a column is made of."""
        source = self.spec.columns.get(column)
        return [name.partition(".")[0] for name in references(source)] if source else []

    def lacking(self) -> dict[str, Bools]:
        """Which rows lack a value that the table needs, by column; each row counted once."""
        found: dict[str, Bools] = {}
        left = np.ones(len(self), dtype=bool)
        for name, column in self.schema.to_schema().columns.items():
            if not column.nullable:
                given = self.columns.get(name)
                empty = left.copy() if given is None else left & pd.isna(given)
                if empty.any():
                    found[name] = empty
                    left &= ~empty
        return found

    def keys(self) -> Hashes:
        """Hash each row's key."""
        key = [self.columns[name] for name in self.schema.key_columns()]
        return hashes(key, len(self))

    def contents(self) -> Ints:
        """Give each row's content a number: equal rows have equal ones."""
        none = objects([None] * len(self))
        every = [self.columns.get(name, none) for name in self.schema.columns()]
        return (hashes(every, len(self)).high >> np.uint64(1)).astype(np.int64)

    def row_keys(self) -> Objects:
        """Name each row by its key, the parts joined by a bar, as ``lineage`` does."""
        parts = [_texts(self.columns[name]) for name in self.schema.key_columns()]
        named = parts[0]
        for part in parts[1:]:
            named = named + "|" + part
        return named

    def frame(self) -> pd.DataFrame:
        """Make a frame of the columns."""
        return pd.DataFrame(self.columns, index=np.arange(len(self)))


def filled_rows(rows: Rows, file: SourceFile) -> Rows:
    """Fill the columns of some rows, and the state of each value that is a state.

    Parameters
    ----------
    rows : Rows
        Without columns.
    file : SourceFile
        The file that the records were read from.
    """
    known = set(rows.schema.columns())
    columns: dict[str, Objects] = {}
    for column, source in rows.spec.columns.items():
        columns[column] = _column(rows, source, file)
        plain = rows.plain(column)
        if plain is not None and f"{column}_state" in known:
            unread = pd.notna(plain.problem[rows.record])
            columns[f"{column}_state"] = np.where(unread, UNREADABLE, plain.state[rows.record])
    return replace(rows, columns=columns)


def _column(rows: Rows, source: ColumnSpec, file: SourceFile) -> Objects:
    if source.from_ is not None:
        return rows.get(source.from_)
    if source.template is not None:
        return _filled_template(rows, source, file)
    constant = source.value if source.file is None else file.get(source.file)
    return objects([constant] * len(rows))


def _filled_template(rows: Rows, source: ColumnSpec, file: SourceFile) -> Objects:
    """Fill in the values; where one of them is not there, there is no text."""
    names = references(source) + facts_of(source)
    lacking = np.zeros(len(rows), dtype=bool)
    none = objects([None] * len(rows))
    text = objects([""] * len(rows))
    parts = REFERENCE.split(source.template or "")
    for number, part in enumerate(parts):
        if number % 2:
            given = _named(rows, part, file)
            lacking |= pd.isna(given)
            text = text + _texts(given)
        else:
            text = text + part
    return np.where(lacking, none, text) if names else text


def _named(rows: Rows, name: str, file: SourceFile) -> Objects:
    """Give what a name in a template stands for, an entry a row."""
    if name.startswith(OF_FILE):
        return objects([file.get(name.removeprefix(OF_FILE))] * len(rows))
    return rows.get(name)


def spread_words(rows: Rows, field_: WordField, vocabularies: Vocabularies) -> Rows:
    """Give a row for each of a field's words; a record without words keeps one row, without it."""
    name = rows.spec.each or ""
    entries = [given or (None,) for given in rows.fields[name].value[rows.record]]
    at = np.repeat(rows.record, [len(given) for given in entries])
    word = objects([one for given in entries for one in given])
    names = attribute_names(field_, vocabularies)
    known = {w: word_attributes(w, field_, vocabularies) for w in set(word)}
    found = {key: objects([known[w].get(key) for w in word]) for key in names}
    return replace(rows, record=at, words={"": word, **found})


def _texts(entries: Objects) -> Objects:
    """Each entry as text; a date in ISO form."""
    codes, distinct = pd.factorize(entries, use_na_sentinel=False)
    texts = [v.isoformat() if isinstance(v, date) else str(v) for v in distinct]
    return objects(texts)[codes]


def unreadable_reason(rows: Rows, column: str, at: int) -> tuple[Unreadable, str | None]:
    """Say why a row lacks a value, and of which field."""
    record = rows.record[at]
    names = rows.fields_of(column)
    name = next((n for n in names if rows.fields[n].value[record] is None), None)
    why = (rows.fields[name].problem[record] if name else None) or Unreadable("a value", "any text")
    return Unreadable(f"row: needs {column}; {why.rule}", why.accepted), name


def troubles(rows: Rows, column: str) -> Iterator[tuple[str, Objects]]:
    """Why values of a column are not stored, by field: unreadable, or a state without a place."""
    source = rows.spec.columns[column]
    with_state = source.from_ is not None and f"{column}_state" in rows.schema.columns()
    for reference in references(source):
        name, _, attribute = reference.partition(".")
        if source.from_ is None and attribute == WRITTEN:
            continue
        values = rows.fields[name]
        problem = values.problem[rows.record]
        placed = with_state or bool(attribute)
        yield name, problem if placed else _or_homeless(problem, values.state[rows.record])


def _or_homeless(problem: Objects, state: Objects) -> Objects:
    """Say of states, where nothing else is wrong, that the table has no place for them."""
    homeless = {
        one: Unreadable(f"value: no state; the table has no place for {one!r}", "a value")
        for one in set(state) - {None}
    }
    return objects([p or homeless.get(s) for p, s in zip(problem, state, strict=True)])
