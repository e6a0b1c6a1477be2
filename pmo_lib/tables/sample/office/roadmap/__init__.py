"""The office's own change: initiatives with what they are worth, need and follow."""

from typing import Final

from pmo_lib.tables.sample.office.roadmap import coming, finished
from pmo_lib.tables.sample.office.roadmap.model import GROUPS, PATIENCE, Initiative

__all__ = ["GROUPS", "INITIATIVES", "PATIENCE", "Initiative"]

INITIATIVES: Final = (*finished.INITIATIVES, *coming.INITIATIVES)
"""All initiatives, in the order of their numbers."""
