"""Changes: the difference of one table between two days, value by value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

__all__ = ["difference"]

_ADDED, _REMOVED, _CHANGED = "added", "removed", "changed"


def difference(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """List what differs between two frames of one table.

    Parameters
    ----------
    before, after : pandas.DataFrame
        Rows of one table with the same columns and dtypes, each key once.
    keys : list of str
        The table's key columns.

    Returns
    -------
    pandas.DataFrame
        The key columns, then ``change`` (added, removed, changed), ``column``, ``before`` and
        ``after``, by key and then in the table's order of columns. An added or removed row has a
        line for each value that it has; one without any has one line without a column. A missing
        value is None, and equals a missing value. No rows where nothing differs.

    Examples
    --------
    >>> before = pd.DataFrame({"project_id": ["J1", "J2"], "budget": [1.0, None]})
    >>> after = pd.DataFrame({"project_id": ["J1", "J3"], "budget": [2.0, 5.0]})
    >>> difference(before, after, ["project_id"])
      project_id   change  column before after
    0         J1  changed  budget    1.0   2.0
    1         J2  removed     NaN   None  None
    2         J3    added  budget   None   5.0
    """
    pairs = _pairs(before, after, keys)
    columns = [name for name in before.columns if name not in keys]
    found = [_lines(before[name], after[name], pairs) for name in columns]
    told = pd.concat([pd.Series(dtype="int64"), *(lines["pair"] for lines in found)])
    silent = np.setdiff1d(np.flatnonzero(pairs["kind"] != _CHANGED), told)
    nothing = pd.Series([None] * len(silent), dtype=object)
    found.append(pd.DataFrame({"pair": silent, "before": nothing, "after": nothing}))
    every = pd.concat(found, keys=range(len(found)), names=["number", None])
    every = every.reset_index("number").sort_values(["pair", "number"], ignore_index=True)
    rows = pairs.iloc[every["pair"].to_numpy(dtype=np.intp)].reset_index(drop=True)
    names = pd.array([*columns, None], dtype="str").take(every["number"].to_numpy())
    told = {"change": rows["kind"], "column": names}
    return rows[keys].assign(**told, before=every["before"], after=every["after"])


def _pairs(before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Every key, sorted, where its row stands on either side (-1 for nowhere), and the kind."""
    sides = {"at_before": before, "at_after": after}
    placed = [rows[keys].assign(**{at: range(len(rows))}) for at, rows in sides.items()]
    pairs = placed[0].merge(placed[1], on=keys, how="outer", sort=True)
    pairs = pairs.fillna(dict.fromkeys(sides, -1)).astype(dict.fromkeys(sides, "int64"))
    lacking = [pairs["at_before"] < 0, pairs["at_after"] < 0]
    return pairs.assign(
        kind=pd.array(np.select(lacking, [_ADDED, _REMOVED], _CHANGED), dtype="str")
    )


def _lines(before: pd.Series[Any], after: pd.Series[Any], pairs: pd.DataFrame) -> pd.DataFrame:
    """One line for each pair whose values of a column differ; a missing value equals another."""
    at, to = pairs["at_before"].to_numpy(), pairs["at_after"].to_numpy()
    both = (at >= 0) & (to >= 0)
    old = before.take(at[both]).reset_index(drop=True)
    new = after.take(to[both]).reset_index(drop=True)
    same = (old == new).fillna(False).astype(bool) | (old.isna() & new.isna())
    differs = np.zeros(len(pairs), dtype=bool)
    differs[both] = ~same
    for side, places in ((before, at), (after, to)):
        alone = ~both & (places >= 0)
        differs[alone] = side.take(places[alone]).notna()
    pair = np.flatnonzero(differs)
    values = {"before": _objects(before, at[pair]), "after": _objects(after, to[pair])}
    return pd.DataFrame({"pair": pair} | values)


def _objects(values: pd.Series[Any], at: np.ndarray) -> pd.Series[Any]:
    """Values at some places as plain objects; None where one is missing or has no place."""
    found = np.full(len(at), None, dtype=object)
    placed = values.take(at[at >= 0])
    found[at >= 0] = placed.astype(object).where(placed.notna().to_numpy(), None).to_numpy()
    return pd.Series(found, dtype=object)
