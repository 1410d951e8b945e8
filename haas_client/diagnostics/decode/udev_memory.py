"""Memory slots as udev shows them to everybody: ``MEMORY_DEVICE_n_*`` of ``/sys/class/dmi/id`` (systemd 248, 2021).

Source of the names: systemd's src/udev/dmi_memory_id. Its traps: PRESENT=0 marks an empty slot (1 is never written),
an unknown size has neither SIZE nor PRESENT, and empty slots may still carry a type and a speed.
"""

import re
from collections.abc import Mapping

from haas_client.diagnostics.decode.placeholders import meaningful
from haas_client.diagnostics.snapshot import Module
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_PROPERTY = re.compile(r"MEMORY_DEVICE_(\d{1,4})_([A-Z_]+)")


def decode(properties: Mapping[str, str]) -> tuple[Module, ...]:
    """The slots in the order of the firmware's table; raises :class:`Unreadable` where udev knows none."""
    slots: dict[int, dict[str, str]] = {}
    for name, value in properties.items():
        match = _PROPERTY.fullmatch(name)
        if match:
            slots.setdefault(int(match[1]), {})[match[2]] = value
    if not slots:
        raise Unreadable(Reason.NOT_PRESENT, "udev MEMORY_DEVICE")
    return tuple(_module(slots[number]) for number in sorted(slots))


def error_correction(properties: Mapping[str, str]) -> str | Unknown:
    """The array's kind of error correction. udev leaves the property out for "None", so its absence says nothing."""
    value = properties.get("MEMORY_ARRAY_EC_TYPE", "")
    return meaningful(value, "udev MEMORY_ARRAY_EC_TYPE")


def _module(slot: Mapping[str, str]) -> Module:
    size = _size(slot)
    empty = size == 0
    return Module(
        slot=_text_or_empty(slot, "LOCATOR"),
        bank=_text_or_empty(slot, "BANK_LOCATOR"),
        size_bytes=size,
        type=_text(slot, "TYPE"),
        form_factor=_text(slot, "FORM_FACTOR"),
        speed_mts=_number(slot, "SPEED_MTS", empty),
        configured_speed_mts=_number(slot, "CONFIGURED_SPEED_MTS", empty),
        manufacturer=_text(slot, "MANUFACTURER"),
        part_number=_text(slot, "PART_NUMBER"),
        serial=_text(slot, "SERIAL_NUMBER"),
    )


def _size(slot: Mapping[str, str]) -> int | Unknown:
    if slot.get("PRESENT") == "0":
        return 0
    return _number(slot, "SIZE", empty=False)


def _number(slot: Mapping[str, str], name: str, empty: bool) -> int | Unknown:
    value = slot.get(name, "")
    if empty or not (value.isascii() and value.isdigit() and len(value) < 19) or int(value) == 0:
        return Unknown(reason=Reason.NOT_REPORTED, detail=f"udev {name}")
    return int(value)


def _text(slot: Mapping[str, str], name: str) -> str | Unknown:
    return meaningful(slot.get(name, ""), f"udev {name}")


def _text_or_empty(slot: Mapping[str, str], name: str) -> str:
    value = _text(slot, name)
    return value if isinstance(value, str) else ""
