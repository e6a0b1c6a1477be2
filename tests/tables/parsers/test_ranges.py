"""Ranges of money are kept as bounds; none is made up where the source gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import Bounds, Notation, Unreadable, parse_money_range


def _dollars(text: str, kind="t", **settings) -> Bounds:
    stated = {"symbol": "$", "multiply_by": 1, "currency": "NZD"}
    return parse_money_range(text, kind, **(stated | settings))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("$5m-$10m", 5e6, 10e6),
        ("$5m–$10m", 5e6, 10e6),  # an en dash
        ("5 - 25 Million", 5e6, 25e6),
        ("25 - 50 Million", 25e6, 50e6),
        ("100 - 250 Million", 100e6, 250e6),
        ("< 5 Million", None, 5e6),
        ("500 Million +", 500e6, None),
        ("$500m+", 500e6, None),
        ("$5m to $10m", 5e6, 10e6),
        ("from $5m to $10m", 5e6, 10e6),
        ("between $5m and $10m", 5e6, 10e6),
        ("$900k - $1.2m", 900e3, 1.2e6),
        ("$5-10m", 5e6, 10e6),
        ("5-10m NZD", 5e6, 10e6),
        ("1,000 - 2,000", 1000, 2000),
        ("-5m - 10m", -5e6, 10e6),
        ("-10m--5m", -10e6, -5e6),
        ("up to $3m", None, 3e6),
        ("Up to $3m", None, 3e6),
        ("under $3m", None, 3e6),
        ("≤ $3m", None, 3e6),
        ("<$3m", None, 3e6),
        ("no more than $3m", None, 3e6),
        ("$3m or less", None, 3e6),
        ("over $500m", 500e6, None),
        (">= 500m", 500e6, None),
        ("> 500m", 500e6, None),
        ("<= 500m", None, 500e6),
        ("more than $500m", 500e6, None),
        ("from $500m", 500e6, None),
        ("$500m or more", 500e6, None),
        ("$500m and over", 500e6, None),
        ("$3m", 3e6, 3e6),
        ("-$3m", -3e6, -3e6),
        ("$5m - $5m", 5e6, 5e6),
    ],
)
def test_a_range_gives_the_bounds_that_it_states_and_no_others(text, low, high):
    assert _dollars(text) == Bounds(low, high)


def test_numbers_without_a_unit_are_in_the_unit_of_the_source():
    assert _dollars("5 - 25", multiply_by=1_000_000) == Bounds(5e6, 25e6)
    assert _dollars("< 5", multiply_by=1_000_000) == Bounds(None, 5e6)
    assert _dollars("5 - 25 bn", multiply_by=1_000_000) == Bounds(5e9, 25e9)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("$10m - $5m", "money range: the upper bound is below the lower"),
        ("900 - 1.2bn", "money range: the upper bound is below the lower"),
        ("5--2", "money range: the upper bound is below the lower"),
        ("5m - 10", "money range: a unit on the lower amount only"),
        ("$5m - €10m", "money range: an amount in $ or NZD; the text says €"),
        ("Not Disclosed", "money range: a number"),
        ("5 - 10 - 15", "money range: a number"),
        ("< > 5m", "money range: a number"),
        ("up to", "money range: a number"),
        ("5 and 10", "money range: a number"),
        ("< 5m - 10m", "money range: a number"),
        ("5 -", "money range: the sign stands after its number"),
        ("", "money range: a number"),
        ("1,00 - 2,000", "money range: the digits are not grouped as in '1,234.56'"),
        ("9" * 5000, "money range: a number of at most 64 characters"),
    ],
)
def test_what_is_no_range_or_an_inverted_one_is_unreadable(text, rule):
    with pytest.raises(Unreadable) as caught:
        _dollars(text)
    assert caught.value.rule == rule
    assert caught.value.accepted.endswith("5m-10m, < 5m, 500m +")


def test_a_typed_number_is_both_bounds():
    assert _dollars("2.5", "n", multiply_by=1000) == Bounds(2500, 2500)
    with pytest.raises(Unreadable, match="the source gave the cell as a date"):
        _dollars("2026-05-10", "d")  # what a spreadsheet makes of 5-10


AMOUNTS = st.integers(0, 10**6 - 1)


@given(AMOUNTS, AMOUNTS, st.sampled_from(["k", " m", "bn", " Million"]))
def test_a_range_as_written_gives_its_bounds_in_order(one, other, unit):
    low, high = sorted((one, other))
    for text in (f"${low:,}{unit}-${high:,}{unit}", f"{low} to {high}{unit}"):
        assert _dollars(text) == Bounds(
            _dollars(f"{low}{unit}").low, _dollars(f"{high}{unit}").high
        )


@given(AMOUNTS)
def test_a_range_grouped_by_spaces_is_read_where_the_mapping_states_it(amount):
    spaced = f"{amount:,}".replace(",", " ")
    notation = Notation(decimal=",", grouping=" ")
    assert _dollars(f"{spaced} - 2 000 000", notation=notation) == Bounds(amount, 2e6)
