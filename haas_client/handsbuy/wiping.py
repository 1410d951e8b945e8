"""What can be done to wipe an old drive before it is sent back, told honestly. This program itself never wipes."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.snapshot import Bus, Drive
from haas_client.diagnostics.unknown import Unreadable


class Way(StrEnum):
    NVME_SANITIZE = "nvme_sanitize"
    NVME_FORMAT = "nvme_format"
    ATA_SECURE_ERASE = "ata_secure_erase"
    OVERWRITE = "overwrite"


class Note(StrEnum):
    """Whether a way is open on this very drive, and what it leaves."""

    OPEN = "open"
    ASK_DRIVE = "ask_drive"
    """Only the drive itself says whether it can, and it was not asked, or did not tell."""
    NOT_OFFERED = "not_offered"
    """The drive says that it cannot."""
    FROZEN = "frozen"
    """The PC's firmware has closed it until the drive loses power, which sleep and waking does on many PCs."""
    PASSWORD = "password"  # noqa: S105  a state, no secret
    """A password is set in the drive: without it nothing goes."""
    NOT_OVER_USB = "not_over_usb"
    """Adapters pass such commands on wrongly or lose power meanwhile: drives were left unusable."""
    LEAVES_SPARE = "leaves_spare"
    """Flash keeps spare areas that no program reaches: something may be left there."""
    LEAVES_BAD = "leaves_bad"
    """Sectors that the drive put out of use are not reached, and it may fail on the way."""


CLOSED = frozenset({Note.NOT_OFFERED, Note.FROZEN, Note.PASSWORD, Note.NOT_OVER_USB})

SOURCES = {
    Way.NVME_SANITIZE: "NVM Express Base Specification 2.0, 5.24; nvme-sanitize(1)",
    Way.NVME_FORMAT: "NVM Express Base Specification 2.0, 5.14; nvme-format(1)",
    Way.ATA_SECURE_ERASE: "ATA8-ACS, SECURITY ERASE UNIT; ATA wiki of the Linux kernel, ATA Secure Erase",
    Way.OVERWRITE: "NIST SP 800-88 Rev. 1, appendix A",
}


class Option(msgspec.Struct, frozen=True, kw_only=True):
    way: Way
    note: Note

    @property
    def closed(self) -> bool:
        return self.note in CLOSED


class Wiping(msgspec.Struct, frozen=True, kw_only=True):
    options: tuple[Option, ...]
    """The most thorough first. None for a drive that does not answer, and for a virtual one."""
    seen: bool
    """Whether the drive answers; one that does not cannot be wiped, and our centre must know before it is sent."""
    in_use: bool
    """The system runs from it: it can be wiped only while another one runs, from a stick."""

    @property
    def possible(self) -> bool:
        return any(not option.closed for option in self.options)


def wiping(drive: Drive | None, *, failing: bool, smart: bytes | None = None) -> Wiping:
    """``drive`` as it is attached now, ``None`` where it is not seen; ``failing`` is what the diagnosis says of it.

    ``smart`` is what ``smartctl --json=c -x`` printed of it, where it was kept.
    """
    if drive is None or drive.size_bytes == 0:
        return Wiping(options=(), seen=False, in_use=False)
    options = () if drive.bus == Bus.VIRTUAL else tuple(_options(drive, _tree(smart), failing=failing))
    in_use = isinstance(drive.mounts, tuple) and "/" in drive.mounts
    return Wiping(options=options, seen=True, in_use=in_use)


def _options(drive: Drive, smart: object, *, failing: bool) -> Iterator[Option]:
    if drive.bus == Bus.NVME:
        yield Option(way=Way.NVME_SANITIZE, note=Note.ASK_DRIVE)
        yield Option(way=Way.NVME_FORMAT, note=_format(smart))
    elif drive.bus == Bus.SATA:
        yield Option(way=Way.ATA_SECURE_ERASE, note=_secure_erase(smart))
    elif drive.bus == Bus.USB:
        yield Option(way=Way.ATA_SECURE_ERASE, note=Note.NOT_OVER_USB)
    left = Note.OPEN if drive.rotational is True else Note.LEAVES_SPARE
    yield Option(way=Way.OVERWRITE, note=Note.LEAVES_BAD if failing else left)


def _format(smart: object) -> Note:
    offered = json_tree.truth(smart, "nvme_optional_admin_commands", "format_nvm")
    return Note.ASK_DRIVE if not isinstance(offered, bool) else Note.OPEN if offered else Note.NOT_OFFERED


def _secure_erase(smart: object) -> Note:
    enabled, frozen = (json_tree.truth(smart, "ata_security", name) for name in ("enabled", "frozen"))
    if enabled is True:
        return Note.PASSWORD
    if frozen is True:
        return Note.FROZEN
    return Note.OPEN if enabled is False and frozen is False else Note.ASK_DRIVE


def _tree(smart: bytes | None) -> object:
    try:
        return json_tree.parse(smart or b"{}", "smartctl")
    except Unreadable:
        return {}
