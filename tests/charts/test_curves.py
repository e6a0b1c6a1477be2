from itertools import pairwise

import pandas as pd

from pmo_lib.charts import svg
from pmo_lib.charts.curves import s_curve

NAMES = {"planned_value": "Planned", "earned_value": "Earned", "actual_cost": "Spent"}


def curve(**columns) -> pd.DataFrame:
    given = {"period": ["2026-08", "2026-09", "2026-10"], **columns}
    return (
        pd.DataFrame(given)
        .reindex(columns=["period", *NAMES])
        .astype(dict.fromkeys(NAMES, "float64"))
    )


def drawn(frame: pd.DataFrame):
    labels = {period: period for period in frame["period"]}
    return s_curve(frame, names=NAMES, labels=labels, money=lambda value: f"£{value:.0f}")


def ends(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_each_line_is_named_with_its_last_known_value():
    axes = drawn(
        curve(planned_value=[1, 2, 3], earned_value=[1, 2, None], actual_cost=[1, None, None])
    )
    assert sorted(ends(axes)) == ["Earned £2", "Planned £3", "Spent £1"]


def test_lines_that_end_together_are_named_apart():
    axes = drawn(curve(planned_value=[0, 1, 10], earned_value=[0, 1, 10], actual_cost=[0, 1, 10]))
    heights = sorted(text.xyann[1] for text in axes.texts)
    assert all(b - a >= 0.9 for a, b in pairwise(heights))


def test_measure_that_was_never_reported_has_no_name():
    assert ends(drawn(curve(planned_value=[1, 2, 3]))) == ["Planned £3"]


def test_one_known_value_is_drawn_as_a_point():
    axes = drawn(curve(earned_value=[None, 2, None]))
    points = [line for line in axes.get_lines() if line.get_marker() == "o"]
    assert [(list(line.get_xdata()), list(line.get_ydata())) for line in points] == [([1], [2.0])]


def test_many_periods_have_few_labels_and_the_last_is_one_of_them():
    months = [str(month) for month in pd.period_range("2024-11", "2026-10", freq="M")]
    axes = drawn(curve(period=months, planned_value=range(24)))
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert len(labels) <= 8
    assert labels[-1] == "2026-10"


def test_no_rows_give_empty_axes_that_can_be_drawn():
    axes = drawn(curve(period=[]))
    assert ends(axes) == []
    assert svg(axes).startswith("<svg")


def test_same_frame_gives_the_same_picture():
    frame = curve(planned_value=[1, 2, 3])
    assert svg(drawn(frame)) == svg(drawn(frame))
