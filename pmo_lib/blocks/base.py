"""What every block can do: show itself, alone or inside a section."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmo_lib.blocks.markup import HOUSE_STYLE, tag, text


class Block(ABC):
    """A part of a report that a notebook displays."""

    @abstractmethod
    def html(self) -> str:
        """Write the block in the page vocabulary of :mod:`pmo_lib.contract`."""

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Name the block where only text is shown: its frames are long, and stand in its HTML."""
        printer.text(f"<{type(self).__name__}>")


@dataclass(frozen=True)
class Section(Block):
    """A section of a report: a heading and the blocks below it.

    Parameters
    ----------
    title : str
        The heading.
    anchor : str
        Its address in the page.
    blocks : sequence of Block
        What stands in it, in order.
    intro : str
        A sentence below the heading.
    new_page : bool
        Whether it begins a page in print.
    """

    title: str
    anchor: str
    blocks: Sequence[Block] = ()
    intro: str = ""
    new_page: bool = False

    def html(self) -> str:
        """Write the section; one without blocks still has its heading."""
        parts = [tag("h2", text(self.title))]
        if self.intro:
            parts.append(tag("p", text(self.intro)))
        parts += [block.html() for block in self.blocks]
        classes = "pmo-section pmo-new-page" if self.new_page else "pmo-section"
        return tag("section", parts, cls=classes, id=self.anchor)


@dataclass(frozen=True)
class Note(Block):
    """A remark; ``empty`` marks the words that stand where a list has no entries."""

    said: str
    empty: bool = False

    def html(self) -> str:
        """Write the remark as a paragraph."""
        return tag("p", text(self.said), cls="pmo-empty" if self.empty else "pmo-note")


@dataclass(frozen=True)
class Facts(Block):
    """Names and values, such as method and quality facts.

    Parameters
    ----------
    facts : sequence of tuple of str
        Pairs of name and value; pairs without a value are left out.
    """

    facts: Sequence[tuple[str, str]]

    def html(self) -> str:
        """Write the facts as a description list; none gives an empty string."""
        rows = [
            tag("div", [tag("dt", text(name)), tag("dd", text(value))])
            for name, value in self.facts
            if value
        ]
        return tag("dl", rows, cls="pmo-facts") if rows else ""


class HouseStyle(Block):
    """A little style for blocks shown in JupyterLab; documents have their own."""

    def html(self) -> str:
        """Give the style element."""
        return HOUSE_STYLE
