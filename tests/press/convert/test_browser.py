"""Pages as a browser shows them: accessible, complete, no wider than a phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from nbformat import NotebookNode

from pmo_lib.press.convert import documents, held_page

PHONE = {"width": 375, "height": 800}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a page; every request it makes is noted on it."""
    contexts = []

    def show(html: bytes, *, size: dict[str, int] = DESK, scheme: str = "light") -> Any:
        path = tmp_path / "page.html"
        path.write_bytes(html)
        contexts.append(browser.new_context(viewport=size, color_scheme=scheme))
        page = contexts[-1].new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", DESK), ("light", PHONE)])
def test_axe_finds_no_violation(
    report: NotebookNode,
    plain: NotebookNode,
    scheme: str,
    size: dict[str, int],
    opened: Callable[..., Any],
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    held = held_page("Harbours", missing=["A report."], who="Ada", since="1 May 2026")
    pages = [documents(report, ["html"])["html"], documents(plain, ["html"])["html"], held]
    for html in pages:
        found = axe.run(opened(html, scheme=scheme, size=size)).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_page_makes_no_request(report: NotebookNode, opened: Callable[..., Any]) -> None:
    page = opened(documents(report, ["html"])["html"])
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in page.asked if url.startswith("file:")]) == 1


def test_a_phone_needs_no_sideways_scrolling(
    report: NotebookNode, plain: NotebookNode, opened: Callable[..., Any]
) -> None:
    for notebook in (report, plain):
        page = opened(documents(notebook, ["html"])["html"], size=PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_page_is_dark_where_the_reader_wants_it(
    report: NotebookNode, opened: Callable[..., Any]
) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    html = documents(report, ["html"])["html"]
    assert opened(html).evaluate(colour) == "rgb(255, 255, 255)"
    assert opened(html, scheme="dark").evaluate(colour) != "rgb(255, 255, 255)"


def test_page_one_of_a_report_fits_one_sheet(
    report: NotebookNode, opened: Callable[..., Any]
) -> None:
    page = opened(documents(report, ["html"])["html"])
    printed = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 2  # the second begins where its section says
