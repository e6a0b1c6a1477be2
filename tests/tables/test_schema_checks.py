"""Rows held to their schema: what is set right, what is accepted, what is refused."""

import pandas as pd
import pytest

from pmo_lib.errors import SchemaError
from pmo_lib.tables.schemas import STATES, TABLES


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


@pytest.mark.parametrize(("day", "good"), [("2026-10-05", True), ("2026-10-06", False)])
def test_a_week_is_named_by_its_monday(day, good):
    rows = pd.DataFrame({"person_id": ["E1"], "project_id": "J1", "week": pd.Timestamp(day)})
    if good:
        assert len(TABLES["timesheets"].check(rows)) == 1
    else:
        with pytest.raises(SchemaError, match="week: is_a_monday fails"):
            TABLES["timesheets"].check(rows)


def test_a_risk_given_in_words_keeps_them_and_has_no_number():
    words = {"probability_band": "Medium", "impact_band": "Very High", "band_scale": "five points"}
    given = {"project_id": "J1", "risk_id": "R1", "period": "2026-10"} | words
    row = TABLES["risks"].check(pd.DataFrame([given])).iloc[0]
    assert row[list(words)].to_dict() == words
    numbers = ["probability", "cost_min", "cost_likely", "cost_max", "days_min", "days_likely"]
    assert row[[*numbers, "days_max"]].isna().all()


def test_a_budget_given_as_a_range_has_bounds_and_no_amount():
    given = {"budget_low": 5e6, "budget_high": 25e6, "budget_state": "given_as_range"}
    row = TABLES["projects"].check(_project(**given)).iloc[0]
    assert row[["budget_low", "budget_high"]].tolist() == [5e6, 25e6]
    assert pd.isna(row["budget"])


def test_two_activities_may_be_linked_in_two_ways():
    pair = {"project_id": "J1", "activity_id": "B", "predecessor_id": "A"}
    rows = pd.DataFrame([pair | {"type": "SS", "lag_hours": 8.0}, pair | {"type": "FF"}])
    assert len(TABLES["links"].check(rows)) == 2


def test_an_activity_keeps_eleven_baselines():
    rows = pd.DataFrame({"project_id": "J1", "activity_id": "A", "baseline_no": range(11)})
    assert len(TABLES["activity_baselines"].check(rows)) == 11


def test_a_broken_rule_is_told_alike_whether_or_not_rows_need_a_cast():
    rows = TABLES["projects"].check(pd.concat([_project(project_id=f"J{n}") for n in range(3)]))
    rows.loc[1, "lifecycle"] = "asleep"
    rows.loc[2, "currency"] = "pounds"
    told = []
    for given in (rows, rows.astype(object)):
        with pytest.raises(SchemaError) as caught:
            TABLES["projects"].check(given)
        told.append(caught.value.failures)
    assert told[0] == told[1]
    assert len(told[0]) == 2
