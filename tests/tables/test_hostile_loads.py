"""Hostile content: a load rejects it or stores it harmlessly, says so, and goes on."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_lib.errors import PMOError, SourceError
from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Store
from pmo_lib.workbench.export import to_csv

NOW = datetime(2026, 11, 1, tzinfo=UTC)
MAPPING = """\
source: office
title: returns
files:
  - {name: r.csv, period: 2026-10}
records:
  projects:
    reader: {type: delimited, encoding: utf-8, delimiter: ","}
    record_id: id
    fields:
      id: {type: id, heading: Id}
      name: {type: line, heading: Name}
      note: {type: paragraphs, heading: Note}
      budget: {type: money, heading: Budget, symbol: "£"}
      finish: {type: date, heading: Finish, formats: ["%d/%m/%Y"]}
    tables:
      projects:
        - columns:
            project_id: {from: id}
            source_id: {from: id.written}
            name: {from: name}
            description: {from: note}
            lifecycle: {value: live}
            budget: {from: budget}
            finish: {from: finish}
"""


@pytest.fixture
def run(tmp_path):
    """Load a file of given lines; give the store and the line of the records' account."""
    (tmp_path / "office.yml").write_text(MAPPING, encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()

    def running(*lines: str):
        text = "\n".join(["Id,Name,Note,Budget,Finish", *lines])
        (folder / "r.csv").write_text(text, encoding="utf-8", newline="")
        result = load(tmp_path / "office.yml", folder, tmp_path / "store", loaded_at=NOW)
        records = next(line for line in result.counts if line.kind)
        return Store.open(result.store), records

    return running


def _project(store, column):
    return store.read("projects")[column].tolist()


@pytest.mark.parametrize(
    "hostile",
    [
        "../../etc/passwd",
        "..",
        ".hidden",
        "a/b",
        "a\\b",
        "CON",
        "nul.txt",
        "J1\x00",
        "x" * 65,
        "é1",
    ],
)
def test_an_id_that_is_no_safe_name_rejects_its_record_and_the_others_stay(run, hostile):
    store, records = run(f"{hostile},Bad,,1,", "J2,Good,,2,")
    assert _project(store, "project_id") == ["J2"]
    (reject,) = store.read("rejects").to_dict("records")
    assert reject["rule"].startswith("id: ")
    assert records.count.rejected == 1
    assert [path.name for path in store.root.parent.iterdir()].count("passwd") == 0


def test_characters_that_cannot_be_shown_are_replaced_and_counted_and_the_raw_text_is_kept(run):
    store, records = run("J1,pay\x00roll \u202efdp.exe\u202c,fine,1,")
    assert _project(store, "name") == ["pay\ufffdroll fdp.exe"]
    assert records.notes == {"text with characters that cannot be shown: replaced or left out": 1}
    lineage = store.read("lineage").set_index(["table_name", "row_key", "column_name"])
    assert lineage.loc[("projects", "J1", "name"), "raw"] == "pay\x00roll \u202efdp.exe\u202c"


def test_names_from_right_to_left_stay_whole(run):
    store, records = run("J1,شركة نخيل الواحة للمياه,,1,", "J2,\u200fמגדל השקמה,,1,")
    assert _project(store, "name") == ["شركة نخيل الواحة للمياه", "\u200fמגדל השקמה"]
    assert records.notes == {}


def test_a_formula_is_text_and_no_spreadsheet_runs_it_from_an_export(run):
    store, _ = run("""J1,"=cmd|' /C calc'!A0","@SUM(1+1)",1,""")
    assert _project(store, "name") == ["=cmd|' /C calc'!A0"]
    exported = to_csv(store.read("projects")[["name", "description"]]).decode("utf-8-sig")
    assert exported.splitlines()[1] == "'=cmd|' /C calc'!A0,'@SUM(1+1)"


def test_markup_and_quotes_are_text(run):
    name = """<script>alert('x')</script> & "quotes" \\ #set page()"""
    quoted = '"' + name.replace('"', '""') + '"'
    assert _project(run(f"J1,{quoted},,1,")[0], "name") == [name]


def test_a_cell_of_ten_megabytes_is_rejected_and_its_beginning_kept(run):
    store, _ = run(f"J1,{'x' * 10_000_000},,1,", "J2,Good,,2,")
    names = store.read("projects").set_index("project_id")["name"]
    assert pd.isna(names["J1"])
    assert names["J2"] == "Good"
    (reject,) = store.read("rejects").to_dict("records")
    assert reject["rule"] == "text: at most 1,000,000 characters; this has 10,000,000"
    assert reject["raw"].startswith("xxx")
    assert len(reject["raw"]) < 10_000
    assert len(store.read("lineage")["raw"].max()) < 10_000


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("£1e9", "money: "),
        ("Inf", "money: "),
        ("NaN", "money: "),
        ("0x10", "money: "),
        ("٣٤", "money: "),
        ("9" * 40, "money: "),
        ("$5", "money: "),
    ],
)
def test_what_only_looks_like_money_is_rejected_and_never_zero(run, value, rule):
    store, _ = run(f"J1,Name,,{value},")
    project = store.read("projects").iloc[0]
    assert pd.isna(project["budget"])
    assert project["budget_state"] == "unreadable"
    assert store.read("rejects")["rule"].iloc[0].startswith(rule)


@pytest.mark.parametrize(
    "value", ["31/02/2026", "00/01/2026", "1/012/2014", "31/12/9999", "2026-12-31"]
)
def test_a_day_that_is_none_is_rejected_and_never_another_day(run, value):
    store, _ = run(f"J1,Name,,1,{value}")
    project = store.read("projects").iloc[0]
    assert pd.isna(project["finish"])
    assert project["finish_state"] == "unreadable"


def test_a_workbook_that_is_called_csv_is_refused_in_one_sentence(run, tmp_path):
    run("J1,Name,,1,")
    with zipfile.ZipFile(tmp_path / "in" / "r.csv", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(SourceError) as caught:
        load(tmp_path / "office.yml", tmp_path / "in", tmp_path / "store", loaded_at=NOW)
    assert "\n" not in str(caught.value)
    assert len(Store.open(tmp_path / "store").snapshots()) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_heading(run, tmp_path):
    folder = tmp_path / "in"
    (tmp_path / "office.yml").write_text(MAPPING.replace("encoding: utf-8, ", ""))
    (folder / "r.csv").write_text("Id,Name,Note,Budget,Finish\nJ1,A,,1,", encoding="utf-8-sig")
    result = load(tmp_path / "office.yml", folder, tmp_path / "store", loaded_at=NOW)
    assert _project(Store.open(result.store), "project_id") == ["J1"]


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.tuples(cells, cells, cells, cells, cells), max_size=6))
def test_any_cells_load_with_every_record_accounted_for(tmp_path, rows):
    (tmp_path / "office.yml").write_text(MAPPING, encoding="utf-8")
    folder: Path = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    text = "\n".join(["Id,Name,Note,Budget,Finish", *lines])
    (folder / "r.csv").write_text(text, encoding="utf-8", newline="")
    try:
        result = load(tmp_path / "office.yml", folder, tmp_path / "store", loaded_at=NOW)
    except PMOError as error:
        pytest.fail(f"refused a file whose cells alone are odd: {error}")
    records = next(line.count for line in result.counts if line.kind)
    blank = next(line.notes.get("blank row", 0) for line in result.counts if line.kind)
    assert records.read == records.accepted + records.rejected + records.ignored
    assert records.read + blank == len(rows)
