"""The monthly returns that the sample's numbers were typed into, and where each number stands.

A period's return is one workbook with a sheet a table: headings in row 1, a row for each row of the
table, a column for each field.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import Ints, Texts
from pmo_lib.tables.schemas import TABLES

SOURCE: Final = "sample"
"""Name of the sample's source."""

FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "progress": {
        "percent_complete": "C",
        "earned_value": "D",
        "actual_cost": "E",
        "period_budget": "F",
        "period_forecast": "G",
        "manager_eac": "H",
    },
    "milestones": {"baseline_date": "F", "actual_date": "G", "forecast_date": "H"},
}
"""Column of the sheet in which each field stands, by table."""

_FIRST_ROW: Final = 2
_SIGNS: Final = {"GBP": "£", "EUR": "€", "USD": "$"}


def place(table: str, column: str, period: str, position: Ints) -> dict[str, object]:
    """Tell where fields stand in a period's return.

    Parameters
    ----------
    table, column : str
        One of :data:`FIELDS`.
    period : str
        The period.
    position : numpy.ndarray
        Positions of the rows among the table's rows of the period, from 0.
    """
    row = position + _FIRST_ROW
    return {
        "file": f"returns_{period}.xlsx",
        "sheet": table.title(),
        "row": row.astype(float),
        "cell": FIELDS[table][column] + row.astype(str).astype(object),
    }


def sources_table(first: pd.Timestamp, day: pd.Timestamp, periods: int) -> pd.DataFrame:
    """Make ``sources``: the sample itself, with a return a period."""
    return pd.DataFrame(
        {
            "source": [SOURCE],
            "title": "Sample portfolio",
            "licence": "Made up by code: no office, client or person in it is real",
            "files": periods,
            "first_as_of": first,
            "last_as_of": day,
        }
    )


def lineage_table(tables: Mapping[str, pd.DataFrame], period: str) -> pd.DataFrame:
    """Make ``lineage``: where the values of a period's return were typed, and as what."""
    found = []
    for table, fields in FIELDS.items():
        rows = tables[table][tables[table]["period"] == period]
        first, *others = (rows[name] for name in TABLES[table].key_columns())
        key = reduce(lambda so_far, part: so_far + "|" + part, others, first)
        for column in fields:
            given = np.flatnonzero(rows[column].notna())
            at = {"table_name": table, "row_key": key.iloc[given], "column_name": column}
            raw = _typed(rows.iloc[given], column)
            where = place(table, column, period, given)
            found.append(pd.DataFrame({**at, "source": SOURCE, **where, "raw": raw}))
    return pd.concat(found, ignore_index=True)


def _typed(rows: pd.DataFrame, column: str) -> Texts:
    """Texts as a project manager would have typed the values."""
    values = rows[column]
    if column == "percent_complete":
        return np.array([f"{share:.1%}" for share in values], dtype=object)
    if column.endswith("_date"):
        return np.array(values.dt.strftime("%d/%m/%Y"), dtype=object)
    signs = rows["currency"].map(_SIGNS)
    pairs = zip(signs, values, strict=True)
    return np.array([f"{sign}{amount:,.0f}" for sign, amount in pairs], dtype=object)
