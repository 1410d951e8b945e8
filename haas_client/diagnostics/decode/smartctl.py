"""What ``smartctl --json`` says of one drive: ATA, NVMe, SCSI, behind USB bridges and RAID controllers alike."""

import re
from typing import Any

import msgspec

from haas_client.diagnostics.decode import ata_logs, json_tree, scsi_logs
from haas_client.diagnostics.decode.counters import count
from haas_client.diagnostics.snapshot import AtaAttribute, Bus, Drive, Health, NvmeHealth
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

# smartctl(8), EXIT STATUS
_BIT_COMMAND_LINE = 1
_BIT_OPEN_FAILED = 2

# smartctl(8): "-n standby" answers "Device is in STANDBY mode, exit(2)"; also SLEEP, IDLE
_ASLEEP = re.compile(r"\b(STANDBY|SLEEP)\b.*\bmode\b", re.IGNORECASE)
_NO_RIGHT = re.compile(r"permission denied|operation not permitted", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"\d{1,18}(?![\dx])")

_OWN_KEYS = ("smartctl", "smart_status", "ata_smart_attributes", "nvme_smart_health_information_log", "model_name")
_SCANNED = "devices"
"""What ``smartctl --scan`` lists: names of drives, and nothing of any of them."""
_BUSES = {"ATA": Bus.SATA, "NVMe": Bus.NVME, "SCSI": Bus.SCSI}

_MOST_ATTRIBUTES = 64
"""An ATA table has 30 rows (SFF-8035i); a longer one is none."""
_MOST_MESSAGES = 20

# NVM Express, device self-test result: 5 and 6 fatal error or unknown segment failed, 7 known segment failed
_NVME_SELF_TEST_FAULTS = range(5, 8)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One drive's identity and health as smartctl tells them."""

    model: str | Unknown
    serial: str | Unknown
    firmware: str | Unknown
    size_bytes: int | Unknown
    rotational: bool | Unknown
    health: Health


def decode(data: bytes) -> Reading:
    """Reads smartctl's answer; raises :class:`Unreadable` where the drive was not opened, sleeps, or it is no JSON."""
    return from_tree(json_tree.parse(data, "smartctl"))


def drive(tree: dict[str, Any]) -> Drive:
    """The drive of a capture as a snapshot holds it, with what the kernel would tell left unknown.

    One that sleeps or was not opened has an unknown health. Raises :class:`Unreadable` where this is no capture.
    """
    if not any(key in tree for key in _OWN_KEYS) or _SCANNED in tree:
        raise Unreadable(Reason.MALFORMED, "smartctl: nothing of a drive in it")
    reading = _identity(tree, _health(tree))
    try:
        _raise_if_not_opened(tree)
        health: Health | Unknown = reading.health
    except Unreadable as error:
        health = error.unknown
    name = json_tree.text(tree, "device", "name")
    not_recorded = Unknown(reason=Reason.NOT_RECORDED)
    return Drive(
        name=name.removeprefix("/dev/") if isinstance(name, str) else "",
        bus=_BUSES.get(str(json_tree.at(tree, "device", "protocol")), Bus.OTHER),
        port=not_recorded,
        model=reading.model,
        serial=reading.serial,
        firmware=reading.firmware,
        size_bytes=reading.size_bytes,
        rotational=reading.rotational,
        removable=not_recorded,
        mounts=not_recorded,
        health=health,
    )


def from_tree(tree: dict[str, Any]) -> Reading:
    """As :func:`decode`, from JSON that is parsed already."""
    _raise_if_not_opened(tree)
    return _identity(tree, health=_health(tree))


def _identity(tree: dict[str, Any], health: Health) -> Reading:
    return Reading(
        model=_model(tree),
        serial=json_tree.text(tree, "serial_number"),
        firmware=json_tree.text(tree, "firmware_version"),
        size_bytes=json_tree.integer(tree, "user_capacity", "bytes"),
        rotational=_rotational(tree),
        health=health,
    )


def _health(tree: dict[str, Any]) -> Health:
    nvme = _nvme(tree)
    return Health(
        source="smartctl",
        passed=_passed(tree, nvme),
        attributes=tuple(_attributes(tree)),
        nvme=nvme,
        temperature_celsius=_temperature(tree),
        power_on_hours=json_tree.integer(tree, "power_on_time", "hours"),
        power_cycles=json_tree.integer(tree, "power_cycle_count"),
        self_test_failed=_self_test_failed(tree),
        temperature_limit_celsius=_temperature_limit(tree),
        logs=ata_logs.decode(tree),
        scsi=scsi_logs.decode(tree),
    )


def _passed(tree: dict[str, Any], nvme: NvmeHealth | None) -> bool | Unknown:
    """The overall health. An NVMe drive is well where it sets no warning, which early versions leave to the reader."""
    passed = json_tree.truth(tree, "smart_status", "passed")
    return True if isinstance(passed, Unknown) and nvme and nvme.critical_warning == 0 else passed


