"""Records of a plan: their fields, what is added to them, and what is left out."""

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import Heading, Headings, ProjectXmlReader

TASK = "<Task><UID>{uid}</UID><OutlineLevel>{level}</OutlineLevel>{more}</Task>"


def tasks(*given):
    return (
        "<Tasks>" + "".join(TASK.format(uid=u, level=v, more=m) for u, v, m in given) + "</Tasks>"
    )


def column(read, name):
    return [row[name] for row in read.rows]


def test_a_task_has_its_elements_as_fields_and_those_of_the_plan(of_plan):
    found = of_plan("<Name>North</Name>" + tasks((7, 1, "")), "Task", "UID", "Project/Name")
    assert found.rows == [{"UID": "7", "Project/Name": "North"}]
    assert found.sheets == {"Project/Tasks"}


def test_each_cell_is_found_by_its_line_and_path(of_plan):
    inner = "<Name>North</Name>\n<Tasks>\n<Task/>\n<Task>\n<UID>\n7</UID></Task></Tasks>"
    found = of_plan(inner, "Task", "UID", "Project/Name")
    assert found.place("UID", 1) == (7, "Task[2]/UID")
    assert found.place("UID", 0) == (5, "Task[1]/UID")
    assert found.place("Project/Name", 1) == (3, "/Project/Name")


def test_the_project_is_one_record(of_plan):
    found = of_plan("<Name>North</Name><Tasks><Task/></Tasks>", "Project", "Name")
    assert found.rows == [{"Name": "North"}]
    assert found.place("Name", 0) == (3, "Name")


def test_a_field_after_the_tasks_is_a_field_of_the_plan_as_well(of_plan):
    found = of_plan(tasks((1, 1, "")) + "<Name>Late</Name>", "Task", "Project/Name")
    assert found.rows == [{"Project/Name": "Late"}]


def test_baselines_and_extended_attributes_are_named_by_what_tells_them_apart(of_plan):
    more = (
        "<Baseline><Number>0</Number><Cost>100</Cost></Baseline>"
        "<Baseline><Number>1</Number><Cost>200</Cost></Baseline>"
        "<ExtendedAttribute><FieldID>188743731</FieldID><Value>North</Value></ExtendedAttribute>"
    )
    names = (
        "Baseline[Number=0]/Cost",
        "Baseline[Number=1]/Cost",
        "ExtendedAttribute[FieldID=188743731]/Value",
    )
    found = of_plan(tasks((1, 1, more)), "Task", *names)
    assert found.rows == [dict(zip(names, ["100", "200", "North"], strict=True))]


def test_other_children_with_elements_are_counted_and_are_no_fields(of_plan):
    more = "<PredecessorLink><Type>1</Type></PredecessorLink>" * 2
    found = of_plan(tasks((1, 1, more)), "Task", "UID")
    assert found.reading.notes["PredecessorLink: no field of Task"] == 2


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("", "task"),
        ("<Milestone>0</Milestone><Summary>0</Summary>", "task"),
        ("<Milestone>1</Milestone>", "milestone"),
        ("<Summary>1</Summary><Milestone>1</Milestone>", "summary"),
        ("<Summary>1</Summary><IsSubproject>1</IsSubproject>", "subproject"),
        ("<ExternalTask>true</ExternalTask><Milestone>1</Milestone>", "external"),
    ],
)
def test_what_a_task_is_follows_from_what_it_says(of_plan, said, kind):
    assert column(of_plan(tasks((1, 1, said)), "Task", "Kind"), "Kind") == [kind]


def test_the_place_of_a_kind_is_the_element_that_says_so(of_plan):
    found = of_plan(tasks((1, 1, "<Summary>1</Summary>")), "Task", "Kind")
    assert found.place("Kind", 0)[1] == "Task[1]/Summary"


