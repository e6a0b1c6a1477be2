"""Who issues a report, and under which colour and logo."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.params.files import read_yaml, validated
from pmo_lib.params.places import home

__all__ = ["DEFAULT_BRAND", "LARGEST_LOGO", "Brand", "brand_files", "brand_names", "load_brand"]

DEFAULT_BRAND: Final = "house"
"""Brand of a report set that names no other."""

LARGEST_LOGO: Final = 50_000
"""Bytes that a logo may take: it is in every page."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_Hex = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]


class Brand(BaseModel):
    """A brand, from ``params/brands/<key>.yml``.

    ``name`` is who issues the reports; ``colour`` their accent on paper and on a light page,
    ``colour_dark`` on a dark one; without it a lighter shade of ``colour`` is taken there. ``logo``
    names an SVG or PNG file beside it; once read, it is that file's content as a ``data:`` address.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: Annotated[str, Field(min_length=1, max_length=80)]
    colour: _Hex
    colour_dark: _Hex | None = None
    logo: str = ""


def load_brand(key: str = DEFAULT_BRAND, folder: Path | None = None) -> Brand:
    """Read a brand with its logo.

    Parameters
    ----------
    key : str
        Name of a file in ``params/brands``, without ``.yml``.
    folder : pathlib.Path, optional
        Where the brands stand; ``params/brands`` of the workbench by default.

    Raises
    ------
    ParameterError
        There is no such brand, it holds an unknown key or a wrong value, or its logo is missing,
        too large or neither SVG nor PNG.
    """
    where = folder or _place()
    if key not in (there := brand_names(where)):
        raise ParameterError(
            f"There is no brand {key!r}; {allowed_words(key, there)}. A brand is a file in {where}."
        )
    path = where / f"{key}.yml"
    brand = validated(Brand, {**read_yaml(path), "key": key}, str(path))
    return brand.model_copy(update={"logo": _embedded(path, brand.logo)}) if brand.logo else brand


def brand_names(folder: Path | None = None) -> list[str]:
    """Names of the brands that there are."""
    return sorted(path.stem for path in (folder or _place()).glob("*.yml"))


def brand_files(key: str) -> list[Path]:
    """Files of a brand of the workbench: its own, and its logo's where it has one."""
    path = _place() / f"{key}.yml"
    logo = read_yaml(path).get("logo")
    return [path, path.with_name(logo)] if logo else [path]


def _place() -> Path:
    return home() / "params" / "brands"


def _embedded(path: Path, logo: str) -> str:
    """Content of a logo as a ``data:`` address."""
    place = path.with_name(logo) if Path(logo).name == logo else None
    if place is None or not place.is_file():
        raise ParameterError(f"{path}: logo is {logo!r}, expected the name of a file beside it.")
    content = place.read_bytes()
    if len(content) > LARGEST_LOGO:
        raise ParameterError(
            f"{place} has {len(content):,} bytes; a logo may have {LARGEST_LOGO:,}, since it is in "
            "every page. Make it smaller, or simplify its paths."
        )
    kinds = {".svg": ("svg+xml", b"<svg" in content), ".png": ("png", content.startswith(_PNG))}
    kind, holds = kinds.get(place.suffix.lower(), ("", False))
    if not holds:
        raise ParameterError(f"{place} is no logo: expected an SVG (.svg) or a PNG (.png) picture.")
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
