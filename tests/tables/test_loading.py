"""Loading: every record accounted for, or one clear sentence and nothing written."""

import shutil
import textwrap
from datetime import UTC, datetime

import pandas as pd
import pytest

from pmo_lib.errors import MappingError, SourceError, StoreError
from pmo_lib.tables import loading
from pmo_lib.tables.loading import load
from pmo_lib.tables.mapping.rows import Rows
from pmo_lib.tables.store import Store

NOW = datetime(2027, 1, 5, tzinfo=UTC)
MAPPING = """\
source: office
title: The office's return
licence: ours
files:
  - {name: r26.csv, period: "2026", data_date: 2026-12-31}
ignored_files:
  - {pattern: '^r25', rule: an earlier layout}
states:
  - {pattern: '^Exempt', state: withheld}
states_in_narrative:
  - {pattern: '^Exempt', state: withheld}
vocabularies:
  clients:
    A: {name: Alpha, spelt: [Aleph]}
    B: {name: Beta}
records:
  returns:
    reader: {type: delimited, layout: transposed, encoding: utf-8, delimiter: ";"}
    record_id: id
    fields:
      id: {type: id, heading: Id, upper: true}
      client: {type: word, heading: Client, vocabulary: clients}
      finish: {type: date, heading: Finish, formats: ['%d/%m/%Y']}
      cost: {type: money, heading: Cost, symbol: "£", multiply_by: 1000, state_from: note}
      note: {type: paragraphs, heading: Note}
      rating: {type: rating, heading: Rating, scale: rag3}
      share: {type: percent, heading: Share}
      variance: {type: percent, heading: Variance}
    unstored:
      - {field: variance, table: progress, rule: a ratio of stored amounts}
    tables:
      clients:
        - columns: {client_id: {from: client}, name: {from: client.name}}
      projects:
        - columns:
            project_id: {from: id}
            source_id: {from: id.written}
            description: {from: note}
            lifecycle: {value: live}
            finish: {from: finish}
            budget: {from: cost}
      project_clients:
        - columns:
            project_id: {from: id}
            client_id: {from: client}
            valid_from: {file: start}
            share: {from: share}
      baselines:
        - columns:
            project_id: {from: id}
            baseline_no: {file: period}
            effective: {from: finish}
            budget: {from: cost}
      status_reports:
        - only_with: rating
          otherwise: not rated
          columns:
            project_id: {from: id}
            period: {file: period}
            dimension: {value: overall}
            assessor: {value: owner}
            rating: {from: rating}
            rating_as_written: {from: rating.written}
            scale: {from: rating.scale}
"""
RETURN = """\
Id;j1;j2;j3;J1;;j5;j 6
Client;A;B;Aleph;B;A;X;A
Finish;31/12/2027;Exempt s43;2027-12-31;01/01/2028;01/01/2028;01/01/2028;01/01/2028
Cost;£1,500.50;;Inf;7;7;8;9
Note;fine;Exempt under s43;fine;again;no id;unknown client;bad id
Rating;Green;Exempt s43;;Red;Red;Teal;Red
Share;60%;140%;;1%;1%;2%;3%
Variance;5%;;Inf;1%;1%;2%;3%
"""


@pytest.fixture
def folder(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "r26.csv").write_text(RETURN, encoding="utf-8")
    (source / "r25.csv").write_text("another layout")
    return source


@pytest.fixture
def run(tmp_path, folder):
    (tmp_path / "office.yml").write_text(MAPPING, encoding="utf-8")

    def running():
        return load(tmp_path / "office.yml", folder, tmp_path / "store", loaded_at=NOW)

    return running


@pytest.fixture
def store(run):
    return Store.open(run().store)


def _row(store, table, project_id):
    rows = store.read(table).set_index("project_id")
    return rows.loc[project_id]


