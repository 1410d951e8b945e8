"""Memory: slots from SMBIOS (as root) or udev (everybody), error counts from EDAC, what the kernel sees of it all."""

import re

import msgspec

from haas_client.diagnostics import questions
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.decode import smbios, udev_memory
from haas_client.diagnostics.decode.tables import Tables
from haas_client.diagnostics.snapshot import EdacDimm, Memory, MemoryArray, Module
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

LIMIT_SECONDS = 10.0

_DMI_DEVICE = "/sys/class/dmi/id"
_EDAC = "/sys/devices/system/edac/mc"
_MEM_TOTAL = re.compile(rb"^MemTotal:\s+(\d{1,15}) kB$", re.MULTILINE)
_DIMM_FOLDER = re.compile(r"(dimm|rank)\d+")


def read(context: Context) -> Memory:
    """Slots, counts and the visible total; each unknown on its own."""
    slots = _slots(context)
    edac = context.ask("EDAC", lambda: _edac(context))
    return Memory(
        visible_bytes=context.ask("meminfo", lambda: _visible_bytes(context)),
        modules=slots.modules,
        error_correction=slots.error_correction,
        arrays=slots.arrays,
        edac=edac,
        edac_seconds=context.ask("EDAC seconds", lambda: _edac_seconds(context)),
    )


class _Slots(msgspec.Struct, frozen=True, kw_only=True):
    modules: tuple[Module, ...] | Unknown
    error_correction: str | Unknown
    arrays: tuple[MemoryArray, ...] = ()


def _slots(context: Context) -> _Slots:
    tables = context.ask("SMBIOS memory", lambda: smbios.decode(context.host.read(questions.SMBIOS_TABLE)))
    if isinstance(tables, Tables) and tables.modules:
        return _Slots(modules=tables.modules, error_correction=tables.error_correction, arrays=tables.arrays)
    properties = context.ask("udev memory", lambda: context.host.udev(_DMI_DEVICE))
    if isinstance(properties, Unknown):
        # Without a right to SMBIOS the reason that helps is that one, not "udev has no such device" behind it.
        reason = tables if isinstance(tables, Unknown) else properties
        return _Slots(modules=reason, error_correction=reason)
    modules = context.ask("udev memory slots", lambda: udev_memory.decode(properties))
    return _Slots(modules=modules, error_correction=udev_memory.error_correction(properties))


def _visible_bytes(context: Context) -> int:
    match = _MEM_TOTAL.search(context.host.read("/proc/meminfo"))
    if not match:
        raise Unreadable(Reason.MALFORMED, "/proc/meminfo")
    return int(match[1]) * 1024


def _controllers(context: Context) -> list[str]:
    try:
        names = context.host.names(_EDAC)
    except Unreadable as error:
        if error.unknown.reason == Reason.NOT_PRESENT:
            raise Unreadable(Reason.NOT_MEASURABLE, "EDAC") from error
        raise
    controllers = [name for name in names if re.fullmatch(r"mc\d+", name)]
    if not controllers:
        # No controller: memory without ECC, or a board without a driver. Nothing counts errors here.
        raise Unreadable(Reason.NOT_MEASURABLE, "EDAC")
    return controllers


def _edac(context: Context) -> tuple[EdacDimm, ...]:
    folders = [f"{_EDAC}/{controller}" for controller in _controllers(context)]
    dimms = [
        _dimm(context, folder.rpartition("/")[2], f"{folder}/{name}", name)
        for folder in folders
        for name in context.host.names(folder)
        if _DIMM_FOLDER.fullmatch(name)
    ]
    return (*dimms, *(dimm for dimm in (_without_place(context, folder) for folder in folders) if dimm))


def _without_place(context: Context, folder: str) -> EdacDimm | None:
    """Errors that the controller could lay to no DIMM's charge, where there are any."""
    corrected = _count(context, f"{folder}/ce_noinfo_count")
    uncorrected = _count(context, f"{folder}/ue_noinfo_count")
    if not any(isinstance(count, int) and count for count in (corrected, uncorrected)):
        return None
    return EdacDimm(controller=folder.rpartition("/")[2], label="noinfo", corrected=corrected, uncorrected=uncorrected)


def _dimm(context: Context, controller: str, folder: str, name: str) -> EdacDimm:
    kind = "dimm" if name.startswith("dimm") else "rank"
    return EdacDimm(
        controller=controller,
        label=_text(context, f"{folder}/dimm_label") or name,
        corrected=_count(context, f"{folder}/{kind}_ce_count", f"{folder}/dimm_ce_count"),
        uncorrected=_count(context, f"{folder}/{kind}_ue_count", f"{folder}/dimm_ue_count"),
    )


def _edac_seconds(context: Context) -> int:
    """The shortest time that any controller has been counting."""
    seconds = [_count(context, f"{_EDAC}/{name}/seconds_since_reset") for name in _controllers(context)]
    known = [number for number in seconds if isinstance(number, int)]
    if not known:
        raise Unreadable(Reason.NOT_REPORTED, "EDAC seconds_since_reset")
    return min(known)


def _count(context: Context, *paths: str) -> int | Unknown:
    problem = Unknown(reason=Reason.NOT_REPORTED, detail="EDAC")
    for path in paths:
        try:
            text = context.host.read(path).strip()
        except Unreadable as error:
            problem = error.unknown
            continue
        if text.isdigit() and len(text) < 19:
            return int(text)
        problem = Unknown(reason=Reason.MALFORMED, detail=path)
    return problem


def _text(context: Context, path: str) -> str:
    try:
        return context.host.read(path).decode("utf-8", "replace").strip()
    except Unreadable:
        return ""
