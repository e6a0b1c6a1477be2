"""The rating of each project in one dimension and period."""

import pandas as pd

from pmo_lib.analytics.core import (
    DEFAULTS,
    assessor_ratings,
    chosen_reports,
    cycle_days,
    measured,
    periods_before,
    rows_of,
    shaped,
)

_RATING_COLUMNS = [
    "project_id",
    "project_name",
    "lifecycle",
    "rating",
    "declared",
    "rating_state",
    "assessor",
    "scale",
    "narrative",
    "data_as_of",
    "age_days",
    "age_days_reason",
    "stale",
    "reason",
    "last_reported",
    "last_rating",
    "independent_rating",
    "independent_scale",
    "owner_rating",
    "owner_scale",
    "budget",
    "budget_state",
    "currency",
]


def project_ratings(
    status_reports: pd.DataFrame,
    projects: pd.DataFrame,
    *,
    period: str | None,
    as_of: pd.Timestamp,
    cadence: str,
    dimension: str = "overall",
    stale_cycles: float = DEFAULTS["stale_cycles"],
) -> pd.DataFrame:
    """Rating of each project in one dimension and period.

    The independent assessor's rating goes before the owner's where it gave one this period.

    Parameters
    ----------
    status_reports, projects : pandas.DataFrame
        Canonical tables; the reports hold history up to the period.
    period : str or None
        The reporting period; None (no such period) leaves every project not reported.
    as_of : pandas.Timestamp
        The period's data date.
    cadence : {'month', 'quarter', 'year'}
        The reporting cycle.
    dimension : str
        Which dimension.
    stale_cycles : float
        Data older than so many cycles are stale.

    Returns
    -------
    pandas.DataFrame
        One row a project of ``projects``, in its order: ``rating`` (a key, ``withheld`` or
        ``not_reported``, never missing), ``declared`` (the rating or missing), ``rating_state``,
        ``assessor``, ``scale``, ``narrative``, ``data_as_of``, ``age_days`` with
        ``age_days_reason``, ``stale``, ``reason`` (why there is no rating: ``no_report`` where no
        row was sent, else the recorded state, ``not_provided`` for a row without one),
        ``last_reported`` and ``last_rating`` (where ``rating`` is ``not_reported``, the latest
        earlier period with a rating), what each assessor gave (``independent_rating``,
        ``owner_rating`` and their ``_scale``), and the project's name, lifecycle, budget and
        currency. Data are stale by age only; where no row was sent, the data date and age are
        those of the latest earlier report, with a rating or without.
    """
    rows = rated_grid(
        status_reports,
        projects,
        period=period,
        as_of=as_of,
        dimensions=[dimension],
        stale_days=stale_cycles * cycle_days(cadence),
    )
    sides = assessor_ratings(rows_of(status_reports, period), dimension=dimension)
    return shaped(rows.join(sides, on="project_id"), _RATING_COLUMNS)


def rated_grid(
    status_reports: pd.DataFrame,
    projects: pd.DataFrame,
    *,
    period: str | None,
    as_of: pd.Timestamp,
    dimensions: list[str],
    stale_days: float,
) -> pd.DataFrame:
    """Rate each project in each of some dimensions: the rows of :func:`project_ratings`.

    Parameters
    ----------
    status_reports, projects, period, as_of
        As for :func:`project_ratings`.
    dimensions : list of str
        Which dimensions; each has a row a project, in the order given.
    stale_days : float
        Data older than so many days are stale.
    """
    key = ["project_id", "dimension"]
    heads = projects[["project_id", "name", "lifecycle", "budget", "budget_state", "currency"]]
    heads = heads.rename(columns={"name": "project_name"})
    grid = pd.DataFrame({"dimension": pd.Series(dimensions, dtype="str")})
    now = chosen_reports(rows_of(status_reports, period)).rename(columns={"rating": "declared"})
    rows = grid.merge(heads, how="cross").merge(now, on=key, how="left")
    shown = rows["shown"].fillna("not_reported")
    silent = rows["shown"].isna()
    unrated = rows.loc[shown == "not_reported"]
    rows = rows.merge(_last_reports(status_reports, unrated, period), on=key, how="left")
    data_as_of = rows["data_as_of"].mask(silent, rows["last_data_as_of"])
    age = (as_of - data_as_of).dt.days
    aged = measured("age_days", age, (data_as_of.isna(), "no_data_date"))
    reason = rows["shown_reason"].mask(silent, "no_report")
    rows = rows.assign(rating=shown, reason=reason, data_as_of=data_as_of, stale=age > stale_days)
    return pd.concat([rows, aged], axis=1)


def _last_reports(
    status_reports: pd.DataFrame, unrated: pd.DataFrame, period: str | None
) -> pd.DataFrame:
    """Latest earlier report's data date, and latest earlier rating, by project and dimension."""
    key = ["project_id", "dimension"]
    rows = status_reports.loc[status_reports["project_id"].isin(unrated["project_id"])]
    earlier = periods_before(rows["period"], period=period or "")
    sent = chosen_reports(rows.loc[earlier]).sort_values("period", kind="stable")
    last = sent.drop_duplicates(key, keep="last")[[*key, "data_as_of"]]
    rated = sent.loc[sent["rating"].notna()].drop_duplicates(key, keep="last")
    names = {"period": "last_reported", "rating": "last_rating"}
    rated = rated[[*key, *names]].rename(columns=names)
    return last.rename(columns={"data_as_of": "last_data_as_of"}).merge(rated, on=key, how="left")
