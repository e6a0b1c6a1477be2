"""How a run's report is presented: its brand and language, the client's own before the set's."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.params import Brand, ReportSet, brand_names, languages, load_brand
from pmo_lib.press.convert import look_of
from pmo_lib.tables.store import Cutter

__all__ = ["Presentation", "Presentations"]

_AS_THE_SET: Final = "default"
"""What a client's row says where the set's own is to be taken."""


@dataclass(frozen=True)
class Presentation:
    """Brand and language of one report; ``warnings`` on what its client's row asks in vain."""

    brand: Brand
    language: str
    warnings: tuple[str, ...]


class Presentations:
    """Gives the presentation of each report of a set; brands are read once.

    Parameters
    ----------
    part : ReportSet
        The set.
    cutter : Cutter
        Knows what the rows of the period's clients say.
    """

    def __init__(self, part: ReportSet, cutter: Cutter) -> None:
        of_clients = part.level == "client"
        self._part = part
        self._brands = cutter.client_column("brand") if of_clients else {}
        self._languages = cutter.client_column("language") if of_clients else {}
        self._load = functools.cache(_whole_brand)

    def of(self, id: str) -> Presentation:  # noqa: A002  the field is `id`
        """Choose for one client, programme or the portfolio.

        Raises
        ------
        ParameterError
            The brand's file or its logo is not whole, or there is no brand that the set names.
        """
        part = self._part
        brand, no_brand = _chosen("brand", self._brands, id, part.brand, brand_names())
        language, none = _chosen("language", self._languages, id, part.language, languages())
        told = tuple(one for one in (no_brand, none) if one)
        return Presentation(self._load(brand), language, told)


def _chosen(
    what: str, own: Mapping[str, str], id_: str, usual: str, there: Collection[str]
) -> tuple[str, str]:
    """Take the client's own where it is there, else the set's and a sentence on it."""
    asked = own.get(id_, _AS_THE_SET)
    if asked in there:
        return asked, ""
    if asked == _AS_THE_SET:
        return usual, ""
    told = f"The row of client {id_!r} asks for the {what} {asked!r}, and {usual!r} was taken"
    return usual, f"{told}; {allowed_words(asked, there)}."


def _whole_brand(key: str) -> Brand:
    """Read a brand, whose logo has to be a picture that documents can show."""
    brand = load_brand(key)
    if brand.logo and look_of(brand.model_dump()).logo is None:
        raise ParameterError(
            f"The logo of the brand {key!r} cannot be read as a picture; expected a whole SVG or "
            "PNG file. Open it in a drawing program and save it anew."
        )
    return brand
