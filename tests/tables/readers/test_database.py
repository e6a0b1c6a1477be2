"""Databases: a query is read in batches, can change nothing, and no message has a password."""

import sqlite3
from datetime import date

import pytest
from pydantic import ValidationError

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import Heading, Headings, Repeat, SqlReader
from pmo_lib.tables.readers.records import BATCH


def reader(query, url="sqlite:///{file}", **settings):
    return SqlReader.model_validate({"type": "sql", "url": url, "query": query} | settings)


@pytest.fixture
def base(tmp_path):
    """Make a SQLite file by a script."""

    def made(script):
        path = tmp_path / "office.db"
        with sqlite3.connect(path) as connection:
            connection.executescript(script)
        connection.close()
        return path

    return made


PROJECTS = """
    CREATE TABLE projects (id TEXT, name TEXT, budget REAL, count INTEGER, data BLOB);
    INSERT INTO projects VALUES ('J1', 'Größe 計画 مشروع', 1.5, 3, x'00ff');
    INSERT INTO projects VALUES ('J2', NULL, 2.0, NULL, NULL);
"""


def test_rows_come_with_the_names_of_the_columns_and_typed(base, ask):
    found = ask(reader("SELECT * FROM projects"), base(PROJECTS), "id", "name", "budget", "count")
    assert found.rows == [("J1", "Größe 計画 مشروع", "1.5", "3"), ("J2", "", "2", "")]
    assert found.kinds == ["ttnn", "ttnt"]


def test_bytes_are_read_in_hexadecimal(base, ask):
    assert ask(reader("SELECT data FROM projects"), base(PROJECTS), "data").rows[0] == ("0x00ff",)


def test_the_place_of_a_value_is_its_column_and_the_number_of_its_row(base, ask):
    found = ask(reader("SELECT id, name AS title FROM projects"), base(PROJECTS), "id", "title")
    assert found.places == [((1, "id"), (1, "title")), ((2, "id"), (2, "title"))]


def test_a_query_takes_the_period_and_the_day_of_the_load(base, ask):
    path = base("CREATE TABLE r (p TEXT, d TEXT); INSERT INTO r VALUES ('2026-10', '2026-10-31');")
    query = "SELECT p, d FROM r WHERE p = :period AND d <= :data_date"
    known = {"period": "2026-10", "data_date": date(2026, 10, 31)}
    assert ask(reader(query).asked(known), path, "p").rows == [("2026-10",)]
    assert ask(reader(query).asked(known | {"period": "2026-09"}), path, "p").rows == []


def test_a_query_without_rows_gives_none_and_still_needs_its_columns(base, ask):
    path = base(PROJECTS)
    query = "SELECT id FROM projects WHERE 0"
    assert ask(reader(query), path, "id").rows == []
    with pytest.raises(SourceError, match=r"office\.db lacks the heading of name"):
        ask(reader(query), path, "name")


def test_a_column_that_the_mapping_does_not_know_is_an_error(base):
    reading = reader("SELECT id, name FROM projects").open(
        base(PROJECTS), Headings({"id": Heading(("id",))})
    )
    with pytest.raises(SourceError, match="column 2: the heading 'name' matches no field"):
        list(reading.batches)


def test_columns_that_repeat_become_a_record_each(base, ask):
    path = base(
        "CREATE TABLE p (id TEXT, cost_2025 REAL, cost_2026 REAL);"
        "INSERT INTO p VALUES ('J1', 1, 2), ('J2', NULL, 3);"
    )
    headings = Headings(
        {"id": Heading(("id",)), "cost": Heading(("cost_{year}",))},
        repeat=Repeat("year", ("2025", "2026")),
    )
    reading = reader("SELECT * FROM p").open(path, headings)
    rows = [
        (batch.cells["id"].raw[at], batch.cells["year"].raw[at], batch.cells["cost"].raw[at])
        for batch in reading.batches
        for at in range(batch.size)
    ]
    assert rows == [("J1", "2025", "1"), ("J1", "2026", "2"), ("J2", "2026", "3")]
    assert reading.ignored == {"nothing in a repeated group": 1}


def test_many_rows_come_in_batches(base, ask):
    path = base(
        "CREATE TABLE n AS WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t "
        f"LIMIT {2 * BATCH + 5}) SELECT i FROM t;"
    )
    found = ask(reader("SELECT i FROM n"), path, "i")
    assert found.sizes == [BATCH, BATCH, 5]
    assert found.places[-1] == ((2 * BATCH + 5, "i"),)


