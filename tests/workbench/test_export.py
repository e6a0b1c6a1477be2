import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.workbench.export import export_name, export_rows, neutral, to_csv


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])  # noqa: RUF001
def test_text_that_a_spreadsheet_would_run_is_written_with_an_apostrophe(start):
    assert read_back(to_csv(pd.DataFrame({"name": [f"{start}cmd|'/c calc'!A1"]})))[1][0][0] == "'"


@given(st.text(max_size=20))
def test_text_changes_by_nothing_but_an_apostrophe_before_it(text):
    assert neutral(text).removeprefix("'") == text.removeprefix("'")
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_every_text_reads_back_as_it_was_made_harmless(texts):
    frame = pd.DataFrame({"n": range(len(texts)), "text": pd.Series(texts, dtype="object")})
    found = [row[1] for row in read_back(to_csv(frame))[1:]]
    assert found == [neutral(text) for text in texts]


def test_negative_numbers_stay_numbers_and_dates_are_iso():
    frame = pd.DataFrame(
        {"variance": [-5.5], "n": [-3], "due": [pd.Timestamp("2026-10-31")], "late": [True]}
    )
    assert read_back(to_csv(frame))[1] == ["-5.5", "-3", "2026-10-31", "True"]


def test_missing_values_are_empty_in_every_kind_of_column():
    frame = pd.DataFrame(
        {
            "text": pd.Series([None, "a"], dtype="str"),
            "number": [float("nan"), 1.5],
            "date": [pd.NaT, pd.Timestamp("2026-01-02")],
            "flag": pd.Series([pd.NA, True], dtype="boolean"),
        }
    )
    assert read_back(to_csv(frame))[1] == ["", "", "", ""]


def test_a_column_name_that_looks_like_a_formula_is_made_harmless():
    assert read_back(to_csv(pd.DataFrame({"=1+1": [1]})))[0] == ["'=1+1"]


def test_names_in_every_script_are_read_by_excel_because_of_the_byte_order_mark():
    content = to_csv(pd.DataFrame({"name": ["Северный", "東京", "שלום", "Zoë, “R&D”\nline two"]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert [row[0] for row in read_back(content)[1:]] == [
        "Северный",
        "東京",
        "שלום",
        "Zoë, “R&D”\nline two",
    ]


def test_a_frame_without_rows_gives_its_header():
    assert read_back(to_csv(pd.DataFrame(columns=["project_id", "rating"]))) == [
        ["project_id", "rating"]
    ]


def test_an_edition_wider_than_the_client_s_is_said_in_the_name():
    given_ = {"client_id": "C0001", "period": "2026-Q3", "measure": "cost"}
    assert export_name(**given_, edition="client") == "C0001_2026-Q3_cost"
    assert export_name(**given_, edition="board") == "C0001_2026-Q3_cost_board"


def test_an_export_never_replaces_one_that_says_something_else(tmp_path):
    first = export_rows(pd.DataFrame({"a": [1]}), tmp_path / "exports", "C0001_2026_cost")
    again = export_rows(pd.DataFrame({"a": [1]}), tmp_path / "exports", "C0001_2026_cost")
    other = export_rows(pd.DataFrame({"a": [2]}), tmp_path / "exports", "C0001_2026_cost")
    assert first == again
    assert [path.name for path in (first, other)] == [
        "C0001_2026_cost.csv",
        "C0001_2026_cost_2.csv",
    ]
    assert read_back(first.read_bytes())[1] == ["1"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "exports").write_text("a file, not a folder")
    with pytest.raises(OSError, match="exports"):
        export_rows(pd.DataFrame({"a": [1]}), tmp_path / "exports", "name")
