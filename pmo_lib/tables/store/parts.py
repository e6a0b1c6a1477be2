"""Parts: rows as Parquet bytes that are named by their content and checked when read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pmo_lib.errors import StoreError

__all__ = ["Frames", "decode", "digest", "encode", "read_checked", "to_arrow", "write_file"]


class Frames(Mapping[str, pd.DataFrame]):
    """Frames by table name, each made from its Arrow table when it is first asked for.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        Rows by table name.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.arrow = dict(tables)
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = decode(self.arrow[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrow)

    def __len__(self) -> int:
        return len(self.arrow)


def to_arrow(frame: pd.DataFrame) -> pa.Table:
    """Rows of a canonical table as Arrow, without what only pandas would read."""
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)


def decode(table: pa.Table) -> pd.DataFrame:
    """Make a frame of Arrow rows, with the dtypes that the schemas give."""
    nullable = {pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=nullable.get, use_threads=False)
    return frame


def encode(table: pa.Table, *, compression: str = "zstd") -> bytes:
    """Parquet bytes of some rows: the same rows always give the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, compression=compression, use_dictionary=False, write_statistics=False
    )
    return bytes(sink.getvalue())


def digest(content: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_checked(path: Path, sha256: str) -> pa.Table:
    """Read a part whose bytes must have the recorded hash.

    Raises
    ------
    StoreError
        The part is missing, or its bytes are not those that were written.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"The part {path} cannot be read ({error.strerror}); "
            "restore it from a copy, or load its source again into a new store."
        ) from error
    found = digest(content)
    if found != sha256:
        raise StoreError(
            f"The part {path} is damaged: expected the hash {sha256[:12]}, found {found[:12]}; "
            "restore it from a copy, or load its source again into a new store."
        )
    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that it is there wholly or not at all, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
