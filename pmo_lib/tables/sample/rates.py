"""Exchange rates and price levels: made up, at the height and with the swing of real ones."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import AFTER, GRID, dates
from pmo_lib.tables.sample.months import END as MONTH_END
from pmo_lib.tables.sample.streams import stream

_BASE: Final = "GBP"
_FIRST_MONTH: Final = "2022-01"
_WALKS: Final = {"EUR": (0.858, 0.011), "USD": (0.784, 0.021)}
"""Pounds for one unit in the long run, and the swing of a month as a share of that."""

_RETURN: Final = 0.12
"""Share of its distance from the long run that a rate loses in a month."""

_INFLATION: Final = {
    "GBP": (1.6, 1.9, 2.0, 2.1, 4.8, 0.4, 5.3, 6.4, 3.4, 2.6, 2.3, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0),
    "EUR": (0.9, 1.1, 1.4, 1.7, 1.8, 2.2, 4.9, 5.9, 2.9, 2.3, 2.1, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0),
    "USD": (1.0, 1.8, 2.3, 1.7, 1.3, 4.6, 7.1, 3.6, 2.5, 2.6, 2.4, 2.1, 2.1, 2.1, 2.1, 2.1, 2.1),
}
"""Rise of prices in per cent, from each year of :data:`_YEARS` to the next."""

_YEARS: Final = range(2016, 2033)
_BASE_YEAR: Final = 2026


def rates_table(seed: int) -> pd.DataFrame:
    """Make ``fx_rates``: a row a currency and month end, to the last period."""
    rng = stream(seed, "fx_rates")
    months = slice(list(GRID).index(_FIRST_MONTH), len(GRID) - AFTER)
    frames = []
    for currency, (usual, swing) in _WALKS.items():
        away = np.zeros(months.stop - months.start)
        steps = rng.normal(0, swing, len(away))
        for month in range(1, len(away)):
            away[month] = (1 - _RETURN) * away[month - 1] + steps[month]
        frames.append(
            pd.DataFrame(
                {
                    "currency": currency,
                    "day": dates(MONTH_END[months]),
                    "rate": np.round(usual * np.exp(away), 4),
                    "base_currency": _BASE,
                    "origin": "made up for the sample",
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def deflators_table() -> pd.DataFrame:
    """Make ``deflators``: a row a currency and year, later ones as expected."""
    frames = []
    for currency, rises in _INFLATION.items():
        level = np.concatenate([[1.0], np.cumprod(1 + np.array(rises[:-1]) / 100)])
        index = 100 * level / level[_YEARS.index(_BASE_YEAR)]
        frames.append(
            pd.DataFrame(
                {
                    "currency": currency,
                    "year": list(_YEARS),
                    "deflator": np.round(index, 2),
                    "base_year": _BASE_YEAR,
                    "origin": "made up for the sample",
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
