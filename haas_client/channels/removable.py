"""USB sticks, cards and drives on a cable: which there are, a bundle put on one, and its release.

UDisks2 is asked, and not ``/proc/self/mountinfo``: it alone knows which drive is meant to be pulled, its owner's name
for it, and how to let it go without a password (decision 024).
"""

import os
from pathlib import Path

import msgspec

from haas_client import process, text
from haas_client.bundle import archive
from haas_client.bundle.archive import SaveFailed
from haas_client.channels import folder
from haas_client.channels.channel import Handover, Outcome, Parcel, Way
from haas_client.diagnostics.decode.bus import UdisksVolume, udisks_removable_volumes
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.i18n import t
from haas_client.process import Cancel

_UDISKS = "org.freedesktop.UDisks2"
_LIST_SECONDS = 10.0
_MARGIN_SECONDS = 1.0
"""Above the limit that busctl itself keeps."""
RELEASE_SECONDS = 120.0
"""A slow stick may have to write for long what other programs left in memory."""


class Drive(msgspec.Struct, frozen=True, kw_only=True):
    """A mounted stick of this owner's."""

    label: str
    """As the owner knows it: its own name, else what the maker called it, else where it is mounted."""
    mount: Path
    free_bytes: int
    """What this owner may still write."""
    writable: bool
    """``False``: write-protected, or another's."""
    volume: str
    """UDisks2's object, for :func:`release`."""
    device: int
    """``st_dev`` of what is mounted there: tells whether it still is."""


def drives() -> tuple[Drive, ...] | Unknown:
    """The sticks that are mounted now; unknown where UDisks2 cannot be asked. Blocks for up to 10 s."""
    arguments = (_UDISKS, "/org/freedesktop/UDisks2", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    try:
        volumes = udisks_removable_volumes(_called(arguments, _LIST_SECONDS))
    except Unreadable as error:
        return error.unknown
    found = (_drive(volume, Path(mount)) for volume in volumes for mount in volume.mount_points)
    return tuple(drive for drive in found if drive)


class Stick:
    """The channel: a copy of the bundle on a stick, under a name that nothing there has."""

    def __init__(self, drive: Drive) -> None:
        self._drive = drive

    def hand_over(self, parcel: Parcel) -> Handover:
        """Once this returns, the stick has confirmed the whole file. Raises :class:`SaveFailed`."""
        if parcel.path is None:
            raise ValueError("nothing to save")
        self._check_there()
        target = folder.unused(self._drive.mount / parcel.path.name)
        try:
            archive.copy(parcel.path, target)
        except SaveFailed:
            self._check_there()
            raise
        self._check_there()
        archive.sweep(self._drive.mount)
        return Handover(outcome=Outcome.SAVED, way=Way.STICK, path=target)

    def _check_there(self) -> None:
        """Where a stick was pulled, its folder may be left: what is then written goes to the PC's own drive."""
        if _device(self._drive.mount) != self._drive.device:
            raise SaveFailed(
                t("The file could not be saved.") + " " + t("The USB stick is no longer there."),
                t("Nothing was lost. Please put it in again, wait a moment, and save again."),
            )


def release(drive: Drive) -> bool:
    """Whether ``drive`` was let go, so that it can be pulled. ``False``: another program uses it, or it was gone.

    What the owner's session has mounted, UDisks2 lets go without a password; otherwise it is told not to ask for one.
    """
    arguments = (_UDISKS, drive.volume, f"{_UDISKS}.Filesystem", "Unmount")
    try:
        _called((*arguments, "a{sv}", "1", "auth.no_user_interaction", "b", "true"), RELEASE_SECONDS)
    except Unreadable:
        return False
    return _device(drive.mount) != drive.device


def _called(arguments: tuple[str, ...], limit_seconds: float) -> bytes:
    tool = process.find_tool("busctl")
    if tool is None:
        raise Unreadable(Reason.NO_TOOL, "busctl")
    command = (tool, "--system", "--json=short", f"--timeout={limit_seconds:.0f}", "call", *arguments)
    try:
        output = process.run(command, limit_seconds=limit_seconds + _MARGIN_SECONDS, cancel=Cancel())
    except process.TimedOut as error:
        raise Unreadable(Reason.TIMED_OUT, "UDisks2") from error
    except (process.TooMuchOutput, OSError) as error:
        raise Unreadable(Reason.FAILED, "UDisks2") from error
    if output.exit_code:
        raise Unreadable(Reason.FAILED, "UDisks2")
    return output.stdout


def _drive(volume: UdisksVolume, mount: Path) -> Drive | None:
    device = _device(mount)
    try:
        space = os.statvfs(mount)
    except OSError:  # another owner's, or pulled at this moment
        return None
    if device is None:
        return None
    writable = not volume.read_only and not space.f_flag & os.ST_RDONLY and os.access(mount, os.W_OK)
    return Drive(
        label=" ".join(text.printable(volume.label or volume.drive or mount.name).split()),
        mount=mount,
        free_bytes=space.f_bavail * space.f_frsize,
        writable=writable,
        volume=volume.object_path,
        device=device,
    )


def _device(mount: Path) -> int | None:
    try:
        return mount.stat().st_dev
    except OSError:
        return None
