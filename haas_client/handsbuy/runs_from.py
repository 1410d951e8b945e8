"""What the running system was started from: a drive of the PC, a stick, or a live medium."""

from enum import StrEnum

from haas_client import mounts
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.handsbuy.changed import drives, is_outside

_LIVE = frozenset({"overlay", "aufs", "squashfs", "iso9660", "tmpfs", "ramfs", "rootfs"})
"""File systems in memory or of a read-only image at "/": what live-boot, casper and dracut put there (live-boot(7),
casper(7), dracut.cmdline(7)), and no installed system."""


class Medium(StrEnum):
    INSIDE = "inside"
    """A drive of the PC."""
    STICK = "stick"
    """A drive on USB, in a card reader or in a removable frame."""
    LIVE = "live"
    """A live system: whatever it lies on, nothing of it is on the PC's drives."""


def runs_from(host: Host, snapshot: Snapshot) -> Medium | Unknown:
    """Unknown where "/" is on something that is built on drives (LVM, RAID, encryption, ZFS), and no live system."""
    unknown = Unknown(reason=Reason.NOT_REPORTED, detail=mounts.TABLE)
    try:
        root = mounts.of_path("/", host.read(mounts.TABLE).decode("utf-8", "replace"))
    except Unreadable as error:
        root, unknown = None, error.unknown
    if root is not None and root.kind in _LIVE:
        return Medium.LIVE
    roots = [drive for drive in drives(snapshot) if isinstance(drive.mounts, tuple) and "/" in drive.mounts]
    if len(roots) != 1:
        return unknown
    return Medium.STICK if is_outside(roots[0]) else Medium.INSIDE
