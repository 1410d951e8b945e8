"""Answers of system services over D-Bus, as ``busctl --json=short`` prints them: UDisks2 and UPower.

busctl wraps every variant as ``{"type": "s", "data": …}``; :func:`_plain` takes the wrapping off.
"""

import os
from typing import Any

import msgspec

from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.decode.counters import count
from haas_client.diagnostics.snapshot import AtaAttribute, Battery, Health, NvmeHealth
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_UDISKS = "org.freedesktop.UDisks2"
_BLOCK, _DRIVE = f"{_UDISKS}.Block", f"{_UDISKS}.Drive"
_FILESYSTEM = f"{_UDISKS}.Filesystem"
_ATA, _NVME = f"{_UDISKS}.Drive.Ata", f"{_UDISKS}.NVMe.Controller"

_KELVIN = 273.15
_SECONDS_AN_HOUR = 3600

# UDisks2, property SmartSelftestStatus: what counts as a fault found
_SELF_TEST_FAULTS = (
    *("fatal", "error_unknown", "error_electrical", "error_servo", "error_read", "error_handling"),
    *("fatal_error", "unknown_seg_fail", "known_seg_fail"),  # NVMe's words
)
_SELF_TEST_FINE = ("success",)

# UDisks2, property SmartCriticalWarning: its words for the bits of NVMe's critical warning
_WARNING_BITS = {"spare": 0, "temperature": 1, "degraded": 2, "readonly": 3, "volatile_mem": 4, "pmr_readonly": 5}

# UPower, enumeration of Type: 1 line power, 2 battery, 3 UPS
_POWER_KINDS = {2: "battery", 3: "ups"}


class UdisksDrive(msgspec.Struct, frozen=True, kw_only=True):
    """One drive as UDisks2 knows it."""

    object_path: str
    model: str | Unknown
    serial: str | Unknown
    firmware: str | Unknown
    health: Health | Unknown
    has_ata_smart: bool


def udisks_drives(data: bytes) -> dict[str, UdisksDrive]:
    """Drives by the kernel name of their whole-disk block device, out of ``GetManagedObjects``."""
    objects = _first(data, "UDisks2")
    drives: dict[str, UdisksDrive] = {}
    for path, interfaces in objects.items():
        block = interfaces.get(_BLOCK) if isinstance(interfaces, dict) else None
        if not isinstance(block, dict) or "org.freedesktop.UDisks2.Partition" in interfaces:
            continue
        drive = objects.get(str(block.get("Drive")))
        if isinstance(drive, dict):
            drives[str(path).rpartition("/")[2]] = _drive(str(block["Drive"]), drive)
    return drives


class UdisksVolume(msgspec.Struct, frozen=True, kw_only=True):
    """A file system on a drive that is meant to be plugged in and out, where it is mounted."""

    object_path: str
    label: str
    """The owner's own name for it; empty where it has none."""
    drive: str
    """Vendor and model of the stick; empty where it tells none."""
    mount_points: tuple[str, ...]
    read_only: bool


def udisks_removable_volumes(data: bytes) -> tuple[UdisksVolume, ...]:
    """The mounted file systems on removable drives, out of ``GetManagedObjects``; none of the system's own."""
    objects = _first(data, "UDisks2")
    volumes = (_volume(str(path), interfaces, objects) for path, interfaces in sorted(objects.items()))
    return tuple(volume for volume in volumes if volume)


def udisks_attributes(data: bytes) -> tuple[AtaAttribute, ...]:
    """The rows of ``Drive.Ata.SmartGetAttributes``: id, name, flags, value, worst, threshold, pretty, unit, more."""
    rows = _payload(data, "UDisks2")
    rows = rows[0] if isinstance(rows, list) and rows else []
    attributes = (_attribute(row) for row in rows) if isinstance(rows, list) else ()
    return tuple(attribute for attribute in attributes if attribute)


