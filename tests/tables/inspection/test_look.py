"""Inspection: what the readers see in a file, and a mapping that loads once it is gone through."""

from datetime import UTC, datetime

import pytest

from pmo_lib.errors import MappingError, SourceError
from pmo_lib.tables.inspection import look, starting_mapping
from pmo_lib.tables.loading import load
from pmo_lib.tables.mapping import read_mapping
from pmo_lib.tables.store import Store

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ROWS = """\
Returns of May;;;;
Project ref;Project name;Client;Budget (£m);End date
J/1;Big dig;North;1.5;31/12/2026
J/2;Small dig;South;2;01/11/2026
J/3;Deep dig;North;0.25;13/05/2027
J/4;Old dig;South;7;TBD
J/5;Wide dig;North;9;02/02/2027
J/6;Far dig;South;8;03/03/2027
J/7;Near dig;North;8;03/03/2027
J/8;Wet dig;North;8;03/03/2027
J/9;Dry dig;North;8;03/03/2027
J/10;Last dig;North;8;03/03/2027
"""


@pytest.fixture
def file(tmp_path):
    def written(text, name="May returns.csv"):
        (tmp_path / "in").mkdir(exist_ok=True)
        path = tmp_path / "in" / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def _mapping(path, tmp_path):
    mapping = tmp_path / "returns.yml"
    text = starting_mapping("returns", path.name, look(path))
    mapping.write_text(text, encoding="utf-8")
    return mapping, text


def test_headings_are_found_below_what_stands_above_them(file):
    (sight,) = look(file(ROWS))
    assert (sight.header_row, sight.records, sight.more) == (2, 10, False)
    assert [column.heading for column in sight.columns] == [
        *("Project ref", "Project name", "Client", "Budget (£m)", "End date"),
    ]
    assert [column.guess.type for column in sight.columns] == [
        *("id", "line", "word", "money", "date"),
    ]
    assert sight.columns[4].examples == ("31/12/2026", "01/11/2026", "13/05/2027")


def test_a_starting_mapping_loads_as_it_is_and_nothing_is_lost(file, tmp_path):
    path = file(ROWS)
    mapping, text = _mapping(path, tmp_path)
    assert "CHECK" in text
    assert text.count("CHOOSE") == 1  # in the first line, which says what it means
    result = load(mapping, path.parent, tmp_path / "store", loaded_at=NOW, period="2026-05")
    store = Store.open(result.store)
    projects = store.read("projects").set_index("project_id")
    assert projects.loc["J-1", ["name", "budget"]].tolist() == ["Big dig", 1_500_000]
    assert store.read("project_clients")["client_id"].value_counts().to_dict() == {
        "NORTH": 7,
        "SOUTH": 3,
    }
    assert store.read("rejects")["raw"].tolist() == ["TBD"]


def test_where_a_choice_is_open_the_mapping_is_refused_until_it_is_made(file, tmp_path):
    text = ROWS
    for old, new in (("31/12/2026", "01/12/2026"), ("13/05/2027", "03/05/2027"), ("TBD", "")):
        text = text.replace(old, new)
    mapping, written = _mapping(file(text), tmp_path)
    assert "CHOOSE: '%d/%m/%Y' or '%m/%d/%Y'? Every value reads as either" in written
    with pytest.raises(MappingError, match=r"end_date\.formats: .*at least 1 item"):
        read_mapping(mapping)
    mapping.write_text(written.replace("formats: []", "formats: ['%d/%m/%Y']"))
    assert read_mapping(mapping).source == "returns"


def test_without_an_id_the_name_stands_for_one(file, tmp_path):
    text = "\n".join(line.split(";", 1)[1] for line in ROWS.splitlines()[1:])
    path = file(text)
    mapping, _ = _mapping(path, tmp_path)
    result = load(mapping, path.parent, tmp_path / "store", loaded_at=NOW, period="2026-05")
    ids = Store.open(result.store).read("projects")["project_id"]
    assert len(ids) == 10
    assert ids.str.startswith("BIG-DIG-").sum() == 1


def test_records_in_columns_are_seen_as_such(file, tmp_path):
    lines = [line.split(";") for line in ROWS.splitlines()[1:]]
    turned = "\n".join(";".join(cells) for cells in zip(*lines, strict=True))
    path = file(turned)
    (sight,) = look(path)
    assert sight.reader["layout"] == "transposed"
    assert sight.records == 10
    mapping, _ = _mapping(path, tmp_path)
    result = load(mapping, path.parent, tmp_path / "store", loaded_at=NOW, period="2026-05")
    assert len(Store.open(result.store).read("projects")) == 10
    assert look(path, transposed=False)[0].reader.get("layout") is None


def test_headings_with_marks_of_yaml_and_patterns_are_written_so_that_they_are_read(file, tmp_path):
    text = ROWS.replace("End date", "End: 'date' {x} # [y] & *z").replace("Client", "Client, %")
    path = file(text)
    mapping, _ = _mapping(path, tmp_path)
    result = load(mapping, path.parent, tmp_path / "store", loaded_at=NOW, period="2026-05")
    assert len(Store.open(result.store).read("projects")) == 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is an empty file"),
        ("only one cell\n", "no delimiter gives all rows one number of cells"),
        ("<!DOCTYPE html><html></html>", r"is a web page \(HTML\); expected a delimited text"),
    ],
)
def test_a_file_without_a_table_is_refused(file, text, message):
    with pytest.raises(SourceError, match=message):
        look(file(text))


@pytest.mark.parametrize(
    ("name", "period", "projects"),
    [
        ("melbourne_water/Capital_Delivery_Project_deidentified.csv", "2020", 445),
        ("nz_infra/NZ_Infrastructure_Database.csv", "2019-11", 506),
        ("gmpp/gmpp_2021.csv", "2021", 184),
    ],
)
def test_what_is_written_for_real_files_loads_every_project(
    shared, tmp_path, name, period, projects
):
    path = shared(name)
    mapping, _ = _mapping(path, tmp_path)
    result = load(mapping, path.parent, tmp_path / "store", loaded_at=NOW, period=period)
    assert len(Store.open(result.store).read("projects")) == projects
