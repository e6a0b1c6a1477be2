"""The summary contract and the looks of ratings."""

import pytest

from pmo_lib.contract import INK, PALETTE, RATINGS, check_summary
from pmo_lib.errors import ReportError

GOOD = {
    "level": "client",
    "id": "C0001",
    "name": "Client",
    "period": "2026-10",
    "edition": "client",
    "data_as_of": "2026-10-31",
    "stale": False,
    "headline": "All is green.",
    "rating": "green",
    "previous_rating": None,
    "counts": {"green": 1},
    "projects": 1,
    "exceptions": 0,
    "changes": 0,
}


def test_a_summary_that_keeps_the_contract_passes():
    check_summary(GOOD)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rating": "purple"}, "purple"),
        ({"rating": 3}, "rating"),
        ({"projects": True}, "projects"),
        ({"stale": "no"}, "stale"),
        ({"margin": 0.2}, "margin"),
    ],
)
def test_a_summary_that_breaks_the_contract_is_refused_by_name(change: dict, said: str):
    with pytest.raises(ReportError, match=said):
        check_summary(GOOD | change)


def test_a_summary_that_lacks_fields_names_them():
    with pytest.raises(ReportError, match="lacks changes, counts"):
        check_summary({"level": "client"})


def test_ratings_differ_by_letter_and_not_by_colour_alone():
    letters = [rating.letter for rating in RATINGS.values()]
    assert len(set(letters)) == len(letters)
    three = [RATINGS[key].shape for key in ("red", "amber", "green")]
    assert len(set(three)) == 3


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_marks_and_text_have_enough_contrast_on_paper():
    marks = [rating.colour for rating in RATINGS.values()]
    assert min(contrast(mark, INK["paper"]) for mark in marks) >= 3
    assert min(contrast(INK[name], INK["paper"]) for name in ("text", "muted")) >= 4.5
    assert contrast(PALETTE["blue"], INK["paper"]) >= 4.5