@pytest.mark.parametrize(
    "query",
    [
        "WITH x AS (SELECT 1) DELETE FROM projects",
        "WITH x AS (SELECT 1) INSERT INTO projects (id) SELECT 'J3'",
    ],
)
def test_a_query_that_writes_is_refused_by_the_database(base, ask, query):
    path = base(PROJECTS)
    with pytest.raises(SourceError, match=r"office\.db: the database says: .*readonly"):
        ask(reader(query), path, "id")
    assert len(ask(reader("SELECT id FROM projects"), path, "id").rows) == 2


def test_what_the_database_refuses_is_told_in_its_words(base, ask):
    with pytest.raises(SourceError, match="the database says: no such table: missing"):
        ask(reader("SELECT id FROM missing"), base(PROJECTS), "id")


def test_a_query_that_does_not_end_is_stopped(base, ask):
    endless = (
        "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT max(i) m FROM t"
    )
    with pytest.raises(SourceError, match=r"took longer than 0\.2 seconds"):
        ask(reader(endless, timeout_seconds=0.2), base(PROJECTS), "m")


def test_a_file_that_is_not_there_is_not_made(tmp_path, ask):
    with pytest.raises(SourceError, match="no database file"):
        ask(reader("SELECT 1 AS a"), tmp_path / "none.db", "a")
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path, ask):
    path = tmp_path / "office.db"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(SourceError, match="file is not a database"):
        ask(reader("SELECT 1 AS a FROM sqlite_master"), path, "a")


def test_a_name_with_signs_of_a_url_is_the_name_of_the_file(tmp_path, base, ask):
    path = base(PROJECTS).rename(tmp_path / "a?mode=rwc&b#c %41.db")
    assert len(ask(reader("SELECT id FROM projects"), path, "id").rows) == 2


def test_whether_a_file_of_the_folder_is_read_follows_from_the_url():
    assert reader("SELECT 1").of_files
    assert not reader("SELECT 1", url="postgresql://host/base").of_files


def test_a_variable_that_is_not_set_is_named(monkeypatch, tmp_path, ask):
    monkeypatch.delenv("PMO_PASSWORD", raising=False)
    with pytest.raises(
        SourceError, match="takes the variable PMO_PASSWORD of the environment, whi"
    ):
        ask(reader("SELECT 1 AS a", url="postgresql://u:${PMO_PASSWORD}@host/b"), tmp_path, "a")


@pytest.mark.parametrize("password", ["p@ss/word:1", "geheim"])
@pytest.mark.parametrize(
    "url",
    [
        "nosuch://u:{}@h/d",
        "postgresql+nosuch://u:{}@h/d",
        "postgresql+psycopg://u:{}@127.0.0.1:1/d",
    ],
)
def test_no_message_has_the_password(monkeypatch, tmp_path, ask, url, password):
    monkeypatch.setenv("PMO_PASSWORD", password)
    with pytest.raises(SourceError) as caught:
        ask(reader("SELECT 1 AS a", url=url.format("${PMO_PASSWORD}")), tmp_path, "a")
    assert password not in repr(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim@127.0.0.1:1/d", "postgresql://u:geh@e:im/d", "geheim"]
)
def test_no_message_has_a_part_of_a_url_that_a_variable_holds(monkeypatch, tmp_path, ask, url):
    monkeypatch.setenv("PMO_URL", url)
    with pytest.raises(SourceError) as caught:
        ask(reader("SELECT 1 AS a", url="${PMO_URL}"), tmp_path, "a")
    assert not any(part in str(caught.value) for part in ("geheim", "geh@", "'im"))


@pytest.mark.parametrize("url", ["postgresql://u:secret@h/d", "mysql://h/d?user=u&password=secret"])
def test_a_password_in_a_mapping_is_refused_without_showing_it(url):
    with pytest.raises(ValidationError, match="no password stands in a mapping") as caught:
        reader("SELECT 1", url=url)
    assert "secret" not in str(caught.value.errors(include_input=False, include_url=False))


def test_a_driver_that_is_not_installed_is_named(tmp_path, ask):
    with pytest.raises(SourceError, match="cannot be used: No module named 'MySQLdb'"):
        ask(reader("SELECT 1 AS a", url="mysql://host/base"), tmp_path, "a")
