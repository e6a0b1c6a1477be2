"""What a client may know of its peers: quartiles over groups that are large enough to hide in."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from pmo_lib.analytics.core import rows_of, settings, shaped, working_days

__all__ = ["client_measures", "peer_quantiles"]

_ALL: Final = "all"
_MEASURES: Final = ["client_id", "sector", "size", "measure", "value"]
_QUARTILES: Final = {"lower": 0.25, "middle": 0.5, "upper": 0.75}
_COLUMNS: Final = ["measure", "sector", "size", "clients", *_QUARTILES]
_RED_AMBER: Final = ("red", "amber_red", "amber")
_RATED: Final = (*_RED_AMBER, "amber_green", "green")


def client_measures(
    clients: pd.DataFrame,
    project_clients: pd.DataFrame,
    ratings: pd.DataFrame,
    status_reports: pd.DataFrame,
    position: pd.DataFrame,
    *,
    period: str,
    as_of: pd.Timestamp,
    thresholds: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Measure each client by its live projects.

    Parameters
    ----------
    clients, project_clients, status_reports : pandas.DataFrame
        Canonical tables.
    ratings : pandas.DataFrame
        From ``rag.project_ratings``, of live projects.
    position : pandas.DataFrame
        From ``cost.cost_position``.
    period : str
        The reporting period.
    as_of : pandas.Timestamp
        The period's data date.
    thresholds : mapping of str to float, optional
        ``late_report_days``: a report submitted more than so many working days after ``as_of`` is
        late; ``peer_medium_projects`` and ``peer_large_projects``: live projects from which a
        client is of medium and of large size.

    Returns
    -------
    pandas.DataFrame
        One row a client and measure that it has, by client: ``client_id``, ``sector`` (missing
        where it is not known), ``size`` (small, medium, large), ``measure`` and ``value``:
        ``share_red_amber`` of its rated projects, ``share_late`` of its projects whose report came
        late or not at all, ``cost_variance`` of all its forecasts over their budgets, where one
        currency holds them. No rows for no live projects.
    """
    limits = settings(thresholds)
    day = project_clients["valid_from"].le(as_of) & ~project_clients["valid_to"].le(as_of)
    links = project_clients.loc[day, ["client_id", "project_id"]].drop_duplicates()
    rows = links.merge(ratings[["project_id", "rating", "reason"]], on="project_id")
    rows = rows.merge(_costs(position), on="project_id", how="left")
    sent = rows_of(status_reports, period)
    after = working_days(pd.Series(as_of, index=sent.index), sent["submitted"])
    overdue = rows["project_id"].isin(sent.loc[after > limits["late_report_days"], "project_id"])
    rated = rows["rating"].isin(_RATED)
    rows = rows.assign(
        late=(overdue | rows["reason"].eq("no_report")).astype("float64"),
        worried=rows["rating"].isin(_RED_AMBER).astype("float64").where(rated),
    )
    by = rows.groupby("client_id")
    cost, budget = by["variance"].sum(min_count=1), by["budget"].sum(min_count=1)
    values = {
        "share_red_amber": by["worried"].mean(),
        "share_late": by["late"].mean(),
        "cost_variance": (cost / budget).where((budget > 0) & by["currency"].nunique().eq(1)),
    }
    long = pd.DataFrame(values).reset_index().melt("client_id", var_name="measure")
    long = long.dropna(subset=["value"]).merge(clients[["client_id", "sector"]], on="client_id")
    long["size"] = long["client_id"].map(_size(by.size(), limits))
    return shaped(long.sort_values(["client_id", "measure"]), _MEASURES)


def peer_quantiles(measures: pd.DataFrame, *, least: int = 5) -> pd.DataFrame:
    """Quartiles of each measure over all clients, by sector, and by sector and size.

    A group of fewer than ``least`` clients has no row. Nor may one be found by taking groups that
    have a row from the group that holds them: where what is left out of a group is some clients
    but fewer than ``least``, the smallest of its parts is left out as well, until it is enough.

    Parameters
    ----------
    measures : pandas.DataFrame
        From :func:`client_measures`; clients whose sector is missing count for all alone.
    least : int
        Clients that a group has at least.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``sector`` and ``size`` (``all`` where not divided), ``clients``, ``lower``,
        ``middle`` and ``upper`` quartile. No rows where no group is large enough.
    """
    found = []
    for measure, rows in measures.groupby("measure"):
        for sector, size, group in _groups(rows, least):
            quartiles = {name: group["value"].quantile(q) for name, q in _QUARTILES.items()}
            head = {"measure": measure, "sector": sector, "size": size, "clients": len(group)}
            found.append({**head, **quartiles})
    return shaped(pd.DataFrame(found), _COLUMNS)


def _groups(rows: pd.DataFrame, least: int) -> list[tuple[str, str, pd.DataFrame]]:
    """List the groups that are shown: all clients, sectors, sizes of the sectors shown."""
    if len(rows) < least:
        return []
    shown = [(_ALL, _ALL, rows)]
    for sector, group in _shown(rows, "sector", least):
        shown.append((sector, _ALL, group))
        shown += [(sector, size, part) for size, part in _shown(group, "size", least)]
    return shown


def _shown(rows: pd.DataFrame, by: str, least: int) -> list[tuple[str, pd.DataFrame]]:
    """Parts of a group that are shown: none is small, and what is left out is none or enough."""
    parts: list[tuple[Any, pd.DataFrame]] = list(rows.groupby(by))
    parts.sort(key=lambda part: (len(part[1]), str(part[0])))
    kept = [part for part in parts if len(part[1]) >= least]
    while kept and 0 < len(rows) - sum(len(part) for _, part in kept) < least:
        kept = kept[1:]
    return sorted(((str(name), part) for name, part in kept), key=lambda part: part[0])


def _costs(position: pd.DataFrame) -> pd.DataFrame:
    """Variance and the budget that it is of, where both are known."""
    known = position.loc[position["variance"].notna() & position["budget"].notna()]
    return known[["project_id", "variance", "budget", "currency"]]


def _size(counts: "pd.Series[int]", limits: Mapping[str, float]) -> "pd.Series[str]":
    size = pd.Series("small", index=counts.index, dtype="str")
    size = size.mask(counts >= limits["peer_medium_projects"], "medium")
    return size.mask(counts >= limits["peer_large_projects"], "large")
