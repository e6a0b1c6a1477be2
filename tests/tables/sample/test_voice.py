"""What clients and colleagues say and read, and what the office asks of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pmo_lib.tables.sample import labelled_comments

Tables = dict[str, pd.DataFrame]
Snapshots = dict[str, Tables]


def told(now: Tables, kind: str) -> pd.DataFrame:
    return now["stories"].query("kind == @kind")


@pytest.fixture(scope="module")
def answers(now: Tables) -> pd.DataFrame:
    """Answers to the surveys, with their wave."""
    return now["feedback"].merge(now["surveys"][["survey_id", "wave", "population", "invited"]])


@pytest.fixture(scope="module")
def labels() -> pd.DataFrame:
    """Themes of the comments, as the sample knows them."""
    return labelled_comments()


def of_clients(answers: pd.DataFrame, measure: str) -> pd.DataFrame:
    rows = answers.query("audience == 'clients' and subject == 'office' and measure == @measure")
    return rows[["client_id", "wave", "score"]]


def promoter_score(rows: pd.DataFrame) -> pd.DataFrame:
    """Net promoter score with its upper limit, by client and wave."""
    each = rows.assign(up=rows["score"] >= 9, down=rows["score"] <= 6)
    share = each.groupby(["client_id", "wave"])[["up", "down"]].mean()
    n = each.groupby(["client_id", "wave"]).size()
    score = share["up"] - share["down"]
    error = np.sqrt((share["up"] + share["down"] - score**2) / n)
    return pd.DataFrame({"n": n, "score": score, "upper": score + 1.96 * error})


def test_each_wave_asks_no_more_people_than_there_are_and_some_answer(
    now: Tables, answers: pd.DataFrame
) -> None:
    surveys = now["surveys"].set_index("survey_id")
    assert (surveys["invited"] <= surveys["population"]).all()
    people = answers.query("subject == 'office' and measure == 'csat'").groupby("survey_id").size()
    assert (people <= surveys["invited"].reindex(people.index)).all()
    rate = people.groupby(surveys["wave"]).sum() / surveys.groupby("wave")["invited"].sum()
    assert rate.between(0.25, 0.5).all()
    assert len(rate) == 7


def test_scores_lie_on_their_scale_and_use_all_of_it(now: Tables) -> None:
    rows = now["feedback"]
    assert rows["score"].between(rows["scale_min"], rows["scale_max"]).all()
    points = rows.groupby("measure")["score"].nunique()
    assert points.to_dict() == {"csat": 5, "nps": 11, "ces": 7, "stars": 5}


def test_clients_with_projects_in_trouble_are_less_satisfied(
    now: Tables, answers: pd.DataFrame
) -> None:
    reports = now["status_reports"].query("dimension == 'overall' and period >= '2026-07'")
    red = set(reports.loc[reports["rating"] == "red", "project_id"])
    links = now["project_clients"].query("role == 'lead'")
    troubled = set(links.loc[links["project_id"].isin(red), "client_id"])
    rows = of_clients(answers, "csat").query("wave == '2026-H2'")
    mean = rows.groupby(rows["client_id"].isin(troubled))["score"].mean()
    assert mean[True] < mean[False]


def test_late_requests_get_fewer_stars(now: Tables) -> None:
    stars = now["feedback"].dropna(subset=["request_id"])
    requests = now["service_requests"].set_index("request_id")
    assert (stars["submitted"] > stars["request_id"].map(requests["closed"])).all()
    late = stars["request_id"].map(requests["closed"] > requests["due"] + pd.Timedelta(days=3))
    mean = stars.groupby(late)["score"].mean()
    assert mean[True] < mean[False] - 0.7


def test_detractor_clients_are_exactly_those_told(now: Tables, answers: pd.DataFrame) -> None:
    found = promoter_score(of_clients(answers, "nps").query("wave == '2026-H2'"))
    low = found.query("n >= 10 and upper < 0").reset_index()
    assert set(low["client_id"]) == set(told(now, "detractor_client")["client_id"])
    everybody = of_clients(answers, "nps").query("wave == '2026-H2'")["score"]
    assert (everybody >= 9).mean() > (everybody <= 6).mean()


def test_satisfaction_fell_by_more_than_chance_exactly_where_told(
    now: Tables, answers: pd.DataFrame
) -> None:
    rows = of_clients(answers, "csat")
    top = rows.assign(top=rows["score"] >= 4).query("wave >= '2026-H1'")
    share, n = (
        top.pivot_table(index="client_id", columns="wave", values="top", aggfunc=how)
        for how in ("mean", "count")
    )
    large = (n >= 10).all(axis=1)
    fall = (share["2026-H1"] - share["2026-H2"])[large]
    joint = ((share * n).sum(axis=1) / n.sum(axis=1))[large]
    error = np.sqrt(joint * (1 - joint) * (1 / n[large]).sum(axis=1))
    clients = set(told(now, "csat_fell")["client_id"])
    assert set(fall[fall > 1.96 * error].index) == clients
    assert "C0002" in clients


def test_waves_too_small_to_show_are_small(now: Tables, answers: pd.DataFrame) -> None:
    rows = of_clients(answers, "csat").query("wave == '2026-H2'")
    n = rows.groupby("client_id").size()
    assert n[told(now, "wave_too_small")["client_id"]].tolist() == [3, 3, 3]


def test_every_comment_has_a_label_and_its_coded_theme_mostly_agrees(
    now: Tables, labels: pd.DataFrame
) -> None:
    rows = now["feedback"].dropna(subset=["comment"])
    both = rows.merge(labels, on=["response_id", "comment"], suffixes=("_coded", ""))
    assert len(both) == len(rows) == len(labels)
    coded = both.dropna(subset=["theme_coded"])
    assert 0.93 < (coded["theme_coded"] == coded["theme"]).mean() < 0.99
    assert labels["theme"].nunique() == 11
    assert labels["theme"].value_counts().min() > 150


def test_comments_are_in_many_words(now: Tables) -> None:
    comments = now["feedback"]["comment"].dropna()
    assert comments.nunique() > 1500
    own = now["feedback"].query("client_id == 'C0002'")["comment"].dropna()
    assert own.value_counts().iloc[3:].max() <= 3


def test_happy_people_praise_and_unhappy_people_complain(labels: pd.DataFrame, now: Tables) -> None:
    rows = now["feedback"].merge(labels[["response_id", "names_a_person"]])
    share = (rows["score"] - rows["scale_min"]) / (rows["scale_max"] - rows["scale_min"])
    thanks = rows["comment"].str.contains("made|smoothly|trust|worth every|far less", regex=True)
    slow = rows["comment"].str.contains("late again|too slow|do not add up", case=False, regex=True)
    assert share[thanks].mean() > 0.75
    assert share[slow].mean() < 0.6


def test_comments_that_name_a_person_are_exactly_those_told(
    now: Tables, labels: pd.DataFrame
) -> None:
    rows = now["feedback"].dropna(subset=["comment"])
    everything = "\n".join(rows["comment"])
    names = [name for name in now["people"]["name"].unique() if name in everything]
    found = rows[rows["comment"].str.contains("|".join(names))]
    ids = set(told(now, "comment_needs_care")["expectation"].str.split(":").str[0])
    assert set(found["response_id"]) == ids
    assert set(labels.loc[labels["names_a_person"], "response_id"]) == ids
    assert set(found["client_id"]) == set(told(now, "comment_needs_care")["client_id"])


def test_themes_are_coded_weeks_later_and_actions_follow(snapshots: Snapshots) -> None:
    now = snapshots["2026-10"]["feedback"]
    recent = now["submitted"] >= "2026-09-22"
    assert now.loc[recent, "theme"].isna().all()
    assert now.loc[~recent & now["comment"].notna(), "theme"].notna().mean() > 0.85
    acted = now.dropna(subset=["action"])
    assert (acted["actioned"] > acted["submitted"]).all()
    assert not (acted["told"] < acted["actioned"]).any()
    assert now.loc[now["told"].notna(), "action"].notna().all()
    assert 0.4 < acted["told"].notna().mean() < 0.8
    before = snapshots["2026-05"]["feedback"]
    later = now.set_index("response_id").reindex(before["response_id"])
    assert later["action"].notna().sum() > before["action"].notna().sum()


def test_more_reports_are_opened_since_their_new_form(now: Tables) -> None:
    rows = now["report_reads"].query("report == 'client'")
    opened = rows.groupby(["period", "client_id"])["opened"].count() > 0
    share = opened.groupby("period").mean()
    assert share[:"2026-02"].between(0.45, 0.7).all()
    assert share["2026-03":].between(0.68, 0.9).all()
    assert share.index[-1] == "2026-09"
    read = rows.dropna(subset=["opened"])
    assert (read["opened"] > read["issued"]).all()
    assert read["seconds_open"].between(4, 3600).all()


def test_an_issue_is_unopened_until_somebody_opens_it(snapshots: Snapshots) -> None:
    for period, tables in snapshots.items():
        rows = tables["report_reads"]
        unopened = rows[rows["opened"].isna()]
        assert unopened[["seconds_open", "reader"]].isna().all(axis=None)
        keys = ["client_id", "programme_id", "report", "period"]
        assert not unopened.duplicated(keys).any(), period
        read = rows.dropna(subset=["opened"])
        assert unopened.merge(read, on=keys).empty


def test_unread_reports_are_exactly_those_told(now: Tables) -> None:
    rows = now["report_reads"].query("report == 'client' and period >= '2026-06'")
    opened = rows.pivot_table(
        index="client_id", columns="period", values="opened", aggfunc="count", observed=False
    )
    silent = opened[(opened == 0).all(axis=1)]
    assert set(silent.index) == set(told(now, "report_unread")["client_id"])
    shorter = (opened[["2026-07", "2026-08", "2026-09"]] == 0).all(axis=1)
    assert set(opened[shorter].index) == set(silent.index)


def test_the_office_asks_less_and_least_for_what_it_holds(now: Tables) -> None:
    rows = now["data_requests"]
    month = rows["asked"].dt.strftime("%Y-%m")
    half = month.value_counts().sort_index().to_numpy().reshape(4, 6).sum(axis=1)
    assert (np.diff(half) < -0.05 * half[:-1]).all()
    status = rows[rows["kind"] == "status"].groupby(month).size()
    assert status["2026-08":].mean() < 0.35 * status[:"2025-01"].mean()


def test_a_request_says_who_was_asked_and_why(now: Tables) -> None:
    rows = now["data_requests"]
    assert rows[["asked_of", "why", "what", "asked_by", "due"]].notna().all(axis=None)
    people = now["people"].set_index("person_id")["name"]
    asked = rows.dropna(subset=["person_id"])
    assert (asked["asked_of"] == asked["person_id"].map(people)).all()
    assert not (rows["answered"] <= rows["asked"]).any()
    assert 0.02 < rows["answered"].isna().mean() < 0.1
    assert set(rows["survey_id"].dropna()) == {
        "2025-colleagues-1",
        "2025-colleagues-2",
        "2026-colleagues-1",
    }


def test_requests_asked_twice_are_exactly_those_told(now: Tables) -> None:
    rows = now["data_requests"].query("kind != 'survey'")
    same = ["person_id", "client_id", "project_id", "what"]
    doubled = rows[rows.duplicated(same, keep=False)]
    stories = told(now, "request_asked_twice")
    assert set(doubled["project_id"]) == set(stories["project_id"])
    assert len(doubled) == 2 * len(stories)
    first = doubled.sort_values("asked").drop_duplicates("project_id").set_index("project_id")
    second = doubled.sort_values("asked").drop_duplicates("project_id", keep="last")
    assert (first["answered"].reindex(second["project_id"]).to_numpy() < second["asked"]).all()
