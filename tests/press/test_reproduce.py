"""A report made again from what it was made from is the same, byte for byte."""

import json
import shutil
from dataclasses import replace

import pytest

from pmo_lib.errors import SelectionError
from pmo_lib.press.batch import Selection, make_reports
from pmo_lib.press.ledger import Ledger
from pmo_lib.press.reproduce import find_run, reproduce


@pytest.fixture(scope="module")
def issued(small_office, office_store, tmp_path_factory, now):
    """A batch of one client, whose notebook, brand and wording have changed since; and one more."""
    home = small_office.make_home(tmp_path_factory.mktemp("home"))
    out = tmp_path_factory.mktemp("out")
    selection = Selection(sets=["client", "raises"], clients=["C-1"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMO_HOME", str(home))
        made = make_reports(office_store, selection, out=out, now=now, jobs=2)
        again = make_reports(office_store, Selection(clients=["C-1"]), out=out, now=now)
        path = home / "notebooks" / "client_report.ipynb"
        notebook = json.loads(path.read_text())
        notebook["cells"][1]["source"] += "\n1 / 0"
        path.write_text(json.dumps(notebook))
        (home / "params" / "wording").unlink()
        shutil.rmtree(home / "params" / "brands")
        yield out, made.records, again.records


def run_in(out, number):
    with Ledger.reading(out) as ledger:
        return find_run(ledger, number)


def test_html_and_pdf_are_made_again_byte_for_byte_though_their_sources_changed_since(
    issued, tmp_path
):
    out, (made, _), _ = issued
    compared = reproduce(run_in(out, made.number), out=out, into=tmp_path, time_limit=60)
    assert [(one.format, one.identical) for one in compared] == [("html", True), ("pdf", True)]
    for one in compared:
        assert one.path.read_bytes() == (out / made.artefacts[one.format]).read_bytes()


def test_of_a_skipped_run_it_is_the_run_whose_report_stands(issued):
    out, (made, _), (skipped,) = issued
    assert skipped.outcome == "skipped"
    assert run_in(out, skipped.number) == run_in(out, made.number)


def test_a_run_that_failed_or_is_not_there_has_nothing_to_make_again(issued):
    out, (_, failed), _ = issued
    with pytest.raises(SelectionError, match="was failed, so there is nothing"):
        run_in(out, failed.number)
    with pytest.raises(SelectionError, match="There is no run 99"):
        run_in(out, 99)


@pytest.mark.parametrize("part", ["code", "lock", "python"])
def test_another_version_is_named_and_nothing_is_made(issued, tmp_path, part):
    out, (made, _), _ = issued
    record = run_in(out, made.number)
    other = replace(record, inputs={**record.inputs, part: "9.9"}, version="pmo-workbench 9.9")
    with pytest.raises(SelectionError, match=rf"needs another version .*{part} 9\.9.*bench 9\.9"):
        reproduce(other, out=out, into=tmp_path / "into", time_limit=60)
    assert not (tmp_path / "into").exists()
