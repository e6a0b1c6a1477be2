"""What changed since the last report: a difference of two snapshots, not prose.

``findings``
    Each kind of difference: membership, ratings, finish, budget, forecast, milestones.
``ranking``
    Kinds, which of them count as moves, and how material each finding is.
"""

from pmo_lib.analytics.changes.difference import changes, members
from pmo_lib.analytics.changes.ranking import CHANGE_COLUMNS, CHANGE_KINDS, GOOD_NEWS, MOVES

__all__ = ["CHANGE_COLUMNS", "CHANGE_KINDS", "GOOD_NEWS", "MOVES", "changes", "members"]
