"""An emulated PC with its disks in a folder: started, frozen, thawed, cut off, and told what to do."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.system.pc import hardware
from tests.system.pc.hardware import Inside
from tests.system.pc.qemu import STATE, Qemu
from tests.system.pc.shell import CommandFailed, Output, Shell

_DISK = "disk.qcow2"
_SATA_BYTES = 64 * 1024 * 1024
_BOOT_SECONDS = 180
"""Measured: 15 s with two idle cores."""


class Pc:
    """A PC of its own in ``folder``: a clone of a frozen one, or without ``frozen`` of one that never ran.

    Disks are layers above those of what was cloned, which stays as it is.
    """

    def __init__(self, image: Path, folder: Path, frozen: Path | None = None) -> None:
        self.folder = folder
        self._image = image
        self._state = frozen / STATE if frozen else None
        folder.mkdir(exist_ok=True)
        backing, kind = (frozen / _DISK, "qcow2") if frozen else (image / "root.raw", "raw")
        # By a relative path, so that a folder can be moved with what lies below it.
        below = os.path.relpath(backing, folder)
        subprocess.run(("qemu-img", "create", "-q", "-f", "qcow2", "-b", below, "-F", kind, folder / _DISK), check=True)
        with (folder / "sata.raw").open("wb") as file:
            file.truncate(_SATA_BYTES)
        self._qemu: Qemu | None = None
        self._shell: Shell | None = None

    @property
    def qemu(self) -> Qemu:
        assert self._qemu, "the PC is off"
        return self._qemu

    @property
    def shell(self) -> Shell:
        """Root's, over the network."""
        if self._shell is None:
            self._shell = Shell(self.qemu.ssh_port(), self._image)
        return self._shell

    def start(self, inside: Inside | None = None) -> None:
        """Goes on where a frozen one stood; else, and every later time, switches the PC on and waits for its start.

        ``inside``: what was put in and taken out while it was off.
        """
        assert inside is None or self._state is None, "a frozen PC goes on with what is in it"
        inside = inside or Inside()
        for name, table in inside.tables.items():
            (self.folder / name).write_bytes(table)
        state, self._state = self._state, None
        self._qemu = Qemu(hardware.arguments(self._image, inside), self.folder, state)
        if state:
            # The guest still believes the time at which it was frozen; programs in it must not see a day pass.
            self.shell.output(("date", "--utc", "--set", f"@{time.time():.3f}"))
        else:
            self.qemu.wait_for_line(hardware.READY, seconds=_BOOT_SECONDS)

    def freeze(self) -> Path:
        """Stands still for good; gives what a clone is made of."""
        self._hang_up()
        self.qemu.freeze()
        self._qemu = None
        return self.folder

    def cut_power(self) -> None:
        """What the PC did not have on its disks yet is lost."""
        self.qemu.kill()
        self._off()

    def power_off(self) -> None:
        """As an owner does it: the system shuts down."""
        self.qemu.qmp.execute("system_powerdown")
        self.qemu.wait_for_end(seconds=60)
        self._off()

    def stop(self) -> None:
        """Ends it however it is."""
        if self._qemu:
            self._qemu.end()
        self._off()

    def at_seat(self, command: str | Sequence[str], *, seconds: float = 60) -> Output:
        """Runs a command as the owner who sits before the PC: local and active, as logind and polkit see it."""
        words = ("sh", "-c", command) if isinstance(command, str) else tuple(command)
        return self.shell.run(("at-seat", *words), seconds=seconds)

    def from_afar(self, command: str | Sequence[str], *, user: str = "owner", seconds: float = 60) -> Output:
        """Runs a command in an ssh session of a user's: neither local nor at a seat."""
        return self.shell.run(command, user=user, seconds=seconds)

    def describe(self) -> str:
        """What helps to understand a failure: the last of the serial line, of QEMU, and of the journal."""
        serial = self.folder / "serial.log"
        lines = [f"emulated PC: {self.folder}"]
        if serial.exists():
            lines.append("serial: " + serial.read_text("utf-8", "replace")[-1000:].strip())
        if self._qemu:
            lines.append("QEMU: " + self._qemu.log().strip())
            lines.append(self._journal())
        return "\n".join(lines)

    def _journal(self) -> str:
        try:
            text = self.shell.output(("journalctl", "--no-pager", "--boot", "--output=short-iso"), seconds=30)
        except (CommandFailed, subprocess.TimeoutExpired, AssertionError) as error:
            return f"journal: {error}"
        (self.folder / "journal.txt").write_text(text, "utf-8")
        return "journal: " + "\n".join(text.splitlines()[-40:])

    def _off(self) -> None:
        self._hang_up()
        self._qemu = None

    def _hang_up(self) -> None:
        if self._shell:
            self._shell.forget()
            self._shell = None
