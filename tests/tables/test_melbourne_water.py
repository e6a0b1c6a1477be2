"""Capital projects with their gates: every cell of the file, read by other means."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pmo_lib.errors import ParameterError
from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Store

MAPPING = Path(__file__).resolve().parents[2] / "params" / "sources" / "melbourne_water.yml"
GATES = {
    "BNI": "BNI",
    "PBC": "PBC",
    "BCA": "BCA",
    "TENDER": "Tender Closed",
    "STAGE-1": "Stage1",
    "STAGE-2": "Stage2",
    "STAGE-3": "Stage3",
}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def raw(shared):
    path = shared("melbourne_water") / "Capital_Delivery_Project_deidentified.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["ID"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def table(shared, tmp_path_factory):
    root = tmp_path_factory.mktemp("melbourne_water") / "store"
    result = load(MAPPING, shared("melbourne_water"), root, loaded_at=NOW, period="2021")
    assert result.rejected == 0
    store = Store.open(root)
    return lambda name: store.read(name, as_of=date(2021, 12, 31))


def _day(written: str) -> date:
    """Read a day in either way of writing, the day before the month."""
    first, second, third = map(int, re.findall(r"\d+", written)[:3])
    return date(first, second, third) if first > 31 else date(third, second, first)


def test_the_period_is_asked_for_since_the_file_does_not_say(shared, tmp_path):
    with pytest.raises(ParameterError, match="--period"):
        load(MAPPING, shared("melbourne_water"), tmp_path / "S", loaded_at=NOW)


def test_every_date_of_a_gate_is_its_milestone_s(raw, table):
    milestones = table("milestones").set_index(["project_id", "milestone_id"])
    assert milestones["forecast_date"].dt.date.to_dict() == {
        (project, gate): _day(row[heading])
        for project, row in raw.items()
        for gate, heading in GATES.items()
        if row[heading]
    }
    assert milestones["actual_date"].isna().all()


def test_final_costs_are_those_of_the_file_to_the_cent(raw, table):
    progress = table("progress").set_index("project_id")["manager_eac"]
    assert progress.to_dict() == {
        project: pytest.approx(float(row["FFC"]), abs=0.001) for project, row in raw.items()
    }


def test_owners_are_clients_and_delivery_programs_programmes(raw, table):
    owners = table("project_clients").merge(table("clients"), on="client_id")
    assert owners.set_index("project_id")["name"].to_dict() == {
        project: row["Owner Group"] for project, row in raw.items()
    }
    programs = table("project_programmes").merge(table("programmes"), on="programme_id")
    assert programs.set_index("project_id")["name"].to_dict() == {
        project: row["Delivery Program"] for project, row in raw.items()
    }


def test_what_the_file_does_not_say_is_missing(table):
    projects = table("projects")
    unsaid = ("category", "stage", "start", "budget", "price_basis", "manager_id")
    assert projects[[*unsaid]].isna().all(axis=None)
    assert table("progress")["price_basis"].isna().all()
