"""Memory: errors that ECC counted, modules that the system does not see, and how the modules go together.

Without ECC nothing counts errors: such memory is not measurable, only testable.
"""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import Severity, Verdict, of_severities
from haas_client.diagnostics.rules.memory import counts, kit
from haas_client.diagnostics.rules.memory.parts import filled, part_of, whole, whole_of
from haas_client.diagnostics.snapshot import Memory, Module, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown

__all__ = ["findings", "part_of", "states"]


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    memory = snapshot.memory
    if isinstance(memory, Unknown):
        return
    yield from counts.findings(memory)
    yield from kit.findings(memory)


def states(snapshot: Snapshot, found: tuple[Finding, ...]) -> Iterator[PartState]:
    """One state a filled slot; one for the whole where slots cannot be read."""
    memory = snapshot.memory
    found = tuple(finding for finding in found if finding.severity != Severity.NOTE)
    if isinstance(memory, Unknown):
        yield PartState(part=whole(memory), verdict=Verdict.UNREADABLE, why=memory)
        return
    if isinstance(memory.modules, Unknown):
        facts = _visible(memory)
        for part in dict.fromkeys(finding.part for finding in found):
            yield PartState(part=part, verdict=_verdict(found, part) or Verdict.WATCH, facts=facts)
        if not found:
            yield PartState(part=whole(memory.modules), verdict=Verdict.UNREADABLE, why=memory.modules, facts=facts)
        return
    modules = filled(memory)
    places = {part_of(module) for module in modules} | {whole_of(memory)}
    unplaced = tuple(dict.fromkeys(finding.part for finding in found if finding.part not in places))
    for module in modules:
        yield _state(module, memory, found, errors_elsewhere=bool(unplaced))
    for part in unplaced:
        # Counted under a label that names no slot: one of the modules, and nobody can say which.
        yield PartState(part=part, verdict=_verdict(found, part) or Verdict.WATCH)


def _state(module: Module, memory: Memory, found: tuple[Finding, ...], *, errors_elsewhere: bool) -> PartState:
    part = part_of(module)
    verdict = _verdict(found, part, whole_of(memory))
    facts = tuple(
        Fact(name=name, value=value)
        for name, value in (("memory_type", module.type), ("speed_mts", module.configured_speed_mts))
        if not isinstance(value, Unknown)
    )
    if verdict:
        return PartState(part=part, verdict=verdict, facts=facts)
    why = _not_counted(memory)
    if why is None and errors_elsewhere:
        why = Unknown(reason=Reason.NOT_REPORTED, detail="EDAC dimm_label")
    if why is None:
        return PartState(part=part, verdict=Verdict.OK, facts=facts)
    return PartState(part=part, verdict=Verdict.NOT_TESTED, why=why, facts=facts)


def _not_counted(memory: Memory) -> Unknown | None:
    """Why nothing is known of errors; ``None`` where every count could be read."""
    if isinstance(memory.edac, Unknown):
        return memory.edac
    numbers = [count for dimm in memory.edac for count in (dimm.corrected, dimm.uncorrected)]
    if not numbers:
        return Unknown(reason=Reason.NOT_MEASURABLE, detail="EDAC")
    return next((count for count in numbers if isinstance(count, Unknown)), None)


def _visible(memory: Memory) -> tuple[Fact, ...]:
    if isinstance(memory.visible_bytes, Unknown):
        return ()
    return (Fact(name="visible_bytes", value=memory.visible_bytes),)


def _verdict(found: tuple[Finding, ...], *parts: Part) -> Verdict | None:
    return of_severities(finding.severity for finding in found if finding.part in parts)
