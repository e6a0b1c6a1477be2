"""What the HTML page holds, and what it must not."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

import lxml.html
import pytest
from lxml.html import HtmlElement
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from pmo_lib.contract import PALETTE
from pmo_lib.errors import ReportError
from pmo_lib.press.convert import documents


def html_of(notebook: NotebookNode) -> str:
    return documents(notebook, ["html"])["html"].decode()


def page_of(notebook: NotebookNode) -> HtmlElement:
    return lxml.html.document_fromstring(html_of(notebook).encode())


def test_a_report_shows_neither_code_nor_streams_nor_what_is_tagged_away(
    report: NotebookNode,
) -> None:
    page = html_of(report)
    assert "SECRET" not in page
    assert "Harbours Agency" in page


def test_a_page_asks_for_nothing_outside_itself(report: NotebookNode, plain: NotebookNode) -> None:
    for notebook in (report, plain):
        page = page_of(notebook)
        assert not page.xpath("//link | //iframe | //script[@src]")
        assert all(one.get("src").startswith("data:") for one in page.iter("img"))
        styles = " ".join(style.text or "" for style in page.iter("style"))
        assert "@import" not in styles
        assert set(re.findall(r"url\((\w+:)", styles)) == {"data:"}


def test_a_page_has_one_title_landmarks_language_and_a_skip_link(report: NotebookNode) -> None:
    page = page_of(report)
    assert [one.text_content() for one in page.iter("h1")] == ["Harbours Agency"]
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "Harbours Agency – Client highlight report, October 2026"
    assert page.xpath("//a[@class='pmo-skip']/@href") == ["#pmo-main"]
    assert len(page.xpath("//main[@id='pmo-main']")) == len(page.xpath("//nav[@aria-label]")) == 1


def test_contents_lead_to_the_sections(report: NotebookNode) -> None:
    page = page_of(report)
    links = page.xpath("//nav//a")
    assert [link.text for link in links] == ["Position", "Exceptions", "Cost", "Notes"]
    for link in links:
        assert len(page.xpath(f"//*[@id='{link.get('href')[1:]}']")) == 1


def test_headings_never_skip_a_level(plain: NotebookNode) -> None:
    page = page_of(plain)
    found = [(one.tag, one.text_content()) for one in page.find(".//main").iter("h1", "h2", "h3")]
    expected = [("h1", "Exploration"), ("h2", "Skipped"), ("h2", "Second top"), ("h3", "Deep")]
    assert found == expected


def test_a_notebook_without_a_heading_gets_its_name_as_title() -> None:
    page = page_of(new_notebook(cells=[new_markdown_cell("just words")]))
    assert [one.text_content() for one in page.iter("h1")] == ["Notebook"]


def test_an_empty_notebook_prints(report: NotebookNode) -> None:
    assert documents(new_notebook(), ["html", "pdf"])["pdf"].startswith(b"%PDF")


def test_drawings_take_their_colours_from_the_theme_and_share_no_ids(report: NotebookNode) -> None:
    page = html_of(report)
    plots = re.findall(r'<div class="pmo-plot".*?</svg>', page, re.DOTALL)
    assert len(plots) == 2
    assert all("var(--pmo-blue)" in plot and PALETTE["blue"] not in plot for plot in plots)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "*{stroke-linejoin" not in page


def test_a_piece_left_open_does_not_reach_into_the_next(
    notebook_of: Callable[..., NotebookNode],
) -> None:
    page = page_of(notebook_of("<b>open </div></main></body>", "<p id='after'>after</p>"))
    (after,) = page.xpath("//p[@id='after']")
    assert not list(after.iterancestors("b"))
    assert list(after.iterancestors("main"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x()</script>",
        "<img src=x onerror=x()>",
        "<a href='javascript:x()'>y</a>",
        "<iframe src='https://example.org'></iframe>",
        "<p style='background:url(https://example.org/p)'>y</p>",
        "<svg onload=x()><script>x()</script><image href='https://example.org/i'/></svg>",
        "<style>@import url(https://example.org/s);#T_abcde{background:url(https://e.org)}</style>",
        "<object data='https://example.org'></object><form action='https://example.org'></form>",
    ],
)
def test_nothing_that_runs_or_loads_survives(
    hostile: str, notebook_of: Callable[..., NotebookNode]
) -> None:
    (main,) = page_of(notebook_of(hostile)).iter("main")
    kept = lxml.html.tostring(main, encoding="unicode")
    assert "x()" not in kept
    assert "example.org" not in kept.replace("Picture not included: https://example.org", "")
    assert "e.org" not in kept


def test_text_from_data_stays_text(report: NotebookNode, hostile_texts: tuple[str, ...]) -> None:
    page = page_of(report)
    said = page.text_content()
    for text in hostile_texts:
        assert re.sub("[\x00\x07\u202e]", "", text) in said


def test_images_have_their_own_description_or_an_honest_one(plain: NotebookNode) -> None:
    described = [image.get("alt") for image in page_of(plain).iter("img")]
    assert "Spend rises" in described
    assert any("without a description" in words for words in described)


def test_an_image_from_elsewhere_is_named_not_loaded(plain: NotebookNode) -> None:
    assert "Picture not included: https://example.org" in page_of(plain).text_content()


def test_a_picture_that_is_not_there_is_named_by_its_address(plain: NotebookNode) -> None:
    lost = copy.deepcopy(plain)
    lost.cells.append(new_markdown_cell("![p](nofile.png)"))
    assert "Picture not included: nofile.png" in page_of(lost).text_content()


def test_an_error_is_told_once(plain: NotebookNode) -> None:
    failed = copy.deepcopy(plain)
    trace = ["\x1b[31mTraceback\x1b[0m", "\x1b[31mValueError\x1b[0m: not twice"]
    given = new_output("error", ename="ValueError", evalue="not twice", traceback=trace)
    failed.cells = [new_code_cell("fail()", outputs=[given])]
    said = page_of(failed).text_content()
    assert said.count("not twice") == 1
    assert "Traceback" in said


def test_frames_get_scoped_headers_and_right_aligned_numbers(plain: NotebookNode) -> None:
    table = page_of(plain).xpath("//table")[0]
    assert {cell.get("scope") for cell in table.iter("th")} == {"col", "row"}
    numbers = table.xpath(".//td[contains(@class, 'num')]")
    assert [cell.text for cell in numbers] == ["1.50", "20.25"]
    assert table.getparent().get("tabindex") == "0"


def test_the_names_of_stylers_do_not_differ_between_runs(plain: NotebookNode) -> None:
    page = html_of(plain)
    assert "T_0_row1_col1" in page
    assert "color:#000" in page


def test_an_output_that_only_runs_is_said_to_be_missing(plain: NotebookNode) -> None:
    assert "An interactive output stands here" in page_of(plain).text_content()


def test_addresses_in_memory_do_not_print(plain: NotebookNode) -> None:
    assert "at 0x…" in page_of(plain).text_content()


def test_an_error_prints_in_a_plain_notebook_and_only_its_kind_in_a_report(
    plain: NotebookNode,
) -> None:
    assert "Trace" in page_of(plain).text_content()
    report = copy.deepcopy(plain)
    report.metadata["pmo"] = {"document": "report"}
    said = page_of(report).text_content()
    assert "Trace" not in said
    assert "This part could not be made: ValueError" in said


def test_formulas_are_pictures_with_words_also_in_html(report: NotebookNode) -> None:
    labels = page_of(report).xpath("//*[contains(@class, 'pmo-formula')]//@aria-label")
    assert labels == ["EV over AC", "x squared is at most 4"]


def test_formulas_in_the_html_of_a_plain_notebook_are_drawn_and_code_is_left_alone(
    notebook_of: Callable[..., NotebookNode],
) -> None:
    html = r"<p>See $$a^2$$, <b>then</b> \(b\) for $5 and $6</p><pre>$$c$$</pre>"
    notebook = notebook_of(html, document="notes")
    page = page_of(notebook)
    assert page.xpath("//*[contains(@class, 'pmo-formula')]//@aria-label") == ["a squared", "b"]
    assert "for $5 and $6" in page.text_content()
    assert "$$c$$" in page.text_content()
    in_report = page_of(notebook_of(html))
    assert not in_report.xpath("//*[contains(@class, 'pmo-formula')]")


def test_a_formula_that_cannot_be_drawn_stands_as_its_source() -> None:
    page = page_of(new_notebook(cells=[new_markdown_cell("$\\nosuch{x}$")]))
    assert [code.text for code in page.iter("code")] == ["\\nosuch{x}"]


def test_only_scripts_that_the_text_uses_are_embedded(report: NotebookNode) -> None:
    plain_text = new_notebook(cells=[new_markdown_cell("# Only Latin")])
    assert 'Noto Sans CJK JP";font-weight' not in html_of(plain_text)
    assert 'Noto Sans CJK JP";font-weight' in html_of(report)


def test_results_and_displays_print_alike() -> None:
    data = {"text/markdown": "**strong words**"}
    shown = new_code_cell("x", outputs=[new_output("execute_result", data=data)])
    assert "<strong>strong words</strong>" in html_of(new_notebook(cells=[shown]))


def test_the_same_notebook_gives_the_same_bytes_and_is_not_changed(report: NotebookNode) -> None:
    before = copy.deepcopy(report)
    first = documents(report, ["html", "pdf"])
    assert report == before
    again = copy.deepcopy(report)
    again.metadata["papermill"] = {"start_time": "2026-10-01", "parameters": {}}
    for one in again.cells:
        one["id"] = f"other-{one['id']}"
        one.metadata["papermill"] = {"duration": 1.2}
    assert documents(again, ["html", "pdf"]) == first


def test_a_title_may_be_given(report: NotebookNode) -> None:
    page = documents(report, ["html"], title="Harbours, October")["html"].decode()
    assert "<title>Harbours, October – Client" in page


def test_an_unknown_format_is_named_with_those_allowed(report: NotebookNode) -> None:
    with pytest.raises(ReportError, match="did you mean 'pdf'"):
        documents(report, ["pdff"])


def test_no_format_asked_gives_nothing(report: NotebookNode) -> None:
    assert documents(report, []) == {}
