"""A real PostgreSQL, read by a mapping's URL and query."""

from datetime import date

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import Heading, Headings, SqlReader
from pmo_lib.tables.readers.records import BATCH


@pytest.fixture
def reader(postgresql, monkeypatch):
    """Ask the server that runs for the tests, with its password from the environment."""
    monkeypatch.setenv("PMO_PASSWORD", postgresql.password)

    def made(query, **settings):
        url = f"postgresql+psycopg://owner:${{PMO_PASSWORD}}@127.0.0.1:{postgresql.port}/postgres"
        return SqlReader.model_validate({"type": "sql", "url": url, "query": query} | settings)

    return made


@pytest.fixture
def table(owner):
    """Make a table."""

    def made(script):
        owner.exec_driver_sql(script)
        owner.commit()

    return made


def test_numbers_dates_instants_and_texts_are_read_as_what_they_are(reader, table, ask, tmp_path):
    table(
        "CREATE TABLE p (n numeric(12, 4), d date, at timestamptz, l timestamp, t text, b boolean, "
        "i interval, j jsonb, x bytea, a int[], u uuid, f float8)"
    )
    table(
        "INSERT INTO p VALUES (1234567.8900, '2026-12-31', '2026-12-31 23:30:00-05', "
        "'2026-12-31 17:30:00', 'Größe 計画 مشروع', true, '1 day 02:00:00', "
        """'{"a": [1, "ü"]}', '\\x00ff', '{1,2}', '00000000-0000-0000-0000-000000000001', 0.1), """
        "(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'NaN')"
    )
    found = ask(reader("SELECT * FROM p ORDER BY f"), tmp_path, "n", "d", "at", *"ltbijxauf")
    assert found.rows == [
        (
            "1234567.8900",
            "2026-12-31",
            "2027-01-01T04:30:00+00:00",
            "2026-12-31T17:30:00",
            "Größe 計画 مشروع",
            "True",
            "PT26H0M0S",
            '{"a": [1, "ü"]}',
            "0x00ff",
            "[1, 2]",
            "00000000-0000-0000-0000-000000000001",
            "0.1",
        ),
        ("",) * 11 + ("nan",),
    ]
    assert found.kinds == ["ndddtbtttttn", "tttttttttttn"]


def test_a_hundred_thousand_rows_come_in_batches_and_not_at_once(reader, ask, tmp_path):
    found = ask(reader("SELECT i FROM generate_series(1, 100000) AS i"), tmp_path, "i")
    assert found.sizes == [BATCH] * 5
    assert found.rows[-1] == ("100000",)


def test_rows_are_fetched_as_batches_are_asked_for(reader, tmp_path):
    query = "SELECT 10 / (50000 - i) AS i FROM generate_series(1, 100000) AS i"
    batches = reader(query).open(tmp_path, Headings({"i": Heading(("i",))})).batches
    assert [next(batches).size for _ in range(2)] == [BATCH, BATCH]
    with pytest.raises(SourceError, match="division by zero"):
        next(batches)


@pytest.mark.parametrize(
    "query",
    [
        "WITH gone AS (DELETE FROM p RETURNING id) SELECT id FROM gone",
        "SELECT setval('counter', 1) AS id",
        "WITH new AS (INSERT INTO p VALUES (2) RETURNING id) SELECT id FROM new",
    ],
)
def test_a_query_that_writes_is_refused_by_the_server(reader, table, ask, tmp_path, query):
    table("CREATE TABLE p (id int)")
    table("CREATE SEQUENCE counter")
    table("INSERT INTO p VALUES (1)")
    with pytest.raises(SourceError, match=r"the database says: .*(read-only|DECLARE)"):
        ask(reader(query), tmp_path, "id")
    assert ask(reader("SELECT id FROM p"), tmp_path, "id").rows == [("1",)]


def test_a_table_that_is_not_there_is_named(reader, ask, tmp_path):
    with pytest.raises(SourceError, match='the database says: relation "nothing" does not exist'):
        ask(reader("SELECT id FROM nothing"), tmp_path, "id")


def test_a_wrong_password_is_refused_and_not_shown(reader, monkeypatch, ask, tmp_path):
    monkeypatch.setenv("PMO_PASSWORD", "wrong-one")
    with pytest.raises(SourceError, match="password authentication failed") as caught:
        ask(reader("SELECT 1 AS a"), tmp_path, "a")
    assert "wrong-one" not in str(caught.value)


def test_a_query_that_takes_too_long_is_stopped_by_the_server(reader, ask, tmp_path):
    with pytest.raises(SourceError, match="statement timeout"):
        ask(reader("SELECT pg_sleep(60) AS a", timeout_seconds=0.2), tmp_path, "a")


def test_a_query_takes_the_period_and_the_day_of_the_load(reader, ask, tmp_path):
    query = "SELECT :period AS p, CAST(:data_date AS date) - 1 AS d"
    known = {"period": "2026-10", "data_date": date(2026, 10, 31)}
    found = ask(reader(query).asked(known), tmp_path, "p", "d")
    assert found.rows == [("2026-10", "2026-10-30")]


def test_a_date_that_no_calendar_has_ends_the_load(reader, ask, tmp_path):
    with pytest.raises(SourceError, match="the database says: date too large"):
        ask(reader("SELECT 'infinity'::date AS d"), tmp_path, "d")


def test_a_text_with_a_percent_sign_is_no_parameter(reader, ask, tmp_path):
    assert ask(reader("SELECT '5 %' AS t WHERE 'abc' LIKE 'a%'"), tmp_path, "t").rows == [("5 %",)]
