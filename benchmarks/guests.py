"""Starts and watches the processes that are measured, each in a home of its own."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
_LIMIT_SECONDS = 60.0
_QUIT_SECONDS = 10.0
_QT_CORE = "/PySide6/Qt/lib/libQt6Core"
_FOREIGN = ("QT_", "QML", "PYTHON")


class NoAnswer(Exception):
    """A guest ended, or reached its limit, before it came to what was waited for; the message has its stderr."""


@dataclass(frozen=True)
class Guest:
    """A running guest; ``spawned`` is the monotonic time (seconds) just before its process was started."""

    process: "subprocess.Popen[str]"
    spawned: float
    errors: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_for(self, word: str) -> str:
        """What follows ``word`` on the line that begins with it; raises :class:`NoAnswer`."""
        watchdog = threading.Timer(_LIMIT_SECONDS, self.process.kill)
        watchdog.start()
        try:
            for line in self.process.stdout or ():
                said, _, rest = line.strip().partition(" ")
                if said == word:
                    return rest
        finally:
            watchdog.cancel()
        raise NoAnswer(f"no “{word}”: {self._last_words()}")

    def check(self) -> None:
        """Raises :class:`NoAnswer` where the process has ended by itself (or its display was taken away)."""
        if self.process.poll() is not None:
            raise NoAnswer(f"ended with {self.process.returncode}: {self._last_words()}")

    def processor_seconds(self) -> float:
        """User and system time of all its threads so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _last_words(self) -> str:
        return self.errors.read_text(errors="replace").strip()[-500:]


def environment(home: Path, language: str, display: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment with private XDG folders in ``home``, so that no running instance is met."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_ACTIVATION_TOKEN"):
        kept.pop(name, None)
    for name in ("config", "data", "state", "cache", "runtime"):
        folder = home / name
        folder.mkdir(mode=0o700, exist_ok=True)
        kept["XDG_RUNTIME_DIR" if name == "runtime" else f"XDG_{name.upper()}_HOME"] = str(folder)
    return {
        **kept,
        "HOME": str(home),
        "PYTHONPATH": str(CHECKOUT),
        "LINUXMANIA_HAAS_LANG": language,
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/no-bus",  # neither the owner's panel nor a bus that X starts
        **display,
    }


@contextlib.contextmanager
def guest(program: str, state: str, variables: Mapping[str, str], *, leave: bool = False) -> Iterator[Guest]:
    """A guest (see :mod:`benchmarks.guest`); ended at the end of the block, by its own process id."""
    command = (sys.executable, "-P", "-m", "benchmarks.guest", program, state, *(["--leave"] if leave else []))
    with spawned(command, variables) as started:
        yield started
        if leave:
            started.process.wait(_QUIT_SECONDS)


@contextlib.contextmanager
def spawned(command: Sequence[str], variables: Mapping[str, str]) -> Iterator[Guest]:
    """Any program; ended at the end of the block, by its own process id."""
    errors = Path(variables["HOME"]) / f"{Path(command[0]).name}.stderr"
    with errors.open("wb") as stderr:
        at = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, env=dict(variables), text=True
        )
    try:
        yield Guest(process, at, errors)
    finally:
        end(process)


def end(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Asks the process to end (SIGTERM), kills it where it does not, and closes our end of its output."""
    process.terminate()
    try:
        process.wait(_QUIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def pss_mib(pid: int) -> float:
    """The proportional set size of a process in MiB: what it holds alone, and its share of what it shares."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)


def with_pyside() -> list[int]:
    """Processes that have the QtCore of a PySide6 mapped; beside another one PSS is lower than it would be alone."""
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _has_qt(pid)]


def _has_qt(pid: int) -> bool:
    try:
        return _QT_CORE in Path(f"/proc/{pid}/maps").read_text(errors="replace")
    except OSError:  # ended, or another user's
        return False


def voluntary_switches(pid: int) -> dict[tuple[int, str], int]:
    """How often each thread (number and name) has given up the processor to wait, since it was started."""
    counts = {}
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        with contextlib.suppress(OSError):  # a thread that has just ended
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            counts[int(status.parent.name), fields["Name"]] = int(fields["voluntary_ctxt_switches"])
    return counts
