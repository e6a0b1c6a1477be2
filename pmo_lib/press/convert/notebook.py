"""What of a notebook is printed: decided by its kind and by its cells' tags."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, Final

from nbformat import NotebookNode

from pmo_lib.contract import SUMMARY_MIME

__all__ = ["is_report", "printable_notebook"]

_NEVER_SHOWN: Final = {"injected-parameters", "remove-cell", "papermill-error-cell-tag"}
_NO_CODE: Final = {"remove-input", "hide-input"}
_NO_OUTPUT: Final = {"remove-output", "hide-output"}
_ADDRESS: Final = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_DRAWN_OBJECT: Final = re.compile(r"^[\[(]?<(?:matplotlib\.|Axes|Figure|seaborn\.)[^\n]*>[,\])]*$")


def is_report(notebook: NotebookNode) -> bool:
    """Say whether a notebook is a report: its readers never see code, streams or analysts' notes.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Its metadata say ``pmo.document``: ``report``, or anything else.
    """
    return bool(notebook.metadata.get("pmo", {}).get("document") == "report")


def printable_notebook(notebook: NotebookNode) -> NotebookNode:
    """Copy of a notebook with what is printed of it, and nothing that differs between equal runs.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed notebook; it is not changed.

    Returns
    -------
    nbformat.NotebookNode
        Without papermill's injected cell and, in a report, without code, streams, and Markdown
        cells tagged ``analyst``. The usual tags of nbconvert and Jupyter Book hold everywhere:
        ``remove-cell``, ``remove-input``, ``hide-input``, ``remove-output``, ``hide-output``.
    """
    printed = copy.copy(notebook)
    report = is_report(notebook)
    printed.cells = [_cell(cell, report) for cell in notebook.cells if _is_shown(cell, report)]
    return printed


def _tags(cell: NotebookNode) -> set[str]:
    return set(cell.metadata.get("tags", ()))


def _is_shown(cell: NotebookNode, report: bool) -> bool:
    tags = _tags(cell)
    return not (tags & _NEVER_SHOWN or (report and "analyst" in tags and cell.cell_type != "code"))


def _cell(cell: NotebookNode, report: bool) -> NotebookNode:
    if cell.cell_type != "code":
        return cell
    shown = copy.copy(cell)
    tags = _tags(cell)
    hidden = report or bool(tags & _NO_CODE)
    shown.metadata = _node(cell.metadata, transient={"remove_source": hidden})
    shown.outputs = [] if tags & _NO_OUTPUT else _outputs(cell.outputs, report)
    return shown


def _outputs(outputs: list[NotebookNode], report: bool) -> list[NotebookNode]:
    kept = [_output(output) for output in outputs if not (report and _is_stream(output))]
    return [output for output in kept if not _is_noise(output)]


def _is_stream(output: NotebookNode) -> bool:
    return bool(output.output_type == "stream")


def _output(output: NotebookNode) -> NotebookNode:
    """Give results and displays one type, with memory addresses taken out of their text."""
    if _is_stream(output):
        return _node(output, text=_without_addresses(output.text))
    if "data" not in output:
        return output
    data = _node(output.data)
    if "text/plain" in data:
        data["text/plain"] = _without_addresses(data["text/plain"])
    metadata = output.get("metadata", {})
    return _node({"output_type": "display_data", "data": data, "metadata": metadata})


def _is_noise(output: NotebookNode) -> bool:
    data: dict[str, Any] = output.get("data", {})
    if SUMMARY_MIME in data:
        return True
    return set(data) == {"text/plain"} and bool(_DRAWN_OBJECT.match(data["text/plain"].strip()))


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("at 0x…", text)


def _node(given: Mapping[str, Any], **changed: Any) -> NotebookNode:
    return NotebookNode(given, **changed)  # type: ignore[no-untyped-call]  # nbformat's own
