"""Where the cells of a run are executed: in a fork of a warm process, or in a stock kernel."""

from __future__ import annotations

import ast
import atexit
import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, Protocol

import nbformat
from jupyter_client.manager import AsyncKernelManager

from pmo_lib.errors import ParameterError, allowed_words
from pmo_lib.press.forked import ForkedKernelManager, Limits, Usage, Warm
from pmo_lib.press.kernel import RunKernelManager

__all__ = ["DEFAULT_ENGINE", "ENGINES", "Engine", "EngineName", "engine_named", "fences"]

EngineName = Literal["forked", "stock"]

ENGINES: Final[tuple[EngineName, ...]] = ("forked", "stock")

DEFAULT_ENGINE: Final[EngineName] = "forked" if sys.platform == "linux" else "stock"
"""Forks need Linux; elsewhere the stock kernel runs."""

_PACKAGE: Final = "pmo_lib"


class Engine(Protocol):
    """Gives the kernel of each run."""

    def start(self, apart: Sequence[Path]) -> None:
        """Begin with what is to be done before the first run, without waiting for it.

        ``apart`` are folders that no run may read, where the engine can see to that.
        """
        ...

    def kernel(self, notebook: Path) -> type[AsyncKernelManager]:
        """Class of the manager that starts, feeds and ends the kernel of one run."""
        ...

    def reason(self, kernel: type[AsyncKernelManager]) -> str:
        """Why a kernel died, where that is known; else empty."""
        ...

    def usage(self, kernel: type[AsyncKernelManager]) -> Usage | None:
        """Tell what a run took, where that is known."""
        ...


class Stock:
    """papermill's own way: a new Python for each run. Costs seconds, works everywhere."""

    def start(self, apart: Sequence[Path]) -> None:
        """Nothing is to be done."""

    def kernel(self, notebook: Path) -> type[AsyncKernelManager]:
        """Start the Python that runs this code."""
        return RunKernelManager

    def reason(self, kernel: type[AsyncKernelManager]) -> str:
        """Nothing is known."""
        return ""

    def usage(self, kernel: type[AsyncKernelManager]) -> Usage | None:
        """Nothing is known."""
        return None


class Forked:
    """A fork of a process that has imported everything, for each run.

    Parameters
    ----------
    limits : Limits, optional
        Of each run.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits
        self._apart: Sequence[Path] = ()
        self._warm: Warm | None = None

    def start(self, apart: Sequence[Path]) -> None:
        """Start the warm process, whose forks cannot read some folders."""
        self._apart = apart
        self._living()

    def kernel(self, notebook: Path) -> type[AsyncKernelManager]:
        """Have all imported that the notebook imports of this library, and fork."""
        warm = self._living()
        warm.know(_modules(notebook))
        return ForkedKernelManager.of(warm)

    def _living(self) -> Warm:
        if self._warm is None or not self._warm.alive():
            self._warm = Warm(self._limits, self._apart)
        return self._warm

    def reason(self, kernel: type[AsyncKernelManager]) -> str:
        """Tell what the kernel said before it died, or the limit that it passed."""
        reasons: list[Exception] = getattr(kernel, "reasons", [])
        return str(reasons[0]) if reasons else ""

    def usage(self, kernel: type[AsyncKernelManager]) -> Usage | None:
        """Tell what the fork took, with all that it started."""
        found: Usage | None = getattr(kernel, "usage", None)
        return found

    def close(self) -> None:
        """End the warm process."""
        if self._warm is not None:
            self._warm.close()
            self._warm = None


def fences(name: str) -> bool:
    """Say whether an engine holds runs to a fence on this machine."""
    if name != "forked" or sys.platform != "linux":
        return False
    from pmo_lib.press.forked.fence import can_fence

    return can_fence()


@functools.cache
def engine_named(name: str) -> Engine:
    """Give this process's engine of a name.

    Raises
    ------
    ParameterError
        There is none of that name.
    """
    if name not in ENGINES:
        raise ParameterError(f"There is no engine {name!r}; {allowed_words(name, ENGINES)}.")
    if name == "stock":
        return Stock()
    forked = Forked()
    atexit.register(forked.close)
    return forked


def _modules(notebook: Path) -> tuple[str, ...]:
    return _modules_of(notebook, notebook.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _modules_of(notebook: Path, _changed: int) -> tuple[str, ...]:
    """Modules of this library that a notebook's cells import at their top."""
    found: set[str] = set()
    cells = nbformat.read(notebook, as_version=4).cells  # type: ignore[no-untyped-call]
    for cell in cells:
        if cell.cell_type == "code":
            found |= set(_imported(cell.source))
    return tuple(sorted(found))


def _imported(source: str) -> list[str]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a magic, or a mistake, of which the run itself will tell
        return []
    names = []
    for one in statements:
        if isinstance(one, ast.Import):
            names += [alias.name for alias in one.names]
        elif isinstance(one, ast.ImportFrom) and one.module and not one.level:
            names += [one.module, *(f"{one.module}.{alias.name}" for alias in one.names)]
    return [name for name in names if name.split(".")[0] == _PACKAGE]