def _raise_if_not_opened(tree: dict[str, Any]) -> None:
    rows = json_tree.rows(tree, "smartctl", "messages")[:_MOST_MESSAGES]
    messages = " ".join(str(row.get("string", ""))[:200] for row in rows)
    if _ASLEEP.search(messages):
        raise Unreadable(Reason.ASLEEP, "smartctl -n standby")
    status = json_tree.integer(tree, "smartctl", "exit_status")
    if isinstance(status, Unknown):
        return
    if "smart_status" not in tree and status & (_BIT_COMMAND_LINE | _BIT_OPEN_FAILED):
        reason = Reason.NO_RIGHT if _NO_RIGHT.search(messages) else Reason.FAILED
        raise Unreadable(reason, f"smartctl exit {status}: {messages[:120]}")


def _model(tree: dict[str, Any]) -> str | Unknown:
    model = json_tree.text(tree, "model_name")
    if isinstance(model, Unknown):
        # SCSI drives: vendor and product apart; smartctl before 7.3 named the second "product" only
        return json_tree.text(tree, "scsi_model_name")
    return model


def _rotational(tree: dict[str, Any]) -> bool | Unknown:
    rate = json_tree.integer(tree, "rotation_rate")
    return rate if isinstance(rate, Unknown) else rate > 0


def _temperature(tree: dict[str, Any]) -> int | Unknown:
    """Degrees; 0 is what bridges give that know none (and no running drive is that cold)."""
    current = json_tree.integer(tree, "temperature", "current")
    return current or Unknown(reason=Reason.NOT_REPORTED, detail="temperature.current")


def _temperature_limit(tree: dict[str, Any]) -> int | Unknown:
    """SCSI drives name their trip point, newer ATA drives their limit in SCT or the device statistics."""
    for keys in (("temperature", "drive_trip"), ("temperature", "op_limit_max")):
        limit = json_tree.integer(tree, *keys)
        if isinstance(limit, int) and limit:
            return limit
    return ata_logs.temperature_limit(tree)


def _attributes(tree: dict[str, Any]) -> list[AtaAttribute]:
    rows = json_tree.rows(tree, "ata_smart_attributes", "table")[:_MOST_ATTRIBUTES]
    return [attribute for attribute in map(_attribute, rows) if attribute]


def _attribute(row: dict[str, Any]) -> AtaAttribute | None:
    number = row.get("id")
    if type(number) is not int or not 0 < number < 256:
        return None
    raw, flags = row.get("raw"), row.get("flags")
    value, threshold = _normalised(row.get("value")), _normalised(row.get("thresh"))
    raw_text = raw.get("string") if isinstance(raw, dict) else None
    whole = _raw(raw.get("value") if isinstance(raw, dict) else None, raw_text)
    name, when_failed = row.get("name"), row.get("when_failed")
    prefailure = flags.get("prefailure") if isinstance(flags, dict) else None
    return AtaAttribute(
        id=number,
        name=name if isinstance(name, str) else "",
        value=value,
        worst=_normalised(row.get("worst")),
        threshold=threshold,
        raw=None if whole is None else count(number, whole, value, threshold),
        raw_text=raw_text if isinstance(raw_text, str) else "",
        prefailure=prefailure if isinstance(prefailure, bool) else None,
        failed=when_failed if isinstance(when_failed, str) and when_failed in ("now", "past") else "",
    )


def _normalised(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= 255 else None


def _raw(value: object, text: object) -> int | None:
    """The raw value: the leading number of smartctl's own rendering, which unpacks what vendors pack."""
    leading = _LEADING_NUMBER.match(text) if isinstance(text, str) else None
    if leading:
        return int(leading.group())
    return value if isinstance(value, int) and type(value) is int and 0 <= value < 1 << 63 else None


def _nvme(tree: dict[str, Any]) -> NvmeHealth | None:
    log = json_tree.at(tree, "nvme_smart_health_information_log")
    # The overall health of an NVMe drive repeats the warning: all there is where the log itself was not asked for.
    status = json_tree.integer(tree, "smart_status", "nvme", "value")
    if not isinstance(log, dict) and isinstance(status, Unknown):
        return None
    warning = json_tree.integer(log, "critical_warning")
    return NvmeHealth(
        critical_warning=status if isinstance(warning, Unknown) else warning,
        available_spare_percent=json_tree.integer(log, "available_spare"),
        spare_threshold_percent=json_tree.integer(log, "available_spare_threshold"),
        percentage_used=json_tree.integer(log, "percentage_used"),
        media_errors=json_tree.integer(log, "media_errors"),
        unsafe_shutdowns=json_tree.integer(log, "unsafe_shutdowns"),
    )


def _self_test_failed(tree: dict[str, Any]) -> bool | Unknown:
    """Whether the last self-test that came to an end found a fault, whichever kind of drive it is."""
    for found in (ata_logs.self_test_failed(tree), scsi_logs.self_test_failed(tree)):
        if isinstance(found, bool):
            return found
    for row in json_tree.rows(tree, "nvme_self_test_log", "table"):
        result = json_tree.integer(row, "self_test_result", "value")
        if isinstance(result, int) and (result in _NVME_SELF_TEST_FAULTS or result == 0):
            return result != 0
    return Unknown(reason=Reason.NOT_REPORTED, detail="self_test_log")