def test_a_value_is_stored_in_the_unit_of_the_table_with_its_text_as_evidence(store):
    assert _row(store, "projects", "J1")["budget"] == 1_500_500
    assert _row(store, "projects", "J1")["source_id"] == "j1"
    lineage = store.read("lineage").set_index(["table_name", "row_key", "column_name"])
    evidence = lineage.loc["baselines", "J1|2026", "budget"]
    assert (evidence["raw"], evidence["cell"], evidence["row"], evidence["file"]) == (
        "£1,500.50",
        "B4",
        4,
        "r26.csv",
    )


def test_a_state_in_the_cell_or_in_its_narrative_is_a_state_and_no_value(store):
    project = _row(store, "projects", "J2")
    assert (project["finish_state"], project["budget_state"]) == ("withheld", "withheld")
    assert pd.isna(project["finish"])
    assert pd.isna(project["budget"])
    status = _row(store, "status_reports", "J2")
    assert (status["rating_state"], status["rating_as_written"]) == ("withheld", "Exempt s43")
    lineage = store.read("lineage").set_index(["table_name", "row_key", "column_name"])
    assert lineage.loc["projects", "J2", "budget_state"]["cell"] == "C5"


def test_an_unreadable_value_is_kept_verbatim_and_the_record_stays(store):
    project = _row(store, "projects", "J3")
    assert (project["budget_state"], project["finish_state"]) == ("unreadable", "unreadable")
    rejects = store.read("rejects")
    mine = rejects[rejects["project_id"] == "J3"].set_index("cell")
    assert mine["raw"].to_dict() == {"D3": "2027-12-31", "D4": "Inf", "D8": "Inf"}
    assert mine.loc["D3", "accepted"] == "31/12/2026"
    assert mine.loc["D4", "rule"].startswith("money: a number")


def test_a_state_without_a_place_in_the_table_is_a_reject(store):
    rejects = store.read("rejects").set_index("cell")
    found = rejects.loc["C3"]
    assert (found["table_name"], found["column_name"], found["raw"]) == (
        "baselines",
        "effective",
        "Exempt s43",
    )


def test_of_records_with_one_id_the_first_is_kept(store):
    assert _row(store, "projects", "J1")["description"] == "fine"
    rejects = store.read("rejects")
    assert "record: an id once; first in B1" in set(rejects["rule"])


def test_a_row_whose_key_cannot_be_read_is_rejected_and_the_others_of_its_record_stay(store):
    assert _row(store, "projects", "J5")["description"] == "unknown client"
    assert "J5" not in set(store.read("project_clients")["project_id"])
    rejects = store.read("rejects")
    of_links = rejects[rejects["table_name"] == "project_clients"]
    (found,) = of_links[of_links["column_name"] == "client_id"].to_dict("records")
    assert found["rule"].startswith("row: needs client_id; word: one of a list")
    assert found["accepted"].startswith("A, B")
    assert (found["project_id"], found["raw"], found["cell"]) == ("J5", "X", "G2")


def test_what_was_read_is_accepted_rejected_or_ignored(run):
    counts = {line["table"]: line for line in run().to_json()}
    accounts = {
        table: tuple(line[name] for name in ("read", "accepted", "rejected", "ignored"))
        for table, line in counts.items()
    }
    assert accounts == {
        "files": (2, 1, 0, 1),
        "records": (7, 4, 3, 0),
        "clients": (4, 2, 1, 1),
        "projects": (4, 4, 0, 0),
        "project_clients": (4, 3, 1, 0),
        "baselines": (4, 4, 0, 0),
        "status_reports": (4, 3, 0, 1),
        "progress": (0, 0, 0, 0),
    }
    assert counts["files"]["rules"] == {"an earlier layout": 1}
    assert counts["status_reports"]["rules"] == {"not rated": 1}
    assert counts["progress"]["values_rejected"] == 1
    assert counts["projects"]["snapshot"] == "2026-12-31/0001"


def test_every_reject_is_counted_once(run):
    result = run()
    assert result.rejected == len(Store.open(result.store).read("rejects"))


