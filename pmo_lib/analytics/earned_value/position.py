"""Earned value of each project from the canonical tables, and rolled up by sums."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import (
    live_projects,
    measured,
    periods_before,
    rows_of,
    settings,
    shaped,
)
from pmo_lib.analytics.earned_value.forecasts import (
    EAC_METHODS,
    estimate_at_completion,
    estimate_to_complete,
    to_complete_performance_index,
    variance_at_completion,
)
from pmo_lib.analytics.earned_value.indices import (
    absent,
    bad_sign,
    cost_performance_index,
    cost_variance,
    percent_complete,
    percent_planned,
    percent_spent,
    schedule_performance_index,
    schedule_variance,
)

_EAC = [f"eac_{method}" for method in EAC_METHODS]
_MEASURES = ["pv", "ev", "ac", "bac", "percent_complete", "percent_spent", "percent_planned"]
_MEASURES += ["cv", "cv_share", "sv", "sv_share", "cpi", "spi", "cpi_recent", *_EAC, "manager_eac"]
_MEASURES += ["etc", "vac", "vac_share", "tcpi_bac", "tcpi_eac", "realism_gap"]

EV_COLUMNS = [
    "project_id",
    "project_name",
    "lifecycle",
    "currency",
    "budget",
    "baseline_no",
    "n_baselines",
    "baseline_finish",
    "evidence_tier",
    "n_reports",
    *[column for name in _MEASURES for column in (name, f"{name}_reason")],
    "ev_over_bac",
    "ev_fell",
    "ac_fell",
    "ev_from_spend",
    "challenge",
]


def earned_value(
    progress: pd.DataFrame,
    baselines: pd.DataFrame,
    plan_periods: pd.DataFrame,
    projects: pd.DataFrame,
    *,
    period: str,
    as_of: pd.Timestamp,
    thresholds: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Earned value position of each live project.

    Parameters
    ----------
    progress, baselines, plan_periods, projects : pandas.DataFrame
        Canonical tables; progress holds history up to the period.
    period : str
        The reporting period.
    as_of : pandas.Timestamp
        The status date.
    thresholds : mapping, optional
        ``forecast_min_complete``, ``forecast_min_reports``, ``recent_reports``, ``weight_cpi``,
        ``realism_gap``.

    Returns
    -------
    pandas.DataFrame
        One row a live project, money in ``currency``, each measure with ``<measure>_reason``:

        ``pv``, ``ev``, ``ac``, ``bac``
            Planned value and budget of the baseline in force at the status date (the plan's own
            cumulative value for the period, nothing interpolated; the last one after its end);
            earned value and actual cost as reported.
        ``percent_complete``, ``percent_spent``, ``percent_planned``, ``cv``, ``sv`` (and
        ``_share``), ``cpi``, ``spi``
            See the measures. Earned value that equals spend report after report is refused with
            all that follows from it (``earned_from_spend``): its CPI is 1 by construction.
        ``eac_atypical``, ``eac_cpi``, ``eac_composite``, ``eac_weighted``, ``eac_recent``
            ``too_early`` before ``forecast_min_complete`` or ``forecast_min_reports``.
        ``manager_eac``, ``etc``, ``vac``
            The manager's own estimate; ETC and VAC go by ``eac_cpi``.
        ``tcpi_bac``, ``tcpi_eac``
            The latter against the manager's estimate; ``realism_gap`` is its lead over CPI and
            ``challenge`` says that it is above the threshold.
        ``ev_over_bac``, ``ev_fell``, ``ac_fell``, ``ev_from_spend``
            Findings about the data; nothing is clamped.

        Empty for no live project.
    """
    limits = settings(thresholds)
    rows = live_projects(projects)[["project_id", "name", "lifecycle", "currency", "budget"]]
    rows = rows.rename(columns={"name": "project_name"}).reset_index(drop=True)
    rows = _with_baseline(rows, baselines, as_of)
    rows = _with_plan(rows, plan_periods, period)
    rows = _with_progress(rows, progress, period, int(limits["recent_reports"]))
    measures = (percent_complete, percent_spent, percent_planned, cost_variance, schedule_variance)
    parts = [measure(rows) for measure in (*measures, cost_performance_index, _recent_index)]
    parts.append(schedule_performance_index(rows, as_of=as_of))
    rows = pd.concat([rows, *parts], axis=1)
    rows = pd.concat([rows, _estimates(rows, as_of, limits)], axis=1)
    rows = pd.concat([rows, estimate_to_complete(rows), variance_at_completion(rows)], axis=1)
    rows = pd.concat([rows, _demands(rows, limits)], axis=1)
    return shaped(rows, EV_COLUMNS)


