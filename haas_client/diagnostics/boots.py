"""The kernel's name of the boot that runs: another one means that the PC was off, or was restarted, in between."""

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.unknown import Unreadable

_BOOT_ID = "/proc/sys/kernel/random/boot_id"
_LONGEST = 64


def running_boot(host: Host) -> str:
    """Empty where it cannot be read."""
    try:
        return host.read(_BOOT_ID).decode("ascii", "replace").strip()[:_LONGEST]
    except Unreadable:
        return ""
