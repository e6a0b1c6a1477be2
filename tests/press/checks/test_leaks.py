"""What counts as a leak, what as a warning, and what as neither; and what cannot be searched."""

import base64
import zlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook, new_output

from pmo_lib.errors import ParameterError, ReportError
from pmo_lib.params import load_phrases
from pmo_lib.press.checks.folding import fold, squeeze
from pmo_lib.press.checks.watchlist import Watchlist
from pmo_lib.tables.store import Named


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("client C0002 too", "C0002"),
        ("J0002-report", "J0002"),
        ("see j0002.", "J0002"),
        ("(J0002)", "J0002"),
        ("manager E0002", "E0002"),
        ("CORVENBRIDGE-AUTHORITY", "Corvenbridge Authority"),
        ("Corvenbridge_authority.csv", "Corvenbridge Authority"),
        ("Turbine upgrade", "Turbine upgrade"),
        ("Turbine upgrade (north) and so on", "Turbine upgrade"),
        ("Wilhelmina Stane", "Wilhelmina Stane"),
        ("Florence Marchbank", "Florence Marchbank"),
        ("本日は北海道電力です", "北海道電力"),
        ("of the CO alone", "CO"),
    ],
)
def test_an_id_or_a_telling_name_from_outside_the_slice_is_a_leak(said, word, leaked):
    assert leaked(html=f"<p>{said}</p>") == {word}


@pytest.mark.parametrize(
    "said",
    [
        "J00022, XJ0002, 1C0002",
        "Corvenbridge",
        "Corvenbridge Authorityship",
        "Twin project",
        "Data quality",
        "Smith & co, co-operation, Co",
        "CO-J0006",
        "Turbine upgrade (north region)",
        "Hollinmere Energy Ada Quill A. Own",
    ],
)
def test_what_is_own_common_or_part_of_another_word_is_none(said, found):
    assert found(html=f"<p>{said}</p>") == found()


def test_what_stands_in_the_slices_own_texts_is_a_warning_that_says_where(found):
    made = found(html="<p>Waits for Meadow Trust; see J0003.</p>")
    assert made.leaks == ()
    assert {(one.hit.word, one.place) for one in made.warnings} == {
        ("Meadow Trust", "client_report.html"),
        ("J0003", "client_report.html"),
    }


def test_what_a_run_writes_into_its_slice_excuses_nothing(check, found):
    marker = check.slice / "slice.json"
    given = marker.read_bytes()
    try:
        marker.write_bytes(given.replace(b'"client"', b'"board"', 1))
        with pytest.raises(ReportError, match="changed its slice"):
            found(html="<p>Waits for Meadow Trust</p>")
    finally:
        marker.write_bytes(given)


def test_a_name_inside_an_own_longer_one_is_a_leak_where_it_stands_alone(leaked):
    own = "Turbine upgrade (north region)"
    assert leaked(html=f"<p>{own}</p>") == set()
    assert leaked(html=f"<p>{own}</p><p>Turbine upgrade</p>") == {"Turbine upgrade"}


def test_an_own_name_that_is_set_in_lines_or_cut_short_is_no_leak(leaked):
    lines = "<text>Turbine upgrade</text><text>{}</text>"
    assert leaked(html=lines.format("(north region)")) == set()
    assert leaked(html=lines.format("(nor…</text><text>the next")) == set()
    assert leaked(html=lines.format("…")) == set()
    assert leaked(html=lines.format("(nor")) == {"Turbine upgrade"}
    assert leaked(html=lines.format("(south…")) == {"Turbine upgrade"}


def test_a_leak_says_where_what_and_whose(found):
    (leak,) = found(html="<p>like Corvenbridge Authority</p>").leaks
    assert str(leak) == (
        "client_report.html: 'Corvenbridge Authority' (clients C0002) in "
        "'like [corvenbridge authority]'"
    )


@pytest.mark.parametrize("pdf", [b"%PDF-1.7 torn", b"%PDF"])
def test_a_document_that_cannot_be_read_is_an_error(pdf, found):
    with pytest.raises(ReportError, match=r"client_report\.pdf cannot be read as a PDF"):
        found(pdf=pdf)


