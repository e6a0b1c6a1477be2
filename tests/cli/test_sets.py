"""``pmo sets``: which report sets there are, and which are due."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from pmo_lib.cli.main import app
from pmo_lib.errors import LedgerError


@pytest.fixture
def sets(office, tmp_path, monkeypatch):
    """List the sets of a workbench with two sets more than the small office has."""
    home = tmp_path / "home"
    shutil.copytree(office / "home", home, symlinks=True)
    (home / "params/reports/quarterly.yml").write_text(
        "title: Quarterly\naudience: The sponsor\nnotebook: client_report.ipynb\nlevel: client\n"
        "edition: internal\ncadence: quarter\nclients: [C-1, C-3]\nformats: [pdf]\n"
    )
    (home / "params/reports/round.yml").write_text("title: Round\ngathers: {quarterly: [C-3]}\n")
    monkeypatch.setenv("PMO_HOME", str(home))
    given = ["sets", "--store", str(office / "store")]
    return lambda *words: CliRunner().invoke(app, [*given, *words])


def test_each_set_is_described_as_its_file_has_it(sets):
    found = {line["set"]: line for line in json.loads(sets("--json").stdout)}
    quarterly = found["quarterly"]
    assert (quarterly["audience"], quarterly["edition"]) == ("The sponsor", "internal")
    assert (quarterly["cadence"], quarterly["formats"]) == ("quarter", ["pdf"])
    assert (quarterly["clients"], quarterly["who"]) == (["C-1", "C-3"], "2 clients")
    assert found["client"]["who"] == "all clients"
    assert found["sample"]["who"] == "2 clients, the portfolio"
    assert (found["round"]["who"], found["round"]["edition"]) == ("client C-3", None)


def test_a_set_is_due_for_the_period_asked_and_else_says_when_it_is(sets):
    for period, due in (("2026-10", False), ("2026-09", True)):
        lines = json.loads(sets("--json", "--period", period).stdout)
        found = {line["set"]: line for line in lines}
        assert found["quarterly"]["due"] is found["round"]["due"] is due
        assert found["client"]["due"]
        assert bool(found["round"]["not_due"]) is not due


def test_the_list_has_a_line_a_set_and_a_sentence_on_what_is_not_due(sets):
    text = sets().stdout
    line = next(one for one in text.splitlines() if one.startswith("quarterly"))
    for word in ("Quarterly", "The sponsor", "internal", "quarter", "2 clients", "pdf"):
        assert word in line
    assert line.rstrip().endswith("not due for 2026-10")
    assert text.count("it was last due for 2026-09. It is next due for the month") == 1


def test_pmo_reports_says_in_a_line_which_usual_set_is_left_out(
    sets, office, tmp_path, monkeypatch
):
    path = tmp_path / "home/params/reports/client.yml"
    path.write_text(path.read_text() + "cadence: year\n")
    monkeypatch.setattr("pmo_lib.press.batch.working_in", _stopped)
    given = ["reports", "--store", str(office / "store"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, given)
    (line,) = [one for one in result.stderr.splitlines() if one.startswith("Left out")]
    assert line == (
        "Left out: Report set 'client' is made once a year, and is not due for 2026-10. "
        "It is next due for the month that ends in 2026-12."
    )


def _stopped(*_, **__):
    raise LedgerError("stopped before anything is made")


def test_a_period_that_the_store_lacks_exits_two(sets):
    result = sets("--period", "1999")
    assert (result.exit_code, "no period '1999'" in result.stderr) == (2, True)
