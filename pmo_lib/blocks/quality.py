"""Data quality and method: what is missing, withheld or unreadable, and how numbers are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block, Facts, Note, Section
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.table import Column, Table


def quality_section(
    answers: Any, at: Setting, *, thresholds: Mapping[str, float], version: str
) -> Block:
    """Put completeness, rejects and method under their heading.

    Parameters
    ----------
    answers : pmo_lib.analytics.review.Review
        Of it: ``reporting``, ``quality``, ``rejects``, ``sources``.
    at : Setting
        Language and dates.
    thresholds : mapping
        The thresholds that were used.
    version : str
        Version of the library.
    """
    reporting, quality, rejects = answers.reporting, answers.quality, answers.rejects
    words = at.words
    unread: Block = Note(words.text("quality.rejects_none"))
    if len(rejects):
        unread = _rejects(rejects, at)
    facts = _reported(reporting.iloc[0].to_dict(), at)
    facts += [_source(row, at) for row in answers.sources.to_dict("records")]
    facts.append(
        (words.text("quality.version"), words.text("quality.version_value", version=version))
    )
    given = quality["n_missing"] < quality["n_rows"]
    blocks: list[Block] = [Facts(facts), _completeness(quality.loc[given], at)]
    blocks += [*_absent(quality.loc[~given], at), unread, _method(thresholds, at)]
    return Section(words.text("section.quality"), "quality", blocks)


def _reported(row: Mapping[Any, Any], at: Setting) -> list[tuple[str, str]]:
    words = at.words
    number = {key: words.number(row[f"n_{key}"]) for key in _COUNTED}
    value = words.text(
        "quality.reported_value",
        reported=number["reported"],
        n=number["projects"],
        unrated=number["unrated"],
        withheld=number["withheld"],
        silent=number["not_reported"],
    )
    return [
        (words.text("quality.reported"), value),
        (words.text("quality.late"), number["late"]),
        (words.text("quality.stale"), number["stale"]),
    ]


def _source(row: Mapping[Any, Any], at: Setting) -> tuple[str, str]:
    """Name a source, with the sentence that its licence asks for."""
    words = at.words
    licence = row["licence"]
    if isinstance(licence, str):
        value = words.text("quality.source_licensed", title=row["title"], licence=licence)
    else:
        value = words.text("quality.source_value", title=row["title"])
    return words.text("quality.source_title"), value


_COUNTED = ("reported", "projects", "unrated", "withheld", "not_reported", "late", "stale")


def _method(thresholds: Mapping[str, float], at: Setting) -> Note:
    words = at.words
    return Note(
        words.text(
            "quality.method",
            cycles=words.number(thresholds["stale_cycles"], 1),
            cost=words.percent(thresholds["cost_green_share"]),
            days=words.number(thresholds["slip_green_days"]),
        )
    )


def _completeness(quality: pd.DataFrame, at: Setting) -> Table:
    words = at.words
    rows = quality.assign(
        value=[_named(row, at) for row in quality.to_dict("records")],
    )
    columns = [
        Column("value", words.text("quality.column")),
        Column("n_rows", words.text("quality.rows"), "number"),
        Column("n_present", words.text("quality.present"), "number"),
        Column("n_withheld", words.text("quality.withheld"), "number"),
        Column("n_unreadable", words.text("quality.unreadable"), "number"),
        Column("n_other_state", words.text("quality.other"), "number"),
        Column("n_missing", words.text("quality.missing"), "number"),
        Column("share_present", words.text("quality.share"), "percent", "share_present_reason"),
    ]
    return Table(rows, words.text("quality.caption"), columns, words, variant="wide")


def _absent(quality: pd.DataFrame, at: Setting) -> list[Block]:
    """Say in one line which values no project gave."""
    if quality.empty:
        return []
    names = ", ".join(_named(row, at).lower() for row in quality.to_dict("records"))
    return [Note(at.words.text("quality.absent", values=names))]


def _named(row: Mapping[Any, Any], at: Setting) -> str:
    """Name a value for readers."""
    return at.words.text(f"quality.value.{row['table_name']}.{row['column']}")


def _rejects(rejects: pd.DataFrame, at: Setting) -> Table:
    words = at.words
    rejects = rejects.assign(value=[_rejected(row, at) for row in rejects.to_dict("records")])
    columns = [
        Column("raw", words.text("quality.raw")),
        Column("value", words.text("quality.column")),
        Column("place", words.text("quality.place")),
        Column("rule", words.text("quality.rule")),
        Column("accepted", words.text("quality.accepted")),
        Column("n", words.text("quality.n"), "number"),
    ]
    return Table(rejects, words.text("quality.rejects"), columns, words, limit=10, variant="wide")


def _rejected(row: Mapping[Any, Any], at: Setting) -> str:
    """Name a rejected value for readers; what only its source has keeps the source's name."""
    key = f"quality.value.{row['table_name']}.{row['column_name']}"
    return at.words.text(key) if at.words.has(key) else str(row["column_name"]).replace("_", " ")
