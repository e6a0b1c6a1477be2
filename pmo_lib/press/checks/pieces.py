"""A piece of an artefact's text, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Piece"]


@dataclass(frozen=True)
class Piece:
    """Some text of an artefact.

    Parameters
    ----------
    place : str
        Where it stands, for a person: ``client_report.pdf, page 2``.
    text : str
        As it was found.
    lines : bool
        Whether lines end where the page does, and not where words do.
    markup : bool
        Whether there may be tags, entities, escapes and embedded data in it.
    depth : int
        How often something was unpacked to get there.
    """

    place: str
    text: str
    lines: bool = False
    markup: bool = False
    depth: int = 0
