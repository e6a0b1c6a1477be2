"""Forms: one record a workbook, each answer with its file, sheet and cell; other versions told."""

import io
import zipfile
from datetime import date

import pytest

from pmo_lib.errors import MappingError, SourceError
from pmo_lib.tables.mapping import Mapper, chosen_files, read_mapping
from pmo_lib.tables.mapping.contract import reader_for
from pmo_lib.tables.parsers import CellError
from pmo_lib.tables.readers import FormReader, Heading, Headings, Repeat
from pmo_lib.tables.readers.forms import members
from pmo_lib.tables.readers.forms.datamap import read_datamap

DATAMAP = """\
cell_key,template_sheet,cell_reference,note
Project name,Summary,B2,asked of all
Cost,Summary,B3,
Finish,Plan,C5,
"""
BLANK = {
    "Summary": {
        "A1": "Return of the quarter",
        "A2": "Name",
        "A3": "Cost (£m)",
        "C3": "in millions",
    },
    "Plan": {"B4": "Milestone", "C4": "Date", "B5": "Finish"},
    "Guidance": {"A1": "Read this first"},
}
HEADINGS = Headings(
    {
        "name": Heading(("Project name",)),
        "cost": Heading(("Cost",)),
        "finish": Heading(("Finish",), required=False),
    }
)


@pytest.fixture
def office(tmp_path, made):
    """Write a datamap, the blank form, and returns of it."""

    class Office:
        folder = tmp_path

        def form(self, name=None, cost=None, finish=None, **changed):
            sheets = {sheet: dict(cells) for sheet, cells in BLANK.items()}
            sheets["Summary"] |= {"B2": name, "B3": cost}
            sheets["Plan"] |= {"C5": finish}
            for sheet, cells in changed.items():
                sheets[sheet] = None if cells is None else sheets[sheet] | cells
            ordered = {
                sheet: dict(sorted(cells.items(), key=lambda c: (int(c[0][1:]), c[0])))
                for sheet, cells in sheets.items()
                if cells is not None
            }
            return made.xlsx(ordered)

        def write(self, name, content):
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            return path

        def zip(self, forms, name="returns.zip"):
            return self.write(name, made.zipped(forms))

        def read(self, path, *, template=True, headings=HEADINGS, **settings):
            self.write("map.csv", settings.pop("datamap", DATAMAP))
            self.write("blank.xlsx", self.form())
            reader = FormReader(
                type="form",
                datamap=tmp_path / "map.csv",
                template=tmp_path / "blank.xlsx" if template else None,
                **settings,
            )
            reading = reader.open(path, headings)
            batches = list(reading.batches)
            return batches, [fault for one in batches for fault in one.faults], reading

    return Office()


def test_a_returned_workbook_is_one_record_whose_answers_have_sheet_and_cell(office):
    path = office.write("alpha.xlsx", office.form("Alpha", 2.5, date(2026, 12, 31)))
    (batch,), faults, _ = office.read(path)
    assert (batch.size, faults) == (1, [])
    told = {
        name: (cells.raw[0], cells.sheet, cells.references()[0], cells.row[0], cells.file[0])
        for name, cells in batch.cells.items()
    }
    assert told == {
        "name": ("Alpha", "Summary", "B2", 2, "alpha.xlsx"),
        "cost": ("2.5", "Summary", "B3", 3, "alpha.xlsx"),
        "finish": ("2026-12-31", "Plan", "C5", 5, "alpha.xlsx"),
    }
    assert batch.cells["finish"].kind.tolist() == ["d"]


def test_a_zip_of_forms_gives_a_record_of_each_by_name(office):
    path = office.zip(
        {"b/beta.xlsx": office.form("Beta", 2), "alpha.xlsx": office.form("Alpha", 1)}
    )
    (batch,), _, _ = office.read(path)
    assert batch.cells["name"].raw.tolist() == ["Alpha", "Beta"]
    assert batch.cells["name"].file.tolist() == [
        "returns.zip/alpha.xlsx",
        "returns.zip/b/beta.xlsx",
    ]


def test_an_error_in_an_answer_is_no_value(office):
    path = office.write("alpha.xlsx", office.form("Alpha", CellError("#REF!")))
    (batch,), _, _ = office.read(path)
    assert (batch.cells["cost"].kind[0], batch.cells["cost"].raw[0]) == ("e", "#REF!")


def test_a_form_that_answers_nothing_is_ignored_and_counted(office):
    path = office.zip({"a.xlsx": office.form("Alpha"), "blank.xlsx": office.form()})
    (batch,), faults, reading = office.read(path)
    assert (batch.size, faults) == (1, [])
    assert +reading.ignored == {"blank form": 1}


