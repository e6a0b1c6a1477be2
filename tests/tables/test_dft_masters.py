"""Quarterly masters of a department: figures counted by hand in the sheets, quarter by quarter.

The sheets were counted by a script that reads their XML alone, without the readers of the project.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Store

ROOT = Path(__file__).resolve().parents[2]
MAPPING = ROOT / "params" / "sources" / "dft_masters.yml"
QUARTERS = {
    "2019-Q1": date(2019, 3, 31),
    "2020-Q1": date(2020, 3, 31),
    "2020-Q3": date(2020, 9, 30),
}
FILES = {
    "2019-Q1": "test_master_4_2018.xlsx",
    "2020-Q1": "test_master_4_2019.xlsx",
    "2020-Q3": "test_master_1_2020.xlsx",
}
NAMES = {
    "2019-Q1": ["Apollo 11", "Apollo 13", "Columbia", "Falcon 9", "Sea of Tranquility"],
    "2020-Q1": ["Apollo 11", "Apollo 13", "Columbia", "Falcon 9", "Mars", "Sea of Tranquility"],
    "2020-Q3": ["Apollo 13", "Columbia", "Falcon 9", "Mars", "Sea of Tranquility"],
}
AMOUNTS = {
    # Total baseline, forecast, baseline and forecast of benefits, in millions, by name.
    "2019-Q1": {
        "Apollo 11": (0, 2739.7, 0, 0),
        "Apollo 13": (6576.85, 6460.63, 3494, 3494),
        "Columbia": (747.7, 682.16, 0, 0),
        "Falcon 9": (4648.8, 5692.07, 4487, 4487),
        "Sea of Tranquility": (1435.3, 1434.8, 2398, 2398),
    },
    "2020-Q1": {
        "Apollo 11": (0, 2739.7, 0, 0),
        "Apollo 13": (6445.73, 6490.37, 3494, 3494),
        "Columbia": (674.7, 672.3, 0, 0),
        "Falcon 9": (6091.81, 6391.73, 4364, 4364),
        "Mars": (0, 2618.484, 0, 33944.3),
        "Sea of Tranquility": (1435.3, 1446.3, 2397.79, 2397.79),
    },
    "2020-Q3": {
        "Apollo 13": (6465.89, 6485.95, 3494, 3494),
        "Columbia": (694.9, 469.7, 0, 0),
        "Falcon 9": (6391.04, 6751.6, 4312, 4312),
        "Mars": (0, 2722.03708285521, 0, 43618.66),
        "Sea of Tranquility": (1435.3, 1478.68, 2397.79, 2397.79),
    },
}
RATINGS = {
    # As written, in the order of the names above; "" where there is none.
    ("2019-Q1", "overall", "owner"): "Amber, Amber, Amber/Green, Amber, Amber/Green",
    ("2019-Q1", "overall", "independent"): ", Amber/Green, Amber/Green, Amber, Amber/Green",
    ("2019-Q1", "cost", "owner"): "Amber, Amber, Amber, Amber, Green",
    ("2019-Q1", "benefits", "owner"): ", Amber, Amber, Amber, Amber",
    ("2019-Q1", "people", "owner"): "Amber, Amber, Green, Amber, Green",
    ("2019-Q1", "time", "owner"): ", , , , ",
    ("2020-Q1", "overall", "owner"): "Amber/Red, Amber/Green, Green, Amber, Amber, Green",
    ("2020-Q1", "overall", "independent"): ", Amber, Amber/Green, Amber, , Green",
    ("2020-Q1", "cost", "owner"): "Amber, Amber, Green, Amber, Amber, Green",
    ("2020-Q1", "benefits", "owner"): "Amber, Amber, Amber, Amber, Green, Green",
    ("2020-Q1", "people", "owner"): "Amber, Green, Green, Green, Green, Green",
    ("2020-Q1", "time", "owner"): "Amber, Amber, Green, Red, Amber, Green",
    ("2020-Q3", "overall", "owner"): "Amber/Green, Green, Amber, Amber/Green, Amber/Green",
    ("2020-Q3", "overall", "independent"): "Amber/Green, Green, Amber/Red, , Amber/Green",
    ("2020-Q3", "cost", "owner"): "Amber/Green, Green, Amber, Amber, Amber/Green",
    ("2020-Q3", "benefits", "owner"): "Amber/Green, Amber, Amber, Amber/Green, Green",
    ("2020-Q3", "people", "owner"): "Amber/Green, Green, Green, Amber/Green, Amber/Green",
    ("2020-Q3", "time", "owner"): "Green, Green, Amber/Red, Green, Green",
}
MILESTONES = {
    # Named milestones that are not superseded, redundant or not required; how many names the
    # projects give to them, each counted once; how many of these are complete wherever they stand.
    ("2019-Q1", "approval"): (47, 47, 26),
    ("2019-Q1", "assurance"): (58, 58, 24),
    ("2019-Q1", "project"): (51, 51, 25),
    ("2020-Q1", "approval"): (82, 81, 37),
    ("2020-Q1", "assurance"): (75, 66, 34),
    ("2020-Q1", "project"): (84, 84, 39),
    ("2020-Q3", "approval"): (75, 75, 42),
    ("2020-Q3", "assurance"): (93, 59, 34),
    ("2020-Q3", "project"): (88, 88, 48),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, shared):
    root = tmp_path_factory.mktemp("masters") / "store"
    return load(MAPPING, shared("dft_masters"), root, loaded_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def store(loaded):
    return Store.open(loaded.store)


@pytest.fixture(scope="module")
def table(store):
    """Read a table of one quarter, with the name of each row's project as its index."""

    def rows(name, quarter):
        found = store.read(name, as_of=QUARTERS[quarter])
        if "period" in found:
            found = found[found["period"] == quarter]
        if "project_id" in found:
            projects = store.read("projects", as_of=QUARTERS[quarter])
            names = projects.set_index("project_id")["name"]
            found = found.set_index(found["project_id"].map(names).rename("project"))
        return found

    return rows


