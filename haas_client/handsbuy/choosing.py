"""Which guide is for a swap, and which parts may be meant."""

from collections.abc import Iterable

from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.diagnostics.pairing import plain
from haas_client.diagnostics.parts import of_drive, of_module
from haas_client.diagnostics.snapshot import Memory, Snapshot
from haas_client.handsbuy.changed import drives
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.conditions import Decided, applies
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.vocabulary import Kind

PARTS = {Kind.PSU: PartKind.POWER, Kind.MEMORY: PartKind.MEMORY, Kind.STORAGE: PartKind.STORAGE}
ADDED = frozenset({Kind.MEMORY, Kind.STORAGE})
"""What can be added, and not only replaced (Linuxmania's service page)."""


def usable() -> tuple[Guide, ...]:
    """Every guide of this PC that can be used; blocks while they are read."""
    return tuple(
        entry.guide for entry in library.entries() if entry.guide is not None and entry.state == library.State.USED
    )


def fitting(guides: Iterable[Guide], kind: Kind, facts: Facts) -> tuple[Guide, ...]:
    """Those for this kind that may be for this machine: sure ones alone where there are any."""
    decided = [(guide, applies(guide, facts)) for guide in guides if guide.kind == kind]
    sure = tuple(guide for guide, decision in decided if decision == Decided.YES)
    return sure or tuple(guide for guide, decision in decided if decision != Decided.NO)


def parts(diagnosis: Diagnosis, kind: Kind) -> tuple[Part, ...]:
    """Parts of this kind that may go out, those that should be replaced first."""
    states = [state for state in diagnosis.of_kind(PARTS[kind]) if not state.is_missing]
    return tuple(state.part for state in sorted(states, key=lambda state: state.verdict != Verdict.REPLACE))


def free_slots(snapshot: Snapshot) -> tuple[Part, ...]:
    """The board's memory slots that are empty."""
    memory = snapshot.memory
    modules = memory.modules if isinstance(memory, Memory) and isinstance(memory.modules, tuple) else ()
    return tuple(of_module(module) for module in modules if module.size_bytes == 0 and not module.persistent)


def called(name: str, among: Iterable[Part], snapshot: Snapshot) -> tuple[Part, ...]:
    """Those at the place or with the serial number ``name``, and the drive that the kernel calls so ("sda")."""
    node = name.removeprefix("/dev/")
    by_node = [of_drive(drive) for drive in drives(snapshot) if drive.name == node]
    sign = plain(name)
    return tuple(part for part in among if part in by_node or (sign and sign in (plain(part.slot), plain(part.serial))))