def test_a_task_stands_below_the_last_one_that_is_less_indented(of_plan):
    inner = tasks(
        (0, 0, ""), (1, 1, ""), (2, 2, ""), (3, 3, ""), (4, 2, ""), (5, 1, ""), (6, 3, "")
    )
    found = of_plan(inner, "Task", "ParentUID")
    assert column(found, "ParentUID") == ["", "", "1", "2", "1", "", "5"]


def test_a_blank_row_is_nobodys_parent(of_plan):
    inner = tasks((1, 1, ""), (2, 0, "<IsNull>1</IsNull>"), (3, 2, ""))
    assert column(of_plan(inner, "Task", "ParentUID"), "ParentUID") == ["", "", "1"]


def test_records_that_a_rule_names_are_left_out_and_counted(of_plan):
    inner = tasks((0, 0, ""), (1, 1, "<IsNull>1</IsNull>"), (2, 1, ""))
    rules = [
        {"heading": "IsNull", "pattern": "^1$", "rule": "blank"},
        {"heading": "UID", "pattern": "^0$", "rule": "summary"},
    ]
    found = of_plan(inner, "Task", "UID", ignored_records=rules)
    assert column(found, "UID") == ["2"]
    assert found.reading.ignored == {"blank": 1, "summary": 1}


def test_a_rule_sees_an_element_that_is_not_there_as_empty(of_plan):
    rules = [{"heading": "Milestone", "pattern": "^(0|)$", "rule": "no milestone"}]
    inner = tasks((1, 1, ""), (2, 1, "<Milestone>1</Milestone>"))
    found = of_plan(inner, "Task", "UID", ignored_records=rules)
    assert column(found, "UID") == ["2"]


def test_tasks_of_a_plan_within_a_task_are_left_out_and_counted(of_plan):
    within = "<Project><Name>Inner</Name>" + tasks((1, 1, ""), (2, 1, "")) + "</Project>"
    found = of_plan(tasks((1, 1, within), (5, 1, "")), "Task", "UID")
    assert column(found, "UID") == ["1", "5"]
    assert found.reading.ignored == {"in a plan that is embedded in a task": 2}


@pytest.mark.parametrize(("number", "elapsed"), [(7, False), (39, False), (8, True), (40, True)])
def test_a_duration_that_counts_all_hours_cannot_be_taken_for_working_time(
    of_plan, number, elapsed
):
    more = f"<Duration>PT24H0M0S</Duration><DurationFormat>{number}</DurationFormat>"
    found = of_plan(tasks((1, 1, more)), "Task", "Duration")
    assert column(found, "Duration") == ["PT24H0M0S elapsed" if elapsed else "PT24H0M0S"]


def test_the_duration_of_a_baseline_has_the_format_of_its_own_or_of_the_task(of_plan):
    baseline = "<Baseline><Number>{n}</Number><Duration>PT24H0M0S</Duration>{f}</Baseline>"
    own = "<DurationFormat>7</DurationFormat>"
    both = baseline.format(n=0, f=own) + baseline.format(n=1, f="")
    more = f"<DurationFormat>8</DurationFormat>{both}"
    found = of_plan(tasks((4, 1, more)), "TaskBaseline", "Task/UID", "Number", "Duration")
    assert [tuple(row.values()) for row in found.rows] == [
        ("4", "0", "PT24H0M0S"),
        ("4", "1", "PT24H0M0S elapsed"),
    ]
    assert found.place("Duration", 1)[1] == "Task[1]/Baseline[2]/Duration"


@pytest.mark.parametrize(
    ("lag", "number", "read"),
    [
        ("4800", "7", ("4800", "0")),
        ("-4800", "5", ("-4800", "0")),
        ("4800", "8", ("4800", "1")),
        ("50", "19", ("50%", "0")),
        ("50", "52", ("50%", "1")),
        ("0", "19", ("0", "0")),
    ],
)
def test_a_lag_says_whether_it_is_a_share_and_whether_it_counts_all_hours(
    of_plan, lag, number, read
):
    link = (
        f"<PredecessorLink><PredecessorUID>1</PredecessorUID><LinkLag>{lag}</LinkLag>"
        f"<LagFormat>{number}</LagFormat></PredecessorLink>"
    )
    found = of_plan(tasks((2, 1, link)), "Link", "Task/UID", "LinkLag", "LagElapsed")
    assert [tuple(row.values()) for row in found.rows] == [("2", *read)]


