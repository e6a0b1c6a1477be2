"""Published worked examples: the file is the oracle, the numbers are not copied here."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pmo_lib.analytics import earned_value as evm

ORACLE = Path(__file__).resolve().parents[1] / "data" / "worked_examples.json"
EXAMPLES = {case["id"]: case for case in json.loads(ORACLE.read_text("utf-8"))["examples"]}

NAMES = {
    "PV": "pv",
    "EV": "ev",
    "AC": "ac",
    "BAC": "bac",
    "CV": "cv",
    "SV": "sv",
    "CPI": "cpi",
    "SPI": "spi",
    "EAC_cpi": "eac_cpi",
    "EAC_atypical": "eac_atypical",
    "ETC": "etc",
    "VAC": "vac",
    "TCPI_bac": "tcpi_bac",
}


def position_of(case: dict) -> pd.DataFrame:
    """Take the four numbers of an example, as a frame of one row."""
    given = case["inputs"]
    if case["id"] == "EVM-01":
        bac = given["BAC"]
        planned, earned = given["planned_cum_pct"][given["period"] - 1], given["actual_pct"]
        four = {"pv": bac * planned, "ev": bac * earned, "ac": given["AC_cum"], "bac": bac}
    elif case["id"] == "EVM-02":
        bac = given["BAC"]
        earned = bac * given["pct_complete"]
        four = {"pv": given["PV"], "ev": earned, "ac": given["AC"], "bac": bac}
    else:
        plan = given["pv_cum"]
        four = {"pv": plan[given["AT"]], "ev": given["EV"], "ac": given["AC"], "bac": plan[-1]}
    return pd.DataFrame([four]).astype("float64")


def tasks_of(case: dict) -> pd.DataFrame:
    tasks = pd.DataFrame(case["inputs"]["tasks"]).astype("float64")
    return pd.DataFrame(
        {
            "pv": tasks["bac"] * tasks["planned"],
            "ev": tasks["bac"] * tasks["done"],
            "ac": tasks["ac"],
            "bac": tasks["bac"],
        }
    )


def measured(position: pd.DataFrame) -> pd.DataFrame:
    parts = [position, evm.cost_variance(position), evm.schedule_variance(position)]
    parts += [evm.cost_performance_index(position), evm.schedule_performance_index(position)]
    parts += [evm.estimate_at_completion(position, method=m) for m in ("atypical", "cpi")]
    sheet = pd.concat(parts, axis=1)
    more = [evm.estimate_to_complete(sheet), evm.variance_at_completion(sheet)]
    return pd.concat([sheet, *more, evm.to_complete_performance_index(sheet)], axis=1)


@pytest.mark.parametrize("example", ["EVM-01", "EVM-02", "EVM-06"])
def test_measures_give_the_published_figures(example):
    case = EXAMPLES[example]
    sheet = measured(position_of(case)).iloc[0]
    checked = {name for name in case["expected"] if name in NAMES}
    assert len(checked) >= 5
    for name in checked:
        assert sheet[NAMES[name]] == pytest.approx(
            case["expected"][name], rel=case["tolerance"], abs=case["tolerance"]
        ), name


def test_the_roll_up_of_tasks_gives_the_published_figures():
    case = EXAMPLES["EVM-04"]
    total = evm.roll_up(tasks_of(case)).iloc[0]
    for name, value in case["expected"].items():
        assert total[NAMES[name]] == pytest.approx(value, rel=case["tolerance"]), name


def test_the_mean_of_the_tasks_indices_is_another_number():
    tasks = tasks_of(EXAMPLES["EVM-04"])
    mean = evm.cost_performance_index(tasks)["cpi"].mean()
    assert abs(mean - EXAMPLES["EVM-04"]["expected"]["CPI"]) > 0.01


def test_indices_over_the_life_of_a_late_project():
    case = EXAMPLES["ES-01"]
    given, expected = case["inputs"], case["expected"]
    past = pd.DataFrame({"pv": given["pv_cum"], "ev": given["ev_cum"], "ac": given["ac_cum"]})
    past = past.iloc[1:].astype("float64")
    spi = evm.schedule_performance_index(past)["spi"].tolist()
    cpi = evm.cost_performance_index(past)["cpi"].tolist()
    assert spi == pytest.approx(expected["SPI_cost_based_by_formula"], abs=case["tolerance"])
    assert cpi == pytest.approx(expected["CPI_by_formula"], abs=case["tolerance"])


def test_spi_returns_to_one_on_a_late_project_so_it_is_not_given_after_the_baseline_finish():
    given = EXAMPLES["ES-01"]["inputs"]
    end = pd.DataFrame({"pv": [given["pv_cum"][-1]], "ev": [given["ev_cum"][-1]]}).astype("float64")
    assert evm.schedule_performance_index(end)["spi"].tolist() == [1.0]
    dated = end.assign(baseline_finish=pd.Timestamp("2026-05-31"))
    late = evm.schedule_performance_index(dated, as_of=pd.Timestamp("2026-07-31"))
    assert late["spi"].isna().all()
    assert late["spi_reason"].tolist() == ["after_baseline_finish"]
