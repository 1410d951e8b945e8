"""Which line icon stands for a part, as precisely as it is known what it is."""

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.parts import of_drive as part_of_drive
from haas_client.diagnostics.snapshot import Bus, Drive, Snapshot, Storage

_BUSES = {Bus.NVME: "drive_nvme", Bus.USB: "drive_usb", Bus.MMC: "drive_card", Bus.VIRTUAL: PartKind.STORAGE.value}
_BATTERIES = frozenset({"battery", "UPS"})
"""Slots of :func:`haas_client.diagnostics.rules.power.parts.of_battery`."""


def of_drive(drive: Drive) -> str:
    by_bus = _BUSES.get(drive.bus)
    if by_bus:
        return by_bus
    return "drive_ssd" if drive.rotational is False else PartKind.STORAGE.value


def of_part(part: Part, snapshot: Snapshot | None = None) -> str:
    """That of its kind where ``snapshot`` does not tell more of it."""
    if part.kind == PartKind.POWER and part.slot in _BATTERIES:
        return "battery"
    storage = snapshot.storage if snapshot else None
    drives = storage.drives if isinstance(storage, Storage) else ()
    known = [drive for drive in drives if part_of_drive(drive) == part] if part.kind == PartKind.STORAGE else []
    return of_drive(known[0]) if len(known) == 1 else part.kind.value
