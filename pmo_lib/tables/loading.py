"""Loading: a source's files into a store, by a mapping, with an account of every record."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

import pmo_lib
from pmo_lib.errors import ParameterError, SourceError
from pmo_lib.tables.mapping import Mapper, SourceFile, SourceMapping, chosen_files, read_mapping
from pmo_lib.tables.mapping.account import FILES, Count, Tally
from pmo_lib.tables.mapping.contract import reader_for
from pmo_lib.tables.store import Load, Store

__all__ = ["LoadCount", "LoadResult", "load"]


@dataclass(frozen=True)
class LoadCount:
    """One line of a load's account: files, records of one kind in one file, or a table.

    ``snapshot`` names the snapshot that was written, ``file`` and ``kind`` what the records are;
    each is empty where the line is of something else. ``stated`` is what the reader found out
    itself of the file, such as its encoding, and ``notes`` how many rows or headings beside the
    records were left out, by rule.
    """

    source: str
    snapshot: str
    count: Count
    file: str = ""
    kind: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give the line as plain names and values."""
        named = {"source": self.source, "snapshot": self.snapshot, "file": self.file}
        found = {"kind": self.kind, "stated": dict(self.stated), "notes": dict(self.notes)}
        return named | asdict(self.count) | found


@dataclass(frozen=True)
class LoadResult:
    """What a load did.

    Parameters
    ----------
    store : pathlib.Path
        Where the rows are now.
    counts : tuple of LoadCount
        The files, then of each snapshot the records of each file and each of its tables.
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


def load(
    mapping_path: Path,
    folder: Path | None,
    store_root: Path,
    *,
    loaded_at: datetime,
    period: str | None = None,
    as_of: date | None = None,
) -> LoadResult:
    """Load a source into a store: one snapshot for each day at which its files stand.

    Parameters
    ----------
    mapping_path : pathlib.Path
        The source mapping, such as ``params/sources/gmpp.yml``.
    folder : pathlib.Path or None
        Where the source's files are; a source that is a database has none.
    store_root : pathlib.Path
        The store; made where there is none.
    loaded_at : datetime.datetime
        The instant of the load, with its time zone.
    period, as_of : optional
        The period and the day at which the data stand, where the mapping leaves them open.

    Returns
    -------
    LoadResult
        Where ``read = accepted + rejected + ignored`` in every line.

    Raises
    ------
    MappingError
        The mapping is wrong.
    ParameterError
        The mapping leaves the period open and none is given, or no folder is named.
    SourceError
        The folder or a file is missing, empty or not what the mapping says.
    StoreError
        The store's folder holds something else.

    Notes
    -----
    Records go through in batches, so that memory is bounded by a batch. The store changes when
    all files have been read and every account adds up, wholly or not at all.
    """
    mapping = read_mapping(mapping_path)
    names = _file_names(mapping, folder)
    files = chosen_files(mapping, names, period=period, as_of=as_of)
    counts = [LoadCount(mapping.source, "", _account_of_files(mapping, names, files, folder))]
    about = _about(mapping, mapping_path)
    lines = []
    with _store(store_root) as store, contextlib.ExitStack() as all_days:
        for day, group in groupby(_by_day(files), key=lambda file: file.data_date):
            load_of_day = store.loading(mapping.source, day, loaded_at=loaded_at, about=about)
            load = all_days.enter_context(load_of_day)
            into = _Into(load, mapping, folder or mapping_path.parent)
            lines += [(load, line) for line in into.read(day, list(group), files)]
    counts += [replace(line, snapshot=load.snapshot) for load, line in lines]
    return LoadResult(store.root, tuple(counts))


@contextlib.contextmanager
def _store(root: Path) -> Iterator[Store]:
    """Open the store, or make it; one that was made is gone where its first load fails."""
    made = not root.exists()
    store = Store.create(root)
    try:
        yield store
    except BaseException:
        if made:
            store.remove_unused()
        raise


def _by_day(files: Sequence[SourceFile]) -> list[SourceFile]:
    return sorted(files, key=lambda file: file.data_date)


def _about(mapping: SourceMapping, path: Path) -> dict[str, str]:
    """Tell what a snapshot keeps of how it was made."""
    return {
        "title": mapping.title,
        "licence": mapping.licence,
        "mapping": hashlib.sha256(path.read_bytes()).hexdigest(),
        "version": pmo_lib.__version__,
    }


@dataclass(frozen=True)
class _Into:
    """A load of one day, and what goes into it."""

    load: Load
    mapping: SourceMapping
    folder: Path

    def read(
        self, day: date, files: Sequence[SourceFile], every: Sequence[SourceFile]
    ) -> list[LoadCount]:
        """Read the files that stand at the day, and give their account."""
        mapper = Mapper(self.mapping, self.load.add)
        self.load.add("sources", _source_row(self.mapping, day, every))
        lines = [
            self._records(mapper, file, kind)
            for file in files
            for kind, records in self.mapping.records.items()
            if records.files is None or re.search(records.files, file.name)
        ]
        return lines + [LoadCount(self.mapping.source, "", count) for count in mapper.close()]

    def _records(self, mapper: Mapper, file: SourceFile, kind: str) -> LoadCount:
        """Read the records of one kind of one file."""
        records = self.mapping.records[kind]
        reader = reader_for(records, file.spec, file.known())
        reading = reader.open(self.folder / file.name, records.headings(file.name))
        count = mapper.add(kind, reading, file)
        found, left = reading.stated, dict(+reading.notes)
        return LoadCount(self.mapping.source, "", count, file.name, kind, found, left)


def _source_row(mapping: SourceMapping, day: date, files: Sequence[SourceFile]) -> pd.DataFrame:
    """Tell of the source what reports print of it: files up to a day of its load."""
    until = [file.data_date for file in files if file.data_date <= day]
    return pd.DataFrame(
        {
            "source": [mapping.source],
            "title": mapping.title,
            "licence": mapping.licence or None,
            "origin": mapping.origin or None,
            "files": len(until),
            "first_as_of": pd.Timestamp(min(until)),
            "last_as_of": pd.Timestamp(day),
        }
    )


def _account_of_files(
    mapping: SourceMapping, names: Sequence[str], files: Sequence[SourceFile], folder: Path | None
) -> Count:
    """Every file of the folder is read, or ignored by a named rule."""
    wanted = {file.name for file in files}
    lacking = [
        spec.name or f"a file that matches {spec.pattern!r}"
        for spec in mapping.files
        if not any(file.spec is spec for file in files)
    ]
    if lacking:
        raise SourceError(
            f"{folder} lacks {', '.join(lacking)}; found {_listed(sorted(names)) or 'nothing'}."
        )
    tally = Tally(read=len(names))
    for name in names:
        if name not in wanted:
            rule = next((r.rule for r in mapping.ignored_files if re.search(r.pattern, name)), None)
            tally.ignored[rule or "not named by the mapping"] += 1
    return tally.closed(FILES, len(wanted), where=f"{folder}")


def _file_names(mapping: SourceMapping, folder: Path | None) -> list[str]:
    """Names of the files that are there, and of the databases that the mapping names."""
    if all(not records.reader.of_files for records in mapping.records.values()):
        return [spec.name for spec in mapping.files if spec.name]
    if folder is None:
        raise ParameterError(
            f"The source {mapping.source} is read from files; name their folder with --from."
        )
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}; name the folder of the source's files.")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    if not names:
        raise SourceError(f"The folder {folder} is empty; expected the source's files in it.")
    return names


def _listed(names: Sequence[str], limit: int = 8) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
