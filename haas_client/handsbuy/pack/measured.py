"""The facts that the machine itself tells, out of a snapshot and what the diagnosis makes of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from haas_client.diagnostics import as_sold
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.diagnostics.pairing import MOST, plain
from haas_client.diagnostics.parts import of_drive, of_module
from haas_client.diagnostics.snapshot import (
    BootEnd,
    Bus,
    Drive,
    Memory,
    Module,
    Power,
    Snapshot,
    Storage,
    Supply,
)
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.handsbuy.pack.found import ABSENT, NOT_READ, Family, Found, Known

_TWICE = Unknown(reason=Reason.MALFORMED, detail="of two at one time")


def of_memory(snapshot: Snapshot, diagnosis: Diagnosis) -> Iterator[tuple[str, Known]]:
    yield "memory.health", _health(diagnosis.verdict(PartKind.MEMORY))
    memory = snapshot.memory
    if isinstance(memory, Unknown):
        return
    yield "memory.errors", _errors(memory)
    if isinstance(memory.modules, Unknown):
        return
    modules = _modules(memory)
    filled = [module for module in modules if module.size_bytes != 0]
    yield "memory_form", _form(filled)
    yield "memory.total", _sum(module.size_bytes for module in filled)
    yield "memory.slots", len(modules)
    if not any(isinstance(module.size_bytes, Unknown) for module in modules):
        yield "memory.modules", len(filled)
        yield "memory.free_slots", len(modules) - len(filled)


def _modules(memory: Memory) -> list[Module]:
    listed = () if isinstance(memory.modules, Unknown) else memory.modules
    return [module for module in listed[:MOST] if not module.persistent]


FORMS = {"DIMM": "DIMM", "SODIMM": "SODIMM", "row of chips": "soldered", "chip": "soldered", "die": "soldered"}
"""SMBIOS 7.18.1; what is not in here has no guide."""


def _form(filled: Iterable[Module]) -> Known:
    forms = {FORMS.get(module.form_factor) if isinstance(module.form_factor, str) else None for module in filled}
    only = forms.pop() if len(forms) == 1 else None
    return only or NOT_READ


def _errors(memory: Memory) -> Known:
    """A controller without a DIMM counts nothing: that is not "none"."""
    if isinstance(memory.edac, Unknown):
        return memory.edac
    return (
        _sum(count for dimm in memory.edac for count in (dimm.corrected, dimm.uncorrected)) if memory.edac else NOT_READ
    )


def _sum(numbers: Iterable[int | Unknown]) -> Known:
    total = 0
    for number in numbers:
        if isinstance(number, Unknown):
            return number
        total += number
    return total


def slots(snapshot: Snapshot, diagnosis: Diagnosis) -> Family:
    """The board's memory slots; of an empty one, everything is absent."""
    memory = snapshot.memory
    if isinstance(memory, Unknown) or isinstance(memory.modules, Unknown):
        return Family()
    rows = [(of_module(module), module) for module in _modules(memory)]
    return _family(
        [(part.slot, _module_fields(part, module, diagnosis)) for part, module in rows],
        complete=len(memory.modules) <= MOST,
    )


def _module_fields(part: Part, module: Module, diagnosis: Diagnosis) -> dict[str, Found]:
    fields: dict[str, Found] = {
        "size": part.size_bytes,
        "model": part.model,
        "serial": part.serial,
        "speed": module.configured_speed_mts,
        "health": _health_of(part, diagnosis),
    }
    return dict.fromkeys(fields, ABSENT) if module.size_bytes == 0 else fields


def _family(rows: Iterable[tuple[str | Unknown, dict[str, Found]]], *, complete: bool) -> Family:
    """What has no index of its own may be any that is not found; an index on two tells of neither."""
    keyed = [(plain(index), fields) for index, fields in rows]
    counted = Counter(key for key, _ in keyed)
    members: dict[str, dict[str, Found]] = {
        key: fields if counted[key] == 1 else dict.fromkeys(fields, _TWICE) for key, fields in keyed if key
    }
    return Family(members=members, others=ABSENT if complete and "" not in counted else NOT_READ)


