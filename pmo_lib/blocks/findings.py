"""Findings as sentences: the headline, exceptions, changes, what is due next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from pmo_lib.blocks.base import Block
from pmo_lib.blocks.markup import Wording, chip, move, tag, text, why

EXCERPT: Final = 170
"""Characters of a narrative that are quoted beside an exception."""

MARKS: Final[Mapping[str, str]] = {
    "rating_worse": "worse",
    "rating_better": "better",
    "finish_later": "worse",
    "finish_earlier": "better",
    "milestone_later": "worse",
    "milestone_met": "better",
    "budget_up": "other",
    "budget_down": "other",
    "forecast_up": "worse",
    "forecast_down": "better",
    "not_reported_now": "worse",
}
"""How a change is marked; kinds that are not named are neither better nor worse."""


@dataclass(frozen=True)
class Findings(Block):
    """A list of findings, worst first, with what it leaves out.

    Parameters
    ----------
    items : sequence of str
        Marked-up list entries, as the functions of this module give them.
    words : Wording
        The language.
    total : int
        How many findings there are; those beyond the items are counted in a last line.
    more_link : str
        Anchor of the place that lists them all; none leaves the line without a link.
    empty : str
        What is said where there are none; "none this period" by default.
    """

    items: Sequence[str]
    words: Wording
    total: int = 0
    more_link: str = ""
    empty: str = ""

    def html(self) -> str:
        """Write the list; without findings, what is said of none."""
        if not self.items:
            return tag("p", text(self.empty or self.words.text("list.none")), cls="pmo-empty")
        listed = tag("ol", [tag("li", item) for item in self.items], cls="pmo-list")
        left = self.total - len(self.items)
        if left <= 0:
            return listed
        said = text(self.words.text("list.more", n=left, count=self.words.number(left)))
        if self.more_link:
            said = tag("a", said, href=f"#{self.more_link}")
        return listed + tag("p", said, cls="pmo-more")


def headline(rules: Mapping[str, Any], words: Wording, *, since: str) -> str:
    """Write the one sentence that says position and change.

    Parameters
    ----------
    rules : mapping
        As ``pmo_lib.analytics.headline.headline`` gives it.
    words : Wording
        The language.
    since : str
        The last report as it follows the word "since".

    Returns
    -------
    str
        At most 25 words.
    """
    values = {name: value for name, value in rules["values"].items() if name.startswith("n_")}
    total = values["n_projects"]
    leading = {"some_red": "n_red", "some_amber_red": "n_amber_red", "some_amber": "n_amber"}
    n = values[leading[rules["rule"]]] if rules["rule"] in leading else total
    form = f"headline.one.{rules['rule']}" if total == 1 else f"headline.position.{rules['rule']}"
    said = words.text(form, n=n, total=words.number(total), count=words.number(n))
    if rules["gap"] != "none":
        gap = words.text(f"headline.gap.{rules['gap']}", **_written(values, words))
        said = words.text("headline.with_gap", position=said, gap=gap)
    if rules["change"] == "none":
        return words.text("headline.alone", position=said)
    n = values["n_worse"] + values["n_better"]
    change = words.text(
        f"headline.change.{rules['change']}", n=n, last=since, **_written(values, words)
    )
    return words.text("headline.with_change", position=said, change=change)


def exception_items(frame: pd.DataFrame, words: Wording, *, limit: int = 5) -> list[str]:
    """Write exceptions as list entries: rating, project, reasons, what the report says.

    Parameters
    ----------
    frame : pandas.DataFrame
        As ``pmo_lib.analytics.exceptions.exceptions`` gives it.
    words : Wording
        The language.
    limit : int
        At most so many.
    """
    return [_exception(row, words) for row in frame.head(limit).to_dict("records")]


def change_items(frame: pd.DataFrame, words: Wording, *, limit: int = 8) -> list[str]:
    """Write changes as list entries: what kind, which project, from what to what.

    Parameters
    ----------
    frame : pandas.DataFrame
        As ``pmo_lib.analytics.changes.changes`` gives it.
    words : Wording
        The language.
    limit : int
        At most so many.
    """
    return [_change(row, words) for row in frame.head(limit).to_dict("records")]


def due_items(frame: pd.DataFrame, words: Wording, *, limit: int = 5) -> list[str]:
    """Write milestones due next as list entries, soonest first.

    Parameters
    ----------
    frame : pandas.DataFrame
        As ``pmo_lib.analytics.milestones.next_due`` gives it.
    words : Wording
        The language.
    limit : int
        At most so many.
    """
    return [
        " ".join(
            [
                tag(
                    "strong",
                    text(
                        words.date(
                            row["forecast_date"], short=True, precision=row["date_precision"]
                        )
                    ),
                ),
                text(words.text("due.item", milestone=row["name"])),
                why(words.text("due.project", project=_name(row, words))),
            ]
        )
        for row in frame.head(limit).to_dict("records")
    ]


def _written(values: Mapping[str, int], words: Wording) -> dict[str, str]:
    return {name.removeprefix("n_"): words.number(value) for name, value in values.items()}


def _name(row: Mapping[Any, Any], words: Wording) -> str:
    name = row["project_name"]
    return words.text("unnamed") if name is None or pd.isna(name) else str(name)


def _exception(row: Mapping[Any, Any], words: Wording) -> str:
    values = {
        "previous": _rating(row["previous_rating"], words),
        "overdue_milestone": row["overdue_milestone"],
        "overdue_days": words.number(row["overdue_days"]),
        "late_milestone": row["late_milestone"],
        "late_days": words.number(row["late_days"]),
        "variance": words.money(row["variance"], str(row["currency"]), signed=True),
        "share": words.percent(row["variance_share"], signed=True),
        "age": words.number(row["age_days"]),
        "last_rating": _rating(row["last_rating"], words),
        "state": "" if pd.isna(row["rating_state"]) else words.state(row["rating_state"]),
    }
    told = [kind for kind in row["kinds"] if kind not in ("red", "amber_red", "amber")]
    if "late_key_milestone" in told and "green_overdue_milestone" in told:
        told.remove("late_key_milestone")
    parts = [words.text(f"exception.{kind}", **values) for kind in told]
    stale = "stale" in row["kinds"]
    said = [chip(row["rating"], words, stale=stale), tag("strong", text(_name(row, words)))]
    if parts:
        said.append(text(words.text("exception.because", parts="; ".join(parts))))
    quoted = _excerpt(row["narrative"], words)
    if quoted:
        said.append(why(words.text("exception.narrative", narrative=quoted)))
    return " ".join(said)


def _rating(key: Any, words: Wording) -> str:
    return words.missing if key is None or pd.isna(key) else words.rating(key).lower()


def _excerpt(narrative: Any, words: Wording) -> str:
    """Quote the beginning of a narrative, without openings that only restate the rating."""
    if narrative is None or pd.isna(narrative):
        return ""
    said = whole = " ".join(str(narrative).split())
    skipped = re.compile(words.text("exception.skip"))
    while (shorter := skipped.sub("", said, count=1)) and shorter != said:
        said = shorter
    opening = "" if said == whole else "… "
    if len(said) <= EXCERPT:
        return opening + said
    return opening + said[:EXCERPT].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def change_words(row: Mapping[Any, Any], words: Wording) -> str:
    """Say in words from what to what a finding moved.

    Parameters
    ----------
    row : mapping
        A row of the changes.
    words : Wording
        The language.
    """
    kind = row["kind"]
    said = words.text(f"change.{kind}", **_change_values(row, words))
    others = row["n_items"] - 1 if kind.startswith("milestone") else 0
    if others > 0:
        said += words.text("change.and_others", n=int(others), count=words.number(others))
    return said


def _change(row: Mapping[Any, Any], words: Wording) -> str:
    kind = row["kind"]
    mark = move(MARKS.get(kind, "other"), words.text(f"change_mark.{kind}"))
    named = words.text("change.of", project=_name(row, words))
    return " ".join([mark, tag("strong", text(named)), text(change_words(row, words))])


def _change_values(row: Mapping[Any, Any], words: Wording) -> dict[str, str]:
    write = _writer(row, words)
    delta = row["delta"]
    size = None if delta is None or pd.isna(delta) else abs(delta)
    in_days = row["unit"] == "working_days"
    return {
        "previous": write(row["previous_value"]),
        "value": write(row["value"]),
        "delta": words.text("count.days", n=int(size), count=words.number(size))
        if in_days and size is not None
        else words.money(size, str(row["unit"]))
        if size is not None
        else words.missing,
        "share": _small_share(row["share"], words),
        "milestone": row["item_name"],
        "item": words.text(f"change_item.{row['item']}")
        if words.has(f"change_item.{row['item']}")
        else "",
        "assessor": _assessor(row["assessor"], words),
        "previous_assessor": _assessor(row["previous_assessor"], words),
    }


def _small_share(share: Any, words: Wording) -> str:
    """Write a share of change, with a decimal where it is below one percent."""
    small = share is not None and pd.notna(share) and abs(share) < 0.00995
    return words.percent(share, 1 if small else 0, signed=True)


def _assessor(key: Any, words: Wording) -> str:
    return words.missing if key is None or pd.isna(key) else words.text(f"assessor.{key}")


def _writer(row: Mapping[Any, Any], words: Wording) -> Any:
    """Give what writes the values of a change, by what moved."""
    item, unit = row["item"], str(row["unit"])

    def write(value: Any) -> str:
        if value is None or pd.isna(value):
            return words.missing
        if item == "rating":
            return words.rating(value).lower()
        if item in ("finish", "milestone"):
            return words.date(value, short=True)
        if item in ("budget", "forecast"):
            return words.money(float(value), unit)
        return str(value)

    return write
