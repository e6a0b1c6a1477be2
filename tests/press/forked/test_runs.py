"""One forked run, whatever it does, ends alone, and the next sees nothing of it."""

import contextlib
import os
import socket
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from pmo_lib.errors import ReportError
from pmo_lib.params import NOT_READ, home
from pmo_lib.press.engines import Forked
from pmo_lib.press.execute import TimeLimitError, execute
from pmo_lib.press.forked import ForkedKernelManager, Limits, Warm
from pmo_lib.press.forked.fence import can_fence

SMALL = Limits(memory_mb=512, output_mb=4)


@pytest.fixture(scope="module")
def engine():
    forked = Forked(SMALL)
    yield forked
    forked.close()


@pytest.fixture
def run(engine, tmp_path, monkeypatch):
    """Execute cells in a fork; what is left is in ``run.evidence``."""
    monkeypatch.setattr("pmo_lib.press.execute.engine_named", lambda _: engine)

    def ran(*cells, time_limit=60.0, folder=tmp_path):
        first = new_code_cell("data = ''", metadata={"tags": ["parameters"]})
        notebook = new_notebook(cells=[first, *map(new_code_cell, cells)])
        nbformat.write(notebook, tmp_path / "cells.ipynb")
        made = execute(
            tmp_path / "cells.ipynb",
            {"data": "x"},
            folder=folder,
            output=tmp_path / "out.ipynb",
            time_limit=time_limit,
            engine="forked",
        )
        return texts(made)

    run = ran
    run.evidence = lambda: texts(nbformat.read(tmp_path / "out.ipynb", as_version=4))
    return run


def texts(notebook):
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    return "".join(one.get("text", "") for one in outputs).strip()


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("import os; os._exit(7)", "died before the last cell"),
        ("import ctypes; ctypes.string_at(0)", "died before the last cell"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died before the last cell"),
        ("held = bytearray(2 << 30)", "stopped with MemoryError"),
        ("while True: print('x' * 100_000)", "outputs are larger than they may be"),
        ("import sys; sys.exit(0)", "ended the run early with SystemExit"),
    ],
)
def test_a_run_that_goes_wrong_says_how_keeps_what_it_made_and_the_next_is_well(run, cell, told):
    with pytest.raises(ReportError, match=told):
        run("print('before')", cell)
    assert run.evidence().startswith("before")
    assert run("print('well')") == "well"


def test_a_run_that_hangs_is_stopped_and_its_children_with_it(run, tmp_path):
    with pytest.raises(TimeLimitError):
        run(
            "import subprocess, time\n"
            "child = subprocess.Popen(['sleep', '600'])\n"
            "open('child', 'w').write(str(child.pid))",
            "time.sleep(600)",
            time_limit=3,
        )
    assert gone(int((tmp_path / "child").read_text()))


def test_a_child_that_leaves_its_family_ends_with_the_run(run, tmp_path):
    run(
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        open('stray', 'w').write(str(os.getpid()))\n"
        "        time.sleep(600)\n"
        "    os._exit(0)\n"
        "while not os.path.exists('stray') or not open('stray').read(): time.sleep(0.01)"
    )
    assert gone(int((tmp_path / "stray").read_text()))


def gone(pid):
    end = time.monotonic() + 5
    while time.monotonic() < end:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 0)
            time.sleep(0.05)
            continue
        return True
    return False


def test_nothing_that_one_run_changes_is_seen_by_the_next(run):
    run(
        "import os, sys, builtins\nimport pandas as pd, numpy as np, matplotlib as mpl\n"
        "pd.DataFrame.sum = lambda *_: 'changed'\nbuiltins.print_ = 1\n"
        "os.environ['LEFT'] = '1'\nos.chdir('/')\nsys.path.append('/left')\n"
        "mpl.rcParams['font.size'] = 99\npd.options.display.max_rows = 1"
    )
    assert (
        run(
            "import os, sys, builtins\nimport pandas as pd, matplotlib as mpl\n"
            "print(pd.DataFrame({'a': [1]}).sum().tolist(), hasattr(builtins, 'print_'),\n"
            "      'LEFT' in os.environ, os.getcwd() == '/', '/left' in sys.path,\n"
            "      mpl.rcParams['font.size'] == 99, pd.options.display.max_rows)"
        )
        == "[1] False False False False False 60"
    )


def test_two_runs_draw_other_numbers(run):
    cell = "import random, numpy as np; print(random.random(), np.random.rand())"
    one, two = run(cell).split(), run(cell).split()
    assert one[0] != two[0]
    assert one[1] != two[1]


def test_a_run_does_not_know_of_the_process_that_asks(run, monkeypatch):
    monkeypatch.setenv("PMO_STORE", "/secret/store")
    assert run("import os; print('PMO_STORE' in os.environ)") == "False"


FENCED = pytest.mark.skipif(not can_fence(), reason="this system has no Landlock")


