"""Writing: the batches of one load, streamed to its folder as one Parquet file a table."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from pmo_lib.errors import StoreError, allowed_words
from pmo_lib.files import digest_of, make_folder, sync_folder
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import parts
from pmo_lib.tables.store.manifests import Part
from pmo_lib.tables.store.reading import arrow_schema

__all__ = ["Load", "told_of_disk"]

_ROW_GROUP: Final = 65_536
"""Rows that are compressed together, and the least that is read of a large part."""


class Load:
    """One load while it is made; see :meth:`Store.loading`.

    Attributes
    ----------
    snapshot : str
        Name of the snapshot, once the load is in the store; empty until then.
    """

    def __init__(self, folder: Path) -> None:
        self.snapshot = ""
        self._folder = folder
        self._streams: dict[str, _Stream] = {}
        self._whole = True

    def add(self, table: str, rows: pd.DataFrame) -> None:
        """Add rows of a table, any number of times.

        Parameters
        ----------
        table : str
            Name of a canonical table.
        rows : pandas.DataFrame
            Some of its rows. Without rows, the load says that the source has the table, empty.

        Raises
        ------
        SchemaError
            Rows break the schema of their table; none of them is added.
        StoreError
            The table is unknown, or the disk does not take the rows.
        """
        if table not in TABLES:
            raise StoreError(f"There is no table {table!r}; {allowed_words(table, TABLES)}.")
        checked = TABLES[table].check(rows)
        self._check_whole()
        self._whole = False
        with told_of_disk(self._folder):
            if table not in self._streams:
                self._streams[table] = _Stream(self._folder / f"{table}.parquet", table)
            self._streams[table].add(checked)
        self._whole = True

    def finish(self, source: str) -> tuple[Part, ...]:
        """Close all tables, in order of name.

        Raises
        ------
        SchemaError
            Two batches have rows of one key.
        StoreError
            The disk did not take all rows.
        """
        self._check_whole()
        with told_of_disk(self._folder):
            return tuple(stream.finish(source) for _, stream in sorted(self._streams.items()))

    def move(self, root: Path, written: Iterable[Part]) -> None:
        """Move finished tables to their places in the store.

        A part that is there has the same bytes, or it is damaged and is whole again afterwards.
        """
        with told_of_disk(self._folder):
            for part in written:
                place = root / part.path
                make_folder(place.parent)
                (self._folder / f"{part.table}.parquet").replace(place)
                sync_folder(place.parent)

    def _check_whole(self) -> None:
        if not self._whole:
            raise StoreError(
                "Rows of an earlier batch of this load could not be written; the store is as it "
                "was. Load the source again."
            )

    def close(self) -> None:
        """Let go of the files of a load that is given up."""
        for stream in self._streams.values():
            stream.close()


class _Stream:
    """The rows of one table on their way to disk: a batch in memory, the keys as hashes."""

    def __init__(self, path: Path, table: str) -> None:
        self._path, self._table = path, table
        self._schema = TABLES[table]
        self._arrow = arrow_schema(table)
        self._file = path.open("wb")
        self._writer = pq.ParquetWriter(
            self._file,
            self._arrow,
            compression="zstd",
            use_dictionary=False,
            write_statistics=self._schema.key_columns(),
        )
        self._hashes: list[np.ndarray] = []
        self._rows = 0

    def add(self, checked: pd.DataFrame) -> None:
        self._hashes.append(self._hashed(checked))
        self._rows += len(checked)
        rows = parts.to_arrow(checked).cast(self._arrow)
        self._writer.write_table(rows, row_group_size=_ROW_GROUP)

    def finish(self, source: str) -> Part:
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._check_keys()
        return Part(source, self._table, digest_of(self._path), self._rows)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._writer.close()
        with contextlib.suppress(OSError):
            self._file.close()

    def _hashed(self, rows: pd.DataFrame) -> np.ndarray:
        keys = rows[self._schema.key_columns()]
        return pd.util.hash_pandas_object(keys, index=False).to_numpy()

    def _check_keys(self) -> None:
        """Look for keys that stand in two batches: by hash, and then the rows themselves."""
        if len(self._hashes) < 2:
            return
        hashes = np.sort(np.concatenate(self._hashes))
        repeated = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        if not len(repeated):
            return
        with pq.ParquetFile(self._path) as file:
            batches = map(parts.decode, file.iter_batches(_ROW_GROUP))
            same = [rows[np.isin(self._hashed(rows), repeated)] for rows in batches]
        self._schema.check(pd.concat(same, ignore_index=True))


@contextlib.contextmanager
def told_of_disk(place: Path) -> Iterator[None]:
    """Say of a disk that does not take what is written that the store is as it was."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The load could not be written to {error.filename or place} "
            f"({error.strerror or error}); the store is as it was. Make room, or let the folder "
            "be written, and load again."
        ) from error
