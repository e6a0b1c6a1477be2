"""The published returns of 2022 and 2023: the figures that a correct reading reproduces."""

import csv
import io
import re

import pandas as pd
import pytest

from pmo_lib.contract import EDITIONS
from pmo_lib.tables.schemas import TABLES
from pmo_lib.tables.store import Cutter

PERIODS = ("2022", "2023")


@pytest.fixture(scope="module")
def wholes(gmpp_store):
    return {
        period: Cutter(gmpp_store, period).cut("portfolio", "", "internal").current
        for period in PERIODS
    }


@pytest.fixture(scope="module")
def cutter(gmpp_store):
    return Cutter(gmpp_store, "2023")


@pytest.mark.parametrize(
    ("period", "projects", "departments", "programmes"),
    [("2022", 235, 18, 38), ("2023", 244, 21, 43)],
)
def test_projects_departments_and_programmes_are_as_published(
    wholes, period, projects, departments, programmes
):
    tables = wholes[period]
    assert len(tables["projects"]) == projects
    assert len(tables["clients"]) == departments
    assert len(tables["programmes"]) == programmes


@pytest.mark.parametrize(
    ("period", "ratings"),
    [
        ("2022", {"green": 24, "amber": 170, "red": 27}),
        ("2023", {"green": 26, "amber": 183, "red": 23}),
    ],
)
def test_ratings_are_as_published(wholes, period, ratings):
    reports = wholes[period]["status_reports"]
    reports = reports[reports["period"] == period]
    assert reports["rating"].value_counts().to_dict() == ratings
    assert set(reports["scale"]) == {"rag3"}


@pytest.mark.parametrize("period", PERIODS)
def test_a_project_has_one_assessor_s_rating_or_is_in_a_state(wholes, period):
    reports = wholes[period]["status_reports"]
    reports = reports[reports["period"] == period]
    rated = reports[reports["rating"].notna()]
    assert rated["project_id"].is_unique
    others = reports[reports["rating"].isna()]
    assert others["rating_state"].notna().all()
    assert not set(others["project_id"]) & set(rated["project_id"])
    assert len(set(reports["project_id"])) == len(wholes[period]["projects"])


@pytest.mark.parametrize("period", PERIODS)
def test_a_withheld_rating_is_withheld_by_both_assessors_who_say_so(wholes, period):
    reports = wholes[period]["status_reports"]
    withheld = reports[(reports["period"] == period) & (reports["rating_state"] == "withheld")]
    assert withheld["rating_as_written"].str.startswith("Exempt").all()
    by_project = withheld.groupby("project_id")["assessor"].nunique()
    single = {"2022": 0, "2023": 1}[period]
    assert (by_project == 1).sum() == single


def test_projects_that_left_and_joined_are_as_published(wholes):
    before, after = (set(wholes[period]["projects"]["project_id"]) for period in PERIODS)
    assert len(before - after) == 29
    assert len(after - before) == 38


@pytest.mark.parametrize(
    ("period", "billions", "withheld", "other"),
    [("2022", 494.2, 37, 7), ("2023", 471.8, 46, 5)],
)
def test_visible_whole_life_totals_are_as_published_and_states_are_counted(
    wholes, period, billions, withheld, other
):
    projects = wholes[period]["projects"]
    assert round(projects["budget"].sum() / 1e9, 1) == billions
    states = projects["budget_state"].value_counts()
    assert states["withheld"] == withheld
    assert states.sum() - withheld == other
    assert projects["budget"].notna().sum() + states.sum() == len(projects)
    baselines = wholes[period]["baselines"]
    pd.testing.assert_series_equal(baselines["budget"], projects["budget"])


def test_benefits_are_read_from_the_first_year_that_publishes_them(wholes):
    assert wholes["2022"]["baselines"]["benefits"].isna().all()
    benefits = wholes["2023"]["baselines"]
    assert benefits["benefits"].notna().sum() == 110
    assert benefits["benefits_state"].value_counts().to_dict() == {
        "not_provided": 122,
        "withheld": 11,
        "to_be_decided": 1,
    }


def test_the_one_unreadable_value_is_rejected_with_its_place(gmpp, wholes):
    assert gmpp.rejected == 1
    (reject,) = wholes["2023"]["rejects"].to_dict("records")
    assert (reject["raw"], reject["cell"], reject["file"]) == ("Inf", "HX14", "gmpp_2023.csv")
    assert reject["project_id"] == "MOJ-0060-2122-Q3"


