"""The house's rules for notebooks: order and prose, no logic."""

import ast
from pathlib import Path

import nbformat
import pytest

from pmo_lib.params import ReportParams

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if path.stem.endswith("_report")]
METHODS = [path for path in NOTEBOOKS if path.parent.name == "methods"]

named = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


@named
def test_notebook_defines_no_function_and_no_class(path: Path):
    tree = ast.parse("\n".join(cell.source for cell in code_cells(path)))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node for node in ast.walk(tree) if isinstance(node, kinds)]


@named
def test_notebook_has_at_most_60_lines_of_code(path: Path):
    lines = [
        line
        for cell in code_cells(path)
        for line in cell.source.splitlines()
        if line.strip() and not line.strip().startswith("#")
    ]
    assert len(lines) <= 60


@named
def test_only_method_notebooks_keep_outputs(path: Path):
    if path in METHODS:
        assert any(cell.outputs for cell in code_cells(path))
    else:
        assert not [cell for cell in code_cells(path) if cell.outputs or cell.execution_count]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_report_has_one_parameters_cell_of_known_flat_names(path: Path):
    tagged = [c for c in code_cells(path) if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    given = {}
    for node in ast.parse(tagged[0].source).body:
        assert isinstance(node, ast.AnnAssign), "each parameter is typed"
        given[node.target.id] = ast.literal_eval(node.value)
    assert ReportParams.checked(given, where=path.name).data == "sample"


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_report_is_marked_as_a_report_so_that_no_code_is_printed(path: Path):
    assert nbformat.read(path, as_version=4).metadata["pmo"]["document"] == "report"


def test_there_are_report_and_method_notebooks():
    assert {path.stem for path in REPORTS} >= {
        "client_report",
        "programme_report",
        "portfolio_report",
    }
    assert METHODS
