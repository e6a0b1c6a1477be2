"""Tracing: from a number to the cell that it was typed in, over loads and renamings."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.errors import ParameterError, SelectionError, StoreError
from pmo_lib.tables.store import Store
from pmo_lib.tables.tracing import Place, trace

YEARS = (date(2022, 3, 31), date(2023, 3, 31))

RENAMED = """\
projects:
  - {alias: OLD-1, is: NEW-1, decided: 2026-05-01, by: analyst, why: renamed}
"""


def _at(hour: int) -> datetime:
    return datetime(2026, 5, 1, hour, tzinfo=UTC)


def _lineage(*lines: tuple[str, str, str, str, str], file: str) -> pd.DataFrame:
    columns = ["table_name", "row_key", "column_name", "cell", "raw"]
    rows = pd.DataFrame(list(lines), columns=columns)
    return rows.assign(source="s", file=file, sheet="Data", row=7.0)


def _year(project: str, budget: str, day: date) -> dict[str, pd.DataFrame]:
    year, file = str(day.year), f"{day.year}.xlsx"
    return {
        "projects": pd.DataFrame(
            {
                "project_id": [project],
                "lifecycle": "live",
                "budget": pd.to_numeric(pd.Series([budget.strip("£")]), errors="coerce"),
                "budget_state": None if budget.startswith("£") else "withheld",
                "currency": "GBP",
                "start": pd.Timestamp("2020-05-01"),
            }
        ),
        "progress": pd.DataFrame({"project_id": [project], "period": year, "earned_value": 1.0}),
        "baselines": pd.DataFrame({"project_id": [project], "baseline_no": 1, "budget": 5.0}),
        "lineage": _lineage(
            ("projects", project, "budget", "B7", budget),
            ("projects", project, "start", "C7", "1 May 2020"),
            ("progress", f"{project}|{year}", "earned_value", "D7", "1"),
            ("baselines", f"{project}|1", "budget", "E7", "5"),
            file=file,
        ),
        "rejects": pd.DataFrame(
            {
                "reject_id": ["R1", "R2", "R3"],
                "source": "s",
                "table_name": ["progress", "progress", "baselines"],
                "project_id": [project, "LOST-1", project],
                "column_name": ["manager_eac", "period", "budget"],
                "raw": ["lots", "soon", "more"],
                "rule": ["money: a number", "row: needs period; quarter: a quarter", "money: a"],
                "accepted": ["26.19", "2026-Q3", "26.19"],
                "file": file,
                "row": [7.0, 8.0, 9.0],
                "cell": ["F7", "A8", "E9"],
            }
        ),
    }


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Give a store of two years, the first corrected, with a project that was renamed."""
    (tmp_path / "aliases").mkdir()
    (tmp_path / "aliases" / "s.yml").write_text(RENAMED)
    made = Store.create(tmp_path / "store", aliases=tmp_path / "aliases")
    made.write("s", YEARS[0], _year("OLD-1", "£10", YEARS[0]), loaded_at=_at(1))
    made.write("s", YEARS[1], _year("NEW-1", "Exempt", YEARS[1]), loaded_at=_at(2))
    made.write("s", YEARS[0], _year("OLD-1", "£11", YEARS[0]), loaded_at=_at(3))
    return made


def _told(origins) -> list[tuple]:
    return [(one.standing, one.value, one.place.raw, one.snapshot) for one in origins]


def test_a_value_is_traced_to_its_cell_and_to_those_of_earlier_loads(store):
    found = trace(store, "projects", "NEW-1", "budget")
    assert _told(found) == [
        ("in force", None, "Exempt", "2023-03-31/0001"),
        ("earlier", 11.0, "£11", "2022-03-31/0002"),
        ("superseded", 10.0, "£10", "2022-03-31/0001"),
    ]
    assert found[0].state == "withheld"
    assert found[1].place == Place("2022.xlsx", "Data", 7, "B7", "£11")
    assert (found[1].source, found[1].as_of, found[1].loaded_at) == ("s", YEARS[0], _at(3))


def test_a_key_may_be_given_under_an_earlier_id(store):
    assert trace(store, "projects", "OLD-1", "budget") == trace(
        store, "projects", "NEW-1", "budget"
    )


def test_only_what_stood_on_a_day_and_was_known_at_an_instant_counts(store):
    found = trace(store, "projects", "NEW-1", "budget", as_of=YEARS[0], known_by=_at(2))
    assert _told(found) == [("in force", 10.0, "£10", "2022-03-31/0001")]


