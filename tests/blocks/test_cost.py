"""The cost section: the title says what the bars show, totals what they hold."""

import pandas as pd
from lxml import html

from pmo_lib import blocks
from pmo_lib.analytics.cost import cost_totals
from pmo_lib.params import load_wording

AT = blocks.Setting(
    load_wording("en-GB"), "October 2026", "", "", pd.Timestamp("2026-10-31"),
    pd.Timestamp("2026-10-31"),
)  # fmt: skip


def position(variances: list[float], measure: str = "variance") -> pd.DataFrame:
    other = "period_variance" if measure == "variance" else "variance"
    rows = pd.DataFrame({"project_name": [f"P{n}" for n in range(len(variances))]})
    rows["currency"] = "GBP"
    for name in ("budget", "forecast", "period_budget", "period_forecast", "previous_budget"):
        rows[name] = 100.0
        rows[f"{name}_state"] = rows[f"{name}_reason"] = None
    rows[measure], rows[f"{measure}_share"] = variances, [v / 100 for v in variances]
    rows[other] = rows[f"{other}_share"] = float("nan")
    for name in ("variance", "period_variance", "variance_share", "period_variance_share"):
        rows[f"{name}_reason"] = None
    return rows.assign(budget_moved_reason=None)


def test_the_largest_over_budget_are_drawn_also_beside_larger_ones_under_it():
    rows = blocks.variance_rows(position([1.0, 2.0, *[-50.0 - n for n in range(20)]]), AT)
    assert rows["value"].tolist()[:2] == [2.0, 1.0]
    assert len(rows) == 8
    assert rows["value"].min() == -69.0


def test_a_variance_of_the_period_is_not_called_one_at_completion():
    made = position([5.0, -3.0], "period_variance")
    rows = blocks.variance_rows(made, AT)
    said = html.fragment_fromstring(
        blocks.cost_section(made, cost_totals(made), rows, "<svg></svg>", AT).html()
    ).text_content()
    assert "1 project is forecast above its budget for the period, by £5" in said


def test_a_total_variance_says_how_many_projects_have_both_numbers():
    made = position([5.0, -3.0])
    rows = blocks.variance_rows(made, AT)
    said = html.fragment_fromstring(
        blocks.cost_section(made, cost_totals(made), rows, "<svg></svg>", AT).html()
    ).text_content()
    assert "2 of 2 projects have both, with a budget of £200" in said
