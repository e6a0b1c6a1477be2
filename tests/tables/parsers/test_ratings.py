"""Ratings: the spellings of one scale; a word of the other is never taken for one of this."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import RATING_SCALES, Unreadable, parse_rating
from pmo_lib.tables.schemas import RATING_KEYS


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Red", "red"),
        ("Amber", "amber"),
        ("Green", "green"),
        ("Amber/Red", "amber_red"),
        ("Amber/red", "amber_red"),
        ("Amber/ Red", "amber_red"),
        ("Amber / Red", "amber_red"),
        ("AMBER-RED", "amber_red"),
        ("amber_red", "amber_red"),
        ("Amber Red", "amber_red"),
        ("A/R", "amber_red"),
        ("Amber/Green", "amber_green"),
        ("A/G", "amber_green"),
        ("R", "red"),
    ],
)
def test_a_rating_of_five_points_is_read_in_its_usual_spellings(text, rating):
    assert parse_rating(text, scale="rag5") == rating


@pytest.mark.parametrize(("text", "rating"), [("Red", "red"), ("AMBER", "amber"), ("g", "green")])
def test_a_rating_of_three_points_is_read_in_its_usual_spellings(text, rating):
    assert parse_rating(text, scale="rag3") == rating


@pytest.mark.parametrize("text", ["Amber/Red", "A/G", "amber-green"])
def test_a_word_of_five_points_is_unreadable_on_a_scale_of_three_for_that_reason(text):
    with pytest.raises(Unreadable) as caught:
        parse_rating(text, scale="rag3")
    assert caught.value.rule == f"rating: {text!r} is not of the scale of three points"
    assert caught.value.accepted == "Red, Amber, Green, R, A, G"


@pytest.mark.parametrize(
    "text",
    ["Red/Amber", "Green/Amber", "Reset", "No DCA", "", "Amber/", "/Red", "Amber//Red", "Yellow"],
)
def test_what_is_no_rating_of_the_scale_is_unreadable(text):
    for scale in RATING_SCALES:
        with pytest.raises(Unreadable, match="rating: a word of the scale of"):
            parse_rating(text, scale=scale)


def test_stated_spellings_stand_in_place_of_the_usual_ones_and_as_they_are():
    stated = {"On track": "green", "At risk": "amber", "Amber/Red": "amber_red"}
    assert parse_rating("On track", scale="rag5", spellings=stated) == "green"
    for text in ("Green", "on track"):
        with pytest.raises(Unreadable, match="accepted: On track, At risk, Amber/Red"):
            parse_rating(text, scale="rag5", spellings=stated)
    with pytest.raises(Unreadable, match="'Amber/Red' is not of the scale of three points"):
        parse_rating("Amber/Red", scale="rag3", spellings=stated)


@given(st.sampled_from(["rag3", "rag5"]), st.sampled_from(RATING_KEYS))
def test_a_rating_of_the_tables_is_read_as_itself_on_its_scale(scale, rating):
    if rating in RATING_SCALES[scale]:
        assert parse_rating(rating, scale=scale) == rating
    else:
        with pytest.raises(Unreadable):
            parse_rating(rating, scale=scale)
