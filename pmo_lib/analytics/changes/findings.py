"""Each kind of difference between two reports, as findings."""

from typing import Any

import numpy as np
import pandas as pd

from pmo_lib.analytics.core import (
    CLOSED,
    SEVERITY,
    Tables,
    assessor_ratings,
    budget_and_forecast,
    chosen_reports,
    like_for_like,
    milestone_positions,
    rows_of,
    working_days,
)

COLUMNS = ["project_id", "kind", "item", "item_name", "n_items", "previous_value", "value"]
COLUMNS += ["delta", "step", "share", "unit", "previous_assessor", "assessor"]


def membership(
    now: pd.DataFrame, before: pd.DataFrame, ids: set[str], old: set[str]
) -> pd.DataFrame:
    """Find who joined, left, was completed or cancelled."""
    then = before.set_index("project_id")["lifecycle"]
    was_open = set(then.index[~then.isin(CLOSED)]) & old
    came = now.loc[now["project_id"].isin(ids - old)]
    gone = before.loc[before["project_id"].isin(was_open - ids)]
    ended = now.loc[now["project_id"].isin(was_open & ids) & now["lifecycle"].isin(CLOSED)]
    known = came["project_id"].isin(then.index)
    done = ended["lifecycle"] == "complete"
    return pd.concat(
        [
            _findings(
                came,
                np.where(known, "joined_from_elsewhere", "joined"),
                "project",
                None,
                came["lifecycle"],
            ),
            _findings(gone, "left", "project", gone["lifecycle"], None),
            _findings(
                ended,
                np.where(done, "completed", "left"),
                "project",
                ended["project_id"].map(then),
                ended["lifecycle"],
            ),
        ]
    )


def rating_moves(
    current: Tables, previous: Tables, stayed: pd.Series, names: tuple[str, str]
) -> pd.DataFrame:
    """Find moves of the overall rating; a change of scale or assessor is said instead."""
    now = chosen_reports(rows_of(current["status_reports"], names[0]), dimension="overall")
    then = chosen_reports(rows_of(previous["status_reports"], names[1]), dimension="overall")
    columns = ["project_id", "shown", "scale", "assessor"]
    rows = pd.DataFrame({"project_id": stayed}).merge(then[columns], on="project_id", how="left")
    rows = rows.merge(now[columns], on="project_id", how="left", suffixes=("_then", ""))
    silent = rows["shown"].isna()
    rows = rows.fillna({"shown": "not_reported", "shown_then": "not_reported"})
    like = like_for_like(
        assessor_ratings(rows_of(current["status_reports"], names[0]), dimension="overall"),
        assessor_ratings(rows_of(previous["status_reports"], names[1]), dimension="overall"),
    )
    pairs = rows[["project_id"]].join(like, on="project_id")
    was, is_now = rows["shown_then"], rows["shown"]
    both = was.isin(SEVERITY) & is_now.isin(SEVERITY)
    other = both & (pairs["worse"].isna() | (was != is_now))
    kinds = {
        "scale_changed": both & (rows["scale"] != rows["scale_then"]),
        "assessor_changed": other & (rows["assessor"] != rows["assessor_then"]),
        "newly_withheld": is_now.eq("withheld") & was.ne("withheld"),
        "newly_visible": is_now.isin(SEVERITY) & was.eq("withheld"),
        "not_reported_now": silent & was.ne("not_reported"),
    }
    said = {"previous_assessor": rows["assessor_then"], "assessor": rows["assessor"]}
    parts = [
        _findings(rows, kind, "rating", was, is_now, where=where, **said)
        for kind, where in kinds.items()
    ]
    return pd.concat([_like_moves(pairs), *parts])


def _like_moves(pairs: pd.DataFrame) -> pd.DataFrame:
    """Find ratings that one assessor moved on one scale."""
    step = pairs["scale"].map({"rag3": 0.5, "rag5": 0.25}).astype("float64")
    kind = np.where(pairs["worse"] > 0, "rating_worse", "rating_better")
    more = {"delta": pairs["worse"] / step, "step": step * 2, "unit": "steps"}
    more |= {"previous_assessor": pairs["assessor"], "assessor": pairs["assessor"]}
    moved = pairs["worse"].notna() & (pairs["worse"] != 0)
    was, now = pairs["before"], pairs["after"]
    return _findings(pairs, kind, "rating", was, now, where=moved, **more)


