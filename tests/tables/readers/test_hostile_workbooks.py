"""Workbooks made to do harm: each is refused with a sentence, before it takes memory or time."""

import contextlib
import io
import struct
import zipfile
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmo_lib.errors import SourceError
from pmo_lib.tables.parsers import CellError
from pmo_lib.tables.readers import archives
from pmo_lib.tables.readers.compound import COMPOUND, Compound, compound_of
from pmo_lib.tables.readers.sheets import open_workbook, scans

ROWS = [["Id", "Cost", "Day"], ["a", 1.5, date(2020, 5, 1)], ["b", CellError("#REF!"), True]]


def _rows(content):
    book = open_workbook(io.BytesIO(content), "return")
    return [row for sheet in book.sheets for row in book.rows(sheet)[0]]


def _patched(content, old, new):
    assert old in content
    return content.replace(old, new, 1)


# Archives.


def test_a_member_that_inflates_to_more_than_it_says_is_refused(made):
    content = bytearray(made.xlsx({"S": ROWS}))
    size = struct.pack("<I", len(made.xlsx_parts({"S": ROWS})["xl/styles.xml"]))
    at = content.rindex(size)
    content[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(SourceError, match=r"says that it takes 10 bytes and takes \d+"):
        _rows(bytes(content))


def test_a_member_that_inflates_to_hundreds_of_times_its_size_is_refused(made):
    bomb = made.xlsx_parts({"S": ROWS}) | {"xl/media/image1.png": bytes(archives.RATIO_FLOOR * 2)}
    with pytest.raises(SourceError, match=r"image1\.png' inflates from .* more than 200 times"):
        _rows(made.zipped(bomb))


def test_members_that_together_inflate_to_too_much_are_refused(made, monkeypatch):
    monkeypatch.setattr(archives, "MOST_INFLATED", 1000)
    with pytest.raises(SourceError, match="inflates to more than 1,000 bytes"):
        _rows(made.xlsx({"S": ROWS}))


def test_too_many_members_are_refused(made, monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    with pytest.raises(SourceError, match="holds 6 members, more than the 3"):
        _rows(made.xlsx({"S": ROWS}))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "C:/evil.xml", "xl\\..\\evil"])
def test_a_member_whose_name_leads_out_of_the_workbook_is_refused(made, name):
    with pytest.raises(SourceError, match="leads out of the file"):
        _rows(made.zipped(made.xlsx_parts({"S": ROWS}) | {name: "x"}))


def test_a_member_that_stands_twice_is_refused(made):
    parts = made.xlsx_parts({"S": ROWS})
    twice = parts | {"XL/worksheets/SHEET1.xml": "<worksheet/>"}
    with pytest.raises(SourceError, match=r"SHEET1\.xml' twice"):
        _rows(made.zipped(twice))


def test_a_member_that_is_packed_in_another_way_is_refused(made):
    packed = io.BytesIO(made.xlsx({"S": ROWS}))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/extra.xml", "<x/>")
    with pytest.raises(SourceError, match=r"extra\.xml' is packed by method 12"):
        _rows(packed.getvalue())


# Cells that ask for memory.


@pytest.mark.parametrize("last", ["XFD1048576", "A4000000000", "ZZZZZZ1"])
def test_two_cells_far_apart_are_refused_and_the_far_one_is_named(made, last):
    with pytest.raises(SourceError, match=r"more than the 16,777,216|outside of any sheet"):
        _rows(made.xlsx({"S": {"A1": 1, last: 2}}))


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='XFD1048576'><v>1</v></c >",
        '<x:c r="XFD1048576"><v>1</v></x:c>',
        '<c\tr="XFD1048576"><v>1</v></c>',
        '<c s="0" r="XFD1048576"><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c><v>1</v></c><c r="XFD1048576"><is><t>x</t></is></c>',
    ],
)
def test_no_way_of_writing_a_far_cell_hides_it(made, cell):
    sheet = made.sheet_xml({"A1": 1}).replace(
        "</sheetData>", f'<row xmlns:x="urn:x">{cell}</row></sheetData>'
    )
    with pytest.raises(SourceError, match="more than the 16,777,216"):
        _rows(made.xlsx({"S": sheet}))


def test_an_extent_that_is_only_declared_takes_no_memory(made):
    sheet = made.sheet_xml([["a", "b"], ["c"]], dimension="A1:XFD1048576")
    assert _rows(made.xlsx({"S": sheet})) == [(1, ["a", "b"]), (2, ["c", ""])]


def test_cells_that_are_only_formatted_do_not_count(made):
    empty = '<row r="1048576"><c r="XFD1048576" s="1"/><c r="A1048576" s="1"></c></row></sheetData>'
    sheet = made.sheet_xml([["a"]]).replace("</sheetData>", empty)
    assert _rows(made.xlsx({"S": sheet})) == [(1, ["a"])]


