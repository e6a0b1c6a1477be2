"""Which files are read, and which period each reports: stated, in its name, or given."""

from datetime import date

import pytest

from pmo_lib.errors import MappingError, ParameterError, SourceError
from pmo_lib.tables.mapping.contract import SourceMapping
from pmo_lib.tables.mapping.fields import RatingField
from pmo_lib.tables.mapping.files import calendar_period, chosen_files


def _mapping(*files):
    return SourceMapping.model_validate(
        {
            "source": "office",
            "title": "returns",
            "files": list(files),
            "records": {
                "all": {
                    "reader": {"type": "delimited"},
                    "fields": {"id": {"type": "id", "heading": "Id"}},
                    "tables": {"projects": [{"columns": {"project_id": {"from": "id"}}}]},
                }
            },
        }
    )


def test_a_stated_period_has_the_days_of_the_calendar_unless_they_are_stated():
    stated = {"name": "a.csv", "period": "2026-Q3", "data_date": date(2026, 10, 9)}
    (file,) = chosen_files(_mapping(stated), ["a.csv", "b.csv"])
    assert (file.cadence, file.start, file.end) == ("quarter", date(2026, 7, 1), date(2026, 9, 30))
    assert file.data_date == date(2026, 10, 9)


def test_a_period_in_the_name_of_a_file_is_the_period_that_it_reports():
    mapping = _mapping({"pattern": r"^r_(?P<period>\d{4}-\d\d)\.csv$"})
    files = chosen_files(mapping, ["r_2026-09.csv", "r_2026-10.csv", "note.txt"])
    assert [(file.period, file.data_date) for file in files] == [
        ("2026-09", date(2026, 9, 30)),
        ("2026-10", date(2026, 10, 31)),
    ]


def test_the_other_groups_of_a_pattern_are_facts_of_the_file_beside_those_that_are_stated():
    pattern = r"^(?P<project_id>J\d+)_(?P<period>\d{4}-\d\d)(_(?P<draft>v\d))?\.xml$"
    mapping = _mapping({"pattern": pattern, "facts": {"currency": "GBP"}})
    (file,) = chosen_files(mapping, ["J0042_2026-10.xml"])
    assert file.facts == {"currency": "GBP", "project_id": "J0042"}
    assert mapping.files[0].fact_names() == ["currency", "project_id", "draft"]
    assert file.known() | {"project_id": "J0042", "period": "2026-10"} == file.known()


def test_a_period_in_a_name_that_is_none_is_refused():
    mapping = _mapping({"pattern": r"r_(?P<period>\d{4}-\d\d)"})
    with pytest.raises(MappingError, match=r"'2026-13', in the name of r_2026-13\.csv, is no per"):
        chosen_files(mapping, ["r_2026-13.csv"])


def test_a_period_that_nobody_states_has_to_be_given():
    mapping = _mapping({"name": "a.csv"})
    with pytest.raises(ParameterError, match=r"which period a\.csv reports; give it with --period"):
        chosen_files(mapping, ["a.csv"])
    (file,) = chosen_files(mapping, ["a.csv"], period="2026", as_of=date(2026, 6, 30))
    assert (file.period, file.end, file.data_date) == (
        "2026",
        date(2026, 12, 31),
        date(2026, 6, 30),
    )


def test_a_given_period_that_the_mapping_contradicts_is_refused():
    mapping = _mapping({"name": "a.csv", "period": "2025"})
    with pytest.raises(ParameterError, match=r"'2026' was given, but the mapping says that a\.csv"):
        chosen_files(mapping, ["a.csv"], period="2026")


def test_a_given_period_that_is_none_is_refused():
    with pytest.raises(ParameterError, match=r"'May' is no period; expected 2026-10, 2026-Q3 or"):
        chosen_files(_mapping({"name": "a.csv"}), ["a.csv"], period="May")


@pytest.mark.parametrize("period", ["0000", "1500", "9999"])
def test_a_period_of_a_year_that_tables_cannot_hold_is_none(period):
    with pytest.raises(ParameterError, match=f"'{period}' is no period"):
        chosen_files(_mapping({"name": "a.csv"}), ["a.csv"], period=period)


def test_a_day_that_tables_cannot_hold_is_refused():
    mapping = _mapping({"name": "a.csv", "period": "2026"})
    with pytest.raises(
        ParameterError, match=r"a\.csv: the data_date 9999-12-31 is in no year from"
    ):
        chosen_files(mapping, ["a.csv"], as_of=date(9999, 12, 31))


def test_a_file_whose_name_is_no_text_is_refused():
    mapping = _mapping({"pattern": "csv$", "period": "2026"})
    with pytest.raises(SourceError, match=r"'a\\udcff\.csv' is no text; rename it"):
        chosen_files(mapping, ["a\udcff.csv"])


def test_a_file_whose_name_does_not_say_its_scale_is_refused():
    mapping = _mapping({"pattern": "^a(?P<scale>_rag5)?", "period": "2026"})
    rating = RatingField(type="rating", heading="RAG", scale="file")
    mapping.records["all"].fields["rating"] = rating
    with pytest.raises(
        MappingError, match=r"a\.csv has the scale '', which is none; Allowed: rag3"
    ):
        chosen_files(mapping, ["a.csv"])


def test_a_file_that_two_entries_claim_is_refused():
    mapping = _mapping({"name": "a.csv", "period": "2025"}, {"pattern": "a", "period": "2026"})
    with pytest.raises(MappingError, match=r"a\.csv matches 2 entries under files; one is allowed"):
        chosen_files(mapping, ["a.csv"])


def test_a_name_is_no_pattern():
    mapping = _mapping({"name": "a.csv", "period": "2025"})
    assert chosen_files(mapping, ["axcsv", "aa.csv", "a.csv.bak"]) == []


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2024-02", ("month", date(2024, 2, 1), date(2024, 2, 29))),
        ("2026-Q4", ("quarter", date(2026, 10, 1), date(2026, 12, 31))),
        ("2023", ("year", date(2023, 1, 1), date(2023, 12, 31))),
    ],
)
def test_a_calendar_period_has_its_cadence_and_days(period, expected):
    assert calendar_period(period) == expected


def test_files_are_read_in_the_order_in_which_the_mapping_names_them():
    mapping = _mapping(
        {"name": "b.csv", "period": "2026"},
        {"pattern": r"^a_(?P<period>\d{4})\.csv$"},
        {"name": "extract.csv", "period": "2026"},
    )
    names = ["a_2025.csv", "a_2026.csv", "b.csv", "extract.csv"]
    files = chosen_files(mapping, names)
    assert [file.name for file in files] == ["b.csv", "a_2025.csv", "a_2026.csv", "extract.csv"]
