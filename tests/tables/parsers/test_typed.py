"""Typed cells: one canonical text and one kind for each value that a source can give."""

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.parsers import kind_of, parse_integer, parse_money, parse_number, text_of


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        ("  as it is ", "  as it is ", "t"),
        (None, "", "t"),
        (pd.NaT, "", "t"),
        (pd.NA, "", "t"),
        (np.datetime64("NaT"), "", "t"),
        (True, "True", "b"),
        (np.bool_(False), "False", "b"),
        (5, "5", "n"),
        (10**30, "1" + "0" * 30, "n"),
        (5.0, "5", "n"),
        (-0.0, "0", "n"),
        (0.1, "0.1", "n"),
        (4923843.449999997, "4923843.449999997", "n"),
        (1e22, "1e+22", "n"),
        (1e-7, "1e-07", "n"),
        (math.nan, "nan", "n"),
        (-math.inf, "-inf", "n"),
        (np.float64(1.5), "1.5", "n"),
        (np.float32(1.5), "1.5", "n"),
        (np.int64(7), "7", "n"),
        (Decimal("1.50"), "1.50", "n"),
        (Decimal("5E+3"), "5000", "n"),
        (Decimal("NaN"), "NaN", "n"),
        (Decimal("1E+999999"), "1E+999999", "n"),
        (date(2026, 12, 31), "2026-12-31", "d"),
        (datetime(2026, 12, 31, 17, 30), "2026-12-31T17:30:00", "d"),
        (datetime(2026, 12, 31, 17, 30, tzinfo=UTC), "2026-12-31T17:30:00+00:00", "d"),
        (pd.Timestamp("2026-12-31 17:30"), "2026-12-31T17:30:00", "d"),
        (np.datetime64("2026-12-31"), "2026-12-31T00:00:00", "d"),
        (time(8, 30), "08:30:00", "t"),
        (timedelta(hours=8), "PT8H0M0S", "t"),
        (timedelta(days=-1, seconds=1.5), "-PT23H59M58.5S", "t"),
        (np.timedelta64(90, "m"), "PT1H30M0S", "t"),
        (b"\x00\xff", "0x00ff", "t"),
        (["a", 1, None, date(2026, 12, 31)], '["a", 1, null, "2026-12-31"]', "t"),
        ({"ق": Decimal("1.5")}, '{"ق": "1.5"}', "t"),
        (UUID(int=5), "00000000-0000-0000-0000-000000000005", "t"),
    ],
)
def test_a_typed_value_has_one_text_and_one_kind(value, text, kind):
    assert (text_of(value), kind_of(value)) == (text, kind)


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE)
def test_a_float_is_read_back_as_it_was(value):
    assert parse_number(text_of(value), kind_of(value)) == value
    assert parse_number(text_of(np.float64(value)), "n") == value


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_is_read_back_as_it_was_also_from_a_float(value):
    assert parse_integer(text_of(value), "n") == value
    assert parse_integer(text_of(float(value)), "n") == value


@given(st.decimals(-(10**12), 10**12, places=2))
def test_a_decimal_of_a_database_is_the_same_money_as_its_float(value):
    found = parse_money(text_of(value), "n", symbol="", multiply_by=1)
    assert found == float(value)
    assert parse_money(text_of(found), "n", symbol="", multiply_by=1) == found
