"""Rows that a mapping makes of records: columns from fields, facts of the file, and templates."""

import pandas as pd
import pytest

from pmo_lib.tables.mapping import Mapper, chosen_files
from pmo_lib.tables.mapping.contract import SourceMapping, reader_for


@pytest.fixture
def rows_of(tmp_path):
    """Map a CSV file with one kind of record into one table, and give the table and the rejects."""

    def made(text, table, columns, fields, **file):
        (tmp_path / "J1_2026-10.csv").write_text(text, encoding="utf-8")
        mapping = SourceMapping.model_validate(
            {
                "source": "office",
                "title": "office",
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
