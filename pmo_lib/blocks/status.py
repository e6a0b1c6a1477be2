"""The status strip: ratings last and now by dimension, each with one reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block
from pmo_lib.blocks.markup import Wording, chip
from pmo_lib.blocks.table import Column, Markup, Table
from pmo_lib.contract import RATING_ORDER


@dataclass(frozen=True)
class StatusStrip(Block):
    """Ratings of the last report and of this one, by dimension, each with one reason.

    Parameters
    ----------
    strip : pandas.DataFrame
        As ``pmo_lib.analytics.rag.status_strip`` gives it.
    words : Wording
        The language.
    last, now : str
        Names of the two periods; ``last`` is empty in a first report.
    limits : mapping
        Thresholds by name, as ``params/thresholds.yml`` has them.
    counts_only : bool
        Print how many projects stand at each rating and no single rating: a portfolio has none.
    """

    strip: pd.DataFrame
    words: Wording
    last: str
    now: str
    limits: Mapping[str, float]
    counts_only: bool = False

    def html(self) -> str:
        """Write the strip as a table; one row a dimension."""
        words = self.words
        rows = pd.DataFrame(
            {
                "dimension": [words.text(f"dimension.{name}") for name in self.strip["dimension"]],
                "last": self.strip["last"],
                "now": self.strip["now"],
                "stale": (self.strip["n_stale"] == self.strip["n_projects"])
                & (self.strip["n_projects"] > 0),
                "counts": [Markup(counts(row, words)) for row in self._records()],
                "why": [reason(row, words, self.limits) for row in self._records()],
            }
        )
        columns = [Column("dimension", words.text("strip.dimension"))]
        if self.last and not self.counts_only:
            columns.append(Column("last", self.last, "rating"))
        if not self.counts_only:
            columns.append(Column("now", self.now, "rating", stale="stale"))
        columns += [
            Column("counts", words.text("strip.counts")),
            Column("why", words.text("strip.why")),
        ]
        caption = words.text("strip.caption_counts" if self.counts_only else "strip.caption")
        return Table(rows, caption, columns, words, variant="status").html()

    def _records(self) -> list[dict[Any, Any]]:
        return self.strip.to_dict("records")


def weights_table(weights: pd.DataFrame, words: Wording) -> Table:
    """Tabulate the shares of the ratings by number of projects and by budget.

    Parameters
    ----------
    weights : pandas.DataFrame
        As ``pmo_lib.analytics.rag.rating_weights`` gives it.
    words : Wording
        The language.
    """
    used = [key for key in RATING_ORDER if weights[f"share_{key}"].fillna(0).any()]
    rows = weights.assign(label=[_weight(row, words) for row in weights.to_dict("records")])
    columns = [Column("label", words.text("portfolio.weight"))]
    columns += [
        Column(f"share_{key}", words.rating(key), "percent", "share_reason") for key in used
    ]
    return Table(rows, words.text("portfolio.weights"), columns, words)


def _weight(row: Mapping[Any, Any], words: Wording) -> str:
    if row["weight"] == "projects":
        return words.text("portfolio.by_number", n=words.number(row["total"]))
    hidden = words.text("portfolio.hidden", n=words.number(row["n_hidden"]))
    said = words.text(
        "portfolio.by_value",
        total=words.money(row["total"], row["currency"]),
        n=words.number(row["n"]),
    )
    return said + hidden if row["n_hidden"] else said


def counts(row: Mapping[Any, Any], words: Wording) -> str:
    """Write how many projects stand at each rating, as chips; those with none are left out."""
    numbers = {key: row[f"n_{key}"] for key in RATING_ORDER}
    chips = [chip(key, words, count=int(n)) for key, n in numbers.items() if n > 0]
    return " ".join(chips) or words.missing


def reason(row: Mapping[Any, Any], words: Wording, limits: Mapping[str, float]) -> str:
    """Say in one sentence part why a dimension stands as it does.

    Parameters
    ----------
    row : mapping
        A row of the strip.
    words : Wording
        The language.
    limits : mapping
        Thresholds by name.
    """
    share = row["worst_share"]
    alike = int(row[f"n_{row['now']}"])
    return words.text(
        f"strip.reason.{row['reason_kind']}",
        n=alike,
        more=words.number(alike - 1),
        limit=words.percent(limits["cost_green_share"]),
        rated=words.number(int(row["n_projects"] - row["n_withheld"] - row["n_not_reported"])),
        projects=words.number(row["n_projects"]),
        worst=row["worst_project_name"] or words.missing,
        late=words.number(row["n_late"]),
        milestones=words.number(row["n_milestones"]),
        days=words.number(row["worst_days"]),
        milestone=row["worst_milestone"],
        over=words.number(row["n_over_budget"]),
        costed=words.number(row["n_costed"]),
        share=words.percent(share),
    )
