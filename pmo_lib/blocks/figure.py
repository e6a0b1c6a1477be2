"""Figures: a picture with its message, a text alternative and the data behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pmo_lib.blocks.base import Block
from pmo_lib.blocks.markup import Wording, tag, text
from pmo_lib.blocks.table import Table


@dataclass(frozen=True)
class Figure(Block):
    """A chart with its message line, text alternative and data table.

    Parameters
    ----------
    picture : str
        An ``<svg>`` element, such as ``pmo_lib.charts.svg`` gives; its inner ids are made unique
        by the anchor.
    anchor : str
        Address of the figure in the page.
    message : str
        What the figure says, in one line.
    detail : str
        Measure, unit and period.
    alternative : str
        The text alternative, written from the data.
    words : Wording
        The language.
    data : Table, optional
        The data behind the figure.
    """

    picture: str
    anchor: str
    message: str
    detail: str
    alternative: str
    words: Wording
    data: Table | None = None

    def html(self) -> str:
        """Write the figure with its caption above and its data below."""
        said = [tag("strong", text(self.message)), " ", tag("span", text(self.detail))]
        inner = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{self.anchor}-", self.picture)
        label = " ".join(self.alternative.split())
        plot = tag("div", inner, cls="pmo-plot", role="img", aria_label=label)
        parts = [tag("figcaption", said), plot, self._data()]
        return tag("figure", parts, cls="pmo-figure", id=self.anchor)

    def _data(self) -> str:
        if self.data is None:
            return ""
        summary = tag("summary", text(self.words.text("figure.data")))
        return tag("details", [summary, self.data.html()], cls="pmo-data")
