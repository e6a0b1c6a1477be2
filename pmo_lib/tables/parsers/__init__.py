"""Parsers: the text of a cell to a value, strictly; what cannot be read says what would be.

Each parser takes text with its whitespace folded, raises :class:`Unreadable`, and never guesses:
what the text alone does not settle (the order of day and month, a century, a unit) the mapping
states in the parser's settings, or the text is unreadable and the rule names the setting.

Where a source has types of its own, :func:`text_of` gives each value its one text and
:func:`kind_of` its type, and ``parse_x(text, kind, ...)`` takes both: a typed date is that date,
and a typed number that number, whatever the settings for text say.
"""

from pmo_lib.tables.parsers.dates import Dated, parse_date, parse_dated
from pmo_lib.tables.parsers.durations import Unit as DurationUnit
from pmo_lib.tables.parsers.durations import parse_duration
from pmo_lib.tables.parsers.ids import parse_id, parse_id_from_name
from pmo_lib.tables.parsers.instants import parse_instant, zone_named
from pmo_lib.tables.parsers.layouts import check_formats
from pmo_lib.tables.parsers.money import parse_money
from pmo_lib.tables.parsers.notation import Notation
from pmo_lib.tables.parsers.numbers import parse_integer, parse_number, parse_percent
from pmo_lib.tables.parsers.ranges import Bounds, parse_money_range
from pmo_lib.tables.parsers.ratings import RATING_SCALES, parse_rating
from pmo_lib.tables.parsers.texts import (
    TEXT_LIMIT,
    beginning,
    clean_text,
    parse_line,
    parse_paragraphs,
)
from pmo_lib.tables.parsers.typed import CellError, Kind, kind_of, text_of
from pmo_lib.tables.parsers.unreadable import Unreadable
from pmo_lib.tables.parsers.words import match_state, parse_word

__all__ = [
    "RATING_SCALES",
    "TEXT_LIMIT",
    "Bounds",
    "CellError",
    "Dated",
    "DurationUnit",
    "Kind",
    "Notation",
    "Unreadable",
    "beginning",
    "check_formats",
    "clean_text",
    "kind_of",
    "match_state",
    "parse_date",
    "parse_dated",
    "parse_duration",
    "parse_id",
    "parse_id_from_name",
    "parse_instant",
    "parse_integer",
    "parse_line",
    "parse_money",
    "parse_money_range",
    "parse_number",
    "parse_paragraphs",
    "parse_percent",
    "parse_rating",
    "parse_word",
    "text_of",
    "zone_named",
]
