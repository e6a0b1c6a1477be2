"""Whom and what rows name: of one slice, and of a whole snapshot."""

import pytest

from pmo_lib.params import sample_store
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter, Named


@pytest.fixture(scope="module")
def cutter():
    return Cutter(make_sample(sample_store()))


def test_the_whole_names_every_client_project_programme_and_person(cutter):
    named = cutter.named()
    assert set(cutter.clients()) | set(cutter.programmes()) <= named.ids.keys()
    assert {"J0001", "E0001"} <= named.ids.keys()
    assert named.names["Hollinmere Energy"] == ("clients C0001",)
    assert "sponsors" in {who for whose in named.names.values() for who in whose}


def test_a_slice_names_its_own_rows_and_those_they_refer_to(cutter):
    whole, cut = cutter.named(), cutter.cut("client", "C0001", "client")
    named = cut.named()
    projects = set(cut.current["projects"]["project_id"])
    assert {"C0001", *projects} <= named.ids.keys() < whole.ids.keys()
    assert named.names.keys() < whole.names.keys()
    assert set(named.ids.values()) <= {
        "clients",
        "programmes",
        "projects",
        "people",
    }
    assert not [id_ for id_ in cutter.clients() if id_ != "C0001" and id_ in named.ids]


def test_an_edition_that_does_not_see_a_column_does_not_name_what_stands_in_it(cutter):
    narrow, wide = (cutter.cut("client", "C0001", one).named() for one in ("client", "internal"))
    assert narrow.ids.keys() < wide.ids.keys()


def test_what_is_named_reads_back_as_it_was_written(cutter):
    named = cutter.cut("client", "C0002", "client").named()
    assert Named.from_json(named.to_json()) == named


def test_the_texts_of_a_slice_are_all_that_is_written_in_it(cutter):
    cut = cutter.cut("client", "C0001", "client")
    texts = set(cut.texts())
    assert set(cut.current["projects"]["name"]) <= texts
    assert set(cut.current["status_reports"]["narrative"].dropna()) <= texts
