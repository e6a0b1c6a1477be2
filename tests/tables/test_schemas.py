"""Schemas: keys, metadata and checks that every canonical table has."""

import inspect
import re

import pandas as pd
import pytest

from pmo_lib.contract import EDITIONS
from pmo_lib.tables.schemas import SLICE_BY, TABLES

EVERY = pytest.mark.parametrize("table", sorted(TABLES))

DESIGNED = {
    "periods": ["period"],
    "calendars": ["calendar_id", "day"],
    "fx_rates": ["currency", "day"],
    "deflators": ["currency", "year"],
    "sources": ["source"],
    "clients": ["client_id"],
    "programmes": ["programme_id"],
    "people": ["person_id"],
    "projects": ["project_id"],
    "project_clients": ["project_id", "client_id", "valid_from"],
    "project_programmes": ["project_id", "programme_id", "valid_from"],
    "project_stops": ["project_id", "started"],
    "baselines": ["project_id", "baseline_no"],
    "plan_periods": ["project_id", "baseline_no", "period"],
    "progress": ["project_id", "period"],
    "status_reports": ["project_id", "period", "dimension", "assessor"],
    "overrides": ["project_id", "dimension", "period"],
    "tolerances": ["project_id", "dimension", "period"],
    "milestones": ["project_id", "milestone_id", "period"],
    "deliverables": ["project_id", "deliverable_id", "period"],
    "schedules": ["project_id"],
    "activities": ["project_id", "activity_id"],
    "activity_baselines": ["project_id", "activity_id", "baseline_no"],
    "links": ["project_id", "activity_id", "predecessor_id", "type"],
    "schedule_resources": ["project_id", "resource_id"],
    "activity_resources": ["project_id", "activity_id", "resource_id"],
    "risks": ["project_id", "risk_id", "period"],
    "issues": ["project_id", "issue_id", "period"],
    "dependencies": ["project_id", "dependency_id", "period"],
    "change_requests": ["project_id", "change_request_id", "period"],
    "decisions": ["project_id", "decision_id", "period"],
    "actions": ["project_id", "action_id", "period"],
    "lessons": ["project_id", "lesson_id", "period"],
    "gate_reviews": ["project_id", "gate"],
    "standards": ["standard_id"],
    "standard_checks": ["project_id", "standard_id", "gate"],
    "maturity_assessments": ["model", "subject", "aspect", "assessed"],
    "assignments": ["person_id", "project_id", "week"],
    "role_demands": ["project_id", "role", "week"],
    "timesheets": ["person_id", "project_id", "week"],
    "absences": ["person_id", "week", "kind"],
    "services": ["service_id", "version"],
    "service_requests": ["request_id"],
    "request_pauses": ["request_id", "started"],
    "surveys": ["survey_id"],
    "feedback": ["response_id"],
    "report_reads": ["read_id"],
    "data_requests": ["request_id"],
    "savings": ["saving_id"],
    "saving_stages": ["saving_id", "stage"],
    "initiatives": ["initiative_id"],
    "initiative_links": ["initiative_id", "predecessor_id"],
    "change_impacts": ["initiative_id", "group", "week"],
    "group_capacity": ["group", "week"],
    "lineage": ["table_name", "row_key", "column_name"],
    "rejects": ["reject_id"],
    "stories": ["story_id"],
}
"""Key of every canonical table, in the tables' order."""

OF_NO_TABLE = {
    ("projects", "source_id"),
    ("actions", "about_id"),
}
"""Ids of no one table: the source's own, and those of what the column beside them names."""

NAMING = {
    ("clients", "account_lead"): "people",
    ("programmes", "owner"): "people",
}
"""Columns that hold an id of another table and are not named so."""

HIDDEN = {
    "clients": {"parent_id", "account_lead"},
    "programmes": {"owner"},
    "people": {
        *("grade", "contracted_hours", "leave", "calendar_id", "employment", "joined", "left"),
        *("cost_rate", "charge_rate", "currency"),
    },
    "projects": {"parent_id", "billing", "margin", "internal_note"},
    "schedule_resources": {"rate", "cost_per_use", "currency", "price_basis"},
    "activity_resources": {"cost", "actual_cost", "currency", "price_basis"},
    "risks": {"internal_note"},
    "issues": {"internal_note"},
    "dependencies": {"other_project_id", "other_party", "other_milestone_id"},
    "change_requests": {"internal_note"},
    "standards": {"owner_id", "baseline_value", "current_value", "measured"},
    "timesheets": {"billable_hours", "submitted", "approved", "comment"},
    "absences": {"hours"},
    "services": {"cost", "cost_per", "currency", "price_basis"},
    "service_requests": {
        *("handler_id", "hours_spent", "cost", "currency", "price_basis", "internal_note"),
    },
    "feedback": {"respondent", "action_owner_id", "internal_note"},
    "report_reads": {"programme_id", "reader"},
    "savings": {"initiative_id", "internal_note"},
}
"""Columns that no client edition has."""

