"""Incidents in the kernel's log: the several lines of one fault are one, so that a count counts faults."""

import re
from collections.abc import Iterable

import msgspec

from haas_client.diagnostics.decode import kernel_words_drives as drives
from haas_client.diagnostics.decode import kernel_words_machine as machine
from haas_client.diagnostics.decode.kernel_words import Family, Kind, Reading, Row
from haas_client.diagnostics.decode.kernel_words_drives import ATA, BLOCK, USB
from haas_client.diagnostics.snapshot import KernelLine
from haas_client.diagnostics.when import When

_MAX_SECTORS = 1000
_MAX_EVENTS = 20_000

# sda1 is a part of sda, nvme0n1p2 of nvme0n1
_PARTITION = re.compile(
    r"((?:sd|vd|xvd|hd)[a-z]{1,4})\d{1,3}|((?:nvme\d{1,3}n\d{1,5}|mmcblk\d{1,3}|md\d{1,4}))p\d{1,3}"
)

# What every line of a SCSI disk says: its address and its name
_DISK = re.compile(r"sd (\d{1,4}:\d{1,4}:\d{1,4}:\d{1,20}): \[(sd[a-z]{1,4})\]")

FAMILIES = (
    *(drives.ATA, drives.BLOCK, drives.NVME, drives.USB, drives.FILE_SYSTEM),
    *(machine.EDAC, machine.HARDWARE_ERROR, machine.MEMORY_FAILURE, machine.PCIE, machine.CONDITION, machine.CRASH),
)


class KernelEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One incident."""

    kind: Kind
    family: str
    """The subsystem that told it."""
    device: str
    """As the kernel calls it: "sdb" (also for the ata port it hangs on), "ata3", "nvme0", "1-4" for USB, a PCI
    address, the label of a DIMM; empty where the lines name none."""
    at: When | None
    clock_seconds: float | None
    text: str
    """The line that tells it best."""
    detail: str
    count: int = 1
    """Above 1 where one line tells of several errors."""
    sectors: tuple[int, ...] = ()
    """Places that could not be read or written, as the lines name them, in sectors of 512 bytes."""


def events(lines: Iterable[KernelLine]) -> tuple[KernelEvent, ...]:
    """The incidents of one log, in its order. Any text is a log."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
    return reader.events()


def concerns_hardware(text: str) -> bool:
    """Whether an incident is, or may be, told by this line: what a diagnosis keeps of a log."""
    return _recognised(text) is not None


def whole_drive(name: str) -> str:
    """The drive that a partition lies on; any other name as it is."""
    match = _PARTITION.fullmatch(name)
    return (match[1] or match[2]) if match else name


def _recognised(text: str) -> tuple[Family, Row, re.Match[str]] | None:
    """The wording that ``text`` begins with."""
    for family in FAMILIES:
        if family.start.match(text):
            for row in family.rows:
                match = row.regex.match(text)
                if match:
                    return family, row, match
    return None


class _Incident:
    """What has been read of one incident so far."""

    def __init__(self, family: Family, device: str, line: KernelLine) -> None:
        self.family = family
        self.device = device
        self.first = line
        self.last = line
        self.marks: set[str] = set()
        self.rows: set[Row] = set()
        self.place = ""
        self.count = 1
        self._told: dict[str, tuple[str, str]] = {}
        self._sectors: dict[str, dict[int, None]] = {}

    def add(self, row: Row, match: re.Match[str], line: KernelLine, told_by: Family) -> None:
        reading = row.read(match) if row.read else Reading()
        marks = (*row.marks, *reading.marks)
        self.marks.update(marks)
        self.rows.add(row)
        self.last = line
        self.place = reading.place or self.place
        self.count = max(self.count, reading.count)
        groups = match.groupdict()
        for mark in marks:
            self._told.setdefault(mark, (line.text, groups.get("detail") or ""))
        sector = int(groups["sector"]) if groups.get("sector") else reading.sector
        places = self._sectors.setdefault(told_by.name, {})
        if sector is not None and len(places) < _MAX_SECTORS:
            places[sector] = None

    def is_over(self, row: Row) -> bool:
        """Whether ``row`` begins another one: this has its own beginning, or more than an announcement."""
        if not row.begins:
            return False
        announces = bool(row.marks) and self.family.announcing.issuperset(row.marks)
        return bool(self.marks - self.family.announcing) or (row in self.rows and not announces)

    def event(self, device: str) -> KernelEvent | None:
        for wanted, kind in self.family.kinds:
            if wanted <= self.marks:
                return self._of_kind(kind, wanted, device) if kind else None
        return None

    def _of_kind(self, kind: Kind, wanted: frozenset[str], device: str) -> KernelEvent:
        texts = [self._told[mark] for mark in sorted(wanted)]
        # What the drive itself names comes before the start of the request that the block layer names.
        places = self._sectors.get(self.family.name) or self._sectors.get(BLOCK.name) or {}
        return KernelEvent(
            kind=kind,
            family=self.family.name,
            device=self.place or device,
            at=self.first.at,
            clock_seconds=self.first.clock_seconds,
            text=texts[0][0],
            detail=next((detail for _, detail in texts if detail), ""),
            count=self.count,
            sectors=tuple(places),
        )


