"""Files that are written wholly or not at all, also at a power cut, and are known by their hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

__all__ = [
    "PARTIAL",
    "digest",
    "digest_if_there",
    "digest_of",
    "make_folder",
    "sync_folder",
    "write_file",
]

PARTIAL: Final = ".partial"
"""Ending of a file that is being written."""


def digest(content: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal; OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_if_there(path: Path) -> str | None:
    """SHA-256 of a file's bytes, in hexadecimal; None where there is no such file."""
    try:
        return digest_of(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they are there also after a power cut."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, content: bytes) -> None:
    """Write a file: to a name beside it, onto the disk, then renamed; no part is left on failure.

    Parameters
    ----------
    path : pathlib.Path
        Its place; folders that lack are made, and a file that is there is replaced.
    content : bytes
        All of it.

    Raises
    ------
    OSError
        It could not be written; what was there before still is.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "new" / "note.txt"
    >>> write_file(place, b"kept")
    >>> place.read_bytes()
    b'kept'
    """
    make_folder(path.parent)
    partial = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)