@FENCED
@pytest.mark.parametrize(
    "cell",
    [
        "open('../another/report.html', 'w')",
        "open('../another/report.html').read()",
        "import os; os.listdir('..')",
        "import os; os.chdir('..'); os.listdir('.')",
        "import os; os.rename('../another', '../moved')",
        "import os; os.link('../another/report.html', 'mine.html')",
        "import os; os.symlink('../another', 'there'); open('there/report.html').read()",
        "import shutil; shutil.rmtree('../another')",
        "import os; os.kill(os.getppid(), 9)",
        "import os; open(f'/proc/{os.getppid()}/environ').read()",
        "import socket; socket.create_connection(('127.0.0.1', PORT), 5)",
        "import socket; socket.create_server(('127.0.0.1', 0))",
        "import subprocess, sys; "
        "subprocess.run([sys.executable, '-c', 'open(\"../another/report.html\")'], check=True)",
    ],
)
def test_a_run_reaches_nothing_beyond_its_folder(run, tmp_path_factory, cell):
    work = tmp_path_factory.mktemp("work")
    for name in ("mine", "another"):
        (work / name).mkdir()
    (work / "another" / "report.html").write_text("of another client")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        with pytest.raises(ReportError, match=r"PermissionError|CalledProcessError|cross-device"):
            run(cell.replace("PORT", port), folder=work / "mine")
    assert (work / "another" / "report.html").read_text() == "of another client"
    assert sorted(path.name for path in work.iterdir()) == ["another", "mine"]


@FENCED
def test_a_run_does_not_reach_the_store_or_the_reports(run):
    office = home()
    for place in (
        *(office / "reports", office / ".pmo", office / "README.md", office / "notebooks"),
        *(office / "params" / name for name in NOT_READ),
    ):
        told = run(
            f"import os\ntry:\n    os.scandir({str(place)!r}), open({str(place)!r})\n"
            "except OSError as error:\n    print(type(error).__name__)"
        )
        assert told in ("PermissionError", "FileNotFoundError", "NotADirectoryError")
        assert told != "FileNotFoundError" or not place.exists()


@FENCED
def test_a_run_does_not_reach_what_is_kept_apart_though_python_looks_beside_it(
    run, tmp_path_factory, monkeypatch
):
    library = tmp_path_factory.mktemp("library")
    (library / "store").mkdir()
    for name in ("store/rows", "module_of_the_office.py"):
        (library / name).write_text("'of another client'")
    monkeypatch.setenv("PYTHONPATH", f"{library}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    engine = Forked(SMALL)
    engine.start([library / "store"])
    monkeypatch.setattr("pmo_lib.press.execute.engine_named", lambda _: engine)
    try:
        with pytest.raises(ReportError, match="PermissionError"):
            run("import module_of_the_office", f"open({str(library / 'store' / 'rows')!r})")
    finally:
        engine.close()


@FENCED
def test_a_run_may_do_as_it_likes_in_its_folder_and_read_what_the_office_wrote_for_it(run):
    assert (
        run(
            "import os, pathlib, subprocess, tempfile\n"
            "os.makedirs('a/b'); open('a/b/c', 'w').write('x'); os.rename('a/b/c', 'a/d')\n"
            "tempfile.NamedTemporaryFile().write(b'x')\n"
            "assert tempfile.gettempdir() == os.getcwd()\n"
            "subprocess.run(['ls', 'a'], check=True, stdout=subprocess.DEVNULL)\n"
            "from pmo_lib.params import home, load_thresholds\n"
            "load_thresholds(); open(home() / 'params' / 'thresholds.yml').read()\n"
            "print(open('/dev/null', 'w').write('x'), open('a/d').read())"
        )
        == "1 x"
    )


def test_what_a_run_took_is_known_in_the_end(engine, run, monkeypatch):
    made = []
    of = ForkedKernelManager.of
    monkeypatch.setattr(ForkedKernelManager, "of", lambda warm: made.append(of(warm)) or made[-1])
    run("held = bytearray(200 << 20)\nsum(range(10_000_000))")
    assert made[0].usage.peak_mb > 250
    assert made[0].usage.cpu_seconds > 0.1


def test_the_warm_process_is_started_again_where_it_was_killed(engine, run):
    assert run("print(1)") == "1"
    engine._warm._process.kill()
    engine._warm._process.wait()
    assert run("print(2)") == "2"


def test_a_process_with_threads_is_not_forked_from(tmp_path, monkeypatch):
    (tmp_path / "threads_at_import.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    warm = Warm(SMALL)
    try:
        warm.know(["threads_at_import"])
        with pytest.raises(ReportError, match="it has 2 threads"):
            warm.fork(tmp_path)
    finally:
        warm.close()


def test_the_warm_process_ends_with_the_one_that_started_it(tmp_path):
    warm = Warm(SMALL)
    run = warm.fork(tmp_path)
    pids = [warm._process.pid, run.pid]
    warm.close()
    assert all(map(gone, pids))
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
