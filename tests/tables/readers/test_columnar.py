"""Parquet files and DuckDB databases: typed columns, in batches, read and never written."""

import datetime as dt
import decimal
import hashlib

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers import DuckdbReader, Heading, Headings, ParquetReader
from pmo_lib.tables.readers.records import BATCH

PARQUET = ParquetReader(type="parquet")


def duck(query, **settings):
    return DuckdbReader.model_validate({"type": "duckdb", "query": query} | settings)


@pytest.fixture
def parquet(tmp_path):
    """Write a Parquet file of some columns."""

    def made(columns, **settings):
        path = tmp_path / "office.parquet"
        pq.write_table(pa.table(columns), path, **settings)
        return path

    return made


@pytest.fixture
def database(tmp_path):
    """Make a DuckDB database by a script."""

    def made(script):
        path = tmp_path / "office.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute(script)
        return path

    return made


MELBOURNE = "Australia/Melbourne"
COLUMNS = {
    "text": (pa.array(["Größe 計画", None, ""]), ["Größe 計画", "", ""], "ttt"),
    "dictionary": (
        pa.array(["a", None, "a"]).dictionary_encode(),
        ["a", "", "a"],
        "ttt",
    ),
    "whole": (pa.array([1, None, -3], pa.int32()), ["1", "", "-3"], "ntn"),
    "float": (pa.array([1.0, 0.1, float("nan")]), ["1", "0.1", "nan"], "nnn"),
    "decimal": (
        pa.array([decimal.Decimal("1.50"), None, decimal.Decimal("-2.25")], pa.decimal128(9, 2)),
        ["1.50", "", "-2.25"],
        "ntn",
    ),
    "true": (pa.array([True, False, None]), ["True", "False", ""], "bbt"),
    "day": (
        pa.array([dt.date(2026, 12, 31), None, dt.date(1900, 1, 1)]),
        ["2026-12-31", "", "1900-01-01"],
        "dtd",
    ),
    "instant": (
        pa.array([dt.datetime(2026, 12, 31, 17, 30), None, None], pa.timestamp("ms")),
        ["2026-12-31T17:30:00", "", ""],
        "dtt",
    ),
    "nanoseconds": (
        pa.array([1_000_000_001, None, None], pa.timestamp("ns")),
        ["1970-01-01T00:00:01.000000001", "", ""],
        "dtt",
    ),
    "zoned": (
        pa.array([dt.datetime(2026, 6, 30, 23), None, None], pa.timestamp("us", MELBOURNE)),
        ["2026-06-30T23:00:00+00:00", "", ""],
        "dtt",
    ),
    "duration": (
        pa.array([dt.timedelta(hours=7, minutes=30), None, None]),
        ["PT7H30M0S", "", ""],
        "ttt",
    ),
    "list": (pa.array([["a", "ü"], None, []]), ['["a", "ü"]', "", "[]"], "ttt"),
    "structure": (
        pa.array([{"a": 1, "b": dt.date(2026, 12, 31)}, None, None]),
        ['{"a": 1, "b": "2026-12-31"}', "", ""],
        "ttt",
    ),
    "bytes": (pa.array([b"\x00\xff", None, None]), ["0x00ff", "", ""], "ttt"),
    "nothing": (pa.array([None, None, None]), ["", "", ""], "ttt"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_type_of_a_parquet_file_has_one_text_and_a_kind(parquet, ask, name):
    column, texts, kinds = COLUMNS[name]
    found = ask(PARQUET, parquet({name: column}), name)
    assert [row[0] for row in found.rows] == texts
    assert "".join(found.kinds) == kinds


def test_the_place_of_a_value_is_its_column_and_the_number_of_its_row(parquet, ask):
    found = ask(PARQUET, parquet({"id": ["a", "b"], "n": [1, 2]}), "id", "n")
    assert found.places == [((1, "id"), (1, "n")), ((2, "id"), (2, "n"))]


def test_many_rows_come_in_batches_whatever_the_groups_of_the_file(parquet, ask):
    path = parquet({"i": range(2 * BATCH + 5)}, row_group_size=7000)
    found = ask(PARQUET, path, "i")
    assert max(found.sizes) <= BATCH
    assert [int(row[0]) for row in found.rows] == list(range(2 * BATCH + 5))
    assert found.places[-1] == ((2 * BATCH + 5, "i"),)


def test_a_long_text_that_stands_often_is_held_once(parquet, ask):
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000), ["x" * 1_000_000])
    path = parquet({"t": column})
    found = ask(PARQUET, path, "t")
    assert len({id(row[0]) for row in found.rows}) == 1


def test_a_file_without_rows_gives_none_and_still_needs_its_columns(parquet, ask):
    path = parquet({"id": pa.array([], pa.string())})
    assert ask(PARQUET, path, "id").rows == []
    with pytest.raises(SourceError, match="lacks the heading of name"):
        ask(PARQUET, path, "name")


def test_a_column_that_the_mapping_does_not_know_is_an_error(parquet):
    reading = PARQUET.open(parquet({"id": ["a"], "b": [1]}), Headings({"id": Heading(("id",))}))
    with pytest.raises(SourceError, match="column 2: the heading 'b' matches no field"):
        list(reading.batches)


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1" + b"\x00" * 100 + b"PAR1", b"id,name\n1,2\n"]
)
def test_what_is_no_parquet_is_refused(tmp_path, ask, content):
    path = tmp_path / "office.parquet"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="cannot be read as a Parquet file"):
        ask(PARQUET, path, "id")


def test_a_parquet_file_that_is_cut_off_is_refused(parquet, ask):
    path = parquet({"id": [f"{n}" for n in range(10_000)]})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SourceError, match="cannot be read as a Parquet file"):
        ask(PARQUET, path, "id")


