"""The brand of a document: who issues it, its accent where it can be read, its logo made safe."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pmo_lib.contract import INK, PALETTE
from pmo_lib.press.convert.colours import DARK, LEAST_CONTRAST, contrast, readable
from pmo_lib.press.convert.pictures import Drawing, Image, drawing, read_image
from pmo_lib.press.convert.sanitise import printable

__all__ = ["PLAIN", "Look", "look_of"]

_HEX: Final = re.compile("#[0-9A-Fa-f]{6}")
_SHOWS: Final = re.compile(r"<svg\b[^>]*>\s*<\w")
_LIGHT_GROUNDS: Final = (INK["paper"], INK["faint"])
_DARK_GROUNDS: Final = (DARK["paper"], DARK["faint"])


@dataclass(frozen=True)
class Look:
    """What a brand gives a document.

    Parameters
    ----------
    name : str
        Who issues it; empty where no brand is named.
    accent, accent_dark : str
        Colour of headings' rules, headline and links, on light and on dark.
    logo : Drawing or Image, optional
        Cleaned as all pictures are.
    corrections : tuple of str
        A sentence on each colour that could not be read and was made darker or lighter.
    """

    name: str
    accent: str
    accent_dark: str
    logo: Drawing | Image | None = None
    corrections: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Everything that it says."""
        return f"{self.name} {self.logo.text if isinstance(self.logo, Drawing) else ''}"


PLAIN: Final = Look("", PALETTE["blue"], DARK["blue"])
"""Of a document without a brand."""


def look_of(about: Mapping[str, Any]) -> Look:
    """Read a brand from what a notebook's metadata say of it.

    Parameters
    ----------
    about : mapping
        ``name``, ``colour``, ``colour_dark`` and ``logo`` (a ``data:`` address), as
        ``metadata.pmo.brand`` has them; empty where there is none.

    Returns
    -------
    Look
        :data:`PLAIN` in what is not given or cannot be read.
    """
    light, dark = _colour(about, "colour"), _colour(about, "colour_dark")
    if light is None:
        return PLAIN
    name = printable(str(about.get("name") or ""))
    accent = readable(light, _LIGHT_GROUNDS)
    accent_dark = readable(dark or light, _DARK_GROUNDS)
    told = [_told(name, light, accent, _LIGHT_GROUNDS, "light")]
    if dark:
        told.append(_told(name, dark, accent_dark, _DARK_GROUNDS, "dark"))
    corrections = tuple(one for one in told if one)
    return Look(name, accent, accent_dark, _logo(str(about.get("logo") or "")), corrections)


def _colour(about: Mapping[str, Any], key: str) -> str | None:
    given = str(about.get(key) or "")
    return given if _HEX.fullmatch(given) else None


def _told(name: str, given: str, taken: str, grounds: tuple[str, ...], page: str) -> str:
    """Say that a colour was not taken as it is given; nothing where it was."""
    if given == taken:
        return ""
    least = min(contrast(given, ground) for ground in grounds)
    return (
        f"The colour {given} of {name!r} has a contrast of {least:.1f} on a {page} page, expected "
        f"{LEAST_CONTRAST} or more; {taken} was taken. State one that can be read in its brand."
    )


def _logo(address: str) -> Drawing | Image | None:
    if not address.startswith("data:image/svg+xml;base64,"):
        return read_image(address) if address else None
    text = base64.b64decode(address.partition(",")[2]).decode("utf-8", "replace")
    drawn = drawing(text[max(text.find("<svg"), 0) :], "logo-")
    return drawn if drawn and _SHOWS.match(drawn.svg) else None
