"""Slices: a report sees its own rows, in the columns of its edition, and nothing else."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from pmo_lib.contract import EDITIONS
from pmo_lib.errors import SelectionError, StoreError
from pmo_lib.tables.schemas import OFFICE_TABLES, TABLES
from pmo_lib.tables.store import Cutter, Store

SLICED = [name for name, schema in TABLES.items() if schema.slice_by() != "none"]


def _ids(rows: pd.DataFrame, column: str) -> set[str]:
    return set(rows[column])


@pytest.fixture
def cutter(office) -> Cutter:
    return Cutter(office)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("level", "id_"), [("client", "A"), ("client", "C"), ("programme", "P2"), ("portfolio", "")]
)
def test_every_slice_has_every_table_with_the_edition_s_columns(cutter, level, id_, edition):
    found = cutter.cut(level, id_, edition)
    for tables, more in ((found.current, [*OFFICE_TABLES]), (found.previous, [])):
        assert list(tables) == SLICED + more
        for name, rows in tables.items():
            schema = (TABLES | OFFICE_TABLES)[name]
            assert list(rows.columns) == schema.visible_columns(edition), name


def test_restricted_columns_are_absent_from_narrower_editions(cutter):
    assert "internal_note" not in cutter.cut("client", "A", "client").current["projects"]
    assert "internal_note" not in cutter.cut("portfolio", "", "board").current["projects"]
    internal = cutter.cut("client", "A", "internal").current["projects"]
    assert set(internal["internal_note"]) == {"hidden"}


def test_a_client_s_projects_are_those_linked_at_the_data_date(cutter):
    assert _ids(cutter.cut("client", "A", "client").current["projects"], "project_id") == {
        "J1",
        "J2",
    }
    assert _ids(cutter.cut("client", "B", "client").current["projects"], "project_id") == {
        "J2",
        "J3",
        "J4",
    }


def test_previous_holds_what_left_and_the_history_of_what_came(cutter):
    of_a = cutter.cut("client", "A", "client").previous
    of_b = cutter.cut("client", "B", "client").previous
    assert _ids(of_a["projects"], "project_id") == {"J1", "J2", "J3"}
    assert _ids(of_b["projects"], "project_id") == {"J2", "J3", "J4"}
    assert _ids(of_b["status_reports"], "project_id") == {"J2", "J3", "J4"}


@pytest.mark.parametrize("client", ["A", "B", "C"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_client_slice_names_no_other_client(cutter, client, edition):
    found = cutter.cut("client", client, edition)
    for tables in (found.current, found.previous):
        assert _ids(tables["clients"], "client_id") == {client}
        assert _ids(tables["project_clients"], "client_id") <= {client}


def test_a_client_without_projects_has_an_empty_slice_with_its_own_row(cutter):
    found = cutter.cut("client", "C", "client").current
    assert list(found["clients"]["name"]) == ["Gamma"]
    full = {name for name, rows in found.items() if len(rows)}
    assert full == {"clients", "periods"}


def test_a_programme_slice_names_clients_only_outside_the_client_edition(cutter):
    board = cutter.cut("programme", "P2", "board").current
    client = cutter.cut("programme", "P2", "client").current
    assert _ids(board["projects"], "project_id") == {"J2", "J4"}
    assert _ids(board["clients"], "client_id") == {"A", "B"}
    assert _ids(client["projects"], "project_id") == {"J2", "J4"}
    assert client["clients"].empty
    assert client["project_clients"].empty
    assert _ids(board["programmes"], "programme_id") == {"P2"}
    assert _ids(board["project_programmes"], "programme_id") == {"P2"}


def test_people_are_managers_and_in_the_internal_edition_owners_and_leads_too(cutter):
    people = {
        edition: _ids(cutter.cut("client", "A", edition).current["people"], "person_id")
        for edition in EDITIONS
    }
    assert people["client"] == people["board"] == {"E1", "E2"}
    assert people["internal"] == {"E1", "E2", "E6", "E7", "E8"}


def test_a_reject_of_a_hidden_column_is_hidden_too(cutter):
    rejects = {
        edition: _ids(cutter.cut("client", "A", edition).current["rejects"], "reject_id")
        for edition in EDITIONS
    }
    assert rejects == {"client": {"R1"}, "board": {"R1"}, "internal": {"R1", "R2"}}
    whole = cutter.cut("portfolio", "", "board").current["rejects"]
    assert _ids(whole, "reject_id") == {"R1", "R3"}


def test_the_portfolio_holds_every_row_but_those_of_tables_that_no_slice_has(cutter, office):
    found = cutter.cut("portfolio", "anything", "internal")
    assert found.id == "portfolio"
    assert "lineage" not in found.current
    for name in ("clients", "projects", "project_clients", "people", "status_reports"):
        rows = found.current[name]
        pd.testing.assert_frame_equal(rows, office.read(name).astype(rows.dtypes))


def test_the_latest_period_is_meant_without_a_name_and_the_one_before_is_found(cutter):
    assert cutter.period.name == "2026-10"
    assert cutter.previous_period is not None
    assert cutter.previous_period.name == "2026-09"


def test_the_first_period_has_no_previous_and_empty_previous_tables(office):
    found = Cutter(office, "2026-09").cut("client", "A", "client")
    assert found.previous_period is None
    assert all(rows.empty for rows in found.previous.values())
    assert _ids(found.current["projects"], "project_id") == {"J1", "J2", "J3"}
    assert set(found.current["status_reports"]["period"]) == {"2026-09"}


def test_reported_periods_end_with_the_period_and_the_plan_goes_on(office):
    found = Cutter(office, "2026-09").cut("client", "A", "client").current
    assert list(found["periods"]["period"]) == ["2026-09"]
    assert list(found["plan_periods"]["period"]) == ["2026-09", "2026-10", "2026-11", "2026-12"]


def test_the_previous_period_is_of_the_same_cadence(office, office_tables):
    quarter = office_tables(date(2026, 9, 30))["periods"].assign(
        period="2026-Q3", cadence="quarter", start=pd.Timestamp("2026-07-01")
    )
    at = datetime(2026, 11, 1, tzinfo=UTC)
    office.write("calendar", date(2026, 9, 30), {"periods": quarter}, loaded_at=at)
    assert Cutter(office, "2026-Q3").previous_period is None
    assert Cutter(office).previous_period.name == "2026-09"


def test_an_unknown_period_lists_those_held(office):
    with pytest.raises(
        SelectionError, match=r"holds no period '2026-1'\. Periods held: 2026-09, 2026-10\.$"
    ):
        Cutter(office, "2026-1")


def test_a_store_without_periods_says_so(tmp_path):
    with pytest.raises(SelectionError, match="holds no period yet"):
        Cutter(Store.create(tmp_path / "empty"))


@pytest.mark.parametrize(
    ("level", "id_", "edition", "message"),
    [
        ("client", "AA", "client", r"no client 'AA' in 2026-10; did you mean 'A'\? Allowed: A, B"),
        ("client", "", "client", r"no client '' in 2026-10; Allowed: A, B, C"),
        ("programme", "p1", "client", r"no programme 'p1'.*Allowed: P1, P2"),
        ("clients", "A", "client", "no level 'clients'; did you mean 'client'"),
        ("client", "A", "boards", "no edition 'boards'; did you mean 'board'"),
    ],
)
def test_what_the_snapshot_does_not_hold_is_refused_with_the_nearest(
    cutter, level, id_, edition, message
):
    with pytest.raises(SelectionError, match=message):
        cutter.cut(level, id_, edition)


def test_clients_and_programmes_are_named_by_id(cutter):
    assert cutter.clients() == {"A": "Alpha", "B": "Beta", "C": "Gamma"}
    assert cutter.programmes() == {"P1": "One", "P2": "Two"}


def test_a_row_of_a_period_without_dates_is_an_error_of_the_store(office, office_tables):
    rows = office_tables(date(2026, 10, 31))["status_reports"].assign(period="2026-08")
    at = datetime(2026, 11, 1, tzinfo=UTC)
    office.write("other", date(2026, 10, 31), {"status_reports": rows}, loaded_at=at)
    with pytest.raises(StoreError, match=r"status_reports has rows of the period '2026-08'"):
        Cutter(office).fingerprint("client", "A", "client")
