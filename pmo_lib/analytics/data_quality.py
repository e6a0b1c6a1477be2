"""Data quality: what is missing, withheld, unreadable or old, and who reported."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from pmo_lib.analytics.core import (
    DEFAULTS,
    Tables,
    chosen_reports,
    cycle_days,
    live_projects,
    measured,
    periods_before,
    report_dates,
    rows_of,
    shaped,
    working_days,
)

__all__ = ["REPORTED_COLUMNS", "data_quality", "freshness", "rejects_summary", "reporting"]

REPORTED_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "projects": ("name", "category", "start", "finish", "budget"),
    "baselines": ("effective", "budget", "finish"),
    "progress": (
        "earned_value",
        "actual_cost",
        "manager_eac",
        "period_budget",
        "period_forecast",
    ),
    "status_reports": ("rating", "narrative", "data_as_of"),
    "milestones": ("baseline_date", "forecast_date"),
}
"""Columns that reports rely on, by table."""


def data_quality(
    current: Tables,
    *,
    period: str,
    as_of: pd.Timestamp,
    cadence: str,
) -> pd.DataFrame:
    """How complete each column is that reports rely on, for live projects in this period.

    Parameters
    ----------
    current : mapping of str to pandas.DataFrame
        Canonical tables.
    period : str
        The reporting period.
    as_of : pandas.Timestamp
        The period's data date: baselines that take effect later are left out.
    cadence : {'month', 'quarter', 'year'}
        The reporting cycle.

    Returns
    -------
    pandas.DataFrame
        One row a table and column: ``n_rows`` = ``n_present`` + ``n_withheld`` +
        ``n_unreadable`` + ``n_other_state`` + ``n_missing``; ``share_present`` with
        ``share_present_reason``. Rows that were not sent at all are counted by
        :func:`reporting`. Tables without rows are left out.
    """
    cycle_days(cadence)
    live = live_projects(current["projects"])["project_id"]
    parts = []
    for name, columns in REPORTED_COLUMNS.items():
        rows = current[name]
        rows = rows.loc[rows["project_id"].isin(live)]
        rows = rows_of(rows, period) if "period" in rows else rows
        if name == "baselines":
            rows = rows.loc[rows["effective"].isna() | (rows["effective"] <= as_of)]
        parts += [_completeness(rows, name, column) for column in columns if len(rows)]
    frame = pd.DataFrame(parts, columns=["table_name", "column", *_COUNTS])
    share = measured(
        "share_present",
        frame["n_present"].astype("float64") / frame["n_rows"].astype("float64"),
        (frame["n_rows"] == 0, "not_available"),
    )
    return pd.concat([frame, share], axis=1)


_COUNTS = ["n_rows", "n_present", "n_missing", "n_withheld", "n_unreadable", "n_other_state"]


def _completeness(rows: pd.DataFrame, name: str, column: str) -> dict[str, object]:
    """Count what stands in one column."""
    absent = rows[column].isna()
    state = rows.get(f"{column}_state", pd.Series(pd.NA, index=rows.index, dtype="str")).where(
        absent
    )
    counts = {
        "n_withheld": int((state == "withheld").sum()),
        "n_unreadable": int((state == "unreadable").sum()),
    }
    counts["n_other_state"] = int(state.notna().sum()) - sum(counts.values())
    missing = int(absent.sum()) - sum(counts.values())
    present = int((~absent).sum())
    return {
        "table_name": name,
        "column": column,
        "n_rows": len(rows),
        "n_present": present,
        "n_missing": missing,
        **counts,
    }


def freshness(
    current: Tables,
    *,
    period: str,
    as_of: pd.Timestamp,
    cadence: str,
    stale_cycles: float = DEFAULTS["stale_cycles"],
) -> pd.DataFrame:
    """How old the newest data of live projects are, by table.

    Parameters
    ----------
    current : mapping of str to pandas.DataFrame
        Canonical tables with history up to the period.
    period : str
        The reporting period.
    as_of : pandas.Timestamp
        The period's data date.
    cadence : {'month', 'quarter', 'year'}
        The reporting cycle.
    stale_cycles : float
        Data older than so many cycles are stale.

    Returns
    -------
    pandas.DataFrame
        One row a table with dated rows (``status_reports`` by ``data_as_of``, ``progress`` and
        ``milestones`` by their period): ``oldest`` and ``newest`` data date of the projects' latest
        reports, ``age_days`` of the oldest, ``n_projects``, ``n_stale``, ``stale`` (any is).
        Empty for no rows.
    """
    live = live_projects(current["projects"])["project_id"]
    limit = stale_cycles * cycle_days(cadence)
    parts = []
    for name in ("status_reports", "progress", "milestones"):
        rows = current[name]
        past = rows["period"].eq(period) | periods_before(rows["period"], period=period)
        rows = rows.loc[past & rows["project_id"].isin(live)]
        if name == "status_reports":
            dates = _latest_reports(rows).set_index("project_id")["data_as_of"]
        else:
            dates = report_dates(rows["period"], current["periods"]).set_axis(rows["project_id"])
        latest = dates.dropna().groupby(level=0).max()
        if len(latest):
            parts.append(_age(name, latest, as_of, limit))
    columns = ["table_name", "oldest", "newest", "age_days", "n_projects", "n_stale", "stale"]
    return pd.DataFrame(parts, columns=columns)


def _latest_reports(rows: pd.DataFrame) -> pd.DataFrame:
    """Choose each project's latest overall report that gave a rating or a state."""
    given = rows["rating"].notna() | rows["rating_state"].notna()
    rows = rows.loc[given & (rows["dimension"] == "overall")]
    rows = rows.sort_values("period", kind="stable")
    last = rows.drop_duplicates("project_id", keep="last")[["project_id", "period"]]
    return chosen_reports(rows.merge(last, on=["project_id", "period"]))


