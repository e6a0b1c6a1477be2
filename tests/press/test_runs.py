"""The run list: what a selection of report sets comes to."""

import pytest

from pmo_lib.errors import ParameterError, SelectionError
from pmo_lib.params import ReportSet, load_sets
from pmo_lib.press.runs import Selection, run_list
from pmo_lib.tables.store import Cutter


def held(name, /, **given):
    """Give the sets of the workbench, one of them with other keys."""
    sets = load_sets()
    return {**sets, name: sets[name].model_copy(update=given)}


@pytest.fixture
def listed(at_home, cutter, office_store):
    """Expand a selection; give set, level and id of each run."""

    def runs(known=None, /, *, period="2026-10", **given):
        at = cutter if period == "2026-10" else Cutter(office_store, period)
        found = run_list(known or load_sets(), at, Selection(**given))
        return [(run.set, run.id) for run in found]

    return runs


CLIENTS = [("client", "C-1"), ("client", "C-2"), ("client", "C-3")]
PROGRAMME, PORTFOLIO = ("programme", "P-1"), ("portfolio", "portfolio")


def test_without_a_set_all_clients_programmes_and_the_portfolio_are_made(listed):
    assert listed() == [*CLIENTS, PROGRAMME, PORTFOLIO]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"sets": ["programme"]}, [PROGRAMME]),
        ({"sets": ["client"], "limit": 2}, CLIENTS[:2]),
        ({"limit": 1}, [CLIENTS[0], PROGRAMME, PORTFOLIO]),
        ({"clients": ["C-2", "C-2"]}, [CLIENTS[1]]),
        ({"programmes": ["P-1"]}, [PROGRAMME]),
        ({"clients": ["C-3"], "programmes": ["P-1"]}, [CLIENTS[2], PROGRAMME]),
        ({"sets": ["sample"]}, [CLIENTS[2], CLIENTS[0], PORTFOLIO]),
        ({"sets": ["sample"], "clients": ["C-1"]}, [CLIENTS[0]]),
        ({"sets": ["sample"], "limit": 1}, [CLIENTS[2], PORTFOLIO]),
    ],
)
def test_a_selection_narrows_what_the_sets_make(listed, given, expected):
    assert listed(**given) == expected


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ({"clients": ["C-9"]}, SelectionError, "holds no client 'C-9' in 2026-10; did you mean"),
        ({"programmes": ["P-2"]}, SelectionError, "did you mean 'P-1'"),
        ({"sets": ["clients"]}, ParameterError, "did you mean 'client'"),
        ({"sets": ["portfolio"], "clients": ["C-1"]}, SelectionError, "makes no report for client"),
        ({"sets": ["sample"], "clients": ["C-2"]}, SelectionError, "makes no report for client"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(listed, given, error, told):
    with pytest.raises(error, match=told):
        listed(**given)


def test_a_set_without_a_level_says_so(listed):
    sets = {"odd": ReportSet(name="odd", title="Odd", notebook="client_report.ipynb")}
    with pytest.raises(ParameterError, match="lacks a notebook or a level"):
        listed(sets, sets=["odd"])


def test_a_format_that_a_set_does_not_make_is_told(listed):
    sets = load_sets()
    sets["client"] = sets["client"].model_copy(update={"formats": ["html"]})
    with pytest.raises(ParameterError, match="'client' makes html; asked was pdf"):
        listed(sets, sets=["client"], formats=["pdf"])


def test_a_gathered_id_that_the_store_lacks_is_told(listed):
    sets = {**load_sets(), "few": ReportSet(name="few", title="Few", gathers={"client": ["C-8"]})}
    with pytest.raises(SelectionError, match="holds no client 'C-8'"):
        listed(sets, sets=["few"])


def test_a_set_is_made_for_those_it_is_held_to_alone(listed):
    sets = held("client", clients=("C-3", "C-1"))
    assert listed(sets) == [CLIENTS[2], CLIENTS[0], PROGRAMME, PORTFOLIO]
    assert listed(sets, clients=["C-1"]) == [CLIENTS[0]]
    with pytest.raises(SelectionError, match="no report for client 'C-2'; use --set to name"):
        listed(sets, clients=["C-2"])


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("client", {"clients": ("C-8",)}, "holds no client 'C-8' in 2026-10"),
        ("programme", {"programmes": ("P-8",)}, "holds no programme 'P-8'"),
    ],
)
def test_an_id_that_a_set_is_held_to_and_the_store_lacks_is_told(listed, name, given, told):
    with pytest.raises(SelectionError, match=told):
        listed(held(name, **given))


