"""The brand of a document: issuer, accent and logo in page and print."""

from __future__ import annotations

import base64
import io
import re
from copy import deepcopy
from typing import Any

import lxml.html
import pikepdf
import pypdfium2
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from nbformat import NotebookNode

from pmo_lib.contract import INK
from pmo_lib.press.convert import documents, held_page, look_of
from pmo_lib.press.convert.brand import PLAIN
from pmo_lib.press.convert.colours import DARK, contrast

SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" '
    'viewBox="0 0 20 10" onload="x()"><script>y()</script><image href="https://example.org/a.png"/>'
    '<rect width="20" height="10" fill="#AB1234"/></svg>'
)


def packed(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def png() -> bytes:
    file, figure = io.BytesIO(), Figure(figsize=(1, 0.5), dpi=20)
    FigureCanvasAgg(figure).print_png(file)
    return file.getvalue()


BRAND = {"name": "Acme & Söhne", "colour": "#AB1234", "logo": packed("svg+xml", SVG.encode())}


def branded(notebook: NotebookNode, **given: Any) -> NotebookNode:
    made = deepcopy(notebook)
    issued = "2026-11-02T09:00:00+00:00"
    made.metadata["pmo"] = {**made.metadata["pmo"], "brand": {**BRAND, **given}, "issued": issued}
    made.metadata.pop("authors", None)
    return made


def page(notebook: NotebookNode) -> str:
    return documents(notebook, ["html"])["html"].decode()


def text_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(one.get_textpage().get_text_range().split()) for one in document]


@pytest.mark.parametrize(
    ("colour", "taken"), [("#12436D", "#12436D"), ("#ab1234", "#ab1234"), ("#FFD700", None)]
)
def test_an_accent_that_can_be_read_is_kept_and_any_other_is_made_so(colour, taken):
    look = look_of({"name": "A", "colour": colour})
    assert taken in (None, look.accent)
    for ground in ("paper", "faint"):
        assert contrast(look.accent, INK[ground]) >= 4.5
        assert contrast(look.accent_dark, DARK[ground]) >= 4.5


@pytest.mark.parametrize("colour", ["#000000", "#FFFFFF", "#808080", "#00FF00", "#0000FF"])
def test_every_colour_has_a_shade_that_can_be_read_on_light_and_on_dark(colour):
    look = look_of({"name": "A", "colour": colour, "colour_dark": colour})
    assert contrast(look.accent, INK["paper"]) >= 4.5
    assert contrast(look.accent_dark, DARK["paper"]) >= 4.5


def test_what_is_corrected_is_told_with_both_colours_and_what_is_stated_well_is_not():
    (told,) = look_of({"name": "Acme", "colour": "#FFD700"}).corrections
    assert re.search(r"#FFD700 of 'Acme' has a contrast of 1\.2 on a light page.*#\w{6} was", told)
    (told,) = look_of({"name": "A", "colour": "#000000", "colour_dark": "#000000"}).corrections
    assert "on a dark page" in told
    assert look_of({"name": "A", "colour": "#12436D", "colour_dark": "#7FB2E5"}).corrections == ()


@pytest.mark.parametrize("about", [{}, {"colour": "red;}*{color:red"}, {"colour": 7}])
def test_without_a_colour_that_is_one_a_document_is_plain(about):
    assert look_of(about) == PLAIN


def test_a_page_shows_issuer_logo_and_accent(report: NotebookNode) -> None:
    text = page(branded(report))
    html = lxml.html.fromstring(text)
    (masthead,) = html.xpath("//header[@class='pmo-masthead']")
    assert masthead.text_content().strip() == "Acme & Söhne"
    assert masthead.xpath("./span[@aria-hidden='true']/svg")
    assert "--pmo-accent:#AB1234;" in text
    assert html.xpath("//meta[@name='author']/@content") == ["Acme & Söhne"]
    assert "Issued 2\u00a0November 2026 by Acme & Söhne" in html.text_content()


def test_a_logo_brings_nothing_that_runs_or_loads(report: NotebookNode) -> None:
    (logo,) = lxml.html.fromstring(page(branded(report))).xpath("//span[@class='pmo-logo']")
    written = lxml.html.tostring(logo, encoding="unicode")
    assert "#AB1234" in written
    for wrong in ("script", "onload", "example.org"):
        assert wrong not in written


def test_a_logo_may_be_a_png_which_the_name_beside_it_describes(report: NotebookNode) -> None:
    html = lxml.html.fromstring(page(branded(report, logo=packed("png", png()))))
    (image,) = html.xpath("//span[@class='pmo-logo']/img")
    assert (image.get("alt"), image.get("src")) == ("", packed("png", png()))


def test_a_page_without_a_brand_has_no_masthead(report: NotebookNode) -> None:
    assert 'class="pmo-masthead"' not in page(report)


@pytest.mark.parametrize("logo", [BRAND["logo"], packed("png", png()), ""])
def test_a_print_names_its_issuer_on_the_first_page_and_at_every_foot(
    report: NotebookNode, logo: str
) -> None:
    pdf = documents(branded(report, logo=logo), ["pdf"])["pdf"]
    first, *others = text_of(pdf)
    assert first.count("Acme & Söhne") == 2
    assert all(one.count("by Acme & Söhne") == 1 for one in others)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.open_metadata()["dc:creator"] == ["Acme & Söhne"]


def test_the_same_brand_gives_the_same_bytes_and_another_colour_others(
    report: NotebookNode,
) -> None:
    made = documents(branded(report), ["html", "pdf"])
    assert documents(branded(report), ["html", "pdf"]) == made
    other = documents(branded(report, colour="#123456"), ["html", "pdf"])
    assert all(other[kind] != made[kind] for kind in made)


def test_a_held_page_is_branded_too() -> None:
    text = held_page("A", missing=[], who="B", since="C", look=look_of(BRAND)).decode()
    (masthead,) = lxml.html.fromstring(text).xpath("//header[@class='pmo-masthead']")
    assert masthead.text_content().strip() == "Acme & Söhne"
    assert "--pmo-accent:#AB1234;" in text
    assert "<svg" in text
