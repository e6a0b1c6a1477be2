"""``pmo inspect``: what it prints, the mapping it writes, and what it says of wrong files."""

import importlib.util
import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from pmo_lib.cli.main import app

RETURNS = """Project ID,Project name,Client,Approved finish,Budget (£m),RAG
J1,River bridge,Roads,31/12/2026,12.5,Green
J2,Care records,Health,01/11/2026,3,Amber
J3,New school,Health,30/06/2027,to be confirmed,Red
J4,Bypass,Roads,15/09/2026,7,Green
J5,Fire station,Roads,28/02/2027,1.25,Green
J6,Library,Health,20/10/2026,2,Amber
"""


@pytest.fixture
def pmo(tmp_path, monkeypatch):
    """Run ``pmo`` in a folder of its own, which holds a return."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PMO_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    Path("returns").mkdir()
    Path("returns/May.csv").write_text(RETURNS, encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def _made():
    path = Path(__file__).parents[1] / "tables" / "readers" / "made.py"
    spec = importlib.util.spec_from_file_location("made", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _column(result, heading: str) -> str:
    (line,) = (line for line in result.stdout.splitlines() if line.startswith(heading))
    return line.removeprefix(heading)


def test_it_prints_how_the_file_is_read_and_a_line_for_each_column(pmo):
    result = pmo("inspect", "returns/May.csv")
    assert result.exit_code == 0
    assert result.stderr == ""
    first, head, *_ = result.stdout.splitlines()
    assert (
        first == "type 'delimited', encoding 'utf-8', delimiter ',': headings in row 1, 6 records"
    )
    assert head.split() == ["heading", "filled", "different", "may", "be", "such", "as"]
    assert _column(result, "Project ID").split()[:3] == ["6", "6", "id"]
    assert "date %d/%m/%Y" in _column(result, "Approved finish")
    assert _column(result, "Project name").split("line")[1].strip() == (
        "River bridge | Care records | New school"
    )


def test_what_a_person_has_to_settle_stands_below_its_column(pmo):
    lines = pmo("inspect", "returns/May.csv").stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Budget"))
    assert "money, symbol £, multiply_by 1000000" in lines[at]
    asked = " ".join(line.strip() for line in lines[at + 1 : at + 4])
    assert "? the heading says '£m': are the amounts in units of 1,000,000?" in asked
    assert "? 1 of 6 do not read so: states, or rejects?" in asked


def test_no_column_is_squeezed_where_texts_are_long(pmo):
    long = "x" * 90
    Path("wide.csv").write_text(f"{long},{long}y\n{long},{long}\n{long},z\n")
    lines = pmo("inspect", "wide.csv").stdout.splitlines()
    assert lines[1].split() == ["heading", "filled", "different", "may", "be", "such", "as"]
    assert lines[2].split()[:3] == [f"{'x' * 48}...", "2", "1"]


def test_a_table_without_records_says_so_once(pmo):
    Path("head.csv").write_text("Project,Budget\n")
    result = pmo("inspect", "head.csv")
    assert result.exit_code == 0
    assert "headings in row 1, no records" in result.stdout
    assert "?" not in result.stdout


def test_as_json_it_is_one_list_of_tables(pmo):
    (table,) = json.loads(pmo("inspect", "returns/May.csv", "--json").stdout)
    assert (table["header_row"], table["records"], table["more"]) == (1, 6, False)
    budget = table["columns"][4]
    assert (budget["heading"], budget["type"], budget["read"]) == ("Budget (£m)", "money", 5)
    assert budget["settings"] == {"symbol": "£", "multiply_by": 1_000_000}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_is_shown_sheet_by_sheet(pmo, kind):
    rows = [["Risk ID", "Title"], ["R1", "Flood"], ["R2", "Delay"]]
    content = getattr(_made(), kind)({"Risks": rows, "Empty": [], "Old": rows[:2]})
    Path(f"book.{kind}").write_bytes(content)
    result = pmo("inspect", f"book.{kind}")
    assert result.exit_code == 0
    assert "type 'workbook', sheet 'Risks': headings in row 1, 2 records" in result.stdout
    assert "type 'workbook', sheet 'Old': headings in row 1, 1 record\n" in result.stdout
    assert "Empty" not in result.stdout


def test_a_workbook_is_known_by_its_content_whatever_its_name_says(pmo):
    Path("book.csv").write_bytes(_made().xlsx({"Data": [["Id", "Name"], ["J1", "Bridge"]]}))
    assert "type 'workbook', sheet 'Data'" in pmo("inspect", "book.csv").stdout


def test_records_in_columns_are_seen_and_either_way_may_be_asked_for(pmo):
    rows = zip(*(line.split(",") for line in RETURNS.splitlines()), strict=True)
    Path("turned.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    seen = pmo("inspect", "turned.csv").stdout
    assert "layout 'transposed': headings in column A, 6 records" in seen
    assert pmo("inspect", "turned.csv", "--transposed").stdout == seen
    in_rows = pmo("inspect", "turned.csv", "--in-rows").stdout
    assert "headings in row" in in_rows
    assert "transposed" not in in_rows


def test_write_makes_a_mapping_says_where_and_what_comes_next(pmo):
    result = pmo("inspect", "returns/May.csv", "--write", "params/my sources/returns.yml")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-2:] == [
        "Written to params/my sources/returns.yml: go through every CHECK and CHOOSE in it.",
        "Next: pmo load 'params/my sources/returns.yml' --from returns --period PERIOD",
    ]
    text = Path("params/my sources/returns.yml").read_text(encoding="utf-8")
    assert "CHECK" in text
    found = yaml.safe_load(text)
    assert found["source"] == "returns"
    assert found["files"] == [{"name": "May.csv"}]


def test_the_mapping_that_is_written_loads_the_file(pmo):
    pmo("inspect", "returns/May.csv", "--write", "returns.yml")
    words = ("load", "returns.yml", "--from", "returns", "--period", "2026-05", "--json")
    lines = json.loads(pmo(*words).stdout)
    projects = next(line for line in lines if line["table"] == "projects")
    assert (projects["read"], projects["accepted"], projects["values_rejected"]) == (6, 6, 1)


def test_a_mapping_that_is_there_is_never_written_over(pmo):
    Path("mine.yml").write_text("source: mine\n")
    result = pmo("inspect", "returns/May.csv", "--write", "mine.yml")
    assert result.exit_code == 2
    assert "mine.yml is there already; name a new file under --write." in result.stderr
    assert result.stdout == ""
    assert Path("mine.yml").read_text() == "source: mine\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nowhere.csv", None, "nowhere.csv cannot be read (No such file or directory)"),
        ("empty.csv", b"", "empty.csv is an empty file; expected a delimited text, a workbook"),
        ("plan.xml", b"<?xml version='1.0'?><Project/>", "plan.xml is an XML file; expected"),
        ("note.txt", b"no table\nat all here\n", "note.txt: no delimiter gives all rows one"),
        ("zeros.csv", b"\0" * 64, "zeros.csv"),
        ("cut.xlsx", b"PK\x03\x04 and no more", "cut.xlsx"),
    ],
)
def test_a_file_that_holds_no_table_exits_two_and_writes_nothing(pmo, name, content, told):
    if content is not None:
        Path(name).write_bytes(content)
    result = pmo("inspect", name, "--write", "new.yml")
    assert result.exit_code == 2
    assert result.stderr.startswith("pmo: ")
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("new.yml").exists()


def test_of_a_folder_a_file_of_it_is_named(pmo):
    result = pmo("inspect", "returns")
    assert result.exit_code == 2
    assert "returns is a folder; name one file of it, such as returns/May.csv." in result.stderr
    Path("bare").mkdir()
    assert "bare is a folder; name one file of it.\n" in pmo("inspect", "bare").stderr
