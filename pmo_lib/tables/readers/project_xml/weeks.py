"""Hours that each resource is booked a week, from the timephased data of its assignments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from pmo_lib.tables.parsers import Unreadable, parse_duration
from pmo_lib.tables.readers.project_xml.elements import Field, Record, below, text_below
from pmo_lib.tables.readers.project_xml.rules import moment
from pmo_lib.tables.readers.project_xml.stream import Element, Part
from pmo_lib.tables.readers.records import Fault

__all__ = ["WEEK_FIELDS", "Weeks"]

WEEK_FIELDS: Final = ("ResourceUID", "Week", "Work")

_WORK: Final = ("1", "2")
"""Types of timephased data that are work: remaining, and actual."""

_A_DAY: Final = timedelta(days=1)
_MOST_WEEKS: Final = 520


@dataclass
class _Sum:
    """Work of one resource in one week; the place is that of the first piece."""

    line: int
    path: str
    seconds: int = 0
    whole: bool = True

    def text(self) -> str:
        """Write the work; where a part of it cannot be told, so that it is not read as all."""
        minutes, seconds = divmod(self.seconds, 60)
        work = f"PT{minutes // 60}H{minutes % 60}M{seconds}S"
        return work if self.whole else f"{work} and a part that is not given by week"


@dataclass
class Weeks:
    """Adds up the pieces of work of all assignments, by resource and week.

    A piece is read where it is of a day (24 hours) or less; it belongs to the week in which it
    starts. A longer one is a fault, for it does not say how its work is spread; the weeks that it
    touches then have hours that cannot be read.
    """

    other: int = 0
    faults: list[Record] = field(default_factory=list)
    _sums: dict[tuple[str, date], _Sum] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Add an assignment."""
        uid = text_below(part.element, "ResourceUID")
        for number, piece in enumerate(below(part.element, "TimephasedData"), start=1):
            if text_below(piece, "Type") in _WORK:
                self._add_piece(uid, piece, f"{part.path}/TimephasedData[{number}]")
            else:
                self.other += 1

    def records(self) -> Iterator[Record]:
        """Give a record for each resource and week with work, then those of the faults."""
        for (uid, week), one in self._sums.items():
            yield Record(
                one.line,
                one.path,
                {
                    "ResourceUID": Field(uid, one.line, one.path),
                    "Week": Field(week.isoformat(), one.line, one.path, "d"),
                    "Work": Field(one.text(), one.line, one.path),
                },
            )
        yield from self.faults

    def _add_piece(self, uid: str, piece: Element, path: str) -> None:
        line = piece.sourceline or 0
        start, finish = (moment(text_below(piece, name)) for name in ("Start", "Finish"))
        value = text_below(piece, "Value") or "PT0S"
        try:
            seconds = round(parse_duration(value) * 3600)
        except Unreadable:
            seconds = -1
        if seconds == 0:
            return
        if start is None or finish is None or seconds < 0 or finish - start > _A_DAY:
            self._fault(uid, piece, path)
            for week in _weeks(start, finish):
                self._sums.setdefault((uid, week), _Sum(line, path)).whole = False
            return
        self._sums.setdefault((uid, _monday(start)), _Sum(line, path)).seconds += seconds

    def _fault(self, uid: str, piece: Element, path: str) -> None:
        said = [text_below(piece, name) for name in ("Start", "Finish", "Unit", "Value")]
        fault = Fault(
            piece.sourceline or 0,
            path,
            f"resource {uid}: {' | '.join(said)}"[:300],
            "timephased data: work of a day, with its start and finish",
            "PT8H0M0S from 2026-10-05T08:00:00 to 2026-10-05T17:00:00",
        )
        self.faults.append(Record(fault.row, path, fault=fault))


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def _weeks(start: datetime | None, finish: datetime | None) -> list[date]:
    """Weeks that a piece touches, ten years at most."""
    if start is None or finish is None:
        return []
    first = _monday(start)
    count = max((finish.date() - first).days // 7 + 1, 1)
    return [first + timedelta(weeks=n) for n in range(min(count, _MOST_WEEKS))]
