import threading

import pandas as pd
import pytest

from pmo_lib.errors import StoreError
from pmo_lib.workbench import Explorer
from pmo_lib.workbench import explorer as room
from pmo_lib.workbench.making import Outcome

GIVEN = {"client_id": "C0001", "period": "latest", "edition": "client", "language": "en-GB"}


@pytest.fixture
def explore(small_store, own_home):
    """Open the explorer on the small store; reports and exports go to the test's own folder."""

    def opened(**given) -> Explorer:
        return Explorer(**{"data": str(small_store.root), **GIVEN, **given})

    return opened


def told(output) -> str:
    return output.outputs[0]["data"]["text/html"] if output.outputs else ""


def wait(explorer: Explorer) -> None:
    for thread in threading.enumerate():
        if thread.name == room.MAKER:
            thread.join(60)
    assert explorer.outcome is not None


def test_explorer_opens_on_its_parameters(explore):
    explorer = explore()
    assert explorer.controls.client.value == "Northwind Energy (C0001)"
    assert explorer.controls.period.value == "2026-10"
    assert explorer.controls.measure.value == "ratings"
    assert list(explorer.rows["project_id"]) == ["J0001", "J0002", "J0003"]
    assert "Overall ratings of 3 live projects" in explorer.controls.table.value
    assert "<svg" in explorer.controls.chart.value
    assert explorer.controls.said.value == ""


def test_explorer_displays_as_a_widget(explore):
    assert "application/vnd.jupyter.widget-view+json" in explore()._repr_mimebundle_()


def test_table_and_chart_follow_the_measure(explore):
    explorer = explore()
    seen = set()
    for measure in dict(explorer.controls.measure.options).values():
        explorer.controls.measure.value = measure
        seen.add((explorer.controls.table.value, explorer.controls.chart.value))
        assert len(explorer.rows)
    assert len(seen) == len(explorer.controls.measure.options) == 5


def test_table_and_chart_follow_the_client(explore):
    explorer = explore()
    explorer.controls.client.value = "rail"
    assert explorer.controls.client.value == "Северный Rail & Sons (C0002)"
    assert set(explorer.rows["project_id"]) == {"J0005", "J0006", "J0007"}
    assert explorer.slice.id == "C0002"


def test_table_and_chart_follow_the_period_and_the_client_stays(explore):
    explorer = explore()
    explorer.controls.period.value = "2026-08"
    assert explorer.controls.client.value == "Northwind Energy (C0001)"
    assert explorer.slice.period.name == "2026-08"
    assert explorer.rows.set_index("project_id").loc["J0001", "rating"] == "green"
    assert "August 2026" in explorer.controls.table.value


def test_clients_are_offered_by_name_with_their_ids(explore):
    assert explore().controls.client.options == (
        "Northwind Energy (C0001)",
        "Quiet Trust (C0003)",
        "Северный Rail & Sons (C0002)",
    )


def test_client_without_projects_is_said_and_can_be_reported_on(explore):
    controls = explore(client_id="C0003").controls
    assert "This client has no live project" in controls.table.value
    assert controls.export.disabled
    assert not controls.make.disabled


def test_unknown_client_leaves_one_sentence_and_nothing_of_the_last_choice(explore):
    explorer = explore()
    explorer.controls.client.value = "<b>nobody</b>"
    assert "No client of this period matches" in explorer.controls.said.value
    assert "&lt;b&gt;nobody" in explorer.controls.said.value
    assert explorer.controls.table.value == explorer.controls.chart.value == ""
    assert explorer.rows.empty
    assert explorer.slice is None
    assert explorer.controls.export.disabled
    assert explorer.controls.make.disabled


def test_explorer_goes_on_after_a_mistake(explore):
    explorer = explore(client_id="C9999", period="2031")
    assert "holds no period &#x27;2031&#x27;" in explorer.controls.said.value
    assert explorer.controls.period.value is None
    explorer.controls.period.value = "2026-09"
    assert "No client of this period matches &#x27;C9999&#x27;" in explorer.controls.said.value
    explorer.controls.client.value = "C0001"
    assert explorer.controls.said.value == ""
    assert len(explorer.rows) == 3


