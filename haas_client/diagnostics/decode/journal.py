"""Lines of ``journalctl -o json``: how boots ended, and what the kernel said of the hardware."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.decode.kernel_events import concerns_hardware
from haas_client.diagnostics.snapshot import Boot, BootEnd, KernelLine, ResetReason
from haas_client.diagnostics.unknown import Reason, Unreadable

# systemd, sd-messages.h
JOURNAL_STARTED = "f77379a8490b408bbe5f6940505a777b"
JOURNAL_STOPPED = "d93fb3c9c24d451a97cea615ce59c00b"
SHUTDOWN = "98268866d1d54a499c4e98921d93bc40"

LAST_WORDS = "Kernel panic|critical temperature reached|thermal shutdown|HARDWARE PROTECTION shutdown"
"""A regular expression: what the kernel says before it stops of itself (kernel/panic.c, kernel/reboot.c, thermal)."""

_MAX_LINE_BYTES = 64 * 1024
_MAX_KERNEL_LINES = 400
_MAX_LAST_WORDS = 50
MAX_TEXT = 400

# Linux commit ab8131028710 "x86/CPU/AMD: Print the reason for the last reset"; one line a set bit
_RESET_REASON = re.compile(r"Previous system reset reason \[0x([0-9a-fA-F]{1,8})\]:\s*(.+)")
_LONGEST_BOOT_SECONDS = 1000 * 366 * 86400.0
_NO_REASON = 0xFFFFFFFF
"""Read where there is no such register (virtual machines); kernels before e9576e078220 printed every bit for it."""


class _Mark(msgspec.Struct, frozen=True, kw_only=True):
    boot: str
    message_id: str
    at: datetime | None


def boots(data: bytes, running_boot: str) -> tuple[Boot, ...]:
    """The boots that the journal holds marks of, oldest first.

    A boot is clean when its last mark is the journal's own stop, or a shutdown was announced in it; a journal that
    was only restarted (an update) starts again after its stop. ``running_boot`` is the id of the boot we are in.
    """
    marks: dict[str, list[_Mark]] = {}
    for mark in _marks(data):
        marks.setdefault(mark.boot, []).append(mark)
    found = [_boot(of_boot, boot == running_boot) for boot, of_boot in marks.items()]
    return tuple(sorted((boot for boot in found if boot), key=lambda boot: boot.started_at))


def kernel_lines(data: bytes) -> tuple[KernelLine, ...]:
    """The lines about hardware, the newest 400 of them."""
    lines = [line for line in _kernel_messages(data) if concerns_hardware(line.text)]
    return tuple(lines[-_MAX_KERNEL_LINES:])


def last_words(data: bytes) -> tuple[KernelLine, ...]:
    """The newest lines in which the kernel says that it stops of itself."""
    return tuple(_kernel_messages(data))[-_MAX_LAST_WORDS:]


def messages(data: bytes) -> tuple[KernelLine, ...]:
    """Every message of the kernel's; a journal of all programs names those of others."""
    return tuple(_kernel_messages(data))


def dmesg_lines(data: bytes) -> tuple[KernelLine, ...]:
    """As :func:`kernel_lines`, from ``dmesg --json``; its times count from boot, so no date is told.

    Raises :class:`~haas_client.diagnostics.unknown.Unreadable` where it is no JSON, or empty: no kernel's log is, so
    whoever asked was not shown it.
    """
    return tuple([line for line in dmesg_messages(data) if concerns_hardware(line.text)][-_MAX_KERNEL_LINES:])


def dmesg_messages(data: bytes) -> tuple[KernelLine, ...]:
    """Every message of ``dmesg --json``; raises as :func:`dmesg_lines` does."""
    rows = json_tree.rows(json_tree.parse(data, "dmesg"), "dmesg")
    if not rows:
        raise Unreadable(Reason.NO_RIGHT, "dmesg")
    texts = [(row, json_tree.text(row, "msg")) for row in rows]
    return tuple(
        KernelLine(at=None, text=text[:MAX_TEXT], clock_seconds=_seconds(row.get("time")))
        for row, text in texts
        if isinstance(text, str)
    )


def reset_reasons(lines: Iterable[KernelLine]) -> tuple[ResetReason, ...]:
    """What AMD's reset reason register said of the boot before; empty where the kernel printed nothing."""
    reasons = []
    for line in lines:
        match = _RESET_REASON.search(line.text)
        if match and int(match[1], 16) != _NO_REASON:
            reasons.append(ResetReason(bits=int(match[1], 16), text=match[2].strip()))
    return tuple(reasons)


def entries(data: bytes) -> Iterator[dict[str, Any]]:
    """The journal's entries; a line that is none (cut off, not JSON) is passed over."""
    for line in data.splitlines():
        if not line.startswith(b"{") or len(line) > _MAX_LINE_BYTES:
            continue
        try:
            entry = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            continue
        if isinstance(entry, dict):
            yield entry


def _seconds(value: object) -> float | None:
    """Seconds since boot; beyond a thousand years there are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST_BOOT_SECONDS:
        return None
    return float(value)


def _marks(data: bytes) -> Iterator[_Mark]:
    for entry in entries(data):
        boot, message_id = entry.get("_BOOT_ID"), entry.get("MESSAGE_ID")
        if isinstance(boot, str) and isinstance(message_id, str):
            yield _Mark(boot=boot, message_id=message_id, at=_time(entry))


def _boot(marks: list[_Mark], running: bool) -> Boot | None:
    times = [mark.at for mark in marks if mark.at]
    if not times or JOURNAL_STARTED not in {mark.message_id for mark in marks}:
        # The journal was trimmed and begins in the middle of this boot: its start is unknown, so nothing is said of it.
        return None
    if running:
        end = BootEnd.RUNNING
    else:
        announced = any(mark.message_id == SHUTDOWN for mark in marks)
        end = BootEnd.CLEAN if announced or marks[-1].message_id == JOURNAL_STOPPED else BootEnd.UNMARKED
    return Boot(started_at=min(times), end=end)


def _kernel_messages(data: bytes) -> Iterator[KernelLine]:
    for entry in entries(data):
        if entry.get("_TRANSPORT", "kernel") != "kernel":
            continue
        message = entry.get("MESSAGE")
        if isinstance(message, list):  # bytes that are no UTF-8 come as a list of numbers
            message = bytes(n for n in message if isinstance(n, int) and 0 <= n < 256).decode("utf-8", "replace")
        if isinstance(message, str):
            yield KernelLine(at=_time(entry), text=message[:MAX_TEXT])


def _time(entry: dict[str, Any]) -> datetime | None:
    stamp = entry.get("__REALTIME_TIMESTAMP")
    if not (isinstance(stamp, str) and stamp.isascii() and stamp.isdigit()):
        return None
    try:
        return datetime.fromtimestamp(int(stamp) / 1_000_000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
