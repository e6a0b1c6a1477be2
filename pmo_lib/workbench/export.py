"""Exporting shown rows as CSV that a spreadsheet opens safely and reads rightly."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

__all__ = ["export_name", "export_rows", "neutral", "to_csv"]

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
"""What a spreadsheet may take for a formula at the start of a cell, full width included."""

_OWN_EDITION: Final = "client"


def neutral(value: Any) -> Any:
    """Keep a spreadsheet from running a text as a formula.

    Parameters
    ----------
    value : object
        A cell.

    Returns
    -------
    object
        Text that begins like a formula has an apostrophe before it; all else is as it was, so
        that negative numbers stay numbers.

    Examples
    --------
    >>> neutral("=1+1"), neutral(-5.0), neutral("R&D")
    ("'=1+1", -5.0, 'R&D')
    """
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def to_csv(rows: pd.DataFrame) -> bytes:
    """Write rows as CSV for spreadsheets.

    Parameters
    ----------
    rows : pandas.DataFrame
        Any frame; its index is left out.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, so that Excel reads names in every script; ISO dates; missing
        values are empty; texts that look like formulas are made harmless (:func:`neutral`).
        A frame without rows gives its header.
    """
    safe = pd.DataFrame({neutral(name): _harmless(column) for name, column in rows.items()})
    text = safe.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    return text.encode("utf-8-sig")


def export_name(*, client_id: str, period: str, measure: str, edition: str) -> str:
    """Name an export after what is in it, without the ending.

    Examples
    --------
    >>> export_name(client_id="C0001", period="2026-10", measure="cost", edition="client")
    'C0001_2026-10_cost'
    >>> export_name(client_id="C0001", period="2026-10", measure="cost", edition="internal")
    'C0001_2026-10_cost_internal'
    """
    parts = [client_id, period, measure]
    return "_".join(parts if edition == _OWN_EDITION else [*parts, edition])


def export_rows(rows: pd.DataFrame, folder: Path, name: str) -> Path:
    """Write rows to a CSV file, never over one that says something else.

    Parameters
    ----------
    rows : pandas.DataFrame
        What to write.
    folder : pathlib.Path
        Where; made where it is not there yet.
    name : str
        File name without its ending.

    Returns
    -------
    pathlib.Path
        The file: ``<name>.csv``, or with the next free number where an export of that name was
        changed since, or held other rows. Equal rows give the same file.

    Raises
    ------
    OSError
        The folder or file cannot be written.
    """
    content = to_csv(rows)
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / (f"{name}.csv" if number == 1 else f"{name}_{number}.csv")
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            if path.read_bytes() != content:
                number += 1
                continue
        return path


def _harmless(column: pd.Series[Any]) -> pd.Series[Any]:
    """Make the texts of a column harmless; numbers and dates keep their types."""
    typed = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
    return column if typed else column.astype("object").map(neutral, na_action="ignore")
