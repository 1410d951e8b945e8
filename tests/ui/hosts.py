"""Hosts that misbehave in ways that a recording cannot."""

import threading
from collections.abc import Mapping
from datetime import UTC, datetime

from haas_client.diagnostics.host import Command, Figures, Identities, Interface
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output
from tests.machines.live import Live

_MEMINFO = b"MemTotal:       16303416 kB\nMemFree:        3093112 kB\nMemAvailable:   11532208 kB\n"


class TestedPc(Live):
    """A recorded machine that is taken for this PC, and has memory to test."""

    __test__ = False  # the name is no test's

    missing: Unknown | None = None
    """Why it may not be tested."""

    def read(self, path: str) -> bytes:
        return _MEMINFO if path == "/proc/meminfo" else self._recorded.read(path)

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
        return self.missing


class SlowHost:
    """A machine with one drive that answers only when it is cancelled."""

    is_root = True

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.cancelled = threading.Event()

    def missing_right(self, cancel: Cancel | None = None) -> None:
        """Nothing: it is root."""

    def release(self) -> None:
        """Nothing is kept open."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def read(self, path: str) -> bytes:
        raise Unreadable(Reason.NOT_PRESENT, path)

    def names(self, folder: str) -> tuple[str, ...]:
        if folder == "/sys/block":
            return ("sda",)
        raise Unreadable(Reason.NOT_PRESENT, folder)

    def target(self, path: str) -> str:
        return path

    def run(self, command: Command, cancel: Cancel) -> Output:
        if command.tool != "smartctl":
            raise Unreadable(Reason.NO_TOOL, command.tool)
        gate = threading.Event()
        with cancel.watched(gate.set):
            self.asked.set()
            if gate.wait(30):
                self.cancelled.set()
        raise Unreadable(Reason.CANCELLED, command.tool)

    def udev(self, path: str) -> Mapping[str, str]:
        raise Unreadable(Reason.NOT_PRESENT, path)

    def environment(self, name: str) -> str:
        raise Unreadable(Reason.NOT_REPORTED, name)

    def figures(self) -> Figures:
        return Figures(boot_time=0.0, mounts=())

    def interfaces(self) -> tuple[Interface, ...]:
        raise Unreadable(Reason.FAILED, "interfaces")

    def own_names(self) -> Identities:
        return Identities()

    def identities(self) -> Identities:
        return Identities()
