"""Foreign programs: run to their end under limits, or start and leave alone; always in a cleaned environment."""

import contextlib
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NoReturn

import msgspec

SEARCH_PATH = ("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin")
"""Where tools that measure are looked for: fixed, so that nothing in the caller's PATH stands in for them."""

_OF_PACKAGES = 4

MAX_OUTPUT_BYTES = 16 * 1024 * 1024
"""What one program may print: far above any real answer (64 drives of UDisks2: about 1 MB)."""

_REAP_SECONDS = 1.0

# Set by PyInstaller, Qt or our own start script for ourselves; poison for any other program.
_OURS = ("LD_LIBRARY_PATH", "LD_PRELOAD", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "_MEIPASS2")
_OURS_PREFIXES = ("QT_", "QML", "_PYI_")
_OWNERS_LIBRARIES = "LD_LIBRARY_PATH_ORIG"
"""Where PyInstaller puts the owner's LD_LIBRARY_PATH, if there was one, before it sets its own."""


class TimedOut(Exception):
    """The program was still running at its limit, and was killed."""


class Cancelled(Exception):
    """The person cancelled; the program was killed."""


class TooMuchOutput(Exception):
    """The program printed more than it may, and was killed."""


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """What a finished program left behind."""

    exit_code: int
    stdout: bytes
    stderr: bytes
    seconds: float


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at while a program runs. Both are called from the thread that runs it; what they raise ends it."""

    heard: Callable[[bytes], None] = lambda data: None
    """Called with every piece of its standard output, as it comes."""
    look: Callable[[], None] = lambda: None
    every_seconds: float | None = None
    """Between two calls of ``look``; ``None``: never."""


class Cancel:
    """A cancellation that is asked for once and seen everywhere; calls back at once, so that nothing has to poll."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asked = False
        self._callbacks: dict[int, Callable[[], object]] = {}

    @property
    def asked(self) -> bool:
        return self._asked

    def ask(self) -> None:
        """Cancels; safe from any thread and more than once. Callbacks run under the lock and must be brief."""
        with self._changed:
            self._asked = True
            for callback in self._callbacks.values():
                callback()

    @contextlib.contextmanager
    def watched(self, callback: Callable[[], object]) -> Iterator[None]:
        """Calls ``callback`` when cancelled inside the block (at once where that has already happened)."""
        with self._changed:
            self._callbacks[id(callback)] = callback
            if self._asked:
                callback()
        try:
            yield
        finally:
            with self._changed:
                self._callbacks.pop(id(callback), None)
                self._changed.notify_all()

    def settle(self, limit_seconds: float) -> None:
        """Waits until nothing watches any more: every tool that was running has been killed."""
        with self._changed:
            self._changed.wait_for(lambda: not self._callbacks, limit_seconds)


def find_tool(name: str) -> str | None:
    """The absolute path of a tool in :data:`SEARCH_PATH`, or ``None``.

    Root takes it from packages only: on Debian a group may write to ``/usr/local`` (Debian Policy 9.1.2).
    """
    for folder in SEARCH_PATH[:_OF_PACKAGES] if os.geteuid() == 0 else SEARCH_PATH:
        path = f"{folder}/{name}"
        if os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    return None


def become(argv: Sequence[str]) -> NoReturn:
    """This process goes on as another program, an absolute path. Raises ``OSError`` where that cannot be started."""
    os.execve(argv[0], list(argv), clean_environment())  # noqa: S606  no shell is wanted


def clean_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The owner's environment without what PyInstaller, Qt and our own start have put there for us."""
    environment = os.environ if environment is None else environment
    cleaned = {
        name: value for name, value in environment.items() if name not in _OURS and not name.startswith(_OURS_PREFIXES)
    }
    theirs = cleaned.pop(_OWNERS_LIBRARIES, "")
    return {**cleaned, "LD_LIBRARY_PATH": theirs} if theirs else cleaned


_SILENT = Watch()


def run(
    argv: Sequence[str],
    *,
    limit_seconds: float,
    cancel: Cancel,
    max_bytes: int = MAX_OUTPUT_BYTES,
    watch: Watch = _SILENT,
) -> Output:
    """Runs a program to its end in a bare English environment, without standard input.

    Raises :class:`TimedOut`, :class:`Cancelled`, :class:`TooMuchOutput` (its whole process group is then killed)
    and ``OSError`` where it cannot be started.
    """
    if cancel.asked:
        raise Cancelled
    wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
    try:
        # Watched until the child is gone, so that whoever cancels can wait for just that.
        with cancel.watched(lambda: os.eventfd_write(wake, 1)):
            return _run(argv, limit_seconds, _Bounds(cancel=cancel, wake=wake, max_bytes=max_bytes, watch=watch))
    finally:
        os.close(wake)


