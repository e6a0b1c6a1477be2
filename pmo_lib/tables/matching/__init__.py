"""Matching: which ids may be the same under another name, with score and evidence; none applied."""

from pmo_lib.tables.matching.deciding import decide
from pmo_lib.tables.matching.evidence import WEIGHTS
from pmo_lib.tables.matching.proposals import Proposal, between_sources, over_time

__all__ = ["WEIGHTS", "Proposal", "between_sources", "decide", "over_time"]
