"""Milestones: where each stands, how far it slipped, how fast, and what is due next."""

from typing import Final

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import (
    DEFAULTS,
    measured,
    milestone_positions,
    periods_before,
    report_dates,
    rows_of,
    shaped,
    working_days,
)

__all__ = ["MILESTONE_STATES", "milestone_status", "milestone_trend", "next_due", "slip_summary"]

MILESTONE_STATES: Final = (
    "overdue",
    "late",
    "due",
    "on_time",
    "no_baseline",
    "met_late",
    "met",
    "withheld",
    "no_date",
)
"""States of a milestone, gravest first."""

_STATUS_COLUMNS = [
    "project_id",
    "project_name",
    "lifecycle",
    "milestone_id",
    "name",
    "key",
    "baseline_date",
    "last_forecast",
    "forecast_date",
    "forecast_date_reason",
    "date_precision",
    "actual_date",
    "state",
    "met",
    "late",
    "overdue",
    "overdue_days",
    "past_baseline",
    "past_baseline_days",
    "slip_days",
    "slip_days_reason",
    "moved_days",
    "moved_days_reason",
    "velocity",
    "velocity_reason",
]


def milestone_status(
    milestones: pd.DataFrame,
    projects: pd.DataFrame,
    *,
    period: str,
    previous_period: str | None,
    as_of: pd.Timestamp,
    periods: pd.DataFrame | None = None,
    due_days: float = DEFAULTS["due_days"],
    velocity_reports: int = int(DEFAULTS["velocity_reports"]),
) -> pd.DataFrame:
    """Where each milestone of the period stands.

    Parameters
    ----------
    milestones, projects : pandas.DataFrame
        Canonical tables; the milestones hold history up to the period.
    period, previous_period : str
        This period and the last reported one, which may be None.
    as_of : pandas.Timestamp
        The period's data date.
    periods : pandas.DataFrame, optional
        The ``periods`` table, for the dates of earlier reports; calendar ends without it.
    due_days : float
        A milestone expected within so many days is due.
    velocity_reports : int
        Over so many of the latest reports the slip velocity is taken.

    Returns
    -------
    pandas.DataFrame
        One row a milestone, sorted by project and date:

        ``forecast_date``
            Expected date: the actual date once met, else the forecast; ``date_precision`` is how
            closely the source dated.
        ``state``
            ``met`` (by the baseline date, or without one), ``met_late``; not met: ``withheld``,
            ``overdue`` (time-zero test: expected before ``as_of``; without an expected date the
            baseline date decides), ``no_date``, ``late`` (expected after the baseline date),
            ``due``, ``no_baseline`` (nothing to be on time against), ``on_time``. One day's slip
            within a weekend is no slip.
        ``slip_days``, ``moved_days``
            Working days from the baseline date, and from the last report's forecast, to the
            expected date; positive is later.
        ``overdue_days``
            Working days from the expected (or baseline) date to ``as_of`` where overdue.
        ``past_baseline``, ``past_baseline_days``
            Not met and the baseline date is before ``as_of``, and working days since then.
        ``velocity``
            Days of forecast movement per day of reporting time over the last reports: 0 stable, 1
            slips day for day, below 0 recovers. ``too_early`` with fewer reports, ``complete``
            once met.

        Empty for a period without milestones.
    """
    rows = milestone_positions(milestones, period=period, as_of=as_of)
    rows = rows.merge(
        projects[["project_id", "name", "lifecycle"]].rename(columns={"name": "project_name"}),
        on="project_id",
    )
    keys = ["project_id", "milestone_id"]
    rows = rows.merge(
        _last_forecasts(milestones, period, previous_period), on=keys, how="left"
    ).merge(
        _velocities(milestones, periods, period=period, last_n=velocity_reports),
        on=keys,
        how="left",
    )
    velocity = measured(
        "velocity",
        rows["velocity"],
        (rows["met"], "complete"),
        (rows["expected_date"].isna(), rows["expected_date_reason"]),
        (rows["velocity"].isna(), "too_early"),
    )
    late_since = rows["expected_date"].fillna(rows["baseline_date"])
    past = ~rows["met"].astype(bool) & (rows["baseline_date"] < as_of)
    rows = rows.assign(
        past_baseline=past,
        past_baseline_days=working_days(rows["baseline_date"], as_of).where(past),
        state=_states(rows, as_of, due_days),
        overdue_days=working_days(late_since, as_of).where(rows["overdue"]),
        velocity=velocity["velocity"],
        velocity_reason=velocity["velocity_reason"],
        forecast_date=rows["expected_date"],
        forecast_date_reason=rows["expected_date_reason"],
    )
    rows = pd.concat([rows, _moved(rows, previous_period)], axis=1)
    order = ["project_id", "forecast_date", "milestone_id"]
    return shaped(rows.sort_values(order, kind="stable"), _STATUS_COLUMNS)


