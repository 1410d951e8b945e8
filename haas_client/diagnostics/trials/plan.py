"""What a trial will cost, told before it starts, from a fresh look at the machine."""

from typing import Any

import msgspec

from haas_client.diagnostics import block_devices, questions
from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.mains import on_battery
from haas_client.diagnostics.trials import load, memory, self_test, tools
from haas_client.diagnostics.trials.values import MEMORY_KINDS, PREPARATIONS, Offer, TrialKind
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel

_SELF_TESTS = (TrialKind.SELF_TEST_SHORT, TrialKind.SELF_TEST_LONG)
_TOOLS = {
    **dict.fromkeys(_SELF_TESTS, self_test.TOOL),
    **dict.fromkeys(MEMORY_KINDS, memory.TOOL),
    TrialKind.LOAD: load.TOOL,
}

# Means over a whole drive: a disk reads some 180 MB/s outside and half of it inside; SATA ends at 550 MB/s, and NVMe
# drives do several GB/s, of which one reader with 1 MiB at a time gets about 1.
_DISK_RATE, _FLASH_RATE, _NVME_RATE = 130e6, 450e6, 1e9
_SLOWEST_RATE = 5e6
"""Below which a drive is given up: 1 TB would take more than two days."""
_HOUR = 3600.0
_LOOK_SECONDS = 1.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The cost of one trial."""

    offer: Offer
    seconds: float | Unknown
    """How long it is expected to take."""
    hindrance: Unknown | None = None
    """Why it cannot be begun (a program that is not installed, too little free memory); ``None`` where it can."""
    test_bytes: int | Unknown | None = None
    """How much of the drive or of the memory it goes over; ``None`` for a trial that has no such measure."""
    mounts: tuple[str, ...] | Unknown = ()
    """System folders (/, /home …) that live on the drive."""
    busy: bool | Unknown = False
    """Whether something else reads from the drive or writes to it just now."""
    on_battery: bool = False
    """A battery alone feeds the PC: no trial is begun then."""


def plan(host: Host, offer: Offer, load_seconds: float = load.SECONDS) -> Plan:
    """Looks at the machine for about a second, and never raises; works with the owner's rights and over the helper."""
    made = _of_kind(host, offer, load_seconds)
    tool = _TOOLS.get(offer.kind)
    if tool and not tools.is_there(tool):
        made = msgspec.structs.replace(made, hindrance=Unknown(reason=Reason.NO_TOOL, detail=tool))
    return msgspec.structs.replace(made, on_battery=on_battery(host))


def _of_kind(host: Host, offer: Offer, load_seconds: float) -> Plan:
    if offer.kind in MEMORY_KINDS:
        return _of_memory(host, offer)
    if offer.kind == TrialKind.LOAD:
        return Plan(offer=offer, seconds=load_seconds, test_bytes=load.test_bytes(host))
    if offer.kind in PREPARATIONS:
        return Plan(offer=offer, seconds=1.0)
    return _of_drive(host, offer)


def _of_memory(host: Host, offer: Offer) -> Plan:
    try:
        size = memory.test_bytes(host, offer.kind)
    except Unreadable as error:
        return Plan(offer=offer, seconds=error.unknown, test_bytes=error.unknown, hindrance=error.unknown)
    return Plan(offer=offer, seconds=memory.expected_seconds(size), test_bytes=size)


def _of_drive(host: Host, offer: Offer) -> Plan:
    size = _size_bytes(host, offer.subject)
    hindrance = None
    if offer.kind == TrialKind.SURFACE:
        rate = _rate(host, offer.subject)
        seconds = size if isinstance(size, Unknown) else size / rate
    else:
        answer = _smart(host, offer.subject)
        seconds = answer if isinstance(answer, Unknown) else self_test.expected_seconds(answer, offer.kind)
        hindrance = None if isinstance(answer, Unknown) else _self_test_hindrance(answer)
    return Plan(
        offer=offer,
        seconds=seconds,
        hindrance=hindrance,
        test_bytes=size,
        mounts=_mounts(host, offer.subject),
        busy=_busy(host, offer.subject),
    )


def longest_seconds(host: Host, offer: Offer, load_seconds: float) -> float:
    """After which a trial is ended, whatever it says: far more than any takes that is well."""
    if offer.kind == TrialKind.LOAD:
        return load_seconds + 60
    if offer.kind in MEMORY_KINDS:
        try:
            return 60 + memory.LONGEST_FACTOR * memory.expected_seconds(memory.free_bytes(host))
        except Unreadable:
            return 24 * _HOUR
    if offer.kind == TrialKind.SURFACE:
        size = _size_bytes(host, offer.subject)
        return 72 * _HOUR if isinstance(size, Unknown) else _HOUR + size / _SLOWEST_RATE
    return _HOUR if offer.kind == TrialKind.SELF_TEST_SHORT else 72 * _HOUR


def _smart(host: Host, drive: str) -> dict[str, Any] | Unknown:
    try:
        output = host.run(questions.smart(drive), Cancel())
        return json_tree.parse(output.stdout, self_test.TOOL)
    except Unreadable as error:
        return error.unknown


def _self_test_hindrance(answer: dict[str, Any]) -> Unknown | None:
    # A drive that sleeps, or that may not be opened, answers without saying what it can: nothing follows from that.
    if json_tree.at(answer, "smart_support") is None:
        return None
    hindrance = self_test.hindrance(answer)
    if hindrance:
        return hindrance
    try:
        running = self_test.status(answer).running
    except Unreadable:
        return None
    return Unknown(reason=Reason.FAILED, detail="another self-test is under way") if running else None


def _size_bytes(host: Host, drive: str) -> int | Unknown:
    try:
        return int(host.read(f"/sys/block/{drive}/size")) * 512
    except Unreadable as error:
        return error.unknown
    except ValueError:
        return Unknown(reason=Reason.MALFORMED, detail=f"/sys/block/{drive}/size")


def _rate(host: Host, drive: str) -> float:
    try:
        if host.read(f"/sys/block/{drive}/queue/rotational").strip() == b"1":
            return _DISK_RATE
    except Unreadable:
        return _DISK_RATE
    return _NVME_RATE if drive.startswith("nvme") else _FLASH_RATE


def _mounts(host: Host, drive: str) -> tuple[str, ...] | Unknown:
    try:
        return block_devices.system_folders(drive, host.figures().mounts)
    except Unreadable as error:
        return error.unknown


def _busy(host: Host, drive: str) -> bool | Unknown:
    """Whether it did anything within a second: the ninth and tenth number are requests in flight and time at work."""
    try:
        before = host.read(f"/sys/block/{drive}/stat").split()
        tools.pause(Cancel(), _LOOK_SECONDS)
        after = host.read(f"/sys/block/{drive}/stat").split()
        return int(after[9]) - int(before[9]) > _LOOK_SECONDS * 1000 * _BUSY_SHARE
    except Unreadable as error:
        return error.unknown
    except (ValueError, IndexError):
        return Unknown(reason=Reason.MALFORMED, detail=f"/sys/block/{drive}/stat")


_BUSY_SHARE = 0.2
"""Of the time at work: an idle system writes a little all the time."""
