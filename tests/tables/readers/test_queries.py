"""Queries of a mapping: one statement that reads, and its parameters."""

import time

import pytest
from pydantic import ValidationError

from pmo_lib.errors import MappingError, SourceError
from pmo_lib.tables.mapping import read_mapping
from pmo_lib.tables.readers.queries import QueryReader, deadline


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1",
        "select * from t;",
        "  -- what it is\n/* and\nwhy */ SELECT 1",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "(SELECT 1) UNION (SELECT 2)",
        "VALUES (1), (2)",
        "TABLE projects",
    ],
)
def test_a_query_that_reads_is_taken(query):
    assert QueryReader(query=query).query == query.strip().removesuffix(";")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "DELETE FROM t",
        "insert into t values (1)",
        "DROP TABLE t",
        "COPY t TO PROGRAM 'sh'",
        "ATTACH 'other.db' AS other",
        "PRAGMA writable_schema = 1",
        "-- SELECT\nDELETE FROM t",
        "/* SELECT */ DROP TABLE t",
        "SELECTED",
    ],
)
def test_what_does_not_begin_as_a_query_is_refused(query):
    with pytest.raises(ValidationError, match="begins with SELECT"):
        QueryReader(query=query)


@pytest.mark.parametrize("query", ["SELECT 1; DROP TABLE t", "SELECT 1;; ", "COMMIT; SELECT 1"])
def test_a_second_statement_is_refused(query):
    with pytest.raises(ValidationError, match="one statement, without a semicolon"):
        QueryReader(query=query)


def test_parameters_are_the_names_after_a_single_colon():
    query = "SELECT a::date, '12:30', :period FROM t WHERE d <= :data_date AND p = :period"
    assert QueryReader(query=query).parameters == ["period", "data_date"]


def test_parameters_take_what_is_known_of_the_file():
    reader = QueryReader(query="SELECT :period").asked({"period": "2026-10", "start": "x"})
    assert reader.bound() == {"period": "2026-10"}


def test_a_parameter_that_nothing_is_known_of_names_what_is():
    reader = QueryReader(query="SELECT :office").asked({"period": "2026-10"})
    with pytest.raises(
        SourceError, match=r"takes :office, which is not known of the file; .*period"
    ):
        reader.bound()


def test_a_mapping_whose_query_takes_what_its_files_do_not_have_is_refused(tmp_path):
    text = """
        source: office
        title: Office
        files: [{name: office, facts: {unit: A}}]
        records:
          projects:
            reader: {type: sql, url: "sqlite:///x", query: "SELECT id FROM t WHERE u = :%s"}
            fields: {id: {type: id, heading: id}}
            tables: {projects: [{columns: {project_id: {from: id}}}]}
    """
    path = tmp_path / "office.yml"
    for name in ("unit", "period", "data_date"):
        path.write_text(text % name)
        read_mapping(path)
    path.write_text(text % "units")
    with pytest.raises(MappingError, match="a column or query takes the file's 'units'"):
        read_mapping(path)


def test_what_lasts_longer_than_it_may_is_interrupted_and_said_so():
    stopped = []

    def run():
        with deadline(lambda: stopped.append(True), 0.01):
            while not stopped:
                time.sleep(0.001)
            raise RuntimeError("interrupted")

    with pytest.raises(SourceError, match=r"took longer than 0\.01 seconds"):
        run()


def test_what_fails_in_time_fails_as_it_did():
    with pytest.raises(RuntimeError, match="another"), deadline(lambda: None, 60):
        raise RuntimeError("another")
