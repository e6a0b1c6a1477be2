"""Inspection: what a file holds, guessed for a person to confirm, and a mapping to start from."""

from pmo_lib.tables.inspection.guessing import Guess, guess_type
from pmo_lib.tables.inspection.sights import ColumnSight, Sight, look
from pmo_lib.tables.inspection.writing import starting_mapping

__all__ = ["ColumnSight", "Guess", "Sight", "guess_type", "look", "starting_mapping"]
