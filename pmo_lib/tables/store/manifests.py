"""Manifests: which parts one load wrote, for which day, and what was said of it."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from pmo_lib.errors import StoreError
from pmo_lib.files import digest, sync_folder, write_file
from pmo_lib.tables.store import parts
from pmo_lib.tables.store.parts import Stamp

__all__ = [
    "Part",
    "Snapshot",
    "as_bytes",
    "held_back",
    "hold_back",
    "let_count",
    "manifest_paths",
    "read_json",
    "read_manifest",
    "remove_held_back",
    "snapshot_name",
    "write",
]

_FOLDER: Final = "snapshots"
_PENDING: Final = ".pending.json"
_HASH: Final = "sha256"


@dataclass(frozen=True)
class Part:
    """The rows of one table from one source, as one load wrote them."""

    source: str
    table: str
    sha256: str
    rows: int

    @property
    def path(self) -> str:
        """Where the part stands in its store."""
        return f"parts/{self.source}/{self.table}/{self.sha256}.parquet"


@dataclass(frozen=True)
class Snapshot:
    """One load of one source for one as-of date.

    Parameters
    ----------
    name : str
        As-of date and number, such as ``2026-03-31/0002``: numbers give the order of the loads.
    source : str
        Id of the source.
    as_of : datetime.date
        The day at which the data stand.
    loaded_at : datetime.datetime
        The instant of the load, in UTC.
    parts : tuple of Part
        By table.
    about : mapping of str to str
        What the loader said of it, such as the source's title and licence.
    """

    name: str
    source: str
    as_of: date
    loaded_at: datetime
    parts: tuple[Part, ...]
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Which load of the day it is, over all sources."""
        return int(self.name.rpartition("/")[2])

    @property
    def rows(self) -> int:
        """How many rows all its parts have."""
        return sum(part.rows for part in self.parts)

    def part(self, table: str) -> Part | None:
        """Find the part of one table, where the load has it."""
        return next((part for part in self.parts if part.table == table), None)


def manifest_paths(root: Path) -> list[Path]:
    """Where the manifests of a store stand, by name; without those that do not count yet."""
    while True:
        found = _listed(root)
        waiting = set(held_back(root))
        if found == _listed(root):  # else a writer came between: look again
            return [path for path in found if snapshot_name(path) not in waiting]


def _listed(root: Path) -> list[Path]:
    return sorted((root / _FOLDER).glob("*/*.json"))


def hold_back(root: Path, names: Sequence[str]) -> None:
    """Say which manifests do not count until all of them are there."""
    write_file(root / _PENDING, as_bytes({"manifests": list(names)}))


def held_back(root: Path) -> list[str]:
    """Names of the manifests that do not count yet."""
    try:
        return list(json.loads((root / _PENDING).read_bytes())["manifests"])
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(root / _PENDING, error) from error


def let_count(root: Path) -> None:
    """Let all manifests count."""
    (root / _PENDING).unlink(missing_ok=True)
    sync_folder(root)


def remove_held_back(root: Path) -> None:
    """Remove the manifests that do not count, and then the note of them."""
    for name in held_back(root):
        (root / _FOLDER / f"{name}.json").unlink(missing_ok=True)
    (root / _PENDING).unlink(missing_ok=True)


def snapshot_name(path: Path) -> str:
    """Name of the snapshot whose manifest stands there."""
    return f"{path.parent.name}/{path.stem}"


def write(root: Path, snapshot: Snapshot) -> None:
    """Write a manifest that carries its own hash."""
    content = {
        "about": dict(snapshot.about),
        "as_of": snapshot.as_of.isoformat(),
        "loaded_at": snapshot.loaded_at.isoformat(),
        "parts": [asdict(part) for part in snapshot.parts],
        "snapshot": snapshot.name,
        "source": snapshot.source,
    }
    signed = content | {_HASH: digest(as_bytes(content))}
    write_file(root / _FOLDER / f"{snapshot.name}.json", as_bytes(signed))


def read_manifest(path: Path) -> Snapshot:
    """Read a manifest, which must have the hash that it carries.

    Raises
    ------
    StoreError
        It is missing, damaged or not a manifest.
    """
    try:
        return _read(path, parts.stamp(path))
    except OSError as error:
        raise _unreadable(path, error) from error


@functools.cache
def _read(path: Path, _: Stamp) -> Snapshot:
    found = read_json(path)
    try:
        sha256 = found.pop(_HASH)
        if digest(as_bytes(found)) != sha256:
            raise ValueError("its content has not the hash that it carries")
        if found["snapshot"] != snapshot_name(path):
            raise ValueError(f"it is the manifest of {found['snapshot']}")
        return Snapshot(
            snapshot_name(path),
            found["source"],
            date.fromisoformat(found["as_of"]),
            datetime.fromisoformat(found["loaded_at"]).astimezone(UTC),
            tuple(Part(**part) for part in found["parts"]),
            found["about"],
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(
            f"The manifest {path} is damaged ({error}); restore it from a copy."
        ) from error


def read_json(path: Path) -> Any:
    """Read a JSON file of the store.

    Raises
    ------
    StoreError
        It is missing or no JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def as_bytes(content: Mapping[str, Any]) -> bytes:
    """Write a JSON document so that equal content gives equal bytes."""
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def _unreadable(path: Path, error: Exception) -> StoreError:
    return StoreError(f"{path} cannot be read ({error}); restore it from a copy.")
