"""Small workbooks written by hand, in every format, sound ones and hostile ones."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pmo_lib.tables.parsers import CellError
from pmo_lib.tables.readers.compound import compound_of

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
EPOCH = date(1899, 12, 30)
ERROR_CODES = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}
DATE, PERCENT, TIME, HOURS = 1, 2, 3, 4
"""Styles of :func:`xlsx`, beside 0, which is none."""


class Formula(str):
    """A formula without a stored result."""

    __slots__ = ()


class Raw(str):
    """XML of a cell as it stands."""

    __slots__ = ()


def zipped(members: Mapping[str, str | bytes], *, stored: Iterable[str] = ()) -> bytes:
    """Make a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def letters(column: int) -> str:
    """Name a column, counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def xlsx(sheets: Mapping[str, Any], **settings: Any) -> bytes:
    """Make an xlsx workbook of rows of values by sheet."""
    return zipped(xlsx_parts(sheets, **settings))


def xlsx_parts(
    sheets: Mapping[str, Any],
    *,
    hidden: Iterable[str] = (),
    merged: Mapping[str, Iterable[str]] | None = None,
    workbook: str = "",
) -> dict[str, str | bytes]:
    """Make the members of an xlsx workbook; a sheet may also be its XML."""
    tabs, relations, parts = "", "", {}
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        tabs += f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>'
        target = f"worksheets/sheet{number}.xml"
        relations += (
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="{target}"/>'
        )
        spans = (merged or {}).get(name, ())
        parts[f"xl/{target}"] = rows if isinstance(rows, str) else sheet_xml(rows, merged=spans)
    formats = "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, 9, 20, 46))
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{workbook}'
        f"<sheets>{tabs}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{_MAIN}"><cellXfs>{formats}</cellXfs>'
        "</styleSheet>",
    } | parts


def sheet_xml(
    rows: Iterable[Iterable[Any]] | Mapping[str, Any],
    *,
    merged: Iterable[str] = (),
    dimension: str = "",
) -> str:
    """Write the XML of a sheet; cells by reference where rows are a mapping."""
    if isinstance(rows, Mapping):
        data = "".join(f"<row>{_cell(place, value)}</row>" for place, value in rows.items())
    else:
        data = "".join(
            f'<row r="{number}">'
            + "".join(_cell(f"{letters(at)}{number}", v) for at, v in enumerate(row, start=1))
            + "</row>"
            for number, row in enumerate(rows, start=1)
        )
    spans = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    spans = f"<mergeCells>{spans}</mergeCells>" if spans else ""
    extent = f'<dimension ref="{dimension}"/>' if dimension else ""
    return (
        f'{HEAD}<worksheet xmlns="{_MAIN}">{extent}<sheetData>{data}</sheetData>{spans}</worksheet>'
    )


def _cell(place: str, value: Any) -> str:
    match value:
        case None | "":
            return ""
        case Raw():
            return str(value)
        case Formula():
            return f'<c r="{place}"><f>{escape(value)}</f><v></v></c>'
        case CellError():
            return f'<c r="{place}" t="e"><v>{value}</v></c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        case (number, style):
            return f'<c r="{place}" s="{style}"><v>{number}</v></c>'
        case date():
            return f'<c r="{place}" s="{DATE}"><v>{(value - EPOCH).days}</v></c>'
        case int() | float():
            return f'<c r="{place}"><v>{value}</v></c>'
    text = f'<t xml:space="preserve">{escape(str(value))}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'


def ods(sheets: Mapping[str, Any], *, manifest: str = "") -> bytes:
    """Make an ods workbook of rows of values by sheet; a sheet may also be its XML."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + (rows if isinstance(rows, str) else "".join(map(_ods_row, rows)))
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = " ".join(f'xmlns:{n}="{_ODF}:{n}:1.0"' for n in ("office", "table", "text", "manifest"))
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    members = {
        "mimetype": ODS_TYPE,
        "content.xml": f"{HEAD}<office:document-content {names}><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>",
        "META-INF/manifest.xml": f"{HEAD}<manifest:manifest {names}>{manifest}"
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        "</manifest:manifest>",
    }
    return zipped(members, stored=("mimetype",))