def test_a_group_of_questions_may_be_repeated(office, made):
    keys = [("Project name", "B2"), ("Risk 1", "B3"), ("Risk 2", "B4"), ("Owner 1", "C3")]
    keys.append(("Owner 2", "C4"))
    rows = "".join(f"{key},Risks,{cell}\n" for key, cell in keys)
    headings = Headings(
        {
            "name": Heading(("Project name",)),
            "risk": Heading(("Risk {n}",)),
            "owner": Heading(("Owner {n}",)),
        },
        repeat=Repeat("n", ("1", "2")),
    )
    cells = {"A1": "Risks", "B2": "Alpha", "B3": "late", "C3": "me", "B4": "dear", "C4": "you"}
    path = office.write("alpha.xlsx", made.xlsx({"Risks": cells}))
    batches, _, _ = office.read(
        path,
        template=False,
        headings=headings,
        datamap="cell_key,template_sheet,cell_reference\n" + rows,
    )
    assert [
        (b.cells["n"].raw[0], b.cells["risk"].raw[0], b.cells["owner"].raw[0]) for b in batches
    ] == [
        ("1", "late", "me"),
        ("2", "dear", "you"),
    ]


# Versions.


def test_a_form_of_another_version_is_rejected_with_the_keys_that_differ_and_the_others_go_on(
    office,
):
    path = office.zip(
        {
            "alpha.xlsx": office.form("Alpha", 1),
            "beta.xlsx": office.form("Beta", 2, Summary={"A3": "Cost (£k)"}),
        }
    )
    (batch,), (fault,), _ = office.read(path)
    assert batch.cells["name"].raw.tolist() == ["Alpha"]
    assert fault.rule == (
        "form: of another version; 1 key differs: "
        "Cost (A3: expected 'Cost (£m)', found 'Cost (£k)')"
    )
    assert (fault.file, fault.sheet, fault.reference) == ("returns.zip/beta.xlsx", "Summary", "A3")
    assert fault.raw == "Project name: Beta | Cost: 2"
    assert fault.accepted == "a form of map.csv"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"Summary": {"A2": None}}, "Project name (A2: expected 'Name', found nothing)"),
        ({"Plan": {"C4": "Day"}}, "Finish (C4: expected 'Date', found 'Day')"),
        ({"Summary": {"C3": "in pounds"}}, "Cost (C3: expected 'in millions'"),
        ({"Plan": None}, "1 key differs: Finish (no sheet 'Plan')"),
        ({"Summary": None}, "2 keys differ: Project name, Cost (no sheet 'Summary')"),
    ],
)
def test_what_differs_is_told_by_the_nearest_answer(office, changed, message):
    path = office.write("alpha.xlsx", office.form("Alpha", 1, **changed))
    _, (fault,), _ = office.read(path)
    assert message in fault.rule


def test_many_differences_are_counted_and_the_first_few_told(office):
    moved = {f"A{row}": f"Line {row}" for row in range(1, 4)} | {"C3": "x"}
    path = office.write("a.xlsx", office.form("A", Summary=moved, Plan={"B4": "x", "C4": "y"}))
    _, (fault,), _ = office.read(path)
    assert "3 keys differ" in fault.rule
    assert fault.rule.endswith("and 1 more places")


def test_notes_beside_answers_and_other_sheets_do_not_make_another_version(office):
    changed = {"Summary": {"D9": "a note"}, "Guidance": {"A1": "New guidance"}}
    path = office.write("alpha.xlsx", office.form("Alpha", 1, **changed))
    (batch,), faults, _ = office.read(path)
    assert (batch.size, faults) == (1, [])


def test_without_a_template_a_missing_or_short_sheet_is_another_version(office):
    lacking = office.write("a.xlsx", office.form("A", Plan=None))
    _, (fault,), _ = office.read(lacking, template=False)
    assert fault.rule.endswith("1 key differs: Finish (no sheet 'Plan')")
    blank = {"B4": None, "C4": None, "B5": None, "A1": "Moved"}
    short = office.write("b.xlsx", office.form("B", Plan=blank))
    _, (fault,), _ = office.read(short, template=False)
    assert fault.rule.endswith("1 key differs: Finish (outside of sheet 'Plan')")
    other = office.write("c.xlsx", office.form("C", Summary={"A3": "Cost (£k)"}))
    _, faults, _ = office.read(other, template=False)
    assert faults == []


# Members that are no forms.


