"""The files of a load: which the mapping reads, and the period that each reports."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pmo_lib.errors import MappingError, ParameterError, SourceError, allowed_words
from pmo_lib.tables.mapping.contract import FileSpec, SourceMapping
from pmo_lib.tables.mapping.fields import RatingField
from pmo_lib.tables.parsers import RATING_SCALES
from pmo_lib.tables.parsers.moments import FIRST_YEAR, LAST_YEAR
from pmo_lib.tables.schemas import PERIOD_PATTERN

__all__ = ["FILE_NAMES", "SourceFile", "calendar_period", "chosen_files", "source_id"]

FILE_NAMES: Final = ("name", "period", "cadence", "start", "end", "data_date")
"""What every file knows of itself, beside the ``facts`` that the mapping states."""


@dataclass(frozen=True)
class SourceFile:
    """One file that is read, and the period that it reports."""

    name: str
    period: str
    cadence: str
    start: date
    end: date
    data_date: date
    spec: FileSpec
    facts: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | date | None:
        """Give an attribute of the file, or one of its facts."""
        if name in FILE_NAMES:
            found: str | date = getattr(self, name)
            return found
        return self.facts.get(name)

    def known(self) -> dict[str, str | date]:
        """Give all attributes and facts by name."""
        return {name: getattr(self, name) for name in FILE_NAMES} | dict(self.facts)


def chosen_files(
    mapping: SourceMapping,
    names: Sequence[str],
    *,
    period: str | None = None,
    as_of: date | None = None,
) -> list[SourceFile]:
    """Choose the files that are read, in the mapping's order, each with the period it reports.

    Parameters
    ----------
    mapping : SourceMapping
        Which files, and the rules of their periods.
    names : sequence of str
        Files that are there.
    period, as_of : optional
        The period and the day at which the data stand, for files of which the mapping does not
        say so.

    Raises
    ------
    ParameterError
        The mapping leaves the period open and none is given, or states the period or the day and
        another is given; the day lies before the period, or is one that tables cannot hold.
    MappingError
        The period or the scale in a file's name is none, or a file matches two entries.
    SourceError
        A file's name is no text.
    """
    chosen = []
    for name in names:
        specs = [spec for spec in mapping.files if spec.matches(name)]
        if len(specs) > 1:
            raise MappingError(f"{name} matches {len(specs)} entries under files; one is allowed.")
        if specs:
            chosen.append(_source_file(name, specs[0], period, as_of))
            _check(chosen[-1], mapping)
    return sorted(chosen, key=lambda file: mapping.files.index(file.spec))


def _check(file: SourceFile, mapping: SourceMapping) -> None:
    """Hold a file to what can be stored, and its scale, where it says one, to those that are."""
    try:
        file.name.encode()
    except UnicodeEncodeError as error:
        raise SourceError(f"The name of the file {file.name!a} is no text; rename it.") from error
    for what in ("start", "end", "data_date"):
        day: date = getattr(file, what)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ParameterError(
                f"{file.name}: the {what} {day} is in no year from {FIRST_YEAR} to {LAST_YEAR}."
            )
    fields = [field for one in mapping.records.values() for field in one.fields.values()]
    if any(isinstance(field, RatingField) and field.scale == "file" for field in fields):
        scale = file.facts.get("scale", "")
        if scale not in RATING_SCALES:
            raise MappingError(
                f"{file.name} has the scale {scale!r}, which is none; "
                f"{allowed_words(scale, RATING_SCALES)}."
            )


def _source_file(name: str, spec: FileSpec, given: str | None, as_of: date | None) -> SourceFile:
    match = spec.matches(name)
    groups = {n: text for n, text in match.groupdict().items() if text} if match else {}
    in_name = groups.pop("period", None)
    stated = spec.period or in_name
    if stated and given and stated != given:
        raise ParameterError(
            f"The period {given!r} was given, but the mapping says that {name} reports {stated!r}; "
            "leave out --period."
        )
    period = stated or given
    if period is None:
        raise ParameterError(
            f"The mapping does not say which period {name} reports; give it with --period, such "
            "as 2026-10, 2026-Q3 or 2026."
        )
    _check_period(period, name, given)
    cadence, start, end = calendar_period(period)
    start, end = spec.start or start, spec.end or end
    _check_day(as_of, name, period, start, spec.data_date)
    return SourceFile(
        name,
        period,
        spec.cadence or cadence,
        start,
        end,
        as_of or spec.data_date or end,
        spec,
        spec.facts | groups,
    )


def _check_period(period: str, name: str, given: str | None) -> None:
    if not re.match(PERIOD_PATTERN, period):
        expected = "expected 2026-10, 2026-Q3 or 2026."
        if given is None:
            raise MappingError(f"{period!r}, in the name of {name}, is no period; {expected}")
        raise ParameterError(f"{period!r} is no period; {expected}")


def _check_day(
    given: date | None, name: str, period: str, start: date, stated: date | None
) -> None:
    if given is None:
        return
    if stated is not None and stated != given:
        raise ParameterError(
            f"The day {given} was given, but the mapping says that the data of {name} stand at "
            f"{stated}; leave out --as-of."
        )
    if given < start:
        raise ParameterError(
            f"The day {given} lies before {period}, which {name} reports and which begins on "
            f"{start}; expected a day in the period or after it."
        )


def calendar_period(period: str) -> tuple[str, date, date]:
    """Cadence, first and last day of a period of the calendar.

    Examples
    --------
    >>> calendar_period("2026-Q3")
    ('quarter', datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    """
    year, part = int(period[:4]), period[5:]
    if not part:
        return "year", date(year, 1, 1), date(year, 12, 31)
    if part.startswith("Q"):
        last = int(part[1:]) * 3
        return "quarter", date(year, last - 2, 1), _month_end(year, last)
    return "month", date(year, int(part), 1), _month_end(year, int(part))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def source_id(text: str) -> str:
    """Make the id of a source of a file's name.

    Examples
    --------
    >>> source_id("Risk register (May)")
    'risk_register_may'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40] or "source"
