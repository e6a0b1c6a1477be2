"""What both exporters share: a notebook laid out by the house template and made into a page."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from nbconvert.exporters import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from traitlets import Unicode, default
from traitlets.config import Config

from pmo_lib.press.convert.markdown import latex2html, markdown2html
from pmo_lib.press.convert.notebook import is_report, printable_notebook
from pmo_lib.press.convert.page import Page, Parts, make_page
from pmo_lib.press.convert.sanitise import printable
from pmo_lib.press.convert.words import DEFAULT_LANGUAGE, document_words

__all__ = ["PageExporter", "template_folder"]

_SHOWN: Final = (
    "application/vnd.jupyter.widget-view+json",
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/latex",
    "text/plain",
)


class PageExporter(TemplateExporter):
    """A notebook laid out, cleaned and put in order: what both formats are made from."""

    template_name = Unicode("pmo").tag(config=True, affects_template=True)
    template_extension = Unicode(".html.j2").tag(config=True, affects_environment=True)
    optimistic_validation = True

    @default("extra_template_basedirs")
    def _house_templates(self) -> list[str]:
        return [str(template_folder())]

    @property
    def default_config(self) -> Config:
        """Show the richest kind of each output that prints."""
        house = Config({"NbConvertBase": {"display_data_priority": list(_SHOWN)}})
        house.merge(super().default_config)
        return house

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Add the filters that the cell template uses."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]  # nbconvert's own
        yield "markdown2html", markdown2html
        yield "latex2html", latex2html

    def page(
        self, notebook: NotebookNode, resources: dict[str, Any] | None, title: str | None = None
    ) -> tuple[Page, dict[str, Any]]:
        """Make the page of a notebook, before it takes a format."""
        about = notebook.metadata.get("pmo", {})
        given: dict[str, Any] = dict(resources or {})
        given["report"] = is_report(notebook)
        given["words"] = document_words(str(about.get("language") or DEFAULT_LANGUAGE))
        parts = Parts()
        self.register_filter("part", parts)  # type: ignore[no-untyped-call]  # nbconvert's own
        highlighter = self._highlighter(notebook)
        self.register_filter("highlight_code", highlighter)  # type: ignore[no-untyped-call]  # nbconvert's own
        laid_out, resources = super().from_notebook_node(printable_notebook(notebook), given)
        name = str(resources.get("metadata", {}).get("name") or "Notebook")
        page = make_page(printable(laid_out), parts, notebook, name=name, title=title)
        return page, resources

    def _highlighter(self, notebook: NotebookNode) -> Highlight2HTML:
        language = notebook.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer") or language.get("name") or "ipython3"
        return Highlight2HTML(pygments_lexer=lexer, parent=self)  # type: ignore[no-untyped-call]  # nbconvert's own


def template_folder() -> Path:
    """Folder of the press's templates."""
    return Path(str(files("pmo_lib.press"))) / "templates"
