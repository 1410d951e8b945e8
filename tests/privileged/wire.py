"""A caller that speaks D-Bus byte by byte: also what no library would send, and as any user.

After the D-Bus specification 0.41, "Message Protocol"; numbers are of the specification's tables.
"""

import contextlib
import os
import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import msgspec
from dbus_fast import Message, MessageType
from dbus_fast._private.unmarshaller import Unmarshaller  # nothing public takes a single message

from haas_client.diagnostics import helper_names as names

CALL, RETURN, ERROR, SIGNAL = 1, 2, 3, 4
PATH, INTERFACE, MEMBER, ERROR_NAME, REPLY_SERIAL, DESTINATION, SENDER, SIGNATURE, UNIX_FDS = range(1, 10)
NO_REPLY, NO_AUTO_START, INTERACTIVE = 1, 2, 4

NUMBERS = {"y": "B", "n": "h", "q": "H", "i": "i", "u": "I", "h": "I", "b": "I", "x": "q", "t": "Q", "d": "d"}
_ALIGNED_TO_EIGHT = "xtd({"
_ANSWER_SECONDS = 30.0
_MOMENT_SECONDS = 0.05

Field = tuple[int, str, object]
"""A header field: its code, its signature ("s", "o", "u" or "g") and its value."""


class Writer:
    """Values in the wire's format, in either byte order."""

    def __init__(self, *, big: bool = False) -> None:
        self.data = bytearray()
        self.mark = ">" if big else "<"

    def align(self, size: int) -> None:
        self.data.extend(bytes(-len(self.data) % size))

    def number(self, token: str, value: object) -> None:
        packed = struct.pack(self.mark + NUMBERS[token], value)
        self.align(len(packed))
        self.data += packed

    def text(self, value: bytes) -> None:
        self.number("u", len(value))
        self.data += value + b"\0"

    def signature(self, value: bytes) -> None:
        self.data += bytes((len(value),)) + value + b"\0"

    @contextlib.contextmanager
    def array(self, of: str) -> Iterator[None]:
        """What is written inside is an array's content; ``of`` is its elements' type."""
        self.number("u", 0)
        place = len(self.data) - 4
        self.align(alignment(of))
        start = len(self.data)
        yield
        struct.pack_into(self.mark + "I", self.data, place, len(self.data) - start)


def alignment(of: str) -> int:
    if of[0] in _ALIGNED_TO_EIGHT:
        return 8
    if of[0] in "gvy":
        return 1
    return 2 if of[0] in "nq" else 4


def one_type(signature: str, start: int = 0) -> int:
    """Where the complete type ends that begins at ``start``."""
    token = signature[start]
    if token == "a":
        return one_type(signature, start + 1)
    if token not in "({":
        return start + 1
    at = start + 1
    while signature[at] not in ")}":
        at = one_type(signature, at)
    return at + 1


