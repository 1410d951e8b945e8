"""Whether the PC runs on its battery: then nothing that can wait is begun, and no trial goes on."""

import re

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.unknown import Unreadable

_SUPPLIES = "/sys/class/power_supply"
_ON_MAINS = ("Charging", "Not charging", "Full")
_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


def on_battery(host: Host) -> bool:
    """Whether a battery is all that feeds the PC: there is one, no supply is online, and it is not being filled.

    Linux, Documentation/ABI/testing/sysfs-class-power: type (Mains, USB, Battery …), online (0 absent, 1 and 2
    present), scope (Device: the battery of a mouse), status.
    """
    try:
        supplies = [name for name in host.names(_SUPPLIES) if _NAME.fullmatch(name)]
    except Unreadable:
        return False
    kinds = {name: _read(host, name, "type") for name in supplies}
    if any(kind != "Battery" and _read(host, name, "online") in ("1", "2") for name, kind in kinds.items()):
        return False
    return any(
        kind == "Battery" and _read(host, name, "scope") != "Device" and _read(host, name, "status") not in _ON_MAINS
        for name, kind in kinds.items()
    )


def _read(host: Host, supply: str, file: str) -> str:
    try:
        return host.read(f"{_SUPPLIES}/{supply}/{file}").decode("ascii", "replace").strip()
    except Unreadable:
        return ""
