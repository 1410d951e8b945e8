"""What ``smartctl --json -x`` says of one drive (smartmontools 7.0 and later write JSON)."""

import re
from typing import Any

import msgspec

from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.decode.counters import count
from haas_client.diagnostics.snapshot import AtaAttribute, Health, NvmeHealth
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

# smartctl(8), EXIT STATUS
_BIT_COMMAND_LINE = 1
_BIT_OPEN_FAILED = 2

# smartctl(8): "-n standby" answers "Device is in STANDBY mode, exit(2)"; also SLEEP, IDLE
_ASLEEP = re.compile(r"\b(STANDBY|SLEEP)\b.*\bmode\b", re.IGNORECASE)
_NO_RIGHT = re.compile(r"permission denied|operation not permitted", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"\d{1,18}(?![\dx])")

# ACS-3, SMART self-test execution status (high nibble): 3..8 are faults found; 0 fine, 1 and 2 stopped, 15 running
_SELF_TEST_FAULTS = range(3, 9)
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


def from_tree(tree: dict[str, Any]) -> Reading:
    """As :func:`decode`, from JSON that is parsed already."""
    _raise_if_not_opened(tree)
    return Reading(
        model=_model(tree),
        serial=json_tree.text(tree, "serial_number"),
        firmware=json_tree.text(tree, "firmware_version"),
        size_bytes=json_tree.integer(tree, "user_capacity", "bytes"),
        rotational=_rotational(tree),
        health=Health(
            source="smartctl",
            passed=json_tree.truth(tree, "smart_status", "passed"),
            attributes=tuple(_attributes(tree)),
            nvme=_nvme(tree),
            temperature_celsius=json_tree.integer(tree, "temperature", "current"),
            power_on_hours=json_tree.integer(tree, "power_on_time", "hours"),
            power_cycles=json_tree.integer(tree, "power_cycle_count"),
            self_test_failed=_self_test_failed(tree),
        ),
    )


def _raise_if_not_opened(tree: dict[str, Any]) -> None:
    messages = " ".join(str(row.get("string", "")) for row in json_tree.rows(tree, "smartctl", "messages"))
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


def _attributes(tree: dict[str, Any]) -> list[AtaAttribute]:
    attributes = (_attribute(row) for row in json_tree.rows(tree, "ata_smart_attributes", "table"))
    return [attribute for attribute in attributes if attribute]


def _attribute(row: dict[str, Any]) -> AtaAttribute | None:
    number = json_tree.integer(row, "id")
    if isinstance(number, Unknown):
        return None
    name = json_tree.text(row, "name")
    prefailure = json_tree.truth(row, "flags", "prefailure")
    when_failed = json_tree.text(row, "when_failed")
    raw_text = json_tree.text(row, "raw", "string")
    return AtaAttribute(
        id=number,
        name=name if isinstance(name, str) else "",
        value=_known(json_tree.integer(row, "value")),
        worst=_known(json_tree.integer(row, "worst")),
        threshold=_known(json_tree.integer(row, "thresh")),
        raw=_raw(number, row, raw_text),
        raw_text=raw_text if isinstance(raw_text, str) else "",
        prefailure=prefailure if isinstance(prefailure, bool) else None,
        failed=when_failed if when_failed in ("now", "past") and isinstance(when_failed, str) else "",
    )


def _raw(number: int, row: dict[str, Any], raw_text: str | Unknown) -> int | None:
    """The counter in a raw value: the leading number of smartctl's own rendering, which unpacks what vendors pack."""
    leading = _LEADING_NUMBER.match(raw_text) if isinstance(raw_text, str) else None
    value = int(leading.group()) if leading else _known(json_tree.integer(row, "raw", "value"))
    return None if value is None else count(number, value)


def _nvme(tree: dict[str, Any]) -> NvmeHealth | None:
    log = json_tree.at(tree, "nvme_smart_health_information_log")
    if not isinstance(log, dict):
        return None
    return NvmeHealth(
        critical_warning=json_tree.integer(log, "critical_warning"),
        available_spare_percent=json_tree.integer(log, "available_spare"),
        spare_threshold_percent=json_tree.integer(log, "available_spare_threshold"),
        percentage_used=json_tree.integer(log, "percentage_used"),
        media_errors=json_tree.integer(log, "media_errors"),
        unsafe_shutdowns=json_tree.integer(log, "unsafe_shutdowns"),
    )


def _self_test_failed(tree: dict[str, Any]) -> bool | Unknown:
    """Whether the last self-test that came to an end found a fault."""
    for log in ("extended", "standard"):
        for row in json_tree.rows(tree, "ata_smart_self_test_log", log, "table"):
            status = json_tree.integer(row, "status", "value")
            if isinstance(status, int) and (status >> 4 in _SELF_TEST_FAULTS or status >> 4 == 0):
                return status >> 4 != 0
    for row in json_tree.rows(tree, "nvme_self_test_log", "table"):
        result = json_tree.integer(row, "self_test_result", "value")
        if isinstance(result, int) and (result in _NVME_SELF_TEST_FAULTS or result == 0):
            return result != 0
    return Unknown(reason=Reason.NOT_REPORTED, detail="self_test_log")


def _known(value: int | Unknown) -> int | None:
    return value if isinstance(value, int) else None
