"""Charts: every row drawn, text as text, the same twice, nothing computed."""

import pandas as pd
import pytest

from pmo_lib import charts
from pmo_lib.charts.style import wrapped

PERIODS = ["2026-09", "2026-10"]
SLIPS = pd.DataFrame(
    {
        "label": ["Go-live", "データ移行 & <b>"],
        "from_date": pd.to_datetime(["2026-03-31", "2026-09-30"]),
        "to_date": pd.to_datetime(["2026-11-30", "2026-09-01"]),
        "note": ["+174", "−21"],
    }
)
COUNTS = pd.DataFrame(
    [(p, key, n) for p in PERIODS for key, n in (("red", 1), ("green", 3), ("not_reported", 2))],
    columns=["period", "rating", "n"],
)
BARS = pd.DataFrame({"label": ["A", "B"], "value": [2.0, -1.0], "note": ["+£2", "−£1"]})


def draw(name: str, frame: pd.DataFrame):
    if name == "milestone_slip":
        return charts.milestone_slip(frame, as_of=pd.Timestamp("2026-10-31"), today_label="Today")
    if name == "rating_history":
        return charts.rating_history(frame, labels={p: p for p in PERIODS})
    return charts.variance_bars(frame)


CASES = [("milestone_slip", SLIPS), ("rating_history", COUNTS), ("variance_bars", BARS)]


@pytest.mark.parametrize(("name", "frame"), CASES, ids=[name for name, _ in CASES])
def test_a_chart_gives_the_same_svg_twice_and_leaves_its_frame(name: str, frame: pd.DataFrame):
    before = frame.copy(deep=True)
    first, second = (charts.svg(draw(name, frame)) for _ in range(2))
    assert first == second
    assert first.startswith("<svg")
    assert "<metadata" not in first
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(("name", "frame"), CASES, ids=[name for name, _ in CASES])
def test_a_chart_of_no_rows_is_empty_and_no_error(name: str, frame: pd.DataFrame):
    assert charts.svg(draw(name, frame.head(0))).startswith("<svg")


def test_labels_and_notes_are_text():
    drawn = charts.svg(draw("milestone_slip", SLIPS))
    for said in ("Go-live", "データ移行 &amp; &lt;b&gt;", "+174", "Today"):
        assert said in drawn


def test_a_rating_segment_carries_letter_and_number():
    drawn = charts.svg(draw("rating_history", COUNTS))
    assert drawn.count(">R 1<") == 2
    assert drawn.count(">G 3<") == 2
    assert drawn.count(">– 2<") == 2


def test_a_chart_draws_on_given_axes():
    axes = draw("variance_bars", BARS)
    axes.clear()
    assert charts.variance_bars(BARS, ax=axes) is axes
    assert len(axes.patches) == 2
    assert [patch.get_width() for patch in axes.patches] == [2.0, -1.0]


def test_a_label_is_set_in_two_lines_before_it_is_cut():
    assert wrapped("Go-live\nBilling move") == "Go-live\nBilling move"
    assert wrapped("a" * 100).endswith("…")
    assert len(wrapped("word " * 40).split("\n")) == 2
    assert wrapped("データ移行" * 20).count("\n") == 1