def test_members_that_are_no_forms_are_rejected_or_ignored_by_a_rule_and_the_others_go_on(
    office, made
):
    path = office.zip(
        {
            "alpha.xlsx": office.form("Alpha", 1),
            "__MACOSX/._alpha.xlsx": "x",
            ".DS_Store": "x",
            "~$alpha.xlsx": "x",
            "guidance.pdf": "%PDF-1.7",
            "notes.txt": "x",
            "inner.zip": made.zipped({"beta.xlsx": office.form("Beta")}),
            "../gamma.xlsx": office.form("Gamma"),
            "broken.xlsx": office.form("Delta")[:-200],
        }
    )
    ignored = [{"pattern": r"\.pdf$", "rule": "guidance sent along"}]
    (batch,), faults, reading = office.read(path, ignored_members=ignored)
    assert batch.cells["name"].raw.tolist() == ["Alpha"]
    assert +reading.ignored == {"a file of the operating system": 3, "guidance sent along": 1}
    told = {fault.file.removeprefix("returns.zip/"): fault.rule for fault in faults}
    assert told.keys() == {"../gamma.xlsx", "broken.xlsx", "inner.zip", "notes.txt"}
    assert "its name leads out of the archive" in told["../gamma.xlsx"]
    assert "zip archive inside of another" in told["inner.zip"]
    assert "expected a workbook" in told["notes.txt"]
    assert "damaged or cut off" in told["broken.xlsx"]


def test_a_form_that_is_too_large_is_rejected(office, monkeypatch):
    monkeypatch.setattr(members, "LARGEST_FORM", 100)
    _, (fault,), _ = office.read(office.zip({"alpha.xlsx": office.form("Alpha")}))
    assert "more than the 100" in fault.rule


def test_a_single_file_that_is_no_form_is_a_rejected_record(office):
    _, (fault,), _ = office.read(office.write("alpha.xlsx", b"<html>"))
    assert "is a web page" in fault.rule
    assert fault.file == "alpha.xlsx"


def test_an_archive_that_is_cut_off_or_empty_is_refused(office):
    whole = office.zip({"alpha.xlsx": office.form("Alpha")}).read_bytes()
    with pytest.raises(SourceError, match="cut off"):
        office.read(office.write("returns.zip", whole[:-30]))
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(SourceError, match="holds no form"):
        office.read(office.write("returns.zip", empty.getvalue()))


# Datamaps and templates.


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("B3", "", r"map\.csv, line 3, Cost: cell_reference is empty"),
        ("Cost", "", r"map\.csv, line 3, without a key: cell_key is empty"),
        ("B3", "3B", r"map\.csv, line 3, Cost: '3B' is no cell; expected one such as B7"),
        ("B3", "B2", r"line 3, Cost: line 2 names the same cell"),
        ("Cost", "PROJECT NAME", r"line 3, PROJECT NAME: line 2 names the same key"),
        ("template_sheet", "sheet", r"line 1: the column template_sheet stands 0 times.*found"),
        ("note", "cell_key", r"line 1: the column cell_key stands 2 times"),
        ("B3", '"B3', r"line \d: it is no CSV"),
        ("Plan,C5", "Plan,C50", r"line 4, Finish: the template blank\.xlsx has no cell 'Plan' C50"),
        ("Plan,C5", "Plans,C5", r"line 4, Finish: the template blank\.xlsx has no cell 'Plans' C5"),
    ],
)
def test_an_error_in_a_datamap_names_file_line_and_key(office, old, new, message):
    path = office.write("alpha.xlsx", office.form("Alpha"))
    with pytest.raises(MappingError, match=message):
        office.read(path, datamap=DATAMAP.replace(old, new, 1))


def test_a_datamap_may_have_a_mark_dollars_and_blank_lines(office):
    text = "\ufeff" + DATAMAP.replace("B3", "$b$3").replace("Finish", "\n  Finish ")
    path = office.write("map.csv", text)
    assert [(a.key, a.reference, a.line) for a in read_datamap(path).answers] == [
        ("Project name", "B2", 2),
        ("Cost", "B3", 3),
        ("Finish", "C5", 5),
    ]


def test_a_datamap_that_names_nothing_or_is_not_there_is_refused(office, tmp_path):
    path = office.write("map.csv", "cell_key,template_sheet,cell_reference\n")
    with pytest.raises(MappingError, match="names no cell"):
        read_datamap(path)
    with pytest.raises(MappingError, match=r"none\.csv cannot be read"):
        read_datamap(tmp_path / "none.csv")
    with pytest.raises(MappingError, match="is no UTF-8 text"):
        read_datamap(office.write("map.csv", DATAMAP.encode("utf-8") + b"\xe9,S,A1\n"))


