"""All formats of one notebook in one pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from nbformat import NotebookNode

from pmo_lib.errors import ReportError, allowed_words
from pmo_lib.press.convert.exporter import PageExporter
from pmo_lib.press.convert.html import page_html
from pmo_lib.press.convert.page import Page
from pmo_lib.press.convert.pdf import page_pdf

__all__ = ["FORMATS", "documents"]

FORMATS: Final[Mapping[str, Callable[[Page], bytes]]] = {
    "html": lambda page: page_html(page).encode("utf-8"),
    "pdf": page_pdf,
}
"""How each format is made from a page."""


def documents(
    notebook: NotebookNode, formats: Sequence[str], *, title: str | None = None
) -> dict[str, bytes]:
    """Convert one notebook into several formats, laying it out once.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed notebook; it is not changed.
    formats : sequence of str
        ``"html"``, ``"pdf"``.
    title : str, optional
        The documents' title, in place of the notebook's own.

    Returns
    -------
    dict of str to bytes
        By format, in the order asked; empty where none is asked. The same notebook gives the
        same bytes.

    Raises
    ------
    pmo_lib.errors.ReportError
        A format is not known, or a document could not be made.
    """
    for name in formats:
        if name not in FORMATS:
            raise ReportError(f"No document format {name!r}; {allowed_words(name, FORMATS)}")
    if not formats:
        return {}
    page, _ = _exporter().page(notebook, None, title)
    return {name: FORMATS[name](page) for name in formats}


@lru_cache
def _exporter() -> PageExporter:
    return PageExporter()  # type: ignore[no-untyped-call]  # nbconvert's own
