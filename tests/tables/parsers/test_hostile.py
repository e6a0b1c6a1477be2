"""Any text at all: every parser gives a value of its type or says that it cannot, and ends."""

import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import (
    Bounds,
    Notation,
    Unreadable,
    parse_date,
    parse_duration,
    parse_id,
    parse_instant,
    parse_integer,
    parse_money,
    parse_money_range,
    parse_number,
    parse_percent,
    parse_rating,
    parse_word,
)

FORMATS = [
    *("%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%b-%y", "%Y-Q%q", "Q%q %y%e", "%Y/%e", "%Y%m%d"),
    *("%a %d %b %Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S.%f%z"),
]
LOOSE = Notation(grouping=" ", indian=True, brackets=True)


def _date(text, kind):
    return parse_date(
        text, kind, formats=FORMATS, day="last", century=1970, year_starts=4, excel_serial=1900
    )


def _instant(text, kind):
    formats = ["%d/%m/%Y %I:%M %p", "%Y-%m-%dT%H:%M:%S%z"]
    return parse_instant(text, kind, formats=formats, zone="Europe/London", excel_serial=1904)


MONEY = {"symbol": "£", "multiply_by": 1e6, "currency": "GBP"}
PARSERS = {
    "number": (parse_number, float),
    "number, loosely": (lambda t, k: parse_number(t, k, notation=LOOSE), float),
    "integer": (parse_integer, int),
    "percent": (parse_percent, float),
    "money": (lambda t, k: parse_money(t, k, **MONEY), float),
    "money, loosely": (lambda t, k: parse_money(t, k, **MONEY, notation=LOOSE), float),
    "money without a symbol": (lambda t, k: parse_money(t, k, symbol="", multiply_by=1), float),
    "range": (lambda t, k: parse_money_range(t, k, **MONEY), Bounds),
    "range, loosely": (lambda t, k: parse_money_range(t, k, **MONEY, notation=LOOSE), Bounds),
    "duration": (
        lambda t, k: parse_duration(
            t, k, hours_per_day=7.5, days_per_week=5, bare_unit="days", notation=LOOSE
        ),
        float,
    ),
    "date": (_date, date),
    "instant": (_instant, datetime),
    "rating": (lambda t, k: parse_rating(t, scale="rag5"), str),
    "word": (lambda t, k: parse_word(t, spellings={"yes": True}), bool),
    "id": (lambda t, k: parse_id(t, k, upper=True, replace={"_": "-"}), str),
}
PARTS = [*"0123456789.,-–−+()'’ £$%/:_eEkmMbnQTPDHWSZABGR", "million", "March", "PM", "00", "to "]
NEAR = st.lists(st.sampled_from(PARTS), max_size=20).map("".join)
DATES = st.from_regex(r"\A[0-9]{1,4}[-/. ][0-9]{1,3}[-/. ][0-9]{1,4}( [0-9]{1,2}:[0-9]{2})?\Z")
KINDS = st.sampled_from(["t", "n", "d", "b"])


def _held(name: str, text: str, kind: str) -> None:
    parse, expected = PARSERS[name]
    problem = None
    try:
        value = parse(text, kind)
    except Unreadable as raised:
        problem = raised
    if problem:
        assert 0 < len(problem.rule) < 200
        assert 0 < len(problem.accepted) < 400
        assert problem.rule.isprintable()
        return
    assert type(value) is expected
    numbers = (value,) if isinstance(value, float) else ()
    if isinstance(value, Bounds):
        numbers = tuple(n for n in (value.low, value.high) if n is not None)
        assert numbers
    assert all(math.isfinite(number) for number in numbers)
    if isinstance(value, date):
        assert 1677 <= value.year <= 2262


@pytest.mark.parametrize("name", PARSERS)
@given(text=st.text(st.characters()) | NEAR | DATES, kind=KINDS)
def test_a_parser_gives_a_finite_value_of_its_type_or_says_that_it_cannot(name, text, kind):
    _held(name, text, kind)


_REPEATED = [
    "1",
    "1,",
    "1,111",
    "(",
    "1 ",
    "- ",
    "£",
    "1m",
    "P1",
    "1d",
    "1/",
    "a",
    "٣",
    "\u202e",
    "é",
]


@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize("part", _REPEATED)
def test_a_long_text_of_few_characters_is_read_or_refused_without_trying_every_way(name, part):
    for length in (64, 144, 1_000_000):
        text = (part * length)[:length]
        for kind in "tnd":
            _held(name, text, kind)
            _held(name, f"{text[:-1]}!", kind)


@pytest.mark.parametrize("text", ["\U0003c3c3" * 60, "\u202e" * 60, "\x00" * 60, "\ud800" * 60])
def test_a_rule_quotes_a_text_shortly_and_in_characters_that_show(text):
    for name in ("number", "money", "duration", "date"):
        _held(name, text, "n")
        _held(name, text, "d")
