"""The cost of a report: variance chart, table by project, totals that say what they leave out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block, Note, Section
from pmo_lib.blocks.figure import Figure
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.table import Column, Table

CHARTED = 8
CHARTED_OVER = 5
LISTED = 12


def variance_rows(position: pd.DataFrame, at: Setting) -> pd.DataFrame:
    """Choose and label the variances to draw, of one currency, largest first.

    Parameters
    ----------
    position : pandas.DataFrame
        As ``pmo_lib.analytics.cost.cost_position`` gives it.
    at : Setting
        Language and dates.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``value``, ``note``, ``amount``, ``share`` and ``currency``: variance at
        completion where there is any, else for the period; the currency with most projects; the
        largest over budget, then the largest under it.
        Empty where no variance is known.
    """
    measure = _measure(position)
    known = position.loc[position[measure].notna() & (position[measure] != 0)]
    if known.empty:
        return pd.DataFrame(columns=["label", "value", "note", "amount", "share", "currency"])
    currency = known["currency"].mode().iloc[0]
    known = known.loc[known["currency"] == currency]
    ranked = known.sort_values(measure, ascending=False, kind="stable")
    over, under = ranked.loc[ranked[measure] > 0], ranked.loc[ranked[measure] < 0]
    room = max(CHARTED - len(under), CHARTED_OVER)
    over = over.head(room)
    ranked = pd.concat([over, under.tail(CHARTED - len(over))])
    words = at.words
    amount = [words.money(value, currency, signed=True) for value in ranked[measure]]
    share = [words.percent(value, signed=True) for value in ranked[f"{measure}_share"]]
    return pd.DataFrame(
        {
            "label": ranked["project_name"].fillna(words.text("unnamed")),
            "value": ranked[measure],
            "note": [
                f"{a} ({s})" if known else a
                for a, s, known in zip(
                    amount, share, ranked[f"{measure}_share"].notna(), strict=True
                )
            ],
            "amount": amount,
            "share": share,
            "currency": currency,
        }
    ).reset_index(drop=True)


def cost_section(
    position: pd.DataFrame, totals: pd.DataFrame, rows: pd.DataFrame, picture: str, at: Setting
) -> Block:
    """Put chart, table and totals of cost under their heading.

    Parameters
    ----------
    position, totals : pandas.DataFrame
        As ``pmo_lib.analytics.cost`` gives them.
    rows : pandas.DataFrame
        What was drawn, from :func:`variance_rows`.
    picture : str
        The drawing, an ``<svg>``.
    at : Setting
        Language and dates.
    """
    title = at.words.text("section.cost")
    if position.empty:
        return Section(title, "cost", [Note(at.words.text("cost.none"), empty=True)])
    figure = [_figure(position, rows, picture, at)] if len(rows) else []
    return Section(title, "cost", [*figure, _totals(totals, at), _table(position, at)])


def _measure(position: pd.DataFrame) -> str:
    return "variance" if position["variance"].notna().any() else "period_variance"


def _figure(position: pd.DataFrame, rows: pd.DataFrame, picture: str, at: Setting) -> Figure:
    words = at.words
    measure = _measure(position)
    currency = rows["currency"].iloc[0]
    over = position.loc[(position[measure] > 0) & (position["currency"] == currency), measure]
    which = "completion" if measure == "variance" else "period"
    message = words.text(f"cost.message.{which}.within")
    if len(over):
        message = words.text(
            f"cost.message.{which}.over",
            n=len(over),
            count=words.number(len(over)),
            amount=words.money(over.max(), currency),
        )
    kind = words.text(f"cost.kind.{which}")
    items = [
        words.text("cost.alternative_item", project=label, amount=amount, share=share)
        for label, amount, share in zip(rows["label"], rows["amount"], rows["share"], strict=True)
    ]
    return Figure(
        picture,
        "figure-cost",
        message,
        words.text("cost.detail", kind=kind, currency=currency, period=at.period),
        words.text("cost.alternative", n=len(rows), items="; ".join(items)),
        words,
    )


def _totals(totals: pd.DataFrame, at: Setting) -> Table:
    """Totals of measures that any project reports; each says how many it leaves out."""
    words = at.words
    recorded = ~totals["measure"].str.endswith("variance") & (totals["n_withheld"] > 0)
    told = totals.loc[(totals["n_visible"] > 0) | recorded]
    rows = told.assign(
        measure=[words.text(f"cost.measures.{name}") for name in told["measure"]],
        coverage=[coverage(row, at) for row in told.to_dict("records")],
    )
    columns = [
        Column("measure", words.text("cost.measure")),
        Column("total", words.text("cost.total"), "money", "total_reason"),
        Column("coverage", words.text("cost.coverage")),
    ]
    currencies = ", ".join(told["currency"].dropna().unique())
    return Table(rows, words.text("cost.totals", currency=currencies), columns, words)


def coverage(row: Mapping[Any, Any], at: Setting) -> str:
    """Say how many projects a total holds and what it leaves out.

    Parameters
    ----------
    row : dict
        A row of ``pmo_lib.analytics.cost.cost_totals``.
    at : Setting
        Language and dates.
    """
    words = at.words
    named = {"withheld": "n_withheld", "other": "n_other_state", "missing": "n_missing"}
    gaps = [
        words.text(f"cost.gap.{name}", n=words.number(row[column]))
        for name, column in named.items()
        if row[column]
    ]
    if pd.notna(row["n_both"]):
        return words.text(
            "cost.covered_both",
            visible=words.number(row["n_both"]),
            n=words.number(row["n"]),
            base=words.money(row["base"], str(row["currency"])),
        )
    counted = {"visible": words.number(row["n_visible"]), "n": words.number(row["n"])}
    if not gaps:
        return words.text("cost.covered", **counted)
    return words.text("cost.covered_gaps", **counted, gaps=", ".join(gaps))


def _table(position: pd.DataFrame, at: Setting) -> Table:
    words = at.words
    measure = _measure(position)
    order = position[measure].abs().sort_values(ascending=False, kind="stable").index
    rows = position.loc[order]
    rows = rows.assign(project_name=rows["project_name"].fillna(words.text("unnamed")))
    prefix = "" if measure == "variance" else "period_"
    columns = [
        Column("project_name", words.text("cost.project")),
        Column(
            "previous_budget", words.text("cost.previous_budget"), "money", "budget_moved_reason"
        ),
        Column("budget", words.text("cost.budget"), "money", "budget_reason"),
        Column(
            f"{prefix}budget", words.text(f"cost.{prefix}budget"), "money", f"{prefix}budget_reason"
        ),
        Column(
            f"{prefix}forecast",
            words.text(f"cost.{prefix}forecast"),
            "money",
            f"{prefix}forecast_reason",
        ),
        Column(measure, words.text("cost.variance"), "signed_money", f"{measure}_reason"),
        Column(
            f"{measure}_share",
            words.text("cost.share"),
            "signed_percent",
            f"{measure}_share_reason",
        ),
    ]
    if not prefix:
        columns.pop(3)
    if not at.last:
        columns.pop(1)
    return Table(rows, words.text("cost.caption"), columns, words, limit=LISTED, variant="wide")
