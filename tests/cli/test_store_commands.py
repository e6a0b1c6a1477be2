"""The commands on what a store holds: what they print, as text and JSON, and their exit codes."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from pmo_lib.cli.main import app
from pmo_lib.tables.store import Store

YEARS = (date(2022, 3, 31), date(2023, 3, 31))
NOW = "2026-11-25T09:00Z"


def _year(project: str, budget: float) -> dict[str, pd.DataFrame]:
    known = {"name": "Care records", "category": "IT", "start": pd.Timestamp("2020-01-01")}
    return {
        "projects": pd.DataFrame(
            {"project_id": [project, "X-9"], "lifecycle": "live", "budget": [budget, 5.0]}
        ).assign(**known),
        "lineage": pd.DataFrame(
            {
                "table_name": "projects",
                "row_key": [project],
                "column_name": "budget",
                "source": "s",
                "file": "return.xlsx",
                "sheet": "Data",
                "row": 7.0,
                "cell": "B7",
                "raw": f"£{budget:g}\x1b[31m",
            }
        ),
        "rejects": pd.DataFrame(
            {
                "reject_id": ["R1"],
                "source": "s",
                "table_name": "projects",
                "project_id": "LOST-1",
                "raw": "no id",
                "rule": "record: an id",
                "accepted": "a record with an id",
                "file": "return.xlsx",
                "row": 8.0,
            }
        ),
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a workbench whose own store has two years and a correction."""
    monkeypatch.setenv("PMO_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    store = Store.create(tmp_path / ".pmo" / "store")
    loads = [(YEARS[0], "DH-1", 10.0), (YEARS[0], "DH-1", 11.0), (YEARS[1], "DOH-1", 12.0)]
    for hour, (day, project, budget) in enumerate(loads):
        loaded_at = datetime(2026, 5, 1, hour, tzinfo=UTC)
        about = {"title": "Returns"}
        store.write("s", day, _year(project, budget), loaded_at=loaded_at, about=about)
    return tmp_path


@pytest.fixture
def pmo(home):
    """Run ``pmo`` in that workbench."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def _part(home: Path) -> Path:
    store = Store.open(home / ".pmo" / "store")
    return store.root / store.snapshots()[0].parts[0].path


def _lines(result) -> list[list[str]]:
    return [line.split() for line in result.stdout.splitlines()]


def test_snapshots_lists_each_load_and_which_is_superseded(pmo):
    result = pmo("snapshots")
    assert result.exit_code == 0
    head, *lines = _lines(result)
    assert head == ["snapshot", "source", "loaded", "tables", "rows", "rejects", "standing"]
    assert [line[0] for line in lines] == ["2022-03-31/0001", "2022-03-31/0002", "2023-03-31/0001"]
    assert lines[0][1:] == ["s", "2026-05-01", "00:00", "3", "4", "1", "superseded"]
    assert lines[1][-2:] == lines[2][-2:] == ["in", "force"]


def test_snapshots_as_json_tells_tables_rejects_and_what_was_said_of_the_load(pmo):
    found = json.loads(pmo("snapshots", "--json").stdout)
    assert found[0] == {
        "snapshot": "2022-03-31/0001",
        "source": "s",
        "as_of": "2022-03-31",
        "loaded_at": "2026-05-01T00:00:00+00:00",
        "tables": {"lineage": 1, "projects": 2, "rejects": 1},
        "rows": 4,
        "rejects": 1,
        "superseded": True,
        "about": {"title": "Returns"},
    }


def test_verify_says_of_each_load_whether_its_files_are_whole(pmo, home):
    result = pmo("snapshots", "--verify")
    assert result.exit_code == 0
    assert [line[-1] for line in _lines(result)[1:]] == ["whole"] * 3
    _part(home).write_bytes(b"damaged")
    result = pmo("snapshots", "--verify")
    assert result.exit_code == 1
    assert [line[-1] for line in _lines(result)[1:4]] == ["damaged", "whole", "whole"]
    assert f"The part {_part(home)} is damaged" in result.stdout
    found = json.loads(pmo("snapshots", "--verify", "--json").stdout)
    assert [len(line["damages"]) for line in found] == [1, 0, 0]


def test_verify_lists_a_load_whose_manifest_cannot_be_read(pmo, home):
    path = home / ".pmo/store/snapshots/2022-03-31/0002.json"
    path.write_text("{")
    assert pmo("snapshots").exit_code == 2
    result = pmo("snapshots", "--verify")
    assert result.exit_code == 1
    assert _lines(result)[2] == ["2022-03-31/0002", "manifest", "not", "readable", "damaged"]
    assert str(path) in result.stdout


def test_snapshots_of_an_unknown_source_names_the_nearest(pmo):
    result = pmo("snapshots", "--source", "t")
    assert result.exit_code == 2
    assert "nothing from 't'; Allowed: s." in result.stderr


def test_snapshots_of_an_empty_store_say_what_to_do(pmo, tmp_path):
    Store.create(tmp_path / "empty")
    result = pmo("snapshots", "--store", tmp_path / "empty")
    assert result.exit_code == 0
    assert "holds no snapshot yet; `pmo load`" in result.stdout


def test_trace_prints_value_cell_text_and_load_and_the_earlier_ones(pmo):
    result = pmo("trace", "projects", "DH-1", "budget")
    assert result.exit_code == 0
    assert "in force" not in result.stdout
    assert "It is not in the latest load; what earlier ones had:" in result.stdout
    result = pmo("trace", "projects", "X-9", "budget", "--as-of", "2022-03-31")
    assert "in force: 5" in result.stdout
    result = pmo("trace", "projects", "DH-1", "budget", "--as-of", "2022-12-31")
    assert result.stdout.splitlines() == [
        "projects  DH-1  budget",
        "in force: 11",
        r"    typed    as '£11\x1b[31m', in return.xlsx, sheet Data, cell B7",
        "    loaded   2026-05-01 01:00 UTC from s, snapshot 2022-03-31/0002",
        "superseded: 10",
        r"    typed    as '£10\x1b[31m', in return.xlsx, sheet Data, cell B7",
        "    loaded   2026-05-01 00:00 UTC from s, snapshot 2022-03-31/0001",
    ]


def test_trace_leaves_out_what_was_loaded_later(pmo):
    words = ("trace", "projects", "DH-1", "budget", "--known-by", "2026-05-01T00:30Z")
    assert "in force: 10" in pmo(*words).stdout


def test_trace_as_json_is_one_list(pmo):
    found = json.loads(pmo("trace", "projects", "DOH-1", "budget", "--json").stdout)
    assert [one["standing"] for one in found] == ["in force"]
    assert found[0]["place"]["raw"] == "£12\x1b[31m"
    assert found[0]["as_of"] == "2023-03-31"


def test_trace_of_a_rejected_row_tells_the_reject(pmo):
    text = pmo("trace", "projects", "LOST-1", "budget").stdout
    assert "rejected: the row could not be read" in text
    assert "as 'no id', in return.xlsx, row 8, by the rule record: an id; accepted: a rec" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["projects", "DH-2", "budget"], "did you mean 'DOH-1'?"),
        (["projects", "DH-1", "budgte"], "did you mean 'budget'?"),
        (["project", "DH-1", "budget"], "did you mean 'projects'?"),
        (["projects", "DH-1", "budget", "--as-of", "soon"], "'soon' is not a day"),
        (["projects", "DH-1", "budget", "--known-by", "soon"], "'soon' is not an instant"),
        (["projects", "DH-1", "budget", "--store", "/nowhere"], "There is no store in /nowhere"),
    ],
)
def test_trace_of_what_is_not_there_exits_two_and_names_the_nearest(pmo, words, told):
    result = pmo("trace", *words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_match_proposes_with_evidence_and_writes_nothing(pmo, home):
    result = pmo("match", "--source", "s")
    assert result.exit_code == 0
    first, evidence = result.stdout.splitlines()
    assert first.endswith("DH-1 may be DOH-1  (2022-03-31 to 2023-03-31)")
    assert "name 100% alike" in evidence
    assert not (home / "params").exists()


def test_match_as_json_has_proposals_and_what_was_written(pmo):
    found = json.loads(pmo("match", "--source", "s", "--json").stdout)
    assert found["written"] is None
    (one,) = found["proposals"]
    assert one.keys() == {
        *("alias", "proposal", "score", "ambiguous", "rivals", "evidence", "where")
    }
    assert (one["alias"], one["proposal"], one["ambiguous"]) == ("DH-1", "DOH-1", False)


def test_accepting_writes_the_decision_and_prints_it(pmo, home):
    decided = ("--by", "analyst", "--why", "new code", "--now", NOW)
    result = pmo("match", "--source", "s", "--accept", "DH-1=DOH-1", *decided)
    assert result.exit_code == 0
    path = home / "params" / "aliases" / "s.yml"
    line = '- {alias: DH-1, is: DOH-1, decided: 2026-11-25, by: "analyst", why: "new code"}'
    assert path.read_text().splitlines()[-1].strip() == line
    assert f"Written to {path}:\n  {line}\n" in result.stdout
    assert "No id of s in the table projects" in pmo("match", "--source", "s").stdout
    again = pmo("match", "--source", "s", "--accept", "DH-1=DOH-1", *decided)
    assert f"Nothing new was decided; {path} stays as it is." in again.stdout


def test_accepting_above_a_score_writes_the_certain_ones_alone(pmo, home):
    store = Store.open(home / ".pmo" / "store")
    for day, id_, bridges in ((YEARS[0], "DH-1", ["A-7"]), (YEARS[1], "DOH-1", ["B-8", "B-9"])):
        rows = _year(id_, 12.0)
        more = pd.DataFrame({"project_id": bridges, "name": "River bridge", "lifecycle": "live"})
        rows["projects"] = pd.concat([rows["projects"], more])
        store.write("s", day, rows, loaded_at=datetime(2026, 5, 2, tzinfo=UTC))
    decided = ("--by", "analyst", "--why", "new code", "--now", NOW)
    words = ("match", "--source", "s", "--least", "0.3", "--accept-above", "0.3", *decided)
    found = json.loads(pmo(*words, "--json").stdout)
    proposed = {one["alias"]: (one["ambiguous"], one["rivals"]) for one in found["proposals"]}
    assert proposed == {"DH-1": (False, []), "A-7": (True, ["B-9"])}
    assert found["written"]["file"] == str(home / "params" / "aliases" / "s.yml")
    (line,) = found["written"]["lines"]
    assert line.startswith("- {alias: DH-1, is: DOH-1,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--source", "z"], "nothing from 'z'"),
        (["--source", "s", "--table", "people"], "cannot be matched; Allowed: projects, clients"),
        (["--source", "s", "--from", "2022-03-31"], "--from and --to are given together"),
        (["--source", "s", "--against", "s", "--from", "2022-03-31"], "leave out --from"),
        (["--source", "s", "--accept", "DH-1"], "expected ALIAS=ID"),
        (["--source", "s", "--accept", "DH-1=DOH-1"], "give --by and --why"),
        (
            ["--source", "s", "--accept", "DH-7=DOH-1", "--by", "me", "--why", "so"],
            "did you mean 'DH-1'",
        ),
        (
            ["--source", "s", "--accept", "X-9=DH-1", "--by", "me", "--why", "so"],
            "makes one of two rows in the table projects",
        ),
    ],
)
def test_what_cannot_be_matched_or_decided_exits_two_and_writes_nothing(pmo, home, words, told):
    result = pmo("match", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (home / "params").exists()