def upower_paths(data: bytes) -> tuple[str, ...]:
    """The object paths out of ``EnumerateDevices``."""
    paths = _payload(data, "UPower")
    paths = paths[0] if isinstance(paths, list) and paths else []
    prefix = "/org/freedesktop/UPower/devices/"
    return tuple(p for p in paths if isinstance(p, str) and p.startswith(prefix)) if isinstance(paths, list) else ()


def upower_battery(data: bytes) -> Battery | None:
    """A system battery or UPS out of ``Properties.GetAll``; ``None`` for a mouse, a phone or the mains."""
    device = _first(data, "UPower")
    number = json_tree.integer(device, "Type")
    kind = _POWER_KINDS.get(number) if isinstance(number, int) else None
    if kind is None or device.get("PowerSupply") is not True:
        return None
    return Battery(
        kind=kind,
        vendor=json_tree.text(device, "Vendor"),
        model=json_tree.text(device, "Model"),
        charge_percent=_percent(device.get("Percentage")),
        capacity_percent=_percent(device.get("Capacity")),
    )


def _volume(path: str, interfaces: Any, objects: dict[str, Any]) -> UdisksVolume | None:
    block, filesystem = json_tree.at(interfaces, _BLOCK), json_tree.at(interfaces, _FILESYSTEM)
    if not isinstance(block, dict) or not isinstance(filesystem, dict) or block.get("HintSystem") is not False:
        return None
    drive = json_tree.at(objects.get(str(block.get("Drive"))), _DRIVE)
    points = filesystem.get("MountPoints")
    mount_points = tuple(filter(None, map(_path, points))) if isinstance(points, list) else ()
    if not isinstance(drive, dict) or not _is_removable(drive) or not mount_points:
        return None
    return UdisksVolume(
        object_path=path,
        label=_string(block.get("IdLabel")),
        drive=" ".join(filter(None, (_string(drive.get("Vendor")), _string(drive.get("Model"))))),
        mount_points=mount_points,
        read_only=block.get("ReadOnly") is True,
    )


def _is_removable(drive: dict[str, Any]) -> bool:
    """A stick, a card, a drive on a cable: UDisks2, org.freedesktop.UDisks2.Drive."""
    removable = drive.get("Removable") is True or drive.get("MediaRemovable") is True
    return removable or drive.get("ConnectionBus") in ("usb", "sdio")


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _path(data: Any) -> str:
    """A path as UDisks2 gives it: bytes with a NUL at their end. Empty where it is none."""
    try:
        path = os.fsdecode(bytes(data).rstrip(b"\0")) if isinstance(data, list) else ""
    except (TypeError, ValueError):
        return ""
    return path if path.startswith("/") and "\0" not in path else ""


def _drive(path: str, interfaces: dict[str, Any]) -> UdisksDrive:
    drive, ata, nvme = (interfaces.get(name) for name in (_DRIVE, _ATA, _NVME))
    has_ata_smart = bool(json_tree.at(ata, "SmartSupported") is True and json_tree.at(ata, "SmartEnabled") is True)
    return UdisksDrive(
        object_path=path,
        model=json_tree.text(drive, "Model"),
        serial=json_tree.text(drive, "Serial"),
        firmware=json_tree.text(drive, "Revision"),
        health=_health(ata, nvme),
        has_ata_smart=has_ata_smart,
    )


def _health(ata: Any, nvme: Any) -> Health | Unknown:
    if isinstance(nvme, dict) and _was_read(nvme):
        return _nvme_health(nvme)
    if isinstance(ata, dict) and ata.get("SmartEnabled") is True and _was_read(ata):
        return _ata_health(ata)
    return Unknown(reason=Reason.NOT_REPORTED, detail="UDisks2")


def _was_read(block: dict[str, Any]) -> bool:
    """Whether UDisks2 has ever read the drive (SmartUpdated 0: never)."""
    updated = json_tree.integer(block, "SmartUpdated")
    return isinstance(updated, int) and updated > 0