def test_a_file_that_is_not_there_is_refused(tmp_path, ask):
    with pytest.raises(SourceError, match=r"cannot be read as a Parquet file: .*No such file"):
        ask(PARQUET, tmp_path / "none.parquet", "id")


def test_an_encrypted_parquet_file_is_refused(tmp_path, ask):
    encryption = pytest.importorskip("pyarrow.parquet.encryption")

    class Keys(encryption.KmsClient):
        def wrap_key(self, key, name):
            return key

        def unwrap_key(self, key, name):
            return key

    factory = encryption.CryptoFactory(lambda _: Keys())
    settings = encryption.EncryptionConfiguration(footer_key="k", column_keys={"k": ["id"]})
    properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), settings)
    path = tmp_path / "office.parquet"
    pq.write_table(pa.table({"id": ["a"]}), path, encryption_properties=properties)
    with pytest.raises(SourceError, match=r"cannot be read as a Parquet file: .*encrypt"):
        ask(PARQUET, path, "id")


def test_a_date_beyond_all_calendars_is_refused(parquet, ask):
    path = parquet({"d": pa.array([2**31 - 1], pa.int32()).cast(pa.date32())})
    with pytest.raises(
        SourceError, match=r"cannot be read as a Parquet file: .*must have magnitude"
    ):
        ask(PARQUET, path, "d")


def test_a_query_of_a_duckdb_database_gives_typed_columns(database, ask):
    path = database(
        "CREATE TABLE p AS SELECT 'Größe 計画' AS t, 1.50::DECIMAL(9, 2) AS n, "
        "DATE '2026-12-31' AS d, TIMESTAMPTZ '2026-12-31 23:30:00-05' AS z, TRUE AS b, "
        "INTERVAL 90 MINUTE AS i, INTERVAL 1 MONTH AS m, [1, 2] AS l, {'a': 1} AS s, "
        "NULL::INT AS none, 170141183460469231731687303715884105727::HUGEINT AS h"
    )
    names = ("t", "n", "d", "z", "b", "i", "m", "l", "s", "none", "h")
    found = ask(duck("SELECT * FROM p"), path, *names)
    assert found.rows == [
        (
            "Größe 計画",
            "1.50",
            "2026-12-31",
            "2027-01-01T04:30:00+00:00",
            "True",
            "PT1H30M0S",
            "P1M0D",
            "[1, 2]",
            '{"a": 1}',
            "",
            "170141183460469231731687303715884105727",
        )
    ]
    assert found.kinds == ["tnddbttt" + "ttn"]


def test_a_query_of_a_duckdb_database_takes_the_period_and_the_day_of_the_load(database, ask):
    path = database("CREATE TABLE r AS SELECT '2026-10' AS p, DATE '2026-10-31' AS d")
    query = "SELECT p FROM r WHERE p = :period AND d <= :data_date AND d::TEXT <> '12:30'"
    known = {"period": "2026-10", "data_date": dt.date(2026, 10, 31)}
    assert ask(duck(query).asked(known), path, "p").rows == [("2026-10",)]
    assert ask(duck(query).asked(known | {"period": "2026-09"}), path, "p").rows == []


def test_an_answer_of_a_duckdb_database_comes_in_batches(database, ask):
    path = database("CREATE TABLE n AS SELECT range AS i FROM range(100000)")
    found = ask(duck("SELECT i FROM n ORDER BY i"), path, "i")
    assert len(found.rows) == 100_000
    assert max(found.sizes) <= BATCH
    assert found.places[-1] == ((100_000, "i"),)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM '{path}'",
        "SELECT content AS id FROM read_text('{path}')",
        "SELECT file AS id FROM glob('/*')",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
        "SELECT * FROM outside",
    ],
)
def test_a_query_sees_the_database_alone(database, tmp_path, ask, query):
    outside = tmp_path / "outside.csv"
    outside.write_text("id\nsecret\n")
    path = database(f"CREATE VIEW outside AS SELECT * FROM read_csv('{outside}')")
    with pytest.raises(SourceError, match="disabled by configuration"):
        ask(duck(query.format(path=outside)), path, "id")


def test_a_query_leaves_the_file_and_its_folder_as_they_were(database, tmp_path, ask):
    path = database("CREATE TABLE n AS SELECT range AS i FROM range(1000)")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    ask(duck("SELECT i FROM n ORDER BY i DESC"), path, "i")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_duckdb_database_refuses_is_told_in_its_words(database, ask):
    path = database("CREATE TABLE n (i INT)")
    with pytest.raises(SourceError, match="Table with name missing does not exist"):
        ask(duck("SELECT i FROM missing"), path, "i")


def test_a_query_of_a_duckdb_database_that_takes_too_long_is_stopped(database, ask):
    path = database("CREATE TABLE n AS SELECT range AS i FROM range(100000)")
    slow = duck(
        "SELECT count(*) AS c FROM n a, n b, n c WHERE a.i * b.i = c.i", timeout_seconds=0.2
    )
    with pytest.raises(SourceError, match=r"took longer than 0\.2 seconds"):
        ask(slow, path, "c")


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000])
def test_what_is_no_duckdb_database_is_refused(tmp_path, ask, content):
    path = tmp_path / "office.duckdb"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"cannot be read as a DuckDB database|no database"):
        ask(duck("SELECT 1 AS a FROM t"), path, "a")


def test_a_duckdb_database_that_is_not_there_is_not_made(tmp_path, ask):
    with pytest.raises(SourceError, match="no database file"):
        ask(duck("SELECT 1 AS a"), tmp_path / "none.duckdb", "a")
    assert not list(tmp_path.iterdir())
