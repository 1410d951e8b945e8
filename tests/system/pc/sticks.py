"""USB sticks that are plugged in and pulled out while the PC runs. They are files of the host's, formatted with FAT."""

import subprocess
from pathlib import Path

import msgspec

from tests.system.pc.hardware import PORTS
from tests.system.pc.pc import Pc

_BYTES = 16 * 1024 * 1024
_SECONDS = 30
_CONTROLLER = "usb"
_NODE = "/dev/disk/by-label/STICK"


class Stick(msgspec.Struct, frozen=True, kw_only=True):
    """A stick in its socket; ``mount`` is where the owner's session has it."""

    file: Path
    mount: str


def make(pc: Pc) -> Path:
    """A new stick, as a shop sells it: formatted, empty."""
    file = pc.folder / "stick.raw"
    with file.open("wb") as empty:
        empty.truncate(_BYTES)
    subprocess.run(("mkfs.vfat", "-n", "STICK", file), check=True, stdout=subprocess.DEVNULL)
    return file


def plug(pc: Pc, file: Path, *, bytes_a_second: int = 0) -> Stick:
    """Plugs a stick in; the owner mounts it, as a desktop does. ``bytes_a_second``: how slowly it writes."""
    devices = pc.qemu.qmp.execute("qom-list", {"path": "/machine/peripheral"})
    if _CONTROLLER not in {device["name"] for device in devices}:
        pc.qemu.qmp.execute("device_add", {"driver": "qemu-xhci", "id": _CONTROLLER, "bus": PORTS[0]})
    pc.qemu.qmp.execute("blockdev-add", _backend(pc, file, bytes_a_second))
    device = {"driver": "usb-storage", "id": "stick", "drive": "stick", "removable": True, "bus": f"{_CONTROLLER}.0"}
    pc.qemu.qmp.execute("device_add", device)
    pc.shell.output(("udevadm", "wait", f"--timeout={_SECONDS}", "--settle", _NODE))
    mounted = pc.at_seat(("udisksctl", "mount", "--no-user-interaction", "-b", _NODE))
    assert mounted.exit_code == 0, mounted.stderr
    return Stick(file=file, mount=mounted.text.rpartition(" at ")[2].rstrip("."))


def pull(pc: Pc) -> None:
    """Pulls the stick out, whatever it does at the moment, and waits until the guest has seen it."""
    pc.qemu.qmp.execute("device_del", {"id": "stick"})
    pc.qemu.qmp.wait("DEVICE_DELETED", lambda data: data.get("device") == "stick", seconds=_SECONDS)
    pc.shell.output(("udevadm", "wait", f"--timeout={_SECONDS}", "--settle", "--removed", _NODE))
    pc.qemu.qmp.execute("blockdev-del", {"node-name": "stick"})


def _backend(pc: Pc, file: Path, bytes_a_second: int) -> dict[str, object]:
    image: dict[str, object] = {"driver": "file", "filename": file.name}
    if not bytes_a_second:
        return {"node-name": "stick", "driver": "raw", "file": image}
    limits = {"bps-write": bytes_a_second}
    pc.qemu.qmp.execute("object-add", {"qom-type": "throttle-group", "id": "slow", "limits": limits})
    raw = {"driver": "raw", "file": image}
    return {"node-name": "stick", "driver": "throttle", "throttle-group": "slow", "file": raw}
