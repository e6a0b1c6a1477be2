"""Reference tables: reporting periods."""

from pmo_lib.tables.schemas.base import DAY, Table, column, period_key


class Periods(Table):
    """Reporting periods: one row a period of one cadence.

    ::

        period    cadence  start       end         data_date
        2026-09   month    2026-09-01  2026-09-30  2026-09-30
        2023      year     2022-04-01  2023-03-31  2023-03-31

    ``data_date`` is the day at which the period's data stand: the as-of date of its snapshot.
    """

    period: str = period_key()
    cadence: str = column(nullable=False, isin=["month", "quarter", "year"])
    start: DAY = column(unit="date", nullable=False)
    end: DAY = column(unit="date", nullable=False)
    data_date: DAY = column(unit="date", nullable=False)

    class Config:
        """Seen by every slice."""

        metadata = {"slice_by": "all"}