class _Reader:
    def __init__(self) -> None:
        self._incidents: list[_Incident] = []
        self._open: dict[tuple[str, str], _Incident] = {}
        self._last_ata: _Incident | None = None
        self._last_disk = ""
        self._disk_of_port: dict[str, str] = {}
        self._disk_of_address: dict[str, str] = {}
        self._usb_storage: set[str] = set()

    def take(self, line: KernelLine) -> None:
        disk = _DISK.match(line.text)
        if disk:
            self._disk_of_address[disk[1]] = disk[2]
        known = _recognised(line.text)
        if known is None:
            return
        family, row, match = known
        device = self._device(family, match)
        if family is USB and not row.marks:
            self._usb_storage.add(device)
        incident = self._ata_of(device, line) if family is BLOCK else None
        if incident is None:
            incident = self._current(family, row, device, line)
        incident.add(row, match, line, family)
        self._remember(incident, family, device)
        if row.ends:
            self._end(incident, family)

    def events(self) -> tuple[KernelEvent, ...]:
        made = (incident.event(self._name(incident)) for incident in self._incidents)
        found = [event for event in made if event]
        return tuple(event for event in found if event.kind != Kind.USB_RESET or self._is_storage(event))

    def _device(self, family: Family, match: re.Match[str]) -> str:
        groups = match.groupdict()
        device = groups.get("device") or ""
        if family is not BLOCK:
            return whole_drive(device)
        address = groups.get("hctl") or ""
        return whole_drive(device or self._disk_of_address.get(address, address))

    def _current(self, family: Family, row: Row, device: str, line: KernelLine) -> _Incident:
        key = (family.name, device)
        incident = self._open.get(key)
        if incident is None or incident.is_over(row) or _silence(incident.last, line) > family.gap_seconds:
            incident = _Incident(family, device, line)
            self._open[key] = incident
            if len(self._incidents) < _MAX_EVENTS:
                self._incidents.append(incident)
        return incident

    def _ata_of(self, device: str, line: KernelLine) -> _Incident | None:
        """The open incident of the port that a SCSI disk's line belongs to: libata reports through SCSI."""
        incident = self._last_ata
        if incident is None or not device.startswith("sd") or _silence(incident.last, line) > ATA.gap_seconds:
            return None
        known = self._disk_of_port.get(incident.device)
        if known is None and sum(family == ATA.name for family, _ in self._open) > 1:
            return None  # several ports have errors: nobody says which of them this disk hangs on
        return incident if known in (device, None) else None

    def _remember(self, incident: _Incident, family: Family, device: str) -> None:
        if family is ATA:
            self._last_ata = incident
        elif family is BLOCK and incident.family is ATA:
            self._disk_of_port.setdefault(incident.device, device)
        self._last_disk = device if family is BLOCK else self._last_disk if family is ATA else ""

    def _end(self, incident: _Incident, family: Family) -> None:
        if incident.family is not family:
            return  # a disk's last line; the port's incident goes on
        self._open.pop((family.name, incident.device), None)
        if family is ATA:
            if len(incident.rows) == 1 and self._last_disk.startswith("sd"):
                # The log was cut: what the disk said just before belonged to this port.
                self._disk_of_port.setdefault(incident.device, self._last_disk)
            self._last_disk = ""
            self._last_ata = None if self._last_ata is incident else self._last_ata

    def _name(self, incident: _Incident) -> str:
        if incident.family is ATA:
            return self._disk_of_port.get(incident.device, incident.device)
        return "" if incident.device.startswith("{") else incident.device

    def _is_storage(self, event: KernelEvent) -> bool:
        """A reset of a USB device is told of every device; the ones that were seen to be drives count."""
        return event.device.startswith("sd") or event.device in self._usb_storage


def _silence(before: KernelLine, after: KernelLine) -> float:
    """Seconds between two lines; 0 where the log does not tell, infinite where its clock was set back (a new boot)."""
    if before.clock_seconds is not None and after.clock_seconds is not None:
        passed = after.clock_seconds - before.clock_seconds
        return passed if passed >= -1 else float("inf")
    if before.at and after.at:
        return abs((after.at - before.at).total_seconds())
    return 0.0
