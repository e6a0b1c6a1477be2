"""Money: exact to the penny, in the unit and the currency that the mapping or the text states."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import Notation, Unreadable, parse_money


def _pounds(text: str, kind="t", **settings) -> float:
    stated = {"symbol": "£", "multiply_by": 1_000_000, "currency": "GBP"}
    return parse_money(text, kind, **(stated | settings))


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£278", 278e6),
        ("£32,614", 32_614e6),
        ("33.73", 33_730_000),
        ("-30.69", -30_690_000),
        ("-£30.69", -30_690_000),
        ("£-30.69", -30_690_000),
        ("−£30.69", -30_690_000),
        ("–£30.69", -30_690_000),
        ("£ 30.69", 30_690_000),
        ("30.69 £", 30_690_000),
        ("£0", 0),
        ("-£0", 0),
        ("£1,139.18", 1_139_180_000),
        ("£9941.96", 9_941_960_000),
        ("12445", 12_445e6),
        ("13.1", 13_100_000),
        ("2638.03", 2_638_030_000),
        ("£2.00", 2e6),
    ],
)
def test_money_without_a_unit_is_in_the_unit_that_the_mapping_states(text, pounds):
    assert _pounds(text) == pounds


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£26.19m", 26_190_000),
        ("£2.397m", 2_397_000),
        ("£5.73bn", 5_730_000_000),
        ("26.19 m", 26_190_000),
        ("£423.92 m", 423_920_000),
        ("1.2bn", 1_200_000_000),
        ("£1Bn", 1_000_000_000),
        ("£5k", 5_000),
        ("£12,345k", 12_345_000),
        ("£5M", 5_000_000),
        ("5 mn", 5_000_000),
        ("5 million", 5_000_000),
        ("5 Million", 5_000_000),
        ("5 millions", 5_000_000),
        ("2 thousand", 2_000),
        ("1.25 Billion", 1_250_000_000),
        ("1billion", 1_000_000_000),
        ("-£1.5m", -1_500_000),
    ],
)
def test_money_with_its_own_unit_is_in_that_unit_whatever_the_source_counts_in(text, pounds):
    assert _pounds(text) == pounds
    assert _pounds(text, multiply_by=1) == pounds


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("GBP 1,200", 1_200),
        ("GBP1,200", 1_200),
        ("1,200 GBP", 1_200),
        ("1,200GBP", 1_200),
        ("1.2m GBP", 1_200_000),
        ("-GBP 5", -5),
        ("GBP -5", -5),
        ("GBP £5", 5),
    ],
)
def test_a_currency_code_may_stand_before_or_after_an_amount(text, pounds):
    assert _pounds(text, multiply_by=1) == pounds


@pytest.mark.parametrize(
    ("text", "symbol", "currency", "rule"),
    [
        ("$5", "£", "GBP", "money: an amount in £ or GBP; the text says $"),
        ("€5m", "£", None, "money: an amount in £; the text says €"),
        ("1,200 USD", "£", "GBP", "money: an amount in £ or GBP; the text says USD"),
        ("GBP 5", "£", None, "money: an amount in £; the text says GBP"),
        ("GBP 5 USD", "£", "GBP", "money: an amount in £ or GBP; the text says USD"),
        ("£5", "", None, "money: an amount in no named currency; the text says £"),
    ],
)
def test_an_amount_in_another_currency_is_unreadable_for_that_reason(text, symbol, currency, rule):
    with pytest.raises(Unreadable) as caught:
        parse_money(text, symbol=symbol, multiply_by=1, currency=currency)
    assert caught.value.rule == rule


def test_a_symbol_may_be_letters():
    assert parse_money("5 kr", symbol="kr", multiply_by=1) == 5
    assert parse_money("5k kr", symbol="kr", multiply_by=1) == 5000
    assert parse_money("CHF 1'200.50", symbol="CHF", multiply_by=1, notation=SWISS) == 1200.5
    assert parse_money("NZ$5m", symbol="NZ$", multiply_by=1) == 5_000_000


SWISS = Notation(grouping="'")


def test_an_amount_in_brackets_is_negative_where_the_mapping_states_it():
    brackets = Notation(brackets=True)
    for text in ("(1,200)", "(£1,200)", "(GBP 1,200)"):
        assert _pounds(text, multiply_by=1, notation=brackets) == -1200
        with pytest.raises(Unreadable, match="brackets mean a negative number only where"):
            _pounds(text, multiply_by=1)
    assert _pounds("(£1.2m)", notation=brackets) == -1_200_000
    for text in ("(-£5)", "(£-5)", "(£5", "£5)"):
        with pytest.raises(Unreadable, match="money: one pair of brackets and no sign"):
            _pounds(text, notation=brackets)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "money: a number"),
        ("£", "money: a number"),
        ("Inf", "money: a number"),
        ("-inf", "money: a number"),
        ("NaN", "money: a number"),
        ("TBC", "money: a number"),
        ("Exempt under Section 43", "money: a number"),
        ("1e6", "money: a number without an exponent"),
        ("1,00", "money: the digits are not grouped as in '1,234.56'"),
        ("12,34.5", "money: the digits are not grouped as in '1,234.56'"),
        ("£1,23,456", "money: the digits are not grouped as in '1,234.56'"),
        ("1.", "money: the number ends in a separator"),
        ("--1", "money: more than one sign"),
        ("-£-1", "money: more than one sign"),
        ("- £5", "money: the sign stands apart from its number"),
        ("£30.69-", "money: the sign stands after its number"),
        ("\u0663", "money: '\u0663' is no digit"),
        ("£5\u202e", "money: the text has U+202E, which does not show"),
        ("0x5", "money: a number in decimal digits, not in hexadecimal"),
        ("5 lakh", "money: a number"),
        ("5m5", "money: a number"),
        ("££5", "money: a number"),
        ("£5£", "money: a number"),
        ("5\u212a", "money: a number"),  # the Kelvin sign is no k
        ("1" * 41, "money: at most 40 digits"),
        ("5" * 10_000, "money: a number of at most 64 characters"),
        ("999999999999999.99", "money: too large to be held to the penny"),
        ("£1,000,000bn", "money: too large to be held to the penny"),
    ],
)
def test_text_that_is_almost_money_is_unreadable_and_the_rule_says_what_is_wrong(text, rule):
    with pytest.raises(Unreadable) as caught:
        _pounds(text, multiply_by=1)
    assert caught.value.rule == rule
    assert caught.value.accepted.startswith("£1,234.56, 1234.56, -12")


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("2066075.5899999999", 2066075.59),
        ("4923843.449999997", 4923843.45),
        ("0.125", 0.12),
        ("0.135", 0.14),
        ("-0.125", -0.12),
        ("0.004", 0.0),
    ],
)
def test_what_is_finer_than_a_penny_is_rounded_half_to_the_even_penny(text, pounds):
    assert _pounds(text, multiply_by=1) == pounds


def test_an_amount_in_millions_is_exact_to_the_penny_where_floats_are_not():
    assert 0.29 * 100 != 29  # why decimals are multiplied
    assert _pounds("0.29", multiply_by=100) == 29
    assert _pounds("1139.18") == 1_139_180_000
    assert _pounds("20136950.07") == 20_136_950_070_000


@given(st.decimals(-(10**7), 10**7, places=2), st.sampled_from([1, 1000, 1_000_000]))
def test_an_amount_as_written_with_groups_is_that_amount(amount, unit):
    written = f"£{amount:,.2f}".replace("£-", "-£")
    exact = (amount * unit).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    found = _pounds(written, multiply_by=unit)
    assert Decimal(found).quantize(Decimal("0.01")) == exact


@given(st.decimals(-(10**6), 10**6, places=2))
def test_an_amount_is_the_same_in_every_notation(amount):
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    french = english.translate(str.maketrans(",.", " ,"))
    swiss = english.replace(",", "'")
    brackets = f"({english.removeprefix('-')})" if amount < 0 else english
    found = {
        _pounds(english),
        _pounds(german, notation=Notation(decimal=",")),
        _pounds(french, notation=Notation(decimal=",", grouping=" ")),
        _pounds(swiss, notation=SWISS),
        _pounds(brackets, notation=Notation(brackets=True)),
    }
    assert len(found) == 1


def test_a_typed_number_is_an_amount_in_the_unit_of_the_source():
    german = Notation(decimal=",")
    assert _pounds("1139.18", "n", notation=german) == 1_139_180_000
    assert _pounds("1.5e-05", "n") == 15


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("nan", "n", "money: a finite number; the cell is 'nan'"),
        ("1e9999", "n", "money: too large to be held to the penny"),
        ("True", "b", "money: the source gave the cell as true or false"),
        ("2026-12-31", "d", "money: the source gave the cell as a date"),
    ],
)
def test_a_cell_of_another_type_is_no_amount(text, kind, rule):
    with pytest.raises(Unreadable) as caught:
        _pounds(text, kind)
    assert caught.value.rule == rule
