"""Blocks: escaped text, ratings without colour alone, reasons where values are not there."""

import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pmo_lib import blocks
from pmo_lib.blocks.markup import tag, text
from pmo_lib.errors import ReportError
from pmo_lib.params import load_wording

WORDS = load_wording("en-GB")
HOSTILE = '<script>alert("x")</script> #let $x$ *bold* _it_ @ref \\ & {n}'


@given(st.text(st.characters(exclude_categories=["Cf"])))
def test_text_from_data_comes_out_as_text(said: str):
    marked = tag("p", text(said))
    kept = "".join(c for c in said if c in "\n\t" or unicodedata.category(c)[0] != "C")
    back = html.fragment_fromstring(marked)
    assert back.text_content() == kept
    assert [child.tag for child in back] in ([], ["bdi"])


def test_marks_that_turn_text_around_are_left_out_and_joiners_kept():
    assert text("a\u202eb\u00a0c\u200dd\x00e") == "ab\u00a0c\u200dde"


def test_attributes_are_escaped():
    assert tag("p", "", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;"></p>'


@pytest.mark.parametrize("key", ["red", "amber", "green", "withheld", "not_reported"])
def test_a_rating_is_shape_letter_and_word(key: str):
    chip = html.fragment_fromstring(blocks.chip(key, WORDS))
    assert chip.find("svg") is not None
    assert chip.find("b").text
    assert chip.find("span").text == WORDS.rating(key)


def test_a_stale_rating_says_so():
    assert "stale" in html.fragment_fromstring(blocks.chip("red", WORDS, stale=True)).text_content()


def table(frame: pd.DataFrame, **options) -> blocks.Table:
    columns = [
        blocks.Column("name", "Name"),
        blocks.Column("cpi", "CPI", "number", "cpi_reason", digits=2),
        blocks.Column("budget", "Budget", "money", "budget_state"),
    ]
    return blocks.Table(frame, "A caption", columns, WORDS, **options)


FRAME = pd.DataFrame(
    {
        "name": ["A", HOSTILE, None],
        "cpi": [0.97, np.nan, np.nan],
        "cpi_reason": [None, "no_actuals", None],
        "budget": [1e6, np.nan, 0.0],
        "budget_state": [None, "withheld", None],
        "currency": ["GBP"] * 3,
    }
)


def test_a_value_that_is_not_there_says_why():
    cells = html.fragment_fromstring(table(FRAME).html()).xpath("//tbody/tr")
    assert [cell.text_content() for cell in cells[0]] == ["A", "0.97", "£1.00m"]
    assert [cell.text_content() for cell in cells[1]] == [HOSTILE, "no actual cost", "withheld"]
    assert [cell.text_content() for cell in cells[2]] == ["–", "–", "£0"]


def test_a_table_has_caption_and_scoped_headings():
    drawn = html.fragment_fromstring(table(FRAME).html())
    assert drawn.find("caption").text == "A caption"
    assert {cell.get("scope") for cell in drawn.iter("th")} == {"col", "row"}


def test_rows_beyond_the_limit_are_counted():
    assert "and 2 more" in table(FRAME, limit=1).html()


def test_a_table_without_rows_says_so():
    assert "None this period" in table(FRAME.head(0)).html()


def test_a_figure_keeps_its_inner_ids_apart_by_its_anchor():
    svg = '<svg><defs><clipPath id="a"/></defs><g clip-path="url(#a)"><use href="#a"/></g></svg>'
    figure = blocks.Figure(svg, "one", "Message", "detail", "In  words\n", WORDS)
    drawn = html.fragment_fromstring(figure.html())
    assert drawn.xpath("//clippath/@id | //clipPath/@id") == ["one-a"]
    assert "url(#one-a)" in figure.html()
    assert 'href="#one-a"' in figure.html()
    assert drawn.xpath("//div[@role='img']/@aria-label") == ["In words"]


def test_a_summary_that_breaks_the_contract_fails_in_the_notebook():
    with pytest.raises(ReportError):
        blocks.Summary({"level": "client"})


def test_findings_count_what_they_leave_out():
    some = blocks.Findings(["a", "b"], WORDS, 7, "projects").html()
    assert "and 5 more" in some
    assert 'href="#projects"' in some
    assert "None this period" in blocks.Findings([], WORDS).html()


def test_a_section_has_one_heading_and_its_anchor():
    drawn = html.fragment_fromstring(
        blocks.Section("Cost & time", "cost", [blocks.Note("said")]).html()
    )
    assert drawn.get("id") == "cost"
    assert [heading.text for heading in drawn.iter("h2")] == ["Cost & time"]