def _ata_health(ata: dict[str, Any]) -> Health:
    failing = json_tree.truth(ata, "SmartFailing")
    seconds = json_tree.integer(ata, "SmartPowerOnSeconds")
    return Health(
        source="udisks2",
        passed=failing if isinstance(failing, Unknown) else not failing,
        attributes=(),
        nvme=None,
        temperature_celsius=_celsius(ata.get("SmartTemperature")),
        power_on_hours=seconds if isinstance(seconds, Unknown) else seconds // _SECONDS_AN_HOUR,
        power_cycles=Unknown(reason=Reason.NOT_REPORTED, detail="UDisks2"),
        self_test_failed=_self_test(ata.get("SmartSelftestStatus")),
    )


def _nvme_health(nvme: dict[str, Any]) -> Health:
    words = nvme.get("SmartCriticalWarning")
    unknown = Unknown(reason=Reason.NOT_REPORTED, detail="UDisks2")
    warning: int | Unknown = unknown
    if isinstance(words, list) and all(isinstance(word, str) and word in _WARNING_BITS for word in words):
        warning = sum({1 << _WARNING_BITS[word] for word in words})
    return Health(
        source="udisks2",
        passed=warning == 0 if isinstance(warning, int) else warning,
        attributes=(),
        nvme=NvmeHealth(
            critical_warning=warning,
            available_spare_percent=unknown,
            spare_threshold_percent=unknown,
            percentage_used=unknown,
            media_errors=unknown,
            unsafe_shutdowns=unknown,
        ),
        temperature_celsius=_celsius(nvme.get("SmartTemperature")),
        power_on_hours=json_tree.integer(nvme, "SmartPowerOnHours"),
        power_cycles=unknown,
        self_test_failed=_self_test(nvme.get("SmartSelftestStatus")),
    )


def _attribute(row: Any) -> AtaAttribute | None:
    if not isinstance(row, list) or len(row) < 8 or not all(type(n) is int for n in (row[0], *row[2:8])):
        return None
    number, name, flags, value, worst, threshold, pretty, unit = row[:8]
    below = threshold > 0 and 0 <= value <= threshold
    return AtaAttribute(
        id=number,
        name=str(name),
        value=value if value >= 0 else None,
        worst=worst if worst >= 0 else None,
        threshold=threshold if threshold >= 0 else None,
        # unit 1 dimensionless, 3 sectors: the count itself; times and temperatures are converted and no raw value
        raw=count(number, pretty, value, threshold) if unit in (1, 3) and pretty >= 0 else None,
        raw_text=str(pretty),
        prefailure=bool(flags & 1),
        failed="now" if below else "",
    )


def _self_test(status: Any) -> bool | Unknown:
    if status in _SELF_TEST_FINE:
        return False
    if status in _SELF_TEST_FAULTS:
        return True
    return Unknown(reason=Reason.NOT_REPORTED, detail="UDisks2 SmartSelftestStatus")


def _celsius(kelvin: Any) -> int | Unknown:
    if isinstance(kelvin, (int, float)) and not isinstance(kelvin, bool) and 0 < kelvin < 1000:
        return round(kelvin - _KELVIN)
    return Unknown(reason=Reason.NOT_REPORTED, detail="UDisks2 temperature")


def _percent(value: Any) -> int | Unknown:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 100:
        return round(value)
    return Unknown(reason=Reason.NOT_REPORTED, detail="UPower")


def _first(data: bytes, source: str) -> dict[str, Any]:
    payload = _payload(data, source)
    if isinstance(payload, list) and payload and isinstance(payload[0], dict):
        return payload[0]
    raise Unreadable(Reason.MALFORMED, source)


def _payload(data: bytes, source: str) -> Any:
    return _plain(json_tree.parse(data, source).get("data"), depth=0)


def _plain(value: Any, depth: int) -> Any:
    """``value`` without busctl's wrapping of variants; deeper than any real answer it is dropped."""
    if depth > 16:
        return None
    if isinstance(value, dict):
        if value.keys() == {"type", "data"}:
            return _plain(value["data"], depth + 1)
        return {key: _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    return value
