"""Six plans in Microsoft Project XML: what an independent look at each file finds in it.

Counts are of elements, taken with another parser; hours, costs and dates are as the files have
them, or follow from others that the tool computed itself.
"""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Store

DAYS = {
    "MSPDI-BASELINES": date(2008, 2, 1),
    "MSPDI-SAMPLE": date(2003, 2, 19),
    "MSPDI-SAMPLE1": date(2003, 12, 1),
    "MSPDI-NULLTASKS": date(2008, 11, 5),
    "MSPDI-RELATIONS": date(2009, 1, 9),
    "MSPDI-BASELINES2019": date(2018, 10, 18),
}
SAMPLE = "MSPDI-SAMPLE"


@pytest.fixture(scope="module")
def plans(tmp_path_factory, source_mappings, gmpp_folder):
    folder = gmpp_folder.parent / "mspdi"
    if not folder.is_dir():
        pytest.skip(f"the plans are not at {folder}")
    (mapping,) = (path for path in source_mappings if path.stem == "mspdi")
    root = tmp_path_factory.mktemp("mspdi") / "store"
    return load(mapping, folder, root, loaded_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def rows(plans):
    """Read a table's rows of one plan, as it stood on its day."""
    store = Store.open(plans.store)

    def read(table, project):
        found = store.read(table, DAYS[project])
        return found[found["project_id"] == project].reset_index(drop=True)

    return read


def test_every_record_is_accounted_for_and_no_value_is_rejected(plans):
    assert plans.rejected == 0
    records = [line.count for line in plans.counts if line.kind]
    assert sum(one.read for one in records) == sum(one.accepted + one.ignored for one in records)


@pytest.mark.parametrize(
    ("project", "activities", "links", "baselines", "resources", "assigned"),
    [
        ("MSPDI-BASELINES", 1, 0, 10, 1, 0),
        ("MSPDI-SAMPLE", 19, 6, 0, 2, 2),
        ("MSPDI-SAMPLE1", 22, 6, 0, 2, 4),
        ("MSPDI-NULLTASKS", 5, 0, 0, 0, 0),
        ("MSPDI-RELATIONS", 5, 4, 0, 0, 0),
        ("MSPDI-BASELINES2019", 110, 0, 88, 0, 0),
    ],
)
def test_each_plan_has_as_many_rows_as_its_file_has_elements(
    rows, project, activities, links, baselines, resources, assigned
):
    tables = (
        *("activities", "links", "activity_baselines", "schedule_resources", "activity_resources"),
    )
    counts = [len(rows(table, project)) for table in tables]
    assert counts == [activities, links, baselines, resources, assigned]
    assert len(rows("projects", project)) == len(rows("schedules", project)) == 1


def test_every_plan_stands_at_the_day_that_its_file_names(plans):
    store = Store.open(plans.store)
    assert sorted({one.as_of for one in store.snapshots()}) == sorted(DAYS.values())


def test_blank_rows_of_a_plan_are_no_activities(rows):
    found = rows("activities", "MSPDI-NULLTASKS")
    assert found["name"].tolist() == ["Task 1", "Task 2", "Task 3", "Task 4", "Task 5"]
    assert found["parent_activity_id"].fillna("").tolist() == ["", "1", "1", "", "6"]


def test_links_have_their_types_and_lags(rows):
    found = rows("links", SAMPLE).set_index("activity_id")
    assert found["type"].to_dict() == {
        **dict.fromkeys(["10", "12", "14"], "FS"),
        **{"16": "SS", "18": "FF", "21": "SF"},
    }
    assert found.loc[["12", "14", "16"], "lag_hours"].tolist() == [8, -8, 0]
    assert not found["lag_elapsed"].any()


def test_a_task_has_its_hours_its_float_and_its_dates(rows):
    third = rows("activities", SAMPLE).set_index("activity_id").loc["3"]
    assert (third["name"], third["kind"], third["wbs"]) == ("Third task", "milestone", "1.2")
    assert (third["duration_hours"], third["total_float_hours"]) == (0, 400)
    assert third["start"] == pd.Timestamp("2003-01-07 08:00")
    assert bool(third["critical"]) is False
    recurring = rows("activities", SAMPLE).set_index("activity_id").loc["8"]
    assert recurring["constraint"] == "start_no_earlier_than"
    assert recurring["constraint_date"] == pd.Timestamp("2003-03-01 08:00")


def test_what_a_resource_costs_is_its_hours_at_its_rate_and_its_cost_per_use(rows):
    resources = rows("schedule_resources", SAMPLE).set_index("resource_id")
    assigned = rows("activity_resources", SAMPLE).set_index("resource_id")
    by_rate = assigned["work_hours"] * resources["rate"]
    by_use = assigned["units"] * resources["cost_per_use"]
    assert (by_rate + by_use).tolist() == assigned["cost"].tolist() == [2015.0, 1511.25]
    assert rows("activities", SAMPLE).set_index("activity_id").loc["2", "cost"] == 3526.25


def test_hours_of_a_calendar_add_up_to_the_duration_that_the_tool_computed(rows):
    hours = rows("calendars", SAMPLE).set_index(["calendar_id", "day"])["working_hours"]
    # The plan lasts 400 hours: from the morning of 7 January to that of 18 March, 2003.
    standard = hours[f"{SAMPLE}-C1"].loc["2003-01-07":"2003-03-17"]
    assert (
        standard.sum()
        == rows("activities", SAMPLE).set_index("activity_id").loc["1"].duration_hours
    )
    # The second resource works 300 of 400 hours at night: of the first day its last hour, of the
    # last day the seven until eight in the morning.
    night = hours[f"{SAMPLE}-C4"].loc["2003-01-08":"2003-03-17"]
    assert night.sum() + 1 + 7 == 400


def test_a_calendar_without_days_of_its_own_has_those_of_its_base(rows):
    found = rows("calendars", SAMPLE).set_index(["calendar_id", "day"])
    columns = ["working_hours", "opens", "closes"]
    for resource, base in (("C3", "C1"), ("C4", "C2")):
        own, other = (found.loc[f"{SAMPLE}-{one}", columns] for one in (resource, base))
        pd.testing.assert_frame_equal(own, other)
    tuesday = found.loc[(f"{SAMPLE}-C2", pd.Timestamp("2003-01-14"))]
    assert tuesday[columns].tolist() == [8, 0, 24]


def test_calendars_have_every_day_of_the_plan_and_a_year_more(rows):
    days = rows("calendars", "MSPDI-RELATIONS")["day"]
    assert days.min().date() == date(2006, 9, 21)
    assert days.max().date() == date(2006, 9, 25) + timedelta(days=366)
    assert days.is_unique
    assert len(days) == 371


def test_hours_booked_by_week_add_up_to_the_work_of_the_assignments(rows):
    booked = rows("assignments", SAMPLE)
    work = rows("activity_resources", SAMPLE).set_index("resource_id")["work_hours"]
    total = booked.groupby("person_id")["hours"].sum()
    assert total.to_dict() == {f"{SAMPLE}-R{one}": hours for one, hours in work.items()}
    first = booked[booked["person_id"] == f"{SAMPLE}-R1"].set_index("week")["hours"]
    # At half time from Tuesday 7 January 2003: four hours on each of four days, then of five.
    assert first.iloc[:2].to_dict() == {
        pd.Timestamp("2003-01-06"): 16,
        pd.Timestamp("2003-01-13"): 20,
    }


def test_baselines_of_tasks_are_kept_apart_by_number(rows):
    found = rows("activity_baselines", "MSPDI-BASELINES").set_index("baseline_no")
    assert found.index.tolist() == list(range(1, 11))
    assert found["cost"].tolist() == [float(n) for n in range(1, 11)]
    assert found["duration_hours"].tolist() == [7.5 * n for n in range(1, 11)]


def test_a_number_leads_back_to_the_element_where_it_was_typed(plans):
    found = Store.open(plans.store).read("lineage", DAYS[SAMPLE])
    mine = found[(found["table_name"] == "activities") & (found["row_key"] == f"{SAMPLE}|2")]
    cost = mine.set_index("column_name").loc["cost"]
    assert (cost["file"], cost["sheet"]) == ("legacy_sample.xml", "Project/Tasks")
    assert (cost["cell"], cost["raw"]) == ("Task[3]/Cost", "352625")
