"""The marker: the file that makes a folder a store, with the version of what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pmo_lib.errors import StoreError
from pmo_lib.files import write_file
from pmo_lib.tables.store import manifests

__all__ = ["check_marker", "has_marker", "make_marker"]

_FORMAT: Final = {"format": "pmo-store", "version": 2}
_MARKER: Final = "store.json"


def has_marker(root: Path) -> bool:
    """Whether a folder is a store."""
    return (root / _MARKER).exists()


def check_marker(root: Path) -> None:
    """Hold a folder to be a store of this version.

    Raises
    ------
    StoreError
        There is no store, or it was written by another version.
    """
    if not (root / _MARKER).is_file():
        raise StoreError(
            f"There is no store in {root}; make one from your data with `pmo load`, "
            "or from the sample portfolio with `pmo sample`."
        )
    found = manifests.read_json(root / _MARKER)
    if found != _FORMAT:
        raise StoreError(
            f"The store in {root} is of another version: expected {_FORMAT}, found {found}; "
            "load its sources again into a new folder."
        )


def make_marker(root: Path) -> None:
    """Make a folder a store.

    Raises
    ------
    StoreError
        The folder holds something else.
    """
    if root.exists() and (not root.is_dir() or any(map(_is_other, root.iterdir()))):
        raise StoreError(
            f"{root} is not a store and not an empty folder; name a new folder for the store."
        )
    write_file(root / _MARKER, manifests.as_bytes(_FORMAT))


def _is_other(path: Path) -> bool:
    """Whether a file is not the marker, also of another process that makes the store just now."""
    return _MARKER not in path.name
