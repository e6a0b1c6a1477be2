"""Reference tables: reporting periods, working calendars, exchange rates and price levels."""

from pmo_lib.tables.schemas.base import (
    CURRENCY_PATTERN,
    DAY,
    Table,
    column,
    identifier,
    key,
    period_key,
)


class Periods(Table):
    """Reporting periods: one row a period of one cadence.

    ::

        period   cadence  start       end         data_date
        2026-09  month    2026-09-01  2026-09-30  2026-09-30
        2023     year     2022-04-01  2023-03-31  2023-03-31

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


class Calendars(Table):
    """Working calendars: one row a calendar and day, working or not.

    ::

        calendar_id  day         working_hours  opens  closes  timezone       exception
        UK           2026-12-24  7.5            9      17.5    Europe/London  null
        UK           2026-12-25  0              null   null    Europe/London  Christmas Day

    ``opens`` and ``closes`` are hours after midnight, local time. Where ``working_hours`` is less
    than the time between them, the day has a break whose place is not recorded. ``exception``
    names why a day differs from its day of the week. ``project_id`` is set where a calendar comes
    with the plan of one project, and missing for the office's own.
    """

    calendar_id: str = identifier()
    day: DAY = key(unit="date")
    name: str = column()
    project_id: str = column(refers="projects")
    working_hours: float = column(unit="hours", nullable=False, ge=0, le=24)
    opens: float = column(unit="hours after midnight, local time", ge=0, le=24)
    closes: float = column(unit="hours after midnight, local time", ge=0, le=24)
    timezone: str = column()
    exception: str = column()

    class Config:
        """The office's calendars are in every slice, those of a plan go with its project."""

        metadata = {"slice_by": "all"}


class FxRates(Table):
    """Exchange rates: one row a currency and day.

    ::

        currency  day         rate    base_currency  origin
        EUR       2026-09-30  0.8512  GBP            central bank, daily fixing

    One unit of ``currency`` is worth ``rate`` of ``base_currency``.
    """

    currency: str = key(str_matches=CURRENCY_PATTERN)
    day: DAY = key(unit="date")
    rate: float = column(unit="base currency for one of currency", nullable=False, gt=0)
    base_currency: str = column(nullable=False, str_matches=CURRENCY_PATTERN)
    origin: str = column()

    class Config:
        """Seen by every slice."""

        metadata = {"slice_by": "all"}


class Deflators(Table):
    """Price levels: one row a currency and year, to bring amounts to constant prices.

    ::

        currency  year  deflator  base_year  origin
        GBP       2024  96.1      2026       GDP deflator, September 2026
        GBP       2026  100       2026       GDP deflator, September 2026

    An amount of ``year`` is worth amount x 100 / ``deflator`` at the prices of ``base_year``.
    """

    currency: str = key(str_matches=CURRENCY_PATTERN)
    year: int = key(unit="year")
    deflator: float = column(unit="index, base year = 100", nullable=False, gt=0)
    base_year: int = column(unit="year", nullable=False)
    origin: str = column()

    class Config:
        """Seen by every slice."""

        metadata = {"slice_by": "all"}
