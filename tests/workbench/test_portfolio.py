import pytest

from pmo_lib.errors import SelectionError, StoreError
from pmo_lib.workbench.portfolio import Portfolio, find_client

CLIENTS = {
    "C0001": "Velmer Water Service",
    "C0002": "Velmer Water Services",
    "C0003": "Zoë’s Trust",
    "C0010": "ΑΒΓ Rail",
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("C0001", "C0001"),
        ("c0003", "C0003"),
        ("Velmer Water Service", "C0001"),
        ("Velmer Water Services (C0002)", "C0002"),
        ("  zoë’s   trust ", "C0003"),
        ("αβγ", "C0010"),
    ],
)
def test_client_is_found_by_id_name_label_or_a_part_that_only_one_has(typed, meant):
    assert find_client(typed, CLIENTS) == meant


def test_part_of_several_names_lists_them():
    with pytest.raises(SelectionError, match=r"2 clients match 'velmer'; .*C0001.*C0002"):
        find_client("velmer", CLIENTS)


def test_unknown_client_is_told_the_nearest():
    with pytest.raises(SelectionError, match=r"did you mean 'Zoë’s Trust \(C0003\)'"):
        find_client("Zoe’s Trusts", CLIENTS)


def test_no_clients_at_all_is_said():
    with pytest.raises(SelectionError, match="No client of this period matches 'C0001'"):
        find_client("C0001", {})


def test_portfolio_turns_to_periods_and_offers_their_clients(small_store):
    portfolio = Portfolio(str(small_store.root))
    assert [period.name for period in portfolio.periods] == ["2026-08", "2026-09", "2026-10"]
    assert portfolio.clients == {}
    assert portfolio.look_at("latest").name == "2026-10"
    assert portfolio.clients["C0001"] == "Northwind Energy"
    assert portfolio.cut("C0001", "client").period.name == "2026-10"


def test_unknown_period_leaves_none_chosen(small_store):
    portfolio = Portfolio(str(small_store.root))
    portfolio.look_at("2026-09")
    with pytest.raises(SelectionError, match="holds no period '2031'"):
        portfolio.look_at("2031")
    assert portfolio.period is None
    with pytest.raises(SelectionError, match="No period is chosen yet"):
        portfolio.cut("C0001", "client")


def test_folder_without_a_store_is_said(tmp_path):
    with pytest.raises(StoreError, match="There is no store"):
        Portfolio(str(tmp_path))
