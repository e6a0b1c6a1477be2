"""A forked run shows what a stock kernel shows, cell by cell."""

import json
import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from pmo_lib.press.engines import engine_named
from pmo_lib.press.execute import join_streams

BEHAVIOURS = {
    "prints": "print('one'); print('two', end='')",
    "prints to both streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)",
    "prints before a result": "print('before')\n'result'",
    "writes below Python": "import os\n_ = os.system('echo below')",
    "runs a program": "!echo from the shell",
    "captures a program": "lines = !printf 'a\\nb'\nlines",
    "has a result": "6 * 7",
    "hides a result": "6 * 7;",
    "knows results before": "_ + 1 if isinstance(_, int) else In[-1][:3], Out.get(6)",
    "shows rich text": "from IPython.display import HTML, Markdown, display\n"
    "display(HTML('<b>bold</b>'), Markdown('*it*'))",
    "shows a bundle": "display({'text/plain': 'x', 'application/json': {'a': 1}}, raw=True)",
    "shows metadata": "display({'image/png': 'QQ=='}, raw=True, "
    "metadata={'image/png': {'width': 3}})",
    "shows a number that JSON has not": "display("
    "{'application/json': {'a': float('nan')}}, raw=True)",
    "shows an object by its methods": "class A:\n"
    "    def _repr_html_(self): return '<i>a</i>'\n"
    "    def __repr__(self): return 'A'\nA()",
    "shows one that fails to": "class B:\n"
    "    def _repr_html_(self): raise ValueError('no')\n"
    "    def __repr__(self): return 'B'\nB()",
    "shows again": "handle = display('first', display_id='it')",
    "updates what was shown": "handle.update('second')",
    "clears its output": "from IPython.display import clear_output\n"
    "print('gone'); clear_output(); print('stays')",
    "clears when there is more": "print('gone'); clear_output(wait=True); print('stays')",
    "prints between displays": "print(1); display(2); print(3); display(4)",
    "shows a frame": "import pandas as pd\npd.DataFrame({'a': [1, None], 'b': ['x', '<y>']})",
    "shows a styled frame": "pd.DataFrame({'a': [1.5]}).style.format('{:.2f}')"
    ".set_uuid('u').set_caption('c')",
    "shows a figure": "import matplotlib.pyplot as plt\n"
    "figure, axes = plt.subplots(); axes.plot([1, 2]); plt.show()",
    "shows a figure that is left open": "plt.plot([3, 1])\n'result'",
    "shows a figure as SVG": "%config InlineBackend.figure_formats = ['svg']\n"
    "plt.rcParams['svg.hashsalt'] = 'x'\nplt.plot([1, 2]);",
    "warns": "import warnings\nwarnings.warn('careful', UserWarning, stacklevel=1)",
    "logs": "import logging\nlogging.getLogger('x').warning('logged')",
    "runs a magic": "%precision 3\n3.14159265",
    "runs a cell magic": "%%writefile note.txt\nsome text",
    "captures a cell": "%%capture held\nprint('held')",
    "shows what it captured": "held.show()",
    "has an unknown magic": "%no_such_magic",
    "waits": "import asyncio\nawait asyncio.sleep(0.01)\n'waited'",
    "starts a task": "async def later():\n    return 5\ntask = asyncio.create_task(later())",
    "awaits the task": "await task",
    "uses a thread": "import threading\n"
    "t = threading.Thread(target=lambda: print('in a thread')); t.start(); t.join()",
    "uses a process": "import subprocess\n"
    "subprocess.run(['printf', 'out'], capture_output=True).stdout",
    "raises": "def inner(x):\n    return 1 / x\n\ninner(0)",
    "raises from another": "try:\n    {}['a']\n"
    "except KeyError as error:\n    raise RuntimeError('why') from error",
    "has a mistake in its syntax": "def f(:\n  pass",
    "raises a group": "raise ExceptionGroup('several', [ValueError('a'), TypeError('b')])",
    "asks for input": "input('name? ')",
    "asks for a password": "import getpass\ngetpass.getpass()",
    "prints much": "for i in range(3000): print('line', i)",
    "prints long lines": "print('x' * 300_000)",
    "prints what is no text": r"print('\ud800' if False else 'surrogate left out', '\x00\x07')",
    "shows a widget": "import ipywidgets\n"
    "slider = ipywidgets.IntSlider(value=3, description='n'); slider",
    "writes into a widget": "area = ipywidgets.Output()\nwith area:\n    print('inside')\narea",
    "knows its globals": "sorted(n for n in globals() if not n.startswith('_'))[:4]",
    "is the main module": "__name__, __import__('__main__').__dict__ is globals()",
    "pickles its own classes": "import pickle\n"
    "class C: pass\ntype(pickle.loads(pickle.dumps(C()))) is C",
    "looks at a source": "import inspect\ndef g():\n    return 1\ninspect.getsource(g)",
    "asks for help": "len.__doc__\nlen?",
    "counts its cells": "get_ipython().execution_count > 50",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Outputs by behaviour, of the stock kernel and of a fork."""
    found = {}
    for name in ("stock", "forked"):
        folder = tmp_path_factory.mktemp(name)
        notebook = new_notebook(cells=list(map(new_code_cell, BEHAVIOURS.values())))
        nbformat.write(notebook, folder / "cells.ipynb")
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            kernel_manager_class=engine_named(name).kernel(folder / "cells.ipynb"),
            allow_errors=True,
            timeout=60,
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute()
        join_streams(notebook)
        cells, about = notebook.cells, notebook.metadata
        found[name] = dict(zip(BEHAVIOURS, map(outputs, cells), strict=True))
        state = about.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
        models = state.get("state", {}).values()
        values = [(one["model_name"], str(one["state"].get("value"))) for one in models]
        found[name, "widgets"] = sorted(values)
        found[name, "counts"] = [cell.execution_count for cell in cells]
        found[name, "language"] = about.language_info
    return found


def outputs(cell):
    """Outputs of a cell, without what differs from one process to the next.

    These are addresses, process numbers in the names of temporary files, and ids of widgets; and a
    warning of the stock transport, which quotes its own code.
    """
    found = []
    for output in cell.outputs:
        text = re.sub(r"0x[0-9a-f]+|ipykernel_\d+", "N", json.dumps(output))
        one = json.loads(text)
        if "deprecated in jupyter-client" in text:
            continue
        view = "application/vnd.jupyter.widget-view+json"
        if view in one.get("data", {}):
            one["data"] = {**one["data"], view: "an id"}
        found.append(one)
    return found


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_fork_shows_what_the_stock_kernel_shows_where_a_cell(both, behaviour):
    assert both["forked"][behaviour] == both["stock"][behaviour]


@pytest.mark.parametrize("part", ["widgets", "counts", "language"])
def test_a_fork_leaves_the_same_in_the_notebook(both, part):
    assert both["forked", part] == both["stock", part]


def test_the_cells_do_show_something(both):
    shown = [name for name, found in both["stock"].items() if found]
    assert len(shown) >= len(BEHAVIOURS) - 8
