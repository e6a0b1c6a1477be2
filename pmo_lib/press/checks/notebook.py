"""Texts in an executed notebook: outputs of every type, metadata, and what it prints in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from nbformat import NotebookNode

from pmo_lib.contract import SUMMARY_MIME
from pmo_lib.press.checks.binary import bytes_pieces
from pmo_lib.press.checks.folding import APART
from pmo_lib.press.checks.markup import from_base64
from pmo_lib.press.checks.pieces import Piece
from pmo_lib.press.convert.styler import STYLER_NAME

__all__ = ["notebook_pieces"]

_PLACES: Final = frozenset({"input_path", "output_path"})
"""What papermill notes of this machine's folders, which name no reader."""

_NOT_PRINTED: Final = frozenset({"analyst", "remove-cell"})


def notebook_pieces(place: str, notebook: NotebookNode) -> Iterator[Piece]:
    """Find all texts in an executed notebook but its code.

    Parameters
    ----------
    place : str
        Name of the notebook.
    notebook : nbformat.NotebookNode
        An executed notebook.

    Raises
    ------
    ReportError
        An output cannot be unpacked.
    """
    yield from _values(f"{place}, metadata", notebook.metadata)
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"{place}, cell {number}"
        yield from _values(f"{where}, metadata", cell.metadata)
        yield from _values(f"{where}, attachments", cell.get("attachments", {}))
        if cell.cell_type != "code" and not _NOT_PRINTED.intersection(
            cell.metadata.get("tags", [])
        ):
            yield Piece(f"{where}, text", cell.source, markup=True)
        for output in cell.get("outputs", []):
            yield from _output(where, output)


def _output(where: str, output: Mapping[str, Any]) -> Iterator[Piece]:
    yield from _values(f"{where}, metadata of an output", output.get("metadata", {}))
    for name in ("text", "ename", "evalue", "traceback"):
        yield from _values(f"{where}, {output.get('name', name)}", output.get(name, ""))
    for kind, value in output.get("data", {}).items():
        label = "summary for the index" if kind == SUMMARY_MIME else kind
        said = STYLER_NAME.sub("T", value) if kind == "text/html" else value
        yield from _values(f"{where}, {label}", said, kind)


def _values(where: str, value: Any, kind: str = "") -> Iterator[Piece]:
    """Texts in a value as JSON has it: keys and values at any depth."""
    if isinstance(value, str) and _is_packed(kind):
        yield from bytes_pieces(where, from_base64(value))
    elif isinstance(value, str):
        yield Piece(where, value, markup=True)
    else:
        for packed, content in _packed(value):
            yield from bytes_pieces(f"{where}, {packed}", from_base64(content))
        yield Piece(where, APART.join(_texts(value)), markup=True)


def _is_packed(kind: str) -> bool:
    """Whether Jupyter writes a type in base64."""
    media = kind.startswith(("image/", "audio/", "video/", "font/"))
    return kind == "application/pdf" or (media and not kind.endswith("+xml"))


def _packed(value: Any) -> Iterator[tuple[str, str]]:
    """Bundles inside a value that hold a type in base64, as attachments do."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if isinstance(one, str) and _is_packed(str(name)):
                yield str(name), one
            else:
                yield from _packed(one)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name not in _PLACES and not (isinstance(one, str) and _is_packed(str(name))):
                yield str(name)
                yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)
