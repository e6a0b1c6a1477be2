"""Checks of what a run made, before it is published."""

from pmo_lib.press.checks.artefacts import Artefacts
from pmo_lib.press.checks.leaks import Findings, LeakCheck, find_leaks

__all__ = ["Artefacts", "Findings", "LeakCheck", "find_leaks"]
