"""The fence of a run: what it may read, that it may write into its own folder alone, no network.

Linux holds a process to it by Landlock, from version 5.13 on; its newer versions also keep a run
from the network and from signals to other processes. Where there is no Landlock, there is no fence.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Final

import landlockpy
from landlockpy import AccessFS, Ruleset, Scope

import pmo_lib
from pmo_lib.params import NOT_READ, home

__all__ = ["can_fence", "fence"]

_SYSTEM: Final = (
    *("/bin", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/nix", "/sbin", "/sys", "/usr"),
)
"""What belongs to the machine, not to the office; ``/opt`` may be either, and is left out."""

_FACTS: Final = ("cpuinfo", "filesystems", "loadavg", "meminfo", "self", "stat", "sys", "version")
"""What ``/proc`` tells of the machine and of the run itself; not of the office's processes."""

_OF_HOME: Final = (
    *(".cache/fontconfig", ".cache/matplotlib", ".config/fontconfig", ".config/matplotlib"),
    *(".fonts", ".local/share/fonts"),
)
"""Where fonts and their settings stand below a person's home."""

_READ: Final = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
_DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/tty", "/dev/ptmx", "/dev/pts")
"""What it may write to elsewhere: a program that a cell starts by ``!`` is given a terminal."""

_WRITE: Final = AccessFS.READ_FILE | AccessFS.WRITE_FILE | AccessFS.TRUNCATE | AccessFS.IOCTL_DEV


def can_fence() -> bool:
    """Say whether this machine can hold runs to a fence."""
    return sys.platform == "linux" and landlockpy.supported()


def fence(folder: Path, apart: Iterable[Path]) -> None:
    """Hold this process and all that it starts to a fence, for good.

    Parameters
    ----------
    folder : pathlib.Path
        Where it may do as it likes; temporary files go there.
    apart : iterable of pathlib.Path
        Folders that it may not read wherever they stand, such as the store and the reports; the
        office's own folder is one in any case.

    Notes
    -----
    Beyond its folder it may read the machine's own files, this Python's, this library and, of the
    office's, what every run may: the ``params`` that stand in its key. So neither the store, nor
    the reports, nor the folder of another run, nor how sources name clients. It may write nowhere
    else, connect to nothing and signal no other process. Does nothing where :func:`can_fence` says
    no.
    """
    temporary = Path(tempfile.gettempdir())  # where other runs work
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)))
    tempfile.tempdir = None
    if not can_fence():
        return
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        rules.allow_path(folder, rules.handled_fs)
        for place in _readable([*apart, temporary]):
            with contextlib.suppress(OSError):
                rules.allow_path(place, _READ if place.is_dir() else AccessFS.READ_FILE)
        for device in _DEVICES:
            with contextlib.suppress(OSError):
                rules.allow_path(device, _WRITE)
        rules.restrict()


def _readable(apart: Iterable[Path]) -> Iterator[Path]:
    """Places that a run may read; some are not there on each machine."""
    office, library = home().resolve(), Path(pmo_lib.__file__).resolve().parent
    closed = {office, *(folder.resolve() for folder in apart)}
    if (library.parent / "params").is_dir():  # a checkout, where the sample and reports stand, too
        closed.add(library.parent)
    above = {folder for one in closed for folder in one.parents}
    python = [Path(name) for name in (sys.prefix, sys.base_prefix, *sys.path) if name]
    own = [Path.home() / name for name in _OF_HOME]
    if settings := os.environ.get("MPLCONFIGDIR"):
        own.append(Path(settings))
    yield from (Path("/proc", name) for name in _FACTS)
    for place in (*map(Path, _SYSTEM), *python, *own):
        yield from _around(place.resolve(), closed, above)
    yield library
    with contextlib.suppress(OSError):
        params = list((office / "params").iterdir())
        yield from (place for place in params if place.name not in NOT_READ)


def _around(place: Path, closed: Set[Path], above: Set[Path]) -> Iterator[Path]:
    """Give a folder, or, where closed ones stand in it, all in it but those."""
    if place in closed:
        return
    if place not in above:
        yield place
        return
    with contextlib.suppress(OSError):
        for inside in place.iterdir():
            yield from _around(inside.resolve(), closed, above)
