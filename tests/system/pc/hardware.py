"""Which PC QEMU makes. The arguments and tables are part of the key under which an image is kept."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from tests.machines import formats

SATA_SERIAL = "SATA0001"
PORTS = ("port0", "port1")
"""PCI Express slots that drives can be plugged into while the PC runs."""

READY = b"EMULATED-PC-READY"
"""What the guest writes to its serial line when it has started and its owner has logged in (ready.service)."""

# No KVM: where it can be had at all it is another machine everywhere, and a saved state fits only the one it was
# saved on. Without it, no more features than this processor's have to be emulated, and what guards against leaks
# between guests only costs time.
_KERNEL_LINE = (
    "root=/dev/vda rw console=ttyS0 net.ifnames=0 quiet loglevel=3 systemd.show_status=0 systemd.getty_auto=0 "
    "mitigations=off nokaslr audit=0"
)


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the PC at one start; unless told otherwise, that of which the image was made."""

    sata_serial: str = SATA_SERIAL
    memory_mib: int = 2048
    tables: Mapping[str, bytes] = {}
    """In place of those of :func:`smbios` with the same names."""
    clock: datetime | None = None
    """What the board's clock says, in UTC; ``None`` for the time that it is."""


_BUILT = Inside()


def smbios() -> dict[str, bytes]:
    """The tables by file name, a structure a file as QEMU wants them: a kit of two modules in two channels, an empty
    slot, and a power supply: nothing to remark on.
    """
    return {
        "array.smbios": formats.memory_array(error_correction=6),
        "a1.smbios": formats.memory_device("DIMM_A1", 1024, "Samsung", "0001AAAA", "M391A1K43", handle=0x1100),
        "a2.smbios": formats.memory_device("DIMM_A2", 0, handle=0x1101),
        "b1.smbios": formats.memory_device("DIMM_B1", 1024, "Samsung", "0002BBBB", "M391A1K43", handle=0x1102),
        "supply.smbios": formats.power_supply("FSP", "FSP650-51AAC", 650),
    }


def arguments(image: Path, inside: Inside = _BUILT) -> list[str]:
    """QEMU's arguments; disk.qcow2, sata.raw and other tables are looked for in its working directory, the rest in
    ``image``.
    """
    tables = (Path(name) if name in inside.tables else image / name for name in smbios())
    return [
        *("-nodefaults", "-display", "none", "-machine", "q35", "-m", str(inside.memory_mib)),
        *(("-rtc", f"base={inside.clock:%Y-%m-%dT%H:%M:%S}") if inside.clock else ()),
        *("-accel", "tcg,thread=multi", "-cpu", "Nehalem", "-smp", "2"),
        *("-kernel", str(image / "vmlinuz"), "-initrd", str(image / "initrd"), "-append", _KERNEL_LINE),
        *(word for table in tables for word in ("-smbios", "file=" + _escaped(table))),
        # "unsafe" ignores the guest's wishes to sync: what it wrote outlives QEMU's end all the same, in our kernel.
        *_blockdev("root", "qcow2", "disk.qcow2", cache={"no-flush": True}),
        *("-device", "virtio-blk-pci,drive=root"),
        *_blockdev("sata", "raw", "sata.raw"),
        *("-device", f"ide-hd,bus=ide.0,drive=sata,serial={inside.sata_serial},model=EMULATED DISK"),
        *(
            word
            for number, port in enumerate(PORTS, 1)
            for word in ("-device", f"pcie-root-port,id={port},chassis={number},slot={number}")
        ),
        # The guest reaches nothing; we reach its ssh at a port that the system chooses.
        *("-netdev", "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:0-:22"),
        *("-device", "virtio-net-pci,netdev=net,romfile="),
        *("-device", "virtio-rng-pci"),
    ]


def _blockdev(node: str, driver: str, file: str, **options: object) -> tuple[str, str]:
    spec = {"node-name": node, "driver": driver, "file": {"driver": "file", "filename": file}, **options}
    return ("-blockdev", json.dumps(spec))


def _escaped(path: Path) -> str:
    """In QEMU's lists of options a comma stands for itself when doubled."""
    return str(path).replace(",", ",,")