def _last_forecasts(
    milestones: pd.DataFrame, period: str, previous_period: str | None
) -> pd.DataFrame:
    """Forecast of the previous period, and whether an earlier period knew the milestone."""
    keys = ["project_id", "milestone_id"]
    last = rows_of(milestones, previous_period)
    last = last[[*keys]].assign(
        last_forecast=last["forecast_date"].fillna(last["actual_date"]),
        last_state=last["forecast_date_state"].astype("str"),
        in_last=True,
    )
    before = milestones.loc[periods_before(milestones["period"], period=period), keys]
    return before.drop_duplicates().merge(last, on=keys, how="left").assign(known=True)


def _velocities(
    milestones: pd.DataFrame, periods: pd.DataFrame | None, *, period: str, last_n: int
) -> pd.DataFrame:
    """Take the slope of the forecast against the report date, from the first to the last of n."""
    keys = ["project_id", "milestone_id"]
    past = milestones["period"].eq(period) | periods_before(milestones["period"], period=period)
    seen = milestones.loc[past & milestones["forecast_date"].notna()]
    seen = seen[[*keys, "period", "forecast_date"]].assign(
        reported=report_dates(seen["period"], periods)
    )
    seen = seen.sort_values([*keys, "reported"], kind="stable").groupby(keys).tail(last_n)
    ends = seen.groupby(keys)[["forecast_date", "reported"]].agg(["first", "last", "count"])
    moved = (ends["forecast_date"]["last"] - ends["forecast_date"]["first"]).dt.days
    passed = (ends["reported"]["last"] - ends["reported"]["first"]).dt.days
    enough = (ends["reported"]["count"] >= last_n) & (passed > 0)
    slope = pd.DataFrame({"velocity": (moved / passed.where(enough)).astype("float64")})
    return slope.reset_index()


def _states(rows: pd.DataFrame, as_of: pd.Timestamp, due_days: float) -> np.ndarray:
    """State of each milestone; the first that applies."""
    date = rows["expected_date"]
    slipped = rows["slip_days"] > 0
    return np.select(
        [
            rows["met"] & slipped,
            rows["met"],
            date.isna() & rows["expected_date_reason"].eq("withheld"),
            rows["overdue"],
            date.isna(),
            slipped,
            date <= as_of + pd.Timedelta(days=due_days),
            rows["baseline_date"].isna(),
        ],
        ["met_late", "met", "withheld", "overdue", "no_date", "late", "due", "no_baseline"],
        "on_time",
    )


def _moved(rows: pd.DataFrame, previous_period: str | None) -> pd.DataFrame:
    """Working days that the expected date moved since the last report."""
    first = pd.Series(previous_period is None, index=rows.index)
    state = rows["last_state"].where(rows["last_state"].notna(), "no_forecast")
    return measured(
        "moved_days",
        working_days(rows["last_forecast"], rows["expected_date"]),
        (first, "first_report"),
        (rows["known"].isna(), "new"),
        (rows["in_last"].isna(), "gap"),
        (rows["expected_date"].isna(), rows["expected_date_reason"]),
        (rows["last_forecast"].isna(), state),
    )


def next_due(
    status: pd.DataFrame, *, as_of: pd.Timestamp, days: float = DEFAULTS["due_days"]
) -> pd.DataFrame:
    """Milestones expected within the next days, soonest first.

    Parameters
    ----------
    status : pandas.DataFrame
        From :func:`milestone_status`.
    as_of : pandas.Timestamp
        The period's data date: the first day of the window.
    days : float
        Length of the window; its last day is in.

    Returns
    -------
    pandas.DataFrame
        The rows that are not met and expected in the window. Overdue ones are not among them.
    """
    date = status["forecast_date"]
    soon = ~status["met"].astype(bool) & (date >= as_of) & (date <= as_of + pd.Timedelta(days=days))
    rows = status.loc[soon].sort_values(["forecast_date", "project_id"], kind="stable")
    return rows.reset_index(drop=True)


