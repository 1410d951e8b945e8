"""One file read to its end, from the drive and not from memory; and never waited for without end."""

import contextlib
import errno
import hashlib
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from haas_client.process import Cancel, Cancelled, TimedOut

T = TypeVar("T")

PATIENCE_SECONDS = 40.0
"""Without a sign of life. A drive that fails retries for up to 30 s a command (SCSI disk timeout, sysfs-block)."""
_CHUNK = 1 << 20
_LOST_WRITES = (errno.EIO, errno.ENOSPC, errno.EDQUOT)
_LOOK_SECONDS = 0.5


class Read(msgspec.Struct, frozen=True, kw_only=True):
    sha256: str
    size_bytes: int
    modified_ns: int
    changed_ns: int
    """When its name, rights or contents changed last: of a copy, when it was made."""
    device: int


Heard = Callable[[int], None]
"""Told how many bytes came; what it raises ends the reading."""


def read(root: Path, path: str, heard: Heard, *, settle: bool = False) -> Read:
    """Reads an ordinary file below ``root``, through no link. Raises ``OSError``; ``ELOOP`` or ``ENOTDIR`` for a link.

    ``settle`` first has written what still waits in memory to be: then what is read is what the drive holds.
    """
    descriptor = _opened(root, path)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if settle:
            _settle(descriptor)
        _forget(descriptor)
        digest, size = hashlib.sha256(), 0
        while data := os.read(descriptor, _CHUNK):
            digest.update(data)
            size += len(data)
            heard(len(data))
        _forget(descriptor)  # the owner's programs keep the memory that they had
    finally:
        os.close(descriptor)
    return Read(
        sha256=digest.hexdigest(),
        size_bytes=size,
        modified_ns=status.st_mtime_ns,
        changed_ns=status.st_ctime_ns,
        device=status.st_dev,
    )


class Answer(Generic[T]):
    """What ``work`` gives, in a thread of its own: one that hangs in the kernel is left behind.

    ``work`` is given a function that it calls at each sign of life; it raises :class:`Cancelled` once nobody waits.
    """

    def __init__(self, work: Callable[[Heard], T], clock: Callable[[], float] = time.monotonic) -> None:
        self._work = work
        self._clock = clock
        self._wake = threading.Event()
        self._left = False
        self._last_sign = clock()
        self._result: T | None = None
        self._error: BaseException | None = None
        self._done = False
        self.bytes = 0
        threading.Thread(target=self._run, name="copy-reading", daemon=True).start()

    def wait(self, deadline: float, cancel: Cancel, look: Callable[[], None] = lambda: None) -> T:
        """Raises what ``work`` raised, :class:`Cancelled`, or :class:`TimedOut` at ``deadline`` or out of patience."""
        with cancel.watched(self._wake.set):
            while not self._done:
                now = self._clock()
                limit = min(deadline, self._last_sign + PATIENCE_SECONDS)
                if cancel.asked or now >= limit:
                    self._left = True
                    raise Cancelled if cancel.asked else TimedOut
                self._wake.wait(min(limit - now, _LOOK_SECONDS))
                look()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # set where there was no error

    def _run(self) -> None:
        try:
            self._result = self._work(self._heard)
        except (OSError, Cancelled) as error:
            self._error = error
        finally:
            self._done = True
            self._wake.set()

    def _heard(self, count: int) -> None:
        if self._left:
            raise Cancelled
        self.bytes += count
        self._last_sign = self._clock()


def _opened(root: Path, path: str) -> int:
    """Each folder on the way is opened by itself: a link in the copy that leads to the original is none of it."""
    folder = os.open(root, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        *folders, name = path.split("/")
        for one in folders:
            inner = os.open(one, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            os.close(folder)
            folder = inner
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        try:
            # Not even when it was read last is written; only its owner may ask for that.
            return os.open(name, flags | os.O_NOATIME, dir_fd=folder)
        except PermissionError:
            return os.open(name, flags, dir_fd=folder)
    finally:
        os.close(folder)


def _settle(descriptor: int) -> None:
    """Raises ``OSError`` where the drive could not keep what was written to it."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno in _LOST_WRITES:
            raise


def _forget(descriptor: int) -> None:
    """Out of the page cache, as far as an owner may (posix_fadvise(2))."""
    with contextlib.suppress(OSError):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