def _count(loaded, name, quarter, file=""):
    day = QUARTERS[quarter]
    (count,) = [
        line.count
        for line in loaded.counts
        if line.snapshot.startswith(f"{day}")
        and (line.kind, line.file) == ((name, file) if file else ("", ""))
        and (file or line.count.table == name)
    ]
    return count


def test_every_file_is_read(loaded):
    count = loaded.counts[0].count
    assert (count.table, count.read, count.accepted) == ("files", 5, 5)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_each_return_is_of_the_quarter_that_its_fields_say(table, quarter):
    reports = table("status_reports", quarter)
    said = reports["data_as_of"].dropna()
    assert set(said.dt.date) == {QUARTERS[quarter]}
    # One return of 2019 leaves its date out; it is not made up.
    silent = set(reports.index[reports["data_as_of"].isna()])
    assert silent == ({"Apollo 11"} if quarter == "2019-Q1" else set())


@pytest.mark.parametrize("quarter", QUARTERS)
def test_projects_are_those_that_have_a_name(table, quarter):
    assert sorted(table("projects", quarter)["name"]) == NAMES[quarter]


def test_a_project_is_one_in_all_quarters_with_and_without_an_id_of_the_portfolio(table):
    ids = [table("projects", quarter)["project_id"].to_dict() for quarter in QUARTERS]
    for name in {name for names in NAMES.values() for name in names}:
        assert len({found[name] for found in ids if name in found}) == 1
    sources = table("projects", "2020-Q3")["source_id"]
    assert sources["Columbia"] == "DFT_0029_1617-Q1"
    assert pd.isna(sources["Mars"])


def test_a_column_without_a_project_is_rejected_with_its_cell(store):
    rejects = store.read("rejects", as_of=QUARTERS["2019-Q1"])
    assert rejects[["file", "cell", "rule"]].to_numpy().tolist() == [
        ["test_master_4_2018.xlsx", "G1", "record: an id"]
    ]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_whole_life_costs_and_benefits_are_those_of_the_sheets(table, quarter):
    baselines, progress = table("baselines", quarter), table("progress", quarter)
    for name, (budget, forecast, benefits, expected) in AMOUNTS[quarter].items():
        assert baselines.loc[name, "budget"] == pytest.approx(budget * 1e6)
        assert baselines.loc[name, "benefits"] == pytest.approx(benefits * 1e6)
        assert progress.loc[name, "manager_eac"] == pytest.approx(forecast * 1e6)
        assert progress.loc[name, "benefits_forecast"] == pytest.approx(expected * 1e6)
    assert len(baselines) == len(progress) == len(AMOUNTS[quarter])


def test_amounts_have_a_price_basis_where_costs_and_benefits_have_the_same(table):
    basis = table("baselines", "2020-Q1")["price_basis"]
    assert basis[basis.notna()].to_dict() == dict.fromkeys(
        ["Apollo 11", "Apollo 13", "Mars"], "nominal"
    )
    assert set(table("projects", "2020-Q1")["price_basis"]) == {"nominal"}
    assert table("projects", "2020-Q3")["price_basis"].isna().all()


@pytest.mark.parametrize(("quarter", "dimension", "assessor"), RATINGS)
def test_ratings_are_those_of_the_sheets(table, quarter, dimension, assessor):
    reports = table("status_reports", quarter)
    found = reports[(reports["dimension"] == dimension) & (reports["assessor"] == assessor)]
    written = RATINGS[quarter, dimension, assessor].split(", ")
    expected = {name: text for name, text in zip(NAMES[quarter], written, strict=True) if text}
    assert found["rating_as_written"].to_dict() == expected
    assert set(found["scale"]) <= {"rag5"}
    assert found["rating"].notna().all()


