"""``pmo load``: the account it prints, the period and the day it is given, and wrong input."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmo_lib.cli.main import app
from pmo_lib.tables.store import Store

MAPPING = """source: returns
title: Monthly returns
files:
  - name: returns.csv
records:
  projects:
    reader: {type: delimited, encoding: utf-8, delimiter: ","}
    record_id: project
    fields:
      project: {type: id, heading: Project}
      name: {type: line, heading: Name}
      budget: {type: money, heading: Budget, symbol: "£"}
      note: {type: line, heading: Note}
    unstored:
      - {field: note, table: projects, rule: notes are not kept}
    tables:
      projects:
        - columns:
            project_id: {from: project}
            name: {from: name}
            lifecycle: {value: live}
            budget: {from: budget}
            currency: {value: GBP}
      progress:
        - columns:
            project_id: {from: project}
            period: {file: period}
            period_budget: {from: budget}
            currency: {value: GBP}
"""
RETURNS = """Project,Name,Budget,Note
J1,River bridge,"£1,250",
J2,Care records,lots,late
J3,New school,lots,
"""
WORDS = ("load", "returns.yml", "--from", "data", "--store", "S")


@pytest.fixture
def pmo(tmp_path, monkeypatch):
    """Run ``pmo`` in a folder that holds a mapping and the file that it reads."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PMO_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    Path("data").mkdir()
    Path("data/returns.csv").write_text(RETURNS, encoding="utf-8")
    Path("returns.yml").write_text(MAPPING, encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def _lines(result) -> list[list[str]]:
    return [line.split() for line in result.stdout.splitlines()]


def _change(old: str, new: str) -> None:
    assert MAPPING.count(old) == 1
    Path("returns.yml").write_text(MAPPING.replace(old, new), encoding="utf-8")


def test_records_tables_rules_and_rejects_are_told_and_what_comes_next(pmo):
    result = pmo(*WORDS, "--period", "2026-10")
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = _lines(result)
    assert ["2026-10-31/0001", "returns.csv", "projects", *"33000"] in lines
    assert ["projects", *"133002"] in lines
    assert ["progress", *"133000"] in lines
    assert ["1", "note:", "notes", "are", "not", "kept"] in lines
    assert result.stdout.splitlines()[-2:] == [
        "The store is in S",
        "Next: pmo reports --store S",
    ]


def test_rejects_that_are_alike_are_one_line_with_the_first_place(pmo):
    told = [
        line for line in pmo(*WORDS, "--period", "2026-10").stdout.splitlines() if "lots" in line
    ]
    assert len(told) == 1
    assert told[0].startswith("  returns.csv, C3 and 1 more: 'lots' for projects.budget: money:")


def test_of_many_kinds_of_rejects_ten_are_shown_and_the_others_counted(pmo):
    rows = "".join(f"J{number},Name,no {number},\n" for number in range(16))
    Path("data/returns.csv").write_text(f"Project,Name,Budget,Note\n{rows}", encoding="utf-8")
    lines = pmo(*WORDS, "--period", "2026-10").stdout.splitlines()
    assert sum(": 'no " in line for line in lines) == 10
    assert "  and 6 more" in lines


def test_strict_makes_rejects_exit_one_and_loads_them_all_the_same(pmo):
    assert pmo(*WORDS, "--period", "2026-10", "--strict").exit_code == 1
    assert len(Store.open(Path("S")).read("projects", as_of=date(2026, 10, 31))) == 3


def test_the_period_s_last_day_is_the_day_of_the_data_where_none_is_given(pmo):
    found = {}
    for period, day in (
        ("2026-10", "2026-10-31"),
        ("2026-Q4", "2026-12-31"),
        ("2027", "2027-12-31"),
    ):
        lines = json.loads(pmo(*WORDS, "--period", period, "--json").stdout)
        found[period] = {line["snapshot"] for line in lines if line["file"]}
        assert found[period] == {f"{day}/0001"}


def test_the_day_that_is_given_is_the_snapshot_s_and_the_period_stays(pmo):
    result = pmo(*WORDS, "--period", "2026-10", "--as-of", "2026-11-03")
    assert ["2026-11-03/0001", "returns.csv", "projects", *"33000"] in _lines(result)
    store = Store.open(Path("S"))
    (period,) = store.read("periods", as_of=date(2026, 11, 3)).to_dict("records")
    assert (period["period"], str(period["data_date"].date())) == ("2026-10", "2026-11-03")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "which period returns.csv reports; give it with --period, such as 2026-10"),
        (["--period", "2026-13"], "'2026-13' is no period; expected 2026-10, 2026-Q3 or 2026."),
        (["--period", "October"], "'October' is no period"),
        (["--period", "2026-10", "--as-of", "31/10/2026"], "'31/10/2026' is not a day"),
        (["--period", "2026-10", "--as-of", "2025-10-31"], "2025-10-31 lies before 2026-10"),
        (["--period", "2026-10", "--now", "today"], "'today' is not an instant"),
    ],
)
def test_a_period_or_day_that_cannot_be_exits_two_and_makes_no_store(pmo, words, told):
    result = pmo(*WORDS, *words)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", "").split())
    assert not Path("S").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--period", "2026-11"], "says that returns.csv reports '2026-10'; leave out --period."),
        (["--as-of", "2026-10-31"], "stand at 2026-10-30; leave out --as-of."),
    ],
)
def test_what_the_mapping_states_is_not_overridden(pmo, words, told):
    stated = '  - name: returns.csv\n    period: "2026-10"\n    data_date: 2026-10-30\n'
    _change("  - name: returns.csv\n", stated)
    result = pmo(*WORDS, *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert pmo(*WORDS).exit_code == 0
    assert pmo(*WORDS, "--period", "2026-10", "--as-of", "2026-10-30").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("heading: Budget,", "headng: Budget,", "line 12, records.projects.fields.budget.headng:"),
        ("heading: Budget,", "headng: Budget,", "unknown key 'headng'; did you mean 'heading'?"),
        ("type: money", "type: mony", "'mony' is not allowed; did you mean 'money'?"),
        ("period_budget:", "period_budgte:", "line 28, records.projects.tables.progress.0.columns"),
        ("period_budget:", "period_budgte:", "did you mean 'period_budget'?"),
        ("      progress:", "      progres:", "'progres' is no table; did you mean 'progress'?"),
        ("{from: name}", "{from: nam}", "'nam' is no field; did you mean 'name'?"),
        ("heading: Budget,", "heading: Budgets,", "Did the heading 'Budget' replace it?"),
    ],
)
def test_a_misspelt_mapping_is_told_with_file_line_key_and_the_nearest_word(pmo, old, new, told):
    _change(old, new)
    result = pmo(*WORDS, "--period", "2026-10")
    assert result.exit_code == 2
    assert told in result.stderr
    assert "returns." in result.stderr
    assert not Path("S").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["returns.yml"], "The source returns is read from files; name their folder with --from."),
        (["returns.yml", "--from", "gone"], "There is no folder gone"),
        (["returns.yml", "--from", "."], "lacks returns.csv; found returns.yml."),
        (["return.yml", "--from", "data"], "return.yml cannot be read (No such file"),
    ],
)
def test_a_folder_or_mapping_that_is_not_there_exits_two(pmo, words, told):
    result = pmo("load", *words, "--store", "S", "--period", "2026-10")
    assert result.exit_code == 2
    assert told in result.stderr
    assert not Path("S").exists()


def test_a_file_of_data_given_for_the_mapping_is_told_in_a_line(pmo):
    Path("data/returns.csv").write_text(RETURNS * 100, encoding="utf-8")
    result = pmo("load", "data/returns.csv", "--from", "data", "--store", "S")
    assert result.exit_code == 2
    assert "returns.csv" in result.stderr
    assert len(result.stderr) < 300


def test_a_store_whose_name_has_a_space_is_quoted_in_what_comes_next(pmo):
    result = pmo(*WORDS[:-1], "my store", "--period", "2026-10")
    assert result.stdout.splitlines()[-1] == "Next: pmo reports --store 'my store'"
