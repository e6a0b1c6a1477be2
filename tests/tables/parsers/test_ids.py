"""Ids: made as stated, safe as file names, and never the same for two names."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import Unreadable, parse_id, parse_id_from_name
from pmo_lib.tables.schemas import ID_PATTERN


def _id(text, kind="t"):
    return parse_id(text, kind, upper=False, replace={})


def test_an_id_is_made_safe_as_stated_or_is_unreadable():
    assert parse_id("MoJ_0050_2021-Q1", upper=True, replace={"_": "-"}) == "MOJ-0050-2021-Q1"
    for text in ("", "../up", "a b", "-a", ".a", "x" * 65, "a\n", "a/b", "a\\b", "a\0", "é"):
        with pytest.raises(Unreadable, match="id: letters, digits"):
            _id(text)


@pytest.mark.parametrize("text", ["CON", "nul", "Aux.txt", "COM1", "lpt9.x", "a..b", "a."])
def test_an_id_that_some_system_cannot_have_as_a_file_name_is_unreadable(text):
    with pytest.raises(Unreadable, match="id: a name that every system takes for a file"):
        _id(text)


@pytest.mark.parametrize("text", ["CONTRACT-1", "COM10", "NULL", "A.B", "X-CON", "AUXILIARY"])
def test_an_id_that_only_looks_like_a_reserved_name_is_kept(text):
    assert _id(text) == text


def test_an_id_that_a_spreadsheet_took_for_a_date_is_unreadable():
    assert _id("40123", "n") == "40123"
    with pytest.raises(Unreadable, match="id: the source gave the cell as a date"):
        _id("2026-03-01", "d")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("North Road: Widening (Phase 2)", "NORTH-ROAD-WIDENING-PHASE-2"),
        ("Réseau Est", "RESEAU-EST"),
        ("Straße", "STRASSE"),
        ("مشروع", "NAME"),
        ("../../etc/passwd", "ETC-PASSWD"),
        (".hidden", "HIDDEN"),
        ("CON", "CON"),
        ("x" * 500, "X" * 48),
    ],
)
def test_an_id_from_a_name_begins_with_what_can_be_read_of_it(name, slug):
    made = parse_id_from_name(name)
    assert re.fullmatch(rf"{slug}-[A-Z2-7]{{12}}", made)
    assert _id(made) == made


def test_the_same_name_gives_the_same_id_for_ever():
    assert parse_id_from_name("North Road Widening") == "NORTH-ROAD-WIDENING-GZH3DXW47OI4"
    assert parse_id_from_name("Re\u0301seau") == parse_id_from_name("R\u00e9seau")


def test_names_that_read_alike_have_ids_of_their_own():
    names = ["A&B", "A B", "A-B", "a b", "Ã B", "A  B", "مشروع", "проект"]
    assert len({parse_id_from_name(name) for name in names}) == len(names)


def test_no_name_gives_no_id():
    for text in ("", " "):
        with pytest.raises(Unreadable, match="id: a name to make it from"):
            parse_id_from_name(text)


@given(st.text(st.characters(), min_size=1))
def test_every_name_gives_an_id_that_the_store_takes(name):
    if name.strip():
        assert re.match(ID_PATTERN, parse_id_from_name(name))
        assert _id(parse_id_from_name(name))


@given(st.sets(st.text(max_size=4).filter(str.strip), min_size=2, max_size=50))
def test_different_names_give_different_ids(names):
    different = {normalize("NFC", name) for name in names}
    assert len({parse_id_from_name(name) for name in names}) == len(different)
