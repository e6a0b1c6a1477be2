"""The floor of a pack: its cells in a process that is warm, one HTML and one PDF.

``bench/press.py`` starts it, gives it on one line of JSON the notebooks with their parameters and
folders, and reads from it the seconds of CPU that they took.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ |= {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "OMP_NUM_THREADS": "1"}

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from matplotlib_inline import backend_inline

from pmo_lib.press.convert import documents
from pmo_lib.press.execute import execute


def main() -> None:
    """Warm up on the first, wait for a line, then work through all; print the seconds of CPU."""
    listed = json.loads(sys.stdin.readline())
    executed = [executed_at(*one) for one in listed]
    shell = InteractiveShell.instance()
    backend_inline._enable_matplotlib_integration()  # type: ignore[no-untyped-call]
    for _ in range(2):
        cells(shell, *listed[0])
        documents(executed[0], ("html", "pdf"))
    print("warm", flush=True)
    sys.stdin.readline()
    started = time.process_time()
    for one, book in zip(listed, executed, strict=True):
        cells(shell, *one)
        documents(book, ("html", "pdf"))
    print(time.process_time() - started)


def executed_at(notebook: str, given: dict[str, Any], folder: str) -> nbformat.NotebookNode:
    """Execute a notebook once as the press does, to have outputs to convert; keep it for later."""
    at = Path(folder)
    made = at / f"{Path(notebook).stem}.executed.ipynb"
    if made.exists():
        kept: nbformat.NotebookNode = nbformat.read(made, as_version=4)  # type: ignore[no-untyped-call]
        return kept
    return execute(Path(notebook), given, folder=at, output=made, time_limit=600.0)


def cells(shell: InteractiveShell, notebook: str, given: dict[str, Any], folder: str) -> None:
    """Run the cells of a notebook in this process."""
    os.chdir(folder)
    shell.reset(new_session=False)  # type: ignore[no-untyped-call]
    book = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    values = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    for cell in book.cells:
        if cell.cell_type != "code":
            continue
        tagged = "parameters" in cell.metadata.get("tags", [])
        with contextlib.redirect_stdout(io.StringIO()):
            source = f"{cell.source}\n{values}" if tagged else cell.source
            done = shell.run_cell(source)  # type: ignore[no-untyped-call]
        if not done.success:
            raise SystemExit(f"A cell of {notebook} failed: {done.error_in_exec}")


if __name__ == "__main__":
    main()
