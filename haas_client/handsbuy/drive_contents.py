"""What is on a drive that is to go out: what an owner must know before it is taken away.

Read anew each time, and kept nowhere: mount points carry names of the owner's. What cannot be seen (a file system that
is not mounted, a container that is locked) is unknown, never "nothing". Encryption inside a file system, or in the
drive itself, is not seen from here.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from haas_client import mounts
from haas_client.diagnostics.decode import lsblk
from haas_client.diagnostics.decode.lsblk import Device
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.host import Command, Host
from haas_client.diagnostics.pairing import plain
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

_COLUMNS = "NAME,KNAME,TYPE,SIZE,FSTYPE,UUID,PARTTYPE,FSUSED,SERIAL"


def _listing(points: str) -> Command:
    # Without RAM disks (1) and loops (7), which lie on no drive of their own.
    arguments = ("--json", "--bytes", "--exclude", "1,7", "--output", f"{_COLUMNS},{points}")
    return Command(tool="lsblk", arguments=arguments, limit_seconds=10.0)


LISTINGS = (_listing("MOUNTPOINTS"), _listing("MOUNTPOINT"))
"""The second for util-linux before 2.37, which refuses the first."""

SYSTEM_FOLDERS = frozenset({"/", "/usr", "/var"})
BOOT_FOLDERS = frozenset({"/boot", "/boot/efi", "/boot/firmware", "/efi"})
_SWAP_IN_USE = "[SWAP]"
_ESP = frozenset({"c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "0xef"})
"""EFI system partition (UEFI Specification, 5.3.3 and 5.2.2)."""
_WITHOUT_FILES = frozenset({"21686148-6449-6e6f-744e-656564454649", "e3c9e316-0b5c-4db8-817d-f92df00215ae"})
"""BIOS boot partition (GRUB manual) and Microsoft's reserved one: they hold no files of anybody's."""
_EXTENDED = frozenset({"0x5", "0xf", "0x85"})
"""The frame around logical partitions."""
_LOCKED = frozenset({"crypto_luks", "bitlocker"})
_MEMBERS = frozenset({"lvm2_member", "linux_raid_member", "zfs_member", "bcache", "isw_raid_member", "ddf_raid_member"})


class Role(StrEnum):
    SYSTEM = "system"
    BOOT = "boot"
    """What the PC starts from."""
    SWAP = "swap"
    HOME = "home"
    DATA = "data"
    """Mounted elsewhere."""
    NOT_MOUNTED = "not_mounted"
    """A file system in which nobody looks just now."""
    LOCKED = "locked"
    """Encrypted, and not opened."""
    MEMBER = "member"
    """Part of an array or a pool that is not seen as a whole."""
    UNRECOGNISED = "unrecognised"
    """Nothing that this PC knows; it may be empty, or not."""
    NO_FILES = "no_files"


class Volume(msgspec.Struct, frozen=True, kw_only=True):
    """A place for files: a partition, or what is built on one or several."""

    name: str
    role: Role
    file_system: str
    """As blkid names it; empty where it knows none."""
    size_bytes: int | Unknown
    used_bytes: int | Unknown
    mounts: tuple[str, ...]
    encrypted: bool
    """It lies in an encrypted container."""
    shared: bool
    """It lies on other drives as well."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    """The kernel's name of the drive, good until the next start."""
    size_bytes: int | Unknown
    volumes: tuple[Volume, ...]
    system: bool | Unknown
    """Whether the system that runs needs it: /, /boot, swap in use; also through LVM, RAID or btrfs."""
    encrypted: bool | Unknown
    used_bytes: int | Unknown
    """By all files on it; of a volume that lies on several drives, on all of them together."""
    least_used_bytes: int
    """As far as it can be seen."""


def contents(part: Part, host: Host, cancel: Cancel) -> Contents | Unknown:
    """What is on ``part``; unknown where it cannot be told which of the drives it is."""
    try:
        return of_part(part, devices(host, cancel))
    except Unreadable as error:
        return error.unknown


def drives_under(path: str, listed: Sequence[Device], table: str) -> frozenset[str] | Unknown:
    """The kernel's names of the drives that ``path`` (without links in it) lies on; none on a network drive.

    ``table`` is what stands in :data:`haas_client.mounts.TABLE`. Unknown where a program answers for the place (a
    telephone, say), and of file systems that the kernel shows on no drive (ZFS).
    """
    mount = mounts.of_path(path, table)
    if mount is not None and mount.on_network:
        return frozenset()
    everywhere = [device for drive in listed for device in drive.all()]
    here = [device for device in everywhere if mount is not None and mount.point in device.mounts]
    pools = {device.file_system_id for device in here if device.file_system == "btrfs" and device.file_system_id}
    meant = {device.name for device in (*here, *(one for one in everywhere if one.file_system_id in pools))}
    found = frozenset(drive.name for drive in listed if any(device.name in meant for device in drive.all()))
    return found or Unknown(reason=Reason.NOT_REPORTED, detail="lsblk, MOUNTPOINTS")


def devices(host: Host, cancel: Cancel) -> tuple[Device, ...]:
    """All block devices of the machine. Raises :class:`Unreadable`."""
    output = host.run(LISTINGS[0], cancel)
    if output.exit_code != 0:
        output = host.run(LISTINGS[1], cancel)
    if output.exit_code != 0:
        raise Unreadable(Reason.FAILED, "lsblk")
    return lsblk.devices(output.stdout)