def test_records_files_and_rows_are_accounted_for(gmpp):
    lines = gmpp.to_json()
    for line in lines:
        assert line["read"] == line["accepted"] + line["rejected"] + line["ignored"]
    files = lines[0]
    assert (files["table"], files["read"], files["accepted"], files["ignored"]) == (
        "files",
        6,
        2,
        4,
    )
    records = [line["accepted"] for line in lines if line["table"] == "records"]
    assert records == [235, 244]
    not_assessed = [
        line["rules"]["not assessed by this assessor"]
        for line in lines
        if line["table"] == "status_reports"
    ]
    assert not_assessed == [68 + 153, 121 + 112]


def _position(cell: str) -> tuple[int, int]:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(row) - 1, column - 1


@pytest.mark.parametrize("period", PERIODS)
def test_lineage_leads_back_to_the_cell_as_it_was_typed(gmpp_store, gmpp_folder, period):
    text = (gmpp_folder / f"gmpp_{period}.csv").read_bytes().decode("cp1252")
    sheet = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    day = next(p.data_date for p in gmpp_store.periods() if p.name == period)
    lineage = gmpp_store.read("lineage", day)
    assert len(lineage) > 5000
    for raw, cell in zip(lineage["raw"], lineage["cell"], strict=True):
        row, column = _position(cell)
        assert sheet[row][column] == raw
    traced = lineage[(lineage["table_name"] == "projects") & (lineage["column_name"] == "budget")]
    budgets = gmpp_store.read("projects", day).set_index("project_id")["budget"]
    for row in traced.itertuples():
        if re.match(r"[£\d]", row.raw):
            typed = float(row.raw.replace("£", "").replace(",", "")) * 1_000_000
            assert budgets[row.row_key] == pytest.approx(typed)


def test_dates_are_days_or_states(wholes):
    for period in PERIODS:
        projects = wholes[period]["projects"]
        for column in ("start", "finish"):
            known = projects[column].notna()
            assert (known ^ projects[f"{column}_state"].notna()).all()
        ends = wholes[period]["milestones"]
        ends = ends[ends["period"] == period].set_index("project_id")["forecast_date"]
        pd.testing.assert_series_equal(
            ends, projects.set_index("project_id")["finish"], check_names=False
        )


def test_every_department_slice_holds_its_own_rows_and_columns_alone(cutter):
    known = set(cutter.clients())
    for edition in EDITIONS:
        for client in known:
            found = cutter.cut("client", client, edition)
            for tables in (found.current, found.previous):
                _check_slice(tables, {client}, edition)
                assert set(tables["clients"]["client_id"]) <= {client}
            mine = set(found.current["projects"]["project_id"])
            assert mine == set(found.current["project_clients"]["project_id"])
            assert set(found.current["rejects"]["project_id"]) <= mine


def _check_slice(tables, clients, edition):
    assert set(tables["project_clients"]["client_id"]) <= clients
    projects = set(tables["projects"]["project_id"])
    for name, rows in tables.items():
        assert list(rows.columns) == TABLES[name].visible_columns(edition)
        if "project_id" in rows and name != "rejects":
            assert set(rows["project_id"]) <= projects, name


def test_department_slices_together_hold_every_project_once(cutter, wholes):
    counted = pd.concat(
        [
            cutter.cut("client", client, "client").current["projects"]["project_id"]
            for client in cutter.clients()
        ]
    )
    assert counted.is_unique
    assert set(counted) == set(wholes["2023"]["projects"]["project_id"])


def test_a_department_that_took_projects_over_sees_their_history_and_not_the_former_client(cutter):
    found = cutter.cut("client", "DESNZ", "client").previous
    assert len(found["projects"]) > 0
    assert found["clients"].empty
    assert found["project_clients"].empty


def test_programme_slices_hold_the_programme_s_projects(cutter, wholes):
    links = wholes["2023"]["project_programmes"]
    for programme in cutter.programmes():
        found = cutter.cut("programme", programme, "board").current
        wanted = set(links[links["programme_id"] == programme]["project_id"])
        assert set(found["projects"]["project_id"]) == wanted
        assert set(found["clients"]["client_id"]) == {programme.partition("-")[0]}
