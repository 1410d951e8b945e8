"""One tray program for one session: a second start raises the first one's window and ends, before Qt is loaded.

Where that start was given a link of the centre's, the first one is handed it; it is checked there like any other text.
"""

import contextlib
import fcntl
import os
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from haas_client import paths

_RAISE = b"raise\n"
_MAX_TOKEN = 256
_MAX_LINK = 4096
"""Bytes. Ours have 500 characters; a longer one is refused by whoever checks it, so its beginning will do."""
_CONNECT_SECONDS = 2.0
_ANSWER_SECONDS = 15.0
"""A first start on a slow PC loads Qt for some seconds before it answers; one that is silent for longer hangs."""


class Asked(NamedTuple):
    """What a later start asks for: the window, and to look at a link."""

    token: str = ""
    """For the activation of the window; empty where there is none."""
    link: str = ""


class Instance:
    """The running program's place: holds the lock, listens for a later start. Closed at the end."""

    def __init__(self, lock: int, listener: socket.socket, path: Path) -> None:
        self._lock = lock
        self._listener = listener
        self._path = path
        self._inode = path.stat().st_ino

    def fileno(self) -> int:
        """Readable when another start asks for the window."""
        return self._listener.fileno()

    def accept(self) -> Asked | None:
        """What a later start asks for; ``None`` for anything else."""
        with contextlib.suppress(OSError):
            connection, _ = self._listener.accept()
            with connection:
                connection.settimeout(0.2)
                if not _is_ours(connection):
                    return None
                message = connection.recv(len(_RAISE) + _MAX_TOKEN + 1 + _MAX_LINK)
                if message.startswith(_RAISE):
                    connection.sendall(b"ok\n")
                    token, _, link = message[len(_RAISE) :].partition(b"\n")
                    return Asked(token.decode("ascii", "ignore").strip(), link.decode(errors="replace"))
        return None

    def close(self) -> None:
        self._listener.close()
        with contextlib.suppress(OSError):
            # A later start may have passed us by while we hung; what stands there now is then its socket.
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()
        os.close(self._lock)


def claim(folder: Path | None = None, link: str = "") -> Instance | None:
    """Our place, or ``None`` where another program holds it and was asked to show its window, and ``link``.

    A lock that nobody answers behind (a hung program) is passed by. Raises ``OSError`` where there is no place for
    a lock at all.
    """
    folder = folder or paths.runtime_dir() or _fallback_folder()
    path = folder / f"{paths.PROGRAM}.socket"
    lock = os.open(folder / f"{paths.PROGRAM}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    held = _is_held(lock)
    # Asked without a held lock too: a start that passed a hung one by listens, and the lock went with the hung one.
    if (held or path.exists()) and _ask_to_raise(path, link, patient=held):
        os.close(lock)
        return None
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _short(path) as name:
            listener.bind(name)
    except OSError:
        listener.close()
        os.close(lock)
        raise
    path.chmod(0o600)
    listener.listen(4)
    listener.setblocking(False)
    return Instance(lock, listener, path)


def _is_held(lock: int) -> bool:
    """Whether another program holds the lock; where none does, we hold it from now on."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _ask_to_raise(path: Path, link: str, *, patient: bool) -> bool:
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "").encode("ascii", "ignore")[:_MAX_TOKEN]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_ANSWER_SECONDS)
            _connect(connection, path, patient=patient)
            connection.sendall(_RAISE + token + b"\n" + link.encode(errors="replace")[:_MAX_LINK])
            return connection.recv(16) == b"ok\n"
    except OSError:
        return False


def _connect(connection: socket.socket, path: Path, *, patient: bool) -> None:
    """Connects; a program that holds the lock may need a moment before it listens."""
    deadline = time.monotonic() + (_CONNECT_SECONDS if patient else 0.0)
    while True:
        try:
            with _short(path) as name:
                connection.connect(name)
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """The same place under a short name: a socket's path has room for 107 bytes only (unix(7))."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _is_ours(connection: socket.socket) -> bool:
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", credentials)
    return int(user) == os.getuid()


def _fallback_folder() -> Path:
    """A private folder where the session has no runtime directory (a bare X session, su)."""
    folder = Path(f"/tmp/{paths.PROGRAM}-{os.getuid()}")  # noqa: S108  owned and closed to others, or refused below
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077 or folder.is_symlink():
        raise PermissionError(f"{folder} is not ours")
    return folder
