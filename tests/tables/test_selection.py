"""Who sees which rows: for every table that there is, filled for two clients and the office."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.contract import EDITIONS
from pmo_lib.tables.schemas import OFFICE_TABLES, TABLES
from pmo_lib.tables.store import Cutter, Slice, read_slice

ALPHA, BETA = "clients.Alpha", "clients.Beta"
OFFICE = {name for name, schema in TABLES.items() if schema.slice_by() == "office"}
OF_A_CLIENT = {
    name
    for name, schema in TABLES.items()
    if schema.slice_by() in ("client_id", "request_id", "saving_id")
}
SLICED = {name for name, schema in TABLES.items() if schema.slice_by() != "none"}


def _load():
    path = Path(__file__).with_name("filled.py")
    spec = importlib.util.spec_from_file_location("filled", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


filled = _load()


@pytest.fixture(scope="module")
def cutter(tmp_path_factory) -> Cutter:
    folder = tmp_path_factory.mktemp("filled") / "store"
    return Cutter(filled.make_store(folder, filled.tables()))


def _cut_with(folder: Path, **more: list[dict]) -> Cutter:
    """Cut from the filled tables with some more rows."""
    rows = filled.tables()
    for table, added in more.items():
        rows[table] = pd.concat([rows[table], pd.DataFrame(added)])
    return Cutter(filled.make_store(folder / "store", rows))


def _naming(found: Slice, word: str) -> set[tuple[str, str]]:
    """Tables and columns with a cell that holds a word."""
    return {
        (table, column)
        for table, rows in found.current.items()
        for column in rows.columns
        if rows[column].astype("str").str.contains(word, regex=False).any()
    }


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("client", "other"), [(ALPHA, "Beta"), (BETA, "Alpha")])
def test_no_cell_of_a_client_s_slice_names_another_client(cutter, client, other, edition):
    found = _naming(cutter.cut("client", client, edition), other)
    assert found == (filled.OF_OTHERS if edition == "internal" else set())


def test_the_columns_that_may_name_another_client_are_of_internal_visibility():
    for table, column in filled.OF_OTHERS:
        assert column not in TABLES[table].visible_columns("board")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_client_s_slice_has_rows_in_every_table_but_those_of_the_office(cutter, edition):
    found = cutter.cut("client", ALPHA, edition).current
    assert {name for name, rows in found.items() if len(rows)} == SLICED - OFFICE


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_portfolio_has_every_row_of_every_table(cutter, edition):
    found = cutter.cut("portfolio", "", edition).current
    for name, rows in filled.tables().items():
        if name in SLICED:
            assert len(found[name]) == len(rows), name


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_office_s_own_tables_have_no_rows_below_the_portfolio(cutter, edition):
    for level, id_ in (("client", ALPHA), ("programme", "programmes.Both")):
        found = cutter.cut(level, id_, edition).current
        assert {name for name in OFFICE if len(found[name])} == set()


def test_the_client_edition_of_a_programme_has_no_row_that_belongs_to_a_client(cutter):
    found = cutter.cut("programme", "programmes.Both", "client").current
    assert {name for name in OF_A_CLIENT if len(found[name])} == set()
    assert found["rejects"].empty
    assert len(found["risks"]) == 3


def test_a_programme_has_what_clients_have_of_its_projects_and_no_more(cutter):
    found = cutter.cut("programme", "programmes.Both", "board").current
    assert set(found["service_requests"]["project_id"]) == {
        "projects.Alpha",
        "projects.Beta",
        "projects.Shared",
    }
    assert set(found["clients"]["client_id"]) == {ALPHA, BETA}
    assert found["surveys"].empty
    assert set(found["request_pauses"]["request_id"]) == {
        "service_requests.Alpha",
        "service_requests.Beta",
    }


@pytest.mark.parametrize("table", ["service_requests", "feedback", "report_reads", "savings"])
def test_of_a_shared_project_each_client_has_its_own(cutter, table):
    key = TABLES[table].key_columns()[0]
    of_beta = cutter.cut("client", BETA, "client").current[table]
    assert set(of_beta[key]) == {f"{table}.Beta", f"{table}.Beta.projects.Shared"}
    of_alpha = cutter.cut("client", ALPHA, "client").current[table]
    assert f"{table}.Alpha.projects.Shared" in set(of_alpha[key])


def test_a_client_keeps_what_it_had_of_a_project_that_left(cutter):
    found = cutter.cut("client", ALPHA, "client").current
    assert "projects.Former" in set(found["savings"]["project_id"])
    assert "projects.Former" not in set(found["project_clients"]["project_id"])


def test_a_row_of_a_client_on_a_project_that_never_served_it_is_in_no_client_s_slice(tmp_path):
    strange = filled.row("savings", "Alpha", saving_id="strange", project_id="projects.Beta")
    cutter = _cut_with(tmp_path, savings=[strange])
    for client in (ALPHA, BETA):
        found = cutter.cut("client", client, "internal").current["savings"]
        assert "strange" not in set(found["saving_id"])
    whole = cutter.cut("portfolio", "", "board").current["savings"]
    assert "strange" in set(whole["saving_id"])


def test_what_names_no_client_and_no_project_is_in_no_client_s_slice(tmp_path):
    nobody = {"client_id": None, "project_id": None}
    answer = filled.row("feedback", "Office", **nobody)
    cutter = _cut_with(tmp_path, feedback=[answer])
    found = cutter.cut("client", ALPHA, "internal").current["feedback"]
    assert answer["response_id"] not in set(found["response_id"])


REJECTS = [
    ({"project_id": "projects.Alpha", "client_id": None}, True),
    ({"project_id": "projects.Shared", "client_id": None}, True),
    ({"project_id": "projects.Shared", "client_id": ALPHA}, True),
    ({"project_id": "projects.Shared", "client_id": BETA}, False),
    ({"project_id": "projects.Former", "client_id": ALPHA}, True),
    ({"project_id": "projects.Beta", "client_id": ALPHA}, False),
    ({"project_id": None, "client_id": ALPHA, "table_name": "service_requests"}, True),
    ({"project_id": None, "client_id": BETA, "table_name": "service_requests"}, False),
    ({"project_id": None, "client_id": None}, False),
    ({"project_id": "projects.Shared", "client_id": None, "table_name": "savings"}, False),
    ({"project_id": "projects.Alpha", "client_id": ALPHA, "table_name": "initiatives"}, False),
    ({"project_id": "projects.Alpha", "client_id": None, "table_name": "unheard_of"}, False),
]
"""What a reject names, and whether the client Alpha sees it."""


@pytest.fixture(scope="module")
def rejecting(tmp_path_factory) -> Cutter:
    """Cut from the filled tables with the rejects, each under its number."""
    rows = [
        filled.row("rejects", "Alpha", reject_id=f"R{at}", column_name=None) | named
        for at, (named, _) in enumerate(REJECTS)
    ]
    return _cut_with(tmp_path_factory.mktemp("rejecting"), rejects=rows)


@pytest.mark.parametrize(("at", "seen"), [(at, seen) for at, (_, seen) in enumerate(REJECTS)])
def test_a_client_sees_rejects_of_its_projects_and_of_itself(rejecting, at, seen):
    found = rejecting.cut("client", ALPHA, "client").current["rejects"]
    assert (f"R{at}" in set(found["reject_id"])) is seen


def test_a_programme_sees_rejects_of_a_client_outside_the_client_edition(rejecting):
    shown = {
        edition: set(
            rejecting.cut("programme", "programmes.Both", edition).current["rejects"]["reject_id"]
        )
        for edition in EDITIONS
    }
    of_beta = next(f"R{at}" for at, (named, _) in enumerate(REJECTS) if named["client_id"] == BETA)
    assert of_beta not in shown["client"]
    assert of_beta in shown["board"]
    assert of_beta in shown["internal"]


def test_calendars_are_the_office_s_and_those_of_the_slice_s_projects(cutter):
    found = cutter.cut("client", ALPHA, "client").current["calendars"]
    assert set(found["calendar_id"]) == {"calendars.Alpha", "calendars.Office"}


def test_people_are_those_whom_rows_name_in_columns_that_the_edition_sees(tmp_path):
    named = {
        "issues": filled.row("issues", "Alpha", issue_id="I", owner_id="owner"),
        "savings": filled.row("savings", "Alpha", saving_id="S", validator_id="validator"),
        "service_requests": filled.row(
            "service_requests", "Alpha", request_id="Q", handler_id="handler"
        ),
        "absences": filled.row("absences", "Alpha", person_id="absent"),
    }
    people = [
        filled.row("people", "Office", person_id=name)
        for name in ("owner", "validator", "handler", "absent", "nobody")
    ]
    rows = {name: [row] for name, row in named.items()}
    cutter = _cut_with(tmp_path, people=people, **rows)
    found = {
        edition: set(cutter.cut("client", ALPHA, edition).current["people"]["person_id"])
        for edition in EDITIONS
    }
    expected = {"people.Alpha", "people.Shared", "people.Office", "owner", "validator"}
    assert found["client"] == found["board"] == expected
    assert found["internal"] == expected | {"handler"}


@pytest.mark.parametrize(
    ("level", "id_"), [("client", ALPHA), ("programme", "programmes.Both"), ("portfolio", "")]
)
def test_every_table_comes_back_from_a_written_slice_as_it_was_cut(cutter, tmp_path, level, id_):
    cut = cutter.cut(level, id_, "internal")
    cut.write(tmp_path / "slice")
    back = read_slice(tmp_path / "slice").current
    for name, rows in cut.current.items():
        pd.testing.assert_frame_equal(back[name], rows, obj=name)
        wanted = (TABLES | OFFICE_TABLES)[name].without_rows().dtypes
        assert [*map(str, rows.dtypes)] == [*map(str, wanted)], name
