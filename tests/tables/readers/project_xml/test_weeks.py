"""Hours that a resource is booked a week, added up from the pieces of its assignments."""

import pytest

NAMES = ("ResourceUID", "Week", "Work", "Resource/Name")
RESOURCES = "<Resources><Resource><UID>1</UID><Name>Ana</Name></Resource></Resources>"


def piece(start, finish, value="PT8H0M0S", kind=1):
    return (
        f"<TimephasedData><Type>{kind}</Type><UID>1</UID><Start>{start}</Start>"
        f"<Finish>{finish}</Finish><Unit>2</Unit><Value>{value}</Value></TimephasedData>"
    )


def day(number, **more):
    return piece(f"2026-10-{number:02d}T08:00:00", f"2026-10-{number:02d}T17:00:00", **more)


def assignments(*given):
    return "".join(
        f"<Assignment><ResourceUID>{uid}</ResourceUID>{''.join(pieces)}</Assignment>"
        for uid, *pieces in given
    )


@pytest.fixture
def weeks_of(of_plan):
    def made(*given):
        inner = f"{RESOURCES}<Assignments>{assignments(*given)}</Assignments>"
        return of_plan(inner, "ResourceWeek", *NAMES)

    return made


def work(read):
    return {(row["ResourceUID"], row["Week"]): row["Work"] for row in read.rows}


def test_work_of_all_assignments_is_added_up_by_resource_and_week(weeks_of):
    found = weeks_of(
        (1, day(5), day(6, value="PT1H30M0S"), day(12)),
        (1, day(7, value="PT0H30M0S")),
        (2, day(5)),
    )
    assert work(found) == {
        ("1", "2026-10-05"): "PT10H0M0S",
        ("1", "2026-10-12"): "PT8H0M0S",
        ("2", "2026-10-05"): "PT8H0M0S",
    }


def test_a_week_is_named_by_its_monday(weeks_of):
    assert work(weeks_of((1, day(11)))) == {("1", "2026-10-05"): "PT8H0M0S"}


def test_remaining_and_actual_work_count_and_nothing_else(weeks_of):
    kinds = (1, 2, 3, 4, 5, 16)
    found = weeks_of((1, *(day(5, kind=kind) for kind in kinds)))
    assert work(found) == {("1", "2026-10-05"): "PT16H0M0S"}
    assert found.reading.notes["timephased data that is no remaining or actual work"] == 4


def test_a_week_has_the_fields_of_its_resource_and_the_place_of_its_first_piece(weeks_of):
    found = weeks_of((1, day(12), day(5), day(6)))
    assert [row["Resource/Name"] for row in found.rows] == ["Ana", "Ana"]
    assert found.place("Work", 1)[1] == "Assignment[1]/TimephasedData[2]"


def test_a_piece_without_work_gives_no_week(weeks_of):
    empty = day(5).replace("<Value>PT8H0M0S</Value>", "")
    assert weeks_of((1, empty, day(6, value="PT0H0M0S"))).rows == []


def test_a_piece_of_a_day_that_ends_in_the_next_week_belongs_to_where_it_starts(weeks_of):
    night = piece("2026-10-11T22:00:00", "2026-10-12T06:00:00")
    assert work(weeks_of((1, night))) == {("1", "2026-10-05"): "PT8H0M0S"}


def test_a_piece_longer_than_a_day_is_a_fault_and_its_weeks_cannot_be_read(weeks_of):
    long = piece("2026-10-07T08:00:00", "2026-10-13T17:00:00", "PT40H0M0S")
    found = weeks_of((1, day(5), long, day(19)))
    assert work(found) == {
        ("1", "2026-10-05"): "PT8H0M0S and a part that is not given by week",
        ("1", "2026-10-12"): "PT0H0M0S and a part that is not given by week",
        ("1", "2026-10-19"): "PT8H0M0S",
    }
    (fault,) = found.faults
    assert fault.raw == "resource 1: 2026-10-07T08:00:00 | 2026-10-13T17:00:00 | 2 | PT40H0M0S"
    assert fault.reference == "Assignment[1]/TimephasedData[2]"


@pytest.mark.parametrize("value", ["eight", "PT", "-PT8H", "P1M"])
def test_work_that_is_no_duration_is_a_fault(weeks_of, value):
    found = weeks_of((1, day(5, value=value)))
    assert len(found.faults) == 1
    assert work(found) == {("1", "2026-10-05"): "PT0H0M0S and a part that is not given by week"}


def test_a_piece_without_a_date_is_a_fault_and_touches_no_week(weeks_of):
    found = weeks_of((1, piece("someday", "2026-10-05T17:00:00")))
    assert (len(found.faults), found.rows) == (1, [])


def test_a_piece_of_a_thousand_years_touches_no_more_weeks_than_ten_years_have(weeks_of):
    found = weeks_of((1, piece("1700-01-01T08:00:00", "2200-01-01T08:00:00")))
    assert len(found.rows) == 520