def _ods_row(row: Iterable[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case Raw():
            return str(value)
        case Formula():
            return f"<table:table-cell table:formula={quoteattr('of:=' + value)}/>"
        case CellError():
            kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
            return (
                f'<table:table-cell table:formula="of:=A1" {kind}><text:p>{value}</text:p>'
                "</table:table-cell>"
            )
        case bool():
            kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
        case date():
            kind = f'office:value-type="date" office:date-value="{value}"'
        case int() | float():
            kind = f'office:value-type="float" office:value="{value}"'
        case _:
            kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def xls(sheets: Mapping[str, Any], **settings: Any) -> bytes:
    """Make an xls workbook of rows of values by sheet."""
    return compound_of("Workbook", xls_stream(sheets, **settings))


def xls_stream(
    sheets: Mapping[str, Any], *, extent: tuple[int, int] | None = None, before: bytes = b""
) -> bytes:
    """Write the records of an xls workbook."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    formats = b"".join(_record(0x00E0, struct.pack("<HHH14x", 0, n, 0)) for n in (0, 14))
    heads, bodies = b"", []
    for rows in sheets.values():
        bodies.append(_xls_sheet(rows, extent))
    fixed = _record(0x0809, begin) + before + _record(0x0042, struct.pack("<H", 1200)) + formats
    tabs = [struct.pack("<IHBB", 0, 0, len(name), 1) + name.encode("utf-16-le") for name in sheets]
    at = len(fixed) + sum(len(one) + 4 for one in tabs) + 4
    for one, body in zip(tabs, bodies, strict=True):
        heads += _record(0x0085, struct.pack("<I", at) + one[4:])
        at += len(body)
    return fixed + heads + _record(0x000A, b"") + b"".join(bodies)


def _xls_sheet(rows: Iterable[Iterable[Any]], extent: tuple[int, int] | None) -> bytes:
    grid = [list(row) for row in rows]
    high, wide = extent or (len(grid), max(map(len, grid), default=0))
    made = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    made += _record(0x0200, struct.pack("<IIHHH", 0, high, 0, wide, 0))
    for row, values in enumerate(grid):
        for column, value in enumerate(values):
            made += _xls_cell(struct.pack("<HH", row, column), value)
    return made + _record(0x000A, b"")


def _xls_cell(place: bytes, value: Any) -> bytes:
    general, dated = struct.pack("<H", 0), struct.pack("<H", 1)
    match value:
        case None | "":
            return b""
        case Formula():
            result = struct.pack("<BBBBBBH", 2, 0, 0x07, 0, 0, 0, 0xFFFF)
            return _record(0x0006, place + general + result + bytes(6) + struct.pack("<H", 0))
        case CellError():
            return _record(0x0205, place + general + bytes([ERROR_CODES[value], 1]))
        case bool():
            return _record(0x0205, place + general + bytes([value, 0]))
        case date():
            return _record(0x0203, place + dated + struct.pack("<d", (value - EPOCH).days))
        case int() | float():
            return _record(0x0203, place + general + struct.pack("<d", value))
    text = str(value)
    label = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    return _record(0x0204, place + general + label)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xlsb(sheets: Mapping[str, Any]) -> bytes:
    """Make an xlsb workbook of rows of values by sheet."""
    return zipped(xlsb_parts(sheets))


def xlsb_parts(sheets: Mapping[str, Any]) -> dict[str, str | bytes]:
    """Make the members of an xlsb workbook."""
    tabs, relations, parts = b"", "", {}
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        tab = struct.pack("<II", 0, number) + _wide(f"rId{number}") + _wide(name)
        tabs += packed(156, tab)
        target = f"worksheets/sheet{number}.bin"
        relations += (
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="{target}"/>'
        )
        parts[f"xl/{target}"] = _xlsb_sheet(rows)
    book = packed(131, b"") + packed(143, b"") + tabs + packed(144, b"") + packed(132, b"")
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"/>',
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
    } | parts


def _xlsb_sheet(rows: Iterable[Iterable[Any]]) -> bytes:
    grid = [list(row) for row in rows]
    extent = (0, max(len(grid) - 1, 0), 0, max(map(len, grid), default=1) - 1)
    made = packed(129, b"") + packed(148, struct.pack("<IIII", *extent)) + packed(145, b"")
    for row, values in enumerate(grid):
        made += packed(0, struct.pack("<I", row) + bytes(13))
        for column, value in enumerate(values):
            made += _xlsb_cell(struct.pack("<II", column, 0), value)
    return made + packed(146, b"") + packed(130, b"")


def _xlsb_cell(place: bytes, value: Any) -> bytes:
    match value:
        case None | "":
            return packed(1, place)
        case CellError():
            return packed(3, place + bytes([ERROR_CODES[value]]))
        case bool():
            return packed(4, place + bytes([value]))
        case int() | float():
            return packed(5, place + struct.pack("<d", value))
    return packed(6, place + _wide(str(value)))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def packed(kind: int, data: bytes) -> bytes:
    """Write a record of a binary workbook."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while length >= 0x80:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + size + bytes([length]) + data
