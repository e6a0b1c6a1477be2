"""The sample's clock: 24 monthly periods on a longer grid of months, and dates as day numbers.

Days are counted from 1970-01-01 as floats, so that whole columns can be computed at once; NaN
stands for a date that is not there.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

PERIODS: Final = 24
"""Number of reporting periods."""

LAST: Final = np.datetime64("2026-10", "M")
"""The last reporting period."""

SNAPSHOTS: Final = 6
"""Number of month ends, up to the last, of which a snapshot is kept."""

BEFORE: Final = 72
AFTER: Final = 96

_GRID = np.arange(LAST - PERIODS + 1 - BEFORE, LAST + 1 + AFTER)

GRID: Final[Texts] = np.datetime_as_string(_GRID).astype(object)
"""Names of all months of the grid; the reporting periods start at ``BEFORE``."""

BEGIN: Final[Floats] = _GRID.astype("datetime64[D]").astype(np.float64)
END: Final[Floats] = (_GRID + 1).astype("datetime64[D]").astype(np.float64) - 1
"""First and last day of each month of the grid."""

REPORTED: Final = slice(BEFORE, BEFORE + PERIODS)
"""The reporting periods within the grid."""

PERIOD: Final[Texts] = GRID[REPORTED]
PERIOD_END: Final[Floats] = END[REPORTED]
PERIOD_BEGIN: Final[Floats] = BEGIN[REPORTED]
NOW: Final = float(PERIOD_END[-1])
"""The last day of the last period: the sample's own today."""

MONTH: Final = 30.44
"""Days in a month, on average."""


def workday(days: Floats) -> Floats:
    """Round to whole days and move Saturdays and Sundays to the Monday after."""
    whole = np.floor(days)
    weekday = np.mod(whole + 3, 7)
    return np.asarray(whole + np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0)))


def earlier_workday(days: Floats) -> Floats:
    """Round to whole days and move Saturdays and Sundays to the Friday before."""
    whole = np.floor(days)
    weekday = np.mod(whole + 3, 7)
    return np.asarray(whole - np.where(weekday == 5, 1, np.where(weekday == 6, 2, 0)))


def either(condition: Any, text: Any, otherwise: Any = None) -> Texts:
    """One text or another (or none), entry by entry, as objects."""
    yes, no = np.asarray(text, dtype=object), np.asarray(otherwise, dtype=object)
    return np.asarray(np.where(condition, yes, no), dtype=object)


def dates(days: Floats) -> Any:
    """Turn day numbers into dates; NaN becomes NaT."""
    known = np.isfinite(days)
    whole = np.where(known, days, 0).astype(np.int64).astype("datetime64[D]")
    return np.where(known, whole, np.datetime64("NaT")).astype("datetime64[ns]")


def periods_table() -> pd.DataFrame:
    """Make the ``periods`` table: 24 rows."""
    return pd.DataFrame(
        {
            "period": PERIOD,
            "cadence": "month",
            "start": dates(PERIOD_BEGIN),
            "end": dates(PERIOD_END),
            "data_date": dates(PERIOD_END),
        }
    )
