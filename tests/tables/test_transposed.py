"""The reader of files with one record a column: quoted breaks, stray rows, clear refusals."""

import re

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import Heading, read_transposed
from pmo_lib.tables.readers.records import cell_reference

HEADINGS = {
    "id": Heading(re.compile("^Id$")),
    "cost": Heading(re.compile(r"^Cost \(£m\)")),
    "note": Heading(re.compile("^Note"), required=False),
}


@pytest.fixture
def read(tmp_path):
    def reading(text, encoding="cp1252", delimiter=";"):
        path = tmp_path / "return.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_transposed(
            path, encoding=encoding, delimiter=delimiter, headings=HEADINGS, first="id"
        )

    return reading


def test_each_column_is_a_record_with_raw_text_and_the_cell_where_it_stands(read):
    reading = read('Id;A;B\r\n"Cost\r\n(£m) this year";£1; £2\xa0\r\n')
    assert reading.found == 2
    second = reading.records[1].cells
    assert (second["id"].raw, second["id"].reference) == ("B", "C1")
    assert (second["cost"].raw, second["cost"].reference, second["cost"].row) == (
        " £2\xa0",
        "C2",
        2,
    )
    assert "note" not in second


def test_line_breaks_of_any_kind_inside_quoted_cells_stay_in_the_cell(read):
    raw = 'one\rtwo\r\r\nthree\nfour; "five"'
    quoted = '"' + raw.replace('"', '""') + '"'
    reading = read(f"Id;A;B\r\nCost (£m);1;2\r\nNote;{quoted};x\r\n")
    assert [record.cells["note"].raw for record in reading.records] == [raw, "x"]
    assert [record.cells["id"].raw for record in reading.records] == ["A", "B"]


def test_blank_rows_note_rows_and_blank_columns_are_left_out_and_counted(read):
    reading = read("Id;A;;B\n;;;\nPublished in July;;;\nCost (£m);1; ;2\n\n")
    assert [record.cells["id"].raw for record in reading.records] == ["A", "B"]
    assert reading.found == 3
    assert dict(reading.ignored) == {"blank column": 1}
    assert dict(reading.notes) == {"blank row": 2, "note row": 1}
    assert reading.records[1].cells["cost"].reference == "D4"


def test_a_row_that_ends_early_has_empty_cells(read):
    reading = read("Id;A;B\nCost (£m);1\n")
    assert [record.cells["cost"].raw for record in reading.records] == ["1", ""]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("<!DOCTYPE html><html>", r"expected the first cell .* '\^Id\$', found '<!DOCTYPE html>"),
        ("Id,A,B\nCost (£m),1,2\n", r"delimited by ';' to match '\^Id\$', found 'Id,A,B'"),
        ("Cost (£m);1;2\nId;A;B\n", r"found 'Cost \(£m\)'"),
        ("Id\nCost (£m)\n", "holds no record"),
        ("Id;A;B\nNote;x;y\n", r"lacks the heading of cost \(\^Cost"),
        ("Id;A\nCost (£m);1\nBenefits;3\n", "row 3: the heading 'Benefits' matches no field"),
        ("Id;A\nCost (£m);1\nCost (£m) again;3\n", "row 3.*gives cost again, which row 2 gave"),
        ("Id;A\nCost (£m);1;2\n", r"row 2 .* has 3 cells, expected 2"),
        ('Id;A\nCost (£m);"1" 2\n', "is not text delimited by ';'"),
        (b"Id;A\nCost (\xa3m);\x9d\n", "byte 15 is 0x9d, which is no cp1252 text"),
    ],
)
def test_a_file_that_is_not_what_was_said_is_refused_in_one_sentence(read, text, message):
    with pytest.raises(SourceError, match=message) as caught:
        read(text)
    assert "\n" not in str(caught.value)
    assert "return.csv" in str(caught.value)


def test_a_heading_that_two_fields_claim_is_refused(tmp_path):
    path = tmp_path / "return.csv"
    path.write_text("Id;A\nCost;1\n")
    headings = {
        name: Heading(re.compile(p)) for name, p in (("id", "^Id"), ("a", "Co"), ("b", "st"))
    }
    with pytest.raises(SourceError, match="'Cost' matches a, b; make their patterns"):
        read_transposed(path, encoding="utf-8", delimiter=";", headings=headings, first="id")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"gone\.csv cannot be read"):
        read_transposed(
            tmp_path / "gone.csv", encoding="cp1252", delimiter=";", headings=HEADINGS, first="id"
        )


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA")]
)
def test_columns_are_lettered_as_in_a_spreadsheet(column, letters):
    assert cell_reference(column, 7) == f"{letters}7"