def test_no_client_asks_for_one(explore):
    assert "Choose a client" in explore(client_id="").controls.said.value


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"data": "/nowhere"}, "There is no store in /nowhere"),
        ({"edition": "clinet"}, "edition is"),
        ({"client_id": 3}, "client_id is 3"),
        ({"language": "xx"}, "No wording"),
        ({"perod": "2026"}, "did you mean &#x27;period&#x27;"),
    ],
)
def test_what_cannot_be_opened_is_said_in_one_sentence(explore, given, sentence):
    explorer = explore(**given)
    assert sentence in explorer.panel.value
    assert "Traceback" not in explorer.panel.value
    assert explorer.rows.empty


def test_damaged_store_is_said_when_a_period_is_turned_to(explore, monkeypatch):
    explorer = explore()

    def damaged(*_):
        raise StoreError("A part is damaged.")

    monkeypatch.setattr("pmo_lib.workbench.portfolio.Cutter", damaged)
    explorer.controls.period.value = "2026-09"
    assert "A part is damaged." in explorer.controls.said.value
    assert explorer.controls.table.value == ""


def test_fault_of_ours_is_said_and_raised_and_another_measure_goes_on(explore, monkeypatch):
    explorer = explore()

    def broken(*_):
        raise KeyError("cpi")

    monkeypatch.setattr(room, "MEASURES", {**room.MEASURES, "cost": broken})
    with pytest.raises(KeyError):
        explorer.controls.measure.value = "cost"
    assert "could not be shown" in explorer.controls.said.value
    assert explorer.rows.empty
    explorer.controls.measure.value = "quality"
    assert explorer.controls.said.value == ""
    assert len(explorer.rows)


def test_internal_columns_are_not_in_a_client_s_slice(explore):
    assert "internal_note" not in explore().slice.current["projects"]
    assert "internal_note" in explore(edition="internal").slice.current["projects"]


def test_export_writes_the_shown_rows_and_links_to_them(explore, own_home):
    explorer = explore()
    explorer.controls.export.click()
    path = own_home / "reports" / "exports" / "C0001_2026-10_ratings.csv"
    written = pd.read_csv(path, encoding="utf-8-sig")
    assert list(written.columns) == list(explorer.rows.columns)
    assert list(written["project_name"]) == ["Billing move", "'=HYPERLINK(A1)", "Smart metering"]
    assert written["narrative"].iloc[0].startswith("'@supplier late")
    assert "3 rows written to" in told(explorer.controls.exported)
    assert 'C0001_2026-10_ratings.csv">' in told(explorer.controls.exported)
    explorer.controls.measure.value = "cost"
    assert told(explorer.controls.exported) == ""


def test_export_that_cannot_be_written_is_said(explore, own_home):
    explorer = explore()
    (own_home / "reports").write_text("a file in the way")
    explorer.controls.export.click()
    assert "could not be written" in told(explorer.controls.exported)


def test_report_is_made_beside_the_explorer_which_can_be_used_meanwhile(explore, monkeypatch):
    explorer, go_on, commands = explore(), threading.Event(), []

    def slow(command):
        commands.append(command)
        assert go_on.wait(60)
        return Outcome("made", "", {"html": explorer_home / "a b.html"})

    explorer_home = room.home() / "reports"
    monkeypatch.setattr(room, "make_report", slow)
    explorer.controls.make.click()
    assert "Making the report of Northwind Energy (C0001) for October 2026" in told(
        explorer.controls.made
    )
    assert explorer.controls.make.disabled
    explorer.controls.client.value = "C0002"
    assert set(explorer.rows["project_id"]) == {"J0005", "J0006", "J0007"}
    assert explorer.controls.make.disabled
    go_on.set()
    wait(explorer)
    assert "Northwind Energy (C0001) for October 2026 is made" in told(explorer.controls.made)
    assert "a%20b.html" in told(explorer.controls.made)
    assert not explorer.controls.make.disabled
    assert commands[0][commands[0].index("--period") + 1] == "2026-10"


@pytest.mark.parametrize("kind", ["held", "failed", "not_started"])
def test_report_that_is_not_made_says_why(explore, monkeypatch, kind):
    explorer = explore()
    monkeypatch.setattr(room, "make_report", lambda _: Outcome(kind, "Rows of <J0001> are odd."))
    explorer.controls.make.click()
    wait(explorer)
    assert "Rows of &lt;J0001&gt; are odd." in told(explorer.controls.made)
    assert explorer.outcome.outcome == kind
