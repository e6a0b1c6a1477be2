"""Marks: a number for each row, equal for equal rows, by which slices are told apart unwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

__all__ = ["digest_of_marks", "row_marks"]

_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that multiplying by it loses nothing; keeps the order of the columns in the mark."""

_MISSING: Final = np.uint64(0xD6E8FEB86659FD93)
"""Mark of a value that is not there."""


def row_marks(rows: pa.Table) -> np.ndarray:
    """Mark each row by what stands in it.

    Parameters
    ----------
    rows : pyarrow.Table
        Rows; the order of their columns counts.

    Returns
    -------
    numpy.ndarray
        A 64-bit number a row; none for no rows. Two different rows have one mark by chance alone,
        once in 2^64; marks keep off mistakes, not malice.

    Examples
    --------
    >>> one, two, other = row_marks(pa.table({"a": ["x", "x", None], "b": [1.5, 1.5, 1.5]}))
    >>> bool(one == two), bool(one == other)
    (True, False)
    """
    marks = np.zeros(rows.num_rows, dtype=np.uint64)
    for column in rows.columns:
        marks = marks * _FACTOR ^ _value_marks(column)
    return marks


def digest_of_marks(tables: Mapping[str, tuple[pa.Schema, np.ndarray]]) -> str:
    """SHA-256 over the marks of the rows of several tables, with their names and columns."""
    whole = hashlib.sha256()
    for name, (schema, marks) in sorted(tables.items()):
        whole.update(f"{name} {len(marks)}\n{schema}\n".encode())
        whole.update(np.ascontiguousarray(marks).tobytes())
    return whole.hexdigest()


def _value_marks(column: pa.ChunkedArray) -> np.ndarray:
    """Mark each value; every distinct one is looked at once."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    distinct = encoded.dictionary.to_numpy(zero_copy_only=False)
    marks = np.append(pd.util.hash_array(distinct, categorize=False), _MISSING)
    found: np.ndarray = marks[encoded.indices.fill_null(len(distinct)).to_numpy()]
    return found
