"""Wording: templates, numbers, money and dates as readers see them."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.analytics.changes import CHANGE_KINDS
from pmo_lib.analytics.core import REASONS
from pmo_lib.analytics.data_quality import REPORTED_COLUMNS
from pmo_lib.analytics.exceptions import EXCEPTION_KINDS
from pmo_lib.analytics.headline import CHANGE_RULES, GAP_RULES, POSITION_RULES
from pmo_lib.analytics.milestones import MILESTONE_STATES
from pmo_lib.analytics.rag import REASON_KINDS
from pmo_lib.contract import EDITIONS, LEVELS, RATINGS
from pmo_lib.errors import ParameterError
from pmo_lib.params import Words, load_wording
from pmo_lib.tables.schemas import ASSESSORS, DIMENSIONS, STATES

WORDS = load_wording("en-GB")
ROOT = Path(__file__).resolve().parents[2]

NEEDED = [
    *(f"state.{name}" for name in {*REASONS, *STATES}),
    *(f"rating.{name}" for name in RATINGS),
    *(f"dimension.{name}" for name in DIMENSIONS),
    *(f"assessor.{name}" for name in ASSESSORS),
    *(f"project.assessor.{name}" for name in ASSESSORS),
    *(f"edition.{name}" for name in EDITIONS),
    *(f"report.{name}" for name in LEVELS),
    *(f"milestone_state.{name}" for name in MILESTONE_STATES),
    *(f"change.{name}" for name in CHANGE_KINDS),
    *(f"change_mark.{name}" for name in CHANGE_KINDS),
    *(f"exception.{kind}" for kind in EXCEPTION_KINDS if kind not in ("red", "amber_red", "amber")),
    *(f"strip.reason.{kind}" for kind in REASON_KINDS),
    *(f"headline.one.{rule}" for rule in POSITION_RULES),
    *(f"headline.position.{rule}" for rule in POSITION_RULES),
    *(f"headline.change.{rule}" for rule in CHANGE_RULES if rule != "none"),
    *(f"headline.gap.{rule}" for rule in GAP_RULES if rule != "none"),
    *(f"period.{style}.{c}" for style in ("long", "short", "since") for c in ("month", "year")),
    *(
        f"quality.value.{table}.{name}"
        for table, names in REPORTED_COLUMNS.items()
        for name in names
    ),
]


@pytest.mark.parametrize("key", sorted(NEEDED))
def test_everything_that_analytics_may_say_has_words(key: str):
    assert WORDS.has(key)


@pytest.mark.parametrize("folder", ["blocks", "charts"])
def test_every_key_that_blocks_name_stands_in_the_file(folder: str):
    for path in sorted((ROOT / "pmo_lib" / folder).glob("*.py")):
        for key in re.findall(r'words\.text\(\s*"([a-z_.]+)"', path.read_text("utf-8")):
            assert WORDS.has(key), f"{path.name} names {key}"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "£0"),
        (7, "£7"),
        (999.4, "£999"),
        (999.6, "£1.00k"),
        (12_345, "£12.3k"),
        (999_950, "£1.00m"),
        (1_234_567, "£1.23m"),
        (471_818_000_000, "£472bn"),
        (-105_000_000, "−£105m"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_money_has_three_figures_and_its_scale(amount: float, written: str):
    assert WORDS.money(amount, "GBP") == written


def test_money_of_a_currency_without_symbol_names_it():
    assert WORDS.money(5e6, "CHF") == "CHF 5.00m"


@given(st.floats(min_value=1, max_value=1e13))
def test_written_money_is_within_half_a_percent(amount: float):
    written = WORDS.money(amount, "GBP")
    number, suffix = re.fullmatch(r"£([\d,.]+)(bn|m|k)?", written).groups()
    scale = {"bn": 1e9, "m": 1e6, "k": 1e3, None: 1}[suffix]
    back = float(number.replace(",", "")) * scale
    assert math.isclose(back, amount, rel_tol=0.006, abs_tol=0.51)


def test_signs_are_true_minus_and_plus_and_zero_has_none():
    assert WORDS.signed(12) == "+12"
    assert WORDS.signed(-12) == "−12"
    assert WORDS.signed(0.2) == "0"
    assert WORDS.number(-0.2) == "0"
    assert WORDS.percent(-0.0001, signed=True) == "0%"


def test_dates_and_periods_are_written_out():
    assert WORDS.date("2026-06-30") == "30\u00a0June 2026"
    assert WORDS.date(pd.NaT) == "–"
    assert WORDS.period("2026-10", "month", "2026-10-31") == "October 2026"
    assert WORDS.period("2023", "year", "2023-03-31", style="since") == "31\u00a0March 2023"


def test_forms_are_chosen_by_number():
    assert WORDS.text("count.days", n=1, count="1") == "1 working day"
    assert WORDS.text("count.days", n=2000, count="2,000") == "2,000 working days"


def test_an_unknown_key_names_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'headline'"):
        WORDS.text("headlin.alone")


def test_a_value_that_was_not_given_is_named():
    with pytest.raises(ParameterError, match="position"):
        WORDS.text("headline.alone")


def test_a_template_reads_values_alone_and_no_attributes():
    words = Words({"language": "x", "formats": {}, "trick": "{a.__class__}"}, "x.yml")
    with pytest.raises(ParameterError):
        words.text("trick", a=1)


def test_an_unknown_language_lists_those_there_are():
    with pytest.raises(ParameterError, match="en-GB"):
        load_wording("en-UK")


@pytest.mark.parametrize(
    ("precision", "written"),
    [
        ("day", "30 Sep 2030"),
        (None, "30 Sep 2030"),
        ("month", "Sep 2030"),
        ("quarter", "Q3 2030"),
        ("year", "2030"),
    ],
)
def test_a_date_is_written_no_closer_than_its_source_dated(precision, written):
    words = load_wording("en-GB")
    day = pd.Timestamp(2030, 9, 30)
    assert words.date(day, short=True, precision=precision).replace("\u00a0", " ") == written
