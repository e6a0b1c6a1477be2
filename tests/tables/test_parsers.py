"""Parsers: what is stated is read, everything else is unreadable and says what would be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import (
    Unreadable,
    parse_date,
    parse_id,
    parse_money,
    parse_paragraphs,
    parse_percent,
    parse_word,
)


def _pounds(text: str) -> float:
    return parse_money(text, symbol="£", multiply_by=1_000_000)


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("£278", 278e6),
        ("£32,614", 32_614e6),
        ("33.73", 33_730_000),
        ("-30.69", -30_690_000),
        ("-£1.5", -1_500_000),
        ("£0", 0),
        ("£1,139.18", 1_139_180_000),
    ],
)
def test_money_is_read_in_the_unit_that_the_mapping_states(text, pounds):
    assert _pounds(text) == pounds


_NO_MONEY = ["Inf", "-inf", "nan", "NaN", "", "£", "1e6", "1,00", "12,34.5", "£1 £2", "$5", "5m"]


@pytest.mark.parametrize("text", [*_NO_MONEY, "\u0663", "1.", "--1"])
def test_money_that_is_not_a_plain_finite_number_is_unreadable(text):
    with pytest.raises(Unreadable, match=r"money: a number; accepted: £1,234\.56"):
        _pounds(text)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=2))
def test_an_amount_as_written_with_groups_is_that_amount(amount):
    written = f"£{amount:,.2f}".replace("£-", "-£")
    assert _pounds(written) == pytest.approx(float(amount) * 1_000_000, abs=0.01)


@pytest.mark.parametrize(("text", "share"), [("-52%", -0.52), ("6", 0.06), ("0 %", 0.0)])
def test_a_percentage_is_read_as_a_share(text, share):
    assert parse_percent(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["Inf", "", "%", "5%%", "five"])
def test_a_percentage_that_is_no_number_is_unreadable(text):
    with pytest.raises(Unreadable, match="percentage"):
        parse_percent(text)


def test_a_date_is_read_in_a_stated_format_only():
    assert parse_date("2014-07-08", formats=["%d/%m/%Y", "%Y-%m-%d"]) == date(2014, 7, 8)
    for text in ("08/07/2014", "2014-07-08 ", "2014-02-30", "TBD", ""):
        with pytest.raises(Unreadable, match=r"date: .* accepted: 2026-12-31"):
            parse_date(text, formats=["%Y-%m-%d"])


def test_a_word_is_read_as_spelt_only():
    assert parse_word("Amber", spellings={"Amber": "amber"}) == "amber"
    for text in ("amber", "Amber/Red", ""):
        with pytest.raises(Unreadable, match="one of a list; accepted: Amber"):
            parse_word(text, spellings={"Amber": "amber"})


def test_an_id_is_made_safe_as_stated_or_is_unreadable():
    assert parse_id("MoJ_0050_2021-Q1", upper=True, replace={"_": "-"}) == "MOJ-0050-2021-Q1"
    for text in ("", "../up", "a b", "-a", "x" * 65, "a\n"):
        with pytest.raises(Unreadable, match="id"):
            parse_id(text, upper=False, replace={})


@given(st.text(alphabet=" \t\r\n\xa0ab", max_size=30))
def test_paragraphs_keep_their_words_in_order_and_no_stray_space(text):
    tidy = parse_paragraphs(text)
    assert tidy.split() == text.split()
    assert parse_paragraphs(tidy) == tidy
    assert not {"\r", "\xa0", "\t"} & set(tidy)
