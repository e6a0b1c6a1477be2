"""What a report may know of other clients: of groups of them, made from the whole snapshot."""

from pmo_lib.tables.schemas.base import Table, column, key


class OfficePeers(Table):
    """Quantiles of a measure over clients: one row a measure and group of at least five clients.

    ::

        measure           sector  size    clients  lower  middle  upper
        share_red_amber   all     all     512      0.20   0.42    0.67
        share_red_amber   health  all     61       0.25   0.50    0.75
        share_red_amber   health  medium  18       0.25   0.33    0.60

    ``sector`` and ``size`` are ``all`` where the group is not divided by it; ``size`` is by the
    number of live projects. ``lower``, ``middle`` and ``upper`` are the quartiles; ``clients``
    counts those that have the measure.
    """

    measure: str = key(isin=["share_red_amber", "share_late", "cost_variance"])
    sector: str = key()
    size: str = key(isin=["all", "small", "medium", "large"])
    clients: int = column(nullable=False, ge=5)
    lower: float = column(unit="share", nullable=False)
    middle: float = column(unit="share", nullable=False)
    upper: float = column(unit="share", nullable=False)

    class Config:
        """Every slice has all rows."""

        metadata = {"slice_by": "all"}
