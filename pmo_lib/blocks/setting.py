"""What all parts of one report share: language, period, the last report, the data date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmo_lib.blocks.markup import Wording


@dataclass(frozen=True)
class Setting:
    """Language and dates of one report.

    Parameters
    ----------
    words : Wording
        The language.
    period, last : str
        Names of this period and of the last report for readers; ``last`` is empty in a first.
    since : str
        The last report as it follows the word "since".
    as_of, last_as_of : pandas.Timestamp
        Data dates of the two; of a first report, both are this period's.
    """

    words: Wording
    period: str
    last: str
    since: str
    as_of: pd.Timestamp
    last_as_of: pd.Timestamp

    @classmethod
    def of(cls, words: Any, period: Any, previous: Any) -> Setting:
        """Take the dates of a slice.

        Parameters
        ----------
        words : pmo_lib.params.Words
            The language.
        period, previous : pmo_lib.tables.store.Period
            This period and the one before, which may be None.
        """
        last = since = ""
        if previous:
            named = (previous.name, previous.cadence, previous.end)
            last, since = words.period(*named), words.period(*named, style="since")
        now = words.period(period.name, period.cadence, period.end)
        dates = [pd.Timestamp(one.data_date) for one in (period, previous or period)]
        return cls(words, now, last, since, *dates)
