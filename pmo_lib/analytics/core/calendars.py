"""Working days, reporting cycles, the order and dates of periods."""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.errors import ParameterError, allowed_words

CADENCE_DAYS: Final[Mapping[str, float]] = {"month": 30.4, "quarter": 91.3, "year": 365.25}
"""Length of one reporting cycle in days."""


def cycle_days(cadence: str) -> float:
    """Length of a reporting cycle.

    Raises
    ------
    ParameterError
        The cadence is not one of :data:`CADENCE_DAYS`.

    Examples
    --------
    >>> cycle_days("quarter")
    91.3
    """
    if cadence not in CADENCE_DAYS:
        raise ParameterError(f"Unknown cadence {cadence!r}; {allowed_words(cadence, CADENCE_DAYS)}")
    return CADENCE_DAYS[cadence]


def working_days(
    start: pd.Series,
    end: pd.Series | pd.Timestamp,
    *,
    holidays: Iterable[pd.Timestamp] = (),
) -> pd.Series:
    """Working days from one date to another: Monday to Friday less holidays.

    Parameters
    ----------
    start, end : pandas.Series of datetime64
        Dates; ``end`` may be one date for all. The end date itself is not counted.
    holidays : iterable of pandas.Timestamp
        Days that are not worked.

    Returns
    -------
    pandas.Series of float
        Days, negative where the end is before the start, NaN where a date is missing; indexed as
        ``start``. Counts add up: from a to b and from b to c make from a to c.

    Examples
    --------
    >>> friday, monday = pd.Timestamp("2026-10-02"), pd.Timestamp("2026-10-05")
    >>> working_days(pd.Series([friday, monday]), pd.Series([monday, friday])).tolist()
    [1.0, -1.0]
    """
    ends = end if isinstance(end, pd.Series) else pd.Series(end, index=start.index)
    known = (start.notna() & ends.notna()).to_numpy()
    first = start.to_numpy(dtype="datetime64[D]")[known]
    last = ends.to_numpy(dtype="datetime64[D]")[known]
    free = np.array(list(holidays), dtype="datetime64[D]")
    count = np.busday_count(np.minimum(first, last), np.maximum(first, last), holidays=free)
    days = np.full(len(start), np.nan)
    days[known] = np.where(last < first, -count, count)
    return pd.Series(days, index=start.index)


def periods_before(names: pd.Series, *, period: str) -> pd.Series:
    """Tell which periods are earlier than one of the same cadence.

    Parameters
    ----------
    names : pandas.Series of str
        Names of periods: ``2026-10``, ``2026-Q3`` or ``2023``; names of one cadence sort in time.
    period : str
        The one to compare with; names of another cadence are not before it.

    Examples
    --------
    >>> periods_before(pd.Series(["2026-09", "2026-10", "2025"]), period="2026-10").tolist()
    [True, False, False]
    """
    known = names.dropna().unique()
    return names.isin([name for name in known if name < period and len(name) == len(period)])


def report_dates(names: pd.Series, periods: pd.DataFrame | None = None) -> pd.Series:
    """Dates at which periods were reported.

    Parameters
    ----------
    names : pandas.Series of str
        Names of periods.
    periods : pandas.DataFrame, optional
        The ``periods`` table; its ``data_date`` is used where it has the period, else the last
        day of the calendar month, quarter or year that the name says.

    Returns
    -------
    pandas.Series of datetime64
        Indexed as ``names``.

    Examples
    --------
    >>> report_dates(pd.Series(["2026-02", "2026-Q3"])).dt.strftime("%d %b %Y").tolist()
    ['28 Feb 2026', '30 Sep 2026']
    """
    codes, found = pd.factorize(names)
    known = pd.Series(found, dtype="str")
    quarter = known.str.contains("Q")
    part = known.str[-1].where(quarter, known.str[5:7])
    month = pd.to_numeric(part, errors="coerce").fillna(12)
    month = month.where(~quarter, month * 3)
    year = pd.to_numeric(known.str[:4])
    first = pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": 1}))
    ends = pd.Series((first + pd.offsets.MonthEnd(0)).to_numpy(), index=known)
    if periods is not None and len(periods):
        ends = periods.set_index("period")["data_date"].reindex(known).fillna(ends)
    dates = np.append(ends.to_numpy(dtype="datetime64[ns]"), np.datetime64("NaT"))
    return pd.Series(dates[codes], index=names.index)
