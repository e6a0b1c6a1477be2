"""What an initiative is, and the groups of people that change affects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Initiative:
    """An initiative of the office's roadmap.

    ``scores`` are value, time criticality, risk reduction and effort; ``begins`` is its Monday on
    the roadmap, empty while it is only proposed, and ``slip`` how many weeks later it went.
    ``after`` are the numbers of its predecessors. ``affects`` are groups with the impact of going
    live (1 to 5) and the share affected. ``stopped`` is the day it was given up.
    """

    name: str
    description: str
    team: str
    scores: tuple[int, int, int, int]
    weeks: int
    people: float
    begins: str
    slip: int
    after: tuple[int, ...]
    affects: tuple[tuple[str, int, float], ...]
    outcome: str = ""
    stopped: str = ""


PM: Final = "project managers"
PGM: Final = "programme managers"
BA: Final = "business analysts"
CHANGE: Final = "change managers"
PLAN: Final = "planners and cost engineers"
TECH: Final = "technology"
MONEY: Final = "commercial managers"
LEAD: Final = "account leads"
DESK: Final = "office analysts"
SPONSOR: Final = "client sponsors"

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    PM: ("project manager",),
    PGM: ("programme manager",),
    BA: ("business analyst",),
    CHANGE: ("change manager",),
    PLAN: ("planner", "cost engineer"),
    TECH: ("solution architect", "delivery lead", "test manager"),
    MONEY: ("commercial manager",),
    LEAD: ("account lead",),
    DESK: ("pmo analyst", "reporting lead", "assurance lead"),
    SPONSOR: (),
}
"""Groups of people that change affects, with their roles; sponsors are the clients'."""

PATIENCE: Final[dict[str, float]] = {
    PM: 4.0,
    PGM: 4.0,
    BA: 4.0,
    CHANGE: 5.0,
    PLAN: 3.5,
    TECH: 4.5,
    MONEY: 4.0,
    LEAD: 4.0,
    DESK: 5.0,
    SPONSOR: 3.0,
}
"""Points of change a week that each group can take in an ordinary week."""
