"""Rows that a mapping makes of records: columns from fields, facts of the file, and templates."""

import pandas as pd
import pytest

from pmo_lib.tables.mapping import Mapper, chosen_files
from pmo_lib.tables.mapping.contract import SourceMapping, reader_for


@pytest.fixture
def rows_of(tmp_path):
    """Map a CSV file with one kind of record into one table, and give the table and the rejects."""

    def made(text, table, columns, fields, states=(), **file):
        (tmp_path / "J1_2026-10.csv").write_text(text, encoding="utf-8")
        mapping = SourceMapping.model_validate(
            {
                "source": "office",
                "title": "office",
                "states": list(states),
                "files": [{"pattern": r"^(?P<project_id>J\d+)_(?P<period>.*)\.csv$"} | file],
                "records": {
                    "rows": {
                        "reader": {"type": "delimited", "delimiter": ","},
                        "fields": fields,
                        "tables": {table: [{"columns": columns}]},
                    }
                },
            }
        )
        (file,) = chosen_files(mapping, ["J1_2026-10.csv"])
        got = {table: [], "rejects": []}
        mapper = Mapper(mapping, lambda name, frame: got.setdefault(name, []).append(frame))
        records = mapping.records["rows"]
        reading = reader_for(records, file.spec).open(
            tmp_path / file.name, records.headings(file.name)
        )
        mapper.add("rows", reading, file)
        mapper.close()
        return [pd.concat(got[name]) if got[name] else pd.DataFrame() for name in got][:2]

    return made


ID = {"type": "id", "heading": "Id"}


def test_a_template_puts_facts_and_attributes_of_the_file_beside_fields(rows_of):
    columns = {
        "project_id": {"file": "project_id"},
        "lifecycle": {"value": "live"},
        "calendar_id": {"template": "{file.project_id}-C{id}"},
        "name": {"template": "{id} in {file.period}, as of {file.data_date}"},
    }
    rows, _ = rows_of(
        "Id,Other\n7,\n", "projects", columns, {"id": ID, "other": ID | {"heading": "Other"}}
    )
    assert rows["calendar_id"].tolist() == ["J1-C7"]
    assert rows["name"].tolist() == ["7 in 2026-10, as of 2026-10-31"]


def test_a_template_without_one_of_its_values_gives_no_text(rows_of):
    columns = {
        "project_id": {"file": "project_id"},
        "lifecycle": {"value": "live"},
        "calendar_id": {"template": "{file.project_id}-C{id}"},
        "name": {"from": "name"},
    }
    fields = {"id": ID, "name": {"type": "line", "heading": "Name"}}
    rows, _ = rows_of("Id,Name\n,North\n", "projects", columns, fields)
    assert rows["calendar_id"].tolist() == [None]


def test_a_value_of_a_template_that_cannot_be_read_or_is_a_state_is_rejected(rows_of):
    columns = {
        "project_id": {"from": "id"},
        "lifecycle": {"value": "live"},
        "name": {"template": "{id}: {cost}"},
        "description": {"template": "{cost.written}"},
    }
    fields = {
        "id": ID,
        "cost": {"type": "money", "heading": "Cost"},
    }
    text = "Id,Cost\n1,5\n2,Inf\n3,Exempt\n"
    states = [{"pattern": "^Exempt", "state": "withheld"}]
    rows, rejects = rows_of(text, "projects", columns, fields, states=states)
    assert rows["name"].fillna("").tolist() == ["1: 5.0", "", ""]
    assert rows["description"].tolist() == ["5", "Inf", "Exempt"]
    assert rejects[["column_name", "raw"]].to_numpy().tolist() == [
        ["name", "Inf"],
        ["name", "Exempt"],
    ]


def test_a_flag_is_true_or_false_as_the_source_spells_it_and_else_unreadable(rows_of):
    columns = {
        "project_id": {"file": "project_id"},
        "activity_id": {"from": "id"},
        "active": {"from": "active"},
    }
    flag = {"type": "flag", "heading": "Active", "is_true": ["1", "Y"], "is_false": ["0"]}
    text = "Id,Active\n1,1\n2,Y\n3,0\n4,\n5,yes\n"
    rows, rejects = rows_of(text, "activities", columns, {"id": ID, "active": flag})
    assert rows["active"].tolist() == [True, True, False, None, None]
    assert rejects[["raw", "rule", "accepted"]].to_numpy().tolist() == [
        ["yes", "word: one of a list", "1, Y, 0"]
    ]


