"""The whole judgement of one snapshot: findings worst first, the state of every part, and what could not be read."""

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from haas_client.diagnostics.finding import Finding, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict, of_severities, rank, worst
from haas_client.diagnostics.past import Past
from haas_client.diagnostics.rules import kernel_log, memory, power, storage
from haas_client.diagnostics.snapshot import Snapshot

FORMAT = 1

_CONFIDENCE_ORDER = ("high", "medium", "low")


class Rule(Protocol):
    """A module of :mod:`haas_client.diagnostics.rules`."""

    def findings(self, snapshot: Snapshot) -> Iterable[Finding]: ...

    def states(self, snapshot: Snapshot, found: tuple[Finding, ...]) -> Iterable[PartState]: ...


_RULES: dict[PartKind, Rule] = {PartKind.POWER: power, PartKind.MEMORY: memory, PartKind.STORAGE: storage}


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True, tag="diagnosis"):
    """``findings.json`` of a bundle."""

    format: int = FORMAT
    findings: tuple[Finding, ...]
    parts: tuple[PartState, ...]

    def of_kind(self, kind: PartKind) -> tuple[PartState, ...]:
        return tuple(state for state in self.parts if state.part.kind == kind)

    def verdict(self, kind: PartKind) -> Verdict:
        """The worst of a kind's parts."""
        return worst([state.verdict for state in self.of_kind(kind)])

    @property
    def severity(self) -> Severity | None:
        """The worst severity of all findings."""
        return self.findings[0].severity if self.findings else None


def diagnose(snapshot: Snapshot, past: Past | None = None) -> Diagnosis:  # noqa: ARG001
    """Applies every rule to ``snapshot``; ``past`` is what is known of this PC from earlier."""
    found = [finding for rule in _RULES.values() for finding in rule.findings(snapshot)]
    logged = tuple(kernel_log.findings(snapshot))
    findings = tuple(sorted((*found, *logged), key=_rank))
    parts: list[PartState] = []
    for kind, rule in _RULES.items():
        parts += rule.states(snapshot, tuple(finding for finding in findings if finding.part.kind == kind))
    return Diagnosis(findings=findings, parts=tuple(_with_log(parts, logged)))


def _with_log(states: list[PartState], logged: tuple[Finding, ...]) -> Iterator[PartState]:
    """The parts' states, each at least as bad as what the kernel's log says of it; a part that only the log names."""
    rest = [finding for finding in logged if finding.part.kind != PartKind.SYSTEM]
    for state in states:
        of_part = [finding for finding in rest if _is_about(finding, state)]
        rest = [finding for finding in rest if finding not in of_part]
        verdict = of_severities(finding.severity for finding in of_part)
        if verdict and worst([verdict, state.verdict]) != state.verdict:
            yield msgspec.structs.replace(state, verdict=verdict, why=None)
        else:
            yield state
    for part in dict.fromkeys(finding.part for finding in rest):
        verdict = of_severities(finding.severity for finding in rest if finding.part == part)
        if verdict:
            yield PartState(part=part, verdict=verdict)


def _is_about(finding: Finding, state: PartState) -> bool:
    """A PC has one power supply, which no line names."""
    return finding.part == state.part or finding.part.kind == state.part.kind == PartKind.POWER


def _rank(finding: Finding) -> tuple[int, int, str]:
    return (
        rank(finding.severity),
        _CONFIDENCE_ORDER.index(finding.confidence),
        finding.code,
    )
