"""All projects of a report, those that need attention first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block, Note, Section
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.table import Column, Table

LISTED = 52


def project_section(
    ratings: pd.DataFrame,
    rated: pd.DataFrame,
    projects: pd.DataFrame,
    found: pd.DataFrame,
    at: Setting,
) -> Block:
    """Tabulate the live projects with their ratings, finish and budget.

    Parameters
    ----------
    ratings, rated : pandas.DataFrame
        As ``pmo_lib.analytics.rag.project_ratings`` gives them, for this period and the last.
    projects : pandas.DataFrame
        The ``projects`` table.
    found : pandas.DataFrame
        As ``pmo_lib.analytics.exceptions.exceptions`` gives it: its projects come first.
    at : Setting
        Language and dates.
    """
    words = at.words
    title = words.text("section.projects")
    if ratings.empty:
        none = Note(words.text("project.none"), empty=True)
        return Section(title, "projects", [none], new_page=True)
    rows = ratings.merge(
        projects[["project_id", "finish", "finish_state", "finish_precision"]],
        on="project_id",
        how="left",
    ).merge(
        rated[["project_id", "rating", "assessor"]].rename(
            columns={"rating": "last", "assessor": "last_assessor"}
        ),
        on="project_id",
        how="left",
    )
    place = pd.Series(range(len(found)), index=found["project_id"])
    rows = rows.assign(place=rows["project_id"].map(place).fillna(len(found)))
    rows = rows.sort_values(["place", "project_name"], kind="stable")
    rows = rows.assign(
        project_name=rows["project_name"].fillna(words.text("unnamed")),
        by=[_assessors(row, at) for row in rows.to_dict("records")],
    )
    columns = [
        Column("project_name", words.text("project.name")),
        Column("last", words.text("project.last"), "rating"),
        Column("rating", words.text("project.now"), "rating", stale="stale"),
        Column("by", words.text("project.by")),
        Column(
            "finish",
            words.text("project.finish"),
            "date",
            "finish_state",
            precision="finish_precision",
        ),
        Column("budget", words.text("project.budget"), "money", "budget_state"),
    ]
    if not at.last:
        columns.pop(1)
    caption = words.text("project.caption")
    table = Table(rows, caption, columns, words, limit=LISTED, variant="wide")
    return Section(title, "projects", [table], new_page=True)


def _assessors(row: Mapping[Any, Any], at: Setting) -> str:
    """Say who rated, and where that was another before: such a pair of ratings is no move."""
    now, last = row["assessor"], row["last_assessor"]
    if pd.isna(now):
        return ""
    said = at.words.text(f"project.assessor.{now}")
    if pd.isna(last) or last == now:
        return said
    before = at.words.text(f"project.assessor.{last}").lower()
    return at.words.text("project.other_assessor", now=said, last=before)