def types(signature: str) -> list[str]:
    found, at = [], 0
    while at < len(signature):
        end = one_type(signature, at)
        found.append(signature[at:end])
        at = end
    return found


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it is sent; by default a call of the helper."""

    kind: int = CALL
    member: str | None = None
    path: str | None = names.PATH
    interface: str | None = names.INTERFACE
    destination: str | None = names.NAME
    more: tuple[Field, ...] = ()
    flags: int = 0
    signature: str = ""
    body: bytes = b""
    big: bool = False
    descriptors: int = 0
    """How many descriptors of /dev/null go along."""

    def data(self, serial: int) -> bytes:
        writer = Writer(big=self.big)
        writer.data += struct.pack("4B", ord("B" if self.big else "l"), self.kind, self.flags, 1)
        writer.number("u", len(self.body))
        writer.number("u", serial)
        with writer.array("("):
            for code, token, value in self._fields():
                _write_field(writer, code, token, value)
        writer.align(8)
        return bytes(writer.data) + self.body

    def _fields(self) -> Iterator[Field]:
        for code, token, value in (
            (PATH, "o", self.path),
            (INTERFACE, "s", self.interface),
            (MEMBER, "s", self.member),
            (DESTINATION, "s", self.destination),
            (SIGNATURE, "g", self.signature or None),
            (UNIX_FDS, "u", self.descriptors or None),
        ):
            if value is not None:
                yield code, token, value
        yield from self.more


def _write_field(writer: Writer, code: int, token: str, value: object) -> None:
    writer.align(8)
    writer.number("y", code)
    writer.signature(token.encode())
    if token == "u":
        writer.number("u", value)
    elif token == "g":
        writer.signature(str(value).encode())
    elif token == "ay":
        with writer.array("y"):
            writer.data += value if isinstance(value, bytes) else b""
    else:
        writer.text(str(value).encode())


class Wire:
    """A connection of ``user``, blocking. The bus may end it: then there is ``EOFError`` or ``OSError``."""

    def __init__(
        self, address: str, user: int, as_user: Callable[[int], contextlib.AbstractContextManager[None]]
    ) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_ANSWER_SECONDS)
        self._serial = 0
        self._data = bytearray()
        with as_user(user):
            self._socket.connect(address.removeprefix("unix:path="))
            self._socket.sendall(b"\0AUTH EXTERNAL %s\r\n" % str(user).encode().hex().encode())
            assert self._line().startswith(b"OK ")
        self._socket.sendall(b"NEGOTIATE_UNIX_FD\r\n")
        self._line()
        self._socket.sendall(b"BEGIN\r\n")
        hello = self.to_bus("Hello")
        self.name = str(self.answer_to(hello).body[0])

    def close(self) -> None:
        self._socket.close()

    def to_bus(self, member: str, signature: str = "", body: bytes = b"") -> int:
        bus = "org.freedesktop.DBus"
        return self.send(
            Frame(
                member=member,
                path="/org/freedesktop/DBus",
                interface=bus,
                destination=bus,
                signature=signature,
                body=body,
            )
        )

    def send(self, frame: Frame) -> int:
        """Sends it and gives its serial."""
        self._serial += 1
        data = frame.data(self._serial)
        with contextlib.ExitStack() as stack:
            descriptors = [os.open("/dev/null", os.O_RDONLY) for _ in range(frame.descriptors)]
            for descriptor in descriptors:
                stack.callback(os.close, descriptor)
            sent = socket.send_fds(self._socket, [data], descriptors) if descriptors else 0
            self._socket.sendall(memoryview(data)[sent:])
        return self._serial

    def send_raw(self, data: bytes) -> None:
        self._socket.sendall(data)

    def receive_soon(self) -> Message | None:
        """The next answer, or ``None`` where none comes for a moment."""
        self._socket.settimeout(_MOMENT_SECONDS)
        try:
            while (message := self.receive()).message_type is MessageType.SIGNAL:
                pass
        except TimeoutError:
            return None
        finally:
            self._socket.settimeout(_ANSWER_SECONDS)
        return message

    def receive(self) -> Message:
        """The next message; raises ``TimeoutError``."""
        while True:
            size = _size_of(self._data)
            if size is not None and len(self._data) >= size:
                message = Unmarshaller(BytesIO(bytes(self._data[:size]))).unmarshall()  # type: ignore[arg-type]
                del self._data[:size]
                assert message is not None
                return message
            chunk = self._socket.recv(1 << 20)
            if not chunk:
                raise EOFError
            self._data += chunk

    def answer_to(self, serial: int) -> Message:
        while (message := self.receive()).reply_serial != serial:
            pass
        return message

    def _line(self) -> bytes:
        line = bytearray()
        while not line.endswith(b"\r\n"):
            byte = self._socket.recv(1)
            if not byte:
                raise EOFError
            line += byte
        return bytes(line)


def _size_of(data: Sequence[int]) -> int | None:
    if len(data) < 16:
        return None
    mark = "<" if data[0] == ord("l") else ">"
    body, _, fields = struct.unpack_from(mark + "III", bytes(data[:16]), 4)
    return int(16 + fields + (-fields) % 8 + body)