def project_moves(now: pd.DataFrame, before: pd.DataFrame, stayed: pd.Series) -> pd.DataFrame:
    """Find moves of the approved finish and budget, and new names."""
    rows = now.merge(before, on="project_id", suffixes=("", "_then"))
    rows = rows.loc[rows["project_id"].isin(stayed)]
    days = working_days(rows["finish_then"], rows["finish"])
    alike = _alike(rows, "currency") & _alike(rows, "price_basis")
    money = (rows["budget"] - rows["budget_then"]).where(alike)
    renamed = rows["name"].notna() & rows["name_then"].notna() & (rows["name"] != rows["name_then"])
    return pd.concat(
        [
            _moved(rows, "finish", ("finish_later", "finish_earlier"), days, "working_days"),
            _moved(rows, "budget", ("budget_up", "budget_down"), money, rows["currency"]),
            _seen(rows, "finish", "working_days"),
            _seen(rows, "budget", rows["currency"]),
            _findings(rows, "renamed", "name", rows["name_then"], rows["name"], where=renamed),
        ]
    )


def forecast_moves(
    current: Tables, previous: Tables, stayed: pd.Series, names: tuple[str, str]
) -> pd.DataFrame:
    """Find moves of the manager's estimate at completion."""
    now = budget_and_forecast(current, period=names[0])
    then = budget_and_forecast(previous, period=names[1])
    rows = now.merge(then, on="project_id", suffixes=("", "_then"))
    rows = rows.loc[rows["project_id"].isin(stayed)]
    alike = _alike(rows, "currency_reported") & _alike(rows, "price_basis_reported")
    money = (rows["forecast"] - rows["forecast_then"]).where(alike)
    unit = rows["currency_reported"].fillna(rows["currency"])
    return pd.concat(
        [
            _moved(rows, "forecast", ("forecast_up", "forecast_down"), money, unit),
            _seen(rows, "forecast", unit),
        ]
    )


def milestone_moves(
    current: Tables,
    previous: Tables,
    stayed: pd.Series,
    names: tuple[str, str],
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Find milestones expected later than in the last report, and milestones newly met."""
    key = ["project_id", "milestone_id"]
    now = milestone_positions(current["milestones"], period=names[0], as_of=as_of)
    then = milestone_positions(previous["milestones"], period=names[1], as_of=as_of)
    rows = now.merge(then[[*key, "expected_date", "met"]], on=key, suffixes=("", "_then"))
    rows = rows.loc[rows["project_id"].isin(stayed)]
    date, was = rows["expected_date"], rows["expected_date_then"]
    days = working_days(was, date)
    met = rows["met"].astype(bool)
    newly_met = met & ~rows["met_then"].astype(bool)
    found = _findings(
        rows,
        np.where(met, "milestone_met", "milestone_later"),
        "milestone",
        was,
        date,
        where=newly_met | (~met & (days > 0)),
        delta=days,
        item_name=rows["name"],
        unit="working_days",
    )
    order = days.where(~met, pd.to_numeric(date)).loc[found.index]
    found = found.assign(order=order).sort_values("order", ascending=False, kind="stable")
    group = found.groupby(["project_id", "kind"])["n_items"]
    found = found.assign(n_items=group.transform("size"))
    return found.drop_duplicates(["project_id", "kind"]).drop(columns="order")


def _findings(
    rows: pd.DataFrame,
    kind: Any,
    item: str,
    was: Any,
    now: Any,
    *,
    where: pd.Series | None = None,
    **more: Any,
) -> pd.DataFrame:
    """Rows as findings, with the columns that every finding has; values of any type."""
    given = {"project_id": rows["project_id"], "kind": kind, "item": item, "n_items": 1, "unit": ""}
    given |= {"previous_value": was, "value": now, **more}
    hits = slice(None) if where is None else where.to_numpy(dtype=bool)
    picked = {
        name: value[hits] if isinstance(value, pd.Series | np.ndarray) else value
        for name, value in given.items()
    }
    index = rows.index[hits]
    return pd.DataFrame(picked, index=index, columns=COLUMNS, dtype="object")


def _alike(rows: pd.DataFrame, column: str) -> pd.Series:
    ours, theirs = rows[column], rows[f"{column}_then"]
    return (ours == theirs) | (ours.isna() & theirs.isna())


def _moved(
    rows: pd.DataFrame, item: str, kinds: tuple[str, str], delta: pd.Series, unit: Any
) -> pd.DataFrame:
    """Find where a value is more or less than it was."""
    was, share = rows[f"{item}_then"], None
    if pd.api.types.is_numeric_dtype(was):
        share = delta / was.where(was > 0)
    kind = np.where(delta > 0, *kinds)
    more = {"delta": delta, "share": share, "unit": unit}
    moved = delta.notna() & (delta != 0)
    return _findings(rows, kind, item, was, rows[item], where=moved, **more)


def _seen(rows: pd.DataFrame, item: str, unit: Any) -> pd.DataFrame:
    """Find where a value is withheld that was not, or can be seen that could not."""
    was, now = rows[f"{item}_then"], rows[item]
    hidden = (rows[f"{item}_state"] == "withheld") & was.notna()
    shown = (rows[f"{item}_state_then"] == "withheld") & now.notna()
    kind = np.where(hidden, "newly_withheld", "newly_visible")
    return _findings(rows, kind, item, was, now, unit=unit, where=hidden | shown)
