"""What stands before a document's own text in Typst: colours, template, title, language, brand."""

from __future__ import annotations

import re
from functools import lru_cache

from pmo_lib.contract import FONT_STACK, INK, PALETTE, RATINGS
from pmo_lib.press.convert.brand import Look
from pmo_lib.press.convert.exporter import template_folder
from pmo_lib.press.convert.page import Page
from pmo_lib.press.convert.pictures import Drawing
from pmo_lib.press.convert.typst_inline import picture_bytes
from pmo_lib.press.convert.typst_text import content, plain, quoted

__all__ = ["prelude", "settings"]


@lru_cache
def prelude(accent: str) -> str:
    """Write the names that the template takes its colours and fonts from, and the template."""
    colours = {**INK, **PALETTE} | {
        rating.key: rating.colour for rating in RATINGS.values() if not rating.hollow
    }
    shades = ", ".join(f'"{name}": rgb("{value}")' for name, value in colours.items())
    looks = ", ".join(
        f'"{one.key}": (shape: "{one.shape}", colour: rgb("{one.colour}"), '
        f"hollow: {str(one.hollow).lower()})"
        for one in RATINGS.values()
    )
    families = ", ".join(f'"{family}"' for family in (*FONT_STACK, "DejaVu Sans"))
    template = (template_folder() / "report.typ").read_text(encoding="utf-8")
    names = f"#let palette = ({shades})\n#let ratings = ({looks})\n#let families = ({families})\n"
    names += f'#let accent = rgb("{accent}")\n'
    return names + template


def settings(page: Page) -> str:
    """Write the call that sets up a document: what it says of itself, and who issues it."""
    language, _, region = page.language.replace("_", "-").partition("-")
    authors = "".join(f"{quoted(author)}, " for author in page.authors)
    safe_region = quoted(region.upper()) if re.fullmatch("[A-Za-z]{2}", region) else "none"
    safe_language = language.lower() if re.fullmatch("[A-Za-z]{2,3}", language) else "en"
    numbers = page.words.say("page", n="{n}", total="{total}")
    pages = f"{page.issued} · {numbers}" if page.issued else numbers
    return (
        f"#show: report.with(title: {quoted(page.title)}, shown: [{content(page.title)}], "
        f"running: [{content(page.running)}], authors: ({authors}), lang: {quoted(safe_language)}, "
        f"region: {safe_region}, pages: {quoted(plain(pages))}, {_masthead(page.look)})"
    )


def _masthead(look: Look) -> str:
    if not look.name:
        return "issuer: none, logo: none"
    if look.logo is None:
        return f"issuer: [{content(look.name)}], logo: none"
    kind = '"svg"' if isinstance(look.logo, Drawing) else "auto"
    logo = f"(data: {picture_bytes(look.logo)}, format: {kind})"
    return f"issuer: [{content(look.name)}], logo: {logo}"
