"""IPython's kernel in a forked process, on sockets in place of ZMQ.

The kernel is ipykernel's own: its shell, displays, streams, comms and tracebacks. Only the
transport is another, so that no thread and no port is needed before the first cell runs.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import threading
from types import SimpleNamespace
from typing import Any, Final

from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from IPython.core.getipython import get_ipython
from tornado.ioloop import IOLoop
from traitlets import Any as TraitAny
from traitlets.config import Config

from pmo_lib.press.forked.wire import Frames, WireSession

__all__ = ["serve"]

_FLUSH_AFTER: Final = 0.2
"""Seconds after which printed text is sent though nothing asks for it, as ipykernel does."""

_FLUSH_SIZE: Final = 1 << 20
"""Characters of printed text that are sent at once, so that endless text never fills the memory."""

_CHUNK: Final = 1 << 16


class _Port:
    """Stands for a ZMQ socket: the session knows which channel it means."""

    def flush(self, *_: object) -> None:
        """Nothing is held back."""


class _Direct(IOPubThread):
    """Runs at once what ipykernel's thread for output would run later."""

    def __init__(self, session: WireSession) -> None:  # no ZMQ socket, no pipe, no loop
        self.session = session
        self.socket = _Port()
        self.thread = threading.Thread(name="IOPub")  # never started: so all is done at once
        self.io_loop = None  # type: ignore[assignment]

    def schedule(self, f: Any) -> None:
        """Run it."""
        f()


class _Stream(OutStream):
    """What is printed, and what reaches the process's own output from below."""

    def __init__(self, session: WireSession, direct: _Direct, name: str) -> None:
        super().__init__(session, direct, name)  # type: ignore[no-untyped-call]
        self._timer: threading.Timer | None = None
        self._held = 0

    def write(self, string: str) -> int | None:  # type: ignore[override]
        """Hold the text until it is asked for, old, or much."""
        self._held += len(string)
        return super().write(string)

    def _schedule_flush(self) -> None:
        if self._held > _FLUSH_SIZE:
            self._flush()
        elif self._timer is None:
            self._timer = threading.Timer(_FLUSH_AFTER, self._flush)
            self._timer.daemon = True
            self._timer.start()

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._held = 0
        super()._flush()  # type: ignore[no-untyped-call]


class _Kernel(IPythonKernel):
    """ipykernel's kernel, which is given its messages one after the other."""

    shell_stream = TraitAny()
    control_stream = TraitAny()
    shell_channel_thread = TraitAny()
    _execute_sleep = 0.0

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing queues: papermill asks for one cell at a time, and stops where one fails."""

    @property
    def _supports_kernel_subshells(self) -> bool:
        """There is one shell, though ipykernel asks which thread it stands in."""
        return False


def serve(requests: socket.socket, answers: socket.socket) -> None:
    """Answer requests until the other side closes.

    Parameters
    ----------
    requests, answers : socket.socket
        Frames come from the first; those of all channels go into the second.
    """
    asyncio.set_event_loop(asyncio.new_event_loop())
    asyncio.get_event_loop().run_until_complete(_serve(requests, answers))


async def _serve(requests: socket.socket, answers: socket.socket) -> None:
    kernel = _kernel(answers)
    loop = asyncio.get_running_loop()
    requests.setblocking(False)
    frames = Frames()
    while data := await loop.sock_recv(requests, _CHUNK):
        for channel, message in frames.add(data):
            if channel == "control":
                await kernel.dispatch_control(message)  # type: ignore[no-untyped-call]
            else:
                await kernel.dispatch_shell(message)


def _kernel(answers: socket.socket) -> _Kernel:
    shell, control, iopub, stdin = _Port(), _Port(), _Port(), _Port()
    channels = {id(shell): "shell", id(control): "control", id(stdin): "stdin"}
    session = WireSession(answers, channels)
    direct = _Direct(session)
    sys.stdout, sys.stderr = (_Stream(session, direct, name) for name in ("stdout", "stderr"))
    kernel: _Kernel = _Kernel.instance(
        config=Config({"HistoryManager": {"hist_file": ":memory:"}}),
        session=session,
        shell_stream=shell,
        control_stream=control,
        iopub_socket=iopub,
        stdin_socket=stdin,
        io_loop=IOLoop.current(),
        shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
        log=logging.getLogger(__name__),
        user_ns={},
    )
    _let_figures_show()
    return kernel


def _let_figures_show() -> None:
    """Tell matplotlib of the shell: its inline backend was imported before there was one."""
    from matplotlib_inline import backend_inline

    if get_ipython() is not None:
        backend_inline._enable_matplotlib_integration()  # type: ignore[no-untyped-call]