@pytest.fixture
def mapped(tmp_path):
    """Map a CSV file by a whole record set; give the counts by table and the frames."""

    def made(text, fields, tables, **records):
        (tmp_path / "r.csv").write_text(text, encoding="utf-8")
        content = {
            "source": "office",
            "title": "office",
            "files": [{"name": "r.csv", "period": "2026-10"}],
            "vocabularies": {"statuses": {"Live": {}, "Complete": {}, "Dropped": {}}},
            "records": {
                "rows": records
                | {"reader": {"type": "delimited", "delimiter": ","}}
                | {"fields": fields, "tables": tables}
            },
        }
        mapping = SourceMapping.model_validate(content)
        (file,) = chosen_files(mapping, ["r.csv"])
        got = {}
        mapper = Mapper(mapping, lambda name, frame: got.setdefault(name, []).append(frame))
        kind = mapping.records["rows"]
        reading = reader_for(kind, file.spec).open(tmp_path / "r.csv", kind.headings("r.csv"))
        mapper.add("rows", reading, file)
        counts = {count.table: count for count in mapper.close()}
        return counts, {name: pd.concat(frames) for name, frames in got.items()}

    return made


MILESTONE = {
    "project_id": {"from": "id"},
    "milestone_id": {"value": "END"},
    "period": {"file": "period"},
    "forecast_date": {"from": "date"},
}
STATUS_FIELDS = {
    "id": ID,
    "date": {"type": "date", "heading": "Date", "formats": ["%Y-%m-%d"]},
    "status": {"type": "word", "heading": "Status", "vocabulary": "statuses"},
}


def test_a_row_may_be_given_by_records_with_some_words_of_a_field_only(mapped):
    text = (
        "Id,Date,Status\n1,2026-01-01,Complete\n2,2026-02-01,Live\n3,2026-03-01,\n"
        "4,2026-04-01,Dropped\n5,2026-05-01,Yes\n"
    )
    tables = {
        "milestones": [
            {
                "where": {"status": ["Complete"]},
                "otherwise": "not complete",
                "columns": MILESTONE | {"actual_date": {"from": "date"}},
            },
            {
                "where": {"status": ["Live", ""]},
                "otherwise": "complete or dropped",
                "columns": MILESTONE,
            },
        ]
    }
    unstored = [{"field": "status", "table": "milestones", "rule": "it says which date it is"}]
    counts, got = mapped(text, STATUS_FIELDS, tables, unstored=unstored)
    rows = got["milestones"].set_index("project_id")
    assert rows["actual_date"].notna().to_dict() == {"1": True, "2": False, "3": False, "5": False}
    count = counts["milestones"]
    assert (count.read, count.accepted, count.ignored) == (10, 4, 6)
    assert count.rules["not complete"] == 4
    assert count.rules["complete or dropped"] == 2
    assert got["rejects"]["raw"].tolist() == ["Yes"]


def test_a_row_whose_key_another_has_is_rejected_with_the_cell_of_its_key(mapped):
    fields = STATUS_FIELDS | {"name": {"type": "id", "heading": "Name"}}
    columns = MILESTONE | {"milestone_id": {"template": "M-{name}"}}
    unstored = [{"field": "status", "table": "milestones", "rule": "not stored"}]
    _, got = mapped(
        "Id,Date,Status,Name\n1,2026-01-01,,Go\n1,2026-02-01,,Go\n",
        fields,
        {"milestones": [{"columns": columns}]},
        unstored=unstored,
    )
    assert got["rejects"][["cell", "raw"]].to_numpy().tolist() == [["D3", "Go"]]


def test_a_word_that_leaves_out_a_row_and_cannot_be_read_is_rejected_once(mapped):
    text = "Id,Date,Status\n1,2026-01-01,Yes\n2,2026-01-01,Live\n3,2026-01-01,Dropped\n"
    row = {"where": {"status": ["Live"]}, "otherwise": "not live"}
    tables = {
        "milestones": [
            row | {"columns": MILESTONE},
            row | {"columns": MILESTONE | {"milestone_id": {"value": "GATE"}}},
            row
            | {"columns": MILESTONE | {"milestone_id": {"value": "X"}, "name": {"from": "status"}}},
        ]
    }
    counts, got = mapped(text, STATUS_FIELDS, tables)
    count = counts["milestones"]
    assert (count.read, count.accepted, count.ignored, count.values_rejected) == (9, 3, 6, 1)
    assert got["rejects"][["column_name", "raw"]].to_numpy().tolist() == [["status", "Yes"]]
