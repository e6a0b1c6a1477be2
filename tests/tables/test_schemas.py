"""Schemas: keys, metadata and checks that every canonical table has."""

import pandas as pd
import pytest

from pmo_lib.contract import EDITIONS
from pmo_lib.errors import SchemaError
from pmo_lib.tables.schemas import SLICE_BY, STATES, TABLES

EVERY = pytest.mark.parametrize("table", sorted(TABLES))


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
        assert set(metadata) == {"unit", "visibility", "key"}, name
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


def test_the_columns_that_only_the_office_sees_are_these():
    hidden = {
        (name, column)
        for name, schema in TABLES.items()
        for column in set(schema.columns()) - set(schema.visible_columns("client"))
    }
    assert {
        ("clients", "account_lead"),
        ("programmes", "owner"),
        ("people", "contracted_hours"),
        ("projects", "margin"),
        ("projects", "internal_note"),
    } <= hidden


def _programmes(*ids, **more):
    return pd.DataFrame({"programme_id": list(ids), "name": "a programme"} | more)


def test_rows_come_back_with_all_columns_and_sorted_by_key():
    rows = TABLES["programmes"].check(_programmes("P2", "P1"))
    assert list(rows["programme_id"]) == ["P1", "P2"]
    assert list(rows.columns) == TABLES["programmes"].columns()
    assert rows["sponsor"].isna().all()


def test_checking_does_not_change_what_was_given():
    given = _programmes("P2", "P1")
    TABLES["programmes"].check(given)
    pd.testing.assert_frame_equal(given, _programmes("P2", "P1"))


def test_an_unknown_column_is_refused():
    with pytest.raises(SchemaError, match="programmes has no column colour"):
        TABLES["programmes"].check(_programmes("P1", colour="blue"))


def test_a_doubled_key_is_refused():
    with pytest.raises(SchemaError, match="1 keys stand more than once"):
        TABLES["programmes"].check(_programmes("P1", "P1"))


@pytest.mark.parametrize("id_", ["P 1", "../P1", "", "-P", "P1\n", "x" * 65, None])
def test_an_id_that_is_no_safe_file_name_is_refused(id_):
    with pytest.raises(SchemaError):
        TABLES["programmes"].check(_programmes(id_))


def test_all_failures_are_told_at_once():
    rows = _programmes("P 1", "P 2")
    rows["name"] = None
    with pytest.raises(SchemaError) as caught:
        TABLES["programmes"].check(rows)
    told = "\n".join(caught.value.failures)
    assert len(caught.value.failures) == 4
    assert "P 1" in told
    assert "P 2" in told


def _project(**given):
    return pd.DataFrame([{"project_id": "J1", "lifecycle": "live"} | given])


@pytest.mark.parametrize("state", STATES)
def test_the_recorded_states_are_accepted(state):
    rows = TABLES["projects"].check(_project(budget_state=state))
    assert pd.isna(rows.loc[0, "budget"])


@pytest.mark.parametrize(
    "given", [{"budget_state": "secret"}, {"lifecycle": "alive"}, {"currency": "pounds"}]
)
def test_a_word_that_is_not_of_the_list_is_refused(given):
    with pytest.raises(SchemaError, match="projects"):
        TABLES["projects"].check(_project(**given))


@pytest.mark.parametrize(
    ("period", "good"),
    [("2026", True), ("2026-10", True), ("2026-Q3", True), ("2026-13", False), ("2026-Q5", False),
     ("26", False), ("2026-1", False), ("2026-10\n", False)],
)  # fmt: skip
def test_a_period_is_a_month_a_quarter_or_a_year(period, good):
    rows = pd.DataFrame({"project_id": ["J1"], "period": period})
    if good:
        assert len(TABLES["progress"].check(rows)) == 1
    else:
        with pytest.raises(SchemaError, match="period"):
            TABLES["progress"].check(rows)