def test_a_sheet_of_all_columns_is_read(made):
    assert len(_rows(made.xlsx({"S": {"A1": "a", "XFD2": "b"}}))[1][1]) == scans.MOST_COLUMNS


def test_more_shared_texts_than_a_part_can_hold_are_refused(made):
    strings = {"xl/sharedStrings.xml": '<sst uniqueCount="4000000000"><si><t>a</t></si></sst>'}
    with pytest.raises(SourceError, match="declares 4000000000 shared texts"):
        _rows(made.zipped(made.xlsx_parts({"S": ROWS}) | strings))
    binary = {"xl/sharedStrings.bin": made.packed(159, struct.pack("<II", 1, 4_000_000_000))}
    with pytest.raises(SourceError, match="declares 4,000,000,000 shared texts"):
        _rows(made.zipped(made.xlsb_parts({"S": [["a"]]}) | binary))
    texts = struct.pack("<HHII", 0x00FC, 8, 4_000_000_000, 4_000_000_000)
    with pytest.raises(SourceError, match="declares more shared texts than it has bytes"):
        _rows(made.xls({"S": ROWS}, before=texts))


@pytest.mark.parametrize("extent", [(4_000_000_000, 3), (65536, 65535)])
def test_an_extent_that_an_old_workbook_declares_is_held_to_the_limits(made, extent):
    with pytest.raises(SourceError, match=r"outside of any sheet|more than the 16,777,216"):
        _rows(made.xls({"S": ROWS}, extent=extent))


def test_rows_and_cells_that_are_repeated_are_counted_before_they_are_made(made):
    cell = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="100" office:value-type="float" office:value="7"/>'
        "</table:table-row>"
    )
    with pytest.raises(SourceError, match="more than the 16,777,216"):
        _rows(made.ods({"S": cell}))
    with pytest.raises(SourceError, match="repeats a row or cell '99999999999999999999' times"):
        _rows(made.ods({"S": _patched(cell, '"1048576"', '"99999999999999999999"')}))


def test_sheets_that_are_read_together_are_counted_together(made, monkeypatch):
    monkeypatch.setattr(scans, "MOST_CELLS", 10)
    for ending in ("ods", "xls"):
        with pytest.raises(SourceError, match="sheets of 12 cells together"):
            _rows(getattr(made, ending)({"S": [["a"] * 6], "T": [["a"] * 6]}))
    assert len(_rows(made.xlsx({"S": [["a"] * 6], "T": [["a"] * 6]}))) == 2


def test_more_errors_than_any_sheet_has_are_refused(made, monkeypatch):
    monkeypatch.setattr(scans, "MOST_UNREAD", 2)
    with pytest.raises(SourceError, match="more than 2 cells with errors"):
        _rows(made.xlsx({"S": [[CellError("#N/A")] * 3]}))


def test_sheets_of_an_old_workbook_that_share_their_records_are_refused(made):
    stream = made.xls_stream({"S": ROWS, "T": ROWS})
    tabs = [at for at in range(len(stream)) if stream.startswith(b"\x85\x00", at)][:2]
    first, second = (stream[at + 4 : at + 8] for at in tabs)
    with pytest.raises(SourceError, match="has two sheets in one place"):
        _rows(compound_of("Workbook", _patched(stream, second, first)))
    last = stream.rindex(struct.pack("<HHH", 10, 0, 0x0809))
    endless = stream[:last] + struct.pack("<HH", 0x0042, 0) + stream[last + 4 :]
    with pytest.raises(SourceError, match="sheet 1 reaches into the next sheet"):
        _rows(compound_of("Workbook", endless))


def test_cells_that_an_old_workbook_writes_together_are_counted(made):
    several = struct.pack("<HHHH", 0x00BD, 14, 65535, 59_999) + bytes(8)
    stream = made.xls_stream({"S": ROWS})
    far = stream[:-4] + several + struct.pack("<H", 60_000) + stream[-4:]
    with pytest.raises(SourceError, match="outside of any sheet"):
        _rows(compound_of("Workbook", far))


def test_the_error_that_a_formula_of_an_old_workbook_results_in_is_told(made):
    formula = struct.pack("<HHHHHBBBBBBHIH", 6, 22, 3, 1, 0, 2, 0, 0x17, 0, 0, 0, 0xFFFF, 0, 0)
    stream = made.xls_stream({"S": ROWS}, extent=(4, 3))
    rows = _rows(compound_of("Workbook", stream[:-4] + formula + bytes(2) + stream[-4:]))
    assert rows[3] == (4, ["", CellError("#REF!"), ""])


# XML.


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_not_even_declared(made, part):
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    parts = made.xlsx_parts({"S": [["a"], [CellError("#N/A")]]})
    parts[part] = str(parts[part]).replace(made.HEAD, made.HEAD + bomb)
    with pytest.raises(SourceError, match="declares a document type or entities"):
        _rows(made.zipped(parts))


