"""Sentences: the headline by rule, exceptions and changes with what they rest on."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from lxml import html

from pmo_lib import blocks
from pmo_lib.analytics.headline import CHANGE_RULES, GAP_RULES, POSITION_RULES
from pmo_lib.params import load_wording

WORDS = load_wording("en-GB")
RATED = ("red", "amber_red", "amber", "amber_green", "green", "withheld", "not_reported", "stale")
MOVED = ("worse", "better", "unchanged", "not_comparable", "joined", "left", "completed")
COUNTS = ("projects", "reported", *RATED, *MOVED, "exceptions")


@pytest.mark.parametrize("total", [1, 750])
def test_every_headline_has_at_most_25_words_and_one_full_stop(total: int):
    for rule, change, gap in itertools.product(POSITION_RULES, CHANGE_RULES, GAP_RULES):
        values = {f"n_{name}": 1 if total == 1 else 123 for name in COUNTS}
        values |= {"n_projects": total, "worst_project": "x " * 40}
        rules = {"rule": rule, "change": change, "gap": gap, "values": values}
        said = blocks.headline(rules, WORDS, since="30 September 2026")
        assert len(said.split()) <= 25, said
        assert said.endswith(".")
        assert said.count(".") == 1
        assert "{" not in said


def test_the_headline_says_position_gap_and_change():
    values = {f"n_{name}": 0 for name in COUNTS}
    values |= {"n_projects": 8, "n_red": 2, "n_withheld": 1, "n_worse": 1}
    rules = {"rule": "some_red", "change": "worsened", "gap": "withheld", "values": values}
    assert blocks.headline(rules, WORDS, since="September 2026") == (
        "2 of 8 live projects are red, 1 withheld; 1 worsened since September 2026."
    )


EXCEPTION = {
    "project_name": "Billing <move>",
    "rating": "green",
    "previous_rating": np.nan,
    "kinds": ["green_overdue_milestone", "late_key_milestone", "over_budget"],
    "overdue_milestone": "Go-live",
    "overdue_days": 34.0,
    "late_milestone": "Go-live",
    "late_days": 60.0,
    "variance": 1.2e6,
    "variance_share": 0.12,
    "currency": "GBP",
    "age_days": 3.0,
    "last_rating": np.nan,
    "rating_state": np.nan,
    "narrative": "Compared to last year, the rating was Amber. Testing found faults in billing.",
}


def said_of(frame_row: dict, write) -> str:
    return html.fragment_fromstring(
        f"<li>{write(pd.DataFrame([frame_row]), WORDS)[0]}</li>"
    ).text_content()


def test_an_exception_says_why_with_its_numbers():
    said = said_of(EXCEPTION, blocks.exception_items)
    assert "Billing <move>" in said
    assert "“Go-live” is 34 working days overdue" in said
    assert "+£1.20m (+12%)" in said
    assert "60" not in said, "one milestone is named once"


def test_a_report_without_a_rating_is_not_called_silent():
    row = EXCEPTION | {"rating": "not_reported", "kinds": ["unrated"], "rating_state": "reset"}
    assert "reported without a rating: being reset" in said_of(row, blocks.exception_items)


def test_an_opening_that_only_restates_the_rating_is_not_quoted():
    said = said_of(EXCEPTION, blocks.exception_items)
    assert "“… Testing found faults in billing.”" in said, "a cut opening is marked"
    only = "The project rating is Amber."
    assert only in said_of(EXCEPTION | {"narrative": only}, blocks.exception_items)


def test_a_long_narrative_is_cut_at_a_word():
    said = said_of(EXCEPTION | {"narrative": "word " * 100}, blocks.exception_items)
    assert said.rstrip("”").endswith("word…")


CHANGE = {
    "kind": "assessor_changed",
    "project_name": "A",
    "item": "rating",
    "item_name": np.nan,
    "n_items": 1,
    "previous_value": "amber",
    "value": "red",
    "delta": np.nan,
    "share": np.nan,
    "unit": "steps",
    "previous_assessor": "owner",
    "assessor": "independent",
}


def test_a_change_of_assessor_is_said_and_not_counted():
    said = said_of(CHANGE, blocks.change_items)
    assert "red by independent assurance, was amber by the project owner" in said
    assert "not counted as a move" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {"kind": "finish_later", "item": "finish", "previous_value": pd.Timestamp("2026-01-01"),
             "value": pd.Timestamp("2026-02-02"), "delta": 22, "unit": "working_days"},
            "finish 22 working days later, now 2\u00a0Feb\u00a02026",
        ),
        (
            {"kind": "budget_up", "item": "budget", "previous_value": 1e6, "value": 1.25e6,
             "delta": 2.5e5, "share": 0.25, "unit": "GBP"},
            "budget from £1.00m to £1.25m (+25%)",
        ),
        (
            {"kind": "milestone_later", "item": "milestone", "item_name": "Go-live", "n_items": 3,
             "previous_value": pd.Timestamp("2026-01-01"), "value": pd.Timestamp("2026-01-02"),
             "delta": 1, "unit": "working_days"},
            "“Go-live” 1 working day later, now 2\u00a0Jan\u00a02026, and 2 more",
        ),
        ({"kind": "newly_withheld", "item": "budget", "previous_value": 5e6,
          "value": np.nan, "unit": ""},
         "budget is now withheld"),
        ({"kind": "renamed", "item": "name", "previous_value": "Old"}, "was “Old”"),
    ],
)  # fmt: skip
def test_a_change_says_from_what_to_what(row: dict, said: str):
    assert said in said_of(CHANGE | row, blocks.change_items)


def test_a_project_whose_name_is_withheld_is_called_so():
    assert "Name withheld" in said_of(CHANGE | {"project_name": None}, blocks.change_items)


AT = blocks.Setting(
    WORDS, "October 2026", "September 2026", "September 2026", pd.Timestamp("2026-10-31"),
    pd.Timestamp("2026-09-30"),
)  # fmt: skip


def page_of(block: blocks.Block) -> str:
    return html.fragment_fromstring(block.html()).text_content()


def test_changes_beyond_the_first_are_counted_by_kind_and_all_are_listed():
    rows = pd.DataFrame([CHANGE] * 9 + [CHANGE | {"kind": "rating_worse"}] * 3)
    said = page_of(blocks.change_section(rows, AT))
    assert "3 ratings worse, 9 rated by another assessor and not compared" in said
    assert "and 4 more" in said
    assert page_of(blocks.all_changes_section(rows, AT)).count("independent assurance") == 9


def test_a_first_report_says_that_there_is_nothing_to_compare_with():
    first = dataclasses.replace(AT, last="", since="")
    none = pd.DataFrame(columns=list(CHANGE))
    assert "This is the first report" in page_of(blocks.change_section(none, first))
    assert "This is the first report" in page_of(blocks.all_changes_section(none, first))
    assert "None this period" in page_of(blocks.change_section(none, AT))
