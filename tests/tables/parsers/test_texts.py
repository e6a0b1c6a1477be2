"""Texts: what cannot be held or seen is changed visibly, what languages need stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import (
    TEXT_LIMIT,
    Unreadable,
    beginning,
    clean_text,
    parse_line,
    parse_paragraphs,
)

ANY_TEXT = st.text(st.characters())
HOSTILE = st.text(
    st.sampled_from(
        "aب\n\r\x00\x1b\x85\u200b\u200e\u202a\u202b\u202c\u202d\u202e\u2066\u2068\u2069"
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "Delivery of the Birmingham 2022 Commonwealth Games.",
        "tab\tand\nline\r\nbreaks\r",
        "Réseau – €5m ½",
        "می\u200cشود",  # Persian needs the non-joiner
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # and a family the joiner
        "مشروع\u200f (ABC)\u200e",  # marks of direction
        "葛\U000e0100",  # a variant of a Japanese character
        "the \u2066ABC\u2069 project",  # an isolate that is closed
        "the \u202bABC\u202c project",
        "",
    ],
)
def test_what_languages_need_stays_as_it_is(text):
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\x00b", "a\ufffdb"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9db", "a\ufffdb"),
        ("a\x7fb", "a\ufffdb"),
        ("a\x1cb", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("a\uffffb", "a\ufffdb"),
        ("a\U0010ffffb", "a\ufffdb"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a\u200bb\u00adc\ufeffd\u2060e", "abcde"),
        ("pay\U000e0070\U000e0061\U000e0079", "pay"),
    ],
)
def test_what_cannot_be_held_or_seen_is_replaced_or_left_out(raw, clean):
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u202egpj.exe", "agpj.exe"),  # an override never closed
        ("a\u202egpj\u202c.exe", "agpj.exe"),
        ("\u2066a", "\u2066a\u2069"),
        ("\u2066\u202ba", "\u2066\u202ba\u202c\u2069"),
        ("\u2066\u202ba\u2069b", "\u2066\u202ba\u2069b"),  # an isolate closes what is in it
        ("\u2066\u2067a\u2069b\u2069", "\u2066\u2067a\u2069b\u2069"),
        ("a\u202c\u2069b", "ab"),
        ("\u2066a\u202cb\u2069", "\u2066ab\u2069"),
        ("\u2067a\nb", "\u2067a\u2069\nb"),
        ("\u202b\u202ea\u202cb\u202c", "\u202bab\u202c"),
    ],
)
def test_no_direction_reaches_beyond_its_line_and_none_is_overridden(raw, clean):
    assert clean_text(raw) == clean


@given(ANY_TEXT | HOSTILE)
def test_clean_text_can_be_held_everywhere_and_is_clean(raw):
    clean = clean_text(raw)
    clean.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200b\u202d\u202e\ufeff]", clean)
    assert clean_text(clean) == clean


@given(ANY_TEXT | HOSTILE)
def test_clean_text_differs_from_the_raw_exactly_where_a_character_was_changed(raw):
    strange = re.search(
        r"[^\t\n\r\x20-\x7e\xa0-\xac\xae-\u1680\u2010-\u2027\u200c-\u200f]", raw, re.ASCII
    )
    if strange is None:
        assert clean_text(raw) == raw


@given(HOSTILE)
def test_each_line_of_a_clean_text_opens_and_closes_its_own_directions(raw):
    for line in re.split("[\r\n]", clean_text(raw)):
        awaited = []
        for character in line:
            if character in "\u202a\u202b":
                awaited.append("\u202c")
            elif character in "\u2066\u2067\u2068":
                awaited.append("\u2069")
            elif character == "\u2069":
                while awaited.pop() != "\u2069":
                    pass
            elif character == "\u202c":
                assert awaited.pop() == "\u202c"
        assert not awaited


@given(HOSTILE)
def test_cleaning_keeps_every_letter_in_order(raw):
    assert re.findall("[aب]", clean_text(raw)) == re.findall("[aب]", raw)


def test_a_text_that_is_too_long_is_unreadable_and_a_reject_keeps_its_beginning():
    assert clean_text("x" * TEXT_LIMIT) == "x" * TEXT_LIMIT
    with pytest.raises(Unreadable, match="at most 1,000,000 characters; this has 10,000,000"):
        clean_text("x" * 10_000_000)
    kept = beginning("x" * 10_000_000)
    assert kept == "x" * 1000 + "... (10,000,000 characters)"
    assert beginning("x" * TEXT_LIMIT) == "x" * TEXT_LIMIT


def test_a_million_marks_of_direction_are_cleaned_in_one_pass():
    half = "\u202a" * (TEXT_LIMIT // 2)
    assert clean_text(half + "\u2069" * (TEXT_LIMIT // 2)) == half + "\u202c" * (TEXT_LIMIT // 2)


def test_a_line_is_clean_and_its_whitespace_is_folded():
    assert parse_line(" North\u200b Road\x00\r\n(Phase\xa02) ") == "North Road\ufffd (Phase 2)"
    assert parse_line("") == ""


@given(st.text(alphabet=" \t\r\n\xa0ab", max_size=30))
def test_paragraphs_keep_their_words_in_order_and_no_stray_space(text):
    tidy = parse_paragraphs(text)
    assert tidy.split() == text.split()
    assert parse_paragraphs(tidy) == tidy
    assert not {"\r", "\xa0", "\t"} & set(tidy)


@given(ANY_TEXT | HOSTILE)
def test_paragraphs_are_clean_text(raw):
    tidy = parse_paragraphs(raw)
    assert clean_text(tidy) == tidy
    assert parse_paragraphs(tidy) == tidy
