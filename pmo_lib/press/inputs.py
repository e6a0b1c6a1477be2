"""What a report is made from: the parts of its key."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pmo_lib
from pmo_lib.files import digest, digest_if_there
from pmo_lib.params import NOT_READ, home
from pmo_lib.press.ledger import Record
from pmo_lib.press.ledger.entries import canonical
from pmo_lib.press.runs import Run
from pmo_lib.tables.store import Cutter

__all__ = [
    "Inputs",
    "code_version",
    "key_of",
    "parameter_files",
    "tree_digest",
    "version_name",
]

_PACKAGE: Final = Path(pmo_lib.__file__).parent
_LOCK: Final = _PACKAGE.parent / "requirements.lock"


class Inputs:
    """Gives what each run of one batch is made from; what is common to all is read once.

    Parameters
    ----------
    cutter : Cutter
        Of the batch's period.
    office : str
        Content hash of the period's office tables; empty where there are none.
    """

    def __init__(self, cutter: Cutter, office: str) -> None:
        self._cutter = cutter
        self._common = {
            **code_version(),
            "office": office,
            "params": tree_digest(parameter_files(), home() / "params"),
        }
        self._notebook = functools.cache(digest_if_there)

    def of(self, run: Run, before: Record | None) -> dict[str, str]:
        """Name all that a run is made from.

        Parameters
        ----------
        run : Run
            The run.
        before : Record or None
            Its last attempt: where the store is as it was then, so is the slice, and it is not
            looked at.

        Returns
        -------
        dict of str to str
            ``notebook``, ``parameters``, ``formats``, ``language``, ``brand`` (with its logo),
            ``slice``, ``office``, ``params`` (wording, thresholds and what else stands there),
            ``code`` and ``templates`` of this library, ``lock`` of its dependencies, ``python`` and
            ``platform``.
        """
        return {
            **self._common,
            "notebook": self._notebook(run.notebook) or "",
            "parameters": canonical(run.parameters()),
            "formats": ",".join(run.formats),
            "language": run.language,
            "brand": digest(canonical(run.presentation.brand.model_dump()).encode()),
            "slice": self._slice(run, before),
        }

    def _slice(self, run: Run, before: Record | None) -> str:
        same_code = before and before.inputs.get("code") == self._common["code"]
        if before and same_code and before.state == self._cutter.state and before.inputs:
            return before.inputs["slice"]
        return self._cutter.fingerprint(run.level, run.id, run.edition)


def key_of(inputs: Mapping[str, str]) -> str:
    """Hash of all that a run is made from."""
    return digest(canonical(inputs).encode())


@functools.cache
def code_version() -> dict[str, str]:
    """Name what makes all reports: this library, its dependencies, Python, the platform."""
    files = [path for path in _files(_PACKAGE) if path.suffix != ".pyc"]
    return {
        "code": tree_digest((path for path in files if path.suffix == ".py"), _PACKAGE),
        "templates": tree_digest((path for path in files if path.suffix != ".py"), _PACKAGE),
        "lock": digest_if_there(_LOCK) or "",
        "python": platform.python_version(),
        "platform": " ".join([platform.system(), platform.machine(), *platform.libc_ver()]),
    }


@functools.cache
def version_name() -> str:
    """Name this version of the library, with its commit where it is a checkout."""
    command = ["git", "-C", str(_PACKAGE.parent), "describe", "--always", "--dirty", "--abbrev=12"]
    commit = ""
    if (_PACKAGE.parent / ".git").exists():
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)
            commit = f", commit {done.stdout.strip()}"
    return f"pmo-workbench {pmo_lib.__version__}{commit}"


def parameter_files() -> list[Path]:
    """Files of ``params`` that a run may read."""
    folder = home() / "params"
    return [path for path in _files(folder) if path.relative_to(folder).parts[0] not in NOT_READ]


def tree_digest(files: Iterable[Path], root: Path) -> str:
    """Hash of files by their names below a folder and their content."""
    named = sorted((path.relative_to(root).as_posix(), digest_if_there(path)) for path in files)
    return hashlib.sha256(canonical(dict(named)).encode()).hexdigest()


def _files(folder: Path) -> list[Path]:
    """All files below a folder, also through links to folders."""
    walked = os.walk(folder, followlinks=True)
    return sorted(Path(place, name) for place, _, names in walked for name in names)
