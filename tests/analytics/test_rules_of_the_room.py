"""What holds for every analytic: inputs untouched, order without effect, empty in, empty out."""

import numpy as np
import pandas as pd
import pytest

from pmo_lib.analytics.core import REASONS

ONE_ROW_EVEN_IF_EMPTY = {"status_strip", "reporting"}


def test_no_analytic_changes_its_inputs(portfolio, run_all):
    current, previous = portfolio
    before = [{name: frame.copy(deep=True) for name, frame in side.items()} for side in portfolio]
    run_all(current, previous)
    for side, kept in zip(portfolio, before, strict=True):
        for name, frame in side.items():
            pd.testing.assert_frame_equal(frame, kept[name])


def test_the_order_of_rows_has_no_effect(portfolio, run_all):
    straight = run_all(*portfolio)
    turned = run_all(*({name: frame.iloc[::-1] for name, frame in s.items()} for s in portfolio))
    assert straight.pop("headline") == turned.pop("headline")
    for name, frame in straight.items():
        key = [c for c in ("project_id", "milestone_id", "period", "kind") if c in frame]
        sides = [f.sort_values(key, kind="stable") if key else f for f in (frame, turned[name])]
        sides = [side.reset_index(drop=True) for side in sides]
        pd.testing.assert_frame_equal(*sides, check_dtype=False, obj=name)


def test_empty_tables_give_empty_frames_with_the_same_columns(portfolio, canonical, run_all):
    full, empty = run_all(*portfolio), run_all(canonical(), canonical())
    assert empty.pop("headline")["rule"] == "no_projects"
    for name, frame in empty.items():
        if name != "rating_history":
            assert len(frame) == (1 if name in ONE_ROW_EVEN_IF_EMPTY else 0), name
        assert list(frame.columns) == list(full[name].columns), name


def test_empty_tables_without_periods_have_no_history(canonical, run_all):
    tables = canonical()
    tables["periods"] = tables["periods"].iloc[:0]
    assert run_all(tables, None)["rating_history"].empty


def test_a_first_report_has_no_changes_and_no_last_rating(portfolio, run_all):
    done = run_all(portfolio[0], None)
    assert done["changes"].empty
    assert done["status_strip"]["last"].isna().all()
    assert done["headline"]["change"] == "first_report"
    assert set(done["cost_position"]["budget_moved_reason"]) == {"first_report"}


def test_every_value_is_a_number_or_has_a_reason_that_is_explained(portfolio, run_all):
    for name, frame in run_all(*portfolio).items():
        if name == "headline":
            continue
        reasons = [c for c in frame if c.endswith("_reason") and c.removesuffix("_reason") in frame]
        for column in reasons:
            value, reason = frame[column.removesuffix("_reason")], frame[column]
            assert (value.isna() == reason.notna()).all(), f"{name}.{column}"
            assert set(reason.dropna()) <= REASONS.keys(), f"{name}.{column}"
        numbers = frame.select_dtypes("number").to_numpy(dtype="float64")
        assert not np.isinf(numbers).any(), name


@pytest.mark.parametrize("column", ["margin", "internal_note", "description"])
def test_columns_that_an_edition_does_not_see_may_be_absent(portfolio, run_all, column):
    narrow = [
        {name: frame.drop(columns=column, errors="ignore") for name, frame in side.items()}
        for side in portfolio
    ]
    wide = run_all(*portfolio)
    for name, frame in run_all(*narrow).items():
        if name != "headline":
            pd.testing.assert_frame_equal(frame, wide[name])
