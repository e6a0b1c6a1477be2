"""Damaged files: whatever a file has become, it is read or refused, and nothing else happens."""

import sqlite3
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import (
    DuckdbReader,
    Heading,
    Headings,
    ParquetReader,
    ProjectXmlReader,
    SqlReader,
)
from pmo_lib.tables.readers.project_xml.kinds import CONTAINERS

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

PLAN = """<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project">
<Name>North</Name><StartDate>2026-10-05T08:00:00</StartDate><MinutesPerDay>480</MinutesPerDay>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><BaseCalendarUID>-1</BaseCalendarUID>
<WeekDays>WEEK<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>
<FromDate>2026-12-25T00:00:00</FromDate><ToDate>2026-12-26T23:59:00</ToDate></TimePeriod></WeekDay>
</WeekDays><Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod>
<FromDate>2026-01-01T00:00:00</FromDate><ToDate>2027-12-31T23:59:00</ToDate></TimePeriod>
<Occurrences>9</Occurrences><Name>Fair</Name><Type>5</Type><Period>2</Period><DaysOfWeek>3</DaysOfWeek>
<MonthItem>4</MonthItem><MonthPosition>4</MonthPosition><Month>3</Month><MonthDay>31</MonthDay>
<DayWorking>0</DayWorking></Exception></Exceptions><WorkWeeks><WorkWeek><TimePeriod>
<FromDate>2026-07-01T00:00:00</FromDate><ToDate>2026-08-31T23:59:00</ToDate></TimePeriod>
<Name>Summer</Name><WeekDays>WEEK</WeekDays></WorkWeek></WorkWeeks></Calendar>
<Calendar><UID>2</UID><Name>Ana</Name><BaseCalendarUID>1</BaseCalendarUID></Calendar></Calendars>
<Tasks><Task><UID>1</UID><ID>1</ID><Name>Dig</Name><OutlineLevel>1</OutlineLevel>
<Start>2026-10-05T08:00:00</Start><Finish>2026-10-09T17:00:00</Finish><Duration>PT40H0M0S</Duration>
<DurationFormat>7</DurationFormat><Summary>0</Summary><Milestone>0</Milestone>
<CalendarUID>-1</CalendarUID><PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type>
<LinkLag>4800</LinkLag><LagFormat>19</LagFormat></PredecessorLink><Baseline><Number>0</Number>
<Start>2026-10-05T08:00:00</Start><Duration>PT8H0M0S</Duration></Baseline></Task></Tasks>
<Resources><Resource><UID>1</UID><Name>Ana</Name><Type>1</Type><IsGeneric>0</IsGeneric></Resource>
</Resources><Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID>
<TimephasedData><Type>1</Type><UID>1</UID><Start>2026-10-05T08:00:00</Start>
<Finish>2026-10-05T17:00:00</Finish><Unit>2</Unit><Value>PT8H0M0S</Value></TimephasedData>
</Assignment></Assignments></Project>
""".replace(
    "WEEK",
    "".join(
        f"<WeekDay><DayType>{n}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>"
        "<FromTime>08:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
        for n in range(1, 8)
    ),
).encode()


@st.composite
def damage(draw, size):
    """Where bytes are replaced, put in or left out, and by which."""
    count = draw(st.integers(1, 6))
    places = st.integers(0, size - 1)
    return [
        (draw(places), draw(st.integers(0, 8)), draw(st.binary(max_size=8))) for _ in range(count)
    ]


def damaged(content, changes):
    for at, length, put in changes:
        content = content[:at] + put + content[at + length :]
    return content


def read_or_refuse(reader, path, name="UID"):
    """Read all that there is; the count of the records, or none where the file is refused."""
    headings = Headings({"id": Heading((name,), required=False)}, ((".", "not wanted"),))
    try:
        return sum(batch.size for batch in reader.open(path, headings).batches)
    except SourceError:
        return None


@pytest.mark.parametrize("element", CONTAINERS)
def test_a_whole_plan_has_records_of_every_kind(tmp_path, element):
    path = tmp_path / "plan.xml"
    path.write_bytes(PLAN)
    assert read_or_refuse(ProjectXmlReader(type="project_xml", element=element), path)


@FEW
@given(element=st.sampled_from(list(CONTAINERS)), changes=damage(len(PLAN)))
def test_a_plan_with_other_bytes_is_read_or_refused(tmp_path, element, changes):
    path = tmp_path / "plan.xml"
    path.write_bytes(damaged(PLAN, changes))
    read_or_refuse(ProjectXmlReader(type="project_xml", element=element), path)


@FEW
@given(
    element=st.sampled_from(list(CONTAINERS)),
    number=st.integers(0, PLAN.count(b"</") - 1),
    text=st.one_of(
        st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<&")),
        st.sampled_from(["", "0", "-1", "8", "9" * 30, "24:00:00", "9999-12-31T00:00:00"]),
        st.sampled_from(["0001-01-01T00:00:00", "PT-8H", "1e9", "²", "٣", "2026-13-45T99:00:00"]),
    ),
)
def test_a_plan_with_another_text_in_any_element_is_read_or_refused(
    tmp_path, element, number, text
):
    parts = PLAN.split(b"</")
    head, _, _ = parts[number].rpartition(b">")
    parts[number] = head + b">" + text.encode()
    path = tmp_path / "plan.xml"
    path.write_bytes(b"</".join(parts))
    reader = ProjectXmlReader(type="project_xml", element=element)
    read_or_refuse(reader, path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Write the same rows as Parquet, DuckDB and SQLite into a folder."""
    folder = tmp_path_factory.mktemp("whole")
    rows = {"id": range(500), "day": [date(2026, 1, 1)] * 500, "name": ["a", "b"] * 250}
    pq.write_table(pa.table(rows), folder / "parquet", row_group_size=100)
    with duckdb.connect(str(folder / "duckdb")) as connection:
        connection.execute("CREATE TABLE p AS SELECT range AS id, 'a' AS name FROM range(500)")
    with sqlite3.connect(folder / "sqlite") as connection:
        connection.execute("CREATE TABLE p (id INTEGER, name TEXT)")
        connection.executemany("INSERT INTO p VALUES (?, 'a')", [(n,) for n in range(500)])
    connection.close()
    return folder


READERS = {
    "parquet": ParquetReader(type="parquet"),
    "duckdb": DuckdbReader(type="duckdb", query="SELECT * FROM p"),
    "sqlite": SqlReader(type="sql", url="sqlite:///{file}", query="SELECT * FROM p"),
}


@pytest.mark.parametrize("kind", READERS)
def test_a_whole_table_is_read(whole, kind):
    assert read_or_refuse(READERS[kind], whole / kind, "id") == 500


@pytest.mark.parametrize("kind", READERS)
@FEW
@given(data=st.data())
def test_a_table_with_other_bytes_is_read_or_refused(tmp_path, whole, kind, data):
    content = (whole / kind).read_bytes()
    path = tmp_path / kind
    path.write_bytes(damaged(content, data.draw(damage(len(content)))))
    read_or_refuse(READERS[kind], path, "id")


@pytest.mark.parametrize("kind", READERS)
@FEW
@given(data=st.data())
def test_a_table_that_is_cut_off_gives_all_its_rows_or_is_refused(tmp_path, whole, kind, data):
    content = (whole / kind).read_bytes()
    path = tmp_path / kind
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert read_or_refuse(READERS[kind], path, "id") in (None, 500)
