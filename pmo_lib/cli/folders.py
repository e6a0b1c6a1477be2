"""Folders that a command writes to, looked at before anything starts."""

from __future__ import annotations

import os
from pathlib import Path

from pmo_lib.errors import ParameterError
from pmo_lib.params import home
from pmo_lib.tables.store import Store

__all__ = ["check_writable", "store_at", "store_root"]


def check_writable(folder: Path, option: str) -> None:
    """Refuse an output folder that is a file, or that cannot be made or written."""
    place = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not place.is_dir():
        fault = "is a file"
    elif not os.access(place, os.W_OK | os.X_OK):
        fault = "cannot be written"
    else:
        return
    raise ParameterError(f"{option} must be a folder that can be written; {place} {fault}.")


def store_root(given: Path | None) -> Path:
    """Folder of the store that was named, or of the workbench's own."""
    return given or home() / ".pmo" / "store"


def store_at(given: Path | None) -> Store:
    """Open the store that was named, or the workbench's own."""
    return Store.open(store_root(given))
