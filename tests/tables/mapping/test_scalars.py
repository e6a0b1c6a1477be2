"""Single values: an error of a spreadsheet is none, a typed percentage is never guessed."""

import pytest

from pmo_lib.tables.mapping import fields
from pmo_lib.tables.mapping.scalars import parsed
from pmo_lib.tables.parsers import Unreadable

SPECS = {
    "line": fields.TextField(type="line", heading="x"),
    "paragraphs": fields.TextField(type="paragraphs", heading="x"),
    "id": fields.IdField(type="id", heading="x"),
    "from_name": fields.IdField(type="id", heading="x", from_name=True),
    "word": fields.WordField(type="word", heading="x", vocabulary="words"),
    "flag": fields.FlagField(type="flag", heading="x", is_true=["#N/A"], is_false=["no"]),
    "rating": fields.RatingField(type="rating", heading="x", scale="rag3"),
    "date": fields.DateField(type="date", heading="x", formats=["%Y-%m-%d"]),
    "money": fields.MoneyField(type="money", heading="x"),
    "number": fields.NumberField(type="number", heading="x"),
    "percent": fields.PercentField(type="percent", heading="x"),
    "duration": fields.DurationField(type="duration", heading="x"),
    "period": fields.PeriodField(type="period", heading="x", formats=["%Y"]),
}


@pytest.mark.parametrize("name", SPECS)
def test_an_error_of_a_spreadsheet_is_no_value_of_any_type(name):
    with pytest.raises(Unreadable, match="an error, or a formula whose result"):
        parsed(SPECS[name], "#N/A", "e", {"words": {"#N/A": {}}}, {})


@pytest.mark.parametrize(("bare", "share"), [("percent", 0.005), ("share", 0.5)])
def test_a_typed_number_is_a_percentage_or_a_share_as_the_mapping_says(bare, share):
    spec = fields.PercentField(type="percent", heading="x", bare=bare)
    assert parsed(spec, "0.5", "n", {}, {}) == (share, None, {})


def test_a_typed_number_of_which_the_mapping_says_neither_cannot_be_read():
    with pytest.raises(Unreadable, match="the mapping says which under bare"):
        parsed(SPECS["percent"], "0.5", "n", {}, {})
    assert parsed(SPECS["percent"], "47", "t", {}, {})[0] == 0.47
