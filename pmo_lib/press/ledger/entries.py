"""Rows of the ledger as they stand in the file: canonical JSON, each chained to the one before.

There are three kinds of row: ``start`` and ``end`` of a batch, and ``run``. All are appended, none
is ever changed. The hash of a row is that of the hash before it and of its own content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["APPLICATION", "FIRST", "SCHEMA", "VERSION", "Entry", "canonical", "chained"]

APPLICATION: Final = 0x504D4F4C
"""Mark in the file's head that it is a ledger."""

VERSION: Final = 1

FIRST: Final = ""
"""What stands for the hash before the first row."""

SCHEMA: Final = f"""
CREATE TABLE entries (
    number   INTEGER PRIMARY KEY,
    content  TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL,
    batch    INTEGER GENERATED ALWAYS AS (json_extract(content, '$.batch')) VIRTUAL,
    kind     TEXT GENERATED ALWAYS AS (json_extract(content, '$.kind')) VIRTUAL,
    report   TEXT GENERATED ALWAYS AS (json_extract(content, '$.report')) VIRTUAL,
    outcome  TEXT GENERATED ALWAYS AS (json_extract(content, '$.outcome')) VIRTUAL
) STRICT;
CREATE INDEX by_report ON entries (report, number);
CREATE INDEX by_batch ON entries (batch, number);
CREATE VIEW runs AS
    SELECT number, batch, report, outcome,
           json_extract(content, '$.level') AS level, json_extract(content, '$.id') AS id,
           json_extract(content, '$.period') AS period,
           json_extract(content, '$.edition') AS edition,
           json_extract(content, '$.reason') AS reason,
           json_extract(content, '$.issued') AS issued,
           json_extract(content, '$.seconds') AS seconds,
           json_extract(content, '$.stages') AS stages,
           json_extract(content, '$.artefacts') AS artefacts,
           json_extract(content, '$.hashes') AS hashes,
           json_extract(content, '$.key') AS key, json_extract(content, '$.inputs') AS inputs
    FROM entries WHERE kind = 'run';
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""
"""What a new ledger holds; the columns and the view are for people who ask by SQL."""


@dataclass(frozen=True)
class Entry:
    """One row: its number, its content, and where it stands in the chain."""

    number: int
    text: str
    previous: str
    hash: str

    @property
    def content(self) -> dict[str, Any]:
        """What the row says."""
        found: dict[str, Any] = json.loads(self.text)
        return found


def canonical(content: Mapping[str, Any]) -> str:
    """Write as JSON so that equal content gives equal text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)


def chained(previous: str, text: str) -> str:
    """Hash of a row, from the hash before it and its own content."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
