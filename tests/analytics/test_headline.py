"""The headline: exactly one rule for position, change and gap."""

import itertools

import pandas as pd
import pytest

from pmo_lib.analytics import headline as module
from pmo_lib.analytics.changes import CHANGE_COLUMNS
from pmo_lib.analytics.headline import headline

NO_EXCEPTIONS = pd.DataFrame(columns=["project_id", "project_name"])


def said(ratings, kinds=(), previous_period="2026-09"):
    live = pd.DataFrame({"rating": ratings, "lifecycle": "live", "stale": False})
    changes = pd.DataFrame({"kind": kinds}).reindex(columns=CHANGE_COLUMNS)
    changes = changes.assign(project_id=[f"J{at}" for at in range(len(changes))])
    return headline(live, changes, NO_EXCEPTIONS, previous_period=previous_period)


@pytest.mark.parametrize(
    ("ratings", "rule", "gap"),
    [
        ([], "no_projects", "none"),
        (["not_reported", "withheld"], "none_reported", "none"),
        (["green", "green"], "all_green", "none"),
        (["green", "not_reported"], "green_with_gaps", "not_reported"),
        (["green", "withheld", "not_reported"], "green_with_gaps", "both"),
        (["green", "amber"], "some_amber", "none"),
        (["amber_green"], "some_amber", "none"),
        (["amber", "amber_red", "withheld"], "some_amber_red", "withheld"),
        (["red", "amber_red"], "some_red", "none"),
    ],
)
def test_the_position(ratings, rule, gap):
    done = said(ratings)
    assert (done["rule"], done["gap"]) == (rule, gap)


@pytest.mark.parametrize(
    ("kinds", "change"),
    [
        ([], "unchanged"),
        (["rating_worse"], "worsened"),
        (["rating_better"], "improved"),
        (["rating_better", "rating_worse"], "mixed"),
        (["assessor_changed", "scale_changed"], "not_comparable"),
        (["assessor_changed"], "unchanged"),
        (["budget_up", "joined"], "unchanged"),
    ],
)
def test_the_change(kinds, change):
    assert said(["green", "red"], kinds)["change"] == change


def test_a_first_report_has_no_change():
    assert said(["red"], previous_period=None)["change"] == "first_report"


def test_counts_add_up():
    values = said(["green", "red", "amber", "withheld"], ["rating_worse"])["values"]
    keys = ("red", "amber_red", "amber", "amber_green", "green", "withheld", "not_reported")
    assert sum(values[f"n_{key}"] for key in keys) == values["n_projects"] == 4
    assert (values["n_worse"], values["n_unchanged"], values["n_reported"]) == (1, 2, 3)


def test_every_answer_is_a_rule_that_is_declared():
    words = ["red", "amber", "green", "withheld", "not_reported"]
    for ratings in itertools.combinations_with_replacement(words, 3):
        done = said(list(ratings), ["rating_worse"])
        assert done["rule"] in module.POSITION_RULES
        assert done["change"] in module.CHANGE_RULES
        assert done["gap"] in module.GAP_RULES
