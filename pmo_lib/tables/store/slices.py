"""Slices: the rows that one report may see, of its period and of the one before.

On disk::

    <folder>/
      slice.json                  level, id, edition, periods; name and hash of every file
      current/<table>.arrow       tables that have rows, as Arrow files
      previous/<table>.arrow

A slice is written and read once a run: as Arrow files, that costs a tenth of Parquet.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pmo_lib.errors import StoreError
from pmo_lib.files import digest
from pmo_lib.tables.schemas import OFFICE_TABLES, TABLES
from pmo_lib.tables.store import parts
from pmo_lib.tables.store.named import Named, named_in
from pmo_lib.tables.store.parts import Frames
from pmo_lib.tables.store.periods import Period

__all__ = ["MARKER", "Slice", "blank", "read_slice", "slice_digest", "sliced_tables"]

MARKER: Final = "slice.json"
_VERSION: Final = 3

_LARGE: Final = 1 << 20
"""Bytes from which a table is compressed."""

_HUGE: Final = 16 << 20
"""Bytes from which an encoding is not kept."""

_COMMON: Final = 8
"""Tables whose encoding is kept, since slices share them, such as the office's calendars."""


@dataclass(frozen=True)
class Slice:
    """What one report sees of the store.

    Parameters
    ----------
    level : {'client', 'programme', 'portfolio'}
        What the report is about.
    id : str
        The client or programme; ``portfolio`` for the whole.
    edition : {'client', 'board', 'internal'}
        The audience: columns that it may not see are absent.
    period : Period
        The period reported on.
    previous_period : Period or None
        The period before, of the same cadence, where the store holds one.
    current, previous : mapping of str to pandas.DataFrame
        Rows by table: every canonical table that slices have, without rows where there are none.
        ``current`` also has the office tables of the period.
    """

    level: str
    id: str
    edition: str
    period: Period
    previous_period: Period | None
    current: Mapping[str, pd.DataFrame]
    previous: Mapping[str, pd.DataFrame]

    def write(self, folder: Path) -> str:
        """Write the slice to a folder, in place of a slice that is there.

        Parameters
        ----------
        folder : pathlib.Path
            Made where it does not exist.

        Returns
        -------
        str
            Content hash: equal for equal slices, wherever and whenever they are written.
        """
        folder = Path(folder)
        (folder / MARKER).unlink(missing_ok=True)
        files: dict[str, str] = {}
        for side, tables in (("current", self.current), ("previous", self.previous)):
            (folder / side).mkdir(parents=True, exist_ok=True)
            for stale in (folder / side).glob("*.arrow"):
                stale.unlink()
            for table, rows in sorted(_arrow(tables).items()):
                if rows.num_rows:
                    content, files[f"{side}/{table}.arrow"] = _encoded(rows)
                    (folder / side / f"{table}.arrow").write_bytes(content)
        content = json.dumps(self._described(files), indent=1, sort_keys=True, default=str).encode()
        (folder / MARKER).write_bytes(content + b"\n")
        return digest(content)

    def named(self) -> Named:
        """Collect the ids and names that the slice holds."""
        return named_in(_arrow(self.current), _arrow(self.previous))

    def texts(self) -> Iterator[str]:
        """Give every text that stands in the slice, each once a column."""
        for tables in (self.current, self.previous):
            for rows in _arrow(tables).values():
                for column in rows.columns:
                    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                        yield from filter(None, pc.unique(column).to_pylist())

    def _described(self, files: dict[str, str]) -> dict[str, Any]:
        return {
            "version": _VERSION,
            "level": self.level,
            "id": self.id,
            "edition": self.edition,
            "period": asdict(self.period),
            "previous_period": self.previous_period and asdict(self.previous_period),
            "files": files,
        }


