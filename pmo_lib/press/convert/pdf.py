"""The ``pmo-pdf`` exporter: a notebook as a tagged PDF/UA-1 document, set by Typst in process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import typst
from nbformat import NotebookNode
from traitlets import default

from pmo_lib.errors import ReportError
from pmo_lib.press.convert.exporter import PageExporter
from pmo_lib.press.convert.fonts import font_folder
from pmo_lib.press.convert.page import Page
from pmo_lib.press.convert.typst_source import typst_source

__all__ = ["PMOPDFExporter", "page_pdf"]


class PMOPDFExporter(PageExporter):
    """Export any notebook as a tagged PDF in the house style; needs no browser and no TeX."""

    export_from_notebook = "PMO report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _pdf_extension(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own exporters do
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Convert a notebook.

        Parameters
        ----------
        nb : nbformat.NotebookNode
            An executed notebook.
        resources : dict, optional
            As nbconvert passes them; ``metadata.name`` stands for a title where there is none.

        Returns
        -------
        tuple of bytes and dict
            The document and the resources.

        Raises
        ------
        pmo_lib.errors.ReportError
            Typst refused the document.
        """
        page, resources = self.page(nb, resources)
        return page_pdf(page), resources


def page_pdf(page: Page) -> bytes:
    """Set a page as a PDF document.

    Parameters
    ----------
    page : Page
        What :meth:`PageExporter.page` made.

    Returns
    -------
    bytes
        PDF/UA-1; the same page gives the same bytes.

    Raises
    ------
    pmo_lib.errors.ReportError
        Typst refused the document.
    """
    source = typst_source(page).encode("utf-8")
    try:
        document = _compiler().compile(
            source, format="pdf", pdf_standards=["ua-1"], timestamp=page.timestamp
        )
    except typst.TypstError as error:
        hints = "; ".join(error.hints)
        raise ReportError(
            f"The PDF of {page.title!r} could not be set: {error.message}"
            f"{f' ({hints})' if hints else ''}. Look for what is unusual in the notebook's outputs."
        ) from error
    if not isinstance(document, bytes):
        raise ReportError(f"The PDF of {page.title!r} came in parts; expected one document.")
    return document


@lru_cache
def _compiler() -> typst.Compiler:
    """Typst with the house fonts and no others, made once per process."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_folder())],
    )
    return typst.Compiler(font_paths=fonts)
