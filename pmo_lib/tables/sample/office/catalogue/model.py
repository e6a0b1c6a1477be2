"""What a service and a version of it are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TOOLS: Final = "tools"
GOVERNANCE: Final = "governance and quality assurance"
PLANNING: Final = "business planning"
SPECIALISTS: Final = "specialist support"
BALANCING: Final = "resource balancing"
PILLARS: Final = (TOOLS, GOVERNANCE, PLANNING, SPECIALISTS, BALANCING)

FIRST: Final = "First version of the catalogue."


@dataclass(frozen=True)
class Version:
    """A version of a service: valid from the first of a month, until the next one.

    ``hours`` and ``share`` are the standard (so many desk hours for such a share of requests),
    ``met`` is the share that truly meets it.
    """

    since: str
    hours: float
    share: float
    met: float
    cost: float
    changes: str


@dataclass(frozen=True)
class Service:
    """A service; ``asked`` is how often it is asked for, ``spent`` the usual hours of work.

    ``titles`` are what requests are called; braces take what the project is about.
    """

    name: str
    pillar: str
    audience: str
    description: str
    asked: float
    spent: float
    titles: tuple[str, ...]
    versions: tuple[Version, ...]
