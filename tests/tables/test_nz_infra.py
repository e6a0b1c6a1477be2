"""The infrastructure pipeline of New Zealand: every cell of the release, read by other means."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Store

MAPPING = Path(__file__).resolve().parents[2] / "params" / "sources" / "nz_infra.yml"
RANGES = {
    "< 5 Million": (None, 5e6),
    "5 - 25 Million": (5e6, 25e6),
    "25 - 50 Million": (25e6, 50e6),
    "50 - 100 Million": (50e6, 100e6),
    "100 - 250 Million": (100e6, 250e6),
    "250 - 500 Million": (250e6, 500e6),
    "500 Million +": (500e6, None),
    "Not Disclosed": (None, None),
}
PHASES = {
    "BC-START": "BusinessCaseStart",
    "BC-END": "BusinessCaseCompletion",
    "PROC-START": "ProcurementStart",
    "PROC-END": "ProcurementCompletion",
    "CONS-START": "ConstructionStart",
    "CONS-END": "ConstructionCompletion",
    "PROJ-START": "ProjectRangeStart",
    "PROJ-END": "ProjectRangeCompletion",
}
TEXTS = {
    "name": "ProjectName",
    "description": "ProjectShortDescription",
    "category": "ProjectSector",
    "region": "ProjectRegion",
    "procurement": "ProcurementMethod",
    "stage": "ProjectStatus",
    "url": "ProjectInfoURL",
}


@pytest.fixture(scope="module")
def raw(shared):
    path = shared("nz_infra") / "NZ_Infrastructure_Database.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["PrimaryKey"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def table(shared, tmp_path_factory):
    root = tmp_path_factory.mktemp("nz_infra") / "store"
    result = load(MAPPING, shared("nz_infra"), root, loaded_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert result.rejected == 0
    store = Store.open(root)
    return lambda name: store.read(name, as_of=date(2019, 11, 7))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _day(quarter: str, *, last: bool) -> date:
    year, number = int(quarter[:4]), int(quarter[-1])
    if not last:
        return date(year, 3 * number - 2, 1)
    return date(year + number // 4, 3 * number % 12 + 1, 1) - timedelta(days=1)


def _given(value: float) -> float | None:
    return None if pd.isna(value) else value


def test_every_text_of_the_release_is_stored(raw, table):
    projects = table("projects").set_index("project_id")
    assert list(projects.index) == sorted(raw)
    for project, row in raw.items():
        found = {name: _folded(projects.loc[project, name]) for name in TEXTS}
        assert found == {name: _folded(row[heading]) for name, heading in TEXTS.items()}


def test_values_are_the_bounds_of_their_range_and_never_an_amount(raw, table):
    projects = table("projects").set_index("project_id")
    assert projects["budget"].isna().all()
    for project, row in raw.items():
        found = projects.loc[project]
        bounds = _given(found["budget_low"]), _given(found["budget_high"])
        assert bounds == RANGES[row["EstimatedProjectValueRange"]]
    assert projects["budget_state"].value_counts().to_dict() == {
        "given_as_range": 501,
        "withheld": 5,
    }


def test_quarters_begin_on_their_first_day_and_end_on_their_last(raw, table):
    milestones = table("milestones").set_index(["project_id", "milestone_id"])
    expected = {
        (project, name): _day(quarter, last=name.endswith("-END"))
        for project, row in raw.items()
        for name, heading in PHASES.items()
        if (quarter := row[f"EstimatedQuarter{heading}"])
    }
    assert milestones["forecast_date"].dt.date.to_dict() == expected
    assert set(milestones["date_precision"]) == {"quarter"}


def test_each_project_has_the_agency_that_procures_it(raw, table):
    links = table("project_clients").merge(table("clients"), on="client_id")
    assert links.set_index("project_id")["name"].to_dict() == {
        project: row["ProcuringAgencyOrganisation"] for project, row in raw.items()
    }


def test_the_level_of_prices_is_left_open_where_the_release_names_none(table):
    projects = table("projects")
    assert set(projects["currency"]) == {"NZD"}
    assert projects["price_basis"].isna().all()
