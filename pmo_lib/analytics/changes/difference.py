"""The difference between two reports, most material first, with a turn for each group."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pmo_lib.analytics.changes.findings import (
    forecast_moves,
    membership,
    milestone_moves,
    project_moves,
    rating_moves,
)
from pmo_lib.analytics.changes.ranking import CHANGE_COLUMNS, MOVES, materiality, ranked
from pmo_lib.analytics.core import Tables, live_projects, settings, shaped, table


def members(links: pd.DataFrame, *, as_of: pd.Timestamp, of: str | None = None) -> pd.Series:
    """Projects that belong to a client or programme on a day.

    Parameters
    ----------
    links : pandas.DataFrame
        ``project_clients`` or ``project_programmes``.
    as_of : pandas.Timestamp
        The day; a link holds from ``valid_from`` until the day before ``valid_to``.
    of : str, optional
        One client's or programme's id; without it, all rows.

    Returns
    -------
    pandas.Series of str
        Project ids, each once, sorted. Empty for no links.
    """
    begun = links["valid_from"] <= as_of
    active = begun & (links["valid_to"].isna() | (links["valid_to"] > as_of))
    if of is not None:
        owner = "client_id" if "client_id" in links else "programme_id"
        active &= links[owner] == of
    ids = links.loc[active, "project_id"].drop_duplicates()
    return ids.sort_values(ignore_index=True)


def changes(
    current: Tables,
    previous: Tables | None,
    *,
    period: str,
    previous_period: str | None,
    as_of: pd.Timestamp,
    thresholds: Mapping[str, float] | None = None,
    members: Iterable[str] | None = None,
    previous_members: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Differences between this report and the last one, the most material of each group first.

    Parameters
    ----------
    current, previous : mapping of str to pandas.DataFrame
        Canonical tables as known for this period and for the last report; previous may be None.
    period, previous_period : str
        Names of the periods; the previous may be None.
    as_of : pandas.Timestamp
        The period's data date.
    thresholds : mapping, optional
        ``material_days`` and ``material_share`` (a move of that size is one point),
        ``good_news_weight``.
    members, previous_members : iterable of str, optional
        Ids of the projects reported on, now and then; by default all of the ``projects`` table.

    Returns
    -------
    pandas.DataFrame
        At most one row a project and kind: ``kind`` (one of ``CHANGE_KINDS``), project_id,
        project_name, ``item`` (what moved: rating, finish, milestone, budget, forecast, name,
        project), ``item_name`` (the milestone that moved most, or was met last) of ``n_items``,
        ``previous_value`` and ``value`` (rating keys, dates, money or words), ``delta`` in
        ``unit`` (``steps`` of the scale, positive is worse; ``working_days``, positive is later;
        a currency), ``share`` of the previous amount, ``previous_assessor`` and ``assessor``,
        ``materiality``, ``counts_as_move``.

        Moves are of projects that are live now and were reported on before; ``left`` also says
        that a project was cancelled (``value``). Ratings are compared where one assessor gave
        both on one scale, also where another assessor's is shown. A change of the assessor shown
        is said where there is no such pair or the colour shown differs. Amounts are compared in
        the same currency and at the same price level. Empty without a previous report.

    Notes
    -----
    Materiality makes kinds comparable. Points: a rating, 1 for a step of the three-point scale
    (half for one of the five-point scale); a date, its working days by ``material_days``; money,
    its share by ``material_share``; each at most 3, and 3 more for turning red; joined, left,
    completed and no longer reported 1; what is only said 0.1 to 0.5. Good news weighs
    ``good_news_weight`` of that. The points are then multiplied by 0.5 to 1.5 by the rank of the
    project's budget among the projects of both reports, by 1 where it is not visible.

    Order: drift of dates and money must not crowd out the rest, so groups of kinds take turns:
    ratings (worse, better), dates (finish, milestone later), money (budget, forecast), membership
    (joined, left, completed) and all others. First the two most material of each group, then
    the next two of each, and so on; within a turn by materiality, project and kind.
    """
    limits = settings(thresholds)
    now, before = current["projects"], table(previous, "projects")
    if previous is None or before is None or previous_period is None:
        return pd.DataFrame(columns=CHANGE_COLUMNS)
    ids = set(now["project_id"] if members is None else members) & set(now["project_id"])
    old = set(before["project_id"] if previous_members is None else previous_members)
    old &= set(before["project_id"])
    stayed = live_projects(now).set_index("project_id", drop=False)["project_id"]
    stayed = stayed.loc[stayed.isin(ids & old)].reset_index(drop=True)
    names = (period, previous_period)
    found = pd.concat(
        [
            membership(now, before, ids, old),
            rating_moves(current, previous, stayed, names),
            project_moves(now, before, stayed),
            forecast_moves(current, previous, stayed, names),
            milestone_moves(current, previous, stayed, names, as_of),
        ],
        ignore_index=True,
    )
    found = _without_repeats(found)
    both = pd.concat([now, before]).drop_duplicates("project_id")
    both = both.loc[both["project_id"].isin(ids | old)]
    found = found.assign(
        project_name=found["project_id"].map(both.set_index("project_id")["name"]),
        counts_as_move=found["kind"].map(MOVES).astype("bool"),
        materiality=materiality(found, both, limits),
    )
    return shaped(ranked(found), CHANGE_COLUMNS)


def _without_repeats(found: pd.DataFrame) -> pd.DataFrame:
    """One row a project and kind; what only repeats a move of finish or budget is left out."""
    key = ["project_id", "kind"]
    rank = found["item"].map({"rating": 0, "budget": 1, "finish": 2}).fillna(3)
    found = found.assign(rank=rank, n_items=found.groupby(key)["n_items"].transform("sum"))
    found = found.sort_values("rank", kind="stable").drop_duplicates(key)
    told_by = found["item"].map({"milestone": "finish", "forecast": "budget"})
    values = ["project_id", "previous_value", "value"]
    tellers = found.loc[found["item"].isin(["finish", "budget"]), [*values, "item"]]
    tellers = tellers.rename(columns={"item": "told_by"}).drop_duplicates().assign(told=True)
    rows = found.assign(told_by=told_by).merge(tellers, on=[*values, "told_by"], how="left")
    repeats = (
        rows["told"].eq(True).to_numpy()
        & found["n_items"].eq(1)
        & found["kind"].ne("milestone_met")
    )
    return found.loc[~repeats]
