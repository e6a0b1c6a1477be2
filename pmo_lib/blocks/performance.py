"""The earned value of a report: a table by project with totals formed from sums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block, Note, Section
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.table import Column, Table

LISTED = 12


def performance_section(ev: pd.DataFrame, totals: pd.DataFrame, at: Setting) -> Block:
    """Put earned value by project and in total under its heading.

    Parameters
    ----------
    ev, totals : pandas.DataFrame
        As ``pmo_lib.analytics.earned_value`` gives them: by project, and rolled up by currency.
    at : Setting
        Language and dates.
    """
    words = at.words
    title = words.text("section.performance")
    covered = totals.loc[totals["n_covered"] > 0]
    if covered.empty:
        none = words.text("performance.none", n=words.number(len(ev)))
        return Section(title, "performance", [Note(none, empty=True)])
    blocks: list[Block] = [Note(_coverage(row, at)) for row in covered.to_dict("records")]
    return Section(title, "performance", [*blocks, _table(ev, covered, at)])


def _coverage(row: Mapping[Any, Any], at: Setting) -> str:
    words = at.words
    return words.text(
        "performance.intro",
        covered=words.number(row["n_covered"]),
        n=words.number(row["n_projects"]),
        share=words.percent(row["share_of_value"]),
    )


def _table(ev: pd.DataFrame, totals: pd.DataFrame, at: Setting) -> Table:
    words = at.words
    rows = ev.sort_values("cpi", kind="stable", na_position="last")
    rows = rows.assign(project_name=rows["project_name"].fillna(words.text("unnamed")))
    if len(ev) > 1:
        sums = [words.text("performance.total", n=words.number(n)) for n in totals["n_covered"]]
        rows = pd.concat([totals.assign(project_name=sums), rows])
    columns = [
        Column("project_name", words.text("performance.project")),
        Column("pv", words.text("performance.planned"), "money", "pv_reason"),
        Column("ev", words.text("performance.earned"), "money", "ev_reason"),
        Column("ac", words.text("performance.spent"), "money", "ac_reason"),
        Column(
            "percent_complete",
            words.text("performance.complete"),
            "percent",
            "percent_complete_reason",
        ),
        Column("cpi", words.text("performance.cpi"), "number", "cpi_reason", digits=2),
        Column("spi", words.text("performance.spi"), "number", "spi_reason", digits=2),
        Column("eac_cpi", words.text("performance.eac"), "money", "eac_cpi_reason"),
    ]
    return Table(
        rows, words.text("performance.caption"), columns, words, limit=LISTED, variant="wide"
    )