def milestone_trend(
    milestones: pd.DataFrame,
    *,
    project_ids: pd.Series | list[str],
    last_n: int = 12,
    periods: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Forecast dates by report date: the tidy frame of a milestone trend chart.

    Parameters
    ----------
    milestones : pandas.DataFrame
        The ``milestones`` table.
    project_ids : list or pandas.Series of str
        Whose milestones.
    last_n : int
        So many of the latest periods that have milestones.
    periods : pandas.DataFrame, optional
        The ``periods`` table, for report dates; calendar ends without it.

    Returns
    -------
    pandas.DataFrame
        project_id, milestone_id, name, key, period, ``report_date``, ``forecast_date`` (actual
        once met), ``baseline_date``, ``met``; rows without a date are left out. Empty for none.
    """
    rows = milestones.loc[milestones["project_id"].isin(list(project_ids))]
    rows = rows.assign(report_date=report_dates(rows["period"], periods))
    latest = rows["report_date"].drop_duplicates().nlargest(last_n)
    met = rows["actual_date"] <= rows["report_date"]
    date = rows["actual_date"].where(met, rows["forecast_date"])
    rows = rows.assign(met=met, forecast_date=date)
    rows = rows.loc[rows["report_date"].isin(latest) & date.notna()]
    columns = ["project_id", "milestone_id", "name", "key", "period", "report_date"]
    columns += ["forecast_date", "baseline_date", "met"]
    order = ["project_id", "milestone_id", "report_date"]
    return shaped(rows.sort_values(order, kind="stable"), columns)


def slip_summary(
    status: pd.DataFrame, *, as_of: pd.Timestamp, by: str | None = "project_id"
) -> pd.DataFrame:
    """Milestones in numbers: how many are met, late and overdue, and the worst slip.

    Parameters
    ----------
    status : pandas.DataFrame
        From :func:`milestone_status`.
    as_of : pandas.Timestamp
        The period's data date.
    by : str or None
        A column to group by; None gives one row for all.

    Returns
    -------
    pandas.DataFrame
        ``n``, ``n_met``, ``n_met_late``, ``n_late`` (not met, late or overdue), ``n_overdue``,
        ``n_withheld``, ``n_no_baseline``; ``median_slip`` and ``worst_slip`` (working days, of
        those not met), ``worst_milestone``, ``worst_project_id``; ``n_due`` (baseline date up to
        ``as_of``), ``n_hit`` of them (met by the baseline date) and ``hit_rate`` with
        ``hit_rate_reason`` (``none_due``). Empty for no milestones.
    """
    columns = ["n", "n_met", "n_met_late", "n_late", "n_overdue", "n_withheld", "n_no_baseline"]
    columns += ["median_slip", "worst_slip", "worst_milestone", "worst_project_id"]
    columns += ["n_due", "n_hit", "hit_rate", "hit_rate_reason"]
    if status.empty:
        return pd.DataFrame(columns=[by, *columns] if by else columns)
    group = status[by] if by else pd.Series("all", index=status.index)
    slip = status["slip_days"].mask(status["met"])
    due = status["baseline_date"] <= as_of
    flags = pd.DataFrame(
        {
            "n": True,
            "n_met": status["met"],
            "n_met_late": status["state"] == "met_late",
            "n_late": status["late"],
            "n_overdue": status["overdue"],
            "n_withheld": status["state"] == "withheld",
            "n_no_baseline": status["baseline_date"].isna(),
            "n_due": due,
            "n_hit": due & (status["state"] == "met"),
        },
        index=status.index,
    )
    rows = flags.groupby(group).sum().astype("int64")
    worst = status.assign(slip=slip, group=group).sort_values(
        "slip", ascending=False, kind="stable"
    )
    worst = worst.loc[worst["slip"].notna()].drop_duplicates("group").set_index("group")
    rows = rows.assign(
        median_slip=slip.groupby(group).median(),
        worst_slip=worst["slip"],
        worst_milestone=worst["name"],
        worst_project_id=worst["project_id"],
    )
    rate = measured("hit_rate", rows["n_hit"] / rows["n_due"], (rows["n_due"] == 0, "none_due"))
    rows = rows.join(rate).rename_axis(by or "all").reset_index()
    return shaped(rows, [by, *columns] if by else columns)
