"""``pmo status``, ``history``, ``verify``, ``reproduce``: what they print, and their exit codes."""

import json
import os
import shutil
import socket
import sqlite3

import pytest
from typer.testing import CliRunner

from pmo_lib.cli.main import app
from pmo_lib.press.ledger import LEDGER, Ledger
from pmo_lib.press.lock import LOCK

BEGUN = {
    "todo": 7,
    "skipped": 0,
    "started": "2026-11-04T09:00:00+00:00",
    "engine": "stock",
    "fenced": False,
}
COMMANDS = [["status"], ["history"], ["verify"], ["reproduce", "1", "--into", "again"]]


@pytest.fixture(scope="module")
def batches(office, tmp_path_factory):
    """Two batches: reports that are made and one that fails; then the same again."""
    out = tmp_path_factory.mktemp("out")
    words = ["reports", "--store", office / "store", "--out", out, "--client", "C-1"]
    words += ["--set", "client", "--set", "raises", "--formats", "html"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMO_HOME", str(office / "home"))
        for day in ("2026-11-02T09:00Z", "2026-11-03T09:00Z"):
            result = CliRunner().invoke(app, [*map(str, words), "--now", day])
            assert result.exit_code == 1, result.stderr
    return out, result


@pytest.fixture
def out(batches, tmp_path):
    """Give a copy of the reports, which a test may change."""
    return shutil.copytree(batches[0], tmp_path / "out")


@pytest.fixture
def pmo(office, monkeypatch):
    monkeypatch.setenv("PMO_HOME", str(office / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def edit(out, statement):
    connection = sqlite3.connect(out / LEDGER)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_reports_says_what_was_skipped_and_how_to_make_it_again(batches):
    result = batches[1]
    assert "1 report to make, 1 unchanged" in result.stderr
    assert "2 reports: 1 skipped, 1 failed" in result.stdout
    assert "--force makes it again" in result.stdout


def test_status_shows_the_last_batch(pmo, out):
    result = pmo("status", "--out", out, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["batch"], told["state"], told["left"]) == (2, "ended", 0)
    assert told["counts"] == {"made": 0, "skipped": 1, "held": 0, "failed": 1}
    assert told["why"] == {"It was failed before.": 1}
    since = "Nothing it is made from has changed since 2026-11-02T09:00:00+00:00."
    assert told["skipped"] == {since: 1}
    assert [line["set"] for line in told["wrong"]] == ["raises"]
    assert told["slowest"][0]["stages"].keys() == {"slice", "execute", "publish"}
    plain = pmo("status", "--out", out).stdout
    assert "Batch 2 of 2026-11-03 09:00 took" in plain
    assert "1 skipped, 1 failed." in plain
    assert str(out / ".evidence/2026-10/client/C-1/raises") in plain


def test_status_of_a_batch_that_was_stopped_says_how_to_go_on(pmo, out):
    with Ledger.writing(out) as ledger:
        ledger.begin(BEGUN)
    result = pmo("status", "--out", out)
    assert result.exit_code == 1
    assert "was stopped with 7 of 7 not made" in result.stdout
    assert "The same `pmo reports` command goes on" in result.stdout


def test_status_says_whether_the_batch_that_holds_the_folder_still_lives(pmo, out):
    with Ledger.writing(out) as ledger:
        ledger.begin(BEGUN)
    for pid, state in ((os.getpid(), "working"), (2**22 + 1, "stopped")):
        told = {"pid": pid, "host": socket.gethostname(), "since": "2026", "work": ""}
        (out / LOCK).write_text(json.dumps(told))
        assert json.loads(pmo("status", "--out", out, "--json").stdout)["state"] == state


@pytest.mark.parametrize("fenced", [True, False])
def test_status_says_where_no_fence_held_the_runs(pmo, out, fenced):
    with Ledger.writing(out) as ledger:
        ledger.begin({**BEGUN, "fenced": fenced})
    assert ("Nothing kept a run's code" in pmo("status", "--out", out).stdout) is not fenced


def test_history_lists_every_attempt_oldest_first(pmo, out):
    lines = json.loads(pmo("history", "--client", "C-1", "--out", out, "--json").stdout)
    found = [(line["batch"], line["outcome"]) for line in lines]
    assert sorted(found[:2]) == [(1, "failed"), (1, "made")]
    assert found[2:] == [(2, "skipped"), (2, "failed")]
    made = next(line for line in lines if line["outcome"] == "made")
    assert made["artefacts"]["html"]["path"] == "2026-10/C-1/client_report.html"
    assert made["inputs_kept_until"] == "2027-02-10"
    assert made["inputs"].keys() >= {"notebook", "slice", "code", "lock", "params"}
    plain = pmo("history", "--client", "C-1", "--out", out).stdout
    assert "It was not made before." in plain
    assert "ValueError" in plain


def test_history_of_one_that_the_ledger_lacks_names_those_it_has(pmo, out):
    result = pmo("history", "--client", "C-2", "--out", out)
    assert result.exit_code == 2
    assert "has nothing of the client 'C-2'; did you mean 'C-1'" in result.stderr
    assert pmo("history", "--out", out).exit_code == 2
    both = pmo("history", "--client", "C-1", "--programme", "P-1", "--out", out)
    assert "not both" in both.stderr


def test_verify_is_quiet_where_all_is_as_issued_and_names_an_edited_file_and_row(pmo, out):
    result = pmo("verify", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "8 rows and 2 documents: all as issued.\n")
    (out / "2026-10/C-1/client_report.html").write_text("edited")
    edit(out, "UPDATE entries SET content = replace(content, 'C-1', 'C-2') WHERE number = 2")
    result = pmo("verify", "--out", out, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["faults"][0]["kind"], told["faults"][0]["row"]) == ("row", 2)
    plain = pmo("verify", "--out", out).stdout
    assert "Row 2 was changed after it was written" in plain


def test_reproduce_gives_the_same_bytes_and_exits_one_where_they_differ(pmo, out, tmp_path):
    lines = json.loads(pmo("history", "--client", "C-1", "--out", out, "--json").stdout)
    number = next(line["run"] for line in lines if line["outcome"] == "made")
    into = tmp_path / "again"
    result = pmo("reproduce", number, "--into", into, "--out", out, "--json")
    assert result.exit_code == 0, result.stderr
    (document,) = json.loads(result.stdout)["documents"]
    assert document["identical"]
    assert (into / "client_report.html").read_bytes() == (
        out / "2026-10/C-1/client_report.html"
    ).read_bytes()
    hash_ = document["sha256"]
    other = "0" * 64
    edit(out, f"UPDATE entries SET content = replace(content, '{hash_}', '{other}')")
    result = pmo("reproduce", number, "--into", into, "--out", out)
    assert result.exit_code == 1
    assert "DIFFERS" in result.stdout


def test_reproduce_without_what_it_was_made_from_or_of_no_run_exits_two(pmo, out, tmp_path):
    lines = json.loads(pmo("history", "--client", "C-1", "--out", out, "--json").stdout)
    number = next(line["run"] for line in lines if line["outcome"] == "made")
    shutil.rmtree(out / ".slices")
    for asked, told in ((number, "no longer in"), (99, "There is no run 99")):
        result = pmo("reproduce", asked, "--into", tmp_path / "again", "--out", out)
        assert (result.exit_code, told in result.stderr) == (2, True)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("bad", ["none", "newer", "damaged"])
def test_a_ledger_that_cannot_be_read_exits_two_with_a_sentence(pmo, out, words, bad):
    if bad == "none":
        (out / LEDGER).unlink()
    elif bad == "newer":
        edit(out, "PRAGMA user_version = 9")
    else:
        (out / LEDGER).write_bytes(b"not a database, though it is long enough" * 100)
    result = pmo(*words, "--out", out)
    assert result.exit_code == 2
    told = {"none": "There is no ledger", "newer": "of version 9", "damaged": "is damaged"}[bad]
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_batch_cannot_start_on_a_damaged_ledger_and_leaves_the_reports(pmo, office, out):
    (out / LEDGER).write_bytes(b"not a database, though it is long enough" * 100)
    page = (out / "2026-10/C-1/client_report.html").read_bytes()
    result = pmo("reports", "--store", office / "store", "--out", out, "--client", "C-1")
    assert result.exit_code == 2
    assert "is damaged" in result.stderr
    assert (out / "2026-10/C-1/client_report.html").read_bytes() == page
