"""Opening data for a notebook, by parameters alone."""

import pytest

from pmo_lib.errors import ParameterError, SelectionError, StoreError
from pmo_lib.params import ReportParams
from pmo_lib.tables import opening
from pmo_lib.tables.opening import open_slice
from pmo_lib.tables.store import Cutter, Store


def _params(data: object, **given: str) -> ReportParams:
    return ReportParams(data=str(data), **given)


@pytest.fixture
def folder(office, tmp_path):
    Cutter(office).cut("client", "B", "board").write(tmp_path / "slice")
    return tmp_path / "slice"


def test_a_store_is_cut_for_the_parameters(office):
    found = open_slice(
        _params(office.root, client_id="A", period="2026-09", edition="board"), level="client"
    )
    assert (found.id, found.period.name, found.edition) == ("A", "2026-09", "board")
    assert len(found.current["projects"]) == 3
    whole = open_slice(_params(office.root), level="portfolio")
    assert (whole.id, whole.period.name, len(whole.current["projects"])) == (
        "portfolio",
        "2026-10",
        4,
    )


def test_a_slice_folder_is_read_and_its_names_need_not_be_given(folder):
    found = open_slice(_params(folder, edition="board"), level="client")
    assert (found.id, found.period.name) == ("B", "2026-10")


@pytest.mark.parametrize(
    ("given", "level", "message"),
    [
        ({"client_id": "A"}, "client", "client_id 'B', the parameters ask for 'A'"),
        ({"period": "2026-09"}, "client", "period '2026-10', the parameters ask for '2026-09'"),
        ({}, "programme", "level 'client', the parameters ask for 'programme'"),
    ],
)
def test_a_slice_of_something_else_is_refused(folder, given, level, message):
    with pytest.raises(ParameterError, match=message):
        open_slice(_params(folder, edition="board", **given), level=level)


def test_a_slice_of_a_wider_edition_is_refused_and_of_a_narrower_is_taken(folder):
    with pytest.raises(ParameterError, match="board edition, wider than the client edition"):
        open_slice(_params(folder, edition="client"), level="client")
    assert open_slice(_params(folder, edition="internal"), level="client").edition == "board"


@pytest.mark.parametrize("level", ["client", "programme"])
def test_an_id_that_is_not_given_lists_those_held(office, level):
    first = {"client": "A, B, C", "programme": "P1, P2"}[level]
    with pytest.raises(ParameterError, match=f"{level}_id is empty.*Allowed: {first}"):
        open_slice(_params(office.root), level=level)


def test_what_the_store_does_not_hold_is_refused(office, tmp_path):
    with pytest.raises(SelectionError, match="no client 'Z'"):
        open_slice(_params(office.root, client_id="Z"), level="client")
    with pytest.raises(StoreError, match="There is no store in"):
        open_slice(_params(tmp_path / "nowhere", client_id="A"), level="client")


def test_the_sample_is_asked_for_by_name_and_made_where_it_is_not_there(
    office, tmp_path, monkeypatch
):
    asked = []

    def make_sample(folder):
        asked.append(folder)
        return Store.open(office.root)

    monkeypatch.setattr(opening, "sample_store", lambda: tmp_path / "sample")
    monkeypatch.setattr(opening, "make_sample", make_sample)
    found = open_slice(_params("sample", client_id="A"), level="client")
    assert len(found.current["projects"]) == 2
    assert asked == [tmp_path / "sample"]
