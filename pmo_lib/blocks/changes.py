"""What changed: the first findings on page one, counts by kind, and all of them in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from pmo_lib.blocks.base import Block, Note, Section
from pmo_lib.blocks.findings import Findings, change_items, change_words
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.table import Column, Table

FIRST: Final = 8
LISTED: Final = 60

COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "ratings_worse": ("rating_worse",),
    "ratings_better": ("rating_better",),
    "assessors": ("assessor_changed", "scale_changed"),
    "later": ("finish_later", "milestone_later"),
    "earlier": ("finish_earlier",),
    "met": ("milestone_met",),
    "money": ("budget_up", "budget_down", "forecast_up", "forecast_down"),
    "joined": ("joined", "joined_from_elsewhere"),
    "left": ("left", "completed"),
    "silent": ("not_reported_now",),
}
"""Kinds of change that are counted together, in the order in which they are said."""


def change_section(changes: pd.DataFrame, at: Setting) -> Block:
    """Put the first changes, and how many there are of each kind, under their heading.

    Parameters
    ----------
    changes : pandas.DataFrame
        As ``pmo_lib.analytics.changes.changes`` gives it.
    at : Setting
        Language and dates.
    """
    words = at.words
    items = change_items(changes, words, limit=FIRST)
    empty = "" if at.last else words.text("change.first")
    listed: list[Block] = [Findings(items, words, len(changes), "all-changes", empty)]
    if len(changes) > FIRST:
        listed.insert(0, Note(words.text("change.counts", parts=counted(changes, at))))
    return Section(words.text("section.changes"), "changes", listed)


def all_changes_section(changes: pd.DataFrame, at: Setting) -> Block:
    """Tabulate the changes under their heading.

    Parameters
    ----------
    changes : pandas.DataFrame
        As ``pmo_lib.analytics.changes.changes`` gives it.
    at : Setting
        Language and dates.
    """
    words = at.words
    rows = changes.assign(
        project=changes["project_name"].fillna(words.text("unnamed")),
        mark=[words.text(f"change_mark.{kind}") for kind in changes["kind"]],
        said=[change_words(row, words) for row in changes.to_dict("records")],
    )
    columns = [
        Column("project", words.text("change.project")),
        Column("mark", words.text("change.kind")),
        Column("said", words.text("change.what")),
    ]
    empty = "" if at.last else words.text("change.first")
    table = Table(
        rows, words.text("change.caption"), columns, words, empty, limit=LISTED, variant="wide"
    )
    return Section(words.text("section.all_changes"), "all-changes", [table])


def counted(changes: pd.DataFrame, at: Setting) -> str:
    """Say how many changes there are of each kind.

    Parameters
    ----------
    changes : pandas.DataFrame
        As ``pmo_lib.analytics.changes.changes`` gives it.
    at : Setting
        Language and dates.
    """
    by_kind = changes["kind"].value_counts()
    numbers = {name: int(by_kind.reindex(kinds).sum()) for name, kinds in COUNTED.items()}
    numbers["other"] = len(changes) - sum(numbers.values())
    words = at.words
    return ", ".join(
        words.text(f"change_count.{name}", n=n, count=words.number(n))
        for name, n in numbers.items()
        if n
    )
