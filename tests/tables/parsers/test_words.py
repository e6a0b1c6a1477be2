"""Words and states: what the mapping states, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import Unreadable, match_state, parse_word


def test_a_word_is_read_as_spelt_only():
    assert parse_word("Amber", spellings={"Amber": "amber"}) == "amber"
    for text in ("amber", "Amber/Red", ""):
        with pytest.raises(Unreadable, match="one of a list; accepted: Amber"):
            parse_word(text, spellings={"Amber": "amber"})


def test_yes_and_no_are_words_whose_meaning_the_mapping_states():
    spellings = {"Yes": True, "Y": True, "No": False, "n/a": None}
    assert parse_word("Y", spellings=spellings) is True
    assert parse_word("No", spellings=spellings) is False
    assert parse_word("n/a", spellings=spellings) is None
    with pytest.raises(Unreadable):
        parse_word("True", spellings=spellings)


def test_a_refusal_lists_the_first_few_of_many_words():
    words = {f"D{n:03d}": "" for n in range(600)}
    with pytest.raises(Unreadable) as caught:
        parse_word("X", spellings=words)
    assert caught.value.accepted == "D000, D001, D002, D003, D004, D005, D006, D007 and 592 more"


STATES = [
    ("^Exempt", "withheld"),
    ("^Not Disclosed$", "withheld"),
    ("^(TBD|TBC|No end date)$", "to_be_decided"),
    ("^(n/a|N/A)$", "not_applicable"),
    ("^(-|No DCA|Data Not Provided)$", "not_provided"),
    ("^Reset$", "reset"),
    ("^9999-12-31$", "to_be_decided"),
]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Exempt under Section 43 of the Freedom of Information Act 2000", "withheld"),
        ("Not Disclosed", "withheld"),
        ("TBD", "to_be_decided"),
        ("No end date", "to_be_decided"),
        ("9999-12-31", "to_be_decided"),
        ("n/a", "not_applicable"),
        ("-", "not_provided"),
        ("No DCA", "not_provided"),
        ("Reset", "reset"),
        ("Amber", None),
        ("-5", None),
        ("", None),
    ],
)
def test_a_text_is_the_state_of_the_first_pattern_that_is_in_it(text, state):
    assert match_state(text, STATES) == state


@given(st.sampled_from(["TBD", "n/a", "-", "Exempt", "withheld", "None", "NULL", ""]))
def test_no_text_is_a_state_that_the_mapping_does_not_state(text):
    assert match_state(text, []) is None
    assert match_state(text, [("^Reset$", "reset")]) is None


def test_of_two_patterns_in_a_text_the_first_wins():
    patterns = [("end date", "to_be_decided"), ("^No ", "not_provided")]
    assert match_state("No end date", patterns) == "to_be_decided"
    assert match_state("No end date", patterns[::-1]) == "not_provided"
