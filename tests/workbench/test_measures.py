import pandas as pd
import pytest

from pmo_lib.analytics.cost import cost_position
from pmo_lib.blocks import Figure, Note
from pmo_lib.params import load_thresholds, load_wording
from pmo_lib.workbench.measures import MEASURES

LIMITS = load_thresholds()
every = pytest.mark.parametrize("measure", MEASURES)


@every
def test_measure_has_a_name_in_the_wording(measure):
    assert load_wording("en-GB").text(f"explore.measures.{measure}")


@every
@pytest.mark.parametrize("client", ["C0001", "C0002"])
def test_measure_shows_as_many_rows_as_it_gives(cut, measure, client):
    found, at = cut(client)
    view = MEASURES[measure](found, at, LIMITS)
    assert len(view.rows)
    assert view.table.html().count("<tr>") == len(view.rows) + 1
    assert view.table.limit == 0


@every
def test_client_without_projects_gets_a_sentence_and_no_rows(cut, measure):
    found, at = cut("C0003")
    view = MEASURES[measure](found, at, LIMITS)
    assert view.rows.empty
    assert "This client" in view.table.html() or "No milestone" in view.table.html()
    assert isinstance(view.chart, Note)


@every
def test_first_period_without_a_report_before_it_is_shown(cut, measure):
    found, at = cut("C0001", "2026-08")
    assert found.previous_period is None
    assert len(MEASURES[measure](found, at, LIMITS).rows)


@every
def test_texts_from_data_are_escaped(cut, measure):
    found, at = cut("C0002")
    name = found.current["projects"]["name"].fillna("").tolist()
    assert "Ωmega signalling" in name
    view = MEASURES[measure](found, at, LIMITS)
    assert "<script" not in view.table.html() + view.chart.html()


@pytest.mark.parametrize("measure", ["ratings", "milestones", "cost", "performance"])
def test_measure_has_a_figure_with_a_text_alternative(cut, measure):
    found, at = cut("C0001")
    chart = MEASURES[measure](found, at, LIMITS).chart
    assert isinstance(chart, Figure)
    assert chart.picture.startswith("<svg")
    assert "Billing move" in chart.alternative or measure in ("ratings", "milestones")


def test_ratings_are_worst_first_with_the_last_report_s_beside_them(cut):
    view = MEASURES["ratings"](*cut("C0001"), LIMITS)
    assert view.rows[["project_id", "previous_rating", "rating"]].fillna(
        ""
    ).to_numpy().tolist() == [
        ["J0001", "amber", "red"],
        ["J0002", "green", "green"],
        ["J0003", "amber", "not_reported"],
    ]


def test_long_narrative_is_cut_in_the_table_and_whole_in_the_rows(cut):
    view = MEASURES["ratings"](*cut("C0001"), LIMITS)
    assert len(view.rows["narrative"].iloc[0]) > 400
    assert max(view.table.frame["narrative"].dropna().str.len()) <= 240


def test_milestones_are_gravest_first_and_keep_the_analytic_s_own_words(cut):
    rows = MEASURES["milestones"](*cut("C0001"), LIMITS).rows
    assert rows["state"].iloc[0] == "late"
    assert rows["slip_days"].iloc[0] == 30
    assert set(rows["state"]) <= {"overdue", "late", "due", "on_time"}


def test_cost_rows_are_those_of_the_analytic(cut):
    found, at = cut("C0001")
    rows = MEASURES["cost"](found, at, LIMITS).rows
    plain = cost_position(found.current, found.previous, period="2026-10", as_of=at.as_of)
    assert list(rows.columns) == list(plain.columns)
    assert rows["project_id"].iloc[0] == "J0001"
    assert rows["variance_share"].iloc[0] == pytest.approx(0.16)


def test_withheld_name_and_budget_are_said_not_guessed(cut):
    view = MEASURES["cost"](*cut("C0002"), LIMITS)
    row = view.rows.set_index("project_id").loc["J0006"]
    assert pd.isna(row["budget"])
    assert pd.isna(row["project_name"])
    assert "Name withheld" in view.table.html()
    assert "withheld</span>" in view.table.html()


def test_performance_draws_the_project_with_the_lowest_cost_index(cut):
    view = MEASURES["performance"](*cut("C0001"), LIMITS)
    assert view.rows["project_id"].iloc[0] == "J0001"
    assert view.rows["cpi"].is_monotonic_increasing
    assert "Billing move has the lowest cost index, 0.82" in view.chart.html()
