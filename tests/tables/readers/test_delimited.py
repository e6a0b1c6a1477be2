"""Delimited text: what is found is certain, what cannot be known is asked for, nothing shifts."""

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import DelimitedReader, Heading, Headings
from pmo_lib.tables.readers import delimited as module
from pmo_lib.tables.readers.delimited import find_delimiter, find_encoding, open_delimited

HEADINGS = Headings({"id": Heading(("Id",)), "name": Heading(("Name",))})


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "return.csv"

    def written(content, encoding="utf-8"):
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written


def _records(path, **settings):
    reading = DelimitedReader(type="delimited", **settings).open(path, HEADINGS)
    batches = list(reading.batches)
    rows = [
        tuple(batch.cells[name].raw[at] for name in ("id", "name"))
        for batch in batches
        for at in range(batch.size)
    ]
    return rows, reading, [fault for batch in batches for fault in batch.faults]


def test_encoding_and_delimiter_are_found_and_stated(file):
    rows, reading, _ = _records(file("Id;Name\n1;Ærø\n2;Łódź\n"))
    assert rows == [("1", "Ærø"), ("2", "Łódź")]
    assert reading.stated == {"encoding": "utf-8", "delimiter": ";"}


@pytest.mark.parametrize(
    ("mark", "encoding", "found"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    ],
)
def test_a_byte_order_mark_says_the_encoding_and_is_no_part_of_the_first_heading(
    file, mark, encoding, found
):
    path = file(mark + "Id,Name\n1,Ærø\n".encode(encoding))
    rows, reading, _ = _records(path)
    assert rows == [("1", "Ærø")]
    assert reading.stated["encoding"] == found


def test_text_that_is_not_utf_8_and_has_no_mark_has_to_be_stated(file):
    path = file("Id;Name\n1;Ærø\n", "cp1252")
    with pytest.raises(SourceError, match=r"byte 10 is 0xc6, so it is not UTF-8.*state its enc"):
        find_encoding(path)
    assert _records(path, encoding="cp1252")[0] == [("1", "Ærø")]


def test_bytes_that_cp1252_does_not_define_are_kept_and_counted(file):
    path = file(b"Id;Name\n1;a\x9db\n2;\x9d\x81\n")
    rows, reading, _ = _records(path, encoding="cp1252", delimiter=";")
    assert rows == [("1", "a\x9db"), ("2", "\x9d\x81")]
    assert reading.stated == {"undefined bytes": "0x81 1 times, 0x9d 2 times"}


def test_text_that_is_not_of_the_stated_encoding_is_refused(file):
    with pytest.raises(SourceError, match=r"return\.csv: the byte 0xff is no ascii text"):
        _records(file(b"Id;Name\n1;\xff\n"), encoding="ascii", delimiter=";")


