"""The whole judgement of one snapshot: findings worst first, the state of every part, and what could not be read."""

from collections.abc import Iterable
from typing import Protocol

import msgspec

from haas_client.diagnostics.checklist import PowerChecklist
from haas_client.diagnostics.finding import Finding, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict, rank, worst
from haas_client.diagnostics.past import Past
from haas_client.diagnostics.rules import memory, power, storage
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


def diagnose(
    snapshot: Snapshot,
    past: Past | None = None,  # noqa: ARG001
    answers: PowerChecklist | None = None,
) -> Diagnosis:
    """Applies every rule to ``snapshot``; ``past`` is what is known of this PC from earlier.

    ``answers`` is what the owner told of the power supply.
    """
    found = [
        *power.findings(snapshot, answers or PowerChecklist()),
        *memory.findings(snapshot),
        *storage.findings(snapshot),
    ]
    findings = tuple(sorted(found, key=_rank))
    parts: list[PartState] = []
    for kind, rule in _RULES.items():
        parts += rule.states(snapshot, tuple(finding for finding in findings if finding.part.kind == kind))
    return Diagnosis(findings=findings, parts=tuple(parts))


def _rank(finding: Finding) -> tuple[int, int, str]:
    return (
        rank(finding.severity),
        _CONFIDENCE_ORDER.index(finding.confidence),
        finding.code,
    )
