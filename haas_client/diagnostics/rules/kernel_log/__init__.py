"""The kernel's log: what it says of drives, memory, processor and heat, turned to the part where it names one."""

from collections.abc import Iterator, Sequence

from haas_client.diagnostics.decode import kernel_events
from haas_client.diagnostics.decode.kernel_events import KernelEvent
from haas_client.diagnostics.decode.kernel_words import Kind
from haas_client.diagnostics.finding import Finding, Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.rules.kernel_log import drives as drives_of_log
from haas_client.diagnostics.rules.kernel_log import memory as memory_of_log
from haas_client.diagnostics.rules.kernel_log.judgements import (
    DRIVE_RULES,
    NOT_NAMED,
    SYSTEM_RULES,
    count_of,
    finding_of,
)
from haas_client.diagnostics.snapshot import Drive, KernelLine, Memory, Module, Records, Snapshot, Storage
from haas_client.diagnostics.unknown import Unknown

__all__ = ["findings", "of_lines"]


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """All findings of the lines that were kept of this boot; errors that EDAC has counted are not told twice."""
    records, storage, memory = snapshot.records, snapshot.storage, snapshot.memory
    if not isinstance(records, Records) or isinstance(records.kernel, Unknown):
        return
    drives = storage.drives if isinstance(storage, Storage) else ()
    modules = memory.modules if isinstance(memory, Memory) and not isinstance(memory.modules, Unknown) else ()
    counted = _counted_by_edac(memory)
    for finding in of_lines(records.kernel, drives, modules):
        if finding.code not in counted:
            yield finding


def of_lines(
    lines: tuple[KernelLine, ...], drives: tuple[Drive, ...] = (), modules: tuple[Module, ...] = ()
) -> tuple[Finding, ...]:
    """The findings of one log; none says nothing: most faults of a part leave no line."""
    events = kernel_events.events(lines)
    return (
        *drives_of_log.findings([event for event in events if event.kind in DRIVE_RULES], drives),
        *memory_of_log.findings(events, modules, memory_of_log.span_seconds_of(lines)),
        *_of_system(events),
    )


def _counted_by_edac(memory: Memory | Unknown) -> set[str]:
    """Codes for which the counters of EDAC speak, which name the module and miss nothing."""
    if isinstance(memory, Unknown) or isinstance(memory.edac, Unknown):
        return set()
    corrected = any(isinstance(dimm.corrected, int) and dimm.corrected for dimm in memory.edac)
    uncorrected = any(isinstance(dimm.uncorrected, int) and dimm.uncorrected for dimm in memory.edac)
    pairs = (("memory.corrected_errors", corrected), ("memory.uncorrected_errors", uncorrected))
    return {code for code, counted in pairs if counted}


def _of_system(events: Sequence[KernelEvent]) -> Iterator[Finding]:
    for kind, rule in SYSTEM_RULES.items():
        found = [event for event in events if event.kind == kind]
        if found:
            part_kind = PartKind.POWER if kind == Kind.UNDER_VOLTAGE else PartKind.SYSTEM
            part = Part(kind=part_kind, slot=found[0].device or NOT_NAMED, model=NOT_NAMED, serial=NOT_NAMED)
            yield finding_of(rule, part, found, count_of(found), ())