def test_a_delimiter_that_cannot_be_known_has_to_be_stated(file):
    with pytest.raises(SourceError, match="none does give all rows one number of cells"):
        find_delimiter(file("Id\n1\n2\n"), "utf-8")
    with pytest.raises(SourceError, match="',' and ';' do give all rows one number of cells"):
        find_delimiter(file("Id;a,b\n1;c,d\n"), "utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_usual_delimiter_is_found(file, delimiter):
    text = f"Id{delimiter}Name\n1{delimiter}one two\n"
    assert find_delimiter(file(text), "utf-8") == delimiter


def test_line_breaks_of_any_kind_inside_quoted_cells_stay_in_the_cell(file):
    raw = 'one\rtwo\r\r\nthree\nfour; "five"'
    quoted = '"' + raw.replace('"', '""') + '"'
    rows, _, _ = _records(file(f"Id;Name\r\n1;{quoted}\r\n2;x\r\n"), delimiter=";")
    assert rows == [("1", raw), ("2", "x")]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_the_same_however_the_file_is_cut_into_chunks(file, monkeypatch, size, end):
    monkeypatch.setattr(module, "_CHUNK", size)
    text = end.join(["Id;Name", '1;"a\r\nb"', "2;Ærø", '3;"c\rd"', ""])
    rows, _, _ = _records(file(text), delimiter=";")
    assert rows == [("1", "a\r\nb"), ("2", "Ærø"), ("3", "c\rd")]


def test_a_row_with_more_or_fewer_cells_than_headings_is_rejected_and_the_others_stay(file):
    rows, _, faults = _records(file("Id;Name\n1;a;b\n2;x\n3\n4;y\n"), delimiter=";")
    assert rows == [("2", "x"), ("4", "y")]
    assert [(f.row, f.reference, f.raw, f.rule) for f in faults] == [
        (2, "A2", "1 | a | b", "row: 2 headings, 3 cells"),
        (4, "A4", "3", "row: 2 cells, found 1"),
    ]


def test_short_rows_are_empty_at_their_end_where_the_mapping_says_so(file):
    rows, _, faults = _records(file("Id;Name\n3\n4;y;\n"), delimiter=";", short_rows="empty")
    assert rows == [("3", ""), ("4", "y")]
    assert not faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; expected a row of headings"),
        (" \n\n", "is empty; expected a row of headings"),
        ('Id;Name\n1;"a" b\n', r"row 2: it is not text delimited by ';'"),
        ('Id;Name\n1;"never closed\n2;b\n', r"row 2: it is not text delimited by ';'.*end of data"),
        ("Id;Title\n1;a\n", r"lacks the heading of name \('Name'\).*Found: 'Id', 'Title'"),
        ("Id;Names\n1;a\n", r"Did the heading 'Names' replace it\? Then add it as a name"),
        ("Id;Name;Owner\n1;a;b\n", r"the heading 'Owner' matches no field of the mapping"),
        ("Id;Name;name\n1;a;b\n", r"column 3: the heading 'name' gives name again, which column 2"),
    ],
)
def test_a_file_that_is_not_what_was_said_is_refused_in_one_sentence(file, text, message):
    with pytest.raises(SourceError, match=message) as caught:
        _records(file(text), delimiter=";")
    assert "\n" not in str(caught.value)
    assert "return.csv" in str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"gone\.csv cannot be read \(No such file"):
        _records(tmp_path / "gone.csv")


def test_a_cell_too_long_to_be_one_is_refused(file, monkeypatch):
    monkeypatch.setattr(module, "CELL_LIMIT", 100)
    with pytest.raises(SourceError, match="field larger than field limit"):
        _records(file(f"Id;Name\n1;{'x' * 101}\n"), delimiter=";")


def test_memory_is_bounded_where_a_text_has_no_line_break(file, monkeypatch):
    monkeypatch.setattr(module, "CELL_LIMIT", 1000)
    monkeypatch.setattr(module, "_CHUNK", 64)
    with pytest.raises(SourceError, match=r"has a line of more than 1,000 characters"):
        _records(file("Id;Name\n" + "x" * 5000), encoding="utf-8", delimiter=";")


def test_nul_and_control_characters_reach_the_parsers_as_they_are(file):
    rows, _, _ = _records(file("Id;Name\n1;a\x00b\x1bc\n"), delimiter=";")
    assert rows == [("1", "a\x00b\x1bc")]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    with contextlib.suppress(SourceError):
        for number, (row, cells) in enumerate(open_delimited(path).rows, start=1):
            assert row == number
            assert all(isinstance(cell, str) for cell in cells)


def test_comments_that_begin_a_text_are_told_from_a_web_page_without_trying_all_their_ends(file):
    with pytest.raises(SourceError, match="the delimiter cannot be known"):
        _records(file("<!---->" * 500 + "x"))


@pytest.mark.parametrize("encoding", ["rot13", "base64", "undefined"])
def test_a_codec_that_is_none_of_text_is_refused_as_an_encoding(encoding):
    with pytest.raises(ValidationError, match=f"'{encoding}' is no encoding"):
        DelimitedReader(type="delimited", encoding=encoding)


def test_utf_16_without_its_mark_has_to_be_stated_with_the_order_of_its_bytes(file):
    path = file("Id,Name\n1,Ærø\n", "utf-16-le")
    with pytest.raises(SourceError, match="begins as UTF-16 does, without its byte order mark"):
        _records(path)
    with pytest.raises(SourceError, match="is no utf-16 text: UTF-16 stream does not start with"):
        _records(path, encoding="utf-16", delimiter=",")
    assert _records(path, encoding="utf-16-le")[0] == [("1", "Ærø")]
