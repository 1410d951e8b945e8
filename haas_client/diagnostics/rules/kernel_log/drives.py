"""Drives: which of them an incident means, and what all incidents of one say together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from haas_client.diagnostics import parts
from haas_client.diagnostics.decode.kernel_events import KernelEvent
from haas_client.diagnostics.decode.kernel_words import Kind
from haas_client.diagnostics.finding import Finding, Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.rules.kernel_log.judgements import DRIVE_RULES, NOT_NAMED, NVME_MEDIA, TOLD, finding_of
from haas_client.diagnostics.snapshot import Bus, Drive

_SECTORS_A_PLACE = 8
"""A bad spot is at least one physical sector of 4096 bytes wide, which the lines count as 8 of 512."""
_LOGICAL = re.compile(r"(?:dm-|md)\d")


def findings(events: Sequence[KernelEvent], drives: tuple[Drive, ...]) -> Iterator[Finding]:
    by_part: dict[Part, list[KernelEvent]] = defaultdict(list)
    for event in events:
        by_part[_part_of_device(event.device, drives)].append(event)
    told = {event.device for event in events if event.kind in TOLD}
    for part, of_part in by_part.items():
        if not _follows(of_part, part, told):
            yield from _of_drive(part, of_part)


def _follows(events: Sequence[KernelEvent], part: Part, told: AbstractSet[str]) -> bool:
    """Whether these only follow from what happened to a drive that has its own finding.

    An array or an encrypted volume loses blocks with the drive below; a disk of which nobody says at which port it
    hangs, with the port.
    """
    if any(event.kind in TOLD for event in events):
        return False
    if _LOGICAL.match(events[0].device):
        return bool(told)
    return part.serial == NOT_NAMED and any(device.startswith("ata") for device in told)


def _of_drive(part: Part, events: Sequence[KernelEvent]) -> Iterator[Finding]:
    kinds = {event.kind for event in events}
    for kind, rule in DRIVE_RULES.items():
        of_kind = [event for event in events if event.kind == kind]
        if not of_kind or kinds & rule.unless:
            continue
        followed = [event for event in events if event.kind in (Kind.FILE_SYSTEM, Kind.IO_ERROR) and event.kind != kind]
        media = kind == Kind.MEDIA
        nvme = media and of_kind[0].device.startswith("nvme")
        yield finding_of(
            NVME_MEDIA if nvme else rule,
            part,
            of_kind,
            _places(of_kind) if media else len(of_kind),
            followed if kind in TOLD else (),
        )


def _places(events: Iterable[KernelEvent]) -> int:
    """How many places of the drive could not be read: repeated attempts at one place are one."""
    incidents = list(events)
    places = {sector // _SECTORS_A_PLACE for event in incidents for sector in event.sectors}
    return len(places) or len(incidents)


def _part_of_device(device: str, drives: tuple[Drive, ...]) -> Part:
    for drive in drives:
        if _is_drive(device, drive):
            return parts.of_drive(drive)
    fixed = [drive for drive in drives if drive.removable is not True and drive.bus != Bus.USB]
    if _LOGICAL.match(device) and len(fixed) == 1:
        return parts.of_drive(fixed[0])
    return Part(kind=PartKind.STORAGE, slot=_controller(device), model=NOT_NAMED, serial=NOT_NAMED)


def _controller(device: str) -> str:
    """nvme0 for nvme0n1; any other name as it is."""
    match = re.match(r"nvme\d{1,3}(?=n|$)", device)
    return match[0] if match else device


def _is_drive(device: str, drive: Drive) -> bool:
    """``device`` as an event names it; the port as the storage probe does."""
    if device == drive.name:
        return True
    if device.startswith("ata"):
        return drive.port == f"SATA {device[3:]}"
    if device.startswith("nvme"):
        return _controller(device) in (drive.port, _controller(drive.name))
    return drive.bus == Bus.USB and drive.port == f"USB {device}"
