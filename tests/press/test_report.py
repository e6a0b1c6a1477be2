"""The summary of an executed notebook, held to the contract and to whom it should be about."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from pmo_lib.contract import SUMMARY_MIME
from pmo_lib.errors import ReportError
from pmo_lib.press.checks import LeakCheck
from pmo_lib.press.report import Job, make_report, summary_of
from pmo_lib.tables.store import Named

UNCHECKED = LeakCheck(Path("nowhere.json"), Named({}, {}), Path("nowhere"), "", "en-GB")

SUMMARY = {
    "level": "client",
    "id": "C-1",
    "name": "Northwind",
    "period": "2026-10",
    "edition": "client",
    "data_as_of": "2026-10-31",
    "stale": False,
    "headline": "All green.",
    "rating": "green",
    "previous_rating": None,
    "counts": {"green": 2},
    "projects": 2,
    "exceptions": 0,
    "changes": 0,
}


def executed(*summaries):
    outputs = [new_output("display_data", data={SUMMARY_MIME: one}) for one in summaries]
    return new_notebook(cells=[new_code_cell("", outputs=outputs)])


def test_the_one_summary_is_found(run_of):
    assert summary_of(executed(SUMMARY), run_of()) == SUMMARY


@pytest.mark.parametrize(
    ("summaries", "told"),
    [
        ([], "displayed no summary, expected one output of type"),
        ([SUMMARY, SUMMARY], "displayed 2 summaries, expected one"),
        ([{**SUMMARY, "id": "C-2"}], "reported on id 'C-2', asked was 'C-1'"),
        ([{**SUMMARY, "period": "2026-09"}], "reported on period '2026-09'"),
        ([{**SUMMARY, "edition": "internal"}], "reported on edition 'internal'"),
        ([{**SUMMARY, "rating": "purple"}], "rating is 'purple'"),
        ([{"level": "client"}], "lacks changes, counts"),
    ],
)
def test_any_other_summary_is_refused(run_of, summaries, told):
    with pytest.raises(ReportError, match=told):
        summary_of(executed(*summaries), run_of())


def test_what_no_one_foresaw_fails_this_run_alone_with_its_log(run_of, tmp_path, monkeypatch, now):
    monkeypatch.setattr("pmo_lib.press.report.execute", _surprising)
    result = make_report(Job(run_of(), tmp_path, 9.0, now, UNCHECKED))
    assert (result.outcome, result.reason) == ("failed", "KeyError: 'surprise'")
    assert "_surprising" in (tmp_path / "failure.txt").read_text()


def test_a_long_reason_is_one_short_line_and_the_log_has_all_of_it(
    run_of, tmp_path, monkeypatch, now
):
    monkeypatch.setattr("pmo_lib.press.report.execute", _long_winded)
    result = make_report(Job(run_of(), tmp_path, 9.0, now, UNCHECKED))
    assert len(result.reason) <= 400
    assert "\n" not in result.reason
    assert "line 999" in (tmp_path / "failure.txt").read_text()


def test_a_report_whose_leak_check_cannot_be_done_is_held(run_of, tmp_path, monkeypatch, now):
    monkeypatch.setattr("pmo_lib.press.report.execute", lambda *_, **__: executed(SUMMARY))
    result = make_report(Job(run_of(formats=("html",)), tmp_path, 9.0, now, UNCHECKED))
    assert result.outcome == "held"
    assert result.reason.startswith("The leak check could not be done: FileNotFoundError")
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("ends", [lambda: executed(SUMMARY), lambda: _surprising()])
def test_what_is_written_follows_no_link_that_a_cell_left_in_its_folder(
    run_of, tmp_path, monkeypatch, now, ends
):
    elsewhere = tmp_path / "report.html of another client"

    def linking(*_, folder, output, **__):
        folder.mkdir()
        for name in ("report.html", "executed.ipynb", "failure.txt"):
            (folder / name).symlink_to(elsewhere)
        output.write_text("executed")
        return ends()

    monkeypatch.setattr("pmo_lib.press.report.execute", linking)
    make_report(Job(run_of(formats=("html",)), tmp_path, 9.0, now, None))
    assert not elsewhere.exists()


def _surprising(*_, **__):
    raise KeyError("surprise")


def _long_winded(*_, **__):
    raise ReportError("\n".join(f"line {n}" for n in range(1000)))
