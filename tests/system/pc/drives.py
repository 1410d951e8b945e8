"""NVMe drives that come, go and fail while the PC runs."""

import msgspec

from tests.system.pc.pc import Pc

_BYTES = 64 * 1024 * 1024
_SECTOR_BYTES = 512
_SECONDS = 30


class Nvme(msgspec.Struct, frozen=True, kw_only=True):
    """A plugged drive."""

    serial: str

    @property
    def id(self) -> str:
        """QEMU's name for it."""
        return f"nvme-{self.serial}"

    @property
    def node(self) -> str:
        """The guest's name for it, the same whatever the order in which drives came (udev's 60-persistent-storage)."""
        return f"/dev/disk/by-id/nvme-QEMU_NVMe_Ctrl_{self.serial}"


def plug(pc: Pc, serial: str, *, port: str = "port0", bad_sectors: tuple[int, ...] = ()) -> Nvme:
    """Plugs a drive in and waits until the guest's udev knows it. Reading one of ``bad_sectors`` (of 512 B) fails."""
    drive = Nvme(serial=serial)
    file = pc.folder / f"{drive.id}.raw"
    if not file.exists():
        with file.open("wb") as empty:
            empty.truncate(_BYTES)
    pc.qemu.qmp.execute("blockdev-add", _backend(drive, file.name, bad_sectors))
    device = {"driver": "nvme", "id": drive.id, "drive": drive.id, "serial": serial, "bus": port}
    pc.qemu.qmp.execute("device_add", device)
    pc.shell.output(("udevadm", "wait", f"--timeout={_SECONDS}", "--settle", drive.node))
    return drive


def unplug(pc: Pc, drive: Nvme) -> None:
    """Pulls a drive out and waits until QEMU and the guest have let go of it."""
    pc.qemu.qmp.execute("device_del", {"id": drive.id})
    pc.qemu.qmp.wait("DEVICE_DELETED", lambda data: data.get("device") == drive.id, seconds=_SECONDS)
    pc.shell.output(("udevadm", "wait", f"--timeout={_SECONDS}", "--settle", "--removed", drive.node))
    pc.qemu.qmp.execute("blockdev-del", {"node-name": drive.id})


def warn(pc: Pc, drive: Nvme, bits: int) -> None:
    """Sets the critical warning of a drive's health log (NVM Express Base Specification, log page 02h)."""
    path = f"/machine/peripheral/{drive.id}"
    pc.qemu.qmp.execute("qom-set", {"path": path, "property": "smart_critical_warning", "value": bits})


SCSI_BAD_SECTOR = 0x1234
"""The first of ten that the disk of :func:`add_scsi_disk` cannot read (drivers/scsi/scsi_debug.c)."""


def add_scsi_disk(pc: Pc) -> str:
    """Adds the kernel's own simulated disk, and gives its node. Bit 1 of opts: it has places with medium errors."""
    pc.shell.output(("modprobe", "scsi_debug", "opts=2", "dev_size_mb=16"))
    pc.shell.output(("udevadm", "settle", f"--timeout={_SECONDS}"))
    (name,) = pc.shell.output("cd /sys/bus/pseudo/drivers/scsi_debug && ls adapter0/host*/target*/*/block").split()
    return f"/dev/{name}"


def read_sector(pc: Pc, node: str, sector: int) -> bool:
    """Whether the guest could read one sector of a drive, past its cache."""
    command = ("dd", f"if={node}", "of=/dev/null", f"bs={_SECTOR_BYTES}", f"skip={sector}", "count=1", "iflag=direct")
    return pc.shell.run(command).exit_code == 0


def _backend(drive: Nvme, file: str, bad_sectors: tuple[int, ...]) -> dict[str, object]:
    image: dict[str, object] = {"driver": "file", "filename": file}
    if bad_sectors:
        # "none" is the event that every request is (docs/devel/blkdebug.txt of QEMU).
        errors = [{"event": "none", "iotype": "read", "errno": 5, "sector": sector} for sector in bad_sectors]
        image = {"driver": "blkdebug", "image": image, "inject-error": errors}
    return {"node-name": drive.id, "driver": "raw", "file": image}
