"""Names that pandas gives the tables of its Styler: drawn anew in each run."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["STYLER_NAME"]

STYLER_NAME: Final = re.compile(r"T_[0-9a-f]{5}(?=_|\b)")
"""Five letters and digits, which may look like an id: among a thousand reports one is ``c0418``."""
