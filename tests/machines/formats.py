"""Answers in the formats of the real tools, as far as a test needs them."""

import struct
from datetime import datetime
from typing import Any

from haas_client.diagnostics.decode import journal
from tests.machines.recording import BOOT_ID

MODEL_KEYS = {"model": "model_name", "serial": "serial_number", "firmware": "firmware_version"}


def ata(model: str, serial: str, size: int, *, passed: bool | None = True, **raw_by_attribute: int) -> dict[str, Any]:
    """smartctl's JSON of a SATA drive; attributes as a5=312, a197=8."""
    tree = _drive(model, serial, size, passed=passed)
    tree["rotation_rate"] = 0
    tree["temperature"] = {"current": 36}
    tree["ata_smart_attributes"] = {
        "revision": 16,
        "table": [_attribute(int(name[1:]), raw) for name, raw in raw_by_attribute.items()],
    }
    return tree


def nvme(
    model: str, serial: str, size: int, *, warning: int = 0, used: int = 4, media_errors: int = 0
) -> dict[str, Any]:
    """smartctl's JSON of an NVMe drive."""
    tree = _drive(model, serial, size, passed=not warning)
    tree["temperature"] = {"current": 41}
    tree["nvme_smart_health_information_log"] = {
        "critical_warning": warning,
        "temperature": 41,
        "available_spare": 100,
        "available_spare_threshold": 10,
        "percentage_used": used,
        "media_errors": media_errors,
        "unsafe_shutdowns": 7,
        "num_err_log_entries": 12,
    }
    return tree


def _drive(model: str, serial: str, size: int, *, passed: bool | None) -> dict[str, Any]:
    tree: dict[str, Any] = {
        "json_format_version": [1, 0],
        "smartctl": {"version": [7, 3], "exit_status": 0},
        "model_name": model,
        "serial_number": serial,
        "firmware_version": "FW10",
        "user_capacity": {"bytes": size},
        "power_on_time": {"hours": 9412},
        "power_cycle_count": 1203,
    }
    if passed is not None:
        tree["smart_status"] = {"passed": passed}
    return tree


_NAMES = {
    5: "Reallocated_Sector_Ct",
    9: "Power_On_Hours",
    187: "Reported_Uncorrect",
    194: "Temperature_Celsius",
    197: "Current_Pending_Sector",
    198: "Offline_Uncorrectable",
    199: "UDMA_CRC_Error_Count",
}


def _attribute(number: int, raw: int) -> dict[str, Any]:
    return {
        "id": number,
        "name": _NAMES.get(number, "Unknown_Attribute"),
        "value": 100,
        "worst": 100,
        "thresh": 10,
        "when_failed": "",
        "flags": {"prefailure": number == 5},
        "raw": {"value": raw, "string": str(raw)},
    }


def journal_marks(*boots: tuple[str, datetime, str]) -> str:
    """Marks of boots as ``journalctl -o json`` prints them; a boot is (id, start, end: clean, unmarked or running)."""
    lines = []
    for boot, started, end in boots:
        stamp = int(started.timestamp() * 1_000_000)
        marks = [(journal.JOURNAL_STARTED, 0)]
        if end == "clean":
            marks += [(journal.SHUTDOWN, 3600), (journal.JOURNAL_STOPPED, 3605)]
        for message_id, seconds in marks:
            at = stamp + seconds * 1_000_000
            lines.append(f'{{"_BOOT_ID":"{boot}","MESSAGE_ID":"{message_id}","__REALTIME_TIMESTAMP":"{at}"}}')
    return "\n".join(lines) + "\n"


def kernel_log(started: datetime, *messages: str) -> str:
    """Lines of ``journalctl -k -o json``, a second apart."""
    import json

    first = int(started.timestamp() * 1_000_000)
    return "".join(
        json.dumps({"MESSAGE": text, "_BOOT_ID": BOOT_ID, "__REALTIME_TIMESTAMP": str(first + n * 1_000_000)}) + "\n"
        for n, text in enumerate(messages)
    )


def smbios(*structures: bytes) -> bytes:
    """A table of structures with its end mark (DSP0134 7.45)."""
    return b"".join(structures) + bytes((127, 4, 0xFF, 0xFF, 0, 0))


def memory_array(error_correction: int = 3) -> bytes:
    """Type 16; 3 is "none", 6 multi-bit ECC."""
    area = struct.pack("<BBHBBBIHH", 16, 15, 0x1000, 3, 3, error_correction, 0x4000000, 0xFFFE, 4)
    return area + b"\0\0"


def memory_device(
    slot: str,
    size_mib: int,
    maker: str = "",
    serial: str = "",
    part: str = "",
    *,
    form: int = 9,
    kind: int = 26,
    handle: int = 0x1100,
) -> bytes:
    """Type 17 of SMBIOS 2.7 (34 bytes); DDR4 DIMM unless told otherwise (DSP0134 7.18.1, 7.18.2)."""
    mts = 3200
    strings = [slot, *(text for text in (maker, serial, part) if text)]

    def number(text: str) -> int:
        return strings.index(text) + 1 if text in strings and text else 0

    area = struct.pack(
        "<BBHHHHHHBBBBBHHBBBBBIH",
        *(17, 34, handle, 0x1000, 0xFFFE, 64, 64, size_mib),
        *(form, 0, 1, 0, kind, 0x80, mts if size_mib else 0, number(maker), number(serial), 0, number(part), 1, 0),
        mts if size_mib else 0,
    )
    return area + b"\0".join(text.encode() for text in strings) + b"\0\0"


def power_supply(maker: str, model: str, watts: int) -> bytes:
    """Type 39 (22 bytes); present, in no group (DSP0134 7.40)."""
    area = struct.pack("<BBHBBBBBBBBHHHHH", 39, 22, 0x2700, 0, 1, 2, 3, 0, 0, 4, 0, watts, 0x2, 0xFFFF, 0xFFFF, 0xFFFF)
    return area + b"\0".join(text.encode() for text in ("PSU1", model, maker, model)) + b"\0\0"


def block(name: str, kind: str, size: int, *children: dict[str, Any], **columns: Any) -> dict[str, Any]:
    """A device as ``lsblk --json --bytes`` of util-linux 2.38 has it, with the columns that are told."""
    empty = dict.fromkeys(("fstype", "uuid", "parttype", "fsused", "serial"))
    row = {"name": name, "kname": name, "type": kind, "size": size} | empty | {"mountpoints": [None]} | columns
    return row | ({"children": list(children)} if children else {})


def lsblk(*devices: dict[str, Any]) -> dict[str, Any]:
    return {"blockdevices": list(devices)}
