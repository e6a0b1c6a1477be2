"""Who may import whom, as one table: a floor is changed by editing a line of it."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pmo_lib"

CONTENT = {"errors", "files", "contract", "params", "tables", "analytics", "charts", "blocks"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "files": set(),
    "contract": {"errors"},
    "params": {"errors", "contract"},
    "tables": {"errors", "files", "contract", "params"},
    "analytics": {"errors", "contract"},
    "charts": {"contract"},
    "blocks": {"errors", "contract"},
    "press": {"errors", "files", "contract", "params", "tables.store"},
    "workbench": CONTENT,
    "cli": {"errors", "params", "tables", "analytics", "press", "workbench"},
    "notebooks": {"params", "tables", "analytics", "charts", "blocks", "workbench"},
}

LOWER_ANALYTICS: dict[str, set[str]] = {
    "review": {
        *("changes", "cost", "data_quality", "earned_value"),
        *("exceptions", "headline", "milestones", "rag"),
    },
}
"""Analytics that may import other analytics than ``core``: short, without loops."""


def imported(source: str) -> set[str]:
    """Names of our modules that a piece of Python imports, without the leading ``pmo_lib``."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which floor is meant"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("pmo_lib.") for name in names if name.startswith("pmo_lib.")}


def is_allowed(name: str, room: str) -> bool:
    return name == "__version__" or any(
        name == one or name.startswith(f"{one}.") for one in MAY_IMPORT[room] | {room}
    )


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def code_of(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    lines = "".join("".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "code")
    return "\n".join(
        line for line in lines.splitlines() if not line.lstrip().startswith(("%", "!"))
    )


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_its_floor_and_those_below(path: Path):
    room = room_of(path)
    wrong = {name for name in imported(path.read_text("utf-8")) if not is_allowed(name, room)}
    assert not wrong, f"{room} may import {sorted(MAY_IMPORT[room])}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_imports_content_and_workbench_only(path: Path):
    wrong = {name for name in imported(code_of(path)) if not is_allowed(name, "notebooks")}
    assert not wrong


def test_an_analytic_imports_core_and_else_only_what_the_list_names():
    for path in (PACKAGE / "analytics").rglob("*.py"):
        measure = path.relative_to(PACKAGE / "analytics").with_suffix("").parts[0]
        others = {
            name.split(".")[1]
            for name in imported(path.read_text("utf-8"))
            if name.startswith("analytics.")
        }
        allowed = {"core", measure} | LOWER_ANALYTICS.get(measure, set())
        if measure != "__init__":
            assert others <= allowed, path.name


def test_every_room_of_the_package_stands_in_the_table():
    rooms = {room_of(path) for path in MODULES}
    assert rooms <= MAY_IMPORT.keys()


def test_the_check_sees_an_import_that_is_not_allowed():
    wrong = "from pmo_lib.analytics import rag\nimport pmo_lib.tables.store.slices"
    assert imported(wrong) == {"analytics.rag", "tables.store.slices"}
    assert not is_allowed("analytics.rag", "press")
    assert is_allowed("tables.store.slices", "press")
    assert not is_allowed("tables.mapping", "press")
