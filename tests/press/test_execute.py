"""Executing one notebook: what it may take, where it runs, what is kept when it fails."""

import json
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from pmo_lib.errors import ParameterError, ReportError
from pmo_lib.press.execute import check_parameters, execute, notebook_parameters
from pmo_lib.press.kernel import run_environment

GIVEN = {"data": "slice", "client_id": "C-1", "period": "2026-10", "edition": "client"}


@pytest.fixture
def write(tmp_path):
    """Write a notebook of cells; the first is tagged ``parameters`` unless told otherwise."""

    def written(*cells, tag="parameters"):
        first = new_code_cell(cells[0], metadata={"tags": [tag]})
        path = tmp_path / "made.ipynb"
        nbformat.write(new_notebook(cells=[first, *map(new_code_cell, cells[1:])]), path)
        return path

    return written


@pytest.fixture
def run(office_home, tmp_path):
    """Execute one of the small office's notebooks; give its output file too."""
    output = tmp_path / "out" / "executed.ipynb"
    output.parent.mkdir()

    def executed(name, time_limit=60.0):
        notebook = office_home / "notebooks" / f"{name}.ipynb"
        return execute(notebook, GIVEN, folder=tmp_path, output=output, time_limit=time_limit)

    run = executed
    run.output = output
    return run


def texts(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.get("text", "") for output in outputs)


def test_parameters_are_the_names_that_the_tagged_cell_sets(write):
    path = write("data: str = 'sample'\nperiod = 'latest'  # which")
    assert notebook_parameters(path) == ["data", "period"]


def test_a_changed_notebook_is_read_again(write):
    assert notebook_parameters(write("data = ''")) == ["data"]
    assert notebook_parameters(write("data = ''\nperiod = ''")) == ["data", "period"]


@pytest.mark.parametrize(
    ("cells", "tag", "told"),
    [
        (["perod = ''"], "parameters", "did you mean 'period'"),
        (["data = ''"], "other", "no cell with names and defaults is tagged"),
        (["data = "], "parameters", "SyntaxError"),
    ],
)
def test_a_notebook_that_cannot_take_parameters_says_what_it_lacks(write, cells, tag, told):
    with pytest.raises(ParameterError, match=told):
        notebook_parameters(write(*cells, tag=tag))


def test_a_missing_notebook_names_the_nearest(write):
    path = write("data = ''")
    with pytest.raises(ParameterError, match=r"did you mean 'made\.ipynb'"):
        notebook_parameters(path.with_name("mad.ipynb"))


def test_a_file_that_is_not_a_notebook_says_so(tmp_path):
    path = tmp_path / "text.ipynb"
    path.write_text("Dear all,")
    with pytest.raises(ParameterError, match="not a notebook that can be read"):
        notebook_parameters(path)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"clientid": "C-1"}, "did you mean 'client_id'"),
        ({"y=__import__('os');x": "1"}, "unknown parameter"),
        ({"period": 2026}, "should be a valid string"),
        ({"edition": "public"}, "edition is 'public'"),
        ({"programme_id": "P-1"}, "its parameters cell lacks 'programme_id'"),
    ],
)
def test_wrong_parameters_are_refused_before_anything_runs(at_home, tmp_path, given, told):
    notebook = at_home / "notebooks" / "client_report.ipynb"
    output = tmp_path / "executed.ipynb"
    with pytest.raises(ParameterError, match=told):
        execute(notebook, {**GIVEN, **given}, folder=tmp_path, output=output, time_limit=9)
    assert not output.exists()


def test_right_parameters_pass(office_home):
    check_parameters(office_home / "notebooks" / "client_report.ipynb", GIVEN)


def test_the_kernel_is_this_python_in_its_own_folder_with_few_variables(
    write, tmp_path, monkeypatch
):
    monkeypatch.setenv("PMO_STORE", "/secret/store")
    monkeypatch.setenv("JUPYTER_PATH", "/nowhere")
    path = write(
        "data = ''\nperiod = ''",
        "import json, os, sys\n"
        "print(json.dumps([sys.executable, os.getcwd(), data, period, dict(os.environ)]))",
    )
    made = execute(
        path,
        {"data": "slice", "period": "2026-10"},
        folder=tmp_path,
        output=tmp_path / "executed.ipynb",
        time_limit=60,
    )
    python, folder, data, period, variables = json.loads(texts(made))
    assert (python, folder) == (sys.executable, str(tmp_path))
    assert (data, period) == ("slice", "2026-10")
    assert variables["TZ"] == "UTC"
    assert variables["MPLBACKEND"] == "module://matplotlib_inline.backend_inline"
    assert variables["OPENBLAS_NUM_THREADS"] == "1"
    assert "/secret/store" not in variables.values()
    assert "JUPYTER_PATH" not in variables


def test_the_environment_takes_over_only_what_is_named(monkeypatch):
    monkeypatch.setenv("API_TOKEN", "x")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    environment = run_environment("/run")
    assert "API_TOKEN" not in environment
    assert environment["TZ"] == "UTC"
    assert environment["IPYTHONDIR"].startswith("/run")


def test_a_failing_cell_is_named_and_the_notebook_up_to_it_is_kept(run):
    with pytest.raises(ReportError, match=r"raises\.ipynb stopped with ValueError: the client"):
        run("raises")
    kept = texts(nbformat.read(run.output, as_version=4))
    assert "so far so good" in kept


def test_a_run_past_its_limit_is_stopped_and_kept(run):
    with pytest.raises(ReportError, match="longer than its limit of 2 seconds"):
        run("hangs", time_limit=2.0)
    assert "before" in texts(nbformat.read(run.output, as_version=4))


def test_a_kernel_that_dies_is_told_and_what_came_before_is_kept(run):
    with pytest.raises(ReportError, match="died before the last cell"):
        run("dies")
    assert "before" in texts(nbformat.read(run.output, as_version=4))


def test_a_quiet_exit_is_an_error(run):
    with pytest.raises(ReportError, match="ended the run early with SystemExit"):
        run("exits")
    assert run.output.exists()
