"""Layouts: headings found by rule, every row and column accounted for, places as users see them."""

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import Heading, Headings, Repeat
from pmo_lib.tables.readers import layouts as module
from pmo_lib.tables.readers.grids import Grid, Layout
from pmo_lib.tables.readers.layouts import read_grid

FIELDS = {
    "id": Heading(("Id",)),
    "cost": Heading(patterns=(r"^Cost \(£m\)",)),
    "note": Heading(("Note",), required=False),
}


def _grid(text, **settings):
    rows = [line.split(";") for line in text.splitlines()]
    numbered = iter([(number, cells) for number, cells in enumerate(rows, start=1)])
    return Grid("g.xlsx", "g.xlsx, sheet S", numbered, sheet="S", **settings)


def _read(text, headings=None, *, merged=(), **layout):
    reading = read_grid(_grid(text, merged=merged), Layout(**layout), headings or Headings(FIELDS))
    batches = list(reading.batches)
    return batches, reading


def _column(batches, name):
    return [text for batch in batches for text in batch.cells[name].raw]


def test_headings_are_the_first_row_that_holds_all_that_are_required():
    batches, reading = _read("Returns of May\n\nId;Status\nNote;Id;Cost (£m)\nx;1;2\n;;\ny;3;4")
    assert _column(batches, "id") == ["1", "3"]
    assert _column(batches, "note") == ["x", "y"]
    assert batches[0].cells["cost"].references().tolist() == ["C5", "C7"]
    assert batches[0].sheet == "S"
    assert dict(reading.notes) == {"row above the table": 2, "blank row": 2}


def test_a_table_of_headings_alone_gives_no_record():
    batches, reading = _read("Id;Cost (£m)")
    assert batches == []
    assert not reading.ignored


def test_rows_that_a_rule_names_are_ignored_and_counted():
    rules = [{"pattern": "^Total", "rule": "a total"}]
    batches, reading = _read("Id;Cost (£m)\n1;2\nTotal;2\n;\n", ignored_rows=rules)
    assert _column(batches, "id") == ["1"]
    assert dict(reading.ignored) == {"a total": 1}


def test_headings_over_several_rows_are_joined_also_where_merged_cells_span_columns():
    headings = Headings(
        {
            "id": Heading(("Id",)),
            "plan": Heading(("Cost / Plan",)),
            "actual": Heading(("Cost / Actual",)),
        }
    )
    batches, _ = _read(
        ";Cost;\nId;Plan;Actual\n1;2;3", headings, header_rows=2, merged=[((0, 1), (0, 2))]
    )
    assert _column(batches, "plan") == ["2"]
    assert _column(batches, "actual") == ["3"]


SEVERAL = """\
Issues;;;Risks;;
Id;Cost (£m);;Id;Cost (£m);Note
I1;1;;R1;10;x
;;;R2;20;y
I3;3;;;;
I4;4;;R9;90;z
"""


def test_of_several_tables_on_a_sheet_the_one_below_its_title_is_read():
    two = "Issues\nId;Cost (£m)\nI1;1\n\nRisks\nId;Cost (£m)\nR1;10\n\nnot read\n"
    assert _column(_read(two, title="^Issues$")[0], "id") == ["I1"]
    assert _column(_read(two, title="^Risks$")[0], "id") == ["R1"]


def test_a_table_beside_others_ends_at_a_blank_heading_and_at_its_first_blank_row():
    headings = Headings(FIELDS | {"note": Heading(("Note",))})
    batches, _ = _read(SEVERAL, headings, title="Risks")
    assert _column(batches, "id") == ["R1", "R2"]
    assert batches[0].cells["id"].references().tolist() == ["D3", "D4"]


def test_a_title_that_is_not_there_is_refused():
    with pytest.raises(SourceError, match="sheet S holds no title that matches 'Risks'"):
        _read("Id;Cost (£m)\n1;2", title="Risks")


def test_a_value_below_no_heading_is_rejected_with_its_row():
    batches, _ = _read("Id;;Cost (£m)\n1;;2\n2;lost;3")
    assert _column(batches, "id") == ["1"]
    assert [(f.row, f.rule) for f in batches[0].faults] == [(3, "row: a value below no heading")]


def test_batches_are_bounded_and_together_hold_all_records(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 3)
    text = "\n".join(["Id;Cost (£m)", *[f"{n};{n}" for n in range(8)]])
    batches, _ = _read(text)
    assert [batch.size for batch in batches] == [3, 3, 2]
    assert _column(batches, "id") == [str(n) for n in range(8)]


def test_a_batch_of_long_texts_ends_sooner(monkeypatch):
    monkeypatch.setattr(module, "BATCH_TEXT", 100)
    batches, _ = _read("\n".join(["Id;Cost (£m)", *[f"{n};{'9' * 50}" for n in range(5)]]))
    assert [batch.size for batch in batches] == [2, 2, 1]


