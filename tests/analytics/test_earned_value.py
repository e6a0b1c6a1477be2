"""Earned value: identities, the edges of the formulas, and positions from canonical tables."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_lib.analytics import earned_value as evm

AS_OF = pd.Timestamp("2026-10-31")
amounts = st.floats(min_value=1.0, max_value=1e9, allow_nan=False)


def one(**four: float) -> pd.DataFrame:
    return pd.DataFrame([{"pv": np.nan, "ev": np.nan, "ac": np.nan, "bac": np.nan} | four])


def everything(position: pd.DataFrame) -> pd.DataFrame:
    sheet = position.assign(cpi_recent=np.nan)
    measures = (
        evm.cost_variance,
        evm.schedule_variance,
        evm.cost_performance_index,
        evm.schedule_performance_index,
        evm.percent_complete,
        evm.percent_spent,
        evm.percent_planned,
        evm.to_complete_performance_index,
    )
    parts = [sheet, *(measure(sheet) for measure in measures)]
    parts += [evm.estimate_at_completion(sheet, method=method) for method in evm.EAC_METHODS]
    sheet = pd.concat(parts, axis=1)
    more = [evm.estimate_to_complete(sheet), evm.variance_at_completion(sheet)]
    more.append(evm.to_complete_performance_index(sheet, target="eac_cpi"))
    return pd.concat([sheet, *more], axis=1)


@pytest.mark.parametrize("four", [*itertools.product([0.0, np.nan, 100.0], repeat=4)])
def test_no_bare_number_and_no_infinity_where_an_input_is_zero_or_missing(four):
    row = everything(one(**dict(zip(("bac", "pv", "ev", "ac"), four, strict=True)))).iloc[0]
    for name in (c for c in row.index if f"{c}_reason" in row.index):
        assert pd.isna(row[name]) != pd.isna(row[f"{name}_reason"]), name
        assert pd.isna(row[name]) or np.isfinite(row[name]), name


@pytest.mark.parametrize(
    ("four", "measure", "reason"),
    [
        ({"ev": 0.0, "ac": 0.0}, "cpi", "not_started"),
        ({"ev": 5.0, "ac": 0.0}, "cpi", "earned_with_no_cost"),
        ({"ev": np.nan, "ac": 5.0}, "cpi", "no_earned_value"),
        ({"ev": 5.0}, "cpi", "no_actuals"),
        ({"ev": 5.0, "ac": -1.0}, "cpi", "negative_actuals"),
        ({"ev": 0.0, "pv": 0.0}, "spi", "not_started"),
        ({"ev": 5.0, "pv": 0.0}, "spi", "unstarted_plan"),
        ({"ev": 0.0, "ac": 5.0}, "cv_share", "nothing_earned"),
        ({"ev": 5.0, "bac": 0.0}, "percent_complete", "zero_budget"),
        ({"ev": 0.0, "ac": 5.0, "bac": 9.0}, "eac_cpi", "zero_index"),
        ({"ev": 12.0, "ac": 5.0, "bac": 9.0}, "eac_cpi", "earned_over_budget"),
        ({"ev": 5.0, "ac": 9.0, "bac": 9.0}, "tcpi_bac", "budget_spent"),
        ({"ev": 9.0, "ac": 5.0, "bac": 9.0}, "tcpi_bac", "complete"),
        ({"ev": 5.0, "ac": 5.0, "pv": 0.0, "bac": 9.0}, "eac_composite", "unstarted_plan"),
    ],
)
def test_the_reason_says_what_is_missing(four, measure, reason):
    row = everything(one(**four)).iloc[0]
    assert pd.isna(row[measure])
    assert row[f"{measure}_reason"] == reason


def test_nothing_earned_for_money_spent_is_an_index_of_zero():
    assert evm.cost_performance_index(one(ev=0.0, ac=5.0))["cpi"].tolist() == [0.0]


def test_completed_work_costs_what_it_cost():
    done = everything(one(pv=100.0, ev=100.0, ac=120.0, bac=100.0)).iloc[0]
    estimates = [done[f"eac_{m}"] for m in ("atypical", "cpi", "composite", "weighted")]
    assert estimates == [120.0] * 4
    assert (done["etc"], done["vac"]) == (0.0, -20.0)
    assert done["tcpi_bac_reason"] == done["tcpi_eac_cpi_reason"] == "complete"


@settings(deadline=None, max_examples=30)
@given(bac=amounts, earned=st.floats(0.01, 0.99), ac=amounts)
def test_the_index_that_the_cpi_estimate_asks_for_is_the_cpi(bac, earned, ac):
    row = everything(one(pv=bac, ev=bac * earned, ac=ac, bac=bac)).iloc[0]
    assert row["tcpi_eac_cpi"] == pytest.approx(row["cpi"], rel=1e-6)
    assert row["eac_cpi"] == pytest.approx(bac / row["cpi"], rel=1e-6)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(amounts, amounts, amounts, amounts), min_size=2, max_size=8))
def test_a_roll_up_divides_sums(rows):
    ev = pd.DataFrame(rows, columns=["pv", "ev", "ac", "bac"])
    total = evm.roll_up(ev).iloc[0]
    assert total["cpi"] == pytest.approx(ev["ev"].sum() / ev["ac"].sum())
    assert total["spi"] == pytest.approx(ev["ev"].sum() / ev["pv"].sum())
    back = evm.roll_up(ev.iloc[::-1]).iloc[0]
    assert back["cpi"] == pytest.approx(total["cpi"])


def test_a_roll_up_states_its_coverage_and_leaves_out_what_lacks_a_number():
    ev = pd.DataFrame(
        {
            "currency": ["GBP", "GBP", "GBP", "EUR"],
            "budget": [100.0, 300.0, np.nan, 50.0],
            "pv": [50.0, 90.0, 10.0, np.nan],
            "ev": [40.0, np.nan, 10.0, 5.0],
            "ac": [50.0, 90.0, 10.0, 5.0],
            "bac": [100.0, 300.0, 20.0, 50.0],
        }
    )
    total = evm.roll_up(ev).set_index("currency")
    assert total.loc["GBP", ["n_projects", "n_covered"]].tolist() == [3, 2]
    assert total.loc["GBP", "share_of_value"] == 0.25
    assert total.loc["GBP", "ac"] == 60.0
    assert total.loc["EUR", "cpi_reason"] == "none_visible"
    assert pd.isna(total.loc["EUR", "ac"])


def history(earned: list[float], spent: list[float], **more: object) -> list[dict]:
    months = ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10"][-len(earned) :]
    return [
        {"project_id": "J1", "period": month, "earned_value": ev, "actual_cost": ac, **more}
        for month, ev, ac in zip(months, earned, spent, strict=True)
    ]


PROJECT = [{"project_id": "J1", "budget": 1000.0}]
BASELINE = {"project_id": "J1", "budget": 1000.0, "finish": pd.Timestamp("2027-03-31")}


def position(canonical, *, baselines=None, plan=None, progress=None, projects=PROJECT, **more):
    plan = {"2026-09": 300.0, "2026-10": 400.0} if plan is None else plan
    tables = canonical(
        projects=projects,
        baselines=[BASELINE] if baselines is None else baselines,
        plan_periods=[
            {"project_id": "J1", "period": month, "planned_value": value}
            for month, value in plan.items()
        ]
        or [{"project_id": "J0", "period": "2026-10"}],
        progress=history([100, 200, 250, 300], [110, 220, 280, 340])
        if progress is None
        else progress,
    )
    names = ("progress", "baselines", "plan_periods", "projects")
    frame = evm.earned_value(*(tables[n] for n in names), period="2026-10", as_of=AS_OF, **more)
    return frame.iloc[0]


def test_a_position_is_read_from_the_tables(canonical):
    row = position(canonical)
    assert row[["pv", "ev", "ac", "bac", "cv", "sv"]].tolist() == [400, 300, 340, 1000, -40, -100]
    assert row["cpi"] == pytest.approx(300 / 340)
    assert row["cpi_recent"] == pytest.approx(200 / 230)
    assert row["eac_recent"] == pytest.approx(340 + 700 / (200 / 230))
    assert row["n_reports"] == 4


def test_the_baseline_in_force_at_the_status_date_counts(canonical):
    later = {**BASELINE, "baseline_no": 2, "budget": 2000.0, "effective": AS_OF}
    future = {**later, "baseline_no": 3, "effective": AS_OF + pd.Timedelta(days=1)}
    row = position(canonical, baselines=[BASELINE, later, future])
    assert (row["baseline_no"], row["n_baselines"], row["bac"]) == (2, 2, 2000.0)
    assert row["pv_reason"] == "no_plan"


@pytest.mark.parametrize(
    ("plan", "pv", "reason"),
    [
        ({"2026-06": 500.0, "2026-08": 1000.0}, 1000.0, None),
        ({"2026-12": 50.0}, 0.0, None),
        ({"2026-09": 300.0, "2026-11": 500.0}, None, "no_plan"),
        ({}, None, "no_plan"),
    ],
    ids=["after its end the last", "before its start nothing", "a gap is not filled", "no plan"],
)
def test_planned_value_is_the_plans_own(canonical, plan, pv, reason):
    row = position(canonical, plan=plan)
    assert pd.isna(row["pv"]) if pv is None else row["pv"] == pv
    assert pd.isna(row["pv_reason"]) if reason is None else row["pv_reason"] == reason


def test_forecasts_are_held_back_while_it_is_too_early(canonical):
    little = position(canonical, progress=history([20, 50, 80, 100], [20, 60, 90, 130]))
    short = position(canonical, progress=history([250, 300], [260, 340]))
    for row in (little, short):
        assert row["cpi"] > 0
        assert {row[f"eac_{m}_reason"] for m in ("atypical", "cpi", "weighted")} == {"too_early"}
        assert row["vac_reason"] == row["etc_reason"] == "too_early"
        assert row["tcpi_bac"] > 0


def test_earned_value_that_is_spend_is_refused(canonical):
    row = position(canonical, progress=history([100, 200, 300, 400], [100, 200, 300, 400]))
    assert row["ev_from_spend"]
    assert row["ev_reason"] == row["cpi_reason"] == row["spi_reason"] == "earned_from_spend"
    tier = history([100, 200, 310, 400], [100, 210, 300, 400], evidence_tier="T4")
    assert position(canonical, progress=tier)["cpi_reason"] == "earned_from_spend"
    once = history([100, 200, 310, 400], [100, 210, 300, 400], evidence_tier="T1")
    assert position(canonical, progress=once)["cpi"] == 1.0


def test_an_estimate_that_asks_for_a_wonder_is_challenged(canonical):
    modest = history([100, 200, 250, 300], [110, 220, 280, 400], manager_eac=1400.0)
    bold = history([100, 200, 250, 300], [110, 220, 280, 400], manager_eac=1000.0)
    assert not position(canonical, progress=modest)["challenge"]
    row = position(canonical, progress=bold)
    assert row["challenge"]
    assert row["realism_gap"] == pytest.approx(700 / 600 - 0.75)


def test_falls_and_too_much_earned_are_findings_and_nothing_is_clamped(canonical):
    row = position(canonical, progress=history([100, 200, 1200, 1100], [110, 220, 280, 270]))
    assert row[["ev_over_bac", "ev_fell", "ac_fell"]].tolist() == [True, True, True]
    assert row["ev"] == 1100.0
    assert row["percent_complete"] == 1.1


def test_what_was_not_reported_or_is_withheld_says_so(canonical):
    silent = position(canonical, progress=history([100, 200], [110, 220])[:1])
    assert silent["ev_reason"] == silent["manager_eac_reason"] == "no_progress"
    hidden = [{"project_id": "J1", "budget_state": "withheld"}]
    row = position(canonical, baselines=hidden, progress=history([np.nan], [5.0]), projects=PROJECT)
    assert row["bac_reason"] == row["ev_reason"] == row["percent_complete_reason"] == "withheld"


def test_a_project_without_a_baseline_has_no_plan_and_no_budget_at_completion(canonical):
    row = position(canonical, baselines=[{"project_id": "J9"}])
    assert row["pv_reason"] == row["bac_reason"] == "no_baseline"
    assert row["cpi"] == pytest.approx(300 / 340)
