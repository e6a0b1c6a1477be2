"""The published returns of 2018 to 2023: the figures that a correct reading reproduces."""

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from pmo_lib.contract import EDITIONS
from pmo_lib.tables.schemas import OFFICE_TABLES, TABLES
from pmo_lib.tables.store import Cutter

ROOT = Path(__file__).resolve().parents[2]
PERIODS = ("2018", "2019", "2020", "2021", "2022", "2023")
WITH_TWO_ASSESSORS = ("2022", "2023")


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
    [
        ("2018", 133, 16, 0),
        ("2019", 133, 16, 32),
        ("2020", 125, 16, 32),
        ("2021", 184, 18, 35),
        ("2022", 235, 18, 38),
        ("2023", 244, 21, 43),
    ],
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
        ("2018", {"amber": 59, "amber_red": 38, "amber_green": 22, "red": 8, "green": 2}),
        ("2019", {"amber": 66, "amber_red": 38, "amber_green": 18, "red": 4, "green": 4}),
        ("2020", {"amber": 59, "amber_red": 32, "amber_green": 18, "red": 11, "green": 3}),
        ("2021", {"amber": 84, "amber_red": 44, "amber_green": 29, "green": 12, "red": 7}),
        ("2022", {"green": 24, "amber": 170, "red": 27}),
        ("2023", {"green": 26, "amber": 183, "red": 23}),
    ],
)
def test_ratings_are_as_published(wholes, period, ratings):
    reports = wholes[period]["status_reports"]
    reports = reports[reports["period"] == period]
    assert reports["rating"].value_counts().to_dict() == ratings
    assert set(reports["scale"]) == {"rag3" if period >= "2022" else "rag5"}


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


@pytest.mark.parametrize("period", WITH_TWO_ASSESSORS)
def test_a_withheld_rating_is_withheld_by_both_assessors_who_say_so(wholes, period):
    reports = wholes[period]["status_reports"]
    withheld = reports[(reports["period"] == period) & (reports["rating_state"] == "withheld")]
    assert withheld["rating_as_written"].str.startswith("Exempt").all()
    by_project = withheld.groupby("project_id")["assessor"].nunique()
    single = {"2022": 0, "2023": 1}[period]
    assert (by_project == 1).sum() == single


@pytest.mark.parametrize(
    ("before", "after", "left", "joined"),
    [("2021", "2022", 25, 76), ("2022", "2023", 29, 38)],
)
def test_projects_that_left_and_joined_are_as_published(wholes, before, after, left, joined):
    earlier, later = (set(wholes[p]["projects"]["project_id"]) for p in (before, after))
    assert len(earlier - later) == left
    assert len(later - earlier) == joined


def _joined(project_id):
    """Give the quarter in which a project joined the portfolio, which its id names, or none."""
    found = re.search(r"-(\d\d)\d\d-Q([1-4])$", project_id)
    return found and (found[1], found[2])


@pytest.mark.parametrize(
    ("period", "quarter"),
    [("2018", ("17", "2")), ("2019", ("18", "2")), ("2020", ("19", "2")), ("2021", ("20", "4"))],
)
def test_no_project_was_decided_to_be_one_that_had_not_joined_yet(wholes, period, quarter):
    joined = [_joined(one) for one in wholes[period]["projects"]["project_id"]]
    known = [one for one in joined if one]
    assert len(known) >= {"2018": 90, "2019": 108}.get(period, len(joined))
    assert max(known) <= quarter


def test_every_project_of_2020_that_no_earlier_return_has_joined_since(wholes):
    earlier, later = (set(wholes[p]["projects"]["project_id"]) for p in ("2019", "2020"))
    assert len(later - earlier) == 17
    assert min(_joined(one) for one in later - earlier) >= ("18", "3")


def test_a_change_of_the_department_s_code_makes_nobody_leave_or_join(wholes):
    for period in ("2020", "2021"):
        ids = wholes[period]["projects"]["project_id"]
        assert not ids.str.startswith("DH-0031").any()
        assert ids.str.startswith("DOH-0031").sum() == 1


