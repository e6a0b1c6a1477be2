"""Office tables: made by a notebook once a period, held to their schemas, frozen, in all slices."""

import json
import shutil

import nbformat
import pandas as pd
import pytest

from pmo_lib.errors import ReportError, SchemaError, StoreError
from pmo_lib.press.batch import Selection, make_reports
from pmo_lib.press.engines import DEFAULT_ENGINE
from pmo_lib.press.office import prepare_office
from pmo_lib.press.workers import Workers
from pmo_lib.tables.schemas import OFFICE_TABLES
from pmo_lib.tables.store import Cutter, read_slice

ROW = {"measure": "share_late", "sector": "all", "size": "all", "clients": 7}
ROW |= {"lower": 0.0, "middle": 0.25, "upper": 1.0}
DISPLAY = """
from IPython.display import display
kind = "application/vnd.pmo.office+json"
display({{kind: {{"table": {table!r}, "rows": {rows!r}}}}}, raw=True)
"""
LOOK = """
import json
assert json.loads(open("slice/slice.json").read())["edition"] == "internal"
"""


@pytest.fixture
def home(office_home, tmp_path, monkeypatch, small_office):
    """Give a workbench whose prepare notebook displays some rows."""
    place = tmp_path / "home"
    shutil.copytree(office_home, place, symlinks=True)
    monkeypatch.setenv("PMO_HOME", str(place))

    def prepares(rows, table="office_peers", more=""):
        cells = [LOOK, DISPLAY.format(table=table, rows=rows), more]
        nbformat.write(
            small_office.notebook(cells, names=""), place / "notebooks" / "prepare_office.ipynb"
        )

    return prepares


@pytest.fixture
def prepare(office_store, tmp_path):
    """Prepare the latest period into one output folder."""

    def prepared(refresh=False):
        cutter = Cutter(office_store)
        with Workers(1) as workers:
            office = prepare_office(
                cutter,
                tmp_path / "out",
                workers,
                refresh=refresh,
                engine=DEFAULT_ENGINE,
                time_limit=60,
            )
        if office:
            cutter.add_office(office)
        return office, cutter

    return prepared


def test_what_the_notebook_displays_is_in_every_slice_of_every_edition(home, prepare, tmp_path):
    home([ROW])
    _, cutter = prepare()
    for level, id_, edition in (("client", "C-1", "client"), ("portfolio", "", "board")):
        cutter.cut(level, id_, edition).write(tmp_path / "slice")
        rows = read_slice(tmp_path / "slice").current["office_peers"]
        assert rows.to_dict("records") == [ROW]


def test_tables_are_frozen_for_the_period_until_they_are_made_anew(home, prepare):
    home([ROW])
    first, _ = prepare()
    home([{**ROW, "middle": 0.5}])
    assert prepare()[0].digest == first.digest
    renewed, _ = prepare(refresh=True)
    assert renewed.digest != first.digest
    assert prepare()[0].digest == renewed.digest


def test_a_slice_changes_its_hash_with_the_office_tables_and_not_without(home, prepare, tmp_path):
    hashes = []
    for rows in ([ROW], [ROW], [{**ROW, "clients": 8}]):
        home(rows)
        _, cutter = prepare(refresh=True)
        hashes.append(cutter.cut("client", "C-1", "client").write(tmp_path / "slice"))
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_workbench_without_the_notebook_has_no_office_tables(at_home, prepare):
    office, cutter = prepare()
    assert office is None
    assert cutter.cut("client", "C-1", "client").current["office_peers"].empty


@pytest.mark.parametrize(
    ("rows", "given", "error", "told"),
    [
        ([{**ROW, "clients": 4}], {}, SchemaError, "clients"),
        ([{**ROW, "client_id": "C-1"}], {}, SchemaError, "no column client_id"),
        ([ROW], {"table": "clients"}, ReportError, "no office table 'clients'"),
        ([ROW], {"more": "1 / 0"}, ReportError, "ZeroDivisionError"),
        (
            [ROW],
            {"more": DISPLAY.format(table="office_peers", rows=[ROW])},
            ReportError,
            "more than once",
        ),
    ],
)
def test_what_is_not_sound_is_refused_and_nothing_is_frozen(
    home, prepare, rows, given, error, told
):
    home(rows, **given)
    with pytest.raises(error, match=told):
        prepare()
    home([ROW])
    assert prepare()[0].tables["office_peers"].num_rows == 1


def test_no_report_is_made_where_the_office_tables_could_not_be(home, office_store, tmp_path, now):
    home([ROW], more="raise ValueError('no')")
    out = tmp_path / "out"
    with pytest.raises(ReportError, match="could not be made, so no report was"):
        make_reports(office_store, Selection(clients=["C-1"]), out=out, now=now)
    assert (out / ".office/2026-10/prepare_office.executed.ipynb").is_file()
    assert not (out / "2026-10").exists()


def test_damaged_tables_and_those_of_another_period_are_refused(home, prepare, tmp_path):
    home([ROW])
    prepare()
    place = tmp_path / "out/.office/2026-10"
    marker = json.loads((place / "office.json").read_text())
    (place / "office.json").write_text(json.dumps({**marker, "period": "2026-09"}))
    with pytest.raises(StoreError, match="are of 2026-09, expected 2026-10"):
        prepare()
    (place / "office.json").write_text("{")
    with pytest.raises(StoreError, match="--refresh-office"):
        prepare()


def test_office_tables_have_no_column_that_could_name_anyone():
    for schema in OFFICE_TABLES.values():
        assert schema.slice_by() == "all"
        assert not schema.references()
        assert not [name for name in schema.columns() if name.endswith(("_id", "name"))]
        assert schema.check(schema.without_rows()).equals(pd.DataFrame(schema.without_rows()))
