"""What the PDF holds: tags, outline, language, alternative texts, and text from data as text."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from pmo_lib.press.convert import documents
from pmo_lib.press.convert.exporter import PageExporter
from pmo_lib.press.convert.typst_source import typst_source


def pdf_of(notebook: NotebookNode) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(documents(notebook, ["pdf"])["pdf"]))


def source_of(notebook: NotebookNode) -> str:
    """Typst calls for a notebook, without the template before them."""
    page, _ = PageExporter().page(notebook, None)
    return typst_source(page).partition("#show: report.with(")[2]


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    def walk(node: Any) -> Iterator[tuple[str, pikepdf.Object]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S), node
            yield from walk(node.get("/K"))

    return list(walk(pdf.Root.StructTreeRoot.K))


def created(notebook: NotebookNode) -> str:
    """Day on which a document says it was made."""
    pdf = pdf_of(notebook)
    return str(pdf.docinfo["/CreationDate"])[:10]


def test_the_document_is_tagged_and_names_its_language_title_and_standard(
    report: NotebookNode,
) -> None:
    report.metadata["authors"] = [{"name": "Ada Lovelace"}]
    pdf = pdf_of(report)
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    metadata = pdf.open_metadata()
    assert metadata["dc:title"] == "Harbours Agency"
    assert metadata["dc:creator"] == ["Ada Lovelace"]
    assert str(metadata["pdfuaid:part"]) == "1"


def test_the_outline_lists_title_and_sections(report: NotebookNode) -> None:
    with pdf_of(report).open_outline() as outline:
        (title,) = outline.root
        assert title.title == "Harbours Agency"
        assert [one.title for one in title.children] == ["Position", "Exceptions", "Cost", "Notes"]


def test_figures_and_formulas_carry_their_words(report: NotebookNode) -> None:
    pdf = pdf_of(report)
    alternatives = [str(node.Alt) for _, node in tags(pdf) if "/Alt" in node]
    assert alternatives.count("Line that rises from 1 to 9 million pounds") == 2
    assert {"EV over AC", "x squared is at most 4"} <= set(alternatives)


def test_tables_have_header_cells_and_captions(report: NotebookNode) -> None:
    pdf = pdf_of(report)
    kinds = [kind for kind, _ in tags(pdf)]
    assert kinds.count("/Table") == 2
    assert kinds.count("/TH") == 5
    assert kinds.count("/Caption") >= 4
    assert {"/H1", "/H2", "/L", "/LI", "/P", "/Figure"} <= set(kinds)


def test_data_behind_figures_does_not_print_but_explanations_do(report: NotebookNode) -> None:
    source = source_of(report)
    assert "DATA-ROW" not in source
    assert "SECRET" not in source
    assert "How it is made." in source


def test_a_new_page_starts_where_the_section_says(report: NotebookNode) -> None:
    assert len(pdf_of(report).pages) >= 2


def test_headings_that_skip_a_level_are_mended(plain: NotebookNode) -> None:
    assert len(pdf_of(plain).pages) >= 1
    assert "level: 4" not in source_of(plain)


def test_characters_that_no_font_has_are_named(report: NotebookNode) -> None:
    source = source_of(report)
    assert '#unknown("U+1F680");' in source
    assert '#unknown("U+0E44");' in source
    assert "[U+0E44]" in source  # in the drawing


def test_text_from_data_is_only_ever_in_string_literals(
    notebook_of: Callable[..., NotebookNode],
) -> None:
    source = source_of(notebook_of('<p>"]); #panic() \\ $x$</p>'))
    assert r'#"\"]); #panic() \\ $x$";' in source


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=60))
def test_any_text_can_be_set(text: str, notebook_of: Callable[..., NotebookNode]) -> None:
    held = escape(text)
    notebook = notebook_of(
        f"<h1>{held}</h1><p>{held} <code>{held}</code></p><pre>{held}</pre>"
        f"<table class='pmo-table'><tr><td>{held}</td></tr></table>",
        title=text,
    )
    assert documents(notebook, ["pdf"])["pdf"].startswith(b"%PDF")


def test_every_kind_of_output_prints(plain: NotebookNode) -> None:
    pdf = pdf_of(plain)
    alternatives = [str(node.Alt) for _, node in tags(pdf) if "/Alt" in node]
    assert "Spend rises" in alternatives
    source = source_of(plain)
    for words in ("print('hello')", "ValueError", "#list(", "#enum(", "#data-table("):
        assert words in source


def test_a_table_wider_than_a_page_is_set_in_panels(
    notebook_of: Callable[..., NotebookNode],
) -> None:
    row = "".join(f"<td>{n}23456789.123</td>" for n in range(30))
    source = source_of(notebook_of(f"<table><tr><th>first</th>{row}</tr></table>"))
    assert "of 30" in source
    assert source.count("#data-table(") == source.count('#strong[#"first";]') > 1


def test_the_time_in_the_document_is_never_the_clock(
    report: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert created(report) == "D:19700101"
    report.metadata["pmo"]["issued"] = "2026-11-05"
    assert created(report) == "D:20261105"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert created(report) == "D:19700102"


def test_links_lead_within_and_outside(report: NotebookNode, plain: NotebookNode) -> None:
    assert "#link(<at-" in source_of(report)
    assert '#link("https://example.org")' in source_of(plain)


def test_the_command_of_jupyter_finds_the_exporters(
    plain: NotebookNode, saved: Callable[[NotebookNode], Path]
) -> None:
    path = saved(plain)
    command = [sys.executable, "-m", "nbconvert", "--to", "pmo-pdf", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["pmo-html", "pmo-pdf"])
def test_both_exporters_stand_in_jupyterlabs_menu(name: str) -> None:
    exporter = get_exporter(name)
    assert "PMO" in exporter.export_from_notebook
    made, _ = exporter().from_notebook_node(new_notebook(cells=[new_markdown_cell("# Title")]))
    assert len(made) > 500
