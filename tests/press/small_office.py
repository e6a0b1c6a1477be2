"""A small office made by code: a store, report sets, and notebooks that each show one behaviour."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import nbformat
import pandas as pd
import yaml
from nbformat.v4 import new_code_cell, new_notebook

from pmo_lib.params import home
from pmo_lib.tables.store import Store

CLIENTS = {"C-1": "Northwind & <Sons>", "C-2": "شركة الطاقة", "C-3": "Étoile"}
PROGRAMMES = {"P-1": "Platforms"}
MONTHS = {"2026-09": date(2026, 9, 30), "2026-10": date(2026, 10, 31)}

NAMES = {
    "client": "client_id = ''",
    "programme": "programme_id = ''",
    "portfolio": "",
}

REPORT = """
import json
from pathlib import Path
from IPython.display import HTML, display
cut = json.loads((Path(data) / "slice.json").read_text())
display(HTML(
    "<header class='pmo-header'><h1>Report on " + cut["id"] + "</h1></header>"
    "<section class='pmo-section'><h2>Position</h2><table class='pmo-table'>"
    "<caption>Projects</caption><thead><tr><th scope='col'>Name</th></tr></thead>"
    "<tbody><tr><th scope='row'>One</th></tr></tbody></table></section>"))
summary = {
    "level": cut["level"], "id": cut["id"], "name": "Report on " + cut["id"],
    "period": cut["period"]["name"], "edition": cut["edition"],
    "data_as_of": cut["period"]["data_date"], "stale": False,
    "headline": "1 of 2 live projects is red; 1 worsened.", "rating": "red",
    "previous_rating": "amber", "counts": {"red": 1, "green": 1}, "projects": 2,
    "exceptions": 1, "changes": 3,
}
"""
SHOW = "display({'application/vnd.pmo.summary+json': summary}, raw=True)"

BEHAVIOURS = {
    "raises": ["print('so far so good')", "raise ValueError('the client C-2 owes 7')", "print(1)"],
    "silent": ["print('no summary')"],
    "hangs": ["print('before')", "import time; time.sleep(300)"],
    "leaks": [f"{REPORT}\ndisplay(HTML('<p>It waits for C-2.</p>'))", SHOW],
    "exits": ["print('before')", "import sys; sys.exit(0)", "print(1)"],
    "dies": ["print('before')", "import os; os._exit(7)"],
    "kills_its_worker": ["import os, signal; os.kill(os.getppid(), signal.SIGKILL)"],
    "segfaults": ["print('before')", "import ctypes; ctypes.string_at(0)"],
    "eats_memory": ["held = []\nwhile True: held.append(bytearray(1 << 30))"],
    "prints_1_gb": ["for _ in range(1 << 10): print('x' * (1 << 20))"],
    "leaves_a_child": [
        "import subprocess\n"
        "child = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "print(f'child {child.pid}!')",
        "raise ValueError('it went on')",
    ],
    "changes_folder": [REPORT, "import os; os.chdir('/')", SHOW],
    "patches_pandas": [
        "import pandas as pd\n"
        "pd.DataFrame.__init__ = pd.DataFrame.to_html = pd.read_parquet = None",
        REPORT,
        SHOW,
    ],
    "writes_outside": [REPORT, "open('../outside.txt', 'w').write('of another')", SHOW],
}


def notebook(cells: list[str], names: str = NAMES["client"]) -> nbformat.NotebookNode:
    """Make a notebook with a tagged parameters cell and some more."""
    defaults = f"data: str = 'sample'\n{names}\nperiod = 'latest'\nedition = 'client'"
    first = new_code_cell(defaults, metadata={"tags": ["parameters"]})
    made = new_notebook(cells=[first, *map(new_code_cell, cells)])
    made.metadata["pmo"] = {"document": "report"}
    return made


def make_home(folder: Path) -> Path:
    """Folders of a workbench: notebooks and report sets of its own, wording and brands as here."""
    for name in ("notebooks", "params/reports"):
        (folder / name).mkdir(parents=True)
    (folder / "params" / "wording").symlink_to(home() / "params" / "wording")
    shutil.copytree(home() / "params" / "brands", folder / "params" / "brands")
    for level, names in NAMES.items():
        nbformat.write(
            notebook([REPORT, SHOW], names), folder / "notebooks" / f"{level}_report.ipynb"
        )
        edition = "client" if level == "client" else "board"
        _write_set(folder, level, notebook=f"{level}_report.ipynb", level=level, edition=edition)
    for name, cells in BEHAVIOURS.items():
        nbformat.write(notebook(cells), folder / "notebooks" / f"{name}.ipynb")
        _write_set(folder, name, notebook=f"{name}.ipynb", level="client")
    _write_set(folder, "sample", gathers={"client": ["C-3", "C-1"], "portfolio": []})
    return folder


def _write_set(folder: Path, name: str, **given) -> None:
    text = yaml.safe_dump({"title": name, **given})
    (folder / "params" / "reports" / f"{name}.yml").write_text(text)


def make_store(folder: Path) -> Store:
    """Two months of three clients and a programme."""
    store = Store.create(folder)
    for day in MONTHS.values():
        store.write("made-up", day, _tables(), loaded_at=datetime(2026, 11, 2, tzinfo=UTC))
    return store


def _tables() -> dict[str, pd.DataFrame]:
    start = pd.Timestamp("2026-01-05")
    ends = [pd.Timestamp(day) for day in MONTHS.values()]
    projects = [f"J-{n}" for n in range(1, len(CLIENTS) + 1)]
    return {
        "periods": pd.DataFrame(
            {
                "period": list(MONTHS),
                "cadence": "month",
                "start": [end.replace(day=1) for end in ends],
                "end": ends,
                "data_date": ends,
            }
        ),
        "clients": pd.DataFrame({"client_id": list(CLIENTS), "name": list(CLIENTS.values())}),
        "programmes": pd.DataFrame(
            {"programme_id": list(PROGRAMMES), "name": list(PROGRAMMES.values())}
        ),
        "projects": pd.DataFrame({"project_id": projects, "lifecycle": "live"}),
        "project_clients": pd.DataFrame(
            {"project_id": projects, "client_id": list(CLIENTS), "valid_from": start}
        ),
        "project_programmes": pd.DataFrame(
            {"project_id": projects, "programme_id": "P-1", "valid_from": start}
        ),
    }
