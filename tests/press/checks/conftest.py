"""A run of one client of three, and what it could let slip of the others."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from nbformat.v4 import new_notebook

from pmo_lib.press.checks import Artefacts, LeakCheck, find_leaks
from pmo_lib.tables.store import Cutter, Store

OWN = {"C0001": "Hollinmere Energy", "J0001": "Turbine upgrade (north region)"}
PERIOD = {"period": "2026-10", "cadence": "month", "start": "2026-10-01", "end": "2026-10-31"}


def make_store(folder):
    """Make a store of three clients, of which the first wrote of the third in a note."""
    clients = {
        **{"C0001": OWN["C0001"], "C0002": "Corvenbridge Authority"},
        **{"C0003": "Meadow Trust", "C0004": "北海道電力", "CO": "Cabinet of Ministers"},
    }
    projects = {
        **{"J0001": OWN["J0001"], "J0002": "Turbine upgrade", "J0003": "Twin project"},
        **{"J0004": "Twin project", "J0005": "Data quality", "CO-J0006": "Ministers' registry"},
        "J0007": "Depot <b>North</b> works",
    }
    owners = ["C0001", "C0002", "C0003", "C0003", "C0002", "C0001", "C0002"]
    ids = list(projects)
    note = "Waits for Meadow Trust; see J0003."
    store = Store.create(folder)
    store.write(
        "made-up",
        date(2026, 10, 31),
        {
            "periods": pd.DataFrame([{**PERIOD, "data_date": "2026-10-31"}]).astype(
                dict.fromkeys(("start", "end", "data_date"), "datetime64[ns]")
            ),
            "clients": pd.DataFrame({"client_id": list(clients), "name": list(clients.values())}),
            "people": pd.DataFrame(
                {"person_id": ["E0001", "E0002"], "name": ["Ada Quill", "Wilhelmina Stane"]}
            ),
            "projects": pd.DataFrame(
                {
                    "project_id": ids,
                    "name": list(projects.values()),
                    "lifecycle": "live",
                    "manager_id": ["E0001", "E0002", "E0002", "E0002", "E0002", "E0001", None],
                    "sponsor": ["A. Own", "Florence Marchbank", *[None] * 5],
                    "note": [note, *[None] * 6],
                }
            ),
            "project_clients": pd.DataFrame(
                {"project_id": ids, "client_id": owners, "valid_from": pd.Timestamp("2026-01-01")}
            ),
        },
        loaded_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    return store


@pytest.fixture(scope="session")
def check(tmp_path_factory):
    """Give what the run of the first client is held to."""
    folder = tmp_path_factory.mktemp("leaks")
    cutter = Cutter(make_store(folder / "store"))
    cut = cutter.cut("client", "C0001", "client")
    digest = cut.write(folder / "slice")
    (folder / "named.json").write_text(cutter.named().to_json())
    return LeakCheck(folder / "named.json", cut.named(), folder / "slice", digest, "en-GB")


@pytest.fixture
def found(check):
    """Search something that the run made."""

    def search(*, html=None, pdf=None, notebook=None, path="2026-10/C0001/client_report"):
        documents = {"html": html and html.encode(), "pdf": pdf}
        made = {kind: content for kind, content in documents.items() if content is not None}
        return find_leaks(Artefacts(path, notebook or new_notebook(), made), check)

    return search


@pytest.fixture
def leaked(found):
    """Search something; give the words that leaked."""

    def words(**made):
        return {leak.hit.word for leak in found(**made).leaks}

    return words