def test_a_key_that_the_mapping_does_not_know_is_told_with_its_line(office):
    headings = Headings({"name": Heading(("Project name",))}, ((r"^Finish$", "not stored"),))
    path = office.write("alpha.xlsx", office.form("Alpha"))
    with pytest.raises(SourceError, match=r"map\.csv, line 3: the heading 'Cost' matches no field"):
        office.read(path, headings=headings)
    with pytest.raises(SourceError, match=r"map\.csv lacks the heading of budget"):
        office.read(path, headings=Headings({"budget": Heading(("Budget",))}, ((".", "x"),)))


def test_a_template_that_is_no_workbook_is_refused(office, tmp_path):
    office.read(office.write("alpha.xlsx", office.form("Alpha")))
    reader = FormReader(type="form", datamap=tmp_path / "map.csv", template=tmp_path / "map.csv")
    with pytest.raises(MappingError, match=r"The template is no form: .*expected a workbook"):
        reader.open(tmp_path / "alpha.xlsx", HEADINGS)


# Mapped.


MAPPING = """\
source: returns
title: returns
files:
  - {pattern: '^new', period: 2026-Q3, reader: {datamap: maps/new.csv}}
  - {pattern: '^returns', period: 2026-Q3}
records:
  returns:
    reader: {type: form, datamap: maps/map.csv, template: maps/blank.xlsx}
    record_id: name
    fields:
      name: {type: id, heading: Project name}
      cost: {type: money, heading: Cost, multiply_by: 1000000}
      finish: {type: date, heading: Finish, formats: ["%Y-%m-%d"]}
    tables:
      projects:
        - columns:
            project_id: {from: name}
            lifecycle: {value: live}
            budget: {from: cost}
            finish: {from: finish}
"""


@pytest.fixture
def mapped(office):
    """Map a zip of forms by a mapping in another folder than the current one."""
    maps = office.folder / "params" / "maps"
    maps.mkdir(parents=True)
    (maps / "map.csv").write_text(DATAMAP)
    (maps / "new.csv").write_text(DATAMAP.replace("Cost", "Costs"))
    (maps / "blank.xlsx").write_bytes(office.form())
    (office.folder / "params" / "returns.yml").write_text(MAPPING)

    def rows(path):
        mapping = read_mapping(office.folder / "params" / "returns.yml")
        (file,) = chosen_files(mapping, [path.name])
        got = {}
        mapper = Mapper(mapping, lambda name, frame: got.setdefault(name, []).append(frame))
        records = mapping.records["returns"]
        reading = reader_for(records, file.spec).open(path, records.headings(path.name))
        count = mapper.add("returns", reading, file)
        mapper.close()
        return count, {name: frames[0] for name, frames in got.items()}

    return rows


def test_paths_of_a_mapping_are_relative_to_it_and_lineage_names_member_sheet_and_cell(
    office, mapped
):
    path = office.zip(
        {
            "a.xlsx": office.form("A1", 2, date(2026, 12, 31)),
            "b.xlsx": office.form("B1", CellError("#N/A")),
            "c.xlsx": office.form("C1", 1, Summary={"A3": "Cost"}),
            "d.xlsx": office.form("A1", 7),
            "e.xlsx": office.form(),
        }
    )
    count, got = mapped(path)
    assert (count.read, count.accepted, count.rejected, count.ignored) == (5, 2, 2, 1)
    assert got["projects"]["project_id"].tolist() == ["A1", "B1"]
    lineage = got["lineage"].set_index(["row_key", "column_name"])
    place = ["file", "sheet", "cell", "raw"]
    assert lineage.loc[("A1", "finish"), place].tolist() == [
        "returns.zip/a.xlsx", "Plan", "C5", "2026-12-31",
    ]  # fmt: skip
    rejects = got["rejects"].set_index("file")
    assert rejects.loc["returns.zip/b.xlsx", ["sheet", "cell", "raw"]].tolist() == [
        "Summary", "B3", "#N/A",
    ]  # fmt: skip
    assert "an error" in rejects.loc["returns.zip/b.xlsx", "rule"]
    assert "of another version" in rejects.loc["returns.zip/c.xlsx", "rule"]
    assert "first in returns.zip/a.xlsx, B2" in rejects.loc["returns.zip/d.xlsx", "rule"]


def test_a_file_may_have_a_datamap_of_its_own(office, mapped):
    path = office.zip({"a.xlsx": office.form("A1", 2)}, name="new.zip")
    with pytest.raises(SourceError, match=r"new\.csv lacks the heading of cost \('Cost'\)"):
        mapped(path)