DCMA = {
    "logic, leads, lags, types": {
        "activities": {"kind", "active", "actual_finish"},
        "links": {"activity_id", "predecessor_id", "type", "lag_hours", "lag_elapsed"},
    },
    "hard constraints": {"activities": {"constraint", "second_constraint"}},
    "float": {"activities": {"total_float_hours", "calendar_id"}, "calendars": {"working_hours"}},
    "high duration": {"activity_baselines": {"duration_hours"}},
    "invalid dates": {
        "activities": {"start", "finish", "actual_start", "actual_finish"},
        "schedules": {"data_date"},
    },
    "resources": {
        "activities": {"duration_hours", "cost"},
        "activity_resources": {"resource_id", "units"},
        "schedules": {"resource_loaded"},
    },
    "missed tasks, BEI": {"activity_baselines": {"finish"}, "schedules": {"baseline_no"}},
    "critical path test, CPLI": {
        "activities": {"remaining_duration_hours", "constraint_date", "critical"},
        "schedules": {"calendar_id"},
    },
}
"""What the 14 checks of a schedule by the DCMA need."""


def _metadata(table):
    return {name: c.metadata for name, c in TABLES[table].to_schema().columns.items()}


@EVERY
def test_a_table_has_a_key_that_every_edition_sees_and_that_is_never_missing(table):
    schema = TABLES[table]
    keys = schema.key_columns()
    assert keys
    assert schema.columns()[: len(keys)] == keys
    for edition in EDITIONS:
        assert set(keys) <= set(schema.visible_columns(edition))
    assert not any(schema.to_schema().columns[name].nullable for name in keys)


@EVERY
def test_a_table_says_what_its_columns_are_and_how_its_rows_are_found(table):
    assert TABLES[table].slice_by() in SLICE_BY
    for name, metadata in _metadata(table).items():
        assert set(metadata) == {"unit", "visibility", "refers", "key"}, name
        assert metadata["visibility"] in EDITIONS, name
    assert "::" in TABLES[table].__doc__


@EVERY
def test_a_wider_edition_sees_all_that_a_narrower_sees(table):
    client, board, internal = (set(TABLES[table].visible_columns(e)) for e in EDITIONS)
    assert client <= board <= internal == set(TABLES[table].columns())


@EVERY
def test_the_state_of_a_column_stands_beside_it_with_its_visibility(table):
    metadata = _metadata(table)
    for name in metadata:
        if name.endswith("_state"):
            beside = metadata[name.removesuffix("_state")]
            assert beside["visibility"] == metadata[name]["visibility"]


@EVERY
def test_a_table_without_rows_passes_its_own_check(table):
    empty = TABLES[table].without_rows()
    pd.testing.assert_frame_equal(TABLES[table].check(empty), empty)


def test_the_tables_and_their_keys_are_those_of_the_design_in_order_of_subject():
    assert {name: schema.key_columns() for name, schema in TABLES.items()} == DESIGNED
    assert list(TABLES) == list(DESIGNED)


def test_the_columns_that_clients_do_not_see_are_these():
    hidden = {
        name: set(schema.columns()) - set(schema.visible_columns("client"))
        for name, schema in TABLES.items()
    }
    assert {name: columns for name, columns in hidden.items() if columns} == HIDDEN


@EVERY
def test_a_column_that_refers_to_a_table_holds_the_ids_of_its_key(table):
    for column, target in TABLES[table].references().items():
        assert target in TABLES, column
        assert any(name.endswith("_id") for name in TABLES[target].key_columns()), column


@EVERY
def test_every_id_says_whose_it_is_unless_it_is_the_table_s_own(table):
    schema = TABLES[table]
    ids = [name for name in schema.columns() if name.endswith("_id")]
    silent = [name for name in ids if name not in schema.references()]
    silent = [name for name in silent if (table, name) not in OF_NO_TABLE]
    assert len(silent) <= 1
    assert set(silent) <= set(schema.key_columns())


def test_ids_under_another_name_say_whose_they_are_too():
    for (table, column), target in NAMING.items():
        assert TABLES[table].references()[column] == target


def test_a_project_id_refers_to_projects_wherever_it_stands():
    for name, schema in TABLES.items():
        if "project_id" in schema.columns() and name != "projects":
            assert schema.references()["project_id"] == "projects", name


@EVERY
def test_an_amount_stands_beside_its_currency_and_price_basis(table):
    units = {name: metadata["unit"] for name, metadata in _metadata(table).items()}
    if "currency" in units.values():
        assert {"currency", "price_basis"} <= set(units)
    if any(unit.startswith("currency") for unit in units.values()):
        assert "currency" in units


@EVERY
def test_the_drawing_of_a_table_has_its_columns_and_a_value_in_each(table):
    drawn = inspect.getdoc(TABLES[table]).partition("::\n\n")[2]
    blocks = [block for block in drawn.split("\n\n") if block.startswith("    ")]
    assert blocks
    for block in blocks:
        head, *rows = (re.split(r"\s{2,}", line.strip()) for line in block.splitlines())
        assert set(head) <= set(TABLES[table].columns())
        assert rows
        assert all(len(row) == len(head) for row in rows)


@pytest.mark.parametrize("check", DCMA)
def test_the_schedule_tables_carry_what_the_fourteen_checks_need(check):
    for table, columns in DCMA[check].items():
        assert columns <= set(TABLES[table].columns())


@EVERY
def test_a_frame_without_rows_is_the_caller_s_own(table):
    mine = TABLES[table].without_rows()
    mine["changed"] = 1
    assert list(TABLES[table].without_rows().columns) == TABLES[table].columns()
