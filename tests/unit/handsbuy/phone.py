"""A phone that speaks to the page's server, and what the server told."""

import http.client
import queue
import socket
import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from haas_client.bundle import photos
from haas_client.handsbuy.phone.server import PhoneServer

PAGE = b"<!DOCTYPE html><title>guide</title>" + b"x" * 200_000
HERE = "127.0.0.1"
LIMIT = 30.0


@dataclass
class Heard:
    """What the server told, from its own threads."""

    received: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)
    photos: "queue.SimpleQueue[bytes]" = field(default_factory=queue.SimpleQueue)
    closed: threading.Event = field(default_factory=threading.Event)

    def keep(self, data: bytes) -> None:
        self.photos.put(photos.prepare(data).data)


@dataclass
class Phone:
    server: PhoneServer
    url: str
    heard: Heard

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(HERE, self.port, timeout=LIMIT)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse()

    def line(self) -> socket.socket:
        return socket.create_connection((HERE, self.port), timeout=LIMIT)

    def upload(self, length: str) -> bytes:
        """The head of one."""
        return f"POST {self.path}photo HTTP/1.1\r\nHost: {HERE}:{self.port}\r\n{length}\r\n\r\n".encode()

    def raw(self, request: bytes) -> bytes:
        """Everything that comes back until the connection is closed."""
        with self.line() as line:
            line.sendall(request)
            return read_all(line)


def read_all(line: socket.socket) -> bytes:
    found = b""
    try:
        while chunk := line.recv(1 << 16):
            found += chunk
    except ConnectionResetError:
        pass
    return found
