"""Evidence that two ids are one: how alike their names, ids, clients, dates and amounts are.

The weights are a convention of this workbench, not a probability: a score of 0.9 says that nine
tenths of what could speak for the pair does. Evidence that a side lacks for all its ids is left
out of the scale; evidence that a single id lacks speaks for none of its pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

__all__ = ["BUDGET_WITHIN", "WEIGHTS", "normalised", "scored", "told"]

WEIGHTS: Final = {
    "projects": {
        "name": 0.40,
        "id": 0.15,
        "description": 0.15,
        "client": 0.10,
        "start": 0.10,
        "budget": 0.05,
        "category": 0.05,
    },
    "clients": {"name": 0.45, "projects": 0.35, "id": 0.10, "sector": 0.10},
}
"""How much each kind of evidence counts, by table. Those of a table add up to 1."""

BUDGET_WITHIN: Final = 0.10
"""Budgets that differ by no more than this share of the larger speak for a pair."""

_OTHER_NUMBERS: Final = 0.8
"""What is left of the likeness of two names with different numbers, such as phases 1 and 2."""

_FILLERS: Final = frozenset({"programme", "programmes", "project", "projects", "the"})
_SHARES: Final = {
    "name": "name {} alike",
    "id": "id {} alike",
    "description": "description {} alike",
    "projects": "{} of their projects in common",
}
_LONG: Final = "description"
"""Evidence that takes long to weigh: only for pairs that could still reach the least score."""

_ROUNDING: Final = 0.001


def normalised(text: str) -> str:
    """Give a name without what spellings differ in: case, accents, marks and filling words.

    Examples
    --------
    >>> normalised("The Électricité & Grid Programme")
    'electricite and grid'
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[\W_]+", " ", plain).split()
    return " ".join([word for word in words if word not in _FILLERS] or words)


def scored(table: str, before: pd.DataFrame, after: pd.DataFrame, least: float) -> pd.DataFrame:
    """Score all pairs of the ids of two frames.

    Parameters
    ----------
    table : {'projects', 'clients'}
        What the ids are of.
    before, after : pandas.DataFrame
        What is known of each id, indexed by id: the columns of the table's evidence, with
        ``currency`` beside ``budget``; ``client`` and ``projects`` are sets of ids.
    least : float
        Pairs with a lower score are left out.

    Returns
    -------
    pandas.DataFrame
        ``alias``, ``proposal``, ``score`` and a column from 0 to 1 for each kind of evidence, NaN
        where a side does not have it; highest score first, then by id. No rows without ids.

    Examples
    --------
    >>> one = pd.DataFrame({"name": ["Heat Networks Project"]}, index=["DECC-1"])
    >>> other = pd.DataFrame({"name": ["Heat networks", "Rail"]}, index=["BEIS-1", "DFT-1"])
    >>> scored("projects", one, other, 0.7)[["alias", "proposal", "score"]]
       alias proposal  score
    0  DECC-1   BEIS-1  0.864
    """
    weights = WEIGHTS[table]
    found = {kind: _matrix(kind, before, after) for kind in weights if kind != _LONG}
    known = [kind for kind in found if not np.isnan(found[kind]).all()]
    long = _LONG in weights and all(_texts(side, _LONG).notna().any() for side in (before, after))
    scale = sum(weights[kind] for kind in [*known, *([_LONG] if long else [])]) or 1.0
    short = np.zeros((len(before), len(after)), dtype=np.float32)
    for kind in known:
        short += weights[kind] * np.nan_to_num(found[kind])
    at, to = np.nonzero(short + weights.get(_LONG, 0) * long >= least * scale - _ROUNDING)
    pairs = pd.DataFrame({"alias": before.index[at], "proposal": after.index[to], "score": np.nan})
    for kind in weights:
        pairs[kind] = found[kind][at, to] if kind in found else np.nan
    if long:
        texts = [_texts(side, _LONG).iloc[where] for side, where in ((before, at), (after, to))]
        pairs[_LONG] = _pairwise(*texts)
    kinds = [*weights]
    total = pairs[kinds].fillna(0).to_numpy() @ np.array([weights[kind] for kind in kinds])
    pairs["score"] = np.round(total / scale, 3)
    return pairs[pairs["score"] >= least].sort_values(
        ["score", "alias", "proposal"], ascending=[False, True, True], ignore_index=True
    )


def told(pair: Mapping[Any, Any], table: str) -> str:
    """Say in words what speaks for a pair and what does not, weightiest first.

    Parameters
    ----------
    pair : mapping of str to float
        A row of :func:`scored`.
    table : {'projects', 'clients'}
        What the ids are of.

    Examples
    --------
    >>> told({"name": 1.0, "projects": 0.75, "id": 0.0, "sector": float("nan")}, "clients")
    'name 100% alike, 75% of their projects in common, id 0% alike, sector not known'
    """
    return ", ".join(_words(kind, pair[kind]) for kind in WEIGHTS[table])