def test_a_project_of_two_departments_is_one_project_of_both(wholes):
    links = wholes["2021"]["project_clients"]
    (shared,) = links["project_id"].value_counts().loc[lambda n: n > 1].index
    assert set(links[links["project_id"] == shared]["client_id"]) == {"DEFRA", "DFT"}


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


def test_amounts_have_no_price_basis_since_the_returns_name_none(wholes):
    """Narratives tell of several: one budget "is in 2019 terms", some benefits "in 2010 prices"."""
    for tables in wholes.values():
        for name in ("projects", "baselines", "progress"):
            assert tables[name]["price_basis"].isna().all()
            assert set(tables[name]["currency"]) == {"GBP"}


def test_benefits_are_read_from_the_first_year_that_publishes_them(wholes):
    assert wholes["2022"]["baselines"]["benefits"].isna().all()
    benefits = wholes["2023"]["baselines"]
    assert benefits["benefits"].notna().sum() == 110
    assert benefits["benefits_state"].value_counts().to_dict() == {
        "not_provided": 122,
        "withheld": 11,
        "to_be_decided": 1,
    }


def test_the_two_unreadable_values_are_rejected_with_their_places(gmpp, wholes):
    assert gmpp.rejected == 2
    found = [r for p in ("2019", "2023") for r in wholes[p]["rejects"].to_dict("records")]
    assert [(r["raw"], r["cell"], r["file"]) for r in found] == [
        ("-", "AP11", "gmpp_2019.csv"),
        ("Inf", "HX14", "gmpp_2023.csv"),
    ]
    assert found[1]["project_id"] == "MOJ-0060-2122-Q3"


def test_a_byte_that_the_encoding_does_not_define_is_stated(gmpp):
    stated = {line["file"]: line["stated"] for line in gmpp.to_json() if line["stated"]}
    assert stated == {"gmpp_2020.csv": {"undefined bytes": "0x9d 1 times"}}


def test_records_files_and_rows_are_accounted_for(gmpp):
    lines = gmpp.to_json()
    for line in lines:
        assert line["read"] == line["accepted"] + line["rejected"] + line["ignored"]
    files = lines[0]
    assert (files["table"], files["read"], files["accepted"]) == ("files", 6, 6)
    records = [line["accepted"] for line in lines if line["table"] == "records"]
    assert records == [133, 133, 125, 184, 235, 244]
    not_assessed = [
        line["rules"]["not assessed by this assessor"]
        for line in lines
        if line["table"] == "status_reports"
    ]
    assert not_assessed == [133, 133, 125, 184, 68 + 153, 121 + 112]


def _position(cell: str) -> tuple[int, int]:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(row) - 1, column - 1


@pytest.mark.parametrize("period", PERIODS)
def test_lineage_leads_back_to_the_cell_as_it_was_typed(gmpp_store, gmpp_folder, period):
    text = (gmpp_folder / f"gmpp_{period}.csv").read_bytes().decode("cp1252", "surrogateescape")
    text = text.replace("\udc9d", "\x9d")
    delimiter = ";" if period >= "2021" else ","
    sheet = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    day = next(p.data_date for p in gmpp_store.periods() if p.name == period)
    lineage = gmpp_store.read("lineage", day)
    assert len(lineage) > 2000
    assert (lineage["file"] == f"gmpp_{period}.csv").all()
    for raw, cell in zip(lineage["raw"], lineage["cell"], strict=True):
        row, column = _position(cell)
        assert sheet[row][column] == raw
    traced = lineage[(lineage["table_name"] == "projects") & (lineage["column_name"] == "budget")]
    budgets = gmpp_store.read("projects", day).set_index("project_id")["budget"]
    decided = yaml.safe_load((ROOT / "params" / "aliases" / "gmpp.yml").read_text())["projects"]
    same = {one["alias"]: one["is"] for one in decided}
    for row in traced.itertuples():
        key = row.row_key
        while key in same:
            key = same[key]
        if re.match(r"[£\d]", row.raw):
            typed = float(row.raw.replace("£", "").replace(",", "")) * 1_000_000
            assert budgets[key] == pytest.approx(typed)


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
    known = {**TABLES, **OFFICE_TABLES}
    for name, rows in tables.items():
        assert list(rows.columns) == known[name].visible_columns(edition)
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
