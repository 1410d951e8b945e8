"""A swap when the PC runs again: the guide's checks, and what is found on the new part since."""

from datetime import datetime

from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.changed import kind_of, new_parts
from haas_client.handsbuy.pack.checks import Result, evaluate, moment
from haas_client.handsbuy.pack.facts import counted_since
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.swap import Swap

_FAULTS = frozenset({Severity.REPLACE, Severity.WATCH, Severity.CABLE})
_OF_THE_FACTORY = "own-sold"
"""The reference of findings that only say that a part is another than the sold one: that is what a swap does."""


def results(guide: Guide, swap: Swap, before: Snapshot | None, after: Snapshot) -> tuple[Result, ...]:
    """Every check of the guide that is for this machine. ``before`` is ``None`` where nothing was read before."""
    at = moment(before, after, swap.part, swap.order, swap.answers, began_at=swap.begun_at)
    return evaluate(guide, at, swap.said)


def codes_on_new_part(swap: Swap, diagnosis: Diagnosis, before: Snapshot | None, after: Snapshot) -> tuple[str, ...]:
    """Codes of the faults that ``diagnosis`` of ``after`` finds on the new part, the worst first, each once.

    A fault of the memory as a whole, or of a place that names no module, counts too: it may be the new one. So does all
    that is found on the power supply, of which a PC has one. What follows from stops and tests of before the swap does
    not count, nor what the owner knows of already.
    """
    kind, new = kind_of(swap), new_parts(swap, before, after)
    old = _of_before(after, before.taken_at if before else swap.begun_at)
    found = (
        one
        for one in diagnosis.findings
        if _is_fault(one) and (one.code, one.part) not in old and (one.part in new or _may_be(one, kind))
    )
    return tuple(dict.fromkeys(one.code for one in found))


def could_tell(swap: Swap, diagnosis: Diagnosis, before: Snapshot | None, after: Snapshot) -> bool:
    """Whether the new part was read at all: where it was not, finding nothing on it says nothing.

    Of memory and the power supply any answer counts where none names the new one; of drives only its own.
    """
    kind, new = kind_of(swap), new_parts(swap, before, after)
    own = [one for one in diagnosis.parts if one.part in new]
    judged = own if own or kind == PartKind.STORAGE else [one for one in diagnosis.parts if one.part.kind == kind]
    return any(one.verdict != Verdict.UNREADABLE for one in judged)


def _is_fault(finding: Finding) -> bool:
    factory = any(evidence.reference == _OF_THE_FACTORY for evidence in finding.evidence)
    return finding.severity in _FAULTS and not finding.known and not factory


def _may_be(finding: Finding, kind: PartKind | None) -> bool:
    """Whether it names no part, and is of the kind that was swapped."""
    part = finding.part
    if part.kind != kind or kind == PartKind.STORAGE:
        return False
    return kind == PartKind.POWER or (isinstance(part.model, Unknown) and isinstance(part.serial, Unknown))


def _of_before(after: Snapshot, since: datetime) -> frozenset[object]:
    """What is found only because of what was counted and tested before ``since``."""
    with_it, without = (
        {(one.code, one.part) for one in diagnose(of).findings} for of in (after, counted_since(after, since))
    )
    return frozenset(with_it - without)
