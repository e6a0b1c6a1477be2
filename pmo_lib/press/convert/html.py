"""The ``pmo-html`` exporter: a notebook as one page that needs nothing outside itself."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any, Final

import lxml.html
from jinja2 import Environment, FileSystemLoader, Template
from lxml.html import HtmlElement
from markupsafe import Markup
from nbformat import NotebookNode
from traitlets import default

from pmo_lib.contract import INK, PALETTE, RATINGS
from pmo_lib.press.convert.brand import PLAIN, Look
from pmo_lib.press.convert.colours import DARK
from pmo_lib.press.convert.exporter import PageExporter, template_folder
from pmo_lib.press.convert.fonts import font_css
from pmo_lib.press.convert.formula_marks import formula_of
from pmo_lib.press.convert.page import Page
from pmo_lib.press.convert.pictures import Drawing

__all__ = ["PMOHTMLExporter", "document_template", "logo_html", "page_html", "theme_css"]

_ITALIC: Final = re.compile(r"<(?:em|i|cite|var|dfn|address)\b|font-style:\s*(?:italic|oblique)")
_MARK: Final = re.compile(r"<pmo-(svg|math)\b([^>]*)></pmo-\1>")


class PMOHTMLExporter(PageExporter):
    """Export any notebook as one self-contained, accessible HTML page in the house style."""

    export_from_notebook = "PMO report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _html_extension(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own exporters do
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook.

        Parameters
        ----------
        nb : nbformat.NotebookNode
            An executed notebook.
        resources : dict, optional
            As nbconvert passes them; ``metadata.name`` stands for a title where there is none.

        Returns
        -------
        tuple of str and dict
            The page and the resources.
        """
        page, resources = self.page(nb, resources)
        return page_html(page), resources


def theme_css(look: Look = PLAIN) -> str:
    """Write the contract's colours and a brand's accent as CSS variables, for light and dark."""
    light = {**INK, **PALETTE}
    light |= {key.replace("_", "-"): rating.colour for key, rating in RATINGS.items()}
    shades = {name: value for name, value in light.items() if name in DARK}
    shades["accent"] = look.accent
    dark = {**DARK, "accent": look.accent_dark}
    ratings = "".join(
        f".pmo-rating--{key}{{--rating:var(--pmo-{key.replace('_', '-')},var(--pmo-muted))}}"
        for key in RATINGS
    )
    return (
        f":root{{{_variables(shades)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(dark)}}}}}{ratings}"
    )


@lru_cache
def document_template(name: str) -> Template:
    """Give the template of a whole document; what it is given is escaped unless marked as HTML."""
    environment = Environment(loader=FileSystemLoader(template_folder()), autoescape=True)
    return environment.get_template(name)


def page_html(page: Page) -> str:
    """Write a page as an HTML document.

    Parameters
    ----------
    page : Page
        What :meth:`PageExporter.page` made.

    Returns
    -------
    str
        One file: fonts, style and pictures are in it.
    """
    body = lxml.html.tostring(page.body, encoding="unicode", method="html")
    body = _with_formulas_and_drawings(body, page)
    said = (
        page.body.text_content()
        + page.issued
        + page.look.words
        + "".join(one.text for one in page.drawings.values())
    )
    return document_template("page.html.j2").render(
        page=page,
        body=Markup(body),
        words=page.words,
        look=page.look,
        logo=logo_html(page.look),
        theme=Markup(theme_css(page.look)),
        fonts=Markup(font_css(said, italic=bool(_ITALIC.search(body)))),
    )


def logo_html(look: Look) -> Markup:
    """Write a logo as a picture beside the name of whose it is, which stands for it in words."""
    if isinstance(look.logo, Drawing):
        picture = look.logo.svg
    elif look.logo:
        data = base64.b64encode(look.logo.data).decode()
        picture = f'<img alt="" src="data:image/{look.logo.kind};base64,{data}">'
    else:
        return Markup()
    return Markup(f'<span class="pmo-logo" aria-hidden="true">{picture}</span>')


def _variables(shades: Mapping[str, str]) -> str:
    return "".join(f"--pmo-{name}:{value};" for name, value in shades.items())


def _with_formulas_and_drawings(body: str, page: Page) -> str:
    themed = {int(mark.get("n")): _is_themed(mark) for mark in page.body.iter("pmo-svg")}
    formulas = iter([_formula_html(mark) for mark in page.body.iter("pmo-math")])

    def written(mark: re.Match[str]) -> str:
        if mark.group(1) == "math":
            return next(formulas)
        number = int(re.search(r'n="(\d+)"', mark.group(2)).group(1))  # type: ignore[union-attr]
        label = re.search(r'aria-label="([^"]*)"', mark.group(2))
        drawing = page.drawings[number]
        svg = drawing.themed() if themed[number] else drawing.svg
        role = f' role="img" aria-label="{label.group(1)}"' if label else ""
        return svg.replace("<svg", f"<svg{role}{_natural_size(drawing.width, themed[number])}", 1)

    return _MARK.sub(written, body)


def _is_themed(mark: HtmlElement) -> bool:
    holder = mark.getparent()
    return "pmo-plot" in holder.get("class", "") or "pmo-rating" in holder.get("class", "")


def _natural_size(width: float, themed: bool) -> str:
    return "" if themed else f' width="{width / 0.75:.0f}"'


def _formula_html(mark: HtmlElement) -> str:
    drawn = formula_of(mark)
    if drawn is None:
        return ""
    size = f"width:{drawn.width:.2f}em;height:{drawn.height:.2f}em"
    name = "div" if mark.get("display") == "block" else "span"
    place = "" if name == "div" else f";vertical-align:-{drawn.depth:.2f}em"
    svg = drawn.svg.replace(
        "<svg", f'<svg role="img" aria-label="{escape(drawn.words)}" style="{size}{place}"', 1
    )
    scrolls = ' tabindex="0"' if name == "div" else ""
    return f'<{name} class="pmo-formula"{scrolls}>{svg}</{name}>'