def test_headings_that_come_again_are_no_record_and_are_counted():
    text = "Id;Cost (£m)\n1;2\nId;Cost (£m)\n2;3\n\ufeffId;Cost (£m)\nId;4"
    batches, reading = _read(text)
    assert _column(batches, "id") == ["1", "2", "Id"]
    assert dict(reading.ignored) == {"the row of headings again": 2}


def test_a_row_that_is_rejected_is_kept_whole():
    batches, _ = _read(f"Id;Cost (£m)\n1;2;{'x' * 5000}")
    assert batches[0].faults[0].raw == f"1 | 2 | {'x' * 5000}"


def test_merged_cells_that_lie_upon_each_other_are_refused():
    merged = [((0, 0), (0, 1)), ((0, 1), (0, 1))]
    with pytest.raises(SourceError, match="row 1: merged cells lie upon each other"):
        _read("Cost;\nId;Cost (£m)\n1;2", merged=merged, header_rows=2)


def test_a_batch_of_rejected_rows_alone_keeps_them(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 1)
    batches, _ = _read("Id;Cost (£m)\n1;2;3\n4;5")
    assert [(batch.size, len(batch.faults)) for batch in batches] == [(0, 1), (1, 0)]


def test_transposed_each_column_is_a_record_with_the_cell_where_it_stands():
    batches, _ = _read("Id;A;B\nCost (£m) this year;£1; £2\xa0", layout="transposed")
    assert batches[0].cells["cost"].raw.tolist() == ["£1", " £2\xa0"]
    assert batches[0].cells["cost"].references().tolist() == ["B2", "C2"]
    assert batches[0].cells["cost"].row.tolist() == [2, 2]
    assert "note" not in batches[0].cells


def test_transposed_blank_rows_note_rows_and_blank_columns_are_left_out_and_counted():
    batches, reading = _read(
        "Id;A;;B\n;;;\nPublished in July;;;\nCost (£m);1; ;2\n\n", layout="transposed"
    )
    assert _column(batches, "id") == ["A", "B"]
    assert dict(reading.ignored) == {"blank column": 1}
    assert dict(reading.notes) == {"blank row": 2, "note row": 1}
    assert batches[0].cells["cost"].references().tolist() == ["B4", "D4"]


def test_transposed_a_row_that_ends_early_has_empty_cells():
    batches, _ = _read("Id;A;B\nCost (£m);1", layout="transposed")
    assert _column(batches, "cost") == ["1", ""]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; expected one record a column"),
        ("Id\nCost (£m)", "holds no record: its first row is the one cell 'Id', the heading alone"),
        ("Id;A;B\nNote;x;y", r"lacks the heading of cost \(/\^Cost"),
        ("Id;A\nCost (£m);1\nBenefits;3", "row 3: the heading 'Benefits' matches no field"),
        ("Id;A\nCost (£m);1\nCost (£m) again;3", "row 3: .* gives cost again, which row 2 gave"),
        ("Id;A\nCost (£m);1;2", r"row 2 \('Cost \(£m\)'\) has 3 cells, expected 2"),
        ("Id;A\nCost (£m);1\n;9", "row 3 has values and no heading"),
    ],
)
def test_transposed_a_grid_that_is_not_what_was_said_is_refused(text, message):
    with pytest.raises(SourceError, match=message) as caught:
        _read(text, layout="transposed")
    assert "sheet S" in str(caught.value)


RISKS = Headings(
    {
        "project": Heading(("Project",)),
        "title": Heading(("Risk {n}",)),
        "impact": Heading(patterns=("^Impact of {n}$",), required=False),
    },
    ignored=(("^Other", "not asked for"),),
    repeat=Repeat("n", ("1", "2", "3")),
)


def test_a_group_that_is_repeated_gives_a_record_each_time_it_is_filled():
    batches, reading = _read(
        "Project;A;B\nRisk 1;fire;flood\nImpact of 1;High;\nRisk 2;;theft\nOther;x;y",
        RISKS,
        layout="transposed",
    )
    found = [
        (batch.cells["project"].raw[at], batch.cells["n"].raw[at], batch.cells["title"].raw[at])
        for batch in batches
        for at in range(batch.size)
    ]
    assert found == [("A", "1", "fire"), ("B", "1", "flood"), ("B", "2", "theft")]
    assert dict(reading.ignored) == {"nothing in a repeated group": 1}
    assert dict(reading.notes) == {"not asked for": 1, "no group '3' of n": 1}


def test_groups_repeat_in_rows_too():
    batches, reading = _read("Project;Risk 1;Impact of 1;Risk 2\nA;fire;High;\nB;;;x", RISKS)
    assert _column(batches, "title") == ["fire", "x"]
    assert _column(batches, "n") == ["1", "2"]
    assert reading.ignored.total() == 2
