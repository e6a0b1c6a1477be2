"""What has been seen: keys over all batches of a load, a few bytes each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Hashes", "Seen", "hashes"]

Bits = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_KEYS: Final = ("0123456789abcdef", "fedcba9876543210")
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_NONE: Final = "none"


@dataclass(frozen=True)
class Hashes:
    """128 bits an entry: two entries are the same where both halves are."""

    high: Bits
    low: Bits

    def __len__(self) -> int:
        """Count the entries."""
        return len(self.high)

    def take(self, at: npt.NDArray[Any]) -> Hashes:
        """Give some of the entries."""
        return Hashes(self.high[at], self.low[at])

    def first(self) -> Ints:
        """For each entry the place of the first that is the same."""
        both = pd.MultiIndex.from_arrays([self.high, self.low])
        codes, _ = pd.factorize(both)
        places = np.full(codes.max(initial=-1) + 1, -1, dtype=np.int64)
        places[codes[::-1]] = np.arange(len(self) - 1, -1, -1)
        return np.asarray(places[codes])


def hashes(columns: Sequence[npt.NDArray[Any]], size: int) -> Hashes:
    """Hash the entries of some columns together, place by place.

    Parameters
    ----------
    columns : sequence of numpy.ndarray of object
        Values of any kind; None equals None, 1 equals 1.0 and true, and not the text ``1``.
    size : int
        How many entries each column has.
    """
    halves = [np.zeros(size, dtype=np.uint64) for _ in _KEYS]
    for column in columns:
        codes, distinct = pd.factorize(column, use_na_sentinel=False)
        texts = np.array([_named(value) for value in distinct], dtype=object)
        for number, key in enumerate(_KEYS):
            of_texts = pd.util.hash_array(texts, hash_key=key, categorize=False)
            mixed = halves[number] * _MIX + of_texts[codes]
            halves[number] = mixed ^ (mixed >> np.uint64(29))
    return Hashes(*halves)


def _named(value: Any) -> str:
    """Name a value so that only an equal one has the same name."""
    if pd.isna(value):
        return _NONE
    if isinstance(value, int | float):
        return f"number:{int(value) if float(value).is_integer() else value!r}"
    return f"{type(value).__name__}:{value}"


class Seen:
    """Keys that came by, and a number for each, in sorted runs that merge as they grow."""

    def __init__(self) -> None:
        self._runs: list[tuple[Hashes, Ints]] = []

    def find(self, keys: Hashes) -> Ints:
        """Give the number of each key, -1 where it has not been seen."""
        found = np.full(len(keys), -1, dtype=np.int64)
        for held, numbers in self._runs:
            at = np.searchsorted(held.high, keys.high)
            open_ = np.flatnonzero(at < len(held))
            while len(open_):  # more than once only where two keys share one half
                at_open = at[open_]
                near = held.high[at_open] == keys.high[open_]
                same = near & (held.low[at_open] == keys.low[open_])
                found[open_[same]] = numbers[at_open[same]]
                open_ = open_[near & ~same]
                at[open_] += 1
                open_ = open_[at[open_] < len(held)]
        return found

    def add(self, keys: Hashes, numbers: Ints) -> None:
        """Add keys that have not been seen, none of them twice."""
        if not len(keys):
            return
        self._runs.append(_sorted(keys, numbers))
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 2 * len(self._runs[-1][0]):
            (last, last_numbers), (before, before_numbers) = self._runs.pop(), self._runs.pop()
            both = Hashes(
                np.concatenate([before.high, last.high]), np.concatenate([before.low, last.low])
            )
            self._runs.append(_sorted(both, np.concatenate([before_numbers, last_numbers])))


def _sorted(keys: Hashes, numbers: Ints) -> tuple[Hashes, Ints]:
    order = np.argsort(keys.high, kind="stable")
    return keys.take(order), numbers[order]