def read_slice(folder: Path) -> Slice:
    """Read a slice that :meth:`Slice.write` wrote.

    Parameters
    ----------
    folder : pathlib.Path
        Where it stands.

    Raises
    ------
    StoreError
        There is no slice, it is of another version, or a file is damaged.

    Notes
    -----
    All files are held to their hashes here; a table is read when it is first asked for.
    """
    folder = Path(folder)
    found = _read_marker(folder / MARKER)
    for name, sha256 in found["files"].items():
        parts.check_hash(folder / name, sha256)
    return Slice(
        level=found["level"],
        id=found["id"],
        edition=found["edition"],
        period=_period(found["period"]),
        previous_period=found["previous_period"] and _period(found["previous_period"]),
        current=Frames(_Tables(folder, "current", found)),
        previous=Frames(_Tables(folder, "previous", found)),
    )


class _Tables(Mapping[str, pa.Table]):
    """Tables of one side of a slice on disk; without rows where there is no file."""

    def __init__(self, folder: Path, side: str, found: Mapping[str, Any]) -> None:
        self._folder, self._side = folder, side
        self._files, self._edition = found["files"], found["edition"]
        self._names = (*sliced_tables(), *(OFFICE_TABLES if side == "current" else ()))

    def __getitem__(self, table: str) -> pa.Table:
        name = f"{self._side}/{table}.arrow"
        if name in self._files:
            content = (self._folder / name).read_bytes()
            return pa.ipc.open_file(pa.BufferReader(content)).read_all()
        if table not in self._names:
            raise KeyError(table)
        return blank(table, self._edition)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def slice_digest(folder: Path) -> str:
    """Give the content hash of a slice on disk, as :meth:`Slice.write` gave it."""
    return digest((folder / MARKER).read_bytes().removesuffix(b"\n"))


@functools.cache
def sliced_tables() -> tuple[str, ...]:
    """Names of the tables that slices have, in the schemas' order."""
    return tuple(name for name, schema in TABLES.items() if schema.slice_by() != "none")


@functools.cache
def blank(table: str, edition: str) -> pa.Table:
    """Make Arrow rows of a table, none, with the columns that an edition sees."""
    schema = TABLES.get(table) or OFFICE_TABLES[table]
    return parts.to_arrow(schema.without_rows()).select(schema.visible_columns(edition))


class _Shared:
    """A table that several slices hold, hashed by what it is, not by its rows."""

    def __init__(self, rows: pa.Table) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shared) and other.rows is self.rows


def _encoded(rows: pa.Table) -> tuple[bytes, str]:
    """Write rows as the bytes of an Arrow file, with their hash."""
    return _encoded_common(_Shared(rows)) if _LARGE < rows.nbytes < _HUGE else _encode(rows)


@functools.lru_cache(maxsize=_COMMON)
def _encoded_common(shared: _Shared) -> tuple[bytes, str]:
    return _encode(shared.rows)


def _encode(rows: pa.Table) -> tuple[bytes, str]:
    options = pa.ipc.IpcWriteOptions(compression="lz4" if rows.nbytes > _LARGE else None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, rows.schema, options=options) as file:
        file.write_table(rows.combine_chunks())
    content = bytes(sink.getvalue())
    return content, digest(content)


def _arrow(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, pa.Table]:
    if isinstance(tables, Frames):
        return tables.arrow
    return {name: _as_taken(parts.to_arrow(rows)) for name, rows in tables.items()}


def _as_taken(rows: pa.Table) -> pa.Table:
    """Rows with the same bytes as a cut gives them, also where a value is missing."""
    return rows.take(np.arange(rows.num_rows))


def _read_marker(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        version = found["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path.parent} holds no readable slice ({error!r}).") from error
    if version != _VERSION:
        raise StoreError(
            f"The slice in {path.parent} is of version {version}, expected {_VERSION}; "
            "cut it again."
        )
    return found


def _period(given: dict[str, str]) -> Period:
    return Period(
        given["name"],
        given["cadence"],
        date.fromisoformat(given["start"]),
        date.fromisoformat(given["end"]),
        date.fromisoformat(given["data_date"]),
    )
