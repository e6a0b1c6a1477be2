"""Deciding: accepted pairs are appended to a file that stays as a person wrote it."""

from datetime import date

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.errors import ParameterError, StoreError
from pmo_lib.tables.matching import decide
from pmo_lib.tables.matching.appending import appended
from pmo_lib.tables.store.aliases import read_decisions

TODAY = date(2026, 11, 25)
HOSPITAL, RECORDS = ("DH-0001", "DOH-0001"), ("DH-0002", "DOH-0002")


def _decide(store, *accepted, table="projects", by="PMO analyst", why="the code changed"):
    return decide(store, "s", table, accepted, decided=TODAY, by=by, why=why)


def test_a_file_is_made_that_says_what_it_is_and_the_rows_are_read_so(store):
    path, lines = _decide(store, HOSPITAL)
    assert path == store.aliases / "s.yml"
    assert path.read_text() == (
        "# What is the same, decided by a person. Applied when the store is read, to rows of this "
        "source.\nprojects:\n"
        '  - {alias: DH-0001, is: DOH-0001, decided: 2026-11-25, by: "PMO analyst", '
        'why: "the code changed"}\n'
    )
    assert path.read_text().endswith(f"  {lines[0]}\n")
    assert "DOH-0001" in store.read("projects", date(2020, 9, 30))["project_id"].tolist()


WRITTEN = """\
# Ours.

clients:   # departments
    - alias: DH
      is: DOH
      decided: 2026-01-01   # in the meeting
      by: me
      why: >
        renamed
        in 2021
# after the list

projects:
- {alias: DH-0002, is: DOH-0002, decided: 2026-01-01, by: me, why: same}   # see minutes
# the end
"""


def test_comments_order_and_ways_of_writing_stay(store):
    store.aliases.mkdir()
    path = store.aliases / "s.yml"
    path.write_text(WRITTEN)
    _decide(store, HOSPITAL)
    lines = path.read_text().splitlines()
    (new,) = [line for line in lines if line not in WRITTEN.splitlines()]
    assert [line for line in lines if line != new] == WRITTEN.splitlines()
    assert lines[lines.index("# the end") - 1] == new
    assert new.startswith("- {alias: DH-0001,")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "k:\n  - 2\n"),
        ("# only words", "# only words\nk:\n  - 2\n"),
        ("k:\n- 1\n", "k:\n- 1\n- 2\n"),
        ("k:\n  - 1", "k:\n  - 1\n  - 2\n"),
        ("k:\r\n  - 1\r\nl: 3\r\n", "k:\r\n  - 1\r\n  - 2\r\nl: 3\r\n"),
        ("k: []  # none\nl: 3\n", "k:   # none\n  - 2\nl: 3\n"),
        ("k:\n# none\nl: 3\n", "k:\n  - 2\n# none\nl: 3\n"),
        ("k: null\n", "k: \n  - 2\n"),
        (
            "k:\n  - a: |\n      text\n\n  # of k\nl: 3\n",
            "k:\n  - a: |\n      text\n\n  - 2\n  # of k\nl: 3\n",
        ),
        (
            "k:\n  - a: b\n    c:\n      - 1\n      # of c\nl:\n",
            "k:\n  - a: b\n    c:\n      - 1\n  - 2\n      # of c\nl:\n",
        ),
        ("l: 3\n", "l: 3\nk:\n  - 2\n"),
    ],
)
def test_an_item_is_put_at_the_end_of_its_list(before, after):
    assert appended(before, "k", ["- 2"]) == after


@pytest.mark.parametrize("text", ["k: [1]\n", "{k: [1]}\n", "{}\n"])
def test_a_list_between_brackets_is_left_to_the_person(text):
    assert appended(text, "k", ["- 2"]) is None


_WORD = st.text("ab \u00e9#:-'\"", max_size=5)
_FILE = st.dictionaries(
    st.sampled_from(["k", "l", "m"]),
    st.none() | st.lists(st.dictionaries(_WORD, _WORD, max_size=2), max_size=3),
    min_size=1,
)


@given(content=_FILE, width=st.integers(5, 80), indent=st.integers(2, 6))
def test_whatever_the_file_holds_it_holds_afterwards_with_the_item_added(content, width, indent):
    text = yaml.safe_dump(content, width=width, indent=indent, default_flow_style=False)
    found = appended(text, "k", ["- new"])
    wanted = content | {"k": [*(content.get("k") or []), "new"]}
    assert yaml.safe_load(found) == wanted


@pytest.mark.parametrize(
    "why", ["a: b", 'said "yes"', "#1", "två\u2028rader", "tab\tand\x07", "😀"]
)
def test_whatever_the_reason_it_is_read_as_it_was_given(store, why):
    path, _ = _decide(store, HOSPITAL, why=why)
    (decision,) = read_decisions(path).entries
    assert decision.why == why


def test_an_id_that_looks_like_a_number_is_written_as_text(make, tables_of):
    store = make(tables_of("0012", "1e5"), tables_of("true", "null"))
    path, _ = _decide(store, ("0012", "true"), ("1e5", "null"))
    assert [(d.alias, d.is_) for d in read_decisions(path).entries] == [
        ("0012", "true"),
        ("1e5", "null"),
    ]


@pytest.fixture
def tables_of():
    """Give a function that makes a table of projects from their ids alone."""
    return lambda *ids: {"projects": pd.DataFrame({"project_id": list(ids), "lifecycle": "live"})}


def test_what_is_decided_already_is_not_written_again(store):
    _decide(store, HOSPITAL)
    path, lines = _decide(store, HOSPITAL, RECORDS, RECORDS)
    assert len(lines) == 1
    assert len(read_decisions(path).entries) == 2
    before = path.read_bytes()
    assert _decide(store, HOSPITAL)[1] == []
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("accepted", "error", "told"),
    [
        (("DH-0011", "DOH-0001"), ParameterError, "no alias 'DH-0011' .*did you mean 'DH-0001'"),
        (("DH-0002", "DOH-0011"), ParameterError, "no is 'DOH-0011' .*did you mean 'DOH-0001'"),
        (("DH-0001", "DOH-0002"), ParameterError, "DH-0001=DOH-0002: .* line 3 says .*'DOH-0001'"),
        (("DOH-0001", "DH-0001"), ParameterError, "goes round in a circle"),
        (
            ("DFT-0004", "DFT-0003"),
            StoreError,
            "makes one of two rows in the table project_clients",
        ),
    ],
)
def test_a_wrong_decision_is_refused_and_the_file_stays_as_it_was(store, accepted, error, told):
    path, _ = _decide(store, HOSPITAL)
    before = path.read_bytes()
    with pytest.raises(error, match=told):
        _decide(store, accepted)
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", [{"by": ""}, {"why": " "}])
def test_a_decision_without_a_name_or_a_reason_is_refused(store, words):
    with pytest.raises(ParameterError, match=f"A decision says {next(iter(words))}"):
        _decide(store, HOSPITAL, **words)
    assert not store.aliases.exists()


def test_decisions_between_brackets_are_left_to_the_person(store):
    store.aliases.mkdir()
    path = store.aliases / "s.yml"
    text = "projects: [{alias: DH-0002, is: DOH-0002, decided: 2026-01-01, by: me, why: same}]\n"
    path.write_text(text)
    with pytest.raises(ParameterError, match="stand between brackets; write each on a line"):
        _decide(store, HOSPITAL)
    assert path.read_text() == text