def _age(name: str, latest: pd.Series, as_of: pd.Timestamp, limit: float) -> dict[str, object]:
    days = (as_of - latest).dt.days
    stale = int((days > limit).sum())
    return {
        "table_name": name,
        "oldest": latest.min(),
        "newest": latest.max(),
        "age_days": float(days.max()),
        "n_projects": len(latest),
        "n_stale": stale,
        "stale": stale > 0,
    }


def reporting(
    ratings: pd.DataFrame,
    status_reports: pd.DataFrame,
    *,
    period: str,
    as_of: pd.Timestamp,
    late_days: float = DEFAULTS["late_report_days"],
) -> pd.DataFrame:
    """How many live projects reported, on time or late.

    Parameters
    ----------
    ratings : pandas.DataFrame
        From ``rag.project_ratings``; choose live projects first.
    status_reports : pandas.DataFrame
        The ``status_reports`` table.
    period : str
        The reporting period.
    as_of : pandas.Timestamp
        The period's data date.
    late_days : float
        A report submitted more than so many working days after ``as_of`` is late.

    Returns
    -------
    pandas.DataFrame
        One row: ``n_projects`` = ``n_reported`` + ``n_withheld`` + ``n_not_reported`` (no report
        was sent); ``n_unrated`` of those reported gave no rating and did not withhold it;
        ``n_late``, ``n_stale``, ``share_reported`` with its reason (``none_due`` for no project).
    """
    sent = rows_of(status_reports, period)
    sent = sent.loc[sent["project_id"].isin(ratings["project_id"])]
    after = working_days(pd.Series(as_of, index=sent.index), sent["submitted"])
    late = sent.loc[after > late_days, "project_id"].nunique()
    withheld, silent = ratings["rating"] == "withheld", ratings["reason"] == "no_report"
    counts = pd.DataFrame(
        {
            "n_projects": [len(ratings)],
            "n_reported": [int((~withheld & ~silent).sum())],
            "n_unrated": [int(((ratings["rating"] == "not_reported") & ~silent).sum())],
            "n_withheld": [int(withheld.sum())],
            "n_not_reported": [int(silent.sum())],
            "n_late": [late],
            "n_stale": [int(ratings["stale"].sum())],
        }
    )
    share = measured(
        "share_reported",
        counts["n_reported"] / counts["n_projects"],
        (counts["n_projects"] == 0, "none_due"),
    )
    return pd.concat([counts, share], axis=1)


def rejects_summary(rejects: pd.DataFrame) -> pd.DataFrame:
    """Values and rows that could not be read, counted by place and rule.

    Parameters
    ----------
    rejects : pandas.DataFrame
        The ``rejects`` table.

    Returns
    -------
    pandas.DataFrame
        ``table_name``, ``column_name`` (missing for whole rows), ``rule``, ``n``,
        ``n_projects``, and of the first its ``raw`` value, its ``place`` (file, sheet and cell)
        and what would be ``accepted``; most first. Empty for no rejects.
    """
    columns = ["table_name", "column_name", "rule", "n", "n_projects", "raw", "place", "accepted"]
    if rejects.empty:
        return pd.DataFrame(columns=columns)
    parts = rejects[["file", "sheet", "cell"]].astype("object").to_numpy().tolist()
    places = [", ".join(part for part in place if isinstance(part, str)) for place in parts]
    grouped = rejects.assign(place=places).groupby(
        ["table_name", "column_name", "rule"], dropna=False
    )
    rows = grouped.agg(
        n=("reject_id", "size"),
        n_projects=("project_id", "nunique"),
        raw=("raw", "first"),
        place=("place", "first"),
        accepted=("accepted", "first"),
    ).reset_index()
    return shaped(rows.sort_values("n", ascending=False, kind="stable"), columns)
