"""A site on this PC's loopback: over HTTP, over HTTPS with an authority of the test's own, and as a proxy."""

import contextlib
import http.server
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

NOBODY = "http://127.0.0.1:9/"
"""Where nobody answers."""


class Site(http.server.ThreadingHTTPServer):
    """Answers every request alike; as a proxy it is itself every site that is asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 301
        self.headers: dict[str, str] = {}
        self.proxy_status = 200
        """What it says to CONNECT."""
        self.let_go = threading.Event()
        """Nothing is answered before."""
        self.let_go.set()
        self.asked: list[str] = []
        self.certificate = certificate

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    @property
    def safe_address(self) -> str:
        return f"https://localhost:{self.server_address[1]}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller who hung up, or who did not like the certificate."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Site
    connection: socket.socket

    def do_HEAD(self) -> None:
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(b"please sign in")

    def do_CONNECT(self) -> None:
        self.server.asked.append(f"CONNECT {self.path}")
        self.wfile.write(f"HTTP/1.1 {self.server.proxy_status} Said\r\n\r\n".encode())
        if self.server.proxy_status == 200 and self.server.certificate:
            with _safe(self.connection, self.server.certificate) as safe:
                _Handler(safe, self.client_address, self.server)

    def log_message(self, *arguments: object) -> None:
        pass

    def _answer(self, body: bytes) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.let_go.wait()
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _safe(plain: socket.socket, certificate: Path) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(plain, server_side=True)


@contextlib.contextmanager
def site(certificate: Path | None = None, *, safe: bool = False) -> Iterator[Site]:
    """A site that is up; ``safe``: over HTTPS, with its certificate. One with a certificate may also be a proxy."""
    server = Site(certificate)
    if safe and certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="site")
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()


def make_certificate(folder: Path) -> Path:
    """A key and a certificate in one file, for this PC and for the sites that are asked; its own authority."""
    path = folder / "site.pem"
    names = "subjectAltName=DNS:localhost,DNS:www.teamviewer.com,DNS:www.linuxmania.jp"
    argv = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    argv += ["-subj", "/CN=localhost", "-addext", names, "-keyout", str(path), "-out", str(folder / "only.pem")]
    subprocess.run(argv, check=True, capture_output=True)
    with path.open("ab") as file:
        file.write((folder / "only.pem").read_bytes())
    return path
