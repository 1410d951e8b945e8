"""One running QEMU: its process, its monitor, its serial line. It never outlives the tests."""

import re
import socket
import subprocess
import time
from pathlib import Path

from tests.system.pc.qmp import Qmp

STATE = "state"
"""The file in which a frozen PC's memory and devices stand."""


class Qemu:
    """Started in ``folder``, where qemu.log and serial.log are kept; ``state`` is where a frozen PC goes on."""

    def __init__(self, arguments: list[str], folder: Path, state: Path | None = None) -> None:
        self._folder = folder
        monitor, monitor_end = socket.socketpair()
        self._serial, serial_end = socket.socketpair()
        with monitor_end, serial_end, (folder / "qemu.log").open("ab") as log:
            self.process = subprocess.Popen(
                (
                    # Whatever ends us ends QEMU too.
                    *("setpriv", "--pdeathsig", "KILL", "--", "qemu-system-x86_64", *arguments),
                    *("-chardev", f"socket,id=monitor,fd={monitor_end.fileno()}", "-mon", "monitor,mode=control"),
                    *("-chardev", f"socket,id=line,fd={serial_end.fileno()},logfile=serial.log,logappend=on"),
                    *("-serial", "chardev:line", *(("-incoming", "defer") if state else ())),
                ),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(monitor_end.fileno(), serial_end.fileno()),
            )
        try:
            self.qmp = Qmp(monitor)
            if state:
                self._thaw(state)
        except BaseException as error:
            monitor.close()
            self.end()
            raise RuntimeError(f"QEMU did not start: {self.log()}") from error

    def _thaw(self, state: Path) -> None:
        self._tell_migration_events()
        with state.open("rb") as file:
            self.qmp.pass_file("state", file.fileno())
            self.qmp.execute("migrate-incoming", {"uri": "fd:state"})
        self._wait_for_migration()
        self.qmp.execute("cont")

    def freeze(self) -> None:
        """Writes memory and devices into the file "state" of the folder, and ends QEMU: the disks stay as they are."""
        self._tell_migration_events()
        self.qmp.execute("stop")
        with (self._folder / STATE).open("wb") as file:
            self.qmp.pass_file("state", file.fileno())
            self.qmp.execute("migrate", {"uri": "fd:state"})
            self._wait_for_migration()
        self.end()

    def _tell_migration_events(self) -> None:
        capability = {"capability": "events", "state": True}
        self.qmp.execute("migrate-set-capabilities", {"capabilities": [capability]})

    def _wait_for_migration(self) -> None:
        data = self.qmp.wait("MIGRATION", lambda data: data["status"] in ("completed", "failed"), seconds=60)["data"]
        if data["status"] != "completed":
            raise RuntimeError(f"state: {self.log()}")

    def wait_for_line(self, text: bytes, *, seconds: float) -> None:
        """Waits until ``text`` has come over the serial line, and stops listening."""
        deadline = time.monotonic() + seconds
        received = b""
        while text not in received:
            self._serial.settimeout(max(0.001, deadline - time.monotonic()))
            data = self._serial.recv(4096)
            if not data:
                raise RuntimeError(f"QEMU ended: {self.log()}")
            received += data
        self._serial.close()  # the log goes on without us

    def ssh_port(self) -> int:
        """The port of 127.0.0.1 that leads to the guest's ssh."""
        match = re.search(r"HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)", self.qmp.monitor("info usernet"))
        assert match
        return int(match[1])

    def wait_for_end(self, *, seconds: float) -> None:
        """Waits until QEMU has ended by itself, which it does when its guest powers off."""
        self.process.wait(seconds)
        self._close()

    def kill(self) -> None:
        """The plug is pulled."""
        self.process.kill()
        self.wait_for_end(seconds=10)

    def end(self) -> None:
        """Ends QEMU in order: all that it has to write is written. Harmless where it has ended."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self._close()

    def log(self) -> str:
        """The end of what QEMU itself said."""
        return (self._folder / "qemu.log").read_text("utf-8", "replace")[-2000:]

    def _close(self) -> None:
        self._serial.close()
        if hasattr(self, "qmp"):
            self.qmp.close()