def test_a_key_of_several_parts_is_joined_by_bars(store):
    (found,) = trace(store, "progress", "NEW-1|2023", "earned_value")
    assert (found.value, found.place.cell) == (1.0, "D7")
    found = trace(store, "progress", "NEW-1|2022", "earned_value")
    assert [one.standing for one in found] == ["in force", "superseded"]
    assert trace(store, "baselines", "NEW-1|1", "budget")[0].place.cell == "E7"


def test_a_day_is_told_as_a_day(store):
    found = trace(store, "projects", "NEW-1", "start")[0]
    assert found.value == date(2020, 5, 1)
    assert found.to_json()["value"] == "2020-05-01"


def test_a_constant_has_no_cell_and_is_said_to_be_of_the_mapping(store):
    found = trace(store, "projects", "NEW-1", "currency")[0]
    assert (found.value, found.place, found.note) == ("GBP", None, "no cell: set by the mapping")


def test_a_value_that_was_not_read_has_no_cell(store):
    found = trace(store, "projects", "NEW-1", "category")[0]
    assert (found.value, found.note) == (None, "no cell was read for it")


def test_a_source_without_lineage_says_so(store):
    rows = {"clients": pd.DataFrame({"client_id": ["C"], "name": "Client"})}
    store.write("t", YEARS[1], rows, loaded_at=_at(4))
    (found,) = trace(store, "clients", "C", "name")
    assert found.note == "no cell: the source keeps no record of where its values stand"


def test_a_value_that_could_not_be_read_is_told_with_its_reject(store):
    (found,) = trace(store, "progress", "NEW-1|2023", "manager_eac")
    (reject,) = found.rejects
    assert (reject.rule, reject.accepted) == ("money: a number", "26.19")
    assert reject.place == Place("2023.xlsx", None, 7, "F7", "lots")
    assert trace(store, "progress", "NEW-1|2023", "earned_value")[0].rejects == ()


def test_a_reject_of_another_cell_or_table_is_not_told(store):
    assert trace(store, "baselines", "NEW-1|1", "budget")[0].rejects == ()
    with pytest.raises(SelectionError):
        trace(store, "projects", "LOST-1", "budget")


def test_a_row_that_was_rejected_is_told_with_its_reject(store):
    found = trace(store, "progress", "LOST-1|2023", "earned_value")
    assert {one.standing for one in found} == {"rejected"}
    assert found[0].snapshot == "2023-03-31/0001"
    assert found[0].rejects[0].place.raw == "soon"


def test_a_row_that_the_latest_load_lacks_is_traced_in_the_earlier_ones(store):
    gone = _year("OTHER-1", "£1", YEARS[1])
    store.write("s", YEARS[1], gone, loaded_at=_at(4))
    found = trace(store, "projects", "OLD-1", "budget")
    assert [one.standing for one in found] == ["superseded", "earlier", "superseded"]


@pytest.mark.parametrize(
    ("named", "error", "told"),
    [
        (("project", "NEW-1", "budget"), ParameterError, "did you mean 'projects'"),
        (("projects", "NEW-1", "budgte"), ParameterError, "did you mean 'budget'"),
        (("projects", "NEW-2", "budget"), SelectionError, "row 'NEW-2' .*did you mean 'NEW-1'"),
        (("progress", "NEW-1", "earned_value"), ParameterError, r"expected project_id\|period"),
        (("progress", "NEW-1|2032", "earned_value"), SelectionError, r"did you mean 'NEW-1\|20"),
        (("baselines", "NEW-1|one", "budget"), StoreError, "'one' cannot stand in .*baseline_no"),
        (("people", "E1", "name"), SelectionError, "row 'E1' in the table people; nothing is"),
    ],
)
def test_what_cannot_be_traced_names_the_nearest(store, named, error, told):
    with pytest.raises(error, match=told):
        trace(store, *named)


def test_every_traced_budget_of_the_published_returns_is_what_its_cell_says(gmpp_store):
    budgets = gmpp_store.read("projects").set_index("project_id")["budget"].dropna()
    for project in budgets.index[::60]:
        found = trace(gmpp_store, "projects", project, "budget")[0]
        typed = float(found.place.raw.replace("£", "").replace(",", "")) * 1_000_000
        assert (found.standing, found.value) == ("in force", pytest.approx(typed))
