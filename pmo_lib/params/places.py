"""Where the workbench's folders stand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

NOT_READ: Final = ("aliases", "brands", "reports", "sources")
"""Folders of ``params`` that no run reads: they are in the slice, or in the run itself, already."""


def home() -> Path:
    """Folder of the workbench: where ``notebooks/``, ``params/`` and ``reports/`` stand.

    Returns
    -------
    pathlib.Path
        ``$PMO_HOME`` where it is set, else the folder that holds the package.
    """
    return Path(os.environ.get("PMO_HOME") or Path(__file__).resolve().parents[2])


def sample_store() -> Path:
    """Folder of the sample portfolio's store, made once and kept."""
    return home() / ".pmo" / "sample"