def test_what_is_gathered_of_a_set_is_among_those_it_is_held_to(listed):
    assert listed(held("client", clients=("C-3", "C-1", "C-2")), sets=["sample"]) == [
        *(CLIENTS[2], CLIENTS[0]),
        PORTFOLIO,
    ]
    with pytest.raises(SelectionError, match=r"'client' is not made for 'C-3'.*clients in params"):
        listed(held("client", clients=("C-1",)), sets=["sample"])


def test_a_usual_set_that_is_not_due_is_left_out_with_a_sentence(at_home, cutter):
    told = []
    runs = run_list(held("client", cadence="quarter"), cutter, Selection(), on_left_out=told.append)
    assert [(run.set, run.id) for run in runs] == [PROGRAMME, PORTFOLIO]
    (sentence,) = told
    assert sentence.startswith("Left out: Report set 'client' is made once a quarter")
    assert sentence.endswith(
        "last due for 2026-09. It is next due for the month that ends in 2026-12."
    )


def test_a_gathered_set_that_is_not_due_is_left_out(listed):
    assert listed(held("client", cadence="quarter"), sets=["sample"]) == [PORTFOLIO]


@pytest.mark.parametrize(
    "given", [{"sets": ["client"]}, {"sets": ["portfolio", "client"]}, {"clients": ["C-1"]}]
)
def test_a_set_that_was_asked_for_and_is_not_due_says_when_it_is(listed, given):
    with pytest.raises(SelectionError, match=r"not due for 2026-10.*next due"):
        listed(held("client", cadence="quarter"), **given)


def test_a_set_that_is_due_at_another_period_is_made_then(listed):
    assert listed(held("client", cadence="quarter"), sets=["client"], period="2026-09") == CLIENTS


def test_two_runs_for_one_place_are_refused(listed):
    sets = load_sets()
    sets["again"] = sets["client"].model_copy(update={"name": "again"})
    with pytest.raises(ParameterError, match="2 runs would be written to 2026-10/c-1"):
        listed(sets, sets=["client", "again"])


def test_a_notebook_without_the_parameters_of_its_set_is_refused_before_any_run(listed):
    sets = load_sets()
    update = {"notebook": "programme_report.ipynb"}
    with pytest.raises(ParameterError, match="lacks 'client_id'"):
        listed({"client": sets["client"].model_copy(update=update)}, sets=["client"])


def test_an_internal_edition_never_stands_where_the_clients_own_does(run_of):
    own, internal = run_of(), run_of(edition="internal")
    assert str(own.folder / own.stem) == "2026-10/C-1/client_report"
    assert str(internal.folder / internal.stem) == "2026-10/C-1/client_report.internal"


@pytest.mark.parametrize(
    ("level", "id_", "folder"),
    [
        ("client", "C-1", "2026-10/C-1"),
        ("programme", "P-1", "2026-10/programmes/P-1"),
        ("portfolio", "portfolio", "2026-10/portfolio"),
    ],
)
def test_each_level_has_its_folder(run_of, level, id_, folder):
    assert str(run_of(level=level, id_=id_).folder) == folder


def test_a_run_passes_the_names_that_its_level_needs(run_of):
    assert run_of().parameters() == {
        "data": "slice",
        "client_id": "C-1",
        "period": "2026-10",
        "edition": "client",
    }


def test_an_id_that_cannot_name_a_folder_is_refused(at_home, cutter, monkeypatch):
    monkeypatch.setattr(type(cutter), "clients", lambda self: {"../up": "Up"})
    with pytest.raises(ParameterError, match="cannot name a folder"):
        run_list(load_sets(), cutter, Selection(sets=["client"]))
