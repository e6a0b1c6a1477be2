"""The command line: what it prints where, its exit codes, and what it says of wrong input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import pmo_lib
from pmo_lib.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
GMPP = Path(os.environ.get("PMO_SHARED") or ROOT / ".." / "shared") / "data" / "gmpp"
MAPPING = ROOT / "params" / "sources" / "gmpp.yml"
COMMANDS = [
    *("inspect", "load", "reports", "sets", "rehearse", "status", "history", "verify", "reproduce"),
    *("sample", "snapshots", "trace", "match", "lab"),
]
LOAD_FIELDS = {"source", "table", "read", "accepted", "rejected", "ignored", "snapshot"}
RUN_FIELDS = {
    "set",
    "client",
    "programme",
    "edition",
    "period",
    "outcome",
    "reason",
    "seconds",
    "artefacts",
}


@pytest.fixture
def pmo(office, monkeypatch):
    """Run ``pmo`` in the small office."""
    monkeypatch.setenv("PMO_HOME", str(office / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def mixed(office, tmp_path_factory):
    """One batch with a report that is made and one that fails, with JSON, and then without."""
    out = tmp_path_factory.mktemp("out")
    words = ["reports", "--store", office / "store", "--out", out, "--client", "C-1"]
    words += ["--set", "client", "--set", "raises", "--formats", "html"]
    words += ["--now", "2026-11-02T09:00Z", "--json"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMO_HOME", str(office / "home"))
        return out, CliRunner().invoke(app, [str(word) for word in words])


def test_version(pmo):
    result = pmo("--version")
    assert result.exit_code == 0
    assert result.stdout == f"pmo {pmo_lib.__version__}\n"


def test_help_answers_without_loading_the_libraries_that_the_work_needs():
    code = (
        "import sys, pmo_lib.cli.main\n"
        "slow = {'pandas', 'nbformat', 'papermill', 'matplotlib', 'pydantic'}\n"
        "sys.exit(' '.join(slow & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(pmo, command):
    text = pmo(command, "--help").stdout
    assert "pmo " + command in text
    if command != "lab":
        assert "Exit codes" in text
        assert "JSON" in text


def test_json_is_one_document_with_a_line_for_each_run(mixed):
    out, result = mixed
    made, failed = json.loads(result.stdout)
    assert made.keys() == failed.keys() == RUN_FIELDS
    assert (made["set"], made["client"], made["programme"]) == ("client", "C-1", None)
    assert (made["edition"], made["period"], made["outcome"]) == ("client", "2026-10", "made")
    assert made["artefacts"] == {"html": str(out / "2026-10/C-1/client_report.html")}
    assert (failed["set"], failed["outcome"]) == ("raises", "failed")
    assert "ValueError" in failed["reason"]


def test_a_report_that_failed_makes_the_exit_code_one(mixed):
    assert mixed[1].exit_code == 1


def test_a_log_gets_a_plain_line_for_each_run(mixed):
    lines = mixed[1].stderr.splitlines()
    assert lines[0] == "2 reports to make"
    assert {line.partition(" ")[0] for line in lines[1:]} == {"1/2", "2/2"}


def test_the_instant_given_stands_in_the_index_and_not_the_clocks(mixed):
    text = (mixed[0] / "index.html").read_text().replace("\u00a0", " ")
    assert "2 November 2026, 09:00 UTC" in text


def test_without_json_the_summary_says_what_to_do_and_where_to_look(
    mixed, pmo, office, monkeypatch
):
    from pmo_lib.press.batch import Batch
    from pmo_lib.press.ledger import standing_records

    out = mixed[0]
    batch = Batch(tuple(standing_records(out).values()), out / "index.html")
    monkeypatch.setattr("pmo_lib.cli.reporting.make_reports", lambda *_, **__: batch)
    result = pmo("reports", "--store", office / "store", "--out", out)
    assert result.exit_code == 1
    assert "2 reports: 1 made, 1 failed" in result.stdout
    assert str(out / ".evidence/2026-10/client/C-1/raises") in result.stdout
    assert result.stdout.rstrip().endswith(f"Open {out / 'index.html'}")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--period", "1999"], "no period '1999'. Periods held: 2026-09, 2026-10."),
        (["--now", "2026-10-30"], "a report cannot be issued before its data"),
        (["--client", "C-9"], "holds no client 'C-9' in 2026-10; did you mean"),
        (["--programme", "P-9"], "holds no programme 'P-9'"),
        (["--set", "clients"], "did you mean 'client'"),
        (["--formats", "docx"], "no format 'docx'"),
        (["--formats", ","], "Allowed: html, pdf"),
        (["--store", "/nowhere"], "There is no store in /nowhere"),
        (["--now", "tomorrow"], "ISO 8601"),
        (["--limit", "0"], "greater than or equal to 1"),
    ],
)
def test_what_cannot_start_says_so_in_a_sentence_and_exits_two(pmo, office, tmp_path, words, told):
    out = tmp_path / "out"
    given = [] if "--store" in words else ["--store", office / "store"]
    result = pmo("reports", *given, "--out", out, *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_named(pmo, office, tmp_path):
    place = tmp_path / "file"
    place.write_text("not a folder")
    result = pmo("reports", "--store", office / "store", "--out", place, "--set", "portfolio")
    assert result.exit_code == 2
    told = f"--out must be a folder that can be written; {place} is a file."
    assert result.stderr == f"pmo: {told}\n"


@pytest.mark.parametrize("below", ["", "deeper/S"])
def test_a_store_that_is_a_file_is_refused_before_loading(pmo, tmp_path, below):
    place = tmp_path / "file"
    place.write_text("not a folder")
    result = pmo("load", MAPPING, "--from", tmp_path, "--store", place / below)
    assert result.exit_code == 2
    told = f"--store must be a folder that can be written; {place} is a file."
    assert result.stderr == f"pmo: {told}\n"


def test_an_issue_on_the_day_of_an_earlier_periods_data_is_allowed(pmo, office, tmp_path):
    words = ["--store", office / "store", "--client", "C-9", "--out", tmp_path / "out"]
    result = pmo("reports", *words, "--period", "2026-09", "--now", "2026-09-30")
    assert "holds no client 'C-9' in 2026-09" in result.stderr


def test_help_names_no_type_for_what_takes_no_value(pmo):
    for words in ([], *([name] for name in COMMANDS)):
        assert "<bool>" not in pmo(*words, "--help").stdout


def test_without_a_store_the_sample_is_used_and_said(pmo, office, tmp_path, monkeypatch):
    from pmo_lib.tables.store import Store

    asked = []
    monkeypatch.setattr(
        "pmo_lib.cli.sampling.make_sample",
        lambda folder, scale: asked.append((folder, scale)) or Store.open(office / "store"),
    )
    result = pmo("reports", "--client", "nobody", "--out", tmp_path / "out")
    sample = office / "home" / ".pmo" / "sample"
    assert asked == [(sample, 1)]
    assert f"reporting on the sample portfolio in {sample}" in result.stderr


def test_sample_counts_the_rows_of_each_table(pmo, office, monkeypatch):
    from pmo_lib.tables.store import Store

    monkeypatch.setattr(
        "pmo_lib.cli.sampling.make_sample", lambda folder, scale: Store.open(office / "store")
    )
    result = pmo("sample", "--scale", 3, "--json")
    found = json.loads(result.stdout)
    assert (found["scale"], found["tables"]["clients"]) == (3, 3)
    assert found["store"].endswith("sample-3")
    assert "3  clients" in pmo("sample").stdout


def test_lab_opens_this_environments_jupyterlab_on_the_notebooks(pmo, office, monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda path, words: started.append((path, words)))
    pmo("lab", "--no-browser", "--port", "8890")
    ((path, words),) = started
    home = office / "home"
    assert path == sys.executable
    assert words[1:3] == ["-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={home}" in words
    assert f"--FileContentsManager.preferred_dir={home / 'notebooks'}" in words
    assert words[-3:] == ["--no-browser", "--port", "8890"]


@pytest.mark.parametrize("content", [None, "", "name: ["])
def test_a_mapping_that_cannot_be_read_exits_two(pmo, tmp_path, content):
    mapping, store = tmp_path / "source.yml", tmp_path / "S"
    if content is not None:
        mapping.write_text(content)
    result = pmo("load", mapping, "--from", tmp_path, "--store", store)
    assert result.exit_code == 2
    assert "source.yml" in result.stderr
    assert not store.exists()


@pytest.mark.parametrize("make", [False, True])
def test_a_missing_or_empty_source_folder_exits_two(pmo, tmp_path, make):
    folder, store = tmp_path / "source", tmp_path / "S"
    if make:
        folder.mkdir()
    result = pmo("load", MAPPING, "--from", folder, "--store", store)
    assert result.exit_code == 2
    assert str(folder) in result.stderr
    assert not store.exists()


@pytest.mark.skipif(not GMPP.is_dir(), reason="the published returns are not beside the project")
def test_load_accounts_for_every_record_and_strict_makes_rejects_an_error(pmo, tmp_path):
    words = ["load", MAPPING, "--from", GMPP, "--store", tmp_path / "S"]
    result = pmo(*words, "--json")
    assert result.exit_code == 0
    lines = json.loads(result.stdout)
    assert all(line.keys() >= LOAD_FIELDS for line in lines)
    assert all(
        line["read"] == line["accepted"] + line["rejected"] + line["ignored"] for line in lines
    )
    again = pmo(*words, "--strict")
    assert again.exit_code == 1
    assert f"pmo reports --store {tmp_path / 'S'}" in again.stdout


def test_an_error_of_its_own_is_told_without_a_traceback(pmo, monkeypatch):
    monkeypatch.setattr("pmo_lib.cli.sampling.make_sample", lambda folder, scale: 1 / 0)
    result = pmo("sample")
    assert result.exit_code == 2
    assert "ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_interrupt_says_that_it_stopped(pmo, monkeypatch):
    def interrupted(folder, scale):
        raise KeyboardInterrupt

    monkeypatch.setattr("pmo_lib.cli.sampling.make_sample", interrupted)
    result = pmo("sample")
    assert result.exit_code == 130
    assert "stopped" in result.stderr


def test_a_rehearsal_says_why_each_was_chosen_and_goes_to_a_folder_of_its_own(pmo, office):
    words = ["rehearse", "--store", office / "store", "--formats", "html", "--json"]
    result = pmo(*words, "--now", "2026-11-02T09:00Z")
    assert result.exit_code == 0, result.output
    assert "client C-2: its name reads from right to left\n" in result.stderr
    made = json.loads(result.stdout)
    assert {run["outcome"] for run in made} == {"made"}
    folder = office / "home" / ".pmo" / "rehearsal"
    assert all(run["artefacts"]["html"].startswith(str(folder)) for run in made)