def test_the_day_of_a_sign_off_is_read_as_date_and_as_text_in_either_quarter(table):
    signed = table("status_reports", "2019-Q1")["submitted"].dropna()
    assert signed.groupby(level=0).first().dt.date.to_dict() == {
        "Sea of Tranquility": date(2019, 4, 9),  # text: 9.4.19
        "Falcon 9": date(2019, 4, 11),  # a date
    }


@pytest.mark.parametrize(("quarter", "kind"), MILESTONES)
def test_milestones_are_those_that_are_named_and_not_dropped(table, quarter, kind):
    found = table("milestones", quarter)
    found = found[found["kind"] == kind]
    _, names, complete = MILESTONES[quarter, kind]
    assert (len(found), found["actual_date"].notna().sum()) == (names, complete)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_second_milestone_of_one_name_is_rejected_with_its_cell(store, quarter):
    rejects = store.read("rejects", as_of=QUARTERS[quarter])
    rejects = rejects[rejects["rule"].str.startswith("row: one of a key")]
    again = sum(kept - names for (q, _), (kept, names, _) in MILESTONES.items() if q == quarter)
    assert len(rejects) == again
    assert rejects["cell"].str.match(r"B\d+$").all()  # all of Mars, the first project
    assert rejects["raw"].notna().all()


def test_a_day_number_without_its_format_is_the_day(table):
    """Two cells of the master of 2019 and four of that of 2020 are plain numbers."""
    for quarter in ("2019-Q1", "2020-Q3"):
        found = table("milestones", quarter)
        assert found["original_date"].dropna().between("2000-01-01", "2100-01-01").all()


def test_a_status_that_is_none_is_told_and_its_milestone_kept(store):
    rejects = store.read("rejects", as_of=QUARTERS["2020-Q1"])
    status = rejects[rejects["column_name"] == "status"]
    assert status[["cell", "raw"]].to_numpy().tolist() == [["D332", "Yes"]]


def test_the_risk_master_and_the_extract_say_what_the_master_says(loaded, table):
    assert _count(loaded, "risks", "2020-Q3", "test_master_1_2020.xlsx").accepted == 35
    assert _count(loaded, "risks", "2020-Q3", "test_risk_master_1_2020.xlsx").accepted == 35
    assert _count(loaded, "risk_extract", "2020-Q3", "risks.xlsx").accepted == 30
    count = _count(loaded, "risks", "2020-Q3")
    assert (count.read, count.accepted, count.rejected) == (100, 35, 0)
    assert count.rules["the same row as an earlier record gave"] == 65
    assert set(table("risks", "2020-Q3").index) == set(NAMES["2020-Q3"])


def test_risks_are_as_many_as_the_office_counted_and_bands_are_no_numbers(table):
    """The second sheet of the extract counts the quarter's risks."""
    risks = table("risks", "2020-Q3")
    counted = {
        "impact_band": {"High": 7, "Medium": 14, "Low": 6, "Very High": 1, "Very Low": 1},
        "probability_band": {"Medium": 17, "Low": 10, "High": 2},
    }
    for column, numbers in counted.items():
        assert risks[column].value_counts().to_dict() == numbers
    assert risks["probability"].isna().all()
    assert risks["cost_likely"].isna().all()
    assert risks["state"].value_counts().to_dict() == {"open": 22, "occurred": 1}


def test_what_one_project_needs_of_another_is_there(table):
    needs = table("dependencies", "2019-Q1")
    assert needs["title"].to_dict() == {
        "Apollo 13": "DFT: Great Western Route Modernisation (GWRM) including electrification"
        " - IPA ID: 401"
    }


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_record_table_row_and_value_is_accounted_for(loaded, quarter):
    lines = [line for line in loaded.counts if line.snapshot.startswith(f"{QUARTERS[quarter]}")]
    assert {line.kind for line in lines} >= {"returns", "approvals", "assurances", "risks"}
    for line in lines:
        count = line.count
        assert count.read == count.accepted + count.rejected + count.ignored
    returns = next(line for line in lines if line.kind == "returns")
    rows = {"2019-Q1": 2010, "2020-Q1": 1964, "2020-Q3": 2416}[quarter]
    read = {"2019-Q1": 35, "2020-Q1": 36, "2020-Q3": 31}[quarter]
    assert sum(returns.notes.values()) + read == rows


def test_nothing_is_known_of_persons_but_their_names(table):
    people = table("people", "2020-Q3")
    assert sorted(people["name"])[:2] == ["Alex Turner", "Aphex Twin"]
    assert people.drop(columns=["person_id", "name"]).isna().all(axis=None)
    manager = table("projects", "2020-Q3").loc["Columbia", "manager_id"]
    assert people.set_index("person_id").loc[manager, "name"] == "Tom Wolfe"
