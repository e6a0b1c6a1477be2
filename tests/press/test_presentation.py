"""Brand and language of a run: the client's own before the set's."""

import shutil

import pandas as pd
import pytest

from pmo_lib.errors import ParameterError
from pmo_lib.params import ReportSet, home, load_sets
from pmo_lib.press.presentation import Presentations
from pmo_lib.press.runs import Selection, run_list
from pmo_lib.tables.store import Cutter

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


@pytest.fixture
def place(small_office, tmp_path, monkeypatch):
    """Give a workbench with a brand more and a language more."""
    made = small_office.make_home(tmp_path / "home")
    (made / "params/wording").unlink()
    shutil.copytree(home() / "params/wording", made / "params/wording")
    (made / "params/brands/acme.yml").write_text('name: Acme\ncolour: "#AB1234"\n')
    shutil.copy(made / "params/wording/en-GB.yml", made / "params/wording/cy.yml")
    monkeypatch.setenv("PMO_HOME", str(made))
    return made


@pytest.fixture
def presented(place, cutter, monkeypatch):
    """Give the presentation of the clients of a set, with what their rows say."""

    def of(brands=(), languages=(), **given):
        rows = {"brand": dict(brands), "language": dict(languages)}
        monkeypatch.setattr(Cutter, "client_column", lambda self, column: rows[column])
        part = ReportSet(**{"name": "a", "title": "A", "level": "client", **given})
        found = {id_: Presentations(part, cutter).of(id_) for id_ in ("C-1", "C-2")}
        return {id_: (one.brand.key, one.language, one.warnings) for id_, one in found.items()}

    return of


HOUSE = ("house", "en-GB", ())


def test_a_set_has_the_house_brand_unless_it_names_another(presented):
    assert presented() == {"C-1": HOUSE, "C-2": HOUSE}
    assert presented(brand="acme")["C-1"] == ("acme", "en-GB", ())


def test_a_clients_own_brand_and_language_go_before_the_sets(presented):
    found = presented({"C-1": "acme"}, {"C-1": "cy"})
    assert found == {"C-1": ("acme", "cy", ()), "C-2": HOUSE}


def test_a_client_who_asks_for_the_default_has_the_sets(presented):
    assert presented({"C-1": "default"}, brand="acme")["C-1"] == ("acme", "en-GB", ())


def test_a_brand_or_language_that_is_not_there_is_told_and_the_sets_is_taken(presented):
    brand, language, told = presented({"C-1": "acne"}, {"C-1": "cym"})["C-1"]
    assert (brand, language) == ("house", "en-GB")
    assert "client 'C-1' asks for the brand 'acne', and 'house' was taken" in told[0]
    assert "did you mean 'acme'" in told[0]
    assert "the language 'cym'" in told[1]


def test_only_a_clients_own_report_takes_the_clients_brand(presented):
    assert presented({"C-1": "acme"}, level="programme")["C-1"] == HOUSE


def test_a_set_that_names_no_brand_that_is_there_is_refused(presented):
    with pytest.raises(ParameterError, match="no brand 'acne'; did you mean 'acme'"):
        presented(brand="acne")


def test_a_logo_that_is_no_picture_is_refused_before_any_run(place, cutter):
    (place / "params/brands/house.svg").write_text("no <svg")
    with pytest.raises(ParameterError, match="logo of the brand 'house' cannot be read"):
        run_list(load_sets(), cutter, Selection())


def test_what_the_row_of_a_client_says_is_taken(place, small_office, tmp_path, now):
    store = small_office.make_store(tmp_path / "store")
    latest = store.snapshots()[-1]
    tables = {part.table: store.read_snapshot(latest.name, part.table) for part in latest.parts}
    brands = tables["clients"]["client_id"].map({"C-1": "acme"})
    tables["clients"]["brand"] = pd.Series(brands, dtype="string")
    store.write("made-up", latest.as_of, tables, loaded_at=now)
    runs = run_list(load_sets(), Cutter(store), Selection(sets=["client"]))
    assert [run.presentation.brand.key for run in runs] == ["acme", "house", "house"]
