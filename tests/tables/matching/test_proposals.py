"""Proposals: what was renamed is found with its evidence, and nothing is decided by it."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from pmo_lib.errors import ParameterError, SelectionError
from pmo_lib.tables.matching import between_sources, over_time
from pmo_lib.tables.store import Store


def _conftest():
    spec = importlib.util.spec_from_file_location("office", Path(__file__).with_name("conftest.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


OFFICE = _conftest()
BEFORE, AFTER, NOW, tables = OFFICE.BEFORE, OFFICE.AFTER, OFFICE.NOW, OFFICE.tables
HOSPITAL, BRIDGE, TUNNEL = OFFICE.HOSPITAL, OFFICE.BRIDGE, OFFICE.TUNNEL


def _ends(proposals) -> list[tuple[str, str]]:
    return [(one.alias, one.proposal) for one in proposals]


def test_renamed_projects_are_proposed_with_score_evidence_and_days(store):
    first, second = over_time(store, "s")
    assert _ends([first, second]) == [("DH-0001", "DOH-0001"), ("DH-0002", "DOH-0002")]
    assert first.score > second.score > 0.8
    assert first.where == "2020-09-30 to 2021-03-31"
    assert first.evidence == (
        "name 100% alike, id 93% alike, description 100% alike, another client, same start, "
        "budget within 10%, same category"
    )
    assert not first.ambiguous


def test_nothing_is_written_by_a_proposal(store):
    before = sorted(path for path in store.root.parent.rglob("*"))
    over_time(store, "s")
    assert sorted(path for path in store.root.parent.rglob("*")) == before


def test_an_id_that_stayed_is_in_no_proposal_however_alike(store):
    every = over_time(store, "s", least=0.0)
    assert "DFT-0003" not in {id_ for pair in _ends(every) for id_ in pair}


def test_each_id_stands_in_one_proposal(store):
    every = over_time(store, "s", least=0.0)
    for side in zip(*_ends(every), strict=True):
        assert len(set(side)) == len(side)
    assert len(every) == 3


def test_the_least_score_leaves_lower_ones_out(store):
    second = over_time(store, "s")[1]
    assert len(over_time(store, "s", least=second.score)) == 2
    assert len(over_time(store, "s", least=second.score + 0.001)) == 1


def test_what_is_decided_is_not_proposed_again(store):
    store.aliases.mkdir()
    line = "- {alias: DH-0001, is: DOH-0001, decided: 2026-05-01, by: me, why: renamed}\n"
    (store.aliases / "s.yml").write_text("projects:\n" + line)
    assert _ends(over_time(store, "s")) == [("DH-0002", "DOH-0002")]


def test_two_near_candidates_make_a_proposal_ambiguous_and_are_named(make):
    store = make(
        tables(("A-9", "DH", HOSPITAL)), tables(("B-1", "DH", HOSPITAL), ("B-2", "DH", HOSPITAL))
    )
    (found,) = over_time(store, "s")
    assert (found.proposal, found.ambiguous, found.rivals) == ("B-1", True, ("B-2",))


def test_two_ids_that_became_one_are_ambiguous(make):
    store = make(
        tables(("A-1", "DH", HOSPITAL), ("A-2", "DH", HOSPITAL)), tables(("B-3", "DH", HOSPITAL))
    )
    (found,) = over_time(store, "s")
    assert (found.alias, found.rivals) == ("A-1", ("A-2",))


def test_ids_beside_each_other_on_another_day_are_not_proposed(store):
    """An id that came back is not the one that took its place."""
    earlier = tables(("DH-0001", "DH", HOSPITAL), ("DOH-0001", "DH", TUNNEL))
    store.write("s", date(2019, 9, 30), earlier, loaded_at=NOW)
    found = over_time(store, "s", between=(BEFORE, AFTER))
    assert _ends(found) == [("DH-0002", "DOH-0002")]


def test_a_name_with_another_number_is_less_alike(make):
    phase = ["Schools phase 1", *HOSPITAL[1:]]
    next_phase = ["Schools phase 2", *HOSPITAL[1:]]
    store = make(tables(("A", "DE", phase)), tables(("B", "DE", next_phase)))
    (found,) = over_time(store, "s", least=0.5)
    assert "name 75% alike" in found.evidence


def test_ids_with_other_digits_do_not_speak_for_a_pair_however_alike(make):
    store = make(tables(("DFT-0021", "D", HOSPITAL)), tables(("DFT-0022", "D", HOSPITAL)))
    (found,) = over_time(store, "s", least=0.5)
    assert "id 0% alike" in found.evidence


def test_evidence_that_one_id_lacks_does_not_speak_for_it(make):
    bare = [None, None, None, None, None]
    before = tables(("A-1", "DH", bare), ("A-2", "DH", HOSPITAL))
    store = make(before, tables(("B-1", "DH", bare), ("B-2", "DH", HOSPITAL)))
    assert _ends(over_time(store, "s")) == [("A-2", "B-2")]
    weak = next(one for one in over_time(store, "s", least=0.0) if one.alias == "A-1")
    assert weak.score < 0.3
    assert "name not known" in weak.evidence
    assert "budget not known" in weak.evidence


def test_evidence_that_a_source_never_has_is_not_missed(make):
    known = ["Hospital rebuild", None, None, None, None]
    other = ["River bridge", None, None, None, None]
    store = make(tables(("A1", "DH", known)), tables(("B1", "DH", known), ("B2", "DH", other)))
    (found,) = over_time(store, "s")
    assert found.score > 0.85


def test_amounts_in_two_currencies_are_not_compared(make):
    after = tables(("B-1", "DH", HOSPITAL))
    after["projects"]["currency"] = "EUR"
    (found,) = over_time(make(tables(("A-1", "DH", HOSPITAL)), after), "s", least=0.5)
    assert "budget not known" in found.evidence


def test_a_budget_speaks_within_a_tenth_and_not_beyond(make):
    for number, (budget, told) in enumerate([(110.0, "within 10%"), (112.0, "not within 10%")]):
        after = tables((f"B-{number}", "DH", [*HOSPITAL[:4], budget]))
        (found,) = over_time(make(tables(("A-9", "DH", HOSPITAL)), after), "s", least=0.5)
        assert f"budget {told}" in found.evidence


def test_clients_are_matched_by_the_projects_that_they_have_in_common(make):
    before = tables(("J1", "Health", HOSPITAL), ("J2", "Health", BRIDGE))
    after = tables(("J1", "Care", HOSPITAL), ("J2", "Care", BRIDGE), ("J3", "Roads", TUNNEL))
    (found,) = over_time(make(before, after), "s", table="clients", least=0.4)
    assert (found.alias, found.proposal) == ("Health", "Care")
    assert "100% of their projects in common" in found.evidence


def test_one_source_s_ids_are_matched_to_another_s(store):
    bridge = ["River Bridge (renewal)", *BRIDGE[1:]]
    store.write("t", AFTER, tables(("J77", "DFT", bridge)), loaded_at=NOW)
    (found,) = between_sources(store, "s", "t", least=0.6)
    assert (found.alias, found.proposal, found.where) == ("DFT-0003", "J77", "s to t")


def test_the_result_does_not_depend_on_the_order_of_the_rows(make, tmp_path):
    before = tables(*((f"A-{n}", "DH", HOSPITAL) for n in range(5)))
    after = tables(*((f"B-{n + 10}", "DH", HOSPITAL) for n in range(5)))
    first = over_time(make(before, after), "s", least=0.5)
    turned = Store.create(tmp_path / "turned", aliases=tmp_path / "aliases")
    for day, given in ((BEFORE, before), (AFTER, after)):
        rows = {name: frame.iloc[::-1] for name, frame in given.items()}
        turned.write("s", day, rows, loaded_at=NOW)
    assert over_time(turned, "s", least=0.5) == first
    assert all(one.ambiguous for one in first)


def test_where_nothing_left_or_nothing_joined_nothing_is_proposed(make):
    same = tables(("J1", "DH", HOSPITAL))
    more = tables(("J1", "DH", HOSPITAL), ("J2", "DH", HOSPITAL))
    assert over_time(make(same, more), "s", least=0.0) == []


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        ({"source": "z"}, SelectionError, "nothing from 'z'; Allowed: s"),
        ({"source": "s", "table": "project"}, ParameterError, "did you mean 'projects'"),
        (
            {"source": "s", "between": (date(2020, 9, 3), AFTER)},
            SelectionError,
            "nothing from s for 2020-09-03; did you mean '2020-09-30'",
        ),
    ],
)
def test_what_cannot_be_matched_names_the_nearest(store, words, error, told):
    with pytest.raises(error, match=told):
        over_time(store, **words)


def test_no_project_of_the_published_returns_was_renamed_from_2022_to_2023(gmpp_store):
    """29 left and 38 joined; two that were merged into one come nearest, and are ambiguous."""
    days = {"between": (date(2022, 3, 31), date(2023, 3, 31))}
    assert over_time(gmpp_store, "gmpp", **days) == []
    nearest = over_time(gmpp_store, "gmpp", **days, least=0.6)[0]
    assert nearest.proposal == "CO-0133-2223-Q1"
    assert {nearest.alias, *nearest.rivals} == {"CO-0014-1516-Q2", "CO-0032-2122-Q1"}
