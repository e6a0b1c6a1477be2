"""Databases as sources: loaded without a folder, for the period and the day that are given."""

from datetime import UTC, date, datetime

import pytest

from pmo_lib.tables.loading import load
from pmo_lib.tables.store import Store

MAPPING = """
source: office
title: The office's database
files: [{name: pmo}]
records:
  progress:
    reader:
      type: sql
      url: "postgresql+psycopg://owner:${PMO_PASSWORD}@127.0.0.1:PORT/postgres"
      query: >
        SELECT project, earned, spent, approved FROM progress
        WHERE period = :period AND approved::date <= :data_date ORDER BY project
    record_id: project
    fields:
      project: {type: id, heading: project}
      earned: {type: money, heading: earned}
      spent: {type: money, heading: spent}
      approved: {type: instant, heading: approved, formats: ["%Y-%m-%d %H:%M"], zone: UTC}
    unstored: [{field: approved, table: progress, rule: no table has it}]
    tables:
      progress:
        - columns:
            project_id: {from: project}
            period: {file: period}
            earned_value: {from: earned}
            actual_cost: {from: spent}
"""


@pytest.fixture
def mapping(postgresql, owner, monkeypatch, tmp_path):
    owner.exec_driver_sql(
        "CREATE TABLE progress (project text, period text, earned numeric, spent numeric, "
        "approved timestamptz)"
    )
    owner.exec_driver_sql(
        "INSERT INTO progress VALUES ('J1', '2026-10', 1234.50, 'NaN', '2026-10-30 12:00+01'), "
        "('J2', '2026-10', NULL, 7, '2026-10-30 12:00+01'), "
        "('J3', '2026-10', 1, 1, '2026-11-02 12:00+01'), "
        "('J1', '2026-09', 1, 1, '2026-09-30 12:00+01')"
    )
    owner.commit()
    monkeypatch.setenv("PMO_PASSWORD", postgresql.password)
    path = tmp_path / "office.yml"
    path.write_text(MAPPING.replace("PORT", f"{postgresql.port}"))
    return path


def test_a_database_is_loaded_for_the_period_and_day_that_are_given(mapping, tmp_path):
    day = date(2026, 10, 31)
    result = load(
        mapping,
        None,
        tmp_path / "store",
        loaded_at=datetime(2026, 11, 1, tzinfo=UTC),
        period="2026-10",
        as_of=day,
    )
    store = Store.open(result.store)
    rows = store.read("progress", day).set_index("project_id")
    assert rows["earned_value"].dropna().to_dict() == {"J1": 1234.5}
    assert rows["actual_cost"].dropna().to_dict() == {"J2": 7}
    (reject,) = store.read("rejects", day).to_dict("records")
    assert (reject["column_name"], reject["raw"]) == ("actual_cost", "NaN")
    lineage = store.read("lineage", day).set_index(["row_key", "column_name"])
    place = lineage.loc[("J1|2026-10", "earned_value")]
    assert (place["file"], place["row"], place["cell"], place["raw"]) == (
        "pmo",
        1,
        "earned",
        "1234.50",
    )


def test_neither_the_store_nor_the_account_has_the_password(mapping, postgresql, tmp_path):
    result = load(
        mapping,
        None,
        tmp_path / "store",
        loaded_at=datetime(2026, 11, 1, tzinfo=UTC),
        period="2026-10",
    )
    said = f"{result.to_json()}".encode()
    kept = b"".join(path.read_bytes() for path in result.store.rglob("*") if path.is_file())
    assert postgresql.password.encode() not in said + kept
