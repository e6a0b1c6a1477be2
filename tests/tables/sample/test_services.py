"""The service catalogue, what is asked of it, and how soon it is done."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pmo_lib.tables.schemas.services import PAUSE_STATES

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]

NOW = pd.Timestamp("2026-11-01")
HOUR = 1 / 3600


def told(now: Tables, kind: str) -> pd.DataFrame:
    return now["stories"].query("kind == @kind")


def named(now: Tables, kind: str) -> set[str]:
    return set(told(now, kind)["expectation"].str.split(":").str[0])


def worked(now: Tables, moments: pd.Series[pd.Timestamp]) -> np.ndarray:
    """Hours of the desk's calendar up to some instants, reckoned from the calendars table."""
    days = now["calendars"].query("calendar_id == 'DESK'").set_index("day").sort_index()
    so_far = days["working_hours"].cumsum() - days["working_hours"]
    local = moments.dt.tz_localize("UTC").dt.tz_convert("Europe/London").dt.tz_localize(None)
    midnight = local.dt.normalize()
    since = (local - midnight).dt.total_seconds().to_numpy() * HOUR
    opens, hours = (days[name].reindex(midnight).to_numpy() for name in ("opens", "working_hours"))
    today = np.clip(since - np.nan_to_num(opens), 0, hours)
    return so_far.reindex(midnight).to_numpy() + today


@pytest.fixture(scope="module")
def requests(now: Tables) -> pd.DataFrame:
    """Requests with the standard they are held to and whether they breach it."""
    rows = now["service_requests"].merge(
        now["services"].rename(columns={"version": "service_version", "name": "service"})[
            ["service_id", "service_version", "target_hours", "target_percentile"]
        ],
        on=["service_id", "service_version"],
    )
    pauses = now["request_pauses"]
    stood = worked(now, pauses["ended"].fillna(NOW)) - worked(now, pauses["started"])
    stood = pd.Series(stood).groupby(pauses["request_id"]).sum()
    until = worked(now, rows["closed"].fillna(NOW)) - worked(now, rows["raised"])
    run = until - rows["request_id"].map(stood).fillna(0)
    late = run > rows["target_hours"] + 0.05
    counted = (rows["state"] == "closed") | (late & rows["state"].isin(["open", "paused"]))
    return rows.assign(late=late, counted=counted, run=run)


def attainment(rows: pd.DataFrame) -> pd.Series[float]:
    return 1 - rows[rows["counted"]].groupby("service_id")["late"].mean()


def test_catalogue_has_25_services_in_five_pillars(now: Tables) -> None:
    latest = now["services"].query("valid_to.isna()")
    assert len(latest) == 25
    assert latest["pillar"].value_counts().between(4, 6).tolist() == [True] * 5
    assert latest[["owner_id", "standard", "cost", "description", "changes"]].notna().all(axis=None)


def test_versions_follow_each_other_and_promise_more(now: Tables) -> None:
    rows = now["services"].sort_values(["service_id", "version"])
    each = rows.groupby("service_id")
    assert (each["target_hours"].diff().dropna() <= 0).all()
    assert (each["target_percentile"].diff().dropna() >= 0).all()
    gap = each["valid_from"].shift(-1) - rows["valid_to"]
    assert (gap.dropna() == pd.Timedelta(days=1)).all()
    assert each.size().between(1, 4).all()
    assert len(rows) >= 50


def test_a_version_is_unknown_before_it_is_valid_and_open_until_it_ends(
    snapshots: Snapshots,
) -> None:
    may = snapshots["2026-05"]["services"].query("service_id == 'SV22'")
    june = snapshots["2026-06"]["services"].query("service_id == 'SV22'")
    assert (len(may), len(june)) == (2, 3)
    assert may["valid_to"].max() == pd.Timestamp("2026-05-31")
    assert june["valid_to"].isna().tolist() == [False, False, True]


def test_requests_grow_over_two_years_and_have_their_seasons(now: Tables) -> None:
    month = now["service_requests"]["raised"].dt.strftime("%Y-%m")
    count = month.value_counts().sort_index()
    assert len(count) == 24
    assert 1.3 < count["2025-11":].sum() / count[:"2025-10"].sum() < 1.8
    assert count["2025-12"] < 0.8 * count["2025-11"]
    assert count["2026-03"] > 1.1 * count["2026-02"]
    assert count["2026-08"] < 0.9 * count["2026-07"]


