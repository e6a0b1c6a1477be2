"""The small parts: formulas in words, fonts, table widths, the held page, words."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_lib.params import Words
from pmo_lib.press.convert import held_page
from pmo_lib.press.convert.fonts import font_css, font_folder
from pmo_lib.press.convert.formulas import formula
from pmo_lib.press.convert.pictures import drawing
from pmo_lib.press.convert.sanitise import safe_fragment
from pmo_lib.press.convert.table_layout import PAGE_WIDTH, breakable, panels
from pmo_lib.press.convert.tex_words import spoken
from pmo_lib.press.convert.words import DocumentWords, document_words


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{BAC - EV}{\mathrm{CPI}}", "(BAC minus EV) over CPI"),
        (r"x_{i}^{3}", "x sub i cubed"),
        (r"\sqrt[3]{x}", "the root 3 of x"),
        (r"\hat{\beta}", "beta hat"),
        (r"\begin{align} a &= 1 \\ b &= 2 \end{align}", "a equals 1, b equals 2"),
        (r"\int_0^1 f", "the integral from 0 to 1 of f"),
        ("", ""),
    ],
)
def test_formulas_are_said_in_words(tex: str, words: str) -> None:
    assert spoken(tex) == words


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(alphabet="\\{}^_$& abcfrac12()[]|", max_size=25))
def test_any_tex_is_drawn_or_refused_but_never_fails(tex: str) -> None:
    drawn = formula(tex)
    assert isinstance(spoken(tex), str)
    assert drawn is None or drawn.width > 0


def test_rows_of_an_aligned_formula_are_stacked() -> None:
    one, two = formula("a = 1"), formula(r"\begin{align} a &= 1 \\ a &= 1 \end{align}")
    assert one is not None
    assert two is not None
    assert two.height > 2 * one.height


def test_the_folder_of_fonts_holds_nothing_else() -> None:
    names = sorted(path.name for path in font_folder().iterdir())
    assert len(names) == 9
    assert all(Path(name).suffix in (".otf", ".ttf") for name in names)


def test_fonts_are_embedded_by_script_and_the_same_each_time() -> None:
    latin, both = font_css("abc"), font_css("abc計")
    assert "Noto" not in latin
    assert both.startswith(latin)
    assert font_css("abc計") == both


@given(st.text(max_size=200))
def test_breaking_long_words_adds_nothing_but_places_to_break(text: str) -> None:
    kept = text.replace("\u200b", "")
    assert breakable(kept).replace("\u200b", "") == kept


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=12), min_size=1, max_size=4))
def test_columns_never_exceed_the_page(rows: list[list[str]]) -> None:
    table = lxml.html.fragment_fromstring("<table></table>")
    for row in rows:
        line = lxml.html.fragment_fromstring("<tr></tr>", parser=None)
        line.tag = "tr"
        for value in row:
            cell = lxml.html.fragment_fromstring("<div></div>")
            cell.tag, cell.text = "td", "".join(c for c in value if c.isprintable())
            line.append(cell)
        table.append(line)
    laid_out = panels(table, stretch=True)
    assert all(sum(panel.widths) <= PAGE_WIDTH + 0.01 for panel in laid_out)
    shown = {column for panel in laid_out for column in panel.columns}
    assert shown == set(range(max(len(row) for row in rows)))


def test_ids_of_drawings_are_renamed_and_unused_ones_dropped() -> None:
    raw = (
        '<svg viewBox="0 0 4 4"><defs><g id="a9f"/></defs><use xlink:href="#a9f"/><g id="b"/></svg>'
    )
    cleaned = drawing(raw, "d7-")
    assert cleaned is not None
    assert 'id="d7-0"' in cleaned.svg
    assert 'href="#d7-0"' in cleaned.svg
    assert 'id="b"' not in cleaned.svg


def test_a_drawing_that_breaks_off_is_an_empty_one() -> None:
    cleaned = drawing("<svg", "d-")
    assert cleaned is not None
    assert cleaned.svg == '<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_what_is_not_a_drawing_is_none() -> None:
    assert drawing("<p>no</p>", "d-") is None


def test_a_drawing_that_is_never_closed_does_not_swallow_the_rest() -> None:
    drawings: list[str] = []
    fragment = safe_fragment("<p>before</p><svg viewBox='0 0 1 1'><p>after</p>", drawings)
    assert fragment.text_content() == "beforeafter"
    assert drawings == []


def test_a_held_page_says_what_who_and_since_and_escapes_it() -> None:
    page = held_page(
        "Harbours <Agency>",
        missing=["No status report from 3 of 17 projects."],
        who="Ada Lovelace",
        since="3 November 2026",
        period="October 2026",
        last_good=("../2026-09/harbours.html", "3 October 2026"),
    ).decode()
    for words in ("Harbours &lt;Agency&gt;", "3 of 17", "Ada Lovelace", "3 November 2026"):
        assert words in page
    assert 'href="../2026-09/harbours.html"' in page


def test_a_held_page_without_an_earlier_edition_says_so_and_links_to_no_script() -> None:
    first = held_page("A", missing=[], who="B", since="C").decode()
    assert "There is no earlier edition." in first
    unsafe = held_page("A", missing=[], who="B", since="C", last_good=("javascript:x()", "D"))
    assert b"javascript:" not in unsafe


def test_the_words_of_documents_come_from_the_wording_file() -> None:
    wording = Words({"language": "fr", "formats": {}, "document": {"contents": "Sommaire"}}, "fr")
    assert DocumentWords(wording).say("contents") == "Sommaire"
    assert document_words("xx").say("skip") == "Skip to the content"
