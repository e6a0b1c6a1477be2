"""Declared ratings: worst-of with counts, grey counted and never green, scales never mixed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_lib.analytics import rag
from pmo_lib.analytics.milestones import milestone_status
from pmo_lib.contract import RATING_ORDER

AS_OF = pd.Timestamp("2026-10-31")
RAG3 = ["red", "amber", "green"]


def ratings_of(tables, **more):
    given = {"period": "2026-10", "as_of": AS_OF, "cadence": "month"} | more
    return rag.project_ratings(tables["status_reports"], tables["projects"], **given)


def strip_of(current, previous=None, **more):
    given = {"period": "2026-10", "as_of": AS_OF, "cadence": "month"} | more
    given = {"previous_period": "2026-09" if previous else None} | given
    return rag.status_strip(current, previous, **given).set_index("dimension")


def rated(canonical, *ratings, **more):
    """Projects J1, J2, ... with their overall ratings; None did not report."""
    names = [f"J{at}" for at, _ in enumerate(ratings, 1)]
    return canonical(
        projects=[{"project_id": name, "budget": 100.0, **more} for name in names],
        status_reports=[
            {
                "project_id": name,
                **({"rating": r} if r in RATING_ORDER[:5] else {"rating_state": r}),
            }
            for name, r in zip(names, ratings, strict=True)
            if r
        ]
        or [{"project_id": "J0", "rating": "green"}],
    )


def test_a_project_without_a_report_is_not_reported_and_never_missing(canonical):
    rows = ratings_of(rated(canonical, "green", None, "withheld", "reset"))
    assert rows["rating"].tolist() == ["green", "not_reported", "withheld", "not_reported"]
    assert rows["reason"].tolist()[1:] == ["no_report", "withheld", "reset"]
    assert rows["declared"].notna().tolist() == [True, False, False, False]


@pytest.mark.parametrize(("age", "stale"), [(45, False), (46, True), (0, False)])
def test_data_are_stale_after_one_and_a_half_cycles(canonical, age, stale):
    day = AS_OF - pd.Timedelta(days=age)
    tables = canonical(
        projects=[{"project_id": "J1"}],
        status_reports=[{"project_id": "J1", "rating": "green", "data_as_of": day}],
    )
    row = ratings_of(tables).iloc[0]
    assert (row["age_days"], row["stale"]) == (age, stale)
    assert not ratings_of(tables, stale_cycles=2.0)["stale"].item()
    assert not ratings_of(tables, cadence="quarter")["stale"].item()


@pytest.mark.parametrize(("age", "stale"), [(31, False), (45, False), (46, True)])
def test_a_silent_project_is_as_old_as_its_last_report(canonical, age, stale):
    day = AS_OF - pd.Timedelta(days=age)
    sent = {
        "2026-07": {"rating": "green"},
        "2026-08": {"rating": "amber"},
        "2026-09": {"rating_state": "reset", "data_as_of": day},
        "2026-11": {"rating": "red"},
    }
    tables = canonical(
        projects=[{"project_id": "J1"}, {"project_id": "J2"}],
        status_reports=[{"project_id": "J1", "period": at, **row} for at, row in sent.items()],
    )
    rows = ratings_of(tables).set_index("project_id")
    told = rows.loc["J1", ["reason", "age_days", "stale", "last_reported", "last_rating"]]
    assert told.tolist() == ["no_report", age, stale, "2026-08", "amber"]
    assert not rows.loc["J2", "stale"]
    assert rows.loc["J2", "age_days_reason"] == "no_data_date"


@pytest.mark.parametrize(("age", "stale"), [(3, False), (46, True)])
@pytest.mark.parametrize(
    "state", ["to_be_decided", "not_provided", "reset", "not_applicable", "unreadable"]
)
def test_a_state_in_place_of_a_rating_has_its_own_date(canonical, state, age, stale):
    day = AS_OF - pd.Timedelta(days=age)
    before = {"project_id": "J1", "period": "2026-09", "rating": "red"}
    now = {"project_id": "J1", "rating_state": state, "data_as_of": day}
    tables = canonical(projects=[{"project_id": "J1"}], status_reports=[before, now])
    row = ratings_of(tables).iloc[0]
    assert row[["rating", "reason", "last_rating"]].tolist() == ["not_reported", state, "red"]
    assert row[["data_as_of", "age_days", "stale"]].tolist() == [day, age, stale]


def test_the_strip_is_the_worst_of_live_projects_with_all_counts(canonical):
    current = rated(canonical, "green", "amber", "amber", None, "withheld")
    row = strip_of(current).loc["overall"]
    assert row["now"] == "amber"
    assert row[[f"n_{key}" for key in RATING_ORDER]].tolist() == [0, 0, 2, 0, 1, 1, 1]
    assert row["n_projects"] == 5
    assert (row["worst_project_id"], row["reason_kind"]) == ("J2", "worst_counts")


@pytest.mark.parametrize(
    ("ratings", "now", "kind"),
    [
        ((), "not_reported", "no_projects"),
        ((None, None), "not_reported", "none_reported"),
        (("withheld", None), "withheld", "none_reported"),
        (("withheld",), "withheld", "all_withheld"),
        (("green", "green"), "green", "all_green"),
        (("green", None), "green", "green_with_gaps"),
        (("green", "withheld"), "green", "green_with_gaps"),
    ],
)
def test_grey_is_never_green(canonical, ratings, now, kind):
    row = strip_of(rated(canonical, *ratings) if ratings else canonical()).loc["overall"]
    assert (row["now"], row["reason_kind"]) == (now, kind)


def test_closed_projects_are_not_in_the_strip(canonical):
    current = rated(canonical, "red", lifecycle="complete")
    assert strip_of(current).loc["overall", "reason_kind"] == "no_projects"


@pytest.mark.parametrize(
    ("before", "now", "move"),
    [
        ("green", "amber", "worse"),
        ("red", "amber", "better"),
        ("red", "red", "same"),
        (None, "red", None),
        ("green", None, None),
    ],
)
def test_the_strip_says_how_the_worst_moved(canonical, before, now, move):
    last = rated(canonical, before)
    last["status_reports"] = last["status_reports"].assign(period="2026-09")
    row = strip_of(rated(canonical, now), last).loc["overall"]
    assert row["last"] == (before or "not_reported")
    assert pd.isna(row["move"]) if move is None else row["move"] == move


def test_two_scales_are_not_compared(canonical):
    last = rated(canonical, "amber_red")
    last["status_reports"] = last["status_reports"].assign(period="2026-09", scale="rag5")
    assert strip_of(rated(canonical, "red"), last).loc["overall", "move"] == "not_comparable"


def test_time_and_cost_give_their_reasons(canonical):
    current = canonical(
        projects=[{"project_id": "J1", "budget": 100.0}],
        status_reports=[
            {"project_id": "J1", "dimension": name, "rating": "amber"}
            for name in ("overall", "time", "cost")
        ],
        milestones=[
            {
                "project_id": "J1",
                "baseline_date": pd.Timestamp("2026-11-02"),
                "forecast_date": pd.Timestamp("2026-11-18"),
            }
        ],
        progress=[{"project_id": "J1", "manager_eac": 130.0}],
    )
    strip = strip_of(current)
    assert strip.index.tolist() == ["overall", "time", "cost"]
    time = strip.loc["time", ["reason_kind", "n_milestones", "n_late", "worst_days"]]
    assert time.tolist() == ["milestones_late", 1, 1, 12]
    cost = strip.loc["cost", ["reason_kind", "n_costed", "n_over_budget", "worst_share"]]
    assert cost.tolist() == ["over_budget", 1, 1, 0.3]
    assert strip.loc["cost", "n_milestones"] != strip.loc["cost", "n_milestones"]


def test_the_strip_counts_open_milestones_as_the_milestones_section_does(canonical):
    baseline, soon, later = (pd.Timestamp(d) for d in ("2026-10-01", "2026-11-16", "2026-12-01"))
    dates = {
        "met": {"forecast_date": baseline, "actual_date": baseline},
        "met_late": {"forecast_date": baseline, "actual_date": AS_OF},
        "overdue": {"forecast_date": pd.Timestamp("2026-10-20")},
        "late": {"baseline_date": soon, "forecast_date": later},
        "due": {"baseline_date": later, "forecast_date": later},
    }
    stones = [
        {"project_id": "J1", "milestone_id": name, "baseline_date": baseline, **row}
        for name, row in dates.items()
    ]
    current = canonical(projects=[{"project_id": "J1"}], milestones=stones)
    row = strip_of(current).loc["overall"]
    assert row[["n_milestones", "n_late", "n_overdue"]].tolist() == [3, 2, 1]
    status = milestone_status(
        current["milestones"],
        current["projects"],
        period="2026-10",
        previous_period=None,
        as_of=AS_OF,
    )
    still = status.loc[~status["met"]]
    assert row["n_milestones"] == len(still)
    assert row["n_late"] == (still["late"] | still["overdue"]).sum()
    met = current["milestones"].loc[current["milestones"]["actual_date"].notna()]
    done = strip_of(current | {"milestones": met}).loc["overall"]
    assert done[["n_milestones", "n_late"]].tolist() == [0, 0]


@pytest.mark.parametrize(("forecast", "over"), [(104.0, 0), (105.0, 0), (106.0, 1)])
def test_a_forecast_is_over_budget_beyond_the_tolerance(canonical, forecast, over):
    current = canonical(
        projects=[{"project_id": "J1", "budget": 100.0}],
        progress=[{"project_id": "J1", "manager_eac": forecast}],
    )
    assert strip_of(current).loc["overall", ["n_costed", "n_over_budget"]].tolist() == [1, over]


def test_weights_add_up_and_hold_every_state(canonical):
    weights = rag.rating_weights(ratings_of(rated(canonical, "red", "green", None, "withheld")))
    shares = weights[[f"share_{key}" for key in RATING_ORDER]]
    assert shares.sum(axis=1).tolist() == [1.0] * len(weights)
    by_number = weights.iloc[0]
    told = [f"share_{key}" for key in ("red", "amber", "green", "withheld", "not_reported")]
    assert by_number[told].tolist() == [0.25, 0.0, 0.25, 0.25, 0.25]
    assert by_number["total"] == 4


def test_budgets_in_several_currencies_are_not_added(canonical):
    tables = rated(canonical, "red", "red", "green")
    projects = tables["projects"].assign(
        currency=["GBP", "EUR", "EUR"], budget=[100.0, 300.0, 100.0]
    )
    weights = rag.rating_weights(ratings_of(tables | {"projects": projects}))
    assert weights["currency"].tolist()[1:] == ["EUR", "GBP"]
    assert weights["total"].tolist() == [3, 400.0, 100.0]
    assert weights["share_red"].tolist() == [pytest.approx(2 / 3), 0.75, 1.0]


def test_a_budget_that_is_not_visible_has_no_share(canonical):
    tables = rated(canonical, "red", "green")
    projects = tables["projects"].assign(budget=[None, None])
    by_value = rag.rating_weights(ratings_of(tables | {"projects": projects})).iloc[1]
    assert by_value["n_hidden"] == 2
    assert by_value["share_reason"] == "none_visible"
    assert by_value[["total", "share_red"]].isna().all()


def test_history_counts_the_silent_from_their_first_report_on(canonical):
    paths = {"J1": ["green", None, "red", "red"], "J2": [None, "amber", None, None]}
    paths |= {"J3": ["green", "green", None, None]}
    months = ["2026-07", "2026-08", "2026-09", "2026-10"]
    tables = canonical(
        projects=[
            {"project_id": name, "lifecycle": "complete" if name == "J3" else "live"}
            for name in paths
        ],
        status_reports=[
            {"project_id": name, "period": month, "rating": rating}
            for name, path in paths.items()
            for month, rating in zip(months, path, strict=True)
            if rating
        ],
    )
    history = rag.rating_history(
        tables["status_reports"], tables["projects"], periods=tables["periods"]
    )
    silent = history.loc[history["rating"] == "not_reported", "n"].tolist()
    assert silent == [0, 1, 1, 1]
    assert history.groupby("period", sort=False)["n"].sum().tolist() == [2, 3, 2, 2]
    short = rag.rating_history(
        tables["status_reports"], tables["projects"], periods=tables["periods"], last_n=2
    )
    assert short["period"].unique().tolist() == ["2026-09", "2026-10"]


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.sampled_from([*RAG3, None]), min_size=1, max_size=6),
    st.integers(0, 5),
    st.sampled_from(["red", "amber", None]),
)
def test_a_worse_rating_never_betters_the_strip(canonical, ratings, at, worse):
    at %= len(ratings)
    rank = {name: place for place, name in enumerate(RATING_ORDER)}
    if rank[worse or "not_reported"] > rank[ratings[at] or "not_reported"] and worse:
        return
    changed = [*ratings[:at], worse, *ratings[at + 1 :]]
    before, after = (strip_of(rated(canonical, *r)).loc["overall"] for r in (ratings, changed))
    if worse:
        assert rank[after["now"]] <= rank[before["now"]]
    assert after["n_green"] <= before["n_green"]