def test_minus_one_stands_for_no_calendar(of_plan):
    inner = tasks((1, 1, "<CalendarUID>-1</CalendarUID>"), (2, 1, "<CalendarUID>3</CalendarUID>"))
    assert column(of_plan(inner, "Task", "CalendarUID"), "CalendarUID") == ["", "3"]


@pytest.mark.parametrize(
    ("said", "kind", "person"),
    [
        ("<Type>1</Type>", "work", "1"),
        ("<Type>1</Type><IsGeneric>1</IsGeneric>", "work", "0"),
        ("<Type>0</Type>", "material", "0"),
        ("<Type>2</Type>", "cost", "0"),
        ("<Type>0</Type><IsCostResource>1</IsCostResource>", "cost", "0"),
        ("", "", "0"),
    ],
)
def test_a_resource_is_work_material_or_cost_and_a_person_or_not(of_plan, said, kind, person):
    found = of_plan(
        f"<Resources><Resource>{said}</Resource></Resources>", "Resource", "Kind", "Person"
    )
    assert found.rows == [{"Kind": kind, "Person": person}]


def test_an_assignment_has_the_fields_of_its_resource_each_with_its_own_place(of_plan):
    inner = (
        "<Assignments><Assignment><ResourceUID>3</ResourceUID></Assignment></Assignments>"
        "<Resources><Resource/><Resource><UID>3</UID><Name>Ana</Name></Resource></Resources>"
    )
    found = of_plan(inner, "Assignment", "ResourceUID", "Resource/Name")
    assert found.rows == [{"ResourceUID": "3", "Resource/Name": "Ana"}]
    assert found.place("Resource/Name", 0)[1] == "/Project/Resources/Resource[2]/Name"


def test_an_element_that_stands_twice_makes_its_record_a_fault(of_plan):
    inner = tasks((1, 1, "<Name>A</Name><Name>B</Name>"), (2, 1, "<Name>C</Name>"))
    found = of_plan(inner, "Task", "UID", "Name")
    assert column(found, "Name") == ["C"]
    (fault,) = found.faults
    assert (fault.reference, fault.raw) == ("Task[1]/Name", "A | B")
    assert fault.rule == "element: Name once; it stands twice"


def test_a_plan_without_records_of_a_kind_gives_none(of_plan):
    assert of_plan("<Name>Empty</Name>", "Task", "UID").rows == []


def test_a_required_element_that_no_record_has_is_named_with_what_is_there(write):
    path = write(tasks((1, 1, "<Nmae>x</Nmae>")))
    reader = ProjectXmlReader(type="project_xml", element="Task")
    headings = Headings({"name": Heading(("Name",))}, ((".", "other"),))
    with pytest.raises(SourceError, match=r"lacks the heading of name.*'Nmae' replace it"):
        list(reader.open(path, headings).batches)


def test_an_element_that_the_mapping_does_not_know_is_an_error(write):
    reader = ProjectXmlReader(type="project_xml", element="Task")
    headings = Headings({"uid": Heading(("UID",))}, ((r"/|Level|Kind|Parent", "other"),))
    path = write(tasks((1, 1, "<Surprise>x</Surprise>")))
    with pytest.raises(SourceError, match="'Surprise' matches no field"):
        list(reader.open(path, headings).batches)


def test_many_tasks_come_in_several_batches(of_plan):
    found = of_plan(tasks(*((n, 1, "") for n in range(12_000))), "Task", "UID")
    assert column(found, "UID") == [str(n) for n in range(12_000)]
    assert found.batches == 3