def launch(
    argv: Sequence[str],
    *,
    wait_seconds: float,
    environment: Mapping[str, str] | None = None,
    extra: Mapping[str, str] = MappingProxyType({}),
) -> int | None:
    """Starts a program for the owner (mail, file manager) in their own environment, cleaned, and leaves it alone.

    ``environment`` in the place of ours, cleaned as well; ``extra`` is added after the cleaning.
    Gives its exit code, or ``None`` where it still runs after ``wait_seconds``: it is never killed. Raises
    ``OSError`` where it cannot be started.
    """
    child = subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**clean_environment(environment), **extra},
        start_new_session=True,
    )
    try:
        return child.wait(timeout=wait_seconds)
    except subprocess.TimeoutExpired:
        # Kept, so that it can be reaped once it has ended: by the next launch, or with this process.
        _left_alone[:] = [one for one in (*_left_alone, child) if one.poll() is None]
        return None


_left_alone: "list[subprocess.Popen[bytes]]" = []


class _Bounds(msgspec.Struct, kw_only=True):
    """What one run is held to."""

    cancel: Cancel
    wake: int
    """Readable once ``cancel`` is asked."""
    max_bytes: int
    watch: Watch
    deadline: float = 0.0


def _run(argv: Sequence[str], limit_seconds: float, bounds: _Bounds) -> Output:
    started = time.monotonic()
    bounds.deadline = started + limit_seconds
    child = subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={"PATH": ":".join(SEARCH_PATH), "LC_ALL": "C.UTF-8", "HOME": "/"},
        start_new_session=True,
    )
    try:
        stdout, stderr = _drain(child, bounds)
        _await_end(child, bounds)
    finally:
        _end(child)
    seconds = round(time.monotonic() - started, 3)
    return Output(exit_code=child.returncode, stdout=stdout, stderr=stderr, seconds=seconds)


def _drain(child: "subprocess.Popen[bytes]", bounds: _Bounds) -> tuple[bytes, bytes]:
    """Reads both streams to their end, or raises at the limit, on cancel or on too much."""
    out, err = (stream.fileno() for stream in (child.stdout, child.stderr) if stream)
    chunks: dict[int, list[bytes]] = {out: [], err: []}
    total, watch = 0, bounds.watch
    next_look = time.monotonic() + watch.every_seconds if watch.every_seconds else float("inf")
    with selectors.DefaultSelector() as selector:
        for descriptor in (bounds.wake, *chunks):
            selector.register(descriptor, selectors.EVENT_READ)
        while len(selector.get_map()) > 1:
            ready = selector.select(max(0.0, min(bounds.deadline, next_look) - time.monotonic()))
            if bounds.cancel.asked:
                raise Cancelled
            if not ready and time.monotonic() >= bounds.deadline:
                raise TimedOut
            if watch.every_seconds and time.monotonic() >= next_look:
                next_look = time.monotonic() + watch.every_seconds
                watch.look()
            for key, _ in ready:
                data = os.read(key.fd, 65536)
                if not data:
                    selector.unregister(key.fd)
                elif key.fd == out:
                    watch.heard(data)
                chunks[key.fd].append(data)
                total += len(data)
            if total > bounds.max_bytes:
                raise TooMuchOutput
    return b"".join(chunks[out]), b"".join(chunks[err])


def _await_end(child: "subprocess.Popen[bytes]", bounds: _Bounds) -> None:
    """Waits for a program that has closed its output, and may go on without it."""
    ended = os.pidfd_open(child.pid)
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(bounds.wake, selectors.EVENT_READ)
            selector.register(ended, selectors.EVENT_READ)
            ready = selector.select(max(0.0, bounds.deadline - time.monotonic()))
    finally:
        os.close(ended)
    if bounds.cancel.asked:
        raise Cancelled
    if not ready:
        raise TimedOut
    child.wait()


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kills what is left of the child's process group and closes our ends.

    A child in uninterruptible sleep (a dying drive) survives even SIGKILL: it is left to the kernel, not waited for.
    """
    # Not reaped yet: its process group still is ours, also where the child itself has ended and left others behind.
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=_REAP_SECONDS)
    for stream in (child.stdout, child.stderr):
        if stream:
            stream.close()
