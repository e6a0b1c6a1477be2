"""Loading: source files into a store, by a mapping, with an account of every record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_lib.errors import SourceError
from pmo_lib.tables.mapping import Mapped, SourceFile, SourceMapping, map_records, read_mapping
from pmo_lib.tables.mapping.account import FILES, Count, Tally
from pmo_lib.tables.readers import Heading, read_transposed
from pmo_lib.tables.store import Store

__all__ = ["LoadCount", "LoadResult", "load"]


@dataclass(frozen=True)
class LoadCount:
    """One line of a load's account: a table, the records or the files, of one source.

    ``snapshot`` names the snapshot that was written; it is empty for ``files``.
    """

    source: str
    snapshot: str
    count: Count

    def to_json(self) -> dict[str, Any]:
        """Give the line as plain names and values."""
        return {"source": self.source, "snapshot": self.snapshot} | asdict(self.count)


@dataclass(frozen=True)
class LoadResult:
    """What a load did.

    Parameters
    ----------
    store : pathlib.Path
        Where the rows are now.
    counts : tuple of LoadCount
        The files, then of each snapshot its records and each of its tables.
    """

    store: Path
    counts: tuple[LoadCount, ...]

    @property
    def rejected(self) -> int:
        """How many records, table rows and single values were rejected."""
        return sum(c.count.rejected + c.count.values_rejected for c in self.counts)

    def to_json(self) -> list[dict[str, Any]]:
        """Give the account as plain names and values, one mapping a line."""
        return [count.to_json() for count in self.counts]


def load(mapping_path: Path, folder: Path, store_root: Path, *, loaded_at: datetime) -> LoadResult:
    """Load the files of a source into a store, one snapshot each.

    Parameters
    ----------
    mapping_path : pathlib.Path
        The source mapping, such as ``params/sources/gmpp.yml``.
    folder : pathlib.Path
        Where the source's files are.
    store_root : pathlib.Path
        The store; made where there is none.
    loaded_at : datetime.datetime
        The instant of the load, with its time zone.

    Returns
    -------
    LoadResult
        Where ``read = accepted + rejected + ignored`` in every line.

    Raises
    ------
    MappingError
        The mapping is wrong.
    SourceError
        The folder or a file is missing, empty or not what the mapping says.
    StoreError
        The store's folder holds something else.

    Notes
    -----
    All files are read and mapped before anything is written.
    """
    mapping = read_mapping(mapping_path)
    files = _account_of_files(mapping, folder)
    mapped = [(file, _read_file(mapping, file, folder)) for file in mapping.files]
    store = Store.create(store_root)
    counts = [LoadCount(mapping.source, "", files)]
    for file, made in mapped:
        name = store.write(mapping.source, file.data_date, made.tables, loaded_at=loaded_at)
        counts += [LoadCount(mapping.source, name, count) for count in made.counts]
    return LoadResult(store.root, tuple(counts))


def _account_of_files(mapping: SourceMapping, folder: Path) -> Count:
    """Every file of the folder is read, or ignored by a named rule."""
    names = _file_names(folder)
    wanted = [file.name for file in mapping.files]
    lacking = [name for name in wanted if name not in names]
    if lacking:
        raise SourceError(
            f"{folder} lacks {', '.join(lacking)}; expected {', '.join(wanted)}, "
            f"found {_listed(names)}."
        )
    tally = Tally()
    tally.read[FILES] = len(names)
    for name in names:
        if name not in wanted:
            rule = next((r.rule for r in mapping.ignored_files if re.search(r.pattern, name)), None)
            tally.ignored[FILES, rule or "not named by the mapping"] += 1
    return tally.closed({FILES: len(wanted)}, what=str(folder))[0]


def _file_names(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}; name the folder of the source's files.")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    if not names:
        raise SourceError(f"The folder {folder} is empty; expected the source's files in it.")
    return names


def _listed(names: Sequence[str], limit: int = 8) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def _read_file(mapping: SourceMapping, file: SourceFile, folder: Path) -> Mapped:
    headings = {
        name: Heading(re.compile(spec.heading), spec.required)
        for name, spec in mapping.fields.items()
    }
    reading = read_transposed(
        folder / file.name,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        headings=headings,
        first=mapping.record_id,
    )
    return map_records(reading, mapping, file)
