"""A mapping to start from: what was guessed, as a file that a person checks and changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from pmo_lib.tables.inspection.sights import ColumnSight, Sight
from pmo_lib.tables.inspection.targets import Target, find_target, required_columns
from pmo_lib.tables.schemas import TABLES

__all__ = ["starting_mapping"]

_CHECK: Final = "  # CHECK: "
_LISTED: Final = 3


def starting_mapping(source: str, file: str, sights: Sequence[Sight]) -> str:
    """Write a mapping for what was seen in a file.

    Parameters
    ----------
    source : str
        Id of the source.
    file : str
        Name of the file.
    sights : sequence of Sight
        Its tables; each becomes a record set.

    Returns
    -------
    str
        A mapping file. What was guessed and could be wrong is marked ``CHECK``; where a day and
        month cannot be told apart, the layout is left open and marked ``CHOOSE``: a load refuses
        the file until one is chosen.
    """
    parts = [_Part(name, sight, file) for name, sight in _named(sights)]
    lines = [
        f"# Started by pmo inspect from {file}: go through every CHECK and CHOOSE, then load it.",
        f"source: {source}",
        f"title: {_text(file)}{_CHECK}as reports are to name it",
        'licence: ""' + _CHECK + "the sentence of attribution, where the source asks for one",
        "",
        "files:",
        f"  - name: {_text(file)}",
        '    # period: "2026-10"    what the file reports; or give it with the load: --period',
        "",
        *_vocabularies(parts),
        "records:",
    ]
    for part in parts:
        lines += part.lines()
    return "\n".join(lines) + "\n"


def _named(sights: Sequence[Sight]) -> Iterator[tuple[str, Sight]]:
    seen: set[str] = set()
    for number, sight in enumerate(sights, start=1):
        name = _key(sight.name) or "records"
        name = f"{name}_{number}" if name in seen else name
        seen.add(name)
        yield name, sight


class _Part:
    """One record set of the mapping: a table that was seen, and where its columns may belong."""

    def __init__(self, name: str, sight: Sight, file: str) -> None:
        self.name, self.sight = name, sight
        self.keys = dict(zip((c.heading for c in sight.columns), _keys(sight), strict=True))
        self.target: Target = find_target(f"{file} {sight.name}", sight.columns)
        own = self.target.columns.get(self._own_id)
        self.id_heading = own or next(
            (c.heading for c in sight.columns if c.guess.type == "id"), None
        )

    @property
    def _own_id(self) -> str:
        return f"{self.target.table.rstrip('s')}_id"

    def words(self) -> Iterator[tuple[str, ColumnSight]]:
        """Give each list of words, with the name of its vocabulary."""
        for column in self.sight.columns:
            if column.guess.type == "word" and self._is_list(column):
                yield f"{self.name}_{self.keys[column.heading]}", column

    def _is_list(self, column: ColumnSight) -> bool:
        """Whether a column's words are listed: those of clients, and those a table lists too."""
        if self.is_client(column):
            return True
        specs = TABLES[self.target.table].to_schema().columns
        stored = [c for c, h in self.target.columns.items() if h == column.heading]
        return any(check.name == "isin" for c in stored for check in specs[c].checks)

    def is_client(self, column: ColumnSight) -> bool:
        """Whether a column may name the client."""
        return column.heading == self.target.client

    def lines(self) -> list[str]:
        """Write the record set."""
        lines = [f"  {self.name}:", f"    reader: {_flow(self.sight.reader)}"]
        lines += [f"    # CHECK: {question}" for question in self.sight.questions]
        named = self.target.columns.get("name")
        if self.id_heading or named:
            key = self.keys[self.id_heading] if self.id_heading else "made_id"
            lines.append(f"    record_id: {key}")
        lines.append("    fields:")
        if named and not self.id_heading:
            lines.append(f"      made_id: {{type: id, or_from_name: {self.keys[named]}}}")
        for column in self.sight.columns:
            lines += self._field(column)
        return lines + self._unstored() + self._tables()

    def _field(self, column: ColumnSight) -> list[str]:
        guess, key = column.guess, self.keys[column.heading]
        settings = {"type": guess.type, "heading": column.heading}
        settings |= {name: v for name, v in guess.settings.items() if v is not None}
        if guess.type == "word":
            listed = self._is_list(column)
            settings = {"type": "word" if listed else "line", "heading": column.heading}
            settings |= {"vocabulary": f"{self.name}_{key}"} if listed else {}
        examples = ", ".join(repr(text[:24]) for text in column.examples[:_LISTED])
        lines = [f"      # {examples or 'empty'}"]
        lines += [f"      # {_mark(guess.settings)}: {question}" for question in guess.questions]
        return [*lines, f"      {key}: {_flow(settings)}"]

    def _stored(self) -> dict[str, str]:
        """Give the heading of each column that is stored, with its canonical column."""
        stored = {heading: column for column, heading in self.target.columns.items()}
        if self.target.client:
            stored[self.target.client] = "client_id"
        if self.id_heading:
            stored.setdefault(self.id_heading, self._own_id)
        return stored

    def _unstored(self) -> list[str]:
        stored = self._stored()
        left = [column for column in self.sight.columns if column.heading not in stored]
        rows = [
            f"      - {{field: {self.keys[c.heading]}, table: {self.target.table}, "
            "rule: not mapped yet}"
            for c in left
        ]
        return ["    unstored:", *rows] if rows else []

    def _tables(self) -> list[str]:
        table = self.target.table
        by_client = table == "projects" and self.target.client is not None
        lines = ["    tables:", *(self._client_rows() if by_client else [])]
        lines += [f"      {table}:", "        - columns:"]
        given = {column: f"{{from: {self.keys[h]}}}" for column, h in self.target.columns.items()}
        given = {self._own_id: self._id()} | given
        if table == "projects" and self.id_heading:
            named = f"{{from: {self.keys[self.id_heading]}.written}}{_CHECK}no column looks like"
            given.setdefault("name", f"{named} a name")
        for name in required_columns(TABLES[table]):
            given.setdefault(name, _FIXED.get(name, _OPEN))
        lines += [f"            {name}: {value}" for name, value in given.items()]
        lines += [
            f"            {name}: {{from: {self.keys[h]}.{name.rpartition('_')[2]}}}"
            for name, h in self._beside().items()
        ]
        return lines + (self._link_rows() if by_client else [])

    def _id(self) -> str:
        """Tell where a record's id comes from: the column of ids, or else of names."""
        if self.id_heading:
            return f"{{from: {self.keys[self.id_heading]}}}"
        return "{from: made_id}" if "name" in self.target.columns else _OPEN

    def _beside(self) -> dict[str, str]:
        """Give columns that take attributes: bounds of ranges."""
        types = {column.heading: column.guess.type for column in self.sight.columns}
        return {
            f"{name}_{bound}": heading
            for name, heading in self.target.columns.items()
            for bound in ("low", "high")
            if types[heading] == "range"
            and f"{name}_{bound}" in TABLES[self.target.table].columns()
        }

    def _client_rows(self) -> list[str]:
        key = self.keys[self.target.client or ""]
        return [
            "      clients:",
            "        - columns:",
            f"            client_id: {{from: {self._client_id()}}}",
            f"            name: {{from: {key}}}",
        ]

    def _link_rows(self) -> list[str]:
        return [
            "      project_clients:",
            "        - columns:",
            f"            project_id: {self._id()}",
            f"            client_id: {{from: {self._client_id()}}}",
            "            valid_from: {file: start}",
        ]

    def _client_id(self) -> str:
        """Tell where a client's id comes from: the code of its word, or the text itself."""
        key = self.keys[self.target.client or ""]
        return f"{key}.code" if any(self.is_client(c) for _, c in self.words()) else key


