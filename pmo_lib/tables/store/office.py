"""Office tables: made once a period of the whole snapshot, frozen, and added to every slice.

On disk::

    <folder>/
      office.json           period; name and hash of every table
      <table>.parquet
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from pmo_lib.errors import ReportError, StoreError, allowed_words
from pmo_lib.files import digest, write_file
from pmo_lib.tables.schemas import OFFICE_TABLES
from pmo_lib.tables.store import parts

__all__ = ["Office", "freeze_office", "has_office", "read_office"]

_MARKER: Final = "office.json"


@dataclass(frozen=True)
class Office:
    """Office tables of a period.

    Parameters
    ----------
    tables : mapping of str to pyarrow.Table
        Rows by table; a table without rows is absent.
    digest : str
        Content hash: equal for equal tables.
    """

    tables: Mapping[str, pa.Table]
    digest: str


def freeze_office(folder: Path, period: str, found: Mapping[str, list[dict[str, Any]]]) -> Office:
    """Hold what a prepare notebook made to its schemas, and write it for the whole period.

    Parameters
    ----------
    folder : pathlib.Path
        Where the tables of this period are kept; what is there is replaced.
    period : str
        Name of the period.
    found : mapping of str to list of dict
        Rows by table name.

    Raises
    ------
    ReportError
        A table is unknown.
    SchemaError
        Rows break the schema of their table.
    """
    for name in found:
        if name not in OFFICE_TABLES:
            raise ReportError(
                f"There is no office table {name!r}; {allowed_words(name, OFFICE_TABLES)}."
            )
    checked = {
        name: parts.to_arrow(OFFICE_TABLES[name].check(pd.DataFrame(rows)))
        for name, rows in sorted(found.items())
        if rows
    }
    contents = {f"{name}.parquet": parts.encode(rows) for name, rows in checked.items()}
    marker = {"period": period, "files": {n: digest(c) for n, c in contents.items()}}
    (folder / _MARKER).unlink(missing_ok=True)
    for name, content in contents.items():
        write_file(folder / name, content)
    write_file(folder / _MARKER, json.dumps(marker, indent=1, sort_keys=True).encode())
    return read_office(folder, period)


def has_office(folder: Path) -> bool:
    """Say whether the tables of a period are frozen there."""
    return (folder / _MARKER).is_file()


def read_office(folder: Path, period: str) -> Office:
    """Read frozen office tables.

    Raises
    ------
    StoreError
        They are damaged or of another period.
    """
    try:
        content = (folder / _MARKER).read_bytes()
        found: dict[str, Any] = json.loads(content)
        files: dict[str, str] = found["files"]
        given = found["period"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{folder} holds no readable office tables ({error!r}); make them anew with "
            "--refresh-office."
        ) from error
    if given != period:
        raise StoreError(f"The office tables in {folder} are of {given}, expected {period}.")
    tables = {
        name.removesuffix(".parquet"): parts.read_checked(folder / name, sha256)
        for name, sha256 in files.items()
    }
    return Office(tables, digest(content))
