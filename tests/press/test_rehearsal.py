"""A rehearsal: who is chosen and why, the same each time; what it makes."""

import pytest

from pmo_lib.params import load_sets, sample_store
from pmo_lib.press.rehearsal import REHEARSAL, choose, rehearsal_set
from pmo_lib.press.runs import Selection, run_list
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter


@pytest.fixture(scope="module")
def sample_cutter():
    return Cutter(make_sample(sample_store()))


@pytest.fixture(scope="module")
def chosen(sample_cutter):
    """Who is chosen from the sample, with the reasons, by level and id."""
    return {(one.level, one.id): one.why for one in choose(sample_cutter, load_sets())}


def why(chosen, reason):
    return [key for key, reasons in chosen.items() if any(reason in one for one in reasons)]


def test_the_extremes_of_size_are_chosen_with_their_numbers(chosen):
    assert why(chosen, "the largest: 40 live projects") == [("client", "C0002")]
    assert ("client", "C0003") in why(chosen, "it has no project")
    assert len(why(chosen, "the smallest: live projects 1")) == 1
    assert len(why(chosen, "the largest")) == len(why(chosen, "the smallest")) == 2


def test_the_oddest_names_are_chosen(chosen, sample_cutter):
    names = sample_cutter.clients()
    (longest,) = why(chosen, "its name is the longest")
    assert names[longest[1]] == max(names.values(), key=len)
    for reason in ("reads from right to left", "has wide letters", "marks of a markup language"):
        assert why(chosen, f"its name {reason}" if "marks" not in reason else reason), reason


def test_odd_projects_and_values_are_chosen(chosen):
    for reason in (
        *("a project's budget is withheld", "a project also serves another"),
        *("a project did not pass its gate", "values that could not be read"),
    ):
        assert len(why(chosen, reason)) == 1, reason


def test_each_is_chosen_once_and_the_whole_comes_last(sample_cutter, chosen):
    choices = choose(sample_cutter, load_sets())
    assert len(choices) == len(chosen) <= 20
    assert choices[-1].level == "portfolio"
    assert choices == choose(sample_cutter, load_sets())


def test_the_set_makes_who_was_chosen_and_no_one_else(sample_cutter, chosen):
    sets = {**load_sets(), REHEARSAL: rehearsal_set(choose(sample_cutter, load_sets()))}
    runs = run_list(sets, sample_cutter, Selection(sets=[REHEARSAL]))
    assert [(run.level, run.id) for run in runs] == list(chosen)


def test_a_small_office_without_most_oddities_is_rehearsed_too(cutter):
    choices = {one.id: one.why for one in choose(cutter, load_sets())}
    assert choices["C-2"] == ("its name reads from right to left",)
    assert "portfolio" in choices
    assert "its name has marks of a markup language" in choices["C-1"]


def test_whom_the_usual_sets_do_not_report_on_is_not_chosen(cutter):
    sets = load_sets()
    sets["client"] = sets["client"].model_copy(update={"clients": ("C-1", "C-3")})
    chosen = {one.id for one in choose(cutter, sets) if one.level == "client"}
    assert chosen == {"C-1"}