def of_part(part: Part, listed: Iterable[Device]) -> Contents | Unknown:
    """By its serial number alone: names and ports may have changed since it was looked at."""
    if not plain(part.serial):
        return part.serial if isinstance(part.serial, Unknown) else Unknown(reason=Reason.NOT_REPORTED)
    drives = [device for device in listed if device.kind == "disk"]
    found = [device for device in drives if plain(device.serial) == plain(part.serial)]
    if len(found) != 1:
        reason = Reason.MALFORMED if found else Reason.NOT_PRESENT
        return Unknown(reason=reason, detail="lsblk, serial number")
    return _Look(found[0], [device for device in drives if device is not found[0]]).contents()


class _Look:
    def __init__(self, drive: Device, others: Iterable[Device]) -> None:
        self._drive = drive
        self._others = [device for other in others for device in other.all()]
        self._elsewhere = {device.name for device in self._others}
        self._own = {device.name for device in drive.all()} - self._elsewhere
        everywhere = (*self._others, *drive.all())
        self._btrfs = [one for one in everywhere if one.file_system == "btrfs" and one.file_system_id]

    def contents(self) -> Contents:
        found = {device.name: (device, encrypted) for device, encrypted in _places(self._drive, encrypted=False)}
        volumes = tuple(self._volume(device, encrypted=encrypted) for device, encrypted in found.values())
        used = [volume.used_bytes for volume in volumes]
        known = [size for size in used if isinstance(size, int)]
        unknown = next((size for size in used if isinstance(size, Unknown)), None)
        return Contents(
            name=self._drive.name,
            size_bytes=self._drive.size_bytes,
            volumes=volumes,
            system=self._system(volumes),
            encrypted=self._encrypted(volumes),
            used_bytes=unknown or sum(known),
            least_used_bytes=sum(known),
        )

    def _volume(self, device: Device, *, encrypted: bool) -> Volume:
        """Only one member of a btrfs is listed as mounted; all of them are in use."""
        peers = [one for one in self._btrfs if one.file_system_id == device.file_system_id]
        seen = next((one for one in (device, *peers) if one.mounts), device)
        role = _role(device, seen.mounts)
        counted = seen is not device and seen.name in self._own
        return Volume(
            name=device.name,
            role=role,
            file_system=device.file_system,
            size_bytes=device.size_bytes,
            used_bytes=0 if counted else _used(role, device, seen),
            mounts=seen.mounts,
            encrypted=encrypted or role == Role.LOCKED,
            shared=any(one.name in self._elsewhere for one in (device, *peers)),
        )

    def _system(self, volumes: Iterable[Volume]) -> bool | Unknown:
        """No only where "/" is seen on another drive: a live system or ZFS shows it on none."""
        points = {point for volume in volumes for point in volume.mounts}
        if points & (SYSTEM_FOLDERS | BOOT_FOLDERS | {_SWAP_IN_USE}):
            return True
        hidden = any(volume.role == Role.MEMBER for volume in volumes)
        if not hidden and any("/" in device.mounts for device in self._others):
            return False
        return Unknown(reason=Reason.NOT_REPORTED, detail="lsblk, /")

    def _encrypted(self, volumes: tuple[Volume, ...]) -> bool | Unknown:
        if any(volume.encrypted for volume in volumes):
            return True
        if any(volume.role in (Role.MEMBER, Role.UNRECOGNISED) for volume in volumes):
            return Unknown(reason=Reason.NOT_REPORTED, detail="lsblk, FSTYPE")
        return False


def _places(device: Device, *, encrypted: bool) -> Iterator[tuple[Device, bool]]:
    """Where files can be: whatever is mounted, and whatever has nothing built on it; and whether that is encrypted."""
    if device.partition_type in _EXTENDED:
        return
    if device.mounts or not device.children:
        yield device, encrypted
    for child in device.children:
        yield from _places(child, encrypted=encrypted or child.kind == "crypt")


def _role(device: Device, hangs: tuple[str, ...]) -> Role:
    points, kind = set(hangs), device.file_system.lower()
    for role, holds in (
        (Role.SYSTEM, points & SYSTEM_FOLDERS),
        (Role.BOOT, points & BOOT_FOLDERS or device.partition_type in _ESP),
        (Role.SWAP, _SWAP_IN_USE in points or kind == "swap"),
        (Role.HOME, any(point == "/home" or point.startswith("/home/") for point in points)),
        (Role.DATA, points),
        (Role.NO_FILES, device.partition_type in _WITHOUT_FILES),
        (Role.LOCKED, kind in _LOCKED),
        (Role.MEMBER, kind in _MEMBERS),
        (Role.NOT_MOUNTED, kind),
    ):
        if holds:
            return role
    return Role.UNRECOGNISED


def _used(role: Role, device: Device, seen: Device) -> int | Unknown:
    if role in (Role.SWAP, Role.NO_FILES):
        return 0
    if seen.mounts:
        return seen.used_bytes
    if role == Role.BOOT:
        return device.size_bytes  # at most; it is small
    return Unknown(reason=Reason.NOT_REPORTED, detail=f"lsblk, FSUSED of {device.name}")
