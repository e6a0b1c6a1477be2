"""The warm process: imports everything once, stays at one thread, and forks runs.

Started as ``python -m pmo_lib.press.forked.warm FD``, where the number is that of its end of a
socket. It ends when the other end closes, and all that it has forked with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, Final

from pmo_lib.press.forked.fence import fence

__all__ = ["main"]

_STACK: Final = (
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.iostream",
    "IPython.core.interactiveshell",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "matplotlib.backends.backend_svg",
    "numpy",
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.string",
    "pandas.io.formats.style",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "seaborn",
)
"""What nearly every report imports. None starts a thread."""

_LONGEST: Final = 1 << 16
_SUBREAPER: Final = 36
_MB: Final = 1 << 20


def main() -> None:
    """Serve until the other end of the socket closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    for name in _STACK:
        importlib.import_module(name)
    _draw()
    _learn()
    _settle()
    while True:
        message, ends, _, _ = socket.recv_fds(control, _LONGEST, 2)
        if not message:
            break
        control.sendall(json.dumps(_answer(json.loads(message), ends, control)).encode())
    _end_all()
    os._exit(0)  # at once: to take everything down in order would take a while


def _learn() -> None:
    """Read what every report reads and no client owns: words, limits, tables without rows."""
    from pmo_lib.contract import EDITIONS
    from pmo_lib.errors import PMOError
    from pmo_lib.params import ReportParams, load_thresholds, load_wording
    from pmo_lib.tables.store.slices import blank, sliced_tables

    with contextlib.suppress(PMOError):  # what is not there, the run that asks for it will miss
        load_thresholds()
        load_wording(ReportParams.model_fields["language"].default)
    for edition in EDITIONS:
        for table in sliced_tables():
            blank(table, edition)


def _answer(asked: dict[str, Any], ends: list[int], control: socket.socket) -> dict[str, Any]:
    if "modules" in asked:
        for name in asked["modules"]:
            _import(name)
        _settle()
        return {"ready": True}
    if "end" in asked:
        return _end_all().get(asked["end"], {"cpu_seconds": 0.0, "peak_mb": 0.0})
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208 - no Path is wanted of each
    if threads != 1:
        return {"error": f"it has {threads} threads, and a fork would have the locks of all."}
    return {"pid": _fork(asked, ends, control)}


def _settle() -> None:
    """Keep forks from looking for garbage among what is here, which would copy its memory."""
    gc.collect()
    gc.freeze()


def _import(name: str) -> None:
    """Import a module; a name that is none, or fails, is left to the run that asks for it."""
    with contextlib.suppress(Exception):
        importlib.import_module(name)


def _draw() -> None:
    """Draw one figure, so that fonts are found and parsed before the first fork."""
    import io

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], label="warm")
    axes.set_title("Warm")
    axes.legend()
    for kind in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=kind)


def _fork(asked: dict[str, Any], ends: list[int], control: socket.socket) -> int:
    pid = os.fork()
    if pid:
        for end in ends:
            os.close(end)
        return pid
    try:
        control.close()
        _run(Path(asked["folder"]), asked["limits"], asked["apart"], ends)
    except BaseException:
        _tell(ends[1], traceback.format_exc())
    finally:
        os._exit(1)


def _tell(answers: int, why: str) -> None:
    """Send why the kernel itself failed."""
    from pmo_lib.press.forked.wire import packed

    with contextlib.suppress(OSError), socket.socket(fileno=answers) as sock:
        sock.setblocking(True)
        sock.sendall(packed("died", {"content": {"traceback": why}}))


def _run(folder: Path, limits: dict[str, int], apart: list[str], ends: list[int]) -> None:
    """Become a run: in the child, until the press closes its end."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(folder)
    os.environ["IPYTHONDIR"] = str(folder / ".ipython")
    nothing = os.open(os.devnull, os.O_WRONLY)
    for end in (1, 2):
        os.dup2(nothing, end)
    sys.argv = [str(folder / "ipykernel_launcher.py")]
    sys.path.insert(0, "")
    _limit(limits)
    import numpy as np

    np.random.seed()  # noqa: NPY002 - the legacy generator is what must not be the parent's

    from ipykernel import compiler

    from pmo_lib.press.forked.kernel import serve

    cells = str(compiler.get_tmp_directory())  # type: ignore[no-untyped-call]
    compiler.get_tmp_directory = lambda: cells  # stands in tracebacks: not where this run works
    fence(folder, map(Path, apart))
    requests, answers = (socket.socket(fileno=end) for end in ends)
    serve(requests, answers)
    os._exit(0)


def _limit(limits: dict[str, int]) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + limits["memory_mb"] * _MB
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_all() -> dict[int, dict[str, float]]:
    """Kill the run and its descendants: those that outlived their parents have come to us.

    Gives what each process took.
    """
    took: dict[int, dict[str, float]] = {}
    while children := _children():
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        for pid in children:
            with contextlib.suppress(ChildProcessError):
                _, _, use = os.wait4(pid, 0)
                cpu = use.ru_utime + use.ru_stime
                took[pid] = {"cpu_seconds": cpu, "peak_mb": use.ru_maxrss / 1024}
    return took


def _children() -> list[int]:
    pid = os.getpid()
    return [int(one) for one in Path(f"/proc/self/task/{pid}/children").read_text().split()]


if __name__ == "__main__":
    main()
