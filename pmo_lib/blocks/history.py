"""The rating history of a report: columns by period, with the numbers behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block, Note, Section
from pmo_lib.blocks.figure import Figure
from pmo_lib.blocks.setting import Setting
from pmo_lib.blocks.table import Column, Table
from pmo_lib.contract import RATING_ORDER


def period_labels(periods: pd.DataFrame, words: Any) -> dict[str, str]:
    """Name each period for readers, in short.

    Parameters
    ----------
    periods : pandas.DataFrame
        The ``periods`` table.
    words : pmo_lib.params.Words
        The language.
    """
    return {
        row["period"]: words.period(row["period"], row["cadence"], row["end"], style="short")
        for row in periods.to_dict("records")
    }


def history_section(
    history: pd.DataFrame, labels: Mapping[str, str], picture: str, at: Setting
) -> Block:
    """Put the rating history under its heading.

    Parameters
    ----------
    history : pandas.DataFrame
        As ``pmo_lib.analytics.rag.rating_history`` gives it; of one scale.
    labels : mapping of str to str
        Names of the periods for readers.
    picture : str
        The drawing, an ``<svg>``.
    at : Setting
        Language and dates.
    """
    words = at.words
    title = words.text("section.history")
    wide = history.pivot_table(index="period", columns="rating", values="n", sort=False)
    wide = wide.reindex(columns=list(RATING_ORDER), fill_value=0).fillna(0).astype("int64")
    if not wide.to_numpy().sum():
        return Section(title, "history", [Note(words.text("history.none"), empty=True)])
    used = [key for key in RATING_ORDER if wide[key].any()]
    now = wide.iloc[-1]
    message = words.text(
        "history.message",
        red=words.number(now["red"]),
        amber=words.number(now[["amber_red", "amber", "amber_green"]].sum()),
        green=words.number(now["green"]),
        grey=words.number(now[["withheld", "not_reported"]].sum()),
    )
    first, last = labels[str(wide.index[0])], labels[str(wide.index[-1])]
    detail = "history.detail" if len(wide) > 1 else "history.detail_one"
    rows = wide[used].reset_index()
    rows["period"] = rows["period"].map(labels)
    columns = [Column("period", words.text("history.period"))]
    columns += [Column(key, words.rating(key), "number") for key in used]
    figure = Figure(
        picture,
        "figure-history",
        message,
        words.text(detail, first=first, last=last),
        _alternative(wide[used], labels, at),
        words,
        Table(rows, words.text("history.data"), columns, words),
    )
    return Section(title, "history", [figure])


def _alternative(wide: pd.DataFrame, labels: Mapping[str, str], at: Setting) -> str:
    words = at.words
    items = []
    for period, counts in wide.iterrows():
        said = [
            words.text("history.count", n=words.number(n), rating=words.rating(str(key)).lower())
            for key, n in counts.items()
            if n
        ]
        items.append(
            words.text(
                "history.alternative_item", period=labels[str(period)], counts=", ".join(said)
            )
        )
    return words.text("history.alternative", items="; ".join(items))