def _words(kind: str, value: Any) -> str:
    if pd.isna(value):
        return f"{kind} not known"
    if kind in _SHARES:
        return _SHARES[kind].format(f"{value:.0%}")
    if kind == "budget":
        within = "within" if value else "not within"
        return f"budget {within} {BUDGET_WITHIN:.0%}"
    return f"same {kind}" if value else f"another {kind}"


def _matrix(kind: str, before: pd.DataFrame, after: pd.DataFrame) -> np.ndarray:
    """How far one kind of evidence speaks for each pair, from 0 to 1; NaN where not known."""
    if kind == "id":
        return _ids(before.index, after.index)
    if kind not in before.columns or kind not in after.columns:
        return np.full((len(before), len(after)), np.nan, dtype=np.float32)
    measure = {"name": _names, "budget": _budgets, "client": _clients, "projects": _projects}
    found = measure.get(kind, _equal)(before, after, kind)
    missing = before[kind].isna().to_numpy()[:, None] | after[kind].isna().to_numpy()[None, :]
    found[missing] = np.nan
    return found


def _names(before: pd.DataFrame, after: pd.DataFrame, kind: str) -> np.ndarray:
    """Likeness of words in any order, and of the words that both have."""
    texts = [_texts(side, kind).fillna("").map(normalised).tolist() for side in (before, after)]
    sorted_, in_both = fuzz.token_sort_ratio, fuzz.token_set_ratio
    found: np.ndarray = (_cdist(sorted_, *texts) + _cdist(in_both, *texts)) / 2
    numbers = [[" ".join(sorted(re.findall(r"\d+", text))) for text in side] for side in texts]
    found[~_same(*numbers)] *= _OTHER_NUMBERS
    return found


def _ids(before: pd.Index, after: pd.Index) -> np.ndarray:
    """Likeness of ids with the same digits; ids with others are of other things."""
    texts = [[str(id_).casefold() for id_ in side] for side in (before, after)]
    digits = [[re.sub(r"\D", "", text) for text in side] for side in texts]
    found = _cdist(fuzz.ratio, *texts)
    found[~_same(*digits)] = 0
    return found


def _budgets(before: pd.DataFrame, after: pd.DataFrame, kind: str) -> np.ndarray:
    """Whether amounts in one currency are near each other."""
    one, other = before[kind].to_numpy()[:, None], after[kind].to_numpy()[None, :]
    near = np.abs(one - other) <= BUDGET_WITHIN * np.maximum(np.abs(one), np.abs(other))
    found: np.ndarray = near.astype(np.float32)
    found[~_same(before["currency"].tolist(), after["currency"].tolist())] = np.nan
    return found


def _in_common(
    before: pd.DataFrame, after: pd.DataFrame, kind: str
) -> tuple[np.ndarray, np.ndarray]:
    """How many ids stand in both sets, and how many in either."""
    ids = sorted({id_ for side in (before, after) for held in side[kind] for id_ in held})
    one, other = (
        np.array([[id_ in held for id_ in ids] for held in side[kind]], dtype=np.float32).reshape(
            len(side), len(ids)
        )
        for side in (before, after)
    )
    both = one @ other.T
    return both, one.sum(axis=1)[:, None] + other.sum(axis=1)[None, :] - both


def _clients(before: pd.DataFrame, after: pd.DataFrame, kind: str) -> np.ndarray:
    """Whether they have a client in common."""
    both, either = _in_common(before, after, kind)
    found = (both > 0).astype(np.float32)
    found[either == 0] = np.nan
    return found


def _projects(before: pd.DataFrame, after: pd.DataFrame, kind: str) -> np.ndarray:
    """Share of their projects that they have in common."""
    both, either = _in_common(before, after, kind)
    found: np.ndarray = np.divide(both, either, out=np.full_like(both, np.nan), where=either > 0)
    return found


def _equal(before: pd.DataFrame, after: pd.DataFrame, kind: str) -> np.ndarray:
    same = _same(before[kind].tolist(), after[kind].tolist())
    return same.astype(np.float32)


def _same(before: Sequence[Any], after: Sequence[Any]) -> np.ndarray:
    codes, _ = pd.factorize(np.array([*before, *after], dtype=object))
    same: np.ndarray = codes[: len(before), None] == codes[None, len(before) :]
    return same


def _texts(rows: pd.DataFrame, kind: str) -> pd.Series[Any]:
    return rows[kind] if kind in rows.columns else pd.Series(np.nan, rows.index, dtype="str")


def _cdist(scorer: Any, before: Sequence[str], after: Sequence[str]) -> np.ndarray:
    found: np.ndarray = process.cdist(before, after, scorer=scorer, dtype=np.float32) / 100
    return found


def _pairwise(before: pd.Series[Any], after: pd.Series[Any]) -> np.ndarray:
    """Likeness of the words that two long texts have, pair by pair; NaN where one is missing."""
    missing = before.isna().to_numpy() | after.isna().to_numpy()
    texts = [side.fillna("").map(normalised).tolist() for side in (before, after)]
    found: np.ndarray = process.cpdist(*texts, scorer=fuzz.token_set_ratio) / 100
    found[missing] = np.nan
    return found
