"""Peers: each client's measures, and groups that no one can see through."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.analytics.peers import client_measures, peer_quantiles
from pmo_lib.tables.schemas import OFFICE_TABLES

AS_OF = pd.Timestamp("2026-10-31")


def measured(counts):
    """Make measures of so many clients of each sector and size, each with a value of its own."""
    rows = [
        {"sector": sector, "size": size}
        for (sector, size), count in counts.items()
        for _ in range(count)
    ]
    frame = pd.DataFrame(rows, columns=["sector", "size"])
    frame["client_id"] = [f"C{n}" for n in range(len(frame))]
    return frame.assign(measure="share_late", value=[float(n) for n in range(len(frame))])


def shown(counts):
    rows = peer_quantiles(measured(counts))
    return {
        (row.sector, row.size_): row.clients
        for row in rows.rename(columns={"size": "size_"}).itertuples()
    }


def test_quartiles_are_over_clients_of_all_of_a_sector_and_of_a_sector_and_size():
    rows = peer_quantiles(
        measured({("rail", "small"): 5, ("rail", "large"): 6, ("water", "small"): 5})
    )
    assert rows.iloc[0].to_dict() == {
        **{"measure": "share_late", "sector": "all", "size": "all", "clients": 16},
        **{"lower": 3.75, "middle": 7.5, "upper": 11.25},
    }
    groups = [*zip(rows["sector"], rows["size"], rows["clients"], strict=True)]
    assert groups[1:] == [
        *[("rail", "all", 11), ("rail", "large", 6), ("rail", "small", 5)],
        *[("water", "all", 5), ("water", "small", 5)],
    ]
    pd.testing.assert_frame_equal(
        OFFICE_TABLES["office_peers"].check(rows)[list(rows.columns)],
        rows.sort_values(["measure", "sector", "size"], ignore_index=True),
        check_dtype=False,
    )


def test_a_group_of_fewer_than_five_has_no_row():
    assert shown({("rail", "small"): 4}) == {}
    assert ("rail", "all") not in shown({("rail", "small"): 4, ("water", "small"): 9})


def test_a_small_group_cannot_be_found_by_taking_the_others_from_the_whole():
    found = shown({("rail", "small"): 4, ("water", "small"): 9, ("energy", "small"): 7})
    assert found == {("all", "all"): 20, ("water", "all"): 9, ("water", "small"): 9}


def test_sizes_of_a_sector_that_is_left_out_are_left_out_too():
    found = shown(
        {
            ("rail", "small"): 2,
            ("water", "small"): 5,
            ("water", "large"): 5,
            ("energy", "small"): 11,
        }
    )
    assert not [group for group in found if group[0] == "water"]


def test_clients_whose_sector_is_not_known_count_among_all_and_hide_with_the_others():
    found = shown({(None, "small"): 3, ("rail", "small"): 6, ("water", "small"): 8})
    assert found == {("all", "all"): 17, ("water", "all"): 8, ("water", "small"): 8}


def test_no_measures_give_no_rows():
    assert peer_quantiles(measured({})).empty
    assert list(peer_quantiles(measured({})).columns) == OFFICE_TABLES["office_peers"].columns()


SIZES = ("small", "medium", "large")
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["rail", "water", "energy", "health"]), st.sampled_from(SIZES)),
    st.integers(0, 12),
)


@given(COUNTS)
def test_whatever_groups_are_put_together_or_taken_apart_no_one_is_alone(counts):
    found = shown(counts)
    members = {
        (sector, size): {
            (s, z, n)
            for (s, z), count in counts.items()
            for n in range(count)
            if sector in ("all", s) and size in ("all", z)
        }
        for sector, size in found
    }
    for whole, inside in members.items():
        assert len(inside) == found[whole]
        parts = [group for other, group in members.items() if other != whole and group < inside]
        for taken in itertools.chain.from_iterable(
            itertools.combinations(parts, n) for n in range(min(len(parts), 4) + 1)
        ):
            assert len(inside - set().union(*taken)) not in range(1, 5)


@pytest.fixture
def measures(canonical):
    """Measure two clients of which one has two projects, one late and over its budget."""
    links = [
        *[{"client_id": "C1", "project_id": "J1"}, {"client_id": "C1", "project_id": "J2"}],
        *[{"client_id": "C2", "project_id": "J3"}, {"client_id": "C2", "project_id": "J1"}],
    ]
    ends = [None, None, None, "2026-06-30"]
    ratings = pd.DataFrame(
        {
            "project_id": ["J1", "J2", "J3"],
            "rating": ["red", "green", "not_reported"],
            "reason": [None, None, "no_report"],
        }
    )
    position = pd.DataFrame(
        {
            "project_id": ["J1", "J2", "J3"],
            "budget": [100.0, 300.0, None],
            "variance": [40.0, 0.0, None],
            "currency": "GBP",
        }
    )
    reports = pd.DataFrame(
        {
            "project_id": ["J1", "J2"],
            "period": "2026-10",
            "submitted": pd.to_datetime(["2026-11-20", "2026-11-02"]),
        }
    )
    found = client_measures(
        pd.DataFrame({"client_id": ["C1", "C2"], "sector": ["rail", None]}),
        pd.DataFrame(links).assign(
            valid_from=pd.Timestamp("2026-01-01"), valid_to=pd.to_datetime(ends)
        ),
        ratings,
        reports,
        position,
        period="2026-10",
        as_of=AS_OF,
    )
    return {(row["client_id"], row["measure"]): row["value"] for _, row in found.iterrows()}


def test_a_client_is_measured_by_its_live_projects_and_lacks_what_they_do_not_tell(measures):
    assert measures == {
        ("C1", "share_red_amber"): 0.5,
        ("C1", "share_late"): 0.5,
        ("C1", "cost_variance"): 0.1,
        ("C2", "share_late"): 1.0,
    }
