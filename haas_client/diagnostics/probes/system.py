"""Board and system: who made it, what runs on it, and what it was sold with."""

import re

from haas_client import machine, machine_file
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.decode.placeholders import meaningful
from haas_client.diagnostics.snapshot import System
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.machine import MachineFileUnusable, Sold

LIMIT_SECONDS = 5.0

_DMI = "/sys/class/dmi/id"
_DMI_NAMES = ("sys_vendor", "product_name", "board_vendor", "board_name", "bios_version", "bios_date")
_CPU_MODEL = re.compile(rb"^model name\s*:\s*(.+)$", re.MULTILINE)
_CPU_FLAGS = re.compile(rb"^flags\s*:(.+)$", re.MULTILINE)
_PRETTY_NAME = re.compile(r"^PRETTY_NAME=(.*)$", re.MULTILINE)


def read(context: Context) -> System:
    dmi = _dmi(context)
    cpu = context.ask("cpuinfo", lambda: context.host.read("/proc/cpuinfo"))
    return System(
        vendor=dmi["sys_vendor"],
        product=dmi["product_name"],
        board_vendor=dmi["board_vendor"],
        board=dmi["board_name"],
        firmware_version=dmi["bios_version"],
        firmware_date=dmi["bios_date"],
        processor=_processor(cpu),
        virtual_machine=_virtual_machine(cpu),
        kernel=context.ask("kernel", lambda: _text(context, "/proc/sys/kernel/osrelease")),
        distribution=context.ask("os-release", lambda: _distribution(context)),
        uptime_seconds=context.ask("uptime", lambda: _uptime(context)),
        session_type=context.ask("session type", lambda: context.host.environment("XDG_SESSION_TYPE")),
        desktop=context.ask("desktop", lambda: context.host.environment("XDG_CURRENT_DESKTOP")),
    )


def sold(context: Context) -> Sold | Unknown:
    """What the factory's file says of the parts. Quick: one small file.

    A PC without the file is a normal PC: that there is none is no unanswered question.
    """
    try:
        data: bytes | Unknown = context.host.read(str(machine.PATH))
    except Unreadable as error:
        data = error.unknown
    if isinstance(data, Unknown) and data.reason in (Reason.NOT_PRESENT, Reason.NOT_RECORDED):
        return data
    return context.ask(machine.PATH.name, lambda: _sold(data))


def _sold(data: bytes | Unknown) -> Sold:
    if isinstance(data, Unknown):
        raise Unreadable(data.reason, data.detail)
    try:
        return machine_file.parse(data).sold
    except MachineFileUnusable as error:
        raise Unreadable(Reason.MALFORMED, f"{machine.PATH.name} {error.key}".strip()) from error


def _dmi(context: Context) -> dict[str, str | Unknown]:
    """The board's own names; all unknown for one reason where there is no DMI at all."""
    present = context.ask("DMI", lambda: context.host.names(_DMI))
    if isinstance(present, Unknown):
        return dict.fromkeys(_DMI_NAMES, present)
    return {name: _dmi_value(context, name) for name in _DMI_NAMES}


def _dmi_value(context: Context, name: str) -> str | Unknown:
    try:
        return meaningful(_text(context, f"{_DMI}/{name}"), f"DMI {name}")
    except Unreadable as error:
        return error.unknown


def _text(context: Context, path: str) -> str:
    return context.host.read(path).decode("utf-8", "replace").strip()


def _processor(cpu: bytes | Unknown) -> str | Unknown:
    if isinstance(cpu, Unknown):
        return cpu
    match = _CPU_MODEL.search(cpu)
    if not match:
        return Unknown(reason=Reason.NOT_REPORTED, detail="/proc/cpuinfo")
    return meaningful(match[1].decode("utf-8", "replace"), "/proc/cpuinfo")


def _virtual_machine(cpu: bytes | Unknown) -> bool | Unknown:
    """Linux sets the flag "hypervisor" from CPUID leaf 1, ECX bit 31, which real processors leave clear."""
    if isinstance(cpu, Unknown):
        return cpu
    flags = _CPU_FLAGS.search(cpu)
    return b"hypervisor" in flags[1].split() if flags else Unknown(reason=Reason.NOT_REPORTED, detail="/proc/cpuinfo")


def _distribution(context: Context) -> str:
    match = _PRETTY_NAME.search(_text(context, "/etc/os-release"))
    if not match or not match[1].strip("\"' "):
        raise Unreadable(Reason.NOT_REPORTED, "/etc/os-release")
    return match[1].strip("\"' ")


def _uptime(context: Context) -> int:
    try:
        return int(float(_text(context, "/proc/uptime").split()[0]))
    except (ValueError, IndexError, OverflowError) as error:
        raise Unreadable(Reason.MALFORMED, "/proc/uptime") from error