def _with_baseline(
    rows: pd.DataFrame, baselines: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """Add the baseline in force: the highest number that had taken effect by the status date."""
    known = baselines.loc[baselines["effective"].isna() | (baselines["effective"] <= as_of)]
    known = known.sort_values(["project_id", "baseline_no"], kind="stable")
    force = known.drop_duplicates("project_id", keep="last").set_index("project_id")
    force = force[["baseline_no", "budget", "budget_state", "finish"]].rename(
        columns={"budget": "bac_recorded", "finish": "baseline_finish"}
    )
    force = force.assign(n_baselines=known.groupby("project_id").size())
    rows = rows.join(force, on="project_id")
    state = rows["budget_state"].astype("str")
    bac = measured(
        "bac",
        rows["bac_recorded"],
        (rows["baseline_no"].isna(), "no_baseline"),
        (rows["bac_recorded"].isna() & state.notna(), state),
        (rows["bac_recorded"].isna(), "no_budget"),
    )
    return pd.concat([rows, bac], axis=1)


def _with_plan(rows: pd.DataFrame, plan_periods: pd.DataFrame, period: str) -> pd.DataFrame:
    """Add planned value: the period's own, 0 before the plan's first, its last after the end."""
    keys = ["project_id", "baseline_no"]
    plan = plan_periods.merge(rows.loc[rows["baseline_no"].notna(), keys], on=keys)
    plan = plan.sort_values([*keys, "period"], kind="stable")
    ends = plan.groupby("project_id")["period"].agg(["first", "last"])
    final = plan.drop_duplicates("project_id", keep="last").set_index("project_id")["planned_value"]
    own = rows_of(plan, period).set_index("project_id")["planned_value"]
    ids = rows["project_id"]
    first, last = ids.map(ends["first"]).astype("str"), ids.map(ends["last"]).astype("str")
    value = ids.map(own).astype("float64")
    ended = last.notna() & periods_before(last, period=period)
    unstarted = first.notna() & (first > period) & (first.str.len() == len(period))
    value = value.mask(ended, ids.map(final).astype("float64")).mask(unstarted, 0.0)
    pv = measured(
        "pv",
        value,
        (rows["baseline_no"].isna(), "no_baseline"),
        (value.isna() & rows["bac_reason"].eq("withheld"), "withheld"),
        (value.isna(), "no_plan"),
    )
    return pd.concat([rows, pv], axis=1)


def _with_progress(
    rows: pd.DataFrame, progress: pd.DataFrame, period: str, recent: int
) -> pd.DataFrame:
    """Add what was reported this period, each number with the reason where there is none."""
    past = progress["period"].eq(period) | periods_before(progress["period"], period=period)
    known = progress.loc[past].sort_values(["project_id", "period"], kind="stable")
    now = rows_of(_with_findings(known, recent), period)
    now = now.drop(columns=["currency", "price_basis", "percent_complete"])
    rows = rows.merge(now, on="project_id", how="left")
    flags = ["ev_fell", "ac_fell", "ev_from_spend"]
    rows[flags] = rows[flags].eq(True)
    silent = (rows["period"].isna(), "no_progress")
    hidden = rows["bac_reason"].eq("withheld")
    ev, ac, manager = rows["earned_value"], rows["actual_cost"], rows["manager_eac"]
    state = rows["manager_eac_state"].astype("str")
    parts = [
        measured(
            "ev",
            ev,
            silent,
            (ev.isna() & hidden, "withheld"),
            (ev.isna(), "no_earned_value"),
            (rows["ev_from_spend"], "earned_from_spend"),
        ),
        measured("ac", ac, silent, (ac.isna() & hidden, "withheld"), (ac.isna(), "no_actuals")),
        measured(
            "manager_eac",
            manager,
            silent,
            (manager.isna() & state.notna(), state),
            (manager.isna(), "no_forecast"),
        ),
    ]
    rows = pd.concat([rows.drop(columns="manager_eac"), *parts], axis=1)
    return rows.assign(
        n_reports=rows["n_reports"].fillna(0).astype("int64"), ev_over_bac=ev > rows["bac"]
    )


def _with_findings(known: pd.DataFrame, recent: int) -> pd.DataFrame:
    """Add what the history of reports shows: gains over the latest, falls, value that is spend."""
    numbers = ["earned_value", "actual_cost"]
    by_project = known.groupby("project_id")
    earlier, last = by_project[numbers].shift(recent), by_project[numbers].shift(1)
    equal = np.isclose(known["earned_value"], known["actual_cost"], rtol=1e-9, atol=0)
    equal &= (known["actual_cost"] > 0).to_numpy()
    so_far = pd.Series(equal, index=known.index).groupby(known["project_id"]).cumsum()
    before = so_far.groupby(known["project_id"]).shift(recent, fill_value=0)
    spending = known["actual_cost"] > by_project["actual_cost"].shift(recent - 1)
    always = (so_far - before >= recent) & spending
    return known.assign(
        gained=known["earned_value"] - earlier["earned_value"],
        spent=known["actual_cost"] - earlier["actual_cost"],
        ev_fell=known["earned_value"] < last["earned_value"],
        ac_fell=known["actual_cost"] < last["actual_cost"],
        n_reports=by_project.cumcount() + 1,
        ev_from_spend=always | (equal & known["evidence_tier"].eq("T4")),
    )


def _recent_index(rows: pd.DataFrame) -> pd.DataFrame:
    """CPI of the latest reports alone."""
    return measured(
        "cpi_recent",
        rows["gained"] / rows["spent"],
        *absent(rows, "ev", "ac"),
        (rows["gained"].isna() | rows["spent"].isna(), "too_early"),
        (rows["spent"] <= 0, "no_actuals"),
        (rows["gained"] < 0, "negative_earned_value"),
    )


def _estimates(rows: pd.DataFrame, as_of: pd.Timestamp, limits: dict[str, float]) -> pd.DataFrame:
    """Every estimate at completion, held back where it is too early or the index is refused."""
    early = (rows["percent_complete"] < limits["forecast_min_complete"]) | (
        rows["n_reports"] < limits["forecast_min_reports"]
    )
    parts = []
    for method in EAC_METHODS:
        name = f"eac_{method}"
        eac = estimate_at_completion(
            rows, method=method, as_of=as_of, weight_cpi=limits["weight_cpi"]
        )
        done = rows["ev"].eq(rows["bac"])
        parts.append(
            measured(
                name,
                eac[name],
                (eac[name].isna(), eac[f"{name}_reason"]),
                (early & ~done, "too_early"),
            )
        )
    return pd.concat(parts, axis=1)


def _demands(rows: pd.DataFrame, limits: dict[str, float]) -> pd.DataFrame:
    """Say what the budget and the manager's estimate ask of the work that is left."""
    bac = to_complete_performance_index(rows)
    eac = to_complete_performance_index(rows, target="manager_eac", name="tcpi_eac")
    gap = measured(
        "realism_gap",
        eac["tcpi_eac"] - rows["cpi"],
        (eac["tcpi_eac"].isna(), eac["tcpi_eac_reason"]),
        (rows["cpi"].isna(), rows["cpi_reason"]),
        (rows["percent_complete"] < limits["forecast_min_complete"], "too_early"),
    )
    challenge = gap["realism_gap"] > limits["realism_gap"]
    return pd.concat([bac, eac, gap], axis=1).assign(challenge=challenge)


def roll_up(ev: pd.DataFrame) -> pd.DataFrame:
    """Earned value of many projects: sums first, then ratios; never a mean of ratios.

    Parameters
    ----------
    ev : pandas.DataFrame
        From :func:`earned_value`, or any frame with ``pv``, ``ev``, ``ac``, ``bac``; ``currency``
        and ``budget`` are used where they are there.

    Returns
    -------
    pandas.DataFrame
        One row a ``currency``: ``n_projects``, ``n_covered`` (all four numbers, none negative),
        ``share_of_projects``, ``share_of_value`` (budgets of the covered by all visible budgets)
        with its reason, the sums ``pv``, ``ev``, ``ac``, ``bac`` of the covered, and of these
        sums ``cv``, ``sv``, ``cpi``, ``spi``, ``percent_complete``, ``percent_spent``,
        ``eac_atypical``, ``eac_cpi``, ``vac``, ``tcpi_bac``, each with its reason. Where nothing
        is covered the sums are missing (``none_visible``). Empty for no rows.
    """
    four = ["pv", "ev", "ac", "bac"]
    rows = ev.reindex(columns=["currency", "budget", *four])
    covered = rows[four].notna().all(axis=1)
    for applies, _ in bad_sign(rows):
        covered &= ~applies
    rows = rows.assign(
        n_projects=1,
        n_covered=covered.astype("int64"),
        value_covered=rows["budget"].where(covered),
        value=rows["budget"],
        **{column: rows[column].where(covered) for column in four},
    )
    total = rows.groupby("currency", dropna=False).sum(min_count=0).reset_index()
    none = total["n_covered"] == 0
    sums = [measured(column, total[column], (none, "none_visible")) for column in four]
    value = measured(
        "share_of_value",
        total["value_covered"] / total["value"],
        (total["value"] <= 0, "none_visible"),
    )
    head = total[["currency", "n_projects", "n_covered"]]
    head = head.assign(share_of_projects=head["n_covered"] / head["n_projects"])
    sheet = pd.concat([head, value, *sums], axis=1)
    measures = (
        cost_variance,
        schedule_variance,
        cost_performance_index,
        schedule_performance_index,
    )
    parts = [measure(sheet) for measure in (*measures, percent_complete, percent_spent)]
    parts += [estimate_at_completion(sheet, method=method) for method in ("atypical", "cpi")]
    sheet = pd.concat([sheet, *parts], axis=1)
    return pd.concat(
        [sheet, variance_at_completion(sheet), to_complete_performance_index(sheet)], axis=1
    )
