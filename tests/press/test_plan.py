"""What is made and what is skipped, and why."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pmo_lib.params import load_sets
from pmo_lib.press.inputs import Inputs, code_version, key_of
from pmo_lib.press.plan import plan
from pmo_lib.press.runs import Selection, run_list
from pmo_lib.tables.store import Cutter


@pytest.fixture
def home(small_office, tmp_path, monkeypatch):
    """Give a workbench of its own, which a test may change."""
    made = small_office.make_home(tmp_path / "home")
    monkeypatch.setenv("PMO_HOME", str(made))
    return made


@pytest.fixture
def store(small_office, tmp_path):
    return small_office.make_store(tmp_path / "store")


@pytest.fixture
def planned(home, store, tmp_path, now):
    """Plan all reports of the small office on what stands."""

    def of(*, force=False, selection=None, days=0):
        cutter = Cutter(store)
        runs = run_list(load_sets(), cutter, selection or Selection())
        return plan(
            runs,
            Inputs(cutter, ""),
            of.standing,
            out=tmp_path,
            state=cutter.state,
            now=now + timedelta(days=days),
            force=force,
        )

    of.standing = {}
    return of


@pytest.fixture
def made(planned, made_up, tmp_path):
    """Let all reports stand as if they had been made."""
    for number, todo in enumerate(planned().todo, start=1):
        path = tmp_path / f"{number}.html"
        path.write_text("page")
        record = made_up.record(
            todo.run.id,
            report=str(todo.run.report),
            artefacts={"html": path.name},
            hashes={"html": hashlib.sha256(b"page").hexdigest()},
            key=key_of(todo.inputs),
            inputs=todo.inputs,
            state=todo.state,
            number=number,
        )
        planned.standing[record.report] = record
    return planned


def to_make(found):
    return {(todo.run.level, todo.run.id) for todo in found.todo}


ALL = {("client", f"C-{n}") for n in (1, 2, 3)} | {("programme", "P-1"), ("portfolio", "portfolio")}


def test_what_was_never_made_is_made(planned):
    found = planned()
    assert to_make(found) == ALL
    assert {todo.why for todo in found.todo} == {"It was not made before."}


def test_what_stands_made_from_the_same_is_skipped_and_says_since_when(made):
    found = made(days=3)
    assert found.todo == ()
    for record in found.skipped:
        assert record.outcome == "skipped"
        assert record.reason == (
            "Nothing it is made from has changed since 2026-11-02T09:00:00+00:00."
        )
        assert record.issued.startswith("2026-11-05")
        assert record.stands == made.standing[record.report].number


def test_where_the_store_is_the_same_no_slice_is_looked_at(made, monkeypatch):
    monkeypatch.setattr("pmo_lib.tables.store.side.Side.load", lambda *_: 1 / 0)
    assert made().todo == ()


def test_force_makes_all(made):
    found = made(force=True)
    assert (to_make(found), found.skipped) == (ALL, ())
    assert {todo.why for todo in found.todo} == {"All reports were asked for anew."}


def test_a_changed_project_remakes_its_client_its_programme_and_the_portfolio_alone(made, store):
    latest = store.snapshots()[-1]
    tables = {part.table: store.read_snapshot(latest.name, part.table) for part in latest.parts}
    projects = tables["projects"]
    tables["projects"] = projects.assign(
        lifecycle=projects["lifecycle"].mask(projects["project_id"] == "J-2", "complete")
    )
    at = datetime(2026, 11, 3, tzinfo=UTC)
    store.write("made-up", date(2026, 10, 31), tables, loaded_at=at)
    found = made()
    assert to_make(found) == {("client", "C-2"), ("programme", "P-1"), ("portfolio", "portfolio")}
    assert {todo.why for todo in found.todo} == {"Changed: the data."}
    for record in found.skipped:
        made.standing[record.report] = replace(made.standing[record.report], state=record.state)
    assert to_make(made()) == to_make(found)


def test_a_changed_notebook_remakes_its_reports_alone(made, home):
    path = home / "notebooks" / "client_report.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][1]["source"] += "\n# another"
    path.write_text(json.dumps(notebook))
    assert {level for level, _ in to_make(made())} == {"client"}
    assert {todo.why for todo in made().todo} == {"Changed: the notebook."}


def test_changed_wording_or_thresholds_remake_all_and_other_parameter_files_nothing(made, home):
    (home / "params" / "sources").mkdir()
    (home / "params" / "sources" / "other.yml").write_text("source: other\n")
    assert to_make(made()) == set()
    (home / "params" / "thresholds.yml").write_text("{}\n")
    assert to_make(made()) == ALL
    assert "thresholds" in made().todo[0].why


def test_a_changed_brand_or_logo_remakes_the_reports_that_carry_it_alone(made, home):
    brands = home / "params" / "brands"
    (brands / "unused.yml").write_text('name: Unused\ncolour: "#123456"\n')
    assert to_make(made()) == set()
    (brands / "house.svg").write_text(
        (brands / "house.svg").read_text().replace("#12436D", "#123456")
    )
    assert to_make(made()) == ALL
    assert {todo.why for todo in made().todo} == {"Changed: the brand."}


def test_a_set_that_takes_another_brand_or_language_remakes_its_reports_alone(made, home):
    (home / "params/brands/acme.yml").write_text('name: Acme\ncolour: "#AB1234"\n')
    path = home / "params/reports/programme.yml"
    path.write_text(path.read_text() + "brand: acme\nlanguage: cy\n")
    assert to_make(made()) == {("programme", "P-1")}
    assert made().todo[0].why == "Changed: the language, the brand."
    assert len(made().skipped) == 4


@pytest.mark.parametrize("part", ["code", "templates", "lock", "python", "platform"])
def test_other_code_templates_dependencies_or_platform_remake_all(made, monkeypatch, part):
    other = {**code_version(), part: "other"}
    monkeypatch.setattr("pmo_lib.press.inputs.code_version", lambda: other)
    assert to_make(made()) == ALL


def test_other_formats_are_another_report(made):
    assert to_make(made(selection=Selection(formats=["html"]))) == ALL


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_text("x")])
def test_a_document_that_is_missing_or_was_changed_is_made_again(made, tmp_path, spoil):
    spoil(tmp_path / "2.html")
    (todo,) = made().todo
    assert todo.run.id == "C-2"
    assert todo.why == "2.html was missing, or not as it was issued."


@pytest.mark.parametrize("outcome", ["held", "failed"])
def test_what_was_not_made_is_tried_again(made, outcome):
    report, record = next(iter(made.standing.items()))
    made.standing[report] = replace(record, outcome=outcome)
    (todo,) = made().todo
    assert todo.why == f"It was {outcome} before."
