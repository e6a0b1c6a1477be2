"""A whole batch on the small office: each run's outcome, its neighbours, evidence and index."""

import json
from datetime import datetime

import pytest

from pmo_lib.contract import SUMMARY_FIELDS
from pmo_lib.errors import ParameterError, SelectionError
from pmo_lib.press.batch import Selection, make_reports
from pmo_lib.press.forked.fence import can_fence

KILLED = "not permitted" if can_fence() else "process that runs are forked from died"
TROUBLED = ["raises", "silent", "hangs", "kills_its_worker", "leaks"]


@pytest.fixture(scope="module")
def batch(office_home, office_store, tmp_path_factory, now):
    """All behaviours for one client, beside reports that are made."""
    out = tmp_path_factory.mktemp("out")
    told = {"total": 0, "done": []}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMO_HOME", str(office_home))
        made = make_reports(
            office_store,
            Selection(sets=[*TROUBLED, "client", "programme", "portfolio"], limit=1),
            out=out,
            now=now,
            jobs=2,
            time_limit=6.0,
            on_start=lambda total, skipped: told.update(total=total),
            on_done=told["done"].append,
        )
    return made, out, told


def outcome(batch, name):
    return next(record for record in batch[0].records if record.set == name)


@pytest.mark.parametrize("name", ["client", "programme", "portfolio"])
def test_what_is_sound_is_made_beside_what_is_not(batch, name):
    record = outcome(batch, name)
    assert record.outcome == "made"
    assert record.reason == ""
    html, pdf = ((batch[1] / record.artefacts[kind]).read_bytes() for kind in ("html", "pdf"))
    assert f"Report on {record.id}".encode() in html
    assert pdf.startswith(b"%PDF")
    assert "Issued 2 November 2026" in html.decode().replace("\u00a0", " ")
    assert record.summary.keys() == SUMMARY_FIELDS.keys()


@pytest.mark.parametrize(
    ("name", "expected", "told"),
    [
        ("raises", "failed", "ValueError: the client C-2 owes 7"),
        ("hangs", "failed", "longer than its limit of 6 seconds"),
        ("kills_its_worker", "failed", KILLED),
        ("silent", "held", "displayed no summary, expected one"),
        ("leaks", "held", "names what its slice does not hold. leaks.html: 'C-2' (clients C-2)"),
    ],
)
def test_what_is_not_sound_says_why_and_leaves_a_page_and_evidence(batch, name, expected, told):
    record = outcome(batch, name)
    assert record.outcome == expected
    assert told in record.reason
    page = (batch[1] / record.artefacts["html"]).read_text()
    assert "Report held" in page
    assert ("took longer than it may" in page) == (name == "hangs")
    assert "owes" not in page
    assert "C-2" not in page.partition("</style>")[2]
    assert (batch[1] / record.evidence / "failure.txt").read_text()
    assert (batch[1] / record.evidence / "executed.ipynb").exists() or name == "kills_its_worker"


def test_records_come_in_the_order_of_the_run_list(batch):
    assert [record.set for record in batch[0].records] == [
        *TROUBLED,
        "client",
        "programme",
        "portfolio",
    ]


def test_the_batch_tells_its_size_and_each_record(batch):
    made, _, told = batch
    assert told["total"] == len(made.records)
    assert {record.report for record in told["done"]} == {record.report for record in made.records}
    assert made.exit_code == 1


def test_the_executed_notebook_names_no_place_of_this_machine_in_its_parameters(batch):
    kept = json.loads((batch[1] / outcome(batch, "raises").evidence / "executed.ipynb").read_text())
    injected = next(c for c in kept["cells"] if "injected-parameters" in c["metadata"]["tags"])
    assert 'data = "slice"' in "".join(injected["source"])


def test_the_index_lists_all_and_marks_what_is_held(batch):
    made, out, _ = batch
    page = made.index.read_text()
    assert made.index == out / "index.html"
    assert page.count("<tr data-period=") == len(made.records)
    assert page.count('data-status="held"') == len(TROUBLED)


def test_the_same_inputs_give_the_same_bytes(batch, at_home, office_store, tmp_path, now):
    selection = Selection(clients=["C-1"])
    again = make_reports(office_store, selection, out=tmp_path, now=now)
    for path in again.records[0].artefacts.values():
        assert (tmp_path / path).read_bytes() == (batch[1] / path).read_bytes()


def test_an_accent_that_cannot_be_read_is_made_so_and_the_office_is_warned(
    small_office, office_store, tmp_path, now, monkeypatch
):
    home = small_office.make_home(tmp_path / "home")
    text = 'name: Acme\ncolour: "#FFD700"\nlogo: house.svg\n'
    (home / "params/brands/house.yml").write_text(text)
    monkeypatch.setenv("PMO_HOME", str(home))
    asked = Selection(sets=["client"], limit=1)
    (record,) = make_reports(office_store, asked, out=tmp_path / "out", now=now).records
    (told,) = record.warnings
    assert told.startswith("The colour #FFD700 of 'Acme' has a contrast of")
    page = (tmp_path / "out" / record.artefacts["html"]).read_text()
    assert "#FFD700" not in page.partition("prefers-color-scheme:dark")[0]
    assert '<header class="pmo-masthead">' in page


def test_nothing_is_written_when_the_batch_cannot_start(at_home, office_store, tmp_path, now):
    out = tmp_path / "out"
    for selection in (Selection(period="1999"), Selection(clients=["C-9"])):
        with pytest.raises(SelectionError):
            make_reports(office_store, selection, out=out, now=now)
    (at_home / "notebooks" / "silent.ipynb").rename(at_home / "away.ipynb")
    with pytest.raises(ParameterError, match="no notebook"):
        make_reports(office_store, Selection(sets=["silent"]), out=out, now=now)
    (at_home / "away.ipynb").rename(at_home / "notebooks" / "silent.ipynb")
    assert not out.exists()


def test_an_instant_without_a_zone_is_refused(at_home, office_store, tmp_path):
    naive = datetime(2026, 11, 2)
    with pytest.raises(ParameterError, match="with its time zone"):
        make_reports(office_store, Selection(), out=tmp_path, now=naive)