_OPEN: Final = "{}  # CHOOSE: the table needs this column"
_FIXED: Final = {
    "lifecycle": "{value: live}" + _CHECK + "pipeline, live, on_hold, complete or cancelled",
    "period": "{file: period}",
}


def _mark(settings: Mapping[str, Any]) -> str:
    """Say whether a question has to be settled before a load, or only looked at."""
    return "CHOOSE" if settings.get("formats") == [] or "century" in settings else "CHECK"


def _vocabularies(parts: Sequence[_Part]) -> list[str]:
    """Write the lists of words; those that may be clients with a code for an id."""
    lines = []
    for part in parts:
        for name, column in part.words():
            lines.append(f"  {name}:")
            for word in column.guess.settings["words"]:
                code = f"{{code: {_code(word)}}}" if part.is_client(column) else "{}"
                lines.append(f"    {_text(word)}: {code}")
    return ["vocabularies:", *lines, ""] if lines else []


def _keys(sight: Sight) -> list[str]:
    """Make a field name of each heading, no two alike."""
    found: list[str] = []
    for column in sight.columns:
        name = _key(column.heading) or "field"
        number = 2
        while name in found:
            name, number = f"{_key(column.heading)}_{number}", number + 1
        found.append(name)
    return found


def _key(text: str) -> str:
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text)
    found = re.sub(r"[^a-z0-9]+", "_", split.lower()).strip("_")[:40].strip("_")
    return f"n{found}" if found[:1].isdigit() else found


def _code(text: str) -> str:
    return re.sub(r"[^A-Z0-9]+", "-", text.upper()).strip("-")[:40] or "X"


def _flow(content: Mapping[str, Any]) -> str:
    """Write a mapping on one line."""
    return yaml.safe_dump(
        dict(content), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000
    ).strip()


def _text(text: str) -> str:
    """Write a text so that YAML reads it as one."""
    return yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=10_000)[1:-2]