def test_a_value_beyond_the_limits_of_its_table_is_kept_and_its_row_stays(store):
    link = _row(store, "project_clients", "J2")
    assert pd.isna(link["share"])
    (found,) = (r for r in store.read("rejects").to_dict("records") if r["cell"] == "C7")
    assert (found["column_name"], found["raw"]) == ("share", "140%")
    assert (found["rule"], found["accepted"]) == ("share: at most 1", "at most 1")


def test_a_row_that_gets_lost_stops_the_load(run, tmp_path, monkeypatch):
    whole = Rows.frame
    losing = {"projects": slice(1, None)}
    monkeypatch.setattr(
        Rows, "frame", lambda rows: whole(rows)[losing.get(rows.schema.table(), slice(None))]
    )
    with pytest.raises(SourceError, match="projects does not add up: read 4, accepted 3"):
        run()
    assert not (tmp_path / "store").exists()


def test_loading_again_adds_no_snapshot(run):
    first, second = run(), run()
    assert first.to_json() == second.to_json()
    assert len(Store.open(second.store).snapshots()) == 1


def test_files_that_no_rule_names_are_counted_too(run, folder):
    (folder / "letter.txt").write_text("Dear sponsor")
    (files,) = (line for line in run().to_json() if line["table"] == "files")
    assert files["rules"] == {"an earlier layout": 1, "not named by the mapping": 1}


def _break_missing_folder(folder):
    shutil.rmtree(folder)


def _break_empty_folder(folder):
    for path in folder.iterdir():
        path.unlink()


def _break_missing_file(folder):
    (folder / "r26.csv").unlink()


def _break_delimiter(folder):
    text = RETURN.replace(";", ",")
    (folder / "r26.csv").write_text(text, encoding="utf-8")


def _break_html(folder):
    (folder / "r26.csv").write_text("<!DOCTYPE html>\n<title>Not found</title>\n")


def _break_empty_file(folder):
    (folder / "r26.csv").write_bytes(b"")


@pytest.mark.parametrize(
    ("breaks", "message"),
    [
        (_break_missing_folder, "There is no folder .*source"),
        (_break_empty_folder, "source is empty; expected the source's files"),
        (_break_missing_file, r"lacks r26\.csv; found r25\.csv"),
        (_break_delimiter, r"its first row is the one cell 'Id,j1,j2.* by another delimiter"),
        (_break_html, r"is a web page \(HTML\), expected delimited text"),
        (_break_empty_file, r"r26\.csv is empty"),
    ],
)
def test_a_source_that_is_not_what_the_mapping_says_writes_nothing(
    run, folder, tmp_path, breaks, message
):
    breaks(folder)
    with pytest.raises(SourceError, match=message) as caught:
        run()
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "store").exists()


def test_one_bad_file_of_two_leaves_the_store_as_it_was(run, tmp_path, folder):
    run()
    two = MAPPING.replace(
        "ignored_files:",
        textwrap.dedent(
            """\
              - {name: r27.csv, period: "2027", cadence: year, start: 2027-01-01, end: 2027-12-31,
                 data_date: 2027-12-31}
            ignored_files:"""
        ),
    ).replace("\n- {name: r27", "\n  - {name: r27")
    (tmp_path / "office.yml").write_text(two, encoding="utf-8")
    (folder / "r26.csv").write_text(RETURN.replace("fine", "better"), encoding="utf-8")
    (folder / "r27.csv").write_text("<html>")
    with pytest.raises(SourceError, match=r"r27\.csv"):
        run()
    assert len(Store.open(tmp_path / "store").snapshots()) == 1


def test_a_store_is_not_made_among_other_files(run, tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "letter.txt").write_text("Dear sponsor")
    with pytest.raises(StoreError, match="not a store and not an empty folder"):
        run()


def test_a_missing_mapping_is_refused(tmp_path, folder):
    with pytest.raises(MappingError, match=r"none\.yml cannot be read"):
        loading.load(tmp_path / "none.yml", folder, tmp_path / "store", loaded_at=NOW)