def test_where_one_part_cannot_be_unpacked_the_error_says_which(found):
    torn = base64.b64encode(b"\x1f\x8b torn").decode()
    with pytest.raises(ReportError, match=r"client_report\.html, embedded data cannot be unpacked"):
        found(html=f"<p>Waits for Meadow Trust</p><img src='data:x/y;base64,{torn}'>")


def test_a_leak_is_told_for_each_place_where_it_stands(found):
    notebook = new_notebook(metadata={"title": "as Corvenbridge Authority"})
    made = found(html="<p>like Corvenbridge Authority</p>", notebook=notebook)
    places = ["client_report.html", "executed notebook, metadata"]
    assert [leak.place for leak in made.leaks] == places


def test_what_is_too_large_unpacked_is_an_error(found, monkeypatch):
    monkeypatch.setattr("pmo_lib.press.checks.binary.LARGEST", 1000)
    packer = zlib.compressobj(wbits=31)
    pdf = packer.compress(b" " * 10_000) + packer.flush()
    with pytest.raises(ReportError, match="is larger unpacked than 1,000 bytes"):
        found(pdf=pdf)


def test_what_is_packed_over_and_over_is_an_error(found):
    content = b"x"
    for _ in range(6):
        packer = zlib.compressobj(wbits=31)
        content = packer.compress(content) + packer.flush()
    with pytest.raises(ReportError, match="packed more than 4 times"):
        found(pdf=content)


def test_a_phrase_of_the_list_is_looked_for_by_no_one():
    named = Named({}, {"Estates renewal": ("programmes P1",)})
    said = fold("the estates renewal of the year")
    assert [hit.whose for hit in Watchlist(named).find(said)] == ["programmes P1"]
    assert not list(Watchlist(named, ["estates renewal"]).find(said))


@pytest.mark.parametrize("id_", ["7", "12345", "A"])
def test_an_id_that_cannot_be_told_from_other_text_is_not_looked_for(id_):
    assert not list(Watchlist(Named({id_: "clients"}, {})).find(fold(f"so {id_} it is")))


def test_an_empty_watchlist_finds_nothing():
    assert not list(Watchlist(Named({}, {})).find(fold("anything")))


def test_the_list_of_phrases_is_read_and_may_be_absent(tmp_path):
    assert "human resources" in load_phrases()
    assert load_phrases(tmp_path / "none.yml") == []
    (tmp_path / "odd.yml").write_text("phrases: {a: 1}")
    with pytest.raises(ParameterError, match="expected a list of texts"):
        load_phrases(tmp_path / "odd.yml")


@pytest.mark.parametrize(("text", "expected"), [("mine", set()), ("C0002", {"C0002"})])
def test_the_name_that_pandas_draws_for_a_styled_table_is_no_id(leaked, text, expected):
    table = pd.DataFrame({"a": [text]}).style.set_uuid("c0002").set_properties(color="red")
    shown = new_output("display_data", {"text/html": table.to_html()})
    assert "T_c0002" in shown.data["text/html"]
    assert leaked(notebook=new_notebook(cells=[new_code_cell(outputs=[shown])])) == expected


letters = st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1)


@given(
    words=st.lists(letters, min_size=2, max_size=4),
    gap=st.sampled_from([" ", "\n", "-", " \u00ad"]),
)
def test_a_name_is_found_however_its_words_are_set_apart(words, gap):
    name = " ".join(words)
    key = squeeze(fold(name).lower)
    watched = Watchlist(Named({}, {name: ("clients C1",)}))
    found = list(watched.find(fold(f"<p>{gap.join(words).upper()}</p>")))
    telling = len(key) >= 8 and not key.isdigit()
    assert not telling or bool(found) or squeeze(fold(name.upper()).lower) != key


def test_a_name_is_found_where_it_stands_in_a_long_text_of_many_scripts():
    watched = Watchlist(Named({}, {"Corvenbridge Authority": ("clients C1",)}))
    said = fold("Größe – 北海道 “x” " * 300 + "like Corvenbridge–Authority, too" + " · é" * 300)
    (hit,) = watched.find(said)
    assert "like [corvenbridge-authority], too" in hit.excerpt


@given(st.text())
def test_folding_a_text_twice_changes_nothing_and_each_letter_keeps_its_place(text):
    folded = fold(text)
    assert fold(folded.plain) == folded
    kept = [folded.lower[folded.place(at)] for at in range(len(folded.squeezed))]
    assert "".join(kept) == folded.squeezed
