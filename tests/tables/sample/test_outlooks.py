"""What managers expect and say would help, and who stands behind it."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]

END = pd.Timestamp("2026-10-31")


@pytest.fixture(scope="module")
def in_force(now: Tables) -> pd.DataFrame:
    """Rows of progress with the baseline in force at the end of each period."""
    ends = now["periods"][["period", "end"]]
    baselines = now["baselines"].sort_values("effective")
    columns = ["project_id", "baseline_no", "effective", "budget", "contingency", "benefits"]
    rows = pd.merge_asof(
        now["progress"].merge(ends, on="period").sort_values("end"),
        baselines[columns],
        left_on="end",
        right_on="effective",
        by="project_id",
    )
    return rows.sort_values(["project_id", "period"])


def owners(now: Tables, dimension: str) -> pd.DataFrame:
    rows = now["status_reports"]
    return rows[(rows["assessor"] == "owner") & (rows["dimension"] == dimension)]


def test_a_managers_finish_is_the_forecast_of_the_final_milestone(now: Tables) -> None:
    last = now["milestones"].sort_values(["project_id", "period", "milestone_id"])
    last = last.groupby(["project_id", "period"]).tail(1)
    both = now["progress"].merge(last, on=["project_id", "period"])
    told = both["manager_finish"].notna() & both["forecast_date"].notna()
    assert told.mean() > 0.9
    assert (both["manager_finish"] == both["forecast_date"])[told].all()


def test_a_finish_that_is_not_given_says_why(now: Tables) -> None:
    rows = now["progress"]
    assert (rows["manager_finish"].isna() == rows["manager_finish_state"].notna()).all()
    assert set(rows["manager_finish_state"].dropna()) == {"not_provided", "to_be_decided"}


def test_contingency_is_a_small_share_of_the_budget_and_a_few_small_projects_have_none(
    now: Tables,
) -> None:
    rows = now["baselines"].dropna(subset="contingency")
    first = rows[rows["baseline_no"] == 1]
    assert 0.05 < (first["contingency"] / first["budget"]).median() < 0.1
    assert 0.01 < (first["contingency"] == 0).mean() < 0.1
    assert (rows["contingency"] <= 0.22 * rows["budget"]).all()


def test_what_is_left_of_contingency_only_falls_while_a_baseline_is_in_force(
    in_force: pd.DataFrame,
) -> None:
    rows = in_force.dropna(subset="contingency_remaining")
    steps = rows.groupby(["project_id", "baseline_no"])["contingency_remaining"].diff()
    assert not (steps > 0).any()
    assert (rows["contingency_remaining"] <= rows["contingency"]).all()
    assert (rows["contingency_remaining"] >= 0).all()


@pytest.mark.parametrize(
    ("sentence", "least", "most"),
    [
        ("Contingency is used up.", 0.0, 0.0),
        ("Contingency has been drawn for additional design work.", 0.0, 0.91),
    ],
)
def test_what_is_left_of_contingency_bears_out_what_the_narrative_says_of_it(
    now: Tables, in_force: pd.DataFrame, sentence: str, least: float, most: float
) -> None:
    said = owners(now, "cost")
    said = said[said["narrative"].str.startswith(sentence)]
    rows = in_force.merge(said[["project_id", "period"]]).dropna(subset="contingency_remaining")
    share = rows["contingency_remaining"] / rows["contingency"]
    assert len(rows) > 100
    assert share.dropna().between(least, most).all()


def test_expected_benefits_are_those_of_the_case_or_less_the_worse_the_rating(
    now: Tables, in_force: pd.DataFrame
) -> None:
    rated = owners(now, "benefits")[["project_id", "period", "rating"]]
    rows = in_force.merge(rated).dropna(subset="benefits_forecast")
    kept = (rows["benefits_forecast"] / rows["benefits"]).groupby(rows["rating"]).median()
    assert kept["green"] > 0.97
    assert 0.84 < kept["amber"] < 0.97
    assert 0.5 < kept["red"] < 0.82


@pytest.mark.parametrize("column", ["contingency_remaining", "benefits_forecast"])
def test_a_forecast_that_is_not_given_says_why(now: Tables, column: str) -> None:
    rows = now["progress"]
    assert (rows[column].isna() == rows[f"{column}_state"].notna()).all()


def test_nothing_tells_the_contingency_or_benefits_of_a_withheld_project(now: Tables) -> None:
    stories = now["stories"]
    hidden = stories.loc[stories["kind"] == "withheld_budget", "project_id"]
    for table, column in (
        ("baselines", "contingency"),
        ("progress", "contingency_remaining"),
        ("progress", "benefits_forecast"),
    ):
        rows = now[table][now[table]["project_id"].isin(hidden)]
        assert rows[column].isna().all()
        assert (rows[f"{column}_state"] == "withheld").all()


def test_a_project_has_an_actual_finish_exactly_when_it_is_complete(now: Tables) -> None:
    rows = now["projects"]
    assert (rows["actual_finish"].notna() == (rows["lifecycle"] == "complete")).all()
    assert (rows["actual_start"].notna() == (rows["start"] <= END)).all()
    met = now["milestones"].groupby("project_id")["actual_date"].max()
    done = rows.dropna(subset="actual_finish").set_index("project_id")["actual_finish"]
    assert (met.reindex(done.index) == done).all()


def test_a_sponsor_is_one_of_the_clients_people_and_changes_with_the_client(
    now: Tables, before: Tables
) -> None:
    assert now["projects"]["sponsor"].notna().all()
    links = now["project_clients"]
    ended = set(links.loc[links["valid_to"].notna(), "project_id"])
    both = before["projects"].merge(now["projects"], on="project_id", suffixes=("_then", ""))
    moved = set(both.loc[both["sponsor_then"] != both["sponsor"], "project_id"])
    assert moved == ended


def test_most_owners_of_amber_and_red_say_what_would_better_it_and_none_of_green_do(
    now: Tables,
) -> None:
    rows = now["status_reports"]
    told = rows["path_to_green"].notna()
    assert not told[(rows["rating"] == "green") | (rows["assessor"] == "independent")].any()
    worse = rows["rating"].isin(["amber", "red"]) & (rows["assessor"] == "owner")
    assert 0.7 < told[worse].mean() < 0.95
    assert rows.loc[told, "path_to_green"].nunique() > 25


def test_help_is_asked_for_where_the_narrative_says_so_and_in_the_same_words(now: Tables) -> None:
    rows = owners(now, "overall")
    said = rows["narrative"].str.extract(r"Help needed: ([^.]+\.)", expand=False)
    here = said.notna()
    assert here.sum() > 100
    asked = rows.loc[here, "help_needed"].str.lower()
    assert (asked == said[here].str.lower()).all()
    assert rows.loc[rows["rating"] == "green", "help_needed"].isna().all()


def test_managers_write_the_owners_reports_and_reviewers_the_independent_ones(now: Tables) -> None:
    rows = now["status_reports"].merge(now["projects"][["project_id", "manager_id"]])
    own = rows["assessor"] == "owner"
    assert (rows["author_id"] == rows["manager_id"])[own].all()
    role = now["people"].set_index("person_id")["role"]
    assert (rows.loc[~own, "author_id"].map(role) == "assurance lead").all()


ACTED = (
    ("status_reports", "author_id", "submitted"),
    ("gate_reviews", "reviewer_id", "reviewed"),
    ("service_requests", "handler_id", "raised"),
    ("service_requests", "requester_id", "raised"),
    ("data_requests", "person_id", "asked"),
)


@pytest.mark.parametrize(("table", "who", "when"), ACTED)
def test_nobody_acts_before_joining_or_after_leaving(
    now: Tables, table: str, who: str, when: str
) -> None:
    people = now["people"].set_index("person_id")
    rows = now[table].dropna(subset=[who, when])
    joined, left = (rows[who].map(people[name]) for name in ("joined", "left"))
    assert len(rows) > 100
    assert not (rows[when] < joined).any()
    assert not (rows[when].dt.normalize() > left).any()


@pytest.mark.parametrize(
    ("table", "open_"),
    [
        ("risks", ["open", "proposed"]),
        ("issues", ["open"]),
        ("actions", ["open"]),
        ("change_requests", ["raised", "assessed", "approved"]),
        ("lessons", ["raised", "accepted"]),
        ("deliverables", ["planned", "in_progress", "submitted", "rejected"]),
        ("dependencies", ["proposed", "agreed", "disputed"]),
    ],
)
def test_nothing_open_is_owned_by_somebody_who_has_left(
    now: Tables, table: str, open_: list[str]
) -> None:
    gone = now["people"].dropna(subset="left")["person_id"]
    rows = now[table].query("period == '2026-10'")
    assert not rows.loc[rows["state"].isin(open_), "owner_id"].isin(gone).any()
