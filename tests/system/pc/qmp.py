"""QEMU's monitor: commands and events as JSON lines over a socket (docs/interop/qmp-spec.txt of QEMU)."""

import json
import socket
import time
from collections.abc import Callable
from typing import Any

Event = dict[str, Any]


class QmpError(Exception):
    """QEMU refused a command."""


class QmpClosed(Exception):
    """QEMU is gone."""


class Qmp:
    """One monitor connection; every wait ends with :class:`TimeoutError` at its limit."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._unread = b""
        self._events: list[Event] = []
        self._next_line(time.monotonic() + 10)  # the greeting
        self.execute("qmp_capabilities")

    def execute(self, command: str, arguments: dict[str, Any] | None = None, *, seconds: float = 10) -> Any:
        """The answer of a command; events that come before it are kept for :meth:`wait`."""
        self._socket.sendall(json.dumps({"execute": command, "arguments": arguments or {}}).encode() + b"\n")
        return self._answer(command, time.monotonic() + seconds)

    def pass_file(self, name: str, descriptor: int) -> None:
        """Hands QEMU an open file, which commands then call "fd:name"."""
        message = json.dumps({"execute": "getfd", "arguments": {"fdname": name}}).encode() + b"\n"
        socket.send_fds(self._socket, [message], [descriptor])
        self._answer("getfd", time.monotonic() + 10)

    def monitor(self, line: str) -> str:
        """What the human monitor says to ``line``: for the little that QMP itself has not."""
        return str(self.execute("human-monitor-command", {"command-line": line}))

    def wait(self, name: str, wanted: Callable[[Event], bool] = lambda _: True, *, seconds: float) -> Event:
        """The first event of a name whose data is ``wanted``, also one that came since the last command."""
        deadline = time.monotonic() + seconds
        while True:
            for index, event in enumerate(self._events):
                if event["event"] == name and wanted(event.get("data", {})):
                    return self._events.pop(index)
            message = self._next_line(deadline)
            self._events.append(message)

    def close(self) -> None:
        self._socket.close()

    def _answer(self, command: str, deadline: float) -> Any:
        while True:
            message = self._next_line(deadline)
            if "event" in message:
                self._events.append(message)
            elif "error" in message:
                raise QmpError(f"{command}: {message['error']['desc']}")
            else:
                return message["return"]

    def _next_line(self, deadline: float) -> dict[str, Any]:
        while b"\n" not in self._unread:
            self._socket.settimeout(max(0.001, deadline - time.monotonic()))
            data = self._socket.recv(65536)
            if not data:
                raise QmpClosed
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        message = json.loads(line)
        assert isinstance(message, dict)
        return message
