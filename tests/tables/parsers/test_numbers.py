"""Numbers: one notation is read, exactly; whatever could be another number is unreadable."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.errors import ParameterError
from pmo_lib.tables.parsers import (
    Notation,
    Unreadable,
    parse_integer,
    parse_number,
    parse_percent,
)

COMMA = Notation(decimal=",")
SPACED = Notation(decimal=",", grouping=" ")
SWISS = Notation(grouping="'")
INDIAN = Notation(indian=True)
BRACKETS = Notation(brackets=True)


@pytest.mark.parametrize(
    ("text", "notation", "number"),
    [
        ("0", Notation(), 0),
        ("007", Notation(), 7),
        (".5", Notation(), 0.5),
        ("1,234,567.5", Notation(), 1_234_567.5),
        ("1,234", SPACED, 1.234),  # the comma is the decimal mark
        ("+6", Notation(), 6),
        ("-6", Notation(), -6),
        ("−6", Notation(), -6),  # a true minus, U+2212
        ("–6", Notation(), -6),  # an en dash, as word processors write a minus
        ("2359288.6200000001", Notation(), 2359288.62),
        ("1.234,56", COMMA, 1234.56),
        ("1 234 567,5", SPACED, 1_234_567.5),
        ("1'234.5", SWISS, 1234.5),
        ("1’234.5", SWISS, 1234.5),
        ("12,34,567", INDIAN, 1_234_567),
        ("1,234", INDIAN, 1234),
        ("(1,200)", BRACKETS, -1200),
        ("1,200", BRACKETS, 1200),
        ("1234,5", Notation(decimal=",", grouping=""), 1234.5),
    ],
)
def test_a_number_is_read_in_the_notation_that_the_mapping_states(text, notation, number):
    assert parse_number(text, notation=notation) == number


@pytest.mark.parametrize(
    ("text", "notation", "rule"),
    [
        ("", Notation(), "number: a number"),
        ("Inf", Notation(), "number: a number"),
        ("-nan", Notation(), "number: a number"),
        ("-", Notation(), "number: a number"),
        ("12 projects", Notation(), "number: a number"),
        ("1e5", Notation(), "number: a number without an exponent"),
        ("0x1F", Notation(), "number: a number in decimal digits, not in hexadecimal"),
        ("1_000", Notation(), "number: digits without '_' between them"),
        ("1,23,456", Notation(), "number: the digits are not grouped as in '1,234.56'"),
        ("1,00", Notation(), "number: the digits are not grouped as in '1,234.56'"),
        ("0,123", Notation(), "number: the digits are not grouped as in '1,234.56'"),
        ("1.234,56", Notation(), "number: the digits are not grouped as in '1,234.56'"),
        ("1 234", Notation(), "number: the digits are not grouped as in '1,234.56'"),
        ("1.234,5", SPACED, "number: the digits are not grouped as in '1 234,56'"),
        ("1,234,567", INDIAN, "number: the digits are not grouped as in '1,234.56'"),
        ("1.", Notation(), "number: the number ends in a separator"),
        ("(1,200)", Notation(), "number: brackets mean a negative number only where"),
        ("(-5)", BRACKETS, "number: one pair of brackets and no sign"),
        ("(5", BRACKETS, "number: one pair of brackets and no sign"),
        ("30.69-", Notation(), "number: the sign stands after its number"),
        ("- 5", Notation(), "number: the sign stands apart from its number"),
        ("--5", Notation(), "number: more than one sign"),
        ("٣", Notation(), "number: '٣' is no digit"),
        ("５", Notation(), "number: '５' is no digit"),  # noqa: RUF001  full-width
        ("½", Notation(), "number: '½' is no digit"),
        ("5\u200b0", Notation(), "number: the text has U+200B, which does not show"),
        ("5\x00", Notation(), "number: the text has U+0000, which does not show"),
        ("1" * 65, Notation(), "number: a number of at most 64 characters"),
        ("1" * 41, Notation(), "number: at most 40 digits"),
    ],
)
def test_text_that_is_almost_a_number_is_unreadable_and_the_rule_says_what_is_wrong(
    text, notation, rule
):
    with pytest.raises(Unreadable) as caught:
        parse_number(text, notation=notation)
    assert caught.value.rule.startswith(rule)


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from([Notation(), SWISS, INDIAN]))
def test_a_number_written_with_or_without_groups_is_that_number(number, notation):
    grouped = f"{number:,}" if notation == Notation() else str(number)
    grouped = f"{number:,}".replace(",", "'") if notation == SWISS else grouped
    assert parse_number(grouped, notation=notation) == float(number)
    assert parse_number(str(number), notation=notation) == float(number)


@pytest.mark.parametrize(
    "settings",
    [{"decimal": "·"}, {"grouping": "_"}, {"decimal": ",", "grouping": ","}],
)
def test_a_notation_of_other_or_equal_marks_is_an_error_of_the_mapping(settings):
    with pytest.raises(ParameterError, match="Notation"):
        Notation(**settings)


def test_a_typed_number_is_that_number_whatever_the_notation():
    assert parse_number("1234.5", "n", notation=COMMA) == 1234.5
    assert parse_number("1e-07", "n") == 1e-07
    assert parse_number("1.7976931348623157e+308", "n") == 1.7976931348623157e308


@pytest.mark.parametrize(
    ("text", "kind", "rule"),
    [
        ("nan", "n", "number: a finite number; the cell is 'nan'"),
        ("inf", "n", "number: a finite number; the cell is 'inf'"),
        ("1e999", "n", "number: more than a number here can hold"),
        ("True", "b", "number: the source gave the cell as true or false"),
        ("2026-12-31", "d", "number: the source gave the cell as a date"),
    ],
)
def test_a_cell_of_another_type_or_without_end_is_no_number(text, kind, rule):
    with pytest.raises(Unreadable) as caught:
        parse_number(text, kind)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("text", "number"), [("1,234", 1234), ("-3.0", -3), ("0", 0), ("9" * 15, 10**15 - 1)]
)
def test_a_whole_number_is_read_also_as_programs_write_their_floats(text, number):
    found = parse_integer(text)
    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("3.5", "integer: a number without decimals"),
        ("1.000", "integer: a number without decimals"),  # a thousand, where points group
        ("1" * 16, "integer: at most 15 digits"),
        ("three", "integer: a number"),
    ],
)
def test_a_number_with_decimals_or_too_many_digits_is_no_whole_number(text, rule):
    with pytest.raises(Unreadable) as caught:
        parse_integer(text)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("-52%", -0.52),
        ("6", 0.06),
        ("0 %", 0.0),
        ("1,230%", 12.3),
        ("637%", 6.37),
        ("-47", -0.47),
        ("0", 0.0),
        ("+3%", 0.03),
        ("12.5%", 0.125),
    ],
)
def test_a_percentage_is_read_as_a_share(text, share):
    assert parse_percent(text) == share


def test_a_percentage_in_brackets_is_negative_where_the_mapping_states_it():
    assert parse_percent("(5%)", notation=BRACKETS) == -0.05
    assert parse_percent("(5)%", notation=BRACKETS) == -0.05
    with pytest.raises(Unreadable, match="brackets mean a negative number only where"):
        parse_percent("(5%)")


def test_a_number_without_a_sign_of_percent_is_a_share_where_the_mapping_states_it():
    assert parse_percent("0.47", bare="share") == 0.47
    assert parse_percent("0.47", "n", bare="share") == 0.47
    assert parse_percent("47%", bare="share") == 0.47
    with pytest.raises(Unreadable, match=r"accepted: -47%, 0\.06"):
        parse_percent("half", bare="share")


@pytest.mark.parametrize("text", ["Inf", "", "%", "5%%", "five", "%5", "5% of 3"])
def test_a_percentage_that_is_no_number_is_unreadable(text):
    with pytest.raises(Unreadable, match="percentage"):
        parse_percent(text)


@given(st.decimals(-(10**6), 10**6, places=2))
def test_a_percentage_as_written_is_that_share(percent):
    written = parse_percent(f"{percent}%")
    assert written == pytest.approx(float(percent) / 100)
    assert math.copysign(1, written) == (-1 if percent < 0 else 1)
