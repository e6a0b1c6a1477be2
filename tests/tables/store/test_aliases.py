"""Identity: rows are read under the ids that a person decided, and never stored so."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.errors import ParameterError, StoreError
from pmo_lib.tables.store import Cutter, Store
from pmo_lib.tables.store.aliases import Decision, Decisions

YEARS = (date(2020, 3, 31), date(2021, 3, 31), date(2022, 3, 31))
NOW = datetime(2026, 5, 1, tzinfo=UTC)

RENAMED = """\
# What is the same, decided by a person.
projects:
  - {alias: DH-1, is: DOH-1, decided: 2026-02-01, by: analyst, why: "the code changed"}
  - {alias: DOH-1, is: DHSC-1, decided: 2026-03-01, by: analyst, why: "and again"}
clients:
  - {alias: DH, is: DHSC, decided: 2026-02-01, by: analyst, why: "renamed"}
  - {alias: DOH, is: DHSC, decided: 2026-02-01, by: analyst, why: "renamed"}
people:
  - {alias: E1, is: E2, decided: 2026-02-01, by: analyst, why: "married"}
"""


def _year(day: date, client: str, manager: str) -> dict[str, pd.DataFrame]:
    """One department with two projects: one that is renamed with it, one that is not."""
    year = str(day.year)
    start = pd.Timestamp(day.replace(year=day.year - 1)) + pd.Timedelta(days=1)
    ids = [f"{client}-1", "X-9"]
    period = {"period": [year], "cadence": "year", "start": start, "end": pd.Timestamp(day)}
    return {
        "periods": pd.DataFrame(period | {"data_date": pd.Timestamp(day)}),
        "clients": pd.DataFrame({"client_id": [client], "name": client}),
        "people": pd.DataFrame({"person_id": [manager], "name": manager}),
        "projects": pd.DataFrame(
            {
                "project_id": ids,
                "lifecycle": "live",
                "manager_id": manager,
                "budget": [float(day.year), 5.0],
            }
        ),
        "project_clients": pd.DataFrame(
            {"project_id": ids, "client_id": client, "valid_from": start}
        ),
        "progress": pd.DataFrame({"project_id": ids, "period": year, "earned_value": [1.0, 2.0]}),
    }


@pytest.fixture
def aliases(tmp_path: Path) -> Path:
    """Give the folder of decisions, with a file of the source ``s``."""
    folder = tmp_path / "aliases"
    folder.mkdir()
    (folder / "s.yml").write_text(RENAMED)
    return folder


@pytest.fixture
def store(tmp_path: Path, aliases: Path) -> Store:
    """Give a store of three years, in each of which the department has another code."""
    made = Store.create(tmp_path / "store", aliases=aliases)
    for day, client, manager in zip(YEARS, ("DH", "DOH", "DHSC"), ("E1", "E1", "E2"), strict=True):
        made.write("s", day, _year(day, client, manager), loaded_at=NOW)
    return made


def test_one_project_under_three_ids_is_one_over_the_years(store):
    for day in YEARS:
        rows = store.read("projects", day).set_index("project_id")
        assert list(rows.index) == ["DHSC-1", "X-9"]
        assert rows.loc["DHSC-1", "budget"] == day.year
    progress = store.read("progress")
    assert progress["project_id"].tolist() == ["DHSC-1"] * 3 + ["X-9"] * 3
    assert progress["period"].tolist() == ["2020", "2021", "2022"] * 2


def test_every_column_that_refers_to_a_renamed_id_is_resolved(store):
    links = store.read("project_clients", YEARS[0])
    assert links["client_id"].tolist() == ["DHSC", "DHSC"]
    assert store.read("projects", YEARS[0])["manager_id"].tolist() == ["E2", "E2"]
    assert store.read("people", YEARS[0])["person_id"].tolist() == ["E2"]


def test_a_renamed_project_is_no_leaver_and_no_joiner(store):
    changes = store.changes("projects", YEARS[0], YEARS[1])
    assert changes[["project_id", "change", "column"]].to_numpy().tolist() == [
        ["DHSC-1", "changed", "budget"]
    ]


def test_slices_hold_the_renamed_project_with_its_history(store):
    cut = Cutter(store, "2022").cut("client", "DHSC", "internal")
    assert cut.current["projects"]["project_id"].tolist() == ["DHSC-1", "X-9"]
    assert cut.previous["projects"]["project_id"].tolist() == ["DHSC-1", "X-9"]
    assert cut.previous["clients"]["client_id"].tolist() == ["DHSC"]
    assert len(cut.current["progress"]) == 6


def test_rows_are_found_by_the_resolved_id_alone(store):
    found = store.read("progress", where={"project_id": "DHSC-1"})
    assert found["period"].tolist() == ["2020", "2021", "2022"]
    assert store.read("progress", where={"project_id": "DH-1"}).empty


def test_deleting_a_line_undoes_a_decision(store, aliases):
    lines = RENAMED.splitlines(keepends=True)
    (aliases / "s.yml").write_text("".join(line for line in lines if "DHSC-1" not in line))
    assert store.read("projects", YEARS[0])["project_id"].tolist() == ["DOH-1", "X-9"]
    (aliases / "s.yml").unlink()
    assert store.read("projects", YEARS[0])["project_id"].tolist() == ["DH-1", "X-9"]


def test_nothing_of_a_decision_is_stored(store, tmp_path):
    plain = Store.open(store.root, aliases=tmp_path / "none")
    assert plain.read("projects", YEARS[0])["project_id"].tolist() == ["DH-1", "X-9"]
    store.read("projects")
    assert store.verify() == []


def test_decisions_after_what_was_known_are_left_out(tmp_path, aliases):
    store = Store.create(tmp_path / "early", aliases=aliases)
    loaded = datetime(2026, 1, 1, tzinfo=UTC)
    for day, client in zip(YEARS, ("DH", "DOH", "DHSC"), strict=True):
        store.write("s", day, _year(day, client, "E2"), loaded_at=loaded)
    (aliases / "s.yml").write_text(RENAMED.partition("people")[0])
    for known, first in (("2026-01-31", "DH-1"), ("2026-02-01", "DOH-1"), ("2026-03-01", "DHSC-1")):
        instant = datetime.fromisoformat(f"{known}T12:00+00:00")
        assert store.read("projects", YEARS[0], instant)["project_id"].tolist()[0] == first


def test_decisions_on_one_source_are_not_applied_to_another(store):
    store.write("t", YEARS[2], _year(YEARS[0], "DH", "E1"), loaded_at=NOW)
    found = set(store.read("projects")["project_id"])
    assert found == {"DHSC-1", "DH-1", "X-9"}


def test_the_default_folder_of_decisions_is_that_of_the_workbench(tmp_path, monkeypatch):
    monkeypatch.setenv("PMO_HOME", str(tmp_path))
    folder = tmp_path / "params" / "aliases"
    folder.mkdir(parents=True)
    (folder / "s.yml").write_text("projects: [")
    store = Store.create(tmp_path / "store")
    store.write("s", YEARS[0], _year(YEARS[0], "DH", "E1"), loaded_at=NOW)
    with pytest.raises(ParameterError, match=r"params/aliases/s\.yml"):
        store.read("projects")


WRONG = "{alias: X-9, is: DHSC-1, decided: 2026-02-01, by: analyst, why: alike}"


def test_two_rows_of_one_day_are_refused_with_decision_file_table_and_keys(store, aliases):
    (aliases / "s.yml").write_text(RENAMED.replace("clients:", f"  - {WRONG}\nclients:"))
    with pytest.raises(StoreError) as told:
        store.read("projects")
    for part in (
        f"{aliases / 's.yml'}, line 5: 'X-9' is 'DHSC-1' (decided 2026-02-01 by analyst)",
        "makes one of two rows in the table projects of the snapshot 2022-03-31/0001: DHSC-1.",
        "correct or delete the decision",
    ):
        assert part in str(told.value)


def test_two_rows_of_one_day_are_refused_also_where_only_some_rows_are_read(store, aliases):
    (aliases / "s.yml").write_text(RENAMED.replace("clients:", f"  - {WRONG}\nclients:"))
    with pytest.raises(StoreError, match="table progress of the snapshot 2020-03-31/0001"):
        store.read("progress", columns=["earned_value"], where={"project_id": "DHSC-1"})


def test_one_client_under_two_ids_on_one_project_and_day_is_refused(store, aliases):
    wrong = _year(YEARS[2], "DHSC", "E2")
    both = [wrong["project_clients"], wrong["project_clients"].assign(client_id="DOH")]
    store.write("s", YEARS[2], wrong | {"project_clients": pd.concat(both)}, loaded_at=NOW)
    with pytest.raises(StoreError, match=r"'DOH' is 'DHSC' .* table project_clients"):
        store.read("project_clients")


LINE = "  - {alias: A, is: B, decided: 2026-02-01, by: me, why: same}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("projects: [", r"s\.yml is not a YAML file"),
        ("projets:\n" + LINE, r"s\.yml, line 1, projets: .*'projets'; did you mean 'projects'"),
        ("projects:\n" + LINE.replace("alias", "alais"), r"line 2, .*did you mean 'alias'"),
        ("projects:\n" + LINE.replace(", why: same", ""), r"line 2, .*'why' is missing"),
        ("projects:\n" + LINE.replace("2026-02-01", "soon"), r"line 2, .*a day such as.*'soon'"),
        ("projects:\n" + LINE.replace("A,", "12,"), r"line 2, .*text, in quotes, found 12"),
        ("projects:\n" + LINE.replace("A,", "../A,"), r"line 2, .*an id of letters.*'\.\./A'"),
        ("projects:\n" + LINE.replace("me,", "'',"), r"line 2, .*some text, found ''"),
        ("projects: A is B\n", r"line 1, projects: .*list of decisions, found 'A is B'"),
        ("- projects\n", r"line 1, the file: .*found \['projects'\]"),
        (
            "projects:\n" + LINE + LINE.replace("is: B", "is: C"),
            r"s\.yml, line 3: 'A' is 'C' .*, but .*s\.yml, line 2 says that it is 'B'",
        ),
        (
            "projects:\n" + LINE + "# back\n" + LINE.replace("alias: A, is: B", "alias: B, is: A"),
            r"line 4: 'B' is 'A' .* goes round in a circle: A is B is A; leave one",
        ),
        ("projects:\n" + LINE.replace("is: B", "is: A"), r"line 2: .*in a circle: A is A"),
        (
            "# a typing error\nprojects:\n" + LINE.replace("A, is: B", "DH-11, is: DOH-1"),
            r"s\.yml, line 3: the store holds no alias 'DH-11' in the table projects; "
            r"did you mean 'DH-1'",
        ),
        (
            "projects:\n" + LINE.replace("A, is: B", "DH-1, is: DOH-11"),
            r"line 2: the store holds no is 'DOH-11' .*did you mean 'DOH-1'",
        ),
    ],
)
def test_a_wrong_file_of_decisions_names_file_line_and_the_nearest_word(store, aliases, text, told):
    (aliases / "s.yml").write_text(text)
    with pytest.raises(ParameterError, match=told):
        store.read("projects")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "projects:\nclients: []\n"])
def test_a_file_without_decisions_decides_nothing(store, aliases, text):
    (aliases / "s.yml").write_text(text)
    assert store.read("projects", YEARS[0])["project_id"].tolist() == ["DH-1", "X-9"]


def test_a_day_may_be_written_in_quotes(store, aliases):
    (aliases / "s.yml").write_text(RENAMED.replace("2026-02-01", '"2026-02-01"'))
    assert "DHSC-1" in store.read("projects", YEARS[0])["project_id"].tolist()


def test_ids_that_a_source_only_refers_to_may_be_decided_too(tmp_path, aliases):
    (aliases / "s.yml").write_text("people:" + RENAMED.partition("people:")[2])
    store = Store.create(tmp_path / "other", aliases=aliases)
    tables = _year(YEARS[0], "DH", "E1")
    del tables["people"]
    store.write("s", YEARS[0], tables, loaded_at=NOW)
    assert store.read("projects")["manager_id"].tolist() == ["E2", "E2"]


def test_the_same_decision_twice_is_one(store, aliases):
    line = RENAMED.splitlines(keepends=True)[2]
    (aliases / "s.yml").write_text(RENAMED.replace(line, line * 2))
    assert "DHSC-1" in store.read("projects", YEARS[0])["project_id"].tolist()


def test_an_alias_that_only_later_loads_have_is_no_error_at_an_earlier_instant(store):
    known = NOW.replace(year=2026, month=4)
    assert store.read("projects", known_by=known).empty


@given(st.permutations(range(6)), st.integers(1, 5))
def test_a_chain_of_decisions_ends_in_one_id_in_whatever_order_it_was_written(order, length):
    steps = [
        Decision("projects", f"A{n}", f"A{n + 1}", date(2026, 1, 1), "me", "renamed", "a.yml")
        for n in order
        if n < length
    ]
    names = Decisions(tuple(steps)).names("projects")
    assert names == {f"A{n}": f"A{length}" for n in range(length)}
