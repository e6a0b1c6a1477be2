"""Publishing: documents in their place, or a held page; nothing half-written, nothing stale."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from pmo_lib.params import Brand
from pmo_lib.press.ledger import last_good
from pmo_lib.press.plan import Todo
from pmo_lib.press.presentation import Presentation
from pmo_lib.press.publish import publish
from pmo_lib.press.report import Result

SUMMARY = {"name": "Northwind"}
MADE = Result("made", "", 1.5, SUMMARY, ("html", "pdf"))
FAILED = Result("failed", "Cell 4 stopped with ValueError: the client C-2 owes 7", 1.0)


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "report.html").write_text("<h1>good</h1>")
    (folder / "report.pdf").write_bytes(b"%PDF good")
    (folder / "executed.ipynb").write_text("{}")
    (folder / "failure.txt").write_text("Traceback")
    return folder


@pytest.fixture
def published(run_of, work, tmp_path, now):
    """Publish a result of the client C-1 into ``out``."""

    def put(result, *, later=0, **given):
        todo = Todo(run_of(**given), {"slice": "x"}, "state", "It was not made before.")
        instant = now + timedelta(days=later)
        record = publish(todo, result, work=work, out=put.out, now=instant, records=put.records)
        put.records[record.report] = record
        return record

    put.out = tmp_path / "out"
    put.records = {}
    return put


def files(out):
    return {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}


def test_documents_stand_below_period_and_client_and_nothing_else_is_left(published):
    record = published(MADE)
    assert record.artefacts == {
        "html": "2026-10/C-1/client_report.html",
        "pdf": "2026-10/C-1/client_report.pdf",
    }
    assert files(published.out) == {*record.artefacts.values()}
    assert (published.out / record.artefacts["pdf"]).read_bytes() == b"%PDF good"


def test_the_record_has_the_hash_and_the_size_of_each_document(published):
    record = published(MADE)
    assert record.sizes == {"html": 13, "pdf": 9}
    for kind, path in record.artefacts.items():
        content = (published.out / path).read_bytes()
        assert record.hashes[kind] == hashlib.sha256(content).hexdigest()


def test_a_failed_run_moves_the_good_report_to_the_evidence_and_leaves_a_held_page(published):
    published(MADE)
    record = published(FAILED, later=1)
    assert record.artefacts == {"html": "2026-10/C-1/client_report.html"}
    page = (published.out / record.artefacts["html"]).read_text()
    assert "good" not in page.partition("</style>")[2].partition("Last good")[0]
    kept = published.out / record.evidence
    assert files(kept) == {
        "executed.ipynb",
        "failure.txt",
        "withdrawn/client_report.html",
        "withdrawn/client_report.pdf",
    }
    assert not (published.out / "2026-10/C-1/client_report.pdf").exists()


def test_the_held_page_never_shows_the_reason_itself(published):
    record = published(FAILED)
    page = (published.out / record.artefacts["html"]).read_text().partition("</style>")[2]
    assert "C-2" not in page
    assert "Traceback" not in page
    assert "Northwind &amp; &lt;Sons&gt;" in page


def test_the_held_page_and_the_record_have_the_brand_of_the_report(published):
    brand = Brand(key="acme", name="Acme & Co", colour="#AB1234")
    record = published(FAILED, presentation=Presentation(brand, "en-GB", ()))
    page = (published.out / record.artefacts["html"]).read_text()
    assert '<header class="pmo-masthead"><span>Acme &amp; Co</span></header>' in page
    assert "--pmo-accent:#AB1234;" in page
    assert record.brand == "acme"


def test_what_was_withdrawn_stays_when_the_run_fails_again_and_since_is_the_first_day(published):
    published(MADE)
    first = published(FAILED, later=1)
    second = published(FAILED, later=2)
    assert second.since == first.issued
    withdrawn = published.out / second.evidence / "withdrawn/client_report.pdf"
    assert withdrawn.read_bytes() == b"%PDF good"


def test_a_run_that_is_made_again_leaves_no_evidence_behind(published):
    published(FAILED)
    record = published(MADE, later=1)
    assert (record.since, record.evidence) == ("", "")
    assert not (published.out / ".evidence").exists()


def test_a_format_that_is_not_made_now_leaves_no_older_one(published):
    published(MADE)
    published(Result("made", "", 1.0, SUMMARY, ("html",)))
    assert not (published.out / "2026-10/C-1/client_report.pdf").exists()


def test_the_held_page_links_to_the_last_good_edition(published, cutter):
    published(MADE, period=cutter.previous_period)
    record = published(FAILED)
    page = published.out / record.artefacts["html"]
    assert 'href="../../2026-09/C-1/client_report.html"' in page.read_text()
    assert (page.parent / "../../2026-09/C-1/client_report.html").exists()


def test_the_held_page_says_when_the_withdrawn_edition_was_issued_however_often_it_fails(published):
    published(MADE)
    for later in (1, 2):
        record = published(FAILED, later=later)
        page = (published.out / record.artefacts["html"]).read_text().replace("\u00a0", " ")
        assert "was issued on 2 November 2026 and has been withdrawn" in page
        assert "no earlier edition" not in page
    assert published(MADE, later=3).withdrawn == ""


def test_the_held_page_names_both_the_earlier_period_and_what_was_withdrawn(published, cutter):
    published(MADE, period=cutter.previous_period)
    published(MADE)
    record = published(FAILED, later=1)
    page = (published.out / record.artefacts["html"]).read_text()
    assert 'href="../../2026-09/C-1/client_report.html"' in page
    assert "has been withdrawn" in page


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (FAILED, "could not be made. The office has been told why"),
        (replace(FAILED, outcome="held"), "did not pass the checks before issue"),
        (replace(FAILED, timed_out=True), "took longer than it may"),
    ],
)
def test_the_held_page_tells_the_kinds_of_failure_apart_and_blames_no_data(published, result, told):
    record = published(result)
    page = (published.out / record.artefacts["html"]).read_text()
    assert told in page
    assert "There is no earlier edition." in page
    assert "data that the office holds" not in page


def test_the_last_good_edition_is_of_the_same_report_and_earlier(published, cutter):
    now = published(FAILED)
    before = published(MADE, period=cutter.previous_period)
    published(MADE, id_="C-2", period=cutter.previous_period)
    records = published.records.values()
    assert last_good(now, records) == before
    assert last_good(before, records) is None


def test_what_a_killed_batch_left_in_the_good_reports_place_is_not_taken_for_it(published):
    published(MADE)
    (published.out / "2026-10/C-1/client_report.html").write_text("a held page, not yet recorded")
    record = published(FAILED, later=1)
    withdrawn = published.out / record.evidence / "withdrawn"
    assert [path.name for path in withdrawn.iterdir()] == ["client_report.pdf"]


def test_with_the_clock_set_back_a_report_is_not_held_since_later_than_now(published):
    published(FAILED, later=9)
    record = published(FAILED, later=1)
    assert record.since == record.issued
