"""Headings: by name or pattern, each accounted for, and never two meanings for one."""

import pytest

from pmo_lib.errors import SourceError
from pmo_lib.tables.readers.headings import Heading, Headings, Repeat, find


def _found(headings, *texts):
    return find(headings, dict(enumerate(texts, start=1)), where="f.csv")


def test_a_name_is_held_without_regard_to_capitals_and_spaces():
    headings = Headings({"name": Heading(("Project  NAME",))})
    assert _found(headings, "project name").groups[0].at == {"name": 1}


def test_a_heading_that_two_fields_claim_is_refused():
    headings = Headings({"a": Heading(patterns=("Co",)), "b": Heading(patterns=("st",))})
    with pytest.raises(SourceError, match="column 1: the heading 'Cost' matches a, b; make their"):
        _found(headings, "Cost")


def test_headings_that_a_rule_names_are_left_out_and_counted():
    headings = Headings({"id": Heading(("Id",))}, ignored=(("(?i)e-?mail", "an address"),))
    found = _found(headings, "Id", "Email", "Second e-mail")
    assert dict(found.notes) == {"an address": 2}


def test_a_repeated_group_of_which_a_required_part_is_missing_is_refused():
    fields = {"t": Heading(("Risk {n}",)), "i": Heading(("Impact {n}",))}
    headings = Headings(fields, repeat=Repeat("n", ("1", "2")))
    with pytest.raises(SourceError, match=r"lacks the heading of i \('Impact 2'\)"):
        _found(headings, "Risk 1", "Impact 1", "Risk 2")


def test_a_file_with_none_of_the_repeated_groups_is_refused():
    headings = Headings(
        {"p": Heading(("Project",)), "t": Heading(("Risk {n}",))}, repeat=Repeat("n", ("1",))
    )
    with pytest.raises(SourceError, match="holds none of the groups 1 of the mapping"):
        _found(headings, "Project")


def test_a_value_that_is_no_pattern_is_taken_literally_in_patterns():
    headings = Headings({"t": Heading(patterns=("^Cost {y}$",))}, repeat=Repeat("y", ("19.20",)))
    assert _found(headings, "Cost 19.20").groups[0].at == {"t": 1}
    with pytest.raises(SourceError, match=r"holds none of the groups 19\.20"):
        _found(headings, "Cost 19x20")
