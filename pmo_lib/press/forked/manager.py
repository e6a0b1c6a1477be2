"""A kernel manager and client that papermill and nbclient drive as they drive any other."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import signal
from pathlib import Path
from typing import Any, Final

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session

from pmo_lib.errors import ReportError
from pmo_lib.press.forked.launch import Run, Usage, Warm
from pmo_lib.press.forked.wire import FrameError, Frames, packed

__all__ = ["ForkedKernelManager", "OutputLimitError"]

_CHUNK: Final = 1 << 18
_MB: Final = 1 << 20


class OutputLimitError(ReportError):
    """The outputs of a run are larger than they may be."""


class _Channel:
    """Messages of one channel, in the order in which they came."""

    def __init__(self, name: str, client: _Client) -> None:
        self.name = name
        self._client = client
        self._came: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def put(self, message: dict[str, Any]) -> None:
        self._came.put_nowait(message)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Wait for the next message; ``queue.Empty`` where none comes in time."""
        try:
            return await asyncio.wait_for(self._came.get(), timeout)
        except TimeoutError:
            raise queue.Empty from None

    def send(self, message: dict[str, Any]) -> None:
        self._client.send(self.name, message)


class _Client:
    """What nbclient asks of a kernel client."""

    allow_stdin = False

    def __init__(self, run: Run, output_limit: int, reasons: list[Exception]) -> None:
        self.session = Session()
        self.shell_channel, self.iopub_channel = _Channel("shell", self), _Channel("iopub", self)
        self.control_channel = _Channel("control", self)
        self.stdin_channel = _Channel("stdin", self)
        self._run = run
        self._frames = Frames()
        self._left = output_limit
        self._open = True
        self._reading = False
        self._reasons = reasons

    def start_channels(self) -> None:
        """Begin to read; called where the loop runs."""
        self._run.answers.setblocking(False)
        asyncio.get_running_loop().add_reader(self._run.answers.fileno(), self._read)
        self._reading = True

    def stop_channels(self) -> None:
        """Stop reading; called where the loop runs, once or more."""
        if self._reading:
            asyncio.get_running_loop().remove_reader(self._run.answers.fileno())
            self._reading = False

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return at once: a request waits in the socket until the kernel reads it."""

    async def is_alive(self) -> bool:
        """Whether the run's end is open."""
        return self._open

    def kernel_info(self) -> str:
        """Ask what the kernel is."""
        return self.send("shell", self.session.msg("kernel_info_request"))

    def execute(
        self,
        code: str,
        silent: bool = False,
        store_history: bool = True,
        user_expressions: dict[str, Any] | None = None,
        allow_stdin: bool | None = None,
        stop_on_error: bool = True,
    ) -> str:
        """Ask to execute a cell."""
        content = {
            "code": code,
            "silent": silent,
            "store_history": store_history,
            "user_expressions": user_expressions or {},
            "allow_stdin": bool(allow_stdin),
            "stop_on_error": stop_on_error,
        }
        return self.send("shell", self.session.msg("execute_request", content))

    def send(self, channel: str, message: dict[str, Any]) -> str:
        """Send a message and give its id."""
        with contextlib.suppress(BrokenPipeError):  # is_alive says so
            self._run.requests.sendall(packed(channel, message))
        return str(message["header"]["msg_id"])

    def _read(self) -> None:
        try:
            data = self._run.answers.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._left -= len(data)
        try:
            if self._left < 0:
                raise OutputLimitError(
                    "The notebook's outputs are larger than they may be; print less, or show a "
                    "part of the table."
                )
            for channel, message in self._frames.add(data):
                self._take(channel, message)
        except (FrameError, ReportError) as error:
            self._reasons.append(error)
            data = b""
        if not data:
            self._open = False
            self.stop_channels()

    def _take(self, channel: str, message: dict[str, Any]) -> None:
        if channel == "died":
            raise ReportError(f"The kernel failed: {message['content']['traceback']}")
        channels = {"shell": self.shell_channel, "iopub": self.iopub_channel}
        channels.get(channel, self.control_channel).put(message)


class ForkedKernelManager(AsyncKernelManager):
    """A kernel that is a fork of a warm process.

    A subclass made by :meth:`of` knows the process; in it stand ``reasons`` for which a kernel
    died, where they are known, and in the end its ``usage``. papermill makes the manager itself.
    """

    warm: Warm
    reasons: list[Exception]
    usage: Usage | None = None
    _run: Run | None = None
    _client: _Client | None = None

    @classmethod
    def of(cls, warm: Warm) -> type[ForkedKernelManager]:
        """Make the class of the manager of one run, whose kernel is a fork of a process."""
        return type(cls.__name__, (cls,), {"warm": warm, "reasons": []})

    @property
    def has_kernel(self) -> bool:
        """Whether a run has been forked and not ended."""
        return self._run is not None

    async def start_kernel(self, *, cwd: str, **_: Any) -> None:  # type: ignore[override]
        """Fork a run that works in a folder."""
        self._run = self.warm.fork(Path(cwd))

    def client(self, **_: Any) -> Any:
        """Make the client of the run."""
        limit = self.warm.limits.output_mb * _MB
        self._client = _Client(self._asked(), limit, self.reasons)
        return self._client

    async def is_alive(self) -> bool:  # type: ignore[override]
        """Whether there is a run to end."""
        return self.has_kernel

    async def interrupt_kernel(self) -> None:  # type: ignore[override]
        """Interrupt the cell that runs."""
        os.kill(self._asked().pid, signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:  # type: ignore[override]
        """End the run, and what it has left behind."""
        if self._client is not None:  # a socket that is read may not be closed
            self._client.stop_channels()
        if self._run is not None:
            run, self._run = self._run, None
            type(self).usage = self.warm.end(run)

    async def cleanup_resources(self, restart: bool = False) -> None:  # type: ignore[override]
        """Nothing is left after :meth:`shutdown_kernel`."""
        await self.shutdown_kernel()

    def _asked(self) -> Run:
        if self._run is None:
            raise RuntimeError("No kernel is running!")
        return self._run
