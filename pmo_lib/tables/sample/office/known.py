"""What was known of the office's own tables at the end of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd

from pmo_lib.tables.sample.months import Bools, Floats, Ints, Texts, dates

Tables = dict[str, pd.DataFrame]


class Part(Protocol):
    """One subject of the office, with all that will ever be known of it."""

    def known(self, day: float) -> Tables:
        """Tables as known at the end of a day."""
        ...


def as_known(
    rows: pd.DataFrame,
    day: float,
    since: Bools | Floats,
    later: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """Rows known at the end of a day; what happened later, and what it brought, is blank.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows with all that will ever be known.
    day : float
        The day.
    since : numpy.ndarray
        Moment since which each row is known.
    later : mapping of str to sequence of str, optional
        Columns of dates that are blank until they are past, each with the columns that come
        with it.
    """
    seen = rows[since < day + 1].copy()
    end = dates(np.array([day + 1.0]))[0]
    for column, brought in (later or {}).items():
        ahead = seen[column] >= end
        for name in (column, *brought):
            seen[name] = seen[name].mask(ahead)
    return seen


def day_numbers(days: pd.Series[pd.Timestamp]) -> Floats:
    """Dates as day numbers; NaT becomes NaN."""
    whole = days.to_numpy("datetime64[D]")
    return np.where(np.isnat(whole), np.nan, whole.astype(float))


def together(tables: Tables, more: Tables) -> Tables:
    """Tables of two subjects; rows of a table that both have stand one after the other."""
    both = tables.keys() & more.keys()
    joined = {name: pd.concat([tables[name], more[name]], ignore_index=True) for name in both}
    return {**tables, **more, **joined}


def texts(values: Sequence[str] | Texts) -> Any:
    """Texts as the store keeps them, quick to take from by position."""
    return pd.array(np.asarray(values, dtype=object), dtype="str")


def pick(rng: np.random.Generator, choices: Sequence[Any], size: int, p: Any = None) -> Texts:
    """Draw from some texts, each time any of them."""
    index = rng.choice(len(choices), size, p=p)
    return np.array([*choices, None], dtype=object)[:-1][index]


def in_turn(choices: Sequence[str] | Texts, turn: Ints) -> Texts:
    """Texts by turn, around and around."""
    return np.array(choices, dtype=object)[np.mod(turn, len(choices))]
