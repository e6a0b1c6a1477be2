"""The PDFs that readers get: tagged, titled, in order, page one on one page."""

import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)


def text_of(path: Path, page: int) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_print_is_tagged_and_has_outline_language_and_title(prints: list[Path]):
    assert len(prints) >= 11
    for path in prints:
        with pikepdf.open(path) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "en-GB"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert len(str(pdf.docinfo.Title)) > 3
            assert b"pdfuaid" in bytes(pdf.Root.Metadata.read_bytes())
            with pdf.open_outline() as outline:
                assert outline.root


def alternatives(node: pikepdf.Object, found: list[str]) -> list[str]:
    """Alternative texts of the figures in a structure tree."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            alternatives(one, found)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == "/Figure":
            found.append(str(node.get("/Alt", "")))
        if "/K" in node:
            alternatives(node.K, found)
    return found


def test_every_figure_has_an_alternative_text(prints: list[Path]):
    for path in prints:
        with pikepdf.open(path) as pdf:
            found = alternatives(pdf.Root.StructTreeRoot.K, [])
        assert all(found), path
        assert found or path.parent.name == "C0003", "all but the client without a project"


@needs_poppler
def test_page_one_is_one_page(prints: list[Path]):
    for path in prints:
        first, second = text_of(path, 1), text_of(path, 2)
        assert "Exceptions, worst first" in first, path
        assert "Due in the next four weeks" in first, path
        following = ("All live projects", "No live projects.\n")
        assert any(said in second for said in following), path
        assert "All live projects" not in first, path


@needs_poppler
def test_a_print_holds_no_trace_of_values_that_are_not_there(prints: list[Path]):
    for path in prints:
        said = subprocess.run(
            ["pdftotext", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout
        words = set(re.findall(r"[A-Za-z_]+", said))
        assert not words & {"nan", "NaN", "NaT", "inf", "Traceback", "DataFrame"}, path


def test_a_pack_stays_small(made: Path):
    for path in made.glob("*/C*/client_report.*"):
        limit = 600 if path.suffix == ".html" else 400
        assert path.stat().st_size <= limit * 1000, path
