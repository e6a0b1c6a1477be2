"""A plan is read safely whoever made it, and with as much memory as its largest part needs."""

import re
import tracemalloc

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.project_xml import stream
from pmo_lib.tables.readers.project_xml.stream import Plan

HEAD = '<?xml version="1.0"?>\n'
PROJECT = '<Project xmlns="http://schemas.microsoft.com/project">'


def names_of(path, *names):
    return [part.path for part in Plan(path).parts(*names)]


def refused(path, match):
    with pytest.raises(SourceError, match=match):
        names_of(path, "Task")


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "plan.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_parts_come_in_the_order_of_the_file_with_the_path_that_leads_to_each(write):
    path = write("<Tasks><Task/><Task/></Tasks><Resources><Resource/></Resources>")
    assert names_of(path, "Task", "Resource") == ["Task[1]", "Task[2]", "Resource[1]"]


def test_parts_of_a_plan_within_a_task_stay_below_that_task(write):
    inner = "<Project><Tasks><Task/></Tasks><Resources><Resource/></Resources></Project>"
    path = write(f"<Tasks><Task>{inner}</Task><Task/></Tasks>")
    assert names_of(path, "Task", "Resource") == ["Task[1]", "Task[2]"]


def test_another_root_element_is_refused_naming_it_and_what_was_expected(written):
    refused(written(HEAD + "<Workbook/>"), "root element is 'Workbook'.*expected 'Project' in")


def test_another_namespace_is_refused_naming_both(written):
    text = HEAD + '<Project xmlns="urn:other"/>'
    refused(written(text), "'urn:other'.*'http://schemas.microsoft.com/project'")


@pytest.mark.parametrize("text", ["", "   ", "no XML at all", "<", HEAD])
def test_a_file_that_is_no_xml_is_refused(written, text):
    refused(written(text), "not well-formed XML")


def test_a_file_that_is_cut_off_is_refused(write, written):
    whole = write("<Tasks>" + "<Task><UID>1</UID></Task>" * 5000 + "</Tasks>").read_bytes()
    refused(written(whole[: len(whole) // 2]), "cut off")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    refused(tmp_path / "none.xml", r"cannot be read \(No such file")


def test_an_entity_that_multiplies_itself_is_refused_before_it_grows(written):
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    text = f"{HEAD}<!DOCTYPE Project [{entities}]>{PROJECT}<Name>&a11;</Name></Project>"
    tracemalloc.start()
    refused(written(text), "document type|not well-formed")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_an_entity_of_the_outside_is_not_fetched(written, tmp_path):
    (tmp_path / "secret.txt").write_text("the secret")
    doctype = f'<!DOCTYPE Project [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    refused(written(f"{HEAD}{doctype}{PROJECT}<Name>&x;</Name></Project>"), "document type")


def test_a_parameter_entity_is_refused(written):
    doctype = '<!DOCTYPE Project [<!ENTITY % x SYSTEM "http://localhost:9/x.dtd"> %x;]>'
    refused(written(f"{HEAD}{doctype}{PROJECT}</Project>"), "document type|not well-formed")


def test_elements_nested_without_end_are_refused(written):
    refused(written(HEAD + PROJECT + "<Task>" * 100_000), "not well-formed")


def test_a_text_of_many_megabytes_is_refused(write):
    refused(write("<Tasks><Task><Notes>" + "x" * 20_000_000 + "</Notes></Task></Tasks>"), "XML")


def test_a_part_that_never_ends_is_refused(write, monkeypatch):
    monkeypatch.setattr(stream, "LARGEST_PART", 200_000)
    inner = "<Baseline><Number>1</Number></Baseline>" * 20_000
    refused(write(f"<Tasks><Task>{inner}</Task></Tasks>"), "more than 200,000 bytes")


def test_properties_without_end_are_refused(write):
    inner = "<Tasks><Task/></Tasks>" + "<Name>x</Name>" * 40_000
    refused(write(inner), "1,000 properties")


def test_memory_is_that_of_a_part_and_not_of_the_file(write):
    task = "<Task><UID>1</UID>" + "<Notes>words</Notes>" * 50 + "</Task>"
    path = write("<Tasks>" + task * 20_000 + "</Tasks>")
    held = [len(part.element.getparent()) for part in Plan(path).parts("Task")]
    assert len(held) == 20_000
    assert max(held) < 100


def test_a_file_in_utf_16_is_read(write):
    path = write("<Name>Übung 計画</Name><Tasks><Task/></Tasks>", encoding="utf-16")
    plan = Plan(path)
    assert [part.path for part in plan.parts("Task")] == ["Task[1]"]
    assert plan.properties.findtext(stream.qualified("Name")) == "Übung 計画"


def test_lines_are_those_of_the_file_far_beyond_the_65535th(write):
    path = write("<Tasks>\n" + "<Task>\n<UID>1</UID>\n</Task>\n" * 50_000 + "</Tasks>")
    lines = [part.element[0].sourceline for part in Plan(path).parts("Task")]
    text = path.read_text().splitlines()
    assert all(re.match("<UID>", text[line - 1]) for line in lines)
    assert lines[-1] > 140_000
