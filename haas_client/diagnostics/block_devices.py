"""Which drives the kernel lists, and the one node of each; nothing of what they say of themselves."""

import os
import re
import stat

from haas_client.diagnostics.host import Host, Mount
from haas_client.diagnostics.unknown import Reason, Unreadable

# Devices that are no drives of their own: loops, RAM, mapped and assembled ones, optical, floppy, network
_NOT_DRIVES = re.compile(r"(loop|ram|zram|dm-|md|sr|fd|nbd|zd|rbd|drbd|bcache|pmem|mtdblock)\d*|mmcblk\d+(boot|rpmb)")
_SYSTEM_FOLDERS = frozenset({"/", "/boot", "/boot/efi", "/efi", "/home", "/opt", "/srv", "/usr", "/var"})
_WHOLE_DRIVE = re.compile(r"[a-z][a-z0-9!]{1,30}")


def drives(host: Host) -> tuple[str, ...]:
    """The kernel's names of all drives, as in ``/sys/block``. Raises :class:`Unreadable`."""
    names = host.names("/sys/block")
    return tuple(
        name for name in names if _WHOLE_DRIVE.fullmatch(name) and not _NOT_DRIVES.match(name) and _is_there(host, name)
    )


def _is_there(host: Host, name: str) -> bool:
    """Not a path of a multipath NVMe drive (hidden), nor a card reader without a card (removable, size 0)."""

    def says(file: str, value: str) -> bool:
        try:
            return host.read(f"/sys/block/{name}/{file}").strip() == value.encode()
        except Unreadable:
            return False

    return not says("hidden", "1") and not (says("removable", "1") and says("size", "0"))


def node(name: str) -> str:
    """Where a drive's node lies: "!" stands for "/" in the kernel's names of devices in folders (cciss!c0d0)."""
    return "/dev/" + name.replace("!", "/")


def checked_node(host: Host, name: str) -> str:
    """:func:`node`, where it is root's own block device of the number that the kernel gave this drive.

    Raises :class:`Unreadable` for a link, another user's node, another device's, or none: a program that is root
    opens nothing that somebody else may have put there.
    """
    path = node(name)
    numbers = host.read(f"/sys/block/{name}/dev").decode("ascii", "replace").strip()
    try:
        status = os.lstat(path)
    except OSError as error:
        raise Unreadable(Reason.NOT_PRESENT, path) from error
    if not is_drive(status, numbers):
        raise Unreadable(Reason.MALFORMED, path)
    return path


def is_drive(status: os.stat_result, numbers: str) -> bool:
    """Whether a node is root's block device ``numbers`` ("8:0")."""
    device = f"{os.major(status.st_rdev)}:{os.minor(status.st_rdev)}"
    return stat.S_ISBLK(status.st_mode) and status.st_uid == 0 and device == numbers


def system_folders(name: str, mounts: tuple[Mount, ...]) -> tuple[str, ...]:
    """The system folders on the drive's partitions: sda1 belongs to sda, nvme0n1p2 to nvme0n1."""
    of_drive = re.compile(rf"/dev/{re.escape(name)}(p?\d+)?")
    return tuple(sorted({m.path for m in mounts if m.path in _SYSTEM_FOLDERS and of_drive.fullmatch(m.device)}))
