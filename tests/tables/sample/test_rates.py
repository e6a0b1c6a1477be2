"""Exchange rates and price levels: every month end, at a believable height, as known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pmo_lib.tables.sample.rates import rates_table

Tables = dict[str, pd.DataFrame]


def test_there_is_a_rate_of_each_month_end_up_to_the_snapshot(
    snapshots: dict[str, Tables],
) -> None:
    for period, tables in snapshots.items():
        expected = pd.date_range("2022-01-31", pd.Period(period).end_time, freq="ME")
        for _, rates in tables["fx_rates"].groupby("currency"):
            assert rates["day"].tolist() == expected.tolist()


def test_rates_stay_near_what_they_have_been_for_years(now: Tables) -> None:
    rates = now["fx_rates"].groupby("currency")["rate"]
    low, high = rates.min(), rates.max()
    assert 0.78 < low["EUR"] < high["EUR"] < 0.95
    assert 0.66 < low["USD"] < high["USD"] < 0.92


def test_rates_move_every_month_by_a_few_per_cent_at_most(now: Tables) -> None:
    for _, rates in now["fx_rates"].groupby("currency"):
        moves = np.log(rates["rate"]).diff().dropna().abs()
        assert 0.002 < moves.median() < 0.04
        assert moves.max() < 0.09


def test_every_currency_of_a_project_can_be_brought_to_sterling(now: Tables) -> None:
    needed = set(now["projects"]["currency"]) - {"GBP"}
    assert needed == set(now["fx_rates"]["currency"])
    assert set(now["fx_rates"]["base_currency"]) == {"GBP"}


def test_another_seed_gives_other_rates() -> None:
    assert not rates_table(1)["rate"].equals(rates_table(2)["rate"])


@pytest.mark.parametrize("currency", ["GBP", "EUR", "USD"])
def test_prices_rise_each_year_to_one_hundred_in_the_base_year(now: Tables, currency: str) -> None:
    prices = now["deflators"].query("currency == @currency").set_index("year")["deflator"]
    assert prices[2026] == 100
    rises = prices.pct_change().dropna()
    assert rises.between(0.0, 0.09).all()
    assert prices.index.min() <= 2016
    assert prices.index.max() >= 2032