def test_more_colleagues_and_clients_ask_than_a_year_before(now: Tables) -> None:
    rows = now["service_requests"]
    late = rows["raised"] >= "2025-11-01"
    for column in ("requester_id", "client_id"):
        first, second = rows.loc[~late, column].nunique(), rows.loc[late, column].nunique()
        assert second > 1.2 * first
    assert rows.loc[late, "requester_id"].nunique() < 850


def test_a_request_names_a_client_or_a_colleague_and_a_project_of_the_client(now: Tables) -> None:
    rows = now["service_requests"]
    assert (rows["client_id"].isna() == rows["requester_id"].notna()).all()
    own = rows.dropna(subset=["client_id", "project_id"])
    linked = own.merge(now["project_clients"], on=["client_id", "project_id"], how="left")
    assert linked["valid_from"].notna().all()
    assert (linked["valid_from"] <= linked["raised"]).all()
    idle = told(now, "client_without_project")["client_id"]
    assert not rows["client_id"].isin(idle).any()


def test_requests_are_due_by_the_desks_hours_of_their_version(
    now: Tables, requests: pd.DataFrame
) -> None:
    promised = worked(now, requests["due"]) - worked(now, requests["raised"])
    assert np.abs(promised - requests["target_hours"]).max() < 0.05
    done = requests.query("closed.notna()")
    assert (done["closed"] > done["raised"]).all()
    assert not (requests["acknowledged"] < requests["raised"]).any()


def test_state_says_what_the_other_columns_say(now: Tables) -> None:
    rows = now["service_requests"]
    over = rows["state"].isin(["closed", "cancelled"])
    assert (over == rows["closed"].notna()).all()
    assert (over == rows["hours_spent"].notna()).all()
    open_pauses = now["request_pauses"].query("ended.isna()")["request_id"]
    assert set(rows.loc[rows["state"] == "paused", "request_id"]) == set(open_pauses)


def test_pauses_lie_within_their_request_and_do_not_overlap(now: Tables) -> None:
    pauses = now["request_pauses"].merge(now["service_requests"], on="request_id")
    assert set(pauses["state_x"]) == set(PAUSE_STATES)
    assert (pauses["started"] >= pauses["raised"]).all()
    done = pauses.dropna(subset=["closed"])
    assert (done["ended"] <= done["closed"]).all()
    ordered = pauses.sort_values(["request_id", "started"])
    following = ordered.groupby("request_id")["started"].shift(-1)
    assert following.notna().sum() > 50
    assert (following >= ordered["ended"])[following.notna()].all()


def test_attainment_falls_short_in_the_last_three_months_exactly_where_told(
    now: Tables, requests: pd.DataFrame
) -> None:
    found = attainment(requests.query("raised >= '2026-08-01'"))
    target = now["services"].query("valid_to.isna()").set_index("service_id")["target_percentile"]
    short = found[found < target.reindex(found.index)]
    assert set(short.index) == named(now, "service_level_breached")
    assert short.max() < 0.85


def test_attainment_of_the_improved_services_rose_by_more_than_a_seventh(
    now: Tables, requests: pd.DataFrame
) -> None:
    version = requests["service_version"].astype(int)
    last = version == version.groupby(requests["service_id"]).transform("max")
    rise = attainment(requests[last]) - attainment(requests[~last])
    assert set(rise[rise > 1 / 7].index) == named(now, "service_improved")


def test_requests_open_past_their_due_are_exactly_those_told(
    now: Tables, requests: pd.DataFrame
) -> None:
    late = requests.query("late and closed.isna()")
    assert set(late["request_id"]) == named(now, "request_open_past_due")
    assert len(late) >= 3
    clients = told(now, "request_open_past_due")["client_id"].dropna()
    assert set(clients) == set(late["client_id"].dropna())


def test_a_clients_titles_seldom_repeat(now: Tables) -> None:
    titles = now["service_requests"].query("client_id == 'C0002'")["title"]
    assert len(titles) > 150
    assert titles.value_counts().max() <= 8


def test_maturity_of_each_service_is_assessed_twice_a_year_with_evidence(now: Tables) -> None:
    rows = now["maturity_assessments"].query("model == 'PMO Value Ring'")
    assert set(rows["service_id"]) == set(now["services"]["service_id"])
    assert rows["aspect"].nunique() == 3
    assert rows["evidence"].notna().all()
    assert (rows["level"] <= rows["target_level"]).all()
    mean = rows.groupby("assessed")["level"].mean()
    assert mean.is_monotonic_increasing
    assert mean.iloc[-1] < 4
