"""Workbooks: typed cells stay typed, places are those that a spreadsheet shows, nothing is lost."""

import struct
from datetime import date, datetime, time

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.parsers import CellError
from pmo_lib.tables.readers import DelimitedReader, Heading, Headings, WorkbookReader
from pmo_lib.tables.readers.compound import compound_of

FORMATS = ("xlsx", "ods", "xls", "xlsb")
HEADINGS = Headings({"id": Heading(("Id",)), "value": Heading(("Value",))})
ROWS = [["Id", "Value"], ["a", 1.5], ["b", "two"]]


@pytest.fixture
def file(tmp_path):
    def written(content, name="return.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def _read(path, headings=HEADINGS, **settings):
    reading = WorkbookReader(type="workbook", **settings).open(path, headings)
    batches = list(reading.batches)
    return batches, reading


def _cells(path, name="value", headings=HEADINGS, **settings):
    batches, _ = _read(path, headings, **settings)
    return [cell for batch in batches for cell in _told(batch.cells[name])]


def _told(cells):
    kinds = ["t"] * len(cells) if cells.kind is None else cells.kind.tolist()
    return list(zip(kinds, cells.raw.tolist(), cells.references().tolist(), strict=True))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_sheet_of_every_format_gives_its_records_with_their_cells(made, file, ending):
    path = file(getattr(made, ending)({"S": ROWS}), f"return.{ending}")
    batches, reading = _read(path)
    assert batches[0].sheet == "S"
    assert _told(batches[0].cells["id"]) == [("t", "a", "A2"), ("t", "b", "A3")]
    assert _told(batches[0].cells["value"]) == [("n", "1.5", "B2"), ("t", "two", "B3")]
    assert reading.stated == {"sheet": "S"}


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_typed_cells_stay_typed_and_dates_written_as_text_stay_text(made, file, ending):
    values = [date(2020, 5, 1), "01/05/2020", 7, 0.25, True, "7", "TRUE"]
    rows = [["Id", "Value"], *([f"r{n}", value] for n, value in enumerate(values))]
    path = file(getattr(made, ending)({"S": rows}), f"return.{ending}")
    assert [(kind, raw) for kind, raw, _ in _cells(path)] == [
        ("d", "2020-05-01"),
        ("t", "01/05/2020"),
        ("n", "7"),
        ("n", "0.25"),
        ("b", "True"),
        ("t", "7"),
        ("t", "TRUE"),
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_an_error_is_kept_as_its_text_and_is_of_no_type_that_has_values(made, file, ending):
    rows = [
        ["Id", "Value"],
        ["a", CellError("#REF!")],
        ["b", CellError("#N/A")],
        ["c", "#REF!"],
        [CellError("#DIV/0!"), 1],
    ]
    path = file(getattr(made, ending)({"S": rows}), f"return.{ending}")
    assert _cells(path) == [
        ("e", "#REF!", "B2"),
        ("e", "#N/A", "B3"),
        ("t", "#REF!", "B4"),
        ("n", "1", "B5"),
    ]
    assert _cells(path, "id")[-1] == ("e", "#DIV/0!", "A5")


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_formula_whose_result_was_not_stored_is_kept_as_its_formula_and_never_calculated(
    made, file, ending
):
    rows = [["Id", "Value"], ["a", made.Formula("1+1")], ["b", 3], ["c", made.Formula("cmd|'/c'")]]
    path = file(getattr(made, ending)({"S": rows}), f"return.{ending}")
    assert [(kind, raw) for kind, raw, _ in _cells(path)] == [
        ("e", "=1+1"),
        ("n", "3"),
        ("e", "=cmd|'/c'"),
    ]


def test_the_stored_result_of_a_formula_is_its_value_also_where_it_is_empty_text(made, file):
    cells = {
        "A1": "Id",
        "B1": "Value",
        "A2": "a",
        "B2": made.Raw('<c r="B2"><f>1+1</f><v>2</v></c>'),
        "A3": "b",
        "B3": made.Raw('<c r="B3" t="str"><f>IF(1,"","x")</f><v></v></c>'),
        "A4": "c",
        "B4": made.Raw('<c r="B4" t="str"><f>"x"&amp;1</f><v>x1</v></c>'),
        "A5": "d",
        "B5": made.Raw('<c r="B5"><f t="shared" si="0"/><v>7</v></c>'),
    }
    told = _cells(file(made.xlsx({"S": cells})))
    assert told == [("n", "2", "B2"), ("t", "", "B3"), ("t", "x1", "B4"), ("n", "7", "B5")]


def test_formulas_beyond_all_other_cells_are_not_lost(made, file):
    cells = {
        "A1": "Id",
        "B1": "Value",
        "A2": "a",
        "B2": made.Formula("A1"),
        "B9": made.Formula("2"),
    }
    assert _cells(file(made.xlsx({"S": cells}))) == [("e", "=A1", "B2"), ("e", "=2", "B9")]


def test_rows_and_columns_are_called_as_the_spreadsheet_calls_them(made, file):
    cells = {"D7": "Id", "F7": "Value", "D9": "a", "F9": 5}
    batches, reading = _read(file(made.xlsx({"S": cells})))
    assert _told(batches[0].cells["value"]) == [("n", "5", "F9")]
    assert batches[0].cells["id"].row.tolist() == [9]
    assert reading.notes["blank row"] == 7


def test_a_transposed_sheet_may_begin_in_any_column(made, file):
    cells = {"C2": "Id", "D2": "a", "F2": "b", "C4": "Value", "D4": 1, "F4": 2}
    path = file(made.xlsx({"S": cells}))
    batches, reading = _read(path, layout="transposed")
    assert _told(batches[0].cells["value"]) == [("n", "1", "D4"), ("n", "2", "F4")]
    assert reading.ignored == {"blank column": 1}


def test_headings_of_merged_cells_count_for_every_column_below_them(made, file):
    rows = [["", "2026", ""], ["Id", "Cost", "Value"], ["a", 1, 2]]
    path = file(made.xlsx({"S": rows}, merged={"S": ["B1:C1"]}))
    headings = Headings(
        {"id": Heading(("Id",)), "value": Heading(("2026 / Value",))}, ((".", "x"),)
    )
    assert _cells(path, headings=headings, header_rows=2) == [("n", "2", "C3")]


def test_a_merged_range_that_is_wider_than_the_sheet_is_cut_at_its_last_column(made, file):
    rows = [["", "2026", ""], ["Id", "Cost", "Value"], ["a", 1, 2]]
    path = file(made.xlsx({"S": rows}, merged={"S": ["B1:ZZZZZZ4000000000"]}))
    headings = Headings(
        {"id": Heading(("Id",)), "value": Heading(("2026 / Value",))}, ((".", "x"),)
    )
    assert _cells(path, headings=headings, header_rows=2) == [("n", "2", "C3")]


def test_one_of_several_tables_on_a_sheet_is_found_by_its_title(made, file):
    rows = [["Costs"], ["Id", "Value"], ["a", 1], [], ["Benefits"], ["Id", "Value"], ["b", 2]]
    path = file(made.xlsx({"S": rows}))
    assert _cells(path, title="^Benefits") == [("n", "2", "B7")]


# Sheets.


def test_without_a_name_the_only_visible_sheet_is_read_and_the_others_are_counted(made, file):
    sheets = {"Lists": [["x"]], "Return": ROWS, "Old": [["y"]]}
    batches, reading = _read(file(made.xlsx(sheets, hidden=("Lists", "Old"))))
    assert batches[0].sheet == "Return"
    assert reading.stated == {"sheet": "Return"}
    assert reading.notes == {"hidden sheet that is not read": 2, "sheet that is not read": 0}


def test_several_visible_sheets_have_to_be_told_apart(made, file):
    path = file(made.xlsx({"One": ROWS, "Two": ROWS}))
    with pytest.raises(
        SourceError, match=r"2 visible sheets; name the one to read under sheet.*Two"
    ):
        _read(path)


@pytest.mark.parametrize("wanted", ['Q1 (draft) <&> "ä"', "^Q1 ", 'q1 (draft)  <&> "ä"'])
def test_a_sheet_is_found_by_its_name_or_by_a_pattern(made, file, wanted):
    path = file(made.xlsx({'Q1 (draft) <&> "ä"': ROWS, "Q2": [["x"]]}))
    batches, reading = _read(path, sheet=wanted)
    assert batches[0].sheet == 'Q1 (draft) <&> "ä"'
    assert reading.notes["sheet that is not read"] == 1


def test_a_pattern_of_several_sheets_or_of_none_is_refused(made, file):
    path = file(made.xlsx({"Q1": ROWS, "Q2": ROWS}))
    with pytest.raises(SourceError, match="2 sheets that match"):
        _read(path, sheet="^Q")
    with pytest.raises(SourceError, match="no sheet 'Q3'; did you mean 'Q"):
        _read(path, sheet="Q3")


def test_a_hidden_sheet_is_read_where_it_is_named(made, file):
    path = file(made.xlsx({"Seen": [["x"]], "Hidden": ROWS}, hidden=("Hidden",)))
    assert _cells(path, sheet="Hidden")[0] == ("n", "1.5", "B2")


def test_a_sheet_without_cells_is_empty(made, file):
    with pytest.raises(SourceError, match="sheet 'S' is empty"):
        _read(file(made.xlsx({"S": []})))


# Days, times and numbers.


def test_days_are_counted_from_1900_or_1904_as_the_workbook_says(made, file):
    rows = [["Id", "Value"], ["a", (43831, made.DATE)], ["b", (61, made.DATE)]]
    assert [raw for _, raw, _ in _cells(file(made.xlsx({"S": rows})))] == [
        "2020-01-01",
        "1900-03-01",
    ]
    later = made.xlsx({"S": rows}, workbook='<workbookPr date1904="1"/>')
    assert [raw for _, raw, _ in _cells(file(later))] == ["2024-01-02", "1904-03-02"]


@pytest.mark.parametrize("day", [59, 60])
def test_the_day_that_never_was_and_the_one_it_is_taken_for_are_no_dates(made, file, day):
    path = file(made.xlsx({"S": [["Id", "Value"], ["a", (day, made.DATE)]]}))
    assert _cells(path) == [("e", "day 59 or 60 of 1900", "B2")]


@pytest.mark.parametrize("day", [0, -5, 99_999_999])
def test_a_number_that_is_no_day_is_no_date(made, file, day):
    path = file(made.xlsx({"S": [["Id", "Value"], ["a", (day, made.DATE)]]}))
    ((kind, _, _),) = _cells(path)
    assert kind != "d"


def test_an_instant_a_time_and_a_duration_keep_what_they_are(made, file):
    rows = [
        ["Id", "Value"],
        ["a", (43831.75, made.DATE)],
        ["b", (0.5, made.TIME)],
        ["c", (1.5, made.HOURS)],
    ]
    assert [(kind, raw) for kind, raw, _ in _cells(file(made.xlsx({"S": rows})))] == [
        ("d", datetime(2020, 1, 1, 18).isoformat()),
        ("t", time(12).isoformat()),
        ("t", "PT36H0M0S"),
    ]


def test_a_cell_that_is_shown_as_a_percentage_holds_the_share(made, file):
    path = file(made.xlsx({"S": [["Id", "Value"], ["a", (0.5, made.PERCENT)]]}))
    assert _cells(path) == [("n", "0.5", "B2")]


def test_a_number_too_large_for_any_is_no_number(made, file):
    raw = made.Raw('<c r="B2"><v>1e400</v></c>')
    path = file(made.xlsx({"S": {"A1": "Id", "B1": "Value", "A2": "a", "B2": raw}}))
    assert _cells(path)[0][1] == "inf"


def test_a_cell_of_ten_million_characters_is_read_whole(made, file):
    text = "long " * 2_000_000
    path = file(made.xlsx({"S": [["Id", "Value"], ["a", text]]}))
    assert len(_cells(path)[0][1]) == len(text)


def test_control_characters_and_direction_marks_in_shared_texts_arrive_as_written(made, file):
    members = made.xlsx_parts({"S": {"A1": "Id", "B1": "Value"}})
    cells = '<row><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>3</v></c></row></sheetData>'
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", cells)
    texts = "<si><t>a</t></si><si><t/></si><si/><si><t>x_x000D_\u202e&amp;</t></si>"
    members["xl/sharedStrings.xml"] = f'<sst uniqueCount="4">{texts}</sst>'
    path = file(made.zipped(members))
    assert _cells(path) == [("t", "x\r\u202e&", "B2")]


# What a file is.


@pytest.mark.parametrize("ending", FORMATS)
def test_a_workbook_is_told_by_its_content_whatever_it_is_called(made, file, ending):
    path = file(getattr(made, ending)({"S": ROWS}), "return.csv")
    batches, reading = _read(path)
    assert batches[0].size == 2
    assert reading.stated["format"] == ending


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is an empty file, expected a workbook"),
        (b"Id;Value\na;1\n", "text or an unknown format.*`type: delimited`"),
        (b"<html><table><tr><td>Id</td></tr></table></html>", "web page.*save it as xlsx"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "is an XML file.*save it as xlsx"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04broken", "damaged or cut off"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "no workbook, or is damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(file, content, message):
    with pytest.raises(SourceError, match=message):
        _read(file(content, "return.xls"))


def test_other_archives_of_office_are_no_workbooks(made, file):
    word = made.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
    with pytest.raises(SourceError, match="a document or presentation"):
        _read(file(word))
    with pytest.raises(SourceError, match="a zip archive, expected a workbook"):
        _read(file(made.zipped({"a.txt": "x"})))


@pytest.mark.parametrize("ending", FORMATS)
def test_delimited_text_that_is_a_workbook_is_refused_with_the_reader_to_use(made, file, ending):
    path = file(getattr(made, ending)({"S": ROWS}), "return.csv")
    with pytest.raises(SourceError, match=r"expected delimited text, whatever.*`type: workbook`"):
        DelimitedReader(type="delimited").open(path, HEADINGS)


def test_an_encrypted_workbook_is_told(made, file):
    encrypted = compound_of("EncryptedPackage", b"secret")
    with pytest.raises(SourceError, match=r"encrypted with a password.*send it without"):
        _read(file(encrypted))
    lock = struct.pack("<HHH", 0x002F, 2, 1)
    with pytest.raises(SourceError, match="encrypted with a password"):
        _read(file(made.xls({"S": ROWS}, before=lock), "return.xls"))
    entry = '<manifest:encryption-data manifest:checksum="x"/>'
    with pytest.raises(SourceError, match="encrypted with a password"):
        _read(file(made.ods({"S": ROWS}, manifest=entry), "return.ods"))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_truncated_workbook_is_refused(made, file, ending):
    content = getattr(made, ending)({"S": ROWS})
    for size in (len(content) // 2, len(content) - 30):
        with pytest.raises(SourceError):
            _read(file(content[:size], f"return.{ending}"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"none\.xlsx cannot be read"):
        _read(tmp_path / "none.xlsx")
