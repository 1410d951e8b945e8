"""The helper's connection to the bus: what cannot be a call of ours is thrown away before it is taken apart.

The bus passes on 32 MiB from anybody. Taking 30 MB of small values apart cost 3.5 s and 640 MB (measured with
dbus-fast 5.2), and nobody else is answered meanwhile; a message that the library does not understand ends the whole
connection. So here the stream is cut into messages by their frames alone, and each is taken apart by itself.
"""

import asyncio
import logging
import socket
import struct
from collections.abc import Iterator
from io import BytesIO

import msgspec
from dbus_fast import ErrorType, Message, MessageFlag, MessageType
from dbus_fast._private.unmarshaller import Unmarshaller
from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)

MOST_BYTES = 4096
"""Of a call or a signal, header and all: names are at most 255 bytes each, our path has 22, an id fewer than 64."""

_FRAME_BYTES = 16
"""Byte order, type, flags, version; length of the body, serial, length of the header's fields (D-Bus specification)."""
_CHUNK_BYTES = 65536


class Frame(msgspec.Struct, frozen=True):
    """A whole message; of one that was ``cut`` only the header."""

    data: bytes
    cut: bool = False


class Frames:
    """Cuts the stream; keeps no more than one message of ours or one chunk of somebody's flood."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._to_drop = 0

    def fed(self, data: bytes) -> Iterator[Frame]:
        """The messages that are complete with ``data``. Raises ``ValueError`` where it is no message at all."""
        self._kept += data
        while self._drop() and len(self._kept) >= _FRAME_BYTES:
            kind, header, body = _sizes(self._kept)
            size = header + body
            if kind in _FROM_ANYBODY and size > MOST_BYTES:
                if header <= MOST_BYTES:  # else nobody can be told
                    if len(self._kept) < header:
                        return
                    yield Frame(_without_body(self._kept[:header]), cut=True)
                self._to_drop = size
            elif len(self._kept) < size:
                return
            else:
                yield Frame(bytes(self._kept[:size]))
                del self._kept[:size]

    def _drop(self) -> bool:
        """Whether everything is gone that had to go."""
        now = min(self._to_drop, len(self._kept))
        del self._kept[:now]
        self._to_drop -= now
        return not self._to_drop


_FROM_ANYBODY = frozenset((MessageType.METHOD_CALL.value, MessageType.SIGNAL.value))
"""Replies come only from whom we have asked: the bus itself and polkit."""


def _sizes(data: bytearray) -> tuple[int, int, int]:
    """The type of the message that begins here, the bytes of its header, and those of its body."""
    if data[0] not in b"lB":
        raise ValueError("no message of D-Bus")
    body, _serial, fields = struct.unpack_from(("<" if data[0] == ord("l") else ">") + "III", data, 4)
    return data[1], _FRAME_BYTES + fields + -fields % 8, body


def _without_body(header: bytearray) -> bytes:
    """A header that says that nothing follows, which the library then takes for a call without arguments."""
    header[4:8] = bytes(4)
    return bytes(header)


class _Sink:
    """A socket that says that nothing was written where it would have to wait.

    The library (dbus-fast 5.2) takes that for the end of the connection: two large answers at once ended the helper.
    """

    def __init__(self, to: socket.socket) -> None:
        self._to = to

    def send(self, data: memoryview) -> int:
        try:
            return self._to.send(data)
        except BlockingIOError:
            return 0


def mend_writer(bus: MessageBus) -> None:
    """Lets a connected bus wait where the other end does not read; see :class:`_Sink`."""
    if bus._writer and bus._sock:  # noqa: SLF001  nothing public leads there
        bus._writer.sock = _Sink(bus._sock)  # type: ignore[assignment]  # noqa: SLF001  send() alone is used


class Door(MessageBus):
    """A connection that nobody's message can end or hold up. Only here is reached into the library."""

    async def connect(self) -> "Door":
        await super().connect()
        self._frames = Frames()
        self._warned = False
        # Before anybody knows our name the bus sends nothing but what the library has read whole by now. Were that
        # ever wrong, the next frame would be none; the helper would end and be started anew.
        if self._fd is None:  # gone again
            raise EOFError
        mend_writer(self)
        self._loop.remove_reader(self._fd)
        self._loop.add_reader(self._fd, self._take)
        return self

    def send(self, msg: Message) -> "asyncio.Future[None]":  # type: ignore[override]  # as its own subclass does
        """Raises ``EOFError`` once the connection is gone, where the library would write to a number used anew."""
        if not self.connected:
            raise EOFError
        return super().send(msg)

    def _take(self) -> None:
        """Takes at most one chunk, so that whatever else is to be done gets its turn."""
        try:
            data = self._sock.recv(_CHUNK_BYTES) if self._sock else b""
            if not data:
                raise EOFError
            for frame in self._frames.fed(data):
                self._let_in(frame)
        except BlockingIOError:
            return
        except (OSError, EOFError, ValueError) as error:
            self._finalize(error)

    def _let_in(self, frame: Frame) -> None:
        try:
            message = Unmarshaller(BytesIO(frame.data)).unmarshall()  # type: ignore[arg-type]  # needs read() alone
        except (ValueError, LookupError, TypeError) as error:
            if not self._warned:
                _log.warning("a message was not understood: %s", type(error).__name__)
            self._warned = True
            return
        if message is None:
            return
        if not frame.cut:
            self._process_message(message)
        elif message.message_type is MessageType.METHOD_CALL and not message.flags & MessageFlag.NO_REPLY_EXPECTED:
            self.send(Message.new_error(message, ErrorType.INVALID_ARGS, "too long"))
