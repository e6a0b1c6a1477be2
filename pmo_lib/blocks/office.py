"""A table that a prepare notebook hands to the press, for the slices of all clients."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmo_lib.contract import OFFICE_MIME

__all__ = ["OfficeTable"]


@dataclass(frozen=True)
class OfficeTable:
    """A table of groups of clients; an analyst sees the frame, the press its rows.

    Parameters
    ----------
    name : str
        Name of the table, such as ``office_peers``.
    rows : pandas.DataFrame
        In the columns of the table's schema.
    """

    name: str
    rows: pd.DataFrame

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        rows = json.loads(self.rows.to_json(orient="records", double_precision=15))
        return {
            OFFICE_MIME: {"table": self.name, "rows": rows},
            "text/html": self.rows.to_html(index=False),
        }
