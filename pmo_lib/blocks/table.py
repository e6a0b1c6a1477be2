"""Tables: a frame printed by columns, each value in the reader's format or with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block
from pmo_lib.blocks.markup import Wording, chip, tag, text, why

NUMERIC = ("number", "signed", "money", "signed_money", "percent", "signed_percent")


@dataclass(frozen=True)
class Column:
    """How one column of a frame is printed.

    Parameters
    ----------
    name : str
        Column of the frame.
    label : str
        Heading for readers.
    kind : str
        ``text``, ``date``, ``rating``, ``state`` or one of :data:`NUMERIC`.
    reason : str
        Column that says why a value is not there (``<measure>_reason`` or ``<column>_state``).
    stale : str
        Column that says whether a rating is stale.
    digits : int
        Decimals of numbers.
    precision : str
        Column that says how closely the source dated.
    """

    name: str
    label: str
    kind: str = "text"
    reason: str = ""
    stale: str = ""
    digits: int = 0
    precision: str = ""


@dataclass(frozen=True)
class Table(Block):
    """A frame as a table; the first column heads its row.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a line, in the order to print; money needs its ``currency`` column.
    caption : str
        What the table shows.
    columns : sequence of Column
        Columns to print.
    words : Wording
        The language.
    empty : str
        What is said in place of a table without rows.
    limit : int
        At most so many rows; what is left out is counted.
    variant : {'', 'status', 'wide'}
        Look of the table.
    """

    frame: pd.DataFrame
    caption: str
    columns: Sequence[Column]
    words: Wording
    empty: str = ""
    limit: int = 0
    variant: str = ""

    def html(self) -> str:
        """Write the table; without rows, the sentence that says so."""
        if self.frame.empty:
            return tag("p", text(self.empty or self.words.text("table.empty")), cls="pmo-empty")
        shown = self.frame.head(self.limit) if self.limit else self.frame
        head = tag("tr", [self._heading(column) for column in self.columns])
        body = [self._row(row) for row in shown.to_dict("records")]
        classes = "pmo-table" + (f" pmo-table--{self.variant}" if self.variant else "")
        table = tag(
            "table",
            [
                tag("caption", text(self.caption)),
                tag("thead", head),
                tag("tbody", body),
            ],
            cls=classes,
        )
        left = len(self.frame) - len(shown)
        if not left:
            return table
        return table + tag(
            "p",
            text(self.words.text("table.more", n=left, count=self.words.number(left))),
            cls="pmo-more",
        )

    def _heading(self, column: Column) -> str:
        classes = "num" if column.kind in NUMERIC else None
        return tag("th", text(column.label), scope="col", cls=classes)

    def _row(self, row: dict[Any, Any]) -> str:
        cells = [self._cell(column, row) for column in self.columns]
        first = tag("th", cells[0], scope="row")
        rest = [
            tag("td", cell, cls="num" if column.kind in NUMERIC else None)
            for column, cell in zip(self.columns[1:], cells[1:], strict=True)
        ]
        return tag("tr", [first, *rest])

    def _cell(self, column: Column, row: dict[Any, Any]) -> str:
        value = row.get(column.name)
        if isinstance(value, Block):
            return value.html()
        if value is None or pd.isna(value) or value == "":
            reason = row.get(column.reason) if column.reason else None
            if reason is None or pd.isna(reason) or reason == "":
                return escape(self.words.missing)
            return why(self.words.state(reason))
        if column.kind == "rating":
            stale = bool(row.get(column.stale)) if column.stale else False
            return chip(str(value), self.words, stale=stale)
        return self._writer(column, row)(value)

    def _writer(self, column: Column, row: dict[Any, Any]) -> Callable[[Any], str]:
        words, currency = self.words, str(row.get("currency", ""))
        precision = row.get(column.precision)
        writers: dict[str, Callable[[Any], str]] = {
            "text": lambda value: text(value).replace("\n", "<br>"),
            "state": lambda value: escape(words.state(value)),
            "date": lambda value: escape(words.date(value, short=True, precision=precision)),
            "number": lambda value: escape(words.number(value, column.digits)),
            "signed": lambda value: escape(words.signed(value, column.digits)),
            "money": lambda value: escape(words.money(value, currency)),
            "signed_money": lambda value: escape(words.money(value, currency, signed=True)),
            "percent": lambda value: escape(words.percent(value, column.digits)),
            "signed_percent": lambda value: escape(
                words.percent(value, column.digits, signed=True)
            ),
        }
        return writers[column.kind]


@dataclass(frozen=True)
class Markup(Block):
    """A cell of a table that is made of marked-up parts, such as several chips."""

    marked: str

    def html(self) -> str:
        """Give the markup as it is."""
        return self.marked
