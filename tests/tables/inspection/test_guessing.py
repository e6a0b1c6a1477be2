"""Guesses: the type that reads a column's values, and a question where they leave it open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.inspection import guess_type


def _guess(heading, *texts, kind="t"):
    return guess_type(heading, [(text, kind) for text in texts])


@pytest.mark.parametrize(
    ("heading", "texts", "type_", "settings"),
    [
        ("Finish", ["31/12/2026", "01/11/2026"], "date", {"formats": ["%d/%m/%Y"]}),
        ("Finish", ["12/31/2026", "11/01/2026"], "date", {"formats": ["%m/%d/%Y"]}),
        ("Finish", ["2026-12-31", "31/12/2026"], "date", {"formats": ["%Y-%m-%d", "%d/%m/%Y"]}),
        ("Start", ["2019-Q3", "2020-Q1"], "date", {"formats": ["%Y-Q%q"], "day": "last"}),
        ("RAG", ["Green", "Amber", "RED"], "rating", {"scale": "rag3"}),
        ("DCA", ["Green", "Amber/Red", "Red"], "rating", {"scale": "rag5"}),
        ("Cost", ["£1,139.18", "£26.19m"], "money", {"symbol": "£"}),
        ("Cost (£m)", ["12.5", "3"], "money", {"symbol": "£", "multiply_by": 1_000_000}),
        ("Value", ["5 - 25 Million", "500 Million +"], "range", {}),
        ("Variance", ["-47%", "6%"], "percent", {}),
        ("Places", ["1,200", "7"], "integer", {}),
        ("Score", ["1.5", "-2"], "number", {}),
        ("Score", ["1,5", "-2,25"], "number", {"decimal": ","}),
        ("Work", ["PT8H0M0S", "PT16H"], "duration", {}),
        ("Id", ["MOD_0135", "MOD_0136"], "id", {}),
        ("Reference", ["A/1", "A/2"], "id", {"replace": {"/": "-", " ": "-"}}),
        ("Region", ["North", "South", "North", "South", "North", "South"], "word", None),
        ("Name", ["Big dig", "Small dig"], "line", {}),
        ("Note", ["One.\nTwo.", "Three."], "paragraphs", {}),
    ],
)
def test_a_column_is_guessed_by_what_reads_its_values(heading, texts, type_, settings):
    found = _guess(heading, *texts)
    assert found.type == type_
    assert found.read == len(texts)
    if settings is not None:
        assert dict(found.settings) == settings


def test_an_order_of_day_and_month_that_nothing_settles_is_left_open_and_asked():
    found = _guess("Finish", "01/02/2026", "03/04/2026")
    assert found.type == "date"
    assert found.settings["formats"] == []
    assert found.questions == ("'%d/%m/%Y' or '%m/%d/%Y'? Every value reads as either",)


def test_a_single_value_beyond_the_twelfth_settles_the_order():
    assert _guess("Finish", "01/02/2026", "13/04/2026").settings["formats"] == ["%d/%m/%Y"]


def test_two_digits_of_a_year_are_asked():
    found = _guess("Start", "30/06/08", "31/12/40")
    assert found.settings == {"formats": ["%d/%m/%y"], "century": None}
    assert any("which hundred years" in question for question in found.questions)


def test_typed_dates_are_dates_and_typed_numbers_numbers():
    assert _guess("Due", "2026-12-31", "2026-11-01", kind="d").type == "date"
    assert _guess("Count", "3", "4", kind="n").type == "integer"


def test_one_value_in_four_may_be_something_else_and_is_asked_about():
    texts = [f"{day:02}/12/2026" for day in range(10, 31)]
    found = _guess("Finish", *texts[:6], "TBD", "No end date")
    assert found.type == "date"
    assert found.questions == ("2 of 8 do not read so: states, or rejects?",)
    assert _guess("Finish", *texts[:5], "TBD", "No end date").type != "date"


def test_a_few_ratings_between_two_points_are_of_the_scale_of_five():
    found = _guess("DCA", *["Green"] * 5, *["Red"] * 4, "Amber/Red")
    assert (found.settings, found.read) == ({"scale": "rag5"}, 10)


def test_a_few_numbers_with_decimals_make_a_column_of_numbers_that_are_not_whole():
    found = _guess("Score", *map(str, range(9)), "1.5")
    assert (found.type, found.read) == ("number", 10)


def test_an_empty_column_says_so():
    assert guess_type("X", []).questions == ("the column is empty",)


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=30), max_size=12))
def test_any_column_gets_a_guess_that_reads_no_more_than_there_is(heading, texts):
    filled = [text for text in texts if text.strip()]
    found = _guess(heading, *filled)
    assert 0 <= found.read <= len(filled)
