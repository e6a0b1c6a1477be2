"""Words, chips, links, pictures and formulas as Typst content."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from typing import Final

from lxml.html import HtmlElement

from pmo_lib.contract import INK, RATINGS
from pmo_lib.press.convert.formula_marks import formula_of
from pmo_lib.press.convert.page import Page
from pmo_lib.press.convert.pictures import Drawing, Image, drawing, read_image
from pmo_lib.press.convert.structure import has_class, words_of
from pmo_lib.press.convert.table_layout import PAGE_WIDTH
from pmo_lib.press.convert.typst_text import content, plain, quoted

__all__ = ["Inline", "picture_bytes"]

_WRAPPED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("em", "i", "cite", "var", "dfn"), "emph"),
    **dict.fromkeys(("del", "s"), "strike"),
    **dict.fromkeys(("u", "ins"), "underline"),
    "sub": "sub",
    "sup": "super",
    "mark": "highlight",
}
_HIGHEST: Final = 640.0
_SVG_TEXT: Final = re.compile(r">([^<]+)<")


class Inline:
    """Writes what stands within a line.

    Parameters
    ----------
    page : Page
        Holds the drawings.
    labels : mapping of str to str
        Typst label of each address in the page that links may lead to.
    """

    def __init__(self, page: Page, labels: Mapping[str, str]) -> None:
        self._page = page
        self._labels = labels
        self._after_space = True

    def of(self, part: HtmlElement, *, unbroken: bool = False) -> str:
        """Write what an element holds, as one run of words."""
        loose: list[HtmlElement | str] = [part.text or ""]
        for child in part:
            loose += [child, child.tail or ""]
        return self.run(loose, unbroken=unbroken)

    def run(self, loose: Iterable[HtmlElement | str], *, unbroken: bool = False) -> str:
        """Write words and elements that follow each other in a line."""
        self._after_space = True
        said = "".join(
            self._words(one, unbroken) if isinstance(one, str) else self._element(one)
            for one in loose
        )
        return "" if said in ('#" ";', '#"\u00a0";') else said

    def _words(self, text: str, unbroken: bool = False) -> str:
        said = re.sub(r"[ \t\r\n\f]+", " ", text)
        if self._after_space:
            said = said.lstrip(" ")
        if said:
            self._after_space = said.endswith(" ")
        return content(said.replace(" ", "\u00a0") if unbroken else said)

    def _inside(self, part: HtmlElement) -> str:
        said = self._words(part.text or "")
        for child in part:
            said += self._element(child) + self._words(child.tail or "")
        return said

    def _element(self, part: HtmlElement) -> str:
        name = part.tag
        if has_class(part, "pmo-rating"):
            return self._chip(part)
        if name == "br":
            self._after_space = True
            return "#linebreak();"
        if name in ("code", "kbd", "samp"):
            self._after_space = False
            return f"#raw({quoted(plain(words_of(part)))});"
        if name in ("pmo-svg", "img"):
            self._after_space = False
            return self.picture(part)
        if name == "pmo-math":
            self._after_space = False
            return self.formula(part)
        if name in ("style", "summary"):
            return ""
        return self._wrapped(part, self._inside(part))

    def _wrapped(self, part: HtmlElement, said: str) -> str:
        if not said:
            return ""
        if part.tag in _WRAPPED:
            return f"#{_WRAPPED[part.tag]}[{said}];"
        if part.tag == "a":
            return self._link(part, said)
        if has_class(part, "pmo-why"):
            return f"#why[{said}];"
        for name in part.get("class", "").split():
            if name in ("pmo-move--worse", "pmo-move--better"):
                return f"#move({quoted(name.rpartition('--')[2])}, [{said}]);"
        return said

    def _link(self, part: HtmlElement, said: str) -> str:
        target = part.get("href", "")
        if target.startswith("#"):
            label = self._labels.get(target[1:])
            return f"#link(<{label}>)[{said}];" if label else said
        return f"#link({quoted(target)})[{said}];" if target else said

    def _chip(self, part: HtmlElement) -> str:
        classes = part.get("class", "").split()
        key = next((name[12:] for name in classes if name[12:] in RATINGS), "not_reported")
        letter, word = part.find("b"), part.find("span")
        said = [f"[{self.of(one)}]" if one is not None else "[]" for one in (letter, word)]
        stale = str("pmo-rating--stale" in classes).lower()
        self._after_space = False
        return f"#chip({quoted(key)}, {', '.join(said)}, stale: {stale});"

    def picture(self, mark: HtmlElement) -> str:
        """Write a drawing or an image with its alternative text, no wider than the page."""
        if mark.tag == "pmo-svg":
            drawn = self._page.drawings[int(mark.get("n"))]
            label = mark.getparent().get("aria-label") or mark.get("aria-label")
            return "" if drawn.hidden else _drawing(drawn, label)
        return self._image(mark)

    def _image(self, mark: HtmlElement) -> str:
        source = mark.get("src", "")
        alternative = mark.get("alt", "")
        if source.startswith("data:image/svg"):
            image = read_svg(source)
            return _drawing(image, alternative) if image else ""
        raster = read_image(source)
        if raster is None:
            return content(alternative)
        asked = re.fullmatch(r"(\d+)(?:px)?", mark.get("width", ""))
        width = min(float(asked.group(1)) * 0.75 if asked else raster.width, PAGE_WIDTH)
        return f"#image({picture_bytes(raster)}, {_size(width, alternative)});"

    def formula(self, mark: HtmlElement) -> str:
        """Write a formula as a picture with its words; one in a line stands on the line."""
        drawn = formula_of(mark)
        if drawn is None:
            return f"#raw({quoted(plain(mark.get('tex', '')))});"
        svg = drawn.svg.replace("<svg", f'<svg fill="{INK["text"]}"', 1)
        image = (
            f'image(bytes({quoted(svg)}), format: "svg", width: {drawn.width:.3f}em, '
            f"height: {drawn.height:.3f}em, alt: {quoted(drawn.words)})"
        )
        if mark.get("display") == "block":
            return f"#align(center, {image})"
        return f"#box(baseline: {drawn.depth:.3f}em, {image});"


def picture_bytes(picture: Drawing | Image) -> str:
    """Write a picture as Typst bytes; signs that no font has are named in a drawing."""
    if isinstance(picture, Image):
        return f"bytes(({','.join(map(str, picture.data))}))"
    named = _SVG_TEXT.sub(
        lambda said: f">{_escaped(plain(_unescaped(said.group(1))))}<", picture.svg
    )
    return f"bytes({quoted(named)})"


def read_svg(source: str) -> Drawing | None:
    """Read a drawing embedded as a ``data:`` address."""
    from urllib.parse import unquote_to_bytes

    head, _, body = source.partition(",")
    data = base64.b64decode(body) if ";base64" in head else unquote_to_bytes(body)
    return drawing(data.decode("utf-8", "replace"), "")


def _drawing(drawn: Drawing, alternative: str | None) -> str:
    width = min(drawn.width, PAGE_WIDTH, _HIGHEST * drawn.width / max(drawn.height, 1.0))
    return f'#image({picture_bytes(drawn)}, format: "svg", {_size(width, alternative or "")});'


def _size(width: float, alternative: str) -> str:
    return f"width: {width:.1f}pt, alt: {quoted(alternative)}"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
