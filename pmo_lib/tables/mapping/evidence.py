"""Evidence of a load: where each value was typed, and what could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from pmo_lib.tables.mapping.values import Objects
from pmo_lib.tables.parsers import TEXT_LIMIT, Unreadable, beginning
from pmo_lib.tables.readers import Cells, Fault
from pmo_lib.tables.schemas import TABLES

__all__ = ["Evidence", "Origin", "Sink"]

Sink = Callable[[str, pd.DataFrame], None]
"""Takes rows of a table."""


@dataclass(frozen=True)
class Origin:
    """Where the records of a batch come from."""

    source: str
    file: str
    sheet: str

    def place(self) -> dict[str, str | None]:
        """Give the columns that name it."""
        return {"source": self.source, "file": self.file, "sheet": self.sheet or None}


@dataclass
class Evidence:
    """Rows of ``lineage`` and ``rejects``, handed on batch by batch.

    Parameters
    ----------
    sink : callable
        Takes the rows.
    """

    sink: Sink
    rejected: int = 0
    _lineage: list[pd.DataFrame] = field(default_factory=list)
    _rejects: list[dict[str, Any]] = field(default_factory=list)

    def trace(
        self, table: str, column: str, row_keys: Objects, cells: Cells, origin: Origin
    ) -> None:
        """Say where the values of a column stand, row by row."""
        if len(row_keys):
            raw = _storable(cells.raw)
            place = {"row": cells.row, "cell": cells.references(), "raw": raw}
            named = {"table_name": table, "row_key": row_keys, "column_name": column}
            own = _own(cells.file, cells.sheet)
            self._lineage.append(pd.DataFrame(named | origin.place() | own | place))

    def reject(
        self,
        table: str,
        column: str | None,
        problem: Unreadable,
        origin: Origin,
        *,
        cells: Cells | None = None,
        at: int = 0,
        whose: dict[str, Any] | None = None,
    ) -> None:
        """Keep a value or row that could not be taken; ``whose`` names its project and client."""
        self.rejected += 1
        entry: dict[str, Any] = {
            "reject_id": f"{origin.source}-R{self.rejected:06d}",
            "table_name": table,
            "column_name": column,
            "rule": problem.rule,
            "accepted": problem.accepted,
        }
        if cells is not None:
            one = cells.take(np.array([at]))
            entry |= {"row": one.row[0], "cell": one.references()[0], "raw": _storable(one.raw)[0]}
            own = _own(None if one.file is None else one.file[0], one.sheet)
        else:
            own = {}
        self._rejects.append(entry | origin.place() | own | (whose or {}))

    def reject_faults(self, table: str, faults: Sequence[Fault], origin: Origin) -> None:
        """Keep the records that the reader could not take."""
        for fault in faults:
            self.reject(table, None, Unreadable(fault.rule, fault.accepted), origin)
            (raw,) = _storable(np.array([fault.raw], dtype=object))
            place = {"row": fault.row, "cell": fault.reference, "raw": raw}
            self._rejects[-1].update(place | _own(fault.file or None, fault.sheet))

    def hand_on(self) -> None:
        """Hand the rows gathered so far to the sink."""
        if self._lineage:
            self.sink("lineage", pd.concat(self._lineage, ignore_index=True))
        if self._rejects:
            columns = TABLES["rejects"].columns()
            self.sink("rejects", pd.DataFrame(self._rejects, columns=columns))
        self._lineage, self._rejects = [], []


def _own(file: Any, sheet: str) -> dict[str, Any]:
    """Give the file and sheet of cells that are not those of their batch."""
    return ({} if file is None else {"file": file}) | ({"sheet": sheet} if sheet else {})


def _storable(raw: Objects) -> Objects:
    """Give texts as they can be stored: of endless ones the beginning, lone surrogates named."""
    try:
        "".join(raw).encode()
        if max(map(len, raw), default=0) <= TEXT_LIMIT:
            return raw
    except UnicodeEncodeError:
        pass
    kept = [beginning(text).encode(errors="backslashreplace").decode() for text in raw]
    return np.array(kept, dtype=object)
