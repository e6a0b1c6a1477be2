"""Rows of one period, live projects, and the one rating, date or amount that each gives."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.analytics.core.calendars import working_days
from pmo_lib.analytics.core.values import Tables, measured

LIVE: Final = ("live", "on_hold")
"""Lifecycles of projects that are reported on."""

CLOSED: Final = ("complete", "cancelled")
"""Lifecycles of projects that have ended."""

SEVERITY: Final[Mapping[str, float]] = {
    "green": 0.0,
    "amber_green": 0.25,
    "amber": 0.5,
    "amber_red": 0.75,
    "red": 1.0,
}
"""How grave a rating is, from 0 to 1; compared within one scale only."""


def severity(ratings: pd.Series) -> pd.Series:
    """How grave ratings are, by :data:`SEVERITY`; NaN for states and missing ones."""
    return ratings.map(SEVERITY).astype("float64")


def table(tables: Tables | None, name: str) -> pd.DataFrame | None:
    """One table of a mapping, or None where there is no mapping or no such rows."""
    frame = None if tables is None else tables.get(name)
    return None if frame is None or frame.empty else frame


def rows_of(frame: pd.DataFrame, period: str | None) -> pd.DataFrame:
    """Rows of one period; none where the period is None."""
    return frame.loc[frame["period"] == period] if period else frame.iloc[:0]


def live_projects(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects that are reported on: live or on hold."""
    return projects.loc[projects["lifecycle"].isin(LIVE)]


def chosen_reports(status_reports: pd.DataFrame, *, dimension: str | None = None) -> pd.DataFrame:
    """Choose the one report that speaks for a project in a period and dimension.

    An assessor who gave a rating goes before one who gave a state, and that before an empty
    report; among equals the independent assessor goes before the owner.

    Parameters
    ----------
    status_reports : pandas.DataFrame
        The ``status_reports`` table, any periods.
    dimension : str, optional
        Which dimension; all of them by default.

    Returns
    -------
    pandas.DataFrame
        One row a project, period and dimension, in the order of the table: its columns, ``shown``
        (the rating, ``withheld`` or ``not_reported``) and ``shown_reason`` (why there is no
        rating). Empty for no rows.
    """
    rows = status_reports
    if dimension is not None:
        rows = rows.loc[rows["dimension"] == dimension]
    unrated, stateless = rows["rating"].isna(), rows["rating_state"].isna()
    rank = unrated * 4 + stateless * 2 + rows["assessor"].ne("independent") * 1
    rows = rows.loc[rank.sort_values(kind="stable").index]
    rows = rows.drop_duplicates(["project_id", "period", "dimension"]).sort_index()
    state = rows["rating_state"].astype("str")
    reason = state.where(state.notna(), "not_provided").where(rows["rating"].isna())
    otherwise = np.where(state == "withheld", "withheld", "not_reported")
    shown = rows["rating"].astype("str")
    return rows.assign(shown=shown.where(shown.notna(), otherwise), shown_reason=reason)


def assessor_ratings(status_reports: pd.DataFrame, *, dimension: str) -> pd.DataFrame:
    """Set the ratings of both assessors side by side.

    Parameters
    ----------
    status_reports : pandas.DataFrame
        Rows of one period.
    dimension : str
        Which dimension.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``project_id``: ``independent_rating``, ``independent_scale``,
        ``owner_rating``, ``owner_scale``; a row for each project that has a rating.
    """
    rows = status_reports.loc[status_reports["dimension"] == dimension]
    rows = rows.loc[rows["rating"].notna()]
    sides = [
        rows.loc[rows["assessor"] == assessor, ["project_id", "rating", "scale"]]
        .set_index("project_id")
        .add_prefix(f"{assessor}_")
        for assessor in ("independent", "owner")
    ]
    return sides[0].join(sides[1], how="outer").rename_axis("project_id")


