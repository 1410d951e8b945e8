"""The questions that an ordinary user may not ask of the machine: fixed here, and asked alike by everybody.

As root they are asked directly; the privileged helper answers exactly these (``docs/helper.md``) and no other.
"""

from haas_client.diagnostics import block_devices
from haas_client.diagnostics.decode import journal
from haas_client.diagnostics.host import Command

SMBIOS_TABLE = "/sys/firmware/dmi/tables/DMI"
"""The SMBIOS structures without their entry point, which the kernel keeps apart; root's alone."""

SMART_SECONDS = 35.0
"""A failing ATA drive retries for up to 30 s a command under the kernel's default (SCSI disk timeout, sysfs-block)."""

_JOURNAL_SECONDS = 10.0

BOOTS = Command(
    tool="journalctl",
    arguments=(
        *("-o", "json", "--no-pager", "--output-fields=MESSAGE_ID,_BOOT_ID", "--since=-60days"),
        *(f"MESSAGE_ID={mark}" for mark in (journal.JOURNAL_STARTED, journal.JOURNAL_STOPPED, journal.SHUTDOWN)),
    ),
    limit_seconds=_JOURNAL_SECONDS,
)
KERNEL = Command(
    tool="journalctl",
    arguments=("-k", "-b", "-o", "json", "--no-pager", "--output-fields=MESSAGE,PRIORITY"),
    limit_seconds=_JOURNAL_SECONDS,
)
LAST_WORDS = Command(
    tool="journalctl",
    arguments=(
        *("-o", "json", "--no-pager", "--output-fields=MESSAGE", "--since=-30days"),
        *("-g", journal.LAST_WORDS, "--case-sensitive=no"),
        "_TRANSPORT=kernel",  # not -k, which means this boot alone
    ),
    limit_seconds=5.0,
)
DMESG = Command(tool="dmesg", arguments=("--json",), limit_seconds=5.0)
"""Where there is no journal; Debian shows it to root alone (kernel.dmesg_restrict)."""


def smart(drive: str) -> Command:
    """What a drive says of itself; ``-n standby``: a sleeping disk is not woken by us."""
    return Command(
        tool="smartctl",
        arguments=("--json=c", "-x", "-n", "standby", block_devices.node(drive)),
        limit_seconds=SMART_SECONDS,
    )
