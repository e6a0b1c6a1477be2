"""The report sets that come with the project."""

import pytest

from pmo_lib.params import load_sets, sample_store
from pmo_lib.press.runs import Selection, run_list
from pmo_lib.tables.sample import make_sample
from pmo_lib.tables.store import Cutter

SHOWN = {
    "client_with_40_projects",
    "client_without_project",
    "green_overdue_milestone",
    "hostile_name",
    "late_reporter",
    "red_worsened",
    "shared_project",
    "stale_report",
    "unreadable_value",
    "withheld_budget",
}


@pytest.fixture(scope="module")
def sample():
    return make_sample(sample_store())


@pytest.fixture(scope="module")
def sample_cutter(sample):
    return Cutter(sample)


def runs(cutter, *names):
    return run_list(load_sets(), cutter, Selection(sets=names))


def test_the_first_batch_has_twelve_clients_three_programmes_and_the_portfolio(sample_cutter):
    levels = [run.level for run in runs(sample_cutter, "sample")]
    assert levels == ["client"] * 12 + ["programme"] * 3 + ["portfolio"]


def test_the_first_batch_shows_each_kind_of_story(sample, sample_cutter):
    chosen = {run.id for run in runs(sample_cutter, "sample") if run.level == "client"}
    links = sample.read("project_clients")
    projects = set(links.loc[links["client_id"].isin(chosen), "project_id"])
    stories = sample.read("stories")
    told = stories["client_id"].isin(chosen) | stories["project_id"].isin(projects)
    assert set(stories.loc[told, "kind"]) >= SHOWN


def test_the_first_batch_has_names_of_several_scripts_and_the_longest(sample_cutter):
    chosen = {run.name for run in runs(sample_cutter, "sample") if run.level == "client"}
    for first, last in (("\u0590", "\u05ff"), ("\u0600", "\u06ff"), ("\u3040", "\u9fff")):
        assert any(first <= character <= last for name in chosen for character in name)
    assert max(sample_cutter.clients().values(), key=len) in chosen


def test_the_sets_make_every_client_and_programme_once(sample_cutter):
    made = [(run.level, run.id) for run in runs(sample_cutter, "client", "programme", "portfolio")]
    assert len(made) == len(set(made)) == 600 + 40 + 1
