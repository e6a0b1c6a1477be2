"""Cost against budget: per project, and as totals that say what they leave out."""

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import Tables, budget_and_forecast, measured, shaped, table

__all__ = ["cost_position", "cost_totals"]

_POSITION_COLUMNS = [
    "project_id",
    "project_name",
    "lifecycle",
    "currency",
    "price_basis",
    "budget",
    "budget_state",
    "budget_reason",
    "previous_budget",
    "budget_moved",
    "budget_moved_reason",
    "forecast",
    "forecast_state",
    "forecast_reason",
    "variance",
    "variance_reason",
    "variance_share",
    "variance_share_reason",
    "period_budget",
    "period_budget_state",
    "period_budget_reason",
    "period_forecast",
    "period_forecast_state",
    "period_forecast_reason",
    "period_variance",
    "period_variance_reason",
    "period_variance_share",
    "period_variance_share_reason",
]


def cost_position(
    current: Tables,
    previous: Tables | None,
    *,
    period: str,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Budget, forecast and variance of each live project.

    Parameters
    ----------
    current, previous : mapping of str to pandas.DataFrame
        Canonical tables as known for this period and for the last report; previous may be None.
    period : str
        The reporting period.
    as_of : pandas.Timestamp
        The period's data date.

    Returns
    -------
    pandas.DataFrame
        One row a live project, money in ``currency``: ``budget`` in force and ``previous_budget``
        with ``budget_moved``; ``forecast`` (the manager's estimate at completion, never another
        number in its place); ``variance`` = forecast - budget (positive is over) and
        ``variance_share`` of the budget; ``period_budget``, ``period_forecast``,
        ``period_variance`` and ``period_variance_share`` for the reporting period alone. Each has
        ``<measure>_reason``; recorded ones have ``<measure>_state``. Empty for no live project.
    """
    rows = budget_and_forecast(current, period=period)
    rows = pd.concat([rows, _variance(rows, "budget", "forecast", "variance")], axis=1)
    rows = pd.concat(
        [rows, _variance(rows, "period_budget", "period_forecast", "period_variance")], axis=1
    )
    return shaped(_with_previous(rows, previous), _POSITION_COLUMNS)


def _variance(rows: pd.DataFrame, budget: str, forecast: str, name: str) -> pd.DataFrame:
    """Forecast less budget, in money and as a share of the budget."""
    plan, expected = rows[budget], rows[forecast]
    across = rows["comparable_reason"].mask(rows["comparable_reason"].isna() | (name != "variance"))
    difference = measured(
        name,
        expected - plan,
        (plan.isna(), rows[f"{budget}_reason"]),
        (expected.isna(), rows[f"{forecast}_reason"]),
        (across.notna(), across),
    )
    share = measured(
        f"{name}_share",
        difference[name] / plan,
        (difference[name].isna(), difference[f"{name}_reason"]),
        (plan == 0, "zero_budget"),
        (plan < 0, "negative_budget"),
    )
    return pd.concat([difference, share], axis=1)


def _with_previous(rows: pd.DataFrame, previous: Tables | None) -> pd.DataFrame:
    """Add the budget of the last report and how far it moved."""
    projects = table(previous, "projects")
    if projects is None:
        last = pd.DataFrame({"project_id": pd.Series(dtype="str")})
    else:
        last = projects[["project_id"]].assign(_known=True)
    columns = {"budget": "previous_budget", "budget_state": "_state"}
    columns |= {"currency": "_currency", "price_basis": "_basis"}
    source = last if projects is None else projects
    for column, name in columns.items():
        last[name] = source.get(column, np.nan)
    rows = rows.merge(last, on="project_id", how="left")
    known = rows["_known"].notna() if "_known" in rows else pd.Series(False, index=rows.index)
    state = rows["_state"].astype("str")
    moved = measured(
        "budget_moved",
        rows["budget"] - rows["previous_budget"].astype("float64"),
        (pd.Series(projects is None, index=rows.index), "first_report"),
        (~known, "new"),
        (rows["budget"].isna(), rows["budget_reason"]),
        (rows["previous_budget"].isna(), state.where(state.notna(), "no_budget")),
        (rows["_currency"].astype("str") != rows["currency"], "currency_differs"),
        (
            rows["_basis"].notna() & (rows["_basis"].astype("str") != rows["price_basis"]),
            "price_basis_differs",
        ),
    )
    return pd.concat([rows, moved], axis=1)


def cost_totals(position: pd.DataFrame) -> pd.DataFrame:
    """Totals of what is visible, with the count of what is not.

    Parameters
    ----------
    position : pandas.DataFrame
        From :func:`cost_position`.

    Returns
    -------
    pandas.DataFrame
        One row a ``currency`` and ``measure`` (``budget``, ``forecast``, ``variance``,
        ``period_budget``, ``period_forecast``, ``period_variance``): ``total`` (sum of what is
        visible; ``none_visible`` in ``total_reason`` where nothing is), ``n`` projects, of them
        ``n_visible``, ``n_withheld``, ``n_other_state`` and ``n_missing``. A variance sums only
        projects that have both numbers: ``n_both``, ``base`` (their budgets) and ``share``
        (total / base). Projects without a currency have a missing ``currency``. Empty for no rows.
    """
    measures = ["budget", "forecast", "variance"]
    measures += [f"period_{name}" for name in measures]
    parts = [_total(position, name) for name in measures]
    rows = pd.concat(parts, ignore_index=True)
    order = rows["measure"].map({name: place for place, name in enumerate(measures)})
    rows = rows.assign(_order=order).sort_values(["currency", "_order"], kind="stable")
    columns = ["currency", "measure", "total", "total_reason", "n", "n_visible", "n_withheld"]
    columns += ["n_other_state", "n_missing", "n_both", "base", "share"]
    return shaped(rows, columns)


def _total(position: pd.DataFrame, name: str) -> pd.DataFrame:
    """Total of one measure by currency."""
    value, reason = position[name], position[f"{name}_reason"]
    is_variance = name.endswith("variance")
    state = reason if is_variance else position[f"{name}_state"]
    absent = value.isna()
    both = (value.notna() & is_variance).astype("int64")
    base = position[name.replace("variance", "budget")].where(both == 1)
    grouped = pd.DataFrame(
        {
            "total": value,
            "n": 1,
            "n_visible": value.notna().astype("int64"),
            "n_withheld": (absent & (state == "withheld")).astype("int64"),
            "n_other_state": (absent & state.isin(_OTHER_STATES)).astype("int64"),
            "n_both": both,
            "base": base,
        },
        index=position.index,
    ).groupby(position["currency"], dropna=False)
    rows = grouped.sum().reset_index()
    rows["n_missing"] = rows["n"] - rows["n_visible"] - rows["n_withheld"] - rows["n_other_state"]
    total = measured("total", rows["total"], (rows["n_visible"] == 0, "none_visible"))
    share = (rows["total"] / rows["base"]).where(is_variance & (rows["base"] > 0))
    rows = rows.drop(columns="total").join(total)
    if not is_variance:
        rows[["n_both", "base"]] = np.nan
    return rows.assign(measure=name, share=share)


_OTHER_STATES = [
    *("to_be_decided", "given_as_range", "not_provided", "not_applicable", "reset"),
    "unreadable",
]