def test_an_unknown_entity_is_refused_and_never_looked_up(made):
    raw = made.Raw('<c r="A1" t="inlineStr"><is><t>x&secret;y</t></is></c>')
    with pytest.raises(SourceError, match=r"sheet 'S' (is damaged|cannot be read)"):
        _rows(made.xlsx({"S": {"A1": raw}}))


# Compound files.


def test_a_compound_file_gives_back_what_was_put_in():
    for size in (1, 4096, 70_000, 9_000_000):
        content = bytes(range(256)) * (size // 256 + 1)
        found = Compound(io.BytesIO(compound_of("Book", content)), "x").stream("Book")
        assert found[: len(content)] == content
        assert not any(found[len(content) :])


def test_a_chain_of_sectors_that_bites_its_tail_is_refused():
    content = bytearray(compound_of("Workbook", bytes(20_000)))
    at = 4096 + 4 * 3  # the entry of the third sector, the stream's second
    content[at : at + 4] = struct.pack("<I", 2)
    with pytest.raises(SourceError, match="damaged or cut off"):
        Compound(io.BytesIO(bytes(content)), "x").stream("Workbook")


def test_a_list_of_tables_that_bites_its_tail_is_refused():
    content = bytearray(compound_of("Workbook", bytes(20_000)))
    content[68:72] = struct.pack("<I", 0)
    content[4096 + 4092 : 4096 + 4096] = struct.pack("<I", 0)
    with pytest.raises(SourceError, match="damaged or cut off"):
        Compound(io.BytesIO(bytes(content)), "x")


@given(st.binary(max_size=2000))
@example(b"")
def test_no_bytes_after_its_mark_make_a_compound_file_anything_but_read_or_refused(content):
    with contextlib.suppress(SourceError):
        Compound(io.BytesIO(COMPOUND + content), "x").names()


# Anything at all.


FORMATS = ("xlsx", "ods", "xls", "xlsb")
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from("=+-0"), st.binary(max_size=4)),
    min_size=1,
    max_size=6,
)


def _changed(content, changes):
    """Overwrite, put in, take out or blank some bytes, each at a share of the length."""
    made = bytearray(content)
    for share, how, some in changes:
        at = int(share * len(made))
        match how:
            case "=":
                made[at : at + len(some)] = some
            case "+":
                made[at:at] = some
            case "-":
                del made[at : at + len(some)]
            case "0":
                made[at : at + 4] = b"\xff" * 4
    return bytes(made)


def _read_or_refused(content):
    with contextlib.suppress(SourceError):
        _rows(content)


@pytest.mark.parametrize("ending", FORMATS)
@given(changes=CHANGES)
@settings(deadline=None)
def test_a_workbook_with_changed_bytes_is_read_or_refused(made, ending, changes):
    _read_or_refused(_changed(getattr(made, ending)({"S": ROWS, "T": [[1]]}), changes))


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xlsb"])
@given(changes=CHANGES, which=st.integers(0, 20))
@settings(deadline=None)
def test_a_workbook_with_a_changed_part_is_read_or_refused(made, ending, changes, which):
    whole = getattr(made, ending)({"S": ROWS, "T": [[1]]})
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[which % len(parts)]
    _read_or_refused(made.zipped(parts | {name: _changed(parts[name], changes)}))


@given(changes=CHANGES)
@example(changes=[(0.875, "+", b"\x00"), (0.2265625, "=", b"\x01")])
@settings(deadline=None)
def test_an_old_workbook_with_changed_records_is_read_or_refused(made, changes):
    stream = made.xls_stream({"S": ROWS, "T": [[1]]})
    _read_or_refused(compound_of("Workbook", _changed(stream, changes)))


BEGINS = (struct.pack("<HHHH", 0x0809, 16, 0x0600, 0x0010), struct.pack("<HH", 0x080D, 16))
ENDS = (struct.pack("<HHH", 0x000A, 0, 0x0809), struct.pack("<HH", 0x000A, 111))
EXTENT = (struct.pack("<HHII", 0x0200, 14, 0, 3), struct.pack("<HHII", 0x0200, 14, 9, 3))


@pytest.mark.parametrize("changes", [(BEGINS, EXTENT), (ENDS, EXTENT), (EXTENT,)])
def test_what_once_ended_the_process_is_refused(made, changes):
    """Found by long runs of the test above: a sheet's extent that no scan came across."""
    stream = made.xls_stream({"S": ROWS, "T": [[1]]})
    for old, new in changes:
        stream = _patched(stream, old, new + old[len(new) :])
    with pytest.raises(SourceError, match=r"does not begin as|ends before it begins"):
        _rows(compound_of("Workbook", stream))
