"""Declared ratings: per project, as a status strip, as counts, and over time.

A rating that was not given is ``not_reported`` or ``withheld``: counted, never green. A strip is
the worst of its projects with the counts beside it, never an average. Ratings of two scales or of
two assessors are never compared.
"""

from pmo_lib.analytics.rag.counts import comparable_history, rating_history, rating_weights
from pmo_lib.analytics.rag.ratings import project_ratings
from pmo_lib.analytics.rag.strip import DIMENSION_ORDER, REASON_KINDS, status_strip

__all__ = [
    "DIMENSION_ORDER",
    "REASON_KINDS",
    "comparable_history",
    "project_ratings",
    "rating_history",
    "rating_weights",
    "status_strip",
]
