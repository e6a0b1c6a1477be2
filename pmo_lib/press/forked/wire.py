"""Kernel messages over a pair of sockets: the frames, and a session that writes them.

A frame is a count of parts, their lengths, and the parts: the first is JSON, ``[channel,
message]``; any others are the message's binary buffers. Nothing in a frame can run code where it is
read.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final

from jupyter_client.session import Session, json_packer

__all__ = ["FrameError", "Frames", "WireSession", "packed"]

Message = dict[str, Any]

_COUNT: Final = struct.Struct("!I")
_MOST_PARTS: Final = 1 << 16


class FrameError(ValueError):
    """What came over the wire is no frame."""


def packed(channel: str, message: Message) -> bytes:
    """Pack a message into a frame.

    Parameters
    ----------
    channel : str
        ``shell``, ``control``, ``iopub`` or ``stdin``.
    message : dict
        Header, parent header, metadata, content, and buffers if any.
    """
    buffers = [bytes(part) for part in message.get("buffers") or ()]
    told = {name: part for name, part in message.items() if name != "buffers"}
    parts = [json_packer([channel, told]), *buffers]
    lengths = b"".join(_COUNT.pack(len(part)) for part in parts)
    return b"".join([_COUNT.pack(len(parts)), lengths, *parts])


class Frames:
    """Takes bytes as they come and gives the messages that are whole."""

    def __init__(self) -> None:
        self._held = bytearray()

    def add(self, data: bytes) -> Iterator[tuple[str, Message]]:
        """Add bytes; give each message that is now whole, with its channel.

        Raises
        ------
        FrameError
            The bytes are no frame.
        """
        self._held += data
        while (found := self._first()) is not None:
            yield found

    def _first(self) -> tuple[str, Message] | None:
        held = self._held
        if len(held) < _COUNT.size:
            return None
        (count,) = _COUNT.unpack_from(held)
        if not 0 < count <= _MOST_PARTS:
            raise FrameError(f"A frame cannot have {count} parts.")
        start = _COUNT.size * (1 + count)
        if len(held) < start:
            return None
        lengths = struct.unpack_from(f"!{count}I", held, _COUNT.size)
        end = start + sum(lengths)
        if len(held) < end:
            return None
        parts = list(_cut(held, start, lengths))
        del held[:end]
        return _message(parts)


def _cut(held: bytearray, start: int, lengths: Sequence[int]) -> Iterator[bytes]:
    for length in lengths:
        yield bytes(held[start : start + length])
        start += length


def _message(parts: list[bytes]) -> tuple[str, Message]:
    try:
        channel, message = json.loads(parts[0])
        return str(channel), {**message, "buffers": parts[1:]}
    except (ValueError, TypeError) as error:
        raise FrameError(f"A frame holds no message: {error}") from error


class WireSession(Session):
    """A session whose messages go into a socket, whole, whichever thread sends them."""

    def __init__(self, sock: socket.socket, channels: dict[int, str], **traits: Any) -> None:
        super().__init__(**traits)
        self._sock = sock
        self._channels = channels
        self._lock = threading.RLock()

    def send(
        self,
        stream: object,
        msg_or_type: Message | str,
        content: Message | None = None,
        parent: Message | None = None,
        ident: object = None,
        buffers: Sequence[Any] | None = None,
        track: bool = False,
        header: Message | None = None,
        metadata: Message | None = None,
    ) -> Message:
        """Send a message on the channel that ``stream`` stands for, and give it back."""
        message: Message
        if isinstance(msg_or_type, str):
            message = self.msg(msg_or_type, content, parent, header, metadata)
        else:
            message = msg_or_type
        message["buffers"] = list(buffers or message.get("buffers") or ())
        frame = packed(self._channels.get(id(stream), "iopub"), message)
        with self._lock:
            self._sock.sendall(frame)
        return message

    def feed_identities(self, msg_list: Any, copy: bool = True) -> Any:
        """Give a message as it is: there is one peer, which needs no name."""
        return [], msg_list

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> Any:
        """Give a message as it is: :class:`Frames` has made it."""
        return msg_list
