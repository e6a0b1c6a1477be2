"""Runs as forks of a warm process: everything is imported once, and every run is its own process.

:class:`Warm` is the warm process as the press sees it; :class:`ForkedKernelManager` lets papermill
drive a fork of it as it drives any kernel.
"""

from pmo_lib.press.forked.launch import Limits, Usage, Warm
from pmo_lib.press.forked.manager import ForkedKernelManager

__all__ = ["ForkedKernelManager", "Limits", "Usage", "Warm"]
