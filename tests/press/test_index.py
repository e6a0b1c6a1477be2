"""The index page: what it lists, that it needs nothing else, and that everyone can use it."""

import shutil
from html.parser import HTMLParser

import pytest

from pmo_lib.contract import RATING_ORDER
from pmo_lib.params import load_wording
from pmo_lib.press.index import write_index
from pmo_lib.press.index.rows import rows_of
from pmo_lib.press.ledger import Ledger, Record

CHROMIUM = shutil.which("chromium")
NAMES = ["Northwind <b>&", "شركة الطاقة", "霧ヶ丘製薬", "Żegluga"]


def summary(rating, previous, **given):
    return {
        "headline": "1 of 2 live projects is red.",
        "rating": rating,
        "previous_rating": previous,
        "counts": {"red": 1, "green": 0, "not_reported": 1200},
        "data_as_of": "2026-10-31",
        "stale": False,
        "changes": 3,
        "exceptions": 1,
        **given,
    }


def record(id_="C-1", *, level="client", period="2026-10", outcome="made", told=None, **given):
    end = {"2026-09": "2026-09-30", "2026-10": "2026-10-31"}[period]
    made = outcome == "made"
    html = f"{period}/{id_}/{level}_report.html"
    whole = {
        "report": f"{period}/{level}/{id_}/{level}_report",
        "set": level,
        "notebook": f"{level}_report.ipynb",
        "level": level,
        "id": id_,
        "name": f"Name of {id_}",
        "period": period,
        "cadence": "month",
        "period_end": end,
        "edition": "client",
        "language": "en-GB",
        "outcome": outcome,
        "reason": "" if made else "The notebook displayed no summary.",
        "issued": "2026-11-02T09:00:00+00:00",
        "since": "" if made else "2026-11-01T09:00:00+00:00",
        "seconds": 1.0,
        "artefacts": {"html": html, "pdf": html[:-4] + "pdf"} if made else {"html": html},
        "evidence": "",
        "summary": (told or summary("red", "amber")) if made else None,
    }
    return Record(**{**whole, **given})


@pytest.fixture
def page_of(tmp_path, now):
    """Write records and the index; give the page."""

    def made(*records):
        with Ledger.writing(tmp_path) as ledger:
            ledger.append(records)
        return write_index(tmp_path, now=now)

    return made


def rows(*records):
    return rows_of(records, load_wording("en-GB"))


def plain(page):
    """Read a page with plain spaces."""
    return page.read_text().replace("\u00a0", " ")


class Addresses(HTMLParser):
    """Collects every address that a page points to or would load."""

    def __init__(self):
        super().__init__()
        self.links, self.loads = [], []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster") or (tag == "link" and name == "href"):
                self.loads.append(value)
            elif tag == "a" and name == "href":
                self.links.append(value)


def test_newest_period_first_then_portfolio_programmes_clients_by_name():
    ordered = rows(
        record("C-1", name="Zeta"),
        record("C-2", name="alpha"),
        record("P-1", level="programme"),
        record("portfolio", level="portfolio"),
        record("C-0", period="2026-09"),
    )
    assert [row.record.id for row in ordered] == ["portfolio", "P-1", "C-2", "C-1", "C-0"]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ("green", "red", "worse"),
        ("amber_red", "amber", "better"),
        ("amber", "amber", "same"),
        (None, "green", "first"),
        ("green", "withheld", "other"),
        ("not_reported", "green", "other"),
        ("green", None, "none"),
    ],
)
def test_a_change_is_better_or_worse_only_between_two_colours(before, now, change):
    (row,) = rows(record(told=summary(now, before)))
    assert row.choice("change")[0] == change


def test_statuses_order_held_first_then_worst_first_then_none():
    ranks = [rows(record(outcome="held"))[0].rank]
    ranks += [rows(record(told=summary(key, None)))[0].rank for key in (*RATING_ORDER, None)]
    assert ranks == sorted(ranks)


def test_a_row_shows_name_status_change_counts_freshness_and_documents(page_of):
    page = page_of(record(name=NAMES[0]), record("C-2", told=summary(None, None, stale=True)))
    text = plain(page)
    assert "Northwind &lt;b&gt;&amp;" in text
    assert "1,200 not reported" in text
    assert text.count("31 Oct 2026") == 2
    for word in ("Amber", "Red", "Worse", "Stale", "October 2026", "2 reports"):
        assert word in text
    found = Addresses()
    found.feed(text)
    assert "2026-10/C-1/client_report.pdf" in found.links


def test_a_held_report_says_since_when_and_why_and_has_no_pdf(page_of):
    text = plain(page_of(record(outcome="held")))
    assert "Held since 1 Nov 2026. The notebook displayed no summary." in text
    assert "1 is held" in text
    assert "client_report.pdf" not in text


def test_a_report_without_a_page_is_linked_by_its_pdf(page_of):
    found = Addresses()
    found.feed(page_of(record(artefacts={"pdf": "2026-10/C-1/client_report.pdf"})).read_text())
    assert set(found.links) == {"#reports", "2026-10/C-1/client_report.pdf"}


def test_periods_add_up_over_batches(page_of):
    page_of(record(period="2026-09"))
    text = page_of(record()).read_text()
    assert text.count("<tr data-period=") == 2


def test_an_empty_folder_gives_a_page_that_says_so(page_of):
    assert "No report has been made yet" in page_of().read_text()


def test_the_page_loads_nothing_from_outside_itself(page_of):
    found = Addresses()
    found.feed(page_of(*(record(f"C-{n}", name=name) for n, name in enumerate(NAMES))).read_text())
    assert all(address.startswith("data:") for address in found.loads)
    assert not any(":" in address for address in found.links)


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def many(page_of):
    ratings = [*RATING_ORDER, None]
    made = [
        record(
            f"C-{n}",
            name=f"{NAMES[n % 4]} {n}",
            told=summary(ratings[n % 8], "green", stale=n % 5 == 0),
        )
        for n in range(40)
    ]
    return page_of(*made, record("C-99", outcome="held"), record("C-1", period="2026-09"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 390)])
def test_everyone_can_use_it_in_light_and_dark_wide_and_narrow(browser, many, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(many.as_uri())
    assert axe.Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith("data:")] == [many.as_uri()]
    page.close()


def test_search_filters_and_order_work_together(browser, many):
    page = browser.new_page()
    page.goto(many.as_uri())
    shown = page.locator("tbody tr:not([hidden])")
    assert shown.count() == 41
    page.select_option("#f-period", "")
    assert shown.count() == 42
    page.fill("#q", "zegluga")
    assert shown.count() == 10
    page.select_option("#f-freshness", "stale")
    assert shown.count() == 2
    assert page.text_content("#count") == "Showing 2 of 42 reports"
    page.fill("#q", "nobody")
    assert page.is_visible("#nothing")
    page.click("button[type=reset]")
    page.wait_for_function("document.querySelectorAll('tbody tr:not([hidden])').length === 41")
    page.get_by_role("button", name="Status").click()
    assert "Held" in shown.first.inner_text()
    page.close()


def test_without_scripts_it_is_a_plain_table_of_all_reports(browser, many):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(many.as_uri())
    assert page.locator("tbody tr").count() == 42
    assert not page.is_visible("#filters")
    context.close()
