"""Risks and issues that only a sector has: of its projects that build, and of its others."""

from __future__ import annotations

from typing import Final

from pmo_lib.tables.sample.registers.sectors_industry import INDUSTRY, Pairs
from pmo_lib.tables.sample.registers.sectors_services import SERVICES

SECTORS: Final[dict[str, Pairs]] = {**INDUSTRY, **SERVICES}
"""Two of projects that build and two of the others, by sector."""
