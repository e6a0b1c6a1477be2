import json
import sys
from pathlib import Path

import pytest

from pmo_lib.workbench.making import make_report, report_command


def saying(out: str, err: str = "", code: int = 0) -> list[str]:
    """Stand in for the command line: a process that says this and ends so."""
    script = "import sys; sys.stdout.write(sys.argv[1]); sys.stderr.write(sys.argv[2]); "
    return [sys.executable, "-c", f"{script}sys.exit({code})", out, err]


def run(**given) -> str:
    return json.dumps([{"outcome": "made", "reason": "", "artefacts": {}, **given}])


def test_command_is_the_command_line_with_the_client_the_period_and_the_store():
    command = report_command(Path("/s"), client_id="C0001", period="2026-10")
    assert command[:3] == [sys.executable, "-m", "pmo_lib.cli.main"]
    assert command[3:] == (
        ["reports", "--client", "C0001", "--period", "2026-10", "--store", "/s", "--json"]
    )


def test_made_report_gives_its_files():
    outcome = make_report(saying(run(artefacts={"html": "/r/a.html", "pdf": "/r/a.pdf"})))
    assert outcome.outcome == "made"
    assert outcome.artefacts == {"html": Path("/r/a.html"), "pdf": Path("/r/a.pdf")}


@pytest.mark.parametrize("kind", ["held", "failed"])
def test_report_that_was_not_made_gives_its_reason(kind):
    outcome = make_report(saying(run(outcome=kind, reason="The summary is missing."), code=1))
    assert (outcome.outcome, outcome.reason) == (kind, "The summary is missing.")


def test_command_that_could_not_start_gives_the_sentence_it_ended_with():
    outcome = make_report(saying("", "1 report to make\npmo: There is no store in /s.\n", 2))
    assert (outcome.outcome, outcome.reason) == ("not_started", "There is no store in /s.")


@pytest.mark.parametrize("out", ["", "not json", "[]", "{}", "[1]", "[{}]", "null"])
def test_command_that_says_something_else_gives_its_code_and_last_line(out):
    outcome = make_report(saying(out, "Traceback\nMemoryError\n", 3))
    assert outcome.outcome == "not_started"
    assert outcome.reason == "pmo reports ended with code 3: MemoryError"


def test_command_that_is_not_there_is_said():
    outcome = make_report(["/nowhere/python"])
    assert outcome.outcome == "not_started"
    assert "/nowhere/python" in outcome.reason


def test_command_line_itself_says_why_it_could_not_start(tmp_path):
    outcome = make_report(report_command(tmp_path / "none", client_id="C1", period="latest"))
    assert outcome.outcome == "not_started"
    assert "There is no store in" in outcome.reason
