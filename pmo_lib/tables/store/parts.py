"""Parts: rows as Parquet files that are named by their content and checked when read."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pmo_lib.errors import StoreError
from pmo_lib.files import digest_of

__all__ = [
    "Frames",
    "Stamp",
    "check_hash",
    "decode",
    "encode",
    "read_checked",
    "stamp",
    "to_arrow",
]

Stamp = tuple[int, int, int, int]
"""What a file shows of having been changed: inode, size, times of change."""

_SMALL = 20_000
"""Rows up to which a table is small."""

_RESTORE = "restore it from a copy, or load its source again"


class Frames(Mapping[str, pd.DataFrame]):
    """Frames by table name, each made from its Arrow table when it is first asked for.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        Rows by table name; asked for a table when its frame is.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.arrow = tables
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            rows = self.arrow[name]
            self._made[name] = decode(rows, small=rows.num_rows <= _SMALL)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrow)

    def __len__(self) -> int:
        return len(self.arrow)


def to_arrow(frame: pd.DataFrame) -> pa.Table:
    """Rows of a canonical table as Arrow, without what only pandas would read."""
    rows = pa.Table.from_pandas(frame, preserve_index=False)
    kinds = [
        field.with_type(pa.large_string()) if pa.types.is_string(field.type) else field
        for field in rows.schema
    ]
    return rows.cast(pa.schema(kinds))


def decode(table: pa.Table, *, small: bool = False) -> pd.DataFrame:
    """Make a frame of Arrow rows, with the dtypes that the schemas give.

    Where the table is ``small``, texts are Python's: each step with Arrow's costs more than they
    save.
    """
    nullable: dict[pa.DataType, Any] = {pa.bool_(): pd.BooleanDtype()}
    if small:
        python = pd.StringDtype("python", na_value=np.nan)
        nullable |= {pa.string(): python, pa.large_string(): python}
    frame: pd.DataFrame = table.to_pandas(types_mapper=nullable.get, use_threads=False)
    return frame


def encode(table: pa.Table, *, compression: str = "zstd") -> bytes:
    """Parquet bytes of some rows: the same rows always give the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, compression=compression, use_dictionary=False, write_statistics=False
    )
    return bytes(sink.getvalue())


def stamp(path: Path) -> Stamp:
    """Give what differs once a file has been changed."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@functools.cache
def _digest_once(path: Path, _: Stamp) -> str:
    return digest_of(path)


def check_hash(path: Path, sha256: str, *, anew: bool = False) -> None:
    """Hold a file to its recorded hash.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    sha256 : str
        Its recorded hash.
    anew : bool
        Read the file in any case; else once a process, and again where it was changed.

    Raises
    ------
    StoreError
        The file is missing, or its bytes are not those that were written.
    """
    try:
        found = digest_of(path) if anew else _digest_once(path, stamp(path))
    except OSError as error:
        raise StoreError(
            f"The part {path} cannot be read ({error.strerror}); {_RESTORE}."
        ) from error
    if found != sha256:
        raise StoreError(
            f"The part {path} is damaged: expected the hash {sha256[:12]}, found {found[:12]}; "
            f"{_RESTORE}."
        )


def read_checked(
    path: Path,
    sha256: str,
    *,
    columns: Sequence[str] | None = None,
    where: Mapping[str, Collection[Any]] | None = None,
) -> pa.Table:
    """Read a part whose bytes must have the recorded hash.

    Parameters
    ----------
    path : pathlib.Path
        The part.
    sha256 : str
        Its recorded hash.
    columns : sequence of str, optional
        Only these columns are read; those that the part lacks are absent.
    where : mapping of str to collection, optional
        Only rows with one of these values in each of these columns; the others never stand in
        memory together.

    Raises
    ------
    StoreError
        The part is missing, or its bytes are not those that were written.
    """
    check_hash(path, sha256)
    with pq.ParquetFile(path, pre_buffer=False) as file:
        held = file.schema_arrow
        columns = [name for name in columns or held.names if name in held.names]
        if not where:
            return file.read(columns=columns, use_threads=False)
    wanted = [
        pc.field(name).isin(pa.array(list(values), held.field(name).type))
        for name, values in where.items()
    ]
    every = functools.reduce(lambda one, other: one & other, wanted)
    return pq.read_table(path, columns=columns, filters=every, partitioning=None, use_threads=False)
