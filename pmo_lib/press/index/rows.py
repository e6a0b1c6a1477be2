"""Rows of the index page, from records and the summaries in them; no page is ever read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pmo_lib.contract import LEVELS, RATING_ORDER
from pmo_lib.params import Words
from pmo_lib.press.ledger import Record

__all__ = ["Row", "rows_of"]

_COLOURS: Final = ("red", "amber_red", "amber", "amber_green", "green")
_HELD_FIRST: Final = -1
_NONE_LAST: Final = len(RATING_ORDER)


@dataclass(frozen=True)
class Row:
    """One report, with every text written and every choice named."""

    record: Record
    name: str
    period: str
    line: str
    data_as_of: str
    day: str
    counts: tuple[tuple[str, str, str], ...]
    choices: dict[str, tuple[str, str]]

    def choice(self, kind: str) -> tuple[str, str]:
        """Key and word of this row in one filter."""
        return self.choices[kind]

    @property
    def held(self) -> bool:
        """Whether a page that says so stands in the report's place."""
        return self.record.outcome != "made"

    @property
    def address(self) -> str:
        """Where the report's name leads: the page, else what else was made."""
        artefacts = self.record.artefacts
        return artefacts.get("html") or next(iter(artefacts.values()))

    @property
    def summary(self) -> dict[str, Any]:
        """What the notebook displayed; empty where the report is held."""
        return dict(self.record.summary or {})

    @property
    def rank(self) -> int:
        """Order of the status, worst first."""
        if self.held:
            return _HELD_FIRST
        rating = self.summary.get("rating")
        return RATING_ORDER.index(rating) if rating else _NONE_LAST


def rows_of(records: Iterable[Record], words: Words) -> list[Row]:
    """Make the rows: newest period first, then portfolio, programmes, clients, each by name.

    Parameters
    ----------
    records : iterable of Record
        Of one output folder.
    words : Words
        The language.

    Returns
    -------
    list of Row
        One a record.
    """
    rows = [_row(record, words) for record in records]
    rows.sort(
        key=lambda row: (-LEVELS.index(row.record.level), row.name.casefold(), row.record.report)
    )
    return sorted(rows, key=lambda row: row.record.period_end, reverse=True)


def _row(record: Record, words: Words) -> Row:
    summary = record.summary or {}
    day = summary.get("data_as_of") or ""
    name = record.name or summary.get("name") or words.text(f"index.level.{record.level}")
    return Row(
        record=record,
        name=name,
        period=words.period(record.period, record.cadence, record.period_end),
        line=_line(record, words),
        data_as_of=words.date(date.fromisoformat(day[:10]), short=True) if day else words.missing,
        day=day,
        counts=_counts(summary, words),
        choices=_choices(record, words),
    )


def _line(record: Record, words: Words) -> str:
    if record.outcome == "made":
        return str((record.summary or {})["headline"])
    since = words.date(datetime.fromisoformat(record.since).date(), short=True)
    return words.text("index.held_since", date=since, reason=record.reason)


def _counts(summary: Any, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Projects by rating: key, number and word, worst first."""
    given = summary.get("counts", {})
    return tuple(
        (key, words.number(given[key]), words.rating(key)) for key in RATING_ORDER if given.get(key)
    )


def _choices(record: Record, words: Words) -> dict[str, tuple[str, str]]:
    summary = record.summary or {}
    made = record.outcome == "made"
    status = (summary["rating"] or "none") if made else "held"
    change = _change(summary.get("previous_rating"), summary.get("rating")) if made else "none"
    fresh = ("stale" if summary["stale"] else "current") if made else "none"
    rated = status not in ("none", "held")
    return {
        "period": (
            record.period,
            words.period(record.period, record.cadence, record.period_end),
        ),
        "level": (record.level, words.text(f"index.level.{record.level}")),
        "status": (status, words.rating(status) if rated else words.text(f"index.{status}")),
        "change": (change, words.text(f"index.change.{change}")),
        "freshness": (fresh, words.text(f"index.freshness.{fresh}")),
        "edition": (record.edition, words.text(f"edition.{record.edition}")),
    }


def _change(before: str | None, now: str | None) -> str:
    """Say which way a rating moved; a state is neither better nor worse than a colour."""
    if now is None:
        return "none"
    if before is None:
        return "first"
    if before == now:
        return "same"
    if before not in _COLOURS or now not in _COLOURS:
        return "other"
    return "worse" if _COLOURS.index(now) < _COLOURS.index(before) else "better"