def like_for_like(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Pair the ratings of two periods that may be compared: same assessor, same scale.

    Parameters
    ----------
    now, then : pandas.DataFrame
        Indexed by ``project_id``, as :func:`assessor_ratings` gives them for one period each.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``project_id``, one row for each project of ``now`` where one assessor rated
        both times on one scale (the independent one first): ``before``, ``after``, ``assessor``,
        ``scale``, and ``worse`` (how much graver, from -1 to 1). Empty for no pair.
    """
    right = then.reindex(now.index)
    pairs = []
    for assessor in ("independent", "owner"):
        pair = pd.DataFrame(
            {
                "before": right[f"{assessor}_rating"],
                "after": now[f"{assessor}_rating"],
                "scale": now[f"{assessor}_scale"].astype("str"),
            }
        ).assign(assessor=assessor)
        same = pair["scale"] == right[f"{assessor}_scale"].astype("str")
        pairs.append(pair.loc[same & pair["before"].notna() & pair["after"].notna()])
    both = pd.concat(pairs)
    both = both.loc[~both.index.duplicated()]
    return both.assign(worse=severity(both["after"]) - severity(both["before"]))


def milestone_positions(
    milestones: pd.DataFrame, *, period: str | None, as_of: pd.Timestamp
) -> pd.DataFrame:
    """Where the milestones of one period stand.

    Parameters
    ----------
    milestones : pandas.DataFrame
        The ``milestones`` table.
    period : str or None
        The period; None gives no rows.
    as_of : pandas.Timestamp
        The period's data date. A milestone is met by an actual date up to it; an actual date
        after it is a claim about the future and counts as the forecast.

    Returns
    -------
    pandas.DataFrame
        The rows of the period with ``met``, ``expected_date`` (actual once met, else forecast),
        ``expected_date_reason``, ``overdue`` (not met and the expected date, or without one the
        baseline date, is before ``as_of``; never where withheld), ``slip_days`` (working days from
        baseline to expected date) with ``slip_days_reason``, and ``late`` (not met, and overdue or
        expected after the baseline).
    """
    rows = rows_of(milestones, period)
    actual, forecast = rows["actual_date"], rows["forecast_date"]
    met = actual <= as_of
    state = rows["forecast_date_state"].astype("str")
    expected = measured(
        "expected_date",
        actual.where(met, forecast.fillna(actual)),
        (~met & forecast.isna() & actual.isna() & state.notna(), state),
        (~met & forecast.isna() & actual.isna(), "no_forecast"),
    )
    date, reason = expected["expected_date"], expected["expected_date_reason"]
    overdue = (
        ~met & (reason != "withheld").fillna(True) & (date.fillna(rows["baseline_date"]) < as_of)
    )
    slip = measured(
        "slip_days",
        working_days(rows["baseline_date"], date),
        (rows["baseline_date"].isna(), "no_baseline"),
        (date.isna(), reason),
    )
    late = ~met & (overdue | (slip["slip_days"] > 0))
    return pd.concat([rows, expected, slip], axis=1).assign(met=met, overdue=overdue, late=late)


def budget_and_forecast(tables: Tables, *, period: str | None) -> pd.DataFrame:
    """Budget in force and the manager's estimate at completion, one row a live project.

    Parameters
    ----------
    tables : mapping
        Canonical tables; ``projects`` and ``progress`` are read.
    period : str or None
        The reporting period.

    Returns
    -------
    pandas.DataFrame
        project_id, project_name, lifecycle, currency, price_basis; ``budget`` and ``forecast``
        (money) each with ``_state`` and ``_reason``; ``period_budget`` and ``period_forecast``
        likewise; ``comparable_reason`` where budget and progress are in different currencies or
        at different price levels. Empty for no live project.
    """
    projects = live_projects(tables["projects"])
    columns = ["project_id", "name", "lifecycle", "currency", "price_basis"]
    left = projects[[*columns, "budget", "budget_state"]].rename(columns={"name": "project_name"})
    reported = rows_of(tables["progress"], period).drop(columns=["period"])
    reported = reported.rename(
        columns={"manager_eac": "forecast", "manager_eac_state": "forecast_state"}
    )
    rows = left.merge(
        reported.assign(_reported=True), on="project_id", how="left", suffixes=("", "_reported")
    )
    for name in ("budget", "forecast", "period_budget", "period_forecast"):
        state = rows[f"{name}_state"].astype("str")
        absent = "no_budget" if name.endswith("budget") else "no_forecast"
        unreported = rows["_reported"].isna() & (name != "budget")
        part = measured(
            name,
            rows[name],
            (rows[name].isna() & state.notna(), state),
            (rows[name].isna() & unreported, "no_progress"),
            (rows[name].isna(), absent),
        )
        rows = rows.assign(**{str(column): part[column] for column in part})
    return rows.assign(comparable_reason=_comparable(rows))


def _comparable(rows: pd.DataFrame) -> pd.Series:
    """Why the budget and the reported amounts of a project cannot be set against each other."""
    reason: pd.Series = pd.Series(np.nan, index=rows.index, dtype="str")
    for column, why in (("price_basis", "price_basis_differs"), ("currency", "currency_differs")):
        ours, theirs = rows[column], rows[f"{column}_reported"]
        reason = reason.mask(ours.notna() & theirs.notna() & (ours != theirs), why)
    return reason
