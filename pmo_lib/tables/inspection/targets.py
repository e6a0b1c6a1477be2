"""Where a file's columns may belong: the canonical table that fits best, and its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pmo_lib.tables.inspection.guessing import Guess
from pmo_lib.tables.inspection.sights import ColumnSight
from pmo_lib.tables.schemas import TABLES, Table
from pmo_lib.tables.schemas.base import DAY

__all__ = ["Target", "find_target"]

_TABLES: Final = (
    "projects",
    "risks",
    "issues",
    "actions",
    "decisions",
    "change_requests",
    "lessons",
    "milestones",
    "progress",
    "people",
    "timesheets",
    "assignments",
    "service_requests",
    "savings",
)
"""Tables that a file's records are held against; the first wins a tie."""

_LEAST: Final = 0.5

_SAME: Final = {
    "agency": "client",
    "customer": "client",
    "department": "client",
    "begin": "start",
    "commenced": "start",
    "completion": "finish",
    "end": "finish",
    "complete": "finish",
    "title": "name",
    "programme": "category",
    "program": "category",
    "sector": "category",
    "type": "category",
    "status": "stage",
    "phase": "stage",
    "cost": "budget",
    "value": "budget",
    "aims": "description",
    "summary": "description",
    "likelihood": "probability",
    "target": "due",
    "deadline": "due",
    "hrs": "hours",
    "employee": "person",
    "key": "id",
    "ref": "id",
    "reference": "id",
    "code": "id",
    "number": "id",
    "no": "id",
}
"""Words of headings, and the words of canonical columns that they stand for."""

_IDLE: Final = {"the", "of", "and", "a", "approved", "latest", "current", "estimated", "date"}


@dataclass(frozen=True)
class Target:
    """A canonical table, and which heading may be which of its columns.

    ``client`` is the heading that may name the client of each record.
    """

    table: str
    columns: Mapping[str, str]
    client: str | None


def find_target(name: str, columns: Sequence[ColumnSight]) -> Target:
    """Find the table that a file's columns fit best.

    Parameters
    ----------
    name : str
        What the file and its sheet are called.
    columns : sequence of ColumnSight
        Its columns, with what they may hold.
    """
    fits = {table: _fit(TABLES[table], columns) for table in _TABLES}
    named = _words(name)
    scores = {
        table: sum(score for _, score in fit.values()) + (2 if table.rstrip("s") in named else 0)
        for table, fit in fits.items()
    }
    best = max(_TABLES, key=lambda table: scores[table])
    chosen = {column: heading for column, (heading, _) in fits[best].items()}
    return Target(best, chosen, _client(columns, set(chosen.values())))


def _client(columns: Sequence[ColumnSight], taken: set[str]) -> str | None:
    for column in columns:
        words = _words(column.heading)
        if column.heading not in taken and words & {"client", "owner"} and "team" not in words:
            return column.heading
    return None


def _fit(schema: type[Table], columns: Sequence[ColumnSight]) -> dict[str, tuple[str, float]]:
    """Give each canonical column the heading that is most alike, each heading once."""
    own = schema.table().rstrip("s").replace("_", " ")
    scored = [
        (_score(schema, own, name, column), name, column.heading)
        for name in schema.columns()
        for column in columns
    ]
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, name, heading in sorted(scored, key=lambda one: -one[0]):
        if score >= _LEAST and name not in found and heading not in taken:
            found[name] = (heading, score)
            taken.add(heading)
    return found


def _score(schema: type[Table], own: str, name: str, column: ColumnSight) -> float:
    """How alike a canonical column and a heading are, where its values could go there."""
    if not column.filled or not _takes(schema, name, column.guess):
        return 0.0
    wanted = _words(name.replace("_", " "))
    given = _words(column.heading)
    given = given - set(own.split()) if given - set(own.split()) else given
    wanted = wanted - set(own.split()) if wanted - set(own.split()) else wanted
    return len(wanted & given) / len(wanted | given) if wanted and given else 0.0


def _takes(schema: type[Table], name: str, guess: Guess) -> bool:
    """Whether a column could hold values of a guessed type."""
    spec = schema.to_schema().columns[name]
    unit = (spec.metadata or {}).get("unit", "")
    if name.endswith(("_state", "_precision")) or unit.startswith("count"):
        return False
    if spec.dtype is not None and spec.dtype.type == DAY:
        return guess.type == "date"
    if unit == "currency":
        return guess.type in ("money", "number", "integer", "range")
    if unit:
        return guess.type in ("percent", "number", "integer", "duration")
    if name.endswith("_id"):
        return guess.type in ("id", "integer")
    return guess.type in ("line", "paragraphs", "word", "id")


def _words(text: str) -> set[str]:
    """Words of a heading, in the words of canonical columns."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    found = [word.lower() for word in re.findall(r"[A-Za-z]+", split)]
    return {_SAME.get(word, word) for word in found if word not in _IDLE}


def required_columns(schema: type[Table]) -> list[str]:
    """Names of the columns that a table needs."""
    specs: Mapping[str, Any] = schema.to_schema().columns
    return [name for name, spec in specs.items() if not spec.nullable]
