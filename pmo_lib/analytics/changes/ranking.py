"""Kinds of change, which are moves of the position, how material each is, and their order."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

MOVES: Final[Mapping[str, bool]] = {
    "rating_worse": True,
    "rating_better": True,
    "assessor_changed": False,
    "scale_changed": False,
    "finish_later": True,
    "finish_earlier": True,
    "milestone_later": True,
    "milestone_met": True,
    "budget_up": True,
    "budget_down": True,
    "forecast_up": True,
    "forecast_down": True,
    "joined": True,
    "left": True,
    "completed": True,
    "renamed": False,
    "joined_from_elsewhere": True,
    "newly_withheld": False,
    "newly_visible": False,
    "not_reported_now": False,
}
"""Kinds of change, and whether each is a move of the position; the others are said, not counted."""

CHANGE_KINDS: Final = tuple(MOVES)

GOOD_NEWS: Final = (
    "rating_better",
    "finish_earlier",
    "milestone_met",
    "budget_down",
    "forecast_down",
    "completed",
    "newly_visible",
    "joined",
    "joined_from_elsewhere",
)
"""Kinds that weigh less than bad news of the same size."""

POINTS: Final[Mapping[str, float]] = {
    "joined": 1.0,
    "left": 1.0,
    "completed": 1.0,
    "joined_from_elsewhere": 1.0,
    "not_reported_now": 1.0,
    "newly_withheld": 0.5,
    "newly_visible": 0.5,
    "assessor_changed": 0.2,
    "scale_changed": 0.2,
    "renamed": 0.1,
}
"""Points of kinds that have no size."""

MOST_POINTS: Final = 3.0
"""A move of any size has at most so many points, but for turning red."""

RED_POINTS: Final = 3.0
"""Points that turning red adds: on equal budgets it outweighs a move of any size."""

GROUPS: Final[Mapping[str, str]] = {
    "rating_worse": "rating",
    "rating_better": "rating",
    "finish_later": "date",
    "finish_earlier": "date",
    "milestone_later": "date",
    "budget_up": "money",
    "budget_down": "money",
    "forecast_up": "money",
    "forecast_down": "money",
    "joined": "membership",
    "left": "membership",
    "completed": "membership",
    "joined_from_elsewhere": "membership",
}
"""Kinds that speak of the same thing; the others are one group."""

TURN: Final = 2
"""So many findings of a group go before the other groups have had their turn."""

CHANGE_COLUMNS: Final = [
    "kind",
    "project_id",
    "project_name",
    "item",
    "item_name",
    "n_items",
    "previous_value",
    "value",
    "delta",
    "share",
    "unit",
    "previous_assessor",
    "assessor",
    "materiality",
    "counts_as_move",
]


def materiality(
    found: pd.DataFrame, projects: pd.DataFrame, limits: Mapping[str, float]
) -> pd.Series:
    """Weigh findings by the rule in the notes of :func:`changes`."""
    points = found["kind"].map(POINTS).fillna(_sized(found, limits)).fillna(1.0)
    good = found["kind"].isin(GOOD_NEWS)
    points = points.where(~good, points * limits["good_news_weight"])
    return points * found["project_id"].map(_weight(projects)).astype("float64")


def ranked(found: pd.DataFrame) -> pd.DataFrame:
    """Order weighed findings by the rule in the notes of :func:`changes`."""
    by = ["materiality", "project_id", "kind"]
    rows = found.sort_values(by, ascending=[False, True, True], kind="stable")
    place = rows.groupby(rows["kind"].map(GROUPS).fillna("other")).cumcount()
    return rows.loc[(place // TURN).sort_values(kind="stable").index]


def _sized(found: pd.DataFrame, limits: Mapping[str, float]) -> pd.Series:
    """Points of moves that have a size: steps of the scale, working days, share of the money."""
    size = found["delta"].astype("float64").abs()
    steps = size * found["step"].astype("float64")
    days = size / limits["material_days"]
    share = found["share"].astype("float64").abs() / limits["material_share"]
    sized = share.mask(found["unit"] == "working_days", days).mask(found["unit"] == "steps", steps)
    turned = found["kind"].eq("rating_worse") & found["value"].eq("red")
    return sized.clip(upper=MOST_POINTS) + turned * RED_POINTS


def _weight(projects: pd.DataFrame) -> pd.Series:
    """Weight of each project: 0.5 to 1.5 by the rank of its budget, 1 where it is not visible."""
    budget = projects.set_index("project_id")["budget"]
    return (budget.rank(pct=True) + 0.5).fillna(1.0)
