"""The milestones of a report: a date chart and a table."""

from __future__ import annotations

import pandas as pd

from pmo_lib.blocks.base import Block, Note, Section
from pmo_lib.blocks.figure import Figure
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.table import Column, Table

CHARTED = 8
LISTED, FEWEST = 14, 5
_CALM = 3
"""Rank of a milestone that is neither overdue, late nor due."""


def slip_rows(status: pd.DataFrame, at: Setting) -> pd.DataFrame:
    """Choose and label the milestones to draw: those that slipped or moved furthest.

    Parameters
    ----------
    status : pandas.DataFrame
        As ``pmo_lib.analytics.milestones.milestone_status`` gives it.
    at : Setting
        Language and dates.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``from_date``, ``to_date``, ``days`` and ``note``, furthest first: slip against
        the baseline where there are baselines, else movement since the last report. Empty where
        nothing moved.
    """
    measure, start = _measure(status)
    known = status.loc[~status["met"] & status[measure].notna() & (status[measure] != 0)]
    ranked = known.iloc[(-known[measure].abs()).argsort(kind="stable")].head(CHARTED)
    projects = ranked["project_name"].fillna(at.words.text("unnamed"))
    names = ranked["name"].fillna(projects)
    label = names + "\n" + projects
    if _is_of_one_project(status):
        label = names
    elif len(names) > 1 and names.eq(names.iloc[0]).all():
        label = projects
    return pd.DataFrame(
        {
            "label": label,
            "from_date": ranked[start],
            "to_date": ranked["forecast_date"],
            "days": ranked[measure],
            "note": [at.words.signed(days) for days in ranked[measure]],
        }
    ).reset_index(drop=True)


def milestone_section(status: pd.DataFrame, rows: pd.DataFrame, picture: str, at: Setting) -> Block:
    """Put chart and table of the milestones under their heading.

    Parameters
    ----------
    status : pandas.DataFrame
        As ``pmo_lib.analytics.milestones.milestone_status`` gives it.
    rows : pandas.DataFrame
        What was drawn, from :func:`slip_rows`.
    picture : str
        The drawing, an ``<svg>``.
    at : Setting
        Language and dates.
    """
    words = at.words
    title = words.text("section.milestones")
    if status.empty:
        none = Note(words.text("milestone.none"), empty=True)
        return Section(title, "milestones", [none])
    blocks: list[Block] = [_figure(status, rows, picture, at)] if len(rows) else []
    if not blocks:
        blocks.append(Note(_message(status, at)))
    return Section(title, "milestones", [*blocks, _table(status, at)])


def _measure(status: pd.DataFrame) -> tuple[str, str]:
    if status["slip_days"].notna().any():
        return "slip_days", "baseline_date"
    return "moved_days", "last_forecast"


def _is_of_one_project(status: pd.DataFrame) -> bool:
    ids = status["project_id"].to_numpy()
    return bool((ids == ids[0]).all()) if len(ids) else False


def _message(status: pd.DataFrame, at: Setting) -> str:
    measure, _ = _measure(status)
    still = status.loc[~status["met"]]
    days = still[measure]
    if measure == "slip_days":
        late = still.loc[still["late"] | still["overdue"]]
        if late.empty:
            return at.words.text("milestone.message.none_late")
        key, n, worst = "late", len(late), days.max()
    else:
        still = still.loc[days.notna()]
        key, n, worst = "moved", int((days.fillna(0) != 0).sum()), days.abs().max()
    return at.words.text(
        f"milestone.message.{key}",
        n=n,
        count=at.words.number(n),
        total=at.words.number(len(still)),
        days=at.words.number(worst),
    )


def _figure(status: pd.DataFrame, rows: pd.DataFrame, picture: str, at: Setting) -> Figure:
    words = at.words
    measure, _ = _measure(status)
    detail = "detail_slip" if measure == "slip_days" else "detail_moved"
    items = [
        words.text(
            "milestone.alternative_item",
            milestone=row["label"].replace("\n", ", "),
            start=words.date(row["from_date"], short=True),
            end=words.date(row["to_date"], short=True),
            days=row["note"],
        )
        for row in rows.to_dict("records")
    ]
    return Figure(
        picture,
        "figure-milestones",
        _message(status, at),
        words.text(f"milestone.{detail}", n=len(rows), period=at.period),
        words.text("milestone.alternative", n=len(rows), items="; ".join(items)),
        words,
    )


def _table(status: pd.DataFrame, at: Setting) -> Table:
    words = at.words
    measure, _ = _measure(status)
    grave = status["state"].map({"overdue": 0, "late": 1, "due": 2}).fillna(_CALM)
    order = pd.DataFrame({"met": status["met"], "grave": grave, "days": -status[measure].abs()})
    ordered = status.loc[order.sort_values(["met", "grave", "days"], kind="stable").index]
    shown = ordered.assign(
        state=[words.text(f"milestone_state.{state}") for state in ordered["state"]],
        project_name=ordered["project_name"].fillna(words.text("unnamed")),
    )
    columns = [
        Column("project_name", words.text("milestone.project")),
        Column("name", words.text("milestone.name")),
        _dates("baseline_date", words.text("milestone.baseline"), "slip_days_reason"),
        _dates("last_forecast", words.text("milestone.last"), "moved_days_reason"),
        _dates("forecast_date", words.text("milestone.now"), "forecast_date_reason"),
        Column("slip_days", words.text("milestone.slip"), "signed", "slip_days_reason"),
        Column("moved_days", words.text("milestone.moved"), "signed", "moved_days_reason"),
        Column("state", words.text("milestone.state")),
    ]
    if status["baseline_date"].isna().all():
        columns = [one for one in columns if one.name not in ("baseline_date", "slip_days")]
    if not at.last:
        columns = [one for one in columns if one.name not in ("last_forecast", "moved_days")]
    if _is_of_one_project(status):
        columns = columns[1:]
    caption = words.text("milestone.caption")
    told = shown["moved_days"].fillna(0).ne(0) | grave.loc[shown.index].lt(_CALM)
    limit = min(LISTED, max(FEWEST, int(told.sum())))
    return Table(shown, caption, columns, words, limit=limit, variant="wide")


def _dates(name: str, label: str, reason: str) -> Column:
    """Print dates as closely as the source dated."""
    return Column(name, label, "date", reason, precision="date_precision")
