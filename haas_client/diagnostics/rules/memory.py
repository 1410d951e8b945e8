"""Memory: errors that ECC counted, and modules that the system does not see. Without ECC nothing counts errors."""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Evidence, Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict, of_severities
from haas_client.diagnostics.snapshot import EdacDimm, Memory, Module, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown

_CORRECTED_A_DAY = 10
"""mcelog's default: corrected errors of one DIMM in 24 hours."""
_DAY_SECONDS = 86400

# Firmware and graphics keep a share of what is installed. Integrated graphics take up to 512 MiB by default on most
# boards (up to 2 GiB may be chosen), the firmware and the kernel some 3 %: only a gap that no setting explains counts.
_RESERVED_BYTES = 2 * 1024**3
_RESERVED_SHARE = 0.05


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    memory = snapshot.memory
    if isinstance(memory, Unknown):
        return
    if not isinstance(memory.edac, Unknown):
        for dimm in memory.edac:
            yield from _counted(dimm, memory)
    yield from _not_seen(memory)


def states(snapshot: Snapshot, found: tuple[Finding, ...]) -> Iterator[PartState]:
    """One state a filled slot; one for the whole where slots cannot be read."""
    memory = snapshot.memory
    if isinstance(memory, Unknown):
        yield PartState(part=_whole(memory), verdict=Verdict.UNREADABLE, why=memory)
        return
    if isinstance(memory.modules, Unknown):
        facts = _visible(memory)
        for part in dict.fromkeys(finding.part for finding in found):
            yield PartState(part=part, verdict=_verdict(found, part) or Verdict.WATCH, facts=facts)
        if not found:
            yield PartState(part=_whole(memory.modules), verdict=Verdict.UNREADABLE, why=memory.modules, facts=facts)
        return
    filled = [module for module in memory.modules if module.size_bytes != 0]
    places = {part_of(module) for module in filled} | {_whole_of(memory)}
    unplaced = tuple(dict.fromkeys(finding.part for finding in found if finding.part not in places))
    for module in filled:
        yield _state(module, memory, found, errors_elsewhere=bool(unplaced))
    for part in unplaced:
        # Counted under a label that names no slot: one of the modules, and nobody can say which.
        yield PartState(part=part, verdict=_verdict(found, part) or Verdict.WATCH)


def _state(module: Module, memory: Memory, found: tuple[Finding, ...], *, errors_elsewhere: bool) -> PartState:
    part = part_of(module)
    verdict = _verdict(found, part, _whole_of(memory))
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
    counts = [count for dimm in memory.edac for count in (dimm.corrected, dimm.uncorrected)]
    if not counts:
        return Unknown(reason=Reason.NOT_MEASURABLE, detail="EDAC")
    return next((count for count in counts if isinstance(count, Unknown)), None)


def part_of(module: Module) -> Part:
    return Part(
        kind=PartKind.MEMORY,
        slot=module.slot or module.bank or Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17"),
        model=_model(module),
        serial=module.serial,
        size_bytes=module.size_bytes,
    )


def _model(module: Module) -> str | Unknown:
    names = [name for name in (module.manufacturer, module.part_number) if isinstance(name, str)]
    return " ".join(names) or module.part_number


def _counted(dimm: EdacDimm, memory: Memory) -> Iterator[Finding]:
    part = _part_of_label(dimm, memory)
    if isinstance(dimm.uncorrected, int) and dimm.uncorrected >= 1:
        evidence = Evidence(
            source=f"EDAC {dimm.controller} {dimm.label} ue_count",
            value=dimm.uncorrected,
            threshold="≥ 1",
            reference="mcelog",
        )
        yield Finding(
            code="memory.uncorrected_errors",
            severity=Severity.REPLACE,
            confidence=Confidence.HIGH,
            part=part,
            evidence=(evidence,),
        )
    if isinstance(dimm.corrected, int) and dimm.corrected >= 1:
        a_day = _a_day(dimm.corrected, memory.edac_seconds)
        often = a_day >= _CORRECTED_A_DAY
        evidence = Evidence(
            source=f"EDAC {dimm.controller} {dimm.label} ce_count",
            value=dimm.corrected,
            threshold=f"≥ {_CORRECTED_A_DAY} / 24 h" if often else "≥ 1",
            reference="mcelog" if often else "kernel-edac",
        )
        yield Finding(
            code="memory.corrected_errors",
            severity=Severity.WATCH,
            confidence=Confidence.HIGH if often else Confidence.LOW,
            part=part,
            evidence=(evidence,),
        )


def _a_day(count: int, seconds: int | Unknown) -> float:
    """Errors in 24 hours; within the first day, or where the time is unknown, as many as there are."""
    if isinstance(seconds, Unknown) or seconds < _DAY_SECONDS:
        return count
    return count * _DAY_SECONDS / seconds


def _not_seen(memory: Memory) -> Iterator[Finding]:
    """A gap between installed and visible that is at least one module wide."""
    if isinstance(memory.modules, Unknown) or isinstance(memory.visible_bytes, Unknown):
        return
    sizes = [module.size_bytes for module in memory.modules]
    filled = [size for size in sizes if isinstance(size, int) and size > 0]
    if not filled or len(filled) < len([size for size in sizes if size != 0]):
        return  # a module of unknown size: the sum is unknown too
    installed = sum(filled)
    allowed = _RESERVED_BYTES + installed * _RESERVED_SHARE
    missing = installed - memory.visible_bytes
    if missing > allowed and missing > min(filled) * (1 - _RESERVED_SHARE):
        evidence = Evidence(
            source="SMBIOS type 17 / MemTotal",
            value=f"{installed / 1024**3:.1f} / {memory.visible_bytes / 1024**3:.1f} GiB",
            threshold=f"≤ {allowed / 1024**3:.1f} GiB",
            reference="proc-meminfo",
        )
        yield Finding(
            code="memory.not_seen",
            severity=Severity.WATCH,
            confidence=Confidence.MEDIUM,
            part=_whole_of(memory),
            evidence=(evidence,),
        )


def _part_of_label(dimm: EdacDimm, memory: Memory) -> Part:
    """The module whose slot the EDAC label names; else the memory as a whole, with the label as its place."""
    if not isinstance(memory.modules, Unknown):
        for module in memory.modules:
            if module.slot and module.slot.lower() == dimm.label.lower():
                return part_of(module)
    unknown = Unknown(reason=Reason.NOT_REPORTED, detail="EDAC dimm_label")
    return Part(kind=PartKind.MEMORY, slot=f"{dimm.controller} {dimm.label}", model=unknown, serial=unknown)


def _whole_of(memory: Memory) -> Part:
    why = memory.modules if isinstance(memory.modules, Unknown) else Unknown(reason=Reason.NOT_REPORTED)
    return _whole(why)


def _whole(why: Unknown) -> Part:
    return Part(kind=PartKind.MEMORY, slot=why, model=why, serial=why)


def _visible(memory: Memory) -> tuple[Fact, ...]:
    if isinstance(memory.visible_bytes, Unknown):
        return ()
    return (Fact(name="visible_bytes", value=memory.visible_bytes),)


def _verdict(found: tuple[Finding, ...], *parts: Part) -> Verdict | None:
    return of_severities(finding.severity for finding in found if finding.part in parts)