def of_storage(snapshot: Snapshot, diagnosis: Diagnosis) -> Iterator[tuple[str, Known]]:
    yield "storage.health", _health(diagnosis.verdict(PartKind.STORAGE))
    if isinstance(snapshot.storage, Storage) and not _hides(snapshot.storage):
        yield "storage.drives", len(_inside(snapshot.storage))


def drive_families(snapshot: Snapshot, diagnosis: Diagnosis) -> dict[str, Family]:
    """Drives inside the PC: one that hangs on USB has not been put in."""
    storage = snapshot.storage
    if isinstance(storage, Unknown):
        return {}
    drives, complete = _inside(storage), not _hides(storage)
    fields = [(drive, _fields(drive, diagnosis)) for drive in drives]
    return {
        "storage.serial": _family(((drive.serial, told) for drive, told in fields), complete=complete),
        "storage.slot": _family(((_port(drive, drives), told) for drive, told in fields), complete=complete),
    }


def _fields(drive: Drive, diagnosis: Diagnosis) -> dict[str, Found]:
    return {
        "size": drive.size_bytes,
        "model": drive.model,
        "serial": drive.serial,
        "bus": drive.bus.value,
        "health": _health_of(of_drive(drive), diagnosis),
    }


def _port(drive: Drive, drives: Iterable[Drive]) -> str | Unknown:
    """NVMe drives are numbered anew at every start: of two, the number tells nothing."""
    several = drive.bus == Bus.NVME and sum(other.bus == Bus.NVME for other in drives) > 1
    return NOT_READ if several else drive.port


def _inside(storage: Storage) -> list[Drive]:
    return [drive for drive in storage.drives[:MOST] if as_sold.is_inside(drive)]


def _hides(storage: Storage) -> bool:
    return len(storage.drives) > MOST or any(drive.bus in as_sold.HIDING for drive in storage.drives)


def of_power(snapshot: Snapshot, diagnosis: Diagnosis, since: datetime | None) -> Iterator[tuple[str, Known]]:
    yield "power.health", _health(diagnosis.verdict(PartKind.POWER))
    yield "power.unclean_stops", _unclean_stops(snapshot, since)
    power = snapshot.power
    if isinstance(power, Unknown):
        return
    if not isinstance(power.batteries, Unknown):
        yield "has_battery", "yes" if any(one.kind == "battery" for one in power.batteries) else "no"
    supply = _supply(power)
    if supply is not None:
        yield "power.supply.model", supply.model
        yield "power.supply.serial", supply.serial
        yield "power.supply.watts", supply.max_watts


def _supply(power: Power) -> Supply | None:
    """The only one; of two, nobody knows which is meant."""
    return power.supplies[0] if isinstance(power.supplies, tuple) and len(power.supplies) == 1 else None


def _unclean_stops(snapshot: Snapshot, since: datetime | None) -> Known:
    """Since a swap, and only where this start itself came after it: a clock that went back would hide the others."""
    if since is None or isinstance(snapshot.records, Unknown) or isinstance(snapshot.records.boots, Unknown):
        return NOT_READ
    boots = snapshot.records.boots
    if not any(boot.end == BootEnd.RUNNING for boot in boots):
        return NOT_READ
    return sum(boot.end == BootEnd.UNMARKED for boot in boots)


def _health_of(part: Part, diagnosis: Diagnosis) -> Known:
    verdicts = {state.verdict for state in diagnosis.parts if state.part == part}
    return _health(verdicts.pop()) if len(verdicts) == 1 else NOT_READ


def _health(verdict: Verdict) -> Known:
    return NOT_READ if verdict in (Verdict.UNREADABLE, Verdict.NOT_TESTED) else verdict.value
