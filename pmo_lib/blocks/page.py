"""The top of a report and the message that the press reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pmo_lib.blocks.base import Block
from pmo_lib.blocks.markup import tag, text
from pmo_lib.blocks.setting import Setting
from pmo_lib.contract import RATING_ORDER, SUMMARY_MIME, check_summary


@dataclass(frozen=True)
class Header(Block):
    """Head of a report: what kind, of whom, which period, how fresh.

    Parameters
    ----------
    kicker : str
        Kind of report.
    title : str
        Whom or what it is about.
    subtitle : str
        The period.
    facts : sequence of tuple
        Name and value pairs, such as data-as-of; pairs without a value are left out.
    stale : frozenset of str
        Names of those facts that are marked as stale.
    """

    kicker: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    stale: frozenset[str] = frozenset()

    def html(self) -> str:
        """Write the header with the page's only first-level heading."""
        rows = [
            tag(
                "div",
                [
                    tag("dt", text(name)),
                    tag("dd", text(value), cls="pmo-stale" if name in self.stale else None),
                ],
            )
            for name, value in self.facts
            if value
        ]
        parts = [
            tag("p", text(self.kicker), cls="pmo-kicker"),
            tag("h1", text(self.title)),
            tag("p", text(self.subtitle), cls="pmo-subtitle"),
            tag("dl", rows, cls="pmo-facts"),
        ]
        return tag("header", parts, cls="pmo-header")


@dataclass(frozen=True)
class Headline(Block):
    """The one sentence that says the position and the change."""

    said: str

    def html(self) -> str:
        """Write the sentence."""
        return tag("p", text(self.said), cls="pmo-headline")


@dataclass(frozen=True)
class Summary:
    """What the press and the index page are told of a report; readers do not see it.

    Parameters
    ----------
    fields : mapping
        As :data:`pmo_lib.contract.SUMMARY_FIELDS` says.

    Raises
    ------
    pmo_lib.errors.ReportError
        The fields break the contract.
    """

    fields: Mapping[str, Any]

    def __post_init__(self) -> None:
        check_summary(self.fields)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {SUMMARY_MIME: dict(self.fields)}


def report_header(
    cut: Any, name: str, reporting: pd.DataFrame, freshness: pd.DataFrame, at: Setting
) -> Header:
    """Make the head of a report from its slice.

    Parameters
    ----------
    cut : pmo_lib.tables.store.Slice
        What the report sees: level and edition are taken from it.
    name : str
        Whom or what it is about.
    reporting, freshness : pandas.DataFrame
        As ``pmo_lib.analytics.data_quality`` gives them.
    at : Setting
        Language and dates.
    """
    words = at.words
    reported = reporting.iloc[0]
    stale = bool(freshness["stale"].any())
    as_of = words.text("header.data_as_of")
    facts = [
        (as_of, _data_dates(freshness, stale, at)),
        (words.text("header.projects"), words.number(reported["n_projects"])),
        (
            words.text("header.reported"),
            words.text(
                "header.reported_value",
                n=words.number(reported["n_reported"]),
                of=words.number(reported["n_projects"]),
            ),
        ),
        (
            words.text("header.compared_with"),
            at.last or words.text("header.first_report"),
        ),
        (words.text("header.edition"), words.text(f"edition.{cut.edition}")),
    ]
    kind = words.text(f"report.{cut.level}")
    return Header(kind, name, at.period, facts, frozenset([as_of]) if stale else frozenset())


def _data_dates(freshness: pd.DataFrame, stale: bool, at: Setting) -> str:
    """Say how new the data are, and how old the oldest where that differs."""
    words = at.words
    if freshness.empty:
        return words.text("header.no_data")
    newest, oldest = freshness["newest"].max(), freshness["oldest"].min()
    key = "header.stale" if stale else "header.fresh" if newest == oldest else "header.mixed"
    return words.text(
        key, newest=words.date(newest, short=True), oldest=words.date(oldest, short=True)
    )


def report_summary(cut: Any, name: str, said: str, answers: Any) -> Summary:
    """Make the summary of a report from its slice and answers.

    Parameters
    ----------
    cut : pmo_lib.tables.store.Slice
        What the report sees.
    name, said : str
        Whom or what it is about, and its headline.
    answers : pmo_lib.analytics.review.Review
        Of it: ``strip``, whose first row is the overall rating, ``freshness``, ``exceptions`` and
        ``changes``.
    """
    strip, freshness = answers.strip, answers.freshness
    overall = strip.iloc[0]
    single = cut.level != "portfolio"
    oldest = freshness["oldest"].min() if len(freshness) else None
    return Summary(
        {
            "level": cut.level,
            "id": cut.id,
            "name": name,
            "period": cut.period.name,
            "edition": cut.edition,
            "data_as_of": None if oldest is None or pd.isna(oldest) else f"{oldest:%Y-%m-%d}",
            "stale": bool(freshness["stale"].any()),
            "headline": said,
            "rating": str(overall["now"]) if single else None,
            "previous_rating": str(overall["last"])
            if single and pd.notna(overall["last"])
            else None,
            "counts": {key: int(overall[f"n_{key}"]) for key in RATING_ORDER},
            "projects": int(overall["n_projects"]),
            "exceptions": len(answers.exceptions),
            "changes": len(answers.changes),
        }
    )
