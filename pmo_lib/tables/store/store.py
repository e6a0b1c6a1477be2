"""The store: immutable snapshots by as-of date, and what was known when.

On disk::

    <root>/
      store.json                                  format and version
      parts/<source>/<table>/<sha256>.parquet     never overwritten
      snapshots/<as_of>/<number>.json             one manifest a load, written last

The snapshot of a day holds, of every source, the rows of its latest load at or before that day.
A correction is a later load for the same day: it supersedes the parts of the earlier one, which
stay for those who ask what was known then. Tables whose key names the period accumulate.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from pmo_lib.errors import StoreError, allowed_words
from pmo_lib.tables.schemas import ID_PATTERN, TABLES
from pmo_lib.tables.store import parts, periods
from pmo_lib.tables.store.periods import Period

__all__ = ["Part", "Snapshot", "Store"]

_FORMAT: Final = {"format": "pmo-store", "version": 1}
_MARKER: Final = "store.json"


@dataclass(frozen=True)
class Part:
    """The rows of one table from one source, as one load wrote them."""

    source: str
    table: str
    path: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Snapshot:
    """One load of one source for one as-of date."""

    name: str
    source: str
    as_of: date
    loaded_at: datetime
    parts: tuple[Part, ...]


class Store:
    """Canonical tables on disk, by as-of date.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the store. Use :meth:`open` or :meth:`create`, which look at what is there.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    @classmethod
    def open(cls, root: Path) -> Store:
        """Open a store that exists.

        Raises
        ------
        StoreError
            There is none, or it was written by another version.
        """
        marker = Path(root) / _MARKER
        if not marker.is_file():
            raise StoreError(
                f"There is no store in {root}; make one from your data with `pmo load`, "
                "or from the sample portfolio with `pmo sample`."
            )
        found = _read_json(marker)
        if found != _FORMAT:
            raise StoreError(
                f"The store in {root} is of another version: expected {_FORMAT}, found {found}; "
                "load its sources again into a new folder."
            )
        return cls(root)

    @classmethod
    def create(cls, root: Path) -> Store:
        """Make an empty store, or open the one that is there.

        Raises
        ------
        StoreError
            The folder holds something else, or a store of another version.
        """
        root = Path(root)
        if (root / _MARKER).exists():
            return cls.open(root)
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise StoreError(
                f"{root} is not a store and not an empty folder; name a new folder for the store."
            )
        parts.write_file(root / _MARKER, _json(_FORMAT))
        return cls(root)

    def write(
        self,
        source: str,
        as_of: date,
        tables: Mapping[str, pd.DataFrame],
        *,
        loaded_at: datetime,
    ) -> str:
        """Add what one source says for one day; the store changes wholly or not at all.

        Parameters
        ----------
        source : str
            Id of the source; its earlier load for the same day is superseded.
        as_of : datetime.date
            The day at which the data stand.
        tables : mapping of str to pandas.DataFrame
            Rows by table name.
        loaded_at : datetime.datetime
            The instant of the load, with its time zone.

        Returns
        -------
        str
            Name of the snapshot. Rows equal to the source's latest for that day add none.

        Raises
        ------
        SchemaError
            Rows break the schema of their table; nothing is written.
        StoreError
            A name is not allowed, or ``loaded_at`` has no time zone.
        """
        checked = _checked(source, tables)
        instant = _instant(loaded_at, "loaded_at")
        day = _day(as_of)
        with self._locked():
            written = tuple(self._add_part(source, name, rows) for name, rows in checked.items())
            earlier = [s for s in self.snapshots() if s.as_of == day]
            same_source = [s for s in earlier if s.source == source]
            if same_source and same_source[-1].parts == written:
                return same_source[-1].name
            number = 1 + max((int(s.name.rpartition("/")[2]) for s in earlier), default=0)
            snapshot = Snapshot(f"{day}/{number:04d}", source, day, instant, written)
            parts.write_file(self._manifest(snapshot.name), _json(_manifest_of(snapshot)))
            return snapshot.name

    def read(
        self, table: str, as_of: date | None = None, known_by: datetime | None = None
    ) -> pd.DataFrame:
        """Rows of one table as they stood on a day, and as they were known at an instant.

        Parameters
        ----------
        table : str
            Name of a canonical table.
        as_of : datetime.date, optional
            The latest day that counts; without it, all that is there.
        known_by : datetime.datetime, optional
            Loads after this instant are left out.

        Returns
        -------
        pandas.DataFrame
            All columns of the schema, sorted by key; no rows where no source has the table.
            Rows that were written before the schema had a column have no value in it.
            Of two rows with one key the one with the later as-of date, then the later load, stays.

        Raises
        ------
        StoreError
            The table is unknown, or a part is missing or damaged.
        """
        schema = TABLES.get(table)
        if schema is None:
            raise StoreError(f"There is no table {table!r}; {allowed_words(table, TABLES)}.")
        accumulates = "period" in schema.key_columns()
        counted = [
            parts.read_checked(self.root / part.path, part.sha256)
            for snapshot in self._in_force(as_of, known_by, all_days=accumulates)
            for part in snapshot.parts
            if part.table == table
        ]
        if not counted:
            return schema.without_rows()
        keys = schema.key_columns()
        now = parts.to_arrow(schema.without_rows())
        whole = pa.concat_tables([now, *counted], promote_options="default")
        rows = parts.decode(whole).drop_duplicates(keys, keep="last")
        return rows.sort_values(keys, kind="stable", ignore_index=True)

    def snapshots(self) -> list[Snapshot]:
        """All loads, by as-of date and then in the order they were made."""
        found = [self._read_manifest(path) for path in (self.root / "snapshots").glob("*/*.json")]
        return sorted(found, key=lambda s: (s.as_of, int(s.name.rpartition("/")[2])))

    def periods(self) -> list[Period]:
        """List reporting periods whose data date has a snapshot, oldest first."""
        return periods.held(self.read("periods"), {s.as_of for s in self.snapshots()})

    def _in_force(
        self, as_of: date | None, known_by: datetime | None, *, all_days: bool
    ) -> list[Snapshot]:
        """Per source its latest load of the latest day, or of each day, oldest first."""
        latest: dict[tuple[str, date | None], Snapshot] = {}
        day = None if as_of is None else _day(as_of)
        instant = None if known_by is None else _instant(known_by, "known_by")
        for snapshot in self.snapshots():
            if day is not None and snapshot.as_of > day:
                continue
            if instant is not None and snapshot.loaded_at > instant:
                continue
            latest[snapshot.source, snapshot.as_of if all_days else None] = snapshot
        return sorted(latest.values(), key=lambda s: (s.as_of, int(s.name.rpartition("/")[2])))

    def _add_part(self, source: str, table: str, rows: pd.DataFrame) -> Part:
        content = parts.encode(parts.to_arrow(rows))
        sha256 = parts.digest(content)
        path = f"parts/{source}/{table}/{sha256}.parquet"
        if not (self.root / path).exists():
            parts.write_file(self.root / path, content)
        return Part(source, table, path, sha256, len(rows))

    def _manifest(self, name: str) -> Path:
        return self.root / "snapshots" / f"{name}.json"

    def _read_manifest(self, path: Path) -> Snapshot:
        found = _read_json(path)
        try:
            return Snapshot(
                f"{path.parent.name}/{path.stem}",
                found["source"],
                date.fromisoformat(found["as_of"]),
                datetime.fromisoformat(found["loaded_at"]),
                tuple(Part(**part) for part in found["parts"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError(
                f"The manifest {path} is damaged ({error!r}); restore it from a copy."
            ) from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time: a second waits."""
        with (self.root / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _checked(source: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    if not re.match(ID_PATTERN, source):
        raise StoreError(
            f"{source!r} cannot be the id of a source: expected letters, digits, '.', '_', '-'."
        )
    for name in tables:
        if name not in TABLES:
            raise StoreError(f"There is no table {name!r}; {allowed_words(name, TABLES)}.")
    return {name: TABLES[name].check(rows) for name, rows in sorted(tables.items())}


def _manifest_of(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "as_of": snapshot.as_of.isoformat(),
        "loaded_at": snapshot.loaded_at.isoformat(),
        "source": snapshot.source,
        "parts": [vars(part) for part in snapshot.parts],
    }


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be read ({error}); restore it from a copy.") from error


def _day(given: date) -> date:
    return given.date() if isinstance(given, datetime) else given


def _instant(given: datetime, name: str) -> datetime:
    if given.tzinfo is None:
        raise StoreError(f"{name} is {given}, expected an instant with its time zone.")
    return given.astimezone(UTC)
