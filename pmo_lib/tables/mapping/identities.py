"""Which records are the only ones of their kind: by the fields that the mapping names."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pmo_lib.tables.mapping.seen import Seen, hashes
from pmo_lib.tables.mapping.values import Objects, Values, objects
from pmo_lib.tables.parsers import Unreadable
from pmo_lib.tables.readers import Cells

__all__ = ["Identities"]

_NO_ID = Unreadable("record: an id", "a record with an id")


class Identities:
    """Ids of the records of one kind that were seen in a load, and where each first stood."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._count = 0
        self._starts: list[int] = []
        self._places: list[tuple[str, Cells]] = []

    def problems(self, names: Sequence[str], values: Mapping[str, Values], file: str) -> Objects:
        """Say of each record of a batch why its id is none, or one that was seen; else None.

        Parameters
        ----------
        names : sequence of str
            The fields that make up the id; not empty.
        values : mapping of str to Values
            The fields.
        file : str
            Name of the file, for messages.
        """
        size = len(values[names[0]].value)
        found = objects([None] * size)
        for name in names:
            unread = values[name].problem
            lacking = pd.isna(values[name].value) & pd.isna(found)
            found = np.where(lacking, objects([p or _NO_ID for p in unread]), found)
        good = np.flatnonzero(pd.isna(found))
        keys = hashes([values[name].value[good] for name in names], len(good))
        earlier = self._seen.find(keys)
        first = keys.first()
        new = (earlier < 0) & (first == np.arange(len(good)))
        cells = values[names[0]].cells
        if cells is not None:
            self._starts.append(self._count)
            self._places.append((file, cells))
        earlier = np.where((earlier < 0) & ~new, self._count + good[first], earlier)
        for at, place in zip(good[~new].tolist(), earlier[~new].tolist(), strict=True):
            rule = f"record: an id once; first in {self._named(place, file)}"
            found[at] = Unreadable(rule, "one record an id")
        self._seen.add(keys.take(new), self._count + good[new])
        self._count += size
        return found

    def _named(self, place: int, file: str) -> str:
        at = bisect.bisect_right(self._starts, place) - 1
        other, cells = self._places[at]
        first = cells.take(np.array([place - self._starts[at]]))
        reference = str(first.references()[0])
        if first.file is not None:
            return f"{first.file[0]}, {reference}"
        return reference if other == file else f"{other}, {reference}"
