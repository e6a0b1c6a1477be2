"""The pages that readers get, looked at in a browser: whole, alone, accessible, readable."""

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, sync_playwright

from pmo_lib.params import sample_store
from pmo_lib.tables.sample import NOTE_CANARY, make_sample

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 375, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield launched
        launched.close()


@needs_browser
@pytest.mark.parametrize("look", LOOKS)
def test_a_page_is_accessible_fits_its_width_and_asks_for_nothing(
    pages: list[Path], browser: Browser, look: str
):
    for path in pages:
        context = browser.new_context(**LOOKS[look])
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
        width, room = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert width <= room, path
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        context.close()


def test_a_page_holds_no_trace_of_code_or_of_values_that_are_not_there(pages: list[Path]):
    for path in pages:
        page = html.parse(str(path)).getroot()
        for unseen in page.xpath("//script | //style"):
            unseen.drop_tree()
        words = set(re.findall(r"[A-Za-z_]+", page.text_content()))
        assert not words & {"nan", "NaN", "NaT", "inf", "Traceback", "DataFrame"}, path
        assert not page.xpath("//*[normalize-space(text()) = 'None']"), path
        assert "&lt;" not in page.text_content()


def test_a_page_has_one_first_heading_and_says_its_language(pages: list[Path]):
    for path in pages:
        page = html.parse(str(path)).getroot()
        assert page.get("lang") == "en-GB"
        assert len(page.xpath("//h1")) == 1
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert not page.xpath("//section[not(*[2])]"), "a section that says nothing"


def test_every_picture_has_words_from_its_data(pages: list[Path]):
    for path in pages:
        page = html.parse(str(path)).getroot()
        for plot in page.xpath("//figure//div[@role='img']"):
            assert len(plot.get("aria-label")) > 40, path
            assert re.search(r"\d", plot.get("aria-label")), path


def test_a_client_page_holds_nothing_of_another_client_or_of_the_office(made: Path):
    store = make_sample(sample_store())
    clients, stories = store.read("clients"), store.read("stories")
    canaries = stories.loc[stories["kind"] == "canary", ["client_id", "expectation"]]
    words = {word: client for client, word in canaries.itertuples(index=False)}
    names = clients.loc[clients["name"].str.len() >= 8].set_index("name")["client_id"].to_dict()
    ids = {client: client for client in clients["client_id"]}
    pages = sorted(made.glob("*/C*/client_report.html"))
    assert len(pages) >= 8
    for path in pages:
        page, own = path.read_text(encoding="utf-8"), path.parent.name
        foreign = [
            told for told, client in (words | names | ids).items() if client != own and told in page
        ]
        assert foreign == [], path
        assert NOTE_CANARY not in page
        shown = html.document_fromstring(path.read_bytes()).text_content()
        assert [name for name, client in names.items() if client == own and name in shown], path
